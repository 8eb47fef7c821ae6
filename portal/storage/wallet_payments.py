"""Payments out of the CSC's wallet and their history, by named SQL."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import fields, replace
from typing import Any, NamedTuple

from portal.domain.wallet_payments import (
    LONGEST_WAIT_MS,
    WalletPayment,
    WalletState,
    may_become,
)
from portal.storage.engine import insert_rows, row, rows, run, value

_FIELDS = tuple(one.name for one in fields(WalletPayment))
_COLUMNS = ", ".join(_FIELDS)
_SELECT = f"SELECT {_COLUMNS} FROM wallet_payment "
_SELECT_P = "SELECT p." + _COLUMNS.replace(", ", ", p.") + " FROM wallet_payment p "
_SAID = 100
_HOLDING = "(state IN ('begun', 'returned', 'unknown') OR (state = 'paid' AND voucher_id IS NULL))"
FORM = "wallet-"  # begins the form token of every voucher that a payment posts


class Event(NamedTuple):
    """One change of a payment; ``done_by`` None is the worker or the CSC."""

    version: int
    state: str
    said: str
    done_at: int
    done_by: int | None


def next_id(society_id: int) -> int:
    """Return the next free key of a payment; the book must be held."""
    last = value("SELECT MAX(id) FROM wallet_payment WHERE society_id = ?", society_id)
    return int(last or 0) + 1


def insert(payment: WalletPayment) -> None:
    """Store a new payment with its first event."""
    insert_rows(
        f"INSERT INTO wallet_payment ({_COLUMNS}) VALUES",
        [tuple(_stored(name, payment) for name in _FIELDS)],
    )
    _note(payment, payment.begun_at, payment.begun_by)


def change(
    payment: WalletPayment, at: int, said: str = "", by: int | None = None, **changed: Any
) -> WalletPayment | None:
    """Change a payment that stands as it was seen; None where somebody changed it meanwhile.

    ``said`` becomes an event; without it only the worker's own time is kept.
    """
    after = replace(payment, **changed, version=payment.version + 1)
    after = replace(after, said=said[:_SAID]) if said else after
    assert may_become(payment.state, after.state), (payment.state, after.state)
    if after.state is not payment.state:
        after = replace(after, state_at=at)
    names = [name for name in _FIELDS if getattr(after, name) != getattr(payment, name)]
    marks = ", ".join(f"{name} = ?" for name in names)
    is_mine = run(
        f"UPDATE wallet_payment SET {marks} WHERE society_id = ? AND id = ? AND version = ?",
        *(_stored(name, after) for name in names),
        payment.society_id, payment.id, payment.version,
    ) == 1  # fmt: skip
    if is_mine and said:
        _note(after, at, by)
    return after if is_mine else None


def _note(payment: WalletPayment, at: int, by: int | None) -> None:
    insert_rows(
        "INSERT INTO wallet_payment_event (society_id, payment_id, version, state, said, done_at, "
        "done_by) VALUES",
        [(
            payment.society_id, payment.id, payment.version, payment.state.value, payment.said,
            at, by,
        )],
    )  # fmt: skip


def payment(society_id: int, payment_id: int) -> WalletPayment | None:
    """Return a payment, or None."""
    return _payment(row(_SELECT + "WHERE society_id = ? AND id = ?", society_id, payment_id))


def payment_by_reference(society_id: int, merchant_txn: str) -> WalletPayment | None:
    """Return the payment of a reference, or None."""
    return _payment(row(
        _SELECT + "WHERE society_id = ? AND merchant_txn = ?", society_id, merchant_txn
    ))  # fmt: skip


def latest(society_id: int, most: int) -> list[WalletPayment]:
    """List the latest payments, the newest first."""
    return _payments(_SELECT + "WHERE society_id = ? ORDER BY id DESC LIMIT ?", society_id, most)


def events(society_id: int, payment_id: int) -> list[Event]:
    """List what happened to a payment, in order."""
    return [Event(*found) for found in rows(
        "SELECT version, state, said, done_at, done_by FROM wallet_payment_event "
        "WHERE society_id = ? AND payment_id = ? ORDER BY version",
        society_id, payment_id,
    )]  # fmt: skip


def due(now: int, most: int) -> list[WalletPayment]:
    """List the payments of all societies that must be asked about, the longest due first.

    One that would wait longer than any payment waits was put off by a clock that went wrong.
    """
    return _payments(
        _SELECT + "WHERE next_at IS NOT NULL AND (next_at <= ? OR next_at > ?) "
        "ORDER BY next_at LIMIT ?",
        now, now + LONGEST_WAIT_MS, most,
    )  # fmt: skip


def to_post(most: int) -> list[WalletPayment]:
    """List the payments whose voucher waits, where a day takes entries."""
    return _payments(
        _SELECT_P + "JOIN day d ON d.society_id = p.society_id AND d.status = 'open' "
        "WHERE p.state = 'paid' AND p.voucher_id IS NULL ORDER BY p.society_id, p.id LIMIT ?",
        most,
    )


def reserved_paise(society_id: int) -> int:
    """Sum up what of the wallet is spoken for by payments on the CSC's own page."""
    return int(value(
        f"SELECT SUM(amount_paise) FROM wallet_payment WHERE society_id = ? AND {_HOLDING}",
        society_id,
    ) or 0)  # fmt: skip


def reserved_for_head(society_id: int, head: int) -> int:
    """Sum up what payments that are not posted yet will take from a head."""
    return int(value(
        "SELECT SUM(amount_paise) FROM wallet_payment "
        f"WHERE society_id = ? AND head = ? AND {_HOLDING}",
        society_id, head,
    ) or 0)  # fmt: skip


def open_payments(society_id: int) -> list[WalletPayment]:
    """List the payments that may still take money from the wallet, or wait for their voucher."""
    return _payments(_SELECT + f"WHERE society_id = ? AND {_HOLDING} ORDER BY id", society_id)


def all_payments(society_id: int) -> list[WalletPayment]:
    """List all payments of a society by key, for the proof."""
    return _payments(_SELECT + "WHERE society_id = ? ORDER BY id", society_id)


def posted(society_id: int) -> dict[int, list[tuple[int, int]]]:
    """Return the lines (head, paise) of all vouchers that payments posted, by voucher."""
    found: dict[int, list[tuple[int, int]]] = {}
    for voucher_id, head, paise in rows(
        "SELECT e.voucher_id, e.head, e.paise FROM voucher v JOIN entry e "
        "ON e.society_id = v.society_id AND e.voucher_id = v.id "
        "WHERE v.society_id = ? AND v.form_token LIKE ? ORDER BY e.voucher_id, e.line",
        society_id, FORM + "%",
    ):  # fmt: skip
        found.setdefault(voucher_id, []).append((head, paise))
    return found


def _payments(sql: str, *params: Any) -> list[WalletPayment]:
    return [one for one in (_payment(found) for found in rows(sql, *params)) if one is not None]


def _payment(found: Iterable[Any] | None) -> WalletPayment | None:
    if found is None:
        return None
    named = dict(zip(_FIELDS, found, strict=True))
    return WalletPayment(**named | {"state": WalletState(named["state"])})


def _stored(name: str, payment: WalletPayment) -> Any:
    found = getattr(payment, name)
    return found.value if name == "state" else found
