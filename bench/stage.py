"""The stage of a measurement: a database with societies at work, the portal serving it."""

from __future__ import annotations

import shutil
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from itertools import count
from pathlib import Path
from urllib.parse import urlencode

from flask import Flask, g

from bench.cost import descendants
from portal import create_app
from portal.actions.daybook import draft_task, enter_voucher
from portal.actions.people import add_person, sign_in
from portal.actions.societies import add_society
from portal.clock import SetClock
from portal.domain.dates import ist_on
from portal.domain.people import Doer, Slip
from portal.domain.tasks import Filled
from portal.settings import ROOT, read_settings
from portal.storage import engine
from portal.storage.people import Person, person_called
from portal.storage.reference import task_book
from portal.web.once import mint
from tests import world as worlds
from tests.crash.rig import Site
from tests.postgres_server import PostgresServer

HOME = ROOT / "var" / "bench"
SOCIETIES = 16
TASK = "/vouchers/new/csc_service_fee"
LINES = 50
_slips = count(1)


@dataclass
class Stage:
    """One engine with its database, furnished; ``codes`` are societies with today open."""

    engine_name: str
    database_url: str
    home: Path
    world: worlds.World
    codes: list[str]
    server: PostgresServer | None

    def enters(self, code: str, rupees: int, party: str, narration: str, username: str = "") -> int:
        """Enter a service fee in a society, by its operator unless said; return its id."""
        society = self.world.society(code)
        person = self.world.person(username or code.lower())
        draft = draft_task(
            task_book()["csc_service_fee"],
            Filled((rupees * 100,), party=party, narration=narration),
        )
        done = enter_voucher(
            Doer(person.id, person.role, self.world.clock.now_ms()),
            Slip(f"bench-{next(_slips)}", b"digest", person.id, society.id), society.id, draft,
        )  # fmt: skip
        assert done.voucher_id is not None
        return done.voucher_id

    def database_processes(self) -> list[int]:
        """List the processes of the database server; SQLite has none."""
        if self.server is None or self.server._watch is None:
            return []
        return descendants(self.server._watch.pid)

    def connect(self) -> None:
        """Make this stage's database the one that this process works on."""
        engine.disconnect()
        engine.connect(self.database_url, self.home)

    def app(self) -> Flask:
        """Make the portal in this process, with the settings of the one that is measured."""
        engine.disconnect()
        return create_app(read_settings({
            "ROKAD_CONFIG": "test", "ROKAD_DATABASE_URL": self.database_url,
            "ROKAD_DATA_DIR": str(self.home), "ROKAD_KEY_DIR": str(self.home / "keys"),
        }))  # fmt: skip

    @contextmanager
    def served(self) -> Iterator[Site]:
        """Serve it with gunicorn as in production, two workers a core."""
        site = Site(self.home, self.database_url, self.home / "keys", workers=4)
        try:
            site.start()
            yield site
        finally:
            site.kill()


@contextmanager
def stages(names: tuple[str, ...] = ("SQLite", "PostgreSQL")) -> Iterator[list[Stage]]:
    """Furnish a durable database on each engine; everything is removed at the end."""
    shutil.rmtree(HOME, ignore_errors=True)
    server = None
    try:
        made = []
        for name in names:
            home = HOME / name.lower()
            home.mkdir(parents=True)
            url = f"sqlite:///{home / 'rokad.db'}"
            if name == "PostgreSQL":
                server = PostgresServer(durable=True)
                server.start()
                server.create_database("bench")
                url = server.url("bench")
            made.append(_furnished(name, url, home, server))
        yield made
    finally:
        engine.disconnect()
        if server is not None:
            server.stop()
        shutil.rmtree(HOME, ignore_errors=True)


def _furnished(name: str, url: str, home: Path, server: PostgresServer | None) -> Stage:
    now = int(time.time() * 1000)
    engine.disconnect()
    engine.connect(url, home)
    engine.make_file()
    worlds.build(now)
    world = worlds.World(home / "keys", SetClock(now))
    codes = [f"BEN{number:03}" for number in range(SOCIETIES)]
    for code in codes:
        society = add_society(code, f"पैक्स {code}", f"PACS {code}", "KHR-BKG")
        add_person(
            worlds.guards(), now, code.lower(), worlds.PASSWORD, "operator", "रेखा मंडलोई",
            "Rekha Mandloi", society_id=society.id,
        )  # fmt: skip
        world.starts_books(code)
        world.opens_day(code=code)
    return Stage(engine.engine_name(), url, home, world, codes, server)


def today_on() -> str:
    """Give today's business date."""
    return ist_on(int(time.time() * 1000))


class Counter:
    """One society's operator, signed in, who can prepare requests beforehand."""

    def __init__(self, app: Flask, stage: Stage, code: str) -> None:
        found = person_called(code.lower())
        assert found is not None
        self.person: Person = found
        _, secret = sign_in(
            worlds.guards(), int(time.time() * 1000), code.lower(), worlds.PASSWORD, "127.0.0.1"
        )
        self._app = app
        self._headers = (
            f"Host: 127.0.0.1\r\nCookie: s={secret}\r\nAccept-Encoding: gzip, deflate, br\r\n"
            "User-Agent: Mozilla/5.0 (Linux; Android 7.0) Chrome/64.0 Mobile\r\n"
            "Accept-Language: hi-IN,hi;q=0.9,en;q=0.8\r\n"
        )

    def get(self, path: str) -> bytes:
        """Prepare a GET."""
        return f"GET {path} HTTP/1.1\r\n{self._headers}\r\n".encode()

    def postings(self, number: int, *, is_script: bool = False) -> list[bytes]:
        """Prepare postings of a two-line voucher, each with a token of its own."""
        with self._app.test_request_context(TASK):
            g.person, g.society = self.person, self.person.society
            tokens = [mint(TASK) for _ in range(number)]
        return [self._posting(token, at, is_script) for at, token in enumerate(tokens)]

    def _posting(self, token: str, number: int, is_script: bool) -> bytes:
        body = urlencode({
            "form_token": token, "amount": str(10 + number % 90), "party": "रामलाल पटेल",
            "narration": "फोटोकॉपी और फार्म", "confirm": "1",
        })  # fmt: skip
        return (
            f"POST {TASK} HTTP/1.1\r\n{self._headers}"
            "Content-Type: application/x-www-form-urlencoded\r\n"
            f"{'HX-Request: true' if is_script else 'Sec-Fetch-Site: same-origin'}\r\n"
            f"Content-Length: {len(body)}\r\n\r\n{body}"
        ).encode()


def repeated(work: Callable[[], object], seconds: float) -> tuple[list[float], float]:
    """Repeat ``work`` for a while; return each run's wall ms, sorted, and CPU ms a run."""
    took: list[float] = []
    ended = time.perf_counter() + seconds
    cpu = time.process_time()
    while (began := time.perf_counter()) < ended:
        work()
        took.append((time.perf_counter() - began) * 1000)
    return sorted(took), (time.process_time() - cpu) * 1000 / len(took)
