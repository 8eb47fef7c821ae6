"""Visits: several bills and fees, paid once; each item settles by itself (P1, P8)."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from portal.actions import bill_choice, bill_orders, visit_payment, visits
from portal.actions.bill_choice import Taking
from portal.actions.bill_orders import NewOrder
from portal.actions.visit_payment import Paying
from portal.actions.visits import Caller
from portal.domain.bill_orders import BillIsBeingPaid, BillIsBeingPaidElsewhere, WalletIsTooSmall
from portal.domain.bill_orders import OrderState as S
from portal.domain.daybook import MemberIsMissing, NoDayIsOpen
from portal.domain.tasks import GivenIsTooLittle
from portal.domain.visits import (
    Fee,
    NothingIsToPay,
    UtrIsWrong,
    UtrWasUsed,
    VisitHasChanged,
    VisitIsPaid,
    VisitIsUnknown,
)
from portal.storage import bill_orders as stored
from portal.storage import daybook, receipts
from portal.storage import visits as kept
from portal.storage.engine import run
from portal.storage.served import CUSTOMERS, Whom
from tests.bills_world import Counter
from tests.sandboxes.running import MOBILE, RunningSandbox, number
from tests.world import World, traces

COPY, PAPER = Fee("फोटोकॉपी", 6_00), Fee("आय प्रमाण पत्र", 20_00, 10_00)


@pytest.fixture
def counter(world: World, tmp_path: Path) -> Iterator[Counter]:
    sandbox = RunningSandbox(tmp_path / "sandbox")
    yield Counter(world, sandbox)
    sandbox.stop()


def adds(counter: Counter, fee: Fee, visit_id: int | None = None, **other: object) -> int:
    world = counter.world
    done = visits.add_fee(
        world.doer(), world.slip(), counter.society_id, Caller(visit_id, **other), fee  # type: ignore[arg-type]
    )  # fmt: skip
    return int(done.location.rsplit("/", 1)[1])


def drops(counter: Counter, visit_id: int, no: int) -> None:
    world = counter.world
    visits.drop_fee(world.doer(), world.slip(), counter.society_id, visit_id, no)


def basket(counter: Counter) -> tuple[int, list[int]]:
    """Three bills, a photocopy and the fee of a certificate."""
    orders = [counter.fetched("100")]
    visit_id = counter.order(orders[0]).visit_id
    assert visit_id is not None
    orders += [counter.fetched(digits, visit_id=visit_id) for digits in ("102", "034")]
    for one in orders:
        counter.chooses(one)
    adds(counter, COPY, visit_id)
    adds(counter, PAPER, visit_id)
    return visit_id, orders


def test_three_bills_a_photocopy_and_a_fee_are_one_receipt(counter: Counter) -> None:
    visit_id, orders = basket(counter)
    sums = [counter.order(one).amount_paise for one in orders]
    cash_before = counter.balance(2101)
    counter.pays(visit_id, given_paise=1_00_000_00)
    visit = visits.visit(counter.society_id, visit_id)
    taken = sum(counter.order(one).cash_paise for one in orders)
    assert visit.total_paise == taken + 36_00
    assert visit.change_paise == 1_00_000_00 - visit.total_paise
    assert counter.balance(2101) == cash_before + visit.total_paise
    assert counter.balance(1601) == -sum(sums) - 10_00
    assert counter.balance(3307) == -26_00
    assert receipts.receipt(receipts.code_of(counter.society_id, "visit", visit_id)) is not None
    counter.settles()
    assert [counter.state(one) for one in orders] == [S.SUCCESS, S.SUCCESS, S.REFUND_DUE]
    counter.gives_back(orders[2])
    assert counter.balance(1601) == -10_00


def test_a_visit_is_paid_once_however_often_it_is_sent(counter: Counter) -> None:
    visit_id, _orders = basket(counter)
    world, slip = counter.world, counter.world.slip()
    version = visits.visit(counter.society_id, visit_id).version
    args = (counter.society_id, visit_id, Paying(version), counter.biller)
    first = visit_payment.pay(world.doer(), slip, *args)
    before = traces()
    for _ in range(10):
        again = visit_payment.pay(world.doer(), slip, *args)
        assert (again.location, again.voucher_id, again.is_repeat) == (
            first.location, first.voucher_id, True,
        )  # fmt: skip
    with pytest.raises(VisitIsPaid):
        counter.pays(visit_id)
    with pytest.raises(VisitIsPaid):
        adds(counter, COPY, visit_id)
    with pytest.raises(VisitIsPaid):
        counter.asks("103", visit_id=visit_id)
    assert traces() == before


def test_what_is_refused_takes_nothing_of_the_visit(counter: Counter) -> None:
    visit_id, orders = basket(counter)
    version = visits.visit(counter.society_id, visit_id).version
    run("UPDATE head_balance SET paise = 10000 WHERE head = 2204")
    before = traces()
    with pytest.raises(VisitHasChanged):
        counter.pays(visit_id, version=version - 1)
    with pytest.raises(GivenIsTooLittle):
        counter.pays(visit_id, given_paise=36_00)
    with pytest.raises(UtrIsWrong):
        counter.pays(visit_id, mode="upi", reference="12")
    with pytest.raises(WalletIsTooSmall):
        counter.pays(visit_id)
    assert traces() == before
    assert [counter.state(one) for one in orders] == [S.FETCHED] * 3


def test_nothing_to_pay_no_visit_no_day(counter: Counter) -> None:
    with pytest.raises(VisitIsUnknown):
        visits.visit(counter.society_id, 99)
    order_id = counter.fetched("001")
    visit_id = counter.order(order_id).visit_id
    with pytest.raises(NothingIsToPay):
        counter.pays(visit_id)
    with pytest.raises(MemberIsMissing):
        adds(counter, COPY, whom=Whom(CUSTOMERS, 9))
    fee = adds(counter, COPY)
    counter.world.counts(counter.balance(2101) // 100)
    counter.world.closes_day()
    with pytest.raises(NoDayIsOpen):
        counter.pays(fee)


def test_an_item_left_out_is_not_paid(counter: Counter) -> None:
    visit_id, orders = basket(counter)
    bill_choice.leave_out(counter.world.doer(), counter.world.slip(), counter.society_id, orders[1])
    drops(counter, visit_id, 2)
    with pytest.raises(VisitHasChanged):
        drops(counter, visit_id, 2)
    counter.pays(visit_id)
    assert counter.state(orders[1]) is S.FETCHED
    assert [fee.what for fee in kept.fees(counter.society_id, visit_id)] == ["फोटोकॉपी"]
    with pytest.raises(VisitIsPaid):
        drops(counter, visit_id, 1)


def test_upi_is_exact_and_one_utr_pays_one_visit(counter: Counter) -> None:
    order_id = counter.fetched("047")
    counter.chooses(order_id)
    counter.pays(
        counter.order(order_id).visit_id, mode="upi", reference="432100000017",
        payer_address="ramesh@okbank",
    )  # fmt: skip
    order = counter.order(order_id)
    assert order.cash_paise == order.amount_paise
    assert order.cash_paise % 100 == 37
    assert (order.pay_mode, order.pay_account) == ("upi", "ramesh@okbank")
    assert counter.balance(2205) == order.cash_paise
    voucher = daybook.voucher(counter.society_id, order.cash_voucher_id)
    assert (voucher.mode, voucher.reference) == ("upi", "432100000017")
    other = adds(counter, COPY)
    with pytest.raises(UtrWasUsed):
        counter.pays(other, mode="upi", reference="432100000017")
    counter.settles()
    assert counter.state(order_id) is S.SUCCESS


def test_two_operators_with_the_same_bill_pay_it_once(counter: Counter) -> None:
    first, second = counter.fetched("100"), counter.fetched("100")
    counter.chooses(first)
    counter.chooses(second)
    counter.pays(counter.order(first).visit_id)
    with pytest.raises(BillIsBeingPaid) as refused:
        counter.pays(counter.order(second).visit_id)
    assert refused.value.order_id == first
    with pytest.raises(BillIsBeingPaid):
        counter.chooses(second)
    counter.chooses(second, reason="ग्राहक ने कहा")
    counter.chooses(second, reason="फिर से")
    override = stored.override_of(counter.society_id, second)
    assert (override.order_id, override.other_id, override.reason) == (
        second, first, "ग्राहक ने कहा",
    )  # fmt: skip
    counter.pays(counter.order(second).visit_id)
    counter.settles()


def test_the_same_bill_twice_in_a_basket_is_refused(counter: Counter) -> None:
    first = counter.fetched("100")
    visit_id = counter.order(first).visit_id
    second = counter.fetched("100", visit_id=visit_id)
    counter.chooses(first)
    counter.chooses(second)
    with pytest.raises(BillIsBeingPaid):
        counter.pays(visit_id)
    assert counter.state(first) is S.FETCHED


def test_another_societys_payment_of_the_bill_stands_against_it(counter: Counter) -> None:
    first = counter.fetched("100")
    other = counter.world.society("KHR002").id
    doer, slips = counter.world.doer(), (counter.world.slip(society_id=other) for _ in range(3))
    new = NewOrder(counter.biller(), number("100"), MOBILE)
    bill_orders.ask_bill(doer, next(slips), other, new)
    counter.settles()
    counter.takes(first)
    order = bill_orders.order(other, 1)
    taking = Taking(counter.biller(), counter.order(first).amount_paise)
    assert order.state is S.FETCHED
    assert bill_choice.standing_against(order, taking.amount_paise, doer.at) is not None
    with pytest.raises(BillIsBeingPaidElsewhere) as refused:
        bill_choice.choose(doer, next(slips), other, 1, taking)
    assert "%(reference)s" not in refused.value.message
    bill_choice.choose(doer, next(slips), other, 1, replace(taking, reason="दूसरे महीने का बिल"))
    override = stored.override_of(other, 1)
    assert (override.other_society_id, override.other_id) == (counter.society_id, first)
