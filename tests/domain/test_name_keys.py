"""How names sound: cleaning, cutting into words, and keys under which both scripts meet."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from portal.domain.name_keys import LONGEST_WORD, fine, is_devanagari, skel, sounds, words
from portal.domain.name_scripts import to_devanagari


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("रमेश यादव", ["रमेश", "यादव"]),
        ("  Ramesh   YADAV ", ["ramesh", "yadav"]),
        ("स्व० रमेश", ["स्व", "रमेश"]),
        ("मो० रहीम", ["मो", "रहीम"]),
        ("मो॰ रहीम", ["मो", "रहीम"]),
        ("वार्ड ०५", ["वार्ड", "05"]),
        ("R.K. Singh", ["r", "k", "singh"]),
        ("D'Souza", ["dsouza"]),
        ("ram123", ["ram", "123"]),
        ("अाशा", ["आशा"]),
        ("अोम", ["ओम"]),
        ("रा\u200dम", ["राम"]),
        ("ra\u200bmesh", ["ramesh"]),
        ("\u202eramesh", ["ramesh"]),
        ("िराम", ["राम"]),
        ("पुुर्वे", ["पुर्वे"]),
        ("राेशन", ["रोशन"]),
        ("Āśā", ["asa"]),
        ("😀 <b>; --", ["b"]),
        ("", []),
        ("।॥-_%", []),
    ],
)
def test_words(text: str, expected: list[str]) -> None:
    assert words(text) == expected


@pytest.mark.parametrize(
    ("word", "heard"),
    [
        ("रमेश", "rameS-"), ("कमला", "kam-lA"), ("राम", "rAm-"), ("ज्ञान", "YAn-"),
        ("लक्ष्मी", "laFmI"), ("चंपा", "cawpA"), ("संजय", "saMjay-"), ("ज़ाकिर", "zAkir-"),
        ("सड़क", "saRak-"), ("कृष्ण", "kLZN-"), ("न", "na"), ("ramesh", "ramesh"),
        ("आई", "AI"), ("सरस्वती", "sarasvaqI"), ("़राम", "rAm-"),
    ],
)  # fmt: skip
def test_a_word_is_heard_with_its_inherent_a_where_it_is_spoken(word: str, heard: str) -> None:
    assert sounds(word) == heard


@pytest.mark.parametrize(
    ("hindi", "roman"),
    [
        ("रमेश", "ramesh"), ("विष्णु", "vishnu"), ("सुनीता", "suneeta"), ("पूनम", "poonam"),
        ("खातून", "khatoon"), ("भोला", "bhola"), ("चौधरी", "choudhri"), ("लक्ष्मी", "laxmi"),
        ("अज़ीज़", "aziz"), ("दिया", "diya"), ("सैयद", "saiyad"),
    ],
)  # fmt: skip
def test_both_scripts_meet_in_the_rough_spelling(hindi: str, roman: str) -> None:
    assert fine(hindi) == fine(roman)
    assert skel(hindi) == skel(roman)


@pytest.mark.parametrize(
    ("one", "other"),
    [("गङ्गा", "गंगा"), ("पाण्डेय", "पांडेय"), ("बिष्णु", "विष्नु"), ("शान्ति", "सांती")],
)
def test_ways_of_writing_one_name_meet(one: str, other: str) -> None:
    assert fine(one) == fine(other)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("রমেশ", "रमेश"), ("રમેશ", "रमेश"), ("ਰਮੇਸ਼", "रमेश"), ("ରମେଶ", "रमेश"), ("రమేష్", "रमेष्"),
        ("رام", "राम"), ("اکبر", "अकबर"), ("ramesh", "ramesh"), ("रमेश", "रमेश"),
    ],
)  # fmt: skip
def test_other_scripts_are_turned_into_devanagari(text: str, expected: str) -> None:
    assert words(to_devanagari(text)) == words(expected)


@given(st.text(max_size=60))
def test_whatever_is_written_has_words_and_keys(text: str) -> None:
    for word in words(text):
        assert 0 < len(word) <= LONGEST_WORD
        assert words(word) == [word]
        assert isinstance(is_devanagari(word), bool)
        assert sounds(word) + fine(word) + skel(word) is not None


@given(st.text(alphabet="रामशयदवकृष्णीुेंँ़ािaeioukshmr .०", max_size=30))
def test_words_of_words_are_the_same(text: str) -> None:
    found = words(text)
    assert words(" ".join(found)) == found
