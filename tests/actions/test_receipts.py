"""Receipts: each item as it stands now, prints counted, codes looked up, one message each."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from portal.actions import bill_choice
from portal.actions import receipts as deeds
from portal.actions.public_looks import Asker
from portal.domain.bill_orders import OrderState as S
from portal.domain.messages import MobileIsWrong
from portal.domain.public_looks import TooManyMisses
from portal.domain.receipts import (
    BILL_WORDS,
    ReceiptCodeIsWrong,
    ReceiptIsUnknown,
    ReceiptWasSent,
    Standing,
    VisitIsNotPaid,
    new_code,
    standing_of,
)
from portal.domain.visits import Fee, VisitIsUnknown
from portal.storage import receipts
from tests.bills_world import Counter
from tests.crowd import at_once
from tests.receipts_world import a_visit, code_of
from tests.sandboxes.running import POWER, RunningSandbox
from tests.world import World

COPY = Fee("फोटोकॉपी", 6_00)
SECRET = "s" * 32


@pytest.fixture
def counter(world: World, tmp_path: Path) -> Iterator[Counter]:
    sandbox = RunningSandbox(tmp_path / "sandbox")
    yield Counter(world, sandbox)
    sandbox.stop()


def test_a_receipt_holds_what_was_paid_and_nothing_else(counter: Counter) -> None:
    visit_id = a_visit(counter, 1, COPY)
    paid = deeds.paid_visit(counter.society_id, visit_id)
    assert [one.id for one in paid.orders] == [1]
    assert [paid.fee_standing(one) for one in paid.fees] == [Standing.DONE]
    assert paid.biller_name_hi(paid.orders[0]) == "उत्तराखंड पावर कॉर्पोरेशन"
    stranger = replace(paid.orders[0], biller_id="GONE", biller_name="Gone Ltd.")
    assert paid.biller_name_hi(stranger) == "Gone Ltd."
    assert list(paid.billers) == [POWER]


def test_a_bill_that_was_left_behind_is_not_on_it(counter: Counter) -> None:
    first = counter.fetched("100")
    visit_id = counter.order(first).visit_id
    assert visit_id is not None
    second = counter.fetched("102", visit_id=visit_id)
    counter.chooses(first)
    counter.chooses(second)
    world = counter.world
    bill_choice.leave_out(world.doer(), world.slip(), counter.society_id, second)
    with pytest.raises(VisitIsNotPaid):
        deeds.paid_visit(counter.society_id, visit_id)
    counter.pays(visit_id)
    paid = deeds.paid_visit(counter.society_id, visit_id)
    assert [one.id for one in paid.orders] == [first]


def test_every_state_with_money_has_its_words(counter: Counter) -> None:
    order = counter.order(counter.takes_for("100"))
    found = {state: standing_of(replace(order, state=state)) for state in S}
    assert found[S.SUCCESS] is Standing.DONE
    assert found[S.CREDIT_ADJUSTMENT] is Standing.LOOKED_INTO
    assert {found[one] for one in (S.FAILED, S.REFUND_DUE)} == {Standing.OWED}
    assert found[S.REFUNDED] is Standing.RETURNED
    rest = (S.CASH_TAKEN, S.SUBMITTING, S.PROCESSING, S.UNKNOWN)
    assert {found[one] for one in rest} == {Standing.UNDER_WAY}
    assert set(found.values()) <= set(BILL_WORDS)


def test_prints_are_counted_by_person_paper_and_time(counter: Counter) -> None:
    world, code = counter.world, code_of(counter, a_visit(counter, 0, COPY))

    def printed(size: str, who: str = "operator") -> tuple[int, int]:
        now, first = deeds.note_print(world.doer(who), code, size)
        return now.no, first.no

    assert printed("58") == printed("58") == (1, 1)
    assert printed("58", "manager") == (2, 1)
    assert printed("58") == (3, 1)  # somebody else printed meanwhile
    counter.passes(119)
    assert printed("58") == (3, 1)
    counter.passes(1)
    assert printed("58") == (4, 1)
    assert printed("a5") == (5, 1)


def test_prints_at_the_same_moment_have_numbers_of_their_own(counter: Counter) -> None:
    world, code = counter.world, code_of(counter, a_visit(counter, 0, COPY))
    people = ("operator", "manager", "accountant", "chairman")
    found = at_once([
        lambda who=who: deeds.note_print(world.doer(who), code, "58")[0].no  # type: ignore[misc]
        for who in people
    ])  # fmt: skip
    assert sorted(found) == [1, 2, 3, 4]


def test_a_record_gets_its_code_at_its_first_print(counter: Counter) -> None:
    doer = counter.world.doer()
    code = deeds.code_for(doer, counter.society_id, "aeps", 7)
    assert deeds.code_for(doer, counter.society_id, "aeps", 7) == code
    assert deeds.code_for(doer, counter.society_id, "aeps", 8) != code
    found = receipts.receipt(code)
    assert found is not None
    assert (found.kind, found.record_id, found.made_at) == ("aeps", 7, doer.at)


def test_only_misses_are_counted(counter: Counter) -> None:
    code = code_of(counter, a_visit(counter, 0, COPY))

    def asks(typed: str, address: str = "203.0.113.7") -> str:
        return deeds.look_up(Asker(address, SECRET, counter.world.clock.now_ms()), typed).code

    for _ in range(20):
        assert asks(code) == code
    for number in range(10):
        with pytest.raises(ReceiptIsUnknown if number % 2 else ReceiptCodeIsWrong):
            asks(new_code(bytes(11)) if number % 2 else "ABC")
    with pytest.raises(TooManyMisses):
        asks(code)
    assert asks(code, "203.0.113.8") == code
    counter.passes(60)
    assert asks(code) == code


def test_one_message_a_receipt(counter: Counter) -> None:
    world, visit_id = counter.world, a_visit(counter, 0, COPY)

    def sends(visit: int, mobile: str = "98765 43210") -> str:
        return deeds.send_receipt(
            world.doer(), world.slip(), counter.society_id, visit, mobile, "₹ 6 मिले"
        ).location

    with pytest.raises(VisitIsUnknown):
        sends(99)
    unpaid = counter.order(counter.fetched("100")).visit_id
    assert unpaid is not None
    with pytest.raises(VisitIsNotPaid):
        sends(unpaid)
    with pytest.raises(MobileIsWrong):
        sends(visit_id, "123")
    assert sends(visit_id) == f"/visits/{visit_id}/share?sent=1"
    with pytest.raises(ReceiptWasSent):
        sends(visit_id, "9876500000")
    assert len(deeds.messages_about(counter.society_id, code_of(counter, visit_id))) == 1
