"""Signing in at the CSC, as a browser goes there and comes back."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from urllib.parse import urlencode

import pytest
from flask import Flask

from portal.storage import csc_people
from tests.browser_client import Browser, Page
from tests.sandboxes.running_csc import CSC_ID, RunningCsc
from tests.world import World


@pytest.fixture
def switched_on(app: Flask, csc: RunningCsc, world: World) -> RunningCsc:
    """Give the portal the CSC that is running here."""
    csc.clock = world.clock
    csc.restart()
    app.extensions["rokad"] = replace(
        app.extensions["rokad"], csc_sign_in=csc.sign_in, wallet_gateway=csc.gateway
    )
    return csc


@pytest.fixture
def linked(switched_on: RunningCsc, browser: Callable[..., Browser], world: World) -> RunningCsc:
    """Link the operator with a CSC ID, as the manager does."""
    link(browser("manager"), world)
    return switched_on


def link(manager: Browser, world: World, csc_id: str = CSC_ID, status: int = 303) -> Page:
    one = world.person("operator")
    form = manager.get(f"/people/{one.id}").form(button="link")
    return manager.send(form, "link", status, csc_id=csc_id)


def goes(one: Browser, csc: RunningCsc, csc_id: str = CSC_ID, next_: str = "") -> dict[str, str]:
    """Press the button and sign in there; return what the browser comes back with."""
    there = one.get(f"/login/csc{next_}", 303)
    assert there.location.startswith(csc.address)
    return csc.signs_in(there.location, csc_id)


def comes_back(one: Browser, brought: dict[str, str], status: int = 303) -> Page:
    return one.get(f"/login/csc/back?{urlencode(brought)}", status, Sec_Fetch_Site="cross-site")


def test_a_linked_colleague_signs_in_and_goes_on_to_where_they_wanted(
    linked: RunningCsc, browser: Callable[..., Browser]
) -> None:
    one = browser()
    assert "/login/csc?next=/people" in one.get("/login?next=/people").links
    brought = goes(one, linked, next_="?next=/people")
    assert comes_back(one, brought).location == "/people"
    assert one.get("/").title
    cookie = one.site.get_cookie("s")
    assert cookie is not None
    assert cookie.http_only


@pytest.mark.parametrize("goal", ["https://evil.example/", "//evil.example", "/\\evil"])
def test_nobody_is_led_to_another_site(
    linked: RunningCsc, browser: Callable[..., Browser], goal: str
) -> None:
    one = browser()
    brought = goes(one, linked, next_=f"?{urlencode({'next': goal})}")
    assert comes_back(one, brought).location == "/"


def test_who_is_not_linked_is_told_whom_to_ask(
    switched_on: RunningCsc, browser: Callable[..., Browser]
) -> None:
    one = browser()
    page = comes_back(one, goes(one, switched_on), 403)
    assert page.refusal == "CscIdIsNotLinked"
    assert CSC_ID in page.text
    assert one.site.get_cookie("s") is None


def test_what_another_browser_began_is_refused(
    linked: RunningCsc, browser: Callable[..., Browser]
) -> None:
    """Somebody's own code pressed on another would sign them in as the wrong person."""
    thief, victim = browser(), browser()
    brought = goes(thief, linked)
    assert comes_back(victim, brought, 403).refusal == "SignInIsStale"
    victim.get("/login/csc", 303)
    assert comes_back(victim, brought, 403).refusal == "SignInIsStale"
    assert comes_back(thief, brought).location == "/"


def test_a_cookie_that_was_changed_is_none(
    linked: RunningCsc, browser: Callable[..., Browser]
) -> None:
    one = browser()
    brought = goes(one, linked)
    kept = one.site.get_cookie("c", path="/login/csc")
    assert kept is not None
    for changed in ("", "a.b", "a.1.Lw." + "x" * 20, kept.value[:-1] + "!", "x" + kept.value):
        one.site.set_cookie("c", changed, path="/login/csc")
        assert comes_back(one, brought, 403).refusal == "SignInIsStale"


def test_a_sign_in_holds_ten_minutes(
    linked: RunningCsc, browser: Callable[..., Browser], world: World
) -> None:
    one = browser()
    brought = goes(one, linked)
    world.clock.move(minutes=11)
    assert comes_back(one, brought, 403).refusal == "SignInIsStale"


def test_coming_back_twice_signs_in_once(
    linked: RunningCsc, browser: Callable[..., Browser]
) -> None:
    one = browser()
    brought = goes(one, linked)
    comes_back(one, brought)
    assert comes_back(one, brought, 403).refusal == "SignInIsStale"


@pytest.mark.parametrize(
    ("end", "status", "refusal"),
    [
        ("901", 403, "CscDeclines"), ("902", 503, "CscIsSilent"), ("903", 503, "CscIsSilent"),
        ("904", 403, "SignInIsStale"), ("905", 503, "CscIsSilent"), ("906", 403, "CscDeclines"),
    ],
)  # fmt: skip
def test_what_goes_wrong_there_is_said_here(
    linked: RunningCsc, browser: Callable[..., Browser], end: str, status: int, refusal: str
) -> None:
    one = browser()
    page = comes_back(one, goes(one, linked, f"500100100{end}"), status)
    assert page.refusal == refusal


def test_the_manager_links_and_unlinks_a_colleague(
    switched_on: RunningCsc, browser: Callable[..., Browser], world: World
) -> None:
    manager, one = browser("manager"), world.person("operator")
    assert "csc_id" in link(manager, world, "12", 422).errors
    link(manager, world, "mp 01 22")
    shown = manager.get(f"/people/{one.id}").form(button="link")
    assert shown.fields["csc_id"] == "MP0122"
    link(manager, world, "")
    assert csc_people.csc_id_of(one.id) == ""


def test_a_taken_csc_id_is_refused_at_the_field(
    linked: RunningCsc, browser: Callable[..., Browser], world: World
) -> None:
    manager = browser("manager")
    form = manager.get(f"/people/{world.person('accountant').id}").form(button="link")
    page = manager.send(form, "link", 422, csc_id=CSC_ID)
    assert page.refusal == "CscIdIsTaken"
    assert "csc_id" in page.errors


def test_without_the_csc_there_is_no_button_and_no_page(
    browser: Callable[..., Browser], world: World
) -> None:
    one = browser()
    assert not [link for link in one.get("/login").links if "csc" in link]
    one.get("/login/csc", 404)
    one.get("/login/csc/back?code=1&state=2", 404)
    manager = browser("manager")
    page = manager.get(f"/people/{world.person('operator').id}")
    assert not any(form.button("link") for form in page.forms)
