"""The books as they are read: cash book, day book, ledger and trial balance, folded from vouchers.

All money is whole paise. In the cash book a line stands in one or more of three columns: cash (the
box, head 2101), bank (heads 22xx) and adjustment (what is neither). Adjustments stand on both sides
with equal sums, so they never disturb cash.
"""

from __future__ import annotations

from collections import deque
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from itertools import accumulate, groupby
from typing import NamedTuple

from portal.domain.daybook import Line
from portal.domain.heads import CASH_BOX
from portal.domain.refusals import N_, Refusal

LINES_A_PAGE = 50
#: On paper a line of the cash book takes two rows of print, so half as many fit below each other.
LINES_A_SIDE_ON_PAPER = 25
MOST_DAYS = 366
MOST_DAYS_ON_PAPER = 92
OPENING = "opening"


class RangeIsReversed(Refusal):
    """A range of days ends before it begins."""

    message = N_("The last date %(last)s lies before the first date %(first)s.")
    status = 422
    field = "to"


class RangeIsTooLong(Refusal):
    """A book is read for a year at most, and printed for a quarter."""

    message = N_("Choose %(most)s days at most.")
    status = 422
    field = "to"


class PageIsNotThere(Refusal):
    """A book has no such page."""

    message = N_("The book has no such page.")
    status = 404


class SheetIsNotMade(Refusal):
    """Only a closed day has a sheet."""

    message = N_("The day %(on)s is not closed yet. Its sheet is made at closing.")
    status = 409


class Columns(NamedTuple):
    """Money in the three columns of the cash book."""

    cash_paise: int = 0
    bank_paise: int = 0
    adjusted_paise: int = 0

    def plus(self, other: Columns) -> Columns:
        """Add column by column."""
        return Columns(
            self.cash_paise + other.cash_paise,
            self.bank_paise + other.bank_paise,
            self.adjusted_paise + other.adjusted_paise,
        )

    def minus(self, other: Columns) -> Columns:
        """Take away column by column."""
        return self.plus(Columns(*(-paise for paise in other)))


class BookLine(NamedTuple):
    """One line of the cash book. ``head`` is what stands in the ledger folio column, None for
    the opening balances."""

    voucher_id: int
    is_receipt: bool
    head: int | None
    columns: Columns


class Sides(NamedTuple):
    """The sums of both sides: what came in (with what was there before), and what went out."""

    receipts: Columns = Columns()
    payments: Columns = Columns()

    def with_line(self, line: BookLine) -> Sides:
        """Add one line to its side."""
        if line.is_receipt:
            return Sides(self.receipts.plus(line.columns), self.payments)
        return Sides(self.receipts, self.payments.plus(line.columns))

    @property
    def balance(self) -> Columns:
        """What is left; the adjustment column is nil by construction."""
        return self.receipts.minus(self.payments)


class Folded(NamedTuple):
    """What the cash book needs of a voucher: key, kind and lines."""

    voucher_id: int
    kind: str
    lines: tuple[Line, ...]


def is_bank(head: int) -> bool:
    """Heads 22xx: bank accounts, wallet, collection and settlement accounts."""
    return head // 100 == 22


def fold(records: Iterable[tuple[int, str, int, int]]) -> list[Folded]:
    """Gather (voucher id, kind, head, paise) records, in entry order, into vouchers."""
    return [
        Folded(voucher_id, kind, tuple(Line(head, paise) for _, _, head, paise in found))
        for (voucher_id, kind), found in groupby(records, key=lambda one: (one[0], one[1]))
    ]


def lines_of(voucher: Folded) -> list[BookLine]:
    """Write a voucher into the cash book.

    Each credit finds the debit it paid for: money first against what is not money, then bank
    against cash (both sides, as contra). A line bears the head of the other party, and stands in
    the column of the money that moved; where none did, in the adjustment column of both sides.
    """
    if voucher.kind == OPENING:
        return _opening_lines(voucher)
    credits = deque(
        (line.head, -line.paise) for line in _ordered(voucher.lines, (0, 1, 2)) if line.paise < 0
    )
    debits = deque(
        (line.head, line.paise) for line in _ordered(voucher.lines, (2, 1, 0)) if line.paise > 0
    )
    found: dict[tuple[bool, int], Columns] = {}
    while credits and debits:
        (giver, given), (taker, taken) = credits.popleft(), debits.popleft()
        paise = min(given, taken)
        for is_receipt, head, columns in _pair(giver, taker, paise):
            key = (is_receipt, head)
            found[key] = found.get(key, Columns()).plus(columns)
        if given > paise:
            credits.appendleft((giver, given - paise))
        if taken > paise:
            debits.appendleft((taker, taken - paise))
    return [
        BookLine(voucher.voucher_id, is_receipt, head, columns)
        for (is_receipt, head), columns in found.items()
    ]


def _ordered(lines: Sequence[Line], order: tuple[int, int, int]) -> list[Line]:
    return sorted(lines, key=lambda line: order[_column(line.head)])


def _column(head: int) -> int:
    return 0 if head == CASH_BOX else 1 if is_bank(head) else 2


def _in_column(head: int, paise: int) -> Columns:
    return Columns(*(paise if at == _column(head) else 0 for at in range(3)))


def _pair(giver: int, taker: int, paise: int) -> Iterable[tuple[bool, int, Columns]]:
    """Say on which sides, under which heads and in which columns one piece of money stands.

    What a money head takes is a receipt in its column, what it gives a payment; without money the
    piece is adjusted on both sides, each under its own head.
    """
    is_money = (_column(giver) < 2, _column(taker) < 2)
    if is_money[1] or not is_money[0]:
        yield True, giver, _in_column(taker, paise)
    if is_money[0] or not is_money[1]:
        yield False, taker, _in_column(giver, paise)


def _opening_lines(voucher: Folded) -> list[BookLine]:
    """Write the books' beginning as one line: what was in the box and in the banks."""
    found = Sides()
    for line in voucher.lines:
        if _column(line.head) < 2:
            columns = _in_column(line.head, abs(line.paise))
            found = found.with_line(BookLine(0, line.paise > 0, None, columns))
    return [
        BookLine(voucher.voucher_id, is_receipt, None, columns)
        for is_receipt, columns in ((True, found.receipts), (False, found.payments))
        if any(columns)
    ]


@dataclass(frozen=True, slots=True)
class CashBookPage:
    """One page: its lines by side, and the sums brought to it and carried from it.

    ``brought`` and ``carried`` hold the opening among the receipts; both are None where sums are
    not to be told (a blind count).
    """

    number: int
    receipts: tuple[BookLine, ...]
    payments: tuple[BookLine, ...]
    brought: Sides | None
    carried: Sides | None
    first_voucher: int
    vouchers: int


def cash_book(
    vouchers: Iterable[Folded], opening: Columns | None, most_a_side: int = LINES_A_PAGE
) -> list[CashBookPage]:
    """Cut the cash book into pages of 50 lines, never within a voucher; there is always one.

    ``most_a_side`` limits the lines below each other. ``opening`` None leaves every sum away.
    """
    written = [lines_of(one) for one in vouchers]
    pages: list[CashBookPage] = []
    brought = Sides(opening) if opening is not None else None
    at = 0
    for size in _cut([_measure(lines) for lines in written], (LINES_A_PAGE, *[most_a_side] * 2)):
        lines = [line for one in written[at : at + size] for line in one]
        carried = brought
        for line in lines:
            carried = carried.with_line(line) if carried is not None else None
        pages.append(CashBookPage(
            len(pages) + 1,
            tuple(line for line in lines if line.is_receipt),
            tuple(line for line in lines if not line.is_receipt),
            brought, carried, at, size,
        ))  # fmt: skip
        at, brought = at + size, carried
    return pages


def _measure(lines: Sequence[BookLine]) -> tuple[int, int, int]:
    receipts = sum(line.is_receipt for line in lines)
    return len(lines), receipts, len(lines) - receipts


def _cut(measures: Sequence[tuple[int, ...]], most: tuple[int, ...]) -> list[int]:
    """Say how many of the measured things fit on each page; every measure has its own limit."""
    sizes = [0]
    used = (0,) * len(most)
    for measure in measures:
        wanted = tuple(map(sum, zip(used, measure, strict=True)))
        if sizes[-1] and any(want > limit for want, limit in zip(wanted, most, strict=True)):
            sizes.append(0)
            wanted = measure
        sizes[-1] += 1
        used = wanted
    return sizes


class Sums(NamedTuple):
    """Debit and credit, each counted without sign."""

    debit_paise: int = 0
    credit_paise: int = 0

    def with_paise(self, paise: int) -> Sums:
        """Add a signed amount to its side."""
        if paise > 0:
            return Sums(self.debit_paise + paise, self.credit_paise)
        return Sums(self.debit_paise, self.credit_paise - paise)


@dataclass(frozen=True, slots=True)
class DayBookPage:
    """One page of the day book: which vouchers (from 0) it holds, and the sums carried."""

    number: int
    first_voucher: int
    vouchers: int
    brought: Sums | None
    carried: Sums | None


def day_book(vouchers: Sequence[Folded], is_blind: bool) -> list[DayBookPage]:
    """Cut the day book into pages of 50 lines, never within a voucher; there is always one."""
    pages: list[DayBookPage] = []
    sums = Sums()
    at = 0
    for size in _cut([(len(one.lines),) for one in vouchers], (LINES_A_PAGE,)):
        brought = sums
        for one in vouchers[at : at + size]:
            for line in one.lines:
                sums = sums.with_paise(line.paise)
        told = (None, None) if is_blind else (brought, sums)
        pages.append(DayBookPage(len(pages) + 1, at, size, *told))
        at += size
    return pages


class Balanced(NamedTuple):
    """A ledger line's balance after it: debit is positive."""

    paise: int
    balance_paise: int


def with_balance(amounts: Sequence[int], brought_paise: int) -> list[Balanced]:
    """Put the balance after each signed amount beside it."""
    balances = list(accumulate(amounts, initial=brought_paise))[1:]
    return [Balanced(*pair) for pair in zip(amounts, balances, strict=True)]


class TrialLine(NamedTuple):
    """One head of the trial balance; opening and closing are signed, debit positive."""

    head: int
    opening_paise: int
    debit_paise: int
    credit_paise: int

    @property
    def closing_paise(self) -> int:
        """The balance at the end."""
        return self.opening_paise + self.debit_paise - self.credit_paise


def trial_balance(
    before: Mapping[int, int], moved: Mapping[int, tuple[int, int]]
) -> list[TrialLine]:
    """Write the trial balance: every head that has a balance or moved, in the order of codes."""
    lines = (
        TrialLine(head, before.get(head, 0), *moved.get(head, (0, 0)))
        for head in sorted({*before, *moved})
    )
    return [one for one in lines if one.opening_paise or one.debit_paise or one.credit_paise]


def without(
    moved: Mapping[int, tuple[int, int]], others: Mapping[int, tuple[int, int]]
) -> dict[int, tuple[int, int]]:
    """Take debit and credit of some vouchers out of what heads moved by."""
    return {
        head: (debit - others.get(head, (0, 0))[0], credit - others.get(head, (0, 0))[1])
        for head, (debit, credit) in moved.items()
    }


def sums_of(signed: Iterable[int]) -> Sums:
    """Add up signed amounts by side."""
    found = Sums()
    for paise in signed:
        found = found.with_paise(paise)
    return found
