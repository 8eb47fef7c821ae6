"""Statements of the wallet, of UPI and of AePS as their keepers give them, read as a whole.

A statement is taken wholly or not at all. Amounts are paise, above nothing where money came into
the account. Lines stand in the order in which they happened, the oldest first.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import TypeVar

from portal.domain.dates import DateIsEmpty
from portal.domain.heads import UPI_COLLECTION, WALLET
from portal.domain.money import rupees
from portal.domain.refusals import N_, Refusal
from portal.domain.register_cells import DateIsInFuture
from portal.domain.register_findings import shown
from portal.domain.sheet import FileIsRefused, Sheet, SheetRow
from portal.domain.statement_cells import (
    has_side,
    moment_of,
    narration_of,
    reference_in,
    require_plain,
    side_of,
    signed_of,
    time_of,
)
from portal.domain.statement_columns import StatementColumns, columns_of, is_header
from portal.domain.statement_words import CLOSING, FAILED, OPENING, SUMS
from portal.domain.text import clean, search_key

AEPS_SETTLEMENT = 2206
T = TypeVar("T")
HEADS = (WALLET, UPI_COLLECTION, AEPS_SETTLEMENT)
MOST_BYTES = 5_000_000
MOST_LINES = 20_000
_REFERENCE = 120
_SOMETHING = re.compile("[1-9१-९]")


class StatementIsTooLarge(FileIsRefused):
    """The file is above MOST_BYTES or MOST_LINES."""

    message = N_("The statement is too long. Send at most %(bytes)s MB and %(lines)s lines.")

    def __init__(self) -> None:
        super().__init__(bytes=MOST_BYTES // 1_000_000, lines=rupees(MOST_LINES * 100))


class StatementColumnsAreMissing(FileIsRefused):
    """Without a date and an amount no line can be read."""

    message = N_(
        "A column for the date and one for the amount (or for debit and credit) must be there, "
        "each under its name."
    )


class StatementIsEmpty(FileIsRefused):
    """The file names columns and holds no movement."""

    message = N_("There is no payment in this file.")


class StatementHasFaults(FileIsRefused):
    """Lines can't be read; nothing of the file was taken."""

    message = N_("%(number)s lines can't be read, so nothing was taken. Look at them below.")

    def __init__(self, faults: Sequence[LineFault]) -> None:
        super().__init__(number=len({one.line_no for one in faults}))
        self.faults = faults


class AmountIsMissing(Refusal):
    """A line of a date has no amount."""

    message = N_("There is a date here but no amount.")


class BothSidesAreFilled(Refusal):
    """A line moves money in or out, not both."""

    message = N_("Debit and credit are both filled here; only one can be.")


class SideIsMissing(Refusal):
    """Nothing says whether the amount came or went."""

    message = N_("Nothing says whether this came in (Cr) or went out (Dr).")


class BalanceBreaks(Refusal):
    """The running balance doesn't follow from the line before and the amount."""

    message = N_(
        "The balance does not follow: by the line before it would be ₹ %(expected)s. "
        "A line may be missing or changed."
    )


@dataclass(frozen=True, slots=True)
class StatementLine:
    """One movement as its keeper says it; ``balance_paise`` is what it left, where that is said."""

    line_no: int
    moved_on: str
    moved_time: str
    paise: int
    balance_paise: int | None
    reference: str
    narration: str

    @property
    def identity(self) -> tuple[object, ...]:
        """What two sayings of one movement share."""
        return self.moved_on, self.moved_time, self.reference, self.paise, self.balance_paise


@dataclass(frozen=True, slots=True)
class LineFault:
    """Why a line can't be read: its number in the file, the column, and what stood there."""

    line_no: int
    column: str
    found: str
    refusal: Refusal


@dataclass(frozen=True, slots=True)
class ReadStatement:
    """A whole statement. ``left_out`` counts rows that moved no money (failed, totals, words)."""

    lines: tuple[StatementLine, ...]
    opening_paise: int | None
    closing_paise: int | None
    left_out: int

    @property
    def first_on(self) -> str:
        """The first day it tells of."""
        return min(one.moved_on for one in self.lines)

    @property
    def last_on(self) -> str:
        """The last day it tells of."""
        return max(one.moved_on for one in self.lines)


@dataclass(slots=True)
class _Reading:
    sheet: Sheet
    head: int
    today_on: str
    columns: StatementColumns
    lines: list[StatementLine] = field(default_factory=list)
    faults: list[LineFault] = field(default_factory=list)
    left_out: int = 0
    opening: tuple[int, int] | None = None
    closing: tuple[int, int] | None = None

    def text(self, cells: Sequence[str], key: str) -> str:
        place = self.columns.at.get(key)
        return cells[place] if place is not None and place < len(cells) else ""

    def words(self, cells: Sequence[str], places: Iterable[int]) -> str:
        """The cells of several columns, each said once."""
        found = dict.fromkeys(clean(cells[at]) for at in places if at < len(cells))
        return " ".join(one for one in found if search_key(one) not in ("", "na", "nil", "null"))


def read_statement(sheet: Sheet, head: int, today_on: str) -> ReadStatement:
    """Read all lines of a statement of ``head``; a date after ``today_on`` can't be.

    Raises StatementIsTooLarge, StatementColumnsAreMissing, StatementHasFaults, StatementIsEmpty.
    """
    if len(sheet.rows) > MOST_LINES:
        raise StatementIsTooLarge
    columns = columns_of(sheet.header)
    if "date" not in columns.at or not {"amount", "debit", "credit"} & set(columns.at):
        raise StatementColumnsAreMissing
    reading = _Reading(sheet, head, today_on, columns)
    for one in sheet.rows:
        _take(reading, one)
    if reading.faults:
        raise StatementHasFaults(reading.faults)
    if not reading.lines:
        raise StatementIsEmpty
    return _added_up(reading)


def _take(reading: _Reading, one: SheetRow) -> None:
    """Read one row: a line, a sum to check by, or nothing that moved money."""
    cells = one.cells
    if is_header(reading.columns, reading.sheet.header, cells):
        return
    date = clean(reading.text(cells, "date"))
    if search_key(reading.text(cells, "status")) in FAILED:
        reading.left_out += 1
    elif date and _is_plainly_moved(reading, cells):
        _take_line(reading, one)
    else:
        _take_other(reading, one, date)


def _is_plainly_moved(reading: _Reading, cells: Sequence[str]) -> bool:
    amounts = (reading.text(cells, name) for name in ("debit", "credit", "amount"))
    return "balance" in reading.columns.at and any(map(_SOMETHING.search, amounts))


def _take_other(reading: _Reading, one: SheetRow, date: str) -> None:
    """Read a row that may be a balance, a sum, a remark, or a line after all."""
    cells = one.cells
    key = search_key(" ".join(cells))
    amounts = [reading.text(cells, name) for name in ("debit", "credit", "amount", "balance")]
    if any(word in key for word in OPENING + CLOSING) and not _moves(reading, cells):
        _note_sum(reading, one, is_opening=any(word in key for word in OPENING))
    elif not date and (not any(map(clean, amounts)) or key.startswith(SUMS)):
        reading.left_out += 1
    else:
        _take_line(reading, one)


def _moves(reading: _Reading, cells: Sequence[str]) -> bool:
    """Whether a row has an amount beside its balance."""
    names = ("debit", "credit", "amount") if "balance" in reading.columns.at else ()
    try:
        return any(signed_of(reading.text(cells, name)) for name in names)
    except Refusal:
        return True


def _note_sum(reading: _Reading, one: SheetRow, *, is_opening: bool) -> None:
    found = None
    for name in ("balance", "credit", "amount", "debit"):
        try:
            found = signed_of(reading.text(one.cells, name)) if found is None else found
        except Refusal as refusal:
            _fault(reading, one, name, refusal)
            return
    if found is not None and is_opening and reading.opening is None:
        reading.opening = (one.no, found)
    elif found is not None and not is_opening:
        reading.closing = (one.no, found)
    reading.left_out += 1


def _take_line(reading: _Reading, one: SheetRow) -> None:
    before = len(reading.faults)
    cells = one.cells
    on, time = _moment(reading, one)
    paise = _paise(reading, one)
    balance = _read(reading, one, "balance", signed_of)
    if paise is None and len(reading.faults) == before:
        _fault(reading, one, _amount_column(reading), AmountIsMissing())
    if len(reading.faults) > before or not paise:
        reading.left_out += paise == 0
        return
    narration = narration_of(reading.words(cells, reading.columns.narration))
    reference = reading.words(cells, reading.columns.reference)[:_REFERENCE]
    reading.lines.append(StatementLine(
        one.no, on, time, paise, balance, reference or reference_in(narration), narration
    ))  # fmt: skip


def _moment(reading: _Reading, one: SheetRow) -> tuple[str, str]:
    cell = reading.text(one.cells, "date")
    try:
        if not clean(cell):
            raise DateIsEmpty
        on, time = moment_of(cell)
        if on > reading.today_on:
            raise DateIsInFuture
    except Refusal as refusal:
        _fault(reading, one, "date", refusal)
        return "", ""
    return on, _read(reading, one, "time", time_of) or time


def _paise(reading: _Reading, one: SheetRow) -> int | None:
    """What the row moved: above nothing in, below nothing out, None where nothing is written."""
    debit = _read(reading, one, "debit", signed_of)
    credit = _read(reading, one, "credit", signed_of)
    if debit and credit:
        _fault(reading, one, "debit", BothSidesAreFilled())
        return None
    if debit or credit:
        return abs(credit) if credit else -abs(debit or 0)
    amount = _read(reading, one, "amount", signed_of)
    if not amount:
        return next((found for found in (amount, credit, debit) if found is not None), None)
    return _sided(reading, one, amount)


def _sided(reading: _Reading, one: SheetRow, amount: int) -> int | None:
    if has_side(reading.text(one.cells, "amount")):
        return amount
    if clean(reading.text(one.cells, "side")):
        side = _read(reading, one, "side", side_of)
        return None if side is None else side * amount
    if reading.head == UPI_COLLECTION:
        return amount  # a list of what customers paid
    _fault(reading, one, "amount", SideIsMissing())
    return None


def _read(reading: _Reading, one: SheetRow, key: str, read: Callable[[str], T]) -> T | None:
    cell = reading.text(one.cells, key)
    try:
        require_plain(cell)
        return read(cell)
    except Refusal as refusal:
        _fault(reading, one, key, refusal)
        return None


def _amount_column(reading: _Reading) -> str:
    return next(one for one in ("amount", "debit", "credit") if one in reading.columns.at)


def _fault(reading: _Reading, one: SheetRow, column: str, refusal: Refusal) -> None:
    found = shown(reading.text(one.cells, column), column)
    reading.faults.append(LineFault(one.no, column, found, refusal))


def _added_up(reading: _Reading) -> ReadStatement:
    """Put the lines in order and hold each balance to the one before; raise StatementHasFaults."""
    tried = [_breaks(lines, reading) for lines in _orders(reading.lines)]
    breaks, lines, opening, closing = min(tried, key=lambda one: len(one[0]))
    if breaks:
        raise StatementHasFaults(breaks)
    return ReadStatement(tuple(lines), opening, closing, reading.left_out)


def _orders(lines: list[StatementLine]) -> list[list[StatementLine]]:
    """The orders a file may have: as it stands, or the newest first where its dates say so."""
    first, last = (lines[0].moved_on, lines[0].moved_time), (lines[-1].moved_on, "")
    turned = lines[::-1]
    if first[0] != last[0]:
        return [lines] if first[0] < last[0] else [turned]
    is_falling = lines[0].moved_time > lines[-1].moved_time
    return [turned, lines] if is_falling else [lines, turned]


def _breaks(
    lines: list[StatementLine], reading: _Reading
) -> tuple[list[LineFault], list[StatementLine], int | None, int | None]:
    stands = reading.opening[1] if reading.opening else None
    opening, moved = stands, 0
    found = []
    for one in lines:
        moved += one.paise
        if stands is not None:
            stands += one.paise
        if one.balance_paise is None:
            continue
        if stands is not None and stands != one.balance_paise:
            found.append(_break(one.line_no, one.balance_paise, stands))
        if opening is None:
            opening = one.balance_paise - moved
        stands = one.balance_paise
    if reading.closing and stands is not None and stands != reading.closing[1]:
        found.append(_break(*reading.closing, stands))
    if stands is None and reading.closing:
        stands = reading.closing[1]
        opening = stands - moved
    return found, lines, opening, stands


def _break(line_no: int, found: int, expected: int) -> LineFault:
    refusal = BalanceBreaks(expected=rupees(expected))
    return LineFault(line_no, "balance", rupees(found), refusal)


def new_lines(
    lines: Sequence[StatementLine], known: Mapping[tuple[object, ...], int]
) -> list[StatementLine]:
    """The lines that were not read in before; ``known`` counts what is there by identity.

    A movement said twice in one file happened twice; said again by another file it is the same.
    """
    left = Counter(known)
    found = []
    for one in lines:
        if left[one.identity] > 0:
            left[one.identity] -= 1
        else:
            found.append(one)
    return found
