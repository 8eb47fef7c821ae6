"""Receipts by their codes, and how often each was printed, by named SQL."""

from __future__ import annotations

import os
from collections.abc import Sequence
from typing import NamedTuple

from portal.domain.receipts import RANDOM_BYTES, new_code
from portal.storage.engine import insert_rows, row, rows, value


class Receipt(NamedTuple):
    """What a code stands for: a visit, or a record of the bank's device (aeps)."""

    code: str
    society_id: int
    kind: str
    record_id: int
    made_at: int


class Print(NamedTuple):
    """One time that a receipt was put on paper, and on which."""

    no: int
    size: str
    printed_at: int
    printed_by: int


def make(society_id: int, kind: str, record_id: int, at: int) -> str:
    """Give a visit or a record its code and return it."""
    code = new_code(os.urandom(RANDOM_BYTES))
    insert_rows(
        "INSERT INTO receipt (code, society_id, kind, record_id, made_at) VALUES",
        [(code, society_id, kind, record_id, at)],
    )
    return code


def code_of(society_id: int, kind: str, record_id: int) -> str:
    """Return the code of a visit or a record; empty where it has none."""
    return value(
        "SELECT code FROM receipt WHERE society_id = ? AND kind = ? AND record_id = ?",
        society_id, kind, record_id,
    ) or ""  # fmt: skip


def receipt(code: str) -> Receipt | None:
    """Return what a code stands for, or None."""
    found = row(
        "SELECT code, society_id, kind, record_id, made_at FROM receipt WHERE code = ?", code
    )
    return Receipt(*found) if found else None


def prints(code: str) -> list[Print]:
    """List how often a receipt was printed, the first print first."""
    return [Print(*one) for one in rows(
        "SELECT no, size, printed_at, printed_by FROM receipt_print WHERE code = ? ORDER BY no",
        code,
    )]  # fmt: skip


def add_print(code: str, one: Print) -> None:
    """Store that a receipt is printed."""
    insert_rows(
        "INSERT INTO receipt_print (code, no, size, printed_at, printed_by) VALUES", [(code, *one)]
    )


def taken_back(society_id: int, voucher_ids: Sequence[int]) -> set[int]:
    """Say which of a few vouchers were reversed."""
    if not voucher_ids:
        return set()
    marks = ", ".join("?" * len(voucher_ids))
    return {one[0] for one in rows(
        f"SELECT reverses_id FROM voucher WHERE society_id = ? AND reverses_id IN ({marks})",
        society_id, *voucher_ids,
    )}  # fmt: skip
