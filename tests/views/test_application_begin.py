"""The pages on which an application is begun: as a draft at once, for somebody, within weight."""

from __future__ import annotations

from urllib.parse import urlencode

import pytest

from portal.domain.application_forms import Shape
from portal.domain.applications import application_number
from portal.storage import engine
from portal.storage.engine import disconnect
from tests.browser_client import Browser
from tests.house import budgets
from tests.members_world import a_member
from tests.services_world import (
    CERTIFICATE,
    MOBILE,
    NAME,
    PENSION,
    form_of,
    found,
)
from tests.views.applications_counter import (
    AADHAAR,
    PERSON,
    assert_is_unsaid,
    begin,
    in_world,
    new_form,
    operator,
)
from tests.world import World

__all__ = ["in_world", "operator"]


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


def test_a_member_is_looked_for_and_applies(operator: Browser, in_world: World) -> None:
    a_member(in_world, member_no="276", name_hi="कमला", village_hi="बमनाला")
    disconnect()
    page = operator.get(f"/applications/new?service={CERTIFICATE}")
    search = f"/members?for=apply%3A{CERTIFICATE}"
    assert search in page.links
    found_ = operator.get(f"{search}&q=276&go=1", 303)
    assert found_.location == f"/applications/new?service={CERTIFICATE}&member_no=276"
    form = operator.get(found_.location).form()
    assert (form.fields["name"], form.fields["village"]) == ("कमला", "बमनाला")
    operator.send(form)
    disconnect()
    assert found(in_world, 1).register == 0


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
