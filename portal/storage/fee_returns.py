"""What goes back to customers of cancelled bookings and refused premiums, by named SQL."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import fields, replace
from typing import Any, NamedTuple

from portal.domain.fee_returns import FeeReturn, ReturnState
from portal.domain.heads import REFUNDS_DUE
from portal.storage.engine import insert_rows, row, rows, run, value

_FIELDS = tuple(one.name for one in fields(FeeReturn))
_COLUMNS = ", ".join(_FIELDS)
_SELECT = f"SELECT {_COLUMNS} FROM fee_return WHERE society_id = ? "
_NAMED = (
    "SELECT " + ", ".join(f"b.{one}" for one in _FIELDS) + ", f.what, f.application_id, "
    "COALESCE(a.name, v.name), COALESCE(a.mobile, v.mobile), f.passed_paise FROM fee_return b "
    "JOIN visit_fee f ON f.society_id = b.society_id AND f.visit_id = b.visit_id "
    "AND f.no = b.fee_no JOIN visit v ON v.society_id = b.society_id AND v.id = b.visit_id "
    "LEFT JOIN application a ON a.society_id = f.society_id AND a.id = f.application_id "
    "WHERE b.society_id = ? "
)


class Named(NamedTuple):
    """A return with what it was taken for and whose it is."""

    found: FeeReturn
    what: str
    application_id: int | None
    name: str
    mobile: str
    passed_paise: int


def insert(one: FeeReturn) -> None:
    """Store a new return."""
    insert_rows(
        f"INSERT INTO fee_return ({_COLUMNS}) VALUES",
        [tuple(getattr(one, name) for name in _FIELDS)],
    )


def change(before: FeeReturn, **changed: Any) -> FeeReturn:
    """Change a return whose book is held; its version moves on."""
    after = replace(before, **changed, version=before.version + 1)
    names = [name for name in _FIELDS if getattr(after, name) != getattr(before, name)]
    marks = ", ".join(f"{name} = ?" for name in names)
    run(
        f"UPDATE fee_return SET {marks} WHERE society_id = ? AND visit_id = ? AND fee_no = ?",
        *(getattr(after, name) for name in names), before.society_id, before.visit_id,
        before.fee_no,
    )  # fmt: skip
    return after


def fee_return(society_id: int, visit_id: int, fee_no: int) -> FeeReturn | None:
    """Return the return of an item, or None."""
    found = row(_SELECT + "AND visit_id = ? AND fee_no = ?", society_id, visit_id, fee_no)
    return _read(found) if found else None


def of_visit(society_id: int, visit_id: int) -> dict[int, FeeReturn]:
    """Return the returns of a visit's items, by their number."""
    found = rows(_SELECT + "AND visit_id = ?", society_id, visit_id)
    return {one.fee_no: one for one in map(_read, found)}


def open_ones(society_id: int, most: int = 200) -> list[Named]:
    """List what is owed to customers, then what is asked back, each the oldest first."""
    return _named(rows(
        _NAMED + "AND b.state IN ('asked', 'due') ORDER BY CASE b.state WHEN 'due' THEN 0 ELSE 1 "
        "END, b.asked_at, b.visit_id, b.fee_no LIMIT ?",
        society_id, most,
    ))  # fmt: skip


def ended(society_id: int, most: int) -> list[Named]:
    """List the latest returns that ended, given back or lost."""
    return _named(rows(
        _NAMED + "AND b.state IN ('given', 'lost') ORDER BY COALESCE(b.given_at, b.asked_at) DESC "
        "LIMIT ?",
        society_id, most,
    ))  # fmt: skip


def given_on(society_id: int, day_on: str) -> list[Named]:
    """List what was handed back on a business day."""
    return _named(rows(
        _NAMED + "AND b.given_voucher_id IN (SELECT g.id FROM voucher g "
        "WHERE g.society_id = ? AND g.day_on = ? AND g.task = 'csc_refund') "
        "ORDER BY b.given_voucher_id",
        society_id, society_id, day_on,
    ))  # fmt: skip


def _read(found: Iterable[Any]) -> FeeReturn:
    one = FeeReturn(*found)
    return replace(one, state=ReturnState(one.state))


def _named(found: Iterable[tuple[Any, ...]]) -> list[Named]:
    count = len(_FIELDS)
    return [Named(_read(one[:count]), *one[count:]) for one in found]


def due_paise(society_id: int) -> int:
    """Return what is owed to customers."""
    return int(value(
        "SELECT SUM(due_paise) FROM fee_return WHERE society_id = ? AND state = 'due'", society_id
    ) or 0)  # fmt: skip


def disagreeing(society_id: int) -> list[tuple[int, int]]:
    """List returns (visit, number) that their vouchers don't bear out."""
    return [(visit_id, fee_no) for visit_id, fee_no in rows(
        "SELECT b.visit_id, b.fee_no FROM fee_return b WHERE b.society_id = ? AND ("
        "b.due_paise <> COALESCE((SELECT -SUM(e.paise) FROM entry e "
        "WHERE e.society_id = b.society_id AND e.voucher_id = b.due_voucher_id AND e.head = ?), 0) "
        "OR (b.state = 'given') <> (b.given_voucher_id IS NOT NULL) "
        "OR (b.state = 'given' AND b.due_paise <> COALESCE((SELECT SUM(e.paise) FROM entry e "
        "WHERE e.society_id = b.society_id AND e.voucher_id = b.given_voucher_id "
        "AND e.head = ?), 0)) "
        "OR (b.state IN ('due', 'given')) <> (b.due_paise > 0) "
        "OR (b.was_sent = 1) <> EXISTS (SELECT 1 FROM remittance_item i "
        "WHERE i.society_id = b.society_id AND i.visit_id = b.visit_id AND i.fee_no = b.fee_no)) "
        "ORDER BY b.visit_id, b.fee_no",
        society_id, REFUNDS_DUE, REFUNDS_DUE,
    )]  # fmt: skip
