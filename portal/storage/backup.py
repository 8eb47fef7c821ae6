"""A copy of the whole database while the portal runs (SQLite)."""

from __future__ import annotations

import os
from pathlib import Path

import apsw

from portal.storage import engine


class CopyIsBroken(RuntimeError):
    """The copy does not pass SQLite's own check; it is not kept."""


def copy_to(target: Path) -> None:
    """Write a compact, checked copy to ``target``: complete or not at all.

    Raises CopyIsBroken; on PostgreSQL raises RuntimeError, since its own tools make the copy.
    """
    if engine.is_postgres():
        raise RuntimeError("PostgreSQL has its own copies: use pg_dump or a base backup")
    target.parent.mkdir(parents=True, exist_ok=True)
    part = target.with_suffix(".part")
    part.unlink(missing_ok=True)
    engine.database.connect(reuse_if_open=True)
    engine.run("VACUUM INTO ?", str(part))
    copy = apsw.Connection(str(part), flags=apsw.SQLITE_OPEN_READONLY)
    try:
        found = copy.execute("PRAGMA integrity_check").fetchall()
    finally:
        copy.close()
    if found != [("ok",)]:
        part.unlink()
        raise CopyIsBroken(str(target))
    _fsync(part)
    part.rename(target)
    _fsync(target.parent)


def _fsync(path: Path) -> None:
    held = os.open(path, os.O_RDONLY)
    try:
        os.fsync(held)
    finally:
        os.close(held)
