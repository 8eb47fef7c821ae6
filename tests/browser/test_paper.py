"""What a real browser puts on paper: passbook lines fall below each other, slips fill one slip."""

from __future__ import annotations

import os
import re
import threading
from collections.abc import Iterator
from pathlib import Path

import pytest
from flask import Flask
from playwright.sync_api import Page, sync_playwright
from werkzeug.serving import make_server

from portal.storage.accounts import Account
from tests.members_world import a_member, an_account, buys_shares, puts_in, takes_out
from tests.world import PASSWORD, World

CHROMIUM = Path(os.environ.get("ROKAD_CHROMIUM", "/usr/bin/chromium"))
pytestmark = [
    pytest.mark.browser,
    pytest.mark.skipif(not CHROMIUM.exists(), reason=f"no Chromium at {CHROMIUM}"),
]
LINES = """() => [...document.querySelectorAll('[data-page]')].map(leaf => {
    const top = leaf.getBoundingClientRect().top;
    return [...leaf.querySelectorAll('tbody tr')].map(
        line => Math.round(line.getBoundingClientRect().top - top));
})"""
A_POINT = 72 / 25.4  # points a millimetre


@pytest.fixture
def savings(open_world: World) -> Account:
    """Give account S1 with 23 entries, and its member a loan and shares."""
    member = a_member(open_world)
    account = an_account(member, account_no="S1")
    buys_shares(open_world, member, 500)
    takes_out(open_world, an_account(member, "loan", due_on="2027-03-31"), 12_345)
    for number in range(23):
        puts_in(open_world, account, 1_000 + number, narration="बहुत लंबा विवरण " * 4)
    return account


@pytest.fixture
def page(savings: Account, app: Flask) -> Iterator[Page]:
    """Give the operator's page in a browser that prints."""
    server = make_server("127.0.0.1", 0, app, threaded=True)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    with sync_playwright() as play:
        browser = play.chromium.launch(
            executable_path=str(CHROMIUM), args=["--no-sandbox", "--disable-gpu"]
        )
        page = browser.new_page(base_url=f"http://127.0.0.1:{server.server_port}")
        page.goto("/login")
        page.fill("[name=username]", "operator")
        page.fill("[name=password]", PASSWORD)
        page.click("form button")
        page.wait_for_url("**/")
        yield page
        browser.close()
    server.shutdown()


def on_paper(page: Page) -> list[tuple[int, int]]:
    """Print the page and return each sheet's width and height in millimetres."""
    found = re.findall(rb"/MediaBox \[0 0 ([\d.]+) ([\d.]+)\]", page.pdf(prefer_css_page_size=True))
    return [(round(float(wide) / A_POINT), round(float(high) / A_POINT)) for wide, high in found]


def test_a_later_print_falls_exactly_below_the_earlier_one(
    page: Page, savings: Account, open_world: World
) -> None:
    """F22: whatever was printed when, a line stands at the height of its number."""
    page.emulate_media(media="print")
    page.goto("/accounts/S1/passbook")
    full, begun = page.evaluate(LINES)
    assert len(full) == 20
    assert begun == full[:3]
    assert on_paper(page) == [(125, 176)] * 3  # the cover and two leaves
    page.emulate_media(media="screen")
    page.click("form[method=post] button")
    page.wait_for_url("**/accounts/S1?printed=1")
    for _ in range(2):
        puts_in(open_world, savings, 7)
    page.emulate_media(media="print")
    page.goto("/accounts/S1/passbook")
    (later,) = page.evaluate(LINES)
    assert later == full[:5]
    assert on_paper(page) == [(125, 176)]


@pytest.mark.parametrize(
    ("size", "millimetres"), [("58", (58, 120)), ("80", (80, 120)), ("a5", (148, 210))]
)
def test_a_slip_fills_one_piece_of_paper(
    size: str, millimetres: tuple[int, int], page: Page
) -> None:
    page.goto(f"/members/101/slip?size={size}")
    assert on_paper(page) == [millimetres]


def test_four_slips_of_a_village_stand_on_a_sheet(page: Page, open_world: World) -> None:
    for number in range(8):
        an_account(a_member(open_world, name_hi=f"राम लाल {number}"))
    page.goto("/registers/confirmations?village=बमनाला")
    assert on_paper(page) == [(210, 297)] * 3  # nine members


def test_the_passbook_fits_a_phone(page: Page) -> None:
    page.set_viewport_size({"width": 360, "height": 640})
    page.goto("/accounts/S1/passbook")
    assert page.evaluate("document.documentElement.scrollWidth") <= 360
