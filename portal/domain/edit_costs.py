"""What it costs to read a typed word as a stored one: learned costs of spelling, and slips.

Costs are natural logarithms of how seldom something is written so: 0 is certain, 3 is one in
twenty. A stored word's signs (its sounds, or its letters) are each written as a chunk of none to
three typed signs; what no habit of spelling explains is a slip of the keyboard and costs more.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

Costs = NDArray[np.float32]

MOST_SIGNS = 24  # of a stored word; what is longer is compared by its beginning
_FAR = np.float32(60.0)
_PLACES = 3  # at the beginning, within, at the end of a word
_CHUNK = 3

_ROWS = ("qwertyuiop", "asdfghjkl", "zxcvbnm")
_KEYS = {
    key: (row, column + row * 0.4)
    for row, keys in enumerate(_ROWS)
    for column, key in enumerate(keys)
}


def are_neighbours(one: str, other: str) -> bool:
    """Say whether two keys of the Latin keyboard touch."""
    if one not in _KEYS or other not in _KEYS:
        return False
    (row, column), (other_row, other_column) = _KEYS[one], _KEYS[other]
    return abs(row - other_row) <= 1 and abs(column - other_column) <= 1.1


@dataclass(frozen=True, slots=True)
class Slips:
    """What slips of the keyboard and of typing half a word cost."""

    near_key: float = 4.4
    wrong_key: float = 7.7
    left_out: float = 3.7
    vowel_left_out: float = 2.6
    doubled: float = 3.0
    put_in: float = 5.6
    swapped: float = 4.6
    begun: float = 1.4
    begun_per_sign: float = 0.05


@dataclass(frozen=True, slots=True)
class Encoded:
    """Stored words as numbers: their signs with places, and how many signs follow each."""

    signs: NDArray[np.int16]
    after: Costs

    def take(self, which: Sequence[int] | NDArray[np.int64]) -> Encoded:
        """Return some of the words, no wider than they need."""
        signs = self.signs[which]
        width = int((signs >= 0).any(axis=0).sum()) if len(signs) else 0
        return Encoded(signs[:, :width], self.after[which][:, : width + 1])


class Channel:
    """How one script's stored signs are typed in one script's letters."""

    def __init__(self, learned: Mapping[str, Mapping[str, float]], slips: Slips) -> None:
        """Take the learned costs: sign and place (``k<``, ``k.``, ``k>``) -> chunk -> cost."""
        self.slips = slips
        stems = sorted({key[:-1] for key in learned})
        self._codes = {sign: _PLACES * at for at, sign in enumerate(stems)}
        self._count = _PLACES * len(stems)
        letters = sorted({letter for costs in learned.values() for c in costs for letter in c})
        self._letter_at = {letter: at for at, letter in enumerate(letters)}
        self._learned: dict[str, Costs] = {}
        for key, costs in learned.items():
            at = self._codes[key[:-1]] + "<.>".index(key[-1])
            for chunk, cost in costs.items():
                self._vector(chunk)[at] = cost
        self._one = self._with_slips(letters)
        self._two = {c: v for c, v in self._learned.items() if len(c) >= 2}
        self._none = self._left_out()
        self._starts = self._begun_chunks()

    def _vector(self, chunk: str) -> Costs:
        if chunk not in self._learned:
            self._learned[chunk] = np.full(self._count, _FAR, np.float32)
        return self._learned[chunk]

    def _with_slips(self, letters: list[str]) -> dict[str, Costs]:
        """One typed letter: as learned, another key instead, or one letter of two left out."""
        slips = self.slips
        base = {letter: self._vector(letter).copy() for letter in letters}
        found = {}
        for letter in letters:
            best = base[letter].copy()
            for other in letters:
                if other != letter:
                    near = are_neighbours(letter, other)
                    cost = slips.near_key if near else slips.wrong_key
                    np.minimum(best, base[other] + np.float32(cost), out=best)
            for chunk, vector in list(self._learned.items()):
                if len(chunk) == 2 and letter in chunk:
                    np.minimum(best, vector + np.float32(slips.left_out), out=best)
            found[letter] = best
        return found

    def _begun_chunks(self) -> dict[str, Costs]:
        """What it costs to write a sign as a chunk that begins so and goes on."""
        found: dict[str, Costs] = {}
        for chunk, vector in self._two.items():
            for length in range(1, len(chunk)):
                start = chunk[:length]
                if start not in found:
                    found[start] = np.full(self._count + 3, _FAR, np.float32)
                held = found[start][: self._count]
                np.minimum(held, vector, out=held)
        return found

    def _left_out(self) -> Costs:
        """Nothing typed: as learned (a silent a), or left out by a slip, vowels more easily."""
        best = self._vector("").copy()
        for chunk, vector in self._learned.items():
            if chunk:
                is_vowel = all(letter in "aeiouAEIOULUy-" for letter in chunk)
                cost = self.slips.vowel_left_out if is_vowel else self.slips.left_out
                np.minimum(best, vector + np.float32(cost), out=best)
        return best

    def encode(self, words: Sequence[str]) -> Encoded:
        """Turn stored signs into numbers, once for a whole vocabulary."""
        width = min(MOST_SIGNS, max(map(len, words), default=0))
        signs = np.full((len(words), width), -1, np.int16)
        after = np.zeros((len(words), width + 1), np.float32)
        unknown = self._count + 1
        for at, word in enumerate(words):
            size = min(len(word), width)
            codes = [self._codes.get(sign, unknown) for sign in word[:size]]
            places = [1] * size
            if size:
                places[-1] = 2
                places[0] = 0
            signs[at, :size] = [
                code if code == unknown else code + place
                for code, place in zip(codes, places, strict=True)
            ]
            heard = [sign != "-" for sign in word[:size]]
            for place in range(size):
                after[at, place] = sum(heard[place:]) + len(word) - size
        return Encoded(signs, after)

    def costs(self, typed: str, words: Encoded) -> tuple[Costs, Costs]:
        """What it costs to read the first 0, 1, … letters of ``typed`` as each word.

        The second answer is what it costs to read all of it as the beginning of each word.
        """
        count, width = words.signs.shape
        size = len(typed)
        table = self._table(typed)
        put_in = self._put_in(typed)
        cells = np.full((count, size + 1), _FAR, np.float32)
        cells[:, 0] = 0
        cells = self._insert(cells, put_in)
        begun = np.full(count, _FAR, np.float32)
        lengths = (words.signs >= 0).sum(axis=1)
        order = np.argsort(-lengths, kind="stable")
        signs, after, lengths = words.signs[order], words.after[order], lengths[order]
        ends = cells.copy()
        before, steps_before = cells, None
        for at in range(width):
            left = int(np.searchsorted(-lengths, -at, side="left"))  # words longer than this
            if not left:
                break
            steps = table[signs[:left, at]]
            new = self._step(cells[:left], steps)
            if steps_before is not None and size >= 2:
                crossed = before[:left, :-2] + steps[:, 1:-1, 1] + steps_before[:left, 2:, 1]
                np.minimum(new[:, 2:], crossed + self._swap, out=new[:, 2:])
            cut = self._cut_short(typed, cells[:left], signs[:left, at])
            before, steps_before = cells, steps
            cells = self._insert(new, put_in)
            ends[:left] = cells
            ahead = after[:left, at + 1] * np.float32(self.slips.begun_per_sign)
            here = np.minimum(cells[:, size], cut) + ahead
            np.minimum(begun[:left], here, out=begun[:left])
        back = np.argsort(order, kind="stable")
        return ends[back], begun[back] + np.float32(self.slips.begun)

    def _cut_short(self, typed: str, cells: Costs, signs: NDArray[np.int16]) -> Costs:
        """What it costs that typing stopped within this sign's letters (s, h still to come)."""
        best = np.full(len(cells), _FAR, np.float32)
        for length in range(1, min(_CHUNK, len(typed) + 1)):
            vector = self._starts.get(typed[-length:])
            if vector is not None:
                here = cells[:, len(typed) - length] + vector[signs]
                np.minimum(best, here, out=best)
        return best

    @staticmethod
    def _step(cells: Costs, steps: Costs) -> Costs:
        """Let one more stored sign take none to three typed letters."""
        new = cells + steps[:, :, 0]
        for length in range(1, min(_CHUNK, cells.shape[1] - 1) + 1):
            here = cells[:, :-length] + steps[:, length:, length]
            np.minimum(new[:, length:], here, out=new[:, length:])
        return new

    @property
    def _swap(self) -> np.float32:
        return np.float32(self.slips.swapped)

    def _put_in(self, typed: str) -> Costs:
        slips = self.slips
        each = [0.0]
        for at, letter in enumerate(typed):
            beside = typed[max(0, at - 1) : at] + typed[at + 1 : at + 2]
            near = any(are_neighbours(letter, other) for other in beside)
            cost = slips.doubled if letter in beside else slips.put_in - 0.6 * near
            each.append(each[-1] + cost)
        return np.asarray(each, np.float32)

    @staticmethod
    def _insert(cells: Costs, put_in: Costs) -> Costs:
        return np.minimum.accumulate(cells - put_in, axis=1) + put_in

    def _table(self, typed: str) -> Costs:
        """Costs by sign, end in the typed word and length of the chunk; last rows: none, odd."""
        size = len(typed)
        table = np.full((self._count + 3, size + 1, _CHUNK + 1), _FAR, np.float32)
        table[: self._count, :, 0] = self._none[:, None]
        for end in range(1, size + 1):
            one = self._one.get(typed[end - 1])
            table[: self._count, end, 1] = self.slips.wrong_key + 2 if one is None else one
            for length in range(2, min(_CHUNK, end) + 1):
                vector = self._two.get(typed[end - length : end])
                if vector is not None:
                    table[: self._count, end, length] = vector
        table[-1, :, 0] = 0  # beyond the end of a stored word (code -1)
        table[-2, :, :2] = self.slips.wrong_key  # a sign that was never learned
        return table


def read_channels(trained: Mapping[str, Any], slips: Slips | None = None) -> dict[str, Channel]:
    """Make the channels of a file of trained costs, by name (``dr``: Devanagari typed in Roman)."""
    chosen = slips or Slips(**trained.get("slips", {}))
    return {name: Channel(learned, chosen) for name, learned in trained["channels"].items()}
