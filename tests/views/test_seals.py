"""Checking a printed day sheet by its code."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from portal.domain.seals import grouped
from portal.storage import seals
from portal.storage.engine import run
from tests.actions.tampering import Tampered, edit_amount
from tests.browser_client import Browser
from tests.rounds import does_day
from tests.world import TODAY, World

Browsers = Callable[..., Browser]


@pytest.fixture
def closed(world: World) -> World:
    """Give KHR001 with a closed Tuesday."""
    world.starts_books()
    does_day(world, world.society(), entries=3)
    return world


def code_of(world: World) -> str:
    seal = seals.seal_of_day(world.society_id, TODAY)
    assert seal is not None
    return seal.code


@pytest.mark.parametrize("username", ["operator", "chairman", "officer", "district", "auditor"])
def test_a_typed_code_says_that_the_books_are_what_was_sealed(
    closed: World, browser: Browsers, username: str
) -> None:
    someone = browser(username)
    form = someone.get("/seals").form("/seals")
    typed = grouped(code_of(closed)).lower().replace("-", "+")
    page = someone.get(f"{form.action}?code={typed}")
    assert page.one(data_matches=True).get("data-matches") == "yes"
    for words in ("पैक्स भीकनगाँव", "24-11-2026", "₹ 26,386", "₹ 150", "₹ 26,536", "सही"):
        assert words in page.text
    assert grouped(code_of(closed)) in page.text


def test_the_sheets_own_address_leads_here(closed: World, browser: Browsers) -> None:
    officer = browser("officer")
    page = officer.get(f"/day/sheet/{TODAY}?society=KHR001")
    assert grouped(code_of(closed)) in page.html
    stranger = browser().get(f"/seals?code={code_of(closed)}", 303)
    assert stranger.location.startswith("/login?next=/seals")


def test_the_first_difference_is_named(closed: World, browser: Browsers) -> None:
    code = code_of(closed)
    edit_amount(Tampered(closed))
    page = browser("officer").get(f"/seals?code={code}")
    assert page.one(data_matches=True).get("data-matches") == "no"
    assert "पहला अंतर: प्राप्ति" in page.text
    assert "₹ 150" in page.text
    assert "₹ 140" in page.text


def test_a_changed_seal_is_told(closed: World, browser: Browsers) -> None:
    code = code_of(closed)
    Tampered(closed).change("seal", "body = '{}'", f"day_on = '{TODAY}'")
    page = browser("officer").get(f"/seals?code={code}")
    assert page.one(data_matches=True).get("data-matches") == "no"
    assert "मुहर ही बदली हुई है" in page.text


@pytest.mark.parametrize("code", ["abc", "12345678901234567", "2345 6789 0124"])
def test_what_is_no_code_is_told_at_the_field(closed: World, browser: Browsers, code: str) -> None:
    page = browser("operator").get(f"/seals?code={code}", 422)
    assert (page.refusal, list(page.errors)) == ("CodeIsMalformed", ["code"])


@pytest.mark.parametrize("username", ["operator2", "operator9"])
def test_another_societys_code_is_as_unknown_as_none(
    closed: World, browser: Browsers, username: str
) -> None:
    """P9: nothing tells the one from the other."""
    someone = browser(username)
    pages = [someone.get(f"/seals?code={code}", 404) for code in (code_of(closed), "0" * 16)]
    assert [one.refusal for one in pages] == ["SealIsUnknown"] * 2
    assert pages[0].text == pages[1].text
    assert "भीकनगाँव" not in pages[0].text


def test_a_district_beyond_has_no_code_either(closed: World, browser: Browsers) -> None:
    run("UPDATE person SET place_id = (SELECT id FROM place WHERE code = 'ALM') "
        "WHERE username = 'district'")  # fmt: skip
    browser("district").get(f"/seals?code={code_of(closed)}", 404)


def test_roles_without_books_check_no_sheets(closed: World, browser: Browsers) -> None:
    browser("admin").get("/seals", 403)


def test_while_cash_is_counted_the_check_shows_no_figures(closed: World, browser: Browsers) -> None:
    closed.clock.move(days=1)
    closed.opens_day()
    operator = browser("operator")
    operator.begins_count()
    page = operator.get(f"/seals?code={code_of(closed)}")
    assert page.one(data_matches=True).get("data-matches") == "yes"
    assert "₹" not in page.text
    assert "₹ 26,536" in browser("officer").get(f"/seals?code={code_of(closed)}").text
