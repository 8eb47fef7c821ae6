"""The portal goes on by itself when PostgreSQL crashes and recovers under it."""

from __future__ import annotations

import os
import signal
import time
from collections.abc import Iterator
from pathlib import Path

import psycopg
import pytest

from tests.conftest import IS_POSTGRES
from tests.crash.campaign import SEED, Crew, campaign, furnish
from tests.crash.rig import Site
from tests.postgres_server import PostgresServer

pytestmark = [
    pytest.mark.crash,
    pytest.mark.slow,
    pytest.mark.skipif(not IS_POSTGRES, reason="PostgreSQL is a server of its own"),
]
ROUNDS = 2
PATIENCE_S = 30


@pytest.fixture
def server() -> Iterator[PostgresServer]:
    """Give a server that keeps what it has answered."""
    made = PostgresServer(durable=True)
    made.start()
    with psycopg.connect(made.url("postgres"), autocommit=True) as connection:
        connection.execute("ALTER SYSTEM SET recovery_init_sync_method = 'syncfs'")  # seconds less
        connection.execute("SELECT pg_reload_conf()")
    yield made
    _wait_for(made)  # told to stop while it recovers, PostgreSQL 18 never ends
    made.stop()


def test_every_answered_entry_is_there_once_after_postgresql_crashed(
    server: PostgresServer, tmp_path: Path
) -> None:
    server.create_database("crash")
    furnish(server.url("crash"), tmp_path / "site/keys")
    site = Site(tmp_path / "site", server.url("crash"), tmp_path / "site/keys")
    crew = Crew(site, SEED, is_store_sound=False)

    def strike() -> None:
        _kill_one_backend(server.url("postgres"))
        saved = crew.model.saved()
        _wait_for(server)
        deadline = time.monotonic() + PATIENCE_S
        while crew.model.saved() < saved + 10 and time.monotonic() < deadline:
            time.sleep(0.05)
        assert crew.model.saved() >= saved + 10, "the portal did not go on"

    try:
        found = campaign(crew, ROUNDS, strike)
    finally:
        site.kill()
    assert not found, f"seed {SEED}:\n" + "\n".join(found) + site.log()


def _kill_one_backend(url: str) -> None:
    """Kill one backend with -9: PostgreSQL then throws out everyone and recovers from its log."""
    with psycopg.connect(url) as connection:
        found = connection.execute(
            "SELECT pid FROM pg_stat_activity WHERE datname = 'crash' ORDER BY xact_start LIMIT 1"
        ).fetchone()
    assert found is not None
    os.kill(found[0], signal.SIGKILL)


def _wait_for(server: PostgresServer) -> None:
    """Wait until the server has recovered and takes connections."""
    deadline = time.monotonic() + PATIENCE_S
    time.sleep(0.2)  # until it has noticed
    while True:
        try:
            psycopg.connect(server.url("postgres")).close()
        except psycopg.OperationalError:
            if time.monotonic() > deadline:
                raise
            time.sleep(0.05)
        else:
            return
