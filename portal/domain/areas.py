"""Land as villagers measure it: a number and its unit, in either script; units are kept as said.

A bigha or a katha is not the same in two districts, so nothing is reckoned from one into another.
"""

from __future__ import annotations

import re

from portal.domain.refusals import Refusal
from portal.domain.spoken_amounts import parse_spoken_paise
from portal.domain.text import search_key

#: By unit: its Hindi, its English, and other ways of writing it. From large to small.
UNITS: dict[str, tuple[str, str, str]] = {
    "hectare": ("हेक्टेयर", "hectare", "hectares ha हे हैक्टेयर hektare hectaire"),
    "acre": ("एकड़", "acre", "acres ac ekad ekar akad"),
    "bigha": ("बीघा", "bigha", "bighas beegha बिघा बीघे"),
    "kanal": ("कनाल", "kanal", "kanals"),
    "katha": ("कट्ठा", "katha", "kattha कठ्ठा कठा कट्ठे kathha"),
    "biswa": ("बिस्वा", "biswa", "biswas विस्वा bisva"),
    "nali": ("नाली", "nali", "naali"),
    "marla": ("मरला", "marla", "marle"),
    "decimal": ("डिसमिल", "decimal", "dismil desimal डेसीमल डिसिमल"),
    "mutthi": ("मुट्ठी", "mutthi", "muthi"),
    "dhur": ("धुर", "dhur", "dhoor धूर"),
    "are": ("आर", "are", "ares"),
    "sqm": ("वर्ग मीटर", "sq m", "वर्गमीटर sqm m2"),
    "sqft": ("वर्ग फुट", "sq ft", "वर्गफुट sqft फुट feet"),
}
_LARGEST = 10_000_00  # hundredths
_MOST_PARTS = 3
_STRANGE = re.compile("[^\\w\\s.,\u0900-\u097f]")
_BY_KEY = {
    search_key(word): unit
    for unit, (hindi, english, others) in UNITS.items()
    for word in (hindi.replace(" ", ""), english.replace(" ", ""), *others.split())
}
_TWO_WORDS = {"वर्ग": ("मीटर", "फुट", "फीट"), "sq": ("m", "ft", "meter", "feet")}


def read_area(text: str) -> str:
    """Read "ढाई एकड़", "2.5 acre" or "2 बीघा 5 कट्ठा" as it is kept; '' where it is none.

    Larger units come first and each once; an area of nothing is none.
    """
    if _STRANGE.search(text):
        return ""
    words = re.findall(r"[0-9]+(?:\.[0-9]+)?|[^\W\d_][^\s0-9]*", text)
    parts: list[tuple[str, str]] = []
    number: list[str] = []
    for word in _joined(words):
        unit = _BY_KEY.get(search_key(word))
        if unit is None:
            number.append(word)
            continue
        shown = _hundredths(" ".join(number))
        if not shown or (parts and _rank(unit) <= _rank(parts[-1][1])):
            return ""
        parts.append((shown, unit))
        number = []
    if number or not parts or len(parts) > _MOST_PARTS:
        return ""
    return " ".join(f"{shown} {unit}" for shown, unit in parts)


def show_area(kept: str, is_hindi: bool = True) -> str:
    """Write a kept area for people; what is none is shown as it stands."""
    at = 0 if is_hindi else 1
    return " ".join(UNITS[word][at] if word in UNITS else word for word in kept.split())


def _rank(unit: str) -> int:
    return list(UNITS).index(unit)


def _joined(words: list[str]) -> list[str]:
    """Take units of two words (वर्ग मीटर) together."""
    found: list[str] = []
    for word in words:
        if found and word in _TWO_WORDS.get(found[-1], ()):
            found[-1] += word
        else:
            found.append(word)
    return found


def _hundredths(text: str) -> str:
    """Read a number in figures or words with at most two decimals; '' where it is none."""
    try:
        found = parse_spoken_paise(text)
    except Refusal:
        return ""
    if not 0 < found <= _LARGEST:
        return ""
    whole, rest = divmod(found, 100)
    return f"{whole}.{rest:02d}".rstrip("0") if rest else str(whole)
