"""Hindi text from older files: what was typed or converted wrongly is mended, and it is said what.

NFC alone does not do this: अ+ा stays two signs where आ is meant, and a stray joiner stays.
"""

from __future__ import annotations

import re
import unicodedata
from typing import NamedTuple

from portal.domain.refusals import N_
from portal.domain.text import clean, latin_digits

RESTORED = N_("Letters garbled by a wrong file format were put back.")
UNSEEN_GONE = N_("Signs that can't be seen were taken out.")
SPACES_GONE = N_("Extra spaces were taken out.")
NORMALISED = N_("Letters with a dot below were written in one way.")
VOWELS_JOINED = N_("A vowel written in two parts was joined.")
SIGNS_JOINED = N_("A vowel sign written twice or in two parts was joined.")
SIGNS_ORDERED = N_("Signs standing in the wrong order were put in their place.")
LONE_SIGNS_GONE = N_("A vowel sign without its letter was taken out.")
LATIN_MENDED = N_("A Latin sign typed for a Hindi one was changed.")
DIGITS_ALIKE = N_("Digits of two scripts in one number were made alike.")

QUIET = frozenset({SPACES_GONE, NORMALISED})
"""What is mended without a word to whoever sent the file: it can't be seen."""

_LETTER = "[\u0904-\u0939\u0958-\u0961\u0972-\u097f]"
_DEVA = "[\u0900-\u0963\u0971-\u097f]"
_BASE = "[\u0915-\u0939\u0958-\u095f\u0978-\u097f]\u093c?"
_VOWEL = "[\u0904-\u0914\u0960\u0961\u0972-\u0977]"
_MATRA = "[\u093a\u093b\u093e-\u094c\u094e\u094f\u0955-\u0957\u0962\u0963]"
_SIGN = "[\u0900-\u0903]"
_CLUSTER = f"(?:{_BASE}\u094d[\u200c\u200d]?)*{_BASE}"
_SYLLABLE = f"(?:(?:{_CLUSTER}){_MATRA}?|{_VOWEL})[\u0900-\u0902]?\u0903?"
_RUN = re.compile(
    f"(?:{_SYLLABLE}|[\u093d\u0950\u0964-\u0971]"
    f"|(?:{_BASE}\u094d[\u200c\u200d]?)+(?![\u0900-\u0963\u0971-\u097f\u200c\u200d]))*"
)
_RUNS = re.compile("[\u0900-\u097f\u200c\u200d]+")
_PLAIN = re.compile("[\u0900-\u097f]+(?: [\u0900-\u097f]+)*")
# Letters of other languages that Hindi has no use for, and letters that NFC writes otherwise.
_ODD = re.compile("[\u0928\u0930\u0933]\u093c|[\u0958-\u095f]|[\u090e\u0912\u0946\u094a]")

_JOINED = {
    "अा": "आ", "अि": "इ", "अी": "ई", "अु": "उ", "अू": "ऊ", "अे": "ए", "अै": "ऐ", "अो": "ओ",
    "अौ": "औ", "अॉ": "ऑ", "अॅ": "ॲ", "आा": "आ", "आे": "ओ", "आै": "औ", "आॅ": "ऑ", "आॉ": "ऑ",
    "इि": "इ", "इी": "ई", "ईी": "ई", "उु": "ऊ", "उू": "ऊ", "ऊू": "ऊ", "एे": "ऐ", "एै": "ऐ",
    "ऐे": "ऐ", "ऐै": "ऐ", "एॅ": "ऍ", "ओे": "ओ", "ओो": "ओ", "औै": "औ", "औौ": "औ",
    "र्इ": "ई", "र्ई": "ई", "ऎ": "ए", "ऒ": "ओ",
}  # fmt: skip
_SIGNS = {
    "ाे": "ो", "ाै": "ौ", "ाॅ": "ॉ", "ेा": "ो", "ैा": "ौ", "ॅा": "ॉ", "ोे": "ो", "ोा": "ो",
    "ौै": "ौ", "ौा": "ौ", "ैे": "ै", "ेै": "ै", "ंँ": "ँ", "ँं": "ँ", "ॅं": "ँ", "ॆ": "े", "ॊ": "ो",
    "्ा": "",  # the stroke that makes a half letter whole
}  # fmt: skip


def _any_of(pairs: dict[str, str]) -> re.Pattern[str]:
    return re.compile("|".join(sorted(map(re.escape, pairs), key=len, reverse=True)))


# Rules that only write the same sight in the right way.
_SAME_SIGHT = (
    (SIGNS_ORDERED, re.compile(f"({_SIGN}+)({_MATRA}+)"), r"\2\1"),
    (SIGNS_ORDERED, re.compile(f"({_MATRA}|{_SIGN})(\u093c)"), r"\2\1"),
    (
        SIGNS_JOINED,
        re.compile("([\u0900-\u0903\u093a-\u093c\u093e-\u094d\u0962\u0963])\\1+"),
        r"\1",
    ),
)
# Rules that read what older converters and hasty typing leave behind.
_LIKELY = (
    (UNSEEN_GONE, re.compile("(?<!\u094d)[\u200c\u200d]+|(?<=[\u200c\u200d])[\u200c\u200d]+"), ""),
    (UNSEEN_GONE, re.compile(f"[\u200c\u200d]+(?!{_BASE})"), ""),
    (SIGNS_ORDERED, re.compile(f"({_BASE})([िुू])्({_BASE})(?!{_MATRA})"), r"\1्\3\2"),
    (SIGNS_ORDERED, re.compile(f"(?<!{_DEVA})ि({_CLUSTER})(?!{_MATRA}|\u094d)"), r"\1ि"),
    (SIGNS_ORDERED, re.compile("्(?=[ंँ])"), ""),
    (SIGNS_JOINED, re.compile("(?<=[िीुू])ॅ"), "ँ"),
    (SPACES_GONE, re.compile(f"({_BASE}) (?={_MATRA})"), r"\1"),
    (LONE_SIGNS_GONE, re.compile(f"\u25cc|(?<!{_DEVA})(?:{_MATRA}|{_SIGN}|[\u093c\u094d])+"), ""),
    (LATIN_MENDED, re.compile(f"(?<={_DEVA}):(?={_LETTER})"), "ः"),
    (LATIN_MENDED, re.compile(f"(?<={_DEVA})[0oO](?![0-9A-Za-z]|{_DEVA})"), "०"),
    (LATIN_MENDED, re.compile(f"(?<={_DEVA})\\|"), "।"),
)
_MIXED_NUMBER = re.compile("[0-9]+[०-९][0-9०-९]*|[०-९]+[0-9][0-9०-९]*")
_TABLES = ((VOWELS_JOINED, _JOINED, _any_of(_JOINED)), (SIGNS_JOINED, _SIGNS, _any_of(_SIGNS)))
_GARBLED = re.compile("à[¤¥]")
_LAST_REPH = re.compile(f"({_CLUSTER})({_MATRA}?{_SIGN}?)र्(?!{_DEVA}|[\u200c\u200d])")


class Mended(NamedTuple):
    """A text as it should be kept, and what was done to it (message ids, each once)."""

    text: str
    notes: tuple[str, ...]


def mend_hindi(text: str) -> Mended:
    """Mend a text of Hindi as far as it is plain what was meant; mending twice changes nothing.

    Joins vowels and signs typed in parts, drops doubled signs, stray joiners and lone signs, puts
    short i, anusvara and nukta in their places, reads UTF-8 that was taken for a Western code page,
    and Latin signs typed for Hindi ones. What stays impossible is for ``wrong_part`` to say.
    """
    if _PLAIN.fullmatch(text) and not _ODD.search(text) and is_well_formed(text):
        return Mended(text, ())
    notes: list[str] = []
    whole = _changed(text, _restored(text), RESTORED, notes)
    kept = clean(whole)
    notes += _of_cleaning(whole, kept)
    before = ""
    while kept != before:
        before = kept
        kept = compose(kept, notes)
        for note, pattern, instead in _LIKELY:
            kept = _changed(kept, pattern.sub(instead, kept), note, notes)
        kept = _changed(kept, _MIXED_NUMBER.sub(_in_latin, kept), DIGITS_ALIKE, notes)
        kept = clean(kept)
    return Mended(kept, tuple(dict.fromkeys(notes)))


def compose(text: str, notes: list[str]) -> str:
    """Join what was written in parts and order signs; what was done is added to ``notes``.

    Only what looks the same before and after is changed.
    """
    before = ""
    while text != before:
        before = text
        for note, pattern, instead in _SAME_SIGHT:
            text = _changed(text, pattern.sub(instead, text), note, notes)
        for note, table, pattern in _TABLES:
            text = _changed(text, pattern.sub(lambda at: table[at[0]], text), note, notes)  # noqa: B023
    return text


def is_well_formed(text: str) -> bool:
    """Whether every Hindi word of the text can be read: each sign on a letter that carries it."""
    return not wrong_part(text)


def wrong_part(text: str) -> str:
    """The first Hindi word of the text that can't be, or nothing."""
    for run in _RUNS.findall(text):
        if not _RUN.fullmatch(run):
            return str(run)
    return ""


def without_wrong_signs(text: str) -> str:
    """The text with every sign left out that stands where none can: a guess to be looked at."""
    return _RUNS.sub(lambda run: _thinned(run[0]), text)


def with_reph(text: str) -> str:
    """The text as it was meant if a converter put reph last: शमार् is शर्मा. Else the same text."""
    return _LAST_REPH.sub(r"र्\1\2", text)


def _thinned(run: str) -> str:
    kept = run
    while not _RUN.fullmatch(kept):
        good = _RUN.match(kept)
        end = good.end() if good else 0
        kept = kept[:end] + kept[end + 1 :]
    return kept


def _changed(before: str, after: str, note: str, notes: list[str]) -> str:
    if after != before:
        notes.append(note)
    return after


def _in_latin(number: re.Match[str]) -> str:
    return latin_digits(number[0])


def _of_cleaning(before: str, after: str) -> list[str]:
    spaced = " ".join(before.split())
    seen = unicodedata.normalize("NFC", spaced)
    notes = [SPACES_GONE] if spaced != before else []
    notes += [NORMALISED] if seen != spaced else []
    return notes + ([UNSEEN_GONE] if seen != after else [])


def _restored(text: str) -> str:
    """UTF-8 that was read as Western letters, read again; the same text where that fails."""
    if not _GARBLED.search(text):
        return text
    try:
        return b"".join(_western_byte(letter) for letter in text).decode("utf-8")
    except (UnicodeEncodeError, UnicodeDecodeError):
        return text


def _western_byte(letter: str) -> bytes:
    """One byte of Windows' Western code page; its five gaps stand for themselves."""
    if "\x80" <= letter <= "\x9f":
        return letter.encode("latin-1")
    return letter.encode("cp1252")
