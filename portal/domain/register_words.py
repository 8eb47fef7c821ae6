"""Cells of a file that hold names and words: Hindi, Roman, and the few words of a choice."""

from __future__ import annotations

import re

from portal.domain import old_font
from portal.domain.kruti_dev import TURNED, KrutiDevIsNotReadable, to_unicode
from portal.domain.legacy_text import (
    QUIET,
    mend_hindi,
    with_reph,
    without_wrong_signs,
    wrong_part,
)
from portal.domain.name_scripts import to_devanagari
from portal.domain.refusals import N_
from portal.domain.register_cells import one_of
from portal.domain.register_findings import CellIsRefused, Findings
from portal.domain.text import TextIsTooLong, clean, search_key

MOST_LETTERS = 100
MOST_WORDS = 300
_SURE = 30  # halves of a nat, for words that may be English as well
PREFIX_TAKEN = N_("The relation before the name was moved to its own place.")

_DEVANAGARI = re.compile("[\u0904-\u0939\u0958-\u0961]")
_DEVA_OR_LATIN = re.compile("[\u0900-\u097fA-Za-z\u200c\u200d]")
_ONLY_HINDI = re.compile("[\u0900-\u0963\u200c\u200d ]+")
_LATIN = re.compile("[A-Za-z]")
_LOST = re.compile(r"\ufffd|\?{3,}|\? \?")
_HIDDEN_CODE = re.compile(r"^[=+@]|^-(?=.*[A-Za-z(])|<[A-Za-z/!]|[|<>{}]")
_UNUSUAL = re.compile(r"[^\w\u0900-\u097f\u200c\u200d .,'’()/:;&@=+<>|{}-]")
_STARTS_CODE = re.compile(r"\s*[=+@]")
_LONG_NUMBER = re.compile("[0-9०-९]{5,}")


class LettersAreLost(CellIsRefused):
    """Question marks stand where Hindi letters were: the file was saved in a Western format."""

    message = N_(
        "The Hindi letters of this cell were lost when the file was saved. Send it as XLSX."
    )


class NameIsNotHindi(CellIsRefused):
    """A Hindi name must be in Devanagari letters."""

    message = N_("Write this in Hindi letters.")


class NameIsOnlyRoman(CellIsRefused):
    """The Hindi name is missing, though one in English letters is there."""

    message = N_("The name stands only in English letters. Write it in Hindi letters too.")


class CellIsEmpty(CellIsRefused):
    """A cell without which the row can't be taken is empty."""

    message = N_("This must be filled.")


class NameIsNotRoman(CellIsRefused):
    """A name in English letters holds letters of another script."""

    message = N_("Write this in English letters.")


class SignIsMisplaced(CellIsRefused):
    """A vowel sign stands where there can be none, and what was meant is not plain."""

    message = N_("The letters %(part)s can't stand together in Hindi. Look at the spelling.")


class ScriptsAreMixed(CellIsRefused):
    """Hindi and English letters stand in one name."""

    message = N_("Hindi and English letters are mixed here.")


class LooksLikeAFormula(CellIsRefused):
    """The text begins like a formula or holds signs of a program; it is kept as text."""

    message = N_("This looks like a formula or a program. It is kept as plain text.")


class SignsAreUnusual(CellIsRefused):
    """A name holds signs that names don't have: pictures, marks of other uses."""

    message = N_("There are unusual signs in this name.")


class NameHoldsANumber(CellIsRefused):
    """A long number stands in a name."""

    message = N_("A long number stands in the name.")


class WordEndsInHalfR(CellIsRefused):
    """Older converters put the half r of शर्मा at the end."""

    message = N_("A word ends in half र. Was another word meant?")


_WORDS = {
    "relation": "पिता पिताजी पुत्र पुत्री आत्मज आत्मजा father f so s/o do d/o son|"
    "पति पत्नी husband h wo w/o wife|माता माँ mother m|अभिभावक संरक्षक द्वारा guardian co c/o g",
    "sex": "महिला स्त्री म औरत female f woman w|पुरुष पु male m man|अन्य तृतीय-लिंग o other t",
    "category": "सामान्य gen general ur अनारक्षित|ओबीसी obc पिछड़ा-वर्ग अन्य-पिछड़ा-वर्ग bc ebc mbc "
    "अत्यंत-पिछड़ा-वर्ग अति-पिछड़ा पिछड़ा अपिव|अनुसूचित-जाति sc अजा एससी|"
    "अनुसूचित-जनजाति st अजजा एसटी|अल्पसंख्यक minority min",
    "member_class": "साधारण नियमित regular ordinary a अ|नाममात्र nominal b ब|"
    "सहयोगी associate सह-सदस्य c स",
    "farmer_type": "सीमांत marginal सीमान्त|लघु small छोटा|बड़ा large big वृहद दीर्घ medium मध्यम|"
    "बटाईदार tenant sharecropper किरायेदार|मज़दूर labourer labour landless भूमिहीन श्रमिक|"
    "कारीगर artisan शिल्पी|अन्य other",
    "status": "सक्रिय active चालू नियमित live a|त्यागपत्र ceased inactive बंद निष्क्रिय समाप्त निष्कासित|"
    "मृत deceased मृतक dead स्वर्गीय स्व expired",
    "kind": "बचत savings saving sb|सावधि fixed fd सावधि-जमा|आवर्ती recurring rd आवर्ती-जमा|"
    "दैनिक daily pigmy दैनिक-जमा|मितव्ययिता thrift अनिवार्य-बचत|समूह group shg स्वयं-सहायता-समूह|"
    "परिपक्व matured|ऋण loan कर्ज़ उधार kcc केसीसी",
    "mode": "नकद cash रोकड़ कैश|चेक cheque check dd|यूपीआई upi|अंतरण transfer neft rtgs imps बैंक bank",
}
_MEANINGS = {
    "relation": ("father", "husband", "mother", "guardian"),
    "sex": ("F", "M", "O"),
    "category": ("general", "obc", "sc", "st", "minority"),
    "member_class": ("regular", "nominal", "associate"),
    "farmer_type": ("marginal", "small", "large", "tenant", "labourer", "artisan", "other"),
    "status": ("active", "ceased", "deceased"),
    "kind": ("savings", "fixed", "recurring", "daily", "thrift", "group", "matured", "loan"),
    "mode": ("cash", "cheque", "upi", "transfer"),
}


def _choices(column: str) -> dict[str, str]:
    groups = _WORDS[column].split("|")
    return {
        search_key(word): meaning
        for meaning, group in zip(_MEANINGS[column], groups, strict=True)
        for word in (group + " " + meaning).split()
    }


CHOICES = {column: _choices(column) for column in _WORDS}
_RELATION_FIRST = re.compile(
    r"(?P<word>[swdc] ?/ ?o|पुत्र|पुत्री|पत्नी|पिता|पति|आत्मज|आत्मजा|द्वारा)"
    r"(?:[ .:,\u0903-]+|$)(?:(?:श्रीमती|श्री|shri|smt)\.? +)?",
    re.IGNORECASE,
)


def choice(column: str, cell: str) -> str:
    """The code that a word of this column stands for; raises WordIsUnknown."""
    return one_of(cell, CHOICES[column])


def hindi(cell: str, find: Findings, lean: int = 0) -> str:
    """A name in Devanagari, mended; ``lean`` says how much its whole column looks like Kruti Dev.

    Raises LettersAreLost, KrutiDevIsNotReadable, NameIsNotHindi, SignIsMisplaced, TextIsTooLong.
    """
    if _LOST.search(cell):
        raise LettersAreLost
    text = _in_unicode(cell, find, lean)
    if not _DEVANAGARI.search(text):
        note_code(text, find)
        raise NameIsNotHindi(_likely(text))
    if part := wrong_part(text):
        raise SignIsMisplaced(without_wrong_signs(text), part=part)
    _require_short(text, MOST_LETTERS)
    _note_doubts(text, find)
    return text


def _in_unicode(cell: str, find: Findings, lean: int) -> str:
    own = old_font.leaning(cell)
    if own and own + lean > 0 and not _STARTS_CODE.match(cell):
        try:
            text = to_unicode(clean(cell))
        except KrutiDevIsNotReadable:
            if own > _SURE or (own > 0 and lean > 0):
                raise
            raise NameIsNotHindi from None
        find.mended(TURNED, text)
        return text
    text, notes = mend_hindi(cell)
    for note in notes:
        if note not in QUIET:
            find.mended(note, text)
    return text


def _note_doubts(text: str, find: Findings) -> None:
    if (likely := with_reph(text)) != text:
        find.warn(WordEndsInHalfR(likely))
    if _ONLY_HINDI.fullmatch(text):
        return
    if any(letter.isalpha() and not _DEVA_OR_LATIN.match(letter) for letter in text):
        raise NameIsNotHindi(_likely(text))
    if _LATIN.search(text):
        find.warn(ScriptsAreMixed())
    if _LONG_NUMBER.search(text):
        find.warn(NameHoldsANumber())
    if _UNUSUAL.search(text):
        find.warn(SignsAreUnusual())
    note_code(text, find)


def _likely(text: str) -> str | None:
    """A name in another Indian script or Urdu as it may be written in Hindi."""
    turned = mend_hindi(to_devanagari(text)).text
    return turned if turned != text and _ONLY_HINDI.fullmatch(turned) else None


def note_code(text: str, find: Findings) -> None:
    """Warn of a text that a spreadsheet or a browser might take for something to run."""
    if _HIDDEN_CODE.search(text):
        find.warn(LooksLikeAFormula())


def _require_short(text: str, most: int) -> None:
    if len(text) > most:
        raise TextIsTooLong(most=most)


def roman(cell: str, find: Findings) -> str:
    """A name in English letters."""
    text = clean(cell)
    if _LOST.search(text):
        raise LettersAreLost
    if any(letter.isalpha() and not letter.isascii() for letter in text):
        raise NameIsNotRoman
    _require_short(text, MOST_LETTERS)
    note_code(text, find)
    return text


def free_text(cell: str, find: Findings, most: int = MOST_WORDS) -> str:
    """Words in any script: Hindi is mended, sure Kruti Dev is turned, anything else stays."""
    if _LOST.search(cell):
        raise LettersAreLost
    text = mend_hindi(cell).text
    if old_font.leaning(cell) > _SURE:
        try:
            text = to_unicode(clean(cell))
        except KrutiDevIsNotReadable:
            pass
        else:
            find.mended(TURNED, text)
    _require_short(text, most)
    note_code(text, find)
    return text


def short_text(cell: str, find: Findings) -> str:
    """A resolution's or slip's number, a season: words of at most twenty signs."""
    return free_text(cell, find, 20)


def split_guardian(cell: str) -> tuple[str, str]:
    """A guardian's name that begins with S/O, पुत्र or the like, as (relation, name)."""
    found = _RELATION_FIRST.match(cell.strip())
    rest = cell.strip()[found.end() :] if found else ""
    if not found or not rest:
        return "", cell
    return CHOICES["relation"][search_key(found["word"].replace(" ", ""))], rest
