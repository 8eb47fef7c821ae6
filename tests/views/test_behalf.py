"""Working on behalf of somebody of a society: the pages, the strip, and what it opens and shuts."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from portal.storage import daybook
from tests.browser_client import Browser, Page
from tests.world import TODAY, World, traces

Browsers = Callable[..., Browser]
HERE = "?society=KHR001"
FORM = "/behalf" + HERE
TASK = "/vouchers/new/csc_service_fee"
HOUR = 3_600_000


def begins(
    who: Browser, world: World, of: str = "operator", reason: str = "ill", **fields: object
) -> Page:
    """Begin on somebody's behalf through the page."""
    form = who.get(FORM).form("/behalf")
    fields = {"on_behalf_of": world.person(of).id, "reason": reason} | fields
    return who.follow(who.send(form, **fields))


def strip(page: Page) -> str:
    """Return the strip above a page."""
    found = page.all(id="behalf")
    return "".join(found[0].itertext()) if found else ""


# Beginning.


@pytest.mark.parametrize("username", ["assistant", "officer"])
def test_a_society_is_chosen_then_the_person_and_the_reason(
    open_world: World, browser: Browsers, username: str
) -> None:
    who = browser(username)
    page = who.get("/behalf")
    assert [one for one in page.links if one.startswith("/behalf?")] == [
        "/behalf?society=KHR002", "/behalf?society=KHR001",
    ]  # fmt: skip
    page = begins(who, open_world, hours=2)
    assert page.path == "/" + HERE
    assert "आप रेखा मंडलोई की ओर से काम कर रहे हैं" in strip(page)
    assert "12:00 तक" in strip(page)
    assert FORM in page.links
    for path in (f"/day{HERE}", f"/cashbook/{TODAY}{HERE}", "/officer", "/behalf"):
        assert "रेखा मंडलोई की ओर से" in strip(who.get(path)), path


def test_an_entry_carries_both_names_everywhere(open_world: World, browser: Browsers) -> None:
    who = browser("officer")
    begins(who, open_world)
    form = who.get(TASK + HERE).form()
    read = who.send(form, "", 200, amount="50")
    page = who.follow(who.send(read.form(button="confirm"), "confirm"))
    found = daybook.voucher(open_world.society_id, 2)
    assert found is not None
    officer, operator = open_world.person("officer"), open_world.person("operator")
    assert (found.entered_by, found.on_behalf_of) == (officer.id, operator.id)
    both = "उमेश चौहान (रेखा मंडलोई की ओर से)"
    for path in (f"/daybook/{TODAY}", f"/daybook/{TODAY}?print=1", "/vouchers/2/print"):
        assert both in browser("manager").get(path).all_text, path
    assert both in page.text
    assert both in browser("manager").get(f"/daybook/{TODAY}?format=csv").html


def test_without_it_nothing_is_entered_and_the_way_is_shown(
    open_world: World, browser: Browsers
) -> None:
    for username in ("assistant", "officer"):
        who = browser(username)
        for path in (TASK, "/day/count", "/day/grid", "/vouchers/new"):
            page = who.get(path + HERE, 403)
            assert page.refusal == "BehalfIsNeeded"
            assert FORM in page.links
        assert "/vouchers/new" not in " ".join(who.get("/" + HERE).links)
        assert FORM in who.get("/" + HERE).links
        assert strip(who.get("/" + HERE)) == ""


def test_it_holds_in_that_society_only(open_world: World, browser: Browsers) -> None:
    open_world.starts_books(code="KHR002")
    open_world.opens_day(code="KHR002")
    who = browser("assistant")
    begins(who, open_world)
    assert who.get(TASK + "?society=KHR002", 403).refusal == "BehalfIsNeeded"
    assert "भीकनगाँव" in strip(who.get("/day?society=KHR002"))
    page = who.get("/behalf?society=KHR002")
    assert page.all("form") == []
    assert "पहले उसे खत्म करें" in page.warnings


def test_on_behalf_of_the_operator_one_does_what_the_operator_may(
    open_world: World, browser: Browsers
) -> None:
    who = browser("assistant")
    begins(who, open_world)
    assert who.get("/counter" + HERE, 403).refusal == "NotTheirWork"
    assert who.get("/day/count" + HERE)
    who.send(who.get(FORM).form("/behalf/end"))
    begins(who, open_world, of="manager")
    assert who.get("/counter" + HERE)
    who.send(who.get(FORM).form("/behalf/end"))
    begins(who, open_world, of="accountant")
    assert who.get("/day/count" + HERE, 403).refusal == "NotTheirWork"


# Bad input.


@pytest.mark.parametrize(
    ("field", "typed", "refusal"),
    [
        ("on_behalf_of", "0", "PersonIsNotOfSociety"), ("on_behalf_of", "x", None),
        ("on_behalf_of", "99999", "PersonIsNotOfSociety"), ("reason", "", "WhyIsMissing"),
        ("on_behalf_of", "7" * 30, None), ("reason", "holiday", "WhyIsMissing"),
        ("reason", "other", "WordsAreMissing"), ("hours", "3", "HoursAreWrong"),
        ("hours", "-1", None), ("hours", "क", None), ("said", "क" * 201, None),
        ("said", "2341 2341 2346", None),
    ],
)  # fmt: skip
def test_what_is_wrong_is_said_at_its_field_and_kept(
    open_world: World, browser: Browsers, field: str, typed: str, refusal: str | None
) -> None:
    who, operator = browser("assistant"), open_world.person("operator").id
    form = who.get(FORM).form("/behalf")
    before = traces()
    sent = {"on_behalf_of": operator, "reason": "ill", "said": "बुखार", "hours": 0} | {field: typed}
    sent |= {"said": ""} if typed == "other" else {}
    page = who.post(form.action, {**form.fields, **sent}, 422)
    assert page.refusal == refusal
    at = "said" if typed == "other" else field
    assert list(page.errors) == [at]
    kept = page.form("/behalf").fields
    assert kept["form_token"] == form.token
    if field not in ("on_behalf_of", "said") and typed != "other":
        assert (kept["on_behalf_of"], kept["said"]) == (str(operator), "बुखार")
    assert traces() == before


@pytest.mark.parametrize("username", ["chairman", "operator2", "officer", "assistant"])
def test_only_those_who_do_entry_work_here_can_be_chosen(
    open_world: World, browser: Browsers, username: str
) -> None:
    """Neither who only reads, nor another society's people, nor whoever comes from the block."""
    who, person = browser("officer"), open_world.person(username).id
    form = who.get(FORM).form("/behalf")
    assert str(person) not in form.choices["on_behalf_of"]
    page = who.send(form, "", 422, on_behalf_of=person, reason="ill")
    assert page.refusal == "PersonIsNotOfSociety"


def test_who_was_switched_off_is_not_chosen_and_ends_it(
    open_world: World, browser: Browsers
) -> None:
    who, operator = browser("officer"), open_world.person("operator")
    begins(who, open_world)
    operator.is_active = 0
    operator.save()
    assert who.get(TASK + HERE, 403).refusal == "BehalfIsNeeded"
    form = who.get(FORM).form("/behalf")
    assert str(operator.id) not in form.choices["on_behalf_of"]
    assert who.send(form, "", 422, on_behalf_of=operator.id, reason="ill").refusal


def test_the_same_form_twice_begins_once(open_world: World, browser: Browsers) -> None:
    who = browser("officer")
    form = who.get(FORM).form("/behalf")
    fields = {"on_behalf_of": open_world.person("operator").id, "reason": "ill"}
    who.send(form, **fields)
    who.send(form, **fields)
    assert len(who.get("/behalf/past" + HERE).all("span", class_="n mk")) == 1
    other = who.get("/behalf?society=KHR002")
    assert other.all("form") == []


def test_two_windows_begin_one(open_world: World, browser: Browsers) -> None:
    who = browser("officer")
    one, two = who.get(FORM).form("/behalf"), who.get("/behalf?society=KHR002").form("/behalf")
    who.send(one, on_behalf_of=open_world.person("operator").id, reason="ill")
    page = who.send(two, "", 409, on_behalf_of=open_world.person("operator2").id, reason="ill")
    assert page.refusal == "AlreadyOnBehalf"


@pytest.mark.parametrize(
    "username", ["operator", "manager", "chairman", "district", "auditor", "state", "admin"]
)
def test_nobody_else_works_on_anothers_behalf(
    open_world: World, browser: Browsers, username: str
) -> None:
    who = browser(username)
    for method in ("GET", "POST"):
        answer = who.open(method, FORM, {"reason": "ill"} if method == "POST" else None)
        assert answer.refusal == "DeedIsNotAllowed"


def test_societies_outside_the_block_do_not_exist(open_world: World, browser: Browsers) -> None:
    for username in ("officer", "assistant"):
        assert browser(username).get("/behalf?society=ALM001", 404).refusal == "SocietyIsUnknown"
        page = browser(username).post("/behalf?society=ALM001", {"reason": "ill"}, 404)
        assert page.refusal == "SocietyIsUnknown"
    assert browser("operator2").get("/behalf/past" + HERE, 404).refusal == "SocietyIsUnknown"
