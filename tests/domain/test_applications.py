"""Numbers of applications, and what a step may say."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from portal.domain.applications import (
    ApplicantHasNoName,
    ApplicationNumberIsWrong,
    DepartmentNumberIsMissing,
    NumberIsWrong,
    NumberMayBeAadhaar,
    Person,
    ReminderIsWrong,
    ResultNumberIsMissing,
    Said,
    WhyIsMissing,
    WordsAreMissing,
    application_number,
    check_needed,
    read_application_number,
    read_office_number,
    read_person,
    read_reminder,
    read_said,
    ticked,
)
from portal.domain.refusals import Refusal
from portal.domain.text import AadhaarIsNotStored, TextIsTooLong, deva_digits

AADHAAR = "999941057058"
TODAY = "2026-11-24"


@given(
    code=st.from_regex(r"[A-Z]{2,4}[0-9]{2,4}", fullmatch=True),
    application_id=st.integers(1, 999_999_999),
)
def test_a_number_is_read_as_it_was_written(code: str, application_id: int) -> None:
    number = application_number(code, application_id)
    assert read_application_number(number) == (code, application_id)
    assert read_application_number(f" {deva_digits(number.lower())} ") == (code, application_id)
    assert read_application_number(f"{number[:6]} {number[6:9]}-{number[9:]}") == (
        code, application_id,
    )  # fmt: skip


def test_a_number_has_six_places_and_a_check_digit() -> None:
    number = application_number("BR0101", 123)
    assert number.startswith("BR0101A000123")
    assert len(number) == 14


@given(application_id=st.integers(1, 999_999), place=st.integers(0, 6), turn=st.integers(1, 9))
def test_any_wrong_digit_is_noticed(application_id: int, place: int, turn: int) -> None:
    number = application_number("KHR001", application_id)
    at = len("KHR001A") + place
    wrong = number[:at] + str((int(number[at]) + turn) % 10) + number[at + 1 :]
    with pytest.raises(ApplicationNumberIsWrong):
        read_application_number(wrong)


@given(application_id=st.integers(1, 999_999), place=st.integers(0, 5))
def test_two_neighbours_changed_over_are_noticed(application_id: int, place: int) -> None:
    number = application_number("KHR001", application_id)
    at = len("KHR001A") + place
    wrong = number[:at] + number[at + 1] + number[at] + number[at + 2 :]
    if wrong != number:
        with pytest.raises(ApplicationNumberIsWrong):
            read_application_number(wrong)


@given(st.text(max_size=80))
def test_anything_else_is_no_number(text: str) -> None:
    try:
        code, application_id = read_application_number(text)
    except ApplicationNumberIsWrong:
        return
    assert application_number(code, application_id)


@pytest.mark.parametrize("text", ["", "A", "KHR001", "KHR001A", "123", "KHR001A000000" + "0"])
def test_what_is_too_short_is_no_number(text: str) -> None:
    with pytest.raises(ApplicationNumberIsWrong):
        read_application_number(text)


def test_an_offices_number_is_kept_in_one_way() -> None:
    assert read_office_number(" rtps/२०२६ - 00१२ ", "department_no") == "RTPS/2026-0012"
    assert read_office_number("", "result_no") == ""


@pytest.mark.parametrize("text", [AADHAAR, "9999 4105 7058", "९९९९४१०५७०५८", f"NO {AADHAAR}"])
def test_no_number_may_be_an_aadhaar_number(text: str) -> None:
    with pytest.raises(NumberMayBeAadhaar) as found:
        read_office_number(text, "result_no")
    assert found.value.field == "result_no"
    with pytest.raises(AadhaarIsNotStored):
        read_person(Person(f"राम {text}"))
    with pytest.raises(AadhaarIsNotStored):
        read_said(Said(reason=text), TODAY)


@pytest.mark.parametrize("text", ["<b>1</b>", "12;34", "1'2"])
def test_a_number_has_no_strange_signs(text: str) -> None:
    with pytest.raises(NumberIsWrong):
        read_office_number(text, "department_no")


def test_a_number_has_an_end() -> None:
    with pytest.raises(TextIsTooLong):
        read_office_number("1" * 41, "department_no")


def test_nobody_applies_without_a_name() -> None:
    with pytest.raises(ApplicantHasNoName):
        read_person(Person("  "))


@pytest.mark.parametrize(
    ("on", "is_good"),
    [("", True), ("2026-11-24", False), ("2026-11-25", True), ("2027-11-25", True),
     ("2027-11-26", False), ("2025-01-01", False)],
)  # fmt: skip
def test_a_reminder_is_for_a_day_to_come(on: str, is_good: bool) -> None:
    if is_good:
        assert read_reminder(on, TODAY) == on
    else:
        with pytest.raises(ReminderIsWrong):
            read_reminder(on, TODAY)


@pytest.mark.parametrize(
    ("needs", "said", "refusal"),
    [
        (["department_no"], Said(), DepartmentNumberIsMissing),
        (["result_no"], Said(department_no="1"), ResultNumberIsMissing),
        (["reason"], Said(said="वे नहीं आए"), WhyIsMissing),
        (["said"], Said(reason="आय"), WordsAreMissing),
        (["department_no", "reason"], Said("12", reason="फिर से"), None),
        ([], Said(), None),
    ],
)
def test_a_step_needs_what_its_row_says(
    needs: list[str], said: Said, refusal: type[Refusal] | None
) -> None:
    if refusal is None:
        check_needed(needs, said)
        return
    with pytest.raises(refusal):
        check_needed(needs, said)


def test_papers_are_there_or_missing() -> None:
    assert ticked(("आधार", "फोटो"), ["फोटो", "गाय"]) == {"आधार": "no", "फोटो": "yes"}
