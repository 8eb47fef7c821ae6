"""Pensions for everyone: rules in plain Hindi, and "what can I get?" question by question."""

from __future__ import annotations

from collections.abc import Callable
from urllib.parse import parse_qsl

import pytest

from portal.domain.dates import next_on, show_on
from portal.storage import engine
from portal.storage.pension_rules import listed_rule_book as rule_book
from tests.browser_client import Browser, Page
from tests.world import TODAY, World

Browsers = Callable[..., Browser]
CHECK = "/schemes/check"
MOST = 2_500
MOST_SIGNED_IN = 2_550  # as the budget of the page: with the way to an application
SCHEMES = [one.id for one in rule_book()]


@pytest.fixture
def stranger(world: World, browser: Browsers) -> Browser:
    return browser()


def weight(page: Page) -> int:
    return len(page.body)


def presses(who: Browser, page: Page, pick: str) -> Page:
    """Press one of the buttons of a question."""
    assert ("pick", pick) in page.form(CHECK).buttons, page
    return who.post(CHECK, page.form(CHECK).fields | {"pick": pick}, 200)


def writes(who: Browser, page: Page, answer: str, status: int = 200, **more: str) -> Page:
    """Write an answer and press the first button."""
    return who.post(CHECK, page.form(CHECK).fields | {"answer": answer} | more, status)


def asked(page: Page) -> str:
    return page.form(CHECK).fields.get("q", "")


def begins(who: Browser, topic: str = "support", state: str = "BR") -> Page:
    return presses(who, who.get(f"{CHECK}?state={state}"), topic)


def test_a_stranger_reads_the_schemes_of_each_state(stranger: Browser) -> None:
    page = stranger.get("/schemes")
    assert "राज्य चुनें" in page.text
    assert "/schemes/IGNOAPS" in page.links
    seen = set()
    for state in ("BR", "UP", "MP", "HR", "UK"):
        page = stranger.get(f"/schemes?state={state}")
        assert weight(page) <= MOST
        seen |= {link.split("?")[0].rpartition("/")[2] for link in page.links}
    assert set(SCHEMES) <= seen
    assert page.headers["Cache-Control"] == "max-age=600"


@pytest.mark.parametrize("language", ["hi", "en"])
def test_every_scheme_says_who_how_much_which_papers_and_where(
    language: str, world: World, browser: Browsers
) -> None:
    who = browser(language=language)
    for scheme in rule_book():
        page = who.get(f"/schemes/{scheme.id}")
        assert weight(page) <= MOST
        for text in (*scheme.papers, scheme.apply_hi, scheme.says_hi, scheme.open_hi):
            assert text in page.text
        leaflet = who.get(f"/schemes/{scheme.id}/leaflet")
        assert scheme.papers[0] in leaflet.text
        assert weight(leaflet) <= MOST


def test_a_rule_stands_with_its_limits_dates_and_sources(stranger: Browser) -> None:
    text = stranger.get("/schemes/UP_OLD").text
    assert "गाँव में ₹ 46,080, शहर में ₹ 56,460" in text
    assert "हर तीन महीने पर" in text
    assert "tv9up 2025-09-17" in text
    text = stranger.get("/schemes/BR_MVPY").text
    assert "महीने के ₹ 1,100" in text
    assert "01-07-2025" in text
    assert "उससे पहले: महीने के ₹ 400, 80 की उम्र से महीने के ₹ 500" in text
    text = stranger.get("/schemes/HR_OLD").text
    assert "01-11-2025" in text
    assert "उससे पहले: रकम पता नहीं: पूछें" in text
    text = stranger.get("/schemes/MP_PARITYAKTA").text
    assert "पक्का नहीं – कागज़ों पर खर्च से पहले पूछें" in text
    assert "एक बार ₹ 20,000" in stranger.get("/schemes/NFBS").text
    assert "स्वीकृत" not in text


def test_an_unknown_scheme_is_said_so(stranger: Browser) -> None:
    for path in ("/schemes/NOTHING", "/schemes/ignoaps", "/schemes/NOTHING/leaflet"):
        assert stranger.get(path, 404).refusal == "SchemeIsUnknown"


def test_services_of_pensions_lead_to_their_rule(stranger: Browser) -> None:
    page = stranger.get("/services/pension?state=UP")
    assert f"{CHECK}?state=UP" in page.links
    assert "/schemes?state=UP" in page.links
    page = stranger.get("/services/item/pension-014?state=UP")
    assert "/schemes/UP_WIDOW?state=UP" in page.links
    assert not [link for link in stranger.get("/services/item/cert-019").links if "schemes" in link]
    assert "/services/item/pension-014?state=UP" in stranger.get("/schemes/UP_WIDOW?state=UP").links


def test_a_widow_of_bihar_finds_her_pension_in_a_few_questions(stranger: Browser) -> None:
    page = begins(stranger)
    assert asked(page) == "born"
    page = writes(stranger, page, "05-03-1981")
    assert asked(page) == "sex"
    page = presses(stranger, page, "F")
    page = presses(stranger, page, "widowed")
    assert asked(page) == "disability"
    page = presses(stranger, page, "0")
    page = presses(stranger, page, "yes")
    assert page.title == "पहली नज़र में यह मिल सकता है"
    assert "प्रथम दृष्टया पात्र: महीने के ₹ 1,100" in page.text
    assert "पति का मृत्यु प्रमाण" in page.text
    assert "/schemes/BR_IGNWPS" in page.links
    assert weight(page) <= MOST


def test_nothing_of_it_stands_in_an_address_or_in_the_database(stranger: Browser) -> None:
    before = engine.value("SELECT COUNT(*) FROM form_token")
    page = writes(stranger, begins(stranger), "05-03-1981")
    assert dict(parse_qsl(page.form(CHECK).fields["said"])) == {
        "state": "BR", "topic": "support", "born": "1981-03-05",
    }  # fmt: skip
    assert page.form(CHECK).action == CHECK
    assert not any("1981" in link for link in page.links)
    assert engine.value("SELECT COUNT(*) FROM form_token") == before
    assert "no-store" not in page.headers["Cache-Control"]


def test_a_year_of_birth_is_enough_until_the_day_decides(stranger: Browser) -> None:
    page = presses(stranger, stranger.get(f"{CHECK}?state=UK"), "support")
    page = writes(stranger, page, "१९६६")
    page = presses(stranger, page, "M") if asked(page) == "sex" else page
    assert asked(page) == "birth_day"
    assert "आयु प्रमाण" in page.title
    page = writes(stranger, page, "1966", 422)
    assert page.errors["answer"].startswith("जन्म तारीख ऐसे लिखें")


@pytest.mark.parametrize(
    ("answer", "fault"),
    [
        ("31-02-1964", "जन्म तारीख ऐसे लिखें"), ("01-01-2030", "अभी आई ही नहीं"),
        ("1900", "इतनी उम्र"), ("", "जवाब लिखें"), ("62 साल", "जन्म तारीख ऐसे लिखें"),
        ("2345 6789 0124", "आधार"),
    ],
)  # fmt: skip
def test_what_can_not_be_is_said_at_the_field(stranger: Browser, answer: str, fault: str) -> None:
    page = writes(stranger, begins(stranger), answer, 422)
    assert fault in page.errors["answer"]
    assert asked(page) == "born"
    assert page.one("input", id="answer").get("value") == ("" if "0124" in answer else answer)


def income_page(who: Browser) -> Page:
    """Answer till the income of a man of 62 in Uttar Pradesh decides."""
    page = begins(who, state="UP")
    for answer in ("05-03-1964", "0", "no", "none"):
        if asked(page) == "born":
            page = writes(who, page, answer)
        else:
            page = presses(who, page, "M") if asked(page) == "sex" else page
            page = presses(who, page, answer)
    assert asked(page) == "income_paise"
    return page


@pytest.mark.parametrize(
    ("answer", "unit", "follows"),
    [
        ("डेढ़ लाख", "year", ""), ("1.5 लाख", "year", ""), ("४६०८०", "year", ""),
        ("50000", "year", "area"), ("4000", "month", "area"), ("3840", "month", ""),
        ("4,000", "month", "area"),
    ],
)  # fmt: skip
def test_incomes_are_written_as_people_say_them(
    stranger: Browser, answer: str, unit: str, follows: str
) -> None:
    page = writes(stranger, income_page(stranger), answer, unit=unit)
    assert asked(page) == follows
    if follows:
        page = presses(stranger, page, "rural")
        assert "केवल साल में ₹ 46,080 तक की आय पर" in page.text
    elif "लाख" not in answer:
        assert "प्रथम दृष्टया पात्र: महीने के ₹ 1,000" in page.text


def test_an_income_that_is_none_is_said_at_the_field(stranger: Browser) -> None:
    page = writes(stranger, income_page(stranger), "बहुत कम", 422, unit="year")
    assert "यह रकम नहीं" in page.errors["answer"] or page.errors["answer"]
    assert asked(page) == "income_paise"


def test_one_goes_back_question_by_question(stranger: Browser) -> None:
    page = writes(stranger, begins(stranger), "05-03-1981")
    page = presses(stranger, page, "F")
    assert asked(page) == "marital"
    for wanted in ("sex", "born", "topic", "state"):
        page = stranger.send(page.form(CHECK), "back", 200)
        assert asked(page) == wanted
    page = presses(stranger, page, "UK")
    assert asked(page) == "topic"


def test_who_can_not_say_is_told_what_to_find_out(stranger: Browser) -> None:
    page = begins(stranger)
    for _ in range(20):
        if not asked(page):
            break
        page = stranger.send(page.form(CHECK), "skip", 200)
    assert page.title == "पहली नज़र में अभी कुछ नहीं मिल सकता"
    assert "पहले यह पता करें" in page.text
    assert "क्या परिवार बीपीएल सूची में है?" in page.text
    assert "प्रथम दृष्टया पात्र" not in page.text
    assert weight(page) <= MOST


def test_a_month_short_of_sixty_is_told_from_when(stranger: Browser) -> None:
    tomorrow = next_on(TODAY)
    day, year = show_on(tomorrow), int(tomorrow[:4])
    page = writes(stranger, begins(stranger), day.replace(str(year), str(year - 60)))
    for answer in ("M", "0"):
        page = presses(stranger, page, answer) if asked(page) else page
    assert f"1 महीने बाद, {day} से, महीने के ₹ 1,100" in page.text


TYPED = {
    "born": "1990", "land_sq_m": "1", "turnover_paise": "1 लाख", "income_paise": "8000",
    "couple_income_paise": "1 लाख", "deceased_age": "50", "service_years": "12",
}  # fmt: skip


def answers_all(who: Browser, page: Page, wish: str) -> Page:
    """Press the wished answer at each question, or write what has to be written."""
    for _ in range(20):
        fact = asked(page)
        if not fact:
            return page
        picks = [value for name, value in page.form(CHECK).buttons if name == "pick"]
        if fact in TYPED:
            page = writes(who, page, TYPED[fact], unit="month")
        else:
            page = presses(who, page, wish if wish in picks else picks[0])
    raise AssertionError("questions go on for ever")


@pytest.mark.parametrize("wish", ["yes", "no"])
@pytest.mark.parametrize("topic", ["support", "death", "saving", "service"])
@pytest.mark.parametrize("state", ["BR", "UP", "MP", "HR", "UK", "other"])
def test_every_topic_comes_to_a_list_within_the_budget(
    stranger: Browser, state: str, topic: str, wish: str
) -> None:
    page = stranger.get(f"{CHECK}?state={state}")
    page = presses(stranger, page, topic)
    page = presses(stranger, page, state) if asked(page) == "state" else page
    page = answers_all(stranger, page, wish)
    assert "मिल सकता" in page.title
    assert "यह मंज़ूरी नहीं है" in page.text


@pytest.mark.parametrize(
    "fields",
    [{}, {"said": "x"}, {"said": "state=XX"}, {"said": "topic=nothing"}, {"said": "born=soon"},
     {"said": "a=" * 2000}, {"q": "name", "answer": "x"}, {"back": "1"}, {"q": "topic"},
     {"said": "topic=support&state=BR", "q": "bpl", "pick": "perhaps"},
     {"said": "topic=support&state=BR&born=2030-01-01"}],
)  # fmt: skip
def test_what_no_page_of_ours_sent_begins_anew(stranger: Browser, fields: dict[str, str]) -> None:
    page = stranger.open("POST", CHECK, fields)
    assert page.status in (200, 422)
    assert asked(page)


def test_an_operator_has_the_same_flow_with_the_state_known(operator: Browser) -> None:
    page = presses(operator, operator.get(CHECK), "support")
    assert dict(parse_qsl(page.form(CHECK).fields["said"]))["state"] == "MP"
    assert f"{CHECK}" in operator.get("/services/pension").links


def test_whoever_looks_after_many_societies_stays_with_one(
    open_world: World, browser: Browsers
) -> None:
    assistant = browser("assistant")
    page = assistant.get(f"{CHECK}?society=KHR001")
    assert page.form(CHECK + "").action == f"{CHECK}?society=KHR001"


@pytest.mark.parametrize("username", ["assistant", "operator"])
def test_who_is_signed_in_reads_every_rule_within_the_budget(
    username: str, open_world: World, browser: Browsers
) -> None:
    who = browser(username)
    query = "?society=KHR001" if username == "assistant" else ""
    weights = {one: weight(who.get(f"/schemes/{one}{query}")) for one in SCHEMES}
    assert max(weights.values()) <= MOST_SIGNED_IN, weights
    assert weight(who.get(f"/schemes{query}")) <= MOST


def test_an_application_begins_from_a_scheme_under_its_rule(
    open_world: World, browser: Browsers
) -> None:
    who = browser("operator")
    apply = "/applications/new?service=pension-018&scheme=MP_OLD&rule_from="
    assert apply in who.get("/schemes/MP_OLD").links
    page = writes(who, presses(who, who.get(CHECK), "support"), "05-03-1960")
    page = answers_all(who, page, "yes")
    assert apply in page.links
    assert "MP_OLD" in who.get(apply).html
    open_world.works_on_behalf()
    for other in ("auditor", "state", "assistant"):
        links = browser(other).get("/schemes/MP_OLD").links
        assert not [link for link in links if link.startswith("/applications")]
    assert not [one for one in who.get("/schemes/UP_OLD").links if one.startswith("/applications")]
    assert (
        f"{apply}&society=KHR001"
        in browser("assistant").get("/schemes/MP_OLD?society=KHR001").links
    )


@pytest.mark.parametrize("topic", ["support", "death", "saving", "service"])
def test_the_operators_list_leads_on_within_the_budget(operator: Browser, topic: str) -> None:
    page = answers_all(operator, presses(operator, operator.get(CHECK), topic), "yes")
    assert "मिल सकता" in page.title
