"""Who was meant: typed words weighed against records, and the best ten put in order."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from heapq import heapify, heappop, heappush
from math import log
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from portal.domain.lookup import OTHER
from portal.domain.name_keys import is_devanagari
from portal.domain.vocabulary import Match, Vocabulary, noise

SHORTEST_HALF = 2
SHORTEST_JOINED = 6
WELL_READ = 2.5  # a word read at this cost or less need not be cut in two
MOST_CUTS = 2
MOST_KEYED = 4
_NEVER = -1e9


@dataclass(frozen=True)
class Weights:
    """What it costs that a word was meant for a field, and other habits of asking."""

    fields: tuple[float, ...] = (0.0, 0.35, 1.2, 1.5)
    not_asked: float = 0.15
    out_of_order: float = 0.3
    joined: float = 1.0
    begun_early: float = 0.8
    popular: float = 0.7
    again: float = 0.25
    again_begun: float = 3.0
    served: float = 0.5


WEIGHTS = Weights()


@dataclass(frozen=True)
class Heard:
    """One typed word and the stored words it may mean, by their gain over meaning nothing."""

    word: str
    gains: Mapping[str, float]
    ids: Mapping[int, float]
    begun: frozenset[str]


@dataclass(frozen=True)
class Reading:
    """One way of cutting the query into words; ``bonus`` makes ways comparable."""

    heard: tuple[Heard, ...]
    bonus: float = 0.0
    needed: tuple[int, ...] = ()


class Scored(NamedTuple):
    """How well a record answers, and the stored words by which it does."""

    score: float
    way: tuple[str, ...]
    is_begun: bool


def hear(word: str, matches: Sequence[Match]) -> Heard:
    """Turn the readings of one typed word into gains."""
    worst = noise(word)
    return Heard(
        word,
        {one.token: worst - one.cost for one in matches},
        {one.id: worst - one.cost for one in matches},
        frozenset(one.token for one in matches if one.is_begun),
    )


def readings(names: Sequence[str], vocabulary: Vocabulary) -> list[Reading]:
    """The query as typed, with two neighbouring words joined, and with a word cut in two."""
    match = vocabulary.match
    base = tuple(hear(word, match(word)) for word in names)
    found = [Reading(base)]
    for at, (one, other) in enumerate(zip(names, names[1:], strict=False)):
        if is_devanagari(one) == is_devanagari(other):
            joined = hear(one + other, match(one + other))
            heard = (*base[:at], joined, *base[at + 2 :])
            bonus = noise(one) + noise(other) - noise(one + other) - WEIGHTS.joined
            if _best(joined) > noise(one + other) - 6:
                found.append(Reading(heard, bonus, (at,)))
    for at, word in enumerate(names):
        for left, right in _cuts(word, vocabulary):
            halves = (hear(left, match(left)), hear(right, match(right)))
            heard = (*base[:at], *halves, *base[at + 1 :])
            bonus = noise(word) - noise(left) - noise(right) - WEIGHTS.joined
            found.append(Reading(heard, bonus, (at, at + 1)))
    return found


def _best(heard: Heard) -> float:
    return max(
        (gain for token, gain in heard.gains.items() if token not in heard.begun), default=0.0
    )


def _cuts(word: str, vocabulary: Vocabulary) -> list[tuple[str, str]]:
    """The likeliest places where two words were typed as one."""
    if len(word) < SHORTEST_JOINED:
        return []
    match = vocabulary.match
    best = match(word)[:1]
    if best and best[0].cost <= WELL_READ:
        return []
    found = []
    known = vocabulary.sounds_like_one
    for at in range(SHORTEST_HALF, len(word) - SHORTEST_HALF + 1):
        left, right = word[:at], word[at:]
        if known(left) or (known(right) and len(right) > 2):
            cost = _cost(match(left), is_whole=True) + _cost(match(right), is_whole=False)
            found.append((cost, left, right))
    return [(left, right) for cost, left, right in sorted(found)[:MOST_CUTS] if cost < 9]


def _cost(matches: Sequence[Match], *, is_whole: bool) -> float:
    costs = [one.cost for one in matches[:8] if not (is_whole and one.is_begun)]
    return costs[0] if costs else 99.0


def weigh(reading: Reading, tokens: Sequence[tuple[int, str]]) -> Scored:
    """Score a record (fields and words) against one way of reading the query.

    Each typed word takes the record's word that it gains most by; no word is taken twice.
    """
    taken: list[int] = []
    way: list[str] = []
    total, is_begun = reading.bonus, False
    last = len(reading.heard) - 1
    for at, heard in enumerate(reading.heard):
        best, best_at = 0.0, -1
        for place, (field, word) in enumerate(tokens):
            gain = heard.gains.get(word)
            if gain is None or place in taken:
                continue
            gain -= WEIGHTS.fields[field]
            if at < last and word in heard.begun:
                gain -= WEIGHTS.begun_early
            if gain > best:
                best, best_at = gain, place
        if best_at < 0:
            if at in reading.needed:
                return Scored(_NEVER, (), False)
            way.append("")
            continue
        total += best - WEIGHTS.out_of_order * bool(taken and best_at < taken[-1])
        taken.append(best_at)
        way.append(tokens[best_at][1])
        is_begun = is_begun or tokens[best_at][1] in heard.begun
    unasked = sum(field <= OTHER for field, _ in tokens) - sum(
        tokens[at][0] <= OTHER for at in taken
    )
    return Scored(total - WEIGHTS.not_asked * min(unasked, 4), tuple(way), is_begun)


def weigh_all(ways: Sequence[Reading], tokens: Sequence[tuple[int, str]]) -> Scored:
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
    best: dict[str, tuple[NDArray[np.float64], NDArray[np.int64]]] = {}
    for heard in {one.word: one for reading in ways for one in reading.heard}.values():
        known = np.array([heard.ids.get(vid, 0.0) for vid in stored.tolist()])
        gains = np.maximum(known[word_at] - off, 0.0)
        at = np.lexsort((gains, owner))
        last = at[np.append(np.flatnonzero(np.diff(owner[at])), len(at) - 1)]
        best[heard.word] = gains[last], np.where(gains[last] > 0, word_at[last], -1)
    total = np.full(len(found), _NEVER)
    way = np.zeros(len(found), np.int64)
    for number, reading in enumerate(ways):
        score, key = _rough_reading(reading, best, len(stored) + 1)
        way = np.where(score > total, key * len(ways) + number, way)
        np.maximum(total, score, out=total)
    _, group, sizes = np.unique(way, return_inverse=True, return_counts=True)
    return Rough(found, total, sizes[group])


def _rough_reading(
    reading: Reading, best: Mapping[str, tuple[NDArray[np.float64], NDArray[np.int64]]], base: int
) -> tuple[NDArray[np.float64], NDArray[np.int64]]:
    score = np.float64(reading.bonus)
    key = np.int64(0)
    for at, heard in enumerate(reading.heard):
        gains, words = best[heard.word]
        score = score + gains
        if at < MOST_KEYED:
            key = key * base + words + 1
        if at in reading.needed:
            score = np.where(gains > 0, score, _NEVER)
    return np.asarray(score), np.asarray(key)


@dataclass(frozen=True)
class Candidate:
    """A record that may be meant: its score, how many answer as it does, and its place."""

    score: float
    way: tuple[str, ...]
    is_begun: bool
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
        common = WEIGHTS.popular * log(max(max(one.alike for one in members), len(members)))
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
    again = WEIGHTS.again_begun if one.is_begun else WEIGHTS.again
    return -round(one.score + common - again * at, 5), one.place, at, common, members


def served_bonus(times: int, days_ago: float) -> float:
    """How much likelier somebody is who was served often, or lately."""
    often = min(1.0, log(1 + times) / log(33))
    lately = 1.0 if days_ago <= 45 else 0.6 if days_ago <= 200 else 0.3
    return WEIGHTS.served * often * lately
