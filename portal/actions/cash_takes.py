"""Counting cash beside the day's closing count: each take is kept, set against the book."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from portal.domain.day import CountIsEmpty
from portal.domain.denominations import DENOMINATIONS
from portal.domain.people import Doer
from portal.storage import cash_count, daybook

Pieces = Mapping[str, int | None]


@dataclass(frozen=True, slots=True)
class Take:
    """One count as it was kept: its number of the day and occasion, its lines, money in paise."""

    no: int
    lines: list[tuple[str, int, int]]
    book_paise: int
    counted_paise: int


def require_pieces(pieces: Pieces) -> None:
    """Refuse a form on which no kind of money was written; raise CountIsEmpty."""
    if all(pieces.get(one.field) is None for one in DENOMINATIONS):
        raise CountIsEmpty


def keep_take(
    doer: Doer, society_id: int, day_on: str, occasion: str, head: int, pieces: Pieces
) -> Take:
    """Keep one count of a cash head and return it beside the book of this very moment.

    ``pieces`` by field (d500 … c1); the book must be held. Raises CountIsEmpty.
    """
    require_pieces(pieces)
    no = cash_count.last_take(society_id, day_on, occasion) + 1
    lines: list[tuple[str, int, int]] = [
        (one.kind, one.rupees, pieces.get(one.field) or 0) for one in DENOMINATIONS
    ]
    cash_count.insert_take(
        society_id, day_on, occasion, no, head, lines, doer.at, doer.person_id
    )  # fmt: skip
    counted = sum(rupees * many * 100 for _kind, rupees, many in lines)
    return Take(no, lines, daybook.balance(society_id, head), counted)
