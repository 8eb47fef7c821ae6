"""Amounts in words."""

import re
import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st
from indic_numtowords import num2words

from portal.domain.money import MAX_PAISE
from portal.domain.words import HINDI_TO_99, cardinal_hi, in_words_en, in_words_hi

# Where the other list has a variant, and what the standard spelling is.
STANDARD = {
    "छः": "छह",
    "अट्ठारह": "अठारह",
    "चौंतालीस": "चवालीस",
    "तिरेपन": "तिरपन",
    "तिरेसठ": "तिरसठ",
    "छयासठ": "छियासठ",
    "सरसठ": "सड़सठ",
    "उन्यासी": "उनासी",
    "सत्तासी": "सतासी",
    "सत्तानवे": "सतानवे",
    "अट्ठानवे": "अठानवे",
}


def words_of_the_other_list(number):
    words = unicodedata.normalize("NFC", num2words(number, lang="hi")).split()
    return " ".join(STANDARD_NFC.get(word, word) for word in words)


STANDARD_NFC = {
    unicodedata.normalize("NFC", variant): unicodedata.normalize("NFC", standard)
    for variant, standard in STANDARD.items()
}


def test_the_table_has_a_hundred_different_words_that_nfc_keeps():
    assert len(set(HINDI_TO_99)) == len(HINDI_TO_99) == 100
    for word in (*HINDI_TO_99, in_words_hi(MAX_PAISE), cardinal_hi(1_000)):
        assert unicodedata.normalize("NFC", word) == word


@pytest.mark.parametrize("number", range(100))
def test_the_table_agrees_with_an_independent_one(number):
    assert cardinal_hi(number) == words_of_the_other_list(number)


@given(st.integers(0, 99_99_99_999))
def test_composed_numbers_agree_with_an_independent_list(number):
    assert cardinal_hi(number) == words_of_the_other_list(number)


@pytest.mark.parametrize(
    ("paise", "hindi", "english"),
    [
        (0, "शून्य रुपये मात्र", "Zero rupees only"),
        (100, "एक रुपया मात्र", "One rupee only"),
        (101, "एक रुपया एक पैसा मात्र", "One rupee and one paisa only"),
        (50, "शून्य रुपये पचास पैसे मात्र", "Zero rupees and fifty paise only"),
        (
            1_250_000,
            "बारह हज़ार पाँच सौ रुपये मात्र",
            "Twelve thousand five hundred rupees only",
        ),
        (
            1_250_050,
            "बारह हज़ार पाँच सौ रुपये पचास पैसे मात्र",
            "Twelve thousand five hundred rupees and fifty paise only",
        ),
        (10_000_000, "एक लाख रुपये मात्र", "One lakh rupees only"),
        (2_638_600, "छब्बीस हज़ार तीन सौ छियासी रुपये मात्र",
         "Twenty-six thousand three hundred eighty-six rupees only"),
        (
            1_00_05_01_030_00,
            "एक सौ करोड़ पाँच लाख एक हज़ार तीस रुपये मात्र",
            "One hundred crore five lakh one thousand thirty rupees only",
        ),
        (
            MAX_PAISE,
            "निन्यानवे करोड़ निन्यानवे लाख निन्यानवे हज़ार नौ सौ निन्यानवे रुपये निन्यानवे पैसे मात्र",
            "Ninety-nine crore ninety-nine lakh ninety-nine thousand nine hundred ninety-nine"
            " rupees and ninety-nine paise only",
        ),
    ],
)  # fmt: skip
def test_an_amount_is_said(paise, hindi, english):
    assert in_words_hi(paise) == unicodedata.normalize("NFC", hindi)
    assert in_words_en(paise) == english


@given(st.integers(0, MAX_PAISE))
def test_every_amount_in_range_can_be_said(paise):
    assert re.fullmatch("[\u0901-\u0963 ]+ मात्र", in_words_hi(paise))
    assert re.fullmatch("[A-Z][a-z -]+ only", in_words_en(paise))


@given(st.integers(0, MAX_PAISE), st.integers(0, MAX_PAISE))
def test_different_amounts_are_said_differently(one, other):
    assert (in_words_hi(one) == in_words_hi(other)) == (one == other)
    assert (in_words_en(one) == in_words_en(other)) == (one == other)


@pytest.mark.parametrize("say", [in_words_hi, in_words_en, cardinal_hi])
def test_amounts_below_zero_have_no_words(say):
    with pytest.raises(ValueError, match="-"):
        say(-1)
