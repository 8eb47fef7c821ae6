"""Rounds of work and faults: the people work, a fault strikes, the books are held against them."""

from __future__ import annotations

import os
import shutil
import time
from collections.abc import Callable
from pathlib import Path
from random import Random, SystemRandom
from threading import Event, Thread

from portal.clock import SetClock
from portal.domain.dates import ist_on
from portal.storage import engine
from tests import world as worlds
from tests.crash.clients import Keeper, Person, Teller
from tests.crash.invariants import violations
from tests.crash.model import CODES, Model
from tests.crash.rig import Site

DAYS_AHEAD = 700  # days between the opening balances of the society that turns its days, and today
SEED = int(os.environ.get("ROKAD_CRASH_SEED") or SystemRandom().randrange(10**6))


def furnish(database_url: str, keys: Path) -> None:
    """Fill an empty database: three societies; two have today open, one is far behind."""
    now = int(time.time() * 1000)
    engine.connect(database_url, keys.parent)
    engine.make_file()
    try:
        worlds.build(now)
        world = worlds.World(keys, SetClock(now))
        world.starts_books("ALM001", first_on())
        for code in ("KHR001", "KHR002"):
            world.starts_books(code)
            world.opens_day(code=code)
        if not engine.is_postgres():
            engine.run("PRAGMA wal_checkpoint(TRUNCATE)")
    finally:
        engine.disconnect()


def first_on() -> str:
    """Give the date at whose end the books of the society that turns its days start."""
    return ist_on(int(time.time() * 1000) - DAYS_AHEAD * 86_400_000)


def copy_of(furnished: Path, home: Path) -> Path:
    """Copy a furnished SQLite database and its keys; return the database file."""
    shutil.copytree(furnished, home, dirs_exist_ok=True)
    return home / "rokad.db"


class Crew:
    """The people of one campaign, and what they know."""

    def __init__(self, site: Site, seed: int, *, is_store_sound: bool = True) -> None:
        self.site = site
        self.rng = Random(seed)
        self.model = Model(is_store_sound)
        where = ("operator", "manager", "accountant", "operator2", "operator9")
        codes = (CODES[0], CODES[0], CODES[0], CODES[1], CODES[2])
        self.people: list[Person] = [
            Teller(site, self.model, name, code, Random(self.rng.random()))
            for name, code in zip(where, codes, strict=True)
        ]
        self.people.append(
            Keeper(site, self.model, "operator9", CODES[2], Random(self.rng.random()), first_on())
        )

    def works(self, strike: Callable[[], None], seconds: tuple[float, float] = (0.4, 0.9)) -> None:
        """Let everyone work for a while, strike while they do, then wait until all have stopped."""
        stop, before = Event(), self.model.saved()
        patience = time.monotonic() + 30
        threads = [Thread(target=one.run, args=(stop,)) for one in self.people]
        for thread in threads:
            thread.start()
        try:
            time.sleep(self.rng.uniform(*seconds))
            while self.model.saved() == before and time.monotonic() < patience:
                time.sleep(0.05)
            strike()
        finally:
            stop.set()
            for thread in threads:
                thread.join()

    def settles(self) -> None:
        """Let everyone find out what became of the form at hand."""
        for one in self.people:
            one.settle()


def campaign(
    crew: Crew, rounds: int, strike: Callable[[], None], repair: Callable[[], None] | None = None
) -> list[str]:
    """Run rounds of work, ``strike`` and ``repair``; list what doesn't hold at the first round."""
    site = crew.site
    for number in range(1, rounds + 1):
        before = crew.model.saved()
        site.start()
        crew.works(strike)
        site.kill()
        if repair is not None:
            repair()
        found = violations(site, crew.model)
        if not found and crew.model.saved() == before:
            found = ["nothing was saved"]
        if found:
            return [f"round {number}: {what}" for what in found]
    return ended(crew)


def ended(crew: Crew) -> list[str]:
    """Start once more, let everyone find out, and list what doesn't hold then."""
    crew.site.start()
    crew.settles()
    crew.site.kill()
    left = crew.model.unknown()
    return violations(crew.site, crew.model) + [f"{left} forms got no answer"] * bool(left)
