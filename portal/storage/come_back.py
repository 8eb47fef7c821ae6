"""Slips "come back with these papers"; only ever added, by named SQL."""

from __future__ import annotations

from dataclasses import fields
from typing import Any

from portal.domain.come_back import ComeBack
from portal.storage.engine import insert_rows, row, rows, value

_FIELDS = tuple(one.name for one in fields(ComeBack))
_COLUMNS = ", ".join(_FIELDS)
_SELECT = f"SELECT {_COLUMNS} FROM come_back WHERE society_id = ? "
_PARTED = "\n"  # no paper's name has one: it is cleaned


def next_id(society_id: int) -> int:
    """Return the next free key of a slip; the book must be held."""
    return int(value("SELECT MAX(id) FROM come_back WHERE society_id = ?", society_id) or 0) + 1


def insert(one: ComeBack) -> None:
    """Store a slip."""
    stored = [getattr(one, name) for name in _FIELDS]
    stored[_FIELDS.index("papers")] = _PARTED.join(one.papers)
    insert_rows(f"INSERT INTO come_back ({_COLUMNS}) VALUES", [stored])


def come_back(society_id: int, come_back_id: int) -> ComeBack | None:
    """Return a slip, or None."""
    found = row(_SELECT + "AND id = ?", society_id, come_back_id)
    return _read(found) if found else None


def expected(society_id: int, from_on: str, most: int, skip: int = 0) -> list[ComeBack]:
    """List who is expected from a day on, by day; ``from_on`` '' lists those without a day."""
    if not from_on:
        return [_read(one) for one in rows(
            _SELECT + "AND come_on = '' ORDER BY id DESC LIMIT ? OFFSET ?", society_id, most, skip
        )]  # fmt: skip
    return [_read(one) for one in rows(
        _SELECT + "AND come_on >= ? ORDER BY come_on, id LIMIT ? OFFSET ?",
        society_id, from_on, most, skip,
    )]  # fmt: skip


def _read(found: tuple[Any, ...]) -> ComeBack:
    named = dict(zip(_FIELDS, found, strict=True))
    return ComeBack(**named | {"papers": tuple(named["papers"].split(_PARTED))})
