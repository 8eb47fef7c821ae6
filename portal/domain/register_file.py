"""A file that is to be read into a register: checked row by row, all faults told at once.

``check_rows`` changes nothing. What it gives is plain: the rows ready to store, and the findings.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from functools import partial
from typing import Any

from portal.domain import old_font, register_cells, register_rows, register_words
from portal.domain.refusals import N_, Refusal
from portal.domain.register_columns import COLUMNS, Matched, is_example, matched
from portal.domain.register_findings import (
    CellIsRefused,
    Fault,
    Findings,
    counts,
    is_secret,
    shown,
)
from portal.domain.register_rows import AccountRow, DayRow, Known, MemberRow, Seen
from portal.domain.register_words import CellIsEmpty, NameIsOnlyRoman
from portal.domain.sheet import ERRORS, ErrorCell, FormulaCell, Sheet, SheetRow
from portal.domain.text import search_key

Row = MemberRow | AccountRow | DayRow
Reader = Callable[[str, Findings], Any]

_NAMES = ("name_hi", "guardian_hi", "village_hi", "nominee", "known_as")
_LOOKED_AT = 2_000  # rows that say whether a column is in the old font
_FEW = 3
_DOUBT, _LEAN = 8, 24  # how far a column's own look moves a single cell's, in halves of a nat


class CellIsAFormula(CellIsRefused):
    """A formula is not computed here; its result must be pasted as a value."""

    message = N_("A formula stands here. Paste its result as a value.")


class CellIsAnError(CellIsRefused):
    """A spreadsheet's formula failed here."""

    message = N_("The spreadsheet shows an error here. Write the value.")


class ColumnIsMissing(CellIsRefused):
    """Without this column nothing can be read in."""

    message = N_("The column %(column)s is missing.")


class ColumnIsUnknown(CellIsRefused):
    """Nothing of this column is taken."""

    message = N_("The column %(column)s is not known here; nothing of it is taken.")


class ColumnStandsTwice(CellIsRefused):
    """Of two columns of one kind the first is taken."""

    message = N_("The column %(column)s stands twice; the first is taken.")


class FileHasNoRows(CellIsRefused):
    """There is nothing below the names of the columns."""

    message = N_("There are no rows below the names of the columns.")


@dataclass(frozen=True, slots=True)
class Checked:
    """The outcome. ``rows`` are those without a fault, in the file's order, ready to store.

    ``faults`` holds all findings: faults, warnings, mendings. ``all_rows`` counts the rows that
    hold something, ``faulty_rows`` those that are not taken.
    """

    kind: str
    rows: tuple[Row, ...]
    faults: tuple[Fault, ...]
    all_rows: int
    faulty_rows: int

    @property
    def is_clean(self) -> bool:
        """Whether the whole file can be taken."""
        return not any(one.severity == "fault" for one in self.faults)

    def counts(self) -> list[tuple[str, str, str, int]]:
        """Say how often each thing was found: (severity, column, message, number of cells)."""
        return counts(list(self.faults))


def check_rows(kind: str, sheet: Sheet, known: Known) -> Checked:
    """Check a table of one kind (members, accounts, days) against itself and what is ``known``.

    Finds everything there is to find in one pass; a row with a fault is left out, a mended row or
    one with a warning is taken. Without a required column only that is told.
    """
    find = Findings()
    columns = matched(kind, sheet.header)
    sheet = _without_example(kind, sheet, columns)
    _tell_columns(columns, sheet, find)
    if columns.missing or not sheet.rows:
        return Checked(kind, (), tuple(find.all), len(sheet.rows), len(sheet.rows))
    readers = _readers(kind, columns, sheet, known)
    maker = _maker(kind, known, find)
    rows = []
    for row in sheet.rows:
        made = _row(row, columns, readers, maker, find)
        if made is not None and row.no not in find.faulty:
            rows.append(made)
    faulty = len(sheet.rows) - len(rows)
    return Checked(kind, tuple(rows), tuple(find.all), len(sheet.rows), faulty)


def _without_example(kind: str, sheet: Sheet, columns: Matched) -> Sheet:
    examples = {column.key: column.example for column in COLUMNS[kind]}
    if sheet.rows and is_example(columns.at, examples, sheet.rows[0].cells):
        return replace(sheet, rows=sheet.rows[1:])
    return sheet


def _tell_columns(columns: Matched, sheet: Sheet, find: Findings) -> None:
    find.look(sheet.header_no)
    for column in columns.missing:
        find.fault(ColumnIsMissing(column=column.title_hi))
    for title in columns.unknown:
        find.warn(ColumnIsUnknown(column=shown(title, "")))
    for title in columns.repeated:
        find.warn(ColumnStandsTwice(column=shown(title, "")))
    if not sheet.rows and not columns.missing:
        find.fault(FileHasNoRows())


def _row(
    row: SheetRow,
    columns: Matched,
    readers: dict[str, _Remembering],
    maker: Callable[[int, dict[str, Any]], Row | None],
    find: Findings,
) -> Row | None:
    values: dict[str, Any] = {}
    for key, place in columns.at.items():
        cell = row.cells[place] if place < len(row.cells) else ""
        if cell and not cell.isspace():
            find.look(row.no, key, cell)
            try:
                values[key] = readers[key].read(cell, find)
            except Refusal as refusal:
                find.fault(refusal)
                values[key] = None
    return maker(row.no, values)


class _Remembering:
    """A column's reader that remembers cells in which there was nothing to find."""

    def __init__(self, key: str, reader: Reader) -> None:
        self._key, self._reader = key, reader
        self._seen: dict[str, Any] = {}

    def read(self, cell: str, find: Findings) -> Any:
        """Read a cell; raise what the reader refuses, formulas, errors and Aadhaar numbers."""
        if type(cell) is not str:
            return self._first(cell, find)
        if cell not in self._seen:
            before = len(find.all)
            value = self._first(cell, find)
            if len(find.all) > before:
                return value
            self._seen[cell] = value
        return self._seen[cell]

    def _first(self, cell: str, find: Findings) -> Any:
        if isinstance(cell, FormulaCell):
            raise CellIsAFormula
        if isinstance(cell, ErrorCell) or cell in ERRORS:
            raise CellIsAnError
        if self._key != "aadhaar_last4" and is_secret(cell, self._key):
            raise register_cells.AadhaarIsNotTaken
        return self._reader(cell, find)


def _readers(kind: str, columns: Matched, sheet: Sheet, known: Known) -> dict[str, _Remembering]:
    found = {**_PLAIN, **_looking(known)}
    if kind != "members":
        found["member_no"] = partial(_known_member, known)
    for key in _NAMES:
        if key in columns.at:
            lean = _lean([row.cells for row in sheet.rows[:_LOOKED_AT]], columns.at[key])
            reader = _guardian if key == "guardian_hi" else register_words.hindi
            found[key] = partial(reader, lean=lean)
    return {key: _Remembering(key, found[key]) for key in columns.at}


def _lean(rows: Sequence[tuple[str, ...]], place: int) -> int:
    """How much a column as a whole looks like Kruti Dev; a few cells alone must be surer."""
    own = [old_font.leaning(cells[place]) for cells in rows if place < len(cells)]
    signs = [one for one in own if one]
    if len(signs) < _FEW:
        return -_DOUBT
    return _LEAN if sum(signs) > 0 else -_LEAN


def _guardian(cell: str, find: Findings, lean: int) -> tuple[str, str]:
    relation, name = register_words.split_guardian(cell)
    text = register_words.hindi(name, find, lean)
    if relation:
        find.mended(register_words.PREFIX_TAKEN, text)
    return relation, text


def _choice(column: str) -> Reader:
    return lambda cell, _find: register_words.choice(column, cell)


_PLAIN: dict[str, Reader] = {
    "member_no": register_cells.printed_number,
    "name_en": register_words.roman,
    "mobile": register_cells.mobile,
    "aadhaar_last4": register_cells.last_four,
    **dict.fromkeys(("share_paise", "balance_paise"), register_cells.paise),
    **dict.fromkeys(
        ("share_rupees", "savings_rupees", "balance_rupees", "amount_rupees", "amount"),
        register_cells.rupees,
    ),
    **{key: _choice(key) for key in register_words.CHOICES},
    "resolution_no": register_words.short_text,
    "land_ha": register_cells.hectares,
    "land_acre": register_cells.acres,
    "nominee_relation": register_words.free_text,
    "account_no": register_cells.account_number,
    "rate": register_cells.rate_bp,
    "months": register_cells.months,
    "due_on": register_cells.date_on,
    "season": register_words.short_text,
    "slip_no": register_words.short_text,
    "party": register_words.free_text,
    "narration": register_words.free_text,
}
_NUMBERED = {"members": "member_no", "accounts": "account_no"}


def _looking(known: Known) -> dict[str, Reader]:
    """Readers that look at the books: dates till today, heads and tasks that are there."""

    def past(read: Reader, cell: str, find: Findings) -> str:
        on: str = read(cell, find)
        if on > known.today_on:
            raise register_cells.DateIsInFuture
        return on

    def head(cell: str, find: Findings) -> int:
        code = register_cells.printed_number(cell, find)
        if not code.isdigit() or int(code) not in known.heads:
            raise register_rows.HeadIsNotThere
        return int(code)

    def task(cell: str, _find: Findings) -> str:
        if search_key(cell) not in known.tasks:
            raise register_rows.TaskIsNotThere
        return known.tasks[search_key(cell)]

    till_today = partial(past, register_cells.date_on)
    return {
        **dict.fromkeys(("joined_on", "opened_on", "day"), till_today),
        "birth_on": partial(past, register_cells.birth_on),
        **dict.fromkeys(("head", "debit_head", "credit_head"), head),
        "task": task,
    }


def _known_member(known: Known, cell: str, find: Findings) -> str:
    no = register_cells.printed_number(cell, find)
    printed = known.numbers.get(register_cells.number_key(no))
    if printed is None:
        raise register_rows.MemberIsNotThere
    return printed


def _maker(kind: str, known: Known, find: Findings) -> Callable[[int, dict[str, Any]], Row | None]:
    required = [column.key for column in COLUMNS[kind] if column.is_required]
    taken = known.numbers if kind == "members" else known.accounts
    seen = Seen(known, find)

    def make(row: int, values: dict[str, Any]) -> Row | None:
        for key in required:
            if key not in values:
                find.look(row, key)
                has_roman = key == "name_hi" and values.get("name_en")
                find.fault(NameIsOnlyRoman() if has_roman else CellIsEmpty())
        no = values.get(_NUMBERED.get(kind, ""))
        if no is not None:
            seen.number(row, _NUMBERED[kind], no, register_cells.number_key(no) in taken)
        if any(values.get(key) is None for key in required):
            return None
        made = _MAKERS[kind](row, {k: v for k, v in values.items() if v is not None}, known, find)
        if isinstance(made, MemberRow):
            seen.person(row, made.particulars)
        return made

    return make


_MAKERS: dict[str, Callable[[int, dict[str, Any], Known, Findings], Row]] = {
    "members": register_rows.member_row,
    "accounts": register_rows.account_row,
    "days": register_rows.day_row,
}
