"""The officer's round, the check of one day, and the places of wider roles: reads and judges."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, field

from portal.actions.verification import workers_on
from portal.domain import heads
from portal.domain.dates import days_between, ist_on
from portal.domain.day import DayIsUnknown, Figures
from portal.domain.day_checks import Accepted, Check, DayRecord, day_checks
from portal.domain.round import (
    ATTENTION,
    FINE,
    RED,
    VERIFIED,
    DayFacts,
    PlaceIsOutOfReach,
    RoundLine,
    Tally,
    Today,
    exceptions_first,
    judge,
    today_at,
)
from portal.storage import calendar, days, delegations, places, round
from portal.storage import day_checks as reading
from portal.storage.days import Act, Day
from portal.storage.engine import snapshot
from portal.storage.places import Place, Society

BEHALF_ACTS = ("behalf_began", "behalf_ended")
REVIEW_ACTS = ("verified", "sent_back", "spot_check", "replied")
LISTED_BY_SOCIETY = ("block", "branch")


@dataclass(frozen=True, slots=True)
class Round:
    """The societies of a block or branch, exceptions first, and why nobody works today, if so."""

    lines: list[RoundLine]
    today: Today
    holiday: tuple[str, str] | None

    @property
    def counts(self) -> dict[str, int]:
        """Count the lines: red, attention, and fine (with what is verified already)."""
        found = Counter(one.level for one in self.lines)
        return {
            RED: found[RED], ATTENTION: found[ATTENTION], FINE: found[FINE] + found[VERIFIED]
        }  # fmt: skip

    @property
    def waiting(self) -> int:
        """Count the days that wait for an officer."""
        return sum(one.day.waiting for one in self.lines if one.day)


def round_of(level: str, place_id: int, at: int) -> Round:
    """Judge every society of a place as of an instant; a handful of statements for any number."""
    with snapshot():
        standings = round.standings(level, place_id)
        waiting = round.waiting_days(level, place_id)
        today = _today(at, (one.last_on for one in standings))
    lines = [judge(one, waiting.get(one.id, []), today) for one in standings]
    states = {"IN", *(code for one in standings for code in one.calendar.split("+"))}
    names = (today.holidays.get(code, {}).get(today.on) for code in sorted(states))
    return Round(exceptions_first(lines), today, next((one for one in names if one), None))


def _today(at: int, last_on: Iterable[str | None]) -> Today:
    today_on = ist_on(at)
    first_on = min((on for on in last_on if on is not None), default=today_on)
    return today_at(at, calendar.days_off_by_calendar(first_on, today_on))


@dataclass(frozen=True, slots=True)
class DayCheck:
    """One day as its officer sees it, with what was written about it.

    ``checks`` is empty for a day that isn't closed work. ``hands`` may not verify it.
    ``reopenings`` are the acts by which it was asked to be reopened.
    """

    day: Day
    checks: list[Check]
    history: list[Act]
    hands: frozenset[int]
    before_on: str | None
    after_on: str | None
    reopenings: list[Act] = field(default_factory=list)

    @property
    def is_to_review(self) -> bool:
        """A closed working day that is not verified yet."""
        return bool(self.checks) and self.day.review != "verified"

    def people(self) -> set[int]:
        """List everyone the page names."""
        return {act.done_by for act in self.history} | {
            one.params[key] for one in self.checks for key in ("name", "other") if key in one.params
        }


def day_check(society: Society, day_on: str) -> DayCheck:
    """Check one day of a society; raise DayIsUnknown."""
    with snapshot():
        day = days.day(society.id, day_on)
        if day is None:
            raise DayIsUnknown
        acts = days.acts_on(society.id, day_on)
        around = reading.around(society.id, day_on)
        hands: frozenset[int] = frozenset()
        checks: list[Check] = []
        if day.status == "closed" and day.is_working:
            hands = frozenset(workers_on(day))
            facts = round.facts_of_day(society.id, day_on)
            assert facts is not None
            checks = day_checks(facts, _record(society, day, facts, acts, around, hands))
    history = [act for act in acts if act.kind in REVIEW_ACTS]
    asked = [act for act in acts if act.kind == "reopening_asked"]
    return DayCheck(day, checks, history, hands, around.before_on, around.after_on, asked)


def _record(
    society: Society, day: Day, facts: DayFacts, acts: list[Act], around: reading.Around,
    hands: frozenset[int],
) -> DayRecord:  # fmt: skip
    society_id, on = day.society_id, day.day_on
    stands = reading.stands_at_end_of(society_id, on, heads.SUSPENSE + heads.PASS_THROUGH)
    assert day.closed_by is not None
    return DayRecord(
        opened_at=day.opened_at, opened_by=day.opened_by,
        closed_by=day.closed_by, delegated=_delegated(society_id, on, acts),
        days_opened_late=days_between(on, ist_on(day.opened_at)),
        stated=Figures(day.opening_paise, day.receipts_paise or 0, day.payments_paise or 0),
        stated_closing_paise=day.closing_paise or 0, previous_paise=around.previous_paise,
        booked=Figures(day.opening_paise, around.came_paise, around.went_paise),
        counted_paise=around.counted_paise, limit_paise=society.cash_limit_paise,
        accepted=_accepted(acts),
        series=reading.series_on(society_id, on),
        reversals=reading.reversals_on(society_id, on) if facts.reversals else [],
        without_slip=reading.without_slip_on(society_id, on) if facts.without_slip else [],
        suspense=[one for one in stands if one.head in heads.SUSPENSE],
        pass_through=[one for one in stands if one.head in heads.PASS_THROUGH], hands=hands,
        covers=covered_by(acts),
        covered_on=days.counted_after(society_id, on) or "" if facts.is_uncounted else "",
    )  # fmt: skip


def _delegated(society_id: int, day_on: str, acts: list[Act]) -> frozenset[tuple[int, int]]:
    """List who worked on a day on whose behalf: entering, opening, counting, closing."""
    found = {
        (one.done_by, one.on_behalf_of) for one in acts
        if one.on_behalf_of is not None and one.kind not in BEHALF_ACTS
    }  # fmt: skip
    return frozenset(found | delegations.pairs_on(society_id, day_on))


def covered_by(acts: list[Act]) -> list[str]:
    """List the days without a count that a closed day's count covers, by its acts."""
    closed = next((act for act in reversed(acts) if act.kind == "closed"), None)
    return list(json.loads(closed.detail).get("covers", [])) if closed else []


def _accepted(acts: list[Act]) -> Accepted | None:
    for act in reversed(acts):
        if act.kind == "difference_accepted":
            detail = json.loads(act.detail)
            return Accepted(detail["person"], detail["remark"])
    return None


def request_of(act: Act) -> int:
    """Return the number of the request to reopen that an act is about."""
    return int(json.loads(act.detail)["request"])


def remark_of(act: Act) -> str:
    """Return the words an officer or a society wrote with an act; '' without any."""
    return str(json.loads(act.detail).get("remark", ""))


@dataclass(frozen=True, slots=True)
class Child:
    """A place right below another, and how its societies stand."""

    place: Place
    tally: Tally


@dataclass(frozen=True, slots=True)
class View:
    """A place as wider roles see it: the way down to it, and the places below it.

    ``children`` go from the most red to the least; ``total`` adds up those of the first level, so
    that a state's banks are not counted beside its divisions.
    """

    path: list[round.PlaceRow]
    children: list[Child]
    total: Tally

    @property
    def place(self) -> round.PlaceRow:
        """The place itself."""
        return self.path[-1]


def place_within(own: Place, code: str) -> list[round.PlaceRow]:
    """Return the way from one's own place down to the place of a code ('' is one's own).

    Raises PlaceIsOutOfReach for anything that doesn't lie within it (P9).
    """
    wanted = places.place(code) if code else own
    path = round.path_of(wanted.id) if wanted else []
    ids = [one.id for one in path]
    if own.id not in ids:
        raise PlaceIsOutOfReach
    return path[ids.index(own.id) :]


def view_of(path: list[round.PlaceRow], at: int) -> View:
    """Count how the societies of the places below one stand, the same way the round judges them."""
    place = path[-1]
    with snapshot():
        below = places.places_under(place.id)
        levels = list(dict.fromkeys(one.level for one in sorted(below, key=_width)))
        found = {
            level: round.alike_by_place(level, place.level, place.id, ist_on(at))
            for level in levels
        }
        today = _today(at, (one.last_on for alike in found.values() for one in alike))
    tallies: dict[int, Tally] = {one.id: Tally() for one in below}
    for alike in (one for level in levels for one in found[level]):
        if alike.place_id in tallies:
            tallies[alike.place_id].take(alike, today)
    children = [Child(one, tallies[one.id]) for one in below]
    children.sort(key=lambda one: (levels.index(one.place.level), -one.tally.red, -one.tally.late))
    total = sum((one.tally for one in children if one.place.level == levels[0]), Tally())
    return View(path, children, total)


def _width(place: Place) -> int:
    return ("state", "division", "district", "block", "bank", "branch").index(place.level)
