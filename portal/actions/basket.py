"""A visit as it stands before its money is taken, and what keeps it from being taken."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from portal.actions import bill_books, billers, visits
from portal.actions.bill_choice import being_paid, standing_against
from portal.domain.bill_fees import (
    AmountIsOutsideTheMode,
    CashIsOverTheLimit,
    ModeIsNotTaken,
    check_mode,
)
from portal.domain.bill_orders import (
    MODE_NAMES,
    Order,
    check_fetch,
)
from portal.domain.billers import Biller
from portal.domain.refusals import Refusal
from portal.domain.visit_items import BillIsTwice, Stage, repeated, stage_of
from portal.domain.visits import CASH, UPI, Fee, Visit, is_ready, to_pay
from portal.storage import bill_orders
from portal.storage import visits as stored

OF_MODE = (CashIsOverTheLimit, ModeIsNotTaken, AmountIsOutsideTheMode)
"""What another way of paying may not refuse."""


@dataclass(frozen=True, slots=True)
class Item:
    """A bill of a visit; ``problem`` is why its money can't be taken as it stands."""

    order: Order
    stage: Stage
    problem: Refusal | None = None


@dataclass(frozen=True, slots=True)
class Basket:
    """A visit with its items. Sums in paise: what cash and UPI come to, and the wallet's part.

    ``free_paise`` is what the wallet may still promise, None where it is not asked.
    """

    visit: Visit
    items: Sequence[Item]
    fees: Sequence[Fee]
    cash_paise: int = 0
    upi_paise: int = 0
    through_paise: int = 0
    free_paise: int | None = None

    @property
    def is_wallet_short(self) -> bool:
        """Whether the wallet can't pay all the bills of it."""
        return self.free_paise is not None and self.through_paise > self.free_paise

    @property
    def is_clear(self) -> bool:
        """Whether nothing is known that would refuse the money."""
        is_free = not self.is_wallet_short and not any(one.problem for one in self.items)
        return bool(self.cash_paise) and is_free

    @property
    def is_of_mode(self) -> bool:
        """Whether nothing but the way of paying may refuse the money."""
        found = [one.problem for one in self.items if one.problem]
        return not self.is_wallet_short and all(isinstance(one, OF_MODE) for one in found)


def basket(
    society_id: int, visit_id: int, now: int, mode: str = CASH, *, looks_for_twins: bool = False
) -> Basket:
    """Return a visit as it stands at an instant, for this way of paying.

    ``looks_for_twins`` also asks for other payments of the same numbers. Raises VisitIsUnknown.
    """
    visit = visits.visit(society_id, visit_id)
    orders = bill_orders.orders_of_visit(society_id, visit_id)
    fees = stored.fees(society_id, visit_id)
    if visit.is_paid:
        return Basket(visit, [Item(one, stage_of(one)) for one in orders], fees)
    ready = [one for one in orders if is_ready(one)]
    known = {one.id: one for one in billers.billers_of([one.biller_id for one in ready])}
    twice = repeated(ready)
    items = [
        Item(one, stage_of(one), _problem(one, known.get(one.biller_id), mode, now, twice)
             or (_twin(one, now) if looks_for_twins and is_ready(one) else None))
        for one in orders
    ]  # fmt: skip
    return Basket(
        visit, items, fees, to_pay(ready, fees, CASH), to_pay(ready, fees, UPI),
        sum(one.through_paise for one in ready),
        bill_books.wallet(society_id).available_paise if ready else None,
    )  # fmt: skip


def _problem(
    order: Order, biller: Biller | None, mode: str, now: int, twice: set[int]
) -> Refusal | None:
    if not is_ready(order) or biller is None:
        return None
    if order.id in twice:
        return BillIsTwice()
    try:
        check_fetch(order, biller, now)
        check_mode(biller, MODE_NAMES[mode], order.amount_paise)
    except Refusal as refusal:
        return refusal
    return None


def _twin(order: Order, now: int) -> Refusal | None:
    other = standing_against(order, order.amount_paise, now)
    if other is None or bill_orders.is_allowed(order.society_id, order.id, other):
        return None
    return being_paid(order, other)
