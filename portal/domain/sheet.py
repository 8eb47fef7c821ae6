"""A table as it was sent: its head, its rows, and why a file can't be read as one.

A cell is a text; what was no plain text in the file says so by its kind.
"""

from __future__ import annotations

from dataclasses import dataclass, field

from portal.domain.refusals import N_, Refusal

MOST_BYTES = 20_000_000
MOST_COLUMNS = 60
MOST_ROWS = 200_000


ERRORS = frozenset({"#REF!", "#N/A", "#VALUE!", "#DIV/0!", "#NAME?", "#NUM!", "#NULL!"})
"""What a spreadsheet shows for a failed formula, as it stands in a CSV."""


class NumberCell(str):
    """A number, as digits with a point: 9876543210 and never 9876543210.0."""

    __slots__ = ()


class DateCell(str):
    """A date, as ISO text."""

    __slots__ = ()


class FormulaCell(str):
    """A formula, as written; it is never computed."""

    __slots__ = ()


class ErrorCell(str):
    """What a spreadsheet shows where a formula failed: #REF!, #N/A."""

    __slots__ = ()


@dataclass(frozen=True, slots=True)
class SheetRow:
    """One row by its number in the spreadsheet, counted from 1."""

    no: int
    cells: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Sheet:
    """A table: the row that names its columns, and the rows below it that hold something.

    ``encoding`` is how a CSV was written ('' for XLSX), ``name`` the sheet's name in an XLSX.
    """

    header: tuple[str, ...]
    header_no: int
    rows: list[SheetRow] = field(repr=False)
    name: str = ""
    encoding: str = ""


class FileIsRefused(Refusal):
    """The file as a whole can't be read in; nothing of it was taken."""

    status = 422
    field = "file"


class FileIsEmpty(FileIsRefused):
    """There is nothing in the file."""

    message = N_("The file is empty.")


class FileIsTooLarge(FileIsRefused):
    """The file is above MOST_BYTES, or becomes too large when it is unpacked."""

    message = N_("The file is too large. Send at most %(most)s MB at a time.")

    def __init__(self) -> None:
        super().__init__(most=MOST_BYTES // 1_000_000)


class FileIsNotATable(FileIsRefused):
    """The file is neither CSV nor XLSX, whatever its name says."""

    message = N_("This file is neither CSV nor XLSX. Save it as XLSX in the spreadsheet program.")


class FileIsAnOldWorkbook(FileIsRefused):
    """An .xls of before 2007, or a workbook under a password."""

    message = N_(
        "This is an old .xls file or one with a password. Save it as XLSX without password."
    )


class FileHasNoHeader(FileIsRefused):
    """No row near the top names the columns."""

    message = N_(
        "No row with the names of the columns was found. Take the first row of the template."
    )


class FileHasTooManyColumns(FileIsRefused):
    """The table is wider than any register."""

    message = N_("The file has too many columns; at most %(most)s are read.")

    def __init__(self) -> None:
        super().__init__(most=MOST_COLUMNS)


class FileHasTooManyRows(FileIsRefused):
    """The table is longer than what is read at a time."""

    message = N_("The file has too many rows; send at most %(most)s at a time.")

    def __init__(self) -> None:
        super().__init__(most=MOST_ROWS)


class QuoteIsNotClosed(FileIsRefused):
    """A quotation mark swallowed the rows after it."""

    message = N_("In row %(row)s a quotation mark is opened and never closed.")
