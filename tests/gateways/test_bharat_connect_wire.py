"""A rough line: whatever comes, or doesn't, a payment's end is never taken for a refusal (P13)."""

from __future__ import annotations

import gzip
import json
import socket
import threading
import time
from collections.abc import Callable, Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from portal.domain.bill_payments import (
    BillAsking,
    PaymentRequest,
    PaymentState,
    Sent,
    UnitIsSilent,
)
from portal.gateways.bharat_connect import BharatConnect
from tests.sandboxes.running import DISH, MOBILE, POWER, START, number, unit_at

PAY = PaymentRequest(
    "PKHR0012611220000171", DISH, MOBILE, (("Subscriber Number", "1234567777"),), 200_00, START,
    "RAM",
)  # fmt: skip
TOKEN = json.dumps({"success": True, "token": "t", "expiresIn": 600}).encode()
Answering = Callable[[BaseHTTPRequestHandler], None]


class RoughUnit:
    """A server that answers every call but the token's as it was last told."""

    def __init__(self) -> None:
        self.answering: Answering = lambda handler: None
        self.tokens: list[str] = []
        self.calls: list[BaseHTTPRequestHandler] = []
        owner = self

        class Handler(BaseHTTPRequestHandler):
            def do_POST(self) -> None:
                self.rfile.read(int(self.headers.get("Content-Length", 0)))
                if self.path.endswith("/auth/token"):
                    owner.tokens.append(self.path)
                    say(self, 200, TOKEN)
                    return
                owner.calls.append(self)
                owner.answering(self)

            def do_GET(self) -> None:
                self.do_POST()

            def log_message(self, format: str, *args: object) -> None:
                pass

        self._server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        self._server.daemon_threads = True
        threading.Thread(
            target=self._server.serve_forever, kwargs={"poll_interval": 0.02}, daemon=True
        ).start()
        self.ticks = 0.0
        self.address = f"http://127.0.0.1:{self._server.server_address[1]}"
        self.client = BharatConnect(unit_at(self.address), ticks=lambda: self.ticks)

    def answers(self, status: int, body: object) -> None:
        content = body if isinstance(body, bytes) else json.dumps(body).encode()
        self.answering = lambda handler: say(handler, status, content)

    def stop(self) -> None:
        self._server.shutdown()
        self._server.server_close()


def say(handler: BaseHTTPRequestHandler, status: int, content: bytes, **headers: str) -> None:
    handler.send_response(status)
    handler.send_header("Content-Length", str(len(content)))
    for name, value in headers.items():
        handler.send_header(name.replace("_", "-"), value)
    handler.end_headers()
    handler.wfile.write(content)


@pytest.fixture
def unit() -> Iterator[RoughUnit]:
    found = RoughUnit()
    yield found
    found.stop()


def good(data: object) -> dict[str, Any]:
    return {"success": True, "traceId": "T", "data": data}


def bad(code: str) -> dict[str, Any]:
    return {"success": False, "traceId": "T", "error": {"code": code, "message": "no"}}


@pytest.mark.parametrize(
    ("status", "body"),
    [
        (200, b""), (200, b"\xff\xfe"), (200, b"[]"), (200, b'"ok"'), (200, b"{"), (200, b"nul"),
        (200, b"[" * 100_000), (200, b'{"success":NaN}'), (200, {}), (200, good(None)),
        (200, good({})), (200, good({"refId": ""})), (200, good({"refId": {"a": 1}})),
        (200, {**good({"refId": "R"}), "success": False}), (200, bad("validation-error")),
        (201, good({"refId": "R"})), (204, b""), (301, good({"refId": "R"})),
        (400, b"<html>Bad Request</html>"), (400, {}), (400, {"success": False}),
        (400, {"success": True, "error": {"code": "validation-error"}}),
        (400, bad("")), (400, bad("internal-server-error")), (400, bad("duplicate-ref-id")),
        (403, bad("forbidden")), (408, bad("timeout")), (409, b"conflict"), (409, good({})),
        (409, bad("duplicate-ref-id")), (409, {**good({"refId": "R"}), "success": False}),
        (429, bad("rate-limit")), (500, bad("validation-error")), (502, b"<html>"),
        (503, bad("validation-error")), (504, b""),
    ],
)  # fmt: skip
def test_an_end_that_is_not_said_is_unknown(unit: RoughUnit, status: int, body: object) -> None:
    unit.answers(status, body)
    sending = unit.client.pay(PAY)
    assert (sending.outcome, sending.was_sent) == (Sent.UNKNOWN, True)
    assert unit.client.payment("R").state is PaymentState.UNKNOWN
    assert len(unit.calls) == 2, "nothing is sent twice by itself"


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], max_examples=60)
@given(status=st.integers(200, 599), body=st.binary(max_size=200))
def test_noise_is_never_a_refusal(unit: RoughUnit, status: int, body: bytes) -> None:
    unit.answers(status, body)
    if status not in (204, 304):
        assert unit.client.pay(PAY).outcome is Sent.UNKNOWN


@pytest.mark.parametrize("status", [400, 404, 422])
def test_only_the_unit_itself_declines(unit: RoughUnit, status: int) -> None:
    unit.answers(status, bad("validation-error"))
    sending = unit.client.pay(PAY)
    assert sending.outcome is Sent.REFUSED
    assert sending.reason is not None
    assert (sending.reason.code, sending.reason.text) == ("validation-error", "no")


def test_a_failure_said_at_once_is_a_refusal(unit: RoughUnit) -> None:
    reason = {"code": "ERR001", "message": "Insufficient funds"}
    unit.answers(200, good({"refId": "R", "status": "Failure", "failureReason": reason}))
    sending = unit.client.pay(PAY)
    assert sending.outcome is Sent.REFUSED
    assert sending.reason is not None
    assert sending.reason.code == "ERR001"


def test_a_repeat_names_the_first_reference(unit: RoughUnit) -> None:
    repeat = {"code": "duplicate-ref-id", "message": "", "refId": "FIRST"}
    for status in (200, 409):
        unit.answers(status, good({"refId": "SECOND", "duplicate": repeat}))
        sending = unit.client.pay(PAY)
        assert (sending.outcome, sending.ref_id, sending.is_repeat) == (Sent.TAKEN, "FIRST", True)
    unit.answers(409, good({"refId": "ONLY", "duplicate": {"code": "x", "message": ""}}))
    assert unit.client.pay(PAY).ref_id == "ONLY"


def test_nothing_was_sent_where_nobody_listens() -> None:
    with socket.create_server(("127.0.0.1", 0)) as found:
        port = found.getsockname()[1]
    client = BharatConnect(unit_at(f"http://127.0.0.1:{port}"))
    sending = client.pay(PAY)
    assert (sending.outcome, sending.was_sent) == (Sent.UNKNOWN, False)
    assert client.payment("R").state is PaymentState.UNKNOWN
    assert not client.is_up()
    for address in ("http://127.0.0.1:1", "http://nobody.invalid:80"):
        assert BharatConnect(unit_at(address)).pay(PAY).outcome is Sent.UNKNOWN


def test_a_server_that_accepts_and_is_silent_is_not_waited_for() -> None:
    with socket.create_server(("127.0.0.1", 0)) as found:
        client = BharatConnect(unit_at(f"http://127.0.0.1:{found.getsockname()[1]}"))
        began = time.monotonic()
        sending = client.pay(PAY)
        assert time.monotonic() - began < 2
    assert (sending.outcome, sending.was_sent) == (Sent.UNKNOWN, False), "only a token was asked"


def _drips(handler: BaseHTTPRequestHandler) -> None:
    handler.send_response(200)
    handler.send_header("Content-Length", "1000")
    handler.end_headers()
    for _ in range(40):
        try:
            handler.wfile.write(b" ")
        except OSError:
            return
        time.sleep(0.1)


def test_an_answer_that_drips_is_given_up() -> None:
    unit = RoughUnit()
    client = BharatConnect(unit_at(unit.address))
    unit.answering = _drips
    began = time.monotonic()
    assert client.pay(PAY).outcome is Sent.UNKNOWN
    assert time.monotonic() - began < 2
    unit.stop()


def test_an_answer_cut_short_is_unknown(unit: RoughUnit) -> None:
    def cut(handler: BaseHTTPRequestHandler) -> None:
        handler.send_response(200)
        handler.send_header("Content-Length", "500")
        handler.end_headers()
        handler.wfile.write(b'{"success":true,"data":{"refId":"R"')

    unit.answering = cut
    assert unit.client.pay(PAY).outcome is Sent.UNKNOWN


def test_answers_are_bounded_in_size_also_when_packed(unit: RoughUnit) -> None:
    unit.answers(200, b'{"a":"' + b"x" * 1_100_000 + b'"}')
    assert unit.client.pay(PAY).outcome is Sent.UNKNOWN
    packed = gzip.compress(b" " * 50_000_000)
    unit.answering = lambda handler: say(handler, 200, packed, Content_Encoding="gzip")
    assert unit.client.pay(PAY).outcome is Sent.UNKNOWN
    small = gzip.compress(json.dumps(good({"refId": "R"})).encode())
    unit.answering = lambda handler: say(handler, 200, small, Content_Encoding="gzip")
    assert unit.client.pay(PAY).ref_id == "R"
    unit.answering = lambda handler: say(handler, 200, b"no gzip", Content_Encoding="gzip")
    assert unit.client.pay(PAY).outcome is Sent.UNKNOWN


def test_a_redirect_is_not_followed(unit: RoughUnit) -> None:
    elsewhere = f"{unit.address}/api/v2/elsewhere"
    unit.answering = lambda handler: say(handler, 307, b"{}", Location=elsewhere)
    assert unit.client.pay(PAY).outcome is Sent.UNKNOWN
    assert [one.path for one in unit.calls] == ["/api/v2/bbps/bills/payment/request"]


def test_the_token_is_kept_for_nine_minutes(unit: RoughUnit) -> None:
    unit.answers(200, good({"refId": "R"}))
    for at, tokens in ((0, 1), (539, 1), (540, 2), (1_079, 2), (1_080, 3)):
        unit.ticks = at
        assert unit.client.pay(PAY).outcome is Sent.TAKEN
        assert len(unit.tokens) == tokens


def test_a_token_no_longer_taken_is_replaced_once(unit: RoughUnit) -> None:
    def refuses_first(handler: BaseHTTPRequestHandler) -> None:
        is_first = len(unit.calls) == 1
        body = bad("unauthorized") if is_first else good({"refId": "R"})
        say(handler, 401 if is_first else 200, json.dumps(body).encode())

    unit.answering = refuses_first
    assert unit.client.pay(PAY).outcome is Sent.TAKEN
    assert (len(unit.tokens), len(unit.calls)) == (2, 2)
    unit.answers(401, bad("unauthorized"))
    assert unit.client.pay(PAY).outcome is Sent.UNKNOWN
    assert len(unit.calls) == 4


def test_what_is_sent_is_what_the_interface_asks_for(unit: RoughUnit) -> None:
    unit.answers(200, good({"refId": "R"}))
    unit.client.ask_bills(BillAsking(POWER, MOBILE, (*number("777"), ("Empty", ""))))
    sent = unit.client._payment(PAY)
    assert unit.calls[0].headers["X-PARTNER-ID"] == "1001"
    assert unit.calls[0].headers["Authorization"] == "Bearer t"
    assert sent["paymentDetails"]["timestamp"] == "2026-11-22T13:15:00+05:30"
    assert sent["agent"]["channel"] == "AGT"
    assert set(sent["agent"]) == {
        "id", "channel", "terminalId", "mobile", "geocode", "postalCode",
    }  # fmt: skip
    assert "custConvFee" not in sent["paymentDetails"]
    assert "refId" not in sent
    assert sent == unit.client._payment(PAY), "the same request makes the same body"


@pytest.mark.parametrize(
    "bill",
    [{}, {"amount": 1.5}, {"amount": -1}, {"amount": True}, {"amount": "1e3"}, {"amount": "12x"},
     {"amount": 10**16}, {"amount": [1]}],
)  # fmt: skip
def test_an_amount_that_is_none_is_silence_not_a_bill(unit: RoughUnit, bill: object) -> None:
    unit.answers(200, good({"refId": "R", "status": "Success", "bills": [bill]}))
    with pytest.raises(UnitIsSilent):
        unit.client.bills("R")


@pytest.mark.parametrize("amount", [12345, 12345.0, "12345", "12345.00"])
def test_an_amount_may_be_written_in_other_ways(unit: RoughUnit, amount: object) -> None:
    bills = [{"amount": amount, "dueDate": "20/11/2026 00:00"}, {"amount": 1, "dueDate": "soon"}]
    unit.answers(200, good({"refId": "R", "status": "Success", "bills": bills}))
    fetched = unit.client.bills("R").fetched
    assert fetched is not None
    assert [one.amount_paise for one in fetched.bills] == [12345, 1]
    assert [one.due_on for one in fetched.bills] == ["2026-11-20", ""]


def test_states_that_are_not_known_are_not_guessed(unit: RoughUnit) -> None:
    unit.answers(200, good({"refId": "R", "status": "Somehow"}))
    assert unit.client.payment("R").state is PaymentState.UNKNOWN
    for call in (unit.client.bills, unit.client.complaint):
        with pytest.raises(UnitIsSilent):
            call("R")
    unit.answers(200, good({"transactions": [{"status": "Somehow", "amount": 1}]}))
    with pytest.raises(UnitIsSilent):
        unit.client.transactions("2026-11-22")
    unit.answers(200, good({"refId": "R", "status": "Credit_Adjustment"}))
    assert unit.client.payment("R").state is PaymentState.ADJUSTED


def test_a_list_that_does_not_end_is_no_list(unit: RoughUnit) -> None:
    unit.answers(200, good({"transactions": [], "nextPage": "same"}))
    with pytest.raises(UnitIsSilent):
        unit.client.transactions("2026-11-22")
    assert len(unit.calls) == 2


def test_a_broken_biller_does_not_hide_the_others(unit: RoughUnit) -> None:
    fine = {
        "id": "FINE00000NAT01", "name": "Fine", "categoryName": "Water",
        "fetchApiType": "BILL_FETCH", "exactness": None, "status": "PENDING_DELETE",
    }  # fmt: skip
    slabs = [{"percentFee": "0.00001", "flatFee": 1}]
    fee = {"feeCode": "CCF1", "feeDirection": "C2B", "interchangeFeeDetails": slabs}
    broken = [
        {**fine, "id": None},
        {**fine, "fetchApiType": "BY_POST"},
        {**fine, "customerParams": [{}]},
        {**fine, "customerParamsGroups": "all"},
        {**fine, "interchangeFee": [fee]},
        {**fine, "paymentModes": "Cash"},
    ]
    unit.answers(200, good({"billers": [*broken, fine], "total": 7, "nextPage": None}))
    page = unit.client.billers()
    assert [one.name for one in page.billers] == ["Fine"]
    assert (page.total, page.after, page.billers[0].is_active) == (7, "", False)


def test_groups_may_be_names_or_objects(unit: RoughUnit) -> None:
    one = {
        "id": "FINE00000NAT01", "name": "Fine", "categoryName": "LPG Gas",
        "fetchApiType": "BILL_FETCH", "status": "ACTIVE",
        "customerParams": [{"paramName": "A", "values": "x, y"}, {"paramName": "B"}],
        "customerParamsGroups": [["A"], [{"paramName": "B"}]],
    }  # fmt: skip
    unit.answers(200, good({"billers": [one]}))
    (biller,) = unit.client.billers().billers
    assert biller.groups == (("A",), ("B",))
    assert biller.params[0].choices == ("x", "y")
