"""Many hands at one wallet: nothing is promised twice, and nothing is posted twice."""

from __future__ import annotations

from functools import partial

import pytest

from portal.actions import wallet_settling
from portal.domain.wallet_payments import WalletHasLess, WalletPaymentHasMovedOn
from portal.storage import wallet_payments as stored
from tests.crowd import at_once
from tests.sandboxes.running_csc import RunningCsc
from tests.wallet_world import WALLET, Payer
from tests.world import World


@pytest.fixture
def payer(world: World, csc: RunningCsc) -> Payer:
    return Payer(world, csc)


def test_two_payments_at_once_never_promise_more_than_the_wallet_has(payer: Payer) -> None:
    found = at_once([partial(payer.begins, 20_000) for _ in range(4)])
    refused = [one for one in found if isinstance(one, WalletHasLess)]
    assert len(refused) == 2
    assert len({one for one in found if isinstance(one, int)}) == 2
    assert payer.free == WALLET - 2 * 20_000_00


def test_returns_and_workers_at_once_post_one_voucher(payer: Payer) -> None:
    payment_id = payer.begins()
    message = payer.types(payment_id)
    worker = partial(wallet_settling.follow_payments, payer.line)
    at_once([*[partial(payer.returns, message)] * 3, *[worker] * 3])
    payer.follows()
    assert payer.state(payment_id) == "paid"
    assert payer.said(payment_id)[-2:] == ["paid", "posted"]
    assert payer.balance(2204) == WALLET - 500_00


def test_money_is_asked_back_by_one_of_two(payer: Payer) -> None:
    payment_id = payer.pays()
    found = at_once([partial(payer.asks_back, payment_id) for _ in range(2)])
    assert len([one for one in found if isinstance(one, WalletPaymentHasMovedOn)]) == 1
    payer.follows()
    (one,) = stored.all_payments(payer.society_id)
    assert one.state.value == "reversed"
    assert payer.balance(2204) == WALLET
