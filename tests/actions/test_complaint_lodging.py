"""A complaint is lodged once whatever the line does, and followed until it ends (P13)."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path
from random import Random

import pytest

from portal.actions import complaint_lodging
from portal.actions.bill_settling import Line, note_adjusted
from portal.domain.bill_complaints import Complaint
from portal.domain.bill_complaints import ComplaintState as C
from portal.domain.bill_orders import LEASE_MS
from portal.domain.bill_orders import OrderState as S
from portal.domain.bill_payments import UnitDeclines, UnitIsSilent
from portal.storage import complaints as stored
from portal.storage import engine
from portal.storage.engine import write_transaction
from tests.actions.complaint_desk import DAY, Desk, Killed, Rough
from tests.bills_world import Counter
from tests.sandboxes.running import RunningSandbox
from tests.world import World

MINUTE_MS = 60_000


@pytest.fixture
def counter(world: World, tmp_path: Path) -> Iterator[Counter]:
    sandbox = RunningSandbox(tmp_path / "sandbox")
    yield Counter(world, sandbox)
    sandbox.stop()


def test_a_complaint_is_lodged_and_followed_to_its_end(counter: Counter) -> None:
    desk = Desk(counter)
    desk.complains()
    assert (desk.raised().state, desk.raised().ref_id) == (C.TO_LODGE, "")
    desk.follows()
    assert desk.raised().state is C.WAITING
    desk.follows()
    raised = desk.raised()
    assert (raised.state, raised.assigned_to, raised.answer_by_on) == (
        C.ASSIGNED, "Biller OU", "2026-12-02",
    )  # fmt: skip
    assert raised.dispute_id.startswith("TKT")
    desk.goes_on()
    assert desk.told() == ["to_lodge", "lodging", "waiting", "assigned", "resolved"]
    assert desk.raised().next_at is None
    assert counter.state(desk.order_id) is S.SUCCESS


def test_it_is_asked_about_in_minutes_then_hours_then_daily(counter: Counter) -> None:
    desk = Desk(counter)
    desk.complains("payment-info-delay")
    desk.follows()
    desk.follows()
    waits = []
    for _ in range(8):
        raised = desk.raised()
        if raised.next_at is None:
            break
        waits.append((raised.next_at - counter.world.clock.at_ms) // MINUTE_MS)
        counter.world.clock.at_ms = raised.next_at
        desk.follows()
    assert waits[:7] == [1, 5, 15, 60, 180, 360, 1440]


@pytest.mark.parametrize("digits", ["037", "038"])
def test_a_lost_answer_never_lodges_twice(counter: Counter, digits: str) -> None:
    desk = Desk(counter, digits)
    desk.complains()
    desk.follows()
    assert desk.raised().state is C.UNSURE
    desk.goes_on()
    assert [one.state for one in desk.theirs()] == [C.RESOLVED]
    again = ["lodging"] if digits == "038" else []
    found = ["waiting", "assigned"] if digits == "038" else ["assigned"]
    assert desk.told() == ["to_lodge", "lodging", "unsure", *again, *found, "resolved"]


def test_it_is_lodged_again_only_ten_minutes_after_the_first_time(counter: Counter) -> None:
    desk = Desk(counter, "038")
    desk.complains()
    desk.follows()
    began_at = counter.world.clock.at_ms
    while desk.raised().state is C.UNSURE:
        next_at = desk.raised().next_at
        assert next_at is not None
        counter.world.clock.at_ms = next_at
        desk.follows()
    assert counter.world.clock.at_ms - began_at == 10 * MINUTE_MS
    assert len(desk.unit.lodged) == 2


def test_a_worker_that_dies_while_lodging_leaves_it_unsure(counter: Counter) -> None:
    desk = Desk(counter)
    desk.complains()
    desk.unit.faults["complain"] = [Killed()]
    with pytest.raises(Killed):
        desk.follows()
    assert desk.raised().state is C.LODGING
    assert desk.follows() == 0
    counter.passes(LEASE_MS // 1_000)
    desk.follows()
    assert desk.raised().state is C.UNSURE
    desk.goes_on()
    assert len(desk.theirs()) == 1


def test_their_silence_is_waited_out(counter: Counter) -> None:
    desk = Desk(counter, "037")
    desk.complains()
    desk.unit.faults["disputes"] = [UnitIsSilent(), UnitDeclines("x", "not now"), UnitIsSilent()]
    desk.goes_on()
    assert desk.raised().state is C.RESOLVED
    assert len(desk.theirs()) == 1


def test_an_asking_that_fails_is_made_again(counter: Counter) -> None:
    desk = Desk(counter)
    desk.complains()
    desk.follows()
    desk.unit.faults["complaint"] = [UnitIsSilent(), UnitDeclines("not-found", "no such refId")]
    desk.follows()
    assert (desk.raised().state, desk.raised().tries) == (C.WAITING, 1)
    desk.goes_on()
    assert desk.raised().state is C.RESOLVED


def test_what_they_have_already_counts_as_lodged(counter: Counter) -> None:
    desk = Desk(counter)
    transaction_id = counter.order(desk.order_id).transaction_id
    counter.unit.complain(transaction_id, "wrong-amount", "lodged from elsewhere")
    desk.complains()
    desk.follows()
    desk.follows()
    (theirs,) = [one for one in desk.theirs() if one.state is C.ASSIGNED]
    assert (desk.raised().state, desk.raised().dispute_id) == (C.ASSIGNED, theirs.dispute_id)


def test_what_they_do_not_take_is_not_lodged_and_says_why(counter: Counter) -> None:
    desk = Desk(counter)
    counter.unit.complain(counter.order(desk.order_id).transaction_id, "double-payment", "other")
    desk.complains()
    desk.goes_on()
    assert desk.raised().state is C.NOT_LODGED
    assert desk.raised().reason == "Complaint is already in progress"
    counter.passes(3 * DAY)
    desk.complains()
    desk.goes_on()
    assert desk.raised(2).state is C.RESOLVED


def test_a_refused_lodging_waits_for_their_list(counter: Counter) -> None:
    desk = Desk(counter)
    desk.complains()
    no = UnitDeclines("validation-error", "description is invalid")
    desk.unit.faults = {"complain": [no, no], "disputes": [UnitIsSilent()]}
    desk.follows()
    assert desk.raised().state is C.UNSURE
    desk.goes_on()
    assert (desk.raised().state, desk.raised().reason) == (C.NOT_LODGED, "description is invalid")
    assert desk.theirs() == []


def test_a_number_without_a_reference_is_followed_by_their_list(counter: Counter) -> None:
    desk = Desk(counter, "037")
    desk.complains()
    desk.follows()
    counter.passes(60)
    desk.follows()
    raised = desk.raised()
    assert (raised.state, raised.ref_id != "") == (C.ASSIGNED, True)
    write_transaction(lambda: stored.change(raised, raised.state_at, ref_id=""))
    desk.goes_on()
    assert desk.raised().state is C.RESOLVED


def test_a_refund_for_a_paid_bill_opens_the_money_question(counter: Counter) -> None:
    desk = Desk(counter, "035")
    desk.complains("service-not-received")
    desk.follows()
    desk.follows()
    counter.passes(DAY)
    desk.follows()
    assert desk.raised().state is C.REFUND_DUE
    assert counter.state(desk.order_id) is S.SUCCESS
    desk.goes_on()
    assert desk.raised().state is C.REFUNDED
    assert counter.state(desk.order_id) is S.CREDIT_ADJUSTMENT
    counter.decides(desk.order_id, is_paid=False)
    assert counter.state(desk.order_id) is S.REFUND_DUE


def test_a_refund_leaves_an_order_alone_that_has_moved_on(counter: Counter) -> None:
    desk = Desk(counter, "035")
    desk.complains("service-not-received")
    desk.follows()
    order = counter.order(desk.order_id)
    note_adjusted(order, counter.world.clock.now_ms())
    counter.decides(desk.order_id, is_paid=False)
    counter.gives_back(desk.order_id)
    desk.goes_on()
    assert desk.raised().state is C.REFUNDED
    assert counter.state(desk.order_id) is S.REFUNDED


def test_a_complaint_turned_down_moves_nothing(counter: Counter) -> None:
    desk = Desk(counter)
    desk.complains("paid-to-wrong-account")
    desk.goes_on()
    assert desk.raised().state is C.REJECTED
    assert counter.state(desk.order_id) is S.SUCCESS


def test_two_workers_lodge_it_once(counter: Counter) -> None:
    desk = Desk(counter)
    desk.complains()
    seen = desk.raised()
    assert complaint_lodging.follow(seen, desk.line)
    assert not complaint_lodging.follow(seen, desk.line)
    assert len(desk.unit.lodged) == 1
    waiting = desk.raised()
    assert complaint_lodging.follow(waiting, desk.line)
    assert not complaint_lodging.follow(waiting, desk.line)


def test_one_that_breaks_keeps_no_other_up(counter: Counter) -> None:
    desk = Desk(counter)
    desk.complains()
    desk.unit.faults["complain"] = [ValueError("strange")]
    assert desk.follows() == 0
    counter.passes(LEASE_MS // 1_000)
    desk.goes_on()
    assert desk.raised().state is C.RESOLVED


def test_aadhaar_numbers_of_their_answers_are_not_kept(counter: Counter) -> None:
    desk = Desk(counter)
    desk.complains()
    desk.follows()
    raised = desk.raised()
    answer = Complaint(C.ASSIGNED, "TKT234123412346", remarks="Aadhaar 2341 2341 2346 दें")
    assert complaint_lodging._take_in(raised, desk.line, answer)
    assert (desk.raised().remarks, desk.raised().dispute_id) == ("Aadhaar दें", "TKT234123412346")


def test_a_pass_ends_after_its_time_and_the_rest_waits(counter: Counter) -> None:
    desk = Desk(counter)
    other = counter.takes_for("200")
    counter.settles()
    counter.passes(DAY)
    first = desk.complains()
    desk.order_id = other
    second = desk.complains()

    desk.unit.takes_s = 21
    desk.unit.passes = counter.passes
    desk.follows()
    states = {desk.raised(first).state, desk.raised(second).state}
    assert states == {C.WAITING, C.TO_LODGE}


def test_a_machine_that_slept_before_sending_sends_nothing(counter: Counter) -> None:
    desk = Desk(counter)
    desk.complains()

    def asleep() -> int:
        counter.passes(LEASE_MS // 1_000 + 1)
        return counter.world.clock.at_ms

    assert not complaint_lodging.follow(desk.raised(), Line(desk.unit, asleep))
    assert (desk.raised().state, desk.unit.lodged) == (C.LODGING, [])


def test_two_workers_look_for_it_once(counter: Counter) -> None:
    desk = Desk(counter, "038")
    desk.complains()
    desk.follows()
    counter.passes(60)
    seen = desk.raised()
    assert seen.state is C.UNSURE
    assert complaint_lodging.follow(seen, desk.line)
    assert not complaint_lodging.follow(seen, desk.line)


@pytest.mark.parametrize("seed", range(6))
def test_whatever_breaks_each_complaint_is_lodged_once_and_ends(
    counter: Counter, seed: int
) -> None:
    orders = [counter.takes_for(digits) for digits in ("100", "200", "037", "038", "035")]
    counter.settles()
    counter.passes(DAY)
    desk = Desk(counter, "300")
    for order_id in [*orders, desk.order_id]:
        desk.order_id = order_id
        desk.complains()
    desk.line = Line(Rough(counter.unit, Random(seed)), counter.world.clock.now_ms)
    for _ in range(400):
        due_at = engine.value("SELECT MIN(next_at) FROM bill_complaint")
        if due_at is None:
            break
        clock = counter.world.clock
        clock.at_ms = max(clock.at_ms, due_at)
        with suppress(Killed):
            desk.follows()
    states = {desk.raised(no).state for no in range(1, 7)}
    assert states == {C.RESOLVED, C.REFUNDED}
    taken = [one.transaction_id for one in desk.theirs() if one.state is not C.NOT_LODGED]
    assert sorted(taken) == sorted(
        counter.order(order_id).transaction_id for order_id in [*orders, desk.order_id]
    )
