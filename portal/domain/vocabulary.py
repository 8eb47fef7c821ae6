"""The words of all names ever stored, held in memory, and which of them a typed word may mean."""

from __future__ import annotations

from bisect import bisect_left
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from functools import lru_cache
from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray
from rapidfuzz.distance import Indel, Levenshtein
from rapidfuzz.process import cdist

from portal.domain.edit_costs import Channel, Costs, Encoded
from portal.domain.name_keys import fine, is_devanagari, skel, sounds

MOST_NEAR = 120
MOST_BEGUN = 500
MOST_SAME_SKELETON = 60
INITIAL_COST = 5.0
FARTHEST = 9.0  # beyond the best reading; what is farther is not worth looking up
BEGUN = 1.8  # at most, for a word that begins with just what was typed
NOT_EXACT = 1.5  # more, for all others, where a word is stored just as it was typed
NOISE, NOISE_PER_LETTER, MOST_NOISY = 5.0, 3.6, 9
SHORTEST_HALF = 2
SMALL_COST = 3.0
REST_COST = 4.0  # for each letter by which the rest of a cut word differs from a stored one
SHORTEST_BEGUN, LONGEST_BEGUN = 3, 7
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
    return NOISE + NOISE_PER_LETTER * min(len(word), MOST_NOISY)


def _far(key: str, stored: Sequence[str], by: Any) -> NDArray[np.int32]:
    return cdist([key], stored, scorer=by.distance, dtype=np.int32)[0]


def _token(row: VocabularyRow) -> str:
    return row.token


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
        self._skels = [row.skel for row in self._rows]
        self._by_fine = sorted((row.fine, at) for at, row in enumerate(self._rows))
        self._by_skel: dict[str, list[int]] = defaultdict(list)
        for at, row in enumerate(self._rows):
            self._by_skel[row.skel].append(at)
        self._is_deva = np.array([is_devanagari(row.token) for row in self._rows], bool)
        self._sizes = np.array([len(row.token) for row in self._rows], np.int32)
        self._first = np.array([ord(row.fine[:1] or " ") for row in self._rows], np.int32)
        self._begun: dict[int, list[str]] = {}
        self._deva_at = np.flatnonzero(self._is_deva)
        self._latin_at = np.flatnonzero(~self._is_deva)
        self._encoded: dict[str, Encoded] = {}
        self.match = lru_cache(maxsize=512)(self._match)

    def __len__(self) -> int:
        return len(self._rows)

    def with_more(self, rows: Iterable[VocabularyRow]) -> Vocabulary:
        """Return a vocabulary that holds these words too."""
        return Vocabulary(self.channels, [*self.rows, *rows])

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
                read = self._read(word, typed, name, which)
                best = min((one.cost for one in read), default=0.0)
                found += [one for one in read if one.cost <= best + FARTHEST]
        return tuple(sorted(found, key=lambda one: (one.cost, one.token)))

    def _read(self, word: str, typed: str, name: str, which: NDArray[np.int64]) -> list[Match]:
        words = self._signs(name).take(which)
        typed = typed.rstrip("-") or typed
        ends, begun = self.channels[name].costs(typed, words)
        whole = ends[:, -1]
        best = np.minimum(whole, begun)
        if len(word) > 1:
            initial = (self._sizes[which] == 1) & (self._first[which] == ord(fine(word)[:1] or " "))
            best = np.where(initial, np.minimum(best, INITIAL_COST), best)
        return [
            self._as_read(word, self._rows[which[at]], float(best[at]), bool(begun[at] < whole[at]))
            for at in np.flatnonzero(best < noise(word)).tolist()
        ]

    def _as_read(self, word: str, row: VocabularyRow, cost: float, is_begun: bool) -> Match:
        """A reading with what it costs besides that a word is not stored just as it was typed."""
        if row.token == word:
            return Match(row.id, word, 0.0, False)
        if row.token.startswith(word):
            return Match(row.id, row.token, min(cost, BEGUN), is_begun or cost > BEGUN)
        is_other = word in self._at and is_devanagari(word) == is_devanagari(row.token)
        return Match(row.id, row.token, cost + NOT_EXACT * is_other, is_begun)

    def _near(self, word: str) -> NDArray[np.int64]:
        """Words worth a closer look: near by rough spelling, the same skeleton, the same start."""
        key = fine(word)
        far = _far(key, self._fines, Levenshtein) + _far(skel(word), self._skels, Indel)
        ranked = far.astype(np.int64) * len(self._rows) + np.arange(len(self._rows))
        found: set[int] = set()
        for among in (self._deva_at, self._latin_at):
            most = min(MOST_NEAR, len(among))
            if most:
                nearest = np.argpartition(ranked[among], most - 1)[:most]
                found.update(among[nearest].tolist())
        found.update(self._by_skel.get(skel(word), ())[:MOST_SAME_SKELETON])
        found.update(self._beginning(key))
        found.update(self._literally_beginning(word))
        found.update(self._nearly_beginning(key))
        if word in self._at:
            found.add(self._at[word])
        return np.array(sorted(found), np.int64)

    def is_near_any(self, word: str) -> bool:
        """Say whether some stored word is spelt nearly like this one, roughly looked at."""
        key = fine(word)
        if not self._rows or not key:
            return False
        return int(_far(key, self._fines, Levenshtein).min()) <= 1 + len(key) // 5

    def cuts(self, word: str, most: int) -> list[tuple[str, str]]:
        """The likeliest places to cut a word into two that were typed as one."""
        left = self._left_costs(word)
        return [] if left is None else self._best_cuts(word, left, most)

    def well_begun_cuts(self, word: str, most: int) -> list[tuple[str, str]]:
        """Cuts after a first word that is read without a slip, the longest first words first."""
        left = self._left_costs(word)
        if left is None:
            return []
        ends = range(len(word) - SHORTEST_HALF, SHORTEST_HALF - 1, -1)
        good = [at for at in ends if left[min(len(sounds(word[:at])), len(left) - 1)] < SMALL_COST]
        return [(word[:at], word[at:]) for at in good[:most]]

    def _left_costs(self, word: str) -> Costs | None:
        """What it costs at least to read the first 0, 1, … signs of a word as a stored word."""
        key, bones = fine(word), skel(word)
        first = {at for at in self._beginning(key[:2]) if len(self._fines[at]) < len(key)}
        for size in range(1, len(bones) + 1):
            first.update(self._by_skel.get(bones[:size], ())[:MOST_SAME_SKELETON])
        if not first:
            return None
        near = np.array(sorted(first), np.int64)
        typed = sounds(word)
        left = np.full(len(typed) + 1, 99.0, np.float32)
        for stored_deva in (True, False):
            which = near[self._is_deva[near] == stored_deva]
            if len(which):
                name = ("d" if stored_deva else "r") + ("d" if is_devanagari(word) else "r")
                ends, _ = self.channels[name].costs(typed, self._signs(name).take(which))
                np.minimum(left, ends.min(axis=0), out=left)
        return left

    def _best_cuts(self, word: str, left: Costs, most: int) -> list[tuple[str, str]]:
        """Weigh where the first word may end against how near the rest is to any word."""
        ends = range(SHORTEST_HALF, len(word) - SHORTEST_HALF + 1)
        halves = [(word[:at], word[at:]) for at in ends]
        after = [len(sounds(first)) for first, _ in halves]
        rest = cdist(
            [fine(second) for _, second in halves], self._fines, scorer=Indel.distance,
            dtype=np.int32,
        ).min(axis=1)  # fmt: skip
        total = [
            float(left[min(at, len(left) - 1)]) + REST_COST * float(far)
            for at, far in zip(after, rest, strict=True)
        ]
        order = sorted(range(len(halves)), key=lambda at: (total[at], at))
        return [halves[at] for at in order[:most]]

    def _beginning(self, key: str) -> list[int]:
        low = bisect_left(self._by_fine, (key, -1))
        high = bisect_left(self._by_fine, (key + _ASIDE, -1))
        return [at for _, at in self._by_fine[low:high][:MOST_BEGUN]]

    def _literally_beginning(self, word: str) -> range:
        low = bisect_left(self._rows, word, key=_token)
        high = bisect_left(self._rows, word + _ASIDE, key=_token)
        return range(low, min(high, low + MOST_BEGUN))

    def _nearly_beginning(self, key: str) -> list[int]:
        """Words that begin nearly like this, which is as far as somebody may have typed."""
        size = len(key)
        if not SHORTEST_BEGUN <= size <= LONGEST_BEGUN:
            return []
        if size not in self._begun:
            self._begun[size] = [one[:size] if len(one) > size else "" for one in self._fines]
        far = _far(key, self._begun[size], Levenshtein)
        return np.flatnonzero(far <= 1)[:MOST_NEAR].tolist()
