"""Finding somebody by what is said of them: the query read, records weighed, the best ten."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from dataclasses import field as a_field
from functools import lru_cache
from typing import NamedTuple

from portal.domain.name_keys import words
from portal.domain.refusals import N_, Refusal
from portal.domain.text import clean, latin_digits

MOST_CHARACTERS = 200
MOST_WORDS = 8
MEMBERS, CUSTOMERS = 0, 1
FIRST, OTHER, GUARDIAN, VILLAGE = 0, 1, 2, 3  # as they are stored
_SLOTS = 100  # more than a name has words
LAST = 4  # the last of several own names; stored as OTHER

_RELATION = re.compile(r"(?<![a-z])[swdchSWDCH]/[oO](?![a-z])")


class AadhaarIsNotSearched(Refusal):
    """A whole Aadhaar number was typed into the search (P12); it is neither used nor kept."""

    message = N_("Never type a whole Aadhaar number; its last four digits are enough.")
    status = 422
    field = "q"


class IndexedNames(NamedTuple):
    """The words of a record that it is found by."""

    name_hi: str
    name_en: str = ""
    known_as: str = ""
    guardian_hi: str = ""
    village_hi: str = ""


@dataclass(frozen=True, eq=False)
class NameWords:
    """Words with a meaning of their own: titles, short forms, and first words that tell little.

    Opening ones mean it only before another word: कु० before a name is a title, after one कुमार.
    """

    titles: frozenset[str] = frozenset()
    opening_titles: frozenset[str] = frozenset()
    short_forms: Mapping[str, str] = a_field(default_factory=dict)
    opening_forms: Mapping[str, str] = a_field(default_factory=dict)
    later_forms: Mapping[str, str] = a_field(default_factory=dict)
    letters: Mapping[str, str] = a_field(default_factory=dict)
    weak: frozenset[str] = frozenset()

    def without_titles(self, found: Sequence[str]) -> list[str]:
        """Leave titles away, unless nothing else is there."""
        kept = [word for word in found if word not in self.titles]
        while len(kept) > 1 and kept[0] in self.opening_titles:
            del kept[0]
        return kept or list(found)

    def long_forms(self, names: Sequence[str]) -> list[str]:
        """What each word stands for: itself, or what it is short for where it stands."""
        found: list[str] = []
        last = len(names) - 1
        for at, word in enumerate(names):
            long = self.short_forms.get(word, "")
            if at < last and not at:
                long = long or self.opening_forms.get(word, "")
            if at < last and (not at or found[at - 1] in self.letters.values()):
                long = long or self.letters.get(word, "")
            if at:
                long = long or self.later_forms.get(word, "")
            found.append(long or word)
        return found


def read_name_words(table: Iterable[Mapping[str, str]]) -> NameWords:
    """Make the word list of config/name_words.csv (columns kind, word, stands_for)."""
    kinds: dict[str, dict[str, str]] = defaultdict(dict)
    for one in table:
        word, long = words(one["word"]), words(one["stands_for"])
        kinds[one["kind"]][word[0]] = long[0] if long else ""
    return NameWords(
        titles=frozenset(kinds["title"]), opening_titles=frozenset(kinds["opening_title"]),
        short_forms=kinds["short"], opening_forms=kinds["opening_short"],
        later_forms=kinds["later_short"], letters=kinds["letter"], weak=frozenset(kinds["weak"]),
    )  # fmt: skip


def stored_field(field: int) -> int:
    """The field that a word of a record is stored under."""
    return OTHER if field == LAST else field


class Token(NamedTuple):
    """A word that a record is filed under; words of one slot are one name in two scripts."""

    field: int
    word: str
    slot: int


@lru_cache(maxsize=8192)
def tokens_of(names: IndexedNames, known: NameWords) -> tuple[Token, ...]:
    """The words a record is filed under, each with its field, in the order of the names."""
    found: dict[tuple[int, str], int] = {}
    for start, name in ((0, names.name_hi), (0, names.name_en), (_SLOTS, names.known_as)):
        is_first = True
        said = _said(name, known)
        for at, word in enumerate(said):
            field = FIRST if is_first else LAST if at == len(said) - 1 else OTHER
            found.setdefault((field, word), start + at)
            is_first = is_first and word in known.weak
    for start, field, text in (
        (2 * _SLOTS, GUARDIAN, names.guardian_hi), (3 * _SLOTS, VILLAGE, names.village_hi),
    ):  # fmt: skip
        for at, word in enumerate(_said(text, known)):
            found.setdefault((field, word), start + at)
    return tuple(Token(field, word, slot) for (field, word), slot in found.items())


def _said(text: str, known: NameWords) -> list[str]:
    return known.long_forms(known.without_titles(words(text))) if text else []


@dataclass(frozen=True)
class Query:
    """What was typed: words of names with what they may stand for, numbers, and the whole."""

    names: tuple[str, ...]
    long_forms: tuple[str, ...]
    numbers: tuple[str, ...]
    whole: str


def read(text: str, known: NameWords) -> Query:
    """Read what was typed; only its first 200 characters and eight words count.

    ``whole`` is all of it without spaces, as it may be printed as a number.
    """
    shortened = _RELATION.sub(" ", text[:MOST_CHARACTERS])
    found = words(shortened)
    names = known.without_titles([word for word in found if not word.isdigit()])[:MOST_WORDS]
    numbers = [word for word in found if word.isdigit()]
    whole = "".join(clean(latin_digits(text[:MOST_CHARACTERS])).split())
    return Query(tuple(names), tuple(known.long_forms(names)), tuple(numbers[:MOST_WORDS]), whole)
