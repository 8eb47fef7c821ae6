"""A counter with a paid bill a day ago, its complaints, and lines that fail on demand."""

from __future__ import annotations

from collections.abc import Callable
from random import Random
from typing import Any

from portal.actions import complaint_lodging, complaints
from portal.actions.bill_settling import Line
from portal.domain.bill_complaints import Complaint, Raised
from portal.domain.bill_payments import UnitIsSilent
from portal.storage import complaints as stored
from portal.storage import engine
from tests.bills_world import Counter

DAY = 86_400


class Killed(BaseException):
    """The worker is killed at this point."""


class Unit:
    """The sandbox's client, of which single calls can be made to fail."""

    def __init__(self, client: Any) -> None:
        self._client = client
        self.faults: dict[str, list[BaseException | None]] = {}
        self.lodged: list[str] = []
        self.takes_s = 0
        self.passes: Callable[[int], None] = lambda _seconds: None

    def __getattr__(self, name: str) -> Any:
        def call(*asked: Any) -> Any:
            self.passes(self.takes_s)
            waiting = self.faults.get(name, [])
            fault = waiting.pop(0) if waiting else None
            if fault is not None:
                raise fault
            if name == "complain":
                self.lodged.append(asked[0])
            return getattr(self._client, name)(*asked)

        return call


class Desk:
    """A counter with a paid bill a day ago, and its complaints."""

    def __init__(self, counter: Counter, digits: str = "100") -> None:
        self.counter = counter
        self.order_id = counter.takes_for(digits)
        counter.settles()
        counter.passes(DAY + 60)
        self.unit = Unit(counter.unit)
        self.line = Line(self.unit, counter.world.clock.now_ms)

    def complains(self, kind: str = "wrong-amount", said: str = "२०० भरे, २० दिखे") -> int:
        world = self.counter.world
        done = complaints.raise_complaint(
            world.doer(), world.slip(), world.society_id, self.order_id, kind, said
        )
        return int(done.location.rsplit("/", 1)[1])

    def raised(self, complaint_id: int = 1) -> Raised:
        return complaints.file_of(self.counter.society_id, complaint_id).raised

    def follows(self) -> int:
        moved = complaint_lodging.follow_complaints(self.line)
        self.counter.must_agree()
        return moved

    def goes_on(self, most: int = 40) -> None:
        """Let the worker pass whenever something is due, until nothing is."""
        for _ in range(most):
            due_at = engine.value("SELECT MIN(next_at) FROM bill_complaint")
            if due_at is None:
                return
            clock = self.counter.world.clock
            clock.at_ms = max(clock.at_ms, due_at)
            self.follows()
        raise AssertionError("complaints don't come to an end")

    def told(self, complaint_id: int = 1) -> list[str]:
        return [one.state for one in stored.events(self.counter.society_id, complaint_id)]

    def theirs(self) -> list[Complaint]:
        return list(self.counter.unit.disputes("2026-11-20", "2026-12-31"))


class Rough:
    """The sandbox's client on a line that loses and dies by the dice."""

    def __init__(self, client: Any, dice: Random) -> None:
        self._client, self._dice = client, dice

    def __getattr__(self, name: str) -> Any:
        def call(*asked: Any) -> Any:
            fault = self._dice.choice(("", "", "", "lost", "lost answer", "dies", "dies after"))
            if fault == "dies":
                raise Killed
            if fault == "lost":
                raise UnitIsSilent
            found = getattr(self._client, name)(*asked)
            if fault == "dies after":
                raise Killed
            if fault == "lost answer":
                raise UnitIsSilent
            return found

        return call
