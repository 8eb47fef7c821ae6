"""Whatever breaks in whatever order, no bill is paid twice and the books hold (P5, P8, P13)."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import suppress
from pathlib import Path
from random import Random
from typing import Any

import pytest

from portal.actions import bill_books, bill_orders, bill_settling, proof
from portal.actions.bill_settling import Line
from portal.domain.bill_orders import BillIsBeingPaid, BillIsNotFetched, BillIsTooOld
from portal.domain.bill_orders import OrderState as S
from portal.domain.bill_payments import (
    PaymentAnswer,
    PaymentRequest,
    PaymentState,
    Sending,
    Sent,
    Transaction,
    UnitIsSilent,
)
from portal.domain.daybook import NoDayIsOpen
from portal.storage import bill_orders as stored
from tests.bills_world import WALLET, Counter
from tests.sandboxes.running import MOBILE, RunningSandbox
from tests.world import World

DIGITS = ("100", "200", "300", "034", "030", "050", "026", "032", "033", "036", "025")
ENDS = {S.SUCCESS, S.REFUNDED}


class Killed(BaseException):
    """The worker is killed at this point."""


class Faulty:
    """The sandbox's client on a line that loses, repeats and dies by the dice."""

    def __init__(self, client: Any, dice: Random) -> None:
        self._client, self._dice = client, dice
        self.is_well = False

    def __getattr__(self, name: str) -> Any:
        return getattr(self._client, name)

    def pay(self, request: PaymentRequest) -> Sending:
        fault = "" if self.is_well else self._dice.choice(
            ("", "", "", "dies before", "dies after", "lost", "lost answer", "no line")
        )  # fmt: skip
        if fault == "dies before":
            raise Killed
        if fault in ("lost", "no line"):
            return Sending(Sent.UNKNOWN, was_sent=fault == "lost")
        found = self._client.pay(request)
        if fault == "dies after":
            raise Killed
        return Sending(Sent.UNKNOWN) if fault == "lost answer" else found

    def payment(self, ref_id: str) -> PaymentAnswer:
        fault = "" if self.is_well else self._dice.choice(("", "", "", "unknown", "dies"))
        if fault == "dies":
            raise Killed
        return PaymentAnswer(PaymentState.UNKNOWN) if fault else self._client.payment(ref_id)

    def transactions(self, day_on: str) -> Sequence[Transaction]:
        if not self.is_well and self._dice.random() < 0.3:
            raise UnitIsSilent
        return self._client.transactions(day_on)


@pytest.fixture
def counter(world: World, tmp_path: Path) -> Iterator[Counter]:
    sandbox = RunningSandbox(tmp_path / "sandbox")
    yield Counter(world, sandbox)
    sandbox.stop()


class Village:
    """Villagers come, days open and close, the worker works and dies, all by one dice."""

    def __init__(self, counter: Counter, seed: int) -> None:
        self.counter, self.dice = counter, Random(seed)
        self.line = Faulty(counter.sandbox.client, self.dice)
        counter.unit = self.line
        self.is_open, self.count = True, 0

    def lives(self, steps: int) -> None:
        deeds = (
            self.comes, self.comes, self.pays, self.works, self.works, self.works, self.doubles,
            self.gives_back, self.turns_the_day,
        )  # fmt: skip
        for _ in range(steps):
            self.dice.choice(deeds)()
            self.counter.must_agree()
            self.counter.passes(self.dice.choice((1, 3, 10, 60, 400)))

    def comes(self) -> None:
        self.count += 1
        digits = self.dice.choice(DIGITS)
        params = (("Service Connection Number", f"AB{self.dice.randrange(4)}DEFGHIJ{digits}"),)
        self.counter.asks(digits, params=params, mobile=MOBILE)
        for _ in range(2):
            self.works()
            self.counter.passes(2)
        self.pays()

    def pays(self) -> None:
        found = [one for one in self.all() if one.state in (S.FETCHED, S.FETCH_FAILED)]
        if not found:
            return
        one, world = self.dice.choice(found[-3:]), self.counter.world
        with suppress(BillIsBeingPaid, BillIsNotFetched, NoDayIsOpen):
            try:
                self.counter.takes(one.id, reason=self.dice.choice(("", "फिर भी")))
            except BillIsTooOld:
                bill_orders.ask_again(world.doer(), world.slip(), self.counter.society_id, one.id)

    def works(self) -> None:
        try:
            self.counter.follows()
        except Killed:
            self.counter.must_agree()

    def doubles(self) -> None:
        """Two workers have seen the same orders."""
        seen = [one for one in self.all() if one.next_at is not None]
        for one in [*seen, *seen]:
            try:
                bill_settling.follow(one, Line(self.line, self.counter.world.clock.now_ms))
            except Killed:
                self.counter.must_agree()

    def gives_back(self) -> None:
        due = [one for one in self.all() if one.state is S.REFUND_DUE]
        if due and self.is_open:
            self.counter.gives_back(self.dice.choice(due).id)

    def turns_the_day(self) -> None:
        world = self.counter.world
        if self.is_open and self.dice.random() < 0.7:
            return
        if self.is_open:
            world.counts(self.counter.balance(2101) // 100)
            world.closes_day()
        else:
            world.clock.move(days=1)
            world.opens_day()
        self.is_open = not self.is_open

    def all(self) -> list[Any]:
        return [
            self.counter.order(number) for number in range(1, self.count + 1)
        ]  # fmt: skip

    def comes_to_an_end(self) -> None:
        self.line.is_well = True
        if not self.is_open:
            self.counter.world.clock.move(days=1)
            self.counter.world.opens_day()
        self.counter.settles(3_000)
        self.counter.follows()
        for one in self.all():
            if one.state is S.REFUND_DUE:
                self.counter.gives_back(one.id)


@pytest.mark.parametrize("seed", range(6))
def test_nothing_is_paid_twice_lost_or_left_over(counter: Counter, seed: int) -> None:
    village = Village(counter, seed)
    village.lives(70)
    village.comes_to_an_end()
    orders = [one for one in village.all() if one.cash_voucher_id is not None]
    assert len(orders) > 4
    assert {one.state for one in orders} <= ENDS
    truth = {one["paymentDetails"]["paymentRefId"]: one for one in counter.sandbox.truth()}
    for one in orders:
        theirs = truth.pop(one.payment_ref_id, {"status": "Failure"})["status"]
        assert (one.state is S.SUCCESS) is (theirs == "Success"), one
    assert truth == {}
    paid = sum(one.through_paise for one in orders if one.state is S.SUCCESS)
    assert (counter.balance(1601), counter.balance(1602)) == (0, 0)
    assert counter.balance(2204) == WALLET - paid
    assert bill_books.wallet(counter.society_id).reserved_paise == 0
    assert stored.open_orders(counter.society_id) == []
    kinds = {kind for one in orders for kind in counter.kinds(one.id)}
    assert kinds & {"sent_again", "sender_lost", "found", "no_answer"}
    assert proof.prove_society("KHR001", counter.world.keys).is_whole
