"""What holds a voucher or a day in its year: the edge of the year, and its lock."""

from __future__ import annotations

from portal.domain.dates import financial_year, fy_label, show_on
from portal.domain.daybook import Draft
from portal.domain.people import Doer
from portal.domain.year_edge import (
    ADJUSTMENT,
    AdjustmentIsOfItsYear,
    DayIsBeforeTheEdge,
    EdgeIsNotOpen,
    EdgeIsOver,
    YearEdge,
    YearIsLocked,
    check_adjustment,
    edge_on,
)
from portal.storage import year_edge
from portal.storage.days import Day
from portal.storage.reference import chart


def require_its_year(doer: Doer, day: Day, draft: Draft) -> None:
    """Let an adjustment be posted into its open edge alone, and nothing else into an edged year.

    Days of the running year cost nothing. Raises YearIsLocked, DayIsBeforeTheEdge, EdgeIsNotOpen,
    EdgeIsOver and what ``check_adjustment`` raises.
    """
    if draft.kind == ADJUSTMENT:
        check_adjustment(draft, chart())
        require_open_edge(day.society_id, day.day_on, doer.today_on)
    elif financial_year(day.day_on) < financial_year(doer.today_on):
        require_unlocked(day.society_id, day.day_on)


def require_unlocked(society_id: int, day_on: str) -> None:
    """Refuse a day of a year that is locked or being adjusted.

    Raises YearIsLocked, DayIsBeforeTheEdge.
    """
    found = year_edge.edge_over(society_id, day_on)
    if found is None:
        return
    if not found.is_open:
        raise YearIsLocked(year=fy_label(found.fy))
    raise DayIsBeforeTheEdge(year=fy_label(found.fy), on=show_on(day_on))


def require_open_edge(society_id: int, day_on: str, today_on: str) -> YearEdge:
    """Return the open edge of a 31 March; raise EdgeIsNotOpen, YearIsLocked, EdgeIsOver."""
    fy = financial_year(day_on)
    found = year_edge.edge(society_id, fy)
    if found is None or day_on != edge_on(fy):
        raise EdgeIsNotOpen
    if not found.is_open:
        raise YearIsLocked(year=fy_label(fy))
    if found.is_over(today_on):
        raise EdgeIsOver(year=fy_label(fy), on=show_on(found.until_on))
    return found


def require_not_in_open_edge(society_id: int, kind: str, fy: int) -> None:
    """Refuse to correct an adjustment on the open day while its own edge is open.

    Raises AdjustmentIsOfItsYear.
    """
    if kind != ADJUSTMENT:
        return
    found = year_edge.edge(society_id, fy)
    if found is not None and found.is_open:
        raise AdjustmentIsOfItsYear(year=fy_label(fy))
