"""Somebody pays a bill at the counter of the pictures, through a sandbox that stands still."""

from __future__ import annotations

import threading
from collections.abc import Callable
from pathlib import Path
from typing import Any

from portal.actions.bill_settling import Line, follow_orders
from portal.clock import SetClock
from portal.domain.billers import read_biller
from portal.sandboxes.bharat_connect.access import Partner
from portal.sandboxes.bharat_connect.server import sandbox_app
from portal.sandboxes.bharat_connect.serving import SandboxServer
from portal.sandboxes.bharat_connect.unit import SandboxUnit
from portal.settings import read_settings
from portal.storage.reference import read_csv
from portal.web.house import House

BILLER = "MPCZ00000MAP01"


def start_sandbox(folder: Path, clock: SetClock) -> str:
    """Serve the sandbox from this process and return its address."""
    known = read_settings({"ROKAD_CONFIG": "demo"}).bharat_connect
    billers = [read_biller(row) for row in read_csv("billers.csv")]
    unit = SandboxUnit(billers, folder / "sandbox.jsonl", clock, fetch_ms=0, pay_ms=0, seed=1)
    partner = Partner(known.partner_id, known.client_id, known.secret)
    server = SandboxServer(sandbox_app(unit, partner))
    threading.Thread(target=server.serve_forever, daemon=True).start()
    return server.address


def worker_of(house: House) -> Callable[[], None]:
    """Return a deed that lets the worker pass twice, three seconds apart."""
    assert house.bill_payments is not None
    line = Line(house.bill_payments, house.clock.now_ms)

    def works() -> None:
        for _ in range(2):
            follow_orders(line)
            house.clock.at_ms += 3_000  # type: ignore[attr-defined]
        follow_orders(line)

    return works


def serves_the_counter(walk: Any, works: Callable[[], None]) -> None:
    """A bill and two photocopies, a note of 2,000; the slip; the villager's own look at it."""
    page = walk.page
    walk.go("/services?q=बत्ती का बिल")
    walk.snap("service-found")
    walk.go(f"/bills/{BILLER}")
    page.fill("#p1", "N2345678100")
    page.fill("#mobile", "9876543210")
    walk.snap("bill-form")
    page.click('main button:has-text("बिल देखें")')
    page.wait_for_url("**/orders/*")
    order = page.url
    works()
    page.goto(order)
    walk.snap("bill")
    page.click("#_choose button.main")
    page.wait_for_url("**/visits/*")
    visit = page.url
    page.goto(f"{visit}/fee")
    page.click('main form label:has-text("फोटोकॉपी")')
    page.fill("#own", "4")
    page.click("main button.main")
    page.wait_for_url(visit)
    page.fill("#given", "5000")
    walk.snap("visit")
    page.click("form:has(input[name=version]) button.main")
    page.wait_for_selector("#_visit_state")
    walk.snap("visit-under-way")
    works()
    page.goto(visit)
    walk.snap("visit-paid")
    page.goto(f"{visit}/receipt?size=58")
    page.locator("section").screenshot(path=str(walk.pictures / "slip-58.png"))
    code = page.locator("section").inner_text().split()[-2]
    walk.go(f"/r/{code}")
    walk.snap("slip-checked")
