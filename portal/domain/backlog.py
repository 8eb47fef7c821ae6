"""Days behind: which they are, in strict order, and how late a day is (D2, D7, D8)."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from portal.domain.dates import dates_from, days_between, ist_on, next_on, previous_on, show_on
from portal.domain.day import SKIP_KINDS
from portal.domain.refusals import N_, Refusal

WORK = "work"
MOST_AT_ONCE = 14  # days that one page lists; the rest follow when these are done


class BacklogHasMoved(Refusal):
    """Days behind are done in strict order; meanwhile someone else has gone on."""

    message = N_(
        "Someone has gone on meanwhile: the books are done up to %(last)s. "
        "Nothing of what you just sent was stored; look at the days that are left."
    )


class NothingIsSaid(Refusal):
    """The first of the days behind must be named, or there is nothing to do."""

    message = N_("First say what %(on)s was.")
    status = 422


class DayIsNotPast(Refusal):
    """Only a day that is over may be closed without a count."""

    message = N_("Only a past day may be closed without a count. Today's cash is counted.")


class CountIsThere(Refusal):
    """Where cash was counted, the day is closed with that count."""

    message = N_("A count of this day is saved already. Close the day with it.")


def days_behind(last_closed_on: str, today_on: str) -> list[str]:
    """List every date after the last closed day and before today, the oldest first."""
    first = next_on(last_closed_on)
    return dates_from(first, previous_on(today_on)) if first < today_on else []


def days_late(day_on: str, closed_at: int | None, today_on: str) -> int:
    """How many days after its business date a day was closed, or is still not (D7)."""
    return max(0, days_between(day_on, ist_on(closed_at) if closed_at else today_on))


@dataclass(frozen=True, slots=True)
class Passed:
    """What a form of the backlog does: days without entries in order, and the day then opened."""

    kinds: tuple[tuple[str, str], ...]
    open_on: str | None

    @property
    def last_on(self) -> str:
        """The last date that is done or opened."""
        return self.open_on or self.kinds[-1][0]


def in_order(behind: list[str], said: Mapping[str, str]) -> Passed:
    """Take the days behind in order as far as something is said of each.

    Goes on to the first day with work, which is opened, or to the first of which nothing is said.
    Raises BacklogHasMoved where the form is about other days than these, NothingIsSaid.
    """
    if not behind or any(on < behind[0] for on in said):
        raise BacklogHasMoved(last=show_on(previous_on(behind[0])) if behind else "")
    kinds: list[tuple[str, str]] = []
    for on in behind:
        what = said.get(on, "")
        if what == WORK:
            return Passed(tuple(kinds), on)
        if what not in SKIP_KINDS:
            break
        kinds.append((on, what))
    if not kinds:
        raise NothingIsSaid(on=show_on(behind[0]), field=f"d{behind[0]}")
    return Passed(tuple(kinds), None)
