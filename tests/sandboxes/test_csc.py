"""The sandbox of the CSC keeps what happened, moves its clock, and says the truth when asked."""

from __future__ import annotations

import pytest
import urllib3

from portal.clock import SetClock
from portal.domain.csc import TxnState, pipe, read_pipe
from portal.gateways.csc_envelope import seal
from portal.sandboxes.bharat_connect.journal import JournalIsInUse
from portal.sandboxes.csc.scenarios import PINS
from portal.sandboxes.csc.wallet import FIRST_BALANCE_PAISE, SandboxWallet
from portal.settings import ROOT
from tests.sandboxes.running_csc import CSC_ID, RunningCsc


def called(csc: RunningCsc, method: str, **fields: str) -> dict[str, str]:
    """Call a method of the server that the portal itself has no need of."""
    return read_pipe(csc.gateway._call(method, fields.items()))


def test_a_kill_loses_nothing(csc: RunningCsc) -> None:
    paid, reversed_ = csc.request(100_00), csc.request(200_00)
    csc.pays(paid)
    csc.pays(reversed_)
    csc.gateway.reverse(reversed_.merchant_txn, reversed_.at_ms)
    csc.sms.send("9876543210", "नमस्ते", "a 1")
    truth, sent = csc.truth(), csc.messages()
    csc.restart()
    assert (csc.truth(), csc.messages()) == (truth, sent)
    assert csc.wallet.balance(CSC_ID) == FIRST_BALANCE_PAISE - 100_00
    assert csc.gateway.enquire(paid.merchant_txn).state is TxnState.PAID


def test_a_torn_last_line_is_dropped(csc: RunningCsc) -> None:
    request = csc.request()
    csc.pays(request)
    csc.stop()
    path = csc.folder / "sandbox" / "csc.jsonl"
    with path.open("ab") as file:
        file.write(b'{"is":"paid","merch')
    csc.start()
    assert csc.truth() == {request.merchant_txn: "100"}


def test_one_state_file_has_one_sandbox(csc: RunningCsc) -> None:
    path = csc.folder / "sandbox" / "csc.jsonl"
    with pytest.raises(JournalIsInUse, match=r"csc\.jsonl"):
        SandboxWallet(path, csc.wallet.keys, "11121")


def test_the_same_seed_gives_the_same_numbers(csc: RunningCsc) -> None:
    request = csc.request()
    first = csc.gateway.read_return(csc.pays(request)).csc_txn
    csc.stop()
    (csc.folder / "sandbox" / "csc.jsonl").unlink()
    csc.start()
    assert csc.gateway.read_return(csc.pays(request)).csc_txn == first


def test_its_clock_moves_forward_and_stays(csc: RunningCsc) -> None:
    address = f"{csc.address}/sandbox/clock"
    before = urllib3.request("GET", address).json()["now_ms"]
    moved = urllib3.request("POST", address, json={"days": 1, "minutes": 2})
    assert moved.json()["now_ms"] == before + 86_520_000
    csc.restart()
    assert urllib3.request("GET", address).json()["now_ms"] == before + 86_520_000
    for wrong in ({"days": -1}, {"weeks": 1}, {"days": "1"}, [1]):
        assert urllib3.request("POST", address, json=wrong).status == 400


def test_what_a_wallet_has_not_is_not_paid(csc: RunningCsc) -> None:
    first = csc.request(FIRST_BALANCE_PAISE - 1_00)
    csc.pays(first)
    second = csc.request(2_00)
    assert csc.gateway.read_return(csc.pays(second)).state is TxnState.FAILED
    assert csc.wallet.balance(CSC_ID) == 1_00
    assert csc.gateway.reverse(second.merchant_txn, 0).state is TxnState.FAILED


def test_refunds_and_reconciliations_are_logged_once(csc: RunningCsc) -> None:
    request = csc.request()
    csc.pays(request)
    first = called(csc, "refund/log", merchant_txn=request.merchant_txn, refund_reason="दो बार")
    again = called(csc, "refund/log", merchant_txn=request.merchant_txn, refund_reason="दो बार")
    reference = first["refund_reference"]
    assert again["refund_reference"] == reference
    found = called(
        csc, "refund/status", merchant_txn=request.merchant_txn, refund_reference=reference
    )
    assert found["refund_status"] == "Logged"
    none = called(csc, "refund/status", merchant_txn=request.merchant_txn, refund_reference="1")
    assert none["refund_status"] == "Unknown"
    logged = called(csc, "recon/log", merchant_txn=request.merchant_txn, merchant_txn_status="100")
    assert logged["recon_status"] == "Logged"
    assert len(csc.wallet.records.refunds) == 1


def test_a_late_payment_is_known_only_later(csc: RunningCsc) -> None:
    request = csc.request()
    csc.pays(request, "0013")
    assert csc.gateway.enquire(request.merchant_txn).state is TxnState.ABSENT
    clock: SetClock = csc.clock
    clock.move(minutes=41)
    assert csc.gateway.enquire(request.merchant_txn).state is TxnState.PAID


def test_every_pin_says_what_it_does_and_is_written_down(csc: RunningCsc) -> None:
    told = (ROOT / "docs" / "csc.md").read_text(encoding="utf-8")
    assert all(pin in told and scenario.what for pin, scenario in PINS.items())


def test_a_page_that_nobody_may_reach_is_refused(csc: RunningCsc) -> None:
    strange = csc.sign_in.page_address("s").replace("rokad-test", "somebody")
    assert urllib3.request("GET", strange).status == 400
    page = csc.shows(csc.sign_in.page_address("s"), {"csc_id": "!", "state": "s"})
    assert page.status == 422


def test_the_sandbox_reads_no_message_without_needed_fields(csc: RunningCsc) -> None:
    keys = csc.gateway._keys
    for fields in (
        [("merchant_id", "11121"), ("txn_amount", "0")],
        [("merchant_id", "11121"), ("txn_amount", "5.00")],
        [("merchant_id", "99"), ("txn_amount", "5.00")],
    ):
        message = f"11121|{seal(pipe(fields), keys.ours(), keys.theirs())}"
        assert csc.shows(f"{csc.address}/pay/m2b/1", {"message": message}).status == 400
