"""What is still open at the counter when a day is closed (D12); it goes on into the next day."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from portal.actions import aeps, bill_orders, comparing
from portal.actions.day import pass_through
from portal.domain import heads
from portal.domain.aeps import Record
from portal.domain.bill_orders import Order, held
from portal.domain.comparison import Counts
from portal.domain.visit_items import OpenMoneyIsUnseen
from portal.domain.wallet_payments import WalletPayment
from portal.storage import wallet_payments


@dataclass(frozen=True, slots=True)
class StaysOpen:
    """What a day closes with: other people's money by head, and the work behind it.

    ``by_hand_paise`` is what of that money no order holds, by head. ``counts`` is how the last
    compared day fell out; ``from_wallet`` are payments on the CSC's own page that may still be
    taken.
    """

    pass_through: dict[int, int]
    by_hand_paise: dict[int, int]
    orders: Sequence[Order]
    uncertain: Sequence[Record]
    from_wallet: Sequence[WalletPayment]
    counts: Counts | None

    @property
    def is_any(self) -> bool:
        """Whether something must be seen before closing."""
        return bool(self.orders or self.uncertain or self.from_wallet)


def stays_open(society_id: int) -> StaysOpen:
    """Say what stays open at a society's counter."""
    through = pass_through(society_id)
    orders = bill_orders.open_orders(society_id)
    sums = {
        heads.RECEIVED_FOR_BILLS: sum(held(one).received_paise for one in orders),
        heads.REFUNDS_DUE: sum(held(one).refundable_paise for one in orders),
    }
    by_hand = {head: paise - sums.get(head, 0) for head, paise in through.items()}
    return StaysOpen(
        through, {head: paise for head, paise in by_hand.items() if paise}, orders,
        aeps.uncertain(society_id), wallet_payments.open_payments(society_id),
        comparing.latest_counts(society_id),
    )  # fmt: skip


def require_seen(society_id: int, *, is_seen: bool) -> None:
    """Let a day be closed only by whoever says to have seen what stays open.

    Raises OpenMoneyIsUnseen. Nothing else hinders: what is open settles into the next open day.
    """
    kinds = (bill_orders.open_orders, aeps.uncertain, wallet_payments.open_payments)
    if not is_seen and any(open_ones(society_id) for open_ones in kinds):
        raise OpenMoneyIsUnseen
