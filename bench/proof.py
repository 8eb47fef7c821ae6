"""How many vouchers a second the proof of the books checks."""

from __future__ import annotations

import time

from bench.stage import Stage, stages, today_on
from bench.table import Table
from portal.actions.proof import prove_society
from portal.domain.dates import next_on, previous_on
from portal.storage.daybook import balance
from portal.storage.engine import write_transaction

COMMAND = "python -m bench proof"
DAYS = 20
CODE = "KHR001"


def tables(*, is_full: bool = False) -> list[Table]:
    """Prove 20,000 vouchers on SQLite (100,000 where asked)."""
    number = 100_000 if is_full else 20_000
    with stages(("SQLite",)) as (stage,):
        took, vouchers = _filled(stage, number)
        began, cpu = time.perf_counter(), time.process_time()
        found = prove_society(CODE, stage.world.keys)
        seconds, spent = time.perf_counter() - began, time.process_time() - cpu
        assert found.is_whole, found.findings
        assert found.vouchers == vouchers
        table = Table(
            f"Proving the books on {stage.engine_name}", COMMAND + " --full" * is_full,
            ("vouchers, sealed day by day", "vouchers", "seconds", "a second", "CPU µs each"),
        )  # fmt: skip
        table.rows.append(("proved", vouchers, seconds, vouchers / seconds, spent * 1e6 / vouchers))
        table.rows.append(
            ("entered by the action, a day a transaction", vouchers, took, vouchers / took, None)
        )
    return [table]


def _filled(stage: Stage, number: int) -> tuple[float, int]:
    """Enter vouchers over the days up to today, each day counted, closed and sealed."""
    stage.connect()
    world = stage.world
    on = today_on()
    for _ in range(DAYS):
        on = previous_on(on)
    world.starts_books(as_on=on)
    began = time.perf_counter()
    for _ in range(DAYS):
        on = next_on(on)
        write_transaction(lambda on=on: _a_day(stage, on, number // DAYS))
    return time.perf_counter() - began, number + 1


def _a_day(stage: Stage, on: str, number: int) -> None:
    world = stage.world
    world.opens_day(on)
    for at in range(number):
        stage.enters(CODE, 10 + at % 90, "रामलाल पटेल", "फोटोकॉपी और फार्म", "operator")
    world.counts(balance(world.society_id, 2101) // 100)
    world.closes_day()
