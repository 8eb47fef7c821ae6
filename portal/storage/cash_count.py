"""Counts of the cash box by denomination."""

from __future__ import annotations

from collections.abc import Sequence

from portal.storage.engine import insert_rows, rows, value

CountLine = tuple[int, str, int, int]  # till, note or coin, denomination, pieces


def insert_take(
    society_id: int, day_on: str, occasion: str, take: int, till: int,
    pieces: Sequence[tuple[str, int, int]], at: int, by: int,
) -> None:  # fmt: skip
    """Store one take: (note or coin, denomination in rupees, pieces) of each kind."""
    insert_rows(
        "INSERT INTO cash_count (society_id, day_on, occasion, take, till, kind, denomination, "
        "pieces, counted_at, counted_by) VALUES",
        [(society_id, day_on, occasion, take, till, *piece, at, by) for piece in pieces],
    )


def last_take(society_id: int, day_on: str, occasion: str = "closing") -> int:
    """Return the number of the latest take, 0 when there is none."""
    return int(value(
        "SELECT MAX(take) FROM cash_count WHERE society_id = ? AND day_on = ? AND occasion = ?",
        society_id, day_on, occasion,
    ) or 0)  # fmt: skip


def take_lines(
    society_id: int, day_on: str, take: int, occasion: str = "closing"
) -> list[CountLine]:
    """List a take's lines, notes before coins, large before small."""
    return [tuple(found) for found in rows(
        "SELECT till, kind, denomination, pieces FROM cash_count WHERE society_id = ? "
        "AND day_on = ? AND occasion = ? AND take = ? ORDER BY till, kind DESC, denomination DESC",
        society_id, day_on, occasion, take,
    )]  # fmt: skip


def take_paise(lines: list[CountLine]) -> int:
    """Add up a take in paise."""
    return sum(denomination * pieces * 100 for _, _, denomination, pieces in lines)
