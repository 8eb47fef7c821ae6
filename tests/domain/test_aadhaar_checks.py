"""The number, the name and the year of a check: read in both scripts, shown as four digits."""

from __future__ import annotations

import copy
import json
import pickle

import pytest
from hypothesis import given
from hypothesis import strategies as st

from portal.domain.aadhaar_checks import (
    AadhaarNumberIsMissing,
    AadhaarNumberIsWrong,
    BirthYearIsWrong,
    Check,
    CheckRequest,
    CheckResult,
    has_many_digits,
    masked,
    read_birth_year,
    read_id_number,
    reason_of,
    reference_of,
)
from portal.domain.text import deva_digits, has_aadhaar, with_check_digit
from tests.world import MORNING

NUMBER = "999941057058"  # the number that UIDAI prints in its own examples
VID = with_check_digit("999900000000123")


@pytest.mark.parametrize(
    "typed",
    [NUMBER, "9999 4105 7058", "9999-4105-7058", " 9999.4105.7058 ", deva_digits(NUMBER),
     "9999\u200d4105\u200b7058", "9999–4105–7058"],
)  # fmt: skip
def test_a_number_is_read_as_people_write_it(typed: str) -> None:
    found = read_id_number(typed)
    assert (found.kind, found.last4, found.whole()) == ("aadhaar", "7058", NUMBER)


def test_a_vid_has_sixteen_digits_and_its_check_digit() -> None:
    found = read_id_number(VID)
    assert (found.kind, found.last4) == ("vid", VID[-4:])
    with pytest.raises(AadhaarNumberIsWrong):
        read_id_number(VID[:-1] + str((int(VID[-1]) + 1) % 10))


@pytest.mark.parametrize("typed", ["", "   ", "\u200b", "--"])
def test_nothing_is_missing(typed: str) -> None:
    with pytest.raises(AadhaarNumberIsMissing):
        read_id_number(typed)


@pytest.mark.parametrize(
    "typed",
    ["999941057059", "99994105705", "9999410570580", "x99941057058", "９９９９４１０５７０５８",
     "৯৯৯৯৪১০৫৭০৫৮", "1" * 12, "0" * 12, with_check_digit("10000000000"), "-1", "1e12",
     "9999 4105 7058 9999"],
)  # fmt: skip
def test_what_is_no_number_is_refused_without_repeating_it(typed: str) -> None:
    with pytest.raises(AadhaarNumberIsWrong) as refused:
        read_id_number(typed)
    assert refused.value.params == {}
    assert typed not in str(refused.value)


@given(st.integers(2, 9), st.text("0123456789", min_size=10, max_size=10), st.integers(0, 11))
def test_any_single_wrong_digit_is_noticed(first: int, rest: str, at: int) -> None:
    number = with_check_digit(f"{first}{rest}")
    assert read_id_number(number).whole() == number
    wrong = number[:at] + str((int(number[at]) + 1) % 10) + number[at + 1 :]
    with pytest.raises(AadhaarNumberIsWrong):
        read_id_number(wrong)


def test_a_number_is_neither_shown_nor_packed_nor_copied() -> None:
    number = read_id_number(NUMBER)
    request = CheckRequest("REF", "काम", MORNING, number, "कमला बाई", 1958)
    shown = f"{number} {number!r} {request} {request!r} %s" % (number,)
    for secret in (NUMBER, "99994105", "कमला", "1958"):
        assert secret not in shown
    assert "XXXX XXXX 7058" in shown
    for pack in (pickle.dumps, copy.copy, copy.deepcopy, json.dumps):
        with pytest.raises(TypeError):
            pack(number)
    with pytest.raises(TypeError):
        pickle.dumps(request)
    assert not hasattr(number, "__dict__")


def test_masks_say_the_kind() -> None:
    assert masked("aadhaar", "7058") == "XXXX XXXX 7058"
    assert masked("vid", "1234") == "XXXX XXXX XXXX 1234"


def test_years_of_birth() -> None:
    assert read_birth_year("", MORNING) is None
    assert read_birth_year(" १९५८ ", MORNING) == 1958
    assert read_birth_year("1901", MORNING) == 1901
    assert read_birth_year("2026", MORNING) == 2026
    for wrong in ("58", "1900", "2027", "19581", "195x", "-195", "९५८"):
        with pytest.raises(BirthYearIsWrong):
            read_birth_year(wrong, MORNING)


def test_a_reason_keeps_codes_and_loses_numbers() -> None:
    assert reason_of("  K-561: VID\x00 expired ") == "K-561: VID expired"
    assert reason_of(f"unknown {NUMBER}") == "unknown"
    assert reason_of("9999 4105 7058 locked") == "locked"
    assert reason_of(f"{deva_digits(NUMBER)} बंद") == "बंद"
    assert len(reason_of("x" * 300)) == 100
    assert has_many_digits("1-2-3-4-5")
    assert not has_many_digits("2026")


def test_our_reference_is_no_number() -> None:
    found = reference_of("KHR001", bytes(range(0, 240, 20)))
    assert len(found) == 19
    assert found.startswith("AKHR001")
    assert not any(one.isdigit() for one in found[7:])
    assert not has_aadhaar(found)


def test_an_asking_without_an_end_has_none_after_a_minute() -> None:
    check = Check(1, 1, 1, "vid", "1234", CheckResult.ASKING, "R", "", MORNING, 1, None)
    assert check.result_at(MORNING + 60_000) is CheckResult.ASKING
    assert check.result_at(MORNING + 60_001) is CheckResult.NO_ANSWER
    assert check.shown == "XXXX XXXX XXXX 1234"
    ended = Check(1, 1, 1, "vid", "1234", CheckResult.MATCH, "R", "", MORNING, 1, MORNING)
    assert ended.result_at(MORNING + 999_999) is CheckResult.MATCH
