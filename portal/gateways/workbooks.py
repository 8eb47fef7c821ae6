"""XLSX workbooks opened with care: no formula is computed, no link followed, no bomb unpacked."""

from __future__ import annotations

import io
import warnings
import zipfile
from collections.abc import Iterator
from datetime import date, datetime, time, timedelta
from typing import Any

import openpyxl

from portal.domain.sheet import (
    MOST_COLUMNS,
    MOST_ROWS,
    DateCell,
    ErrorCell,
    FileIsAnOldWorkbook,
    FileIsNotATable,
    FileIsTooLarge,
    FormulaCell,
    NumberCell,
)

ZIP_BEGINS = b"PK"

_MOST_UNPACKED = 300_000_000
_MOST_STRINGS = 80_000_000
_MOST_PARTS = 2_000
_MOST_SHEETS = 30
_LAST_ROW = 2 * MOST_ROWS
_MARKUP = (".xml", ".rels", ".vml")


def sheets_of(content: bytes) -> Iterator[tuple[str, Iterator[tuple[int, tuple[str, ...]]]]]:
    """Each sheet of a workbook with its rows of cells; hidden sheets come last.

    Raises FileIsNotATable, FileIsAnOldWorkbook or FileIsTooLarge, also while rows are read.
    """
    _require_tame(content)
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            book = openpyxl.load_workbook(io.BytesIO(content), read_only=True, keep_links=False)
            sheets = sorted(book.worksheets, key=lambda one: one.sheet_state != "visible")
    except Exception:  # openpyxl raises whatever a broken part leads it to
        raise FileIsNotATable from None
    for sheet in sheets[:_MOST_SHEETS]:
        yield sheet.title, _rows(sheet)


def _require_tame(content: bytes) -> None:
    """Refuse what is no workbook, and what would unpack into too much or define entities."""
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            parts = archive.infolist()
            names = {part.filename for part in parts}
            if any(part.flag_bits & 1 for part in parts) or "EncryptedPackage" in names:
                raise FileIsAnOldWorkbook
            if not {"[Content_Types].xml", "xl/workbook.xml"} <= names:
                raise FileIsNotATable
            _require_small(parts)
            for part in parts:
                if part.filename.endswith(_MARKUP):
                    with archive.open(part) as file:
                        _require_plain_markup(file.read(2048))
    except (zipfile.BadZipFile, NotImplementedError, OSError, EOFError, ValueError):
        raise FileIsNotATable from None


def _require_small(parts: list[zipfile.ZipInfo]) -> None:
    # A part never unpacks to more than it declares: zipfile stops there.
    strings = sum(part.file_size for part in parts if "sharedStrings" in part.filename)
    unpacked = sum(part.file_size for part in parts)
    if len(parts) > _MOST_PARTS or unpacked > _MOST_UNPACKED or strings > _MOST_STRINGS:
        raise FileIsTooLarge


def _require_plain_markup(head: bytes) -> None:
    plain = head.replace(b"\0", b"").upper()
    if b"<!DOCTYPE" in plain or b"<!ENTITY" in plain:
        raise FileIsNotATable


def _rows(sheet: Any) -> Iterator[tuple[int, tuple[str, ...]]]:
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            sheet.reset_dimensions()
            limits = {"max_row": _LAST_ROW, "max_col": MOST_COLUMNS + 1}
            for no, cells in enumerate(sheet.iter_rows(**limits), 1):
                yield no, tuple(map(_cell, cells))
    except Exception:  # as above: a broken part may show only now
        raise FileIsNotATable from None


def _cell(cell: Any) -> str:
    value = cell.value
    if value is None:
        return ""
    kind = cell.data_type
    if kind == "f":
        return FormulaCell(value if isinstance(value, str) else f"={getattr(value, 'text', '')}")
    if kind == "e":
        return ErrorCell(value)
    if isinstance(value, str):
        return value
    if isinstance(value, datetime):
        return DateCell(value.date().isoformat())
    if isinstance(value, date):
        return DateCell(value.isoformat())
    if isinstance(value, (time, timedelta, bool)):
        return str(value).upper()
    return NumberCell(_number(value))


def _number(value: int | float) -> str:
    """A number as a spreadsheet shows it: fifteen digits, no exponent, no .0."""
    if isinstance(value, int):
        return str(value)
    shown = f"{value:.15g}"
    if "e" in shown:
        shown = f"{value:.12f}".rstrip("0").rstrip(".")
    return shown
