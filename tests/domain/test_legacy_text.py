"""Hindi of older files: what is mended, what is said of it, and what stays impossible."""

import re
import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from portal.domain import legacy_text
from portal.domain.legacy_text import (
    DIGITS_ALIKE,
    LATIN_MENDED,
    LONE_SIGNS_GONE,
    NORMALISED,
    RESTORED,
    SIGNS_JOINED,
    SIGNS_ORDERED,
    SPACES_GONE,
    UNSEEN_GONE,
    VOWELS_JOINED,
    is_well_formed,
    mend_hindi,
    with_reph,
    without_wrong_signs,
    wrong_part,
)

CONSONANTS = "कखगघचछजझटठडढणतथदधनपफबभमयरलवशषसह"
MATRAS = "ािीुूृेैोौॉ"
hindi_or_not = st.text("कखरसइअआएईािीुेैोौंँः़्ॅ ०1o0:|\u200c\u200d\u00ad\ufeff\u25cca") | st.text()


@st.composite
def syllables(draw):
    """One syllable as Hindi writes it."""
    if draw(st.booleans()):
        return draw(st.sampled_from("अआइईउऊएऐओऔऑ")) + draw(st.sampled_from(["", "ं", "ँ"]))
    half = draw(st.sampled_from(["", "", "", "क्", "स्", "न्", "ल्", "र्"]))
    nasal = draw(st.sampled_from(["", "", "", "ं"]))
    return half + draw(st.sampled_from(CONSONANTS)) + draw(st.sampled_from(["", *MATRAS])) + nasal


words = st.lists(syllables(), min_size=1, max_size=5).map("".join)


@pytest.mark.parametrize(
    ("typed", "kept", "note"),
    [
        ("अादित्य", "आदित्य", VOWELS_JOINED),
        ("आेम", "ओम", VOWELS_JOINED),
        ("अौरत", "औरत", VOWELS_JOINED),
        ("भार्इ", "भाई", VOWELS_JOINED),
        ("एेश", "ऐश", VOWELS_JOINED),
        ("पाेखर", "पोखर", SIGNS_JOINED),
        ("बाॅस", "बॉस", SIGNS_JOINED),
        ("देेवी", "देवी", SIGNS_JOINED),
        ("कुुमार", "कुमार", SIGNS_JOINED),
        ("क्ाम", "कम", SIGNS_JOINED),
        ("पॊखर", "पोखर", SIGNS_JOINED),
        ("कुॅवर", "कुँवर", SIGNS_JOINED),
        ("कंात", "कांत", SIGNS_ORDERED),
        ("खा़न", "ख़ान", SIGNS_ORDERED),
        ("सि्थति", "स्थिति", SIGNS_ORDERED),
        ("धु्रव", "ध्रुव", SIGNS_ORDERED),
        ("िकशन", "किशन", SIGNS_ORDERED),
        ("श्ंकर", "शंकर", SIGNS_ORDERED),
        ("सुनित ा देवी", "सुनिता देवी", SPACES_GONE),
        ("राम  लाल ", "राम लाल", SPACES_GONE),
        ("ीरुलंदी", "रुलंदी", LONE_SIGNS_GONE),
        ("राम \u25ccे", "राम", LONE_SIGNS_GONE),
        ("राम\u200dलाल", "रामलाल", UNSEEN_GONE),
        ("मोहन\u200c", "मोहन", UNSEEN_GONE),
        ("राम\u00adलाल\ufeff", "रामलाल", UNSEEN_GONE),
        ("दु:ख", "दुःख", LATIN_MENDED),
        ("मो0 अली", "मो० अली", LATIN_MENDED),
        ("स्वo राम", "स्व० राम", LATIN_MENDED),
        ("राम|", "राम।", LATIN_MENDED),
        ("वार्ड १2", "वार्ड 12", DIGITS_ALIKE),
        ("वार्ड 1२", "वार्ड 12", DIGITS_ALIKE),
        ("\u095c", "ड\u093c", NORMALISED),
        ("à¤°à¤®à¥‡à¤¶", "रमेश", RESTORED),
        ("रमेश".encode().decode("latin-1"), "रमेश", RESTORED),
    ],
)
def test_what_was_plainly_meant_is_written(typed, kept, note):
    mended = mend_hindi(typed)
    assert mended.text == kept
    assert note in mended.notes


@pytest.mark.parametrize(
    "kept",
    ["रमेश यादव", "स्‍नेह", "श्रीमान्", "वार्ड 12", "वार्ड १२", "Ram Lal", "", "ॐ प्रकाश", "डॉ० रमा",
     "राम, लाल", "०९", "9876543210"],
)  # fmt: skip
def test_what_is_right_stays_as_it_is(kept):
    assert mend_hindi(kept) == (kept, ())


@given(words)
def test_words_as_hindi_writes_them_are_well_formed_and_stay(word):
    written = unicodedata.normalize("NFC", word)
    assert is_well_formed(written)
    assert mend_hindi(written).text == written


@given(hindi_or_not)
def test_mending_twice_changes_nothing(typed):
    once = mend_hindi(typed)
    assert mend_hindi(once.text).text == once.text
    assert unicodedata.is_normalized("NFC", once.text)


@given(hindi_or_not)
def test_without_its_wrong_signs_a_text_is_well_formed(typed):
    assert is_well_formed(without_wrong_signs(typed))


@given(words)
def test_a_sound_text_loses_no_sign(word):
    assert without_wrong_signs(word) == word


@pytest.mark.parametrize(
    ("text", "part", "guess"),
    [
        ("राम क्ीर", "क्ीर", "राम कीर"),
        ("ईाश", "ईाश", "ईश"),
        ("राम", "", "राम"),
        ("कि्ि", "कि्ि", "कि"),
        ("अ्", "अ्", "अ"),
    ],
)
def test_what_can_not_stand_together_is_named(text, part, guess):
    assert wrong_part(text) == part
    assert without_wrong_signs(text) == guess


@pytest.mark.parametrize(
    ("typed", "meant"),
    [("शमार्", "शर्मा"), ("सूयर् देव", "सूर्य देव"), ("धमर्", "धर्म"), ("शर्मा", "शर्मा"), ("र्", "र्")],
)
def test_a_reph_at_the_end_is_offered_where_it_was_meant(typed, meant):
    assert with_reph(typed) == meant


def test_a_text_that_was_never_utf8_stays():
    assert mend_hindi("à¤") == ("à¤", ())
    assert mend_hindi("à¤ क") == ("à¤ क", ())


def test_every_joined_pair_is_one_that_can_not_stand():
    tables = [table for _note, table, _pattern in legacy_text._TABLES]
    for pair, instead in ((pair, instead) for table in tables for pair, instead in table.items()):
        assert re.search("[ऎऒॆॊंँ]|ॅं", pair) or not is_well_formed("क" + pair), pair
        assert is_well_formed("क" + instead) or instead in MATRAS
