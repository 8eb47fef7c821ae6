"""What is paid on a bill: chosen and held against bill, biller and other payments, then taken."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from portal.actions.bill_books import changed, post_cash
from portal.actions.bill_orders import LONGEST_REASON, order
from portal.actions.exactly_once import Done, exactly_once
from portal.actions.visits import Paid, open_visit
from portal.domain.bill_fees import check_mode, check_own_fee, convenience_fee
from portal.domain.bill_orders import (
    MODE_NAMES,
    BillIsBeingPaid,
    BillIsBeingPaidElsewhere,
    Order,
    OrderHasMovedOn,
    ReasonWasGiven,
    check_fetch,
    is_blocking,
)
from portal.domain.billers import CASH, UPI, Biller
from portal.domain.bills import (
    AmountIsNothing,
    BillsAreChosenWrongly,
    FetchedBills,
    check_amount,
    check_chosen,
    option_named,
)
from portal.domain.people import Doer, Slip
from portal.domain.refusals import Refusal
from portal.domain.text import AadhaarIsNotStored, clean, has_aadhaar
from portal.domain.visits import is_ready
from portal.storage import bill_orders, daybook, visits
from portal.storage.days import Day


@dataclass(frozen=True, slots=True)
class Taking:
    """What is paid: the amount in paise, or the bills of a list with theirs, and our own fee.

    ``reason`` is why it is paid although another payment of the same number stands against it.
    """

    biller: Biller
    amount_paise: int = 0
    option: str = ""
    bills: tuple[tuple[str, int], ...] = ()
    plan_id: str = ""
    own_fee_paise: int = 0
    reason: str = ""


def _same_connection(order: Order) -> list[Order]:
    return bill_orders.same_connection(order.society_id, order.biller_id, order.params)


def standing_against(order: Order, amount_paise: int, now: int) -> Order | None:
    """Find the order of the same connection that stands against paying this one, if any."""
    mine = order.society_id, order.id
    return next((
        one for one in _same_connection(order)
        if (one.society_id, one.id) != mine and is_blocking(one, amount_paise, now)
    ), None)  # fmt: skip


def choose(doer: Doer, slip: Slip, society_id: int, order_id: int, taking: Taking) -> Done:
    """Say what is paid on a bill; its visit then asks for the money.

    Raises OrderIsUnknown, OrderHasMovedOn, BillIsTooOld, BillIsNotFetched, a BillAmountIsRefused,
    OptionIsUnknown, a BillsAreChosenWrongly, CashIsOverTheLimit, ModeIsNotTaken,
    AmountIsOutsideTheMode, BillIsBeingPaid (where ``reason`` is empty), ReasonWasGiven,
    OwnFeeIsTooLarge, AadhaarIsNotStored.
    """

    def deed() -> Done:
        daybook.lock_book(society_id)
        found = order(society_id, order_id)
        assert found.visit_id is not None
        chosen = _chosen(found, taking, doer.at)
        other = standing_against(found, chosen["amount_paise"], doer.at)
        if other is not None:
            _allow_in_spite_of(doer, found, other, taking.reason)
        changed(bill_orders.change(found, doer.at, **chosen))
        visits.change(open_visit(society_id, found.visit_id))
        return Done(f"/visits/{found.visit_id}")

    return exactly_once(doer, slip, deed)


def leave_out(doer: Doer, slip: Slip, society_id: int, order_id: int) -> Done:
    """Leave a bill out of what is paid now; raise OrderIsUnknown, OrderHasMovedOn, VisitIsPaid."""

    def deed() -> Done:
        daybook.lock_book(society_id)
        found = order(society_id, order_id)
        assert found.visit_id is not None
        if not is_ready(found):
            raise OrderHasMovedOn
        visits.change(open_visit(society_id, found.visit_id))
        changed(bill_orders.change(found, doer.at, amount_paise=0, fee_paise=0, own_fee_paise=0))
        return Done(f"/visits/{found.visit_id}")

    return exactly_once(doer, slip, deed)


def take_for(doer: Doer, day: Day, found: Order, biller: Biller, paid: Paid) -> Order:
    """Take the money for a bill as it was chosen, inside the payment of its visit.

    Everything that was held against it when it was chosen is held against it again. Raises
    BillIsTooOld, BillIsNotFetched, CashIsOverTheLimit, ModeIsNotTaken, AmountIsOutsideTheMode,
    BillIsBeingPaid, WalletIsTooSmall, OrderHasMovedOn.
    """
    check_fetch(found, biller, doer.at)
    check_mode(biller, MODE_NAMES[paid.mode], found.amount_paise)
    bill_orders.take_turn(found.biller_id, found.params, doer.at)
    other = standing_against(found, found.amount_paise, doer.at)
    if other is not None and not bill_orders.is_allowed(found.society_id, found.id, other):
        raise being_paid(found, other)
    account = (paid.payer_address or paid.utr) if paid.mode == "upi" else ""
    how = {"pay_mode": paid.mode, "pay_account": account}
    return post_cash(doer, day, found, how, paid.form_token, paid.utr)


def _chosen(found: Order, taking: Taking, now: int) -> dict[str, Any]:
    """Hold what is to be paid against the bill and the biller; return the fields it sets."""
    biller = taking.biller
    assert biller.id == found.biller_id
    fetched = check_fetch(found, biller, now)
    own_fee = check_own_fee(taking.own_fee_paise)
    chosen: dict[str, Any] = {"plan_id": taking.plan_id, "own_fee_paise": own_fee}
    chosen |= {"bills": (), "option": None} | _amount(fetched, taking)
    if not _is_taken_by_upi(biller, chosen["amount_paise"]):
        check_mode(biller, CASH, chosen["amount_paise"])
    chosen["fee_paise"] = convenience_fee(biller, chosen["amount_paise"])
    if fetched is None:
        chosen |= {"fetch_ref": "", "fetched": None, "fetched_at": None}
    names = [one.customer_name for one in fetched.bills] if fetched else []
    chosen["payer_name"] = next(filter(None, (found.payer_name, *names)), "")
    return chosen


def _is_taken_by_upi(biller: Biller, amount_paise: int) -> bool:
    try:
        check_mode(biller, UPI, amount_paise)
    except Refusal:
        return False
    return True


def _amount(fetched: FetchedBills | None, taking: Taking) -> dict[str, Any]:
    if fetched is not None and fetched.is_list:
        if len({no for no, _paise in taking.bills}) < len(taking.bills):
            raise BillsAreChosenWrongly
        return {"amount_paise": check_chosen(fetched, dict(taking.bills)), "bills": taking.bills}
    if taking.amount_paise <= 0:
        raise AmountIsNothing
    option = None
    for bill in fetched.bills[:1] if fetched else ():
        option = option_named(bill, taking.option)
        check_amount(bill, fetched.exactness, taking.amount_paise, option)  # type: ignore[union-attr]
    return {"amount_paise": taking.amount_paise, "option": option}


def _allow_in_spite_of(doer: Doer, found: Order, other: Order, reason: str) -> None:
    reason = clean(reason)[:LONGEST_REASON]
    if not reason:
        raise being_paid(found, other)
    if has_aadhaar(reason):
        raise AadhaarIsNotStored
    if bill_orders.is_allowed(found.society_id, found.id, other):
        return
    if bill_orders.override_of(found.society_id, found.id) is not None:
        raise ReasonWasGiven
    bill_orders.insert_override(found.society_id, found.id, other, reason, doer.at, doer.person_id)


def being_paid(found: Order, other: Order) -> BillIsBeingPaid:
    """Refuse a payment because of another, whose reference is told within its society only."""
    is_ours = other.society_id == found.society_id
    refusal = BillIsBeingPaid if is_ours else BillIsBeingPaidElsewhere
    return refusal(other.id, other.payment_ref_id)
