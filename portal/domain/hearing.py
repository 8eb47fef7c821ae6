"""What a query may say: each typed word as stored ones, words joined, and words cut in two."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise

from portal.domain.lookup import Query
from portal.domain.name_keys import is_devanagari
from portal.domain.vocabulary import SMALL_COST, Match, Vocabulary, noise

JOINED = 1.0  # what it costs that two words were written as one, or one as two
SHORT_FORM_COST = 0.5
WORST_JOINED = 6.0
WELL_READ = 9.0  # a word read at this cost or less need not be cut in two
WELL_READ_AMONG = 13.0  # the same where other words stand beside it
SHORTEST_JOINED = 6
MOST_INITIALS = 3
MOST_TRIED_CUTS = 2
MOST_CUTS = 2
MOST_CUT_COST = 16.0
SHORTEST_THREE = 10


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


def hear(word: str, vocabulary: Vocabulary, long_form: str = "") -> Heard:
    """Turn the readings of one typed word, and of what it may be short for, into gains."""
    worst = noise(word)
    matches = vocabulary.match(word)
    found = {one.token: (worst - one.cost, one) for one in matches}
    if long_form and long_form != word:
        for one in vocabulary.match(long_form):
            gain = worst - one.cost - SHORT_FORM_COST
            if (not one.is_begun or len(long_form) == 1) and gain > found.get(
                one.token, (0.0, one)
            )[0]:
                found[one.token] = gain, one
    return Heard(
        word,
        {token: gain for token, (gain, _) in found.items()},
        {one.id: gain for gain, one in found.values()},
        frozenset(token for token, (_, one) in found.items() if one.is_begun),
    )


def readings(query: Query, vocabulary: Vocabulary) -> list[Reading]:
    """The query as typed, with two neighbouring words joined, and with a word cut in two."""
    names = query.names
    base = tuple(
        hear(word, vocabulary, long) for word, long in zip(names, query.long_forms, strict=True)
    )
    found = [Reading(base)]
    for at, (one, other) in enumerate(pairwise(names)):
        is_one_script = is_devanagari(one) == is_devanagari(other)
        if is_one_script and vocabulary.is_near_any(one + other):
            joined = hear(one + other, vocabulary)
            if _best(joined) > noise(one + other) - WORST_JOINED:
                bonus = noise(one) + noise(other) - noise(one + other) - JOINED
                found.append(Reading((*base[:at], joined, *base[at + 2 :]), bonus, (at,)))
    for at, word in enumerate(names):
        for parts in _cuts(word, vocabulary, WELL_READ if len(names) == 1 else WELL_READ_AMONG):
            pieces = tuple(hear(part, vocabulary) for part in parts)
            bonus = noise(word) - sum(map(noise, parts)) - JOINED
            needed = tuple(range(at, at + len(parts)))
            found.append(Reading((*base[:at], *pieces, *base[at + 1 :]), bonus, needed))
    return found


def _best(heard: Heard) -> float:
    return max(
        (gain for token, gain in heard.gains.items() if token not in heard.begun), default=0.0
    )


def _cuts(word: str, vocabulary: Vocabulary, well_read: float) -> list[tuple[str, ...]]:
    """The likeliest places where two words were typed as one; initials typed together (rk)."""
    if len(word) <= MOST_INITIALS and word.isascii() and not set(word) & set("aeiou"):
        return [tuple(word)] if len(word) > 1 else []
    if len(word) < SHORTEST_JOINED:
        return []
    best = vocabulary.match(word)[:1]
    if best and best[0].cost <= well_read:
        return []
    found = _cut_once(word, vocabulary)
    if min((cost for cost, _ in found), default=MOST_CUT_COST) > well_read:
        found += _cut_twice(word, vocabulary)
    found.sort()
    worst = min(MOST_CUT_COST, best[0].cost if best else MOST_CUT_COST)
    return [parts for cost, parts in found[:MOST_CUTS] if cost < worst]


def _cut_once(word: str, vocabulary: Vocabulary) -> list[tuple[float, tuple[str, ...]]]:
    found: list[tuple[float, tuple[str, ...]]] = []
    for left, right in vocabulary.cuts(word, MOST_TRIED_CUTS):
        cost = _cost(vocabulary.match(left), is_whole=True)
        found.append((cost + _cost(vocabulary.match(right), is_whole=False), (left, right)))
    return found


def _cut_twice(word: str, vocabulary: Vocabulary) -> list[tuple[float, tuple[str, ...]]]:
    """Three words in one (ramprasadyadav), for which the first must be read without a slip."""
    if len(word) < SHORTEST_THREE:
        return []
    found: list[tuple[float, tuple[str, ...]]] = []
    for left, right in vocabulary.well_begun_cuts(word, MOST_CUTS):
        cost = _cost(vocabulary.match(left), is_whole=True)
        if cost < SMALL_COST and len(right) >= SHORTEST_JOINED:
            found += [
                (cost + JOINED + more, (left, *parts))
                for more, parts in _cut_once(right, vocabulary)
            ]
    return found


def _cost(matches: Sequence[Match], *, is_whole: bool) -> float:
    costs = [one.cost for one in matches[:8] if not (is_whole and one.is_begun)]
    return costs[0] if costs else 99.0
