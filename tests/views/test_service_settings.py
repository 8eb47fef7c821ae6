"""A district sets fees and switches services: read back, sent once, kept with who and when."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from portal.storage import engine
from tests.browser_client import Browser, Form, Page
from tests.world import World

Browsers = Callable[..., Browser]
PATH = "/services/settings/cert-019"


@pytest.fixture
def district(open_world: World, browser: Browsers) -> Browser:
    """The district officer of Khargone."""
    return browser("district")


def the_form(page: Page, field: str) -> Form:
    return next(one for one in page.forms if field in one.fields)


def sets_fee(who: Browser, **fields: object) -> Page:
    wanted = {"fee": "35", "valid_from": "24-11-2026", "source": "आदेश 12"} | fields
    back = who.send(the_form(who.get(PATH), "fee"), "", 200, **wanted)
    return who.follow(who.send(back.form(PATH), "confirm"))


def switches(who: Browser, reason: str = "मशीन खराब", path: str = PATH) -> Page:
    back = who.send(the_form(who.get(path), "reason"), "", 200, reason=reason)
    return who.follow(who.send(back.form(path), "confirm"))


def rows() -> tuple[int, int]:
    engine.disconnect()
    return (
        engine.value("SELECT COUNT(*) FROM service_fee WHERE place_id IS NOT NULL"),
        engine.value("SELECT COUNT(*) FROM service_switch"),
    )


def test_the_officer_finds_a_service_and_sets_its_fee_in_two_steps(district: Browser) -> None:
    assert "/services/settings" in district.get("/places").links
    page = district.get("/services/settings?q=jati")
    assert PATH in page.links
    form = the_form(district.get(PATH), "fee")
    assert form.fields["valid_from"] == "24-11-2026"
    back = district.send(form, "", 200, fee="३५", valid_from="25-11-2026", source="आदेश 12")
    assert "पैंतीस रुपये" in back.text
    assert "25-11-2026 से, पूरे खरगोन में" in back.text
    assert rows() == (0, 0)
    page = district.follow(district.send(back.form(PATH), "confirm"))
    assert "25-11-2026 से: ₹ 35" in page.text
    assert "सुनीता वर्मा" in page.text
    assert rows() == (1, 0)
    page = district.get("/services/settings")
    assert "जाति प्रमाण पत्र" in page.text
    assert "आदेश 12" in page.text


def test_a_fee_set_for_today_stands_on_the_page_of_the_service(
    district: Browser, browser: Browsers
) -> None:
    sets_fee(district)
    for who in (browser("operator"), browser("officer")):
        assert "₹ 35" in who.get("/services/item/cert-019").text
    assert "₹ 40" in browser().get("/services/item/cert-019").text  # a state's word is not there


def test_back_to_the_form_keeps_what_was_written(district: Browser) -> None:
    form = the_form(district.get(PATH), "fee")
    back = district.send(form, "", 200, fee="35", valid_from="24-11-2026", source="आदेश 12")
    again = the_form(district.send(back.form(PATH), "change", 200), "fee")
    assert (again.fields["fee"], again.fields["source"]) == ("35", "आदेश 12")
    assert rows() == (0, 0)


@pytest.mark.parametrize(
    ("fields", "field", "words"),
    [
        ({"fee": ""}, "fee", "राशि लिखें"),
        ({"fee": "abc"}, "fee", "यह राशि नहीं"),
        ({"fee": "35.50"}, "fee", "पूरे रुपय"),
        ({"fee": "200000"}, "fee", "1,00,000"),
        ({"fee": "-5"}, "fee", "निशान (−) के बिना"),
        ({"valid_from": "23-11-2026"}, "valid_from", "आज या आगे की तारीख"),
        ({"valid_from": "01-01-2029"}, "valid_from", "एक वर्ष के भीतर"),
        ({"valid_from": "31-02-2027"}, "valid_from", ""),
        ({"valid_from": ""}, "valid_from", ""),
        ({"source": " "}, "source", "किसके आदेश से"),
        ({"source": "क" * 81}, "source", "80"),
        ({"source": "2345 6789 0124"}, "source", "आधार"),
    ],
)
def test_bad_input_is_said_at_its_field(
    district: Browser, fields: dict[str, str], field: str, words: str
) -> None:
    wanted = {"fee": "35", "valid_from": "24-11-2026", "source": "आदेश 12"} | fields
    page = district.send(the_form(district.get(PATH), "fee"), "", 422, **wanted)
    assert list(page.errors) == [field]
    assert words in page.errors[field]
    assert page.errors[field]
    again = the_form(page, "fee")
    assert {name: again.fields[name] for name in wanted} | {"source": ""} == wanted | {"source": ""}
    assert rows() == (0, 0)


def test_a_fee_of_nothing_is_free(district: Browser, browser: Browsers) -> None:
    sets_fee(district, fee="0")
    assert "निःशुल्क" in browser("operator").get("/services/item/cert-019").text


def test_a_form_sent_twice_sets_once_and_other_content_is_refused(district: Browser) -> None:
    """P1."""
    form = the_form(district.get(PATH), "fee")
    back = district.send(form, "", 200, fee="35", valid_from="24-11-2026", source="आदेश 12")
    sent = back.form(PATH)
    first = district.send(sent, "confirm")
    assert district.send(sent, "confirm").location == first.location
    assert rows() == (1, 0)
    other = {**sent.fields, "fee": "99", "confirm": "1"}
    assert district.post(PATH, other, 409).refusal == "FormWasUsedForOther"
    assert rows() == (1, 0)


def test_a_service_is_switched_off_and_on_again(district: Browser, browser: Browsers) -> None:
    page = switches(district)
    assert "यह सेवा यहाँ बंद है" in page.text
    operator = browser("operator")
    assert "मशीन खराब" in operator.get("/services/item/cert-019").text
    assert "/services/item/cert-019" not in operator.get("/services/cert").links
    page = district.get("/services/settings")
    assert "अभी बंद सेवाएँ" in page.text
    assert "बंद" in district.get("/services/settings?q=jati").text
    page = switches(district, "ठीक हो गई")
    assert "यह सेवा यहाँ चालू है" in page.text
    assert "/services/item/cert-019" in operator.get("/services/cert").links
    assert rows() == (0, 2)


def test_a_switch_without_a_reason_is_refused_at_its_field(district: Browser) -> None:
    page = district.send(the_form(district.get(PATH), "reason"), "", 422, reason="")
    assert list(page.errors) == ["reason"]
    assert rows() == (0, 0)
    form = the_form(district.get(PATH), "reason")
    district.post(PATH, {**form.fields, "turn": "zzz", "reason": "क"}, 404)


def test_a_form_without_its_token_sets_nothing(district: Browser) -> None:
    sent = {"fee": "35", "valid_from": "24-11-2026", "source": "आदेश 12", "confirm": "1"}
    assert district.post(PATH, sent, 400).refusal == "FormIsForeign"
    assert rows() == (0, 0)


def test_services_of_other_states_are_not_set(district: Browser) -> None:
    district.get("/services/settings/cert-001", 404)
    district.get("/services/settings/none", 404)
    district.post("/services/settings/cert-001", {"turn": "off", "reason": "क"}, 404)


def test_a_state_sets_for_all_its_districts(district: Browser, browser: Browsers) -> None:
    state = browser("state")
    assert "/services/settings" in state.get("/places").links
    sets_fee(state, fee="45")
    assert "₹ 45" in browser("operator").get("/services/item/cert-019").text
    assert "मध्य प्रदेश ने तय किया" in browser().get("/services/item/cert-019").text


@pytest.mark.parametrize("username", ["operator", "manager", "officer", "auditor", "admin"])
def test_nobody_else_sets_anything(open_world: World, browser: Browsers, username: str) -> None:
    """P9."""
    who = browser(username)
    assert who.get("/services/settings", 403).refusal == "DeedIsNotAllowed"
    assert "/services/settings" not in who.get("/services").links
