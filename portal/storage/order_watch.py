"""What an officer must look into of the bill payments of a whole area, by named SQL."""

from __future__ import annotations

from typing import NamedTuple

from portal.domain.bill_orders import OVERDUE_MS
from portal.domain.heads import WALLET
from portal.storage.engine import rows
from portal.storage.places import REACH, REAL_SOCIETIES

MOST = 10
WEEK_MS = 7 * OVERDUE_MS
# The words of the index of open orders, so that both engines use it and no settled order is read.
_OPEN = (
    "o.state IN ('cash_taken', 'submitting', 'processing', 'unknown', 'failed', 'refund_due', "
    "'credit_adjustment')"
)
_ORDER = (
    "SELECT s.code, s.name_hi, s.name_en, o.id, o.payment_ref_id, o.biller_name, o.state, "
    "o.cash_paise, o.ordered_at, o.state_at "
    f"FROM bill_order o JOIN {REAL_SOCIETIES} s ON s.id = o.society_id "
)


class WatchedOrder(NamedTuple):
    """An order that waits for somebody; ``cash_paise`` is what was taken for it."""

    society_code: str
    name_hi: str
    name_en: str
    id: int
    payment_ref_id: str
    biller_name: str
    state: str
    cash_paise: int
    ordered_at: int
    state_at: int


class ShortWallet(NamedTuple):
    """A society whose wallet is below zero in the books; ``order_id`` made it so, if one did."""

    society_code: str
    name_hi: str
    name_en: str
    paise: int
    order_id: int | None


class WatchedOverride(NamedTuple):
    """A bill paid in spite of a payment that stood against it, perhaps another society's.

    Of a society outside the area only the name is given: its reference and order are empty.
    """

    society_code: str
    name_hi: str
    name_en: str
    order_id: int
    payment_ref_id: str
    other_code: str
    other_hi: str
    other_en: str
    other_id: int | None
    other_ref_id: str
    reason: str
    done_at: int
    by_hi: str
    by_en: str


def _within(level: str, alias: str = "s") -> str:
    return f"{alias}.id > ?" if level == "nation" else f"{alias}.{REACH[level]} = ?"


def _key(level: str, place_id: int) -> int:
    return 0 if level == "nation" else place_id


def overdue(level: str, place_id: int, now: int, most: int = MOST) -> list[WatchedOrder]:
    """List the orders whose end nobody knows after a day, the oldest first."""
    return [WatchedOrder(*one) for one in rows(
        f"{_ORDER}WHERE {_OPEN} AND o.state IN ('cash_taken', 'submitting', 'processing', "
        f"'unknown') AND o.ordered_at < ? AND {_within(level)} "
        "ORDER BY o.ordered_at, s.id, o.id LIMIT ?",
        now - OVERDUE_MS, _key(level, place_id), most,
    )]  # fmt: skip


def to_decide(level: str, place_id: int, most: int = MOST) -> list[WatchedOrder]:
    """List the adjusted payments of which somebody must say how they ended, the oldest first."""
    return [WatchedOrder(*one) for one in rows(
        f"{_ORDER}WHERE {_OPEN} AND o.state = 'credit_adjustment' "
        f"AND {_within(level)} ORDER BY o.ordered_at, s.id, o.id LIMIT ?",
        _key(level, place_id), most,
    )]  # fmt: skip


def not_given_back(level: str, place_id: int, now: int, most: int = MOST) -> list[WatchedOrder]:
    """List the payments that failed a week ago and whose customers still wait for their cash."""
    return [WatchedOrder(*one) for one in rows(
        f"{_ORDER}WHERE {_OPEN} AND o.state = 'refund_due' AND o.state_at < ? AND {_within(level)} "
        "ORDER BY o.state_at, s.id, o.id LIMIT ?",
        now - WEEK_MS, _key(level, place_id), most,
    )]  # fmt: skip


def short_wallets(level: str, place_id: int) -> list[ShortWallet]:
    """List the societies whose wallet is below zero, by name, with the last order that did it."""
    return [ShortWallet(*one) for one in rows(
        "SELECT s.code, s.name_hi, s.name_en, b.paise, "
        "(SELECT e.order_id FROM order_event e WHERE e.society_id = s.id "
        "AND e.kind = 'wallet_short' ORDER BY e.order_id DESC LIMIT 1) "
        f"FROM {REAL_SOCIETIES} s JOIN head_balance b ON b.society_id = s.id AND b.head = ? "
        f"WHERE b.paise < 0 AND {_within(level)} ORDER BY s.name_hi, s.id",
        WALLET, _key(level, place_id),
    )]  # fmt: skip


def overrides(level: str, place_id: int, since_at: int, most: int = MOST) -> list[WatchedOverride]:
    """List the bills paid in spite of another payment since an instant, the newest first."""
    inside = f"CASE WHEN {_within(level, 't')} THEN 1 ELSE 0 END"
    key = _key(level, place_id)
    found = rows(
        "SELECT s.code, s.name_hi, s.name_en, v.order_id, o.payment_ref_id, t.code, t.name_hi, "
        f"t.name_en, v.other_id, x.payment_ref_id, v.reason, v.done_at, p.name_hi, p.name_en, "
        f"{inside} FROM bill_override v JOIN {REAL_SOCIETIES} s ON s.id = v.society_id "
        "JOIN bill_order o ON o.society_id = v.society_id AND o.id = v.order_id "
        f"JOIN {REAL_SOCIETIES} t ON t.id = v.other_society_id "
        "JOIN bill_order x ON x.society_id = v.other_society_id AND x.id = v.other_id "
        "JOIN person p ON p.id = v.done_by "
        f"WHERE v.done_at >= ? AND o.cash_voucher_id IS NOT NULL AND {_within(level)} "
        "ORDER BY v.done_at DESC, s.id, v.order_id LIMIT ?",
        key, since_at, key, most,
    )  # fmt: skip
    return [_shown(WatchedOverride(*one[:-1]), bool(one[-1])) for one in found]


def _shown(one: WatchedOverride, is_inside: bool) -> WatchedOverride:
    """Give away no more of a society outside than its name (P9)."""
    return one if is_inside else one._replace(other_code="", other_id=None, other_ref_id="")
