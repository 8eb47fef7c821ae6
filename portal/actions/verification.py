"""The officer's check of a closed day: verify, send back with a remark, reply, spot check."""

from __future__ import annotations

from portal.actions.exactly_once import Done, exactly_once
from portal.actions.posting import note_act
from portal.domain.dates import show_on
from portal.domain.day import (
    DayIsFromOlderBooks,
    DayIsNotClosed,
    DayIsUnknown,
    DayIsVerified,
    NothingToAnswer,
    NothingToVerify,
    OwnWorkIsNotVerified,
    ReasonIsMissing,
)
from portal.domain.delegations import WorksOnBehalf
from portal.domain.people import Doer, Slip
from portal.storage import daybook, days, delegations, reopenings, seals
from portal.storage.days import Day


def _closed_day(society_id: int, day_on: str) -> Day:
    daybook.lock_book(society_id)
    day = days.day(society_id, day_on)
    if day is None:
        raise DayIsUnknown
    if day.status != "closed":
        raise DayIsNotClosed
    if day.is_legacy:
        raise DayIsFromOlderBooks(on=show_on(day_on))
    if day.review == "verified":
        raise DayIsVerified(on=show_on(day_on))
    return day


def _require_own_name(doer: Doer, society_id: int) -> None:
    """Nobody checks a society in which they work on somebody's behalf at this moment (D10)."""
    running = delegations.running_of(doer.person_id, doer.at)
    if running is not None and running.society_id == society_id:
        raise WorksOnBehalf


def workers_on(day: Day) -> set[int]:
    """List everyone who entered on, opened, closed or reopened a day, also on another's behalf."""
    opened = {day.opened_by, day.opened_on_behalf_of}
    closed = {day.closed_by, day.closed_on_behalf_of}
    found = days.enterers(day.society_id, day.day_on)
    return {who for who in opened | closed | found if who is not None} | reopenings.hands_of(
        day.society_id, day.day_on
    )


def verify_day(doer: Doer, slip: Slip, society_id: int, day_on: str, location: str) -> Done:
    """Verify a closed day; the officer's record names the seal it was verified with.

    Raises DayIsUnknown, DayIsNotClosed, DayIsFromOlderBooks, DayIsVerified, NothingToVerify (a
    holiday or idle day has no seal of its own), OwnWorkIsNotVerified, WorksOnBehalf.
    """

    def deed() -> Done:
        day = _closed_day(society_id, day_on)
        seal = seals.seal_of_day(society_id, day_on)
        if seal is None:
            raise NothingToVerify(on=show_on(day_on))
        _require_own_name(doer, society_id)
        if doer.person_id in workers_on(day):
            raise OwnWorkIsNotVerified
        days.set_review(society_id, day_on, "verified", doer.at)
        note_act(doer, society_id, "verified", day_on, seal_no=seal.seal_no, seal=seal.hash.hex())
        return Done(location)

    return exactly_once(doer, slip, deed)


def remark_on_day(
    doer: Doer, slip: Slip, society_id: int, day_on: str, review: str, remark: str, location: str
) -> Done:
    """Send a day back ('sent_back'), call for a spot check, or answer a remark ('replied').

    The remark is compulsory. Raises DayIsUnknown, DayIsNotClosed,
    DayIsFromOlderBooks, DayIsVerified, ReasonIsMissing, NothingToAnswer, WorksOnBehalf.
    """

    def deed() -> Done:
        day = _closed_day(society_id, day_on)
        if review != "replied":
            _require_own_name(doer, society_id)
        if review == "replied" and day.review == "none":
            raise NothingToAnswer(on=show_on(day_on))
        if not remark.strip():
            raise ReasonIsMissing
        days.set_review(society_id, day_on, review, doer.at)
        note_act(doer, society_id, review, day_on, remark=remark.strip())
        return Done(location)

    return exactly_once(doer, slip, deed)
