"""Finding pensioners by what is said at the counter: name, father or husband, village, number."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from functools import lru_cache
from typing import Protocol

from portal.domain.lookup import MOST_CHARACTERS, MOST_WORDS, AadhaarIsNotSearched
from portal.domain.name_keys import fine, skel, words
from portal.domain.text import clean, has_aadhaar, latin_digits

SHORTEST_NUMBER = 3
_SHORTEST_SKELETON = 2


class Findable(Protocol):
    """What somebody is found by."""

    @property
    def id(self) -> int: ...  # noqa: D102
    @property
    def name_hi(self) -> str: ...  # noqa: D102
    @property
    def guardian_hi(self) -> str: ...  # noqa: D102
    @property
    def village_hi(self) -> str: ...  # noqa: D102
    @property
    def mobile(self) -> str: ...  # noqa: D102
    @property
    def benefit_no(self) -> str: ...  # noqa: D102


def find(known: Iterable[Findable], typed: str, most: int) -> list[int]:
    """Return the keys of those whom all typed words mean, first those meant by their own name.

    Words are heard in either script, also misspelt; a number is the end of a mobile or a part of
    the number of the pension. Raises AadhaarIsNotSearched.
    """
    said = clean(typed)[:MOST_CHARACTERS]
    if has_aadhaar(said):
        raise AadhaarIsNotSearched
    number = latin_digits(said).upper().replace(" ", "")
    asked = words(said)[:MOST_WORDS]
    if not asked:
        return []
    first: list[int] = []
    later: list[int] = []
    for one in known:
        if _has_number(one, number):
            first.append(one.id)
            continue
        own = words(one.name_hi)
        if all(_is_said(word, own, one) for word in asked):
            first.append(one.id)
            continue
        others = words(f"{one.guardian_hi} {one.village_hi}")
        if all(_is_said(word, [*own, *others], one) for word in asked):
            later.append(one.id)
    return (first + later)[:most]


def _has_number(one: Findable, number: str) -> bool:
    if len(number) < SHORTEST_NUMBER or not any(sign.isdigit() for sign in number):
        return False
    return number in one.benefit_no or (number.isdigit() and one.mobile.endswith(number))


def _is_said(word: str, names: Sequence[str], one: Findable) -> bool:
    if word.isdigit():
        return _has_number(one, word)
    sound, bones = _heard(word)
    return any(
        heard.startswith(sound) or (len(bones) >= _SHORTEST_SKELETON and others == bones)
        for heard, others in map(_heard, names)
    )


@lru_cache(maxsize=16384)
def _heard(word: str) -> tuple[str, str]:
    """How a word sounds, and its consonants alone."""
    return fine(word), skel(word)
