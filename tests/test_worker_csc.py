"""The worker follows payments of the CSC's wallet and sends messages, where there are lines."""

from __future__ import annotations

import pytest

from portal import worker
from portal.actions import messages
from portal.domain.csc import WalletReport
from portal.storage import messages as stored
from portal.storage.engine import write_transaction
from portal.web.house import House
from tests.sandboxes.running_csc import RunningCsc
from tests.wallet_world import Payer
from tests.world import World


class Bare:
    """What the worker needs of a house, with no lines to anywhere."""

    bill_payments = wallet_gateway = messages = None

    def __init__(self, world: World) -> None:
        self.clock, self.sealer = world.clock, world.keys


@pytest.fixture
def payer(world: World, csc: RunningCsc) -> Payer:
    return Payer(world, csc)


def offer(world: World) -> None:
    write_transaction(lambda: messages.offer(
        world.doer(), world.society_id, "receipt", "receipt A", "9876543210", "₹ 500 मिले"
    ))  # fmt: skip


def lined(payer: Payer) -> House:
    house = Bare(payer.world)
    house.wallet_gateway = payer.csc.gateway  # type: ignore[assignment]
    house.messages = payer.csc.sms  # type: ignore[assignment]
    return house  # type: ignore[return-value]


def test_payments_and_messages_are_followed(payer: Payer) -> None:
    payment_id = payer.begins()
    payer.returns(payer.types(payment_id))
    offer(payer.world)
    house = lined(payer)
    worker.follow_wallet_payments(house)
    worker.send_messages(house)
    assert payer.state(payment_id) == "paid"
    assert len(payer.csc.messages()) == 1


def test_without_lines_they_wait(payer: Payer) -> None:
    payment_id = payer.begins()
    payer.returns(payer.types(payment_id))
    offer(payer.world)
    house = Bare(payer.world)
    worker.follow_wallet_payments(house)  # type: ignore[arg-type]
    worker.send_messages(house)  # type: ignore[arg-type]
    assert payer.state(payment_id) == "returned"
    assert stored.about(payer.society_id, "receipt A")[0].state == "waiting"


def test_a_fault_of_one_line_leaves_the_other_its_turn(payer: Payer) -> None:
    payment_id = payer.begins()
    payer.returns(payer.types(payment_id))

    class Broken:
        """Fails at once."""

        def enquire(self, _merchant_txn: str) -> WalletReport:
            raise RuntimeError

    house = lined(payer)
    house.wallet_gateway = Broken()  # type: ignore[misc]
    worker.follow_wallet_payments(house)
    assert payer.state(payment_id) == "returned"
    payer.passes(3)
    worker._follow_orders_between(lined(payer))
    assert payer.state(payment_id) == "paid"


def test_the_duties_are_named() -> None:
    assert {"wallet_payments", "messages"} <= set(worker.DUTIES)
