"""The plans of a recharge, asked of the operating unit and kept for a while."""

from __future__ import annotations

from weakref import WeakKeyDictionary

from portal.domain.bill_orders import MINUTE
from portal.domain.billers import Plan
from portal.gateways.ports import BillPayments

KEPT_MS = 10 * MINUTE
_kept: WeakKeyDictionary[BillPayments, dict[str, tuple[int, list[Plan]]]] = WeakKeyDictionary()


def plans_of(unit: BillPayments, biller_id: str, now: int) -> list[Plan]:
    """List a biller's plans, the cheapest first, no older than ten minutes.

    Raises UnitIsSilent, UnitDeclines.
    """
    known = _kept.setdefault(unit, {})
    at, found = known.get(biller_id, (None, []))
    if at is None or now - at > KEPT_MS:
        found = sorted(unit.plans(biller_id), key=lambda one: (one.amount_paise, one.text))
        known[biller_id] = now, found
    return found
