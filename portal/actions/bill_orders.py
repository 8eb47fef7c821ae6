"""What people do with orders to pay bills: ask, choose, give back, decide what is open.

Nothing here speaks to the operating unit: an order is a row first, and the worker follows it
(``bill_settling``).
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from portal.actions.bill_books import (
    changed,
    post_found_paid,
    post_outcome,
    post_refund,
    post_return,
)
from portal.actions.catalogue import note_use
from portal.actions.comparing import is_paid_there
from portal.actions.exactly_once import Done, exactly_once
from portal.actions.posting import open_day_of
from portal.actions.second_persons import waits
from portal.actions.visits import Caller, visit_for
from portal.domain.bill_order_vouchers import refund_draft
from portal.domain.bill_orders import (
    Order,
    OrderHasMovedOn,
    OrderIsUnknown,
    OrderState,
    may_be_given_back,
    may_become,
)
from portal.domain.bill_payments import Agent, payment_ref_id
from portal.domain.billers import Biller, FetchKind
from portal.domain.comparison import BillIsPaidThere
from portal.domain.day import ReasonIsMissing
from portal.domain.people import Doer, Slip, SocietyIsUnknown
from portal.domain.practice import PracticeCallsNobody
from portal.domain.proposals import Asked
from portal.domain.text import AadhaarIsNotStored, clean, has_aadhaar
from portal.domain.visits import Visit, is_ready
from portal.storage import bill_orders, daybook, places, visits
from portal.storage.bill_orders import Said
from portal.storage.places import Society
from portal.storage.served import Whom

LONGEST_REASON = 200


@dataclass(frozen=True, slots=True)
class NewOrder:
    """A bill to ask for: the biller, its checked parameters, and for whom.

    Without ``visit_id`` it begins a visit. ``agent`` is in whose name the counter pays.
    ``is_sandbox`` that it goes to a sandbox: only there are bills of practice paid.
    """

    biller: Biller
    params: tuple[tuple[str, str], ...]
    mobile: str
    payer_name: str = ""
    whom: Whom | None = None
    service_id: str = ""
    visit_id: int | None = None
    agent: Agent | None = None
    is_sandbox: bool = False


def order(society_id: int, order_id: int) -> Order:
    """Return an order of the society; raise OrderIsUnknown."""
    found = bill_orders.order(society_id, order_id)
    if found is None:
        raise OrderIsUnknown
    return found


def open_orders(society_id: int) -> list[Order]:
    """List the orders that hold other people's money, for the closing of the day (D12)."""
    return bill_orders.open_orders(society_id)


def ask_bill(doer: Doer, slip: Slip, society_id: int, new: NewOrder) -> Done:
    """Begin an order: its payment reference is stored before anybody is asked for anything.

    A biller that has bills is asked by the worker. Raises MemberIsMissing, SocietyIsUnknown,
    VisitIsUnknown, VisitIsPaid, PracticeCallsNobody.
    """

    society = places.society_by_id(society_id)
    if society is None:
        raise SocietyIsUnknown
    if society.is_practice and not new.is_sandbox:
        raise PracticeCallsNobody

    def deed() -> Done:
        daybook.lock_book(society_id)
        caller = Caller(new.visit_id, new.payer_name, new.mobile, new.whom)
        visit = visit_for(doer, society_id, caller)
        made = _new_order(doer, society, new, visit)
        bill_orders.insert(made, Said("asked", by=doer.person_id), doer.at)
        if new.service_id:
            note_use(doer, society_id, new.service_id)
        return Done(f"/orders/{made.id}")

    return exactly_once(doer, slip, deed)


def _new_order(doer: Doer, society: Society, new: NewOrder, visit: Visit) -> Order:
    number = bill_orders.count_of_day(society.id, doer.today_on) + 1
    has_bills = new.biller.fetch is not FetchKind.NOTHING
    return Order(
        society_id=society.id, id=bill_orders.next_id(society.id), version=1,
        payment_ref_id=payment_ref_id(society.ref_code, doer.today_on, number),
        biller_id=new.biller.id, biller_name=new.biller.name_hi or new.biller.name,
        params=new.params, mobile=new.mobile, payer_name=clean(new.payer_name) or visit.name,
        asked_on=doer.today_on, created_at=doer.at, created_by=doer.person_id, state_at=doer.at,
        on_behalf_of=doer.on_behalf_of,
        register=visit.register, record_id=visit.record_id, visit_id=visit.id,
        service_id=new.service_id, agent=new.agent,
        state=OrderState.FETCHING if has_bills else OrderState.DRAFT,
        next_at=doer.at if has_bills else None,
    )  # fmt: skip


def ask_again(doer: Doer, slip: Slip, society_id: int, order_id: int) -> Done:
    """Ask the biller once more, which is always safe; raise OrderIsUnknown, OrderHasMovedOn."""

    def deed(found: Order) -> Order:
        if found.state is OrderState.FETCHING or not may_become(found.state, OrderState.FETCHING):
            raise OrderHasMovedOn
        moves_its_visit(found)
        return changed(bill_orders.change(
            found, doer.at, Said("asked", by=doer.person_id), state=OrderState.FETCHING,
            fetch_ref="", fetched_at=None, fetched=None, failure_code="", failure_text="",
            next_at=doer.at, tries=0, amount_paise=0, fee_paise=0, own_fee_paise=0,
        ))  # fmt: skip

    return _on_order(doer, slip, society_id, order_id, deed)


def moves_its_visit(found: Order) -> None:
    """Let no page of the visit that still shows the bill with its amount take the money."""
    if found.visit_id is not None and is_ready(found):
        visit = visits.visit(found.society_id, found.visit_id)
        if visit is not None and not visit.is_paid:
            visits.change(visit)


def give_up(doer: Doer, slip: Slip, society_id: int, order_id: int) -> Done:
    """Stop an order of which nothing ever left for the operating unit; its cash is due back.

    Raises OrderIsUnknown, OrderHasMovedOn.
    """

    def deed(found: Order) -> Order:
        if not may_be_given_back(found):
            raise OrderHasMovedOn
        failed = changed(bill_orders.change(
            found, doer.at, Said("given_up", by=doer.person_id), state=OrderState.FAILED,
            next_at=None,
        ))  # fmt: skip
        return post_outcome(failed, doer.at) or failed

    return _on_order(doer, slip, society_id, order_id, deed)


def give_back(
    doer: Doer, slip: Slip, society_id: int, order_id: int, *, in_spite_of_list: bool = False
) -> Done:
    """Hand the customer's cash back; never "against the next bill". Above its limit it waits.

    ``in_spite_of_list`` although the operating unit lists the bill as paid. Raises OrderIsUnknown,
    OrderHasMovedOn, BillIsPaidThere, NoDayIsOpen, CountIsGoingOn, CashWouldGoNegative,
    RecordIsWaiting.
    """
    return exactly_once(doer, slip, lambda: give_back_now(
        doer, slip, society_id, order_id, in_spite_of_list=in_spite_of_list
    ))  # fmt: skip


def give_back_now(
    doer: Doer, slip: Slip, society_id: int, order_id: int, *, in_spite_of_list: bool
) -> Done:
    """Hand the cash back inside a deed's transaction; raises as ``give_back``."""
    daybook.lock_book(society_id)
    found = order(society_id, order_id)
    if found.state is not OrderState.REFUND_DUE:
        raise OrderHasMovedOn
    if not in_spite_of_list and is_paid_there(found, doer.at):
        raise BillIsPaidThere
    given = {"order_id": order_id, "in_spite_of_list": in_spite_of_list}
    asked = Asked("give_back_bill", given, (f"order:{order_id}",))
    waiting = waits(doer, open_day_of(society_id), [refund_draft(found)], asked)
    if waiting is not None:
        return waiting
    after = post_refund(doer, found, slip.token)
    return Done(f"/orders/{order_id}", _new_voucher(found, after))


def decide_adjustment(
    doer: Doer, slip: Slip, society_id: int, order_id: int, *, is_paid: bool, reason: str
) -> Done:
    """Say how a payment ended that the two sides tell differently, by the wallet's statement.

    ``is_paid`` that the biller kept the money; else it is due back to the customer, and where the
    wallet had paid, it came back into it. Money that is owed back already, for a bill that they
    list as paid, is no longer owed. Raises OrderIsUnknown, OrderHasMovedOn, ReasonIsMissing,
    AadhaarIsNotStored, NoDayIsOpen, CountIsGoingOn.
    """
    said = Said("decided", "", clean(reason)[:LONGEST_REASON], doer.person_id)

    def deed(found: Order) -> Order:
        is_owed = found.state is OrderState.REFUND_DUE and is_paid_there(found, doer.at)
        if found.state is not OrderState.CREDIT_ADJUSTMENT and not (is_owed and is_paid):
            raise OrderHasMovedOn
        if not said.text:
            raise ReasonIsMissing
        if has_aadhaar(said.text):
            raise AadhaarIsNotStored
        if is_owed:
            return post_found_paid(doer, found, said, slip.token)
        is_posted = found.outcome_voucher_id is not None
        if is_posted and not is_paid:
            return post_return(doer, found, said, slip.token)
        state = OrderState.SUCCESS if is_paid else OrderState.FAILED
        after = changed(bill_orders.change(found, doer.at, said, state=state, next_at=None))
        return after if is_posted else post_outcome(after, doer.at) or after

    return _on_order(doer, slip, society_id, order_id, deed)


def _on_order(
    doer: Doer, slip: Slip, society_id: int, order_id: int, deed: Callable[[Order], Order]
) -> Done:
    """Do a deed on an order once for this slip, its book held."""

    def work() -> Done:
        daybook.lock_book(society_id)
        before = order(society_id, order_id)
        after = deed(before)
        news = _new_voucher(before, after)
        return Done(f"/orders/{order_id}", news)

    return exactly_once(doer, slip, work)


def _new_voucher(before: Order, after: Order) -> int | None:
    """The voucher that this form itself entered, which the proof looks for."""
    names = ["refund_voucher_id"]
    if before.outcome_voucher_id is not None:  # a first outcome is posted by rule
        names.append("outcome_voucher_id")
    for name in names:
        if getattr(after, name) != getattr(before, name):
            return int(getattr(after, name))
    return None
