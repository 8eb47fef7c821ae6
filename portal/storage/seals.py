"""Heads of closed days as they were sealed."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from portal.storage.engine import insert_rows, row, rows, run

_SELECT = (
    "SELECT society_id, seal_no, day_on, body, hash, previous_hash, signature, key_id, code, "
    "made_at FROM seal "
)


@dataclass(frozen=True, slots=True)
class Seal:
    """One sealed head."""

    society_id: int
    seal_no: int
    day_on: str
    body: str
    hash: bytes
    previous_hash: bytes
    signature: bytes
    key_id: str
    code: str
    made_at: int


def _seal(found: tuple[Any, ...]) -> Seal:
    values = list(found)
    for at in (4, 5, 6):
        values[at] = bytes(values[at])
    return Seal(*values)


def insert_seal(seal: Seal) -> None:
    """Store a seal and move the society's chain of seals forward."""
    insert_rows(
        "INSERT INTO seal (society_id, seal_no, day_on, body, hash, previous_hash, signature, "
        "key_id, code, made_at) VALUES",
        [(
            seal.society_id, seal.seal_no, seal.day_on, seal.body, seal.hash, seal.previous_hash,
            seal.signature, seal.key_id, seal.code, seal.made_at,
        )],
    )  # fmt: skip
    run(
        "UPDATE book SET last_seal_no = ?, seal_hash = ? WHERE society_id = ?",
        seal.seal_no, seal.hash, seal.society_id,
    )  # fmt: skip


def seals_of(society_id: int, after_no: int = 0) -> list[Seal]:
    """List a society's seals in order, after a number."""
    return [_seal(found) for found in rows(
        _SELECT + "WHERE society_id = ? AND seal_no > ? ORDER BY seal_no", society_id, after_no
    )]  # fmt: skip


def seal_of_day(society_id: int, day_on: str) -> Seal | None:
    """Return the latest seal of a day, or None; that of a year's adjustments is not a day's."""
    found = row(
        _SELECT + "WHERE society_id = ? AND day_on = ? AND NOT EXISTS (SELECT 1 FROM year_edge y "
        "WHERE y.society_id = seal.society_id AND y.seal_no = seal.seal_no) "
        "ORDER BY seal_no DESC LIMIT 1",
        society_id, day_on,
    )  # fmt: skip
    return _seal(found) if found else None


def seal(society_id: int, seal_no: int) -> Seal | None:
    """Return a seal by its number, or None."""
    found = row(_SELECT + "WHERE society_id = ? AND seal_no = ?", society_id, seal_no)
    return _seal(found) if found else None


def seals_with_code(code: str) -> list[Seal]:
    """List the seals with a printed code (there is one, or none)."""
    return [_seal(found) for found in rows(_SELECT + "WHERE code = ?", code)]
