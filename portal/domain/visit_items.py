"""How far each bill of a visit is, in the words of the counter: to choose, under way, to refund."""

from __future__ import annotations

from collections.abc import Iterable
from enum import StrEnum

from portal.domain.bill_orders import UNDER_WAY, Order, OrderState, connection_key
from portal.domain.refusals import N_, Refusal
from portal.domain.visits import is_ready


class Stage(StrEnum):
    """How far a bill is. Up to READY no money was taken for it."""

    COMES = "comes"
    MISSING = "missing"
    CHOOSE = "choose"
    READY = "ready"
    RUNS = "runs"
    DONE = "done"
    REFUND = "refund"
    RETURNED = "returned"
    ADJUSTED = "adjusted"


UNPAID = frozenset({Stage.COMES, Stage.MISSING, Stage.CHOOSE, Stage.READY})
STAGE_WORDS = {
    Stage.COMES: N_("bill is being fetched"),
    Stage.MISSING: N_("no bill"),
    Stage.CHOOSE: N_("choose the amount"),
    Stage.READY: N_("not paid"),
    Stage.RUNS: N_("under way"),
    Stage.DONE: N_("paid"),
    Stage.REFUND: N_("not paid: give the money back"),
    Stage.RETURNED: N_("money given back"),
    Stage.ADJUSTED: N_("to be decided"),
}
SIGNS = {
    Stage.RUNS: "…", Stage.DONE: "✓", Stage.REFUND: "✗", Stage.RETURNED: "↩", Stage.ADJUSTED: "?",
}  # fmt: skip
"""A sign beside the word, so that colour is not needed."""

_STAGES = {
    OrderState.FETCHING: Stage.COMES,
    OrderState.FETCH_FAILED: Stage.MISSING,
    OrderState.SUCCESS: Stage.DONE,
    OrderState.FAILED: Stage.REFUND,
    OrderState.REFUND_DUE: Stage.REFUND,
    OrderState.REFUNDED: Stage.RETURNED,
    OrderState.CREDIT_ADJUSTMENT: Stage.ADJUSTED,
}


class BillIsTwice(Refusal):
    """The same number stands in the visit twice; it is paid once."""

    message = N_("The same number stands here twice. Take one out.")


class OpenMoneyIsUnseen(Refusal):
    """A day closes with money of others that is under way; whoever closes it says to know."""

    message = N_("Look at the open work above and tick that you have seen it.")
    status = 422
    field = "seen"


def stage_of(order: Order) -> Stage:
    """Say how far an order is."""
    if is_ready(order):
        return Stage.READY
    if order.state in UNDER_WAY:
        return Stage.RUNS
    return _STAGES.get(order.state, Stage.CHOOSE)


def repeated(orders: Iterable[Order]) -> set[int]:
    """Find the orders ready to be paid whose number another one before them has."""
    seen: set[str] = set()
    found: set[int] = set()
    for one in filter(is_ready, orders):
        key = connection_key(one.biller_id, one.params)
        if key in seen:
            found.add(one.id)
        seen.add(key)
    return found
