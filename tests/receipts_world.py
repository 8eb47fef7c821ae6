"""Visits that are paid, for tests of their receipts."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from portal.actions import visits
from portal.actions.visits import Caller
from portal.domain.visits import Fee
from portal.storage import receipts
from tests.bills_world import Counter

LAST_DIGITS = ("100", "101", "102", "103", "104", "105", "106", "107")


def a_visit(
    counter: Counter, bills: int = 1, *fees: Fee, digits: Sequence[str] = LAST_DIGITS, **paying: Any
) -> int:  # fmt: skip
    """Pay a visit of some bills and fees, cash unless said; return it."""
    visit_id: int | None = None
    for number in digits[:bills]:
        other = {} if visit_id is None else {"visit_id": visit_id}
        order_id = counter.fetched(number, **other)
        counter.chooses(order_id)
        visit_id = counter.order(order_id).visit_id
    for fee in fees:
        world = counter.world
        done = visits.add_fee(world.doer(), world.slip(), counter.society_id, Caller(visit_id), fee)
        visit_id = int(done.location.rsplit("/", 1)[1])
    assert visit_id is not None
    counter.pays(visit_id, **paying)
    return visit_id


def code_of(counter: Counter, visit_id: int) -> str:
    """Return the code on a visit's receipt."""
    return receipts.code_of(counter.society_id, "visit", visit_id)
