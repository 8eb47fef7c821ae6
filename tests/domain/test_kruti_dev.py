"""The old font Kruti Dev: turned into Unicode, refused where nothing can be read."""

import csv

import pytest
from hypothesis import given
from hypothesis import strategies as st

from portal.domain.kruti_dev import KrutiDevIsNotReadable, to_unicode
from portal.domain.legacy_text import is_well_formed, mend_hindi
from portal.domain.old_font import SIGNS, leaning, pairs_of
from portal.settings import ROOT
from tests.domain.kruti_writer import in_kruti_dev
from tests.domain.test_legacy_text import words

TABLE = """
jes'k ;kno=रमेश यादव|lqfurk nsoh=सुनिता देवी|lquhrk=सुनीता|jke=राम|vkfFkZd=आर्थिक|ikVhZ=पार्टी
deZ=कर्म|'kekZ=शर्मा|oekZ=वर्मा|oeZk=वर्मा|bZ'oj=ईश्वर|foKku=विज्ञान|Jherh=श्रीमती|t;Jh=जयश्री
f'ko dqekj=शिव कुमार|d`".k=कृष्ण|y{eh=लक्ष्मी|izlkn=प्रसाद|pUnzs'k=चन्द्रेश|eksgEen=मोहम्मद
fgUnh=हिन्दी|fLFkfr=स्थिति|fuf'pr=निश्चित|fu'fpr=निश्चित|jktsUnz flag=राजेन्द्र सिंह|HkkbZ=भाई
Hkksyk=भोला|vkse=ओम|vkSj=और|MkW-=डॉ.|eks- vyh=मो. अली|dk¡=काँ|ekspkZ=मोर्चा|lw;Z=सूर्य|>k=झा
?ku';ke=घनश्याम|[kku=खान|[k+ku=ख़ान|QkS>h=फौझी|xaxk/kj=गंगाधर|y[kuÅ=लखनऊ|fpÙkkSM+=चित्तौड़
dÙkkZ=कर्त्ता|Ádk'k=प्रकाश|#iuk=रुपना|:ik=रूपा|Vªd=ट्रक|¼1½=(1)|laLFkk=संस्था|lfefr=समिति
uk;d=नायक|dqekj]=कुमार,|ƒ„…=१२३|jkeÓk=राम्या|fØ;k=क्रिया
xzke & jkeiqj=ग्राम - रामपुर|d`“.k=कृष्ण|jkes’oj=रामेश्वर|dk;ZØe=कार्यक्रम|vkbZ=आई|,sjkor=ऐरावत
""".strip().replace("\n", "|").split("|")  # fmt: skip


@pytest.mark.parametrize("pair", TABLE)
def test_kruti_dev_is_turned_into_unicode(pair):
    typed, _, meant = pair.rpartition("=")
    assert to_unicode(typed) == mend_hindi(meant).text


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("fo|qr", "विद्युत"),
        ("f=os.kh", "त्रिवेणी"),
        ("f=kos.kh", "त्रिवेणी"),
        ("pfj=", "चरित्र"),
        ("pfj=kk", "चरित्रा"),
        ("dk±", "र्कां"),
        ("uÈ", "नीं"),
        ("deÊ", "कर्मी"),
        ("Çx", "गिं"),
        ("Æx", "र्गि"),
        ("Éx", "र्गिं"),
    ],
)
def test_signs_that_stand_elsewhere_are_placed(typed, meant):
    assert to_unicode(typed) == meant


@pytest.mark.parametrize(
    "typed", ["f", "Z", "jkf", "Zjke", "jkÂe", "aZ", "ksjke", "jke ÿ", "~", "xÇ"]
)
def test_what_makes_no_word_is_refused(typed):
    with pytest.raises(KrutiDevIsNotReadable):
        to_unicode(typed)


@given(words)
def test_hindi_comes_back_from_the_old_font(word):
    hindi = mend_hindi(word).text
    assert to_unicode(in_kruti_dev(hindi)) == hindi


@given(st.text("fZk~a+zHd'js= ;[|ª±ÇÆq1", max_size=12))
def test_whatever_is_turned_can_be_read(typed):
    try:
        hindi = to_unicode(typed)
    except KrutiDevIsNotReadable:
        return
    assert is_well_formed(hindi)
    assert not set(hindi) & set("fZkza")


def demo_names():
    """Read the made-up names of the demo: pairs of Hindi and Roman."""
    with (ROOT / "config/demo_names.csv").open(encoding="utf-8", newline="") as file:
        return [(row["text_hi"], row["text_en"]) for row in csv.DictReader(file) if row["text_en"]]


def test_names_of_the_demo_come_back_and_are_told_from_roman():
    pairs = demo_names()
    assert len(pairs) > 100
    right = 0
    for hindi, roman in pairs:
        typed = in_kruti_dev(mend_hindi(hindi).text)
        assert to_unicode(typed) == mend_hindi(hindi).text
        right += (leaning(typed) > 0) + (leaning(roman) < 0)
    assert right > 2 * len(pairs) * 0.95


@pytest.mark.parametrize(
    "roman",
    ["Ramesh Yadav", "RAMESH YADAV", "ramesh yadav", "S/O Ram Lal", "R.K. Sharma", "D'Souza",
     "Md. Ali", "P.O. Rampur", "Rampur (East)", "Ward No.5", "mohan@gmail.com", "Ram & Sons",
     "Smt. Sita Devi W/O Ram", "VIVEK", "FIROZ", "Cash received", "S/o Late Shri Ram"],
)  # fmt: skip
def test_names_in_roman_letters_are_not_taken_for_the_old_font(roman):
    assert leaning(roman) < 0


@pytest.mark.parametrize(
    "typed",
    ["jke ;kno", "lhrk", "eksgu", "jes'k", ";kno", "v'kksd", "Jh jke", "Lo- jke", "fd'kksj"],
)
def test_the_old_font_is_noticed(typed):
    assert leaning(typed) > 0


@pytest.mark.parametrize("text", ["", "रमेश", "रमेश Ram", "5", "12/3", "A", "  "])
def test_other_texts_lean_to_neither_side(text):
    assert leaning(text) == 0


@given(st.text())
def test_every_pair_of_signs_has_its_weight(text):
    assert all(set(pair) <= set(SIGNS) for pair in pairs_of(text))
    leaning(text)
