"""Tills: float, work in its till, hand-over, closing, and the box that closes before a till."""

from __future__ import annotations

from threading import Thread

import pytest

from portal.actions import day as day_deeds
from portal.actions import proof, tills
from portal.actions.corrections import correct_voucher
from portal.domain.corrections import Correction
from portal.domain.day import CountIsEmpty, ReasonIsMissing, TillIsNotReturned
from portal.domain.daybook import CashWouldGoNegative, CountIsGoingOn
from portal.domain.refusals import Refusal
from portal.domain.tills import (
    BoxIsClosed,
    DayWasReopened,
    HandsToOneself,
    HolderIsMissing,
    SameTill,
    Till,
    TillHasMoved,
    TillHasNoLateTime,
    TillIsNotCounted,
    TillIsNotOpen,
    TillIsOfToday,
    TillIsOpen,
    TillIsUnknown,
    TillTimeIsOver,
    TimeIsWrong,
    read_time,
)
from portal.storage import daybook, days
from portal.storage import tills as stored
from tests.reopening_world import closes, reopens
from tests.world import TODAY, World, traces

BOX, CSC, SHOP = 2101, 2102, 2103


class Counter:
    """A society with a CSC till, its deeds said shortly."""

    def __init__(self, world: World) -> None:
        self.world = world
        self.here = world.society_id

    def sets(self, head: int = CSC, rupees: int = 500, until: str = "20:00", used: int = 1) -> None:
        wish = Till(head, used, rupees * 100, until)
        tills.set_till(self.world.doer("manager"), self.world.slip("manager"), self.here, wish)

    def opens(self, holder: str = "operator", head: int = CSC) -> None:
        one = self.world.person(holder).id
        tills.open_till(self.world.doer(), self.world.slip(), self.here, head, one)

    def counts(self, rupees: int, head: int = CSC) -> None:
        pieces = {"d100": rupees // 100, "c1": rupees % 100}
        tills.count_till(self.world.doer(), self.world.slip(), self.here, head, pieces)

    def settles(self, to: str | None = None, remark: str = "", head: int = CSC) -> str:
        turn = stored.open_turn(self.here, head)
        to_id = self.world.person(to).id if to else None
        wish = tills.Settling((turn.take or 0) if turn else 0, to_id, remark)
        doer, slip = self.world.doer(), self.world.slip()
        return tills.settle(doer, slip, self.here, head, wish).location

    def moves(self, from_head: int, to_head: int, rupees: int) -> None:
        doer, slip = self.world.doer(), self.world.slip()
        tills.transfer(doer, slip, self.here, from_head, to_head, rupees * 100)

    def closes_box(self, acceptance: day_deeds.Acceptance | None = None) -> None:
        day_deeds.close_box(self.world.doer(), self.world.slip(), self.here, acceptance)

    def has(self, head: int) -> int:
        return daybook.balance(self.here, head) // 100


@pytest.fixture
def counter(open_world: World) -> Counter:
    found = Counter(open_world)
    found.sets()
    return found


def refused(kind: type[Refusal], deed, *args, **kwargs) -> None:  # type: ignore[no-untyped-def]
    before = traces()
    with pytest.raises(kind):
        deed(*args, **kwargs)
    assert traces() == before


def is_whole(world: World) -> bool:
    found = proof.prove_society("KHR001", world.keys)
    assert not found.findings
    return found.is_whole


def test_work_of_the_counter_moves_in_its_till_while_it_is_open(counter: Counter) -> None:
    world = counter.world
    world.enters(rupees=40)
    assert (counter.has(BOX), counter.has(CSC)) == (26_426, 0)
    counter.opens()
    world.enters(rupees=30)
    assert (counter.has(BOX), counter.has(CSC)) == (25_926, 530)
    voucher = daybook.voucher(world.society_id, 3 + 1)
    assert voucher is not None
    assert voucher.till == CSC
    refused(CashWouldGoNegative, world.enters, "aeps_withdraw", 531, reference="123456789012")
    counter.moves(BOX, CSC, 100)
    world.enters("aeps_withdraw", 531, reference="123456789012")
    assert counter.has(CSC) == 99
    world.enters("gunny_sale", rupees=20)
    assert counter.has(BOX) == 25_846


def test_hand_over_names_both_and_writes_the_gap_against_the_holder(counter: Counter) -> None:
    counter.opens()
    counter.world.enters(rupees=50)
    refused(TillIsNotCounted, counter.settles, "manager")
    counter.counts(540)
    refused(HandsToOneself, counter.settles, "operator", "छुट्टे")
    refused(HolderIsMissing, counter.settles, "chairman", "छुट्टे")
    refused(ReasonIsMissing, counter.settles, "manager")
    counter.settles("manager", "दस रुपये कम निकले")
    first, second = stored.turns_on(counter.here, TODAY)
    operator, manager = (counter.world.person(one).id for one in ("operator", "manager"))
    assert (first.holder, first.difference_paise, first.status) == (operator, -10_00, "closed")
    assert (second.holder, second.opening_paise, second.status) == (manager, 540_00, "open")
    assert counter.has(CSC) == 540
    assert daybook.sub_balances(counter.here, 2805) == {operator: 10_00}
    kinds = [one.kind for one in days.acts_on(counter.here, TODAY)]
    assert kinds[-2:] == ["till_counted", "till_handed"]


def test_a_till_is_closed_once_and_the_day_only_after_it(counter: Counter) -> None:
    world = counter.world
    counter.opens()
    refused(TillIsOpen, counter.opens, "manager")
    refused(TillIsOpen, counter.sets, used=0)
    refused(CountIsEmpty, tills.count_till, world.doer(), world.slip(), counter.here, CSC, {})
    world.counts(counter.has(BOX))
    refused(TillIsNotReturned, world.closes_day)
    refused(CountIsGoingOn, counter.counts, 500)
    day_deeds.back_to_entry(world.doer(), world.slip(), counter.here, "")
    counter.counts(505)
    world.enters(rupees=5)
    refused(TillHasMoved, counter.settles)
    counter.counts(506)
    counter.settles(None, "एक रुपया अधिक")
    assert (counter.has(BOX), counter.has(CSC)) == (26_392, 0)
    refused(TillIsNotOpen, counter.settles)
    refused(TillIsNotOpen, counter.counts, 5)
    refused(TillIsNotOpen, counter.moves, BOX, CSC, 5)
    world.counts(26_392)
    world.closes_day()
    assert is_whole(world)


def test_the_box_closes_before_a_late_till_and_the_day_is_sealed_after_it(
    counter: Counter,
) -> None:
    world = counter.world
    counter.opens()
    world.counts(25_880)
    late = day_deeds.Acceptance(world.person("manager").id, "छह रुपये कम")
    counter.closes_box(late)
    refused(BoxIsClosed, counter.closes_box)
    refused(BoxIsClosed, world.counts, 5)
    refused(BoxIsClosed, world.enters, "gunny_sale", 20)
    refused(BoxIsClosed, counter.moves, BOX, CSC, 5)
    world.enters(rupees=70)
    refused(TillIsNotReturned, world.closes_day)
    counter.counts(570)
    assert counter.settles() == "/day/close"
    assert counter.has(BOX) == 26_450
    world.closes_day()
    day = days.day(counter.here, TODAY)
    assert day is not None
    assert (day.closing_paise, day.difference_paise) == (26_450_00, -6_00)
    assert is_whole(world)
    world.clock.move(days=1)
    world.opens_day()
    world.enters(rupees=5)
    assert counter.has(BOX) == 26_455


def test_no_till_is_opened_after_the_box_is_closed(counter: Counter) -> None:
    """Also not without a float: it could have no late time of its own."""
    counter.sets(SHOP, 0, "")
    counter.opens()
    counter.world.counts(25_886)
    counter.closes_box()
    refused(BoxIsClosed, counter.opens, "manager", SHOP)


def test_no_till_is_opened_on_a_reopened_day(counter: Counter) -> None:
    """Its cash could not come back to the box once the time of the reopening is over."""
    world = counter.world
    counter.sets(rupees=0)
    closes(world)
    reopens(world)
    refused(DayWasReopened, counter.opens)
    world.enters(rupees=5)
    assert counter.has(BOX) == 26_391


def test_back_to_entry_opens_the_box_again(counter: Counter) -> None:
    world = counter.world
    counter.opens()
    world.counts(25_886)
    counter.closes_box()
    day_deeds.back_to_entry(world.doer(), world.slip(), counter.here, "पर्ची छूटी")
    world.enters("gunny_sale", rupees=14)
    counter.counts(500)
    counter.settles()
    world.counts(26_400)
    world.closes_day()
    assert is_whole(world)


def test_a_till_without_a_late_time_holds_the_box_and_time_runs_out(counter: Counter) -> None:
    world = counter.world
    counter.sets(SHOP, 0, "")
    counter.opens("manager", SHOP)
    world.enters("gunny_sale", rupees=20)
    assert counter.has(SHOP) == 20
    counter.opens()
    world.counts(25_886)
    refused(TillHasNoLateTime, counter.closes_box)
    day_deeds.back_to_entry(world.doer(), world.slip(), counter.here, "")
    world.clock.move(minutes=10 * 60 + 1)
    refused(TillTimeIsOver, world.enters)
    counter.counts(500)
    counter.settles()
    world.enters(rupees=5)
    assert counter.has(BOX) == 26_391


def test_odd_tills_are_answered(counter: Counter) -> None:
    world = counter.world
    refused(TillIsUnknown, counter.opens, "operator", SHOP)
    refused(TillIsUnknown, counter.sets, BOX)
    refused(HolderIsMissing, counter.opens, "operator2")
    refused(SameTill, counter.moves, BOX, BOX, 5)
    counter.sets(rupees=30_000)
    refused(CashWouldGoNegative, counter.opens)
    assert stored.open_turns(counter.here) == []
    counter.sets(rupees=0)
    counter.opens()
    counter.counts(0)
    counter.settles()
    assert stored.open_turns(counter.here) == []
    world.clock.move(days=1)
    refused(TillIsOfToday, counter.opens)
    assert [read_time(one) for one in ("19:30", "९.०५", "")] == ["19:30", "09:05", ""]
    with pytest.raises(TimeIsWrong):
        read_time("25:00")


def test_an_entry_of_a_closed_till_is_corrected_in_the_box(counter: Counter) -> None:
    world = counter.world
    counter.opens()
    voucher_id = world.enters(rupees=50)
    counter.counts(550)
    counter.settles()
    wish = Correction("twice", "दो बार लिखा", cash_moves_now=True)
    correct_voucher(world.doer("manager"), world.slip("manager"), counter.here, voucher_id, wish)
    assert (counter.has(BOX), counter.has(CSC)) == (26_386, 0)
    assert is_whole(world)


def test_two_close_it_at_once(counter: Counter) -> None:
    counter.opens()
    counter.counts(500)
    said: list[str] = []
    take = stored.open_turn(counter.here, CSC).take  # type: ignore[union-attr]
    slips = [counter.world.slip("operator"), counter.world.slip("manager")]

    def close(name: str, slip) -> None:  # type: ignore[no-untyped-def]
        try:
            tills.settle(
                counter.world.doer(name), slip, counter.here, CSC, tills.Settling(take or 0, None)
            )
            said.append("closed")
        except Refusal as refusal:
            said.append(refusal.name)

    both = [
        Thread(target=close, args=pair) for pair in zip(("operator", "manager"), slips, strict=True)
    ]
    for one in both:
        one.start()
    for one in both:
        one.join()
    assert sorted(said) == ["TillIsNotOpen", "closed"]
    assert (counter.has(BOX), counter.has(CSC)) == (26_386, 0)
