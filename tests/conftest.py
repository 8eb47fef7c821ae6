"""The stores the tests run on: a fresh database for each test, on the engine asked for."""

from __future__ import annotations

import os
import shutil
from collections.abc import Callable, Iterator
from pathlib import Path
from uuid import uuid4

import pytest
from flask import Flask
from hypothesis import HealthCheck, settings
from jinja2 import FileSystemBytecodeCache

from portal import create_app, house_of
from portal.clock import Clock
from portal.settings import Settings, read_settings
from portal.storage import engine
from tests import hindi
from tests import world as worlds
from tests.browser_client import Browser
from tests.sandboxes.running_csc import RunningCsc

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
def csc(tmp_path: Path) -> Iterator[RunningCsc]:
    """Give a running sandbox of the CSC."""
    found = RunningCsc(tmp_path)
    yield found
    found.stop()


@pytest.fixture
def open_world(world: worlds.World) -> worlds.World:
    """Give the world with KHR001's books started and today open."""
    world.starts_books()
    world.opens_day()
    return world


@pytest.fixture
def lived_in(world: worlds.World) -> worlds.World:
    """Give a society three days old: one verified, one sent back, one closed, today open."""
    world.lives_for_a_while()
    return world


@pytest.fixture(scope="session")
def compiled_templates(tmp_path_factory: pytest.TempPathFactory) -> FileSystemBytecodeCache:
    """Keep compiled templates, so that each test's own application starts quickly."""
    return FileSystemBytecodeCache(str(tmp_path_factory.mktemp("templates")))


@pytest.fixture(scope="session")
def portal_of_all(
    tmp_path_factory: pytest.TempPathFactory, compiled_templates: FileSystemBytecodeCache
) -> Flask:
    """Build the portal once: hundreds of addresses take longer than most tests."""
    folder = tmp_path_factory.mktemp("portal")
    portal = create_app(_settings(f"sqlite:///{folder / 'none.db'}", folder), Clock())
    engine.disconnect()
    portal.config.update(PROPAGATE_FAULTS=True, PROPAGATE_EXCEPTIONS=True)
    portal.jinja_env.bytecode_cache = compiled_templates
    hindi.be_loud(portal)
    return portal


def _settings(database_url: str, folder: Path) -> Settings:
    return read_settings(
        {
            "ROKAD_CONFIG": "test",
            "ROKAD_DATABASE_URL": database_url,
            "ROKAD_DATA_DIR": str(folder / "data"),
            "ROKAD_KEY_DIR": str(folder / "keys"),
        }
    )


@pytest.fixture
def app(
    portal_of_all: Flask, world: worlds.World, database_url: str, tmp_path: Path
) -> Iterator[Flask]:
    """Give the portal itself on this test's store, clock and keys; faults are raised, not shown."""
    engine.disconnect()
    config, wsgi_app = dict(portal_of_all.config), portal_of_all.wsgi_app
    portal_of_all.extensions["rokad"] = house_of(_settings(database_url, tmp_path), world.clock)
    yield portal_of_all
    portal_of_all.config.clear()
    portal_of_all.config.update(config)
    portal_of_all.wsgi_app = wsgi_app  # type: ignore[method-assign]
    engine.disconnect()


@pytest.fixture
def browser(app: Flask, world: worlds.World) -> Callable[..., Browser]:
    """Give a maker of browsers: ``browser("operator")`` is signed in, ``browser()`` is nobody's."""

    def make(username: str = "", *, language: str = "hi", address: str = "127.0.0.1") -> Browser:
        found = Browser(app, world.clock, language=language, address=address)
        if username:
            found.signs_in(username)
        return found

    return make
