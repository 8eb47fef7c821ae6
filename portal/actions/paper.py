"""What is read for paper: a voucher for its receipt, and a closed day for its sheet."""

from __future__ import annotations

import json
from dataclasses import dataclass, field
from typing import Any

from portal.actions.round import covered_by
from portal.domain.books import SheetIsNotMade
from portal.domain.dates import days_between, ist_on, show_on
from portal.domain.day import DayIsUnknown
from portal.storage import books, cash_count, days, people, seals
from portal.storage.cash_count import CountLine
from portal.storage.days import Act, Day
from portal.storage.engine import snapshot
from portal.storage.seals import Seal


@dataclass(frozen=True, slots=True)
class DaySheet:
    """All that the printed sheet of a closed day says. Money in paise."""

    day: Day
    seal: Seal
    count: list[CountLine]
    counted_paise: int
    counted_by: int | None
    counted_at: int | None
    blamed_id: int | None
    remark: str
    skipped: list[tuple[str, str]]
    kinds: list[tuple[str, int, int, int]]
    names: dict[int, tuple[str, str]]
    covers: list[str] = field(default_factory=list)
    covered_on: str | None = None
    counted_for: int | None = None

    @property
    def vouchers(self) -> int:
        """How many vouchers the day has."""
        return sum(number for _, _, _, number in self.kinds)

    @property
    def late_days(self) -> int:
        """How many days after its date the day was closed (D7)."""
        assert self.day.closed_at is not None
        return max(0, days_between(self.day.day_on, ist_on(self.day.closed_at)))


def day_sheet(society_id: int, on: str) -> DaySheet:
    """Read the sheet of a closed day.

    Raises DayIsUnknown (also for a holiday or an idle day, which have no sheet of their own) and
    SheetIsNotMade while the day is not closed.
    """
    with snapshot():
        day = days.day(society_id, on)
        if day is not None and day.status != "closed":
            raise SheetIsNotMade(on=show_on(on))
        seal = seals.seal_of_day(society_id, on)
        if day is None or seal is None:
            raise DayIsUnknown
        take = day.accepted_take
        acts = days.acts_on(society_id, on)
        counted, _ = _of_take(acts, "counted", take)
        _, blame = _of_take(acts, "difference_accepted", take)
        count = cash_count.take_lines(society_id, on, take) if take else []
        found = DaySheet(
            day, seal, count, cash_count.take_paise(count),
            counted.done_by if counted else None, counted.done_at if counted else None,
            blame.get("person"), blame.get("remark", ""),
            [(one_on, kind) for one_on, kind in json.loads(seal.body)["skipped"]],
            books.kinds_on(society_id, on), {}, covered_by(acts),
            days.counted_after(society_id, on) if day.is_uncounted else None,
            counted.on_behalf_of if counted else None,
        )  # fmt: skip
        ids = (day.opened_by, day.opened_on_behalf_of, day.closed_by, day.closed_on_behalf_of,
               found.counted_by, found.counted_for, found.blamed_id)  # fmt: skip
        found.names.update(people.names({one for one in ids if one is not None}))
        return found


def _of_take(acts: list[Act], kind: str, take: int | None) -> tuple[Act | None, dict[str, Any]]:
    """Return the last act of a kind that speaks of a take, and what it says."""
    for act in reversed(acts):
        if act.kind == kind:
            detail = json.loads(act.detail)
            if detail.get("take") == take:
                return act, detail
    return None, {}
