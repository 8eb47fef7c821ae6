"""Roman names offered for Hindi ones, as cards write them."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from portal.domain.romanize import romanize

CARDS = {
    "रमेश कुमार यादव": "Ramesh Kumar Yadav",
    "सुशीला देवी": "Sushila Devi",
    "राजकुमार सिंह": "Rajkumar Singh",
    "कृष्ण चंद्र मिश्र": "Krishna Chandra Mishra",
    "विश्वनाथ द्विवेदी": "Vishwanath Dwivedi",
    "ज्ञान प्रकाश मौर्य": "Gyan Prakash Maurya",
    "लक्ष्मी नारायण": "Lakshmi Narayan",
    "फातिमा फूलमती": "Fatima Phulamti",
    "अंबिका आनंद": "Ambika Anand",
    "कुँवर शर्मा": "Kunwar Sharma",
    "रज़िया गौड़": "Raziya Gaur",
    "मो० अनवर": "Md Anwar",
    "भीकनगाँव": "Bhikangaon",
    "अच्छेलाल": "Achhelal",
    "इंद्र": "Indra",
    "अ क": "A Ka",
}


@pytest.mark.parametrize("hindi", CARDS)
def test_a_name_is_written_as_on_cards(hindi: str) -> None:
    assert romanize(hindi) == CARDS[hindi]


def test_what_is_not_hindi_stays() -> None:
    assert romanize("Ramesh यादव 2") == "Ramesh Yadav 2"
    assert romanize("") == ""


def test_a_joiner_inside_a_word_changes_nothing() -> None:
    assert romanize("लक्\u200dष्मी") == romanize("लक्ष्मी")


@given(st.text(alphabet=st.characters(min_codepoint=0x900, max_codepoint=0x97F), max_size=12))
def test_any_hindi_letters_give_plain_letters(text: str) -> None:
    """No sign of the script is left over, whatever order the signs stand in."""
    assert all(not "\u0904" <= letter <= "\u094f" for letter in romanize(text))
