"""Typed text: cleaned at the door, digits of both scripts, search keys, no Aadhaar numbers."""

from __future__ import annotations

import re
import unicodedata

from portal.domain.refusals import N_, Refusal

LATIN_DIGITS = "0123456789"
DEVANAGARI_DIGITS = "०१२३४५६७८९"

_TO_LATIN = str.maketrans(DEVANAGARI_DIGITS, LATIN_DIGITS)
_TO_DEVANAGARI = str.maketrans(LATIN_DIGITS, DEVANAGARI_DIGITS)

# Marks that change the reading order, and invisible ones that join nothing. The zero-width
# joiner and non-joiner (U+200C, U+200D) stay: Hindi spelling uses them.
_UNSEEN = frozenset(
    "\u00ad\u061c\u180e\u200b\u200e\u200f\u2060\ufeff"
    "\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069\ufffe\uffff"
)
_UNWANTED = frozenset({"Cc", "Cs"})

_NUKTA = "\u093c"
_CHANDRABINDU = "\u0901"
_ANUSVARA = "\u0902"
_JOINERS = "\u200c\u200d"
_KEY_FOLD: dict[int, str | None] = {
    **dict.fromkeys(range(0x0300, 0x0370)),  # accents of Latin transliteration
    **dict.fromkeys(map(ord, _NUKTA + _JOINERS)),
    ord(_CHANDRABINDU): _ANUSVARA,
    **{ord(deva): latin for deva, latin in zip(DEVANAGARI_DIGITS, LATIN_DIGITS, strict=True)},
}
_NASAL_BEFORE_ITS_CLASS = re.compile("ङ्(?=[क-घ])|ञ्(?=[च-झ])|ण्(?=[ट-ढ])|न्(?=[त-ध])|म्(?=[प-भ])")

_DASHES = "-\u2010\u2011\u2012\u2013\u2014\u2212"
_DATE = re.compile(
    rf"(?<![0-9])(?:(?:0?[1-9]|[12][0-9]|3[01])[{_DASHES}](?:0?[1-9]|1[0-2])[{_DASHES}]"
    rf"(?:19|20)[0-9]{{2}}|(?:19|20)[0-9]{{2}}[{_DASHES}](?:0[1-9]|1[0-2])[{_DASHES}]"
    r"(?:0[1-9]|[12][0-9]|3[01]))(?![0-9])"
)
_DIGIT_GROUPS = re.compile(rf"[0-9]+(?:[{_DASHES} ]+[0-9]+)*")
_DIGIT = re.compile(r"\d")  # of any script
_AADHAAR_LENGTH = 12


class AadhaarIsNotStored(Refusal):
    """A text holds what is by its check digit an Aadhaar number."""

    message = N_("Never write a full Aadhaar number; the last four digits are enough.")
    status = 422


class TextIsTooLong(Refusal):
    """A text is longer than its place; ``most`` is the number of characters allowed."""

    message = N_("Write at most %(most)s characters.")
    status = 422

    def __init__(self, *, most: int, field: str | None = None) -> None:
        super().__init__(field=field, most=most)


def clean(text: str) -> str:
    """Text as it is kept: NFC, without control and direction marks, single spaces, stripped.

    Lone surrogates go too, because no database takes them. Cleaning twice changes nothing.
    """
    spaced = " ".join(text.split())
    seen = "".join(
        letter
        for letter in spaced
        if letter not in _UNSEEN and unicodedata.category(letter) not in _UNWANTED
    )
    return " ".join(unicodedata.normalize("NFC", seen).split())


def latin_digits(text: str) -> str:
    """The text with Devanagari digits turned into Latin ones; nothing else changes."""
    return text.translate(_TO_LATIN)


def deva_digits(text: str) -> str:
    """The text with Latin digits turned into Devanagari ones, for display."""
    return text.translate(_TO_DEVANAGARI)


def search_key(text: str) -> str:
    """A forgiving key: texts that people take for the same word get the same key.

    Case, nukta, accents and joiners are dropped; chandrabindu and a nasal before its own class
    become anusvara (पाँच/पांच, पण्डित/पंडित); digits are Latin; punctuation is a space.
    """
    folded = unicodedata.normalize("NFD", unicodedata.normalize("NFD", clean(text)).casefold())
    folded = _NASAL_BEFORE_ITS_CLASS.sub(_ANUSVARA, folded.translate(_KEY_FOLD))
    words = "".join(
        letter if unicodedata.category(letter)[0] in "LMN" else " " for letter in folded
    )
    return unicodedata.normalize("NFC", " ".join(words.split()))


def has_aadhaar(text: str) -> bool:
    """Whether the text holds a full Aadhaar number, in the digits of any script.

    That is twelve digits, unbroken or in groups parted by spaces and dashes, not beginning with
    0 or 1, whose last digit is the Verhoeff check of the others. Dates are set aside first, so
    that a date followed by a bill number is not taken for one. A longer unbroken number is none.
    """
    if len(_DIGIT.findall(text)) < _AADHAAR_LENGTH:
        return False
    latin = _DIGIT.sub(lambda digit: str(unicodedata.decimal(digit[0])), text)
    plain = clean(latin.translate(dict.fromkeys(map(ord, _JOINERS))))
    for found in _DIGIT_GROUPS.findall(_DATE.sub("/", plain)):
        groups = re.findall("[0-9]+", found)
        if any(_is_aadhaar(number) for number in _twelve_digit_runs(groups)):
            return True
    return False


def without_aadhaar(text: str) -> str:
    """The text, without all its digits where they hold an Aadhaar number, so that it may be shown.

    What only a reader of machines would see, and what turns the reading round, goes too.
    """
    seen = clean(_DIGIT.sub("", text)) if has_aadhaar(text) else text
    return "".join(
        letter
        for letter in seen
        if letter in "\n\t"
        or (letter not in _UNSEEN and unicodedata.category(letter) not in _UNWANTED)
    )


def with_check_digit(number: str) -> str:
    """A number of Latin digits with its Verhoeff digit after it.

    Any single wrong digit and any two neighbours changed over are noticed.
    """
    return number + next(one for one in LATIN_DIGITS if _verhoeff(number + one) == 0)


def _twelve_digit_runs(groups: list[str]) -> list[str]:
    runs = []
    for start in range(len(groups)):
        run = ""
        for group in groups[start : start + _AADHAAR_LENGTH]:
            run += group
            if len(run) >= _AADHAAR_LENGTH:
                break
        if len(run) == _AADHAAR_LENGTH:
            runs.append(run)
    return runs


def _is_aadhaar(number: str) -> bool:
    return number[0] not in "01" and _verhoeff(number) == 0


# Verhoeff's scheme: the product of the dihedral group of order ten, and a permutation that is
# applied once more for each place counted from the right.
_PRODUCT = (
    "0123456789",
    "1234067895",
    "2340178956",
    "3401289567",
    "4012395678",
    "5987604321",
    "6598710432",
    "7659821043",
    "8765932104",
    "9876543210",
)
_PERMUTATION = "1576283094"


def _verhoeff(number: str) -> int:
    check = 0
    for place, digit in enumerate(reversed(number)):
        turned = int(digit)
        for _ in range(place % 8):
            turned = int(_PERMUTATION[turned])
        check = int(_PRODUCT[check][turned])
    return check
