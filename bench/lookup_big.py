"""The search by name across a district: 200 societies of 5,000 members in one database."""

from __future__ import annotations

import time
from dataclasses import replace
from random import Random

from bench.lookup_queries import Query, queries_of, respelt_hindi
from bench.lookup_score import Score, Scores, part, scored, together
from bench.lookup_stage import NOW_MS, Built, asks, fills, settled
from bench.lookup_world import Names, Register, registers, words_of
from bench.stage import stages
from bench.table import Table
from portal.actions.lookup import find
from portal.actions.societies import add_society
from portal.storage.engine import disconnect
from portal.storage.lookup import forget_vocabulary

COMMAND = "python -m bench lookup --full"
SOCIETIES = 200
SEED = 7
COLUMNS = ("query", "all: R@1", "R@10", "p50 ms", "p95 ms", "CPU p95",
           "one society: R@1", "R@10", "p50 ms", "p95 ms", "CPU p95")  # fmt: skip
EACH = 60
MISSPELT_PART = 0.06
BIG_KINDS = (
    "first only", "first + last", "last first", "1 typo in first", "half the vowels dropped",
    "respelt twice", "prefix 4", "prefix 4 + 3", "name + father", "name + village", "titled",
    "joined", "Hindi exact", "Hindi first only", "Hindi respelt in both", "Hindi prefix",
    "mixed scripts",
)  # fmt: skip


def tables(made_of: Names, societies: int = SOCIETIES) -> list[Table]:
    """Fill one SQLite database with 1,000,000 members and ask among all and in one society."""
    forget_vocabulary()  # of another database that this process had at the same place
    with stages(("SQLite",)) as (stage,):
        stage.connect()
        began = time.perf_counter()
        held, built = _filled(made_of, societies)
        took = time.perf_counter() - began
        table = Table(
            f"Finding members among {societies * 5000:,}, {stage.engine_name}", COMMAND, COLUMNS
        )
        asked = _asked(held)
        among_all = _scored(held, list(held), asked)
        one = next(iter(held))
        in_one = scored(
            [query for kind in BIG_KINDS for query in queries_of(kind, held[one], SEED, EACH)],
            asks([one]),
        )
        for kind, score in among_all.items():
            table.rows.append((kind, *_row(score), *_row(in_one[kind])))
        table.rows.append(("all kinds", *_row(together(among_all)), *_row(together(in_one))))
        table.notes = [
            f"{societies} societies of 5,000, filled in {took:.0f} s; {built.words:,} words and "
            f"{built.postings:,} postings in {built.size // 2**20} MiB.",
            f"{100 * MISSPELT_PART:.0f} % of the first names are misspelt in the register. Names: "
            f"{made_of.said}",
            f"{EACH} queries a kind. Right among all is everybody, in any society, whose typed "
            "parts are the meant ones.",
        ]
        disconnect()
    return [table]


def _filled(made_of: Names, societies: int) -> tuple[dict[int, Register], Built]:
    held: dict[int, Register] = {}
    seconds = 0.0
    for number, of in enumerate(registers(made_of, SEED, societies)):
        code = f"BIG{number:03}"
        _misspell(of, number)
        here = add_society(code, f"पैक्स {code}", f"PACS {code}", "KHR-BKG").id
        seconds += fills(here, of)
        held[here] = of
    return held, settled(seconds)


def _misspell(of: Register, number: int) -> None:
    """Misspell some first names of a register, as they are in real ones."""
    source = Random(f"misspelt/{number}")
    for at, one in enumerate(of.villagers):
        if source.random() < MISSPELT_PART:
            wrong = respelt_hindi(one.first.hindi, source)
            of.villagers[at] = replace(one, miswritten=wrong)


def _asked(held: dict[int, Register]) -> list[Query]:
    """Ask about members of all societies, each query about one of another."""
    asked = []
    for kind in BIG_KINDS:
        chosen = Random(f"big/{kind}").sample(list(held), min(EACH, len(held)))
        asked += [queries_of(kind, held[one], one, 1)[0] for one in chosen]
    return asked


def _scored(held: dict[int, Register], ids: list[int], asked: list[Query]) -> Scores:
    def is_right(one: Query, who: tuple[int, int]) -> bool:
        return words_of(held[who[0]].villagers[who[1] - 1], one.parts) == one.words

    def ask(text: str) -> list[tuple[int, int]]:
        return [(one.society_id, one.record_id) for one in find(ids, text, NOW_MS).hits]

    ask(asked[0].text)
    return scored(asked, ask, is_right)


def _row(score: Score) -> tuple[object, ...]:
    times = score.ms(0.5), score.ms(0.95), score.cpu(0.95)
    return (part(score.recall(1)), part(score.recall(10)), *times)
