"""The words of consent and what a consent is good for."""

from __future__ import annotations

from typing import Any

import pytest

from portal.domain.aadhaar_checks import CheckResult
from portal.domain.aadhaar_consents import (
    Consent,
    ConsentFileIsWrong,
    ConsentIsForOther,
    ConsentIsOld,
    ConsentIsUsedUp,
    ConsentNameIsWrong,
    ConsentWasNotGiven,
    check_use,
    read_consent_book,
    read_consent_name,
)
from portal.domain.refusals import Refusal
from portal.domain.text import deva_digits
from portal.storage.aadhaar_consents import consent_book
from portal.storage.catalogue import catalogue

R = CheckResult
TODAY = "2026-11-24"


def text(**other: str) -> dict[str, str]:
    known = {
        "valid_from": "2026-01-01",
        "language": "hi",
        "words": "[सेवा] के लिए",
        "spoken": "[सेवा]?",
    }
    return known | other


def english(**other: str) -> dict[str, str]:
    return text(language="en", words="for [service]", spoken="[service]?") | other


def service(service_id: str = "a", has_check: str = "1") -> dict[str, str]:
    return {"service_id": service_id, "has_check": has_check}


def consent(**other: Any) -> Consent:
    known: dict[str, Any] = {
        "society_id": 1, "id": 1, "purpose": "काम", "service_id": "a", "application_id": None,
        "name": "कमला", "is_given": True, "was_spoken": True, "language": "hi", "words": "x",
        "words_from_on": "2026-01-01", "asked_on": TODAY, "asked_at": 0, "asked_by": 1,
        "on_behalf_of": None,
    }  # fmt: skip
    return Consent(**known | other)


BOOK = read_consent_book([text(), english()], [service(), service("b", "")], ["a", "b", "c"])


def test_the_words_of_a_day_are_the_latest_that_hold() -> None:
    book = read_consent_book(
        [text(valid_from="2026-06-01", words="नया [सेवा]"), text(), english()], [], []
    )
    assert book.words_on("2026-05-31", "hi").filled("काम") == "काम के लिए"
    assert book.words_on("2026-06-01", "hi").filled("काम") == "नया काम"
    assert book.words_on("2025-01-01", "hi").from_on == "2026-01-01", "before all, the first"
    assert book.words_on("2026-06-01", "en").said("work") == "work?"
    assert book.words_on("2026-06-01", "xx").language == "hi"


def test_the_house_has_both_languages_and_known_services() -> None:
    book = consent_book()
    for language in ("hi", "en"):
        words = book.words_on(TODAY, language)
        assert "[" not in words.filled("x") + words.said("x")
    found = {one.id for one in catalogue() if one.category == "aadhaar"}
    assert found <= book.services
    assert book.checks("ration-003")
    assert not book.checks("aadhaar-001"), "who enrols has no Aadhaar yet"
    assert book.asks("aadhaar-001")
    assert not book.asks("cert-019")


@pytest.mark.parametrize(
    ("texts", "services", "why"),
    [
        ([text()], [], "en: missing"),
        ([text(), text(), english()], [], "hi: missing or twice"),
        ([text(words="für alles"), english()], [], r"line 2: \[सेवा\]"),
        ([text(), english(spoken="?")], [], r"line 3: \[service\]"),
        ([text(language="fr"), english()], [], "line 2: language"),
        ([text(valid_from=""), english()], [], "line 2: language or valid_from"),
        ([text() | {"x": "y"}, english()], [], "line 2: a comma"),
        ([text(), english()], [service("x")], r"aadhaar_services\.csv, line 2: service"),
        ([text(), english()], [service(), service()], "line 3: service"),
        ([text(), english()], [service(has_check="yes")], "line 2: has_check"),
    ],
)
def test_a_wrong_file_is_named_with_its_line(
    texts: list[dict[str, str]], services: list[dict[str, str]], why: str
) -> None:
    with pytest.raises(ConsentFileIsWrong, match=why):
        read_consent_book(texts, services, ["a"])


@pytest.mark.parametrize(
    ("other", "results", "refusal"),
    [
        ({}, [], None),
        ({}, [R.NO_MATCH, R.REFUSED], None),
        ({}, [R.NO_ANSWER] * 5, None),
        ({"is_given": False}, [], ConsentWasNotGiven),
        ({"asked_on": "2026-11-23"}, [], ConsentIsOld),
        ({"asked_on": "2026-11-25"}, [], ConsentIsOld),
        ({"service_id": "b"}, [], ConsentIsForOther),
        ({"service_id": "c"}, [], ConsentIsForOther),
        ({}, [R.MATCH], ConsentIsUsedUp),
        ({}, [R.NO_MATCH, R.REFUSED, R.NO_MATCH], ConsentIsUsedUp),
        ({}, [R.NO_ANSWER] * 6, ConsentIsUsedUp),
    ],
)
def test_what_a_consent_is_good_for(
    other: dict[str, Any], results: list[CheckResult], refusal: type[Refusal] | None
) -> None:
    if refusal is None:
        check_use(consent(**other), TODAY, results, BOOK)
        return
    with pytest.raises(refusal):
        check_use(consent(**other), TODAY, results, BOOK)


def test_names_are_letters() -> None:
    assert read_consent_name("  कमला   बाई ") == "कमला बाई"
    assert read_consent_name("Kamla Bai 2nd") == "Kamla Bai 2nd"
    number = "999941057058"
    for wrong in (
        "",
        " ",
        "x" * 81,
        number,
        "कमला 12345",
        f"कमला {deva_digits(number)}",
        number * 2,
    ):
        with pytest.raises(ConsentNameIsWrong):
            read_consent_name(wrong)
