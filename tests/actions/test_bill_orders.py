"""What people do with bill payments: ask, take cash, give back; refusals leave no trace."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from portal.actions import bill_books, bill_orders, bill_settling, customers, visit_payment
from portal.actions.bill_orders import NewOrder
from portal.actions.visit_payment import Paying
from portal.domain.bill_fees import CashIsOverTheLimit
from portal.domain.bill_orders import (
    BillIsBeingPaid,
    BillIsTooOld,
    OrderHasMovedOn,
    OrderIsUnknown,
)
from portal.domain.bill_orders import OrderState as S
from portal.domain.bill_payments import is_payment_ref
from portal.domain.bills import (
    AmountIsNothing,
    AmountIsNotTheBills,
    BillsAreChosenWrongly,
    OptionIsUnknown,
)
from portal.domain.daybook import (
    MemberIsMissing,
    NoDayIsOpen,
)
from portal.domain.people import SocietyIsUnknown
from portal.domain.tasks import GivenIsTooLittle
from portal.domain.text import AadhaarIsNotStored
from portal.storage import bill_connections
from portal.storage import bill_orders as stored
from portal.storage.served import CUSTOMERS, Whom
from tests.bills_world import Counter
from tests.sandboxes.running import DISH, MOBILE, RunningSandbox, number
from tests.world import World, traces

AADHAAR = "9999 4105 7058"


@pytest.fixture
def counter(world: World, tmp_path: Path) -> Iterator[Counter]:
    sandbox = RunningSandbox(tmp_path / "sandbox")
    yield Counter(world, sandbox)
    sandbox.stop()


def test_the_reference_is_stored_before_anybody_is_asked(counter: Counter) -> None:
    first, second = counter.asks("100"), counter.asks("101")
    assert is_payment_ref(counter.order(first).payment_ref_id)
    assert (
        counter.order(first).payment_ref_id
        == "PKHR0012611240000010"[:19] + (counter.order(first).payment_ref_id[-1])
    )
    assert counter.order(second).payment_ref_id[13:19] == "000002"
    found = stored.order_by_reference(
        counter.society_id, counter.order(second).payment_ref_id
    )  # fmt: skip
    assert found == counter.order(second)
    assert stored.order_by_reference(counter.society_id, "P") is None


def test_a_form_sent_twice_makes_one_order_and_takes_cash_once(counter: Counter) -> None:
    world, slip = counter.world, counter.world.slip()
    new = NewOrder(counter.biller(), number("100"), MOBILE)
    first = bill_orders.ask_bill(world.doer(), slip, counter.society_id, new)
    again = bill_orders.ask_bill(world.doer(), slip, counter.society_id, new)
    assert (again.location, again.is_repeat) == (first.location, True)
    counter.settles()
    slip, order = world.slip(), counter.order(1)
    assert order.fetched is not None
    counter.chooses(1)
    args = (counter.society_id, 1, Paying(version=2), counter.biller)
    done = visit_payment.pay(world.doer(), slip, *args)
    again = visit_payment.pay(world.doer(), slip, *args)
    assert (again.voucher_id, again.is_repeat) == (done.voucher_id, True)
    with pytest.raises(OrderHasMovedOn):
        counter.takes(1)
    counter.settles()
    assert len(counter.sandbox.truth()) == 1


def test_a_wrong_number_is_told_and_may_be_asked_again(counter: Counter) -> None:
    order_id = counter.fetched("001")
    order = counter.order(order_id)
    assert (order.state, order.failure_code, order.next_at) == (S.FETCH_FAILED, "BFR001", None)
    bill_orders.ask_again(counter.world.doer(), counter.world.slip(), counter.society_id, order_id)
    assert (counter.state(order_id), counter.order(order_id).failure_code) == (S.FETCHING, "")
    with pytest.raises(OrderHasMovedOn):
        bill_orders.ask_again(
            counter.world.doer(), counter.world.slip(), counter.society_id, order_id
        )


def test_a_bill_that_does_not_come_is_given_up_after_a_minute(counter: Counter) -> None:
    order_id = counter.asks("010")
    started = counter.world.clock.now_ms()
    counter.settles()
    assert (counter.state(order_id), counter.order(order_id).failure_code) == (
        S.FETCH_FAILED, "no-answer",
    )  # fmt: skip
    assert 60_000 < counter.world.clock.now_ms() - started <= 70_000


def test_what_is_paid_is_held_against_the_bill(counter: Counter) -> None:
    order_id = counter.fetched("041")
    before = traces()
    with pytest.raises(OptionIsUnknown):
        counter.takes(order_id, option="Half")
    with pytest.raises(AmountIsNothing):
        counter.takes(order_id, amount_paise=0)
    with pytest.raises(AmountIsNotTheBills):
        counter.takes(order_id, option="Late Payment Amount", amount_paise=1)
    assert traces() == before
    counter.chooses(order_id)
    before = traces()
    with pytest.raises(GivenIsTooLittle):
        counter.pays(1, given_paise=100)
    assert traces() == before
    late = next(
        one for one in counter.order(order_id).fetched.bills[0].options if "Late" in one.name
    )
    counter.takes(order_id, option=late.name, amount_paise=late.amount_paise)
    assert counter.order(order_id).option == late
    counter.settles()
    assert counter.state(order_id) is S.SUCCESS


def test_bills_of_a_list_are_chosen_by_its_rule(counter: Counter) -> None:
    order_id = counter.fetched("043")
    bills = counter.order(order_id).fetched.bills
    one = (bills[0].bill_no, bills[0].amount_paise)
    for wrong in ((), (one, one), (("x", 1),)):
        with pytest.raises(BillsAreChosenWrongly):
            counter.takes(order_id, bills=wrong)
    counter.takes(order_id, bills=(one,))
    assert counter.order(order_id).bills == (one,)
    counter.settles()
    assert counter.state(order_id) is S.SUCCESS


def test_a_bill_of_fifty_thousand_is_not_taken_in_cash(counter: Counter) -> None:
    order_id = counter.fetched("048")
    with pytest.raises(CashIsOverTheLimit):
        counter.takes(order_id)


def test_an_old_bill_is_fetched_again(counter: Counter) -> None:
    order_id = counter.fetched("100")
    counter.passes(16 * 60)
    with pytest.raises(BillIsTooOld):
        counter.takes(order_id)
    bill_orders.ask_again(counter.world.doer(), counter.world.slip(), counter.society_id, order_id)
    counter.settles()
    counter.takes(order_id)
    counter.settles()
    assert counter.state(order_id) is S.SUCCESS


def test_cash_is_refused_while_no_day_is_open(counter: Counter) -> None:
    order_id = counter.fetched("100")
    counter.world.counts(counter.balance(2101) // 100)
    counter.world.closes_day()
    with pytest.raises(NoDayIsOpen):
        counter.takes(order_id)


def test_a_second_payment_of_a_number_needs_a_reason(counter: Counter) -> None:
    first = counter.takes_for("050")
    second = counter.fetched("050")
    before = traces()
    with pytest.raises(BillIsBeingPaid) as refused:
        counter.takes(second)
    assert refused.value.order_id == first
    with pytest.raises(AadhaarIsNotStored):
        counter.takes(second, reason=f"कहा {AADHAAR}")
    assert traces() == before
    counter.settles()
    second = counter.fetched("050")
    with pytest.raises(BillIsBeingPaid):
        counter.takes(second)
    counter.takes(second, reason="पिछले माह का भी बाकी है")
    override = stored.override_of(counter.society_id, second)
    assert (override.order_id, override.other_id) == (second, first)
    counter.settles()
    assert [counter.state(first), counter.state(second)] == [S.SUCCESS, S.REFUND_DUE]
    assert counter.order(second).failure_code == "BFR004"


def test_cash_goes_back_at_once_while_the_unit_was_never_reached(counter: Counter) -> None:
    order_id = counter.takes_for("100", own_fee_paise=5_00)
    counter.sandbox.server.shutdown()
    counter.sandbox.server.server_close()
    cash = counter.balance(2101)
    for _ in range(3):
        bill_settling.follow_orders(counter.line)
        counter.passes(60)
    assert (counter.state(order_id), counter.order(order_id).sends) == (S.CASH_TAKEN, 0)
    world, society_id = counter.world, counter.society_id
    bill_orders.give_up(world.doer(), world.slip(), society_id, order_id)
    assert counter.state(order_id) is S.REFUND_DUE
    with pytest.raises(OrderHasMovedOn):
        bill_orders.give_up(world.doer(), world.slip(), society_id, order_id)
    bill_orders.give_back(world.doer(), world.slip(), society_id, order_id)
    with pytest.raises(OrderHasMovedOn):
        bill_orders.give_back(world.doer(), world.slip(), society_id, order_id)
    assert counter.balance(2101) == cash - counter.order(order_id).cash_paise
    assert bill_books.agrees(society_id)
    counter.sandbox.server = None
    counter.sandbox.stop = counter.sandbox.unit.close


def test_a_households_connections_are_remembered(counter: Counter) -> None:
    world, society_id = counter.world, counter.society_id
    done = customers.add_customer(world.doer(), world.slip(), society_id, "सुशीला देवी", "", "")
    whom = Whom(CUSTOMERS, int(done.location.rsplit("/", 1)[1].split("?")[0]))
    order_id = counter.fetched("100", whom=whom, service_id="bill-001")
    assert bill_connections.connections(society_id, *whom) == []
    counter.takes(order_id)
    (one,) = bill_connections.connections(society_id, *whom)
    assert (one.biller_id, one.params, one.service_id, one.times) == (
        counter.biller().id, number("100"), "bill-001", 1,
    )  # fmt: skip
    assert [one.id for one in stored.orders_on(society_id, "2026-11-24", 5)] == [order_id]
    assert bill_connections.forget(society_id, *whom, one.connection_key)
    assert not bill_connections.forget(society_id, *whom, one.connection_key)
    assert bill_connections.connections(society_id, *whom) == []


def test_an_order_is_asked_for_people_and_societies_that_are_there(counter: Counter) -> None:
    with pytest.raises(MemberIsMissing):
        counter.asks("100", whom=Whom(0, 99))
    with pytest.raises(OrderIsUnknown):
        bill_orders.order(counter.society_id, 99)
    new = NewOrder(counter.biller(), number("100"), MOBILE)
    with pytest.raises(SocietyIsUnknown):
        bill_orders.ask_bill(counter.world.doer(), counter.world.slip(), 999, new)


def test_a_biller_without_bills_is_paid_without_asking(counter: Counter) -> None:
    order_id = counter.asks("100", DISH)
    assert counter.state(order_id) is S.DRAFT
    counter.takes(order_id, amount_paise=250_00)
    order = counter.order(order_id)
    assert (order.payer_name, order.request().payer_name) == ("", "Customer")
    counter.settles()
    assert counter.state(order_id) is S.SUCCESS
