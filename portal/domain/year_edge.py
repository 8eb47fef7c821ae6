"""The edge of a year: entries without cash dated 31 March, while April runs; then the year is
locked."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from portal.domain.dates import dates_from, financial_year, fy_range, next_on, show_on
from portal.domain.day import MOST_NAMED
from portal.domain.daybook import Draft, Line, VoucherIsEmpty
from portal.domain.heads import Chart
from portal.domain.refusals import N_, Refusal

ADJUSTMENT = "adjustment"
"""The kind of a voucher of the edge: numbered on its own, dated 31 March."""
OPEN, CLOSED = "open", "closed"
OPENED_ACT, PROLONGED_ACT, CLOSED_ACT = (
    "year_edge_opened", "year_edge_prolonged", "year_edge_closed",
)  # fmt: skip
_MONEY_GROUPS = (21, 22)


class EdgeIsNotOpen(Refusal):
    """Adjustments of a year are entered while its edge is open."""

    message = N_("The adjustments of the year are not open.")


class EdgeIsOpenAlready(Refusal):
    """The edge of a year is opened once."""

    message = N_("The adjustments of the year %(year)s are already open.")


class AnotherEdgeIsOpen(Refusal):
    """One edge at a time."""

    message = N_("First close the adjustments of the year %(year)s.")


class YearIsLocked(Refusal):
    """Nothing is dated any more in a year whose edge is closed."""

    message = N_(
        "The year %(year)s is locked. Nothing can be dated in it any more; "
        "put a mistake right on the open day."
    )


class YearHasNotEnded(Refusal):
    """The edge is that of the year that ended last."""

    message = N_("Only the year that ended last, %(year)s, can be adjusted and locked.")


class YearWasKeptElsewhere(Refusal):
    """Only a year whose last day was kept here has an edge here."""

    message = N_("The books here began after the year %(year)s, so there is nothing to adjust.")


class DaysOfYearAreOpen(Refusal):
    """All days of the year are closed before it is adjusted."""

    message = N_("First close these days of the year %(year)s: %(days)s.")


class EdgeIsOver(Refusal):
    """The time for adjustments has run out; the year can only be locked."""

    message = N_(
        "The time for adjustments of the year %(year)s ended on %(on)s. The year can only be "
        "locked now."
    )


class EdgeMovesNoMoney(Refusal):
    """An adjustment moves neither cash nor bank, for both stand as they were counted."""

    message = N_(
        "%(head)s is cash or bank. An adjustment of 31 March moves neither; "
        "enter this on the open day."
    )
    status = 422


class EdgeNeedsAReason(Refusal):
    """An adjustment says what it is for."""

    message = N_("Write what this adjustment is for.")
    status = 422
    field = "narration"


class AdjustmentIsOfItsYear(Refusal):
    """While the edge is open, an adjustment is taken back there."""

    message = N_(
        "The adjustments of the year %(year)s are open. Take this one back among them, "
        "not on the open day."
    )


class NotAnAdjustment(Refusal):
    """Only an adjustment of the open edge is taken back in it."""

    message = N_("This is no adjustment of the year that is open.")
    status = 404


class DayIsBeforeTheEdge(Refusal):
    """Days of a year stay closed once its edge is open."""

    message = N_(
        "The adjustments of the year %(year)s were opened, so the day %(on)s stays closed."
    )


@dataclass(frozen=True, slots=True)
class YearEdge:
    """The edge of a financial year; ``until_on`` is the last date on which it takes entries."""

    society_id: int
    fy: int
    day_on: str
    until_on: str
    state: str
    opened_at: int
    opened_by: int
    closed_at: int | None
    closed_by: int | None
    seal_no: int | None

    @property
    def is_open(self) -> bool:
        """Say whether it isn't closed."""
        return self.state == OPEN

    def is_over(self, today_on: str) -> bool:
        """Say whether its time has run out."""
        return today_on > self.until_on


def ended_year(today_on: str) -> int:
    """Return the financial year that ended last."""
    return financial_year(today_on) - 1


def edge_on(fy: int) -> str:
    """Return the date of a year's adjustments: its 31 March."""
    return fy_range(fy)[1]


def until_of(fy: int, month_day: str) -> str:
    """Return the last date on which a year is adjusted, from a setting such as '06-30'."""
    return f"{fy + 1}-{month_day}"


def days_missing(fy: int, last_closed_on: str, running_on: str | None) -> list[str]:
    """List the days of a year that are not closed yet, the oldest first."""
    end = edge_on(fy)
    first = running_on or next_on(last_closed_on)
    return dates_from(first, end) if first <= end else []


def named_days(days: Sequence[str]) -> str:
    """Name the first of some days, and say how many more there are."""
    shown = ", ".join(show_on(one) for one in days[:MOST_NAMED])
    rest = len(days) - MOST_NAMED
    return f"{shown} … (+{rest})" if rest > 0 else shown


def is_money(head: int, chart: Chart) -> bool:
    """Say whether a head is cash, bank, wallet or another of the groups 21 and 22."""
    found = chart[head]
    return found.is_cash or found.is_bank or head // 100 in _MONEY_GROUPS


def check_adjustment(draft: Draft, chart: Chart) -> None:
    """Refuse an adjustment that moves money or a register, or says nothing of what it is for.

    Raises EdgeMovesNoMoney, EdgeNeedsAReason, VoucherIsEmpty and what ``Chart.free`` raises.
    """
    if draft.kind != ADJUSTMENT or draft.mode != "none" or draft.till is not None:
        raise VoucherIsEmpty
    for line in draft.lines:
        require_no_money(line, chart)
        chart.free(line.head)
    if not draft.narration.strip():
        raise EdgeNeedsAReason


def require_no_money(line: Line, chart: Chart, field: str | None = None) -> None:
    """Refuse a line on cash or bank, at its field; raise EdgeMovesNoMoney."""
    if is_money(line.head, chart):
        raise EdgeMovesNoMoney(field=field, head=line.head)
