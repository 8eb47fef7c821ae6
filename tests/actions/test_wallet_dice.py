"""Payments of the CSC's wallet by dice: faults, replays, dead workers and closed days at random.

However it goes, what the CSC took is in the books once, and nothing else is.
"""

from __future__ import annotations

from contextlib import suppress
from random import Random

import pytest

from portal.actions import wallet_settling
from portal.actions.wallet_settling import WalletLine
from portal.domain.csc import MessageIsForged, WalletReport
from portal.storage import daybook, engine
from portal.storage import wallet_payments as stored
from tests.sandboxes.running_csc import RunningCsc
from tests.wallet_world import WALLET, Payer
from tests.world import World

PINS = ("1234", "1234", "0001", "0002", "0003", "0004", "0005", "0006", "0007", "0008", "0009",
        "0011", "0012", "0013", "0015", "")  # fmt: skip
LYING = {"0009"}


class Deadly:
    """The CSC's server, and a worker that dies before or after it is asked."""

    def __init__(self, payer: Payer, dice: Random) -> None:
        self.payer, self.dice = payer, dice
        self.merchant_id = payer.csc.gateway.merchant_id

    def enquire(self, merchant_txn: str) -> WalletReport:
        thrown = self.dice.random()
        if thrown < 0.1:
            raise KeyboardInterrupt
        report = self.payer.csc.gateway.enquire(merchant_txn)
        if thrown < 0.2:
            raise KeyboardInterrupt
        return report


def worker_passes(payer: Payer, dice: Random) -> None:
    line = WalletLine(Deadly(payer, dice), payer.world.clock.now_ms)  # type: ignore[arg-type]
    try:
        wallet_settling.follow_payments(line)
    except KeyboardInterrupt:
        engine.disconnect()


def brings_back(payer: Payer, message: str) -> None:
    with suppress(MessageIsForged):
        payer.returns(message)


def begins_and_pays(payer: Payer, dice: Random) -> dict[str, str]:
    """Begin and pay at random; return the PIN of each reference, '' where nobody paid."""
    messages: list[str] = []
    pins: dict[str, str] = {}
    for _ in range(12):
        payment_id = payer.begins(dice.randrange(1, 900))
        pin = dice.choice(PINS)
        pins[payer.payment(payment_id).merchant_txn] = pin
        messages += [payer.types(payment_id, pin)] if pin else []
        for message in dice.sample(messages, min(2, len(messages))):
            brings_back(payer, message)
        payer.passes(dice.choice((0, 0, 1, 4, 12)))
        worker_passes(payer, dice)
    return pins


def ends_the_day(payer: Payer, dice: Random) -> None:
    """Close the day with payments open, and let the next one take what they became."""
    payer.world.counts(payer.balance(2101) // 100)
    payer.world.closes_day()
    for _ in range(6):
        payer.passes(20)
        worker_passes(payer, dice)
    payer.world.clock.move(days=1)
    payer.world.opens_day()
    for _ in range(40):
        worker_passes(payer, dice)
        payer.passes(15)


@pytest.mark.parametrize("seed", range(4))
def test_what_left_the_wallet_is_in_the_books_once(
    world: World, csc: RunningCsc, seed: int
) -> None:
    dice, payer = Random(seed), Payer(world, csc)
    pins = begins_and_pays(payer, dice)
    ends_the_day(payer, dice)
    is_paid = {txn: status == "100" for txn, status in csc.truth().items()}
    payments = stored.all_payments(payer.society_id)
    for one in payments:
        if pins[one.merchant_txn] in LYING:
            assert one.state.value == "unknown"
        else:
            wanted = "paid" if is_paid.get(one.merchant_txn) else "failed"
            assert (one.state.value, one.voucher_id is not None) == (wanted, wanted == "paid")
    settled = sum(one.amount_paise for one in payments if one.voucher_id)
    assert daybook.balance(payer.society_id, 2204) == WALLET - settled
    payer.must_agree()
