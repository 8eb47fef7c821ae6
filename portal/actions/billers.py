"""Billers for everybody: one by its id, those of a service, and the menu of all.

The operating unit's master counts as soon as it was read whole once; until then the list of
config/, whose parameters are only believed. What was read is kept for the whole process until a
newer reading has ended.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any

from portal.domain.biller_menu import BillerCategory, BillerLine, BillerMenu, FoundBillers
from portal.domain.billers import Biller, BillerIsUnknown
from portal.storage import billers as stored
from portal.storage.engine import store_identity


class _Shelf:
    """What this process knows of one reading; nothing of another store gets onto it."""

    def __init__(self, mark: tuple[Any, ...], reading_id: int | None) -> None:
        self.mark = mark
        self._is_read = reading_id is not None
        self._menu: BillerMenu | None = None
        self._known: dict[str, Biller] = {} if self._is_read else stored.believed()

    def billers(self, ids: Iterable[str]) -> dict[str, Biller]:
        wanted = set(ids)
        missing = wanted - self._known.keys() if self._is_read else set()
        if missing:
            self._known |= stored.billers(missing)
        return {one: self._known[one] for one in wanted if one in self._known}

    def menu(self) -> BillerMenu:
        if self._menu is None:
            lines = stored.lines() if self._is_read else stored.believed_lines()
            self._menu = BillerMenu(lines, stored.categories())
        return self._menu


_shelf: _Shelf | None = None


def _current() -> _Shelf:
    """Return the shelf of the last whole reading; one small statement notices a newer one."""
    global _shelf
    reading_id = stored.last_whole()
    mark = (store_identity(), reading_id)
    found = _shelf
    if found is None or found.mark != mark:
        found = _shelf = _Shelf(mark, reading_id)
    return found


def biller(biller_id: str) -> Biller:
    """Return a biller, also one that takes no payments any more; raise BillerIsUnknown."""
    found = _current().billers([biller_id])
    if not found:
        raise BillerIsUnknown
    return found[biller_id]


def billers_of(ids: Sequence[str]) -> list[Biller]:
    """List billers by their ids, in that order; who is not in the master is left out."""
    found = _current().billers(ids) if ids else {}
    return [found[one] for one in ids if one in found]


def billers_in(
    category: str | None = None, state: str | None = None, words: str = ""
) -> list[BillerLine]:
    """List the billers that take payments, of a category, of a state, found by words; best first.

    A state's own come before those of all India.
    """
    if words.strip():
        return search_billers(words, category, state).lines
    return _current().menu().lines(category, state)


def search_billers(
    words: str, category: str | None = None, state: str | None = None, most: int | None = None
) -> FoundBillers:
    """Find billers by words of either script, and say whether it is a guess."""
    found = _current().menu().search(words, category, state)
    return FoundBillers(found.lines[:most], found.is_guess)


def categories_in(state: str = "") -> list[tuple[BillerCategory, int]]:
    """List the categories with how many billers a state has in each."""
    return _current().menu().categories(state)


def category_of(name: str) -> BillerCategory:
    """Return a category by the network's name; raise BillerIsUnknown."""
    found = _current().menu().category(name)
    if found is None:
        raise BillerIsUnknown
    return found
