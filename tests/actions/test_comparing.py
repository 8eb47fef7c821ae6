"""Our payments are held against their list: every day, whole, and loudly where money disagrees."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from portal.actions import bill_settling, comparing
from portal.actions.bill_settling import Line
from portal.domain.bill_orders import OrderState as S
from portal.domain.bill_payments import (
    PaymentState,
    Transaction,
    UnitDeclines,
    UnitIsSilent,
    payment_ref_id,
)
from portal.domain.comparison import AlarmKind, ComparedJustNow, Counts, begins_at
from portal.storage import bill_orders as orders
from portal.storage import comparison as stored
from portal.storage import duties, engine
from portal.storage.engine import write_transaction
from tests.bills_world import Counter
from tests.sandboxes.running import RunningSandbox
from tests.world import MORNING, TODAY, World

DAY, HOUR = 86_400, 3_600
TOMORROW = "2026-11-25"


class Lists:
    """The sandbox's client, whose lists of payments are told otherwise."""

    def __init__(self, counter: Counter) -> None:
        self._counter = counter
        self.tell: Callable[[list[Transaction]], list[Transaction]] = list
        self.fault: Exception | None = None
        self.asked: list[str] = []

    def __getattr__(self, name: str) -> object:
        return getattr(self._counter.unit, name)

    def transactions(self, day_on: str) -> list[Transaction]:
        self.asked.append(day_on)
        if self.fault is not None:
            raise self.fault
        return self.tell(list(self._counter.unit.transactions(day_on)))


@pytest.fixture
def counter(world: World, tmp_path: Path) -> Iterator[Counter]:
    sandbox = RunningSandbox(tmp_path / "sandbox")
    yield Counter(world, sandbox)
    sandbox.stop()


@pytest.fixture
def lists(counter: Counter) -> Lists:
    return Lists(counter)


@pytest.fixture
def line(counter: Counter, lists: Lists) -> Line:
    return Line(lists, counter.world.clock.now_ms)  # type: ignore[arg-type]


def pays(counter: Counter, *digits: str) -> list[int]:
    found = [counter.takes_for(one) for one in digits]
    counter.settles()
    return found


def counts(counter: Counter, paid_on: str = TODAY) -> dict[str, int]:
    """The classes of a day that have any."""
    found = stored.counts_since(counter.society_id, "2026-11-01").get(paid_on)
    names = ("matched", "ours_only", "theirs_only", "amount_differs", "state_differs", "adjusted")
    return {name: getattr(found, name) for name in names if found and getattr(found, name)}


def alarms(counter: Counter) -> list[tuple[AlarmKind, int | None]]:
    found = comparing.alarms([counter.society_id], counter.world.clock.now_ms())
    return [(one.kind, one.order_id) for one in found]


def test_what_both_have_is_matched(counter: Counter, line: Line) -> None:
    pays(counter, "100", "200", "034")
    counter.passes(DAY)
    comparing.compare_day(line, TODAY)
    assert counts(counter) == {"matched": 3}
    assert comparing.latest_counts(counter.society_id) == Counts(
        TODAY, counter.world.clock.at_ms, 3
    )
    assert alarms(counter) == []
    other = counter.world.society("KHR002").id
    assert comparing.latest_counts(other) is None
    assert stored.counts_since(other, TODAY) == {}


def test_a_payment_of_today_that_is_open_is_no_difference(counter: Counter, line: Line) -> None:
    counter.takes_for("031")
    for _ in range(3):
        counter.follows()
    comparing.compare_day(line, TODAY)
    assert counts(counter) == {"matched": 1}
    counter.passes(DAY + 60)
    comparing.compare_day(line, TODAY)
    assert counts(counter) == {"matched": 1}


def test_what_only_we_have_is_found(counter: Counter, lists: Lists, line: Line) -> None:
    (order_id,) = pays(counter, "100")
    lists.tell = lambda found: []
    comparing.compare_day(line, TODAY)
    assert counts(counter) == {"matched": 1}
    counter.passes(HOUR)
    comparing.compare_day(line, TODAY)
    assert counts(counter) == {"ours_only": 1}
    (item,) = stored.items_of(stored.last_good(TODAY) or 0, counter.society_id)
    order = counter.order(order_id)
    assert (item.order_id, item.our_state, item.our_paise, item.their_paise) == (
        order_id, "success", order.through_paise, None,
    )  # fmt: skip
    assert alarms(counter) == []


def test_what_only_they_have_is_an_alarm(counter: Counter, line: Line) -> None:
    pays(counter, "039")
    counter.passes(HOUR)
    comparing.compare_day(line, TODAY)
    assert counts(counter) == {"matched": 1, "theirs_only": 1}
    assert alarms(counter) == [(AlarmKind.THEIRS_ONLY, None)]


def test_what_they_have_of_an_order_never_sent_is_an_alarm(
    counter: Counter, lists: Lists, line: Line
) -> None:
    order_id = counter.takes_for("100")
    order = counter.order(order_id)
    stray = Transaction("R", order.payment_ref_id, "T", "B", 1, 0, PaymentState.DONE)
    lists.tell = lambda found: [*found, stray]
    comparing.compare_day(line, TODAY)
    assert alarms(counter) == [(AlarmKind.THEIRS_ONLY, order_id)]


def test_what_is_of_nobody_is_not_any_societys(
    counter: Counter, lists: Lists, line: Line, monkeypatch: pytest.MonkeyPatch
) -> None:
    strays = [
        Transaction(f"R{no}", payment_ref_id("XXX999", TODAY, no), "T", "B", 1, 0,
                    PaymentState.DONE)
        for no in range(1, 6)
    ]  # fmt: skip
    lists.tell = lambda found: strays
    monkeypatch.setattr(comparing, "MOST_STRAYS", 3)
    comparing.compare_day(line, TODAY)
    assert counts(counter) == {}
    assert alarms(counter) == []
    found = comparing.strays(counter.world.clock.now_ms())
    assert [one.payment_ref_id for one in found] == [one.payment_ref_id for one in strays[:3]]


def test_money_and_state_that_disagree_are_an_alarm(counter: Counter, line: Line) -> None:
    paid, refused = pays(counter, "049", "051")
    counter.gives_back(refused)
    comparing.compare_day(line, TODAY)
    assert counts(counter) == {"state_differs": 2}
    assert alarms(counter) == [(AlarmKind.LOST_THERE, paid), (AlarmKind.PAID_THERE, refused)]
    assert counter.state(paid) is S.SUCCESS


def test_amounts_that_differ_are_found(counter: Counter, lists: Lists, line: Line) -> None:
    pays(counter, "100")
    lists.tell = lambda found: [replace(one, fee_paise=one.fee_paise + 1) for one in found]
    comparing.compare_day(line, TODAY)
    assert counts(counter) == {"amount_differs": 1}


def test_an_adjustment_opens_the_money_question_once(counter: Counter, line: Line) -> None:
    (order_id,) = pays(counter, "035")
    counter.passes(DAY)
    comparing.compare_day(line, TODAY)
    assert counts(counter) == {"adjusted": 1}
    assert counter.state(order_id) is S.CREDIT_ADJUSTMENT
    counter.decides(order_id, is_paid=True)
    comparing.compare_day(line, TODAY)
    assert counter.state(order_id) is S.SUCCESS
    assert counts(counter) == {"adjusted": 1}
    assert counter.kinds(order_id).count("adjusted") == 1


def test_an_adjustment_of_what_has_failed_here_asks_nothing(
    counter: Counter, lists: Lists, line: Line
) -> None:
    (order_id,) = pays(counter, "034")
    adjusted = PaymentState.ADJUSTED
    lists.tell = lambda found: [replace(one, state=adjusted) for one in found]
    comparing.compare_day(line, TODAY)
    assert counter.state(order_id) is S.REFUND_DUE
    assert counts(counter) == {"adjusted": 1}


def test_at_midnight_no_payment_is_lost_between_the_days(
    counter: Counter, lists: Lists, line: Line
) -> None:
    counter.world.clock.at_ms = begins_at(TOMORROW) - 60_000
    order_id = counter.fetched("033")
    counter.takes(order_id)
    counter.settles()
    order = counter.order(order_id)
    assert order.state is S.SUCCESS
    assert (order.first_sent_at or 0) < begins_at(TOMORROW) < (order.last_sent_at or 0)
    counter.passes(DAY)
    lists.asked.clear()
    comparing.compare_day(line, TODAY)
    assert lists.asked == [TODAY, TOMORROW]
    assert counts(counter) == {"matched": 1}
    comparing.compare_day(line, TOMORROW)
    assert counts(counter, TOMORROW) == {}


def test_one_that_stands_on_a_strange_day_is_seen_there(
    counter: Counter, lists: Lists, line: Line
) -> None:
    pays(counter, "051")
    (listed,) = counter.unit.transactions(TODAY)
    counter.passes(3 * DAY)
    lists.tell = lambda found: [listed] if lists.asked[-1] == "2026-11-26" else []
    comparing.compare_day(line, "2026-11-26")
    assert counts(counter, "2026-11-26") == {"state_differs": 1}


@pytest.mark.parametrize("fault", [UnitIsSilent(), UnitDeclines("x", "no")])
def test_a_line_that_breaks_stores_its_problem_and_no_counts(
    counter: Counter, lists: Lists, line: Line, fault: Exception
) -> None:
    pays(counter, "100")
    comparing.compare_day(line, TODAY)
    lists.fault = fault
    comparing.compare_day(line, TODAY)
    comparing.compare_today(line)
    assert engine.rows("SELECT problem FROM comparison ORDER BY id") == [
        ("",), (type(fault).__name__,),
    ]  # fmt: skip
    assert counts(counter) == {"matched": 1}


def test_a_list_that_breaks_half_way_is_no_list(counter: Counter, lists: Lists, line: Line) -> None:
    counter.world.clock.at_ms = begins_at(TOMORROW) - 60_000
    order_id = counter.fetched("033")
    counter.takes(order_id)
    counter.settles()

    def broken(found: list[Transaction]) -> list[Transaction]:
        if lists.asked[-1] == TOMORROW:
            raise UnitIsSilent
        return found

    lists.tell = broken
    comparing.compare_day(line, TODAY)
    assert stored.has_broken_last(TODAY)
    assert counts(counter) == {}


def test_today_is_stored_again_only_with_news(counter: Counter, lists: Lists, line: Line) -> None:
    pays(counter, "100")
    for _ in range(3):
        comparing.compare_today(line)
    assert engine.value("SELECT COUNT(*) FROM comparison") == 1
    pays(counter, "200")
    comparing.compare_today(line)
    assert counts(counter) == {"matched": 2}
    lists.fault = UnitIsSilent()
    comparing.compare_today(line)
    comparing.compare_today(line)
    lists.fault = None
    comparing.compare_today(line)
    assert engine.value("SELECT COUNT(*) FROM comparison") == 4


def test_the_worker_compares_a_day_a_pass_until_none_is_due(
    counter: Counter, lists: Lists, line: Line
) -> None:
    pays(counter, "100")
    counter.passes(DAY)
    assert comparing.compare_due(line)
    assert lists.asked[0] == TODAY
    assert comparing.compare_due(line)
    assert not comparing.compare_due(line)
    lists.asked.clear()
    counter.passes(DAY)
    while comparing.compare_due(line):
        pass
    assert lists.asked == [TOMORROW, TODAY]


def test_a_broken_morning_is_tried_again_after_an_hour(
    counter: Counter, lists: Lists, line: Line
) -> None:
    counter.passes(DAY)
    lists.fault = UnitIsSilent()
    while comparing.compare_due(line):
        pass
    assert len(lists.asked) == 2
    counter.passes(HOUR)
    lists.fault = None
    while comparing.compare_due(line):
        pass
    assert len(lists.asked) == 4


def test_anybody_may_ask_once_in_five_minutes(counter: Counter) -> None:
    world = counter.world
    with pytest.raises(ComparedJustNow):
        comparing.ask_for_comparison(world.doer("manager"), world.slip("manager"))
    every = 2 * HOUR * 1_000
    now = world.clock.at_ms
    write_transaction(lambda: duties.claim(stored.TODAY_DUTY, now, every))
    assert stored.looked() == (now, now + every)
    counter.passes(299)
    with pytest.raises(ComparedJustNow):
        comparing.ask_for_comparison(world.doer("manager"), world.slip("manager"))
    counter.passes(1)
    slip = world.slip("manager")
    assert comparing.ask_for_comparison(world.doer("manager"), slip).location == "/comparison"
    assert comparing.ask_for_comparison(world.doer("manager"), slip).is_repeat
    assert stored.looked().next_at == world.clock.at_ms
    assert write_transaction(lambda: duties.claim(stored.TODAY_DUTY, world.clock.at_ms, every))


def test_a_bill_paid_twice_without_a_reason_is_an_alarm(counter: Counter) -> None:
    first, second, third = pays(counter, "100", "200", "300")
    engine.run(
        "UPDATE bill_order SET connection_key = 'same', amount_paise = 10000 WHERE id IN (?, ?)",
        first, second,
    )  # fmt: skip
    found = [one for one in alarms(counter) if one[0] is AlarmKind.TWICE]
    assert found == [(AlarmKind.TWICE, second)]
    other = counter.order(first)
    write_transaction(lambda: orders.insert_override(
        counter.society_id, second, other, "अलग महीना", MORNING, 1
    ))  # fmt: skip
    assert [one for one in alarms(counter) if one[0] is AlarmKind.TWICE] == []
    assert third


def test_more_than_a_day_apart_is_not_twice(counter: Counter) -> None:
    first, second = pays(counter, "100", "200")
    engine.run("UPDATE bill_order SET connection_key = 'same', amount_paise = 10000")
    engine.run("UPDATE bill_order SET ordered_at = ordered_at + 86400001 WHERE id = ?", second)
    assert [one for one in alarms(counter) if one[0] is AlarmKind.TWICE] == []
    engine.run("UPDATE bill_order SET ordered_at = ordered_at - 86400001 WHERE id = ?", second)
    engine.run("UPDATE bill_order SET amount_paise = 10001 WHERE id = ?", first)
    assert [one for one in alarms(counter) if one[0] is AlarmKind.TWICE] == []


def test_books_that_are_not_what_the_orders_hold_are_an_alarm(counter: Counter) -> None:
    pays(counter, "100", "034")
    open_one = counter.takes_for("200")
    counter.settles()
    assert alarms(counter) == []
    engine.run("UPDATE head_balance SET paise = paise - 1 WHERE head = 1601")
    assert alarms(counter) == [(AlarmKind.BOOKS, None)]
    engine.run("UPDATE head_balance SET paise = paise + 1 WHERE head = 1601")
    engine.run("UPDATE bill_order SET fee_paise = fee_paise + 1 WHERE state = 'refund_due'")
    assert alarms(counter) == [(AlarmKind.BOOKS, None)]
    assert open_one


def test_the_sums_of_the_books_agree_at_every_step(counter: Counter, line: Line) -> None:
    """Through all states of an order, also those whose outcome waits for a day."""
    ids = [counter.takes_for(one) for one in ("100", "034", "030", "035", "031")]
    for _ in range(30):
        counter.passes(7)
        counter.follows()
        assert alarms(counter) == []
    counter.passes(DAY)
    comparing.compare_day(line, TODAY)
    assert counter.state(ids[3]) is S.CREDIT_ADJUSTMENT
    assert alarms(counter) == []
    bill_settling.follow_orders(counter.line)
    counter.decides(ids[3], is_paid=False)
    assert alarms(counter) == []


def test_many_societies_are_summed_up(counter: Counter, line: Line) -> None:
    pays(counter, "100", "049")
    comparing.compare_day(line, TODAY)
    both = [counter.society_id, counter.world.society("KHR002").id]
    sums = stored.sums_since(both, TODAY)
    assert set(sums) == {counter.society_id}
    assert (sums[counter.society_id].matched, sums[counter.society_id].state_differs) == (1, 1)
    assert comparing.alarms([], counter.world.clock.at_ms) == []
