"""P8, P13: workers are killed at any instant while 200 bills are paid over a bad line."""

from __future__ import annotations

import subprocess
import sys
import time
from collections import Counter as Counted
from collections.abc import Iterator
from pathlib import Path
from random import Random

import pytest

from portal.actions import bill_orders, proof
from portal.domain.bill_orders import BillIsTooOld, Order
from portal.domain.bill_orders import OrderState as S
from portal.storage import bill_orders as stored
from portal.storage import engine
from tests.bills_world import WALLET, Counter
from tests.crash.bill_worker import FileClock
from tests.crash.rig import ROOT
from tests.sandboxes.running import MOBILE, RunningSandbox
from tests.world import MORNING, World

pytestmark = [pytest.mark.crash, pytest.mark.slow]
ORDERS, WORKERS, SEED = 200, 2, 11
PATIENCE_S = 400  # a busy machine starts killed workers slowly
DIGITS = (
    "100", "100", "100", "023", "024", "025", "026", "027", "028", "029", "030", "032", "033",
    "034", "036", "047",
)  # fmt: skip


@pytest.fixture
def counter(database_url: str, tmp_path: Path) -> Iterator[Counter]:
    world = World(tmp_path / "keys", FileClock(tmp_path / "clock", MORNING))
    sandbox = RunningSandbox(tmp_path / "sandbox")
    found = Counter(world, sandbox)
    yield found
    sandbox.stop()


class Hands:
    """Workers that are killed and started anew."""

    def __init__(self, counter: Counter, url: str, clock: Path, dice: Random) -> None:
        self.command = [
            sys.executable, "-m", "tests.crash.bill_worker", url, counter.sandbox.server.address,
            str(clock),
        ]  # fmt: skip
        self.dice, self.kills = dice, 0
        self.there = [self._start() for _ in range(WORKERS)]

    def _start(self) -> subprocess.Popen[bytes]:
        return subprocess.Popen(self.command, cwd=ROOT, stderr=subprocess.DEVNULL)

    def lose_one(self) -> None:
        place = self.dice.randrange(WORKERS)
        self.there[place].kill()
        self.there[place].wait()
        self.kills += 1
        self.there[place] = self._start()

    def stop(self) -> None:
        for one in self.there:
            one.kill()
            one.wait()


def test_workers_killed_at_any_instant_pay_no_bill_twice_and_lose_none(
    counter: Counter, database_url: str, tmp_path: Path
) -> None:
    dice = Random(SEED)
    _ask_all(counter, dice)
    hands = Hands(counter, database_url, tmp_path / "clock", dice)
    try:
        _goes_on(counter, hands)
    finally:
        hands.stop()
    assert hands.kills > 10
    _is_right(counter)


def _ask_all(counter: Counter, dice: Random) -> None:
    for number in range(ORDERS):
        digits = dice.choice(DIGITS)
        params = (("Service Connection Number", f"AB{number:08d}{digits}"),)
        counter.asks(digits, params=params, mobile=MOBILE)


def _goes_on(counter: Counter, hands: Hands) -> None:
    """Take cash, let time jump to what is due next, and kill, until every order has ended."""
    deadline, next_kill = time.monotonic() + PATIENCE_S, time.monotonic() + 2
    before = -1
    while True:
        orders = [counter.order(one) for one in range(1, ORDERS + 1)]
        if all(one.state in (S.SUCCESS, S.REFUNDED) for one in orders):
            return
        assert time.monotonic() < deadline, Counted(one.state for one in orders)
        _serves(counter, orders)
        changes = sum(one.version for one in orders)
        if changes == before:
            _jumps(counter)
        before = changes
        if time.monotonic() > next_kill:
            hands.lose_one()
            next_kill = time.monotonic() + hands.dice.uniform(0.4, 2)
        time.sleep(0.1)


def _serves(counter: Counter, orders: list[Order]) -> None:
    world = counter.world
    for one in orders:
        if one.state is S.FETCHED:
            try:
                counter.takes(one.id)
            except BillIsTooOld:
                bill_orders.ask_again(world.doer(), world.slip(), counter.society_id, one.id)
        elif one.state is S.FETCH_FAILED:
            bill_orders.ask_again(world.doer(), world.slip(), counter.society_id, one.id)
        elif one.state is S.REFUND_DUE:
            counter.gives_back(one.id)


def _jumps(counter: Counter) -> None:
    due_at = engine.value("SELECT MIN(next_at) FROM bill_order")
    if due_at is not None and due_at > counter.world.clock.at_ms:
        counter.world.clock.at_ms = due_at


def _is_right(counter: Counter) -> None:
    counter.must_agree()
    truth = {one["paymentDetails"]["paymentRefId"]: one for one in counter.sandbox.truth()}
    assert len(truth) == len(counter.sandbox.truth())
    orders = stored.of_money(counter.society_id)
    assert len(orders) == ORDERS
    for one in orders:
        theirs = truth.pop(one.payment_ref_id, {"status": "Failure"})["status"]
        assert (one.state is S.SUCCESS) is (theirs == "Success"), one
    assert truth == {}
    paid = sum(one.through_paise for one in orders if one.state is S.SUCCESS)
    assert counter.balance(2204) == WALLET - paid
    assert (counter.balance(1601), counter.balance(1602)) == (0, 0)
    found = proof.prove_society("KHR001", counter.world.keys)
    assert [str(one) for one in found.findings if one.is_bad] == []
