"""The pages of applications: begun in one page, moved on by its buttons, found again."""

from __future__ import annotations

from collections.abc import Callable
from urllib.parse import urlencode

import pytest

from portal.domain.application_forms import Shape
from portal.domain.applications import application_number
from portal.storage import applications as stored
from portal.storage import engine
from portal.storage.engine import disconnect
from tests.browser_client import Browser, Form, Page
from tests.house import budgets
from tests.services_world import (
    CERTIFICATE,
    MOBILE,
    NAME,
    PENSION,
    begins,
    filled,
    form_of,
    found,
    moves,
    own_fields,
)
from tests.world import TODAY, World

Browsers = Callable[..., Browser]
AADHAAR = "9999 4105 7058"


@pytest.fixture
def operator(browser: Browsers) -> Browser:
    return browser("operator")


@pytest.fixture
def in_world(world: World, app: object) -> World:
    """Give the world for deeds below the web, beside a running portal."""
    return world


def new_form(who: Browser, service_id: str = CERTIFICATE, **query: object) -> Form:
    return who.get(f"/applications/new?{urlencode({'service': service_id, **query})}").form()


PERSON = {"name": NAME, "mobile": MOBILE}


def begin(who: Browser, service_id: str = CERTIFICATE, **fields: str) -> int:
    """Begin an application on its pages, with all papers and all that the office asks."""
    form = new_form(who, service_id)
    ticks = {name: "1" for name in form.choices if name.startswith("paper")}
    first = {name: text for name, text in own_fields(service_id).items() if name in form.fields}
    sent = who.send(form, "", 303, **(PERSON | first | ticks | fields))
    if sent.location.endswith("/change"):
        sent = who.send(who.get(sent.location).form(), "", 303, **own_fields(service_id))
    return int(sent.location.rsplit("/", 1)[1])


def step(who: Browser, one: int, to_state: str, status: int = 303, **fields: str) -> Page:
    return who.send(who.get(f"/applications/{one}/to/{to_state}").form(), "", status, **fields)


# Beginning.


def test_a_draft_is_there_after_one_page(operator: Browser) -> None:
    one = begin(operator)
    page = operator.get(f"/applications/{one}")
    assert page.one("div", data_application=str(one)).get("data-state") == "draft"
    assert NAME in page.text
    assert application_number("KHR001", one) in page.text
    assert f"/applications/{one}/to/submitted" in page.links


def test_every_form_has_its_pages_within_their_weight(operator: Browser, in_world: World) -> None:
    """On a closed day too: no money moves. Each form that there is, in its longest page."""
    from portal.storage.application_forms import application_forms
    from portal.storage.catalogue import catalogue

    book, seen = application_forms(), set()
    for service in catalogue():
        form = book.form_of(service.id)
        if form is None or form.code in seen or not service.is_in("MP"):
            continue
        seen.add(form.code)
        page = operator.get(f"/applications/new?service={service.id}")
        sent = operator.send(page.form(), "", 303, name=NAME)
        if form.fields:
            page = operator.get(f"{sent.location.removesuffix('/change')}/change")
            assert {f"a_{one.code}" for one in form.fields} <= set(page.form().fields)
            assert len(page.body) <= budgets.PAGE, service.id
    assert len(seen) > 3


def test_a_draft_may_be_nearly_empty(operator: Browser) -> None:
    sent = operator.send(new_form(operator, PENSION), "", 303, name=NAME)
    sent.location = sent.location.removesuffix("/change")
    page = operator.get(sent.location)
    assert "भरना बाकी" in page.text
    page = operator.get(f"{sent.location}/to/submitted")
    assert page.forms == []
    assert f"{sent.location}/change" in page.links


def test_who_came_before_is_filled_in(operator: Browser, in_world: World) -> None:
    engine.run(
        "INSERT INTO customer (society_id, id, name_hi, village_hi, mobile, category, added_at, "
        "added_by, mobile_reversed, sort_key) VALUES (?, 1, 'मीना', 'बमनाला', ?, '', 1, ?, ?, ?)",
        in_world.society_id, MOBILE, in_world.person("operator").id, MOBILE[::-1], b"x",
    )  # fmt: skip
    disconnect()
    form = new_form(operator, customer=1)
    assert (form.fields["name"], form.fields["village"], form.fields["mobile"]) == (
        "मीना", "बमनाला", MOBILE,
    )  # fmt: skip
    operator.send(form)
    disconnect()
    one = found(in_world, 1)
    assert (one.register, one.record_id) == (1, 1)


@pytest.mark.parametrize("query", ["member_no=999", "customer=7", "member=7", "visit=9"])
def test_somebody_of_elsewhere_is_not_found(operator: Browser, query: str) -> None:
    assert operator.open("GET", f"/applications/new?service={CERTIFICATE}&{query}").status == 404


@pytest.mark.parametrize("service_id", ["", "none", "bill-001", "cert-0'"])
def test_what_has_no_form_is_not_begun(operator: Browser, service_id: str) -> None:
    operator.get(f"/applications/new?{urlencode({'service': service_id})}", 404)


def test_ten_clicks_begin_one(operator: Browser, in_world: World) -> None:
    form = new_form(operator)
    places = {operator.send(form, "", 303, **PERSON).location for _ in range(10)}
    assert len(places) == 1
    assert operator.send(form, "", 409, name="दूसरा").refusal == "FormWasUsedForOther"


def test_a_forged_token_begins_nothing(operator: Browser, in_world: World) -> None:
    form = new_form(operator)
    for token in ("", "x" * 28, form.token[:-1] + "A", new_form(operator, PENSION).token[::-1]):
        page = operator.post(
            "/applications/new", {**form.fields, "name": NAME, "form_token": token}, 400
        )
        assert page.refusal == "FormIsForeign"
    disconnect()
    assert engine.value("SELECT count(*) FROM application") == 0


def test_no_field_takes_an_aadhaar_number(operator: Browser, in_world: World) -> None:
    form = new_form(operator, PENSION)
    own = [one for one in form_of(PENSION).fields if one.shape not in _CHOSEN]
    for name in ("name", "guardian", "village", "mobile"):
        page = operator.send(form, "", 422, **({"name": NAME} | {name: AADHAAR}))
        assert name in page.errors, name
        assert_is_unsaid(page)
    one = begin(operator, PENSION)
    form = operator.get(f"/applications/{one}/change").form()
    for field in own:
        page = operator.send(form, "", 422, **{f"a_{field.code}": AADHAAR})
        assert f"a_{field.code}" in page.errors, field.code
        assert_is_unsaid(page)
    disconnect()
    kept = str(engine.rows("SELECT * FROM application")) + str(
        engine.rows("SELECT * FROM application_event")
    )
    assert AADHAAR.replace(" ", "") not in kept
    assert AADHAAR not in kept


_CHOSEN = (Shape.CHOICE, Shape.YES_NO)


def assert_is_unsaid(page: Page) -> None:
    """Nothing of a whole Aadhaar number stands on the page that refused it."""
    assert AADHAAR not in page.html
    assert AADHAAR.replace(" ", "") not in page.html


def test_every_mistake_is_said_at_its_field(operator: Browser) -> None:
    page = operator.send(new_form(operator), "", 422, name="", mobile="12")
    assert "mobile" in page.errors
    page = operator.send(page.form(), "", 422, name=" ", mobile=MOBILE)
    assert "name" in page.errors
    one = begin(operator, PENSION)
    fields = form_of(PENSION).fields
    date = next(f"a_{one.code}" for one in fields if one.shape is Shape.BIRTH)
    form = operator.get(f"/applications/{one}/change").form()
    for typed in ("31-02-1960", "01-01-2030", "1-1-60", "कल"):
        assert date in operator.send(form, "", 422, **{date: typed}).errors, typed
    page = operator.send(form, "", 422, **{date: "31-02-1960"})
    operator.send(page.form(), "", 303, **{date: "15-08-1966"})


# Changing and moving.


def test_a_draft_is_filled_in_further(operator: Browser, in_world: World) -> None:
    operator.send(new_form(operator, PENSION), "", 303, name=NAME)
    form = operator.get("/applications/1/person").form()
    assert form.fields["name"] == NAME
    operator.send(form, "", 303, village="बमनाला", paper0="1")
    operator.send(operator.get("/applications/1/change").form(), "", 303, **own_fields(PENSION))
    disconnect()
    one = found(in_world, 1)
    assert (one.village, one.version) == ("बमनाला", 3)
    assert next(iter(one.papers.values())) == "yes"
    assert set(one.answers) == set(filled(form_of(PENSION)))
    disconnect()
    for path in ("change", "person"):
        form = operator.get(f"/applications/1/{path}").form()
        again = operator.post(f"/applications/1/{path}", form.fields | {"version": "1"}, 409)
        assert again.refusal == "ApplicationHasChanged"
        assert "/applications/1" in again.links


def test_what_is_kept_is_typed_again_as_it_was(operator: Browser, in_world: World) -> None:
    """A form that is opened and saved changes nothing that is kept."""
    one = begin(operator, PENSION)
    disconnect()
    before = found(in_world, one).answers
    disconnect()
    operator.send(operator.get(f"/applications/{one}/change").form(), "", 303)
    disconnect()
    assert found(in_world, one).answers == before


def test_an_application_is_followed_to_its_end(operator: Browser, in_world: World) -> None:
    one = begin(operator)
    page = operator.get(f"/applications/{one}/to/submitted")
    assert f"/applications/{one}/fields" in page.links
    step(operator, one, "submitted", department_no="RTPS/2026/१२३", remind_on="10-12-2026")
    page = operator.get(f"/applications/{one}")
    assert "RTPS/2026/123" in page.text
    assert "10-12-2026" in page.text
    assert f"/applications/{one}/change" not in page.links
    step(operator, one, "wanted", reason="शपथ पत्र")
    assert "शपथ पत्र" in operator.get(f"/applications/{one}").text
    step(operator, one, "submitted")
    step(operator, one, "ready")
    step(operator, one, "handed_over")
    page = operator.get(f"/applications/{one}")
    assert page.one("div", data_application=True).get("data-state") == "handed_over"
    assert not any("/to/" in link for link in page.links)
    operator.get(f"/applications/{one}/to/ready", 409)
    assert operator.get(f"/applications/{one}/change", 303).location == f"/applications/{one}"


def test_papers_that_are_missing_are_asked_about(operator: Browser, in_world: World) -> None:
    operator.send(new_form(operator), "", 303, **PERSON)
    operator.send(operator.get("/applications/1/change").form(), "", 303, **own_fields(CERTIFICATE))
    one = 1
    page = step(operator, one, "submitted", 422, department_no="1")
    assert page.refusal == "PaperIsMissing"
    assert "सब कागज़ नहीं हैं" in page.text
    operator.send(page.form(), "", 303, department_no="1", is_sure="1")


def test_the_same_number_twice_is_said_at_the_field(operator: Browser) -> None:
    first, second = begin(operator), begin(operator)
    step(operator, first, "submitted", department_no="RTPS/1")
    page = step(operator, second, "submitted", 422, department_no="rtps / १")
    assert page.refusal == "DepartmentNumberIsTaken"
    assert f"आवेदन {first} में" in page.errors["department_no"]


@pytest.mark.parametrize("name", ["department_no", "remind_on"])
def test_a_step_takes_no_aadhaar_number(operator: Browser, name: str) -> None:
    one = begin(operator)
    page = step(operator, one, "submitted", 422, **({"department_no": "1"} | {name: AADHAAR}))
    assert name in page.errors
    assert AADHAAR not in page.html
    assert AADHAAR.replace(" ", "") not in page.html


def test_a_reminder_is_for_a_day_to_come(operator: Browser) -> None:
    one = begin(operator)
    for on in ("24-11-2026", "01-01-2020", "31-12-2031", "xx"):
        page = step(operator, one, "submitted", 422, department_no="1", remind_on=on)
        assert "remind_on" in page.errors


def test_ten_clicks_are_one_step(operator: Browser, in_world: World) -> None:
    one = begin(operator)
    form = operator.get(f"/applications/{one}/to/submitted").form()
    for _ in range(10):
        assert operator.send(form, "", 303, department_no="5").location == f"/applications/{one}"
    disconnect()
    moved = [one.what for one in stored.events(in_world.society_id, one)]
    assert moved.count("moved") == 1


def test_two_operators_at_once(operator: Browser, browser: Browsers, in_world: World) -> None:
    one = begin(operator)
    manager = browser("manager")
    mine = operator.get(f"/applications/{one}/to/submitted").form()
    theirs = manager.get(f"/applications/{one}/to/withdrawn").form()
    operator.send(mine, "", 303, department_no="5")
    page = manager.send(theirs, "", 409)
    assert page.refusal == "ApplicationHasChanged"
    assert "विभाग में जमा" in page.text
    assert f"/applications/{one}" in page.links


def test_no_step_is_made_out_of_turn(operator: Browser) -> None:
    one = begin(operator, PENSION)
    for state in ("sanctioned", "paying", "nonsense", "taken"):
        operator.get(f"/applications/{one}/to/{state}", 409)
    form = operator.get(f"/applications/{one}/to/submitted").form()
    operator.post(f"/applications/{one}/to/sanctioned", form.fields, 400)  # another form's token


# Notes and hand-over.


def test_a_note_with_a_reminder_and_a_hand_over(
    operator: Browser, browser: Browsers, in_world: World
) -> None:
    one = begin(operator)
    form = operator.get(f"/applications/{one}/note").form()
    assert operator.send(form, "", 422).refusal == "NothingIsSaid"
    operator.send(form, "", 303, said="पटवारी को फ़ोन किया", remind_on="25-11-2026")
    manager = in_world.person("manager").id
    disconnect()
    form = operator.get(f"/applications/{one}/keeper").form()
    assert operator.send(form, "", 422, said="देखिए").errors
    assert operator.send(form, "", 422, keeper=str(manager)).refusal == "NothingIsSaid"
    operator.send(form, "", 303, keeper=str(manager), said="कल पटवारी से मिलें")
    page = operator.get(f"/applications/{one}")
    assert "कल पटवारी से मिलें" in page.text
    assert "गणेश पाटीदार" in page.text
    in_world.clock.move(days=1)
    page = browser("manager").get("/applications?due=1")
    assert f"/applications/{one}" in page.links


# The list.


def test_the_list_finds_and_filters(operator: Browser, in_world: World) -> None:
    one, two = begin(operator), begin(operator, PENSION, name="शांति बाई", mobile="9876509999")
    step(operator, two, "submitted", department_no="MP-77")
    page = operator.get("/applications")
    rows = [each.get("data-application") for each in page.all("li", data_application=True)]
    assert rows == [str(one), str(two)]
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
        rows = [each.get("data-application") for each in page.all("li", data_application=True)]
        assert rows == [str(each) for each in wanted], query
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
    assert other.get("/applications").all("li", data_application=True) == []
    assert other.get(f"/applications?q={one}").all("li", data_application=True) == []


def test_officers_read_and_don_t_act(browser: Browsers, operator: Browser) -> None:
    one = begin(operator)
    officer = browser("officer")
    page = officer.get(f"/applications/{one}?society=KHR001")
    assert not any("/to/" in link for link in page.links)
    officer.get(f"/applications/{one}/to/submitted?society=KHR001", 403)
    officer.get("/applications?society=KHR001")
    officer.get(f"/applications/{one}?society=ALM001", 404)
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
    assert "चल रहे आवेदन: 1" in page.text
    assert "/applications?due=1" not in page.links
    in_world.clock.move(days=1)
    page = browser("operator").get("/")
    assert "/applications?due=1" in page.links
    assert "/applications" not in browser("chairman").get("/").links
