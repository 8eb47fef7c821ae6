"""The schema: kept as a golden file on each engine, and led by its society.

After a migration write the golden files anew on both engines and look at what changed:
``ROKAD_WRITE_GOLDEN=1 pytest tests/house/test_schema.py`` and the same with
``ROKAD_TEST_ENGINE=postgres``.
"""

from __future__ import annotations

import os
import re
from pathlib import Path

import pytest

from portal.storage import engine, migrate
from tests.conftest import IS_POSTGRES

GOLDEN = Path(__file__).with_name(f"schema.{'postgres' if IS_POSTGRES else 'sqlite'}.txt")

#: Reference data, the same everywhere, and the office's own tables. All others belong to a society.
NOT_OF_A_SOCIETY = {
    "schema_version", "place", "head", "holiday", "society", "person", "session",
    "sign_in_failure", "backup_code", "look_log", "duty", "store_fact",
    "name_vocab", "service", "service_fee", "service_switch",
    "biller", "biller_reading", "csc_person", "receipt", "receipt_print", "public_look", "message",
    "rule_change", "closure",
    "connection_turn",  # two societies take turns at one connection
    "comparison", "comparison_count", "comparison_item",  # a day of all societies at once
    "name_posting",  # led by the token, so that a district is searched by one reading
}  # fmt: skip


def _tables() -> list[str]:
    return sorted(name for name in engine.database.get_tables() if name != "sqlite_sequence")


def _unique_keys(table: str) -> list[tuple[str, ...]]:
    """List the columns of the primary key and of each unique index."""
    if IS_POSTGRES:
        found = engine.rows(
            "SELECT (SELECT string_agg(pg_get_indexdef(i.indexrelid, at, true), ',' ORDER BY at) "
            "FROM generate_series(1, i.indnkeyatts) at) FROM pg_index i "
            "WHERE i.indrelid = ?::regclass AND i.indisunique",
            table,
        )
        return [tuple(columns.split(",")) for (columns,) in found]
    keys = [
        tuple(name for (name,) in engine.rows("SELECT name FROM pragma_index_info(?)", index))
        for index, is_unique in engine.rows(
            'SELECT name, "unique" FROM pragma_index_list(?)', table
        )
        if is_unique
    ]
    row_id = engine.rows("SELECT name FROM pragma_table_info(?) WHERE pk > 0 ORDER BY pk", table)
    return [*keys, tuple(name for (name,) in row_id)]


def _columns(table: str) -> list[str]:
    return [column.name for column in engine.database.get_columns(table)]


def _sqlite_schema() -> list[str]:
    return [
        sql
        for (sql,) in engine.rows(
            "SELECT sql FROM sqlite_master WHERE sql IS NOT NULL AND name NOT LIKE 'sqlite_%' "
            "ORDER BY tbl_name, type = 'trigger', type = 'index', name"
        )
    ]


def _postgres_schema() -> list[str]:
    columns = engine.rows(
        "SELECT c.relname, a.attname, format_type(a.atttypid, a.atttypmod), l.collname, "
        "a.attnotnull, pg_get_expr(d.adbin, d.adrelid), a.attidentity FROM pg_attribute a "
        "JOIN pg_class c ON c.oid = a.attrelid "
        "LEFT JOIN pg_collation l ON l.oid = a.attcollation "
        "LEFT JOIN pg_attrdef d ON d.adrelid = c.oid AND d.adnum = a.attnum "
        "WHERE c.relkind = 'r' AND c.relnamespace = 'public'::regnamespace "
        "AND a.attnum > 0 AND NOT a.attisdropped ORDER BY c.relname, a.attnum"
    )
    others = engine.rows(
        "SELECT conrelid::regclass::text, contype::text || ' ' || conname || ' ' || "
        "pg_get_constraintdef(oid) FROM pg_constraint "
        "WHERE connamespace = 'public'::regnamespace AND contype <> 'n' "
        "UNION ALL SELECT tablename, indexdef FROM pg_indexes WHERE schemaname = 'public' "
        "UNION ALL SELECT tgrelid::regclass::text, pg_get_triggerdef(oid) FROM pg_trigger "
        "WHERE NOT tgisinternal"
    )
    lines = {table: [f"TABLE {table}"] for table in _tables()}
    for table, name, kind, collation, is_set, default, identity in columns:
        words = [name, kind, collation if collation == "C" else "", "NOT NULL" if is_set else ""]
        words += [f"DEFAULT {default}" if default else "", "IDENTITY" if identity == "d" else ""]
        lines[table].append("  " + " ".join(filter(None, words)))
    for table, text in sorted(others):
        lines[table].append("  " + text.replace("public.", ""))
    return ["\n".join(found) for found in lines.values()]


def test_the_schema_is_the_golden_one(database_url: str) -> None:
    live = "\n".join(_postgres_schema() if IS_POSTGRES else _sqlite_schema()) + "\n"
    if os.environ.get("ROKAD_WRITE_GOLDEN"):
        GOLDEN.write_text(live)
    assert live == GOLDEN.read_text(), "the schema changed: see the head of this file"


def test_every_key_of_a_societys_table_begins_with_its_society(database_url: str) -> None:
    for table in _tables():
        if table in NOT_OF_A_SOCIETY:
            continue
        keys = _unique_keys(table)
        assert keys, f"{table} has no key"
        for key in keys:
            assert key[0] == "society_id", f"{table}: {key} does not begin with society_id"


def test_every_table_that_is_not_of_a_society_is_there(database_url: str) -> None:
    assert set(_tables()) >= NOT_OF_A_SOCIETY


def test_both_engines_have_the_same_tables_and_columns(database_url: str) -> None:
    golden = GOLDEN.with_name("schema.postgres.txt").read_text()
    assert re.findall(r"^TABLE (\w+)", golden, re.MULTILINE) == _tables()
    for table in _tables():
        block = re.search(rf"^TABLE {table}\n((?:  .*\n)*)", golden, re.MULTILINE)
        assert block is not None
        named = re.findall(r"^  ([a-z_0-9]+) (?:bigint|text|bytea)", block[1], re.MULTILINE)
        assert named == _columns(table), table


def test_migrations_are_numbered_without_a_gap() -> None:
    numbers = [int(path.name[:4]) for path in migrate.files()]
    assert numbers == list(range(1, len(numbers) + 1))
    there = {path.name for path in migrate.FOLDER.iterdir() if path.suffix == ".sql"}
    assert there == {path.name for path in migrate.files()}


def test_no_migration_was_changed_after_it_was_locked() -> None:
    assert migrate.checksums() == migrate.locked_checksums()


@pytest.mark.skipif(not IS_POSTGRES, reason="PostgreSQL knows its own reserved words")
def test_no_column_is_a_reserved_word(database_url: str) -> None:
    reserved = {
        word for (word,) in engine.rows(
            "SELECT word FROM pg_get_keywords() WHERE catcode IN ('R', 'T')"
        )
    }  # fmt: skip
    for table in _tables():
        assert not reserved & {table, *_columns(table)}, table


def test_money_days_and_instants_are_stored_as_they_are_named(database_url: str) -> None:
    kinds = {"_paise": "bigint", "_at": "bigint", "_on": "text", "_hash": ("bytea", "text")}
    for table in _tables():
        for column in engine.database.get_columns(table):
            for ending, kind in kinds.items():
                if column.name.endswith(ending):
                    kind_here = column.data_type.lower().replace("integer", "bigint")
                    assert kind_here.replace("blob", "bytea") in kind, (table, column.name)
