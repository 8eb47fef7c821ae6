"""The menu of services: with and without signing in, from a tap to the counter task."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from flask import Flask

from portal.actions import catalogue as deeds
from portal.actions.catalogue import FeeWish
from portal.storage import catalogue, engine, places
from portal.storage.application_forms import application_forms
from portal.storage.engine import write_transaction
from tests.browser_client import Browser, Page
from tests.house import budgets
from tests.world import TODAY, World

Browsers = Callable[..., Browser]
PAPERS = ["आधार कार्ड", "पासपोर्ट साइज फोटो", "निवास प्रमाण पत्र", "स्व-घोषणा पत्र"]


def switches_off(world: World, service_id: str, reason: str = "मशीन खराब") -> None:
    place = places.place("KHR")
    assert place is not None
    deeds.switch_service(
        world.doer("district"), world.slip("district", 0), place, service_id, False, reason
    )


def names(page: Page) -> list[str]:
    """Return the services a page leads to, in order."""
    links = (link.split("?")[0] for link in page.links)
    return [link for link in links if link.startswith("/services/item/")]


def test_any_service_is_three_taps_from_home(operator: Browser) -> None:
    """F16."""
    assert "/services" in operator.get("/").links
    menu = operator.get("/services")
    assert len([one for one in menu.links if one.count("/") == 2 and "item" not in one]) >= 22
    assert "/services/bill" in menu.links
    assert "/services/item/bill-006" in names(operator.get("/services/bill"))


def test_every_service_of_the_state_stands_in_its_category(operator: Browser) -> None:
    wanted = {one.id for one in catalogue.catalogue() if one.is_in("MP")}
    seen = set()
    for category in catalogue.catalogue().categories:
        for number in range(1, 9):
            page = operator.get(f"/services/{category.code}?page={number}")
            seen |= {one.rpartition("/")[2] for one in names(page)}
            if "और सेवाएँ" not in page.text:
                break
    assert seen == wanted
    assert operator.get("/services/bill?page=99", 404).refusal == "ServiceIsUnknown"
    operator.get("/services/bill?page=0", 404)
    operator.get("/services/nothing", 404)


def test_a_category_begins_with_the_states_own(operator: Browser) -> None:
    assert names(operator.get("/services/bill"))[:2] == [
        "/services/item/bill-004", "/services/item/bill-005",
    ]  # fmt: skip


@pytest.mark.parametrize("words", ["बत्ती का बिल", "bijli bill", "लाइट"])
def test_everyday_words_find_the_bill(operator: Browser, words: str) -> None:
    page = operator.get(f"/services?q={words}")
    assert "/services/item/bill-006" in names(page)[:5]
    piece = operator.piece(f"/services?q={words}", "_found")
    assert names(piece) == names(page)


def test_a_guess_says_that_it_is_one(operator: Browser) -> None:
    page = operator.get("/services?q=raasan karrd")
    assert "ठीक यही नाम नहीं मिला" in page.text
    assert names(page)
    page = operator.get("/services?q=qqqqxxxx")
    assert "ऐसी सेवा नहीं मिली" in page.text
    assert names(page) == []


def test_an_aadhaar_number_is_not_searched_for(operator: Browser) -> None:
    """P12."""
    page = operator.get("/services?q=2345 6789 0124", 422)
    assert page.refusal == "AadhaarIsNotStored"
    assert "0124" not in page.text


def test_odd_addresses_are_answered(operator: Browser) -> None:
    for path in ("/services?q=%00", "/services?q=" + "क" * 3000, "/services/bill?page=x",
                 "/services/bill?page=999999999999999999999", "/services/item/..%2f..",
                 "/services?state=%F0%9F%98%80", "/services?q=%22%3E%3Cscript%3E"):  # fmt: skip
        page = operator.open("GET", path)
        assert page.status in (200, 400, 404)
        assert "<script>" not in page.text


def test_an_assistant_begins_a_service_for_a_society(open_world: World, browser: Browsers) -> None:
    open_world.works_on_behalf()
    assistant = browser("assistant")
    path = "/services/item/other-002"
    answer = assistant.send(assistant.get(f"{path}?society=KHR001").form(path))
    assert answer.location.endswith("&society=KHR001")
    assert assistant.follow(answer).form().fields["what"] == "पासपोर्ट फोटो"
    page = assistant.get("/services/item/cert-019?society=KHR001")
    assert "/applications/new?service=cert-019&society=KHR001" in page.links


def test_what_was_used_last_stands_first_and_only_the_last_ten(
    open_world: World, operator: Browser
) -> None:
    used = [f"recharge-{number:03}" for number in range(1, 10)] + ["bill-004", "bill-005"]

    def work() -> None:
        for at, service_id in enumerate(used):
            catalogue.add_use(open_world.society_id, service_id, at)

    write_transaction(work)
    engine.disconnect()
    page = operator.get("/services")
    assert names(page) == [f"/services/item/{one}" for one in reversed(used[1:])]
    assert "पिछली बार की सेवाएँ" in page.text


def test_a_service_leads_to_the_fee_of_a_visit_with_its_name(operator: Browser) -> None:
    page = operator.get("/services/item/other-001")
    answer = operator.send(page.form("/services/item/other-001"))
    assert answer.location == "/visits/fee?service=other-001"
    form = operator.follow(answer).form()
    assert form.fields["what"] == "फोटोकॉपी/स्कैन/प्रिंट"
    assert names(operator.get("/services"))[:1] == ["/services/item/other-001"]


@pytest.mark.parametrize("service_id", ["cert-020", "travel-001", "banking-007", "aadhaar-011"])
def test_what_has_a_form_starts_with_it(
    open_world: World, browser: Browsers, operator: Browser, service_id: str
) -> None:
    path = f"/applications/new?service={service_id}"
    assert path in operator.get(f"/services/item/{service_id}").links
    operator.get(path)
    assert path not in browser().get(f"/services/item/{service_id}").links
    assert path not in browser("chairman").get(f"/services/item/{service_id}").links


def test_a_bill_says_what_is_asked_and_leads_to_its_task_where_that_is_open(
    operator: Browser, app: Flask
) -> None:
    page = operator.get("/services/item/bill-006")
    assert "पुराना बिल या उपभोक्ता संख्या" in page.text
    assert "क्या पूछा जाएगा उपभोक्ता क्रमांक" in page.text
    assert "हमारी आय नहीं" in page.text
    offered = {one.code for one in app.extensions["rokad"].task_book.offered("operator")}
    posts = [one for one in page.forms if one.method == "post"]
    assert bool(posts) is ("csc_bill_cash" in offered)
    assert ("लेना अभी पोर्टल पर नहीं" in page.text) is not bool(posts)
    answer = operator.post("/services/item/bill-006", {}, 400 if posts else 404)
    assert answer.refusal == ("FormIsForeign" if posts else "ServiceIsUnknown")


def test_a_form_sent_twice_counts_once(operator: Browser) -> None:
    """P1."""
    form = operator.get("/services/item/other-001").form("/services/item/other-001")
    first = operator.send(form)
    assert operator.send(form).location == first.location
    assert first.location == "/visits/fee?service=other-001"
    assert engine.value("SELECT SUM(times) FROM service_use") == 1


def test_papers_are_ticked_on_the_screen_and_printed(operator: Browser) -> None:
    page = operator.get("/services/item/cert-019")
    assert len(page.all("input", type="checkbox")) == len(PAPERS)
    paper = operator.get("/services/item/cert-019/papers")
    for one in PAPERS:
        assert one in page.text
        assert f"☐ {one}" in paper.text
    assert "पैक्स भीकनगाँव" in paper.text


def test_a_fee_says_since_when_and_by_whose_word(open_world: World, operator: Browser) -> None:
    page = operator.get("/services/item/cert-019")
    assert "₹ 40" in page.text
    assert "22-11-2026 की हमारी सूची से, कार्यालय से पुष्टि नहीं" in page.text
    place = places.place("KHR")
    assert place is not None
    deeds.set_fee(
        open_world.doer("district"), open_world.slip("district", 0), place,
        FeeWish("cert-019", 35_00, TODAY, "आदेश 12"),
    )  # fmt: skip
    engine.disconnect()
    page = operator.get("/services/item/cert-019")
    assert "₹ 35" in page.text
    assert "24-11-2026 से · खरगोन ने तय किया: आदेश 12" in page.text
    assert "₹ 35" in operator.get("/services/item/cert-019/papers").text


def test_a_stranger_is_told_that_the_district_may_say_otherwise(
    open_world: World, browser: Browsers
) -> None:
    assert "आपके जिले में अलग हो सकता है" in browser().get("/services/item/cert-019").text
    assert "आपके जिले में" not in browser("operator").get("/services/item/cert-019").text


def test_where_no_fee_is_known_the_page_says_where_to_ask(operator: Browser) -> None:
    page = operator.get("/services/item/agri-001")
    assert "शुल्क तय नहीं। काउंटर पर पूछें, या: DA&FW" in page.text
    assert "₹" not in page.text
    assert "राशि बिल पर लिखी होती है" in operator.get("/services/item/bill-004").text


def test_services_of_other_states_are_not_there(operator: Browser) -> None:
    assert operator.get("/services/item/bill-001", 404).refusal == "ServiceIsUnknown"
    assert operator.get("/services/item/none", 404).refusal == "ServiceIsUnknown"
    assert operator.post("/services/item/cert-001", {}, 400).refusal == "FormIsForeign"


def test_a_service_that_is_off_says_why_and_takes_no_money(
    open_world: World, operator: Browser
) -> None:
    form = operator.get("/services/item/other-001").form("/services/item/other-001")
    switches_off(open_world, "other-001")
    engine.disconnect()
    page = operator.get("/services/item/other-001")
    assert "यह सेवा अभी यहाँ बंद है: मशीन खराब" in page.text
    assert [one for one in page.forms if one.method == "post"] == []
    assert operator.send(form, "", 404).refusal == "ServiceIsUnknown"
    assert "/services/item/other-001" not in names(operator.get("/services?q=photocopy"))


def test_without_an_open_day_no_money_is_taken(world: World, browser: Browsers) -> None:
    world.starts_books()
    page = browser("operator").get("/services/item/other-001")
    assert "पहले दिन खोलें" in page.text
    assert [one for one in page.forms if one.method == "post"] == []


@pytest.mark.parametrize(
    ("service_id", "words"),
    [
        ("banking-001", "मशीन की पर्ची आने से पहले न पैसा दें, न लें"),
        ("pacs-004", "सदस्य के अपने पन्ने से"),
        ("pension-018", "यहाँ फार्म भरा जाता है"),
        ("travel-001", "यहाँ बुकिंग होती है"),
        ("aadhaar-011", "यहाँ देखकर बताते हैं"),
        ("other-001", "हमारे काउंटर पर मिलता है"),
    ],
)
def test_each_kind_says_what_is_done_here(operator: Browser, service_id: str, words: str) -> None:
    assert words in operator.get(f"/services/item/{service_id}").text


def test_a_service_of_several_billers_says_what_each_asks(operator: Browser) -> None:
    page = operator.get("/services/item/bill-056")
    asked = page.text.partition("क्या पूछा जाएगा")[2]
    assert "टाटा एआईए लाइफ: " in asked
    assert "इंडियाफर्स्ट लाइफ: " in asked
    assert "क्या पूछा जाएगा" not in operator.get("/services/item/cert-019").text


def test_what_takes_no_money_here_is_not_begun(operator: Browser) -> None:
    page = operator.get("/services/item/pacs-004")
    assert [one for one in page.forms if one.method == "post"] == []
    operator.post("/services/item/pacs-004", {}, 404)
    assert "/members" in page.links


def test_every_service_has_its_page_and_its_paper(operator: Browser) -> None:
    """P10, P11: within the budget, in Hindi."""
    for one in catalogue.catalogue():
        if one.is_in("MP"):
            operator.get(f"/services/item/{one.id}")
            operator.get(f"/services/item/{one.id}/papers")


@pytest.mark.parametrize("language", ["hi", "en"])
def test_a_villager_is_told_of_each_of_the_420_where_to_ask(
    open_world: World, browser: Browsers, language: str
) -> None:
    """F21, P11: 2,500 bytes and one leaflet each, with its date and its source."""
    villager = browser(language=language)
    for one in catalogue.catalogue():
        help_ = application_forms().help_of(one.id)
        page = villager.get(f"/services/item/{one.id}")
        leaflet = villager.get(f"/services/item/{one.id}/papers")
        assert len(page.body) <= budgets.PAGE, one.id
        for each in (page, leaflet):
            assert one.provider in each.text, one.id
            if help_ is not None:
                shown = [help_.office_hi, help_.helpline, help_.source, *help_.steps]
                assert [words for words in shown if words and words not in each.text] == []


def test_a_stranger_reads_everything_and_stores_nothing(
    open_world: World, browser: Browsers
) -> None:
    """F21."""
    stranger = browser()
    engine.disconnect()
    before = engine.value("SELECT COUNT(*) FROM service_use")
    for path in ("/services", "/services?state=BR", "/services?q=jati", "/services/cert?state=BR",
                 "/services/item/cert-001?state=BR", "/services/item/cert-001",
                 "/services/item/cert-001/papers"):  # fmt: skip
        page = stranger.get(path)
        assert page.headers["Cache-Control"] == "max-age=600"
        assert "Cookie" in page.headers["Vary"]
        assert "Set-Cookie" not in page.headers
        assert [one for one in page.forms if one.method == "post"] == []
    assert engine.value("SELECT COUNT(*) FROM service_use") == before
    assert "आपकी समिति (पैक्स) के काउंटर पर" in stranger.get("/services/item/cert-001").text


def test_a_stranger_chooses_the_state_by_a_link_that_is_kept(
    open_world: World, browser: Browsers
) -> None:
    stranger = browser()
    page = stranger.get("/services")
    assert "/services?state=BR" in page.links
    page = stranger.get("/services?state=BR")
    assert "/services/cert?state=BR" in page.links
    page = stranger.get("/services/cert?state=BR")
    assert "/services/item/cert-001?state=BR" in page.links
    assert "/services/item/cert-019?state=BR" not in page.links
    assert stranger.get("/services/item/cert-019?state=BR", 404).refusal == "ServiceIsUnknown"
    assert "/services/item/bill-001" not in names(stranger.get("/services/bill?state=none"))


def test_signed_in_pages_are_never_kept(operator: Browser) -> None:
    assert operator.get("/services").headers["Cache-Control"] == "no-store"
    assert operator.get("/services/item/cert-019").headers["Cache-Control"] == "no-store"


def test_wider_roles_look_from_their_place_or_from_a_society(
    open_world: World, browser: Browsers
) -> None:
    switches_off(open_world, "bill-030")
    engine.disconnect()
    officer = browser("officer")
    assert "/services/item/bill-030" not in names(officer.get("/services?q=indane"))
    assert "/services/item/bill-004" in names(officer.get("/services/bill"))
    page = officer.get("/services/bill?society=KHR001")
    assert "/services/item/bill-004?society=KHR001" in page.links
    assert officer.get("/services?society=ALM001", 404).refusal == "SocietyIsUnknown"
    assert "/services/item/bill-001" in names(browser("admin").get("/services/bill?state=BR"))


def test_services_have_english_names(open_world: World, browser: Browsers) -> None:
    page = browser("operator", language="en").get("/services/item/cert-019")
    assert page.title == "Caste certificate, MP"
    browser("operator", language="en").get("/services/bill")
    browser("operator", language="en").get("/services")
