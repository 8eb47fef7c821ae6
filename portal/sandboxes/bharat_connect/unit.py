"""The made-up operating unit itself: what it does with an asking, a payment, a complaint.

Every change is in the journal before it is answered. One lock keeps callers apart, so that of two
payments of one bill the second always sees the first.
"""

from __future__ import annotations

import threading
from collections.abc import Iterable, Sequence
from dataclasses import asdict
from pathlib import Path
from typing import Any

from portal.clock import Clock
from portal.domain.bill_fees import check_mode, convenience_fee
from portal.domain.billers import Biller, FetchKind
from portal.domain.bills import FetchedBills, PaymentOption, check_amount, check_chosen
from portal.domain.dates import ist_on
from portal.domain.refusals import Refusal
from portal.sandboxes.bharat_connect import master
from portal.sandboxes.bharat_connect.journal import Journal
from portal.sandboxes.bharat_connect.made_bills import made_bills
from portal.sandboxes.bharat_connect.records import (
    Asked,
    Complained,
    Paid,
    Records,
    reference,
    stamp,
)
from portal.sandboxes.bharat_connect.requests import Asking, Declined, Paying
from portal.sandboxes.bharat_connect.scenarios import Fault, scenario_of

_DAY_MS = 86_400_000
_OU = "SB01"


class SandboxUnit:
    """An operating unit that is not one."""

    def __init__(
        self,
        billers: Iterable[Biller],
        state_file: Path,
        clock: Clock | None = None,
        *,
        seed: int = 1,
        fetch_ms: int = 1_500,
        pay_ms: int = 2_500,
    ) -> None:
        """Remember what the state file holds; raise JournalIsInUse.

        ``fetch_ms`` and ``pay_ms`` are how long billers take, by the sandbox's own clock.
        """
        self.billers = {one.id: one for one in master.dress(billers)}
        self.lock = threading.RLock()
        self.records = Records()
        self._clock = clock or Clock()
        self._seed, self._fetch_ms, self._pay_ms = seed, fetch_ms, pay_ms
        self._journal = Journal(state_file)
        for event in self._journal.events():
            self.records.apply(event)

    def close(self) -> None:
        """Let go of the state file."""
        self._journal.close()

    def now_ms(self) -> int:
        """The sandbox's instant: this machine's, and what it was moved by."""
        return self._clock.now_ms() + self.records.offset_ms

    def move_clock(self, by_ms: int) -> int:
        """Move the sandbox's clock forward; it never goes back. Return its instant."""
        with self.lock:
            self.note("clock", offset_ms=self.records.offset_ms + max(0, by_ms))
            return self.now_ms()

    def note(self, kind: str, /, **content: Any) -> None:
        """Write an event down, then let it count."""
        event = {"is": kind, **content}
        self._journal.append(event)
        self.records.apply(event)

    def note_all(self, events: Iterable[tuple[str, dict[str, Any]]]) -> None:
        """Write many events down together, then let them count."""
        made = [{"is": kind, **content} for kind, content in events]
        self._journal.append(*made)
        for event in made:
            self.records.apply(event)

    def ask(self, asking: Asking) -> str:
        """Take an asking down and return its reference; raise Declined."""
        biller = self._biller(asking.biller_id)
        if biller.fetch is FetchKind.NOTHING:
            raise Declined("this biller has no bills to fetch")
        self._know_params(biller, asking)
        with self.lock:
            now = self.now_ms()
            ref_id = self._reference("asked", len(self.records.asked), now)
            one = Asked(ref_id, asking.biller_id, asking.mobile, asking.params, now)
            self.note("asked", **asdict(one))
            return ref_id

    def asked(self, ref_id: str) -> tuple[Asked, FetchedBills | None, str]:
        """Return an asking with its bills, or the code of its failure, or neither yet.

        Raises Declined.
        """
        with self.lock:
            one = self.records.asked.get(ref_id)
            if one is None:
                raise Declined("no such refId", 404, "not-found")
            scenario = scenario_of(one.params)
            if self.now_ms() < one.at + (scenario.fetch_ms or self._fetch_ms):
                return one, None, ""
            if scenario.fetch_refusal:
                return one, None, scenario.fetch_refusal
            return self._open_bills(one)

    def _open_bills(self, one: Asked) -> tuple[Asked, FetchedBills | None, str]:
        fetched = self._made(one)
        is_shown = scenario_of(one.params).shows_paid
        left = tuple(
            bill for bill in fetched.bills
            if is_shown or not self._is_paid(_key(one.biller_id, one.params, bill.bill_no))
        )  # fmt: skip
        if fetched.bills and not left:
            return one, None, "BFR004"
        return one, _with_bills(fetched, left), ""

    def _made(self, one: Asked) -> FetchedBills:
        biller = self.billers[one.biller_id]
        return made_bills(self._seed, one.ref_id, biller, one.params, ist_on(one.at))

    def next_fault(self, paying: Paying) -> Fault | None:
        """Take a sending down and say how its answer is to be lost; only the first one is."""
        with self.lock:
            asking = paying.asking or self.records.asked.get(paying.ref_id)
            if asking is None:
                return None
            fault = scenario_of(asking.params).pay_fault
            is_fetched = paying.asking is None
            is_of_fetch = scenario_of(asking.params).fetch_fault is not None
            if fault is None or (is_of_fetch and is_fetched):
                return None
            self.note("sending", payment_ref_id=paying.payment_ref_id)
            return fault if self.records.sendings[paying.payment_ref_id] == 1 else None

    def pay(self, paying: Paying) -> tuple[str, bool]:
        """Take a payment down; return its reference and whether it was there before.

        Raises Declined for what breaks the interface's rules; a biller's failure comes later.
        """
        with self.lock:
            known = self.records.refs.get(paying.payment_ref_id)
            if known is not None:
                return known, True
            now = self.now_ms()
            ref_id, asking, keys = self._what_is_paid(paying, now)
            one = Paid(
                ref_id=ref_id,
                payment_ref_id=paying.payment_ref_id,
                biller_id=asking.biller_id,
                mobile=asking.mobile,
                params=asking.params,
                amount_paise=paying.amount_paise,
                fee_paise=paying.fee_paise,
                mode=paying.mode,
                bill_keys=keys,
                at=now,
                transaction_id=self.transaction_id(ref_id, now),
                refusal=self._claim(keys, now),
            )
            self.note("paid", **asdict(one))
            return ref_id, False

    def transaction_id(self, ref_id: str, at: int) -> str:
        """The network's own number of a payment taken down at an instant."""
        return f"{_OU}{stamp(at)[:4]}{reference([self._seed, ref_id], 12)}"

    def bill_keys(self, asked: Asked, on: str) -> tuple[str, ...]:
        """Name the bills of a number in the month of a date, as a payment claims them."""
        made = made_bills(self._seed, asked.ref_id, self.billers[asked.biller_id], asked.params, on)
        return tuple(_key(asked.biller_id, asked.params, one.bill_no) for one in made.bills)

    def _what_is_paid(
        self, paying: Paying, now: int
    ) -> tuple[str, Asking | Asked, tuple[str, ...]]:
        if paying.asking is not None:
            biller = self._biller(paying.asking.biller_id)
            self._know_params(biller, paying.asking)
            if biller.is_fetched:
                raise Declined("this biller's bill must be fetched first")
            self._check_money(biller, paying)
            self._check_plan(biller, paying)
            ref_id = self._reference("paid", len(self.records.paid), now)
            keys = self._keys_unfetched(biller, paying.asking, ist_on(now))
            return ref_id, paying.asking, keys
        asked, fetched, refusal = self.asked(paying.ref_id)
        if fetched is None and refusal != "BFR004":
            raise Declined("refId has no bill to pay")
        self._check_age(asked, now)
        self._check_money(self.billers[asked.biller_id], paying)
        chosen = _chosen(self._made(asked), paying)  # one paid meanwhile is the biller's failure
        return paying.ref_id, asked, tuple(_key(asked.biller_id, asked.params, no) for no in chosen)

    def _keys_unfetched(self, biller: Biller, asking: Asking, today_on: str) -> tuple[str, ...]:
        """The bills that a payment without a fetch pays; recharges pay none and may be repeated."""
        if biller.fetch is FetchKind.BILL:
            made = made_bills(self._seed, "", biller, asking.params, today_on)
            return tuple(_key(biller.id, asking.params, one.bill_no) for one in made.bills)
        if scenario_of(asking.params).shows_paid:
            return (_key(biller.id, asking.params, today_on[:7]),)
        return ()

    def _check_age(self, asked: Asked, now: int) -> None:
        biller = self.billers[asked.biller_id]
        if asked.ref_id in self.records.paid:
            raise Declined("refId was used for a payment")
        is_other_day = ist_on(asked.at) != ist_on(now)
        if now - asked.at > _DAY_MS or (biller.is_same_day_only and is_other_day):
            raise Declined("refId has expired")

    def _check_money(self, biller: Biller, paying: Paying) -> None:
        try:
            check_mode(biller, paying.mode, paying.amount_paise)
        except Refusal as refusal:
            raise Declined(f"paymentDetails: {refusal.name}") from None
        if paying.fee_paise != convenience_fee(biller, paying.amount_paise):
            raise Declined("paymentDetails.custConvFee is not the biller's")

    def _check_plan(self, biller: Biller, paying: Paying) -> None:
        plans = {one["Id"]: one["amount"] for one in master.plans_of(biller)}
        if paying.plan_id and plans.get(paying.plan_id) != paying.amount_paise:
            raise Declined("paymentDetails.Id is no plan of this amount")
        if not paying.plan_id and biller.plans == "MANDATORY":
            raise Declined("paymentDetails.Id is missing")

    def _claim(self, keys: Sequence[str], now: int) -> str:
        """The code of refusal where another payment has, or may still get, one of the bills."""
        for key in keys:
            for ref_id in self.records.claims.get(key, ()):
                status, _code = self.verdict(self.records.paid[ref_id], now)
                if status != "Failure":
                    return "BFR004" if status == "Success" else "BRR005"
        return ""

    def _is_paid(self, key: str) -> bool:
        now = self.now_ms()
        claims = self.records.claims.get(key, ())
        return any(self.verdict(self.records.paid[one], now)[0] == "Success" for one in claims)

    def verdict(self, one: Paid, now: int) -> tuple[str, str]:
        """Where a payment stands at an instant: Processing, Success, or Failure with its code."""
        scenario = scenario_of(one.params)
        if now < one.at + (scenario.open_ms or self._pay_ms):
            return "Processing", ""
        if one.refusal:
            return "Failure", one.refusal
        if scenario.open_ms:
            return "Failure", "ERR003"
        lost = scenario.pay_refusal or (
            scenario.fetch_refusal if one.ref_id not in self.records.asked else ""
        )
        if lost:
            return "Failure", lost
        if self.records.polls[one.ref_id] < scenario.polls_open:
            return "Processing", ""
        return "Success", ""

    def is_adjusted(self, one: Paid, now: int) -> bool:
        """Whether a payment that succeeded was adjusted on a later day."""
        is_success = self.verdict(one, now)[0] == "Success"
        return scenario_of(one.params).is_adjusted and is_success and ist_on(now) > ist_on(one.at)

    def payment(self, ref_id: str) -> tuple[Paid, str, str, str]:
        """Return a payment, its status and code, and how this answer is lost; raise Declined.

        Each asking counts, for scenarios that change by the number of askings.
        """
        with self.lock:
            one = self.records.paid.get(ref_id)
            if one is None:
                raise Declined("no payment for this refId", 404, "not-found")
            scenario = scenario_of(one.params)
            polls = self.records.polls[ref_id]
            status, code = self.verdict(one, self.now_ms())
            if polls < max(scenario.polls_open, len(scenario.poll_faults)):
                self.note("poll", ref_id=ref_id)
            lost = scenario.poll_faults[polls] if polls < len(scenario.poll_faults) else ""
            return one, status, code, lost

    def complain(self, transaction_id: str, kind: str, text: str) -> str:
        """Take a complaint down and return its reference; raise Declined."""
        with self.lock:
            paid = self.paid_as(transaction_id)
            now, count = self.now_ms(), len(self.records.complaints)
            ref_id = self._reference("complained", count, now)
            one = Complained(
                ref_id, f"TKT{count + 1:09d}", transaction_id, kind, text, now,
                self._why_not(paid, now),
            )  # fmt: skip
            self.note("complained", **asdict(one))
            return ref_id

    def next_complaint_fault(self, transaction_id: str) -> Fault | None:
        """Take a lodging down and say how its answer is to be lost; only the first one is.

        Raises Declined.
        """
        with self.lock:
            fault = scenario_of(self.paid_as(transaction_id).params).complaint_fault
            if fault is None:
                return None
            self.note("lodging", transaction_id=transaction_id)
            return fault if self.records.lodgings[transaction_id] == 1 else None

    def paid_as(self, transaction_id: str) -> Paid:
        """Return the payment of a transaction; raise Declined."""
        for one in self.records.paid.values():
            if one.transaction_id == transaction_id:
                return one
        raise Declined("no such transactionId")

    def _why_not(self, paid: Paid, now: int) -> str:
        category = self.billers[paid.biller_id].category.casefold()
        is_at_once = any(word in category for word in ("fastag", "dth", "prepaid"))
        for one in self.records.complaints.values():
            is_open = complaint_status(self, one, now) in ("ASSIGNED", "PENDING_REFUND")
            if one.transaction_id == paid.transaction_id and is_open:
                return "Complaint is already in progress"
        if not is_at_once and now < paid.at + _DAY_MS:
            return "Complaint can be raised only after 24 hours"
        return ""

    def _biller(self, biller_id: str) -> Biller:
        found = self.billers.get(biller_id)
        if found is None or not found.is_active:
            raise Declined("biller.id is unknown or not active")
        return found

    def _know_params(self, biller: Biller, asking: Asking) -> None:
        known = {one.name for one in biller.params}
        given = {name for name, _value in asking.params}
        needed = {one.name for one in biller.params if not one.is_optional}
        has_group = not biller.groups or any(given.issuperset(one) for one in biller.groups)
        if not given <= known or not needed <= given or not has_group:
            raise Declined("customer.customerParams don't match the biller's")

    def _reference(self, kind: str, number: int, now: int) -> str:
        return reference([self._seed, kind, number, now], 27) + stamp(now)


def complaint_status(unit: SandboxUnit, one: Complained, now: int) -> str:
    """Where a complaint stands: after a day a refund is seen, after two it is answered."""
    if one.declined:
        return "FAILED"
    is_refunded = scenario_of(unit.paid_as(one.transaction_id).params).is_adjusted
    if now < one.at + _DAY_MS:
        return "ASSIGNED"
    if now < one.at + 2 * _DAY_MS:
        return "PENDING_REFUND" if is_refunded else "ASSIGNED"
    if is_refunded:
        return "REFUNDED"
    return "REJECTED" if one.kind == "paid-to-wrong-account" else "RESOLVED"


def _chosen(fetched: FetchedBills, paying: Paying) -> tuple[str, ...]:
    """Hold a payment against the bills shown; return the numbers it pays; raise Declined."""
    try:
        if fetched.is_list:
            if check_chosen(fetched, dict(paying.bills)) != paying.amount_paise:
                raise Declined("paymentDetails.amount is not the sum of bills")
            return tuple(no for no, _amount in paying.bills)
        option = PaymentOption(*paying.option) if paying.option else None
        for bill in fetched.bills:
            if option is not None and option not in bill.options:
                raise Declined("selectedPaymentOptions is not on the bill")
            check_amount(bill, fetched.exactness, paying.amount_paise, option)
    except Refusal as refusal:
        raise Declined(f"paymentDetails.amount: {refusal.name}") from None
    return tuple(bill.bill_no for bill in fetched.bills)


def _with_bills(fetched: FetchedBills, bills: tuple[Any, ...]) -> FetchedBills:
    return FetchedBills(
        fetched.ref_id, bills, fetched.exactness, fetched.is_list, fetched.selection,
        fetched.biller_ref, fetched.additional,
    )  # fmt: skip


def _key(biller_id: str, params: Sequence[tuple[str, str]], bill_no: str) -> str:
    return "|".join([biller_id, *(value for _name, value in params), bill_no])
