"""The sandbox's memory: over restarts, a torn line, a kill; paging, clock, who may come in."""

from __future__ import annotations

import json
import os
import random
import signal
import socket
import subprocess
import sys
import threading
import time
from collections import Counter
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest
import urllib3

from portal.domain.bill_complaints import ComplaintState
from portal.domain.bill_payments import BillAsking, PaymentState, Sent, UnitDeclines
from portal.gateways.bharat_connect import BharatConnect
from portal.sandboxes.bharat_connect.journal import Journal, JournalIsInUse
from portal.settings import ROOT
from tests.sandboxes.running import (
    MOBILE,
    PARTNER,
    POWER,
    TAG,
    RunningSandbox,
    named,
    number,
    unit_at,
)


def test_all_is_there_after_a_restart(sandbox: RunningSandbox) -> None:
    request, _sending, answer = sandbox.pays("777")
    waiting, _sending, first = sandbox.pays("030")
    sandbox.move(days=1)
    now = sandbox.unit.now_ms()
    sandbox.restart()
    assert sandbox.unit.now_ms() == now
    assert sandbox.client.payment(request.ref_id) == answer
    assert sandbox.client.pay(request).is_repeat
    assert first.state is PaymentState.WAITING
    states = [sandbox.client.payment(waiting.ref_id).state for _ in range(3)]
    assert states == [PaymentState.WAITING] * 2 + [PaymentState.DONE]


def test_a_first_sending_that_was_lost_stays_the_first(sandbox: RunningSandbox) -> None:
    fetched = sandbox.fetches("033")
    request = sandbox.request(fetched, "033")
    assert sandbox.client.pay(request).outcome is Sent.UNKNOWN
    sandbox.restart()
    assert sandbox.client.pay(request).outcome is Sent.TAKEN


def test_the_same_seed_makes_the_same_bills(tmp_path: Path) -> None:
    shown = []
    for name, seed in (("a", 1), ("b", 1), ("c", 2)):
        sandbox = RunningSandbox(tmp_path / name, seed=seed)
        shown.append(sandbox.fetches("777").bills)
        sandbox.move(days=31)
        assert sandbox.fetches("777").bills != shown[-1], "each month has its own bill"
        sandbox.stop()
    assert shown[0] == shown[1] != shown[2]


def test_a_torn_last_line_is_dropped(tmp_path: Path) -> None:
    journal = Journal(tmp_path / "state.jsonl")
    journal.append({"is": "clock", "offset_ms": 1})
    with pytest.raises(JournalIsInUse):
        Journal(tmp_path / "state.jsonl")
    journal.close()
    with (tmp_path / "state.jsonl").open("ab") as file:
        file.write(b'{"is":"clock","off')
    again = Journal(tmp_path / "state.jsonl")
    assert list(again.events()) == [{"is": "clock", "offset_ms": 1}]
    again.append({"is": "clock", "offset_ms": 2})
    assert [one["offset_ms"] for one in again.events()] == [1, 2]
    again.close()


def test_a_whole_line_that_is_garbage_ends_the_memory(tmp_path: Path) -> None:
    path = tmp_path / "state.jsonl"
    path.write_bytes(b'{"is":"clock","offset_ms":1}\n\x00\x00\n{"is":"clock","offset_ms":3}\n')
    journal = Journal(path)
    assert [one["offset_ms"] for one in journal.events()] == [1]
    journal.close()


def _free_port() -> int:
    with socket.create_server(("127.0.0.1", 0)) as found:
        return int(found.getsockname()[1])


def _start(home: Path, port: int) -> subprocess.Popen[bytes]:
    environ = os.environ | {
        "ROKAD_CONFIG": "demo",
        "ROKAD_DATA_DIR": str(home),
        "ROKAD_KEY_DIR": str(home / "keys"),
        "ROKAD_BHARAT_CONNECT_ADDRESS": f"http://127.0.0.1:{port}",
        "ROKAD_BHARAT_CONNECT_SECRET": PARTNER.secret,
    }
    command = [sys.executable, "-m", "flask", "--app", "app", "sandbox"]
    started = subprocess.Popen(command, cwd=ROOT, env=environ, stdout=subprocess.DEVNULL)
    client = BharatConnect(unit_at(f"http://127.0.0.1:{port}"))
    until = time.monotonic() + 30
    while not client.is_up():
        assert started.poll() is None
        assert time.monotonic() < until
        time.sleep(0.1)
    return started


@pytest.mark.slow
def test_the_command_survives_kill_9(tmp_path: Path) -> None:
    port = _free_port()
    client = BharatConnect(unit_at(f"http://127.0.0.1:{port}"))
    running = _start(tmp_path, port)
    try:
        ref_id = client.ask_bills(BillAsking(POWER, MOBILE, number("777")))
        running.send_signal(signal.SIGKILL)
        running.wait()
        assert not client.is_up()
        running = _start(tmp_path, port)
        urllib3.request("POST", f"http://127.0.0.1:{port}/sandbox/clock", json={"seconds": 5})
        assert client.bills(ref_id).fetched is not None
        assert (tmp_path / "sandbox" / "bharat_connect.jsonl").exists()
    finally:
        running.kill()
        running.wait()


def test_the_master_comes_by_pages(
    sandbox: RunningSandbox, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("portal.gateways.bharat_connect.PAGE", 40)
    sizes, ids, after = [], [], ""
    while True:
        page = sandbox.client.billers(after=after)
        sizes.append(len(page.billers))
        ids += [one.id for one in page.billers]
        assert page.total == 92
        after = page.after
        if not after:
            break
    assert sizes == [40, 40, 12]
    assert ids == sorted(sandbox.unit.billers)


def test_only_what_changed_is_listed(sandbox: RunningSandbox) -> None:
    assert len(sandbox.client.billers(since_at=1_761_900_000_000).billers) == 92  # October 2025
    assert sandbox.client.billers(since_at=sandbox.unit.now_ms()).billers == ()


def test_the_list_is_narrowed_by_the_query(sandbox: RunningSandbox) -> None:
    wire = sandbox.client._wire

    def ids(*query: tuple[str, str]) -> list[str]:
        data = wire.get("/bbps/billers", query).data
        assert data is not None
        return [one["id"] for one in data["billers"]]

    assert ids(("ids", POWER), ("ids", TAG)) == sorted([POWER, TAG])
    assert ids(("search", "uttarakhand power")) == [POWER]
    assert ids(("state", "UK"), ("categoryName", "Water")) == ["UJS000000UTT01"]
    assert ids(("paymentMode", "Cash"), ("paymentChannel", "USSD")) == []
    for wrong in ([("limit", "0")], [("limit", "x")], [("limit", "1001")], [("after", "nobody")]):
        assert wire.get("/bbps/billers", wrong).status == 400


def test_plans_are_paid_at_their_own_amount(sandbox: RunningSandbox) -> None:
    plans = sandbox.client.plans("VIDEOCON0NAT01")
    assert [one.amount_paise for one in plans] == [19_900, 34_900, 99_900]
    assert sandbox.client.plans(POWER) == []
    params = named(sandbox.biller("VIDEOCON0NAT01"), "777")
    asked = {"biller_id": "VIDEOCON0NAT01", "params": params}
    for amount, plan_id, outcome in (
        (19_900, "", Sent.REFUSED),
        (19_901, plans[0].id, Sent.REFUSED),
        (19_900, plans[0].id, Sent.TAKEN),
    ):
        request = sandbox.recharge("777", amount, plan_id=plan_id, **asked)
        assert sandbox.client.pay(request).outcome is outcome


def test_transactions_come_by_pages_and_days(
    sandbox: RunningSandbox, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("portal.gateways.bharat_connect.PAGE", 2)
    refs = [sandbox.client.pay(sandbox.recharge("777")).ref_id for _ in range(5)]
    sandbox.move(days=1)
    later = sandbox.client.pay(sandbox.recharge("777")).ref_id
    assert [one.ref_id for one in sandbox.client.transactions("2026-11-22")] == refs
    assert [one.ref_id for one in sandbox.client.transactions("2026-11-23")] == [later]
    assert sandbox.client.transactions("2026-11-21") == []


def test_complaints_wait_a_day_and_stand_alone(sandbox: RunningSandbox) -> None:
    _request, _sending, answer = sandbox.pays("777")
    client, paid = sandbox.client, answer.transaction_id
    early = client.complaint(client.complain(paid, "wrong-amount", "too much"))
    assert early.state is ComplaintState.NOT_LODGED
    assert "24 hours" in early.reason
    sandbox.move(days=1)
    ref_id = client.complain(paid, "wrong-amount", "too much")
    lodged = client.complaint(ref_id)
    assert (lodged.state, lodged.answer_by_on) == (ComplaintState.ASSIGNED, "2026-11-30")
    assert lodged.dispute_id.startswith("TKT")
    second = client.complaint(client.complain(paid, "double-payment", "twice"))
    assert (second.state, "in progress" in second.reason) == (ComplaintState.NOT_LODGED, True)
    sandbox.move(days=2)
    assert client.complaint(ref_id).state is ComplaintState.RESOLVED
    assert len(client.disputes("2026-11-22", "2026-11-23")) == 3
    with pytest.raises(UnitDeclines):
        client.complain("nothing", "wrong-amount", "x")
    with pytest.raises(UnitDeclines):
        client.complaint("nothing")


def test_recharges_are_complained_about_at_once(sandbox: RunningSandbox) -> None:
    sending = sandbox.client.pay(sandbox.recharge("777"))
    paid = sandbox.client.payment(sending.ref_id).transaction_id
    ref_id = sandbox.client.complain(paid, "paid-to-wrong-account", "other number")
    assert sandbox.client.complaint(ref_id).state is ComplaintState.ASSIGNED
    sandbox.move(days=2)
    assert sandbox.client.complaint(ref_id).state is ComplaintState.REJECTED


def test_an_adjusted_payment_is_refunded_after_a_complaint(sandbox: RunningSandbox) -> None:
    _request, _sending, answer = sandbox.pays("035")
    sandbox.move(days=1)
    ref_id = sandbox.client.complain(answer.transaction_id, "account-not-updated", "not there")
    assert sandbox.client.complaint(ref_id).answer_by_on == ""
    sandbox.move(days=1)
    assert sandbox.client.complaint(ref_id).state is ComplaintState.REFUND_DUE
    sandbox.move(days=1)
    assert sandbox.client.complaint(ref_id).state is ComplaintState.REFUNDED


def test_a_fetch_is_good_for_a_day_and_for_some_only_on_its_own(sandbox: RunningSandbox) -> None:
    request = sandbox.request(sandbox.fetches("777"), "777")
    sandbox.move(hours=24)
    assert sandbox.client.pay(request).outcome is Sent.TAKEN
    stale = sandbox.request(sandbox.fetches("778"), "778")
    sandbox.move(hours=24, seconds=1)
    assert sandbox.client.pay(stale).outcome is Sent.REFUSED
    policy = "SBIL00000NATT0"
    same_day = sandbox.request(sandbox.fetches("777", policy), "777", policy)
    sandbox.move(hours=12)
    assert sandbox.client.pay(same_day).outcome is Sent.REFUSED


def test_the_clock_goes_forward_only(sandbox: RunningSandbox) -> None:
    for wrong in ({"days": -1}, {"years": 1}, {"days": "1"}):
        answer = urllib3.request("POST", f"{sandbox.server.address}/sandbox/clock", json=wrong)
        assert answer.status == 400
    shown = urllib3.request("GET", f"{sandbox.server.address}/sandbox/clock").json()
    assert shown["now"].startswith("2026-11-22T")
    assert shown["now_ms"] == sandbox.unit.now_ms()


def test_only_the_partner_comes_in(sandbox: RunningSandbox) -> None:
    address = f"{sandbox.server.address}/api/v2"
    assert urllib3.request("GET", f"{address}/bbps/categories").status == 401
    forged = {"Authorization": "Bearer 9999999999999.abc", "X-PARTNER-ID": "1001"}
    assert urllib3.request("GET", f"{address}/bbps/categories", headers=forged).status == 401
    wrong = urllib3.request("POST", f"{address}/auth/token", json={"clientID": "x", "secret": "y"})
    assert wrong.status == 401
    stranger = BharatConnect(unit_at(sandbox.server.address, partner_id="7"))
    assert sandbox.client.categories()
    with pytest.raises(Exception, match="doesn't answer"):
        stranger.categories()


def test_two_at_once_never_pay_one_bill_twice(sandbox: RunningSandbox) -> None:
    fetched = [sandbox.fetches("777") for _ in range(8)]
    requests = [sandbox.request(one, "777") for one in fetched]
    with ThreadPoolExecutor(8) as pool:
        sendings = list(pool.map(sandbox.client.pay, [*requests, *requests]))
    assert {one.outcome for one in sendings} == {Sent.TAKEN}
    assert Counter(one["status"] for one in sandbox.truth()) == {"Success": 1, "Failure": 7}
    assert threading.active_count() < 60


def test_random_runs_with_faults_never_succeed_twice_for_a_bill(sandbox: RunningSandbox) -> None:
    """Cashiers pay, send again, fetch anew and pay once more, over all scenarios and days."""
    dice = random.Random(7)
    digits = ["023", "024", "025", "026", "029", "030", "031", "034", "035", "050", "777", "778"]
    for _ in range(150):
        one = dice.choice(digits)
        answer = sandbox.asks(number(one))
        if answer.fetched is not None:
            request = sandbox.request(answer.fetched, one)
            for _again in range(dice.randint(1, 3)):
                sandbox.client.pay(request)
                sandbox.client.payment(request.ref_id)
        if dice.random() < 0.1:
            sandbox.move(hours=dice.randint(1, 30))
    paid = Counter(
        bill for one in sandbox.truth() if one["status"] == "Success" for bill in one["bills"]
    )
    assert len(paid) > 10
    assert set(paid.values()) == {1}
    lines = (sandbox.folder / "state.jsonl").read_text().splitlines()
    assert all(json.loads(line)["is"] for line in lines)
