"""What the chairman is told of a closed day, and the card of short codes."""

from __future__ import annotations

from collections.abc import Callable
from urllib.parse import parse_qs, urlsplit

import pytest

from portal.actions import day as day_actions
from portal.storage import seals
from tests.browser_client import Browser
from tests.world import TODAY, World

Browsers = Callable[..., Browser]
PATH = f"/day/sheet/{TODAY}/share"


@pytest.fixture
def closed(open_world: World) -> World:
    """A day with one receipt of ₹ 50, closed."""
    open_world.enters(party="कमला बाई")
    day_actions.begin_count(open_world.doer(), open_world.slip(), open_world.society_id)
    open_world.counts(26_436)
    open_world.closes_day()
    return open_world


def test_totals_and_seal_go_to_whatsapp_without_a_name(closed: World, operator: Browser) -> None:
    assert PATH in operator.get(f"/day/sheet/{TODAY}").links
    page = operator.get(PATH)
    assert not any("wa.me" in one for one in page.links)
    page = operator.get(f"{PATH}?mobile=98260 12345")
    (link,) = [one for one in page.links if "wa.me" in one]
    assert link.startswith("https://wa.me/919826012345?text=")
    (text,) = parse_qs(urlsplit(link).query)["text"]
    seal = seals.seal_of_day(1, TODAY)
    assert seal is not None
    assert seal.code in text.replace("-", "")
    for part in ("पैक्स भीकनगाँव", "24-11-2026", "मिलान सही", "26,386", "₹ 50", "26,436"):
        assert part in text
    assert "कमला" not in page.html
    assert "रेखा" not in text


def test_a_wrong_number_is_said_and_no_link_is_made(closed: World, operator: Browser) -> None:
    page = operator.get(f"{PATH}?mobile=12345")
    assert "mobile" in page.errors
    page = operator.get(f"{PATH}?mobile=9826012345%26text=x")
    assert not any("text=x" in one for one in page.links)


def test_an_open_day_and_strangers_have_nothing_to_tell(
    open_world: World, operator: Browser, browser: Browsers
) -> None:
    assert operator.get(PATH, 409).refusal == "SheetIsNotMade"
    operator.get("/day/sheet/2026-11-20/share", 404)
    browser("operator2").get(PATH, 404)
    assert browser("chairman").get(PATH, 403).refusal == "DeedIsNotAllowed"


def test_the_card_has_the_twelve_tasks_the_society_enters_most(
    open_world: World, operator: Browser, browser: Browsers
) -> None:
    for _ in range(2):
        open_world.enters("csc_service_fee")
    page = operator.get("/vouchers/new")
    assert "/vouchers/card" in page.links
    page = operator.get("/vouchers/card")
    rows = page.all("tr")
    assert len(rows) == 12
    assert "सेवा शुल्क" in "".join(rows[0].itertext())
    assert browser("chairman").get("/vouchers/card", 403).refusal == "DeedIsNotAllowed"
