"""Forward-only migrations: numbered SQL files, checksummed, under the write lock."""

from __future__ import annotations

import hashlib
from pathlib import Path

from portal.storage import engine
from portal.storage.dialect import schema_statements

FOLDER = Path(__file__).with_name("migrations")
LOCK_FILE = FOLDER / "LOCK"


class SchemaIsForeign(RuntimeError):
    """The database has another schema version than this program."""


def files() -> list[Path]:
    """List the migrations in order."""
    return sorted(FOLDER.glob("[0-9][0-9][0-9][0-9]_*.sql"))


def checksums() -> dict[str, str]:
    """Give each migration's SHA-256, as the LOCK file must hold it."""
    return {path.name: hashlib.sha256(path.read_bytes()).hexdigest() for path in files()}


def locked_checksums() -> dict[str, str]:
    """Read the LOCK file: one line per migration, name and checksum."""
    lines = LOCK_FILE.read_text(encoding="utf-8").splitlines()
    return dict(line.split() for line in lines if line.strip())


def latest() -> int:
    """Return the schema version of this program."""
    return len(files())


def version() -> int:
    """Return the schema version of the database, 0 when it is empty."""
    if not engine.is_there():
        return 0
    if engine.is_postgres():
        there = engine.value("SELECT to_regclass('schema_version') IS NOT NULL")
    else:
        there = engine.value("SELECT COUNT(*) FROM sqlite_master WHERE name = 'schema_version'")
    return int(engine.value("SELECT MAX(version) FROM schema_version") or 0) if there else 0


def require_current() -> None:
    """Refuse to work on a database of another version."""
    found = version()
    if found != latest():
        raise SchemaIsForeign(
            f"the database has schema version {found}, this program needs {latest()}: "
            "run `flask --app app migrate` with the newest program"
        )


def migrate(copies_dir: Path, at_ms: int) -> list[str]:
    """Apply what is missing, each in order, and return the names applied.

    A copy of a database that already holds something is taken first (SQLite; on PostgreSQL the
    backup of the server is the copy).
    """
    if checksums() != locked_checksums():
        raise SchemaIsForeign("the migrations differ from their LOCK file")
    engine.make_file()
    before = version()
    if before > latest():
        raise SchemaIsForeign(f"the database (version {before}) is newer than this program")
    if before and before < latest() and not engine.is_postgres():
        _copy(copies_dir, before)
    return engine.write_transaction(lambda: _apply(at_ms))


def _copy(copies_dir: Path, before: int) -> None:
    copies_dir.mkdir(parents=True, exist_ok=True)
    target = copies_dir / f"before-version-{before + 1:04d}.db"
    target.unlink(missing_ok=True)
    engine.run(f"VACUUM INTO '{str(target).replace(chr(39), chr(39) * 2)}'")


def _apply(at_ms: int) -> list[str]:
    if engine.is_postgres():
        engine.value("SELECT pg_advisory_xact_lock(7105)")
    done = version()
    applied = []
    for number, path in enumerate(files(), start=1):
        if number <= done:
            continue
        for sql in schema_statements(path.read_text(encoding="utf-8"), engine.is_postgres()):
            engine.database.execute_sql(sql)
        engine.run(
            "INSERT INTO schema_version (version, name, applied_at) VALUES (?, ?, ?)",
            number, path.name, at_ms,
        )  # fmt: skip
        applied.append(path.name)
    return applied
