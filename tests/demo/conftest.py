"""Empty migrated databases for the demo to be built in, on the engine asked for."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path
from uuid import uuid4

import pytest

from portal.storage import engine, migrate, reference
from tests.conftest import IS_POSTGRES

Empty = Callable[[Path], str]


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
