"""Complaints about bill payments, for people: raise one, list them, see where one stands.

Nothing here speaks to the operating unit: a complaint is a row first, and the worker lodges and
follows it (``complaint_lodging``).
"""

from __future__ import annotations

from dataclasses import dataclass

from portal.actions import bill_orders, billers
from portal.actions.exactly_once import Done, exactly_once
from portal.domain.bill_complaints import (
    KINDS,
    LONGEST,
    ComplaintIsUnknown,
    ComplaintKindIsMissing,
    ComplaintState,
    Raised,
    check_may_complain,
    complaint_from_at,
    sent_at,
)
from portal.domain.bill_orders import Order
from portal.domain.billers import BillerIsUnknown
from portal.domain.people import Doer, Slip
from portal.domain.text import AadhaarIsNotStored, TextIsTooLong, clean, has_aadhaar
from portal.storage import complaints, daybook
from portal.storage.complaints import Event, Named
from portal.storage.engine import snapshot

NEWEST = 2**31


@dataclass(frozen=True, slots=True)
class Ground:
    """What a complaint about an order rests on: from when it can be made, and what was made."""

    order: Order
    from_at: int
    others: list[Raised]

    @property
    def open_one(self) -> Raised | None:
        """The complaint that is being looked into already."""
        return next((one for one in self.others if one.is_open), None)


def ground(society_id: int, order_id: int) -> Ground:
    """Say from when an order can be complained about; OrderIsUnknown, ComplaintIsNotPossible."""
    order = bill_orders.order(society_id, order_id)
    from_at = complaint_from_at(_category(order), sent_at(order))
    return Ground(order, from_at, complaints.of_order(society_id, order_id))


def _category(order: Order) -> str:
    """The biller's category; one that is not known any more has the longer wait."""
    try:
        return billers.biller(order.biller_id).category
    except BillerIsUnknown:
        return ""


def raise_complaint(
    doer: Doer, slip: Slip, society_id: int, order_id: int, kind: str, said: str
) -> Done:
    """Write a complaint down; the worker lodges it.

    Raises OrderIsUnknown, ComplaintIsNotPossible, ComplaintKindIsMissing, TextIsTooLong,
    AadhaarIsNotStored, ComplaintIsOpen, ComplaintIsTooEarly.
    """
    said = clean(said)

    def deed() -> Done:
        daybook.lock_book(society_id)
        base = ground(society_id, order_id)
        if kind not in KINDS:
            raise ComplaintKindIsMissing
        if len(said) > LONGEST:
            raise TextIsTooLong(most=LONGEST, field="said")
        if has_aadhaar(said):
            raise AadhaarIsNotStored(field="said")
        has_open = base.open_one is not None
        check_may_complain(_category(base.order), sent_at(base.order), doer.at, has_open=has_open)
        made = Raised(
            society_id=society_id, id=complaints.next_id(society_id), version=1,
            order_id=order_id, kind=kind, said=said, state=ComplaintState.TO_LODGE,
            raised_on=doer.today_on, raised_at=doer.at, raised_by=doer.person_id,
            state_at=doer.at, next_at=doer.at,
        )  # fmt: skip
        complaints.insert(made, doer.person_id)
        return Done(f"/complaints/{made.id}")

    return exactly_once(doer, slip, deed)


@dataclass(frozen=True, slots=True)
class Shelf:
    """A society's complaints: the open ones, a page of those that ended, and their payments."""

    open_ones: list[Raised]
    ended: list[Raised]
    payments: dict[int, Named]


def shelf(society_id: int, most: int, before: int = NEWEST) -> Shelf:
    """List a society's complaints, at most ``most`` of those that ended, below a number."""
    with snapshot():
        ended = complaints.ended(society_id, most, before)
        waiting = complaints.open_ones(society_id) if before == NEWEST else []
        ids = sorted({one.order_id for one in [*waiting, *ended]})
        return Shelf(waiting, ended, complaints.payments(society_id, ids))


@dataclass(frozen=True, slots=True)
class File:
    """One complaint with its payment and its history."""

    raised: Raised
    order: Order
    history: list[Event]

    def people(self) -> set[int]:
        """List everyone the page names."""
        return {one.done_by for one in self.history if one.done_by is not None}


def file_of(society_id: int, complaint_id: int) -> File:
    """Return all about a complaint; raise ComplaintIsUnknown."""
    with snapshot():
        found = complaints.complaint(society_id, complaint_id)
        if found is None:
            raise ComplaintIsUnknown
        order = bill_orders.order(society_id, found.order_id)
        return File(found, order, complaints.events(society_id, complaint_id))
