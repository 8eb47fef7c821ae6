"""Societies' registers written into a database, as the portal would, and asked as it asks."""

from __future__ import annotations

import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from random import Random

from bench.lookup_world import Register, Villager
from bench.stage import Stage
from portal.actions.lookup import find
from portal.domain.lookup import MEMBERS, IndexedNames
from portal.domain.members import Member
from portal.storage import lookup, members
from portal.storage.engine import insert_rows, is_postgres, run, value, write_transaction

AT_ONCE = 1000
NOW_MS = 1_795_494_600_000
DAY_MS = 86_400_000
_TABLES = ("name_vocab", "name_posting")


@dataclass
class Built:
    """What the index of all registers written so far costs: seconds, bytes, words, postings."""

    seconds: float
    size: int
    words: int
    postings: int


def society_id(stage: Stage, at: int) -> int:
    """Give the key of one of the stage's societies."""
    return stage.world.society(stage.codes[at]).id


def fills(society: int, of: Register) -> float:
    """Write a register's members, then their index; return the seconds the index took."""
    for some in _portions(of.villagers):
        records = [_member(society, one) for one in some]
        write_transaction(lambda records=records: members.insert(records))
    began = time.perf_counter()
    for some in _portions(of.villagers):
        names = [(one.id, None, _names(one)) for one in some]
        write_transaction(lambda names=names: lookup.index_records(society, MEMBERS, names))
    return time.perf_counter() - began


def settled(seconds: float) -> Built:
    """Let PostgreSQL count its rows, as it does by itself after a while; measure the index."""
    if is_postgres():
        for table in ("member", *_TABLES):
            run(f"ANALYZE {table}")
        size = sum(int(value("SELECT pg_total_relation_size(?)", one)) for one in _TABLES)
    else:
        size = sum(
            int(value("SELECT SUM(pgsize) FROM dbstat WHERE name LIKE ?", f"%{one}%"))
            for one in _TABLES
        )
    counts = [int(value(f"SELECT count(*) FROM {one}")) for one in _TABLES]  # noqa: S608 - our own
    return Built(seconds, size, counts[0], counts[1])


def asks(societies: Sequence[int]) -> Callable[[str], list[int]]:
    """Give a function that asks among societies and returns members' keys, the likeliest first."""

    def ask(text: str) -> list[int]:
        return [one.record_id for one in find(societies, text, NOW_MS).hits]

    return ask


def serves(society: int, of: Register, number: int) -> Register:
    """Note that some members were served once a week or so; return those with a few others."""
    source = Random(f"served/{number}")
    chosen = source.sample(of.villagers, number)
    rows_in = [
        (society, MEMBERS, one.id, source.randint(2, 24), NOW_MS - source.randint(1, 40) * DAY_MS)
        for one in chosen
    ]
    write_transaction(lambda: insert_rows(
        "INSERT INTO served (society_id, register, record_id, times, last_at) VALUES", rows_in
    ))  # fmt: skip
    return replace(of, asked_about=chosen + source.sample(of.villagers, number // 9))


def forgets(society: int) -> None:
    """Forget who was served."""
    write_transaction(lambda: run("DELETE FROM served WHERE society_id = ?", society))


def _portions(villagers: Sequence[Villager]) -> list[Sequence[Villager]]:
    return [villagers[at : at + AT_ONCE] for at in range(0, len(villagers), AT_ONCE)]


def _names(one: Villager) -> IndexedNames:
    return IndexedNames(
        one.name_hi, name_en=one.name_en, guardian_hi=one.guardian_hi, village_hi=one.village_hi
    )


def _member(society: int, one: Villager) -> Member:
    return Member(
        society_id=society, id=one.id, version=1, added_at=NOW_MS, changed_at=NOW_MS,
        member_no=str(one.id), name_hi=one.name_hi, name_en=one.name_en,
        guardian_hi=one.guardian_hi, relation="father", village_hi=one.village_hi,
    )  # fmt: skip
