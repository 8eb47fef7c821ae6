"""The one way to the database: connection, statements, snapshots and the write transaction.

SQLite (WAL, synchronous=FULL) is the default; PostgreSQL is chosen by its address. Both run the
same named SQL with ``?`` as place mark.
"""

from __future__ import annotations

import fcntl
import os
import random
import threading
import time
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Any, NoReturn, TypeVar

import apsw
import peewee
from playhouse.apsw_ext import APSWDatabase

from portal.domain.refusals import N_, Refusal
from portal.storage.dialect import statement

T = TypeVar("T")
M = TypeVar("M", bound=peewee.Model)

OLDEST_SQLITE = (3, 51, 3)  # 3.7.0–3.51.2 can corrupt a WAL database with several writers
LOCK_DEADLINE_S = 10.0
MOST_TRIES = 5
MOST_AT_ONCE = 400  # rows or keys of one statement
_PRAGMAS = {
    "journal_mode": "wal",
    "synchronous": "full",
    "foreign_keys": 1,
    "trusted_schema": 0,
    "recursive_triggers": 1,  # so that REPLACE can't get round what refuses to DELETE
    "cell_size_check": 1,
    "secure_delete": 1,  # what is taken out, a picture of a paper, is not left in the file
    "cache_size": -16000,
}
_RETRIABLE_STATES = {"40001", "40P01", "23505"}


class _Watched:
    """Counts this thread's statements and gives faults of the store their names."""

    def execute_sql(self, sql: str, params: Any = None) -> Any:
        _here.statements = statements_run() + 1
        try:
            return super().execute_sql(sql, params)  # type: ignore[misc]
        except peewee.DatabaseError as fault:
            if _is_lost(fault) and not in_transaction():
                disconnect()
            _forget_rows(fault)
            _raise_named(fault)


class SqliteStore(_Watched, APSWDatabase):
    """SQLite by way of apsw. The file must be there: only ``migrate`` makes one."""

    def _connect(self) -> Any:
        connection = super()._connect()
        _here.file = _file_id(self.database)
        return connection


class PostgresStore(_Watched, peewee.PostgresqlDatabase):
    """PostgreSQL by way of psycopg 3."""


database = peewee.DatabaseProxy()
_thread_lock = threading.Lock()
_here = threading.local()
_lock_path: Path | None = None


class StoreIsBusy(Refusal):
    """Another writer held the store for too long; nothing was changed."""

    message = N_("The records are busy just now. Nothing was changed; send it again.")
    status = 503


class StoreIsMissing(Refusal):
    """The database can't be reached or written; nothing was changed."""

    message = N_(
        "The records can't be reached just now. Nothing was changed; "
        "write it on paper and send it again in a few minutes."
    )
    status = 503


class OutcomeIsUnknown(Refusal):
    """The store failed while saving for good: nobody can say yet whether it was saved."""

    message = N_(
        "It is not certain yet whether this was saved. Send this same form again in a few minutes: "
        "it is saved once only. Do not fill in a new one."
    )
    status = 503


class StoreIsUnsafe(RuntimeError):
    """The engine at hand is known to lose or corrupt data and is refused at start."""


def connect(url: str, data_dir: Path) -> None:
    """Choose the engine: '' or ``sqlite:///file`` for SQLite, ``postgresql://…`` for PostgreSQL."""
    global _lock_path
    if url.startswith(("postgres://", "postgresql://")):
        database.initialize(PostgresStore(url, prefer_psycopg3=True))
        _lock_path = None
        return
    if APSWDatabase.server_version < OLDEST_SQLITE:
        raise StoreIsUnsafe(f"SQLite {APSWDatabase.server_version} is older than {OLDEST_SQLITE}")
    path = Path(url.removeprefix("sqlite:///")) if url else data_dir / "rokad.db"
    path.parent.mkdir(parents=True, exist_ok=True)
    database.initialize(SqliteStore(
        str(path), pragmas=_PRAGMAS, timeout=LOCK_DEADLINE_S, flags=apsw.SQLITE_OPEN_READWRITE
    ))  # fmt: skip
    _lock_path = path.with_name(path.name + ".lock")


def is_there() -> bool:
    """Say whether there is a database at all; on PostgreSQL the server's own answer counts."""
    return is_postgres() or Path(database.database).exists()


def make_file() -> None:
    """Make the empty file of a new SQLite database; nothing happens where there is one."""
    if not is_postgres():
        Path(database.database).touch()


def disconnect() -> None:
    """Close this thread's connection."""
    if database.obj is not None and not database.is_closed():
        database.close()


def is_postgres() -> bool:
    """Say whether the engine at hand is PostgreSQL."""
    return _lock_path is None


def engine_name() -> str:
    """Name the engine and its version, for the health page."""
    if is_postgres():
        return "PostgreSQL " + str(value("SHOW server_version"))
    return "SQLite " + ".".join(map(str, APSWDatabase.server_version[:3]))


def store_identity() -> tuple[Any, ...]:
    """Tell one store from another, also from one put in its place (a restored backup)."""
    _open()
    return (database.database, None if is_postgres() else _here.file)


def statements_run() -> int:
    """Count the statements this thread has run (pages have a budget of them)."""
    return getattr(_here, "statements", 0)


def _cursor(sql: str, params: Sequence[Any]) -> Any:
    return database.execute_sql(statement(sql, is_postgres()), params)


def rows(sql: str, *params: Any) -> list[tuple[Any, ...]]:
    """Run a query and return all rows as tuples."""
    return list(_cursor(sql, params).fetchall())


def row(sql: str, *params: Any) -> tuple[Any, ...] | None:
    """Run a query and return its first row, or None."""
    found = _cursor(sql, params).fetchone()
    return None if found is None else tuple(found)


def value(sql: str, *params: Any) -> Any:
    """Run a query and return the first column of its first row, or None."""
    found = row(sql, *params)
    return None if found is None else found[0]


def one_of(model: type[M], sql: str, *params: Any) -> M | None:
    """Run a query that selects a model's columns and return its first row as that model, or None.

    For what every request reads: peewee's builder costs several times the statement it builds.
    """
    return next(iter(model.raw(statement(sql, is_postgres()), *params)), None)


def run(sql: str, *params: Any) -> int:
    """Run a statement that changes rows and return how many it changed."""
    return int(database.rows_affected(_cursor(sql, params)))


def insert_rows(sql: str, rows_in: Sequence[Sequence[Any]]) -> None:
    """Insert any number of rows, many with each statement; ``sql`` ends with VALUES."""
    for part in portions(rows_in):
        marks = "(" + ",".join("?" * len(part[0])) + ")"
        _cursor(sql + " " + ",".join([marks] * len(part)), [item for one in part for item in one])


def rows_among(sql: str, *params: Any, among: Iterable[Any]) -> list[tuple[Any, ...]]:
    """Run a query that ends with ``IN`` for any number of keys, in their order, each once."""
    found: list[tuple[Any, ...]] = []
    for part in portions(sorted(set(among))):
        found += rows(f"{sql} ({','.join('?' * len(part))})", *params, *part)
    return found


def portions(items: Sequence[T], size: int = MOST_AT_ONCE) -> Iterator[Sequence[T]]:
    """Cut into parts that one statement can hold."""
    for at in range(0, len(items), size):
        yield items[at : at + size]


def in_transaction() -> bool:
    """Say whether this thread is inside a transaction."""
    return bool(database.in_transaction())


@contextmanager
def snapshot() -> Iterator[None]:
    """Read several things as of one instant."""
    if in_transaction():
        yield
        return
    _open()
    try:
        with database.atomic():
            if is_postgres():
                _cursor("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ READ ONLY", ())
            yield
    except peewee.DatabaseError as fault:
        if _is_lost(fault):
            disconnect()
        _raise_named(fault)


def write_transaction(work: Callable[[], T]) -> T:
    """Run ``work`` in one durable write transaction; anything raised undoes all of it.

    SQLite: a lock of this process, then a file lock (10 s), then BEGIN IMMEDIATE, so that writers
    queue. PostgreSQL: ``work`` locks its society's book row; a serialisation failure, deadlock,
    lost connection or doubled key runs the whole work again, at most five times. Inside a
    transaction ``work`` simply joins it.
    """
    if in_transaction():
        return work()
    return _on_postgres(work) if is_postgres() else _on_sqlite(work)


def _on_sqlite(work: Callable[[], T]) -> T:
    deadline = time.monotonic() + LOCK_DEADLINE_S
    if not _thread_lock.acquire(timeout=LOCK_DEADLINE_S):
        raise StoreIsBusy
    try:
        with _file_lock(deadline):
            _leave_foreign_file()
            _open()
            is_done = False
            try:
                with database.atomic("IMMEDIATE"):
                    found = work()
                    is_done = True
                return found
            except peewee.DatabaseError as fault:
                if is_done and "i/o" in str(fault).lower():  # full or busy at commit: not saved
                    raise OutcomeIsUnknown from fault
                _raise_named(fault)
    finally:
        _thread_lock.release()


def _leave_foreign_file() -> None:
    """Let go of a file that was removed or replaced, so that no entry is lost in it."""
    if not database.is_closed() and _file_id(database.database) != _here.file:
        disconnect()


def _file_id(path: str) -> tuple[int, int] | None:
    try:
        found = os.stat(path)
    except OSError:
        return None
    return found.st_dev, found.st_ino


@contextmanager
def _file_lock(deadline: float) -> Iterator[None]:
    assert _lock_path is not None
    try:
        held = os.open(_lock_path, os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o600)
    except OSError as fault:
        raise StoreIsMissing from fault
    try:
        while True:
            try:
                fcntl.flock(held, fcntl.LOCK_EX | fcntl.LOCK_NB)
                break
            except BlockingIOError:
                if time.monotonic() > deadline:
                    raise StoreIsBusy from None
                time.sleep(0.001)
        yield
    finally:
        os.close(held)


def _on_postgres(work: Callable[[], T]) -> T:
    was_done = False  # once a commit was sent and its answer lost, the outcome is not known
    for tried in range(1, MOST_TRIES + 1):
        is_done = False
        try:
            _open()
            with database.atomic():
                found = work()
                is_done = True
            return found
        except (peewee.DatabaseError, StoreIsMissing) as fault:
            was_done = was_done or (is_done and _is_lost(fault))
            if _is_lost(fault):
                disconnect()
            if tried == MOST_TRIES or not _is_worth_again(fault):
                if was_done:
                    raise OutcomeIsUnknown from fault
                if _state(fault) in {"40001", "40P01"}:
                    raise StoreIsBusy from fault
                _raise_named(fault)
            time.sleep(random.uniform(0.005, 0.03) * tried)  # noqa: S311 - jitter, not a secret
    raise AssertionError("not reached")


def _open() -> None:
    try:
        database.connect(reuse_if_open=True)
    except (peewee.OperationalError, peewee.DatabaseError, OSError) as fault:
        raise StoreIsMissing from fault


def _state(fault: BaseException) -> str | None:
    seen: BaseException | None = fault
    while seen is not None:
        state = getattr(seen, "sqlstate", None)
        if state:
            return str(state)
        seen = getattr(seen, "orig", None) or seen.__cause__ or seen.__context__
    return None


def _is_lost(fault: BaseException) -> bool:
    if not is_postgres() or not isinstance(fault, (peewee.OperationalError, StoreIsMissing)):
        return False
    state = _state(fault)
    return state is None or state.startswith(("08", "57P"))


def _is_worth_again(fault: BaseException) -> bool:
    return _state(fault) in _RETRIABLE_STATES or _is_lost(fault)


def _raise_named(fault: BaseException) -> NoReturn:
    """Raise a fault of the store by its name; one of the statement stays what it is."""
    text = str(fault).lower()
    is_retriable = is_postgres() and _state(fault) in _RETRIABLE_STATES
    is_ours = any(words in text for words in ("no such table", "no such column", "syntax"))
    if not _is_of_the_store(fault) or is_retriable or is_ours:
        raise fault
    if "busy" in text or "locked" in text:
        raise StoreIsBusy from fault
    raise StoreIsMissing from fault


def _forget_rows(fault: BaseException | None) -> None:
    """Cut the row out of what PostgreSQL says of it: no log may hold people's numbers (P9)."""
    while fault is not None:
        if fault.args and isinstance(fault.args[0], str):
            fault.args = (fault.args[0].partition("\n")[0], *fault.args[1:])
        fault = fault.__cause__ or fault.__context__


def _is_of_the_store(fault: BaseException) -> bool:
    is_damaged = not is_postgres() and type(fault) is peewee.DatabaseError
    return is_damaged or isinstance(fault, peewee.OperationalError)
