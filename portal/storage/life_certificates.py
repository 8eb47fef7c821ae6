"""Life certificates of pensioners, by named SQL."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import fields

from portal.domain.life_certificates import Certificate
from portal.storage.engine import insert_rows, row, rows, rows_among, run, value

_FIELDS = tuple(one.name for one in fields(Certificate))
_COLUMNS = ", ".join(_FIELDS)
_SELECT = f"SELECT {_COLUMNS} FROM life_certificate "


def next_id(society_id: int) -> int:
    """Return the next free key of a certificate; the book must be held."""
    last = value("SELECT MAX(id) FROM life_certificate WHERE society_id = ?", society_id)
    return int(last or 0) + 1


def insert(one: Certificate) -> None:
    """Store a certificate."""
    insert_rows(
        f"INSERT INTO life_certificate ({_COLUMNS}) VALUES",
        [tuple(getattr(one, name) for name in _FIELDS)],
    )


def settle(after: Certificate) -> None:
    """Store how a certificate that waited ended; the book must be held."""
    run(
        "UPDATE life_certificate SET result = ?, reason = ?, pramaan_id = ?, next_due_on = ?, "
        "settled_at = ?, settled_by = ? WHERE society_id = ? AND id = ? AND result = 'waiting'",
        after.result, after.reason, after.pramaan_id, after.next_due_on, after.settled_at,
        after.settled_by, after.society_id, after.id,
    )  # fmt: skip


def certificate(society_id: int, certificate_id: int) -> Certificate | None:
    """Return a certificate, or None."""
    found = row(_SELECT + "WHERE society_id = ? AND id = ?", society_id, certificate_id)
    return Certificate(*found) if found else None


def of_pensioner(society_id: int, pensioner_id: int) -> list[Certificate]:
    """List a pensioner's certificates, the newest first."""
    return [Certificate(*found) for found in rows(
        _SELECT + "WHERE society_id = ? AND pensioner_id = ? ORDER BY id DESC",
        society_id, pensioner_id,
    )]  # fmt: skip


def by_pramaan_id(society_id: int, pramaan_id: str) -> Certificate | None:
    """Return the certificate of a Pramaan-ID, or None."""
    found = row(_SELECT + "WHERE society_id = ? AND pramaan_id = ?", society_id, pramaan_id)
    return Certificate(*found) if found else None


def waiting(society_id: int, pensioner_ids: Iterable[int]) -> set[int]:
    """Say which of these pensioners have a certificate whose answer is awaited."""
    return {int(one) for (one,) in rows_among(
        "SELECT pensioner_id FROM life_certificate WHERE society_id = ? AND result = 'waiting' "
        "AND pensioner_id IN",
        society_id, among=pensioner_ids,
    )}  # fmt: skip
