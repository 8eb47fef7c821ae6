"""Who works in a society, through the manager's pages."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from portal.storage.people import Person
from tests.browser_client import Browser
from tests.world import PASSWORD, World


@pytest.fixture
def manager(world: World, browser: Callable[..., Browser]) -> Browser:
    """The manager of KHR001."""
    return browser("manager")


def person(username: str) -> Person:
    """Return someone by user name."""
    return Person.get(Person.username == username)


def test_a_manager_adds_a_colleague_who_signs_in(
    manager: Browser, browser: Callable[..., Browser]
) -> None:
    form = manager.get("/people").form("/people")
    manager.send(
        form, name_hi="नई साथी", username="nayi", role="operator", password="khet-khalihan"
    )
    assert browser().signs_in("nayi", "khet-khalihan").location == "/"


@pytest.mark.parametrize(
    ("field", "text"),
    [("name_hi", ""), ("username", "operator"), ("password", "kam"), ("role", "manager")],
)
def test_a_colleague_badly_written_is_refused_at_the_field(
    manager: Browser, field: str, text: str
) -> None:
    right = {"name_hi": "नई", "username": "nayi", "role": "operator", "password": "khet-khalihan"}
    before = Person.select().count()
    form = manager.get("/people").form("/people")
    answer = manager.send(form, "", 422, **(right | {field: text}))
    assert field in answer.errors
    assert Person.select().count() == before


def test_a_forgotten_password_is_given_anew(
    manager: Browser, browser: Callable[..., Browser]
) -> None:
    one = person("operator")
    form = manager.get(f"/people/{one.id}").forms[0]
    manager.send(form, new_password="naya-password")
    browser().signs_in("operator", PASSWORD, 422)
    assert browser().signs_in("operator", "naya-password").location == "/"


def test_whoever_left_no_longer_signs_in(manager: Browser, browser: Callable[..., Browser]) -> None:
    one = person("operator")
    seated = browser("operator")
    manager.send(manager.get(f"/people/{one.id}").form(button="off"), "off")
    assert "/login" in (seated.get("/", 303).location or "")
    browser().signs_in("operator", PASSWORD, 422)


def test_people_of_another_society_are_not_there(manager: Browser) -> None:
    """P9: a manager reaches only the own society."""
    assert manager.get(f"/people/{person('operator2').id}", 404).refusal == "PersonIsUnknown"


def test_the_administrator_reaches_the_people_of_any_society(
    world: World, browser: Callable[..., Browser]
) -> None:
    admin = browser("admin")
    form = admin.get("/people?society=KHR002").form("/people")
    admin.send(
        form, name_hi="नया प्रबंधक", username="prabandhak", role="manager", password="khet-khalihan"
    )
    assert person("prabandhak").society.code == "KHR002"
