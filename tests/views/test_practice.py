"""A society to practise in: begun, entered, marked on every page, begun anew."""

from __future__ import annotations

from collections.abc import Callable

from portal.actions.proof import prove_society
from portal.storage import daybook, places
from tests.browser_client import Browser, Page
from tests.world import World

Maker = Callable[..., Browser]
STRIP = "अभ्यास – असली नहीं"
CODE = "P-KHR001"


def begins(browser: Browser) -> Page:
    """Begin to practise and return the home page of the practice society."""
    form = browser.get("/practice").form("/practice")
    return browser.follow(browser.send(form))


def test_practice_begins_with_people_cash_and_a_strip(open_world: World, browser: Maker) -> None:
    operator = browser("operator")
    page = begins(operator)
    assert page.path == f"/?society={CODE}"
    assert STRIP in page.all_text
    made = places.society(CODE)
    assert daybook.balance(made.id, 2101) == 10_000_00
    assert prove_society(CODE, open_world.keys).is_whole
