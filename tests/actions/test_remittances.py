"""What is held for others is sent on once, from the wallet or a bank account."""

from __future__ import annotations

from dataclasses import replace
from functools import partial

import pytest

from portal.actions import remittances, visits
from portal.actions.corrections import correct_voucher
from portal.actions.exactly_once import FormWasUsedForOther
from portal.actions.visits import Caller
from portal.domain.applications import StepIsNotPossible
from portal.domain.corrections import Correction
from portal.domain.daybook import BillMoneyIsLess, NoDayIsOpen, PremiumIsLess
from portal.domain.refusals import Refusal
from portal.domain.remittances import (
    DayOfSendingIsWrong,
    ItemIsNotHeld,
    MovesWithItsApplication,
    NothingIsChosen,
    NumberOfSendingIsMissing,
    RemittanceIsUnknown,
    WhereFromIsMissing,
    WhomIsMissing,
)
from portal.domain.text import AadhaarIsNotStored, TextIsTooLong
from portal.domain.visits import Fee
from portal.domain.wallet_payments import WalletHasLess
from portal.storage import daybook, engine
from portal.storage import remittances as stored
from tests import services_world
from tests.crowd import at_once
from tests.money_desk import BIKE, CERTIFICATE, CROP, SENDING, TRAIN, Desk
from tests.world import TODAY, World, voucher_count


@pytest.fixture
def desk(world: World) -> Desk:
    return Desk(world)


def test_premiums_of_several_farmers_go_out_in_one_voucher(desk: Desk) -> None:
    farmers = [desk.takes(CROP, passed=rupees) for rupees in (950, 387, 1200)]
    remittance_id = desk.sends(*farmers[:2])
    found = remittances.remittance(1, remittance_id)
    assert (found.head, found.from_head, found.paise) == (1603, 2204, 1337_00)
    assert desk.balance(2204) == 20_000_00 - 1337_00
    assert daybook.sub_balances(1, 1603)[farmers[2]] == -1200_00
    assert [desk.application(one).state for one in farmers] == ["sent", "sent", "taken"]
    voucher = daybook.voucher(1, found.voucher_id)
    assert voucher is not None
    assert (voucher.task, voucher.reference, voucher.party, voucher.narration) == (
        "insurance_remit", "PMF2611240001", "कृषि बीमा कंपनी",
        "प्रधानमंत्री फसल बीमा - खरीफ × 2",
    )  # fmt: skip
    insured = services_world.moves(desk.world, farmers[0], "insured", result_no="PMFBY/23/4471")
    assert (insured.result_no, insured.is_open) == ("PMFBY/23/4471", False)


def test_fees_and_fares_go_out_of_the_bank(desk: Desk) -> None:
    ticket, certificate = desk.takes(TRAIN, passed=785), desk.takes(CERTIFICATE, passed=40)
    bike = desk.takes(BIKE, passed=1250)
    desk.sends(ticket, certificate, from_head=2202)
    desk.sends(bike, from_head=2201)
    assert [desk.balance(head) for head in (1601, 1604, 2202, 2201)] == [
        0, 0, -825_00, 1_50_000_00 - 1250_00,
    ]  # fmt: skip
    assert desk.application(ticket).state == "taken"  # it is booked by hand, with its PNR
    booked = services_world.moves(desk.world, ticket, "booked", department_no="2345678901")
    assert booked.department_no == "2345678901"
    assert desk.application(bike).state == "sent"


def test_what_is_held_is_said_by_head_and_since_when(desk: Desk) -> None:
    assert remittances.held(1) == []
    desk.world.enters("csc_bill_cash", 100)
    desk.takes(CROP)
    visits_fee = Fee("आय प्रमाण पत्र", 0, 40_00)
    done = visits.add_fee(desk.world.doer(), desk.slip(), 1, Caller(), visits_fee)
    desk.pays(int(done.location.rsplit("/", 1)[1]))
    assert [(one.head, one.items, one.paise, one.by_hand_paise) for one in remittances.held(1)] == [
        (1601, 1, 40_00, 100_00), (1603, 1, 950_00, 0),
    ]  # fmt: skip
    (item,) = stored.held(1, 1603, 10)
    assert (item.held_days(TODAY), item.is_old(TODAY)) == (0, False)
    assert (item.held_days("2026-11-27"), item.is_old("2026-11-27")) == (3, True)


def test_an_item_is_sent_on_once(desk: Desk) -> None:
    application_id = desk.takes(CROP)
    slip = desk.slip("manager")
    first = desk.tries_sending(application_id, slip=slip)
    again = desk.tries_sending(application_id, slip=slip)
    assert again == replace(first, is_repeat=True)
    with pytest.raises(FormWasUsedForOther):
        desk.tries_sending(application_id, slip=replace(slip, digest=b"other"))
    with pytest.raises(ItemIsNotHeld):
        desk.tries_sending(application_id)
    assert desk.balance(1603) == 0
    assert engine.value("SELECT COUNT(*) FROM remittance_item") == 1


def test_two_who_send_on_at_once_send_it_once(desk: Desk) -> None:
    item = desk.item(desk.takes(CROP))

    def send(username: str) -> object:
        sending = remittances.Sending((item.key,), 2204, "कंपनी", username, TODAY)
        return remittances.send_on(desk.world.doer(username), desk.slip(username), 1, sending)

    found = at_once([partial(send, one) for one in ("manager", "accountant", "manager")])
    assert len([one for one in found if isinstance(one, ItemIsNotHeld)]) == 2
    desk.is_right()
    assert desk.balance(2204) == 20_000_00 - 950_00


WRONG: list[tuple[dict[str, object], type[Refusal]]] = [
    ({"items": ()}, NothingIsChosen),
    ({"items": ((9, 1),)}, ItemIsNotHeld),
    ({"from_head": 2101}, WhereFromIsMissing),
    ({"from_head": 2205}, WhereFromIsMissing),
    ({"party": " "}, WhomIsMissing),
    ({"party": "क" * 81}, TextIsTooLong),
    ({"party": "9999 4105 7058"}, AadhaarIsNotStored),
    ({"reference": ""}, NumberOfSendingIsMissing),
    ({"reference": "1" * 41}, TextIsTooLong),
    ({"sent_on": "2026-11-25"}, DayOfSendingIsWrong),
    ({"sent_on": "2026-11-23"}, DayOfSendingIsWrong),
]


@pytest.mark.parametrize(("wrong", "refusal"), WRONG)
def test_what_can_not_be_is_refused(
    desk: Desk, wrong: dict[str, object], refusal: type[Refusal]
) -> None:
    application_id = desk.takes(CROP)
    before = voucher_count()
    with pytest.raises(refusal):
        desk.tries_sending(application_id, **wrong)
    assert (voucher_count(), desk.application(application_id).state) == (before, "taken")


def test_items_of_two_heads_do_not_go_together(desk: Desk) -> None:
    with pytest.raises(ItemIsNotHeld):
        desk.tries_sending(desk.takes(CROP), desk.takes(BIKE))


def test_the_wallet_sends_no_more_than_is_free(desk: Desk) -> None:
    application_id = desk.takes(CROP, passed=20_001)
    with pytest.raises(WalletHasLess) as refused:
        desk.tries_sending(application_id)
    assert refused.value.params == {"amount": "20,000"}
    desk.sends(application_id, from_head=2201)


def test_money_not_taken_is_not_sent(desk: Desk) -> None:
    application_id = desk.begins(CROP, premium="950")
    desk.asks(application_id)
    with pytest.raises(ItemIsNotHeld):
        desk.tries_sending(application_id)


def test_on_a_closed_day_nothing_is_sent(desk: Desk) -> None:
    application_id = desk.takes(CROP)
    desk.world.counts(desk.balance(2101) // 100)
    desk.world.closes_day()
    with pytest.raises(NoDayIsOpen):
        desk.tries_sending(application_id)
    desk.world.clock.move(days=1)
    desk.world.opens_day()
    desk.sends(application_id)


def test_another_society_sees_and_sends_nothing(desk: Desk) -> None:
    item = desk.item(desk.takes(CROP))
    other = desk.world.society("KHR002").id
    desk.world.starts_books("KHR002")
    desk.world.opens_day(code="KHR002")
    with pytest.raises(ItemIsNotHeld):
        remittances.send_on(
            desk.world.doer("operator2"), desk.world.slip("operator2", other), other,
            remittances.Sending((item.key,), 2201, "कंपनी", "1", TODAY),
        )  # fmt: skip
    assert remittances.held(other) == []
    with pytest.raises(RemittanceIsUnknown):
        remittances.remittance(other, desk.sends(1))


def test_money_sent_on_is_not_corrected_as_a_voucher(desk: Desk) -> None:
    application_id = desk.takes(CROP)
    item = desk.item(application_id)
    bound = [item.fee.voucher_id, remittances.remittance(1, desk.sends(application_id)).voucher_id]
    for voucher_id in bound:
        assert voucher_id is not None
        with pytest.raises(MovesWithItsApplication):
            correct_voucher(
                desk.world.doer("manager"), desk.slip("manager"), 1, voucher_id,
                Correction("not_ours", "गलती"),
            )  # fmt: skip


def test_a_fee_of_no_application_may_be_corrected_until_it_is_sent(desk: Desk) -> None:
    def fee() -> int:
        done = visits.add_fee(
            desk.world.doer(), desk.slip(), 1, Caller(), Fee("आय प्रमाण पत्र", 0, 40_00)
        )
        visit_id = int(done.location.rsplit("/", 1)[1])
        desk.pays(visit_id)
        return visit_id

    def corrects(visit_id: int) -> None:
        (item,) = stored.items_of_visit(1, visit_id)
        assert item.fee.voucher_id is not None
        correct_voucher(
            desk.world.doer("manager"), desk.slip("manager"), 1, item.fee.voucher_id,
            Correction("not_ours", "गलती"),
        )  # fmt: skip
        desk.is_right()

    first, second = fee(), fee()
    corrects(first)
    assert [one.key for one in stored.held(1, 1601, 9)] == [(second, 1)]
    desk.tries_sending(items=((second, 1),))
    desk.is_right()
    with pytest.raises(MovesWithItsApplication):
        corrects(second)


def test_by_hand_only_what_was_taken_by_hand_is_settled(desk: Desk) -> None:
    desk.takes(TRAIN, passed=785)
    desk.takes(CROP)
    for task, refusal, how in (
        ("csc_bill_settle", BillMoneyIsLess, {}), ("csc_bill_fail", BillMoneyIsLess, {}),
        ("insurance_remit", PremiumIsLess, {"mode": "transfer", "reference": "1"}),
    ):  # fmt: skip
        with pytest.raises(refusal):
            desk.world.enters(task, 1, **how)
    desk.world.enters("csc_bill_cash", 100)
    with pytest.raises(BillMoneyIsLess) as refused:
        desk.world.enters("csc_bill_settle", 101)
    assert refused.value.params["amount"] == "100"
    desk.world.enters("csc_bill_settle", 100)
    desk.is_right()


def test_a_transfer_that_is_not_sure_is_neither_sent_nor_returned_by_hand(desk: Desk) -> None:
    application_id = desk.takes(SENDING, passed=3000)
    with pytest.raises(StepIsNotPossible):
        services_world.moves(desk.world, application_id, "sent")
    desk.sends(application_id)
    one = services_world.moves(desk.world, application_id, "uncertain", reason="जवाब नहीं आया")
    assert one.state == "uncertain"
