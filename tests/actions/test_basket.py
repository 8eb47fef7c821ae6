"""What stands in a visit, what hinders its money, and what is open at home and at closing."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from portal.actions import aeps, bill_choice, bill_orders, closing, visits
from portal.actions.aeps import Slipped
from portal.actions.basket import Basket, basket
from portal.actions.bill_choice import Taking
from portal.actions.bill_orders import NewOrder
from portal.actions.counter_today import counter_today
from portal.actions.visits import Caller
from portal.domain.bill_fees import CashIsOverTheLimit
from portal.domain.bill_orders import BillIsBeingPaid, BillIsBeingPaidElsewhere, BillIsTooOld
from portal.domain.visit_items import BillIsTwice, OpenMoneyIsUnseen, Stage
from portal.domain.visits import Fee, VisitIsUnknown
from portal.storage import visit_lists
from portal.storage.engine import run
from tests.bills_world import Counter
from tests.sandboxes.running import MOBILE, RunningSandbox, number
from tests.world import TODAY, World


@pytest.fixture
def counter(world: World, tmp_path: Path) -> Iterator[Counter]:
    sandbox = RunningSandbox(tmp_path / "sandbox")
    yield Counter(world, sandbox)
    sandbox.stop()


def bill(counter: Counter, digits: str = "100", visit_id: int | None = None) -> tuple[int, int]:
    order_id = counter.fetched(digits, visit_id=visit_id)
    counter.chooses(order_id)
    found = counter.order(order_id).visit_id
    assert found is not None
    return order_id, found


def seen(counter: Counter, visit_id: int, mode: str = "cash", *, twins: bool = False) -> Basket:
    now = counter.world.clock.now_ms()
    return basket(counter.society_id, visit_id, now, mode, looks_for_twins=twins)


def problems(found: Basket) -> list[type | None]:
    return [type(one.problem) if one.problem else None for one in found.items]


def test_a_basket_adds_up_what_is_ready(counter: Counter) -> None:
    order_id, visit_id = bill(counter, "047")
    coming = counter.asks("010", visit_id=visit_id)
    visits.add_fee(
        counter.world.doer(), counter.world.slip(), 1, Caller(visit_id), Fee("फोटोकॉपी", 6_00)
    )
    found = seen(counter, visit_id)
    amount = counter.order(order_id).amount_paise
    assert (found.upi_paise, found.through_paise) == (amount + 6_00, amount)
    assert found.cash_paise == 422_00
    assert [(one.order.id, one.stage) for one in found.items] == [
        (order_id, Stage.READY), (coming, Stage.COMES),
    ]  # fmt: skip
    assert found.is_clear
    with pytest.raises(VisitIsUnknown):
        seen(counter, 99)


def test_fees_alone_ask_nothing_of_the_wallet(counter: Counter) -> None:
    run("UPDATE head_balance SET paise = 0 WHERE head = 2204")
    done = visits.add_fee(
        counter.world.doer(), counter.world.slip(), 1, Caller(), Fee("फोटोकॉपी", 6_00)
    )
    found = seen(counter, int(done.location.rsplit("/", 1)[1]))
    assert (found.free_paise, found.is_wallet_short, found.is_clear) == (None, False, True)


def test_a_wallet_that_is_too_small_is_known_before(counter: Counter) -> None:
    order_id, visit_id = bill(counter)
    amount = counter.order(order_id).through_paise
    run("UPDATE head_balance SET paise = ? WHERE head = 2204", amount)
    assert seen(counter, visit_id).is_clear
    run("UPDATE head_balance SET paise = ? WHERE head = 2204", amount - 1)
    found = seen(counter, visit_id)
    assert found.is_wallet_short
    assert not found.is_clear
    assert not found.is_of_mode


def test_what_would_refuse_a_bill_stands_at_it(counter: Counter) -> None:
    _order, visit_id = bill(counter)
    bill(counter, "100", visit_id)
    assert problems(seen(counter, visit_id)) == [None, BillIsTwice]
    counter.passes(16 * 60)
    found = seen(counter, visit_id)
    assert problems(found) == [BillIsTooOld, BillIsTwice]
    assert not found.is_of_mode


def test_what_only_cash_refuses_may_be_paid_by_upi(counter: Counter) -> None:
    _order, visit_id = bill(counter)
    run("UPDATE bill_order SET amount_paise = 5000000")
    found = seen(counter, visit_id)
    assert problems(found) == [CashIsOverTheLimit]
    assert (found.is_clear, found.is_of_mode) == (False, True)
    assert seen(counter, visit_id, "upi").is_clear


def test_a_biller_that_nobody_knows_any_more_is_left_to_the_payment(counter: Counter) -> None:
    _order, visit_id = bill(counter)
    run("UPDATE bill_order SET biller_id = 'GONE0000000000'")
    assert problems(seen(counter, visit_id)) == [None]


def test_another_payment_of_the_number_is_found_when_asked_for(counter: Counter) -> None:
    first, visit_id = bill(counter)
    second, other_visit = bill(counter)
    assert problems(seen(counter, other_visit, twins=True)) == [None]
    counter.pays(visit_id)
    paid = seen(counter, visit_id)
    assert [(one.stage, one.problem) for one in paid.items] == [(Stage.RUNS, None)]
    assert problems(seen(counter, other_visit)) == [None]
    found = seen(counter, other_visit, twins=True).items[0].problem
    assert isinstance(found, BillIsBeingPaid)
    assert found.order_id == first
    counter.chooses(second, reason="ग्राहक ने कहा")
    assert problems(seen(counter, other_visit, twins=True)) == [None]


def test_another_societys_payment_of_the_number_is_found_too(counter: Counter) -> None:
    first, visit_id = bill(counter)
    other = counter.world.society("KHR002").id
    doer, slips = counter.world.doer(), [counter.world.slip(society_id=other) for _ in range(2)]
    new = NewOrder(counter.biller(), number("100"), MOBILE)
    bill_orders.ask_bill(doer, slips[0], other, new)
    counter.settles()
    taking = Taking(counter.biller(), counter.order(first).amount_paise)
    bill_choice.choose(doer, slips[1], other, 1, taking)
    counter.pays(visit_id)
    found = basket(other, 1, counter.world.clock.now_ms(), looks_for_twins=True)
    assert problems(found) == [BillIsBeingPaidElsewhere]


def test_what_is_open_is_said_on_the_first_page_and_at_closing(counter: Counter) -> None:
    """D12."""
    assert not counter_today(1, TODAY)
    closing.require_seen(1, is_seen=False)
    assert not closing.stays_open(1).is_any
    failed, first = bill(counter, "034")
    counter.pays(first)
    counter.settles()
    running, second = bill(counter, "030")
    counter.pays(second)
    _order, chosen = bill(counter, "101")
    counter.fetched("001")
    counter.fetched("102")  # only looked at: no work that waits
    assert visit_lists.listed(1, TODAY)[0].id == chosen
    today = counter_today(1, TODAY)
    assert today
    assert (today.unpaid, [one.id for one in today.running]) == (1, [running])
    assert [(one.id, one.cash_paise) for one in today.to_refund] == [
        (failed, counter.order(failed).cash_paise)
    ]
    found = closing.stays_open(1)
    assert found.is_any
    assert sorted(one.id for one in found.orders) == [failed, running]
    assert found.pass_through == {
        1601: counter.order(running).through_paise, 1602: counter.order(failed).through_paise,
    }  # fmt: skip
    assert (found.by_hand_paise, found.counts) == ({}, None)
    with pytest.raises(OpenMoneyIsUnseen):
        closing.require_seen(1, is_seen=False)
    closing.require_seen(1, is_seen=True)


def test_what_was_taken_by_hand_and_what_the_device_left_open_are_said(counter: Counter) -> None:
    done = visits.add_fee(
        counter.world.doer(), counter.world.slip(), 1, Caller(), Fee("आय प्रमाण पत्र", 0, 40_00)
    )
    counter.pays(int(done.location.rsplit("/", 1)[1]))
    found = closing.stays_open(1)
    assert (found.pass_through, found.by_hand_paise, found.is_any) == ({1601: 40_00}, {}, False)
    assert found.held_since == "2026-11-24"
    slipped = Slipped("withdrawal", "uncertain", 500_00, "632812345678", "1234", "बैंक", "राम")
    aeps.record_slip(counter.world.doer(), counter.world.slip(), 1, slipped)
    found = closing.stays_open(1)
    assert [one.amount_paise for one in found.uncertain] == [500_00]
    with pytest.raises(OpenMoneyIsUnseen):
        closing.require_seen(1, is_seen=False)


def test_visits_of_a_day_are_listed_by_business_and_calendar_day(counter: Counter) -> None:
    _order, visit_id = bill(counter)
    run("UPDATE visit SET began_on = '2026-11-20'")
    assert visit_lists.listed(1, TODAY) == []
    counter.pays(visit_id)
    assert [one.id for one in visit_lists.listed(1, TODAY)] == [visit_id]
    assert [one.id for one in visit_lists.listed(1, "2026-11-20")] == [visit_id]
    assert visit_lists.listed(1, TODAY, skip=1) == []
