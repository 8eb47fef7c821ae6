"""What bill payments do to the books: every paisa on its order (P5, P8, D12)."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from portal.actions import bill_books, bill_orders, bill_settling, comparing, daybook, proof
from portal.actions.corrections import correct_voucher
from portal.domain.bill_orders import (
    OrderHasMovedOn,
    WalletIsTooSmall,
)
from portal.domain.bill_orders import OrderState as S
from portal.domain.corrections import Correction
from portal.domain.day import ReasonIsMissing
from portal.domain.daybook import (
    BillMoneyIsLess,
    Draft,
    Line,
    MovesWithItsOrder,
    OrderIsMissing,
)
from portal.domain.text import AadhaarIsNotStored
from portal.storage import daybook as books
from portal.storage import engine, visits
from tests.bills_world import WALLET, Counter
from tests.sandboxes.running import LOAN, RunningSandbox
from tests.world import TODAY, World, traces

AADHAAR = "9999 4105 7058"


@pytest.fixture
def counter(world: World, tmp_path: Path) -> Iterator[Counter]:
    sandbox = RunningSandbox(tmp_path / "sandbox")
    yield Counter(world, sandbox)
    sandbox.stop()


def test_the_fees_stand_apart_and_paise_are_rounded(counter: Counter) -> None:
    order_id = counter.takes_for("042", LOAN, own_fee_paise=10_00, given_paise=2_600_00)
    order = counter.order(order_id)
    assert order.fee_paise > 0
    voucher = daybook.voucher(counter.society_id, order.cash_voucher_id)
    heads = {line.head: line.paise for line in voucher.lines}
    assert heads[1601] == -order.through_paise
    assert heads[3307] == -10_00
    assert heads[2101] == order.cash_paise
    visit = visits.visit(counter.society_id, order.visit_id)
    assert (visit.total_paise, visit.given_paise) == (order.cash_paise, 2_600_00)
    assert (visit.change_paise, voucher.change_paise) == (2_600_00 - order.cash_paise, None)
    paise = counter.takes_for("047")
    assert counter.order(paise).amount_paise % 100 == 37
    counter.settles()
    assert counter.balance(1601) == 0


def test_the_wallet_is_reserved_before_anything_is_sent(counter: Counter) -> None:
    """P5: what is promised to one is not promised to another."""
    counter.world.enters("tea_expense", rupees=10)
    first = counter.takes_for("100")
    wallet = bill_books.wallet(counter.society_id)
    through = counter.order(first).through_paise
    assert (wallet.book_paise, wallet.reserved_paise) == (WALLET, through)
    assert wallet.available_paise == WALLET - through
    spend = Draft(
        "journal", "", (Line(3304, wallet.available_paise), Line(2204, -wallet.available_paise))
    )
    daybook.enter_voucher(counter.world.doer(), counter.world.slip(), counter.society_id, spend)
    second = counter.fetched("102")
    counter.chooses(second)
    before = traces()
    with pytest.raises(WalletIsTooSmall) as refused:
        counter.pays(counter.order(second).visit_id)
    assert refused.value.params == {"amount": "0"}
    assert traces() == before
    counter.settles()
    assert counter.balance(2204) == 0


def test_what_the_other_side_confirms_always_posts(counter: Counter) -> None:
    """P5: a wallet below nothing is said, not hidden."""
    order_id = counter.takes_for("100")
    spend = Draft("journal", "", (Line(3304, WALLET), Line(2204, -WALLET)))
    daybook.enter_voucher(counter.world.doer(), counter.world.slip(), counter.society_id, spend)
    counter.settles()
    assert counter.balance(2204) == -counter.order(order_id).through_paise
    assert counter.kinds(order_id)[-1] == "wallet_short"


def test_an_outcome_after_closing_posts_on_the_next_open_day(counter: Counter) -> None:
    """D12: the closed day lists the order, the next one posts it."""
    paid, lost = counter.takes_for("100"), counter.takes_for("034")
    world = counter.world
    world.counts(counter.balance(2101) // 100)
    world.closes_day()
    counter.settles()
    assert [counter.state(paid), counter.state(lost)] == [S.SUCCESS, S.FAILED]
    assert all(counter.order(one).is_waiting_to_post for one in (paid, lost))
    assert [one.id for one in bill_orders.open_orders(counter.society_id)] == [lost, paid]
    assert bill_books.wallet(counter.society_id).reserved_paise == (
        counter.order(paid).through_paise
    )  # fmt: skip
    world.clock.move(days=1)
    assert counter.follows() == 0
    world.opens_day()
    assert counter.follows() == 2
    assert not bill_settling.post_waiting(counter.order(paid), world.clock.now_ms())
    assert [counter.state(paid), counter.state(lost)] == [S.SUCCESS, S.REFUND_DUE]
    assert {counter.order(one).settled_on for one in (paid, lost)} == {"2026-11-25"}
    assert [one.id for one in bill_orders.open_orders(counter.society_id)] == [lost]
    counter.gives_back(lost)
    assert proof.prove_society("KHR001", world.keys).is_whole


def test_no_voucher_of_an_order_is_corrected_by_hand(counter: Counter) -> None:
    order_id = counter.takes_for("100")
    before = traces()
    with pytest.raises(MovesWithItsOrder):
        correct_voucher(
            counter.world.doer("manager"), counter.world.slip("manager"), counter.society_id,
            counter.order(order_id).cash_voucher_id,
            Correction("wrong_amount", "गलती", right_amount_paise=5_00),
        )  # fmt: skip
    assert traces() == before


def test_money_kept_by_hand_stands_beside_the_orders(counter: Counter) -> None:
    order_id = counter.takes_for("030")
    world = counter.world
    world.enters("csc_bill_cash", rupees=500)
    assert books.sub_balances(counter.society_id, 1601) == {
        0: -500_00, order_id: -counter.order(order_id).through_paise
    }  # fmt: skip
    counter.must_agree()
    before = traces()
    with pytest.raises(BillMoneyIsLess) as refused:
        world.enters("csc_bill_settle", rupees=501)
    assert refused.value.params["amount"] == "500"
    assert traces() == before
    world.enters("csc_bill_settle", rupees=300)
    world.enters("csc_bill_fail", rupees=200)
    world.enters("csc_refund", rupees=200)
    counter.settles()
    assert (counter.balance(1601), counter.balance(1602)) == (0, 0)
    assert proof.prove_society("KHR001", world.keys).is_whole


def test_bill_money_is_never_written_freely(counter: Counter) -> None:
    draft = Draft("journal", "", (Line(1601, 5_00), Line(3307, -5_00)))
    with pytest.raises(OrderIsMissing):
        daybook.enter_voucher(counter.world.doer(), counter.world.slip(), counter.society_id, draft)


@pytest.mark.parametrize("is_posted", [True, False])
@pytest.mark.parametrize("is_paid", [True, False])
def test_an_adjusted_payment_is_decided_with_a_reason(
    counter: Counter, is_posted: bool, is_paid: bool
) -> None:
    order_id = counter.takes_for("100")
    if is_posted:
        counter.settles()
        assert bill_settling.note_adjusted(counter.order(order_id), counter.world.clock.now_ms())
        assert not bill_settling.note_adjusted(
            counter.order(order_id), counter.world.clock.now_ms()
        )
    else:
        counter.unit = _Adjusting(counter.unit)
        counter.settles()
    assert counter.state(order_id) is S.CREDIT_ADJUSTMENT
    for reason, refusal in (("", ReasonIsMissing), (AADHAAR, AadhaarIsNotStored)):
        with pytest.raises(refusal):
            counter.decides(order_id, is_paid=is_paid, reason=reason)
    counter.decides(order_id, is_paid=is_paid)
    assert counter.state(order_id) is (S.SUCCESS if is_paid else S.REFUND_DUE)
    through = counter.order(order_id).through_paise
    assert counter.balance(2204) == WALLET - (through if is_paid else 0)
    with pytest.raises(OrderHasMovedOn):
        counter.decides(order_id, is_paid=is_paid)
    assert proof.prove_society("KHR001", counter.world.keys).is_whole


class _Adjusting:
    """A unit that says of every payment that it was adjusted."""

    def __init__(self, unit: object) -> None:
        self._unit = unit

    def __getattr__(self, name: str) -> object:
        return getattr(self._unit, name)

    def payment(self, ref_id: str) -> object:
        from portal.domain.bill_payments import PaymentState

        found = self._unit.payment(ref_id)
        return replace(found, state=PaymentState.ADJUSTED)


@pytest.mark.parametrize(
    ("tampering", "finding"),
    [
        ("UPDATE bill_order SET amount_paise = amount_paise + 1", "OrderMoneyDisagrees"),
        ("UPDATE bill_order SET reserved_paise = 0", "OrderReserveDisagrees"),
        ("UPDATE bill_order SET state = 'refund_due'", "OrderMoneyDisagrees"),
    ],
)
def test_verify_finds_orders_that_the_books_do_not_hold(
    counter: Counter, tampering: str, finding: str
) -> None:
    counter.takes_for("100")
    assert proof.prove_society("KHR001", counter.world.keys).is_whole
    engine.run(tampering)
    found = proof.prove_society("KHR001", counter.world.keys)
    assert finding in [one.kind for one in found.findings]
    assert bill_books.agrees(counter.society_id) is False


def test_a_bill_that_was_paid_after_all_is_no_longer_owed(counter: Counter) -> None:
    """Failed here, paid there: the wallet did pay, and the customer keeps what they got."""
    order_id, other = counter.takes_for("051"), counter.takes_for("034")
    counter.settles()
    comparing.compare_day(counter.line, TODAY)
    with pytest.raises(OrderHasMovedOn):
        counter.decides(other, is_paid=True)
    counter.gives_back(other)
    through = counter.order(order_id).through_paise
    assert counter.balance(1602) == -through
    with pytest.raises(OrderHasMovedOn):
        counter.decides(order_id, is_paid=False)
    with pytest.raises(ReasonIsMissing):
        counter.decides(order_id, is_paid=True, reason=" ")
    counter.decides(order_id, is_paid=True)
    assert counter.state(order_id) is S.SUCCESS
    assert (counter.balance(1602), counter.balance(2204)) == (0, WALLET - through)
    with pytest.raises(OrderHasMovedOn):
        counter.gives_back(order_id)
    found = proof.prove_society("KHR001", counter.world.keys)
    assert [str(one) for one in found.findings if one.is_bad] == []
