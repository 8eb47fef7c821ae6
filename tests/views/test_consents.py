"""Consent to the use of an Aadhaar: asked, kept, printed and looked at, a yes and a no alike."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from portal.storage import aadhaar_consents, engine
from tests.browser_client import Browser, Page
from tests.world import World

SERVICE = "aadhaar-008"
NEW = f"/consents/new?service={SERVICE}"
NAME = "कमला बाई"


def says(browser: Browser, answer: str = "yes", address: str = NEW, **fields: object) -> Page:
    form = browser.get(address).form("/consents/new")
    sent = {"name": NAME, "answer": answer, "was_spoken": "1"} | fields
    return browser.follow(browser.send(form, **sent))


def applies(world: World, service_id: str = SERVICE, name: str = "सावित्री देवी") -> int:
    """Begin an application as far as a consent knows of one."""
    at = world.clock.now_ms()
    engine.run(
        "INSERT INTO application (society_id, id, version, service_id, chain, state, name, keeper, "
        "began_on, began_at, began_by, state_on, state_at) "
        "VALUES (?, 1, 1, ?, 'office', 'draft', ?, ?, '2026-11-24', ?, ?, '2026-11-24', ?)",
        world.society_id, service_id, name, world.person("operator").id, at,
        world.person("operator").id, at,
    )  # fmt: skip
    return 1


def test_the_words_are_shown_for_the_one_purpose(operator: Browser) -> None:
    page = operator.get(NEW)
    words = page.one("blockquote")
    assert "केवल आधार पीवीसी कार्ड आदेश के लिए स्वेच्छा से" in (words.text or "")
    assert "[सेवा]" not in page.text
    assert "दूसरा पहचान पत्र भी चलेगा। क्या आप राज़ी हैं?" in page.text
    english = operator.get(f"{NEW}&words=en")
    assert "only for: Aadhaar PVC card order" in (english.one("blockquote").text or "")


def test_a_yes_is_kept_with_the_very_words(operator: Browser, world: World) -> None:
    page = says(operator)
    assert page.path == "/consents/1"
    assert page.one(data_given=True).get("data-given") == "yes"
    kept = aadhaar_consents.consent(world.society_id, 1)
    assert kept is not None
    assert (kept.name, kept.is_given, kept.was_spoken, kept.language) == (NAME, True, True, "hi")
    assert kept.purpose == "आधार पीवीसी कार्ड आदेश"
    assert kept.words in page.text
    assert (kept.asked_on, kept.words_from_on) == ("2026-11-24", "2026-11-01")
    assert kept.asked_by == world.person("operator").id


def test_a_no_is_kept_too_and_refuses_nothing(operator: Browser, world: World) -> None:
    page = says(operator, "no")
    assert page.one(data_given=True).get("data-given") == "no"
    assert "किसी का काम नहीं रुकता" in page.text
    assert f"/services/item/{SERVICE}" in page.links
    kept = aadhaar_consents.consent(world.society_id, 1)
    assert kept is not None
    assert not kept.is_given
    assert "नहीं, दूसरा पहचान पत्र" in operator.get("/consents/1/print").text


def test_english_words_are_kept_as_they_were_shown(operator: Browser, world: World) -> None:
    says(operator, address=f"{NEW}&words=en", name="Kamla Bai")
    kept = aadhaar_consents.consent(world.society_id, 1)
    assert kept is not None
    assert kept.language == "en"
    assert "Aadhaar PVC card order" in kept.words


def test_an_application_lends_its_name_and_is_led_back_to(operator: Browser, world: World) -> None:
    applies(world)
    address = f"{NEW}&application=1"
    form = operator.get(address).form("/consents/new")
    assert form.fields["name"] == "सावित्री देवी"
    page = operator.follow(operator.send(form, answer="yes"))
    assert "/applications/1" in page.links
    shown = operator.get("/applications/1")
    assert shown.one("li", data_consent="1") is not None
    assert f"/consents/new?service={SERVICE}&application=1&check=1" in shown.links
    (one,) = aadhaar_consents.consents_of(world.society_id, 1)
    assert (one.id, one.was_spoken) == (1, False)
    for wrong in ("service=aadhaar-003&application=1", f"service={SERVICE}&application=2"):
        assert operator.get(f"/consents/new?{wrong}", 404).refusal == "ApplicationIsOfAnother"


def test_what_is_missing_is_said_at_its_field(operator: Browser, world: World) -> None:
    form = operator.get(NEW).form("/consents/new")
    page = operator.send(form, "", 422, name=NAME)
    assert page.refusal == "AnswerIsMissing"
    assert page.form("/consents/new").fields["name"] == NAME
    page = operator.send(form, "", 422, answer="yes")
    assert list(page.errors) == ["name"]
    assert aadhaar_consents.consents_on(world.society_id, "2026-11-24", 9) == []


@pytest.mark.parametrize("name", ["999941057058", "कमला 9999 4105 7058", "9999000000012345"])
def test_a_number_in_the_name_is_refused_and_not_shown_again(
    operator: Browser, world: World, name: str
) -> None:
    form = operator.get(NEW).form("/consents/new")
    page = operator.send(form, "", 422, name=name, answer="yes")
    assert list(page.errors) == ["name"]
    assert "9999" not in page.html
    assert aadhaar_consents.consents_on(world.society_id, "2026-11-24", 9) == []


def test_words_that_are_not_todays_are_asked_anew(operator: Browser) -> None:
    form = operator.get(NEW).form("/consents/new")
    form.fields["words_from_on"] = "2026-10-01"
    page = operator.send(form, "", 422, name=NAME, answer="yes")
    assert page.refusal == "ConsentWordsHaveChanged"


def test_the_same_form_twice_is_one_consent(operator: Browser, world: World) -> None:
    form = operator.get(NEW).form("/consents/new")
    for _ in range(2):
        assert operator.send(form, name=NAME, answer="yes").location == "/consents/1"
    assert len(aadhaar_consents.consents_on(world.society_id, "2026-11-24", 9)) == 1


def test_the_manager_looks_at_a_days_consents(
    operator: Browser, browser: Callable[..., Browser]
) -> None:
    says(operator)
    says(operator, "no", name="रामू")
    operator.get("/consents", 403)
    manager = browser("manager")
    page = manager.get("/consents")
    assert [one.get("data-consent") for one in page.all("li", data_consent=True)] == ["2", "1"]
    assert "राज़ी नहीं" in page.text
    assert manager.get("/consents/1/record").one(data_given="yes") is not None
    earlier = manager.get("/consents?on=23-11-2026")
    assert "किसी से नहीं पूछा गया" in earlier.text
    assert "/consents?on=2026-11-24" in earlier.links
    assert manager.get("/consents?on=32-11-2026", 422).refusal == "DateIsNotADate"


def test_a_full_day_is_read_thirty_at_a_time(
    operator: Browser, browser: Callable[..., Browser], world: World
) -> None:
    for _ in range(32):
        operator.send(operator.get(NEW).form("/consents/new"), name=NAME, answer="yes")
    manager = browser("manager")
    page = manager.get("/consents")
    assert len(page.all("li", data_consent=True)) == 30
    earlier = manager.get("/consents?on=2026-11-24&before=3")
    assert "/consents?on=2026-11-24&before=3" in page.links
    assert [one.get("data-consent") for one in earlier.all("li", data_consent=True)] == ["2", "1"]
    assert "/consents" in manager.get("/registers").links


def test_nobody_sees_anothers_consents(
    operator: Browser, browser: Callable[..., Browser], world: World
) -> None:
    says(operator)
    other = browser("operator2")
    for path in ("/consents/1", "/consents/1/print"):
        assert other.get(path, 404).refusal == "ConsentIsUnknown"
    browser("auditor").get("/consents/1", 403)
    assert browser("auditor").get("/consents/1/record?society=KHR001").status == 200
    browser("district").get("/consents?society=KHR001", 403)


def test_an_unknown_service_is_no_page(operator: Browser) -> None:
    assert operator.get("/consents/new?service=x", 404).refusal == "ServiceIsUnknown"
    assert operator.get("/consents/new", 404).refusal == "ServiceIsUnknown"
    operator.get("/consents/99", 404)


def test_without_a_provider_no_check_is_offered(operator: Browser) -> None:
    page = says(operator, address=f"{NEW}&check=1")
    assert page.path == "/consents/1"
    assert not [one for one in page.links if one.startswith("/aadhaar")]
    operator.get("/aadhaar/check?consent=1", 404)
