"""In a real browser pages come against the dictionary, once it was fetched, and show right."""

from __future__ import annotations

from typing import Any

from portal.storage.engine import disconnect
from tests.browser.test_counter import address, at_the_counter, chromium, pytestmark
from tests.views.bills_counter import counter, line

__all__ = ["address", "chromium", "counter", "line", "pytestmark"]
FORM = "/vouchers/new/csc_service_fee"


def test_pages_come_against_the_dictionary(chromium: Any, address: str) -> None:
    """After home: a page, what a form answers, and where it leads to."""
    disconnect()
    page = at_the_counter(chromium, address)
    came: dict[str, str] = {}
    page.on("response", lambda one: came.update({
        f"{one.request.method} {one.url.removeprefix(address)}":
            one.headers.get("content-encoding", "")
    }))  # fmt: skip
    with page.expect_event("requestfinished", lambda one: "/static/d-hi-" in one.url):
        page.goto(address + "/")
    page.wait_for_timeout(300)
    page.goto(address + FORM)
    assert came[f"GET {FORM}"] == "dcz"
    assert page.locator("label[for=amount]").inner_text().startswith("कितने रुपये")
    page.fill("#amount", "50")
    page.fill("#party", "सुशीला देवी")
    page.click("button.main")
    page.locator("button[name=confirm]").click()
    page.locator("[data-voucher-id]").wait_for()
    assert came[f"POST {FORM}"] == "dcz"
    assert "सुशीला देवी" in page.locator("main").inner_text()
    page.goto(address + "/")
    assert came["GET /"] == "dcz"
    assert page.locator("h1").inner_text() == "क्या करना है?"
