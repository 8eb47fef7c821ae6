"""Finding pensioners by what is said at the counter: name, father or husband, village, number."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from functools import lru_cache
from typing import NamedTuple, Protocol

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

    Words are heard in either script, also misspelt, and where nobody answers ड and ड़ sound alike;
    a number is the end of a mobile or a part of the number of the pension. Raises
    AadhaarIsNotSearched.
    """
    said = clean(typed)[:MOST_CHARACTERS]
    if has_aadhaar(said):
        raise AadhaarIsNotSearched
    asked = words(said)[:MOST_WORDS]
    if not asked:
        return []
    everybody = list(known)
    number = latin_digits(said).upper().replace(" ", "")
    found = _found(everybody, number, asked, is_loose=False)
    return (found or _found(everybody, number, asked, is_loose=True))[:most]


def _found(
    known: Iterable[Findable], number: str, asked: Sequence[str], *, is_loose: bool
) -> list[int]:
    first: list[int] = []
    later: list[int] = []
    for one in known:
        own = words(one.name_hi)
        if _has_number(one, number) or all(_is_said(word, own, one, is_loose) for word in asked):
            first.append(one.id)
            continue
        names = [*own, *words(f"{one.guardian_hi} {one.village_hi}")]
        if all(_is_said(word, names, one, is_loose) for word in asked):
            later.append(one.id)
    return first + later


def _has_number(one: Findable, number: str) -> bool:
    if len(number) < SHORTEST_NUMBER or not any(sign.isdigit() for sign in number):
        return False
    return number in one.benefit_no or (number.isdigit() and one.mobile.endswith(number))


def _is_said(word: str, names: Sequence[str], one: Findable, is_loose: bool) -> bool:
    if word.isdigit():
        return _has_number(one, word)
    return any(_sounds_like(_heard(word), _heard(name), is_loose) for name in names)


class _Heard(NamedTuple):
    """A word as written, how it sounds, and its consonants alone."""

    word: str
    sound: str
    bones: str


@lru_cache(maxsize=16384)
def _heard(word: str) -> _Heard:
    return _Heard(word, fine(word), skel(word))


def _sounds_like(typed: _Heard, name: _Heard, is_loose: bool) -> bool:
    """Say whether a typed word begins a name, or has its consonants."""
    if name.sound.startswith(typed.sound) or name.sound.startswith(typed.word):
        return True
    if len(typed.bones) < _SHORTEST_SKELETON:
        return False
    if is_loose:
        return name.bones.replace("d", "r") == typed.bones.replace("d", "r")
    return name.bones == typed.bones
