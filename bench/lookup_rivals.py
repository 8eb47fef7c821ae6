"""What the search by name is measured beside: LIKE, and the trigrams that each engine brings.

The recipe is the usual one: names transliterated to Latin letters by ICU, candidates by trigrams,
the candidates put in order by RapidFuzz.
"""

from __future__ import annotations

import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import apsw
import icu
import psycopg
from rapidfuzz import fuzz

from bench.lookup_world import Villager

FTS_POOL, TRGM_POOL, TEN = 200, 100, 10
WEIGHTS = (1.0, 0.72, 0.62)
Finder = Callable[[str], list[int]]
_TO_LATIN = icu.Transliterator.createInstance("Devanagari-Latin; Latin-ASCII; Lower")


@dataclass
class Rival:
    """One way of searching, ready: how long it took to build, and the bytes it took."""

    name: str
    find: Finder
    build_s: float
    size: int


def latin(text: str) -> str:
    """Write in Latin letters without marks, whatever the script."""
    return str(_TO_LATIN.transliterate(text))


def _text(one: Villager) -> str:
    return f"{one.name_hi} | {one.guardian_hi} | {one.village_hi}"


def _ranked(query: str, found: Sequence[tuple[int, str]]) -> list[int]:
    """Order candidates by how well each typed word fits their best word, the earlier id first.

    They are given our own weights of the fields: name 1, guardian 0.72, village 0.62.
    """
    typed = query.split()
    scored = []
    for record_id, text in found:
        fields = [part.split() for part in text.split("|")]
        weighed = [(word, weight) for words, weight in zip(fields, WEIGHTS, strict=True)
                   for word in words]  # fmt: skip
        score = sum(max(fuzz.ratio(one, word) * weight for word, weight in weighed)
                    for one in typed)  # fmt: skip
        scored.append((-score - fuzz.ratio(query, " ".join(fields[0])) / 100, record_id))
    return [record_id for _, record_id in sorted(scored)[:TEN]]


def like(villagers: Sequence[Villager], home: Path) -> Rival:
    """Every typed word must stand in one of the Hindi columns."""
    connection = apsw.Connection(str(home / "like.db"))
    began = time.perf_counter()
    with connection:
        connection.execute("CREATE TABLE m (id INTEGER PRIMARY KEY, name, guardian, village)")
        connection.executemany(
            "INSERT INTO m VALUES (?, ?, ?, ?)",
            [(one.id, one.name_hi, one.guardian_hi, one.village_hi) for one in villagers],
        )

    def find(text: str) -> list[int]:
        words = [f"%{word}%" for word in text.split()]
        one = "(name LIKE ? OR guardian LIKE ? OR village LIKE ?)"
        where = " AND ".join([one] * len(words))
        sql = f"SELECT id FROM m WHERE {where} ORDER BY name, id LIMIT 10"  # noqa: S608 - our own
        return [row[0] for row in connection.execute(sql, [word for word in words for _ in "123"])]

    return Rival("LIKE on the Hindi columns", find, time.perf_counter() - began, 0)


def fts_trigram(villagers: Sequence[Villager], home: Path) -> Rival:
    """SQLite's FTS5 with trigrams on ICU's transliteration, the best 200 by bm25 put in order."""
    connection = apsw.Connection(str(home / "trigram.db"))
    began = time.perf_counter()
    with connection:
        connection.execute("CREATE VIRTUAL TABLE m USING fts5 (text, tokenize = 'trigram')")
        connection.executemany(
            "INSERT INTO m (rowid, text) VALUES (?, ?)",
            [(one.id, latin(_text(one))) for one in villagers],
        )
        connection.execute("INSERT INTO m (m) VALUES ('optimize')")
    took = time.perf_counter() - began
    size = connection.execute("SELECT SUM(pgsize) FROM dbstat").fetchone()[0]  # type: ignore[index]

    def find(text: str) -> list[int]:
        query = latin(text)
        grams = {word[at : at + 3] for word in query.split() for at in range(len(word) - 2)}
        quoted = ['"' + gram.replace('"', '""') + '"' for gram in sorted(grams)]
        if not quoted:
            return []
        sql = "SELECT rowid, text FROM m WHERE m MATCH ? ORDER BY bm25(m), rowid LIMIT ?"
        return _ranked(query, connection.execute(sql, (" OR ".join(quoted), FTS_POOL)).fetchall())

    return Rival("FTS5 trigram on ICU + RapidFuzz", find, took, size)


def pg_trgm(villagers: Sequence[Villager], database_url: str) -> Rival:
    """PostgreSQL's pg_trgm on ICU's transliteration, the best 100 put in order."""
    connection: psycopg.Connection[Any] = psycopg.connect(database_url, autocommit=True)
    began = time.perf_counter()
    connection.execute("CREATE EXTENSION IF NOT EXISTS pg_trgm")
    connection.execute("CREATE TABLE trgm_m (id integer PRIMARY KEY, text text NOT NULL)")
    with connection.cursor().copy("COPY trgm_m FROM STDIN") as copy:
        for one in villagers:
            copy.write_row((one.id, latin(_text(one))))
    connection.execute("CREATE INDEX trgm_gin ON trgm_m USING gin (text gin_trgm_ops)")
    connection.execute("ANALYZE trgm_m")
    took = time.perf_counter() - began
    connection.execute("SET pg_trgm.word_similarity_threshold = 0.3")
    size = connection.execute("SELECT pg_total_relation_size('trgm_m')").fetchone()

    def find(text: str) -> list[int]:
        query = latin(text)
        found = connection.execute(
            "SELECT id, text FROM trgm_m WHERE %s <%% text "
            "ORDER BY word_similarity(%s, text) DESC, id LIMIT %s",
            (query, query, TRGM_POOL),
        ).fetchall()
        return _ranked(query, found)

    return Rival("pg_trgm on ICU + RapidFuzz", find, took, size[0] if size else 0)
