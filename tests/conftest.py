"""The stores the tests run on: a fresh database for each test, on the engine asked for."""

from __future__ import annotations

import os
import shutil
from collections.abc import Iterator
from pathlib import Path
from uuid import uuid4

import pytest
from hypothesis import HealthCheck, settings

from portal.storage import engine
from tests import world as worlds

settings.register_profile(
    "house", deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
settings.load_profile("house")

IS_POSTGRES = os.environ.get("ROKAD_TEST_ENGINE") == "postgres"


@pytest.fixture(scope="session")
def template(tmp_path_factory: pytest.TempPathFactory) -> str:
    """Build the world once and return the template it is copied from."""
    if IS_POSTGRES:
        from tests.postgres_server import shared_server

        name = f"template_{uuid4().hex[:8]}"
        shared_server().create_database(name)
        engine.connect(shared_server().url(name), Path("unused"))
        worlds.build()
        engine.disconnect()
        return name
    path = tmp_path_factory.mktemp("template") / "rokad.db"
    engine.connect(f"sqlite:///{path}", path.parent)
    worlds.build()
    engine.run("PRAGMA wal_checkpoint(TRUNCATE)")
    engine.disconnect()
    return str(path)


@pytest.fixture
def database_url(template: str, tmp_path: Path) -> Iterator[str]:
    """Give a fresh copy of the world's database, connected."""
    if IS_POSTGRES:
        from tests.postgres_server import shared_server

        name = f"t_{uuid4().hex[:12]}"
        shared_server().create_database(name, template=template)
        url = shared_server().url(name)
        engine.connect(url, tmp_path)
        yield url
        engine.disconnect()
        shared_server().drop_database(name)
        return
    path = tmp_path / "rokad.db"
    shutil.copy(template, path)
    url = f"sqlite:///{path}"
    engine.connect(url, tmp_path)
    yield url
    engine.disconnect()


@pytest.fixture
def world(database_url: str, tmp_path: Path) -> worlds.World:
    """Give the world with nothing entered yet."""
    return worlds.World(tmp_path / "keys")


@pytest.fixture
def open_world(world: worlds.World) -> worlds.World:
    """Give the world with KHR001's books started and today open."""
    world.starts_books()
    world.opens_day()
    return world
