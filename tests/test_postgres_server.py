"""The throw-away PostgreSQL server: it works, copies databases, and leaves nothing behind."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import psycopg
import pytest

from tests.postgres_server import PostgresServer, shared_server

pytestmark = pytest.mark.skipif(
    os.environ.get("ROKAD_TEST_ENGINE") != "postgres", reason="runs with the PostgreSQL tests"
)


def test_a_copied_database_has_the_rows_of_its_template() -> None:
    server = shared_server()
    server.create_database("smoke_template")
    with psycopg.connect(server.url("smoke_template")) as connection:
        connection.execute("CREATE TABLE note (words TEXT)")
        connection.execute("INSERT INTO note VALUES ('रोकड़')")
    server.create_database("smoke_copy", template="smoke_template")
    with psycopg.connect(server.url("smoke_copy")) as connection:
        assert connection.execute("SELECT words FROM note").fetchall() == [("रोकड़",)]
    server.drop_database("smoke_copy")
    with pytest.raises(psycopg.OperationalError, match="does not exist"):
        psycopg.connect(server.url("smoke_copy"))
    server.drop_database("smoke_template")


def test_a_durable_server_syncs_every_commit() -> None:
    server = PostgresServer(durable=True)
    server.start()
    try:
        with psycopg.connect(server.url("postgres")) as connection:
            assert connection.execute("SHOW fsync").fetchone() == ("on",)
            assert connection.execute("SHOW synchronous_commit").fetchone() == ("on",)
    finally:
        server.stop()


def test_a_killed_owner_leaves_no_server_and_no_files() -> None:
    script = (
        "import sys\n"
        "from tests.postgres_server import PostgresServer\n"
        "server = PostgresServer(); server.start()\n"
        "print(server._watch.args[-1], flush=True); sys.stdin.read()\n"
    )
    with subprocess.Popen(
        [sys.executable, "-c", script], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
    ) as owner:
        assert owner.stdout is not None
        home = Path(owner.stdout.readline().strip())
        server_pid = int((home / "data/postmaster.pid").read_text().split()[0])
        owner.send_signal(signal.SIGKILL)
    deadline = time.monotonic() + 20
    while home.exists() and time.monotonic() < deadline:
        time.sleep(0.05)
    assert not home.exists()
    assert not Path(f"/proc/{server_pid}").exists()
