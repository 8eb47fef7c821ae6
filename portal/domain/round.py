"""The officer's round: how each society stands today, what is wrong in it, and which day waits."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import chain
from typing import NamedTuple

from portal.domain.dates import (
    dates_from,
    days_between,
    ist_on,
    ist_time,
    next_on,
    previous_on,
    weekday,
)
from portal.domain.refusals import N_, Refusal

OPEN_BY = "10:30"  # in India; from then on a day that is not opened is red
RED, ATTENTION, FINE, VERIFIED = "red", "attention", "fine", "verified"
LEVELS = (RED, ATTENTION, FINE, VERIFIED)

#: Both names of each free day by calendar ('IN' for all, a state, a closed place) and date.
Holidays = Mapping[str, Mapping[str, tuple[str, str]]]

FEWEST_ROUND_SUMS = 3
FEWEST_RUSHED = 5

#: What can be wrong, the worst first: its level, and how a line of the round says it.
TEXTS = {
    "figures": (RED, N_("figures do not agree with the books")),
    "behind": (RED, N_("working days not closed: %(number)s")),
    "short": (RED, N_("cash short ₹ %(amount)s")),
    "not_opened": (RED, N_("day not opened")),
    "replied": (ATTENTION, N_("an answer has come")),
    "excess": (ATTENTION, N_("cash too much ₹ %(amount)s")),
    "above_limit": (ATTENTION, N_("cash above the limit, days: %(number)s")),
    "sent_back": (ATTENTION, N_("sent back, no answer yet")),
    "spot_check": (ATTENTION, N_("spot check to be made")),
    "uncounted": (ATTENTION, N_("days without a count: %(number)s")),
    "late_days": (ATTENTION, N_("delay %(number)s days")),
    "reversals": (ATTENTION, N_("reversals: %(number)s")),
    "without_slip": (ATTENTION, N_("bank entries without slip number: %(number)s")),
    "out_of_hours": (ATTENTION, N_("entries at odd hours: %(number)s")),
    "round_sums": (ATTENTION, N_("large round amounts: %(number)s")),
    "rushed": (ATTENTION, N_("entries just before closing: %(number)s")),
    "suspense": (ATTENTION, N_("unexplained difference ₹ %(amount)s")),
    "not_started": (ATTENTION, N_("books not started")),
}

_ORDER = list(TEXTS)


class PlaceIsOutOfReach(Refusal):
    """There is no such place within one's reach (P9)."""

    message = N_("There is no such place in your area.")
    status = 404


@dataclass(frozen=True, slots=True)
class Cause:
    """One thing that is wrong: ``number`` of days or entries, ``amount`` in paise."""

    kind: str
    params: Mapping[str, int] = field(default_factory=dict)

    @property
    def level(self) -> str:
        """How bad it is."""
        return TEXTS[self.kind][0]

    @property
    def text(self) -> str:
        """The English message that ``params`` fill."""
        return TEXTS[self.kind][1]

    def joined(self, other: Cause) -> Cause:
        """Say the same of two days as one: amounts and numbers add up, a run of days does not."""
        add = max if self.kind in ("above_limit", "late_days") else int.__add__
        return Cause(
            self.kind, {key: add(value, other.params[key]) for key, value in self.params.items()}
        )


class DayFacts(NamedTuple):
    """What the books say of one working day; money in paise, instants in milliseconds.

    ``waiting`` is how many days of the society wait for an officer, ``days_above`` for how many
    days running the cash was above the limit at closing.
    """

    society_id: int
    day_on: str
    closed_at: int | None
    review: str
    difference_paise: int | None
    agrees: int
    limit_days: int
    waiting: int
    days_above: int
    vouchers: int
    reversals: int
    out_of_hours: int
    without_slip: int
    round_sums: int
    rushed: int
    is_uncounted: int = 0

    @property
    def days_late(self) -> int:
        """How many days after its date the day was closed."""
        return days_between(self.day_on, ist_on(self.closed_at)) if self.closed_at else 0


class Standing(NamedTuple):
    """Where a society stands: its last closed day and the one that is open or being counted."""

    id: int
    code: str
    name_hi: str
    name_en: str
    calendar: str
    weekly_off: int | None
    last_on: str | None
    last_closed_at: int | None
    running_on: str | None
    running_status: str | None
    running_opened_at: int | None
    suspense_paise: int


@dataclass(frozen=True, slots=True)
class Today:
    """The date in India, whether days must be open by now, and the holidays of each state."""

    on: str
    is_past_opening: bool
    holidays: Holidays = field(default_factory=dict)

    def is_working(self, on: str, calendar: str, weekly_off: int | None) -> bool:
        """Say whether a society works on a date; ``calendar`` names its calendars, joined by +."""
        is_holiday = any(on in self.holidays.get(code, ()) for code in ("IN", *calendar.split("+")))
        return weekday(on) != weekly_off and not is_holiday


def today_at(at: int, holidays: Holidays | None = None) -> Today:
    """Return today as of an instant."""
    return Today(ist_on(at), ist_time(at) >= OPEN_BY, holidays or {})


def days_behind(last_on: str, calendar: str, weekly_off: int | None, today: Today) -> int:
    """Count the working days before today that are not closed."""
    first, last = next_on(last_on), previous_on(today.on)
    return sum(today.is_working(on, calendar, weekly_off) for on in dates_from(first, last))


def is_unopened(has_today: bool, calendar: str, weekly_off: int | None, today: Today) -> bool:
    """Say whether today should be open by now and isn't."""
    is_due = today.is_past_opening and today.is_working(today.on, calendar, weekly_off)
    return is_due and not has_today


def causes_of_day(day: DayFacts) -> list[Cause]:
    """List what is wrong with a closed day; nothing where it is clean."""
    found = [] if day.agrees else [Cause("figures")]
    gap = day.difference_paise or 0
    if gap:
        found.append(Cause("short" if gap < 0 else "excess", {"amount": abs(gap)}))
    if day.days_above > day.limit_days:
        found.append(Cause("above_limit", {"number": day.days_above}))
    if day.review in ("sent_back", "replied", "spot_check"):
        found.append(Cause(day.review))
    if day.is_uncounted:
        found.append(Cause("uncounted", {"number": 1}))
    if day.days_late:
        found.append(Cause("late_days", {"number": day.days_late}))
    for kind, number in (
        ("reversals", day.reversals),
        ("without_slip", day.without_slip),
        ("out_of_hours", day.out_of_hours),
        ("round_sums", day.round_sums if day.round_sums >= FEWEST_ROUND_SUMS else 0),
        ("rushed", day.rushed if is_rush(day) else 0),
    ):
        if number:
            found.append(Cause(kind, {"number": number}))
    return found


def is_rush(day: DayFacts) -> bool:
    """Say whether most of a day's entries were made in the last minutes before closing."""
    return day.rushed >= FEWEST_RUSHED and day.rushed * 2 >= day.vouchers


def causes_of_society(standing: Standing, today: Today) -> list[Cause]:
    """List what is wrong with a society as a whole."""
    if standing.last_on is None:
        return [Cause("not_started")]
    found = []
    where = (standing.calendar, standing.weekly_off, today)
    behind = days_behind(standing.last_on, *where)
    has_today = today.on in (standing.running_on, standing.last_on)
    if behind:
        found.append(Cause("behind", {"number": behind}))
    elif is_unopened(has_today, *where):
        found.append(Cause("not_opened"))
    if standing.suspense_paise:
        found.append(Cause("suspense", {"amount": standing.suspense_paise}))
    return found


@dataclass(frozen=True, slots=True)
class RoundLine:
    """One society on the round: how it stands, why, and its days that wait.

    ``day`` is the oldest of them, ``is_clean`` where nothing is wrong with it; ``bad_on`` is the
    oldest with which something is.
    """

    standing: Standing
    level: str
    causes: tuple[Cause, ...]
    day: DayFacts | None
    is_clean: bool
    bad_on: str | None

    @property
    def see_on(self) -> str | None:
        """The day to look at: one with which something is wrong, else the oldest, else the last."""
        return self.bad_on or (self.day.day_on if self.day else self.standing.last_on)

    def has(self, *kinds: str) -> bool:
        """Say whether one of these causes is there."""
        return any(cause.kind in kinds for cause in self.causes)


def judge(standing: Standing, waiting: Sequence[DayFacts], today: Today) -> RoundLine:
    """Judge a society by its days that wait, the oldest first.

    One tap verifies the oldest where nothing is wrong with that day itself.
    """
    by_day = [causes_of_day(day) for day in waiting]
    causes = _worst_first([*causes_of_society(standing, today), *chain.from_iterable(by_day)])
    level = causes[0].level if causes else FINE if waiting else VERIFIED
    bad_on = next((day.day_on for day, bad in zip(waiting, by_day, strict=True) if bad), None)
    oldest = waiting[0] if waiting else None
    is_clean = oldest is not None and oldest.day_on != bad_on
    return RoundLine(standing, level, causes, oldest, is_clean, bad_on)


def _worst_first(causes: Iterable[Cause]) -> tuple[Cause, ...]:
    found: dict[str, Cause] = {}
    for cause in causes:
        have = found.get(cause.kind)
        found[cause.kind] = cause if have is None else have.joined(cause)
    return tuple(sorted(found.values(), key=lambda one: _ORDER.index(one.kind)))


def exceptions_first(lines: Iterable[RoundLine]) -> list[RoundLine]:
    """Order a round: red, then what needs attention, then fine, then verified; the worst first."""

    def rank(line: RoundLine) -> tuple[int, int, int]:
        worst = line.causes[0] if line.causes else None
        kind = _ORDER.index(worst.kind) if worst else 0
        return (
            LEVELS.index(line.level),
            kind,
            -max(worst.params.values(), default=0) if worst else 0,
        )

    return sorted(lines, key=rank)


class Alike(NamedTuple):
    """Societies of one place that stand alike: how many they are, and what they share.

    ``waiting`` days of theirs wait for an officer; ``has_red_day`` where such a day is red itself.
    """

    place_id: int
    calendar: str
    weekly_off: int | None
    last_on: str | None
    has_today: int
    has_red_day: int
    societies: int
    waiting: int


@dataclass(slots=True)
class Tally:
    """How many societies of a place stand how; ``waiting`` counts days."""

    societies: int = 0
    up_to_date: int = 0
    late: int = 0
    red: int = 0
    not_started: int = 0
    waiting: int = 0

    def take(self, alike: Alike, today: Today) -> None:
        """Count societies that stand alike."""
        number = alike.societies
        self.societies += number
        self.waiting += alike.waiting
        if alike.last_on is None:
            self.not_started += number
            return
        where = (alike.calendar, alike.weekly_off, today)
        is_late = days_behind(alike.last_on, *where) > 0
        self.late += number * is_late
        self.up_to_date += number * (not is_late)
        is_red = is_late or alike.has_red_day or is_unopened(bool(alike.has_today), *where)
        self.red += number * bool(is_red)

    def __add__(self, other: Tally) -> Tally:
        """Add two places up."""
        return Tally(*(getattr(self, one) + getattr(other, one) for one in Tally.__slots__))
