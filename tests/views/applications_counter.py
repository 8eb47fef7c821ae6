"""Deeds of an operator on the pages of applications, for the tests of those pages."""

from __future__ import annotations

from collections.abc import Callable
from urllib.parse import urlencode

import pytest

from tests.browser_client import Browser, Form, Page
from tests.services_world import CERTIFICATE, MOBILE, NAME, own_fields
from tests.world import World

Browsers = Callable[..., Browser]
AADHAAR = "9999 4105 7058"


@pytest.fixture
def operator(browser: Browsers) -> Browser:
    return browser("operator")


@pytest.fixture
def in_world(world: World, app: object) -> World:
    """Give the world for deeds below the web, beside a running portal."""
    return world


def new_form(who: Browser, service_id: str = CERTIFICATE, **query: object) -> Form:
    return who.get(f"/applications/new?{urlencode({'service': service_id, **query})}").form()


PERSON = {"name": NAME, "mobile": MOBILE}


def begin(who: Browser, service_id: str = CERTIFICATE, **fields: str) -> int:
    """Begin an application on its pages, with all papers and all that the office asks."""
    form = new_form(who, service_id)
    ticks = {name: "1" for name in form.choices if name.startswith("paper")}
    first = {name: text for name, text in own_fields(service_id).items() if name in form.fields}
    sent = who.send(form, "", 303, **(PERSON | first | ticks | fields))
    if sent.location.endswith("/change"):
        sent = who.send(who.get(sent.location).form(), "", 303, **own_fields(service_id))
    return int(sent.location.rsplit("/", 1)[1])


def step(who: Browser, one: int, to_state: str, status: int = 303, **fields: str) -> Page:
    return who.send(who.get(f"/applications/{one}/to/{to_state}").form(), "", status, **fields)


def assert_is_unsaid(page: Page) -> None:
    """Nothing of a whole Aadhaar number stands on the page that refused it."""
    assert AADHAAR not in page.html
    assert AADHAAR.replace(" ", "") not in page.html
