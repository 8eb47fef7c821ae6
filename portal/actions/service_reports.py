"""Gathering the reports of the counter: what was done, whom it reached, what waits at whom."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field

from portal.domain.application_forms import WHOM
from portal.domain.counter_register import Share, digital_percent
from portal.domain.dates import days_after
from portal.domain.service_reports import Done, People, Period, add, people, shares, together
from portal.storage import people_reached as reaching
from portal.storage import places
from portal.storage import service_reports as stored
from portal.storage.application_forms import application_forms
from portal.storage.engine import snapshot
from portal.storage.people_reached import Pending, Waiting
from portal.storage.places import REACH, Place, Society
from portal.storage.service_reports import SOCIETY, Scope

LONG_DAYS = 30
_WIDTHS = ("state", "division", "district", "block", "branch", "bank")


@dataclass(frozen=True, slots=True)
class Below:
    """A place or a society right below another, and what was paid there."""

    place: Place | Society
    count: int
    paise: int
    digital_percent: int | None

    @property
    def is_society(self) -> bool:
        """Whether it is a society."""
        return isinstance(self.place, Society)


@dataclass(frozen=True, slots=True)
class ServicesReport:
    """What was done in a period, most often first; ``commission`` is by head as booked.

    ``handed_back`` is how often and how much was cancelled and goes back to customers.
    """

    lines: list[Done]
    total: Done
    shares: list[Share]
    commission: dict[int, int]
    handed_back: tuple[int, int]
    below: list[Below] = field(default_factory=list)

    @property
    def digital_percent(self) -> int | None:
        """The share of money that moved without cash (F17), None where none moved."""
        return digital_percent(self.shares)


def services_of(scope: Scope, period: Period) -> ServicesReport:
    """Add up a period for a society or a place; a dozen statements for any number of societies."""
    with snapshot():
        found = [
            *stored.fees(scope, period), *stored.bills(scope, period),
            *stored.aeps(scope, period), *stored.applications(scope, period),
            *stored.pensions(scope, period), stored.by_hand(scope, period),
        ]  # fmt: skip
        wallet = stored.wallet(scope, period)
        commission = stored.commission(scope, period)
        back = stored.handed_back(scope, period)
        level, below = _below(scope)
        moved = stored.moved_below(_column(level), scope, period) if below else []
    lines = [one for one in together(found).values() if one.count or one.own_paise]
    lines.sort(key=lambda one: (-one.count, -one.own_paise, one.what))
    total = Done("", 0)
    for one in lines:
        total = add(total, one)
    return ServicesReport(
        lines,
        total,
        shares(total, wallet),
        commission,
        back,
        _paid_below(below, moved),
    )


def _below(scope: Scope) -> tuple[str, dict[int, Place | Society]]:
    """Return the places right below, of the widest level; of a block or branch its societies."""
    if scope.level == SOCIETY:
        return "", {}
    if scope.level in ("block", "branch"):
        return SOCIETY, {one.id: one for one in places.societies_in(scope.level, scope.id)}
    found = sorted(places.places_under(scope.id), key=lambda one: _WIDTHS.index(one.level))
    level = found[0].level if found else ""
    return level, {one.id: one for one in found if one.level == level}


def _column(level: str) -> str:
    return "id" if level == SOCIETY else REACH[level]


def _paid_below(
    below: dict[int, Place | Society], moved: Iterable[stored.Moved]
) -> list[Below]:  # fmt: skip
    sums: dict[int, dict[str, stored.Moved]] = {}
    for one in moved:
        sums.setdefault(one.place_id, {})[one.mode] = one
    found = []
    for place_id, place in below.items():
        mine = sums.get(place_id, {}).values()
        total = Done(
            "", sum(one.many for one in mine), **{f"{one.mode}_paise": one.paise for one in mine}
        )
        paise = sum(one.paise for one in mine)
        found.append(Below(place, total.count, paise, digital_percent(shares(total, 0))))
    return sorted(found, key=lambda one: -one.count)


def people_of(scope: Scope, period: Period) -> People:
    """Count whom the counter reached in a period, each person once; two statements."""
    with snapshot():
        return people(reaching.people(scope, period), reaching.unwritten(scope, period))


@dataclass(frozen=True, slots=True)
class AtWhom:
    """What waits at one of those whose turn it is, and since when the oldest does."""

    whom: str
    count: int
    oldest_on: str
    old: int


@dataclass(frozen=True, slots=True)
class WaitsBelow:
    """A place or a society right below another, and what waits there."""

    place: Place | Society
    count: int
    oldest_on: str
    old: int

    @property
    def is_society(self) -> bool:
        """Whether it is a society."""
        return isinstance(self.place, Society)


@dataclass(frozen=True, slots=True)
class PendingReport:
    """What waits at whom, the longest first; ``due`` have a reminder that came."""

    at_whom: list[AtWhom]
    due: int
    certificates: int
    listed: list[Pending]
    has_more: bool
    below: list[WaitsBelow]

    @property
    def count(self) -> int:
        """How many applications wait."""
        return sum(one.count for one in self.at_whom)


def pending_of(
    scope: Scope, today_on: str, whom: str, most: int, after: int = 0
) -> PendingReport:  # fmt: skip
    """Gather the open applications; ``whom`` '' lists them all. Six statements at most."""
    long_since_on = days_after(today_on, -LONG_DAYS)
    with snapshot():
        found = reaching.waiting(scope, long_since_on, today_on)
        at = {(one.chain, one.state): _whose_turn(one) for one in found}
        wanted = [key for key, turn in at.items() if whom in ("", turn)]
        listed = reaching.pending(scope, wanted, most + 1, after) if wanted else []
        certificates = reaching.pensioners_due(scope, days_after(today_on, LONG_DAYS))
        level, below = _below(scope)
        sums = reaching.waiting_below(_column(level), scope, long_since_on) if below else []
    return PendingReport(
        _at_whom(found), sum(one.due for one in found), certificates, listed[:most],
        len(listed) > most,
        [WaitsBelow(below[one.place_id], *one[1:]) for one in sorted(sums, key=_most_first)
         if one.place_id in below],
    )  # fmt: skip


def _most_first(one: reaching.WaitingBelow) -> int:
    return -one.many


def _whose_turn(one: Waiting) -> str:
    return application_forms().state(one.state, one.chain).at_whom


def _at_whom(found: Iterable[Waiting]) -> list[AtWhom]:
    sums: dict[str, AtWhom] = {}
    for one in found:
        whom = _whose_turn(one)
        known = sums.get(whom, AtWhom(whom, 0, one.oldest_on, 0))
        sums[whom] = AtWhom(
            whom, known.count + one.many, min(known.oldest_on, one.oldest_on),
            known.old + one.old,
        )  # fmt: skip
    order = {whom: at for at, whom in enumerate(WHOM)}
    return sorted(sums.values(), key=lambda one: order.get(one.whom, len(order)))
