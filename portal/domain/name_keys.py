"""How names sound: words cleaned, and keys under which both scripts meet.

A word is lower-case Latin or Devanagari, without marks that are not heard or seen. Its ``sounds``
are one sign for each sound as written, with the inherent a where it is spoken; ``fine`` is a
rough spelling that both scripts share; ``skel`` is its consonants alone.
"""

from __future__ import annotations

import re
import unicodedata
from functools import lru_cache

from portal.domain.name_scripts import to_devanagari
from portal.domain.text import clean, latin_digits

#: Raised whenever a rule below changes what is stored, so that the vocabulary is keyed anew.
KEYS_VERSION = 2
LONGEST_WORD = 40

_VIRAMA, _NUKTA = "\u094d", "\u093c"
_ABBREVIATION = re.compile("(?<=[\u0900-\u0963])[०0](?![०-९0-9])|॰")
_ZERO_WIDTH = dict.fromkeys(map(ord, "\u200b\u200c\u200d\u2060\ufeff\u00ad"))
_APOSTROPHES = re.compile("(?<=[a-z])['’`ʼ‘](?=[a-z])")
_ONE_WORD = re.compile("[0-9]+|[a-z]+|[\u0900-\u097f]+")
_NOT_IN_WORDS = re.compile("[^a-z0-9\u0900-\u0963\u0970-\u097f]+")
_LOOK_ALIKES = (
    ("अाे", "ओ"), ("अाै", "औ"), ("अा", "आ"), ("अे", "ए"), ("अै", "ऐ"), ("अो", "ओ"), ("अौ", "औ"),
    ("आे", "ओ"), ("आै", "औ"), ("एे", "ऐ"), ("अि", "इ"), ("अी", "ई"), ("अु", "उ"), ("अू", "ऊ"),
    ("उू", "ऊ"), ("इी", "ई"), ("ाे", "ो"), ("ाै", "ौ"), ("ेे", "ै"), ("्ा", ""), ("ऑ", "आ"),
    ("ॉ", "ा"), ("ऍ", "ए"), ("ॅ", "े"), ("ऎ", "ए"), ("ॆ", "े"), ("ऒ", "ओ"), ("ॊ", "ो"),
    ("स़", "श"), ("ऩ", "न"), ("ऱ", "र"), ("ऴ", "ल"), ("ळ", "ल"), ("ॐ", "ओम"), ("ॠ", "ऋ"), ("ॄ", "ृ"),
    ("ऽ", ""), ("ः", "ह"),
)  # fmt: skip
_DOUBLED_SIGN = re.compile("([\u0901-\u0903\u093c\u093e-\u094d])\\1+")
_STRAY_SIGN = re.compile("^[\u0901-\u0903\u093c\u093e-\u094d]+")
_TWO_SIGNS = re.compile("([\u093e-\u094c])[\u093e-\u094d]+")


def plain(text: str) -> str:
    """Text as it is compared: clean, lower-case, digits Latin, look-alikes mended.

    ० after a letter that no digit follows is the sign of abbreviation (स्व०), not a digit.
    Names in other Indian scripts and in Urdu letters are turned into Devanagari.
    """
    seen = unicodedata.normalize("NFKC", clean(text).translate(_ZERO_WIDTH))
    seen = latin_digits(_ABBREVIATION.sub(" ", to_devanagari(seen))).casefold()
    seen = "".join(
        letter
        for letter in unicodedata.normalize("NFD", seen)
        if not "\u0300" <= letter <= "\u036f"
    )
    seen = unicodedata.normalize("NFC", seen)
    for wrong, right in _LOOK_ALIKES:
        if wrong in seen:
            seen = seen.replace(wrong, right)
    return _DOUBLED_SIGN.sub(r"\1", seen)


def words(text: str) -> list[str]:
    """Cut text into its words: letters of the two scripts, or digits; everything else parts them.

    Initials written together (R.K.) stay single letters.
    """
    return [word for part in text.split() for word in _words_of(part)]


@lru_cache(maxsize=32768)
def _words_of(part: str) -> tuple[str, ...]:
    parted = _NOT_IN_WORDS.sub(" ", _APOSTROPHES.sub("", plain(part)))
    mended = (
        _TWO_SIGNS.sub(r"\1", _STRAY_SIGN.sub("", word)) for word in _ONE_WORD.findall(parted)
    )
    return tuple(word[:LONGEST_WORD] for word in mended if word)


def is_devanagari(word: str) -> bool:
    """Say whether a word is written in Devanagari."""
    return "\u0900" <= word[0] <= "\u097f"


# One sign for each sound. Aspirates are capitals, retroflex letters have signs of their own.
_CONSONANTS = {
    "क": "k", "ख": "K", "ग": "g", "घ": "G", "ङ": "n", "च": "c", "छ": "C", "ज": "j", "झ": "J",
    "ञ": "n", "ट": "t", "ठ": "T", "ड": "d", "ढ": "D", "ण": "N", "त": "q", "थ": "Q", "द": "x",
    "ध": "X", "न": "n", "प": "p", "फ": "P", "ब": "b", "भ": "B", "म": "m", "य": "y", "र": "r",
    "ल": "l", "व": "v", "श": "S", "ष": "Z", "स": "s", "ह": "h", "ॹ": "z", "ॻ": "g", "ॼ": "j",
    "ॾ": "d", "ॿ": "b",
}  # fmt: skip
_NUKTAS = {
    "k": "k", "K": "K", "g": "g", "j": "z", "d": "R", "D": "W", "P": "f", "y": "y", "J": "z",
}  # fmt: skip
_VOWEL_SIGNS = {
    "ा": "A", "ि": "i", "ी": "I", "ु": "u", "ू": "U", "ृ": "L", "े": "e", "ै": "E", "ो": "o",
    "ौ": "O", "ॢ": "L", "ॖ": "u", "ॗ": "U",
}  # fmt: skip
_VOWELS = {
    "अ": "a", "आ": "A", "इ": "i", "ई": "I", "उ": "u", "ऊ": "U", "ऋ": "L", "ए": "e", "ऐ": "E",
    "ओ": "o", "औ": "O", "ऌ": "L",
}  # fmt: skip
_NASALS = {"ं": "M", "ँ": "H"}
_SIGNS = {**_CONSONANTS, **_VOWEL_SIGNS, **_VOWELS, **_NASALS}
_SCHWA, _SILENT = "a", "-"
_SOUNDING = frozenset("aAiIuUeEoOL")
_JOINED = (("jn", "Y"), ("kZ", "F"))  # ज्ञ and क्ष sound like one letter
_BEFORE_LABIAL = frozenset("pPbBmf")


@lru_cache(maxsize=16384)
def sounds(word: str) -> str:
    """The sounds of a word: one sign each; ``-`` is an inherent a that is written, not spoken.

    A Latin word's sounds are its letters; what they stand for is left to the costs of reading.
    """
    if not is_devanagari(word):
        return word
    return "".join(_without_schwas(_with_schwas(word)))


def _with_schwas(word: str) -> list[str]:
    """The signs of a word; ``a?`` is an inherent a that may be silent."""
    found: list[str] = []
    is_open = False  # the last consonant still has its inherent a
    for letter in unicodedata.normalize("NFD", word):
        if letter == _NUKTA:
            found[-1:] = [_NUKTAS.get(found[-1], found[-1])] if found else []
            continue
        if is_open and letter not in _VOWEL_SIGNS and letter != _VIRAMA:
            found.append(_SCHWA if letter in _NASALS else _SCHWA + "?")
        is_open = letter in _CONSONANTS
        found += _SIGNS.get(letter, "")
    if is_open:
        found.append(_SCHWA + "?")
    return _with_joined(found)


def _with_joined(signs: list[str]) -> list[str]:
    found: list[str] = []
    for sign in signs:
        for pair, one in _JOINED:
            if found and found[-1] + sign == pair:
                found[-1] = one
                break
        else:
            found.append(sign)
    return found


def _without_schwas(signs: list[str]) -> list[str]:
    """Silence the inherent a at the end and, from the right, between V·C and C·V."""
    heard = list(signs)
    last = len(heard) - 1
    if last >= 1 and heard[last] == "a?":
        heard[last] = _SILENT if last > 1 else _SCHWA
    for at in range(last - 1, 0, -1):
        if heard[at] != "a?":
            continue
        after = heard[at + 1 : at + 3]
        is_before_cv = len(after) == 2 and _is_consonant(after[0]) and _sounds_vowel(after[1])
        before = heard[at - 2 : at] if at >= 2 else []
        is_after_vc = len(before) == 2 and _is_vowel(before[0]) and _is_consonant(before[1])
        heard[at] = _SILENT if is_before_cv and is_after_vc else _SCHWA
    heard = [_SCHWA if sign == "a?" else sign for sign in heard]
    return [_nasal(heard, at) if sign == "M" else sign for at, sign in enumerate(heard)]


def _is_consonant(sign: str) -> bool:
    return sign[0] not in _SOUNDING and sign not in "MH-"


def _is_vowel(sign: str) -> bool:
    return sign[0] in _SOUNDING or sign in "MH"


def _sounds_vowel(sign: str) -> bool:
    return sign[0] in _SOUNDING


def _nasal(signs: list[str], at: int) -> str:
    after = signs[at + 1] if at + 1 < len(signs) else ""
    return "w" if after and after in _BEFORE_LABIAL else "M"


# The rough spelling that both scripts share: aspirates plain, s for sh, b for v, no long vowels.
_FINE = {
    **{sign: sign.lower() for sign in "kKgGcCjJpPbBmyrlshn"},
    **dict.fromkeys("tTqQ", "t"), **dict.fromkeys("dDxX", "d"), "N": "n", "v": "b", "S": "s",
    "Z": "s", "f": "p", "z": "j", "R": "r", "W": "r", "Y": "gy", "F": "ks", "M": "n", "H": "n",
    "w": "m", "a": "a", "A": "a", "i": "i", "I": "i", "u": "u", "U": "u", "L": "ri", "e": "e",
    "E": "e", "o": "o", "O": "o", "-": "",
}  # fmt: skip
_ROMAN_TO_FINE = (
    ("chchh", "c"), ("chh", "c"), ("tch", "c"), ("ch", "c"), ("sch", "s"), ("sh", "s"),
    ("kh", "k"), ("gh", "g"), ("jh", "j"), ("th", "t"), ("dh", "d"), ("ph", "p"), ("bh", "b"),
    ("ck", "k"), ("ee", "i"), ("ii", "i"), ("oo", "u"), ("uu", "u"), ("aa", "a"), ("ou", "o"),
    ("au", "o"), ("ow", "o"), ("aw", "ab"), ("ai", "e"), ("ei", "e"), ("ey", "e"), ("ea", "e"),
    ("x", "ks"), ("q", "k"), ("z", "j"), ("f", "p"), ("v", "b"), ("w", "b"), ("ce", "se"),
    ("ci", "si"), ("cy", "si"), ("c", "k"),
)  # fmt: skip
_ROMAN_STEPS = re.compile("|".join(old for old, _ in _ROMAN_TO_FINE))
_ROMAN_STEP = dict(_ROMAN_TO_FINE)
_AY = re.compile("ay(?![aeiou])")
_GLIDE = re.compile("iy(?=[aeou])")
_DOUBLES = re.compile(r"(.)\1+")
_VOWEL_LETTERS = re.compile("[aeiouyh]")


@lru_cache(maxsize=16384)
def fine(word: str) -> str:
    """The rough spelling of a word, the same letters for both scripts."""
    if is_devanagari(word):
        rough = "".join(_FINE.get(sign, "") for sign in sounds(word))
    else:
        rough = _ROMAN_STEPS.sub(lambda found: _ROMAN_STEP[found[0]], _AY.sub("e", word))
    return _DOUBLES.sub(r"\1", _GLIDE.sub("i", rough))


def skel(word: str) -> str:
    """The consonants of a word's rough spelling, one nasal for all, without h and y."""
    bare = _VOWEL_LETTERS.sub("", fine(word).replace("m", "n"))
    return _DOUBLES.sub(r"\1", bare)
