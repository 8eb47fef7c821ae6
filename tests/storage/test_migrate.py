"""Migrations: forward only, in order, checked, with a copy taken first."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from pathlib import Path

import apsw
import pytest

from portal.storage import engine, migrate
from portal.storage.migrate import SchemaIsForeign
from tests.conftest import IS_POSTGRES
from tests.crowd import at_once
from tests.world import MORNING, World


@pytest.fixture
def folder(world: World, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Give a copy of the migrations that one more can be put into."""
    made = tmp_path / "migrations"
    shutil.copytree(migrate.FOLDER, made)
    monkeypatch.setattr(migrate, "FOLDER", made)
    monkeypatch.setattr(migrate, "LOCK_FILE", made / "LOCK")
    return made


def _add(folder: Path, script: str) -> str:
    name = f"{len(migrate.files()) + 1:04d}_more.sql"
    (folder / name).write_text(script)
    migrate.LOCK_FILE.write_text("".join(f"{n} {c}\n" for n, c in migrate.checksums().items()))
    return name


@pytest.fixture
def empty(database_url: str, tmp_path: Path) -> Iterator[None]:
    """Connect to a database that holds nothing."""
    engine.disconnect()
    if IS_POSTGRES:
        from tests.postgres_server import shared_server

        shared_server().drop_database("empty")
        shared_server().create_database("empty")
        engine.connect(shared_server().url("empty"), tmp_path)
    else:
        engine.connect(f"sqlite:///{tmp_path}/empty.db", tmp_path)
    yield
    engine.disconnect()
    engine.connect(database_url, tmp_path)


def test_an_empty_database_gets_every_migration_once(empty: None, tmp_path: Path) -> None:
    assert migrate.version() == 0
    with pytest.raises(SchemaIsForeign):
        migrate.require_current()
    assert migrate.migrate(tmp_path / "copies", MORNING) == [one.name for one in migrate.files()]
    assert migrate.migrate(tmp_path / "copies", MORNING) == []
    migrate.require_current()
    assert not (tmp_path / "copies").exists(), "there was nothing to copy"


def test_two_that_migrate_at_once_do_it_once(empty: None, tmp_path: Path) -> None:
    done = at_once([lambda: migrate.migrate(tmp_path / "copies", MORNING)] * 2)
    assert sorted(map(len, done)) == [0, migrate.latest()]  # type: ignore[arg-type]
    migrate.require_current()


def test_what_is_missing_is_applied_and_written_down(folder: Path, tmp_path: Path) -> None:
    name = _add(folder, "CREATE TABLE thing (\n  id INTEGER PRIMARY KEY\n);\n")
    with pytest.raises(SchemaIsForeign, match="flask --app app migrate"):
        migrate.require_current()
    assert migrate.migrate(tmp_path / "copies", MORNING) == [name]
    assert engine.value("SELECT COUNT(*) FROM thing") == 0
    assert engine.row("SELECT name, applied_at FROM schema_version ORDER BY version DESC") == (
        name, MORNING,
    )  # fmt: skip


@pytest.mark.skipif(IS_POSTGRES, reason="the server's backup is the copy")
def test_a_copy_is_taken_before_anything_is_changed(folder: Path, tmp_path: Path) -> None:
    _add(folder, "CREATE TABLE thing (\n  id INTEGER PRIMARY KEY\n);\n")
    copies = tmp_path / "it's here"
    copies.mkdir()
    (copies / f"before-version-{migrate.latest():04d}.db").write_text("an older copy")
    migrate.migrate(copies, MORNING)
    copy = apsw.Connection(str(copies / f"before-version-{migrate.latest():04d}.db"))
    assert next(copy.execute("SELECT COUNT(*) FROM society")) == (3,)
    assert next(copy.execute("SELECT COUNT(*) FROM sqlite_master WHERE name = 'thing'")) == (0,)
    copy.close()


def test_a_migration_that_fails_leaves_nothing(folder: Path, tmp_path: Path) -> None:
    _add(
        folder,
        "CREATE TABLE thing (\n  id INTEGER PRIMARY KEY\n);\nINSERT INTO nothing VALUES (1);\n",
    )
    before = migrate.version()
    with pytest.raises(Exception, match="nothing"):
        migrate.migrate(tmp_path / "copies", MORNING)
    assert migrate.version() == before
    assert not engine.database.table_exists("thing")


def test_migrations_that_differ_from_their_lock_are_refused(folder: Path, tmp_path: Path) -> None:
    with migrate.files()[0].open("a") as file:
        file.write("-- changed\n")
    with pytest.raises(SchemaIsForeign, match="LOCK"):
        migrate.migrate(tmp_path / "copies", MORNING)


def test_a_database_of_a_newer_program_is_refused(world: World, tmp_path: Path) -> None:
    engine.run(
        "INSERT INTO schema_version (version, name, applied_at) VALUES (?, ?, ?)",
        migrate.latest() + 1, "later.sql", MORNING,
    )  # fmt: skip
    with pytest.raises(SchemaIsForeign, match="newer"):
        migrate.migrate(tmp_path / "copies", MORNING)
    with pytest.raises(SchemaIsForeign):
        migrate.require_current()
