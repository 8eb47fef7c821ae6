"""Business dates as ISO text, financial years from April to March, and instants shown in IST."""

from __future__ import annotations

import re
from datetime import date, timedelta

from portal.domain.refusals import N_, Refusal
from portal.domain.text import clean, latin_digits

WEEKDAYS_HI = ("सोमवार", "मंगलवार", "बुधवार", "गुरुवार", "शुक्रवार", "शनिवार", "रविवार")
WEEKDAYS_EN = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")
MONTHS_HI = (
    "जनवरी", "फ़रवरी", "मार्च", "अप्रैल", "मई", "जून",
    "जुलाई", "अगस्त", "सितंबर", "अक्टूबर", "नवंबर", "दिसंबर",
)  # fmt: skip
"""Months in order: January is at 0."""
MONTHS_EN = (
    "January", "February", "March", "April", "May", "June",
    "July", "August", "September", "October", "November", "December",
)  # fmt: skip

DAY_MS = 86_400_000
_FIRST_MONTH_OF_FY = 4
_YEARS_TAKEN = range(1900, 2100)
_IST_AHEAD_MS = 19_800_000  # five hours and a half
_MINUTE_MS = 60_000
_EPOCH = date(1970, 1, 1)

_DAY_FIRST = re.compile(r"([0-9]{1,2})([-/.])([0-9]{1,2})\2([0-9]{4})")
_YEAR_FIRST = re.compile(r"([0-9]{4})-([0-9]{2})-([0-9]{2})")


class DateIsEmpty(Refusal):
    """No date was written."""

    message = N_("Write the date.")
    status = 422


class DateIsNotADate(Refusal):
    """What was written is no day of the calendar, or its year has not four digits."""

    message = N_("This is not a date. Write day, month and year like 22-11-2026.")
    status = 422


def parse_on(text: str) -> str:
    """Read a typed date: dd-mm-yyyy (also with / or .) or yyyy-mm-dd, in either script's digits.

    Raises DateIsEmpty, or DateIsNotADate for a day that does not exist, for a year of two digits
    and for years before 1900 or after 2099.
    """
    typed = latin_digits(clean(text))
    if not typed:
        raise DateIsEmpty
    if read := _DAY_FIRST.fullmatch(typed):
        day, month, year = int(read[1]), int(read[3]), int(read[4])
    elif read := _YEAR_FIRST.fullmatch(typed):
        year, month, day = int(read[1]), int(read[2]), int(read[3])
    else:
        raise DateIsNotADate
    if year not in _YEARS_TAKEN:
        raise DateIsNotADate
    try:
        return date(year, month, day).isoformat()
    except ValueError:
        raise DateIsNotADate from None


def show_on(on: str) -> str:
    """A business date as people write it: 22-11-2026."""
    return f"{on[8:]}-{on[5:7]}-{on[:4]}"


def weekday(on: str) -> int:
    """The day of the week, Monday 0 to Sunday 6."""
    return date.fromisoformat(on).weekday()


def days_between(first_on: str, last_on: str) -> int:
    """Days from the first date to the last; below zero if the last comes first."""
    return (date.fromisoformat(last_on) - date.fromisoformat(first_on)).days


def next_on(on: str) -> str:
    """The day after."""
    return _moved(on, 1)


def previous_on(on: str) -> str:
    """The day before."""
    return _moved(on, -1)


def days_after(on: str, days: int) -> str:
    """The date so many days after another; before it where days are below zero."""
    return _moved(on, days)


def dates_from(first_on: str, last_on: str) -> list[str]:
    """All dates from the first to the last, both included; none if the last comes first."""
    return [_moved(first_on, days) for days in range(days_between(first_on, last_on) + 1)]


def financial_year(on: str) -> int:
    """The year in which the date's financial year (April to March) began."""
    year = int(on[:4])
    return year if int(on[5:7]) >= _FIRST_MONTH_OF_FY else year - 1


def fy_label(fy: int) -> str:
    """A financial year as it is written: 2026-27."""
    return f"{fy}-{(fy + 1) % 100:02d}"


def fy_range(fy: int) -> tuple[str, str]:
    """First and last date of a financial year."""
    return f"{fy}-04-01", f"{fy + 1}-03-31"


def begins_at(on: str) -> int:
    """The instant, in UTC milliseconds, at which a date begins in India."""
    return days_between(_EPOCH.isoformat(), on) * DAY_MS - _IST_AHEAD_MS


def ist_on(at_ms: int) -> str:
    """The date in India at an instant given in UTC milliseconds."""
    days = divmod(at_ms + _IST_AHEAD_MS, DAY_MS)[0]
    return (_EPOCH + timedelta(days=days)).isoformat()


def ist_time(at_ms: int) -> str:
    """The time in India at an instant given in UTC milliseconds: 14:05."""
    minutes = divmod((at_ms + _IST_AHEAD_MS) % DAY_MS, _MINUTE_MS)[0]
    hour, minute = divmod(minutes, 60)
    return f"{hour:02d}:{minute:02d}"


def ist_moment(at_ms: int) -> str:
    """Date and time in India at an instant given in UTC milliseconds: 22-11-2026 14:05."""
    return f"{show_on(ist_on(at_ms))} {ist_time(at_ms)}"


def _moved(on: str, days: int) -> str:
    return (date.fromisoformat(on) + timedelta(days=days)).isoformat()
