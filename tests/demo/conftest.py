"""Empty migrated databases for the demo to be built in, on the engine asked for."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path
from uuid import uuid4

import pytest

from portal import demo
from portal.gateways.key_folder import KeyFolder
from portal.storage import engine, migrate, reference
from tests.conftest import IS_POSTGRES
from tests.world import guards

Empty = Callable[[Path], str]


def built_at(empty: Empty, folder: Path, options: demo.DemoOptions, now: int) -> str:
    """Build a demo in an empty database, connected; return the database's address."""
    folder.mkdir(exist_ok=True)
    url = empty(folder)
    demo.build_demo(options, KeyFolder(folder / "keys"), guards(), now, lambda _line: None)
    return url


@pytest.fixture(scope="module")
def empty_database() -> Iterator[Empty]:
    """Give a maker of empty databases with reference data; it connects and returns the address."""
    made: list[str] = []

    def make(folder: Path) -> str:
        engine.disconnect()
        if IS_POSTGRES:
            from tests.postgres_server import shared_server

            made.append(f"demo_{uuid4().hex[:12]}")
            shared_server().create_database(made[-1])
            url = shared_server().url(made[-1])
        else:
            url = f"sqlite:///{folder / 'rokad.db'}"
        engine.connect(url, folder)
        migrate.migrate(folder, 0)
        engine.write_transaction(reference.upsert_all)
        return url

    yield make
    engine.disconnect()
    for name in made:
        from tests.postgres_server import shared_server

        shared_server().drop_database(name)
