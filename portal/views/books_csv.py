"""The books as CSV: the whole range, one line an entry, in the page's language."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from flask import Response
from flask_babel import gettext as _

from portal.actions.books import CashBook, DayBook, Ledger, TrialBalance
from portal.domain.books import BookLine, Columns
from portal.domain.dates import ist_moment
from portal.storage.reference import chart
from portal.views.behalf import by_hand
from portal.web.csv_answer import Amount, amount, csv_answer
from portal.web.filters import voucher_no
from portal.web.locale import named


def _head(code: int | None) -> tuple[object, str]:
    return ("", "") if code is None else (code, named(chart()[code]))


def _sums(columns: Columns) -> list[Amount]:
    return [amount(paise) for paise in columns]


def cash_book(society_code: str, book: CashBook) -> Response:
    """Write the cash book: opening, every line in entry order, closing."""
    header = (
        _("Date"), _("Side"), _("Voucher"), _("Name"), _("Head code"), _("Head"),
        _("Cash"), _("Bank"), _("Adjustment"), _("Details"),
    )  # fmt: skip
    over = book.span
    rows: list[list[object]] = []
    if book.opening is not None:
        start = [over.first_on, _("Receipt"), "", _("Opening balance"), "", ""]
        rows.append([*start, *_sums(book.opening), ""])
    for one in book.pages:
        lines = sorted([*one.receipts, *one.payments], key=lambda line: line.voucher_id)
        rows += [_cash_line(book, line) for line in lines]
    if book.closing is not None:
        end = [over.last_on, _("Payment"), "", _("Closing balance"), "", ""]
        rows.append([*end, *_sums(book.closing), ""])
    name = f"cashbook-{society_code}-{_dates(over.first_on, over.last_on)}"
    return csv_answer(name, header, rows)


def _cash_line(book: CashBook, line: BookLine) -> list[object]:
    voucher = book.vouchers[line.voucher_id]
    side = _("Receipt") if line.is_receipt else _("Payment")
    return [
        voucher.day_on, side, voucher_no(voucher.kind, voucher.no), voucher.party,
        *_head(line.head), *_sums(line.columns), voucher.narration,
    ]  # fmt: skip


def day_book(society_code: str, book: DayBook, names: Mapping[int, tuple[str, str]]) -> Response:
    """Write the day book: one line for each line of each voucher."""
    from portal.views.daybook import kind_name

    header = (
        _("Date"), _("Voucher"), _("Kind"), _("Head code"), _("Head"), _("Debit"), _("Credit"),
        _("Name"), _("Details"), _("Entered by"), _("Entered at"), _("Corrects"),
    )  # fmt: skip

    def rows() -> Iterator[list[object]]:
        for one in book.vouchers:
            corrects = " ".join(
                voucher_no(tie.kind, tie.no)
                for tie in book.corrections.get(one.id, []) if tie.part != "reversed"
            )  # fmt: skip
            for line in one.lines:
                yield [
                    one.day_on, voucher_no(one.kind, one.no), kind_name(one.kind),
                    *_head(line.head), *_split(line.paise), one.party, one.narration,
                    by_hand(names, one.entered_by, one.on_behalf_of), ist_moment(one.posted_at),
                    corrects,
                ]  # fmt: skip

    name = f"daybook-{society_code}-{_dates(book.span.first_on, book.span.last_on)}"
    return csv_answer(name, header, rows())


def _split(paise: int) -> tuple[object, object]:
    return (amount(paise), "") if paise > 0 else ("", amount(-paise))


def ledger(society_code: str, book: Ledger) -> Response:
    """Write one head's ledger with the balance after each line; debit is positive."""
    header = (
        _("Date"), _("Voucher"), _("Name"), _("Details"), _("Debit"), _("Credit"), _("Balance"),
    )  # fmt: skip
    rows: list[list[object]] = [
        [book.first_on, "", _("Opening balance"), "", "", "", amount(book.opening_paise)]
    ]
    for entry, balanced in book.lines:
        rows.append([
            entry.day_on, voucher_no(entry.kind, entry.no), entry.party, entry.narration,
            *_split(entry.paise), amount(balanced.balance_paise),
        ])  # fmt: skip
    name = f"ledger-{book.head.code}-{society_code}-{_dates(book.first_on, book.last_on)}"
    return csv_answer(name, header, rows)


def trial_balance(society_code: str, found: TrialBalance) -> Response:
    """Write the trial balance; openings are signed, debit positive."""
    header = (
        _("Head code"), _("Head"), _("Opening balance"), _("Debit in the period"),
        _("Credit in the period"), _("Final debit"), _("Final credit"),
    )  # fmt: skip
    rows = [
        [
            *_head(one.head), amount(one.opening_paise), amount(one.debit_paise),
            amount(one.credit_paise), amount(max(one.closing_paise, 0)),
            amount(max(-one.closing_paise, 0)),
        ]
        for one in found.lines
    ]  # fmt: skip
    name = f"trial-balance-{society_code}-{_dates(found.first_on, found.last_on)}"
    return csv_answer(name, header, rows)


def _dates(first_on: str, last_on: str) -> str:
    return first_on if first_on == last_on else f"{first_on}--{last_on}"
