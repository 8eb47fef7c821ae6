"""A number that is typed in a real browser is nowhere in what the browser keeps (P12)."""

from __future__ import annotations

import os
import threading
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from flask import Flask
from werkzeug.serving import make_server

from portal.domain.text import with_check_digit
from portal.sandboxes.aadhaar.scenarios import example
from portal.storage import engine
from tests.sandboxes.running_aadhaar import RunningAadhaar
from tests.world import PASSWORD, World

if TYPE_CHECKING:
    from playwright.sync_api import Page

CHROMIUM = Path(os.environ.get("ROKAD_CHROMIUM", "/usr/bin/chromium"))
pytestmark = [
    pytest.mark.browser,
    pytest.mark.skipif(not CHROMIUM.exists(), reason=f"no Chromium at {CHROMIUM}"),
]
WRONG = str(int(with_check_digit("99990000123")) ^ 1)
HALF = "9999000045"
TYPED = (WRONG, example("01"), HALF)


@pytest.fixture
def address(open_world: World, app: Flask) -> Iterator[str]:
    """Serve the portal itself, with a provider beside it."""
    engine.disconnect()
    provider = RunningAadhaar()
    house = app.extensions["rokad"]
    app.extensions["rokad"] = replace(house, aadhaar_verification=provider.client)
    server = make_server("127.0.0.1", 0, app, threaded=True)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    yield f"http://127.0.0.1:{server.server_port}"
    server.shutdown()
    provider.stop()


def _signs_in(page: Page, address: str) -> None:
    page.goto(f"{address}/login")
    page.fill("#username", "operator")
    page.fill("#password", PASSWORD)
    page.click("button.main")
    page.wait_for_url(f"{address}/")


@pytest.mark.parametrize("has_scripts", [True, False])
def test_the_browser_keeps_no_number(address: str, tmp_path: Path, has_scripts: bool) -> None:
    """Mistyped, asked about, gone back to, and left half typed: the field comes back empty."""
    from playwright.sync_api import sync_playwright

    profile = tmp_path / "profile"
    with sync_playwright() as play:
        browser = play.chromium.launch_persistent_context(
            str(profile), executable_path=str(CHROMIUM), java_script_enabled=has_scripts,
            args=["--no-sandbox", "--disable-gpu", "--disable-background-networking"],
        )  # fmt: skip
        page = browser.pages[0]
        _signs_in(page, address)
        page.goto(f"{address}/consents/new?service=aadhaar-003&check=1")
        assert page.locator("[data-say] button").is_visible() is has_scripts
        page.fill("#name", "कमला बाई")
        page.check("[value=yes]")
        page.click("button.main")
        page.wait_for_selector("#id_no")
        page.locator("#id_no").press_sequentially(WRONG)
        page.click("button.main")
        page.wait_for_selector("#id_no-e")
        assert page.input_value("#id_no") == ""
        page.locator("#id_no").press_sequentially(example("01"))
        page.click("button.main")
        page.wait_for_selector("h1[data-result=no_match]")
        page.go_back()
        page.wait_for_selector("#id_no")
        assert page.input_value("#id_no") == ""
        page.locator("#id_no").press_sequentially(HALF)
        page.goto(f"{address}/services")
        page.go_back()
        page.wait_for_selector("#id_no")
        assert page.input_value("#id_no") == ""
        browser.close()
    kept = b"".join(path.read_bytes() for path in profile.rglob("*") if path.is_file())
    assert b"/aadhaar/check" in kept, "the profile is that of this walk"
    for number in TYPED:
        assert number.encode() not in kept
        assert number.encode("utf-16-le") not in kept
