"""The most that anybody could reach: one who knows each attested spelling and the whole register.

What is typed often fits several names. Whoever ranks them by how many members bear each and by
the part of its spellings that fit can only be beaten by chance; the rest of the errors are ours.
"""

from __future__ import annotations

from collections import Counter

from bench.lookup_queries import Query, queries_of
from bench.lookup_score import part
from bench.lookup_world import Name, Register, Villager

#: Kinds of undamaged queries, and how many letters of first and last name are typed (0: all).
LETTERS = {
    "first + last": (0, 0), "first only": (0, None), "prefix 4": (4, None), "prefix 4 + 3": (4, 3),
    "Hindi prefix": (3, 2),
}  # fmt: skip


def ceilings(of: Register, seed: int, each: int) -> list[tuple[str, str, str]]:
    """Give R@1 and R@10 of the ideal answer for each kind."""
    bearers: dict[str, list[Villager]] = {}
    for one in of.villagers:
        bearers.setdefault(one.first.hindi, []).append(one)
    found = []
    for kind, (first, last) in LETTERS.items():
        ranks = []
        for query in queries_of(kind, of, seed, each):
            best = _ideal(query, bearers, first, last)
            ranks.append(best.index(query.words) if query.words in best else len(best) + 10)
        found.append((kind, part(ranks.count(0) / each), part(sum(n < 10 for n in ranks) / each)))
    return found


def _ideal(
    query: Query, bearers: dict[str, list[Villager]], first: int, last: int | None
) -> list[tuple[str, ...]]:
    """Order the names that fit, the likeliest first."""
    typed = query.text.split()
    score: Counter[tuple[str, ...]] = Counter()
    for hindi, who in bearers.items():
        fits = _fit(who[0].first, typed[0], first)
        for one in who if fits else ():
            if last is None:
                score[hindi,] += fits  # type: ignore[assignment]
            else:
                score[hindi, one.last.hindi] += fits * _fit(one.last, typed[1], last)  # type: ignore[assignment]
    return [words for words, fits in score.most_common(10) if fits]


def _fit(name: Name, typed: str, letters: int) -> float:
    """Give the part of a name's spellings that would be typed so."""
    if typed[0] > "z":
        return float(name.hindi[: letters or None] == typed)
    weights = name.roman_weights or (1.0,) * len(name.romans)
    fitting = (
        weight for one, weight in zip(name.romans, weights, strict=True)
        if one[: letters or None] == typed
    )  # fmt: skip
    return sum(fitting) / sum(weights)
