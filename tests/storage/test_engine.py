"""The way to the database: statements, transactions and snapshots on the engine at hand."""

from __future__ import annotations

from pathlib import Path
from threading import Thread

import peewee
import pytest

from portal.domain.refusals import Refusal
from portal.storage import daybook, engine, people
from tests.conftest import IS_POSTGRES
from tests.crowd import at_once
from tests.world import World


def test_the_engine_names_itself_and_its_version(world: World) -> None:
    name, _, version = engine.engine_name().partition(" ")
    assert name == ("PostgreSQL" if IS_POSTGRES else "SQLite")
    assert int(version.split(".")[0]) >= (18 if IS_POSTGRES else 3)
    assert engine.is_postgres() is IS_POSTGRES
    assert engine.is_there()


def test_statements_answer_rows_values_and_counts(world: World) -> None:
    codes = [code for (code,) in engine.rows("SELECT code FROM society ORDER BY code")]
    assert codes == ["ALM001", "KHR001", "KHR002"]
    assert engine.row("SELECT 1 FROM society WHERE code = ?", "none") is None
    assert engine.value("SELECT code FROM society WHERE code = ?", "none") is None
    assert engine.value("SELECT COUNT(*) FROM society") == 3
    assert engine.run("UPDATE society SET weekly_off = ? WHERE code <> ?", 0, "ALM001") == 2


def test_the_statements_of_a_thread_are_counted(world: World) -> None:
    before = engine.statements_run()
    engine.value("SELECT 1")
    engine.value("SELECT 1")
    assert engine.statements_run() == before + 2


def test_what_is_raised_undoes_everything(world: World) -> None:
    class NotToday(Refusal):
        pass

    def work() -> None:
        people.add_failure("account", "rekha", 1, 0)
        raise NotToday

    with pytest.raises(NotToday):
        engine.write_transaction(work)
    assert people.failures("account", "rekha") == (0, 0)
    assert not engine.in_transaction()


def test_a_transaction_within_another_joins_it(world: World) -> None:
    def outer() -> None:
        engine.write_transaction(lambda: people.add_failure("account", "rekha", 1, 0))
        assert engine.in_transaction()
        raise KeyError

    with pytest.raises(KeyError):
        engine.write_transaction(outer)
    assert people.failures("account", "rekha") == (0, 0)


def test_a_snapshot_does_not_see_what_others_write_meanwhile(world: World) -> None:
    with engine.snapshot():
        assert people.failures("account", "rekha") == (0, 0)
        at_once([lambda: engine.write_transaction(_fail_once)])
        assert people.failures("account", "rekha") == (0, 0)
        with engine.snapshot():
            assert people.failures("account", "rekha") == (0, 0)
    assert people.failures("account", "rekha")[0] == 1


def _fail_once() -> None:
    people.add_failure("account", "rekha", 1, 0)


def test_fifty_writers_at_once_lose_nothing(world: World) -> None:
    def count() -> int:
        return engine.write_transaction(_next)

    def _next() -> int:
        daybook.lock_book(world.society_id)
        return daybook.next_no(world.society_id, 2026, "journal")

    assert sorted(at_once([count] * 50)) == list(range(1, 51))  # type: ignore[type-var]


def test_a_broken_rule_of_the_schema_stays_what_it_is(world: World) -> None:
    with pytest.raises(peewee.IntegrityError):
        engine.write_transaction(
            lambda: engine.run("UPDATE society SET weekly_off = 9 WHERE code = 'KHR001'")
        )


@pytest.mark.parametrize("sql", ["SELECT nothing FROM society", "SELECT 1 FROM nothing", "SELEC 1"])
def test_a_wrong_statement_is_no_refusal(world: World, sql: str) -> None:
    with pytest.raises(peewee.DatabaseError):
        engine.value(sql)
    with pytest.raises(peewee.DatabaseError):
        engine.write_transaction(lambda: engine.value(sql))
    assert engine.value("SELECT 1") == 1


def test_an_old_sqlite_is_refused_at_start(
    database_url: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(engine, "OLDEST_SQLITE", (99, 0, 0))
    with pytest.raises(engine.StoreIsUnsafe):
        engine.connect(f"sqlite:///{tmp_path}/other.db", tmp_path)


@pytest.mark.skipif(IS_POSTGRES, reason="SQLite keeps a file")
def test_sqlite_without_an_address_lies_in_the_data_folder(
    database_url: str, tmp_path: Path
) -> None:
    engine.disconnect()
    engine.connect("", tmp_path / "data")
    assert not engine.is_there()
    engine.make_file()
    assert engine.value("SELECT 1") == 1
    assert (tmp_path / "data" / "rokad.db").exists()
    engine.disconnect()
    engine.connect(database_url, tmp_path)


@pytest.mark.skipif(IS_POSTGRES, reason="pragmas are SQLite's")
def test_sqlite_is_as_durable_as_a_ledger_needs(world: World) -> None:
    assert engine.value("PRAGMA journal_mode") == "wal"
    assert engine.value("PRAGMA synchronous") == 2
    assert engine.value("PRAGMA foreign_keys") == 1
    assert engine.value("PRAGMA trusted_schema") == 0


def test_a_thread_closes_its_own_connection(world: World) -> None:
    seen = []
    engine.value("SELECT 1")

    def look() -> None:
        engine.value("SELECT 1")
        engine.disconnect()
        seen.append(engine.database.is_closed())

    thread = Thread(target=look)
    thread.start()
    thread.join()
    assert seen == [True]
    assert not engine.database.is_closed()
    engine.disconnect()
    engine.disconnect()
