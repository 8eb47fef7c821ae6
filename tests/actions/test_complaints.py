"""What people do with complaints: raise one when it may be, and see where it stands."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from portal.actions import complaints
from portal.actions.exactly_once import Done
from portal.domain.bill_complaints import (
    ComplaintIsNotPossible,
    ComplaintIsOpen,
    ComplaintIsTooEarly,
    ComplaintIsUnknown,
    ComplaintKindIsMissing,
)
from portal.domain.bill_complaints import ComplaintState as C
from portal.domain.bill_orders import OrderIsUnknown
from portal.domain.people import Slip
from portal.domain.text import AadhaarIsNotStored, TextIsTooLong
from portal.storage import complaints as stored
from portal.storage import engine
from portal.storage.engine import write_transaction
from tests.bills_world import Counter
from tests.sandboxes.running import DISH, RunningSandbox
from tests.world import World

DAY = 86_400


@pytest.fixture
def counter(world: World, tmp_path: Path) -> Iterator[Counter]:
    sandbox = RunningSandbox(tmp_path / "sandbox")
    yield Counter(world, sandbox)
    sandbox.stop()


@pytest.fixture
def paid(counter: Counter) -> int:
    """An order that was paid more than a day ago."""
    order_id = counter.takes_for("100")
    counter.settles()
    counter.passes(DAY)
    return order_id


def complains(
    counter: Counter, order_id: int, kind: str = "wrong-amount", said: str = "",
    slip: Slip | None = None,
) -> Done:  # fmt: skip
    world = counter.world
    return complaints.raise_complaint(
        world.doer(), slip or world.slip(), world.society_id, order_id, kind, said
    )


def test_a_complaint_is_written_down_once_for_a_form(counter: Counter, paid: int) -> None:
    slip = counter.world.slip()
    done = complains(counter, paid, said="  २०० भरे,  २० दिखे ", slip=slip)
    assert complains(counter, paid, said="२०० भरे, २० दिखे", slip=slip).is_repeat
    file = complaints.file_of(counter.society_id, 1)
    raised = file.raised
    assert (done.location, raised.order_id, raised.said) == (
        "/complaints/1", paid, "२०० भरे, २० दिखे",
    )  # fmt: skip
    assert (raised.state, raised.next_at) == (C.TO_LODGE, raised.raised_at)
    assert [(one.state, one.done_by) for one in file.history] == [("to_lodge", raised.raised_by)]
    assert file.people() == {raised.raised_by}
    assert file.order.id == paid


def test_one_complaint_at_a_time_for_a_payment(counter: Counter, paid: int) -> None:
    complains(counter, paid)
    with pytest.raises(ComplaintIsOpen):
        complains(counter, paid, "double-payment")
    raised = complaints.file_of(counter.society_id, 1).raised
    write_transaction(lambda: stored.change(raised, 5, state=C.RESOLVED, next_at=None))
    assert complains(counter, paid, "double-payment").location == "/complaints/2"


def test_a_bill_is_complained_about_a_day_later_a_recharge_at_once(counter: Counter) -> None:
    bill = counter.takes_for("100")
    dish = counter.asks("100", DISH)
    counter.takes(dish, amount_paise=200_00)
    counter.settles()
    sent_at = counter.order(bill).last_sent_at
    assert sent_at is not None
    assert complaints.ground(counter.society_id, bill).from_at == sent_at + DAY * 1_000
    with pytest.raises(ComplaintIsTooEarly):
        complains(counter, bill)
    assert complains(counter, dish).location == "/complaints/1"
    counter.world.clock.at_ms = sent_at + DAY * 1_000
    complains(counter, bill)


def test_a_biller_nobody_knows_any_more_has_the_longer_wait(counter: Counter) -> None:
    dish = counter.asks("100", DISH)
    counter.takes(dish, amount_paise=200_00)
    counter.settles()
    engine.run("UPDATE bill_order SET biller_id = 'GONE'")
    with pytest.raises(ComplaintIsTooEarly):
        complains(counter, dish)


def test_what_was_not_paid_is_not_complained_about(counter: Counter) -> None:
    failed = counter.takes_for("034")
    counter.settles()
    counter.passes(DAY)
    with pytest.raises(ComplaintIsNotPossible):
        complaints.ground(counter.society_id, failed)
    with pytest.raises(ComplaintIsNotPossible):
        complains(counter, failed)
    with pytest.raises(OrderIsUnknown):
        complains(counter, 99)


def test_bad_input_is_said_at_its_field(counter: Counter, paid: int) -> None:
    for kind, said, refusal, field in (
        ("", "", ComplaintKindIsMissing, "kind"),
        ("strange", "", ComplaintKindIsMissing, "kind"),
        ("wrong-amount", "क" * 101, TextIsTooLong, "said"),
        ("wrong-amount", "2341 2341 2346", AadhaarIsNotStored, "said"),
    ):
        with pytest.raises(refusal) as caught:
            complains(counter, paid, kind, said)
        assert caught.value.field == field
    assert complaints.shelf(counter.society_id, 10).open_ones == []


def test_the_open_ones_come_first_those_to_be_answered_soonest(counter: Counter) -> None:
    orders = [counter.takes_for(digits) for digits in ("100", "200", "300", "400")]
    counter.settles()
    counter.passes(DAY)
    for order_id in orders:
        complains(counter, order_id)

    def change(complaint_id: int, **changed: object) -> None:
        one = complaints.file_of(counter.society_id, complaint_id).raised
        write_transaction(lambda: stored.change(one, 5, **changed))

    change(1, state=C.RESOLVED, next_at=None)
    change(3, state=C.ASSIGNED, answer_by_on="2026-12-02")
    change(4, state=C.ASSIGNED, answer_by_on="2026-12-01")
    shelf = complaints.shelf(counter.society_id, 10)
    assert [one.id for one in shelf.open_ones] == [4, 3, 2]
    assert [one.id for one in shelf.ended] == [1]
    assert shelf.payments[orders[0]].payment_ref_id == counter.order(orders[0]).payment_ref_id
    later = complaints.shelf(counter.society_id, 10, 1)
    assert (later.open_ones, later.ended) == ([], [])
    assert complaints.shelf(counter.world.society("KHR002").id, 10).payments == {}


def test_another_societys_complaint_is_not_there(counter: Counter, paid: int) -> None:
    complains(counter, paid)
    with pytest.raises(ComplaintIsUnknown):
        complaints.file_of(counter.world.society("KHR002").id, 1)
