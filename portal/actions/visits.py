"""A visit at the counter: it begins with its first item and is paid once for all of them."""

from __future__ import annotations

from dataclasses import dataclass

from portal.actions import queue
from portal.actions.exactly_once import Done, exactly_once
from portal.domain.daybook import MemberIsMissing
from portal.domain.people import Doer, Slip
from portal.domain.text import clean
from portal.domain.visits import (
    Fee,
    Visit,
    VisitHasChanged,
    VisitIsPaid,
    VisitIsUnknown,
    checked_fee,
)
from portal.storage import daybook, served, visits
from portal.storage.served import Whom


@dataclass(frozen=True, slots=True)
class Caller:
    """Who comes to the counter, and in which visit if it has begun."""

    visit_id: int | None = None
    payer_name: str = ""
    mobile: str = ""
    whom: Whom | None = None


@dataclass(frozen=True, slots=True)
class Paid:
    """How the money of a visit came, for each of its items."""

    mode: str
    form_token: str
    utr: str = ""
    payer_address: str = ""


def visit(society_id: int, visit_id: int) -> Visit:
    """Return a visit of the society; raise VisitIsUnknown."""
    found = visits.visit(society_id, visit_id)
    if found is None:
        raise VisitIsUnknown
    return found


def whom_of(visit: Visit) -> Whom | None:
    """Return the member or customer whose visit it is, where one was named."""
    if visit.register is None or visit.record_id is None:
        return None
    return Whom(visit.register, visit.record_id)


def open_visit(society_id: int, visit_id: int) -> Visit:
    """Return a visit whose money is not taken; raise VisitIsUnknown, VisitIsPaid."""
    found = visit(society_id, visit_id)
    if found.is_paid:
        raise VisitIsPaid
    return found


def visit_for(doer: Doer, society_id: int, caller: Caller) -> Visit:
    """Return the visit that a caller is in, moved on, or begin one; the book must be held.

    Raises VisitIsUnknown, VisitIsPaid, MemberIsMissing.
    """
    if caller.visit_id is not None:
        return visits.change(open_visit(society_id, caller.visit_id))
    if caller.whom is not None and not served.exists(society_id, caller.whom):
        raise MemberIsMissing
    begun = Visit(
        society_id=society_id, id=visits.next_id(society_id), version=1, began_on=doer.today_on,
        began_at=doer.at, began_by=doer.person_id, on_behalf_of=doer.on_behalf_of,
        register=caller.whom.register if caller.whom else None,
        record_id=caller.whom.record_id if caller.whom else None,
        name=clean(caller.payer_name), mobile=caller.mobile,
    )  # fmt: skip
    visits.insert(begun)
    queue.join(doer, society_id, caller.whom, visit_id=begun.id)
    return begun


def add_fee(doer: Doer, slip: Slip, society_id: int, caller: Caller, fee: Fee) -> Done:
    """Put a fee into a visit, or begin one with it.

    Raises what ``checked_fee`` and ``visit_for`` raise.
    """
    fee = checked_fee(fee)

    def deed() -> Done:
        daybook.lock_book(society_id)
        found = visit_for(doer, society_id, caller)
        visits.insert_fee(society_id, found.id, fee)
        return Done(f"/visits/{found.id}")

    return exactly_once(doer, slip, deed)


def drop_fee(doer: Doer, slip: Slip, society_id: int, visit_id: int, no: int) -> Done:
    """Take a fee out of a visit before it is paid.

    Raises VisitIsUnknown, VisitIsPaid, VisitHasChanged where it is gone already.
    """

    def deed() -> Done:
        daybook.lock_book(society_id)
        visits.change(open_visit(society_id, visit_id))
        if not visits.delete_fee(society_id, visit_id, no):
            raise VisitHasChanged
        return Done(f"/visits/{visit_id}")

    return exactly_once(doer, slip, deed)
