"""Names of people and places of a region, the common ones commoner, as in a real village."""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache
from itertools import accumulate
from random import Random

from portal.storage.reference import read_csv

REGIONS = ("MP", "BR", "UK")
EVERYWHERE = "IN"
USUAL, SECOND = "1", "2"
_SHARE_OF_SECOND = 0.12
_EVENNESS = 12  # the larger, the less the first names of the lists stand out
_BEFORE_THE_NAME = "मोहम्मद"
_WITHOUT_SURNAME = {"MP": 0.05, "BR": 0.05, "UK": 0.0}
_WITH_MIDDLE = {"MP": 0.16, "BR": 0.4, "UK": 0.92}
#: Of women, who are called देवी or बाई instead of by a surname.
_HONOURED = {"MP": 0.45, "BR": 0.55, "UK": 0.7}


@dataclass(frozen=True, slots=True)
class Name:
    """A name in both scripts."""

    hi: str
    en: str

    def __add__(self, other: Name) -> Name:
        """Write one word after the other."""
        return Name(f"{self.hi} {other.hi}", f"{self.en} {other.en}")


@lru_cache(maxsize=1)
def _words() -> dict[tuple[str, str, str], list[Name]]:
    found: dict[tuple[str, str, str], list[Name]] = {}
    for one in read_csv("demo_names.csv"):
        key = (one["kind"], one["region"], one["set"])
        found.setdefault(key, []).append(Name(one["text_hi"], one["text_en"]))
    return found


@lru_cache(maxsize=64)
def _weighted(kind: str, region: str, custom: str) -> tuple[list[Name], list[float]]:
    words = _words()
    found = words.get((kind, region, custom), []) + words.get((kind, EVERYWHERE, custom), [])
    return found, list(accumulate(1 / (place + _EVENNESS) for place in range(len(found))))


def words(kind: str, region: str = EVERYWHERE) -> list[Name]:
    """List the words of a kind that go with every custom: villages, shops, groups."""
    return _words()[kind, region, ""]


def villages(region: str) -> list[Name]:
    """List the villages of a region."""
    return words("village", region)


def draw(source: Random, kind: str, region: str, custom: str = "") -> Name:
    """Draw a word of a kind; those at the beginning of the list come up more often."""
    found, weights = _weighted(kind, region, custom)
    return source.choices(found, cum_weights=weights)[0]


def draw_custom(source: Random) -> str:
    """Draw which names go together."""
    return SECOND if source.random() < _SHARE_OF_SECOND else USUAL


def full_name(
    source: Random, region: str, is_woman: bool, custom: str, surname: Name, *,
    may_honour: bool = True,
) -> Name:  # fmt: skip
    """Make up a whole name with this surname, which women and some of the old go without."""
    given = draw(source, "given_f" if is_woman else "given_m", region, custom)
    chance = source.random()
    if is_woman:
        if may_honour and chance < _HONOURED[region]:
            return given + draw(source, "surname_f", region, custom)
        return given + surname
    if chance < _WITHOUT_SURNAME[region]:
        return given
    if chance < _WITHOUT_SURNAME[region] + _WITH_MIDDLE[region]:
        middle = draw(source, "middle_m", region, custom)
        if middle.hi == _BEFORE_THE_NAME:
            return middle + given + surname
        if middle.hi != surname.hi and not given.hi.endswith(middle.hi):
            return given + middle + surname
    return given + surname


def make_name(source: Random, region: str, is_woman: bool) -> Name:
    """Make up a name; given names and surnames of one custom go together."""
    custom = draw_custom(source)
    surname = draw(source, "surname", region, custom)
    return full_name(source, region, is_woman, custom, surname)
