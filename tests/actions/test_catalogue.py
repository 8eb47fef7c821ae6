"""What is offered where, and what a district or state sets about services."""

from __future__ import annotations

import pytest

from portal.actions import catalogue as deeds
from portal.actions.catalogue import FeeWish, Standpoint
from portal.actions.exactly_once import FormWasUsedForOther
from portal.domain.catalogue import (
    FeeBeginsInThePast,
    FeeBeginsTooLate,
    FeeIsTooLarge,
    ReasonIsMissing,
    ServiceIsUnknown,
)
from portal.domain.money import CashHasPaise
from portal.domain.people import Slip
from portal.domain.refusals import Refusal
from portal.storage import catalogue, places
from portal.storage.places import Place
from tests.world import TODAY, YESTERDAY, World

TOMORROW = "2026-11-25"


def place(code: str) -> Place:
    found = places.place(code)
    assert found is not None
    return found


def slip_of(world: World, username: str = "district") -> Slip:
    return world.slip(username, 0)


def sets(world: World, rupees: int = 35, on: str = TODAY, service: str = "cert-019") -> None:
    deeds.set_fee(
        world.doer("district"), slip_of(world), place("KHR"),
        FeeWish(service, rupees * 100, on, "आदेश 12"),
    )  # fmt: skip


def switches(world: World, is_offered: bool, service: str = "bill-030", code: str = "KHR") -> None:
    deeds.switch_service(
        world.doer("district"), slip_of(world), place(code), service, is_offered, "मशीन खराब"
    )


def fee_at(where: Standpoint, on: str = TODAY) -> int | None:
    fee = deeds.offer_of(where, "cert-019", on).fee
    return fee.fee_paise if fee else None


def test_a_standpoint_is_a_society_a_place_or_a_state(world: World) -> None:
    society = deeds.of_society(world.society())
    assert society.place_ids == (place("KHR").id, place("MP").id)
    assert society.society_id == world.society_id
    assert deeds.of_place(place("KHR-BKG")).place_ids == society.place_ids
    assert deeds.of_place(place("MP")) == deeds.of_state("MP")
    assert deeds.of_place(place("IN")) == Standpoint()
    for code in ("", "KHR", "none", "IN"):
        assert deeds.of_state(code) == Standpoint()


def test_a_districts_fee_counts_for_its_societies_from_its_day_on(world: World) -> None:
    khargone, almora = map(deeds.of_society, (world.society(), world.society("ALM001")))
    assert fee_at(khargone) == 40_00
    sets(world, 35, TOMORROW)
    assert fee_at(khargone) == 40_00
    assert fee_at(khargone, TOMORROW) == 35_00
    assert fee_at(deeds.of_state("MP"), TOMORROW) == 40_00
    with pytest.raises(ServiceIsUnknown):
        deeds.offer_of(almora, "cert-019", TODAY)


def test_what_a_state_sets_counts_where_the_district_is_silent(world: World) -> None:
    society = deeds.of_society(world.society())
    deeds.set_fee(
        world.doer("state"), slip_of(world, "state"), place("MP"),
        FeeWish("cert-019", 45_00, TODAY, "परिपत्र 3"),
    )  # fmt: skip
    assert fee_at(society) == 45_00
    sets(world, 35)
    assert fee_at(society) == 35_00
    assert fee_at(deeds.of_place(place("REW"))) == 45_00


def test_every_change_keeps_who_and_when(world: World) -> None:
    sets(world, 35)
    sets(world, 30)
    found = catalogue.changes(place("KHR").id, 5)
    assert [one.fee_paise for one in found] == [30_00, 35_00]
    assert {one.set_by for one in found} == {world.person("district").id}
    assert {one.set_at for one in found} == {world.clock.now_ms()}


@pytest.mark.parametrize(
    ("wish", "refusal", "field"),
    [
        (FeeWish("cert-019", 35_50, TODAY, "आदेश"), CashHasPaise, "fee"),
        (FeeWish("cert-019", 1_00_001_00, TODAY, "आदेश"), FeeIsTooLarge, "fee"),
        (FeeWish("cert-019", 35_00, YESTERDAY, "आदेश"), FeeBeginsInThePast, "valid_from"),
        (FeeWish("cert-019", 35_00, "2027-12-01", "आदेश"), FeeBeginsTooLate, "valid_from"),
        (FeeWish("cert-019", 35_00, TODAY, " "), ReasonIsMissing, "source"),
        (FeeWish("cert-001", 35_00, TODAY, "आदेश"), ServiceIsUnknown, None),
        (FeeWish("none", 35_00, TODAY, "आदेश"), ServiceIsUnknown, None),
    ],
)
def test_a_fee_that_cannot_be_is_refused_at_its_field(
    world: World, wish: FeeWish, refusal: type[Refusal], field: str | None
) -> None:
    with pytest.raises(refusal) as raised:
        deeds.set_fee(world.doer("district"), slip_of(world), place("KHR"), wish)
    assert raised.value.field == field
    assert catalogue.changes(place("KHR").id, 5) == []


def test_a_free_service_is_a_fee_of_nothing(world: World) -> None:
    sets(world, 0)
    assert fee_at(deeds.of_society(world.society())) == 0


def test_only_districts_and_states_set_anything(world: World) -> None:
    for code in ("KHR-BKG", "IN", "MP-IND"):
        with pytest.raises(ServiceIsUnknown):
            switches(world, False, code=code)


def test_a_service_that_is_off_is_in_no_menu_of_the_district(world: World) -> None:
    society = deeds.of_society(world.society())
    switches(world, False)
    assert set(deeds.menu_of(society).off) == {"bill-030"}
    off = deeds.offer_of(society, "bill-030", TODAY).off
    assert off is not None
    assert off.reason == "मशीन खराब"
    assert deeds.menu_of(deeds.of_society(world.society("ALM001"))).off == {}
    switches(world, True)
    assert deeds.menu_of(society).off == {}


def test_a_biller_is_off_where_every_service_that_leads_to_it_is(world: World) -> None:
    society, bihar = deeds.of_society(world.society()), deeds.of_state("BR")
    assert deeds.billers_off(society) == {}
    switches(world, False)
    (off,) = deeds.billers_off(society).items()
    assert (off[0], off[1].reason) == ("INDI00000NATT5", "मशीन खराब")
    switches(world, False, "bill-001", "BR")
    assert deeds.billers_off(bihar) == {}, "bill-003 leads to it too"
    switches(world, False, "bill-003", "BR")
    assert set(deeds.billers_off(bihar)) == {"NBPDCL000BHI01"}


def test_a_switch_needs_a_reason_and_a_service_of_the_state(world: World) -> None:
    doer, khargone = world.doer("district"), place("KHR")
    with pytest.raises(ReasonIsMissing):
        deeds.switch_service(doer, slip_of(world), khargone, "bill-030", False, " ")
    with pytest.raises(ServiceIsUnknown):
        deeds.switch_service(doer, slip_of(world), khargone, "bill-001", False, "कारण")


def test_a_form_sent_twice_sets_once(world: World) -> None:
    """P1."""
    doer, slip = world.doer("district"), slip_of(world)
    wish = FeeWish("cert-019", 35_00, TODAY, "आदेश 12")
    first = deeds.set_fee(doer, slip, place("KHR"), wish)
    again = deeds.set_fee(doer, slip, place("KHR"), wish)
    assert (first.location, again.is_repeat) == (again.location, True)
    assert len(catalogue.changes(place("KHR").id, 5)) == 1
    other = Slip(slip.token, b"other", slip.person_id, slip.society_id)
    with pytest.raises(FormWasUsedForOther):
        deeds.set_fee(doer, other, place("KHR"), wish)


def test_a_service_that_is_begun_is_counted_once_a_form(world: World) -> None:
    society = deeds.of_society(world.society())
    doer, slip = world.doer(), world.slip()
    for _again in range(2):
        done = deeds.begin_service(doer, slip, society, "bill-004", "/vouchers/new/csc_bill_cash")
        assert done.location == "/vouchers/new/csc_bill_cash"
    assert deeds.menu_of(society).used == ["bill-004"]


def test_what_is_off_or_elsewhere_is_not_begun(world: World) -> None:
    society = deeds.of_society(world.society())
    switches(world, False)
    for service_id in ("bill-030", "bill-001", "none"):
        with pytest.raises(ServiceIsUnknown):
            deeds.begin_service(world.doer(), world.slip(), society, service_id, "/")
    with pytest.raises(ServiceIsUnknown):
        deeds.begin_service(world.doer(), world.slip(), deeds.of_state("MP"), "bill-004", "/")


def test_without_a_state_a_service_is_seen_in_its_own(world: World) -> None:
    offer = deeds.offer_of(Standpoint(), "cert-019", TODAY)
    assert offer.where == deeds.of_state("MP")
    assert deeds.offer_of(Standpoint(), "bill-020", TODAY).where == Standpoint()  # no place of ours
    assert deeds.offer_of(Standpoint(), "travel-005", TODAY).where == Standpoint()
