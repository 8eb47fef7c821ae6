"""Typed text, search keys and the ban on Aadhaar numbers."""

import unicodedata
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from portal.domain.dates import show_on
from portal.domain.text import (
    AadhaarIsNotStored,
    TextIsTooLong,
    clean,
    deva_digits,
    has_aadhaar,
    latin_digits,
    search_key,
)

any_text = st.text() | st.text("aA1१ क़ड़न्तङ्कँंशñ-।\u200b\u200d\u202e\n\t\ud800")


@pytest.mark.parametrize(
    ("typed", "kept"),
    [
        ("  राम   लाल\t\n", "राम लाल"),
        ("क\u0958", "क\u0915\u093c"),
        ("e\u0301", "é"),
        ("राम\u0000\u0007लाल", "रामलाल"),
        ("abc\u202edef\u2066\u200f", "abcdef"),
        ("a \u200e b", "a b"),
        ("a\ud800b", "ab"),
        ("a\u2028b\u00a0c", "a b c"),
        ("क्\u200dष", "क्\u200dष"),
        ("\ufeff", ""),
    ],
)
def test_text_is_cleaned(typed, kept):
    assert clean(typed) == kept


@given(any_text)
def test_cleaning_twice_changes_nothing(typed):
    once = clean(typed)
    assert clean(once) == once
    assert unicodedata.is_normalized("NFC", once)
    once.encode("utf-8")


def test_digits_change_script_and_nothing_else():
    assert deva_digits("₹ 12,500.50 राम") == "₹ १२,५००.५० राम"
    assert latin_digits("₹ १२,५००.५० राम") == "₹ 12,500.50 राम"


@given(any_text)
def test_digits_come_back(typed):
    assert latin_digits(deva_digits(typed)) == latin_digits(typed)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("पाँच", "पांच"),
        ("पण्डित", "पंडित"),
        ("गङ्गा", "गंगा"),
        ("पञ्चायत", "पंचायत"),
        ("सन्तोष", "संतोष"),
        ("चम्पा", "चंपा"),
        ("ज़मीन", "जमीन"),
        ("ऩ", "न"),
        ("क़र्ज़", "कर्ज"),
        ("लड़का", "लडका"),
        ("क्\u200dष", "क्ष"),
        ("KCC ऋण", "kcc  ऋण।"),
        ("खाता-१२", "खाता 12"),
        ("Rāma", "rama"),
        ("STRASSE", "straße"),
        ("राम\u200bलाल", "रामलाल"),
    ],
)
def test_what_people_take_for_the_same_has_one_key(one, other):
    assert search_key(one) == search_key(other)


@pytest.mark.parametrize(
    ("one", "other"), [("राम", "रमा"), ("मुन्ना", "मुंना"), ("जन्म", "जंम"), ("12", "21")]
)
def test_different_words_keep_different_keys(one, other):
    assert search_key(one) != search_key(other)


def test_a_key_of_punctuation_is_empty():
    assert search_key(" -।/ ") == ""


@given(any_text)
def test_a_key_is_its_own_key(typed):
    key = search_key(typed)
    assert search_key(key) == key
    assert key == " ".join(key.split())


VALID = "234123412346"


@pytest.mark.parametrize(
    "text",
    [
        VALID,
        "999941057058",
        "2341 2341 2346",
        "2341-2341-2346",
        "2341  2341 – 2346",
        "२३४१ २३४१ २३४६",
        "२३४१ 2341 2346",
        "आधार 2341 2341 2346 है",
        "UID:234123412346.",
        "no 12 2341 2341 2346 77",
        "2 3 4 1 2 3 4 1 2 3 4 6",
        "2341\u200b23412346",
        "2341\u200d23412346",
        "22-11-2026 2341 2341 2346",
        "২৩৪১২৩৪১২৩৪৬",
        "૨૩૪૧ ૨૩૪૧ ૨૩૪૬",
        "２３４１２３４１２３４６",
    ],
)
def test_a_full_aadhaar_number_is_seen(text):
    assert has_aadhaar(text)


@pytest.mark.parametrize(
    "text",
    [
        "",
        "राम लाल",
        "2346",
        "XXXX XXXX 2346",
        "234123412345",
        "134123412346",
        "034123412346",
        "1" + VALID,
        VALID + "0",
        "23412341",
        "2341 2341 23467",
        "2341,2341,2346",
        "2341 2341 / 2346",
    ],
)
def test_other_numbers_are_let_through(text):
    assert not has_aadhaar(text)


@given(st.dates(date(1900, 1, 1), date(2099, 12, 31)), st.integers(1000, 9999))
def test_a_date_with_a_bill_number_is_no_aadhaar_number(day, bill_no):
    for shown in (day.isoformat(), show_on(day.isoformat())):
        assert not has_aadhaar(f"बिल {shown} {bill_no}")


@given(st.text("0123456789", min_size=11, max_size=11), st.sampled_from("23456789"))
def test_exactly_one_check_digit_makes_an_aadhaar_number(tail, first):
    stem = first + tail[1:]
    assert sum(has_aadhaar(stem + check) for check in "0123456789") == 1


@given(st.integers(0, 11), st.sampled_from("0123456789"))
def test_one_wrong_digit_is_no_aadhaar_number(place, digit):
    changed = VALID[:place] + digit + VALID[place + 1 :]
    assert has_aadhaar(changed) == (changed == VALID)


@given(st.integers(0, 10))
def test_two_neighbours_exchanged_are_no_aadhaar_number(place):
    changed = VALID[:place] + VALID[place + 1] + VALID[place] + VALID[place + 2 :]
    assert not has_aadhaar(changed)


def test_refusals_of_text_stand_at_422():
    assert AadhaarIsNotStored().status == 422
    refused = TextIsTooLong(most=200, field="narration")
    assert (refused.status, refused.field) == (422, "narration")
    assert refused.message % refused.params == "Write at most 200 characters."
