"""What was found by comparing, for people: a society's last two weeks, a day, all societies."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from portal.actions.comparing import alarms
from portal.domain.bill_orders import HOUR
from portal.domain.comparison import Alarm, Counts, Run, alarm_kind
from portal.domain.comparison_words import what_to_do
from portal.domain.dates import dates_from, ist_on
from portal.storage import comparison as stored
from portal.storage.comparison import Item
from portal.storage.engine import snapshot
from portal.storage.places import Society

DAYS = 14
MOST_LINES = 60


@dataclass(frozen=True, slots=True)
class DayLine:
    """How a day stands: its comparisons, and the society's counts where it had payments."""

    paid_on: str
    run: Run | None
    counts: Counts | None

    @property
    def is_broken(self) -> bool:
        """Whether their list could not be read when it was last tried."""
        return self.run is not None and self.run.tried_at > self.run.good_at


def fortnight(society_id: int, now: int) -> list[DayLine]:
    """List a society's last fourteen days, today first."""
    last_on = ist_on(now)
    first_on = ist_on(now - (DAYS - 1) * 24 * HOUR)
    with snapshot():
        runs = stored.runs_since(first_on)
        counts = stored.counts_since(society_id, first_on)
    days = reversed(dates_from(first_on, last_on))
    return [DayLine(on, runs.get(on), counts.get(on)) for on in days]


@dataclass(frozen=True, slots=True)
class Found:
    """A difference, how our order stands by now, and what is to be done."""

    item: Item
    state_now: str

    @property
    def is_alarming(self) -> bool:
        """Whether money and state disagreed when it was found."""
        one = self.item
        return alarm_kind(one.kind, one.our_state, one.their_state) is not None

    @property
    def to_do(self) -> str:
        """What is to be done, as a message."""
        one = self.item
        is_ours = one.order_id is not None
        return what_to_do(one.kind, self.state_now, one.their_state, is_ours=is_ours)


@dataclass(frozen=True, slots=True)
class DayFound:
    """A society's day: when it was last compared, its counts, and all that differs."""

    paid_on: str
    line: DayLine
    found: list[Found]


def day_of(society_id: int, paid_on: str) -> DayFound:
    """Return what the last good comparison of a day found for a society, alarms first."""
    with snapshot():
        run = stored.runs_since(paid_on).get(paid_on)
        counts = stored.counts_since(society_id, paid_on).get(paid_on)
        last = stored.last_good(paid_on)
        items = stored.items_now(last, society_id) if last is not None else []
    found = sorted((Found(*one) for one in items), key=lambda one: not one.is_alarming)
    return DayFound(paid_on, DayLine(paid_on, run, counts), found)


@dataclass(frozen=True, slots=True)
class SocietyLine:
    """A society in the view of all: its sums of fourteen days and its alarms."""

    society: Society
    counts: Counts | None
    alarms: list[Alarm]

    @property
    def differing(self) -> int:
        """How many payments somebody has to look at."""
        return self.counts.differing if self.counts else 0


@dataclass(frozen=True, slots=True)
class Overview:
    """All societies of a reach, trouble first; ``more`` of them, all well, are not listed."""

    lines: list[SocietyLine]
    more: int
    alarms: int


def overview(societies: Sequence[Society], now: int) -> Overview:
    """Say how each society stands: alarms first, then differences, then by name."""
    ids = [one.id for one in societies]
    with snapshot():
        sums = stored.sums_since(ids, ist_on(now - (DAYS - 1) * 24 * HOUR))
        raised = alarms(ids, now)
    by_society: dict[int, list[Alarm]] = {}
    for one in raised:
        by_society.setdefault(one.society_id or 0, []).append(one)
    lines = [SocietyLine(one, sums.get(one.id), by_society.get(one.id, [])) for one in societies]
    lines.sort(key=lambda line: (-len(line.alarms), -line.differing))
    return Overview(lines[:MOST_LINES], max(0, len(lines) - MOST_LINES), len(raised))
