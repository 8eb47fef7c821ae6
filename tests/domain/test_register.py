"""What is asked of an applicant: mobile, birth, land, last four, parts, numbers."""

from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from portal.domain import register
from portal.domain.members import Heir, Nominee, Particulars
from portal.domain.refusals import Refusal

TODAY = "2026-11-24"
WHOLE = Particulars(
    name_hi="रमेश यादव", guardian_hi="मोहन यादव", relation="father", village_hi="बमनाला"
)


@pytest.mark.parametrize(("typed", "read"), [
    ("9826012345", "9826012345"), ("09826012345", "9826012345"), ("+91 98260-12345", "9826012345"),
    ("९८२६०१२३४५", "9826012345"), ("919826012345", "9826012345"),
])  # fmt: skip
def test_a_mobile_is_read(typed: str, read: str) -> None:
    assert register.parse_mobile(typed) == read


@pytest.mark.parametrize(
    "typed", ["", "12345", "5826012345", "98260123456", "98260x2345", "+44 9826012345"]
)
def test_what_is_no_mobile_of_india_is_refused(typed: str) -> None:
    with pytest.raises(register.MobileIsWrong):
        register.parse_mobile(typed)


@pytest.mark.parametrize(("typed", "read", "shown"), [
    ("1975", "1975", "1975"), ("१९७५", "1975", "1975"), ("15-08-1975", "1975-08-15", "15-08-1975"),
])  # fmt: skip
def test_a_birth_is_a_date_or_a_year(typed: str, read: str, shown: str) -> None:
    assert register.parse_birth(typed) == read
    assert register.show_birth(read) == shown


@pytest.mark.parametrize("typed", ["", "75", "45 साल", "31-02-1975", "1875"])
def test_what_is_no_birth_is_refused(typed: str) -> None:
    with pytest.raises(register.BirthIsWrong):
        register.parse_birth(typed)


@pytest.mark.parametrize(("typed", "ares"), [
    ("1", 100), ("1.25", 125), ("0.405", 41), ("१.५", 150), ("1 एकड़", 40), ("2.5 acre", 101),
    ("3 ac", 121), ("2 हेक्टेयर", 200), ("0", 0), ("1.2 ha.", 120),
])  # fmt: skip
def test_land_is_read_in_hectares_or_acres(typed: str, ares: int) -> None:
    assert register.parse_land(typed) == ares


@pytest.mark.parametrize("typed", ["", "बहुत", "-1", "1e3", "1,5", "3 बीघा", "100000", "1.2345"])
def test_land_that_can_not_be_told_is_refused(typed: str) -> None:
    with pytest.raises(register.LandIsWrong):
        register.parse_land(typed)


@given(st.integers(0, 9_999_999))
def test_land_that_is_shown_is_read_as_the_same(ares: int) -> None:
    assert register.parse_land(register.show_land(ares)) == ares


def test_of_a_document_four_signs_are_read() -> None:
    """P12."""
    assert register.parse_last4("x12b") == "X12B"
    assert register.parse_aadhaar_last4("४३२१") == "4321"
    for typed in ("", "12345", "123", "12 4"):
        with pytest.raises(register.LastFourIsWrong):
            register.parse_last4(typed)
    with pytest.raises(register.LastFourIsWrong):
        register.parse_aadhaar_last4("12AB")


def test_a_part_is_one_to_a_hundred() -> None:
    assert [register.parse_percent(one) for one in ("1", "५०", "100%")] == [1, 50, 100]
    for typed in ("", "0", "101", "1.5", "आधा"):
        with pytest.raises(register.PartIsWrong):
            register.parse_percent(typed)


def test_a_members_number_is_short_and_has_a_digit() -> None:
    assert register.parse_member_no(" १२ ") == "12"
    assert register.parse_member_no("A-12") == "A-12"
    for typed in ("", "new", "12/3", "1" * 13, "सद-1", "१ २"):
        with pytest.raises(register.MemberNumberIsWrong):
            register.parse_member_no(typed)


def test_name_guardian_and_village_are_enough() -> None:
    register.require_whole(WHOLE, TODAY)
    assert register.EDITABLE[0] == "name_hi"


@pytest.mark.parametrize(("change", "refusal", "field"), [
    ({"name_hi": ""}, register.MemberNameIsMissing, "name_hi"),
    ({"name_hi": "12 🙂"}, register.NameHasNoLetters, "name_hi"),
    ({"guardian_hi": ""}, register.GuardianIsMissing, "guardian_hi"),
    ({"village_hi": ""}, register.VillageIsMissing, "village_hi"),
    ({"village_hi": "--"}, register.NameHasNoLetters, "village_hi"),
    ({"relation": "uncle"}, register.ChoiceIsUnknown, "relation"),
    ({"sex": "X"}, register.ChoiceIsUnknown, "sex"),
    ({"birth_on": "2027"}, register.BirthIsWrong, None),
    ({"birth_on": "2026-11-25"}, register.BirthIsWrong, None),
    ({"nominees": (Nominee("", "पुत्र", 100),)}, register.PartIsNobodys, "nominee1_name"),
    ({"nominees": (Nominee("अ", "", 60), Nominee("ब", "", 60))}, register.PartsAreWrong, None),
    ({"nominees": (Nominee("अ", "", 100), Nominee("ब", "", 0))}, register.PartsAreWrong, None),
    ({"heirs": (Heir("अ", "", 90),)}, register.PartsAreWrong, "heir1_percent"),
])  # fmt: skip
def test_what_is_missing_or_wrong_is_refused_at_its_field(
    change: dict[str, object], refusal: type[Refusal], field: str | None
) -> None:
    with pytest.raises(refusal) as caught:
        register.require_whole(replace(WHOLE, **change), TODAY)
    assert caught.value.field == field or field is None


def test_what_was_done_has_a_date_that_has_been() -> None:
    register.require_past(TODAY, TODAY, "died_on")
    with pytest.raises(register.DateIsLater) as caught:
        register.require_past("2026-11-25", TODAY, "died_on")
    assert caught.value.field == "died_on"
