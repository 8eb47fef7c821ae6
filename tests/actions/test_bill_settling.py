"""Orders are followed to their end whatever the line does, and paid once (P8, P13)."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from portal.domain.bill_orders import OrderState as S
from tests.bills_world import WALLET, Counter
from tests.sandboxes.running import RunningSandbox
from tests.world import World


@pytest.fixture
def counter(world: World, tmp_path: Path) -> Iterator[Counter]:
    sandbox = RunningSandbox(tmp_path / "sandbox")
    yield Counter(world, sandbox)
    sandbox.stop()


def test_a_bill_is_fetched_taken_paid_and_booked(counter: Counter) -> None:
    order_id = counter.takes_for("100")
    order = counter.order(order_id)
    assert (order.state, order.reserved_paise) == (S.CASH_TAKEN, order.through_paise)
    assert counter.balance(1601) == -order.through_paise
    counter.settles()
    order = counter.order(order_id)
    assert order.state is S.SUCCESS
    assert (order.transaction_id != "", order.approval_no != "") == (True, True)
    assert counter.balance(1601) == 0
    assert counter.balance(2204) == WALLET - order.through_paise
    assert counter.kinds(order_id) == [
        "asked", "fetched", "cash_taken", "sent", "taken", "success", "posted",
    ]  # fmt: skip


@pytest.mark.parametrize(
    "digits", ["020", "023", "024", "025", "026", "027", "028", "029", "030", "032", "033"]
)
def test_whatever_the_line_does_the_bill_is_paid_once(counter: Counter, digits: str) -> None:
    biller = "TATASKY00NAT01" if digits == "020" else "UTTA00000UTT7M"
    if digits == "020":
        order_id = counter.asks(digits, biller)
        counter.takes(order_id, amount_paise=200_00)
    else:
        order_id = counter.takes_for(digits)
    counter.settles()
    assert counter.state(order_id) is S.SUCCESS
    (paid,) = counter.sandbox.truth()
    assert paid["paymentDetails"]["paymentRefId"] == counter.order(order_id).payment_ref_id


@pytest.mark.parametrize("digits", ["031", "034", "036"])
def test_what_fails_is_owed_and_given_back_whole(counter: Counter, digits: str) -> None:
    cash = counter.balance(2101)
    order_id = counter.takes_for(digits, own_fee_paise=20_00)
    counter.settles(2_000)
    order = counter.order(order_id)
    assert order.state is S.REFUND_DUE
    assert (counter.balance(1601), counter.balance(1602)) == (0, -order.through_paise)
    counter.gives_back(order_id)
    assert counter.state(order_id) is S.REFUNDED
    assert (counter.balance(1602), counter.balance(2101), counter.balance(3307)) == (0, cash, 0)
    assert counter.balance(2204) == WALLET
