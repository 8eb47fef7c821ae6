"""The queue on screen and on paper: one tap gives a number, one calls the next."""

from __future__ import annotations

from collections.abc import Callable

import brotli
import pytest

from portal.actions.customers import add_customer
from portal.storage import queue as stored
from tests.browser_client import Browser, Page
from tests.members_world import a_member
from tests.services_world import begins
from tests.world import TODAY, World

Browsers = Callable[..., Browser]
AADHAAR = "234567890124"


def taps(browser: Browser) -> Page:
    """Press the one button that gives a number."""
    page = browser.get("/queue")
    return browser.follow(browser.send(page.form("/queue/new")))


def gives(browser: Browser, **fields: object) -> Page:
    return browser.follow(browser.send(browser.get("/queue/new").form("/queue/new"), **fields))


def calls(browser: Browser, button: str = "") -> Page:
    return browser.follow(browser.send(browser.get("/queue").form("/queue"), button))


def deed(browser: Browser, no: int, what: str) -> Page:
    path = f"/queue/{TODAY}/{no}"
    return browser.follow(browser.send(browser.get(path).form(path), f"deed={what}"))


def test_one_tap_gives_a_number_before_the_day_is_open(world: World, browser: Browsers) -> None:
    operator = browser("operator")
    page = taps(operator)
    assert page.path == f"/queue/{TODAY}/1?new=1"
    assert "बारी नंबर 1" in page.text
    assert taps(operator).path == f"/queue/{TODAY}/2?new=1"


def test_the_list_says_who_is_called_and_who_waits(world: World, browser: Browsers) -> None:
    operator, manager = browser("operator"), browser("manager")
    gives(operator, name="राम लाल", mobile="3210")
    gives(operator, mobile="९८७६५४३२१०")
    taps(operator)
    page = calls(operator)
    assert page.path == f"/queue/{TODAY}/1"
    assert "राम लाल" in page.text
    page = manager.get("/queue")
    assert "अभी काउंटर पर: 1" in page.text
    assert "रेखा मंडलोई" in page.text
    assert "इंतज़ार में: 2" in page.text
    assert "…3210" in page.text
    assert calls(manager).path == f"/queue/{TODAY}/2"
    assert calls(operator, "done").path == f"/queue/{TODAY}/3"
    assert "हो गए या चले गए: 1" in operator.get("/queue").text
    page = operator.get("/queue?ended=1")
    assert "✓ काम हो गया" in page.text
    page = manager.post("/queue", {"form_token": manager.get("/queue").form("/queue").token}, 409)
    assert page.refusal == "NobodyWaits"
    assert "अभी कोई इंतज़ार में नहीं है" in page.warnings


def test_the_piece_is_small_and_silent_where_nothing_changed(
    world: World, browser: Browsers
) -> None:
    operator = browser("operator")
    names = ("राम लाल", "कमला बाई", "सुशीला देवी", "मोहन सिंह", "गीता", "भगवती प्रसाद")
    for name in names * 2:
        gives(operator, name=name)
    calls(operator)
    calls(browser("manager"))
    page = operator.piece("/queue/waiting")
    body = page.html.encode()
    assert len(brotli.compress(body, quality=5)) <= 500, len(body)
    (again,) = page.all("a", data_hx_get=True)
    silent = operator.open("GET", again.get("data-hx-get", ""), headers={"HX-Request": "true"})
    assert (silent.status, silent.body) == (204, b"")
    taps(operator)
    assert "इंतज़ार में: 11" in operator.piece(again.get("data-hx-get", "")).text
    assert operator.get("/queue/waiting", 303).location == "/queue"


def test_a_long_queue_weighs_little(world: World, browser: Browsers) -> None:
    operator = browser("operator")
    for _ in range(30):
        gives(operator, name="भगवती प्रसाद")
    assert "और 18" in operator.get("/queue").text
    assert len(brotli.compress(operator.piece("/queue/waiting").html.encode(), quality=5)) <= 500


def test_a_member_or_customer_brings_name_and_mobile(open_world: World, browser: Browsers) -> None:
    operator = browser("operator")
    a_member(open_world, member_no="12", mobile="9876543210")
    page = gives(operator, member_no="१२")
    assert "सुशीला देवी" in page.text
    assert "/members/12" in deed(operator, 1, "call").links
    add_customer(open_world.doer(), open_world.slip(), 1, "कमला", "", "9812345678")
    form = operator.get("/queue/new?customer=1").form("/queue/new")
    page = operator.follow(operator.send(form))
    assert "कमला" in page.text
    assert "/customers/1" in deed(operator, 2, "call").links
    form = operator.get("/queue/new").form("/queue/new")
    page = operator.send(form, "", 422, member_no="77")
    assert page.refusal == "MemberIsUnknown"
    for field, typed in (("name", f"राम {AADHAAR}"), ("mobile", "321"), ("mobile", AADHAAR)):
        page = operator.send(form, "", 422, **{field: typed})
        assert list(page.errors) == [field]
        assert AADHAAR not in page.html
    assert stored.last_no(1, TODAY) == 2


def test_a_number_leads_into_the_work_with_its_person(open_world: World, browser: Browsers) -> None:
    operator = browser("operator")
    gives(operator, name="राम लाल", mobile="9876543210", member_no="")
    page = calls(operator)
    assert "/visits/fee?token=1" in page.links
    form = operator.get("/visits/fee?token=1").form()
    assert (form.fields["name"], form.fields["mobile"]) == ("राम लाल", "9876543210")
    operator.send(form, usual="फोटोकॉपी", own=5)
    assert "/visits/1" in operator.get(f"/queue/{TODAY}/1").links


def test_each_deed_of_a_number_stands_in_its_history(world: World, browser: Browsers) -> None:
    operator = browser("operator")
    taps(operator)
    for what in ("call", "call_again", "leave", "put_back", "call", "serve"):
        deed(operator, 1, what)
    page = operator.get(f"/queue/{TODAY}/1")
    for said in (
        "नंबर दिया",
        "काउंटर पर बुलाया",
        "फिर पुकारा",
        "नहीं आए",
        "फिर से इंतज़ार में",
        "काम हो गया",
    ):
        assert said in page.text
    assert page.form(f"/queue/{TODAY}/1").button("deed=put_back")
    assert not page.form(f"/queue/{TODAY}/1").button("deed=serve")


def test_a_colleague_gets_somebody_with_a_word(world: World, browser: Browsers) -> None:
    operator, manager = browser("operator"), browser("manager")
    taps(operator)
    calls(operator)
    path = f"/queue/{TODAY}/1"
    form = operator.get(path + "/over").form(path + "/over")
    assert form.choices["to_person"] == [str(world.person("manager").id)]
    page = operator.send(form, "", 422, said="")
    assert page.refusal == "WordIsMissing"
    page = operator.follow(operator.send(form, said="हस्ताक्षर चाहिए"))
    assert "गणेश पाटीदार" in page.text
    assert "हस्ताक्षर चाहिए" in calls(manager).text
    strange = {**form.fields, "to_person": world.person("operator2").id, "said": "x", "version": 4}
    token = operator.get(path + "/over").form(path + "/over").token
    page = operator.post(path + "/over", strange | {"form_token": token}, 422)
    assert page.refusal == "ColleagueIsMissing"


def test_a_page_that_is_old_changes_nothing(world: World, browser: Browsers) -> None:
    operator = browser("operator")
    taps(operator)
    path = f"/queue/{TODAY}/1"
    form = operator.get(path).form(path)
    calls(browser("manager"))
    assert operator.send(form, "deed=call", 409).refusal == "TokenHasChanged"
    assert operator.post(path, form.fields | {"deed": "hand_over"}).location == path
    world.clock.move(days=1)
    operator.signs_in("operator")
    page = operator.get(path)
    assert page.all("button", name="deed") == []


@pytest.mark.parametrize("size", ["58", "80", "a5"])
def test_the_slip_of_a_number_is_read_from_afar(size: str, world: World, browser: Browsers) -> None:
    operator = browser("operator")
    taps(operator)
    gives(operator, name="राम लाल")
    page = operator.get(f"/queue/{TODAY}/2/slip?size={size}")
    assert page.one("p", class_="G").find("i").text == "2"  # type: ignore[union-attr]
    for said in ("पैक्स भीकनगाँव", "आपका नंबर", "राम लाल", "24-11-2026 10:00", "आपसे पहले: 1"):
        assert said in page.text.replace("\N{NO-BREAK SPACE}", " ")
    assert "अगली बारी आपकी" in operator.get(f"/queue/{TODAY}/1/slip").text
    assert len(page.body) <= 1_000


def test_others_do_not_see_the_queue(world: World, browser: Browsers) -> None:
    """P9."""
    taps(browser("operator"))
    browser("operator2").get(f"/queue/{TODAY}/1", 404)
    assert "कोई इंतज़ार में नहीं" in browser("operator2").get("/queue").text
    assert browser("chairman").get("/queue", 403).refusal == "DeedIsNotAllowed"
    assert browser().get("/queue", 303).location.startswith("/login")
    form = browser("operator").get("/queue").form("/queue/new")
    page = browser("operator2").post("/queue/new", form.fields, 400)
    assert page.refusal == "FormIsForeign"


def test_home_and_the_menu_lead_to_the_queue(open_world: World, browser: Browsers) -> None:
    operator = browser("operator")
    assert "/queue" not in operator.get("/").links
    assert "/queue" in operator.get("/services").links
    taps(operator)
    assert "/queue" in operator.get("/").links


def test_a_service_may_be_said_and_is_begun_with_its_form(
    open_world: World, browser: Browsers
) -> None:
    operator = browser("operator")
    form = operator.get("/queue/new?service=cert-019").form("/queue/new")
    assert form.fields["service"] == "cert-019"
    operator.send(form)
    page = calls(operator)
    assert "जाति प्रमाण पत्र" in page.text
    assert "/applications/new?service=cert-019&token=1" in page.links
    assert operator.get("/queue/new?service=nothing").form("/queue/new").fields["service"] == ""
    page = operator.post("/queue/new", form.fields | {"service": "nothing"}, 404)
    assert page.refusal == "ServiceIsUnknown"


def test_an_application_that_is_begun_stands_at_the_number(
    open_world: World, browser: Browsers
) -> None:
    operator = browser("operator")
    gives(operator, name="राम लाल")
    calls(operator)
    begins(open_world)
    assert "/applications/1" in operator.get(f"/queue/{TODAY}/1").links


def test_what_changed_meanwhile_is_not_handed_over(world: World, browser: Browsers) -> None:
    operator = browser("operator")
    taps(operator)
    path = f"/queue/{TODAY}/1"
    form = operator.get(path + "/over").form(path + "/over")
    calls(browser("manager"))
    assert operator.send(form, "", 409, said="क्यों").refusal == "TokenHasChanged"
    page = operator.send(form, "", 422, said="क" * 200)
    assert list(page.errors) == ["said"]


def test_a_name_is_shown_as_it_was_written_and_nothing_more(
    world: World, browser: Browsers
) -> None:
    operator = browser("operator")
    name = "<img src=x onerror=alert(1)>'\"; DROP TABLE queue_token --"
    gives(operator, name=name)
    for path in ("/queue", f"/queue/{TODAY}/1", f"/queue/{TODAY}/1/slip"):
        page = operator.get(path)
        assert name in page.text
        assert page.all("img") == []
