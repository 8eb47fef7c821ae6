"""How money, dates, numbers and words stand on a page."""

from __future__ import annotations

import pytest
from flask import Flask, g
from flask_babel import force_locale

from portal.domain.heads import Head
from portal.web import filters
from tests.world import MORNING


@pytest.fixture
def hindi(app: Flask):
    """Inside a request read in Hindi."""
    with app.test_request_context("/"), force_locale("hi"):
        yield


class Reader:
    """Someone who wants Devanagari digits."""

    has_deva_digits = 1


@pytest.mark.parametrize(
    ("paise", "text"),
    [(0, "0"), (100, "1"), (1_25_000_00, "1,25,000"), (50, "0.50"), (-12_34, "−12.34")],
)
def test_money_stands_in_lakhs(hindi: None, paise: int, text: str) -> None:
    assert filters.rs(paise) == text


def test_a_money_cell_carries_its_paise(hindi: None) -> None:
    assert filters.money_cell(1_250_50) == "<td class=n data-paise=125050>1,250.50"
    assert filters.money_cell(0) == filters.money_cell(None) == "<td class=n>"


def test_dates_days_and_times_are_indian(hindi: None) -> None:
    assert filters.on("2026-11-24") == "24-11-2026"
    assert filters.weekday("2026-11-24") == "मंगलवार"
    assert filters.clock_time(MORNING) == "10:00"
    assert filters.moment(MORNING) == "24-11-2026 10:00"


def test_digits_follow_the_reader(hindi: None) -> None:
    g.person = Reader()
    assert filters.rs(1_25_000_00) == "१,२५,०००"
    assert filters.on("2026-11-24") == "२४-११-२०२६"
    assert filters.voucher_no("cash_receipt", 12) == "र-१२"
    assert "data-paise=5000" in filters.money_cell(50_00)


def test_words_follow_the_language(app: Flask) -> None:
    with app.test_request_context("/"), force_locale("hi"):
        assert filters.in_words(1_250_00) == "एक हज़ार दो सौ पचास रुपये मात्र"
        assert filters.voucher_no("journal", 3) == "ज-3"
    with app.test_request_context("/"), force_locale("en"):
        assert "thousand" in filters.in_words(1_250_00)
        assert filters.voucher_no("journal", 3) == "J-3"
        assert filters.weekday("2026-11-24") == "Tuesday"


def test_the_way_of_money_is_said_in_words(hindi: None) -> None:
    assert 'class="in"' in filters.way(100)
    assert "प्राप्ति" in filters.way(100)
    assert "भुगतान" in filters.way(-100)
    assert filters.way(0) == ""


def test_every_kind_of_voucher_has_its_mark() -> None:
    from portal.views.daybook import kind_name

    assert set(filters._KIND_MARKS) == set(filters._KIND_MARKS_EN)
    assert len(set(filters._KIND_MARKS.values())) == len(filters._KIND_MARKS)
    assert callable(kind_name)
    assert Head is not None


def test_a_constant_in_a_template_follows_each_reader_too(app: Flask) -> None:
    with app.test_request_context("/"), force_locale("hi"):
        text = "{{ '0'|digits }} {{ 1250|digits }}"
        template = app.jinja_env.from_string(text)
        assert template.render() == "0 1250"
        g.person = Reader()
        assert template.render() == "० १२५०"
