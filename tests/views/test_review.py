"""The officer's remark on the society's side, and its answer."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from portal.actions import verification
from portal.storage import days
from tests.browser_client import Browser
from tests.rounds import does_day
from tests.world import TODAY, World

Browsers = Callable[..., Browser]
PAGE = f"/day/review/{TODAY}"
REMARK = "बैंक जमा पर्ची संख्या 4 का कागज नहीं मिला"


@pytest.fixture
def sent_back(world: World) -> World:
    """Give KHR001 with Tuesday sent back."""
    world.starts_books()
    does_day(world, world.society())
    verification.remark_on_day(
        world.doer("officer"), world.slip("officer"), world.society_id, TODAY, "sent_back", REMARK,
        "/officer",
    )  # fmt: skip
    return world


def review(world: World) -> str:
    day = days.day(world.society_id, TODAY)
    assert day is not None
    return day.review


@pytest.mark.parametrize("username", ["operator", "manager", "accountant"])
def test_home_leads_to_the_remark_and_the_answer_goes_back(
    sent_back: World, browser: Browsers, username: str
) -> None:
    someone = browser(username)
    assert PAGE in someone.get("/").links
    page = someone.get(PAGE)
    assert REMARK in page.text
    done = someone.send(page.form(PAGE), remark="पर्ची बही में लगा दी")
    assert (done.location, review(sent_back)) == ("/", "replied")
    assert PAGE not in someone.get("/").links
    after = someone.get(PAGE)
    assert after.all("form") == []
    assert "पर्ची बही में लगा दी" in after.text


def test_the_officer_reads_the_answer_and_verifies(sent_back: World, browser: Browsers) -> None:
    operator, officer = browser("operator"), browser("officer")
    operator.send(operator.get(PAGE).form(PAGE), remark="पर्ची बही में लगा दी")
    assert "उत्तर आया" in officer.get("/officer").text
    page = officer.get(f"/officer/KHR001/{TODAY}")
    assert "पर्ची बही में लगा दी" in page.text
    officer.send(page.form(button="outcome=verified"), "outcome=verified")
    assert review(sent_back) == "verified"


def test_an_answer_sent_twice_is_kept_once(sent_back: World, browser: Browsers) -> None:
    """P1."""
    operator = browser("operator")
    form = operator.get(PAGE).form(PAGE)
    for _ in range(2):
        assert operator.send(form, remark="लगा दी").location == "/"
    acts = [one.kind for one in days.acts_on(sent_back.society_id, TODAY)]
    assert acts.count("replied") == 1


@pytest.mark.parametrize("remark", ["", "  ", "2345 6789 0124"])
def test_an_answer_needs_words_and_no_aadhaar_number(
    sent_back: World, browser: Browsers, remark: str
) -> None:
    """P12."""
    operator = browser("operator")
    page = operator.send(operator.get(PAGE).form(PAGE), "", 422, remark=remark)
    assert page.errors["remark"]
    assert review(sent_back) == "sent_back"
    operator.send(page.form(PAGE), remark="लगा दी")


def test_nothing_is_answered_where_nothing_was_written(world: World, browser: Browsers) -> None:
    world.starts_books()
    does_day(world, world.society())
    operator = browser("operator")
    page = operator.get(PAGE)
    assert page.all("form") == []
    assert "कुछ नहीं लिखा गया" in page.text


def test_a_remark_is_read_and_answered_in_the_own_society_alone(
    sent_back: World, browser: Browsers
) -> None:
    """P9."""
    browser("operator2").get(PAGE, 404)
    browser("operator2").get(f"{PAGE}?society=KHR001", 404)
    for username in ("chairman", "officer", "auditor"):
        browser(username).get(PAGE, 403)


def test_a_day_that_is_not_in_the_books_is_unknown(sent_back: World, browser: Browsers) -> None:
    assert browser("operator").get("/day/review/2020-01-01", 404).refusal == "DayIsUnknown"
