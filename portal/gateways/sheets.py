"""Files of spreadsheets, CSV and XLSX, read as tables of cells. Nothing in them is ever run.

What the bytes are decides, not the file's name. The header is the first row near the top that names
columns of the kind of file; an XLSX may have it on any sheet.
"""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Iterable, Iterator
from itertools import islice

from portal.domain import register_columns, statement_columns
from portal.domain.sheet import (
    MOST_BYTES,
    MOST_COLUMNS,
    MOST_ROWS,
    FileHasNoHeader,
    FileHasTooManyColumns,
    FileHasTooManyRows,
    FileIsAnOldWorkbook,
    FileIsEmpty,
    FileIsNotATable,
    FileIsTooLarge,
    QuoteIsNotClosed,
    Sheet,
    SheetRow,
)
from portal.gateways.workbooks import ZIP_BEGINS, sheets_of

Cells = tuple[str, ...]

_OLE_BEGINS = b"\xd0\xcf\x11\xe0"
_HEADER_WITHIN = 20  # rows
_ENOUGH_TITLES = 2
_MOST_LINES_A_CELL = 8
_MOST_LETTERS_A_CELL = 5_000
_DELIMITERS = ",;\t|"
_SEP = re.compile(r"sep=(.)\r?\n", re.IGNORECASE)
_BOMS = ((b"\xef\xbb\xbf", "utf-8-sig"), (b"\xff\xfe", "utf-16"), (b"\xfe\xff", "utf-16"))


def read_sheet(content: bytes, kind: str) -> Sheet:
    """Read a file of a kind of register (members, accounts, days), or a ``statement``.

    Raises FileIsEmpty, FileIsTooLarge, FileIsNotATable, FileIsAnOldWorkbook, FileHasNoHeader,
    FileHasTooManyColumns, FileHasTooManyRows or QuoteIsNotClosed.
    """
    if not content.strip():
        raise FileIsEmpty
    if len(content) > MOST_BYTES:
        raise FileIsTooLarge
    if content.startswith(_OLE_BEGINS):
        raise FileIsAnOldWorkbook
    if content.startswith(ZIP_BEGINS):
        return _of_workbook(content, kind)
    text, encoding = _decoded(content)
    rows = enumerate(_csv_rows(text), 1)
    found = _table(rows, kind, "", encoding)
    if found is None:
        raise FileHasNoHeader
    return found


def _of_workbook(content: bytes, kind: str) -> Sheet:
    for name, rows in sheets_of(content):
        found = _table(rows, kind, name, "")
        if found is not None:
            return found
    raise FileHasNoHeader


def _table(rows: Iterable[tuple[int, Cells]], kind: str, name: str, encoding: str) -> Sheet | None:
    """The table among these rows, or None if no row near the top names enough columns."""
    remaining = iter(rows)
    top = list(islice(remaining, _HEADER_WITHIN))
    titles = [_known_titles(kind, cells[:MOST_COLUMNS]) for _no, cells in top]
    if not titles or max(titles) < _ENOUGH_TITLES:
        return None
    at = titles.index(max(titles))
    header_no, header = top[at]
    while header and not header[-1].strip():
        header = header[:-1]
    if len(header) > MOST_COLUMNS:
        raise FileHasTooManyColumns
    found = _filled(top[at + 1 :], len(header)) + _filled(remaining, len(header))
    if len(found) > MOST_ROWS:
        raise FileHasTooManyRows
    return Sheet(header, header_no, found, name, encoding)


def _known_titles(kind: str, cells: Cells) -> int:
    if kind == statement_columns.KIND:
        return statement_columns.known_titles(cells)
    return register_columns.known_titles(kind, cells)


def _filled(rows: Iterable[tuple[int, Cells]], width: int) -> list[SheetRow]:
    """The rows that hold something in the table's columns, one more than allowed at most."""
    held = (
        SheetRow(no, cells[:width])
        for no, cells in rows
        if any(cell and not cell.isspace() for cell in cells[:width])
    )
    return list(islice(held, MOST_ROWS + 1))


def _decoded(content: bytes) -> tuple[str, str]:
    """The text of a CSV and how it was written; a Western code page is the last guess."""
    for bom, encoding in _BOMS:
        if content.startswith(bom):
            return _strictly(content, encoding), encoding
    head = content[:400]
    if head[1::2].count(0) * 3 > len(head):
        return _strictly(content, "utf-16-le"), "utf-16"
    if head[::2].count(0) * 3 > len(head):
        return _strictly(content, "utf-16-be"), "utf-16"
    if b"\0" in content:
        raise FileIsNotATable
    try:
        return content.decode("utf-8"), "utf-8"
    except UnicodeDecodeError:
        return "".join(_western(content)), "cp1252"


def _strictly(content: bytes, encoding: str) -> str:
    try:
        return content.decode(encoding)
    except UnicodeDecodeError:
        raise FileIsNotATable from None


def _western(content: bytes) -> Iterator[str]:
    """Windows' Western code page; its five gaps are read as the signs of their numbers."""
    if sum(byte < 32 and byte not in b"\t\r\n\x0b\x0c" for byte in content[:4000]):
        raise FileIsNotATable
    for line in content.splitlines(keepends=True):
        try:
            yield line.decode("cp1252")
        except UnicodeDecodeError:
            yield "".join(
                chr(byte) if 0x80 <= byte < 0xA0 and not _in_cp1252(byte) else
                bytes([byte]).decode("cp1252")
                for byte in line
            )  # fmt: skip


def _in_cp1252(byte: int) -> bool:
    return byte not in (0x81, 0x8D, 0x8F, 0x90, 0x9D)


def _csv_rows(text: str) -> Iterator[Cells]:
    """Rows of a CSV, numbered as a spreadsheet shows them: empty rows count."""
    chosen = _SEP.match(text)
    body = text[chosen.end() :] if chosen else text
    delimiter = chosen[1] if chosen else _delimiter(body)
    if chosen:
        yield ()
    reader = csv.reader(io.StringIO(body, newline=""), delimiter=delimiter)
    no = 1 if chosen else 0
    try:
        for record in reader:
            no += 1
            for cell in record:
                if len(cell) > _MOST_LETTERS_A_CELL or cell.count("\n") > _MOST_LINES_A_CELL:
                    raise QuoteIsNotClosed(row=no)
            yield tuple(record)
    except csv.Error:
        raise QuoteIsNotClosed(row=no + 1) from None


def _delimiter(text: str) -> str:
    """The delimiter that stands most often in the first lines, outside quotation marks."""
    head = re.sub('"[^"]*"', "", "\n".join(text[:20_000].splitlines()[:_HEADER_WITHIN]))
    return max(_DELIMITERS, key=head.count)
