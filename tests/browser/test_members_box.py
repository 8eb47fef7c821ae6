"""The search box on a real browser: rows come while somebody types, one request at a time."""

from __future__ import annotations

import os
import threading
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from flask import Flask
from werkzeug.serving import make_server

from portal.storage import engine
from tests.members_world import a_member
from tests.world import PASSWORD, World

CHROMIUM = Path(os.environ.get("ROKAD_CHROMIUM", "/usr/bin/chromium"))
pytestmark = [
    pytest.mark.browser,
    pytest.mark.skipif(not CHROMIUM.exists(), reason=f"no Chromium at {CHROMIUM}"),
]


@pytest.fixture
def address(open_world: World, app: Flask) -> Iterator[str]:
    """Serve the portal itself with two members in the register."""
    a_member(open_world, member_no="101", name_hi="रमेश यादव")
    a_member(open_world, member_no="102", name_hi="गीता बाई")
    engine.disconnect()
    server = make_server("127.0.0.1", 0, app, threaded=True)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    yield f"http://127.0.0.1:{server.server_port}"
    server.shutdown()


@pytest.fixture
def chromium() -> Iterator[Any]:
    """Give a Chromium."""
    from playwright.sync_api import sync_playwright

    with sync_playwright() as play:
        browser = play.chromium.launch(
            executable_path=str(CHROMIUM), args=["--no-sandbox", "--disable-gpu"]
        )
        yield browser
        browser.close()


def at_the_box(chromium: Any, address: str, **context: Any) -> Any:
    page = chromium.new_context(viewport={"width": 360, "height": 640}, **context).new_page()
    page.set_default_timeout(8000)
    page.goto(address + "/login")
    page.fill("#username", "operator")
    page.fill("#password", PASSWORD)
    page.press("#password", "Enter")
    page.wait_for_url(address + "/")
    page.goto(address + "/members")
    return page


def found(page: Any) -> list[str]:
    return [one.get_attribute("data-member-no") for one in page.query_selector_all("#_hits li")]


def test_rows_come_while_somebody_types(chromium: Any, address: str) -> None:
    page = at_the_box(chromium, address)
    page.wait_for_selector("script[src*=htmx]", state="attached")
    page.wait_for_timeout(500)  # it has no sign of its own that it runs
    asked: list[str] = []
    page.on("request", lambda one: asked.append(one.url) if "/members?" in one.url else None)
    assert found(page) == ["102", "101"], "before anything is typed stands the list by name"
    page.locator("#q").press_sequentially("ramesh", delay=50)
    page.locator("#_hits li:first-child[data-member-no='101']").wait_for()
    assert found(page) == ["101"]
    assert len(asked) == 1, "letters that follow each other closely ask once"
    page.fill("#q", "234567890124")
    page.wait_for_selector("#_hits .err")
    assert found(page) == []


def test_without_scripts_the_box_is_a_plain_form(chromium: Any, address: str) -> None:
    page = at_the_box(chromium, address, java_script_enabled=False)
    page.fill("#q", "geeta")
    page.press("#q", "Enter")
    page.wait_for_selector("#_hits li")
    assert found(page) == ["102"]
    page.fill("#q", "101")
    page.press("#q", "Enter")
    page.wait_for_url(address + "/members/101")
