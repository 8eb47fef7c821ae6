"""Reading the books: cash book, day book, ledger, trial balance. Nothing is changed here.

Each function reads one snapshot. ``is_blind`` says that cash is being counted unseen: then no sum,
opening or closing that the open day has a part in is handed out at all.
"""

from __future__ import annotations

from dataclasses import dataclass

from portal.domain import books as reading
from portal.domain.books import (
    Balanced,
    CashBookPage,
    Columns,
    DayBookPage,
    Folded,
    PageIsNotThere,
    RangeIsReversed,
    RangeIsTooLong,
    Sums,
    TrialLine,
)
from portal.domain.dates import (
    days_between,
    financial_year,
    fy_range,
    next_on,
    previous_on,
    show_on,
)
from portal.domain.day import BooksAreNotStarted, DayIsInTheFuture, DayIsUnknown
from portal.domain.daybook import Voucher
from portal.domain.heads import CASH_BOX, Head, HeadIsAGroup
from portal.domain.year_edge import ADJUSTMENT, edge_on
from portal.storage import books, cash_count, daybook, days, year_edge
from portal.storage.books import LedgerEntry
from portal.storage.cash_count import CountLine
from portal.storage.days import Day
from portal.storage.engine import snapshot
from portal.storage.reference import chart

ALL = 1_000_000


@dataclass(frozen=True, slots=True)
class Span:
    """A day or a range of days that a book is read for; ``day`` only where it is one day."""

    first_on: str
    last_on: str
    day: Day | None
    open_on: str | None
    earlier_on: str | None
    later_on: str | None

    @property
    def is_one_day(self) -> bool:
        """A single day, with its count and its neighbours."""
        return self.first_on == self.last_on

    @property
    def is_without_entries(self) -> bool:
        """A holiday, or a day on which nothing was done."""
        return self.day is not None and self.day.kind in ("holiday", "idle")

    @property
    def is_still_open(self) -> bool:
        """The open day is part of it, so that more may come."""
        return self.open_on is not None and self.first_on <= self.open_on <= self.last_on


def span(
    society_id: int, first_on: str, last_on: str, today_on: str, most: int = reading.MOST_DAYS
) -> Span:
    """Find a range of days in the books.

    Raises RangeIsReversed, RangeIsTooLong, DayIsInTheFuture, DayIsUnknown where the books hold no
    day of it.
    """
    if last_on < first_on:
        raise RangeIsReversed(first=show_on(first_on), last=show_on(last_on))
    if last_on > today_on:
        raise DayIsInTheFuture(on=show_on(last_on))
    if days_between(first_on, last_on) >= most:
        raise RangeIsTooLong(most=most)
    found = days.days_between(society_id, first_on, last_on)
    if not found:
        raise DayIsUnknown
    running = days.running_day(society_id)
    earlier, later = books.neighbours(society_id, first_on)
    is_one = first_on == last_on
    return Span(
        first_on, last_on, found[0] if is_one else None, running.day_on if running else None,
        earlier if is_one else None, later if is_one else None,
    )  # fmt: skip


def latest_on(society_id: int) -> str:
    """Return the latest day with entries; raise BooksAreNotStarted."""
    found = books.latest_on(society_id)
    if found is None:
        raise BooksAreNotStarted
    return found


@dataclass(frozen=True, slots=True)
class CashBook:
    """The cash book of a span: all its pages as lines, and the vouchers of those asked for.

    ``opening`` and ``closing`` are None in a blind count; then every page's sums are None too.
    """

    span: Span
    pages: tuple[CashBookPage, ...]
    opening: Columns | None
    closing: Columns | None
    vouchers: dict[int, Voucher]
    corrections: dict[int, list[Tie]]
    count: list[CountLine]

    @property
    def counted_paise(self) -> int:
        """What the accepted count came to."""
        return cash_count.take_paise(self.count)


@dataclass(frozen=True, slots=True)
class Tie:
    """How a voucher is tied to another: part is reversal, replacement, clearing or reversed."""

    part: str
    voucher_id: int
    kind: str
    no: int


def cash_book(
    society_id: int, over: Span, *, is_blind: bool, page: int | None, is_paper: bool = False
) -> CashBook:
    """Read the cash book; ``page`` None reads the words of all pages. Raises PageIsNotThere.

    Adjustments of a year are not in it: it stays as it was counted and signed.
    """
    with snapshot():
        told = not (is_blind and over.is_still_open)
        opening = _opening(society_id, over.first_on) if told else None
        most = reading.LINES_A_SIDE_ON_PAPER if is_paper else reading.LINES_A_PAGE
        folded = reading.fold(
            books.bare_lines(society_id, over.first_on, over.last_on, without=ADJUSTMENT)
        )
        pages = reading.cash_book(folded, opening, most)
        last = pages[-1].carried
        first, number = _wanted(pages, page)
        vouchers = daybook.vouchers_on(
            society_id, over.first_on, over.last_on, number, first, without=ADJUSTMENT
        )
        return CashBook(
            over, tuple(pages), opening, last.balance if last else None,
            {one.id: one for one in vouchers}, ties_of(society_id, vouchers),
            _accepted_count(over.day) if told else [],
        )  # fmt: skip


def _opening(society_id: int, on: str) -> Columns:
    heads = [CASH_BOX, *(head.code for head in chart() if reading.is_bank(head.code))]
    found = books.balances_before(society_id, heads, on)
    cash = found.pop(CASH_BOX, 0)
    return Columns(cash, sum(found.values()))


def _accepted_count(day: Day | None) -> list[CountLine]:
    if day is None or day.accepted_take is None or day.status != "closed":
        return []
    return cash_count.take_lines(day.society_id, day.day_on, day.accepted_take)


def _wanted(pages: list[CashBookPage] | list[DayBookPage], page: int | None) -> tuple[int, int]:
    if page is None:
        return 0, ALL
    if not 1 <= page <= len(pages):
        raise PageIsNotThere
    return pages[page - 1].first_voucher, pages[page - 1].vouchers


def ties_of(society_id: int, vouchers: list[Voucher]) -> dict[int, list[Tie]]:
    """Say how vouchers that stand one after the other are tied to others, by voucher."""
    found: dict[int, list[Tie]] = {}
    if vouchers:
        ids = [one.id for one in vouchers]
        for voucher_id, other_id, kind, no, part in books.corrections(
            society_id, min(ids), max(ids)
        ):
            found.setdefault(voucher_id, []).append(Tie(part, other_id, kind, no))
    return found


@dataclass(frozen=True, slots=True)
class DayBook:
    """The day book of a span. ``abstract`` holds each head's sums, None in a blind count."""

    span: Span
    pages: tuple[DayBookPage, ...]
    vouchers: list[Voucher]
    corrections: dict[int, list[Tie]]
    abstract: dict[int, tuple[int, int]] | None


def day_book(society_id: int, over: Span, *, is_blind: bool, page: int | None) -> DayBook:
    """Read the day book; ``page`` None reads all pages. Raises PageIsNotThere."""
    with snapshot():
        is_untold = is_blind and over.is_still_open
        folded: list[Folded] = reading.fold(
            books.bare_lines(society_id, over.first_on, over.last_on)
        )
        pages = reading.day_book(folded, is_untold)
        first, number = _wanted(pages, page)
        vouchers = daybook.vouchers_on(society_id, over.first_on, over.last_on, number, first)
        totals = (
            None if is_untold else daybook.totals_between(society_id, over.first_on, over.last_on)
        )
        return DayBook(over, tuple(pages), vouchers, ties_of(society_id, vouchers), totals)


@dataclass(frozen=True, slots=True)
class Ledger:
    """One head over a range of days; balances are signed, debit positive.

    ``hidden_on`` is the open day where it is left out because cash is being counted unseen.
    """

    head: Head
    first_on: str
    last_on: str
    page: int
    pages: int
    brought_paise: int
    lines: list[tuple[LedgerEntry, Balanced]]
    sums: Sums
    closing_paise: int
    opening_paise: int
    hidden_on: str | None


def period(society_id: int, first_on: str | None, last_on: str, today_on: str) -> tuple[str, str]:
    """Settle a range for ledger and trial balance: from the year's beginning unless said.

    Raises BooksAreNotStarted, RangeIsReversed, DayIsInTheFuture.
    """
    if books.opening_on(society_id) is None:
        raise BooksAreNotStarted
    first_on = first_on or fy_range(financial_year(last_on))[0]
    if last_on < first_on:
        raise RangeIsReversed(first=show_on(first_on), last=show_on(last_on))
    if last_on > today_on:
        raise DayIsInTheFuture(on=show_on(last_on))
    return first_on, last_on


def _untold(
    society_id: int, first_on: str, last_on: str, is_blind: bool
) -> tuple[str, str, str | None]:
    """Stop before the open day while its cash is counted unseen."""
    running = days.running_day(society_id) if is_blind else None
    if running is None or running.day_on > last_on:
        return first_on, last_on, None
    return min(first_on, running.day_on), previous_on(running.day_on), running.day_on


def ledger(
    society_id: int, head: int, first_on: str, last_on: str, *, is_blind: bool, page: int | None
) -> Ledger:
    """Read a head's ledger, a page of 50 lines or (``page`` None) all of it.

    Raises HeadIsUnknown, HeadIsAGroup, PageIsNotThere.
    """
    found = chart()[head]
    if found.is_group:
        raise HeadIsAGroup(head=head)
    with snapshot():
        first_on, last_on, hidden_on = _untold(society_id, first_on, last_on, is_blind)
        most = reading.LINES_A_PAGE
        skip = (page - 1) * most if page else 0
        opening = books.balances_before(society_id, [head], first_on).get(head, 0)
        number, debit, credit, passed = books.ledger_sums(
            society_id, head, first_on, last_on, max(skip, 0)
        )
        pages = max(1, -(-number // most))
        if page is not None and not 1 <= page <= pages:
            raise PageIsNotThere
        entries = books.ledger_entries(
            society_id, head, first_on, last_on, most if page else ALL, skip
        )
    balanced = reading.with_balance([one.paise for one in entries], opening + passed)
    return Ledger(
        found, first_on, last_on, page or 1, pages, opening + passed,
        list(zip(entries, balanced, strict=True)), Sums(debit, credit), opening + debit - credit,
        opening, hidden_on,
    )  # fmt: skip


@dataclass(frozen=True, slots=True)
class TrialBalance:
    """The trial balance of a period; ``hidden_on`` as in the ledger."""

    first_on: str
    last_on: str
    lines: list[TrialLine]
    opening: Sums
    moved: Sums
    closing: Sums
    hidden_on: str | None
    is_plain: bool = False


def is_adjusted(society_id: int, over: Span) -> bool:
    """Say whether a single day has adjustments of its year."""
    return over.is_one_day and year_edge.has_any_on(society_id, over.first_on)


def trial_balance(
    society_id: int, first_on: str, last_on: str, *, is_blind: bool, is_plain: bool = False
) -> TrialBalance:
    """Read the trial balance; opening balances entered in the period count as its beginning.

    ``is_plain`` leaves out the adjustments of the 31 March that ends the period.
    """
    with snapshot():
        first_on, last_on, hidden_on = _untold(society_id, first_on, last_on, is_blind)
        started_on = books.opening_on(society_id)
        since = first_on
        if started_on is not None and first_on <= started_on <= last_on:
            since = next_on(started_on)
        before = daybook.balances_before(society_id, since)
        moved = daybook.totals_between(society_id, since, last_on)
        if is_plain and last_on == edge_on(financial_year(last_on)):
            left_out = year_edge.adjusted(society_id, financial_year(last_on))
            moved = reading.without(moved, left_out)
    lines = reading.trial_balance(before, moved)
    return TrialBalance(
        first_on, last_on, lines,
        reading.sums_of(one.opening_paise for one in lines),
        Sums(sum(one.debit_paise for one in lines), sum(one.credit_paise for one in lines)),
        reading.sums_of(one.closing_paise for one in lines), hidden_on, is_plain,
    )  # fmt: skip
