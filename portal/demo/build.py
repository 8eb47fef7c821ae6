"""Builds the demo: a believable district at work, the same for the same seed and date."""

from __future__ import annotations

import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass

from portal.actions.people import Safeguards
from portal.actions.seals import witness_seals
from portal.demo.hours import instant
from portal.demo.rules import propose_change
from portal.demo.society import make_society
from portal.demo.staff import add_officials
from portal.demo.stories import HOME_CODE, Plan, plans
from portal.domain.dates import days_after, ist_on
from portal.gateways.ports import Sealer, WitnessLine
from portal.storage import places
from portal.storage.engine import write_transaction
from portal.storage.places import Society

_HOUR_OF_ANOTHER_DAY = 14
_RULE_IN_DAYS = 30


class KeysRememberAnother(RuntimeError):
    """The key folder holds seals of societies that this database doesn't have."""


@dataclass(frozen=True, slots=True)
class DemoOptions:
    """What to build: ``days`` are working days before today, ``on`` is today where it isn't now.

    ``members`` is how large each register is; 0: by the society, 500 to 5,000.
    """

    societies: int = 12
    days: int = 24
    members: int = 0
    seed: int = 1
    on: str | None = None


@dataclass(frozen=True, slots=True)
class DemoSummary:
    """What was built."""

    societies: int
    vouchers: int
    members: int
    today_on: str


@dataclass(frozen=True, slots=True)
class _Remembered:
    seal_no: int = 10**12
    day_on: str = ""
    hash: str = ""


class WitnessLater:
    """Signs as the real sealer does, but leaves the witness log until the society is stored."""

    def __init__(self, sealer: Sealer) -> None:
        """Sign with this one's key."""
        self._sealer = sealer
        self.key_id = sealer.key_id

    def sign(self, body: bytes) -> bytes:
        """Sign a day's head."""
        return self._sealer.sign(body)

    def has_signed(self, body: bytes, signature: bytes, key_id: str) -> bool:
        """Say whether a known key signed these bytes."""
        return self._sealer.has_signed(body, signature, key_id)

    def mark(self, body: bytes) -> bytes:
        """Return the keyed digest of a body."""
        return self._sealer.mark(body)

    def witnessed(self, society_code: str) -> Sequence[WitnessLine]:
        """Say that nothing is missing, so that nothing is written yet."""
        return (_Remembered(),)

    def witness(
        self, society_code: str, seal_no: int, day_on: str, seal_hash: str, at: int
    ) -> None:
        """Leave it for later."""


def has_demo() -> bool:
    """Say whether the demo is in the database: its first society, which is built last, is there."""
    return places.society(HOME_CODE) is not None


def build_demo(
    options: DemoOptions, sealer: Sealer, guards: Safeguards, now_ms: int,
    say: Callable[[str], None],
) -> DemoSummary:  # fmt: skip
    """Build the demo and say how it goes; needs a migrated database with its reference data.

    Each society is one transaction: after an interruption the rest is built by the next run. A
    database that has the demo stays as it is. Raises KeysRememberAnother before anything is done.
    """
    today_on, now = _today(options, now_ms)
    if has_demo():
        say("The demo is already there.")
        return DemoSummary(0, 0, 0, today_on)
    wanted = plans(max(options.societies, 1))
    _require_own_keys(wanted, sealer)
    write_transaction(lambda: add_officials(guards, instant(today_on, 0)))
    propose_change(days_after(today_on, _RULE_IN_DAYS), today_on, now)
    vouchers = members = 0
    began = time.perf_counter()
    for plan in wanted:
        found = places.society(plan.code)
        if found is None:
            found, number = _make(plan, options, today_on, now, sealer, guards)
            vouchers += number
            members += options.members or plan.members
            say(
                f"{plan.code} {plan.name.hi}: {options.members or plan.members} members, "
                f"{number} vouchers"
            )
        witness_seals(found.id, found.code, sealer)
    took = time.perf_counter() - began
    say(f"{len(wanted)} societies, {members} members, {vouchers} vouchers in {took:.1f} s")
    return DemoSummary(len(wanted), vouchers, members, today_on)


def _today(options: DemoOptions, now_ms: int) -> tuple[str, int]:
    today_on = ist_on(now_ms)
    if options.on in (None, today_on):
        return today_on, now_ms
    assert options.on is not None
    return options.on, instant(options.on, _HOUR_OF_ANOTHER_DAY)


def _require_own_keys(wanted: list[Plan], sealer: Sealer) -> None:
    for plan in wanted:
        if places.society(plan.code) is None and sealer.witnessed(plan.code):
            raise KeysRememberAnother(
                f"the key folder remembers seals of {plan.code}, which this database doesn't have: "
                "begin the demo with an empty ROKAD_KEY_DIR"
            )


def _make(
    plan: Plan, options: DemoOptions, today_on: str, now: int, sealer: Sealer, guards: Safeguards
) -> tuple[Society, int]:
    return write_transaction(
        lambda: make_society(
            plan,
            options.seed,
            max(options.days, 1),
            options.members or plan.members,
            today_on,
            now,
            WitnessLater(sealer),
            guards,
        )
    )
