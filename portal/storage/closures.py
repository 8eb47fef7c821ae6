"""Closures that officers declared, and the societies that worked on such a day: named SQL."""

from __future__ import annotations

from typing import NamedTuple

from portal.domain.closures import Closure, NewClosure
from portal.storage.engine import row, rows, run, value
from portal.storage.places import REACH, REAL_SOCIETIES

_COLUMNS = (
    "c.id, c.place_id, p.level, p.name_hi, p.name_en, c.first_on, c.last_on, c.name_hi, "
    "c.name_en, c.declared_at, c.declared_by, c.withdrawn_at, c.withdrawn_by"
)
_FROM = "FROM closure c JOIN place p ON p.id = c.place_id"


class Worked(NamedTuple):
    """A society that has vouchers on a day."""

    code: str
    name_hi: str
    name_en: str
    day_on: str
    vouchers: int


class WroteDown(NamedTuple):
    """A society that wrote a day down as a holiday after a closure was declared."""

    name_hi: str
    name_en: str
    state_code: str
    weekly_off: int | None
    day_on: str


def _within(level: str) -> str:
    return "s.id > ?" if level == "nation" else f"s.{REACH[level]} = ?"


def _key(level: str, place_id: int) -> int:
    return 0 if level == "nation" else place_id


def lock_place(place_id: int) -> None:
    """Let one change of a place's closures after the other be written."""
    value("SELECT id FROM place WHERE id = ? FOR UPDATE", place_id)


def insert(place_id: int, wish: NewClosure, by: int, at: int) -> int:
    """Store a closure and return its key."""
    return int(value(
        "INSERT INTO closure (place_id, first_on, last_on, name_hi, name_en, declared_at, "
        "declared_by) VALUES (?, ?, ?, ?, ?, ?, ?) RETURNING id",
        place_id, wish.first_on, wish.last_on, wish.name_hi, wish.name_en, at, by,
    ))  # fmt: skip


def withdraw(closure_id: int, by: int, at: int) -> bool:
    """Mark a closure as withdrawn; False where it already is."""
    return bool(run(
        "UPDATE closure SET withdrawn_at = ?, withdrawn_by = ? "
        "WHERE id = ? AND withdrawn_at IS NULL",
        at, by, closure_id,
    ))  # fmt: skip


def closure(closure_id: int) -> Closure | None:
    """Return a closure, or None."""
    found = row(f"SELECT {_COLUMNS} {_FROM} WHERE c.id = ?", closure_id)
    return Closure(*found) if found else None


def overlapping(place_id: int, first_on: str, last_on: str) -> Closure | None:
    """Return a closure of the same place that shares a day with these, or None."""
    found = row(
        f"SELECT {_COLUMNS} {_FROM} WHERE c.place_id = ? AND c.withdrawn_at IS NULL "
        "AND c.first_on <= ? AND c.last_on >= ? ORDER BY c.first_on LIMIT 1",
        place_id, last_on, first_on,
    )  # fmt: skip
    return Closure(*found) if found else None


def around(place_id: int, most: int) -> list[Closure]:
    """List the latest closures of a place, of those above and of those below it."""
    return [Closure(*found) for found in rows(
        "WITH RECURSIVE up (id, parent_id) AS (SELECT id, parent_id FROM place WHERE id = ? "
        "UNION ALL SELECT p.id, p.parent_id FROM place p JOIN up ON p.id = up.parent_id), "
        "down (id) AS (SELECT id FROM place WHERE id = ? "
        "UNION ALL SELECT p.id FROM place p JOIN down ON p.parent_id = down.id) "
        f"SELECT {_COLUMNS} {_FROM} WHERE c.place_id IN (SELECT id FROM up "
        "UNION SELECT id FROM down) ORDER BY c.first_on DESC, c.id DESC LIMIT ?",
        place_id, place_id, most,
    )]  # fmt: skip


def worked_on(found: Closure, most: int) -> tuple[int, list[Worked]]:
    """Return how many societies have vouchers on days of a closure, and the first of them."""
    key = _key(found.place_level, found.place_id)
    body = (
        f"FROM voucher v JOIN {REAL_SOCIETIES} s ON s.id = v.society_id JOIN day d "
        "ON d.society_id = v.society_id AND d.day_on = v.day_on AND d.kind = 'working' "
        f"WHERE {_within(found.place_level)} AND v.day_on BETWEEN ? AND ?"
    )
    params = (key, found.first_on, found.last_on)
    listed = rows(
        f"SELECT s.code, s.name_hi, s.name_en, v.day_on, COUNT(*) {body} "
        "GROUP BY s.code, s.name_hi, s.name_en, v.day_on ORDER BY s.name_hi, s.code, v.day_on "
        f"LIMIT {int(most)}",
        *params,
    )
    many = value(f"SELECT COUNT(DISTINCT s.id) {body}", *params) if listed else 0
    return int(many), [Worked(*one) for one in listed]


def written_down(found: Closure) -> list[WroteDown]:
    """List the holidays of a closure's days that were written down since it was declared."""
    return [WroteDown(*one) for one in rows(
        "SELECT s.name_hi, s.name_en, s.state_code, s.weekly_off, d.day_on FROM day d "
        f"JOIN {REAL_SOCIETIES} s ON s.id = d.society_id "
        f"WHERE {_within(found.place_level)} AND d.day_on BETWEEN ? AND ? "
        "AND d.kind = 'holiday' AND d.is_legacy = 0 AND d.opened_at >= ? ORDER BY s.name_hi, s.id",
        _key(found.place_level, found.place_id), found.first_on, found.last_on, found.declared_at,
    )]  # fmt: skip
