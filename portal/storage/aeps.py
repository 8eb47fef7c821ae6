"""Records of what the bank's device did by Aadhaar (AePS), by named SQL."""

from __future__ import annotations

from dataclasses import astuple, fields, replace
from typing import Any

from portal.domain.aeps import SETTLEMENT_HEAD, Record
from portal.storage.engine import insert_rows, row, rows, run, value

_FIELDS = tuple(one.name for one in fields(Record))
_COLUMNS = ", ".join(_FIELDS)
_SELECT = f"SELECT {_COLUMNS} FROM aeps_record "
_SELECT_R = "SELECT r." + _COLUMNS.replace(", ", ", r.") + " FROM aeps_record r "


def next_id(society_id: int) -> int:
    """Return the next free key of a record; the book must be held."""
    return int(value("SELECT MAX(id) FROM aeps_record WHERE society_id = ?", society_id) or 0) + 1


def insert(record: Record) -> None:
    """Store a new record."""
    insert_rows(f"INSERT INTO aeps_record ({_COLUMNS}) VALUES", [astuple(record)])


def change(record: Record, **changed: Any) -> Record | None:
    """Change a record that stands as it was seen; None where somebody changed it meanwhile."""
    after = replace(record, **changed, version=record.version + 1)
    names = [name for name in _FIELDS if getattr(after, name) != getattr(record, name)]
    is_mine = run(
        f"UPDATE aeps_record SET {', '.join(f'{name} = ?' for name in names)} "
        "WHERE society_id = ? AND id = ? AND version = ?",
        *(getattr(after, name) for name in names), record.society_id, record.id, record.version,
    ) == 1  # fmt: skip
    return after if is_mine else None


def record(society_id: int, record_id: int) -> Record | None:
    """Return a record, or None."""
    return _one(row(_SELECT + "WHERE society_id = ? AND id = ?", society_id, record_id))


def record_by_rrn(society_id: int, rrn: str) -> Record | None:
    """Return the record that stands with this RRN, or None; those taken back don't count."""
    return _one(row(_SELECT + "WHERE society_id = ? AND rrn = ?", society_id, rrn))


def records_on(society_id: int, day_on: str) -> list[Record]:
    """List the records of a day in order."""
    return _all(_SELECT + "WHERE society_id = ? AND day_on = ? ORDER BY id", society_id, day_on)


def all_records(society_id: int) -> list[Record]:
    """List all records of a society by key, for the proof."""
    return _all(_SELECT + "WHERE society_id = ? ORDER BY id", society_id)


def uncertain(society_id: int) -> list[Record]:
    """List the records whose money question is open, the oldest first."""
    return _all(
        _SELECT + "WHERE society_id = ? AND outcome = 'uncertain' AND settled_at IS NULL "
        "ORDER BY id",
        society_id,
    )


def settled_in_cash_on(society_id: int, day_on: str) -> list[Record]:
    """List the uncertain records, of whatever day, whose cash moved on this day, in order."""
    return _all(
        _SELECT_R + "JOIN voucher v ON v.society_id = r.society_id AND v.reference = r.rrn "
        "AND v.id = r.voucher_id "
        "JOIN entry e ON e.society_id = v.society_id AND e.voucher_id = v.id "
        "WHERE e.society_id = ? AND e.head = ? AND e.day_on = ? AND r.outcome = 'uncertain' "
        "ORDER BY r.id",
        society_id, SETTLEMENT_HEAD, day_on,
    )  # fmt: skip


def _all(sql: str, *params: Any) -> list[Record]:
    return [Record(*found) for found in rows(sql, *params)]


def _one(found: tuple[Any, ...] | None) -> Record | None:
    return Record(*found) if found else None
