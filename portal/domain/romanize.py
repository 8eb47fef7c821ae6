"""A Hindi name in Roman letters, as it usually stands on cards and passbooks: Ramesh Kumar Yadav.

It is offered, never taken as right: people spell their own names in many ways.
"""

from __future__ import annotations

import re
import unicodedata

from portal.domain.text import clean, latin_digits

_CONSONANTS = {
    "क": "k", "ख": "kh", "ग": "g", "घ": "gh", "ङ": "n", "च": "ch", "छ": "chh", "ज": "j", "झ": "jh",
    "ञ": "n", "ट": "t", "ठ": "th", "ड": "d", "ढ": "dh", "ण": "n", "त": "t", "थ": "th", "द": "d",
    "ध": "dh", "न": "n", "प": "p", "फ": "f", "ब": "b", "भ": "bh", "म": "m", "य": "y", "र": "r",
    "ल": "l", "ळ": "l", "व": "v", "श": "sh", "ष": "sh", "स": "s", "ह": "h",
}  # fmt: skip
_WITH_NUKTA = {"क": "q", "ख": "kh", "ग": "g", "ज": "z", "ड": "r", "ढ": "rh", "फ": "f", "य": "y"}
_VOWELS = {
    "अ": "a", "आ": "a", "इ": "i", "ई": "i", "उ": "u", "ऊ": "u", "ऋ": "ri", "ए": "e", "ऐ": "ai",
    "ओ": "o", "औ": "au", "ऑ": "o", "ॲ": "e", "ऍ": "e",
}  # fmt: skip
_MATRAS = {
    "ा": "a", "ि": "i", "ी": "i", "ु": "u", "ू": "u", "ृ": "ri", "े": "e", "ै": "ai", "ो": "o",
    "ौ": "au", "ॉ": "o", "ॅ": "e",
}  # fmt: skip
_NUKTA, _HALANT, _NASALS, _VISARGA = "\u093c", "\u094d", "\u0901\u0902", "\u0903"
_LABIALS = ("p", "f", "b", "m")
_WORD = re.compile("[\u0900-\u0963\u0971-\u097f]+")
_JOINERS = dict.fromkeys((0x200C, 0x200D))
_SHORTENED = re.compile("(?<=[\u0904-\u094f])[०॰]")  # मो०, स्व०: no digit, a mark of shortening
_SCHWA = "ə"
# A consonant that is heard with its vowel at the end of a word when another stands before it.
_SOUNDING = ("r", "v", "y", "l", "n", "m")
# Names whose usual spelling no rule gives.
_USUAL = {
    "सिंह": "Singh", "सिन्हा": "Sinha", "चौधरी": "Chaudhary", "पाण्डे": "Pandey", "पांडे": "Pandey",
    "दुबे": "Dubey", "चौबे": "Choubey", "दूबे": "Dubey", "कौर": "Kaur", "राय": "Rai", "दास": "Das",
    "मो": "Md", "कु": "Ku", "डॉ": "Dr", "स्व": "Late", "दीप": "Deep", "फूल": "Phool",
    "घनश्याम": "Ghanshyam", "गाँव": "Gaon", "गांव": "Gaon", "बैंक": "Bank", "ॐ": "Om",
    "गुप्त": "Gupta", "बुद्ध": "Buddha",
}  # fmt: skip


def romanize(name: str) -> str:
    """Write a name's Hindi words in Roman letters; words of other scripts stay as they are.

    The same name always gives the same letters.
    """
    plain = unicodedata.normalize("NFC", clean(name)).translate(_JOINERS)
    plain = latin_digits(_SHORTENED.sub("", plain))
    return _WORD.sub(lambda found: _word(found[0]), plain)


def _word(word: str) -> str:
    usual = _USUAL.get(word)
    if usual:
        return usual
    spelt = _spelt(_without_schwas(_sounds(word)))
    return spelt.removesuffix("ganw") + "gaon" if spelt.endswith("ganw") else spelt


def _sounds(word: str) -> list[str]:
    """Take a word apart into consonants, vowels and the unwritten vowel after a consonant."""
    found: list[str] = []
    at = 0
    while at < len(word):
        sign, after = word[at], word[at + 1 : at + 2]
        if sign in _CONSONANTS:
            has_nukta = after == _NUKTA
            at += has_nukta
            found.append(_consonant(sign, word[at + 1 : at + 2], has_nukta))
            after = word[at + 1 : at + 2]
            if after not in _MATRAS and after != _HALANT:
                found.append(_SCHWA)
        elif sign in _VOWELS or sign in _MATRAS:
            found.append("." + (_VOWELS | _MATRAS)[sign])
        elif sign in _NASALS:
            found.append("N")
        at += 1
    return found


def _consonant(sign: str, after: str, has_nukta: bool) -> str:
    if has_nukta and sign in _WITH_NUKTA:
        return _WITH_NUKTA[sign]
    is_phu = sign == "फ" and after in ("ु", "ू")
    return "ph" if is_phu else _CONSONANTS[sign]


def _is_vowel(sound: str) -> bool:
    return sound == _SCHWA or sound.startswith(".")


def _without_schwas(sounds: list[str]) -> list[str]:
    """Drop the vowels that are not heard: at the end, and between two single consonants."""
    found = _joined(sounds)
    if found and found[-1] == _SCHWA and _is_silent_at_end(found):
        found.pop()
    for at in range(len(found) - 3, 1, -1):
        if found[at] != _SCHWA or not _is_vowel(found[at + 2]) or _is_vowel(found[at + 1]):
            continue
        if not _is_vowel(found[at - 1]) and _is_vowel(found[at - 2]) and found[at + 1] != "N":
            del found[at]
    return found


def _joined(sounds: list[str]) -> list[str]:
    """Write ज्ञ and क्ष as they are heard."""
    found: list[str] = []
    for sound in sounds:
        if sound == "n" and found[-1:] == ["j"]:
            found[-1:] = ["g", "y"]
        else:
            found.append(sound)
    return found


def _is_silent_at_end(found: list[str]) -> bool:
    before = found[-3:-1]
    if len(found) < 3:
        return False
    first, last = before
    if _is_vowel(first) or first == "N":
        return True
    if last == "y":
        return False
    return last not in _SOUNDING or first in ("r", "l") or first == last


def _spelt(sounds: list[str]) -> str:
    letters = ""
    for at, sound in enumerate(sounds):
        after = sounds[at + 1] if at + 1 < len(sounds) else ""
        if sound == "N":
            letters += "m" if after.startswith(_LABIALS) else "n"
        elif sound == "v" and at and not _is_vowel(sounds[at - 1]):
            letters += "w"
        else:
            letters += "a" if sound == _SCHWA else sound.lstrip(".")
    return letters.replace("chchh", "chh").capitalize()
