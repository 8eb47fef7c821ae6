"""What a check found, as a workbook to be mended and sent again; and the templates to be filled.

Every cell is written as text, so that opening a report runs nothing that a sender wrote.
"""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Callable, Iterable, Sequence
from typing import Any

from openpyxl import Workbook
from openpyxl.cell import Cell, WriteOnlyCell
from openpyxl.comments import Comment
from openpyxl.styles import Alignment, Font, PatternFill
from openpyxl.utils import get_column_letter

from portal.domain.refusals import N_
from portal.domain.register_columns import (
    FOUND_TITLES,
    SUGGESTION_TITLES,
    Column,
    key_of,
    matched,
    offered,
    titles_of,
)
from portal.domain.register_file import Checked
from portal.domain.register_findings import (
    FAULT,
    HIDDEN,
    MENDED,
    WARNING,
    Fault,
    is_secret,
    said,
    said_of_all,
)
from portal.domain.sheet import Sheet

Translate = Callable[[str], str]

SEVERITY_WORDS = {FAULT: N_("Fault"), WARNING: N_("Please check"), MENDED: N_("Mended")}
_FILLS = {
    FAULT: PatternFill("solid", fgColor="FFB3B3"),
    WARNING: PatternFill("solid", fgColor="FFE699"),
    MENDED: PatternFill("solid", fgColor="C6E8C6"),
}
_BOLD = Font(bold=True)
_WRAPPED = Alignment(wrap_text=True, vertical="top")
_TEXT = "@"
_STARTS_CODE = re.compile(r"^[\s]*[=+@\t\r-]")
_NOT_IN_XML = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")
_MOST_LETTERS = 32_000
_MOST_NOTES = 1_000
_MOST_COLOURED_ROWS = 20_000
_MOST_LISTED = 10_000
_WIDTH, _WIDE = 18, 60


def report_of(sheet: Sheet, checked: Checked, translate: Translate, in_hindi: bool = True) -> bytes:
    """The report of a check as XLSX: the sender's rows, a summary, and every finding.

    Faulty cells are red, those to be looked at yellow, mended ones green; the reason and what is
    suggested stand in two more columns and, for the first of them, as notes on the cells. Aadhaar
    numbers are hidden (P12). The first sheet can be mended and sent again as it is.
    """
    book = Workbook(write_only=True)
    titles = titles_of(checked.kind, in_hindi)
    _write_rows(book, sheet, checked, translate, in_hindi)
    _write_summary(book, checked, translate, titles)
    _write_findings(book, checked, translate, titles)
    return _saved(book)


def template_xlsx(kind: str, translate: Translate, in_hindi: bool = True) -> bytes:
    """A workbook to be filled: titles, one example, and a sheet that explains each column."""
    book = Workbook(write_only=True)
    columns = offered(kind)
    page = _page(book, translate(N_("Rows")), [_WIDTH] * len(columns))
    for place in range(len(columns)):
        page.column_dimensions[get_column_letter(place + 1)].number_format = _TEXT
    page.append([_cell(page, title, bold=True) for title in _titles(columns, in_hindi)])
    page.append([_cell(page, column.example) for column in columns])
    told = _page(book, translate(N_("What belongs where")), [28, 18, 12, _WIDE, 22])
    heads = (N_("Column"), N_("Also understood as"), N_("Needed"), N_("What belongs in it"),
             N_("Example"))  # fmt: skip
    told.append([_cell(told, translate(head), bold=True) for head in heads])
    for column, title in zip(columns, _titles(columns, in_hindi), strict=True):
        needed = translate(N_("yes")) if column.is_required else ""
        said_so = (title, column.key, needed, translate(column.hint), column.example)
        told.append([_cell(told, one, wrapped=True) for one in said_so])
    return _saved(book)


def template_csv(kind: str, in_hindi: bool = True) -> bytes:
    """The same as CSV in UTF-8 with its mark, which spreadsheet programs read rightly."""
    columns = offered(kind)
    lines = io.StringIO()
    writer = csv.writer(lines)
    writer.writerow(_titles(columns, in_hindi))
    writer.writerow([column.example for column in columns])
    return lines.getvalue().encode("utf-8-sig")


def _titles(columns: Sequence[Column], in_hindi: bool) -> list[str]:
    return [column.title_hi if in_hindi else column.title_en for column in columns]


def _write_rows(
    book: Workbook, sheet: Sheet, checked: Checked, translate: Translate, in_hindi: bool
) -> None:
    width = len(sheet.header)
    page = _page(book, translate(N_("Rows")), [_WIDTH] * width + [_WIDE, 24])
    extra = [titles[0 if in_hindi else 1] for titles in (FOUND_TITLES, SUGGESTION_TITLES)]
    page.append([_cell(page, title, bold=True) for title in [*sheet.header, *extra]])
    at = matched(checked.kind, sheet.header).at
    keys = [key_of(checked.kind, title) for title in sheet.header]
    titles = titles_of(checked.kind, in_hindi)
    by_row: dict[int, list[Fault]] = {}
    for one in checked.faults:
        by_row.setdefault(one.row, []).append(one)
    pen = _Pen(page, at)
    for row in sheet.rows:
        kept = [_kept(cell, key) for cell, key in zip(row.cells, keys, strict=False)]
        found = by_row.get(row.no, [])
        cells = pen.marked(kept + [""] * (width - len(kept)), found, translate)
        page.append(cells + [_light(page, text) for text in _told(found, translate, titles)])


class _Pen:
    """Colours faulty cells and hangs notes on them, until there are more than anybody looks at."""

    def __init__(self, page: Any, at: dict[str, int]) -> None:
        self._page, self._at = page, at
        self._rows, self._notes = _MOST_COLOURED_ROWS, _MOST_NOTES

    def marked(
        self, texts: list[str], found: list[Fault], translate: Translate
    ) -> list[Cell | str]:
        """Return a row's cells, those with findings marked."""
        cells: list[Cell | str] = [_light(self._page, text) for text in texts]
        if found and self._rows:
            self._rows -= 1
            for one in found:
                if one.column in self._at:
                    place = self._at[one.column]
                    cells[place] = self._mark(cells[place], one, said(one, translate))
        return cells

    def _mark(self, cell: Cell | str, found: Fault, text: str) -> Cell:
        marked = _cell(self._page, cell) if isinstance(cell, str) else cell
        if found.severity == FAULT or marked.fill != _FILLS[FAULT]:
            marked.fill = _FILLS[found.severity]
        if self._notes and marked.comment is None:
            self._notes -= 1
            marked.comment = Comment(text, "Rokad")
        return marked


def _kept(cell: str, key: str) -> str:
    return HIDDEN if is_secret(cell, key) else cell


def _told(found: Iterable[Fault], translate: Translate, titles: dict[str, str]) -> tuple[str, str]:
    """All reasons of a row, and what is suggested for it."""
    reasons, hints = [], []
    for one in found:
        before = f"{titles[one.column]}: " if one.column else ""
        reasons.append(before + said(one, translate))
        if one.suggestion is not None:
            hints.append(before + one.suggestion)
    return " | ".join(reasons), " | ".join(hints)


def _write_summary(
    book: Workbook, checked: Checked, translate: Translate, titles: dict[str, str]
) -> None:
    page = _page(book, translate(N_("Summary")), [16, 24, _WIDE, 12])
    for word, number in (
        (N_("Rows in the file"), checked.all_rows),
        (N_("Rows that can be taken"), len(checked.rows)),
        (N_("Rows with faults"), checked.faulty_rows),
    ):
        page.append([_cell(page, translate(word), bold=True), number])
    page.append([])
    heads = (N_("Kind"), N_("Column"), N_("What was found"), N_("Cells"))
    page.append([_cell(page, translate(head), bold=True) for head in heads])
    for severity, column, message, times in checked.counts():
        kind = _cell(page, translate(SEVERITY_WORDS[severity]))
        kind.fill = _FILLS[severity]
        told = said_of_all(message, translate)
        page.append([kind, _cell(page, titles.get(column, "")), _cell(page, told), times])


def _write_findings(
    book: Workbook, checked: Checked, translate: Translate, titles: dict[str, str]
) -> None:
    page = _page(book, translate(N_("All findings")), [8, 24, 16, _WIDE, 24, 24])
    heads = (N_("Row"), N_("Column"), N_("Kind"), N_("What was found"), N_("Stands there"),
             N_("Suggestion"))  # fmt: skip
    page.append([_cell(page, translate(head), bold=True) for head in heads])
    for one in checked.faults[:_MOST_LISTED]:
        kind = translate(SEVERITY_WORDS[one.severity])
        told = (titles.get(one.column, ""), kind, said(one, translate), one.found)
        texts = [*told, one.suggestion or ""]
        page.append([one.row, *(_light(page, text) for text in texts)])


def _page(book: Workbook, title: str, widths: Sequence[int]) -> Any:
    page = book.create_sheet(title[:31])
    page.freeze_panes = "A2"
    for place, width in enumerate(widths, 1):
        page.column_dimensions[get_column_letter(place)].width = width
    return page


def _cell(page: Any, text: str, *, bold: bool = False, wrapped: bool = False) -> Cell:
    """A cell of text, whatever it begins with; what can't stand in XLSX is left out."""
    cell = WriteOnlyCell(page, value="")
    plain = _NOT_IN_XML.sub("", text[:_MOST_LETTERS])
    cell.value = plain
    if plain:
        cell.data_type = "s"
    cell.number_format = _TEXT
    if _STARTS_CODE.match(plain):
        cell.quotePrefix = True
    if bold:
        cell.font = _BOLD
    if wrapped:
        cell.alignment = _WRAPPED
    return cell


def _light(page: Any, text: str) -> Cell | str:
    """The same without a style of its own, where nothing could take it for a formula."""
    if _STARTS_CODE.match(text):
        return _cell(page, text)
    return _NOT_IN_XML.sub("", text[:_MOST_LETTERS])


def _saved(book: Workbook) -> bytes:
    file = io.BytesIO()
    book.save(file)
    return file.getvalue()
