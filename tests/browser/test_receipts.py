"""Receipts on paper as a browser makes them: one page, as long as what stands on it."""

from __future__ import annotations

import os
import re
import threading
from collections.abc import Iterator
from pathlib import Path

import pytest
from flask import Flask
from playwright.sync_api import Browser, Page, sync_playwright
from werkzeug.serving import make_server

from portal.domain.visits import Fee
from tests.bills_world import Counter
from tests.receipts_world import a_visit, code_of
from tests.sandboxes.running import RunningSandbox
from tests.world import PASSWORD, World

CHROMIUM = Path(os.environ.get("ROKAD_CHROMIUM", "/usr/bin/chromium"))
pytestmark = [
    pytest.mark.browser,
    pytest.mark.skipif(not CHROMIUM.exists(), reason=f"no Chromium at {CHROMIUM}"),
]
A_MM = 72 / 25.4  # points
PIXELS = 96 / 25.4
WIDEST = """() => [...document.querySelectorAll('section p')].map(
    p => [p.className, p.scrollWidth - p.clientWidth, p.textContent]).filter(p => p[1] > 1)"""
END = "() => document.querySelector('section').getBoundingClientRect().bottom"
FEES = [Fee(f"फोटोकॉपी और काग़ज़ात की छपाई {number}", 6_00, 10_00) for number in range(5)]


@pytest.fixture
def counter(world: World, tmp_path: Path) -> Iterator[Counter]:
    sandbox = RunningSandbox(tmp_path / "sandbox")
    yield Counter(world, sandbox)
    sandbox.stop()


@pytest.fixture
def browser(counter: Counter, app: Flask) -> Iterator[tuple[Browser, str]]:
    server = make_server("127.0.0.1", 0, app, threaded=True)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    with sync_playwright() as play:
        yield (
            play.chromium.launch(
                executable_path=str(CHROMIUM), args=["--no-sandbox", "--disable-gpu"]
            ),
            f"http://127.0.0.1:{server.server_port}",
        )
    server.shutdown()


@pytest.fixture
def page(browser: tuple[Browser, str]) -> Page:
    """Give the operator's page in a browser that prints."""
    page = browser[0].new_page(base_url=browser[1])
    page.goto("/login")
    page.fill("[name=username]", "operator")
    page.fill("[name=password]", PASSWORD)
    page.click("form button")
    page.wait_for_url("**/")
    return page


def on_paper(page: Page) -> list[tuple[int, int]]:
    """Print the page and return each sheet's width and height in millimetres."""
    made = page.pdf(prefer_css_page_size=True)
    found = re.findall(rb"/MediaBox \[0 0 ([\d.]+) ([\d.]+)\]", made)
    return [(round(float(wide) / A_MM), round(float(high) / A_MM)) for wide, high in found]


@pytest.mark.parametrize("bills", [1, 2, 8])
@pytest.mark.parametrize("size", ["58", "80"])
def test_a_roll_is_as_long_as_its_receipt(
    size: str, bills: int, page: Page, counter: Counter
) -> None:
    fees = FEES[: bills - 1]
    visit_id = a_visit(counter, bills, *fees, given_paise=1_00_000_00)
    page.emulate_media(media="print")
    for _ in range(2):  # before and after the outcome is known
        page.goto(f"/visits/{visit_id}/receipt?size={size}")
        assert page.evaluate(WIDEST) == []
        ((wide, high),) = on_paper(page)
        assert wide == int(size)
        assert 0 <= high - page.evaluate(END) / PIXELS <= 6
        counter.settles()


def test_half_a_sheet_holds_three_bills(page: Page, counter: Counter) -> None:
    visit_id = a_visit(counter, 3, given_paise=1_00_000_00)
    counter.settles()
    page.emulate_media(media="print")
    page.goto(f"/visits/{visit_id}/receipt?size=a5")
    assert on_paper(page) == [(148, 210)]


def test_a_long_host_and_other_letters_fit_too(page: Page, counter: Counter) -> None:
    """English, amounts in words over several lines, names that are longer than the roll."""
    page.goto("/help?lang=en")
    visit_id = a_visit(
        counter, 1, Fee("A-very-long-word-that-no-roll-can-hold-in-one-line", 99_999_00)
    )
    page.emulate_media(media="print")
    page.goto(f"/visits/{visit_id}/receipt?size=58")
    assert page.evaluate(WIDEST) == []
    ((_wide, high),) = on_paper(page)
    assert 0 <= high - page.evaluate(END) / PIXELS <= 6


def test_the_receipt_fits_a_phone(page: Page, counter: Counter) -> None:
    visit_id = a_visit(counter)
    page.set_viewport_size({"width": 360, "height": 640})
    for size in ("58", "80", "a5"):
        page.goto(f"/visits/{visit_id}/receipt?size={size}")
        assert page.evaluate("document.documentElement.scrollWidth") <= 360


def test_a_villager_checks_the_slip_on_a_phone(
    page: Page, browser: tuple[Browser, str], counter: Counter
) -> None:
    """Without signing in: by the picture's address, then by typing the code."""
    visit_id = a_visit(counter)
    page.goto(f"/visits/{visit_id}/receipt?size=58")
    printed = page.inner_text(".k")
    counter.settles()
    phone = browser[0].new_context(
        base_url=browser[1], viewport={"width": 360, "height": 640}, is_mobile=True,
        java_script_enabled=False,
    ).new_page()  # fmt: skip
    phone.goto(f"/r/{code_of(counter, visit_id)}")
    assert phone.inner_text("h1") == "यह रसीद असली है"
    assert phone.inner_text("li b") == "बिल जमा हो गया"
    assert phone.evaluate("document.documentElement.scrollWidth") <= 360
    assert phone.evaluate("getComputedStyle(document.querySelector('li b')).display") == "block"
    phone.goto("/login")
    phone.click("a[href='/r']")
    phone.fill("#code", printed.lower())
    phone.click("button")
    assert phone.inner_text("h1") == "यह रसीद असली है"
    phone.fill("#code", printed[:-1] + ("A" if printed[-1] != "A" else "B"))
    phone.click("button")
    assert "दोबारा लिखें" in phone.inner_text("[role=alert]")
