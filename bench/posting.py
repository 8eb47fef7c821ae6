"""What one posting of a two-line voucher costs, from bare SQL up to HTTP."""

from __future__ import annotations

from collections.abc import Callable, Sized
from io import BytesIO
from itertools import count

from flask import Flask

from bench.cost import spent
from bench.load import centile, drive
from bench.raw import raw_posting
from bench.stage import TASK, Counter, Stage, repeated, stages, today_on
from bench.table import Table
from portal.actions import daybook
from portal.domain.people import Doer, Slip
from portal.domain.tasks import Filled
from portal.storage import engine
from portal.storage.places import Society
from portal.storage.places import society as society_called
from portal.storage.reference import task_book
from tests.crash.rig import Site

COMMAND = "python -m bench posting"
COLUMNS = (
    "one voucher, durable", "clients", "a second", "p50 ms", "p99 ms", "CPU ms", "CPU ÷ raw",
    "database's CPU ms",
)  # fmt: skip
ENOUGH_A_CLIENT = 2500
#: A second, p50 ms, p99 ms, CPU ms of the portal, CPU ms of the database server.
Figures = tuple[float, float, float, float, float | None]


def tables() -> list[Table]:
    """Measure both engines."""
    with stages() as made:
        return [_table(stage) for stage in made]


def _table(stage: Stage) -> Table:
    table = Table(f"A posting on {stage.engine_name}", COMMAND, COLUMNS)

    def add(name: str, clients: int, figures: Figures) -> None:
        *timed, cpu, database = figures
        table.rows.append((name, clients, *timed, cpu, cpu / raw_cpu, database))

    stage.connect()
    raw = _in_process(stage, raw_posting(stage.database_url, _society(stage, 0), today_on()))
    raw_cpu = raw[3]
    add("raw SQL, the same rows", 1, raw)
    app = stage.app()
    add("the action alone (checks, chain, SQL)", 1, _in_process(stage, _action(stage)))
    add("the application alone, no HTTP server", 1, _in_process(stage, _application(app, stage)))
    counters = [Counter(app, stage, code) for code in stage.codes[2:]] * 2
    engine.disconnect()
    with stage.served() as site:
        _warm(site, counters)
        add("through gunicorn, answer 303", 1, _over_http(stage, site, counters[:1], False, 4))
        add("through gunicorn, answer the saved entry", 1,
            _over_http(stage, site, counters[1:2], True, 4))  # fmt: skip
        add("through gunicorn, answer 303", 16, _over_http(stage, site, counters[:16], False, 6))
    table.notes = [
        "CPU is that of the portal's processes (user + system); PostgreSQL's own stands beside it. "
        "Goal: 1.5 ms a posting.",
        "16 clients post for 14 societies. The load generator runs on the same cores.",
    ]
    return table


def _society(stage: Stage, at: int) -> Society:
    found = society_called(stage.codes[at])
    assert found is not None
    return found


def _in_process(stage: Stage, work: Callable[[], object]) -> Figures:
    for _ in range(30):
        work()
    (took, cpu), database = spent(stage.database_processes, lambda: repeated(work, 2.5))
    rate = 1000 * len(took) / sum(took)
    return rate, centile(took, 0.5), centile(took, 0.99), cpu, _a_posting(stage, database, took)


def _a_posting(stage: Stage, database_ms: float, took: Sized) -> float | None:
    return database_ms / len(took) if stage.server is not None else None


def _action(stage: Stage) -> Callable[[], object]:
    society, person = _society(stage, 0), stage.world.person(stage.codes[0].lower())
    task, numbers = task_book()["csc_service_fee"], count(1)

    def post() -> None:
        number = next(numbers)
        draft = daybook.draft_task(
            task,
            Filled((1000 + number % 90 * 100,), party="रामलाल पटेल", narration="फोटोकॉपी और फार्म"),
        )
        daybook.enter_voucher(
            Doer(person.id, person.role, stage.world.clock.now_ms()),
            Slip(f"bench-{number}", b"digest", person.id, society.id), society.id, draft,
        )  # fmt: skip

    return post


def _application(app: Flask, stage: Stage) -> Callable[[], object]:
    requests = iter(Counter(app, stage, stage.codes[1]).postings(ENOUGH_A_CLIENT))

    def post() -> None:
        head, _, body = next(requests).partition(b"\r\n\r\n")
        told = dict(line.split(": ", 1) for line in head.decode().split("\r\n")[1:])
        environ = {
            "REQUEST_METHOD": "POST", "PATH_INFO": TASK, "QUERY_STRING": "", "SCRIPT_NAME": "",
            "SERVER_NAME": "127.0.0.1", "SERVER_PORT": "80", "SERVER_PROTOCOL": "HTTP/1.1",
            "REMOTE_ADDR": "127.0.0.1", "wsgi.input": BytesIO(body), "wsgi.url_scheme": "http",
            "CONTENT_TYPE": told.pop("Content-Type"), "CONTENT_LENGTH": str(len(body)),
            **{f"HTTP_{name.upper().replace('-', '_')}": text for name, text in told.items()},
        }  # fmt: skip
        statuses: list[str] = []
        answer = app.wsgi_app(environ, lambda status, headers, exc=None: statuses.append(status))
        b"".join(answer)
        assert statuses[0].startswith("303"), statuses

    return post


def _warm(site: Site, counters: list[Counter]) -> None:
    for _ in range(2):
        drive(site.port, [one.postings(12) for one in counters], 5, again=False)


def _over_http(
    stage: Stage, site: Site, counters: list[Counter], is_script: bool, seconds: float
) -> Figures:
    queues = [one.postings(ENOUGH_A_CLIENT, is_script=is_script) for one in counters]
    (load, web), database = spent(
        stage.database_processes,
        lambda: spent(site.processes, lambda: drive(site.port, queues, seconds, again=False)),
    )
    wanted = 200 if is_script else 303
    assert set(load.statuses) == {wanted}, (load.statuses, load.first_answer[:800])
    return (
        load.rate, load.centile(0.5), load.centile(0.99), web / load.count,
        _a_posting(stage, database, load.took_ms),
    )  # fmt: skip
