"""What a page costs, beside a static file through the same server."""

from __future__ import annotations

from bench.cost import spent
from bench.load import drive
from bench.stage import LINES, TASK, Counter, Stage, stages, today_on
from bench.table import Table
from portal.storage import engine
from tests.crash.rig import Site

COMMAND = "python -m bench pages"
COLUMNS = ("page, 8 clients", "a second", "p50 ms", "p99 ms", "CPU ms", "CPU ÷ static", "body, br")
CLIENTS = 8


def tables() -> list[Table]:
    """Measure both engines."""
    with stages() as made:
        return [_table(stage) for stage in made]


def _table(stage: Stage) -> Table:
    table = Table(f"Pages on {stage.engine_name}", COMMAND, COLUMNS)
    app = stage.app()
    counter = Counter(app, stage, stage.codes[0])
    voucher_id = _fill(stage)
    static = app.jinja_env.globals["asset_url"]("net.js")
    engine.disconnect()
    on = today_on()
    addresses = {
        f"a static file ({static.rpartition('/')[2]})": static,
        "home": "/",
        "list of tasks": "/vouchers/new",
        "entry form": TASK,
        "a voucher": f"/vouchers/{voucher_id}",
        f"day book, {LINES} vouchers": f"/daybook/{on}",
        f"cash book, {LINES} vouchers": f"/cashbook/{on}",
        "trial balance": "/trial-balance",
    }
    with stage.served() as site:
        drive(site.port, [[counter.get(one) for one in addresses.values()]] * 32, 2, again=True)
        base = 0.0
        for name, address in addresses.items():
            row = _measured(site, counter.get(address))
            if row is not None:
                base = base or row[3]
                table.rows.append((name, *row[:4], row[3] / base, row[4]))
    table.notes = ["CPU is that of gunicorn (user + system); the load generator runs beside it."]
    return table


def _fill(stage: Stage) -> int:
    """Enter the vouchers of a busy day in the first society; return the id of the last."""
    stage.connect()
    last = 0
    for number in range(LINES):
        last = stage.enters(
            stage.codes[0], 20 + number * 7, f"रामलाल पटेल {number}", "फोटोकॉपी और फार्म"
        )
    return last


def _measured(site: Site, request: bytes) -> tuple[float, float, float, float, int] | None:
    load, cpu = spent(
        site.processes, lambda: drive(site.port, [[request]] * CLIENTS, 2, again=True)
    )
    if set(load.statuses) != {200}:
        return None
    body = load.first_answer.partition(b"\r\n\r\n")[2]
    return load.rate, load.centile(0.5), load.centile(0.99), cpu / load.count, len(body)
