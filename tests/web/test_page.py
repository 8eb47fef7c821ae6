"""A page whole and bare, its links, and what every page shows (P11)."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from tests.browser_client import Browser
from tests.page_checks import words_of
from tests.world import World

PATHS = ("/", "/vouchers/new", "/vouchers/new/csc_service_fee", "/day", "/me", "/day/open", "/help")


@pytest.mark.parametrize("path", PATHS)
def test_the_bare_page_is_the_main_part_of_the_whole(
    open_world: World, browser: Callable[..., Browser], path: str
) -> None:
    operator = browser("operator")
    whole, bare = operator.get(path), operator.piece(path)
    assert whole.text == bare.text
    assert bare.html.startswith('<main id="main"')
    assert "<style" not in bare.html
    assert bare.headers["X-At"] == path
    assert "HX-Request" in whole.headers["Vary"]
    assert "HX-Request" in bare.headers["Vary"]


def test_every_page_says_which_day_is_open(
    open_world: World, browser: Callable[..., Browser]
) -> None:
    operator = browser("operator")
    page = operator.get("/day")
    assert "24-11-2026" in words_of(page.one(id="day"))
    assert operator.piece("/day").one(id="day") is not None, "a script replaces it too"


def test_the_title_is_the_heading_with_the_name_of_the_portal(
    open_world: World, browser: Callable[..., Browser]
) -> None:
    page = browser("operator").get("/day")
    assert words_of(page.one("title")) == "सभी दिन · रोकड़"
    assert page.title == "सभी दिन"


def test_personal_pages_are_not_stored(open_world: World, browser: Callable[..., Browser]) -> None:
    page = browser("operator").get("/")
    assert page.headers["Cache-Control"] == "no-store"
    assert "ETag" not in page.headers


def test_pages_carry_the_headers_that_guard_them(
    open_world: World, browser: Callable[..., Browser]
) -> None:
    headers = browser("operator").get("/").headers
    policy = headers["Content-Security-Policy"]
    for rule in ("default-src 'none'", "frame-ancestors 'none'", "base-uri 'none'",
                 "form-action 'self'"):  # fmt: skip
        assert rule in policy
    assert "unsafe" not in policy
    assert headers["X-Content-Type-Options"] == "nosniff"
    assert headers["Referrer-Policy"] == "same-origin"


def test_a_redirect_carries_no_page(open_world: World, browser: Callable[..., Browser]) -> None:
    """P11: nobody reads it, and over 2G it would be paid for."""
    page = browser().get("/", 303)
    assert page.body == b""


def test_strange_addresses_get_pages_not_faults(
    open_world: World, browser: Callable[..., Browser]
) -> None:
    operator = browser("operator")
    for path in (
        "/vouchers/new?q=%ff%fe",
        "/vouchers/new/%ff",
        "/day/open?on=%E0%A4%95",
        "/?" + "a" * 2000,
        "/vouchers/new?direction=sideways",
        "/%2e%2e/%2e%2e/etc/passwd",
        "/day?society=",
    ):
        assert operator.open("GET", path).status in (200, 303, 308, 404), path
