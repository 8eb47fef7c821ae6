"""To the CSC's page and back in a real browser: the page's policy lets that one form go."""

from __future__ import annotations

import os
import threading
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from flask import Flask
from werkzeug.serving import make_server

from portal.actions import wallet_settling
from portal.actions.wallet_settling import WalletLine
from portal.gateways.csc_connect import Connect, CscConnect
from portal.gateways.csc_keys import CscKeys
from portal.sandboxes.csc.sign_in import Client
from portal.storage import csc_people, engine
from portal.storage.engine import write_transaction
from tests.sandboxes.running_csc import CSC_ID, MINE, RunningCsc
from tests.wallet_world import OPENED, PRINTING
from tests.world import PASSWORD, World

CHROMIUM = Path(os.environ.get("ROKAD_CHROMIUM", "/usr/bin/chromium"))
pytestmark = [
    pytest.mark.browser,
    pytest.mark.skipif(not CHROMIUM.exists(), reason=f"no Chromium at {CHROMIUM}"),
]


@pytest.fixture
def address(world: World, app: Flask, csc: RunningCsc) -> Iterator[str]:
    """Serve the portal itself, with the CSC beside it that sends the browser back to it."""
    csc.clock = world.clock
    csc.restart()
    world.starts_books(balances=OPENED)
    world.opens_day()
    person = world.person("accountant")
    write_transaction(lambda: csc_people.link(CSC_ID, person.id, 1, person.id))
    engine.disconnect()
    server = make_server("127.0.0.1", 0, app, threaded=True)
    here = f"http://127.0.0.1:{server.server_port}"
    back = f"{here}/login/csc/back"
    chosen = MINE.csc
    desk = csc.server.app.extensions["desk"]  # type: ignore[attr-defined]
    desk.sign_ins.client = Client(chosen.client_id, chosen.client_secret, chosen.client_token, back)
    app.extensions["rokad"] = replace(
        app.extensions["rokad"],
        csc_sign_in=CscConnect(Connect(
            csc.address, chosen.client_id, chosen.client_secret, chosen.client_token, back
        )),
        wallet_gateway=csc.bridge(
            CscKeys(csc.folder / "keys" / "csc", csc.bits),
            return_url=f"{here}/wallet/payments/back",
        ),
    )  # fmt: skip
    threading.Thread(target=server.serve_forever, daemon=True).start()
    yield here
    server.shutdown()


@pytest.fixture
def chromium() -> Iterator[Any]:
    """Give a Chromium."""
    from playwright.sync_api import sync_playwright

    with sync_playwright() as play:
        browser = play.chromium.launch(
            executable_path=str(CHROMIUM),
            args=["--no-sandbox", "--disable-gpu", "--disable-background-networking"],
        )
        yield browser
        browser.close()


@pytest.mark.parametrize("has_scripts", [True, False])
def test_a_payment_goes_to_the_csc_and_comes_back(
    chromium: Any, address: str, csc: RunningCsc, world: World, has_scripts: bool
) -> None:
    page = chromium.new_context(locale="hi-IN", java_script_enabled=has_scripts).new_page()
    page.goto(f"{address}/login")
    page.click("a[href^='/login/csc']")
    page.fill("#csc_id", CSC_ID)
    page.click("button")
    page.wait_for_url(f"{address}/")
    page.goto(f"{address}/wallet/payments")
    page.select_option("#head", str(PRINTING))
    page.fill("#amount", "500")
    page.fill("#what", "टोनर")
    page.click("button.main")
    page.click("form[data-outside] button")
    page.wait_for_url(f"{csc.address}/**")
    page.fill("#pin", "1234")
    page.click("form[action='/pay/pin'] button")
    page.click("button")
    page.wait_for_url(f"{address}/wallet/payments/1")
    assert "दोबारा न चुकाएं" in page.inner_text("main")
    wallet_settling.follow_payments(WalletLine(csc.gateway, world.clock.now_ms))
    engine.disconnect()
    page.goto(f"{address}/wallet/payments/1")
    assert "चुक गया" in page.inner_text("main")


def test_a_form_slipped_into_any_other_page_goes_nowhere(
    chromium: Any, address: str, csc: RunningCsc
) -> None:
    page = chromium.new_context(locale="hi-IN").new_page()
    page.goto(f"{address}/login")
    page.fill("#username", "accountant")
    page.fill("#password", PASSWORD)
    page.click("button.main")
    page.goto(f"{address}/wallet/payments")
    said: list[str] = []
    page.on("console", lambda one: said.append(one.text))
    page.evaluate(
        "to => { const f = document.createElement('form'); f.method = 'post'; f.action = to; "
        "document.body.append(f); f.submit(); }",
        f"{csc.address}/pay/m2b/1",
    )
    page.wait_for_timeout(300)
    assert page.url == f"{address}/wallet/payments"
    assert any("form-action" in one for one in said)
