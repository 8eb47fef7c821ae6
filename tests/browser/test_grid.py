"""A sheet of twenty slips in a real browser: by keyboard alone, with and without JavaScript."""

from __future__ import annotations

import os
import threading
from collections.abc import Iterator
from pathlib import Path

import pytest
from flask import Flask
from werkzeug.serving import make_server

from tests.world import PASSWORD, World, voucher_count

CHROMIUM = Path(os.environ.get("ROKAD_CHROMIUM", "/usr/bin/chromium"))
pytestmark = [
    pytest.mark.browser,
    pytest.mark.skipif(not CHROMIUM.exists(), reason=f"no Chromium at {CHROMIUM}"),
]
MOST_KEYS = 6  # an entry, beside what is typed


@pytest.fixture
def address(app: Flask, world: World) -> Iterator[str]:
    """Where the portal answers, with a past day open."""
    world.starts_books(as_on="2026-11-17")
    world.opens_day("2026-11-18")
    server = make_server("127.0.0.1", 0, app, threaded=True)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    yield f"http://127.0.0.1:{server.server_port}"
    server.shutdown()


@pytest.mark.parametrize("has_scripts", [False, True])
def test_twenty_lines_by_keyboard_alone(address: str, *, has_scripts: bool) -> None:
    """Tab goes on, Enter reads back, Enter saves."""
    from playwright.sync_api import sync_playwright

    with sync_playwright() as play:
        chromium = play.chromium.launch(
            executable_path=str(CHROMIUM),
            args=["--no-sandbox", "--disable-gpu", "--disable-background-networking"],
        )
        page = chromium.new_context(
            locale="hi-IN", java_script_enabled=has_scripts, viewport={"width": 360, "height": 640}
        ).new_page()
        page.goto(f"{address}/login")
        page.fill("[name=username]", "operator")
        page.fill("[name=password]", PASSWORD)
        page.keyboard.press("Enter")
        page.wait_for_url(f"{address}/")
        page.goto(f"{address}/day/grid")
        keys = _types_a_sheet(page)
        page.wait_for_selector("button[name=confirm]:focus")
        page.keyboard.press("Enter")
        page.wait_for_selector("[data-saved='20']")
        assert page.evaluate("document.activeElement.name") == "t1" if has_scripts else True
        chromium.close()
    assert voucher_count() == 21
    assert (keys + 1) / 20 <= MOST_KEYS


def _types_a_sheet(page) -> int:
    """Type twenty lines and press Enter; return the keys that were no letter and no digit."""
    keys = 0
    for line in range(1, 21):
        for text in (
            f"{9 + line // 6}{line % 6}5",
            "11",
            f"कमला {line}",
            str(40 + line),
            str(line),
        ):
            if keys:
                page.keyboard.press("Tab")
            page.keyboard.type(text)
            keys += 1
    page.keyboard.press("Enter")
    return keys
