"""All questions on pensions on one page: a link asks, nothing is stored, each has its word."""

from __future__ import annotations

import re
from collections.abc import Callable
from urllib.parse import urlencode

import pytest

from portal.storage import engine
from tests.browser_client import Browser, Page
from tests.world import World

Browsers = Callable[..., Browser]
FORM = "/pensions/eligibility"
#: A poor widow of 60 in a village of Bihar; today is 24-11-2026.
WIDOW = {
    "state": "BR", "dob": "1966-11-24", "sex": "F", "marital": "widow", "bpl": "yes",
    "income": "40000", "disability": "0", "other_pension": "no", "taxpayer": "no", "epfo": "no",
    "govt_job": "no", "area": "rural", "land_ha": "0",
}  # fmt: skip


@pytest.fixture
def stranger(world: World, browser: Browsers) -> Browser:
    return browser()


def words(page: Page) -> dict[str, str]:
    """Each scheme's word on a page."""
    rows = re.findall(r'data-scheme-id="(\w+)" data-eligible="(\w+)"', page.html)
    assert len(dict(rows)) == len(rows)
    return dict(rows)


def asks(who: Browser, status: int = 200, **changed: str | None) -> dict[str, str]:
    said = {name: text for name, text in (WIDOW | changed).items() if text is not None}
    return words(who.get(f"{FORM}?{urlencode(said)}", status))


def test_a_widow_of_sixty_in_bihar(stranger: Browser) -> None:
    found = asks(stranger)
    assert {one for one, word in found.items() if word == "yes"} == {
        "BR_MVPY", "BR_IGNOAPS", "BR_IGNWPS", "IGNWPS", "NPS",
    }  # fmt: skip
    assert "IGNOAPS" not in found, "the same help under the state's name"
    assert set(found.values()) <= {"yes", "no", "later"}


@pytest.mark.parametrize(
    ("dob", "word"), [("24-11-1966", "yes"), ("25-11-1966", "later"), ("२४/११/१९६६", "yes")]
)
def test_a_day_before_the_birthday_is_too_early(stranger: Browser, dob: str, word: str) -> None:
    assert asks(stranger, dob=dob)["BR_MVPY"] == word


@pytest.mark.parametrize(
    ("area", "income", "word"),
    [
        ("rural", "46080", "yes"), ("rural", "46081", "no"),
        ("urban", "56460", "yes"), ("urban", "56461", "no"),
    ],
)  # fmt: skip
def test_the_limit_of_income_itself_is_in(
    stranger: Browser, area: str, income: str, word: str
) -> None:
    assert asks(stranger, state="UP", area=area, income=income)["UP_OLD"] == word


@pytest.mark.parametrize(
    ("income", "word"), [("300000", "yes"), ("3 लाख", "yes"), ("300001", "no")]
)
def test_a_couples_income_in_haryana(stranger: Browser, income: str, word: str) -> None:
    assert asks(stranger, state="HR", marital="married", income=income)["HR_OLD"] == word


@pytest.mark.parametrize(
    ("dob", "word"), [("25-11-1985", "yes"), ("24-11-1985", "no"), ("23-11-1985", "no")]
)
def test_forty_is_young_enough_to_save_and_forty_one_is_not(
    stranger: Browser, dob: str, word: str
) -> None:
    found = asks(stranger, dob=dob, marital="married")
    assert found["PM_SYM"] == found["APY"] == word


def test_what_was_not_answered_is_never_taken_for_no(stranger: Browser) -> None:
    for name in ("other_pension", "dob", "bpl", "sex", "marital"):
        scheme = "BR_MVPY" if name in ("other_pension", "dob") else "BR_IGNWPS"
        page = stranger.get(f"{FORM}?{urlencode({k: v for k, v in WIDOW.items() if k != name})}")
        assert words(page)[scheme] == "no", name
        assert re.search(rf'data-scheme-id="{scheme}" data-eligible="no" data-open="1"', page.html)


def test_age_alone_never_gives_a_job_pension_a_certificate_or_the_family_benefit(
    stranger: Browser,
) -> None:
    found = asks(stranger)
    assert found["EPS95"] == found["JP_DLC"] == found["NFBS"] == "no"
    assert asks(stranger, deceased_age="59")["NFBS"] == "yes"
    assert asks(stranger, deceased_age="60")["NFBS"] == "no"


def test_a_pension_that_comes_already_stands_against_another(stranger: Browser) -> None:
    assert asks(stranger, other_pension="yes")["BR_MVPY"] == "no"
    page = stranger.get(f"{FORM}?{urlencode(WIDOW | {'state': 'MP', 'other_pension': 'yes'})}")
    assert 'data-scheme-id="MP_KALYANI" data-eligible="no" data-open="1"' in page.html


def test_who_is_not_destitute_for_sure_is_asked_and_not_guessed_among_other_ways(
    stranger: Browser,
) -> None:
    page = stranger.get(f"{FORM}?{urlencode(WIDOW | {'state': 'MP'})}")
    row = page.html.partition('data-scheme-id="MP_OLD" data-eligible="yes"')[2]
    assert "यह भी पूछें" in row.partition("</div>")[0]
    assert asks(stranger, state="HR", marital="married")["HR_WIDOW"] == "no"


@pytest.mark.parametrize(
    ("name", "typed"),
    [
        ("dob", "31-02-1960"), ("dob", "24-11-2027"), ("dob", "1850"), ("sex", "X"),
        ("income", "बहुत"), ("disability", "101"), ("land_ha", "दो"), ("state", "XX"),
        ("marital", "yes"), ("bpl", "1"), ("deceased_age", "999"),
    ],
)  # fmt: skip
def test_what_cannot_be_read_is_said_at_its_field(stranger: Browser, name: str, typed: str) -> None:
    page = stranger.get(f"{FORM}?{urlencode(WIDOW | {name: typed})}", 422)
    assert f'id="{name}-e"' in page.html
    assert "data-scheme-id" not in page.html
    kept = "disability" if name == "dob" else "dob"
    assert f'name="{kept}" type="text" value="{WIDOW[kept]}"' in page.html


def test_an_aadhaar_number_is_refused_and_not_shown_again(stranger: Browser) -> None:
    page = stranger.get(f"{FORM}?{urlencode(WIDOW | {'income': '9999 4105 7058'})}", 422)
    assert "9410" not in page.html
    assert 'id="income-e"' in page.html


def test_nothing_is_stored_and_nobody_keeps_the_page(stranger: Browser) -> None:
    before = engine.value("SELECT COUNT(*) FROM form_token")
    page = stranger.get(f"{FORM}?{urlencode(WIDOW)}")
    assert page.headers["Cache-Control"] == "no-store"
    assert engine.value("SELECT COUNT(*) FROM form_token") == before


def test_the_answers_can_be_changed(stranger: Browser) -> None:
    page = stranger.get(f"{FORM}?{urlencode(WIDOW)}")
    again = next(one for one in page.links if "change=1" in one)
    form = stranger.get(again)
    assert 'value="1966-11-24"' in form.html
    assert 'value="widow" selected' in form.html
    assert "data-scheme-id" not in form.html


def test_the_pensions_page_leads_everywhere(stranger: Browser, browser: Browsers) -> None:
    assert {"/schemes/check", FORM, "/schemes"} <= set(stranger.get("/pensions").links)
    operator = browser("operator")
    assert {"/pensioners", FORM} <= set(operator.get("/pensions").links)
    page = operator.get(FORM)
    assert 'value="MP" selected' in page.html, "the society's own state"
