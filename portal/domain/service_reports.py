"""What the counter did in a day or a month, and whom it reached: for a society or a whole place.

Nothing here names a person: these are sums. Money is in paise.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from portal.domain.counter_register import Share, share_percent
from portal.domain.dates import next_on, parse_on, previous_on
from portal.domain.members import CATEGORIES, FARMER_TYPES, SEXES
from portal.domain.refusals import N_, Refusal
from portal.domain.text import clean, latin_digits

#: Lines of the report that are no service of the menu: what was not said to be one.
BILLS, BY_HAND, PENSIONS_PAID, FEES = "bills", "by_hand", "pensions_paid", "fees"
CERTIFICATE = "pension-039"
YOUNG_FROM, YOUNG_TO = 18, 35
AGES = (YOUNG, OTHER_AGE, UNKNOWN_AGE) = ("young", "other", "")
_MONTH = re.compile(r"((?:19|20)[0-9]{2})-(0[1-9]|1[0-2])")


class PeriodIsWrong(Refusal):
    """A report is of a month or of one day."""

    message = N_("Choose a month like 2026-11, or a day like 24-11-2026.")
    status = 422
    field = "month"


@dataclass(frozen=True, slots=True)
class Period:
    """Days from the first to the last, both included: a month or one day."""

    first_on: str
    last_on: str

    @property
    def is_day(self) -> bool:
        """Whether it is one day."""
        return self.first_on == self.last_on

    @property
    def code(self) -> str:
        """How an address writes it: 2026-11 or 2026-11-24."""
        return self.first_on if self.is_day else self.first_on[:7]

    def before(self) -> Period:
        """The month or day before."""
        on = previous_on(self.first_on)
        return Period(on, on) if self.is_day else month_of(on)

    def after(self) -> Period:
        """The month or day after."""
        on = next_on(self.last_on)
        return Period(on, on) if self.is_day else month_of(on)

    def until(self, last_on: str) -> Period:
        """The same, ending earlier where a later day may not be shown."""
        return Period(self.first_on, min(self.last_on, last_on))


def month_of(on: str) -> Period:
    """Return the month of a date."""
    year, month = int(on[:4]), int(on[5:7])
    first = date(year, month, 1)
    later = date(year + month // 12, month % 12 + 1, 1)
    return Period(first.isoformat(), previous_on(later.isoformat()))


def read_period(typed: str, today_on: str) -> Period:
    """Read a month or a day, in the digits of either script; nothing is this month.

    Raises PeriodIsWrong.
    """
    text = latin_digits(clean(typed[:40]))
    if not text:
        return month_of(today_on)
    if found := _MONTH.fullmatch(text):
        return month_of(f"{found[0]}-01")
    try:
        on = parse_on(text)
    except Refusal:
        raise PeriodIsWrong from None
    return Period(on, on)


@dataclass(frozen=True, slots=True)
class Done:
    """How often something was done: ``own_paise`` is our fee, ``passed_paise`` goes on to others.

    ``what`` is a service of the menu or one of this module's lines. ``cash_paise``,
    ``upi_paise`` and ``aeps_paise`` say how the customer's money moved.
    """

    what: str
    count: int
    own_paise: int = 0
    passed_paise: int = 0
    cash_paise: int = 0
    upi_paise: int = 0
    aeps_paise: int = 0


def together(found: Iterable[Done]) -> dict[str, Done]:
    """Add up what is of the same service."""
    sums: dict[str, Done] = {}
    for one in found:
        known = sums.get(one.what, Done(one.what, 0))
        sums[one.what] = add(known, one)
    return sums


def add(one: Done, other: Done) -> Done:
    """Add another line to one, under its name."""
    return Done(
        one.what, one.count + other.count, one.own_paise + other.own_paise,
        one.passed_paise + other.passed_paise, one.cash_paise + other.cash_paise,
        one.upi_paise + other.upi_paise, one.aeps_paise + other.aeps_paise,
    )  # fmt: skip


def shares(total: Done, wallet_paise: int) -> list[Share]:
    """Say how customers' money moved (F17), as the day's register of the counter does."""
    moved = {
        "cash": total.cash_paise, "upi": total.upi_paise, "aeps": total.aeps_paise,
        "wallet": wallet_paise,
    }  # fmt: skip
    whole = sum(moved.values())
    return [Share(mode, 0, paise, share_percent(paise, whole)) for mode, paise in moved.items()]


@dataclass(frozen=True, slots=True)
class Alike:
    """People of a register (0 members, 1 others) who are alike in what the report asks.

    ``age`` is 'young' (18 to 35), 'other', or '' where nobody asked.
    """

    register: int
    sex: str
    category: str
    farmer_type: str
    age: str
    count: int


#: Members, and other villagers.
Pair = tuple[int, int]


@dataclass(frozen=True, slots=True)
class People:
    """Whom the counter reached, each counted once, as members and as other villagers.

    The key '' of each part is: not asked. ``unwritten`` counts work for people who stand in no
    register, who can't be counted once each.
    """

    total: Pair
    sex: dict[str, Pair]
    work: dict[str, Pair]
    category: dict[str, Pair]
    age: dict[str, Pair]
    unwritten: int


def people(found: Iterable[Alike], unwritten: int) -> People:
    """Add up people by sex, work, category and age."""
    found = list(found)
    return People(
        _pair(found),
        {key: _pair(one for one in found if one.sex == key) for key in (*SEXES, "")},
        {key: _pair(one for one in found if one.farmer_type == key) for key in (*FARMER_TYPES, "")},
        {key: _pair(one for one in found if one.category == key) for key in (*CATEGORIES, "")},
        {key: _pair(one for one in found if one.age == key) for key in AGES},
        unwritten,
    )  # fmt: skip


def _pair(found: Iterable[Alike]) -> Pair:
    members = others = 0
    for one in found:
        if one.register:
            others += one.count
        else:
            members += one.count
    return members, others


def born_between(on: str) -> tuple[str, str]:
    """Return the birth dates of whoever is 18 to 35 on a day: after the first, up to the second."""
    return _years_before(on, YOUNG_TO + 1), _years_before(on, YOUNG_FROM)


def _years_before(on: str, years: int) -> str:
    return f"{int(on[:4]) - years:04d}{on[4:]}"
