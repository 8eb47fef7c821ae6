"""The edges of years: which are open or closed, and their adjustments."""

from __future__ import annotations

from typing import Any, NamedTuple

from portal.domain.year_edge import ADJUSTMENT, YearEdge
from portal.storage.engine import insert_rows, row, rows, run, value
from portal.storage.places import REACH, REAL_SOCIETIES

_COLUMNS = (
    "society_id, fy, day_on, until_on, state, opened_at, opened_by, closed_at, closed_by, seal_no"
)
_SELECT = f"SELECT {_COLUMNS} FROM year_edge WHERE society_id = ? "


def _edge(found: tuple[Any, ...] | None) -> YearEdge | None:
    return YearEdge(*found) if found else None


def edge(society_id: int, fy: int) -> YearEdge | None:
    """Return the edge of a year, or None where it was never opened."""
    return _edge(row(_SELECT + "AND fy = ?", society_id, fy))


def open_edge(society_id: int) -> YearEdge | None:
    """Return the edge that is open, or None (there is one at most)."""
    return _edge(row(_SELECT + "AND state = 'open'", society_id))


def edges(society_id: int) -> list[YearEdge]:
    """List the edges of a society, the latest first."""
    return [YearEdge(*found) for found in rows(_SELECT + "ORDER BY fy DESC", society_id)]


def edge_over(society_id: int, day_on: str) -> YearEdge | None:
    """Return the edge, open or closed, in whose year or before which a day lies, or None."""
    return _edge(row(_SELECT + "AND day_on >= ? ORDER BY fy DESC LIMIT 1", society_id, day_on))


def insert(one: YearEdge) -> None:
    """Store an edge that is opened; the book must be held."""
    insert_rows(
        "INSERT INTO year_edge (society_id, fy, day_on, until_on, state, opened_at, opened_by) "
        "VALUES",
        [(
            one.society_id, one.fy, one.day_on, one.until_on, one.state, one.opened_at,
            one.opened_by,
        )],
    )  # fmt: skip


def prolong(society_id: int, fy: int, until_on: str) -> None:
    """Move the last date of an open edge."""
    run(
        "UPDATE year_edge SET until_on = ? WHERE society_id = ? AND fy = ? AND state = 'open'",
        until_on, society_id, fy,
    )  # fmt: skip


def close(society_id: int, fy: int, at: int, by: int, seal_no: int) -> None:
    """Close an open edge with its seal: its year is locked."""
    run(
        "UPDATE year_edge SET state = 'closed', closed_at = ?, closed_by = ?, seal_no = ? "
        "WHERE society_id = ? AND fy = ? AND state = 'open'",
        at, by, seal_no, society_id, fy,
    )  # fmt: skip


class Sums(NamedTuple):
    """How many adjustments a year has, and what they come to (each with its debit side)."""

    number: int
    paise: int


def sums(society_id: int, fy: int) -> Sums:
    """Add the adjustments of a year up."""
    found = row(
        "SELECT COUNT(*), COALESCE(SUM(total_paise), 0) FROM voucher "
        "WHERE society_id = ? AND fy = ? AND kind = ?",
        society_id, fy, ADJUSTMENT,
    )  # fmt: skip
    assert found is not None
    return Sums(*map(int, found))


def leaves(society_id: int, fy: int) -> list[tuple[int, bytes]]:
    """List (voucher id, leaf hash) of a year's adjustments in their order."""
    return [(voucher_id, bytes(leaf)) for voucher_id, leaf in rows(
        "SELECT id, leaf_hash FROM voucher WHERE society_id = ? AND fy = ? AND kind = ? "
        "ORDER BY id",
        society_id, fy, ADJUSTMENT,
    )]  # fmt: skip


def adjusted(society_id: int, fy: int) -> dict[int, tuple[int, int]]:
    """Return debit and credit of each head in a year's adjustments."""
    return {head: (int(debit), int(credit)) for head, debit, credit in rows(
        "SELECT e.head, SUM(CASE WHEN e.paise > 0 THEN e.paise ELSE 0 END), "
        "SUM(CASE WHEN e.paise < 0 THEN -e.paise ELSE 0 END) FROM voucher v "
        "JOIN entry e ON e.society_id = v.society_id AND e.voucher_id = v.id "
        "WHERE v.society_id = ? AND v.fy = ? AND v.kind = ? GROUP BY e.head ORDER BY e.head",
        society_id, fy, ADJUSTMENT,
    )}  # fmt: skip


def has_any_on(society_id: int, day_on: str) -> bool:
    """Say whether a day has adjustments."""
    return value(
        "SELECT 1 FROM voucher WHERE society_id = ? AND day_on = ? AND kind = ? LIMIT 1",
        society_id, day_on, ADJUSTMENT,
    ) is not None  # fmt: skip


class OpenEdge(NamedTuple):
    """What an officer is told of an open edge."""

    fy: int
    until_on: str
    opened_at: int
    number: int
    paise: int


def open_within(level: str, place_id: int) -> dict[int, OpenEdge]:
    """Return the open edge of each society of a place that has one."""
    where = "1 = 1" if level == "nation" else f"s.{REACH[level]} = ?"
    keys = () if level == "nation" else (place_id,)
    return {one[0]: OpenEdge._make((*one[1:4], *map(int, one[4:]))) for one in rows(
        "SELECT y.society_id, y.fy, y.until_on, y.opened_at, COUNT(v.id), "
        "COALESCE(SUM(v.total_paise), 0) FROM year_edge y "
        f"JOIN {REAL_SOCIETIES} s ON s.id = y.society_id "
        "LEFT JOIN voucher v ON v.society_id = y.society_id AND v.fy = y.fy "
        f"AND v.kind = '{ADJUSTMENT}' WHERE y.state = 'open' AND {where} "
        "GROUP BY y.society_id, y.fy, y.until_on, y.opened_at",
        *keys,
    )}  # fmt: skip
