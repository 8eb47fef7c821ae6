"""Who works in a society: the manager's deeds on colleagues."""

from __future__ import annotations

import pytest

from portal.actions import staff
from portal.actions.people import PasswordIsWeak, SignInIsWrong, UsernameIsTaken, sign_in
from portal.storage import people
from portal.storage.people import Person
from tests.world import PASSWORD, World, guards


def adds(world: World, username: str = "naya", role: str = "operator", **other: str) -> None:
    """Add a colleague as the manager."""
    known = {"password": "khet-khalihan", "name_hi": "नया साथी", "name_en": ""} | other
    staff.add_colleague(
        world.doer("manager"), world.slip("manager"), guards(), world.society_id, username,
        role=role, **known,
    )  # fmt: skip


def test_a_manager_adds_an_operator_who_can_sign_in(world: World) -> None:
    adds(world, " Naya ")
    who, _secret = sign_in(guards(), world.clock.now_ms(), "naya", "khet-khalihan", "::1")
    assert (who.role, who.society_id, who.name_en) == ("operator", world.society_id, "नया साथी")


@pytest.mark.parametrize(
    ("change", "refusal"),
    [
        ({"username": " "}, staff.NameIsMissing),
        ({"name_hi": ""}, staff.NameIsMissing),
        ({"role": "manager"}, staff.RoleIsNotAChoice),
        ({"role": "block_officer"}, staff.RoleIsNotAChoice),
        ({"username": "operator"}, UsernameIsTaken),
        ({"password": "kam"}, PasswordIsWeak),
    ],
)
def test_a_colleague_needs_a_name_a_role_and_a_good_password(
    world: World, change: dict[str, str], refusal: type[Exception]
) -> None:
    before = Person.select().count()
    with pytest.raises(refusal):
        adds(world, **change)
    assert Person.select().count() == before


def test_only_the_administrator_adds_managers(world: World) -> None:
    assert "manager" in staff.roles_given_by("administrator")
    assert "manager" not in staff.roles_given_by("manager")


def test_a_new_password_ends_the_old_one_and_every_session(world: World) -> None:
    operator = world.person("operator")
    _who, secret = sign_in(guards(), world.clock.now_ms(), "operator", PASSWORD, "::1")
    staff.give_password(
        world.doer("manager"), world.slip("manager"), guards(), world.society_id, operator.id,
        "naya-password",
    )  # fmt: skip
    assert people.end_sessions(operator.id) == 0, secret
    with pytest.raises(SignInIsWrong):
        sign_in(guards(), world.clock.now_ms(), "operator", PASSWORD, "::1")
    assert sign_in(guards(), world.clock.now_ms(), "operator", "naya-password", "::1")


def test_whoever_is_switched_off_no_longer_signs_in(world: World) -> None:
    operator = world.person("operator")
    staff.switch_off(world.doer("manager"), world.slip("manager"), world.society_id, operator.id)
    with pytest.raises(SignInIsWrong):
        sign_in(guards(), world.clock.now_ms(), "operator", PASSWORD, "::1")
    assert operator.id not in {one.id for one in people.colleagues(world.society_id)}


@pytest.mark.parametrize("username", ["manager", "operator2", "officer"])
def test_a_manager_helps_only_colleagues_in_their_charge(world: World, username: str) -> None:
    with pytest.raises(staff.PersonIsUnknown):
        staff.switch_off(
            world.doer("manager"), world.slip("manager"), world.society_id,
            world.person(username).id,
        )  # fmt: skip


def test_a_manager_cannot_switch_off_another_manager(world: World) -> None:
    with pytest.raises(staff.PersonIsUnknown):
        staff.switch_off(
            world.doer("operator"), world.slip(), world.society_id, world.person("manager").id
        )
