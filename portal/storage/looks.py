"""The log of looks at members' balances, by named SQL."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

from portal.storage.engine import insert_rows, rows, value


class Look(NamedTuple):
    """One look: ``subject`` is the member's printed number."""

    id: int
    person_id: int
    subject: str
    reason: str
    looked_at: int


def insert(person_id: int, society_id: int, subjects: Sequence[str], reason: str, at: int) -> None:
    """Write looks at members of a society."""
    insert_rows(
        "INSERT INTO look_log (person_id, society_id, subject, reason, looked_at) VALUES",
        [(person_id, society_id, one, reason, at) for one in subjects],
    )


def of_society(society_id: int, subject: str, before_id: int, most: int) -> list[Look]:
    """List a society's looks, the newest first; ``subject`` '' is everybody."""
    where = "society_id = ? AND id < ?"
    params: list[object] = [society_id, before_id]
    if subject:
        where += " AND subject = ?"
        params.append(subject)
    return [Look(*one) for one in rows(
        "SELECT id, person_id, subject, reason, looked_at FROM look_log "
        f"WHERE {where} ORDER BY id DESC LIMIT ?",
        *params, most,
    )]  # fmt: skip


def times_since(society_id: int, subject: str, since_at: int) -> int:
    """Count the looks at one member since an instant."""
    return int(value(
        "SELECT COUNT(*) FROM look_log WHERE society_id = ? AND subject = ? AND looked_at >= ?",
        society_id, subject, since_at,
    ))  # fmt: skip


def names_of(society_id: int, subjects: set[str]) -> dict[str, str]:
    """Return the names of members by printed number."""
    if not subjects:
        return {}
    marks = ",".join("?" * len(subjects))
    return dict(rows(
        f"SELECT member_no, name_hi FROM member WHERE society_id = ? AND member_no IN ({marks})",
        society_id, *sorted(subjects),
    ))  # fmt: skip
