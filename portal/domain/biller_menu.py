"""The menu of billers: by category and state, and by the words people use for a bill."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from portal.domain.service_search import ServiceIndex

_ANY_BILL = "बिल bil bill भुगतान bhugtan payment जमा jama"  # what people call whatever is here


@dataclass(frozen=True, slots=True)
class BillerCategory:
    """A category as the network names it, with its words; ``rank`` is its place in the menu."""

    name: str
    rank: int
    name_hi: str
    name_en: str
    aliases: str = ""


@dataclass(frozen=True, slots=True)
class BillerLine:
    """A biller on the menu; ``states`` where it is (empty: all India)."""

    id: str
    name: str
    name_hi: str
    category: str
    states: tuple[str, ...]
    aliases: str = ""

    def is_in(self, state: str) -> bool:
        """Say whether people of a state have its bills; without a state everybody may."""
        return not state or not self.states or state in self.states


@dataclass(frozen=True, slots=True)
class FoundBillers:
    """What a search found; ``is_guess`` says that no biller has all the words as written."""

    lines: list[BillerLine]
    is_guess: bool = False


class BillerMenu:
    """All billers that take payments, by category and by their words."""

    def __init__(self, lines: Iterable[BillerLine], categories: Iterable[BillerCategory]) -> None:
        """Keep categories by rank; one that the list of words lacks comes last, as it is named."""
        self._lines = {one.id: one for one in sorted(lines, key=_order)}
        known = {one.name: one for one in categories}
        self._categories = {
            name: known.get(name) or BillerCategory(name, len(known) + 1, name, name)
            for name in {one.category for one in self._lines.values()}
        }
        self._index: ServiceIndex | None = None

    def _words(self, category: str) -> str:
        found = self._categories[category]
        return f"{found.name_hi} {found.name_en} {found.name} {found.aliases} {_ANY_BILL}"

    def category(self, name: str) -> BillerCategory | None:
        """Return a category that has billers, or None."""
        return self._categories.get(name)

    def categories(self, state: str = "") -> list[tuple[BillerCategory, int]]:
        """List the categories with the number of a state's billers, empty ones left out."""
        counts: dict[str, int] = {}
        for one in self._lines.values():
            if one.is_in(state):
                counts[one.category] = counts.get(one.category, 0) + 1
        found = [(self._categories[name], count) for name, count in counts.items()]
        return sorted(found, key=lambda pair: (pair[0].rank, pair[0].name))

    def lines(self, category: str | None = None, state: str | None = None) -> list[BillerLine]:
        """List billers of a category or all, the state's own first, then those of all India."""
        found = [
            one for one in self._lines.values()
            if category in (None, one.category) and one.is_in(state or "")
        ]  # fmt: skip
        return sorted(found, key=lambda one: not one.states) if state else found

    def search(
        self, words: str, category: str | None = None, state: str | None = None
    ) -> FoundBillers:
        """Find billers by the beginnings of words in either script, the best first.

        Where none has all the words, spellings that sound alike are tried, and at last those
        that have most of the words.
        """
        if self._index is None:  # made when it is first needed: thousands of billers take a second
            self._index = ServiceIndex(
                (one.id, f"{one.name_hi} {one.name}", one.aliases, self._words(one.category))
                for one in self._lines.values()
            )
        scores, is_guess = self._index.scores(words)
        found = [one for one in self.lines(category, state) if one.id in scores]
        found.sort(key=lambda one: scores[one.id])
        return FoundBillers(found, is_guess)


def _order(one: BillerLine) -> tuple[str, str]:
    return one.name_hi or one.name, one.id


def read_biller_categories(rows: Iterable[Mapping[str, str]]) -> list[BillerCategory]:
    """Read the categories of config/."""
    return [
        BillerCategory(
            one["category"], int(one["rank"]), one["name_hi"], one["name_en"], one["aliases"]
        )
        for one in rows
    ]
