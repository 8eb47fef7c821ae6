"""Signing in with a CSC ID: linked people only, by the same rules as with a password."""

from __future__ import annotations

import pytest

from portal.actions import people as signing
from portal.actions import staff
from portal.actions.people import CscIdIsNotLinked, SignInIsBlocked, SignInIsWrong
from portal.actions.staff import CscIdIsTaken, PersonIsUnknown
from portal.domain.csc import CscIdIsWrong
from portal.storage import csc_people, engine
from portal.storage.people import Person
from tests.world import World, guards

CSC_ID, HERE = "500100100013", "10.0.0.9"


def links(
    world: World, username: str = "operator", csc_id: str = CSC_ID, by: str = "manager"
) -> None:
    staff.link_csc(
        world.doer(by), world.slip(by), world.society_id, world.person(username).id, csc_id
    )


def signs_in(world: World, csc_id: str = CSC_ID, old: str | None = None) -> tuple[Person, str]:
    return signing.sign_in_by_csc(guards(), world.clock.now_ms(), csc_id, HERE, old)


def test_a_linked_colleague_gets_a_session(world: World) -> None:
    links(world, csc_id=" 500100 100013 ")
    person, secret = signs_in(world)
    assert person.username == "operator"
    found = signing.whose_session(guards(), world.clock.now_ms(), secret)
    assert found is not None
    assert found.id == person.id


def test_the_session_one_came_with_ends(world: World) -> None:
    links(world)
    _person, first = signs_in(world)
    signs_in(world, old=first)
    assert signing.whose_session(guards(), world.clock.now_ms(), first) is None


def test_who_is_not_linked_does_not_come_in_and_counts_against_the_address(world: World) -> None:
    for _ in range(signing.MOST_FROM_ADDRESS):
        with pytest.raises(CscIdIsNotLinked):
            signs_in(world, "MP0099")
    links(world)
    with pytest.raises(SignInIsBlocked):
        signs_in(world)
    world.clock.move(minutes=16)
    assert signs_in(world)[0].username == "operator"


def test_a_blocked_account_stays_blocked(world: World) -> None:
    links(world)
    for _ in range(5):
        with pytest.raises(SignInIsWrong):
            signing.sign_in(guards(), world.clock.now_ms(), "operator", "wrong", HERE)
    with pytest.raises(SignInIsBlocked):
        signs_in(world)


def test_whoever_was_switched_off_stays_out(world: World) -> None:
    links(world)
    operator = world.person("operator")
    staff.switch_off(world.doer("manager"), world.slip("manager"), world.society_id, operator.id)
    with pytest.raises(CscIdIsNotLinked):
        signs_in(world)


def test_the_csc_id_of_who_left_may_be_given_on(world: World) -> None:
    links(world)
    operator = world.person("operator")
    staff.switch_off(world.doer("manager"), world.slip("manager"), world.society_id, operator.id)
    links(world, "accountant")
    assert signs_in(world)[0].username == "accountant"
    assert csc_people.csc_id_of(operator.id) == ""


def test_a_csc_id_is_one_persons(world: World) -> None:
    links(world)
    with pytest.raises(CscIdIsTaken):
        links(world, "accountant")
    links(world)  # again the same person
    links(world, csc_id="MP0002")
    assert csc_people.person_id_of(CSC_ID) is None


def test_a_link_is_taken_away_by_an_empty_field(world: World) -> None:
    links(world)
    links(world, csc_id="  ")
    with pytest.raises(CscIdIsNotLinked):
        signs_in(world)


def test_linking_is_noted_in_the_acts_of_the_society(world: World) -> None:
    links(world)
    links(world, csc_id="")
    kinds = [kind for (kind,) in engine.rows("SELECT kind FROM act ORDER BY id")]
    assert kinds == ["csc_linked", "csc_unlinked"]
    detail = engine.value("SELECT detail FROM act WHERE kind = 'csc_linked'")
    assert CSC_ID in detail


@pytest.mark.parametrize("username", ["manager", "operator2", "operator9", "officer"])
def test_nobody_is_linked_out_of_ones_charge(world: World, username: str) -> None:
    with pytest.raises(PersonIsUnknown):
        links(world, username)


def test_the_administrator_links_a_manager(world: World) -> None:
    links(world, "manager", by="admin")
    assert signs_in(world)[0].username == "manager"


def test_what_is_no_csc_id_is_refused(world: World) -> None:
    with pytest.raises(CscIdIsWrong):
        links(world, csc_id="12")
