"""Which days are free and why: holidays of states, closures of places. The one place to ask."""

from __future__ import annotations

from portal.domain.dates import dates_from
from portal.storage.engine import rows
from portal.storage.places import Society

Names = tuple[str, str]
#: Free days by calendar ('IN', a state's code, or a place's key as text) and date.
DaysOff = dict[str, dict[str, Names]]

_HOLIDAYS = (
    "SELECT state_code AS calendar, holiday_on AS first_on, holiday_on AS last_on, name_hi, "
    "name_en, 1 AS is_holiday FROM holiday WHERE holiday_on BETWEEN ? AND ?"
)
_CLOSURES = (
    "SELECT CASE WHEN p.level = 'nation' THEN 'IN' ELSE CAST(p.id AS TEXT) END, c.first_on, "
    "c.last_on, c.name_hi, c.name_en, 0 FROM closure c JOIN place p ON p.id = c.place_id "
    "WHERE c.withdrawn_at IS NULL AND c.first_on <= ? AND c.last_on >= ?"
)
_CLOSED = "(SELECT z.place_id FROM closure z WHERE z.withdrawn_at IS NULL)"
_LEVELS = ("block_id", "district_id", "division_id", "state_id")
#: The calendars of a society ``s`` as one text: its state, and the places above it with closures.
CALENDAR = "s.state_code" + "".join(
    f" || CASE WHEN s.{one} IN {_CLOSED} THEN '+' || s.{one} ELSE '' END" for one in _LEVELS
)


def days_off(society: Society, first_on: str, last_on: str) -> dict[str, Names]:
    """Return the free days of a society in a range by date, with both names of why.

    They are its state's holidays and the closures of the places above it; the weekly day off is
    the society's own (``domain.day.is_working`` takes both).
    """
    above = [getattr(society, one) for one in _LEVELS]
    mine = {"IN", society.state_code, *(str(one) for one in above if one is not None)}
    found: dict[str, Names] = {}
    for calendar, free in days_off_by_calendar(first_on, last_on).items():
        if calendar in mine:
            found = free | found if calendar.isdecimal() else found | free
    return found


def days_off_by_calendar(first_on: str, last_on: str) -> DaysOff:
    """Return all free days of a range by calendar and date, with both names."""
    found: DaysOff = {}
    for calendar, begins_on, ends_on, name_hi, name_en, _ in rows(
        f"{_HOLIDAYS} UNION ALL {_CLOSURES} ORDER BY is_holiday",
        first_on, last_on, last_on, first_on,
    ):  # fmt: skip
        for on in dates_from(max(begins_on, first_on), min(ends_on, last_on)):
            found.setdefault(calendar, {})[on] = (name_hi, name_en)
    return found


def bank_holidays(state_code: str, first_on: str, last_on: str) -> dict[str, Names]:
    """Return the holidays on which a state's banks rest; a closure of societies is none."""
    return {on: (name_hi, name_en) for on, name_hi, name_en in rows(
        "SELECT holiday_on, name_hi, name_en FROM holiday WHERE state_code IN (?, 'IN') "
        "AND holiday_on BETWEEN ? AND ?",
        state_code, first_on, last_on,
    )}  # fmt: skip
