"""Answers as they are typed, and as they are carried from page to page."""

from __future__ import annotations

import pytest

from portal.domain.dates import DateIsNotADate
from portal.domain.eligibility import requirements
from portal.domain.money import AmountIsNotANumber, AmountIsTooLarge
from portal.domain.pension_answers import (
    QUESTIONS,
    RANK,
    BirthIsInTheFuture,
    NobodyIsSoOld,
    Question,
)
from portal.domain.pension_asking import (
    SKIPPED,
    AnswerIsEmpty,
    BirthIsNotRead,
    LandIsNotRead,
    NumberIsNotRead,
    answers_from,
    read_answer,
)
from portal.domain.refusals import Refusal
from portal.domain.text import AadhaarIsNotStored
from portal.storage.pension_rules import listed_rule_book as rule_book

ON = "2026-11-22"


def question(fact: str) -> Question:
    return QUESTIONS[RANK[fact]]


def read(fact: str, typed: str, unit: str = "year") -> str:
    return read_answer(question(fact), typed, unit, ON)


@pytest.mark.parametrize(
    ("fact", "typed", "kept"),
    [
        ("born", "05-03-1964", "1964-03-05"), ("born", "५/३/१९६४", "1964-03-05"),
        ("born", "1964", "1964"), ("born", "१९६४", "1964"), ("born", "22-11-2026", "2026-11-22"),
        ("birth_day", "1964-03-05", "1964-03-05"), ("sex", "F", "F"), ("bpl", "yes", "yes"),
        ("disability", "40", "40"), ("disability", "८० %", "80"), ("disability", "0", "0"),
        ("deceased_age", "59 साल", "59"), ("income_paise", "डेढ़ लाख", "15000000"),
        ("income_paise", "1.5 लाख सालाना", "15000000"), ("income_paise", "४८०००", "4800000"),
        ("income_paise", "4000 महीना", "4800000"), ("income_paise", "0", "0"),
        ("land_sq_m", "2", "20000"), ("land_sq_m", "1.25", "12500"), ("land_sq_m", "०", "0"),
    ],
)  # fmt: skip
def test_answers_are_read_as_people_write_them(fact: str, typed: str, kept: str) -> None:
    assert read(fact, typed) == kept
    assert answers_from({fact: kept}) != answers_from({})


def test_units_are_turned_into_years_and_square_metres() -> None:
    assert read("income_paise", "4000", "month") == "4800000"
    assert read("income_paise", "48000 सालाना", "month") == "4800000"
    assert read("land_sq_m", "5", "acre") == "20234"
    assert int(read("land_sq_m", "4.94", "acre")) <= 20_000


@pytest.mark.parametrize(
    ("fact", "typed", "refusal"),
    [
        ("born", "23-11-2026", BirthIsInTheFuture), ("born", "2027", BirthIsInTheFuture),
        ("born", "1900", NobodyIsSoOld), ("born", "31-02-1964", BirthIsNotRead),
        ("born", "5-3-64", BirthIsNotRead), ("born", "62 साल", BirthIsNotRead),
        ("birth_day", "1964", BirthIsNotRead), ("born", " ", AnswerIsEmpty),
        ("bpl", "perhaps", AnswerIsEmpty), ("disability", "101", NumberIsNotRead),
        ("disability", "39.5", NumberIsNotRead), ("disability", "बहुत", NumberIsNotRead),
        ("deceased_age", "126", NumberIsNotRead), ("income_paise", "बहुत", AmountIsNotANumber),
        ("income_paise", "99 करोड़ महीना", AmountIsTooLarge), ("land_sq_m", "-1", LandIsNotRead),
        ("income_paise", "2345 6789 0124", AadhaarIsNotStored),
    ],
)  # fmt: skip
def test_what_can_not_be_is_refused(fact: str, typed: str, refusal: type[Refusal]) -> None:
    with pytest.raises(refusal):
        read(fact, typed)
    assert not issubclass(refusal, DateIsNotADate)


def test_what_is_carried_along_becomes_facts() -> None:
    said = {"state": "BR", "born": "1964", "bpl": "no", "sex": SKIPPED, "disability": "40"}
    answers = answers_from(said)
    assert (answers.state, answers.born_year, answers.bpl) == ("BR", 1964, False)
    assert answers.skipped == {"sex"}
    exact = answers_from(said | {"birth_day": "1964-03-05"})
    assert exact.born_on == "1964-03-05"


@pytest.mark.parametrize(
    ("fact", "text"),
    [("name", "x"), ("state", "XX"), ("born", "soon"), ("birth_day", "1964"), ("bpl", "1"),
     ("disability", "-1"), ("income_paise", "1e9"), ("income_paise", "9" * 13)],
)  # fmt: skip
def test_what_no_question_has_asked_is_refused(fact: str, text: str) -> None:
    with pytest.raises(ValueError, match=r"."):
        answers_from({fact: text})


def words_of(scheme_id: str) -> list[str]:
    """Return the codes of a rule's conditions in words."""
    (rule, *_) = rule_book().rules_on(scheme_id, ON)
    return [one.code for one in requirements(rule)]


def test_every_condition_of_a_rule_is_said_in_words() -> None:
    assert words_of("IGNOAPS") == ["age", "bpl", "pension", "salaried"]
    assert words_of("MP_KALYANI") == [
        "age", "sex", "status", "pension", "taxpayer", "government_job",
    ]  # fmt: skip
    assert words_of("NFBS") == ["age", "breadwinner_died", "deceased_age", "bpl"]
    assert words_of("PM_KMY") == ["age", "epfo", "land"]
    assert words_of("HR_OLD") == ["age", "income"]
    for scheme in rule_book():
        assert words_of(scheme.id)
    for rule in rule_book().history("UP_OLD"):
        assert {"rural_paise": 46_080_00, "urban_paise": 56_460_00} in [
            one.params for one in requirements(rule)
        ]
