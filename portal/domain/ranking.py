"""Who was meant: what was heard weighed against records, and the best put in order."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from heapq import heapify, heappop, heappush
from math import log
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from portal.domain.hearing import Heard, Reading
from portal.domain.lookup import FIRST, LAST, OTHER, Token


@dataclass(frozen=True)
class Weights:
    """What it costs that a word was meant for a field, and other habits of asking."""

    fields: tuple[float, ...] = (0.0, 1.0, 3.0, 2.2, 0.25)
    not_asked: float = 0.15
    first_not_asked: float = 3.0
    out_of_order: float = 0.6
    begun_early: float = 0.1
    popular: float = 0.56
    popular_begun: float = 0.7
    again: float = 0.25
    again_alone: float = 0.8
    again_begun: float = 4.0
    served: float = 0.5
    has_left: float = 1.0


WEIGHTS = Weights()
MOST_KEYED = 4
MOST_UNASKED = 4
OWN = frozenset({FIRST, OTHER, LAST})
_NEVER = -1e9


class Scored(NamedTuple):
    """How well a record answers, and the stored words by which it does."""

    score: float
    way: tuple[str, ...]
    is_begun: bool
    is_own: bool = False  # every typed word is one of the record's own names


def weigh(reading: Reading, tokens: Sequence[Token]) -> Scored:
    """Score a record (fields and words) against one way of reading the query.

    Each typed word takes the record's word that it gains most by; no word is taken twice.
    """
    taken: list[Token] = []
    way: list[str] = []
    total, is_begun = reading.bonus, False
    last = len(reading.heard) - 1
    for at, heard in enumerate(reading.heard):
        gain, best = _best_word(heard, tokens, taken, is_last=at == last)
        if best is not None:
            is_back = bool(taken) and best.slot < taken[-1].slot
            total += gain - WEIGHTS.out_of_order * is_back
            taken.append(best)
            way.append(best.word)
            is_begun = is_begun or best.word in heard.begun
        elif at in reading.needed:
            return Scored(_NEVER, (), False)
        else:
            way.append("")
    is_own = len(taken) == len(way) and all(one.field in OWN for one in taken)
    return Scored(total - _unasked(tokens, taken), tuple(way), is_begun, is_own)


def _best_word(
    heard: Heard, tokens: Sequence[Token], taken: Sequence[Token], *, is_last: bool
) -> tuple[float, Token | None]:
    best, best_token = 0.0, None
    gains, fields = heard.gains, WEIGHTS.fields
    slots = {one.slot for one in taken}
    for token in tokens:
        field, word, slot = token
        if word in gains and slot not in slots:
            gain = gains[word] - fields[field]
            if not is_last and word in heard.begun:
                gain -= WEIGHTS.begun_early
            if gain > best:
                best, best_token = gain, token
    return best, best_token


def _unasked(tokens: Sequence[Token], taken: Sequence[Token]) -> float:
    """What it costs that a record's own names were not all asked for, the first above all."""
    asked = {one.slot: one.field for one in taken if one.field in OWN}
    own = {one.slot for one in tokens if one.field in OWN}
    cost = WEIGHTS.not_asked * min(len(own) - len(asked), MOST_UNASKED)
    return cost if FIRST in asked.values() else cost + WEIGHTS.first_not_asked


def weigh_all(ways: Sequence[Reading], tokens: Sequence[Token]) -> Scored:
    """Score a record by the way of reading that suits it best."""
    return max((weigh(one, tokens) for one in ways), key=lambda scored: scored.score)


class Rough(NamedTuple):
    """Records by their postings alone: what each may score, and how many answer in its way."""

    records: NDArray[np.int64]
    scores: NDArray[np.float64]
    alike: NDArray[np.int64]


def rough(
    ways: Sequence[Reading], vids: NDArray[np.int64], fields: NDArray[np.int64],
    records: NDArray[np.int64],
) -> Rough:  # fmt: skip
    """Score postings without looking at the records, each record by its best reading."""
    found, owner = np.unique(records, return_inverse=True)
    stored, word_at = np.unique(vids, return_inverse=True)
    off = np.asarray(WEIGHTS.fields)[fields]
    placed = word_at * len(WEIGHTS.fields) + fields
    best: dict[str, tuple[NDArray[np.float64], NDArray[np.int64]]] = {}
    for heard in {one.word: one for reading in ways for one in reading.heard}.values():
        known = np.array([heard.ids.get(vid, 0.0) for vid in stored.tolist()])
        gains = np.maximum(known[word_at] - off, 0.0)
        at = np.lexsort((gains, owner))
        last = at[np.append(np.flatnonzero(np.diff(owner[at])), len(at) - 1)]
        best[heard.word] = gains[last], np.where(gains[last] > 0, placed[last], -1)
    total = np.full(len(found), _NEVER)
    way = np.zeros(len(found), np.int64)
    for number, reading in enumerate(ways):
        score, key = _rough_reading(reading, best, len(stored) * len(WEIGHTS.fields) + 1)
        way = np.where(score > total, key * len(ways) + number, way)
        np.maximum(total, score, out=total)
    _, group, sizes = np.unique(way, return_inverse=True, return_counts=True)
    return Rough(found, total, sizes[group])


def _rough_reading(
    reading: Reading, best: Mapping[str, tuple[NDArray[np.float64], NDArray[np.int64]]], base: int
) -> tuple[NDArray[np.float64], NDArray[np.int64]]:
    size = len(best[reading.heard[0].word][0])
    score = np.full(size, reading.bonus)
    key = np.zeros(size, np.int64)
    for at, heard in enumerate(reading.heard):
        gains, words = best[heard.word]
        score = score + gains
        if at < MOST_KEYED:
            key = key * base + words + 1
        if at in reading.needed:
            score = np.where(gains > 0, score, _NEVER)
    return score, key


@dataclass(frozen=True)
class Candidate:
    """A record that may be meant: its score, how many answer as it does, and its place."""

    score: float
    way: tuple[str, ...]
    is_begun: bool
    is_own: bool
    alike: int
    place: tuple[bytes, int, int, int]  # order of names, society, register, record


def in_order(candidates: Iterable[Candidate], at_most: int) -> list[Candidate]:
    """The best first; of many who answer in the same way, each further one stands a bit lower.

    So a beginning that goes on in several ways shows each of them once before any twice.
    """
    groups: dict[tuple[str, ...], list[Candidate]] = {}
    for one in candidates:
        groups.setdefault(one.way, []).append(one)
    heap = []
    for members in groups.values():
        members.sort(key=lambda one: (-round(one.score, 5), one.place))
        many = max(max(one.alike for one in members), len(members))
        common = 0.0
        if any(one.is_own for one in members):
            is_begun = any(one.is_begun for one in members)
            common = (WEIGHTS.popular_begun if is_begun else WEIGHTS.popular) * log(many)
        heap.append(_entry(members, 0, common))
    heapify(heap)
    found: list[Candidate] = []
    while heap and len(found) < at_most:
        _, _, at, common, members = heappop(heap)
        found.append(members[at])
        if at + 1 < len(members):
            heappush(heap, _entry(members, at + 1, common))
    return found


def _entry(
    members: list[Candidate], at: int, common: float
) -> tuple[float, tuple[bytes, int, int, int], int, float, list[Candidate]]:
    one = members[at]
    again = WEIGHTS.again_alone if len(one.way) == 1 else WEIGHTS.again
    if one.is_begun:
        again = WEIGHTS.again_begun
    return -round(one.score + common - again * at, 5), one.place, at, common, members


def served_bonus(times: int, days_ago: float) -> float:
    """How much likelier somebody is who was served often, or lately."""
    often = min(1.0, log(1 + times) / log(33))
    lately = 1.0 if days_ago <= 45 else 0.6 if days_ago <= 200 else 0.3
    return WEIGHTS.served * often * lately
