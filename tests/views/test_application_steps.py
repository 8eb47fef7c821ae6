"""The pages on which an application is filled in, moved on, noted and handed over."""

from __future__ import annotations

import pytest

from portal.storage import applications as stored
from portal.storage.engine import disconnect
from tests.browser_client import Browser
from tests.services_world import (
    CERTIFICATE,
    NAME,
    PENSION,
    filled,
    form_of,
    found,
    own_fields,
)
from tests.views.applications_counter import (
    AADHAAR,
    PERSON,
    Browsers,
    begin,
    in_world,
    new_form,
    operator,
    step,
)
from tests.world import World

__all__ = ["in_world", "operator"]


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
