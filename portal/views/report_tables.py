"""Tables of reports: the same for the screen, for paper and for a spreadsheet."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any, NamedTuple

from flask import Response

from portal.domain.dates import show_on
from portal.web.csv_answer import amount, csv_answer

#: What stands in a column: words of the page, a proper name, how many, money in paise, a date.
WORDS, NAME, MANY, MONEY, DATE, PERCENT = "words", "name", "many", "money", "date", "percent"


class Row(NamedTuple):
    """Cells of a line, and where its first one leads."""

    cells: tuple[Any, ...]
    href: str = ""


@dataclass(frozen=True, slots=True)
class Table:
    """A table with its caption; ``columns`` are (title, what stands in it)."""

    caption: Any
    columns: tuple[tuple[Any, str], ...]
    rows: Sequence[Row]
    foot: tuple[Any, ...] = ()

    def part(self, first: int, most: int) -> Table:
        """Return some of its lines; the last line of sums stays."""
        return Table(self.caption, self.columns, self.rows[first : first + most], self.foot)


def as_csv(name: str, tables: Iterable[Table]) -> Response:
    """Answer with tables one below the other, each with its caption, as a spreadsheet's file."""
    lines: list[list[Any]] = []
    for table in tables:
        lines += [[], [table.caption], [title for title, _kind in table.columns]]
        lines += [_plain(table, row.cells) for row in table.rows]
        if table.foot:
            lines.append(_plain(table, table.foot))
    return csv_answer(name, lines[1], lines[2:]) if lines else csv_answer(name, [], [])


def _plain(table: Table, cells: Sequence[Any]) -> list[Any]:
    return [
        amount(cell) if kind == MONEY and cell is not None
        else show_on(cell) if kind == DATE and cell else cell
        for cell, (_title, kind) in zip(cells, table.columns, strict=True)
    ]  # fmt: skip
