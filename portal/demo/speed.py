"""How fast the demo is built: the figure that the bench prints."""

from __future__ import annotations

import time
from collections.abc import Callable

from portal.actions.people import Safeguards
from portal.demo.build import DemoOptions, build_demo
from portal.gateways.ports import Sealer

DAYS_OF_A_WEEK = 6


def measure_build(
    options: DemoOptions, sealer: Sealer, guards: Safeguards, now_ms: int,
    say: Callable[[str], None],
) -> float:  # fmt: skip
    """Build the demo on an empty migrated database; say and return seconds per society-week.

    A society-week is six working days of one society.
    """
    began = time.perf_counter()
    built = build_demo(options, sealer, guards, now_ms, lambda line: None)
    took = time.perf_counter() - began
    weeks = built.societies * options.days / DAYS_OF_A_WEEK
    per_week = took / weeks if weeks else 0.0
    say(
        f"demo: {built.societies} societies, {built.members} members, {built.vouchers} vouchers in "
        f"{took:.1f} s; {per_week:.2f} s a society-week, {built.vouchers / took:.0f} vouchers a "
        "second"
    )
    return per_week
