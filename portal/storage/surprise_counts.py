"""Surprise counts: named SQL."""

from __future__ import annotations

import json

from portal.domain.surprise_counts import REMARK, SurpriseCount
from portal.storage.engine import row, rows, run, value
from portal.storage.places import REACH, REAL_SOCIETIES

_COLUMNS = (
    "c.society_id, c.id, c.day_on, c.till, c.take, c.book_paise, c.counted_paise, c.said, "
    "c.counted_at, c.counted_by, c.stood_by, c.act_id"
)


def next_id(society_id: int) -> int:
    """Return the next key of a society's surprise counts; its book is held."""
    found = value("SELECT MAX(id) FROM surprise_count WHERE society_id = ?", society_id)
    return int(found or 0) + 1


def insert(one: SurpriseCount) -> None:
    """Store a surprise count."""
    run(
        "INSERT INTO surprise_count (society_id, id, day_on, till, take, book_paise, "
        "counted_paise, said, counted_at, counted_by, stood_by, act_id) "
        "VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
        one.society_id, one.id, one.day_on, one.till, one.take, one.book_paise, one.counted_paise,
        one.said, one.counted_at, one.counted_by, one.stood_by, one.act_id,
    )  # fmt: skip


def count(society_id: int, count_id: int) -> SurpriseCount | None:
    """Return a surprise count, or None."""
    found = row(
        f"SELECT {_COLUMNS} FROM surprise_count c WHERE c.society_id = ? AND c.id = ?",
        society_id, count_id,
    )  # fmt: skip
    return SurpriseCount(*found) if found else None


def counts_of(society_id: int, most: int) -> list[SurpriseCount]:
    """List the latest surprise counts of a society."""
    return [SurpriseCount(*found) for found in rows(
        f"SELECT {_COLUMNS} FROM surprise_count c WHERE c.society_id = ? ORDER BY c.id DESC "
        f"LIMIT {int(most)}",
        society_id,
    )]  # fmt: skip


Named = tuple[str, str, str]  # the society's code and both names


def counts_within(level: str, place_id: int, most: int) -> list[tuple[Named, SurpriseCount]]:
    """List the latest surprise counts of all societies of a place."""
    where = "s.id > ?" if level == "nation" else f"s.{REACH[level]} = ?"
    return [((found[0], found[1], found[2]), SurpriseCount(*found[3:])) for found in rows(
        f"SELECT s.code, s.name_hi, s.name_en, {_COLUMNS} FROM surprise_count c "
        f"JOIN {REAL_SOCIETIES} s ON s.id = c.society_id WHERE {where} "
        f"ORDER BY c.counted_at DESC, c.society_id, c.id DESC LIMIT {int(most)}",
        0 if level == "nation" else place_id,
    )]  # fmt: skip


def remark_on(society_id: int, day_on: str, count_id: int) -> str | None:
    """Return what the counter wrote after seeing the difference, or None."""
    for (detail,) in rows(
        "SELECT detail FROM act WHERE society_id = ? AND day_on = ? AND kind = ? ORDER BY id",
        society_id, day_on, REMARK,
    ):  # fmt: skip
        told = json.loads(detail)
        if told["id"] == count_id:
            return str(told["remark"])
    return None
