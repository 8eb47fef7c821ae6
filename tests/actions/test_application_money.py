"""An application's money is taken in a visit, once, and the application moves on with it."""

from __future__ import annotations

from dataclasses import replace
from functools import partial

import pytest

from portal.actions import application_money, visits
from portal.actions.visits import Caller
from portal.domain.application_forms import Money
from portal.domain.application_money import (
    AmountOfApplicationChanged,
    ApplicationHasEnded,
    CashToSendIsTooMuch,
    MoneyIsTakenAlready,
    fee_of,
)
from portal.domain.applications import AnswersAreMissing, ApplicationHasChanged
from portal.domain.money import AmountIsZero
from portal.domain.visits import Fee, FeeIsTooLarge, ItemIsTooLarge, VisitIsPaid
from portal.storage import applications as stored
from portal.storage import daybook, engine
from portal.storage.engine import write_transaction
from tests import services_world
from tests.crowd import at_once
from tests.money_desk import BIKE, CERTIFICATE, CROP, SENDING, TRAIN, Desk
from tests.world import World


@pytest.fixture
def desk(world: World) -> Desk:
    return Desk(world)


def test_a_premium_is_held_on_its_application_which_moves_on_when_it_is_paid(desk: Desk) -> None:
    application_id = desk.begins(CROP, premium="950")
    visit_id = desk.asks(application_id, own=20)
    assert desk.application(application_id).state == "draft"
    desk.pays(visit_id, given_paise=1000_00)
    one = desk.application(application_id)
    assert (one.state, desk.item(application_id).is_held) == ("taken", True)
    assert (desk.balance(1603), desk.balance(3306), desk.balance(2101)) == (
        -950_00, -20_00, 27_356_00,
    )  # fmt: skip
    assert daybook.sub_balances(1, 1603) == {application_id: -950_00}


def test_other_premiums_fares_and_fees_have_their_own_heads(desk: Desk) -> None:
    bike = desk.takes(BIKE, own=30, passed=1250)
    desk.takes(TRAIN, own=25, passed=785)
    certificate = desk.takes(CERTIFICATE, own=15, passed=40)
    assert [desk.balance(head) for head in (1604, 1601, 3306, 3307)] == [
        -1250_00, -825_00, -30_00, -40_00,
    ]  # fmt: skip
    assert desk.application(bike).state == "taken"
    assert desk.application(certificate).state == "draft"
    events = stored.events(1, certificate)
    assert [one.what for one in events] == ["begun", "money_taken"]


def test_everything_of_a_visit_is_paid_at_once(desk: Desk) -> None:
    first = desk.begins(CROP, premium="387.45")
    visit_id = desk.asks(first, own=20)
    second = desk.begins(TRAIN, fare="500")
    assert desk.asks(second, own=0, visit_id=visit_id) == visit_id
    visits.add_fee(desk.world.doer(), desk.slip(), 1, Caller(visit_id), Fee("फोटोकॉपी", 4_00))
    desk.pays(visit_id)
    assert visits.visit(1, visit_id).total_paise == 407_00 + 500_00 + 4_00
    assert (desk.balance(1603), desk.balance(4320)) == (-387_45, 45)
    assert [desk.application(one).state for one in (first, second)] == ["taken", "taken"]


def test_by_upi_it_is_exact(desk: Desk) -> None:
    visit_id = desk.asks(desk.begins(CROP, premium="387.45"), own=20)
    desk.pays(visit_id, mode="upi", reference="432100000017")
    assert (desk.balance(2205), desk.balance(4320)) == (407_45, 0)


def test_the_money_goes_into_the_visit_that_the_application_was_begun_in(desk: Desk) -> None:
    done = visits.add_fee(
        desk.world.doer(), desk.slip(), 1, Caller(payer_name="रामू"), Fee("प्रिंट", 5_00)
    )
    visit_id = int(done.location.rsplit("/", 1)[1])
    application_id = desk.begins(TRAIN, fare="500", visit_id=visit_id)
    assert desk.asks(application_id) == visit_id
    desk.pays(visit_id)
    other = desk.begins(TRAIN, fare="300")
    with pytest.raises(VisitIsPaid):
        desk.asks(other, visit_id=visit_id)
    assert visits.visit(1, desk.asks(other)).name == services_world.NAME


def test_what_the_application_says_is_taken_whatever_the_form_sends(desk: Desk) -> None:
    application_id = desk.begins(CROP, premium="950")
    desk.asks(application_id, passed=1)
    assert desk.item(application_id).fee.passed_paise == 950_00


def test_an_amount_that_was_changed_meanwhile_is_not_taken(desk: Desk) -> None:
    application_id = desk.begins(CROP, premium="950")
    visit_id = desk.asks(application_id)

    def changes() -> None:
        before = desk.application(application_id)
        stored.change(before, answers={**before.answers, "premium": "99000"})

    write_transaction(changes)
    with pytest.raises(AmountOfApplicationChanged):
        desk.pays(visit_id)
    assert desk.balance(1603) == 0


def test_money_is_not_taken_twice_for_one_application(desk: Desk) -> None:
    application_id = desk.takes(CERTIFICATE, own=15, passed=0)
    with pytest.raises(MoneyIsTakenAlready) as refused:
        desk.asks(application_id, own=15, passed=40)
    assert refused.value.params == {"visit_id": 1}
    visit_id = desk.asks(application_id, own=0, passed=40)  # the office's fee comes later
    with pytest.raises(MoneyIsTakenAlready):  # it waits in a visit already
        desk.asks(application_id, own=0, passed=40)
    desk.pays(visit_id)
    desk.cancels(application_id)
    desk.pays(desk.asks(application_id, own=0, passed=50))
    assert desk.balance(1601) == -50_00


def test_an_item_may_be_left_out_before_it_is_paid(desk: Desk) -> None:
    application_id = desk.begins(CROP, premium="950")
    visit_id = desk.asks(application_id)
    visits.drop_fee(desk.world.doer(), desk.slip(), 1, visit_id, 1)
    assert desk.asks(application_id) != visit_id  # a visit of a customer's own, not of the form's


def test_an_application_that_ended_takes_no_money(desk: Desk) -> None:
    application_id = desk.begins(CROP, premium="950")
    visit_id = desk.asks(application_id)
    services_world.moves(desk.world, application_id, "withdrawn")
    with pytest.raises(ApplicationHasEnded):
        desk.pays(visit_id)
    with pytest.raises(ApplicationHasEnded):
        desk.asks(application_id)
    assert desk.balance(1603) == 0
    assert engine.value("SELECT COUNT(*) FROM receipt") == 0


def test_a_form_that_is_not_filled_in_takes_no_premium(desk: Desk) -> None:
    application_id = desk.begins(CROP, premium="950")

    def empties() -> None:
        stored.change(desk.application(application_id), answers={"premium": "95000"})

    write_transaction(empties)
    with pytest.raises(AnswersAreMissing):
        desk.asks(application_id)


def test_an_old_page_adds_nothing(desk: Desk) -> None:
    application_id = desk.begins(CROP, premium="950")
    with pytest.raises(ApplicationHasChanged):
        application_money.add_item(
            desk.world.doer(), desk.slip(), 1, application_id, 7, application_money.Amounts(0, 1)
        )


@pytest.mark.parametrize(
    ("own", "passed", "refusal"),
    [(0, 0, AmountIsZero), (0, 10_00_001, ItemIsTooLarge), (1_00_001, 0, FeeIsTooLarge)],
)
def test_amounts_that_can_not_be_are_refused(
    desk: Desk, own: int, passed: int, refusal: type
) -> None:
    application_id = desk.begins(CERTIFICATE)
    with pytest.raises(refusal):
        desk.asks(application_id, own=own, passed=passed)


def test_a_ticket_without_its_fare_is_no_ticket(desk: Desk) -> None:
    with pytest.raises(AmountIsZero):
        fee_of(Money.FARE, "रेल टिकट", 20_00, 0, (TRAIN, 1))


def test_fifty_thousand_to_send_is_not_taken_in_cash(desk: Desk) -> None:
    visit_id = desk.asks(desk.begins(SENDING, amount="50000"), own=50)
    with pytest.raises(CashToSendIsTooMuch):
        desk.pays(visit_id)
    desk.pays(visit_id, mode="upi", reference="432100000017")
    assert desk.balance(1601) == -50_000_00
    below = desk.asks(desk.begins(SENDING, amount="49999"), own=50)
    desk.pays(below)


def test_two_who_ask_at_once_for_one_application_ask_once(desk: Desk) -> None:
    application_id = desk.begins(CROP, premium="950")
    found = at_once([partial(desk.asks, application_id) for _ in range(3)])
    assert len([one for one in found if isinstance(one, MoneyIsTakenAlready)]) == 2
    assert engine.value("SELECT COUNT(*) FROM visit_fee") == 1


def test_a_form_sent_again_adds_nothing_more(desk: Desk) -> None:
    application_id = desk.begins(CROP, premium="950")
    asks = partial(
        application_money.add_item, desk.world.doer(), desk.slip(), 1, application_id, 1,
        application_money.Amounts(20_00, 0),
    )  # fmt: skip
    first = asks()
    assert asks() == replace(first, is_repeat=True)
    assert engine.value("SELECT COUNT(*) FROM visit_fee") == 1
