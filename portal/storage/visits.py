"""Visits of the counter and their fees, by named SQL."""

from __future__ import annotations

from dataclasses import fields, replace
from typing import Any

from portal.domain.visits import Fee, Visit
from portal.storage.engine import insert_rows, row, rows, run, value

_FIELDS = tuple(one.name for one in fields(Visit))
_COLUMNS = ", ".join(_FIELDS)
_SELECT = f"SELECT {_COLUMNS} FROM visit "
_FEE_FIELDS = tuple(one.name for one in fields(Fee))
_FEE_COLUMNS = ", ".join(_FEE_FIELDS)


def next_id(society_id: int) -> int:
    """Return the next free key of a visit; the book must be held."""
    return int(value("SELECT MAX(id) FROM visit WHERE society_id = ?", society_id) or 0) + 1


def insert(visit: Visit) -> None:
    """Store a new visit."""
    insert_rows(
        f"INSERT INTO visit ({_COLUMNS}) VALUES", [tuple(getattr(visit, one) for one in _FIELDS)]
    )


def visit(society_id: int, visit_id: int) -> Visit | None:
    """Return a visit, or None."""
    found = row(_SELECT + "WHERE society_id = ? AND id = ?", society_id, visit_id)
    return Visit(*found) if found else None


def change(before: Visit, **changed: Any) -> Visit:
    """Change a visit whose book is held; its version moves on."""
    after = replace(before, **changed, version=before.version + 1)
    names = [name for name in _FIELDS if getattr(after, name) != getattr(before, name)]
    marks = ", ".join(f"{name} = ?" for name in names)
    run(
        f"UPDATE visit SET {marks} WHERE society_id = ? AND id = ?",
        *(getattr(after, name) for name in names), before.society_id, before.id,
    )  # fmt: skip
    return after


def visit_of_utr(society_id: int, utr: str) -> int | None:
    """Return the visit that a UPI payment paid, or None."""
    found: int | None = value(
        "SELECT id FROM visit WHERE society_id = ? AND mode = 'upi' AND reference = ? "
        "AND reference <> ''",
        society_id, utr,
    )  # fmt: skip
    return found


def fees(society_id: int, visit_id: int) -> list[Fee]:
    """List a visit's fees."""
    return [Fee(*one) for one in rows(
        f"SELECT {_FEE_COLUMNS} FROM visit_fee WHERE society_id = ? AND visit_id = ? ORDER BY no",
        society_id, visit_id,
    )]  # fmt: skip


def insert_fee(society_id: int, visit_id: int, fee: Fee) -> None:
    """Store a fee as the visit's next one."""
    last = value(
        "SELECT MAX(no) FROM visit_fee WHERE society_id = ? AND visit_id = ?", society_id, visit_id
    )
    stored = replace(fee, no=int(last or 0) + 1)
    insert_rows(
        f"INSERT INTO visit_fee (society_id, visit_id, {_FEE_COLUMNS}) VALUES",
        [(society_id, visit_id, *(getattr(stored, one) for one in _FEE_FIELDS))],
    )


def delete_fee(society_id: int, visit_id: int, no: int) -> bool:
    """Take a fee out that was not paid; say whether it was there."""
    return run(
        "DELETE FROM visit_fee WHERE society_id = ? AND visit_id = ? AND no = ? "
        "AND voucher_id IS NULL",
        society_id, visit_id, no,
    ) == 1  # fmt: skip


def set_fee_voucher(society_id: int, visit_id: int, no: int, voucher_id: int) -> None:
    """Store which voucher a fee was entered with."""
    run(
        "UPDATE visit_fee SET voucher_id = ? WHERE society_id = ? AND visit_id = ? AND no = ?",
        voucher_id, society_id, visit_id, no,
    )  # fmt: skip
