"""The settings of the counter: read, set, refused at the field."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from portal.actions import counter
from portal.domain.counter import AGENT_FIELDS
from portal.storage import engine
from tests.browser_client import Browser
from tests.domain.test_counter import AGENT
from tests.world import World

Browsers = Callable[..., Browser]
FILLED = {
    "csc_id": "500100000013", "phone": "07282 244123", "upi_address": "khr001@examplebank",
    "upi_name": "PACS Bhikangaon", **AGENT,
}  # fmt: skip


@pytest.fixture
def manager(open_world: World, browser: Browsers) -> Browser:
    return browser("manager")


def test_the_manager_sets_what_others_know_of_the_counter(
    open_world: World, manager: Browser
) -> None:
    assert "/counter" in manager.get("/").links
    form = manager.get("/counter").form("/counter")
    answer = manager.send(form, **FILLED)
    assert answer.location == "/counter?done=1"
    page = manager.follow(answer)
    assert "सहेज" in page.text
    assert "गणेश पाटीदार" in page.text
    shown = page.form("/counter").fields
    assert {name: shown[name] for name in FILLED} == FILLED | {"phone": "07282244123"}
    engine.disconnect()
    found = counter.counter_of(open_world.society_id)
    assert found.upi_address == "khr001@examplebank"
    assert found.agent is not None


def test_each_wrong_field_says_why_and_all_that_was_typed_stays(
    open_world: World, manager: Browser
) -> None:
    typed = FILLED | {"upi_address": "khr001", "geocode": "दुकान के पास", "phone": "12"}
    page = manager.send(manager.get("/counter").form("/counter"), "", 422, **typed)
    assert page.refusal == "PhoneIsWrong"
    assert set(page.errors) == {"upi_address", "geocode", "phone"}
    assert "@" in page.errors["upi_address"]
    shown = page.form("/counter").fields
    assert {name: shown[name] for name in typed} == typed
    engine.disconnect()
    assert counter.counter_of(open_world.society_id).csc_id == ""


def test_half_an_agent_is_said_at_the_first_empty_field(manager: Browser) -> None:
    for missing in AGENT_FIELDS:
        form = manager.get("/counter").form("/counter")
        page = manager.send(form, "", 422, **AGENT | {missing: ""})
        assert set(page.errors) == {missing}


def test_an_aadhaar_number_is_nowhere_shown_or_kept(manager: Browser) -> None:
    """P12."""
    form = manager.get("/counter").form("/counter")
    page = manager.send(form, "", 422, upi_name="2345 6789 0124", upi_address="a1@b2")
    assert "0124" not in page.html
    assert set(page.errors) == {"upi_name"}


def test_who_may_not_set_it_is_not_shown_it(open_world: World, browser: Browsers) -> None:
    operator = browser("operator")
    assert "/counter" not in operator.get("/").links
    assert operator.get("/counter", 403).refusal == "DeedIsNotAllowed"
    open_world.works_on_behalf()
    assistant = browser("assistant")
    form = assistant.get("/counter?society=KHR001").form("/counter")
    assert assistant.send(form, phone="9000000001").location.endswith("&society=KHR001")
    assert browser("admin").get("/counter?society=KHR001").form("/counter").fields["phone"] == (
        "9000000001"
    )


def test_the_page_speaks_english_too(open_world: World, browser: Browsers) -> None:
    assert browser("manager", language="en").get("/counter").title == "Settings of the counter"
