"""Orders as they are stored: whole, changed by one at a time, with a history nobody edits."""

from __future__ import annotations

from dataclasses import replace

import peewee
import pytest

from portal.domain.bill_orders import Order
from portal.domain.bill_orders import OrderState as S
from portal.domain.billers import Exactness, Selection
from portal.domain.bills import Bill, FetchedBills, PaymentOption
from portal.storage import bill_orders as stored
from portal.storage import engine
from portal.storage.bill_orders import Said
from portal.storage.engine import write_transaction
from tests.world import MORNING, World

FETCHED = FetchedBills(
    "ref", (Bill(1_00, "7", options=(PaymentOption("Late Payment Amount", 2_00),),
                 additional=(("Early Payment Date", "2026-11-10"),)),),
    Exactness.AND_ABOVE, is_list=True, selection=Selection.SOME, additional=(("a", "b"),),
)  # fmt: skip


@pytest.fixture
def order(world: World) -> Order:
    found = Order(
        society_id=world.society_id, id=1, version=1, payment_ref_id="P1", biller_id="B",
        biller_name="बिजली", params=(("No", "१२"),), mobile="9876543210", payer_name="राम",
        asked_on="2026-11-24", created_at=MORNING, created_by=1, state_at=MORNING,
        state=S.FETCHING, next_at=MORNING,
    )  # fmt: skip
    write_transaction(lambda: stored.insert(found, Said("asked", by=1), MORNING))
    return found


def change(order: Order, said: Said | None = None, **changed: object) -> Order | None:
    return write_transaction(lambda: stored.change(order, MORNING + 5, said, **changed))


def test_an_order_comes_back_as_it_was_stored(order: Order) -> None:
    assert stored.order(order.society_id, 1) == order
    after = change(
        order, state=S.FETCHED, fetched=FETCHED, option=PaymentOption("x", 5), bills=(("7", 100),),
        next_at=None,
    )  # fmt: skip
    assert after is not None
    assert stored.order(order.society_id, 1) == after
    assert (after.fetched, after.version, after.state_at) == (FETCHED, 2, MORNING + 5)
    assert stored.order(order.society_id, 2) is None


def test_of_two_who_saw_the_same_order_one_changes_it(order: Order) -> None:
    assert change(order, Said("first"), next_at=None) is not None
    assert change(order, Said("second"), next_at=MORNING) is None
    kinds = [(one.version, one.kind, one.done_by) for one in stored.events(order.society_id, 1)]
    assert kinds == [(1, "asked", 1), (2, "first", None)]


def test_a_state_that_can_not_come_next_is_a_fault_of_the_program(order: Order) -> None:
    with pytest.raises(AssertionError):
        change(order, state=S.SUCCESS)


def test_a_reference_is_used_once_in_a_society(order: Order) -> None:
    with pytest.raises(peewee.IntegrityError):
        write_transaction(lambda: stored.insert(replace(order, id=2), Said("asked"), MORNING))


def test_money_without_a_voucher_is_refused_by_the_database(order: Order) -> None:
    with pytest.raises(peewee.IntegrityError):
        engine.run("UPDATE bill_order SET state = 'processing'")


def test_the_history_of_an_order_is_never_edited(order: Order) -> None:
    write_transaction(
        lambda: stored.insert_override(order.society_id, 1, order, "कारण", MORNING, 1)
    )  # fmt: skip
    for table in ("order_event", "bill_override"):
        for sql in ("UPDATE {} SET done_at = 0", "DELETE FROM {}"):
            with pytest.raises(peewee.DatabaseError, match="append-only"):
                engine.run(sql.format(table))


def test_only_what_is_due_is_found_the_longest_due_first(order: Order) -> None:
    later = replace(order, id=2, payment_ref_id="P2", next_at=MORNING - 1)
    never = replace(order, id=3, payment_ref_id="P3", next_at=None)
    for one in (later, never):
        write_transaction(lambda one=one: stored.insert(one, Said("asked"), MORNING))
    assert [one.id for one in stored.due(MORNING, 5)] == [2, 1]
    assert [one.id for one in stored.due(MORNING - 1, 5)] == [2]
    assert [one.id for one in stored.due(MORNING, 1)] == [2]
    assert stored.to_post(5) == []
    assert stored.count_of_day(order.society_id, "2026-11-24") == 3
    assert stored.next_id(order.society_id) == 4


def test_long_words_of_the_other_side_are_cut(order: Order) -> None:
    change(order, Said("x", "c" * 500, "t" * 500), tries=1)
    assert {len(stored.events(order.society_id, 1)[1].said)} == {200}
