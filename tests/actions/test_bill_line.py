"""Each way an operating unit can answer an order, one by one."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from portal import worker
from portal.actions import bill_books, bill_orders, bill_settling
from portal.actions.bill_settling import Line
from portal.domain.bill_orders import LEASE_MS, MINUTE, OrderHasMovedOn
from portal.domain.bill_orders import OrderState as S
from portal.domain.bill_payments import (
    FailureReason,
    PaymentAnswer,
    PaymentState,
    Sending,
    Sent,
    UnitDeclines,
    UnitIsSilent,
)
from portal.storage import bill_orders as stored
from portal.storage import engine
from portal.storage.engine import write_transaction
from tests.bills_world import Counter
from tests.sandboxes.running import DISH, POWER, RunningSandbox
from tests.world import World

ABSENT = PaymentAnswer(PaymentState.ABSENT)
REFUSED = Sending(Sent.REFUSED, reason=FailureReason("E210", "expired"))


class Scripted:
    """The sandbox's client, some of whose answers are set."""

    def __init__(self, client: Any, **answers: Callable[..., Any]) -> None:
        self._client, self._answers = client, answers

    def __getattr__(self, name: str) -> Any:
        return self._answers.get(name) or getattr(self._client, name)


def always(answer: Any) -> Callable[..., Any]:
    def give(*_args: object) -> Any:
        if isinstance(answer, Exception):
            raise answer
        return answer

    return give


def in_turn(*answers: Any) -> Callable[..., Any]:
    left = list(answers)
    return lambda *_args: left.pop(0) if len(left) > 1 else left[0]


@pytest.fixture
def counter(world: World, tmp_path: Path) -> Iterator[Counter]:
    sandbox = RunningSandbox(tmp_path / "sandbox")
    yield Counter(world, sandbox)
    sandbox.stop()


def answers(counter: Counter, **said: Callable[..., Any]) -> None:
    counter.unit = Scripted(counter.sandbox.client, **said)  # type: ignore[assignment]


def test_a_unit_that_declines_an_asking_says_why(counter: Counter) -> None:
    answers(counter, ask_bills=always(UnitDeclines("validation-error", "no such parameter")))
    order_id = counter.asks("100")
    counter.follows()
    order = counter.order(order_id)
    assert (order.state, order.failure_code) == (S.FETCH_FAILED, "validation-error")
    assert stored.events(counter.society_id, order_id)[-1].said == "no such parameter"


def test_a_silent_unit_is_asked_for_a_minute(counter: Counter) -> None:
    answers(counter, ask_bills=always(UnitIsSilent()))
    order_id = counter.asks("100")
    counter.settles()
    assert (counter.state(order_id), counter.order(order_id).failure_code) == (
        S.FETCH_FAILED, "no-answer",
    )  # fmt: skip


def test_a_refusal_of_the_first_sending_is_definite(counter: Counter) -> None:
    order_id = counter.takes_for("100")
    answers(counter, pay=always(REFUSED))
    counter.follows()
    order = counter.order(order_id)
    assert (order.state, order.failure_code, order.sends) == (S.REFUND_DUE, "E210", 1)


def test_a_refusal_after_a_doubtful_sending_is_definite_once_nothing_is_found(
    counter: Counter,
) -> None:
    order_id = counter.takes_for("100")
    answers(
        counter, pay=in_turn(Sending(Sent.UNKNOWN), REFUSED), payment=always(ABSENT),
        transactions=in_turn([]),
    )  # fmt: skip
    counter.follows()
    counter.passes(600)
    counter.follows()
    order = counter.order(order_id)
    assert (order.state, order.failure_code, order.sends) == (S.UNKNOWN, "E210", 2)
    answers(counter, payment=always(ABSENT), transactions=always(UnitIsSilent()))
    counter.follows()
    assert counter.state(order_id) is S.UNKNOWN
    answers(counter, payment=always(ABSENT))
    counter.settles()
    assert counter.state(order_id) is S.REFUND_DUE
    assert "refused" in counter.kinds(order_id)


def test_a_refusal_after_a_doubtful_sending_is_no_failure_where_it_had_arrived(
    counter: Counter,
) -> None:
    """P13: 'used' may mean that our own payment used it."""
    order_id = counter.takes_for("032")
    counter.follows()
    assert counter.state(order_id) is S.UNKNOWN
    order = counter.order(order_id)
    write_transaction(lambda: stored.change(
        order, counter.world.clock.now_ms(), failure_code="E204"
    ))  # fmt: skip
    counter.settles()
    assert (counter.state(order_id), counter.order(order_id).failure_code) == (S.SUCCESS, "")


def test_a_sending_that_found_no_line_again_stays_unknown(counter: Counter) -> None:
    order_id = counter.takes_for("100")
    nothing = {"payment": always(ABSENT), "transactions": always([])}
    answers(
        counter, pay=in_turn(Sending(Sent.UNKNOWN), Sending(Sent.UNKNOWN, was_sent=False)),
        **nothing,
    )  # fmt: skip
    counter.follows()
    counter.passes(601)
    counter.follows()
    order = counter.order(order_id)
    assert (order.state, order.sends) == (S.UNKNOWN, 1)
    answers(counter)
    counter.settles()
    assert (counter.state(order_id), counter.order(order_id).sends) == (S.SUCCESS, 2)


def test_ten_minutes_of_silence_are_no_proof_of_absence(counter: Counter) -> None:
    order_id = counter.takes_for("100")
    answers(counter, pay=always(Sending(Sent.UNKNOWN)), transactions=always(UnitIsSilent()))
    for _ in range(30):
        counter.follows()
        counter.passes(120)
    assert (counter.state(order_id), counter.order(order_id).sends) == (S.UNKNOWN, 1)
    answers(
        counter, pay=always(Sending(Sent.UNKNOWN)),
        payment=always(PaymentAnswer(PaymentState.UNKNOWN)),
    )  # fmt: skip
    for _ in range(30):
        counter.follows()
        counter.passes(120)
    assert counter.order(order_id).sends == 1


def test_a_payment_they_forgot_is_sent_again_under_its_reference(counter: Counter) -> None:
    order_id = counter.takes_for("100")
    answers(counter, pay=always(Sending(Sent.TAKEN, "somewhere")), payment=always(ABSENT))
    counter.follows()
    counter.passes(4)
    counter.follows()
    assert (counter.state(order_id), counter.kinds(order_id)[-1]) == (S.UNKNOWN, "absent")
    at = counter.world.clock.now_ms()
    answers(counter)
    counter.settles()
    assert counter.state(order_id) is S.SUCCESS
    assert counter.world.clock.now_ms() - at >= 10 * MINUTE
    (paid,) = counter.sandbox.truth()
    assert paid["paymentDetails"]["paymentRefId"] == counter.order(order_id).payment_ref_id


def test_an_answer_about_another_payment_settles_nothing(counter: Counter) -> None:
    order_id = counter.takes_for("100")
    counter.follows()
    order = counter.order(order_id)
    other = PaymentAnswer(PaymentState.DONE, payment_ref_id=order.payment_ref_id, amount_paise=1_00)
    answers(counter, payment=always(other))
    for _ in range(3):
        counter.passes(5)
        counter.follows()
    assert counter.state(order_id) is S.PROCESSING
    assert counter.kinds(order_id).count("disagrees") == 1
    answers(counter)
    counter.settles()
    assert counter.state(order_id) is S.SUCCESS


def test_what_another_payment_did_under_our_fetch_is_not_ours(counter: Counter) -> None:
    order_id = counter.takes_for("100")
    other = PaymentAnswer(PaymentState.DONE, payment_ref_id="PX", amount_paise=1_00)
    answers(counter, pay=always(Sending(Sent.UNKNOWN)), payment=always(other))
    counter.follows()
    counter.passes(700)
    counter.follows()
    assert (counter.state(order_id), counter.order(order_id).sends) == (S.UNKNOWN, 1)


def test_a_direct_payment_is_found_in_the_days_list(counter: Counter) -> None:
    order_id = counter.asks("025", DISH)
    counter.takes(order_id, amount_paise=250_00)
    client = counter.sandbox.client

    def lost(request: Any) -> Sending:
        client.pay(request)
        return Sending(Sent.UNKNOWN)

    answers(counter, pay=lost)
    counter.settles()
    assert "found" in counter.kinds(order_id)
    assert (counter.state(order_id), counter.order(order_id).sends) == (S.SUCCESS, 1)


def test_a_machine_that_slept_before_sending_sends_nothing(counter: Counter) -> None:
    order_id = counter.takes_for("100")
    ticks = iter((0, 0, LEASE_MS + 1))
    start = counter.world.clock.now_ms()
    line = Line(
        Scripted(counter.sandbox.client, pay=always(AssertionError())),  # type: ignore[arg-type]
        lambda: start + next(ticks, LEASE_MS + 1),
    )
    next(ticks)
    assert not bill_settling.follow(counter.order(order_id), line)
    assert counter.state(order_id) is S.SUBMITTING
    counter.settles()
    assert counter.state(order_id) is S.SUCCESS
    assert "sender_lost" in counter.kinds(order_id)


def test_what_was_seen_before_another_worker_came_is_left_to_that_one(counter: Counter) -> None:
    order_id = counter.asks("030")
    seen = [counter.order(order_id)]
    counter.follows()
    counter.passes(3)
    counter.follows()
    counter.takes(order_id)
    seen.append(counter.order(order_id))
    counter.follows()
    seen.append(counter.order(order_id))
    counter.settles()
    versions = counter.order(order_id).version
    for one in seen:
        assert not bill_settling.follow(one, counter.line)
    unknown = replace(seen[-1], state=S.UNKNOWN)
    assert not bill_settling.follow(unknown, counter.line)
    assert not bill_settling.follow(replace(seen[-1], state=S.SUBMITTING), counter.line)
    assert counter.order(order_id).version == versions
    with pytest.raises(OrderHasMovedOn):
        bill_books.changed(None)


def test_an_outcome_that_another_worker_brought_first_is_posted_once(counter: Counter) -> None:
    order_id = counter.takes_for("100")
    counter.follows()
    counter.passes(4)
    seen, client = counter.order(order_id), counter.sandbox.client

    def meanwhile(ref_id: str) -> PaymentAnswer:
        now = counter.order(order_id)
        counter.unit = client
        write_transaction(lambda: stored.change(now, seen.state_at, next_at=seen.next_at))
        counter.follows()
        return client.payment(ref_id)

    answers(counter, payment=meanwhile)
    assert not bill_settling.follow(seen, counter.line)
    assert counter.state(order_id) is S.SUCCESS
    assert counter.kinds(order_id).count("posted") == 1


def test_one_order_that_breaks_keeps_no_other_up(counter: Counter) -> None:
    broken, sound = counter.asks("100"), counter.asks("101")
    engine.run("UPDATE bill_order SET mobile = 'x' WHERE id = ?", broken)
    client = counter.sandbox.client

    def ask(asking: Any) -> str:
        if asking.mobile == "x":
            raise RuntimeError("broken")
        return client.ask_bills(asking)

    answers(counter, ask_bills=ask)
    for _ in range(2):
        counter.follows()
        counter.passes(3)
    assert (counter.state(broken), counter.state(sound)) == (S.FETCHING, S.FETCHED)


def test_a_pass_ends_where_the_unit_is_slow(counter: Counter) -> None:
    for digits in ("100", "101", "102"):
        counter.asks(digits)

    def slow(*_args: object) -> str:
        counter.passes(15)
        raise UnitIsSilent

    answers(counter, ask_bills=slow)
    assert counter.follows() == 2


def test_money_on_a_head_that_its_register_lacks_is_seen(counter: Counter) -> None:
    engine.run(
        "INSERT INTO head_balance (society_id, head, paise) VALUES (?, 1601, -5)",
        counter.society_id,
    )
    assert not bill_books.agrees(counter.society_id)


def test_the_worker_follows_orders_where_there_is_a_unit(
    counter: Counter, monkeypatch: pytest.MonkeyPatch
) -> None:
    order_id = counter.asks("100", POWER)

    class House:
        clock = counter.world.clock
        bill_payments: Any = None
        pays_in_sandbox = True

    house: Any = House()
    worker.follow_bill_orders(house)
    assert counter.order(order_id).fetch_ref == ""
    house.bill_payments = counter.sandbox.client
    worker.follow_bill_orders(house)
    assert counter.order(order_id).fetch_ref != ""
    assert worker.DUTIES["orders"] == (1_000, worker.follow_bill_orders)
    monkeypatch.setattr(worker, "follow_bill_orders", always(RuntimeError("the store is away")))
    worker._follow_orders_between(house)
    assert [one.id for one in bill_orders.open_orders(counter.society_id)] == []
