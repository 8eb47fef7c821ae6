"""The books: cash book, day book, ledger and trial balance, on screen, on paper and as CSV."""

from __future__ import annotations

from typing import Any

from flask import Blueprint, Response, request
from flask_babel import gettext
from flask_babel import lazy_gettext as _l
from markupsafe import Markup

from portal.actions import books as deeds
from portal.domain import books as reading
from portal.domain.dates import days_between, ist_on, parse_on
from portal.domain.daybook import Voucher
from portal.domain.legacy_days import OLDER
from portal.domain.refusals import Refusal
from portal.domain.year_edge import ADJUSTMENT
from portal.storage import people
from portal.storage.reference import chart
from portal.views import books_csv
from portal.web.access import allow, here
from portal.web.fields import DateField, PageForm
from portal.web.filters import digits, rs
from portal.web.house import house
from portal.web.page import is_blind, page, see

bp = Blueprint("books", __name__)

NAMES = {"cashbook": _l("Cash book"), "daybook": _l("Day book")}


class DatesForm(PageForm):
    """The dates of a book."""

    on = DateField(_l("From which date?"))
    to = DateField(_l("Up to which date?"), blank_ok=True)


@bp.app_template_global()
def late_days(voucher: Voucher) -> int:
    """Count the days between a voucher's business date and its entry (D7).

    Those of older books and of a year's edge are not late.
    """
    if voucher.form_token.startswith(OLDER) or voucher.kind == ADJUSTMENT:
        return 0
    return max(0, days_between(voucher.day_on, ist_on(voucher.posted_at)))


@bp.app_template_global()
def sided_text(paise: int) -> str:
    """Write a signed amount with its side: debit is positive."""
    if not paise:
        return digits("0")
    side = gettext("debit") if paise > 0 else gettext("credit")
    return f"{rs(abs(paise))} {side}"


@bp.app_template_global()
def sided(paise: int) -> Markup:
    """Write a table cell of a signed amount with its side."""
    return Markup("<td class=n data-paise={0}>{1}").format(str(paise), sided_text(paise))


@bp.get("/cashbook", endpoint="find_cashbook", defaults={"book": "cashbook"})
@bp.get("/daybook", endpoint="find_daybook", defaults={"book": "daybook"})
@allow("read_books")
def find(book: str) -> Response:
    """Go to a book's latest day, or to the dates that were typed."""
    society = here()
    if request.args.get("choose"):
        latest = deeds.latest_on(society.id)
        return _other_dates(book, DatesForm(formdata=None, data={"on": latest}), 200)
    if not request.args.get("on"):
        return see(f"/{book}/{deeds.latest_on(society.id)}")
    form = DatesForm(formdata=request.args)
    if not form.validate():
        return _other_dates(book, form, 422)
    to = form.to.data
    return see(f"/{book}/{form.on.data}" + (f"?to={to}" if to and to != form.on.data else ""))


def _other_dates(book: str, form: PageForm, status: int, refusal: str | None = None) -> Response:
    return page("books/choose.html", status, book=book, names=NAMES, form=form, refusal=refusal)


def _today() -> str:
    return ist_on(house().clock.now_ms())


def _wish() -> str:
    """Say how the book is wanted: 'csv', 'print' or 'screen'."""
    if request.args.get("format") == "csv":
        return "csv"
    return "print" if request.args.get("print") == "1" else "screen"


def _page_no() -> int | None:
    """Return the page that is wanted; None, which is all of them, on paper and as CSV."""
    if _wish() != "screen":
        return None
    typed = request.args.get("page", "1")
    return int(typed) if typed.isascii() and typed.isdigit() and len(typed) < 7 else 0


def _span(on: str) -> deeds.Span:
    first_on = parse_on(on)
    last_on = parse_on(request.args["to"]) if request.args.get("to") else first_on
    most = reading.MOST_DAYS_ON_PAPER if _wish() == "print" else reading.MOST_DAYS
    return deeds.span(here().id, first_on, last_on, _today(), most)


def _no_span(book: str, on: str, refusal: Refusal) -> Response:
    """Answer dates that no book has: say why, and ask for other dates."""
    form = DatesForm(formdata=None, data={"on": "", "to": None})
    form.on.raw_data, form.to.raw_data = [_typed(on)], [_typed(request.args.get("to", ""))]
    form.refuse(refusal)
    return _other_dates(book, form, refusal.status, refusal.name)


def _typed(text: str) -> str:
    """Show an ISO date as people write it, and anything else as it came."""
    try:
        return DateField.show(parse_on(text))
    except Refusal:
        return text


def _names(vouchers: list[Voucher], *others: int | None) -> dict[int, tuple[str, str]]:
    ids = {one.entered_by for one in vouchers} | {one.on_behalf_of for one in vouchers} | {*others}
    return people.names({one for one in ids if one is not None})


@bp.get("/cashbook/<on>")
@allow("read_books")
def cash_book(on: str) -> Response:
    """Show the cash book of a day or, with ``?to=``, of a range of days."""
    society = here()
    try:
        over = _span(on)
    except Refusal as refusal:
        return _no_span("cashbook", on, refusal)
    if over.is_without_entries:
        return page("books/no_entries.html", over=over, book="cashbook", names=NAMES)
    wish, page_no = _wish(), _page_no()
    book = deeds.cash_book(
        society.id, over, is_blind=is_blind(), page=page_no, is_paper=wish == "print"
    )
    if wish == "csv":
        return books_csv.cash_book(society.code, book)
    closed_by = over.day.closed_by if over.day else None
    return page(
        f"books/cashbook{'_print' if wish == 'print' else ''}.html", book=book, over=over,
        one=book.pages[(page_no or 1) - 1], chart=chart(), names=_names([], closed_by),
    )  # fmt: skip


@bp.get("/daybook/<on>")
@allow("read_books")
def day_book(on: str) -> Response:
    """Show the day book of a day or, with ``?to=``, of a range of days."""
    society = here()
    try:
        over = _span(on)
    except Refusal as refusal:
        return _no_span("daybook", on, refusal)
    if over.is_without_entries and not deeds.is_adjusted(society.id, over):
        return page("books/no_entries.html", over=over, book="daybook", names=NAMES)
    wish, page_no = _wish(), _page_no()
    book = deeds.day_book(society.id, over, is_blind=is_blind(), page=page_no)
    names = _names(book.vouchers)
    if wish == "csv":
        return books_csv.day_book(society.code, book, names)
    return page(
        f"books/daybook{'_print' if wish == 'print' else ''}.html", book=book, over=over,
        one=book.pages[(page_no or 1) - 1], chart=chart(), names=names,
    )  # fmt: skip


def _period(last: str) -> tuple[str, str]:
    """Read ``?from=`` and the last date (``?to=`` or ``?on=``) of ledger and trial balance."""
    first = request.args.get("from")
    typed = request.args.get(last)
    last_on = parse_on(typed) if typed else _today()
    return deeds.period(here().id, parse_on(first) if first else None, last_on, _today())


@bp.get("/ledger/<int:head>")
@allow("read_books")
def ledger(head: int) -> Response:
    """Show the general ledger of one head."""
    society = here()
    first_on, last_on = _period("to")
    wish, page_no = _wish(), _page_no()
    book = deeds.ledger(society.id, head, first_on, last_on, is_blind=is_blind(), page=page_no)
    if wish == "csv":
        return books_csv.ledger(society.code, book)
    return page(_template("ledger", wish), book=book, first_on=first_on, last_on=last_on)


@bp.get("/trial-balance")
@allow("read_books")
def trial_balance() -> Response:
    """Show the trial balance of a period, from the year's beginning to ``?on=``.

    ``?plain=1`` leaves the adjustments of a 31 March out that ends the period.
    """
    society = here()
    first_on, last_on = _period("on")
    wish = _wish()
    is_plain = request.args.get("plain") == "1"
    found: Any = deeds.trial_balance(
        society.id, first_on, last_on, is_blind=is_blind(), is_plain=is_plain
    )
    if wish == "csv":
        return books_csv.trial_balance(society.code, found)
    return page(_template("trial_balance", wish), found=found, chart=chart())


def _template(book: str, wish: str) -> str:
    return f"books/{book}{'_print' if wish == 'print' else ''}.html"
