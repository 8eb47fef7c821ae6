"""Reopening the last closed day (D9): asked, granted or refused by another, withdrawn."""

from __future__ import annotations

import json
from dataclasses import dataclass

from portal.actions.exactly_once import Done, exactly_once
from portal.actions.posting import note_act
from portal.actions.year_lock import require_unlocked
from portal.domain.dates import financial_year, fy_range, show_on
from portal.domain.day import DayIsVerified, ReasonIsMissing
from portal.domain.daybook import Voucher
from portal.domain.people import Doer, Slip, SocietyIsUnknown
from portal.domain.reopenings import (
    ASKED,
    FREE,
    GRANTED,
    HOUR_MS,
    REFUSED,
    WITHDRAWN,
    Change,
    DayIsNotTheLast,
    DayWasSealedAnew,
    LaterDayHasWork,
    NothingToReopen,
    Reopening,
    RequestIsDecided,
    RequestIsOfAnother,
    RequestIsUnknown,
    RequestIsWaiting,
    RequestIsYourOwn,
    change_between,
    check_hours,
    check_wish,
)
from portal.domain.tasks import Task
from portal.storage import daybook, days, people, places, reopenings, seals
from portal.storage.days import Day
from portal.storage.reference import task_book
from portal.storage.seals import Seal

MOST_SHOWN = 60  # vouchers that came are listed one by one


def day_to_reopen(society_id: int) -> tuple[Day, Seal]:
    """Return the day that can be reopened now, and its seal.

    Raises NothingToReopen, DayIsVerified, YearIsLocked, DayIsBeforeTheEdge, LaterDayHasWork.
    """
    on = reopenings.last_worked(society_id)
    day = days.day(society_id, on) if on else None
    seal = seals.seal_of_day(society_id, on) if on else None
    if day is None or seal is None:
        raise NothingToReopen
    if day.review == "verified":
        raise DayIsVerified(on=show_on(day.day_on))
    require_unlocked(society_id, day.day_on)
    later_on = reopenings.work_after(society_id, day.day_on)
    if later_on is not None:
        raise LaterDayHasWork(on=show_on(day.day_on), later=show_on(later_on))
    return day, seal


def _required(society_id: int, day_on: str) -> tuple[Day, Seal]:
    day, seal = day_to_reopen(society_id)
    if day.day_on != day_on:
        raise DayIsNotTheLast(on=show_on(day.day_on))
    return day, seal


@dataclass(frozen=True, slots=True)
class Wish:
    """What is asked for: the day, the codes of the tasks, for how many hours, and why."""

    day_on: str
    tasks: tuple[str, ...]
    hours: int
    reason: str


def ask(doer: Doer, slip: Slip, society_id: int, wish: Wish) -> Done:
    """Ask that the last closed day be reopened; nothing changes before an officer grants it.

    A request that waits about a day which can't be reopened any more gives way. Raises
    TasksAreNotNamed, HoursAreTooMany, TaskIsUnknown, ReasonIsMissing, RequestIsWaiting,
    DayIsNotTheLast and what ``day_to_reopen`` raises.
    """

    def deed() -> Done:
        tasks = check_wish(wish.tasks, wish.hours)
        for one in tasks:
            if one != FREE:
                task_book()[one]
        if not wish.reason.strip():
            raise ReasonIsMissing
        daybook.lock_book(society_id)
        running = reopenings.open_one(society_id)
        if running is not None and running.state == GRANTED:
            raise RequestIsWaiting
        day, seal = _required(society_id, wish.day_on)
        if running is not None:
            if (running.day_on, running.seal_no) == (day.day_on, seal.seal_no):
                raise RequestIsWaiting
            _close(doer, running, WITHDRAWN, "")
        request_id = reopenings.insert(Reopening(
            society_id, 0, day.day_on, seal.seal_no, tasks, wish.reason.strip(), ASKED, doer.at,
            doer.person_id, doer.on_behalf_of, None, None, "", doer.at + wish.hours * HOUR_MS,
            None, None,
        ))  # fmt: skip
        note_act(
            doer, society_id, "reopening_asked", day.day_on, request=request_id, tasks=tasks,
            hours=wish.hours, remark=wish.reason.strip(),
        )  # fmt: skip
        return Done(f"/reopenings/{request_id}")

    return exactly_once(doer, slip, deed)


def request_of(society_id: int, request_id: int) -> Reopening:
    """Return a request; raise RequestIsUnknown."""
    found = reopenings.reopening(society_id, request_id) if request_id < 2**31 else None
    if found is None:
        raise RequestIsUnknown
    return found


def _to_decide(doer: Doer, society_id: int, request_id: int) -> Reopening:
    """Return a request that this officer may decide on now, its book held."""
    society, officer = places.society_by_id(society_id), people.person(doer.person_id)
    place = officer.place if officer is not None else None
    if society is None or place is None or not places.is_within(society, place.level, place.id):
        raise SocietyIsUnknown
    daybook.lock_book(society_id)
    found = request_of(society_id, request_id)
    if doer.person_id in found.askers:
        raise RequestIsYourOwn
    if found.state != ASKED:
        raise RequestIsDecided
    return found


def grant(doer: Doer, slip: Slip, society_id: int, request_id: int, hours: int, why: str) -> Done:
    """Reopen the last closed day for at most 24 hours and the tasks that were asked for (D9).

    Later days that hold nothing are not open again. By an officer in whose reach the society
    lies, never by the asker. Raises SocietyIsUnknown, RequestIsUnknown, RequestIsYourOwn,
    RequestIsDecided, HoursAreTooMany, DayWasSealedAnew, DayIsNotTheLast and what
    ``day_to_reopen`` raises.
    """

    def deed() -> Done:
        found = _to_decide(doer, society_id, request_id)
        check_hours(hours)
        day, seal = _required(society_id, found.day_on)
        if seal.seal_no != found.seal_no:
            raise DayWasSealedAnew
        for on, kind in reopenings.days_after(society_id, day.day_on):
            note_act(doer, society_id, "not_open_again", on, day=kind, request=found.id)
        reopenings.remove_days_after(society_id, day.day_on)
        _decide(doer, found, GRANTED, why, doer.at + hours * HOUR_MS)
        if not reopenings.reopen_day(society_id, day.day_on):
            raise DayIsVerified(on=show_on(day.day_on))
        reopenings.note_reopened(found, doer.person_id, doer.at)
        note_act(
            doer, society_id, "reopened", day.day_on, request=found.id, seal_no=seal.seal_no,
            tasks=found.tasks, hours=hours, remark=found.reason, why=why.strip(),
        )  # fmt: skip
        return Done(f"/reopenings/{found.id}")

    return exactly_once(doer, slip, deed)


def refuse(doer: Doer, slip: Slip, society_id: int, request_id: int, why: str) -> Done:
    """Refuse a request with a reason; never by the asker.

    Raises SocietyIsUnknown, RequestIsUnknown, RequestIsYourOwn, RequestIsDecided, ReasonIsMissing.
    """

    def deed() -> Done:
        found = _to_decide(doer, society_id, request_id)
        if not why.strip():
            raise ReasonIsMissing
        _close(doer, found, REFUSED, why)
        return Done(f"/reopenings/{found.id}")

    return exactly_once(doer, slip, deed)


def withdraw(doer: Doer, slip: Slip, society_id: int, request_id: int) -> Done:
    """Take back what one asked for oneself.

    Raises RequestIsUnknown, RequestIsOfAnother, RequestIsDecided.
    """

    def deed() -> Done:
        daybook.lock_book(society_id)
        found = request_of(society_id, request_id)
        if doer.person_id not in found.askers:
            raise RequestIsOfAnother
        if found.state != ASKED:
            raise RequestIsDecided
        _close(doer, found, WITHDRAWN, "")
        return Done(f"/reopenings/{found.id}")

    return exactly_once(doer, slip, deed)


def _close(doer: Doer, found: Reopening, state: str, why: str) -> None:
    _decide(doer, found, state, why, found.until_at)
    note_act(
        doer, found.society_id, f"reopening_{state}", found.day_on, request=found.id,
        remark=why.strip(),
    )  # fmt: skip


def _decide(doer: Doer, found: Reopening, state: str, why: str, until_at: int) -> None:
    if not reopenings.decide(found, state, doer.person_id, doer.at, why.strip(), until_at):
        raise RequestIsDecided


def tasks_to_choose(society_id: int, day_on: str) -> list[Task]:
    """List the tasks a reopening can be for: those of the day's vouchers first, then by use."""
    book = task_book()
    first = [*reopenings.tasks_on(society_id, day_on), *daybook.tasks_by_use(society_id)]
    named = [one for one in map(book.named, dict.fromkeys(first)) if one and one.is_offered]
    return named + [one for one in book if one.is_offered and one not in named]


def only_granted(day: Day, tasks: list[Task]) -> list[Task]:
    """Keep the tasks that a day takes: all, or on a reopened day those it was reopened for."""
    if not day.is_reopened:
        return tasks
    granted = reopenings.open_one(day.society_id)
    return [one for one in tasks if granted is not None and granted.takes(one.code)]


def times_this_year(society_id: int, on: str) -> int:
    """Count how often days of a date's financial year were reopened."""
    return reopenings.times_between(society_id, *fy_range(financial_year(on)))


@dataclass(frozen=True, slots=True)
class Reading:
    """What a reopening changed: the vouchers that came, and how the two seals differ.

    ``change`` is None until the day is closed again.
    """

    vouchers: list[Voucher]
    change: Change | None
    before: Seal
    after: Seal | None


def reading_of(found: Reopening) -> Reading:
    """Read what a granted reopening has changed so far, or did by its new seal."""
    known = {one.seal_no: one for one in seals.seals_of(found.society_id, found.seal_no - 1)}
    before, after = known[found.seal_no], known.get(found.new_seal_no or 0)
    change = change_between(before.body, after.body) if after is not None else None
    skip = int(json.loads(before.body)["count"])
    most = MOST_SHOWN if change is None else min(change.new_vouchers, MOST_SHOWN)
    new = daybook.vouchers_on(found.society_id, found.day_on, found.day_on, most, skip)
    return Reading(new, change, before, after)
