"""The one token of a form (P1), through the pages of a browser."""

from __future__ import annotations

from collections.abc import Callable
from urllib.parse import parse_qs

import pytest
from flask import Flask

from portal.web import once
from tests.browser_client import Browser
from tests.world import World, traces, voucher_count

PATH = "/vouchers/new/csc_service_fee"
ENTRY = {"amount": "50", "party": "सुशीला देवी", "confirm": "1"}


@pytest.fixture
def operator(open_world: World, browser: Callable[..., Browser]) -> Browser:
    """Someone at the counter of KHR001 on an open day."""
    return browser("operator")


def filled(browser: Browser, **fields: str) -> dict[str, str]:
    return {**browser.get(PATH).form(PATH).fields, **ENTRY, **fields}


def test_a_repeat_gets_the_same_answer_and_changes_nothing(operator: Browser) -> None:
    """P1."""
    data = filled(operator)
    first = operator.post(PATH, data)
    before = traces()
    for _ in range(3):
        assert operator.post(PATH, data).location == first.location
    assert traces() == before
    assert voucher_count() == 2


def test_a_repeat_may_write_the_same_content_otherwise(operator: Browser) -> None:
    """P1: what counts is the cleaned content, not how it was typed."""
    data = filled(operator, amount="1,250")
    first = operator.post(PATH, data)
    assert operator.post(PATH, {**data, "amount": "१२५०.००"}).location == first.location
    assert operator.post(PATH, {**data, "party": "  सुशीला   देवी "}).location == first.location
    assert voucher_count() == 2


def test_a_used_form_with_other_content_shows_both(operator: Browser) -> None:
    """P1: 409 in Hindi; what is saved and what came now stand side by side."""
    data = filled(operator)
    saved = operator.post(PATH, data)
    before = traces()
    page = operator.post(PATH, {**data, "amount": "75", "party": "राम"}, 409)
    assert page.refusal == "FormWasUsedForOther"
    assert "₹ 50" in page.text
    assert "सुशीला देवी" in page.text
    assert "75" in page.text
    assert "राम" in page.text
    assert saved.location in page.links
    assert traces() == before


def test_a_repeat_after_closing_still_gets_its_answer(operator: Browser) -> None:
    """P1: the answer was lost, the day was closed meanwhile; the entry is there once."""
    data = filled(operator)
    first = operator.post(PATH, data)
    operator.counts_rupees(26_436)
    operator.closes()
    assert operator.post(PATH, data).location == first.location


def test_a_refusal_leaves_the_token_unused(operator: Browser) -> None:
    """P1: only an effect consumes a token."""
    data = filled(operator, amount="abc")
    operator.post(PATH, data, 422)
    page = operator.post(PATH, {**data, "amount": "50"})
    assert operator.post(PATH, {**data, "amount": "50"}).location == page.location
    assert voucher_count() == 2


def test_back_and_send_again_is_the_same_form(operator: Browser) -> None:
    """P1: Back from the saved voucher shows the read-back again; sending it changes nothing."""
    read_back = operator.reads_back("csc_service_fee", 50)
    form = read_back.form(button="confirm")
    first = operator.send(form, "confirm")
    operator.follow(first)
    assert operator.send(form, "confirm").location == first.location
    assert voucher_count() == 2


def test_back_and_change_keeps_the_token_and_so_cannot_double(operator: Browser) -> None:
    """P1: saved, Back, „Change“, another amount: refused, both shown."""
    form = operator.reads_back("csc_service_fee", 50).form(button="confirm")
    operator.send(form, "confirm")
    again = operator.send(form, "change", 200).form(PATH)
    assert again.token == form.token
    changed = operator.send(again, "", 200, amount=60).form(button="confirm")
    assert operator.send(changed, "confirm", 409).refusal == "FormWasUsedForOther"
    assert voucher_count() == 2


@pytest.mark.parametrize("token", ["", "x", "x" * 28, "क" * 28, "A" * 5000])
def test_a_wrong_token_does_nothing(operator: Browser, token: str) -> None:
    """P1: 400, in Hindi, nothing changed."""
    before = traces()
    data = filled(operator)
    assert operator.post(PATH, {**data, "form_token": token}, 400).refusal == "FormIsForeign"
    del data["form_token"]
    assert operator.post(PATH, data, 400).refusal == "FormIsForeign"
    assert traces() == before


def test_a_token_of_another_person_does_nothing(
    operator: Browser, browser: Callable[..., Browser]
) -> None:
    """P1, P9."""
    before = traces()
    theirs = filled(browser("manager"))["form_token"]
    page = operator.post(PATH, {**filled(operator), "form_token": theirs}, 400)
    assert page.refusal == "FormIsForeign"
    assert traces() == before


def test_a_token_of_another_address_does_nothing(operator: Browser) -> None:
    before = traces()
    other = operator.get("/vouchers/new/stationery_paid").form().token
    for token in (
        other,
        operator.get("/day/count").form().token,
        operator.get("/me").forms[0].token,
    ):
        assert operator.post(PATH, {**filled(operator), "form_token": token}, 400).refusal
    assert traces() == before


def test_a_token_of_another_society_does_nothing(
    open_world: World, browser: Callable[..., Browser]
) -> None:
    """P9: the executive assistant works for several societies; a form belongs to one."""
    open_world.starts_books(code="KHR002")
    open_world.opens_day(code="KHR002")
    open_world.works_on_behalf(of="operator2", code="KHR002")
    assistant = browser("assistant")
    data = {**assistant.get(f"{PATH}?society=KHR002").form(PATH).fields, **ENTRY}
    before = traces()
    assert assistant.post(f"{PATH}?society=KHR001", data, 403).refusal == "BehalfIsNeeded"
    assert traces() == before
    assert assistant.post(f"{PATH}?society=KHR002", data).location.endswith("society=KHR002")


def test_a_token_made_with_another_key_does_nothing(operator: Browser, app: Flask) -> None:
    data = filled(operator)
    app.config["SECRET_KEY"] = "another-key-of-the-same-length-0123456"
    assert operator.post(PATH, data, 400).refusal == "FormIsForeign"


def test_tokens_differ_from_page_to_page(operator: Browser) -> None:
    tokens = {operator.get(PATH).form(PATH).token for _ in range(20)}
    assert len(tokens) == 20
    assert {len(one) for one in tokens} == {28}


def test_a_token_is_known_by_person_society_and_address(app: Flask) -> None:
    with app.test_request_context("/day/open"):
        token = once.mint()
        assert once.is_token_of(token, 0, 0, "/day/open")
        assert not once.is_token_of(token, 1, 0, "/day/open")
        assert not once.is_token_of(token, 0, 1, "/day/open")
        assert not once.is_token_of(token, 0, 0, "/day/close")
        assert not once.is_token_of("", 0, 0, "/day/open")


# A session that ended in the middle of a form.


def expired(operator: Browser, world: World, data: dict[str, str]) -> dict[str, str]:
    """Let the session end, send the form, and return what the sign-in page carries."""
    world.clock.move(minutes=300)
    page = operator.post(PATH, data, 401)
    form = page.form("/login")
    assert "kept" in form.fields
    return form.fields


def test_a_form_survives_the_end_of_its_session(operator: Browser, open_world: World) -> None:
    """P1: signed out by idleness, signed in again, shown, read back, posted once."""
    fields = expired(operator, open_world, filled(operator))
    assert voucher_count() == 1
    page = operator.post(
        "/login", {**fields, "username": "operator", "password": "rokad-demo"}, 200
    )
    assert "सुशीला देवी" in page.text
    assert "50" in page.text
    assert voucher_count() == 1
    read_back = operator.send(page.form(PATH), "", 200)
    saved = operator.send(read_back.form(button="confirm"), "confirm")
    assert operator.send(read_back.form(button="confirm"), "confirm").location == saved.location
    assert voucher_count() == 2


def test_a_form_that_had_gone_through_before_the_session_ended_is_not_doubled(
    operator: Browser, open_world: World
) -> None:
    """P1: the answer was lost and the session ended; the same token still counts once."""
    data = filled(operator)
    first = operator.post(PATH, data)
    fields = expired(operator, open_world, data)
    page = operator.post(
        "/login", {**fields, "username": "operator", "password": "rokad-demo"}, 200
    )
    read_back = operator.send(page.form(PATH), "", 200)
    assert operator.send(read_back.form(button="confirm"), "confirm").location == first.location
    assert voucher_count() == 2


def test_a_kept_form_is_dropped_for_another_person(operator: Browser, open_world: World) -> None:
    """P1, P9: whoever else signs in sees nothing of it."""
    fields = expired(operator, open_world, filled(operator))
    page = operator.post("/login", {**fields, "username": "manager", "password": "rokad-demo"})
    assert page.location == "/"
    assert "सुशीला देवी" not in operator.follow(page).text
    assert voucher_count() == 1


def test_a_kept_form_survives_a_wrong_password(operator: Browser, open_world: World) -> None:
    fields = expired(operator, open_world, filled(operator))
    page = operator.post("/login", {**fields, "username": "operator", "password": "wrong"}, 422)
    assert page.form("/login").fields["kept"] == fields["kept"]


@pytest.mark.parametrize(
    "kept",
    ["", "null", "[]", "{", '{"to": 5}', '{"to": "/day/close", "fields": {}}',
     '{"to": "//evil.example/x", "fields": {"form_token": "x"}}', '{"to": "/x", "fields": []}'],
)  # fmt: skip
def test_a_made_up_kept_form_is_dropped(
    open_world: World, browser: Callable[..., Browser], kept: str
) -> None:
    page = browser().post(
        "/login", {"username": "operator", "password": "rokad-demo", "kept": kept, "next": "/me"}
    )
    assert page.location == "/me"


def test_a_kept_form_never_holds_a_password(
    open_world: World, browser: Callable[..., Browser]
) -> None:
    operator = browser("operator")
    form = operator.get("/me").forms[-1]
    open_world.clock.move(minutes=300)
    data = {**form.fields, "password": "rokad-demo", "new_password": "another-one"}
    page = operator.post("/me", data, 401)
    assert "another-one" not in page.html
    assert "rokad-demo" not in page.html


def test_a_link_survives_the_end_of_its_session(operator: Browser, open_world: World) -> None:
    open_world.clock.move(minutes=300)
    page = operator.get(f"{PATH}?like=1", 303)
    target = parse_qs(page.location.split("?", 1)[1])["next"]
    assert target == [f"{PATH}?like=1"]
    form = operator.follow(page).form("/login")
    answer = operator.send(form, username="operator", password="rokad-demo")
    assert answer.location == f"{PATH}?like=1"
