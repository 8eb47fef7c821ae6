"""The words of all names ever stored, held in memory, and which of them a typed word may mean."""

from __future__ import annotations

from bisect import bisect_left
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from functools import lru_cache
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray
from rapidfuzz.distance import Indel
from rapidfuzz.process import cdist

from portal.domain.edit_costs import Channel, Encoded
from portal.domain.name_keys import fine, is_devanagari, skel, sounds

MOST_NEAR = 80
MOST_BEGUN = 500
MOST_SAME_SKELETON = 60
INITIAL_COST = 3.0
_ASIDE = "\uffff"


class VocabularyRow(NamedTuple):
    """A word as it is stored, with its keys."""

    id: int
    token: str
    sounds: str
    fine: str
    skel: str


class Match(NamedTuple):
    """A stored word that a typed word may mean, what that reading costs, and how it was read."""

    id: int
    token: str
    cost: float
    is_begun: bool


def keyed(token: str) -> tuple[str, str, str, str]:
    """A word with the keys it is stored under."""
    return token, sounds(token), fine(token), skel(token)


def noise(word: str) -> float:
    """What it costs to say that a typed word means nothing of a record."""
    return 4.0 + 1.9 * min(len(word), 8)


class Vocabulary:
    """Words with their keys; it only grows, so that a newer one is an older one and more."""

    def __init__(self, channels: Mapping[str, Channel], rows: Sequence[VocabularyRow] = ()) -> None:
        """Hold these words; ``channels`` tell what a reading costs."""
        self.channels = channels
        self.rows = list(rows)
        self.last_id = rows[-1].id if rows else 0
        order = sorted(range(len(self.rows)), key=lambda at: self.rows[at].token)
        self._rows = [self.rows[at] for at in order]
        self._at = {row.token: at for at, row in enumerate(self._rows)}
        self._fines = [row.fine for row in self._rows]
        self._by_fine = sorted((row.fine, at) for at, row in enumerate(self._rows))
        self._by_skel: dict[str, list[int]] = defaultdict(list)
        for at, row in enumerate(self._rows):
            self._by_skel[row.skel].append(at)
        self._is_deva = np.array([is_devanagari(row.token) for row in self._rows], bool)
        self._encoded: dict[str, Encoded] = {}
        self.match = lru_cache(maxsize=2048)(self._match)

    def __len__(self) -> int:
        return len(self._rows)

    def with_more(self, rows: Iterable[VocabularyRow]) -> Vocabulary:
        """Return a vocabulary that holds these words too."""
        return Vocabulary(self.channels, [*self.rows, *rows])

    def sounds_like_one(self, word: str) -> bool:
        """Say whether some stored word has the same rough spelling."""
        key = fine(word)
        at = bisect_left(self._by_fine, (key, -1))
        return at < len(self._by_fine) and self._by_fine[at][0] == key

    def _signs(self, name: str) -> Encoded:
        if name not in self._encoded:
            self._encoded[name] = self.channels[name].encode([row.sounds for row in self._rows])
        return self._encoded[name]

    def _match(self, word: str) -> tuple[Match, ...]:
        """Words that a typed one may mean, whole or as a beginning, the likeliest first."""
        if not self._rows:
            return ()
        near = self._near(word)
        is_deva = is_devanagari(word)
        typed = sounds(word)
        found: list[Match] = []
        for stored_deva in (True, False):
            which = near[self._is_deva[near] == stored_deva]
            if len(which):
                name = ("d" if stored_deva else "r") + ("d" if is_deva else "r")
                found += self._read(word, typed, name, which)
        return tuple(sorted(found, key=lambda one: (one.cost, one.token)))

    def _read(self, word: str, typed: str, name: str, which: NDArray[np.int64]) -> list[Match]:
        words = self._signs(name).take(which)
        typed = typed.rstrip("-") or typed
        whole, begun = self.channels[name].costs(typed, words, may_be_begun=True)
        most = noise(word)
        found = []
        for at, cost, cost_begun in zip(
            which.tolist(), whole.tolist(), begun.tolist(), strict=True
        ):
            row = self._rows[at]
            is_begun = cost_begun < cost
            best = 0.0 if row.token == word else min(cost, cost_begun)
            if len(row.token) == 1 and len(word) > 1 and row.fine[:1] == fine(word)[:1]:
                best = min(best, INITIAL_COST)
            if best < most:
                found.append(Match(row.id, row.token, best, is_begun and row.token != word))
        return found

    def _near(self, word: str) -> NDArray[np.int64]:
        """Words worth a closer look: near by rough spelling, the same skeleton, the same start."""
        key = fine(word)
        far = cdist([key], self._fines, scorer=Indel.distance, dtype=np.int32)[0]
        ranked = far.astype(np.int64) * len(self._rows) + np.arange(len(self._rows))
        most = min(MOST_NEAR, len(ranked))
        found = set(np.argpartition(ranked, most - 1)[:most].tolist())
        found.update(self._by_skel.get(skel(word), ())[:MOST_SAME_SKELETON])
        low = bisect_left(self._by_fine, (key, 0))
        high = bisect_left(self._by_fine, (key + _ASIDE, 0))
        found.update(at for _, at in self._by_fine[low:high][:MOST_BEGUN])
        if word in self._at:
            found.add(self._at[word])
        return np.array(sorted(found), np.int64)
