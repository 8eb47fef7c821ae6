"""How money, dates, numbers and words stand on a page."""

from __future__ import annotations

from collections.abc import Callable

from flask import Flask
from flask_babel import gettext
from jinja2 import pass_context
from markupsafe import Markup, escape

from portal.domain import dates, money, seals, words
from portal.domain.text import deva_digits
from portal.web.locale import has_deva_digits, language

_KIND_MARKS = {
    "cash_receipt": "र", "cash_payment": "भु", "bank_receipt": "बै-र", "bank_payment": "बै-भु",
    "contra": "कॉ", "purchase": "क्र", "sales": "वि", "journal": "ज", "opening": "प्रा",
    "adjustment": "समा",
}  # fmt: skip
_KIND_MARKS_EN = {
    "cash_receipt": "R", "cash_payment": "P", "bank_receipt": "BR", "bank_payment": "BP",
    "contra": "C", "purchase": "PU", "sales": "S", "journal": "J", "opening": "O",
    "adjustment": "ADJ",
}  # fmt: skip


def digits(text: object) -> str:
    """Write digits as the reader wants them."""
    return deva_digits(str(text)) if has_deva_digits() else str(text)


def rs(paise: int) -> str:
    """Write money in rupees with lakh grouping."""
    return digits(money.rupees(paise))


def money_cell(paise: int | None, tag: str = "td") -> Markup:
    """Write a table cell of money with its exact paise beside it; nothing where there is none."""
    if paise is None or paise == 0:
        return Markup(f"<{tag} class=n>")  # noqa: S704 - a constant tag
    return Markup(f"<{tag} class=n data-paise={paise:d}>{rs(paise)}")  # noqa: S704 - and digits


def in_words(paise: int) -> str:
    """Write money in words in the page's language."""
    return words.in_words_en(paise) if language() == "en" else words.in_words_hi(paise)


def on(date: str) -> str:
    """Write a business date as dd-mm-yyyy."""
    return digits(dates.show_on(date))


def weekday(date: str) -> str:
    """Name a date's day of the week."""
    names = dates.WEEKDAYS_EN if language() == "en" else dates.WEEKDAYS_HI
    return names[dates.weekday(date)]


def clock_time(at_ms: int) -> str:
    """Write an instant as the time in India."""
    return digits(dates.ist_time(at_ms))


def moment(at_ms: int) -> str:
    """Write an instant as date and time in India."""
    return digits(dates.ist_moment(at_ms))


def fy(year: int) -> str:
    """Write a financial year: 2026-27."""
    return digits(dates.fy_label(year))


def voucher_no(kind: str, no: int) -> str:
    """Write a voucher's printed number with the mark of its kind."""
    marks = _KIND_MARKS_EN if language() == "en" else _KIND_MARKS
    return f"{marks[kind]}-{digits(no)}"


def way(cash_paise: int) -> Markup:
    """Mark money that came in with + and money that went out with −, with a word for it."""
    if cash_paise == 0:
        return Markup("")
    text = gettext("Receipt") if cash_paise > 0 else gettext("Payment")
    mark = "in" if cash_paise > 0 else "out"
    return Markup('<span class="{0}">{1}</span>').format(mark, escape(text))


FILTERS: dict[str, Callable[..., object]] = {
    "rs": rs, "on": on, "weekday": weekday, "time": clock_time, "moment": moment,
    "digits": digits, "words": in_words, "grouped": seals.grouped, "plain": money.plain,
    "fy": fy,
}  # fmt: skip


def _for_each_reader(show: Callable[..., object]) -> Callable[..., object]:
    """Keep Jinja from working a filter on a constant out once, for whoever opens a page first."""

    @pass_context
    def shown(_context: object, *args: object) -> object:
        return show(*args)

    return shown


def init_app(app: Flask) -> None:
    """Give the filters to the templates."""
    app.jinja_env.filters.update({name: _for_each_reader(one) for name, one in FILTERS.items()})
    app.add_template_global(money_cell)
    app.add_template_global(voucher_no)
    app.add_template_global(way)
