"""Complaints about pensions that have not come: begun, followed with a trail, ended."""

from __future__ import annotations

from dataclasses import dataclass

from portal.actions.exactly_once import Done, exactly_once
from portal.actions.pensioners import held, pensioner
from portal.domain.pension_complaints import (
    OPEN,
    REFUSED,
    SOLVED,
    Complaint,
    ComplaintHasChanged,
    ComplaintHasEnded,
    PensionComplaintIsOpen,
    PensionComplaintIsUnknown,
    Said,
    check_first_month,
    checked_said,
    state_after,
)
from portal.domain.pensioners import Pensioner
from portal.domain.people import Doer, Slip
from portal.storage import pension_complaints, pensioners
from portal.storage.daybook import lock_book
from portal.storage.engine import snapshot
from portal.storage.pension_complaints import Event

NEWEST = 2**31
PATH = "/pensioners/complaints"


def complaint(society_id: int, complaint_id: int) -> Complaint:
    """Return a complaint of the society; raise PensionComplaintIsUnknown."""
    found = pension_complaints.complaint(society_id, complaint_id)
    if found is None:
        raise PensionComplaintIsUnknown
    return found


def begin(
    doer: Doer, slip: Slip, society_id: int, pensioner_id: int, first_month: str, said: Said
) -> Done:
    """Write down that somebody's pension has not come since a month.

    Raises PensionerIsUnknown, PensionComplaintIsOpen, MonthIsWrong, FirstMonthIsLater and what
    ``checked_said`` raises.
    """

    def deed() -> Done:
        found = held(society_id, pensioner_id)
        month = check_first_month(first_month, doer.today_on)
        kept = checked_said(said, doer.today_on)
        other = pension_complaints.open_of(society_id, pensioner_id)
        if other is not None:
            raise PensionComplaintIsOpen(on=other.raised_on, complaint_id=other.id)
        made = Complaint(
            society_id=society_id, id=pension_complaints.next_id(society_id), version=1,
            pensioner_id=found.id, first_month=month, said=kept.said, asked_whom=kept.asked_whom,
            department_no=kept.department_no, state=state_after(OPEN, kept), result="",
            remind_on=kept.remind_on, raised_on=doer.today_on, raised_at=doer.at,
            raised_by=doer.person_id, state_at=doer.at,
        )  # fmt: skip
        pension_complaints.insert(made, kept.said)
        return Done(f"{PATH}/{made.id}")

    return exactly_once(doer, slip, deed)


@dataclass(frozen=True, slots=True)
class Move:
    """What is written into a complaint: words, and how it ended ('' where it goes on)."""

    said: Said
    ending: str = ""


def follow(
    doer: Doer, slip: Slip, society_id: int, complaint_id: int, version: int, move: Move
) -> Done:
    """Write what was asked or heard into a complaint, or how it ended: solved or refused.

    Raises PensionComplaintIsUnknown, ComplaintHasEnded, ComplaintHasChanged and what
    ``checked_said`` raises.
    """

    def deed() -> Done:
        lock_book(society_id)
        before = complaint(society_id, complaint_id)
        if not before.is_open:
            raise ComplaintHasEnded
        if before.version != version:
            raise ComplaintHasChanged
        kept = checked_said(move.said, doer.today_on)
        changed = {
            "asked_whom": kept.asked_whom or before.asked_whom,
            "department_no": kept.department_no or before.department_no,
        }
        if move.ending in (SOLVED, REFUSED):
            changed |= {"state": move.ending, "result": kept.said, "remind_on": ""}
        else:
            changed |= {"state": state_after(before.state, kept), "remind_on": kept.remind_on}
        pension_complaints.change(before, doer.at, doer.person_id, kept.said, **changed)
        return Done(f"{PATH}/{complaint_id}")

    return exactly_once(doer, slip, deed)


@dataclass(frozen=True, slots=True)
class Trail:
    """A complaint with whose it is and all its steps."""

    complaint: Complaint
    pensioner: Pensioner
    steps: list[Event]

    def people(self) -> set[int]:
        """List everyone the page names."""
        return {one.done_by for one in self.steps}


def trail_of(society_id: int, complaint_id: int) -> Trail:
    """Return all about a complaint; raise PensionComplaintIsUnknown."""
    with snapshot():
        found = complaint(society_id, complaint_id)
        return Trail(
            found, pensioner(society_id, found.pensioner_id),
            pension_complaints.events(society_id, complaint_id),
        )  # fmt: skip


@dataclass(frozen=True, slots=True)
class Shelf:
    """A society's complaints: the open ones, a page of those that ended, and whose they are."""

    open_ones: list[Complaint]
    ended: list[Complaint]
    whose: dict[int, Pensioner]


def shelf(society_id: int, most: int, before: int = NEWEST) -> Shelf:
    """List a society's complaints, at most ``most`` of those that ended, below a number."""
    with snapshot():
        ended = pension_complaints.ended(society_id, most, before)
        waiting = pension_complaints.open_ones(society_id) if before == NEWEST else []
        ids = {one.pensioner_id for one in [*waiting, *ended]}
        return Shelf(waiting, ended, pensioners.by_ids(society_id, ids))
