"""Holds the books to the orders of the counter: 1601 and 1602 are what the orders hold (P8)."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from portal.domain.bill_orders import Order, held, reserved
from portal.domain.heads import BY_HAND, PASS_THROUGH, RECEIVED_FOR_BILLS, REFUNDS_DUE
from portal.domain.proof import Notes


def check_orders(
    notes: Notes, orders: Iterable[Order], subs: Mapping[tuple[int, int], int]
) -> None:
    """Compare each order with what stands on it; find money that no order holds.

    ``subs`` are balances by (head, sub-ledger), debit > 0. What is kept by hand is no order's.
    """
    known = set()
    for one in orders:
        known.add(one.id)
        holds = held(one)
        found = (-subs.get((RECEIVED_FOR_BILLS, one.id), 0), -subs.get((REFUNDS_DUE, one.id), 0))
        if found != (holds.received_paise, holds.refundable_paise):
            _note(notes, "OrderMoneyDisagrees", one.id)
        if one.reserved_paise != reserved(one):
            _note(notes, "OrderReserveDisagrees", one.id)
    for (head, sub_id), paise in sorted(subs.items()):
        if head in PASS_THROUGH and paise and sub_id != BY_HAND and sub_id not in known:
            _note(notes, "OrderIsMissing", sub_id)


def _note(notes: Notes, kind: str, order_id: int) -> None:
    notes.add(kind, f"bill payment {order_id}", id=order_id)
