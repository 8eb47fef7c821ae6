"""How well and how quickly the search by name finds members, on both engines, beside other ways."""

from __future__ import annotations

import time
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from bench import lookup_big
from bench.lookup_ceiling import ceilings
from bench.lookup_queries import HINDI, KINDS, QUERIES_EACH, ROMAN, Query, queries, queries_of
from bench.lookup_rivals import Rival, fts_trigram, like, pg_trgm
from bench.lookup_score import TWELVE, Score, Scores, alike, means, part, scored, together
from bench.lookup_stage import Built, asks, fills, forgets, serves, settled, society_id
from bench.lookup_world import Names, Register, folder, names, register
from bench.stage import Stage, stages
from bench.table import Table
from portal.storage.engine import disconnect
from portal.storage.lookup import forget_vocabulary

COMMAND = "python -m bench lookup"
SEED = 1
EACH = 100  # queries a kind, with --full 300
FEW = 60  # queries a kind for pg_trgm, which is slow
REGULARS = 300
BEGINNINGS = ("prefix 4", "prefix 4 + 3", "Hindi prefix", "first only", "first + last")
MORE_SEEDS = (2, 3, 4)
MORE_EACH = 120
BY_KIND = ("query", "example", "R@1", "R@5", "R@10", "MRR", "p50 ms", "p95 ms", "CPU p95",
           "PostgreSQL p50", "p95", "FTS5 R@1", "R@5", "pg_trgm R@1", "R@5")  # fmt: skip
BY_WAY = ("way of searching", "Roman R@1", "R@5", "MRR", "Hindi R@1", "R@5", "p50 ms", "p95 ms",
          "CPU p95", "built, s", "size, kB")  # fmt: skip


@dataclass
class Measured:
    """Everything measured on the main society of 5,000."""

    of: Register
    asked: list[Query]
    ours: dict[str, Scores]
    cold_ms: dict[str, float]
    built: dict[str, Built]
    rivals: dict[str, tuple[Rival, Scores]]


def tables(*, is_full: bool = False, names_dir: str | None = None) -> Iterator[Table]:
    """Measure both engines on a society of 5,000; ``is_full`` adds others and 1,000,000."""
    place = folder(names_dir)
    made_of = names(place)
    forget_vocabulary()  # of another database that this process had at the same place
    with stages() as made:
        found = _measured(made, made_of, QUERIES_EACH if is_full else EACH)
        yield _by_kind(found)
        yield _with_roman(made, made_of, QUERIES_EACH if is_full else FEW)
        yield _regulars(made[0], found.of)
        yield _by_way(found, _elsewhere(made[0], place) if is_full else [])
    if is_full:
        yield from lookup_big.tables(names(place, with_trained=True))


def _measured(made: Sequence[Stage], made_of: Names, each: int) -> Measured:
    of = register(made_of, SEED)
    asked = queries(of, SEED, each)
    found = Measured(of, asked, {}, {}, {}, {})
    for stage in made:
        stage.connect()
        here = society_id(stage, 0)
        found.built[_engine(stage)] = settled(fills(here, of))
        ask = asks([here])
        began = time.perf_counter()
        ask(asked[0].text)
        found.cold_ms[_engine(stage)] = (time.perf_counter() - began) * 1000
        found.ours[_engine(stage)] = scored(asked, ask)
        disconnect()
    sqlite, postgres = made
    few = [one for kind in KINDS for one in queries_of(kind, of, SEED, FEW)]
    for rival, some in (
        (like(of.villagers, sqlite.home), asked),
        (fts_trigram(of.villagers, sqlite.home), asked),
        (pg_trgm(of.villagers, postgres.database_url), few),
    ):
        found.rivals[rival.name.partition(" ")[0]] = rival, scored(some, rival.find)
    return found


def _engine(stage: Stage) -> str:
    return stage.engine_name.partition(" ")[0]


def _by_kind(found: Measured) -> Table:
    table = Table("Finding members: a society of 5,000, by kind of query", COMMAND, BY_KIND)
    examples = {one.kind: one.text for one in reversed(found.asked)}
    fts, trgm = found.rivals["FTS5"][1], found.rivals["pg_trgm"][1]
    for kind, score in found.ours["SQLite"].items():
        there = found.ours["PostgreSQL"][kind]
        table.rows.append((
            kind, examples[kind], *_recalls(score), *_times(score), there.ms(0.5), there.ms(0.95),
            part(fts[kind].recall(1)), part(fts[kind].recall(5)),
            part(trgm[kind].recall(1)), part(trgm[kind].recall(5)),
        ))  # fmt: skip
    same, of = alike(found.ours["SQLite"], found.ours["PostgreSQL"])
    cold = ", ".join(f"{name} {took:.0f}" for name, took in found.cold_ms.items())
    table.notes = [
        found.of.names.said,
        _ceiling(found),
        f"{len(found.asked)} queries, {len(found.asked) // len(KINDS)} a kind (pg_trgm: {FEW}). "
        "Only the Hindi name is stored. Right is a member whose typed parts are the meant ones, "
        "letter by letter in Hindi; namesakes count.",
        f"The first ten on SQLite and PostgreSQL are the same for {same} of {of} queries.",
        f"The first query after a start, which reads the vocabulary, took (ms): {cold}.",
        "Times are of the whole deed, SQL included; CPU is this process's, which other work on "
        "the machine doesn't lengthen.",
    ]
    return table


def _ceiling(found: Measured) -> str:
    """Say what an ideal answer would reach on the same queries."""
    each = len(found.asked) // len(KINDS)
    best = (f"{kind} {first} / {tenth}" for kind, first, tenth in ceilings(found.of, SEED, each))
    return (
        "What is typed often fits several names. Who knew all attested spellings and how many "
        f"members bear each name would reach, R@1 / R@10: {', '.join(best)}."
    )


def _recalls(score: Score) -> tuple[str, ...]:
    return (*(part(score.recall(most)) for most in (1, 5, 10)), part(score.mrr))


def _times(score: Score) -> tuple[float, ...]:
    return score.ms(0.5), score.ms(0.95), score.cpu(0.95)


def _by_way(found: Measured, more: list[tuple[str, Scores]]) -> Table:
    table = Table("Finding members: beside other ways", COMMAND, BY_WAY)
    lines: list[tuple[str, Scores, float | None, int | None]] = [
        (f"ours, {name}", scores, found.built[name].seconds, found.built[name].size)
        for name, scores in found.ours.items()
    ]
    lines += [(name, scores, None, None) for name, scores in more]
    lines += [(one.name, scores, one.build_s, one.size or None)
              for one, scores in found.rivals.values()]  # fmt: skip
    for name, scores, seconds, size in lines:
        table.rows.append((
            name, *means(scores), *_times(together(scores)), seconds, size and size // 1024
        ))  # fmt: skip
    built = found.built["SQLite"]
    table.notes = [
        f"Roman: mean over {len(TWELVE)} kinds, without joined; Hindi: over {len(HINDI)}.",
        f"Our index of {len(found.of.villagers):,} members: {built.words:,} words and "
        f"{built.postings:,} postings. The rivals hold the same texts in Latin letters.",
    ]
    return table


def _with_roman(made: Sequence[Stage], made_of: Names, each: int) -> Table:
    """Measure a society whose register also holds the Roman name, in another attested spelling."""
    of = register(made_of, SEED, with_roman=True)
    asked = [one for kind in ROMAN for one in queries_of(kind, of, SEED, each)]
    found: dict[str, Scores] = {}
    for stage in made:
        stage.connect()
        here = society_id(stage, 9)
        settled(fills(here, of))
        found[_engine(stage)] = scored(asked, asks([here]))
        disconnect()
    table = Table(
        "Finding members: the Roman name of the card is stored too", COMMAND,
        ("query", "R@1", "R@5", "R@10", "MRR", "p50 ms", "p95 ms", "CPU p95"),
    )  # fmt: skip
    for kind, score in found["SQLite"].items():
        table.rows.append((kind, *_recalls(score), *_times(score)))
    same, whole = alike(found["SQLite"], found["PostgreSQL"])
    table.rows.append(("mean", *means(found["SQLite"])[:2], None, means(found["SQLite"])[2],
                       None, None, None))  # fmt: skip
    table.notes = [
        f"{each} queries a kind. The same members; the stored Roman spelling is drawn from the "
        "attested ones, and so is the typed one: where several are attested they mostly differ.",
        f"The first ten on both engines are the same for {same} of {whole} queries.",
    ]
    return table


def _regulars(stage: Stage, of: Register) -> Table:
    """Measure the first society once it has served some people often; last, for it changes it."""
    stage.connect()
    here = society_id(stage, 0)
    usual = serves(here, of, REGULARS)
    table = Table(
        f"Finding members: {REGULARS} of 5,000 are served often", COMMAND,
        ("query", "before: R@1", "R@5", "R@10", "after: R@1", "R@5", "R@10"),
    )  # fmt: skip
    asked = [one for kind in BEGINNINGS for one in queries_of(kind, usual, SEED, EACH)]
    after = scored(asked, asks([here]))
    forgets(here)
    before = scored(asked, asks([here]))
    disconnect()
    for kind in BEGINNINGS:
        table.rows.append((kind, *_recalls(before[kind])[:3], *_recalls(after[kind])[:3]))
    table.notes = [
        f"{EACH} queries a kind, of ten nine about those {REGULARS}, one about anybody. Right is "
        "the very member who is meant, or a namesake.",
    ]
    return table


def _elsewhere(stage: Stage, place: Path | None) -> list[tuple[str, Scores]]:
    """Measure other societies, in a database that holds the former ones too."""
    made_of = names(place)
    others = [(f"another society, seed {seed}", made_of, seed) for seed in MORE_SEEDS]
    others.append(("names of persons only", names(place, only_persons=True), SEED))
    others.append(("everyday names of the demo", names(None), SEED))
    found = []
    stage.connect()
    for at, (called, of_names, seed) in enumerate(others, 1):
        of = register(of_names, seed)
        here = society_id(stage, at)
        fills(here, of)
        found.append((f"ours: {called}", scored(queries(of, seed, MORE_EACH), asks([here]))))
    disconnect()
    return found
