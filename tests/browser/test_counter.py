"""The counter in a real browser: pay, fail and give back, wait and settle, print, check a slip."""

from __future__ import annotations

import os
import threading
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from flask import Flask
from werkzeug.serving import make_server

from portal.storage import engine, receipts
from tests.bills_world import Counter
from tests.sandboxes.running import MOBILE, POWER
from tests.views.bills_counter import counter, line  # noqa: F401 - fixtures
from tests.world import PASSWORD

CHROMIUM = Path(os.environ.get("ROKAD_CHROMIUM", "/usr/bin/chromium"))
pytestmark = [
    pytest.mark.browser,
    pytest.mark.skipif(not CHROMIUM.exists(), reason=f"no Chromium at {CHROMIUM}"),
]


class Worker(threading.Thread):
    """Follows the orders while the clock of portal and sandbox runs four times as fast as ours."""

    def __init__(self, at: Counter) -> None:
        super().__init__(daemon=True)
        self.counter, self._end = at, threading.Event()

    def run(self) -> None:
        while not self._end.wait(0.05):
            self.counter.passes(1)
            self.counter.follows()
        engine.disconnect()

    def stop(self) -> None:
        self._end.set()
        self.join()


@pytest.fixture
def worker(line: Counter) -> Iterator[Worker]:  # noqa: F811
    found = Worker(line)
    yield found
    if found.is_alive():
        found.stop()


@pytest.fixture
def address(line: Counter, app: Flask) -> Iterator[str]:  # noqa: F811
    engine.disconnect()
    server = make_server("127.0.0.1", 0, app, threaded=True)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    yield f"http://127.0.0.1:{server.server_port}"
    server.shutdown()


@pytest.fixture
def chromium() -> Iterator[Any]:
    from playwright.sync_api import sync_playwright

    with sync_playwright() as play:
        browser = play.chromium.launch(
            executable_path=str(CHROMIUM), args=["--no-sandbox", "--disable-gpu"]
        )
        yield browser
        browser.close()


def phone(chromium: Any, **context: Any) -> Any:
    page = chromium.new_context(
        viewport={"width": 360, "height": 640}, locale="hi-IN", **context
    ).new_page()
    page.set_default_timeout(15_000)
    return page


def at_the_counter(chromium: Any, address: str, **context: Any) -> Any:
    page = phone(chromium, **context)
    page.goto(address + "/login")
    page.fill("#username", "operator")
    page.fill("#password", PASSWORD)
    page.press("#password", "Enter")
    page.wait_for_url(address + "/")
    return page


def asks(page: Any, address: str, number: str) -> None:
    """Ask for a bill and wait until it is there."""
    page.goto(f"{address}/bills/{POWER}")
    page.fill("#p1", number)
    page.fill("#mobile", MOBILE)
    page.get_by_role("button", name="बिल देखें").first.click()
    page.wait_for_url("**/orders/*")


def takes(page: Any) -> None:
    """Choose the bill as it is and take the cash."""
    page.locator("#_choose button.main").click()
    page.wait_for_url("**/visits/*")
    page.fill("#given", "50000")
    page.locator("form:has(input[name=version]) button.main").click()
    page.locator("#_visit_state").wait_for()


@pytest.fixture(params=[True, False], ids=["with scripts", "without scripts"])
def context(request: pytest.FixtureRequest) -> dict[str, Any]:
    return {"java_script_enabled": request.param}


def test_a_bill_is_paid_and_the_villager_checks_the_slip(
    chromium: Any, address: str, worker: Worker, context: dict[str, Any]
) -> None:
    worker.start()
    page = at_the_counter(chromium, address, **context)
    asks(page, address, "ABCDEFGHIJ100")
    page.locator("#_choose").wait_for()
    takes(page)
    assert "लौटाएँ" in page.locator("div.box[role=status]").inner_text()
    page.locator("#_visit_state .mk.ok").wait_for()
    page.get_by_role("link", name="58").click()
    page.wait_for_url("**/receipt?size=58*")
    code = receipts.code_of(worker.counter.society_id, "visit", 1)
    assert code[:4] in page.content()
    checked = phone(chromium, **context)
    checked.goto(f"{address}/r/{code}")
    said = checked.locator("main").inner_text()
    assert "जमा" in said
    assert "ABCDEFGHIJ" not in said
    worker.stop()
    assert worker.counter.balance(1601) == 0


def test_a_refused_bill_is_given_back(
    chromium: Any, address: str, worker: Worker, context: dict[str, Any]
) -> None:
    worker.start()
    page = at_the_counter(chromium, address, **context)
    asks(page, address, "ABCDEFGHIJ034")
    page.locator("#_choose").wait_for()
    takes(page)
    page.locator("#_visit_state a:has(.mk.red)").click()
    page.locator("#_ended button.main").click()
    page.get_by_text("लौटा दिए गए").wait_for()
    worker.stop()
    assert (worker.counter.balance(1601), worker.counter.balance(1602)) == (0, 0)


def test_an_uncertain_payment_is_settled_later(chromium: Any, address: str, worker: Worker) -> None:
    worker.start()
    page = at_the_counter(chromium, address)
    asks(page, address, "ABCDEFGHIJ032")
    page.locator("#_choose").wait_for()
    takes(page)
    page.get_by_role("link", name="58").click()
    page.wait_for_url("**/receipt?size=58*")
    page.go_back()
    page.locator("#_visit_state .mk.ok").wait_for(timeout=60_000)
    worker.stop()
    assert worker.counter.balance(1601) == 0


def test_ten_clicks_take_the_money_once(chromium: Any, address: str, worker: Worker) -> None:
    worker.start()
    page = at_the_counter(chromium, address)
    asks(page, address, "ABCDEFGHIJ100")
    page.locator("#_choose").wait_for()
    page.locator("#_choose button.main").click()
    page.wait_for_url("**/visits/*")
    button = page.locator("form:has(input[name=version]) button.main")
    button.evaluate("one => { for (let at = 0; at < 10; at++) one.click() }")
    page.locator("#_visit_state .mk.ok").wait_for()
    page.go_back()
    page.wait_for_timeout(1_000)
    worker.stop()
    assert len(worker.counter.sandbox.truth()) == 1
    assert worker.counter.order(1).cash_paise == worker.counter.balance(2101) - 26_386_00
