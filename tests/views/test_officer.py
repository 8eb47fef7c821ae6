"""The officer's first page and the check of a day, as a browser without scripts meets them."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from portal.actions import day as day_actions
from portal.domain.people import Doer
from portal.storage import days
from tests.browser_client import Browser, Page
from tests.rounds import adds_societies, closes_day, does_day
from tests.world import TODAY, World

Browsers = Callable[..., Browser]
WEDNESDAY = "2026-11-25"
DAY = f"/officer/KHR001/{TODAY}"


@pytest.fixture
def wednesday(world: World) -> World:
    """Give KHR001 with a clean closed Tuesday, on Wednesday at ten."""
    world.starts_books()
    does_day(world, world.society())
    world.clock.move(days=1)
    return world


def review(world: World, on: str = TODAY) -> str:
    day = days.day(world.society_id, on)
    assert day is not None
    return day.review


def taps(page: Page) -> list[str]:
    """List what the buttons of the round verify."""
    return [one.get("value", "") for one in page.all("button", name="verify")]


def test_the_officer_lands_on_the_round_of_the_own_block(
    wednesday: World, browser: Browsers
) -> None:
    officer = browser("officer")
    assert officer.get("/", 303).location == "/officer"
    page = officer.get("/officer")
    assert page.title == "आज की जाँच: भीकनगाँव 2 समितियाँ"
    assert "पैक्स हवालबाग" not in page.text
    assert "0 लाल 1 ध्यान दें 1 ठीक" in page.text
    assert taps(page) == [f"KHR001:{TODAY}"]


def test_a_day_that_is_not_opened_turns_red_at_half_past_ten(
    wednesday: World, browser: Browsers
) -> None:
    officer = browser("officer")
    wednesday.clock.move(minutes=29)
    assert "अभी नहीं खुला" in officer.get("/officer").text
    wednesday.clock.move(minutes=1)
    page = officer.get("/officer")
    assert "आज दिन नहीं खुला" in page.text
    assert "1 लाल" in page.text
    assert page.links[4] == DAY  # after bills to watch and approvals the exception stands first


def test_one_tap_verifies_and_comes_back_to_the_round(wednesday: World, browser: Browsers) -> None:
    officer = browser("officer")
    page = officer.get("/officer")
    done = officer.send(page.form("/officer"), "verify")
    assert done.location == "/officer"
    assert review(wednesday) == "verified"
    after = officer.follow(done)
    assert taps(after) == []
    assert "सत्यापित" in after.text


def test_a_double_tap_verifies_once_and_gets_the_same_answer(
    wednesday: World, browser: Browsers
) -> None:
    """P1."""
    officer = browser("officer")
    form = officer.get("/officer").form("/officer")
    for _ in range(2):
        assert officer.send(form, "verify").location == "/officer"
    acts = [one.kind for one in days.acts_on(wednesday.society_id, TODAY)]
    assert acts.count("verified") == 1


def test_the_token_of_a_verified_day_verifies_no_other(wednesday: World, browser: Browsers) -> None:
    """P1: the same token with other content is refused."""
    does_day(wednesday, wednesday.society())
    officer = browser("officer")
    form = officer.get("/officer").form("/officer")
    officer.send(form, "verify")
    other = {"form_token": form.token, "verify": f"KHR001:{WEDNESDAY}"}
    assert officer.post("/officer", other, 409).refusal == "FormWasUsedForOther"
    assert review(wednesday, WEDNESDAY) == "none"


def test_a_day_is_verified_only_once(wednesday: World, browser: Browsers) -> None:
    officer = browser("officer")
    first, second = (officer.get("/officer").form("/officer") for _ in range(2))
    officer.send(first, "verify")
    page = officer.post("/officer", {**second.fields, "verify": f"KHR001:{TODAY}"}, 409)
    assert page.refusal == "DayIsVerified"


def test_the_oldest_day_is_verified_first_and_says_its_date(
    wednesday: World, browser: Browsers
) -> None:
    does_day(wednesday, wednesday.society())
    page = browser("officer").get("/officer")
    assert taps(page) == [f"KHR001:{TODAY}"]
    assert "24-11 सत्यापित करें" in page.text


@pytest.mark.parametrize(
    ("wish", "refusal"),
    [
        (f"ALM001:{TODAY}", "SocietyIsUnknown"),
        (f"NONE:{TODAY}", "SocietyIsUnknown"),
        ("", "SocietyIsUnknown"),
        ("KHR001:2020-01-01", "DayIsUnknown"),
        ("KHR001:x", "DayIsUnknown"),
    ],
)
def test_only_days_of_the_own_block_are_verified(
    wednesday: World, browser: Browsers, wish: str, refusal: str
) -> None:
    """P9: another block's society is as unknown as one that isn't there."""
    officer = browser("officer")
    form = officer.get("/officer").form("/officer")
    page = officer.post("/officer", {"form_token": form.token, "verify": wish}, 404)
    assert page.refusal == refusal


def test_a_form_of_another_page_verifies_nothing(wednesday: World, browser: Browsers) -> None:
    officer = browser("officer")
    token = officer.get(DAY).form(button="outcome=verified").token
    page = officer.post("/officer", {"form_token": token, "verify": f"KHR001:{TODAY}"}, 400)
    assert page.refusal == "FormIsForeign"


def test_an_assistant_sees_the_round_but_verifies_nothing(
    wednesday: World, browser: Browsers
) -> None:
    page = browser("assistant").get("/officer")
    assert taps(page) == []
    assert DAY in page.links
    assert browser("assistant").post("/officer", {"verify": "x"}, 403).refusal
    assert browser("assistant").get(DAY).all("form") == []


def test_a_society_has_no_round(wednesday: World, browser: Browsers) -> None:
    for username in ("operator", "manager", "chairman"):
        browser(username).get("/officer", 403)
        browser(username).get(DAY, 403)


def test_a_district_goes_on_to_its_places(wednesday: World, browser: Browsers) -> None:
    district = browser("district")
    assert district.get("/officer", 303).location == "/places"
    assert district.get(DAY).all("form") == []


def test_a_round_of_eighteen_societies_is_light(wednesday: World, browser: Browsers) -> None:
    """P11: 3,500 bytes and ten statements; the tests' browser holds it to both."""
    for at, society in enumerate(adds_societies(wednesday, 16)):
        does_day(wednesday, society, short_rupees=at % 4)
    page = browser("officer").get("/officer")
    assert len(page.body) <= 3_500
    assert len(taps(page)) == 5


def test_the_check_of_a_day_leads_to_its_books(wednesday: World, browser: Browsers) -> None:
    page = browser("officer").get(DAY)
    assert {one.get("data-level") for one in page.all("tr", data_check=True)} == {"fine", "note"}
    for path in (f"/cashbook/{TODAY}", f"/daybook/{TODAY}", f"/day/sheet/{TODAY}", "/day"):
        assert f"{path}?society=KHR001" in page.links
    assert "रेखा मंडलोई" in page.text


def test_a_shortage_is_told_with_who_answers_for_it(wednesday: World, browser: Browsers) -> None:
    does_day(wednesday, wednesday.society(), short_rupees=150)
    officer = browser("officer")
    page = officer.get("/officer")
    assert "रोकड़ कमी ₹ 150" in page.text
    assert taps(page) == [f"KHR001:{TODAY}"]
    assert f"/officer/KHR001/{WEDNESDAY}" in page.links
    bad = officer.get(f"/officer/KHR001/{WEDNESDAY}")
    assert [one.get("data-level") for one in bad.all("tr", data_check="V6")][:2] == ["red", "red"]
    assert "छुट्टे में गलती" in bad.text


def test_the_day_is_verified_on_its_page_too(wednesday: World, browser: Browsers) -> None:
    officer = browser("officer")
    form = officer.get(DAY).form(button="outcome=verified")
    assert officer.send(form, "outcome=verified").location == "/officer"
    assert review(wednesday) == "verified"
    assert officer.get(DAY).all("form") == []
    assert officer.send(form, "outcome=verified").location == "/officer"


@pytest.mark.parametrize(
    ("outcome", "said"), [("sent_back", "लौटाया"), ("spot_check", "मौके पर जाँच")]
)
def test_a_day_is_sent_back_with_a_remark(
    wednesday: World, browser: Browsers, outcome: str, said: str
) -> None:
    officer = browser("officer")
    form = officer.get(DAY).form(button=f"outcome={outcome}")
    done = officer.send(form, f"outcome={outcome}", remark="पर्ची संख्या 4 का कागज नहीं मिला")
    assert done.location == "/officer"
    assert review(wednesday) == outcome
    page = officer.get(DAY)
    assert "पर्ची संख्या 4 का कागज नहीं मिला" in page.text
    assert said in page.text


@pytest.mark.parametrize(
    ("remark", "refusal"),
    [("", "ReasonIsMissing"), ("  ", "ReasonIsMissing"), ("2345 6789 0124", None)],
)
def test_a_remark_is_compulsory_and_holds_no_aadhaar_number(
    wednesday: World, browser: Browsers, remark: str, refusal: str | None
) -> None:
    """P12."""
    officer = browser("officer")
    form = officer.get(DAY).form(button="outcome=sent_back")
    page = officer.send(form, "outcome=sent_back", 422, remark=remark)
    assert page.refusal == refusal
    assert page.errors["remark"]
    assert review(wednesday) == "none"
    again = page.form(button="outcome=sent_back")
    officer.send(again, "outcome=sent_back", remark="कागज नहीं मिला")
    assert review(wednesday) == "sent_back"


def test_an_outcome_that_is_none_changes_nothing(wednesday: World, browser: Browsers) -> None:
    officer = browser("officer")
    token = officer.get(DAY).form(button="outcome=verified").token
    officer.post(DAY, {"form_token": token, "outcome": "none", "remark": "x"}, 400)
    assert review(wednesday) == "none"


def test_own_work_is_not_verified(wednesday: World, browser: Browsers) -> None:
    """Also where the officer only closed the day."""
    society, officer_id = wednesday.society(), wednesday.person("officer").id
    wednesday.opens_day()
    doer = Doer(officer_id, "block_officer", wednesday.clock.now_ms() + 3_600_000)
    day_actions.save_take(doer, wednesday.slip("officer"), society.id, {"d500": 52, "c1": 436})
    day_actions.close_day(doer, wednesday.slip("officer"), society.id, wednesday.keys)
    path = f"/officer/KHR001/{WEDNESDAY}"
    officer = browser("officer")
    page = officer.get(path)
    assert "इस दिन में आपने खुद काम किया है" in page.text
    assert not any(form.button("outcome=verified") for form in page.forms)
    token = page.form(button="outcome=sent_back").token
    refused = officer.post(path, {"form_token": token, "outcome": "verified"}, 403)
    assert refused.refusal == "OwnWorkIsNotVerified"
    assert review(wednesday, WEDNESDAY) == "none"


@pytest.mark.parametrize(
    ("path", "refusal"),
    [
        (f"/officer/ALM001/{TODAY}", "SocietyIsUnknown"),
        ("/officer/KHR001/2020-01-01", "DayIsUnknown"),
        ("/officer/KHR001/x", "DayIsUnknown"),
    ],
)
def test_days_outside_the_block_or_the_books_are_unknown(
    wednesday: World, browser: Browsers, path: str, refusal: str
) -> None:
    """P9."""
    assert browser("officer").get(path, 404).refusal == refusal


def test_an_open_day_has_nothing_to_check_yet(wednesday: World, browser: Browsers) -> None:
    wednesday.opens_day()
    page = browser("officer").get(f"/officer/KHR001/{WEDNESDAY}")
    assert page.all("form") == []
    assert "अभी बंद नहीं" in page.text


def test_counting_of_the_society_hides_nothing_from_the_officer(
    wednesday: World, browser: Browsers
) -> None:
    wednesday.opens_day()
    slip = wednesday.slip("operator")
    day_actions.begin_count(wednesday.doer(), slip, wednesday.society_id)
    assert "गिनती" in browser("officer").get("/officer").text
    closes_day(wednesday, wednesday.society())
    assert "आज का दिन बंद" in browser("officer").get("/officer").text


def test_the_pages_read_well_in_english(wednesday: World, browser: Browsers) -> None:
    officer = browser("officer", language="en")
    assert "1 attention 1 fine" in officer.get("/officer").text
    assert "numbers without a gap" in officer.get(DAY).text
