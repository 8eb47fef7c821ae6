"""A villager alone with a cheap phone, 360 pixels wide and without scripts; nobody is signed in.

Finds the help by an everyday word, answers the questions, takes a leaflet home, and later looks
where the application is and whether the receipt is ours (F18, F21, F25, P11).
"""

from __future__ import annotations

import os
import re
import threading
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from flask import Flask
from werkzeug.serving import make_server

from portal.actions import visits
from portal.actions.billers import biller
from portal.actions.visit_payment import Paying, pay
from portal.actions.visits import Caller
from portal.domain.applications import application_number
from portal.domain.visits import Fee
from portal.storage import engine, receipts
from portal.storage.application_forms import application_forms
from portal.storage.catalogue import catalogue
from tests.services_world import PENSION, begins, moves
from tests.world import World

CHROMIUM = Path(os.environ.get("ROKAD_CHROMIUM", "/usr/bin/chromium"))
pytestmark = [
    pytest.mark.browser,
    pytest.mark.skipif(not CHROMIUM.exists(), reason=f"no Chromium at {CHROMIUM}"),
]
WIDOW = {
    "born": "1970", "birth_day": "01-01-1970", "sex": "F", "marital": "widowed", "bpl": "yes",
    "disability": "0", "pension": "none", "income_paise": "40000", "area": "rural",
}  # fmt: skip
MOST_QUESTIONS = 16


@pytest.fixture
def paper(open_world: World) -> tuple[str, str]:
    """What the villager holds: the number on the slip and the code on the receipt."""
    world = open_world
    number = application_number("KHR001", begins(world, PENSION))
    moves(world, 1, "submitted", department_no="MP/77")
    fee = Fee("पेंशन आवेदन", 20_00, 0, PENSION)
    done = visits.add_fee(
        world.doer(), world.slip(), world.society_id, Caller(None, "कमला बाई"), fee
    )
    visit_id = int(done.location.rsplit("/", 1)[1])
    paying = Paying(version=visits.visit(world.society_id, visit_id).version)
    pay(world.doer(), world.slip(), world.society_id, visit_id, paying, biller)
    return number, receipts.code_of(world.society_id, "visit", visit_id)


@pytest.fixture
def address(paper: tuple[str, str], app: Flask) -> Iterator[str]:
    engine.disconnect()
    server = make_server("127.0.0.1", 0, app, threaded=True)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    yield f"http://127.0.0.1:{server.server_port}"
    server.shutdown()


@pytest.fixture
def phone(address: str) -> Iterator[Any]:
    from playwright.sync_api import sync_playwright

    with sync_playwright() as play:
        browser = play.chromium.launch(
            executable_path=str(CHROMIUM), args=["--no-sandbox", "--disable-gpu"]
        )
        page = browser.new_context(
            viewport={"width": 360, "height": 640}, locale="hi-IN", java_script_enabled=False
        ).new_page()
        page.set_default_timeout(15_000)
        yield page
        browser.close()


def is_readable(page: Any) -> None:
    """Nothing is wider than the phone, and the language is Hindi."""
    page.wait_for_load_state()
    assert page.evaluate("document.documentElement.scrollWidth") <= 360, page.url
    assert page.locator("html").get_attribute("lang") == "hi"


def answers(page: Any, said: dict[str, str]) -> None:
    """Answer what is asked till the list is there; what isn't known is skipped."""
    for _ in range(MOST_QUESTIONS):
        is_readable(page)
        asked = page.locator("input[name=q]")
        if not asked.count():
            return
        answer = said.get(asked.get_attribute("value"), "")
        pick = page.locator(f"button[name=pick][value='{answer}']")
        if pick.count():
            pick.click()
        elif page.locator("#answer").count() and answer:
            page.fill("#answer", answer)
            page.locator("#answer ~ p button, #answer ~ div button").first.click()
        else:
            page.locator("button[name=skip]").click()
    raise AssertionError("too many questions")


def test_a_villager_alone_on_a_phone(phone: Any, address: str, paper: tuple[str, str]) -> None:
    page, (number, code) = phone, paper
    page.goto(f"{address}/login")
    page.get_by_role("link", name="काउंटर पर क्या-क्या होता है").click()
    is_readable(page)

    page.get_by_role("link", name="मध्य प्रदेश").click()
    page.fill("#q", "vidhwa")
    page.get_by_role("button", name="खोजें").click()
    is_readable(page)
    page.locator("#_found a", has_text="विधवा").first.click()
    is_readable(page)
    page.get_by_role("link", name="किसे और कितना मिलता है").first.click()
    is_readable(page)
    page.get_by_role("link", name="मुझे क्या मिल सकता है").click()
    answers(page, {"topic": "support", "state": "MP"} | WIDOW)
    assert "प्रथम दृष्टया पात्र" in page.inner_text("main")
    page.locator(".box a").first.click()
    page.get_by_role("link", name="पर्चा").first.click()
    assert re.search(rb"/Count 1\b", page.pdf(prefer_css_page_size=True))

    page.goto(f"{address}/status?no={number}")
    is_readable(page)
    page.fill("#last4", "१२३४")
    page.get_by_role("button", name="देखें").click()
    is_readable(page)
    shown = page.inner_text("main")
    assert "क… बा…" in shown
    assert "कमला" not in shown
    assert "अब दफ़्तर को करना है" in shown
    page.fill("#last4", "9999")
    page.get_by_role("button", name="देखें").click()
    assert page.locator("main").get_attribute("data-refusal") == "StatusIsUnknown"

    page.get_by_role("link", name="रसीद जाँचें").click()
    page.fill("#code", code)
    page.get_by_role("button", name="जाँचें").click()
    is_readable(page)
    assert "यह रसीद असली है" in page.inner_text("main")


def length(service_id: str) -> int:
    """Say how much a leaflet has to say."""
    one, known = catalogue()[service_id], application_forms().help_of(service_id)
    texts = [*one.papers, one.fee_note_hi]
    if known:
        texts += [*known.steps, known.office_hi, known.portal, known.source]
    return sum(map(len, texts)) + 60 * len(texts)


def test_the_longest_leaflets_are_one_page(phone: Any, address: str) -> None:
    """A5, however much there is to say."""
    longest = sorted((one.id for one in catalogue()), key=length, reverse=True)[:10]
    for service_id in (*longest, "bill-021", "travel-001"):
        phone.goto(f"{address}/services/item/{service_id}/papers")
        assert phone.locator("section.sheet h2").count() >= 3, service_id
        leaflet = phone.pdf(prefer_css_page_size=True)
        assert re.search(rb"/Count 1\b", leaflet), service_id
