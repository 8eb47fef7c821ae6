"""A counter for the tests of pages: the portal, its people's browsers and the operating unit."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path

import pytest
from flask import Flask

from portal.domain.billers import Biller
from tests.bills_world import Counter
from tests.browser_client import Browser, Form, Page
from tests.sandboxes.running import MOBILE, POWER, RunningSandbox
from tests.world import World


@pytest.fixture
def counter(world: World, tmp_path: Path) -> Iterator[Counter]:
    """The world with a filled wallet, an open day and the unit's sandbox on one clock."""
    sandbox = RunningSandbox(tmp_path / "sandbox")
    yield Counter(world, sandbox)
    sandbox.stop()


@pytest.fixture
def line(counter: Counter, app: Flask) -> Counter:
    """The counter, whose portal pays through the sandbox."""
    app.extensions["rokad"] = replace(app.extensions["rokad"], bill_payments=counter.unit)
    return counter


def bill_form(page: Page) -> Form:
    """Return the form that asks for a bill; another one of its address names a member."""
    return next(one for one in page.forms if "p1" in one.fields)


class Clerk:
    """Someone at the counter, and what they do with bills, said shortly; no scripts run."""

    def __init__(self, browser: Browser, counter: Counter) -> None:
        self.browser = browser
        self.counter = counter

    def get(self, path: str, status: int = 200) -> Page:
        return self.browser.get(path, status)

    def asks(self, number: str, biller_id: str = POWER, query: str = "", **other: object) -> int:
        """Ask for a bill by the form and return the order."""
        form = bill_form(self.get(f"/bills/{biller_id}{query}"))
        page = self.browser.send(form, "", 303, p1=number, **{"mobile": MOBILE} | other)
        return int(page.location.rsplit("/", 1)[1])

    def sees(self, number: str, biller_id: str = POWER, **other: object) -> tuple[int, Page]:
        """Ask for a bill, let the worker fetch it, and open the order's page."""
        order_id = self.asks(number, biller_id, **other)  # type: ignore[arg-type]
        self.waits()
        return order_id, self.get(f"/orders/{order_id}")

    def waits(self, seconds: int = 3) -> None:
        """Let the worker work before and after some seconds."""
        self.counter.follows()
        self.counter.passes(seconds)
        self.counter.follows()

    def chooses(self, order_id: int, **fields: object) -> int:
        """Choose what is paid on the order's page and return its visit."""
        form = self.get(f"/orders/{order_id}").form(f"/orders/{order_id}")
        page = self.browser.send(form, "", 303, **fields)
        found = re.fullmatch(r"/visits/(\d+)", page.location)
        assert found, page
        return int(found[1])

    def takes(self, number: str, biller_id: str = POWER) -> int:
        """Ask, choose, and take the cash."""
        order_id, _page = self.sees(number, biller_id)
        self.counter.pays(self.chooses(order_id))
        return order_id

    def presses(self, order_id: int, deed: str) -> Page:
        """Press the button of a deed on the order's page and go where it leads."""
        path = f"/orders/{order_id}/{deed}"
        form = self.get(f"/orders/{order_id}").form(path)
        return self.browser.follow(self.browser.send(form))


@pytest.fixture
def clerk(line: Counter, browser: Callable[..., Browser]) -> Clerk:
    """The operator of KHR001."""
    return Clerk(browser("operator"), line)


def believed(biller: Biller) -> Biller:
    """The same biller before the unit confirmed its parameters."""
    return replace(biller, is_confirmed=False)
