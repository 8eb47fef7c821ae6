"""How well and how quickly queries were answered: recall at ranks, mean reciprocal rank, times."""

from __future__ import annotations

import time
from collections.abc import Callable, Hashable, Iterable, Sequence
from dataclasses import dataclass, field
from typing import Any

from bench.load import centile
from bench.lookup_queries import HINDI, ROMAN, Query

TEN = 10


@dataclass
class Score:
    """Answers to some queries: the rank of the first right one (0: not among ten), ms of each.

    ``cpu_ms`` is this process's part, which other work on the machine doesn't lengthen.
    """

    ranks: list[int] = field(default_factory=list)
    took_ms: list[float] = field(default_factory=list)
    cpu_ms: list[float] = field(default_factory=list)
    answers: list[list[Hashable]] = field(default_factory=list)

    def recall(self, most: int) -> float:
        """The part of the queries whose right member stands among the first ``most``."""
        return sum(0 < rank <= most for rank in self.ranks) / len(self.ranks)

    @property
    def mrr(self) -> float:
        """The mean of one divided by the rank, 0 where it is not among ten."""
        return sum(1 / rank for rank in self.ranks if rank) / len(self.ranks)

    def ms(self, part: float) -> float:
        """The time in ms within which this part of the queries was answered."""
        return centile(sorted(self.took_ms), part)

    def cpu(self, part: float) -> float:
        """The CPU time in ms that this part of the queries kept within."""
        return centile(sorted(self.cpu_ms), part)


Scores = dict[str, Score]
#: The Roman mean is over twelve kinds: "joined", which not all searches can read, counts apart.
TWELVE = tuple(kind for kind in ROMAN if kind != "joined")


def is_meant(one: Query, who: Hashable) -> bool:
    """Say whether somebody found in the query's own society is right."""
    return who in one.right


def scored(
    queries: Iterable[Query], find: Callable[[str], Sequence[Hashable]],
    is_right: Callable[[Query, Any], bool] = is_meant,
) -> Scores:  # fmt: skip
    """Ask all queries, each once, and note the answers by kind."""
    found: Scores = {}
    for one in queries:
        began, cpu = time.perf_counter(), time.thread_time()
        answer = list(find(one.text))[:TEN]
        spent, took = time.thread_time() - cpu, time.perf_counter() - began
        score = found.setdefault(one.kind, Score())
        right = (rank for rank, who in enumerate(answer, 1) if is_right(one, who))
        score.ranks.append(next(right, 0))
        score.took_ms.append(took * 1000)
        score.cpu_ms.append(spent * 1000)
        score.answers.append(answer)
    return found


def mean(scores: Scores, kinds: Iterable[str], of: Callable[[Score], float]) -> float:
    """Give the mean over kinds of queries, each kind counting the same."""
    values = [of(scores[kind]) for kind in kinds if kind in scores]
    return sum(values) / len(values) if values else 0.0


def together(scores: Scores) -> Score:
    """Put all kinds into one, for times over everything."""
    whole = Score()
    for one in scores.values():
        whole.ranks += one.ranks
        whole.took_ms += one.took_ms
        whole.cpu_ms += one.cpu_ms
    return whole


def means(scores: Scores) -> tuple[str, ...]:
    """R@1, R@5 and MRR over the Roman kinds, then R@1 and R@5 over the Hindi ones, as texts."""
    return (
        part(mean(scores, TWELVE, lambda one: one.recall(1))),
        part(mean(scores, TWELVE, lambda one: one.recall(5))),
        part(mean(scores, TWELVE, lambda one: one.mrr)),
        part(mean(scores, HINDI, lambda one: one.recall(1))),
        part(mean(scores, HINDI, lambda one: one.recall(5))),
    )


def part(value: float) -> str:
    """Write a part of one with three decimals: .983, or 1.0."""
    return "1.0" if value >= 0.9995 else f"{value:.3f}".lstrip("0")


def alike(one: Scores, other: Scores) -> tuple[int, int]:
    """Count queries with the same ten answers in the same order, of how many."""
    pairs = [
        (mine, theirs)
        for kind in one
        for mine, theirs in zip(one[kind].answers, other[kind].answers, strict=True)
    ]
    return sum(mine == theirs for mine, theirs in pairs), len(pairs)
