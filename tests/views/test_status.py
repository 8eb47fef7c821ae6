"""A villager looks up an application: light, masked, in both languages, by form or picture."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from portal.domain.applications import application_number
from portal.storage import engine
from tests.browser_client import Browser
from tests.services_world import begins, moves
from tests.world import World

Browsers = Callable[..., Browser]


@pytest.fixture
def number(open_world: World) -> str:
    """The number of an application whose mobile ends with 1234."""
    found = application_number("KHR001", begins(open_world))
    engine.disconnect()
    return found


def test_by_the_form_of_the_page_it_is_found(
    open_world: World, number: str, browser: Browsers
) -> None:
    villager = browser()
    page = villager.get(f"/status?no={number}")
    assert page.one("input", id="no").get("value") == number
    page = villager.get(f"/status?no={number}&last4=1234")
    for words in ("मेरा आवेदन कहाँ है?", "क… बा…", "जाति प्रमाण पत्र", "24-11-2026 से",
                  "अभी आगे नहीं गया है", "अब समिति को करना है"):  # fmt: skip
        assert words in page.text, words
    for hidden in ("कमला", "9876501234", "मोहनलाल"):
        assert hidden not in page.html
    assert page.headers["Cache-Control"] == "no-store"
    assert "Set-Cookie" not in page.headers
    english = browser(language="en").get(f"/status?no={number}&last4=1234")
    assert "It is being filled in at the society" in english.text


def test_papers_that_are_wanted_are_named(
    open_world: World, number: str, browser: Browsers
) -> None:
    moves(open_world, 1, "submitted", department_no="RS/1")
    moves(open_world, 1, "wanted", reason="राशन कार्ड की नकल")
    engine.disconnect()
    page = browser().get(f"/status?no={number}&last4=1234")
    for words in ("राशन कार्ड की नकल", "अब आपको करना है", "कागज़"):
        assert words in page.text


def test_a_wrong_pair_and_an_unknown_number_get_the_same_page(
    open_world: World, number: str, browser: Browsers
) -> None:
    villager = browser()
    unknown = application_number("KHR001", 77)
    one = villager.get(f"/status?no={number}&last4=9999", 404)
    other = villager.get(f"/status?no={unknown}&last4=9999", 404)
    assert one.refusal == other.refusal == "StatusIsUnknown"
    assert one.html.replace(number, "") == other.html.replace(unknown, "")


def test_guessing_has_to_wait(open_world: World, number: str, browser: Browsers) -> None:
    villager = browser()
    for _ in range(5):
        villager.get(f"/status?no={number}&last4=9999", 404)
    page = villager.get(f"/status?no={number}&last4=1234", 429)
    assert page.refusal == "TooManyMisses"
    assert page.headers["Retry-After"] == "60"
    assert "थोड़ी देर बाद" in page.text


@pytest.mark.parametrize(
    ("query", "status"),
    [
        ("", 200), ("?no=x", 200), ("?no=x&last4=1234", 422), ("?no=&last4=1234", 422),
        ("?no=234567890124&last4=1234", 422), ("?last4=%00", 400),
        ("?no=%F0%9F%99%82&last4=1", 422),
        ("?no=<script>&last4=<b>", 422), ("?no=A1&no=A2&last4=1&last4=2", 422),
        ("?no=" + "9" * 3000 + "&last4=" + "9" * 3000, 422),
        ("?no=KHR001A0000011'--&last4=1234", 422),
    ],
)  # fmt: skip
def test_strange_questions_are_refused_and_nothing_breaks(
    open_world: World, browser: Browsers, query: str, status: int
) -> None:
    """P12: what was typed is shown without a whole Aadhaar number."""
    page = browser().get(f"/status{query}", status)
    assert "234567890124" not in page.html
    assert "<script>" not in page.html
