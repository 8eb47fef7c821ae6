"""Reopening the last closed day (D9): asked by one person, granted by another, for named tasks."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from portal.domain.daybook import NoDayIsOpen
from portal.domain.refusals import N_, Refusal

MOST_HOURS = 24
HOURS = (1, 2, 4, 8, 24)  # the lengths a form offers
MOST_TASKS = 6
FREE = "free"  # stands for vouchers without a task, which an accountant writes freely
HOUR_MS = 3_600_000
ASKED, GRANTED, REFUSED, WITHDRAWN, ENDED = "asked", "granted", "refused", "withdrawn", "ended"


class NothingToReopen(Refusal):
    """There is no closed day that was worked here."""

    message = N_("This society has no closed day that could be reopened.")


class DayIsNotTheLast(Refusal):
    """Only the last closed day can be reopened."""

    message = N_("Only the last closed day can be reopened, and that is %(on)s.")


class LaterDayHasWork(Refusal):
    """A later day already holds an entry or a count."""

    message = N_(
        "The day %(later)s already holds an entry or a count, so %(on)s stays closed. "
        "Put the mistake right by a correction on the open day."
    )


class RequestIsWaiting(Refusal):
    """One request at a time."""

    message = N_("A request to reopen a day is already under way.")


class RequestIsUnknown(Refusal):
    """There is no such request."""

    message = N_("There is no such request.")
    status = 404


class RequestIsYourOwn(Refusal):
    """Whoever asked for a reopening may not grant it."""

    message = N_("You asked for this yourself, so another person decides on it.")
    status = 403


class RequestIsOfAnother(Refusal):
    """A request is withdrawn by whoever made it."""

    message = N_("Only the person who asked can withdraw the request.")
    status = 403


class RequestIsDecided(Refusal):
    """Somebody decided on the request meanwhile."""

    message = N_("This request was already decided on. Open it again to see how.")


class DayWasSealedAnew(Refusal):
    """The day was closed again after the request was made."""

    message = N_("The day was closed anew since this was asked. It has to be asked again.")


class TasksAreNotNamed(Refusal):
    """A reopening is for named tasks, and for few."""

    message = N_("Choose which entries are to be made: at least one kind, at most %(most)s.")
    status = 422
    field = "tasks"


class HoursAreTooMany(Refusal):
    """A reopening lasts a day at most."""

    message = N_("Choose between 1 and %(most)s hours.")
    status = 422
    field = "hours"


class TaskIsNotGranted(NoDayIsOpen):
    """A reopened day takes only the entries it was reopened for."""

    message = N_(
        "The day %(on)s was reopened only for: %(tasks)s. This entry is of another kind, "
        "so it was not saved. Enter it on the next day."
    )
    status = 422


class ReopeningIsOver(NoDayIsOpen):
    """The time of the reopening has run out."""

    message = N_(
        "The time for which the day %(on)s was reopened ended at %(time)s, so nothing was saved. "
        "Count and close the day. What you typed is still here."
    )
    status = 422


class ReopenedDayIsCounted(Refusal):
    """A reopened day is counted and closed again, also one in the past."""

    message = N_("A reopened day must be counted before it is closed again.")


@dataclass(frozen=True, slots=True)
class Reopening:
    """A request to reopen a day, and what became of it.

    ``until_at`` is, while it is asked, the instant of asking and the length wished for; once
    granted, when the granted time ends. ``seal_no`` is the seal the day had, ``new_seal_no`` the
    one it got when it was closed again.
    """

    society_id: int
    id: int
    day_on: str
    seal_no: int
    tasks: tuple[str, ...]
    reason: str
    state: str
    asked_at: int
    asked_by: int
    on_behalf_of: int | None
    decided_at: int | None
    decided_by: int | None
    decided_why: str
    until_at: int
    ended_at: int | None
    new_seal_no: int | None

    @property
    def hours(self) -> int:
        """How many hours were asked for, or granted."""
        is_granted = self.state in (GRANTED, ENDED) and self.decided_at is not None
        since = self.decided_at if is_granted and self.decided_at else self.asked_at
        return (self.until_at - since) // HOUR_MS

    @property
    def askers(self) -> set[int]:
        """Who asked, and on whose behalf."""
        return {one for one in (self.asked_by, self.on_behalf_of) if one is not None}

    def is_over(self, at: int) -> bool:
        """Say whether the granted time has run out at an instant."""
        return at >= self.until_at

    def takes(self, task: str) -> bool:
        """Say whether entries of a task are among those it was granted for."""
        return (task or FREE) in self.tasks


def check_wish(tasks: Sequence[str], hours: int) -> tuple[str, ...]:
    """Return the tasks once each; raise TasksAreNotNamed, HoursAreTooMany."""
    named = tuple(dict.fromkeys(tasks))
    if not 1 <= len(named) <= MOST_TASKS:
        raise TasksAreNotNamed(most=MOST_TASKS)
    check_hours(hours)
    return named


def check_hours(hours: int) -> None:
    """Raise HoursAreTooMany for anything but 1 to 24 hours."""
    if not 1 <= hours <= MOST_HOURS:
        raise HoursAreTooMany(most=MOST_HOURS)


@dataclass(frozen=True, slots=True)
class Change:
    """What two seals of a day say: figures as (part, before, after), and pieces of the box.

    A piece is (kind, rupees, before, after); only those that differ are listed. Money in paise.
    """

    figures: list[tuple[str, int, int]]
    pieces: list[tuple[str, int, int, int]]
    new_vouchers: int


FIGURES = ("opening", "receipts", "payments", "closing", "difference", "count")


def change_between(before: str, after: str) -> Change:
    """Compare the bodies of two seals of one day."""
    old, new = json.loads(before), json.loads(after)
    return Change(
        figures=[(part, old[part], new[part]) for part in FIGURES],
        pieces=_pieces(old["cash_count"], new["cash_count"]),
        new_vouchers=new["count"] - old["count"],
    )  # fmt: skip


def _pieces(old: list[list[Any]], new: list[list[Any]]) -> list[tuple[str, int, int, int]]:
    was = {(kind, rupees): many for _till, kind, rupees, many in old}
    now = {(kind, rupees): many for _till, kind, rupees, many in new}
    every = sorted(was.keys() | now.keys(), key=lambda one: (one[0] != "note", -one[1]))
    return [
        (*key, was.get(key, 0), now.get(key, 0))
        for key in every if was.get(key, 0) != now.get(key, 0)
    ]  # fmt: skip
