"""The one clock. Business dates come from the open day, never from here."""

from __future__ import annotations

import time


class Clock:
    """Tells the instant in milliseconds UTC; tests set one of their own."""

    def now_ms(self) -> int:
        """Return this instant."""
        return time.time_ns() // 1_000_000


class SetClock(Clock):
    """A clock that stands still until it is moved (tests, demo)."""

    def __init__(self, at_ms: int) -> None:
        """Start at this instant."""
        self.at_ms = at_ms

    def now_ms(self) -> int:
        """Return the instant it is set to."""
        return self.at_ms

    def move(self, *, minutes: int = 0, days: int = 0) -> None:
        """Move forward (or back) by minutes and days."""
        self.at_ms += (days * 1440 + minutes) * 60_000
