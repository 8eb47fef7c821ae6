"""Payments made before the sandbox began, such as the demo's, put into its journal."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import asdict
from pathlib import Path

from portal.domain.bill_orders import Order
from portal.domain.billers import read_biller
from portal.domain.dates import ist_on
from portal.sandboxes.bharat_connect.records import Asked, Paid
from portal.sandboxes.bharat_connect.unit import SandboxUnit

_LOST = frozenset({"failed", "refund_due", "refunded"})


def know_payments(
    billers: Iterable[Mapping[str, str]], state_file: Path, orders: Iterable[Order]
) -> int:
    """Let the sandbox know payments that were sent, each once; return how many were new.

    The month's bill of a paid number counts as paid. Raises JournalIsInUse where a sandbox works
    on the state file.
    """
    unit = SandboxUnit([read_biller(row) for row in billers], state_file)
    try:
        new = [one for one in orders if one.pay_ref and one.payment_ref_id not in unit.records.refs]
        unit.note_all([event for one in new for event in _events(unit, one)])
        return len(new)
    finally:
        unit.close()


def _events(unit: SandboxUnit, order: Order) -> list[tuple[str, dict[str, object]]]:
    at = order.first_sent_at or order.created_at
    asked = Asked(
        order.pay_ref, order.biller_id, order.mobile, order.params, order.fetched_at or at
    )
    paid = Paid(
        ref_id=order.pay_ref,
        payment_ref_id=order.payment_ref_id,
        biller_id=order.biller_id,
        mobile=order.mobile,
        params=order.params,
        amount_paise=order.amount_paise,
        fee_paise=order.fee_paise,
        mode=order.request().mode,
        bill_keys=unit.bill_keys(asked, ist_on(at)),
        at=at,
        transaction_id=order.transaction_id or unit.transaction_id(order.pay_ref, at),
        refusal=order.failure_code if order.state.value in _LOST else "",
    )
    return [("asked", asdict(asked)), ("paid", asdict(paid))]
