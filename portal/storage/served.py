"""For whom vouchers were entered, and how often and when last someone was served, by named SQL."""

from __future__ import annotations

from collections.abc import Iterable
from typing import NamedTuple

from portal.storage.engine import insert_rows, rows, run, value

MEMBERS, CUSTOMERS = 0, 1  # registers


class Whom(NamedTuple):
    """Someone of a register: 0 members, 1 walk-in customers."""

    register: int
    record_id: int


def exists(society_id: int, whom: Whom) -> bool:
    """Say whether the society knows this person."""
    table = "customer" if whom.register == CUSTOMERS else "member"
    sql = f"SELECT 1 FROM {table} WHERE society_id = ? AND id = ?"
    return value(sql, society_id, whom.record_id) is not None


def note_for(society_id: int, voucher_id: int, people: Iterable[Whom]) -> None:
    """Store for whom a voucher was entered."""
    insert_rows(
        "INSERT INTO voucher_for (society_id, register, record_id, voucher_id) VALUES",
        [(society_id, *one, voucher_id) for one in sorted(set(people))],
    )


def of_voucher(society_id: int, voucher_id: int) -> list[Whom]:
    """List for whom a voucher was entered."""
    return [Whom(*found) for found in rows(
        "SELECT register, record_id FROM voucher_for WHERE society_id = ? AND voucher_id = ?",
        society_id, voucher_id,
    )]  # fmt: skip


def count(society_id: int, whom: Whom, at: int) -> None:
    """Remember that someone was served now."""
    run(
        "INSERT INTO served (society_id, register, record_id, times, last_at) "
        "VALUES (?, ?, ?, 1, ?) ON CONFLICT (society_id, register, record_id) DO UPDATE "
        "SET times = served.times + 1, last_at = excluded.last_at",
        society_id, *whom, at,
    )  # fmt: skip
