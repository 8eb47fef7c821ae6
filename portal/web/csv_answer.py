"""Answers that a spreadsheet opens: UTF-8 with its mark, plain amounts, no cell that calculates."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable, Sequence

from flask import Response

BYTE_ORDER_MARK = "\ufeff"
_STARTS_A_FORMULA = ("=", "+", "-", "@", "\t", "\r", "\n", "＝", "＋", "－", "＠")


class Amount(str):
    """A figure written by ``amount``, not by people, so that its minus sign is no formula."""


def amount(paise: int) -> Amount:
    """Write paise as rupees with two decimals and without grouping: -12500.50."""
    whole, rest = divmod(abs(paise), 100)
    return Amount(f"{'-' if paise < 0 else ''}{whole}.{rest:02d}")


def safe(cell: object) -> str:
    """Write one cell; words that a spreadsheet would calculate get an apostrophe before them."""
    text = "" if cell is None else str(cell)
    is_formula = not isinstance(cell, Amount) and text.startswith(_STARTS_A_FORMULA)
    return "'" + text if is_formula else text


def csv_answer(name: str, header: Sequence[object], rows: Iterable[Sequence[object]]) -> Response:
    """Answer with a table as a file of this name (ASCII, without its ending)."""
    text = io.StringIO()
    writer = csv.writer(text)
    for row in (header, *rows):
        writer.writerow([safe(cell) for cell in row])
    answer = Response(BYTE_ORDER_MARK + text.getvalue(), mimetype="text/csv")
    answer.headers["Content-Disposition"] = f'attachment; filename="{name}.csv"'
    return answer
