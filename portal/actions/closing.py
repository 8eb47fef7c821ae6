"""What is still open at the counter when a day is closed (D12); it goes on into the next day."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

from portal.actions import aeps, bill_orders, comparing
from portal.domain import heads
from portal.domain.aeps import Record
from portal.domain.bill_orders import Order, held
from portal.domain.comparison import Counts
from portal.domain.visit_items import OpenMoneyIsUnseen
from portal.domain.wallet_payments import WalletPayment
from portal.storage import daybook, fee_returns, remittances, wallet_payments
from portal.storage.fee_returns import Named

OF_OTHERS = (*heads.PASS_THROUGH, heads.CROP_PREMIUM, heads.OTHER_PREMIUM)
"""Heads of other people's money: what stands there is said when a day is closed."""


@dataclass(frozen=True, slots=True)
class StaysOpen:
    """What a day closes with: other people's money by head, and the work behind it.

    ``by_hand_paise`` is what of that money no order, no item of a visit and no return holds, by
    head. ``counts`` is how the last compared day fell out; ``from_wallet`` are payments on the
    CSC's own page that may still be taken. ``returns`` are owed to customers or awaited;
    ``held_since`` is since when the oldest fee or premium waits to be sent on, '' where none does.
    """

    pass_through: dict[int, int]
    by_hand_paise: dict[int, int]
    orders: Sequence[Order]
    uncertain: Sequence[Record]
    from_wallet: Sequence[WalletPayment]
    counts: Counts | None
    returns: Sequence[Named] = ()
    held_since: str = ""

    @property
    def is_any(self) -> bool:
        """Whether something must be seen before closing."""
        return bool(self.orders or self.uncertain or self.from_wallet or self.returns)


def stays_open(society_id: int) -> StaysOpen:
    """Say what stays open at a society's counter."""
    balances = daybook.balances(society_id)
    through = {head: -balances[head] for head in OF_OTHERS if head in balances}
    orders, returns = bill_orders.open_orders(society_id), fee_returns.open_ones(society_id)
    is_any_held = any(head in through for head in heads.HELD_FOR_OTHERS)
    waiting = remittances.held_sums(society_id) if is_any_held else []
    sums = Counter({one.head: one.paise for one in waiting})
    for order in orders:
        sums[heads.RECEIVED_FOR_BILLS] += held(order).received_paise
        sums[heads.REFUNDS_DUE] += held(order).refundable_paise
    sums[heads.REFUNDS_DUE] += sum(one.found.due_paise for one in returns)
    by_hand = {head: paise - sums[head] for head, paise in through.items()}
    return StaysOpen(
        through, {head: paise for head, paise in by_hand.items() if paise}, orders,
        aeps.uncertain(society_id), wallet_payments.open_payments(society_id),
        comparing.latest_counts(society_id), returns,
        min((one.since_on for one in waiting), default=""),
    )  # fmt: skip


def require_seen(society_id: int, *, is_seen: bool) -> None:
    """Let a day be closed only by whoever says to have seen what stays open.

    Raises OpenMoneyIsUnseen. Nothing else hinders: what is open settles into the next open day.
    """
    kinds = (
        bill_orders.open_orders, aeps.uncertain, wallet_payments.open_payments,
        fee_returns.open_ones,
    )  # fmt: skip
    if not is_seen and any(found(society_id) for found in kinds):
        raise OpenMoneyIsUnseen
