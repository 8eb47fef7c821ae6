"""Made-up people, villages and shops of a region, women and men in equal measure."""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache
from random import Random

from portal.storage.reference import read_csv

REGIONS = ("MP", "BR", "UK")
_POOL = 64
_VILLAGES_NEAR = 6
_SHARE_OF_SECOND_SET = 0.12


@dataclass(frozen=True, slots=True)
class Name:
    """A name in both scripts."""

    hi: str
    en: str


@dataclass(frozen=True, slots=True)
class Villager:
    """Someone who comes to the counter."""

    name: Name
    is_woman: bool
    village: Name
    member_no: int

    @property
    def as_party(self) -> str:
        """The name as an operator writes it: with the village."""
        return f"{self.name.hi}, {self.village.hi}"


@lru_cache(maxsize=1)
def _words() -> dict[tuple[str, str, str], list[Name]]:
    found: dict[tuple[str, str, str], list[Name]] = {}
    for one in read_csv("demo_names.csv"):
        key = (one["kind"], one["region"], one["set"])
        found.setdefault(key, []).append(Name(one["text_hi"], one["text_en"]))
    return found


def villages(region: str) -> list[Name]:
    """List the villages of a region."""
    return _words()["village", region, ""]


def make_name(source: Random, region: str, is_woman: bool) -> Name:
    """Make up a name; given names and surnames of one custom go together."""
    words = _words()
    custom = "2" if source.random() < _SHARE_OF_SECOND_SET else "1"
    given = source.choice(words["given_f" if is_woman else "given_m", region, custom])
    surnames = words["surname", region, custom]
    if is_woman and source.random() < 0.5:
        surnames = words.get(("surname_f", region, custom), surnames)
    surname = source.choice(surnames)
    return Name(f"{given.hi} {surname.hi}", f"{given.en} {surname.en}")


class Cast:
    """The people around one society: the same faces come again and again."""

    def __init__(self, source: Random, region: str) -> None:
        """Make them up: every second one a woman, from a handful of villages, no name twice."""
        self.region = region
        near = source.sample(villages(region), _VILLAGES_NEAR)
        numbers = source.sample(range(11, 940), _POOL)
        self.villagers: list[Villager] = []
        taken: set[str] = set()
        while len(self.villagers) < _POOL:
            is_woman = len(self.villagers) % 2 == 0
            name = make_name(source, region, is_woman)
            if name.hi not in taken:
                taken.add(name.hi)
                number = numbers[len(self.villagers)]
                self.villagers.append(Villager(name, is_woman, source.choice(near), number))

    def villager(self, source: Random) -> Villager:
        """Draw who comes to the counter."""
        return source.choice(self.villagers)

    def shop(self, *words: str) -> str:
        """Name the region's shop whose name has one of these words, otherwise its last one."""
        shops = [one.hi for one in _words()["shop", self.region, ""]]
        return next((one for one in shops if any(word in one for word in words)), shops[-1])
