"""Bharat Connect through an operating unit's JSON interface: the port BillPayments, for real.

Paying has three ends (P13). Only an envelope in which the unit itself declines is a refusal;
silence, resets, 429, 5xx and whatever can't be read are unknown.
"""

from __future__ import annotations

import logging
import time
from collections.abc import Callable, Sequence
from typing import Any, TypeVar

from portal.domain.bill_complaints import LONGEST, Complaint
from portal.domain.bill_payments import (
    Agent,
    BillAsking,
    FailureReason,
    FetchAnswer,
    PaymentAnswer,
    PaymentRequest,
    PaymentState,
    Sending,
    Sent,
    Transaction,
    UnitDeclines,
    UnitIsBusy,
    UnitIsSilent,
)
from portal.domain.billers import BillerPage, Plan
from portal.domain.dates import ist_on, ist_time
from portal.gateways import bharat_connect_reading as reading
from portal.gateways.bharat_connect_reading import Json, Unreadable
from portal.gateways.bharat_connect_wire import Answer, NoAnswer, Query, Unit, Wire

__all__ = ["BharatConnect", "Unit"]

log = logging.getLogger(__name__)

PAGE = 250
_MOST_MASTER_BYTES = 8_000_000
_MOST_PAGES = 400
_T = TypeVar("_T")
_DECLINING = (400, 404, 409, 422)
_UNCERTAIN_CODES = ("", "internal-server-error", "duplicate-ref-id")
_FETCH, _PAY, _COMPLAIN = "/bbps/bills/fetch", "/bbps/bills/payment", "/bbps/bills/complaint"


class BharatConnect:
    """Asks for bills and pays them at one operating unit."""

    def __init__(self, unit: Unit, ticks: Callable[[], float] = time.monotonic) -> None:
        """Know the unit; nothing is sent yet."""
        self._agent = unit.agent
        self._wire = Wire(unit, ticks)

    def is_up(self) -> bool:
        """Say whether the unit answers at all."""
        return self._wire.is_up()

    def categories(self) -> list[tuple[str, int]]:
        """List the categories with the number of their billers."""
        data = self._get("/bbps/categories")
        return _understood(reading.read_categories, data)

    def billers(self, since_at: int | None = None, after: str = "") -> BillerPage:
        """Read a page of the master, changed since an instant, after the last biller's id."""
        query = [("paymentChannel", self._agent.channel), ("limit", str(PAGE))]
        query += [("updatedSince", _instant(since_at))] if since_at is not None else []
        query += [("after", after)] if after else []
        data = self._get("/bbps/billers", query)
        return _understood(reading.read_billers, data)

    def plans(self, biller_id: str) -> list[Plan]:
        """List the plans of a biller."""
        asked = [("billerIds", biller_id)]
        return self._all("/bbps/billers/plans", asked, "plans", reading.read_plan)

    def ask_bills(self, asking: BillAsking) -> str:
        """Ask a biller for the bills of a number; return the reference to ask for them with."""
        body = {
            "agent": _agent(asking.agent or self._agent),
            "biller": {"id": asking.biller_id},
            "customer": _customer(asking.mobile, asking.params),
        }
        return self._reference(f"{_FETCH}/request", body)

    def bills(self, ref_id: str) -> FetchAnswer:
        """Look whether the biller has answered an asking."""
        data = self._post(f"{_FETCH}/response", {"refId": ref_id})
        return _understood(reading.read_fetch, data)

    def pay(self, request: PaymentRequest) -> Sending:
        """Send a payment once; never raises.

        The body depends on the request alone, so that sending it again is the same sending.
        """
        try:
            answer = self._wire.post(f"{_PAY}/request", self._payment(request))
        except NoAnswer as fault:
            return Sending(Sent.UNKNOWN, was_sent=fault.was_sent)
        try:
            return _read_sending(answer)
        except Unreadable as fault:
            log.warning("bharat connect: a payment's answer can't be read: %s", fault)
            return Sending(Sent.UNKNOWN)

    def payment(self, ref_id: str) -> PaymentAnswer:
        """Ask where a payment stands; never raises."""
        try:
            answer = self._wire.post(f"{_PAY}/response", {"refId": ref_id})
            if answer.data is not None:
                return reading.read_payment(answer.data)
        except (NoAnswer, Unreadable) as fault:
            log.warning("bharat connect: where a payment stands is not known: %s", fault)
            return PaymentAnswer(PaymentState.UNKNOWN)
        is_absent = answer.error[0] == "not-found" and answer.status in _DECLINING
        return PaymentAnswer(PaymentState.ABSENT if is_absent else PaymentState.UNKNOWN)

    def transactions(self, day_on: str) -> list[Transaction]:
        """List all payments of a day as the unit has them, whole or not at all."""
        days = [("startDate", day_on), ("endDate", day_on)]
        return self._all("/bbps/transactions", days, "transactions", reading.read_transaction)

    def complain(self, transaction_id: str, kind: str, text: str) -> str:
        """Lodge a complaint of a kind (bill_complaints.KINDS); return its reference."""
        body = {"transactionId": transaction_id, "disputeType": kind, "description": text[:LONGEST]}
        return self._reference(f"{_COMPLAIN}/request", body)

    def complaint(self, ref_id: str) -> Complaint:
        """Ask where a complaint stands."""
        data = self._post(f"{_COMPLAIN}/response", {"refId": ref_id})
        return _understood(reading.read_complaint, data)

    def disputes(self, first_on: str, last_on: str) -> list[Complaint]:
        """List the complaints lodged in a range of days."""
        days = [("startDate", first_on), ("endDate", last_on)]
        return self._all("/bbps/disputes", days, "disputes", reading.read_complaint)

    def _get(self, path: str, query: Query = ()) -> Json:
        try:
            return _data(self._wire.get(path, query, _MOST_MASTER_BYTES))
        except NoAnswer as fault:
            raise _silence(fault) from None

    def _post(self, path: str, body: Json) -> Json:
        try:
            return _data(self._wire.post(path, body))
        except NoAnswer as fault:
            raise _silence(fault) from None

    def _reference(self, path: str, body: Json) -> str:
        return _understood(lambda data: reading.needed(data, "refId"), self._post(path, body))

    def _all(
        self, path: str, query: Sequence[tuple[str, str]], key: str, read: Callable[[Json], _T]
    ) -> list[_T]:
        """Read all pages. A list that doesn't end is no list: what it lacks would seem not paid."""
        found: list[_T] = []
        seen = {""}
        after = ""
        for _page in range(_MOST_PAGES):
            asked = [*query, ("limit", str(PAGE)), *([("after", after)] if after else [])]
            data = self._get(path, asked)
            found += _understood(lambda page: [read(one) for one in reading.rows(page, key)], data)
            after = _understood(reading.next_after, data)
            if not after:
                return found
            if after in seen:
                break
            seen.add(after)
        log.warning("bharat connect %s: the pages don't end", path)
        raise UnitIsSilent

    def _payment(self, request: PaymentRequest) -> dict[str, Any]:
        details: dict[str, Any] = {
            "mode": request.mode,
            "amount": request.amount_paise,
            "paymentRefId": request.payment_ref_id,
            "timestamp": _instant(request.at_ms),
            "accountInfo": request.account_info[:50],
        }
        if request.fee_paise:
            details["custConvFee"] = request.fee_paise
        if request.option:
            option = {"name": request.option.name, "amount": request.option.amount_paise}
            details["selectedPaymentOptions"] = [option]
        if request.plan_id:
            details["Id"] = request.plan_id
        body: dict[str, Any] = {"remitter": {"name": request.payer_name}, "paymentDetails": details}
        if request.bills:
            body["bills"] = [{"billNumber": no, "amount": paise} for no, paise in request.bills]
        if request.ref_id:
            return {"refId": request.ref_id, **body}
        return {
            "agent": _agent(request.agent or self._agent),
            "biller": {"id": request.biller_id},
            "customer": _customer(request.mobile, request.params),
            **body,
        }


def _read_sending(answer: Answer) -> Sending:
    """Tell the three ends of a sending apart; raise Unreadable."""
    data = answer.body.get("data")
    if answer.status in (200, 409) and isinstance(data, dict):
        repeat = data.get("duplicate")
        first = reading.text(repeat, "refId") if isinstance(repeat, dict) else ""
        if answer.body.get("success") is not True:
            raise Unreadable("an envelope of two minds")
        if reading.text(data, "status").casefold() == "failure":
            return Sending(Sent.REFUSED, reason=reading.read_reason(data))
        is_repeat = answer.status == 409 or isinstance(repeat, dict)
        return Sending(Sent.TAKEN, first or reading.needed(data, "refId"), is_repeat)
    code, said = answer.error
    if answer.status in _DECLINING and code not in _UNCERTAIN_CODES:
        return Sending(Sent.REFUSED, reason=FailureReason(code, said))
    return Sending(Sent.UNKNOWN)


def _data(answer: Answer) -> Json:
    """Return what a call that moves no money gave; raise UnitIsSilent, UnitDeclines."""
    if answer.data is not None:
        return answer.data
    code, said = answer.error
    if answer.status in _DECLINING and code:
        raise UnitDeclines(code, said)
    raise UnitIsSilent


def _silence(fault: NoAnswer) -> UnitIsSilent:
    return UnitIsBusy() if fault.is_busy else UnitIsSilent()


def _understood(read: Callable[[Json], _T], data: Json) -> _T:
    try:
        return read(data)
    except Unreadable as fault:
        log.warning("bharat connect: an answer can't be read: %s", fault)
        raise UnitIsSilent from None


def _agent(agent: Agent) -> dict[str, str]:
    return {
        "id": agent.id, "channel": agent.channel, "terminalId": agent.terminal_id,
        "mobile": agent.mobile, "geocode": agent.geocode, "postalCode": agent.postal_code,
    }  # fmt: skip


def _customer(mobile: str, params: Sequence[tuple[str, str]]) -> dict[str, Any]:
    given = [{"name": name, "value": value} for name, value in params if value]
    return {"mobile": mobile, "customerParams": given}


def _instant(at_ms: int) -> str:
    """An instant in the way of the interface: 2026-11-22T14:05:33+05:30."""
    seconds = at_ms // 1000 % 60
    return f"{ist_on(at_ms)}T{ist_time(at_ms)}:{seconds:02d}+05:30"
