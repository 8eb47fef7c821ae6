"""A store in which the log of looks can't be written, while everything can still be read."""

from __future__ import annotations

import fcntl
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from portal.storage import engine

_DISK_FULL = (
    "CREATE FUNCTION no_looks() RETURNS trigger AS $$ BEGIN "
    "RAISE EXCEPTION 'no space left on device' USING ERRCODE = '53100'; END $$ LANGUAGE plpgsql",
    "CREATE TRIGGER no_looks BEFORE INSERT ON look_log EXECUTE FUNCTION no_looks()",
)
_FREE_AGAIN = ("DROP TRIGGER no_looks ON look_log", "DROP FUNCTION no_looks()")


@contextmanager
def looks_can_not_be_written(database_url: str) -> Iterator[None]:
    """Hold the store's write lock (SQLite), or let its disk be full for the log (PostgreSQL)."""
    if database_url.startswith("postgresql"):
        for sql in _DISK_FULL:
            engine.database.execute_sql(sql)
        yield
        for sql in _FREE_AGAIN:
            engine.database.execute_sql(sql)
        return
    patience, engine.LOCK_DEADLINE_S = engine.LOCK_DEADLINE_S, 0.05
    with Path(database_url.removeprefix("sqlite:///") + ".lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        try:
            yield
        finally:
            engine.LOCK_DEADLINE_S = patience
