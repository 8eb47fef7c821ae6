"""Pensions handed out at the counter, and whether they still stand in the books, by named SQL."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
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
    books: dict[int, _Booked] = {}
    followed: dict[int, int] = {}
    asked = [one.voucher_id for one in payments]
    while asked:
        found = _booked(society_id, asked)
        books |= found
        gone = [one.id for one in found.values() if one.is_reversed]
        replaced = _replaced(society_id, gone)
        followed |= replaced
        asked = list(replaced.values())
    return [_stands(one, books, followed) for one in payments]


def _stands(one: Payment, books: Mapping[int, _Booked], followed: Mapping[int, int]) -> Standing:
    latest = one.voucher_id
    while latest in followed:
        latest = followed[latest]
    now = books[latest]
    if now.is_reversed:
        now = books[one.voucher_id]
        return Standing(one, False, now.id, now.kind, now.no, now.paise)
    return Standing(one, True, now.id, now.kind, now.no, now.paise)


class _Booked(NamedTuple):
    """A voucher as far as payments need it."""

    id: int
    kind: str
    no: int
    paise: int
    is_reversed: bool


def _booked(society_id: int, voucher_ids: Sequence[int]) -> dict[int, _Booked]:
    found = rows_among(
        "SELECT v.id, v.kind, v.no, v.total_paise, r.id FROM voucher v LEFT JOIN voucher r "
        "ON r.society_id = v.society_id AND r.reverses_id = v.id "
        "WHERE v.society_id = ? AND v.id IN",
        society_id, among=voucher_ids,
    )  # fmt: skip
    return {
        key: _Booked(key, kind, no, paise, reversal is not None)
        for key, kind, no, paise, reversal in found
    }


def _replaced(society_id: int, voucher_ids: Sequence[int]) -> dict[int, int]:
    sql = (
        "SELECT original_id, voucher_id FROM correction WHERE society_id = ? "
        "AND part = 'replacement' AND original_id IN"
    )
    return {int(one): int(by) for one, by in rows_among(sql, society_id, among=voucher_ids)}
