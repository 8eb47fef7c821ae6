"""Closures: days on which all societies of a place stay shut (election, flood)."""

from __future__ import annotations

from dataclasses import dataclass

from portal.domain.dates import days_after, days_between, show_on
from portal.domain.refusals import N_, Refusal

MOST_DAYS = 31
EARLIEST_DAYS = 31  # so far back it may still be declared, after the fact
LATEST_DAYS = 366
LEVELS = ("nation", "state", "division", "district", "block")


class ClosureIsUnknown(Refusal):
    """There is no such closure within one's reach (P9)."""

    message = N_("There is no such closure in your area.")
    status = 404


class ClosureEndsTooEarly(Refusal):
    """The last day comes before the first."""

    message = N_("The last day is before the first.")
    status = 422
    field = "last_on"


class ClosureIsTooLong(Refusal):
    """One closure has so many days at most."""

    message = N_("A closure has at most %(days)s days. Declare the rest when it is known.")
    status = 422
    field = "last_on"


class ClosureIsOutOfTime(Refusal):
    """A closure is declared near its time, not years before or long after."""

    message = N_("The first day must lie between %(first)s and %(last)s.")
    status = 422
    field = "first_on"


class ClosureNeedsReason(Refusal):
    """Everyone who sees the day must read why it was free."""

    message = N_("Write why the societies are closed, in a few words.")
    status = 422
    field = "name_hi"


class ClosureIsThere(Refusal):
    """The same place already has a closure on one of these days."""

    message = N_("%(name)s is already declared here on one of these days.")
    status = 422
    field = "first_on"


class ClosureIsWithdrawn(Refusal):
    """It was withdrawn before."""

    message = N_("This closure was withdrawn already.")


class ClosureIsUsed(Refusal):
    """Societies have written a day of it down as a holiday, and that stays."""

    message = N_("It can't be withdrawn: %(names)s wrote a day of it down as a holiday.")


@dataclass(frozen=True, slots=True)
class NewClosure:
    """What an officer declares: first and last day, and why, in Hindi and perhaps English."""

    first_on: str
    last_on: str
    name_hi: str
    name_en: str = ""


@dataclass(frozen=True, slots=True)
class Closure:
    """A closure as it stands, with the place it is for."""

    id: int
    place_id: int
    place_level: str
    place_hi: str
    place_en: str
    first_on: str
    last_on: str
    name_hi: str
    name_en: str
    declared_at: int
    declared_by: int
    withdrawn_at: int | None
    withdrawn_by: int | None

    @property
    def days(self) -> int:
        """How many days it has."""
        return days_between(self.first_on, self.last_on) + 1


def check_closure(wish: NewClosure, today_on: str) -> None:
    """Refuse a closure without a reason, too long, or too far from today."""
    if len(wish.name_hi) < 3:
        raise ClosureNeedsReason
    if wish.last_on < wish.first_on:
        raise ClosureEndsTooEarly
    if days_between(wish.first_on, wish.last_on) >= MOST_DAYS:
        raise ClosureIsTooLong(days=MOST_DAYS)
    first, last = days_after(today_on, -EARLIEST_DAYS), days_after(today_on, LATEST_DAYS)
    if not first <= wish.first_on <= last:
        raise ClosureIsOutOfTime(first=show_on(first), last=show_on(last))
