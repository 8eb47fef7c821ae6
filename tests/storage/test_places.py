"""Places of every level and the societies within them (P9)."""

import pytest

from portal.storage import calendar, people, places, reference
from tests.world import World


@pytest.mark.parametrize(
    ("level", "code", "within"),
    [
        ("block", "KHR-BKG", {"KHR001", "KHR002"}),
        ("district", "KHR", {"KHR001", "KHR002"}),
        ("district", "ALM", {"ALM001"}),
        ("state", "MP", {"KHR001", "KHR002"}),
        ("nation", "IN", {"KHR001", "KHR002", "ALM001"}),
    ],
)
def test_a_place_holds_its_own_societies(
    world: World, level: str, code: str, within: set[str]
) -> None:
    place = places.place(code)
    assert place is not None
    found = places.societies_in(level, place.id)
    assert {one.code for one in found} == within
    for one in places.all_societies():
        assert places.is_within(one, level, place.id) is (one.code in within)


def test_a_society_is_found_by_code_and_by_key(world: World) -> None:
    society = world.society()
    assert places.society_by_id(society.id) == society
    assert places.society("NONE") is None
    assert places.society_by_id(0) is None
    assert places.place("NONE") is None
    assert places.place_by_id(society.block_id).code == "KHR-BKG"


def test_the_places_below_one(world: World) -> None:
    district = places.place("KHR")
    assert "KHR-BKG" in {one.code for one in places.places_under(district.id)}


def test_people_are_found_while_they_are_active(world: World) -> None:
    operator = world.person("operator")
    assert people.person_called("operator") == operator
    assert people.person(operator.id) == operator
    assert people.person(0) is None
    names = {one.username for one in people.colleagues(world.society_id)}
    assert names == {"operator", "manager", "accountant", "chairman"}
    operator.is_active = 0
    operator.save()
    assert people.person_called("operator") is None
    assert operator not in people.colleagues(world.society_id)


def test_names_are_given_in_both_languages(world: World) -> None:
    operator = world.person("operator")
    assert people.names({operator.id}) == {operator.id: ("रेखा मंडलोई", "Rekha Mandloi")}
    assert people.names(set()) == {}


def test_reference_data_is_stored_again_without_doubling(world: World) -> None:
    before = [place.id for place in places.Place.select().order_by(places.Place.code)]
    reference.upsert_all()
    assert [place.id for place in places.Place.select().order_by(places.Place.code)] == before


def test_holidays_are_the_states_and_the_nations(world: World) -> None:
    found = calendar.bank_holidays("MP", "2026-01-01", "2026-12-31")
    assert "2026-08-15" in found
    assert all("2026-01-01" <= on <= "2026-12-31" for on in found)
    assert calendar.bank_holidays("MP", "2026-08-16", "2026-08-16") == {}
