"""What is cancelled goes back: owed at once, or asked back first; handed over in cash."""

from __future__ import annotations

from dataclasses import replace
from functools import partial

import pytest

from portal.actions import fee_returns, remittances
from portal.actions.corrections import correct_voucher
from portal.actions.fee_returns import CameBack, Cancelling
from portal.actions.proof import prove_society
from portal.domain.applications import ApplicationHasChanged
from portal.domain.corrections import Correction
from portal.domain.daybook import BillMoneyIsLess, CashWouldGoNegative, NoDayIsOpen
from portal.domain.fee_returns import (
    NothingToReturn,
    ReturnHasMovedOn,
    ReturnIsTooMuch,
    ReturnIsUnknown,
    ReturnNeedsAReason,
)
from portal.domain.refusals import Refusal
from portal.domain.remittances import ItemIsNotHeld, MovesWithItsApplication, WhereFromIsMissing
from portal.domain.text import AadhaarIsNotStored
from portal.storage import applications as stored_applications
from portal.storage import daybook, engine
from portal.storage import fee_returns as stored
from tests import services_world
from tests.crowd import at_once
from tests.money_desk import BIKE, CERTIFICATE, CROP, TRAIN, Desk
from tests.world import World, voucher_count


@pytest.fixture
def desk(world: World) -> Desk:
    return Desk(world)


def test_a_premium_that_was_not_sent_is_owed_back_at_once(desk: Desk) -> None:
    application_id = desk.takes(CROP, own=20, passed=950)
    cash = desk.balance(2101)
    found = desk.cancels(application_id, reason="खेत बेच दिया")
    assert (found.state, found.due_paise, found.kept_paise) == ("due", 950_00, 0)
    assert [desk.balance(head) for head in (1603, 1602, 3306)] == [0, -950_00, -20_00]
    one = desk.application(application_id)
    assert (one.state, one.said, one.is_open) == ("refused", "खेत बेच दिया", False)
    given = desk.gives_back(found)
    assert (given.state, desk.balance(1602), desk.balance(2101)) == ("given", 0, cash - 950_00)
    voucher = daybook.voucher(1, given.given_voucher_id or 0)
    assert voucher is not None
    assert (voucher.task, voucher.kind, voucher.party) == (
        "csc_refund", "cash_payment", services_world.NAME,
    )  # fmt: skip


def test_our_charge_goes_back_only_where_it_is_said(desk: Desk) -> None:
    found = desk.cancels(desk.takes(TRAIN, own=25, passed=785), is_own_back=True)
    assert found.due_paise == 810_00
    assert (desk.balance(3307), desk.balance(1601)) == (0, 0)
    desk.gives_back(found)
    assert desk.balance(1602) == 0


def test_a_ticket_cancelled_after_it_was_paid_for_comes_back_less_what_they_keep(
    desk: Desk,
) -> None:
    application_id = desk.takes(TRAIN, own=25, passed=785)
    desk.sends(application_id)
    services_world.moves(desk.world, application_id, "booked", department_no="2345678901")
    wallet, cash = desk.balance(2204), desk.balance(2101)
    found = desk.cancels(application_id, expected_paise=665_00)
    assert (found.state, found.expected_paise, found.due_paise) == ("asked", 665_00, 0)
    assert desk.application(application_id).state == "cancelled"
    assert (desk.balance(1602), desk.balance(2204)) == (0, wallet)
    came = desk.comes_back(found, 625, reference="RF260001")
    assert (came.state, came.due_paise, came.kept_paise) == ("due", 625_00, 160_00)
    assert (desk.balance(2204), desk.balance(1602)) == (wallet + 625_00, -625_00)
    desk.gives_back(came)
    assert (desk.balance(1602), desk.balance(2101), desk.balance(3307)) == (
        0, cash - 625_00, -25_00,
    )  # fmt: skip


def test_paise_that_came_back_are_handed_over_in_whole_rupees(desk: Desk) -> None:
    application_id = desk.takes(TRAIN, passed=785)
    desk.sends(application_id, from_head=2201)
    came = desk.comes_back(desk.cancels(application_id), 0, paise=625_55, back_to=2201)
    desk.gives_back(came)
    assert (came.cash_paise, desk.balance(4320), desk.balance(1602)) == (626_00, 45, 0)


def test_nothing_may_come_back(desk: Desk) -> None:
    application_id = desk.takes(TRAIN, own=25, passed=785)
    desk.sends(application_id)
    before = voucher_count()
    lost = desk.comes_back(desk.cancels(application_id), 0)
    assert (lost.state, lost.kept_paise, voucher_count()) == ("lost", 785_00, before)
    other = desk.takes(BIKE, own=30, passed=500)
    desk.sends(other)
    own = desk.comes_back(desk.cancels(other), 0, is_own_back=True)
    assert (own.state, own.due_paise, own.kept_paise, desk.balance(3306)) == (
        "due", 30_00, 500_00, 0,
    )  # fmt: skip


def test_the_fee_of_an_office_goes_back_and_the_application_goes_on(desk: Desk) -> None:
    application_id = desk.takes(CERTIFICATE, own=0, passed=40)
    services_world.moves(desk.world, application_id, "withdrawn")
    desk.gives_back(desk.cancels(application_id))
    assert desk.application(application_id).state == "withdrawn"
    assert stored_applications.events(1, application_id)[-1].what == "money_returned"
    with pytest.raises(NothingToReturn):
        desk.cancels(application_id)


def test_our_charge_alone_may_go_back_too(desk: Desk) -> None:
    application_id = desk.takes(CERTIFICATE, own=300, passed=0)
    with pytest.raises(NothingToReturn):
        desk.cancels(application_id)
    desk.gives_back(desk.cancels(application_id, is_own_back=True))
    assert desk.balance(3307) == 0
    desk.pays(desk.asks(application_id, own=30, passed=0))
    assert desk.balance(3307) == -30_00


def test_what_goes_back_is_not_sent_on(desk: Desk) -> None:
    application_id = desk.takes(CROP)
    desk.cancels(application_id)
    with pytest.raises(ItemIsNotHeld):
        desk.tries_sending(application_id)
    assert remittances.held(1) == []


def test_what_is_owed_is_not_given_to_somebody_else_by_hand(desk: Desk) -> None:
    found = desk.cancels(desk.takes(TRAIN, passed=785))
    with pytest.raises(BillMoneyIsLess):
        desk.world.enters("csc_refund", 1)
    desk.world.enters("csc_bill_cash", 100)
    desk.world.enters("csc_bill_fail", 100)
    with pytest.raises(BillMoneyIsLess):
        desk.world.enters("csc_refund", 101)
    desk.world.enters("csc_refund", 100)
    desk.gives_back(found)


def test_forms_sent_again_do_nothing_more(desk: Desk) -> None:
    application_id = desk.takes(CROP)
    version, slip = desk.application(application_id).version, desk.slip()
    cancel = partial(
        fee_returns.cancel, desk.world.doer(), slip, 1, application_id, version, Cancelling("नहीं")
    )
    first = cancel()
    assert cancel() == replace(first, is_repeat=True)
    found = desk.returned(1, 1)
    give = partial(fee_returns.give_back, desk.world.doer(), desk.slip(), 1, (1, 1), found.version)
    done = give()
    assert give() == replace(done, is_repeat=True)
    with pytest.raises(ReturnHasMovedOn):
        desk.gives_back(found)
    desk.is_right()


def test_two_who_give_back_at_once_give_it_once(desk: Desk) -> None:
    found = desk.cancels(desk.takes(CROP))
    cash = desk.balance(2101)

    def give() -> object:
        return fee_returns.give_back(
            desk.world.doer(), desk.slip(), 1, (found.visit_id, found.fee_no), found.version
        )

    ends = at_once([give, give, give])
    assert len([one for one in ends if isinstance(one, ReturnHasMovedOn)]) == 2
    assert desk.balance(2101) == cash - 950_00
    desk.is_right()


def test_sending_on_and_cancelling_at_once_do_not_both_happen(desk: Desk) -> None:
    application_id = desk.takes(CROP)
    ends = at_once(
        [partial(desk.tries_sending, application_id), partial(_cancels_now, desk, application_id)]
    )
    assert len([one for one in ends if isinstance(one, Refusal)]) == 1
    desk.is_right()


def _cancels_now(desk: Desk, application_id: int) -> object:
    version = desk.application(application_id).version
    return fee_returns.cancel(
        desk.world.doer(), desk.slip(), 1, application_id, version, Cancelling("नहीं")
    )


def test_an_old_page_cancels_nothing(desk: Desk) -> None:
    application_id = desk.takes(CROP)
    with pytest.raises(ApplicationHasChanged):
        fee_returns.cancel(desk.world.doer(), desk.slip(), 1, application_id, 1, Cancelling("नहीं"))


@pytest.mark.parametrize(
    ("said", "refusal"), [
        ({"reason": " "}, ReturnNeedsAReason), ({"reason": "9999 4105 7058"}, AadhaarIsNotStored),
        ({"expected_paise": 785_01}, ReturnIsTooMuch),
    ],
)  # fmt: skip
def test_what_can_not_be_is_refused(
    desk: Desk, said: dict[str, object], refusal: type[Refusal]
) -> None:
    application_id = desk.takes(TRAIN, passed=785)
    desk.sends(application_id)
    with pytest.raises(refusal):
        desk.cancels(application_id, **said)


def test_no_more_comes_back_than_was_sent_and_only_to_wallet_or_bank(desk: Desk) -> None:
    application_id = desk.takes(TRAIN, passed=785)
    desk.sends(application_id)
    found = desk.cancels(application_id)
    with pytest.raises(ReturnIsTooMuch):
        desk.comes_back(found, 786)
    with pytest.raises(WhereFromIsMissing):
        desk.comes_back(found, 700, back_to=2101)
    with pytest.raises(ReturnHasMovedOn):
        desk.gives_back(found)
    due = desk.comes_back(found, 700)
    with pytest.raises(ReturnHasMovedOn):
        desk.comes_back(due, 85)


def test_on_a_closed_day_money_is_neither_owed_nor_given(desk: Desk) -> None:
    first, second = desk.takes(CROP), desk.takes(TRAIN, passed=785)
    desk.sends(second)
    due = desk.cancels(first)
    desk.world.counts(desk.balance(2101) // 100)
    desk.world.closes_day()
    with pytest.raises(NoDayIsOpen):
        desk.gives_back(due)
    asked = desk.cancels(second)  # nothing moves: it is only asked back
    with pytest.raises(NoDayIsOpen):
        desk.comes_back(asked, 700)
    desk.world.clock.move(days=1)
    desk.world.opens_day()
    desk.gives_back(due)
    desk.gives_back(desk.comes_back(asked, 700))
    assert desk.balance(1602) == 0


def test_no_more_cash_is_given_than_is_there(desk: Desk) -> None:
    visit_id = desk.asks(desk.begins(CROP, premium="90000"), own=0)
    desk.pays(visit_id, mode="upi", reference="432100000017")
    found = desk.cancels(1)
    with pytest.raises(CashWouldGoNegative):
        desk.gives_back(found)
    assert desk.returned(visit_id, 1).state == "due"


def test_another_society_sees_nothing(desk: Desk) -> None:
    found = desk.cancels(desk.takes(CROP))
    other = desk.world.society("KHR002").id
    with pytest.raises(ReturnIsUnknown):
        fee_returns.fee_return(other, found.visit_id, found.fee_no)
    with pytest.raises(ReturnIsUnknown):
        fee_returns.came_back(
            desk.world.doer("operator2"), desk.world.slip("operator2", other), other,
            (found.visit_id, found.fee_no), 1, CameBack(1_00, 2204),
        )  # fmt: skip
    assert stored.open_ones(other) == []


def test_vouchers_of_a_return_are_not_corrected(desk: Desk) -> None:
    given = desk.gives_back(desk.cancels(desk.takes(CROP)))
    for voucher_id in (given.due_voucher_id, given.given_voucher_id):
        assert voucher_id is not None
        with pytest.raises(MovesWithItsApplication):
            correct_voucher(
                desk.world.doer("manager"), desk.slip("manager"), 1, voucher_id,
                Correction("not_ours", "गलती"),
            )  # fmt: skip


def test_what_is_open_is_listed_owed_first(desk: Desk) -> None:
    first, second = desk.takes(TRAIN, passed=785), desk.takes(CROP)
    desk.sends(first)
    desk.cancels(first)
    due = desk.cancels(second)
    listed = [(one.found.state.value, one.name, one.passed_paise) for one in stored.open_ones(1)]
    assert listed == [
        ("due", services_world.NAME, 950_00), ("asked", services_world.NAME, 785_00),
    ]  # fmt: skip
    given = desk.gives_back(due)
    assert [one.found for one in stored.ended(1, 5)] == [given]
    assert [one.found.visit_id for one in stored.given_on(1, "2026-11-24")] == [given.visit_id]
    assert stored.of_visit(1, given.visit_id) == {1: given}


TAMPERED = [
    ("UPDATE visit_fee SET passed_paise = 100 WHERE visit_id = 1", "HeldMoneyDisagrees"),
    ("UPDATE visit_fee SET passed_paise = 100 WHERE visit_id = 1", "FeeDisagrees"),
    ("UPDATE visit_fee SET own_head = 1601 WHERE visit_id = 1", "FeeDisagrees"),
    ("UPDATE visit_fee SET application_id = 9 WHERE visit_id = 1", "HeldMoneyDisagrees"),
    ("UPDATE fee_return SET due_paise = 78600 WHERE state = 'due'", "ReturnDisagrees"),
    ("UPDATE fee_return SET due_paise = 78600 WHERE state = 'due'", "HeldSumDisagrees"),
    ("UPDATE fee_return SET state = 'given' WHERE state = 'due'", "ReturnDisagrees"),
    ("DELETE FROM fee_return WHERE state = 'due'", "HeldSumDisagrees"),
    ("UPDATE visit_fee SET passed_head = 1603 WHERE visit_id = 3", "RemittanceDisagrees"),
]


@pytest.mark.parametrize(("sql", "kind"), TAMPERED)
def test_whoever_changes_the_tables_is_noticed(desk: Desk, sql: str, kind: str) -> None:
    desk.takes(CROP)
    desk.cancels(desk.takes(TRAIN, passed=785))
    desk.sends(desk.takes(BIKE, passed=500))
    desk.is_right()
    engine.run(sql)
    assert kind in {one.kind for one in prove_society("KHR001", desk.world.keys).findings}
