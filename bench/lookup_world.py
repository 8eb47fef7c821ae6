"""Societies of members for measuring the search by name, generated from real names.

A folder of names (``--names``, or ROKAD_NAMES_DIR) holds ``names_dev.tsv``, pairs of a Hindi word
and a spelling of it in Roman letters that somebody really wrote, and ``freq/``, how often given
names, surnames and villages occur. Given names there are divided once and for all: ``is_held_out``
says which of them the table of edit costs never saw in training; members have only those. Without
a folder the names are those of ``config/demo_names.csv``.
"""

from __future__ import annotations

import csv
import hashlib
import os
import re
import unicodedata
from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path
from random import Random

import icu
from rapidfuzz import fuzz

from portal.settings import ROOT

MEMBERS = 5000
VILLAGES_EACH = 25
MIDDLE_PART = 0.25
MIDDLES = (
    ("कुमार", "kumar"), ("प्रसाद", "prasad"), ("राम", "ram"), ("नारायण", "narayan"), ("लाल", "lal"),
    ("किशोर", "kishor"), ("चंद्र", "chandra"), ("शंकर", "shankar"), ("देव", "dev"), ("नाथ", "nath"),
)  # fmt: skip
_ALIKE = str.maketrans({
    "श": "स", "ष": "स", "ण": "न", "ङ": "न", "ञ": "न", "ं": "न", "ँ": "न", "म": "न", "व": "ब",
    "य": "ज",
})  # fmt: skip
_HINDI = re.compile(r"[ऀ-ॣ\u200c\u200d]{3,}")
_ROMAN = re.compile(r"[a-z]{3,}")
_TITLES = {"prof", "adv", "smt", "shri", "sri", "shree", "kumari", "mrs", "late", "capt", "col"}


@dataclass(frozen=True)
class Name:
    """One name in Hindi, the Roman spellings attested for it, and how common it is."""

    hindi: str
    romans: tuple[str, ...]
    weight: float = 1.0
    roman_weights: tuple[float, ...] | None = None

    def roman(self, source: Random) -> str:
        """Pick one of its attested spellings."""
        return source.choices(self.romans, self.roman_weights)[0]


@dataclass(frozen=True, slots=True)
class Villager:
    """One member. The register holds the Hindi; ``name_en`` is empty unless it was asked for.

    ``miswritten`` is the first name as the register has it, where somebody misspelt it there.
    """

    id: int
    first: Name
    middle: Name | None
    last: Name
    father: Name
    village: Name
    name_en: str = ""
    miswritten: str = ""

    @property
    def name_hi(self) -> str:
        """The whole name as it stands in the register."""
        rest = (self.middle, self.last)
        first = self.miswritten or self.first.hindi
        return " ".join([first, *(one.hindi for one in rest if one is not None)])

    @property
    def guardian_hi(self) -> str:
        """The father's or husband's name: given name and the member's surname."""
        return f"{self.father.hindi} {self.last.hindi}"

    @property
    def village_hi(self) -> str:
        """The village."""
        return self.village.hindi


@dataclass
class Names:
    """What members are made of; ``is_held_out`` says whether the given names were kept apart."""

    given: list[Name]
    surnames: list[Name]
    villages: list[Name]
    is_held_out: bool
    said: str = ""


@dataclass
class Register:
    """The members of one society, and who is meant by parts of a name.

    ``asked_about`` are those whom queries are about, where these aren't all.
    """

    villagers: list[Villager]
    names: Names
    asked_about: list[Villager] = field(default_factory=list)
    _by: dict[tuple[str, ...], dict[tuple[str, ...], frozenset[int]]] = field(default_factory=dict)

    def meant(self, villager: Villager, parts: tuple[str, ...]) -> frozenset[int]:
        """List all members who are like this one in these parts (first, last, father, village)."""
        if parts not in self._by:
            found: defaultdict[tuple[str, ...], set[int]] = defaultdict(set)
            for one in self.villagers:
                found[words_of(one, parts)].add(one.id)
            self._by[parts] = {words: frozenset(ids) for words, ids in found.items()}
        return self._by[parts][words_of(villager, parts)]

    @cached_property
    def distinct_words(self) -> int:
        """Count the distinct words of names, guardians and villages."""
        texts = (f"{one.name_hi} {one.guardian_hi} {one.village_hi}" for one in self.villagers)
        return len({word for text in texts for word in text.split()})


def words_of(one: Villager, parts: tuple[str, ...]) -> tuple[str, ...]:
    """Give these parts of somebody's name (first, last, father, village) in Hindi."""
    return tuple(getattr(one, part).hindi for part in parts)


def is_held_out(hindi: str) -> bool:
    """Say whether a Hindi name is kept from training: one in three, by a hash of its consonants.

    Spellings of one name (सुनिता, सुनीता; विष्णु, बिस्नु) so fall on the same side.
    """
    plain = unicodedata.normalize("NFD", hindi).translate(_ALIKE)
    key = re.sub(r"[^\u0915-\u0939]", "", plain).encode()  # क to ह
    return hashlib.sha256(key).digest()[0] % 3 == 0


def folder(asked: str | None = None) -> Path | None:
    """Find the folder of names: as asked for, or by ROKAD_NAMES_DIR; None where there is none."""
    named = asked or os.environ.get("ROKAD_NAMES_DIR")
    if not named:
        return None
    found = Path(named)
    if not (found / "names_dev.tsv").exists():
        raise SystemExit(f"{found} holds no names_dev.tsv")
    return found


def pairs(names_dir: Path) -> list[tuple[str, str, str]]:
    """Read all pairs of a folder: Hindi, Roman in small letters, kind; in the order of the file."""
    with (names_dir / "names_dev.tsv").open(encoding="utf-8", newline="") as file:
        return [
            (one["hindi"], one["english"].lower(), one["kind"])
            for one in csv.DictReader(file, delimiter="\t", quoting=csv.QUOTE_NONE)
        ]


def names(
    names_dir: Path | None, *, only_persons: bool = False, with_trained: bool = False
) -> Names:
    """Gather names from a folder, or from the demo's list where there is none.

    ``only_persons`` leaves away the words that stand in the folder as words, not as names;
    ``with_trained`` takes the names of training too, where a large vocabulary is what counts.
    """
    if names_dir is None:
        return _shipped()
    return _gathered(names_dir, only_persons, with_trained)


def _shipped() -> Names:
    found: defaultdict[str, dict[str, set[str]]] = defaultdict(dict)
    with (ROOT / "config/demo_names.csv").open(encoding="utf-8", newline="") as file:
        for one in csv.DictReader(file):
            kind = one["kind"].partition("_")[0]
            found[kind].setdefault(one["text_hi"], set()).add(one["text_en"].lower())
    kinds = {
        kind: [Name(hindi, tuple(sorted(romans)), 1 + 9 / (1 + at)) for at, (hindi, romans) in
               enumerate(sorted(found[kind].items()))]
        for kind in ("given", "surname", "village")
    }  # fmt: skip
    said = (
        "No folder of names was given (--names or ROKAD_NAMES_DIR): names come from the demo's "
        "list (config/demo_names.csv), one Roman spelling each. Accuracy is NOT that of "
        "held-out names."
    )
    return Names(kinds["given"], kinds["surname"], kinds["village"], is_held_out=False, said=said)


def _gathered(names_dir: Path, only_persons: bool, with_trained: bool) -> Names:
    surnames = _surnames(names_dir)
    given = _given(names_dir, {one.hindi for one in surnames}, only_persons, with_trained)
    villages = _villages(names_dir)
    kept = "" if with_trained else "kept from training, "
    said = (
        f"Given names: {len(given):,} Hindi forms of names_dev.tsv, {kept}each typed "
        f"in an attested spelling; {len(surnames)} surnames and {len(villages)} villages by "
        "frequency."
    )
    return Names(given, surnames, villages, is_held_out=not with_trained, said=said)


def _given(
    names_dir: Path, surnames: set[str], only_persons: bool, with_trained: bool
) -> list[Name]:
    """Held-out names, commoner where lists of voters say so; mere words count a quarter."""
    counts = dict(_counted(names_dir, "given_en"))
    romans: defaultdict[str, set[str]] = defaultdict(set)
    persons = set()
    for hindi, english, kind in pairs(names_dir):
        if english in _TITLES or not (with_trained or is_held_out(hindi)):
            continue
        if _HINDI.fullmatch(hindi) and _ROMAN.fullmatch(english):
            romans[hindi].add(english)
            if kind.startswith("name"):
                persons.add(hindi)
    found = []
    for hindi in sorted((persons if only_persons else romans.keys()) - surnames):
        spellings = tuple(sorted(romans[hindi]))
        seen = sum(counts.get(one, 0) for one in spellings)
        found.append(Name(hindi, spellings, (1 if hindi in persons else 0.25) + seen**0.5))
    return found


def _surnames(names_dir: Path) -> list[Name]:
    """Surnames of the list beside this file, each spelling as often as it was counted."""
    counts_en, counts_hi = (dict(_counted(names_dir, f"surname_{one}")) for one in ("en", "hi"))
    found = []
    with (ROOT / "bench/surnames.csv").open(encoding="utf-8", newline="") as file:
        for one in csv.DictReader(file):
            romans = tuple(word for word in one["roman"].split() if counts_en.get(word))
            if not romans:
                continue
            weights = tuple(float(counts_en[word]) for word in romans)
            forms = {hindi: 1 + counts_hi.get(hindi, 0) for hindi in one["hindi"].split()}
            for hindi, count in forms.items():
                share = sum(weights) * count / sum(forms.values())
                found.append(Name(hindi, romans, share, weights))
    return found


def _villages(names_dir: Path) -> list[Name]:
    """Villages counted in Hindi for which the Roman list holds a form that must be the same."""
    to_latin = icu.Transliterator.createInstance("Devanagari-Latin; Latin-ASCII; Lower")
    english = defaultdict(list)
    for word, _ in _counted(names_dir, "village_en"):
        english[word[:1]].append(word)
    found = []
    for hindi, count in _counted(names_dir, "village_hi"):
        latin = to_latin.transliterate(hindi).rstrip("a")
        scored = [(fuzz.ratio(latin, one.rstrip("a")), one) for one in english[latin[:1]]]
        best = max(scored, default=(0, ""))
        if best[0] >= 85 and len(latin) > 3:
            found.append(Name(hindi, (best[1],), float(count)))
    return found


def _counted(names_dir: Path, name: str) -> Iterator[tuple[str, int]]:
    with (names_dir / "freq" / f"{name}.tsv").open(encoding="utf-8") as file:
        for line in file:
            word, _, count = line.rstrip("\n").partition("\t")
            yield word.strip().lower(), int(count)


def register(
    made_of: Names, seed: int, members: int = MEMBERS, *, with_roman: bool = False
) -> Register:
    """Make one society's members; the same names and seed give the same members.

    ``with_roman`` also stores the name in Roman letters, in an attested spelling, as it would stand
    on an Aadhaar card.
    """
    source = Random(f"register/{seed}")
    given = _Draw(source, made_of.given, [one.weight * source.paretovariate(1.5)
                                          for one in made_of.given])  # fmt: skip
    surnames = _Draw(source, made_of.surnames, [one.weight for one in made_of.surnames])
    here = source.sample(made_of.villages, min(VILLAGES_EACH, len(made_of.villages)))
    villages = _Draw(source, here, [source.paretovariate(1.2) for _ in here])
    middles = [Name(*one[:1], one[1:]) for one in MIDDLES]
    found = []
    for number in range(1, members + 1):
        last, middle = surnames.one(), None
        if source.random() < MIDDLE_PART:
            middle = source.choice([one for one in middles if one.hindi != last.hindi])
        one = Villager(number, given.one(), middle, last, given.one(), villages.one())
        found.append(_carded(one, source) if with_roman else one)
    return Register(found, made_of)


def registers(made_of: Names, seed: int, societies: int) -> Iterable[Register]:
    """Make many societies one after another (200 of them hold 1,000,000 members)."""
    return (register(made_of, seed * 1000 + number) for number in range(societies))


def _carded(one: Villager, source: Random) -> Villager:
    parts = [part.roman(source) for part in (one.first, one.middle, one.last) if part is not None]
    return Villager(one.id, one.first, one.middle, one.last, one.father, one.village,
                    " ".join(parts).title())  # fmt: skip


class _Draw:
    """Draws by weight, many at a time."""

    def __init__(self, source: Random, of: list[Name], weights: list[float]) -> None:
        self._source, self._of, self._weights = source, of, weights
        self._waiting: list[Name] = []

    def one(self) -> Name:
        """Draw one."""
        if not self._waiting:
            self._waiting = self._source.choices(self._of, self._weights, k=1000)
        return self._waiting.pop()
