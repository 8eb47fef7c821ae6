"""Pensions handed out at the counter, and whether they still stand in the books, by named SQL."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import fields
from typing import NamedTuple

from portal.domain.pension_payments import Payment
from portal.storage.engine import insert_rows, rows, rows_among

_FIELDS = tuple(one.name for one in fields(Payment))
_COLUMNS = ", ".join(_FIELDS)
_SELECT = f"SELECT {_COLUMNS} FROM pension_payment "


class Standing(NamedTuple):
    """A payment as the books have it now: its voucher (or the corrected one) and amount.

    ``stands`` is False where it was taken back whole; then the voucher is the first one.
    """

    payment: Payment
    stands: bool
    voucher_id: int
    kind: str
    no: int
    paise: int


def insert(one: Payment) -> None:
    """Store a payment."""
    insert_rows(
        f"INSERT INTO pension_payment ({_COLUMNS}) VALUES",
        [tuple(getattr(one, name) for name in _FIELDS)],
    )


def of_month(society_id: int, month: str) -> list[Payment]:
    """List a month's payments in the order of the books."""
    return [Payment(*found) for found in rows(
        _SELECT + "WHERE society_id = ? AND month = ? ORDER BY voucher_id", society_id, month
    )]  # fmt: skip


def of_pensioner(society_id: int, pensioner_id: int, most: int) -> list[Payment]:
    """List a pensioner's latest payments, the newest month first."""
    return [Payment(*found) for found in rows(
        _SELECT + "WHERE society_id = ? AND pensioner_id = ? ORDER BY month DESC, no DESC LIMIT ?",
        society_id, pensioner_id, most,
    )]  # fmt: skip


def of_pensioner_month(society_id: int, pensioner_id: int, month: str) -> list[Payment]:
    """List what was ever paid to a pensioner for a month, the last first."""
    return [Payment(*found) for found in rows(
        _SELECT + "WHERE society_id = ? AND pensioner_id = ? AND month = ? ORDER BY no DESC",
        society_id, pensioner_id, month,
    )]  # fmt: skip


def standing(society_id: int, payments: Sequence[Payment]) -> list[Standing]:
    """Say how payments stand: a voucher that was reversed and replaced stands as its replacement.

    Corrections of corrections are followed to the last one.
    """
    now: dict[int, int | None] = {one.voucher_id: one.voucher_id for one in payments}
    open_ids = {one.voucher_id: one.voucher_id for one in payments}  # the first by the latest
    while open_ids:
        reversed_ids = _reversed(society_id, list(open_ids))
        replaced = _replaced(society_id, list(reversed_ids))
        for latest in reversed_ids:
            now[open_ids[latest]] = replaced.get(latest)
        open_ids = {replaced[one]: open_ids[one] for one in reversed_ids if one in replaced}
    latest_ids = {first: one or first for first, one in now.items()}
    books = _vouchers(society_id, list(latest_ids.values()))
    return [
        Standing(one, now[one.voucher_id] is not None, *books[latest_ids[one.voucher_id]])
        for one in payments
    ]


def _reversed(society_id: int, voucher_ids: Sequence[int]) -> set[int]:
    sql = "SELECT reverses_id FROM voucher WHERE society_id = ? AND reverses_id IN"
    return {int(one) for (one,) in rows_among(sql, society_id, among=voucher_ids)}


def _replaced(society_id: int, voucher_ids: Sequence[int]) -> dict[int, int]:
    sql = (
        "SELECT original_id, voucher_id FROM correction WHERE society_id = ? "
        "AND part = 'replacement' AND original_id IN"
    )
    return {int(one): int(by) for one, by in rows_among(sql, society_id, among=voucher_ids)}


def _vouchers(society_id: int, voucher_ids: Sequence[int]) -> dict[int, tuple[int, str, int, int]]:
    sql = "SELECT id, kind, no, total_paise FROM voucher WHERE society_id = ? AND id IN"
    found = rows_among(sql, society_id, among=voucher_ids)
    return {int(one): (int(one), str(kind), int(no), int(paise)) for one, kind, no, paise in found}
