"""A visit in a real browser: the change is said while one types, and the keyboard is enough."""

from __future__ import annotations

from typing import Any

import pytest

from portal.storage import people
from portal.storage.engine import disconnect, write_transaction
from tests.bills_world import Counter
from tests.browser.test_counter import address, at_the_counter, chromium, pytestmark
from tests.views.bills_counter import counter, line
from tests.views.visits_counter import bill

__all__ = ["address", "chromium", "counter", "line", "pytestmark"]


@pytest.fixture
def visit(line: Counter) -> str:
    """The address of a visit whose bill is chosen."""
    _order, visit_id = bill(line)
    disconnect()
    return f"/visits/{visit_id}"


@pytest.mark.parametrize(
    ("typed", "said"),
    [("2000", "लौटाने हैं: ₹ 817"), ("२०००", "लौटाने हैं: ₹ 817"), ("1,00,000", "₹ 98,817"),
     ("1183", ""), ("100", ""), ("x", "")],
)  # fmt: skip
def test_the_change_is_said_while_one_types(
    typed: str, said: str, chromium: Any, address: str, visit: str
) -> None:
    page = at_the_counter(chromium, address)
    page.goto(address + visit)
    page.wait_for_load_state("networkidle")
    page.keyboard.type(typed)
    found = page.locator("[data-back]").inner_text()
    assert said in found
    assert bool(found) is bool(said)


def test_the_keyboard_is_enough(chromium: Any, address: str, visit: str) -> None:
    """The field has the cursor; Enter pays, and never leaves a bill out."""
    page = at_the_counter(chromium, address)
    page.goto(address + visit)
    page.keyboard.type("2000")
    page.keyboard.press("Enter")
    page.locator("#_visit_state").wait_for()
    assert "₹ 817 लौटाएँ" in page.locator("main").inner_text()
    assert page.evaluate("document.activeElement.tagName") == "H1"


def test_digits_of_the_readers_script_are_used(
    chromium: Any, address: str, visit: str, line: Counter
) -> None:
    person = line.world.person("operator")
    write_transaction(lambda: people.set_digits(person.id, True))
    disconnect()
    page = at_the_counter(chromium, address)
    page.goto(address + visit)
    page.wait_for_load_state("networkidle")
    page.wait_for_function("document.querySelector('script[src*=\"/later-\"]')")
    page.wait_for_timeout(300)
    page.fill("#given", "2000")
    page.locator("[data-back]", has_text="लौटाने हैं: ₹ ८१७").wait_for()
