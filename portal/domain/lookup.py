"""Finding somebody by what is said of them: the query read, records weighed, the best ten."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import NamedTuple

from portal.domain.name_keys import words
from portal.domain.refusals import N_, Refusal
from portal.domain.text import clean, latin_digits

MOST_CHARACTERS = 200
MOST_WORDS = 8
MEMBERS, CUSTOMERS = 0, 1
FIRST, OTHER, GUARDIAN, VILLAGE = 0, 1, 2, 3

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


@dataclass(frozen=True)
class NameWords:
    """Words with a meaning of their own: titles, short forms, and first words that tell little."""

    titles: frozenset[str] = frozenset()
    aliases: Mapping[str, str] | None = None
    weak: frozenset[str] = frozenset()

    def meant(self, found: Sequence[str]) -> list[str]:
        """Write short forms out and leave titles away, unless nothing else is there."""
        aliases = self.aliases or {}
        kept = [aliases.get(word, word) for word in found if word not in self.titles]
        return kept or [aliases.get(word, word) for word in found]


def read_name_words(table: Iterable[Mapping[str, str]]) -> NameWords:
    """Make the word list of config/name_words.csv (kind title, alias or weak)."""
    rows = [(one["kind"], words(one["word"]), words(one["stands_for"])) for one in table]
    return NameWords(
        titles=frozenset(word[0] for kind, word, _ in rows if kind == "title" and len(word) == 1),
        aliases={
            word[0]: long[0] for kind, word, long in rows if kind == "alias" and len(word) == 1
        },
        weak=frozenset(word[0] for kind, word, _ in rows if kind == "weak" and len(word) == 1),
    )


def tokens_of(names: IndexedNames, known: NameWords) -> list[tuple[int, str]]:
    """The words a record is filed under, each with its field, in the order of the names."""
    found: dict[tuple[int, str], None] = {}
    for name in (names.name_hi, names.name_en, names.known_as):
        is_first = True
        for word in _said(name, known):
            found[FIRST if is_first else OTHER, word] = None
            is_first = is_first and word in known.weak
    for field, text in ((GUARDIAN, names.guardian_hi), (VILLAGE, names.village_hi)):
        for word in _said(text, known):
            found[field, word] = None
    return list(found)


def _said(text: str, known: NameWords) -> list[str]:
    return known.meant(words(text)) if text else []


@dataclass(frozen=True)
class Query:
    """What was typed: words of names, numbers, and the whole as it may be printed as a number."""

    names: tuple[str, ...]
    numbers: tuple[str, ...]
    whole: str


def read(text: str, known: NameWords) -> Query:
    """Read what was typed; only its first 200 characters and eight words count."""
    shortened = _RELATION.sub(" ", text[:MOST_CHARACTERS])
    found = words(shortened)
    names = known.meant([word for word in found if not word.isdigit()])
    numbers = [word for word in found if word.isdigit()]
    whole = "".join(clean(latin_digits(text[:MOST_CHARACTERS])).split())
    return Query(tuple(names[:MOST_WORDS]), tuple(numbers[:MOST_WORDS]), whole)
