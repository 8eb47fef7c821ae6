"""When things happen at a counter: believable times of a society's day, as instants."""

from __future__ import annotations

from dataclasses import dataclass
from random import Random

from portal.domain.dates import begins_at

MINUTE = 60_000
_TODAY_ENDS = 17 * 60
_SHORTEST_TODAY = 40 * MINUTE


def instant(on: str, hour: int, minute: int = 0) -> int:
    """Return the instant of a date and time in India, in UTC milliseconds."""
    return begins_at(on) + (hour * 60 + minute) * MINUTE


@dataclass(frozen=True, slots=True)
class Hours:
    """The instants of one day's work."""

    opened_at: int
    first_at: int
    bank_at: int
    last_at: int
    counted_at: int
    closed_at: int

    def spread(self, source: Random, number: int) -> list[int]:
        """Draw the instants of so many entries, in order."""
        span = max((self.last_at - self.first_at) // 1000, 1)
        seconds = sorted(source.randrange(span) for _ in range(number))
        return [self.first_at + second * 1000 for second in seconds]


def of_a_usual_day(source: Random, on: str) -> Hours:
    """A day worked when it was due: opened after nine, closed before half past five."""
    opened = instant(on, 9, source.randint(4, 38)) + source.randrange(60) * 1000
    counted = instant(on, 16, source.randint(42, 59)) + source.randrange(60) * 1000
    return Hours(
        opened_at=opened,
        first_at=opened + 6 * MINUTE,
        bank_at=instant(on, 14, source.randint(5, 50)),
        last_at=instant(on, 16, 35),
        counted_at=counted,
        closed_at=counted + source.randint(7, 24) * MINUTE,
    )


def of_catching_up(source: Random, on: str, place: int) -> Hours:
    """A back day typed from paper on a later date ``on``; ``place`` is its turn, from 0."""
    opened = instant(on, 10, 20) + place * 52 * MINUTE + source.randrange(300) * 1000
    return Hours(
        opened_at=opened,
        first_at=opened + MINUTE,
        bank_at=opened + 28 * MINUTE,
        last_at=opened + 31 * MINUTE,
        counted_at=opened + 33 * MINUTE,
        closed_at=opened + source.randint(38, 44) * MINUTE,
    )


def of_today(source: Random, on: str, now: int) -> Hours:
    """The part of today that has passed: open since about ten past nine, nothing after now.

    Where now is earlier than that, the day began a while ago, but not before midnight.
    """
    midnight = instant(on, 0)
    until = max(min(now - MINUTE, instant(on, 0) + _TODAY_ENDS * MINUTE), midnight)
    opened = instant(on, 9, source.randint(6, 14)) + source.randrange(60) * 1000
    if opened > until - _SHORTEST_TODAY:
        opened = max(until - _SHORTEST_TODAY, midnight)
    first = min(opened + 5 * MINUTE, until)
    return Hours(opened, first, until, until, until, until)
