"""The times of paper slips that were typed later, and what a day holds beside them."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

from portal.domain import heads
from portal.storage.engine import insert_rows, rows, value


class Held(NamedTuple):
    """A voucher of a day: when it was entered, the time on its slip, what it does to the box."""

    voucher_id: int
    posted_at: int
    slip_time: str | None
    task: str
    total_paise: int
    paper_no: str
    party: str
    box_paise: int


def held_on(society_id: int, day_on: str) -> list[Held]:
    """List the vouchers of a day in the order of their entry."""
    return [Held._make((*found[:6], found[6] or "", int(found[7]))) for found in rows(
        "SELECT v.id, v.posted_at, p.slip_time, v.task, v.total_paise, v.paper_no, t.party, "
        "COALESCE((SELECT SUM(e.paise) FROM entry e WHERE e.society_id = v.society_id "
        "AND e.voucher_id = v.id AND e.head = ?), 0) FROM voucher v "
        "JOIN voucher_text t ON t.society_id = v.society_id AND t.voucher_id = v.id "
        "LEFT JOIN paper_slip p ON p.society_id = v.society_id AND p.voucher_id = v.id "
        "WHERE v.society_id = ? AND v.day_on = ? ORDER BY v.id",
        heads.CASH_BOX, society_id, day_on,
    )]  # fmt: skip


def insert_slips(society_id: int, grid_token: str, slips: Sequence[tuple[int, str, int]]) -> None:
    """Store the slips of a sheet: (voucher id, time, line of the sheet)."""
    insert_rows(
        "INSERT INTO paper_slip (society_id, voucher_id, slip_time, grid_token, line) VALUES",
        [(society_id, one, time, grid_token, line) for one, time, line in slips],
    )


def slip_time_of(society_id: int, voucher_id: int) -> str | None:
    """Return the time on the slip of a voucher that was typed later, or None."""
    found = value(
        "SELECT slip_time FROM paper_slip WHERE society_id = ? AND voucher_id = ?",
        society_id, voucher_id,
    )  # fmt: skip
    return str(found) if found is not None else None


class Saved(NamedTuple):
    """A voucher of a sheet that was saved."""

    kind: str
    no: int
    total_paise: int


def saved_between(society_id: int, first_id: int, last_id: int) -> list[Saved]:
    """List the vouchers that a sheet brought about, in the order of their entry."""
    return [Saved._make(found) for found in rows(
        "SELECT v.kind, v.no, v.total_paise FROM voucher v JOIN paper_slip p "
        "ON p.society_id = v.society_id AND p.voucher_id = v.id "
        "WHERE v.society_id = ? AND v.id BETWEEN ? AND ? ORDER BY v.id",
        society_id, first_id, min(last_id, first_id + 99),
    )]  # fmt: skip
