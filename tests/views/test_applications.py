"""The pages of applications: the list, one with all about it, its slip."""

from __future__ import annotations

import re
from urllib.parse import urlencode

import pytest

from portal.domain.applications import application_number
from portal.storage import engine
from portal.storage.engine import disconnect
from tests.browser_client import Browser, Page
from tests.members_world import a_member
from tests.services_world import (
    MOBILE,
    NAME,
    PENSION,
    begins,
    moves,
)
from tests.views.applications_counter import (
    AADHAAR,
    Browsers,
    begin,
    in_world,
    new_form,
    operator,
    step,
)
from tests.world import TODAY, World

__all__ = ["in_world", "operator"]

# The list.


def listed_on(page: Page) -> list[int]:
    """Return which applications a list shows, in its order."""
    found_ = (re.fullmatch(r"/applications/(\d+)", link) for link in page.links)
    return [int(one[1]) for one in found_ if one]


def test_a_member_s_page_leads_to_their_applications_alone(
    operator: Browser, in_world: World
) -> None:
    member = a_member(in_world, name_hi="गीता बाई")
    others = begin(operator)
    own = begin(operator, PENSION, name="गीता बाई")
    engine.run(
        "UPDATE application SET register = 0, record_id = ? WHERE society_id = ? AND id = ?",
        member.id, in_world.society_id, own,
    )  # fmt: skip
    page = operator.get(f"/members/{member.member_no}")
    link = next(one for one in page.links if one.startswith("/applications?"))
    assert listed_on(operator.get(link)) == [own]
    assert others != own
    assert listed_on(operator.get("/applications?customer=1")) == []


def test_the_list_finds_and_filters(operator: Browser, in_world: World) -> None:
    one, two = begin(operator), begin(operator, PENSION, name="शांति बाई", mobile="9876509999")
    step(operator, two, "submitted", department_no="MP-77")
    page = operator.get("/applications")
    rows = listed_on(page)
    assert rows == [one, two]
    number = application_number("KHR001", two)
    for typed in (number, f" {number[:6].lower()} {number[6:]}"):
        found_ = operator.get(f"/applications?{urlencode({'q': typed})}", 303)
        assert found_.location == f"/applications/{two}"
    for query, wanted in (
        ("q=9999", [two]), ("q=mp-77", [two]), ("q=शांति बाई", [two]),
        ("q=MP-78", []), ("state=submitted", [two]),
        ("state=draft", [one]), ("state=%27", []), ("due=1", []), (f"q={one}", [one]),
        ("keeper=99", []), ("skip=1", [two]), ("skip=abc", [one, two]),
        ("q=" + application_number("KHR002", 1), []),
    ):  # fmt: skip
        page = operator.get(f"/applications?{query}")
        rows = listed_on(page)
        assert rows == wanted, query
    page = operator.open("GET", f"/applications?{urlencode({'q': AADHAAR})}")
    assert page.refusal == "AadhaarIsNotStored"


def test_another_societys_applications_are_404(
    browser: Browsers, operator: Browser, in_world: World
) -> None:
    one = begin(operator)
    other = browser("operator2")
    form = operator.get(f"/applications/{one}/to/submitted").form()
    for path in ("", "/to/submitted", "/change", "/person", "/note", "/keeper", "/slip", "/fields"):
        other.get(f"/applications/{one}{path}", 404)
        if path in ("/to/submitted", "/change", "/person", "/note", "/keeper"):
            page = other.open("POST", f"/applications/{one}{path}", form.fields)
            assert page.status in (400, 404), path
    assert listed_on(other.get("/applications")) == []
    assert listed_on(other.get(f"/applications?q={one}")) == []


def test_officers_read_and_don_t_act(
    open_world: World, browser: Browsers, operator: Browser
) -> None:
    one = begin(operator)
    officer = browser("officer")
    page = officer.get(f"/applications/{one}?society=KHR001")
    assert not any("/to/" in link for link in page.links)
    officer.get(f"/applications/{one}/to/submitted?society=KHR001", 403)
    officer.get("/applications?society=KHR001")
    officer.get(f"/applications/{one}?society=ALM001", 404)
    open_world.works_on_behalf()
    assistant = browser("assistant")
    form = assistant.get(f"/applications/{one}/to/submitted?society=KHR001").form()
    sent = assistant.send(form, "", 303, department_no="9")
    assert sent.location == f"/applications/{one}?society=KHR001"


# Paper.


@pytest.mark.parametrize("size", ["58", "80", "a5"])
def test_the_slip_says_number_state_and_where_to_ask(
    operator: Browser, size: str, in_world: World
) -> None:
    one = begin(operator)
    step(operator, one, "submitted", department_no="RTPS/9", remind_on="10-12-2026")
    page = operator.get(f"/applications/{one}/slip?size={size}")
    number = application_number("KHR001", one)
    for words in (number, "RTPS/9", NAME, "10-12-2026", "/status", "विभाग में जमा"):
        assert words in page.text, words
    assert "<svg" in page.html
    assert MOBILE not in page.html


def test_what_is_entered_can_be_copied(operator: Browser) -> None:
    one = begin(operator)
    page = operator.get(f"/applications/{one}/fields")
    assert NAME in page.text
    assert MOBILE in page.text
    for link in page.all("a", href=True):
        if link.get("href", "").startswith("https:"):
            assert link.get("rel") == "noreferrer"


# The rule of a pension.


def test_a_pension_shows_the_rule_that_it_is_made_under(operator: Browser, in_world: World) -> None:
    from portal.storage.pension_rules import rule_book

    scheme = next(one for one in rule_book() if PENSION in one.services and one.is_in("MP"))
    rule = rule_book().rules_on(scheme.id, TODAY)[0]
    disconnect()
    form = new_form(operator, PENSION, scheme=scheme.id, rule_from=rule.valid_from_on)
    assert form.fields["scheme"] == scheme.id
    sent = operator.send(form, "", 303, name=NAME)
    sent.location = sent.location.removesuffix("/change")
    assert scheme.short_hi in operator.get(sent.location).text
    disconnect()
    engine.run("UPDATE application SET rule_note = '₹ 1', rule_from_on = '2001-01-01'")
    disconnect()
    assert "यह नियम बाद में बदल गया है" in operator.get(sent.location).text
    bad = f"/applications/new?service={PENSION}&scheme={scheme.id}&rule_from=2031-01-01"
    assert operator.open("GET", bad).refusal == "RuleIsUnknown"


def test_both_languages(browser: Browsers, operator: Browser, in_world: World) -> None:
    one = begin(operator)
    english = browser("manager", language="en")
    english.get(f"/applications/{one}")
    english.get("/applications")
    english.get(f"/applications/new?service={PENSION}")
    for path in ("to/submitted", "note", "keeper", "fields", "slip"):
        english.get(f"/applications/{one}/{path}")


def test_the_world_begins_one(in_world: World, operator: Browser) -> None:
    one = begins(in_world, PENSION)
    moves(in_world, one, "submitted", department_no="1")
    disconnect()
    operator.get(f"/applications/{one}")


def test_home_says_what_is_under_way_and_which_reminders_came(
    operator: Browser, browser: Browsers, in_world: World
) -> None:
    assert "/applications" not in operator.get("/").links
    one = begin(operator)
    step(operator, one, "submitted", department_no="1", remind_on="25-11-2026")
    page = operator.get("/")
    assert "आवेदन: 1" in page.text
    assert "याद: 1" not in page.text
    in_world.clock.move(days=1)
    page = browser("operator").get("/")
    assert "याद: 1" in page.text
    assert "/applications" in page.links
    assert "/applications" not in browser("chairman").get("/").links
