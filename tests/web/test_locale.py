"""In which language and digits a page is read (P10)."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from flask import Flask
from flask_babel import gettext

from tests.browser_client import Browser
from tests.hindi import HindiIsMissing
from tests.world import World


def test_hindi_stands_unless_another_language_is_chosen(
    world: World, browser: Callable[..., Browser]
) -> None:
    stranger = browser()
    page = stranger.open("GET", "/login", headers={"Accept-Language": "en-GB,en;q=0.9"})
    assert page.all("html")[0].get("lang") == "hi"
    assert "पासवर्ड" in page.text


@pytest.mark.parametrize("path", ["/login", "/help", "/day?x=1", "/vouchers/new?q=khad&all=1"])
def test_choosing_a_language_stays_on_the_page(
    open_world: World, browser: Callable[..., Browser], path: str
) -> None:
    operator = browser("operator")
    sign = "&" if "?" in path else "?"
    page = operator.get(f"{path}{sign}lang=en", 303)
    assert page.location == path
    assert operator.follow(page).all("html")[0].get("lang") == "en"
    assert operator.get(path).all("html")[0].get("lang") == "en", "it is remembered"
    operator.follow(operator.get(f"{path}{sign}lang=hi", 303))
    assert operator.get(path).all("html")[0].get("lang") == "hi"


def test_each_page_offers_the_other_language_in_its_own_words(
    world: World, browser: Callable[..., Browser]
) -> None:
    page = browser().get("/login")
    [link] = [one for one in page.all("a") if "lang=" in one.get("href", "")]
    assert (link.get("lang"), link.text) == ("en", "English")
    [link] = [
        one
        for one in browser(language="en").get("/login").all("a")
        if "lang=" in one.get("href", "")
    ]
    assert (link.get("lang"), link.text) == ("hi", "हिंदी")


@pytest.mark.parametrize("wish", ["fr", "", "hi_IN", "../en", "क", "en\r\nX: y"])
def test_an_unknown_language_is_hindi(
    world: World, browser: Callable[..., Browser], wish: str
) -> None:
    from urllib.parse import quote

    page = browser().get("/login?lang=" + quote(wish))
    assert page.all("html")[0].get("lang") == "hi"
    stranger = browser()
    stranger.site.set_cookie("lang", "fr")
    assert stranger.get("/login").all("html")[0].get("lang") == "hi"


@pytest.mark.parametrize("path", ["//evil.example/", "/\\evil.example", "/login?next=//evil"])
def test_the_switch_never_leads_to_another_site(
    world: World, browser: Callable[..., Browser], path: str
) -> None:
    sign = "&" if "?" in path else "?"
    page = browser().open("GET", f"{path}{sign}lang=en")
    assert not page.location.startswith(("//", "/\\", "http")), page.location


def test_the_switch_keeps_what_was_searched_as_it_was(
    open_world: World, browser: Callable[..., Browser]
) -> None:
    """Words in an address are escaped again: खाद & बीज stays one search."""
    from urllib.parse import parse_qs, quote, urlsplit

    page = browser("operator").get("/vouchers/new?q=" + quote("खाद & #बीज=१") + "&lang=en", 303)
    assert parse_qs(urlsplit(page.location).query) == {"q": ["खाद & #बीज=१"]}


def test_a_missing_text_is_loud_in_tests(app: Flask) -> None:
    with app.test_request_context("/"), pytest.raises(HindiIsMissing):
        gettext("A text that nobody has put into Hindi")


def test_names_follow_the_language(open_world: World, browser: Callable[..., Browser]) -> None:
    page = browser("operator", language="en").get("/vouchers/new?q=12")
    assert "Fertiliser sale" in page.text
    assert "Rekha Mandloi" in page.all_text
    assert "खाद बिक्री" in browser("operator").get("/vouchers/new?q=12").text
