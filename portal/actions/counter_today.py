"""What is open at the counter now: visits not paid, bills under way, money to give back."""

from __future__ import annotations

from dataclasses import dataclass

from portal.domain.bill_order_vouchers import whole_rupees
from portal.storage import visit_lists
from portal.storage.visit_lists import Holding

TO_REFUND = ("failed", "refund_due")


@dataclass(frozen=True, slots=True)
class CounterToday:
    """How many visits wait for their money, and the orders that hold other people's money.

    ``waiting`` are the people who have a number of the queue and are not called yet.
    """

    unpaid: int
    running: tuple[Holding, ...]
    to_refund: tuple[Holding, ...]
    waiting: int = 0

    def __bool__(self) -> bool:
        """Whether anything is open that concerns money."""
        return bool(self.unpaid or self.running or self.to_refund)


def counter_today(society_id: int, today_on: str) -> CounterToday:
    """Say what is open at the counter, whoever began it; amounts to give back in whole rupees."""
    held = visit_lists.holding(society_id)
    back = [one._replace(cash_paise=whole_rupees(one.cash_paise)) for one in held
            if one.state in TO_REFUND]  # fmt: skip
    running = [one for one in held if one.state not in TO_REFUND]
    waiting = visit_lists.waiting(society_id, today_on)
    return CounterToday(waiting.unpaid, tuple(running), tuple(back), waiting.people)
