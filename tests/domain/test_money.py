"""Amounts: what is read, what is refused, how they are shown."""

from contextlib import suppress

import pytest
from babel.numbers import format_decimal
from hypothesis import given
from hypothesis import strategies as st

from portal.domain import money
from portal.domain.money import MAX_PAISE, is_whole, parse_paise, plain, rupees, rupees_full
from portal.domain.refusals import Refusal
from portal.domain.text import deva_digits

amounts = st.integers(0, MAX_PAISE)
any_paise = st.integers(-MAX_PAISE, MAX_PAISE)


@pytest.mark.parametrize(
    ("typed", "paise"),
    [
        ("0", 0),
        ("0.00", 0),
        ("5", 500),
        ("007", 700),
        ("12.5", 1250),
        ("12.05", 1205),
        (".50", 50),
        ("999", 99_900),
        ("1,000", 100_000),
        ("12,345", 1_234_500),
        ("1,25,000.50", 12_500_050),
        ("99,99,99,999.99", MAX_PAISE),
        ("  12 500 ", 1_250_000),
        ("1, 25, 000", 12_500_000),
        ("₹12,500", 1_250_000),
        ("₹ 12,500", 1_250_000),
        ("Rs 500", 50_000),
        ("rs.500", 50_000),
        ("Rs .50", 50),
        ("रु500", 50_000),
        ("रु. 500", 50_000),
        ("रु॰ 500", 50_000),
        ("500 रु", 50_000),
        ("500 रुपये", 50_000),
        ("१२,५००.५०", 1_250_050),
        ("१२५00", 1_250_000),
        ("1.25 लाख", 12_500_000),
        ("१.२५लाख", 12_500_000),
        ("1.255 लाख रुपये", 12_550_000),
        ("1.2345678 लाख", 12_345_678),
        ("2 हज़ार", 200_000),
        ("2 हजार", 200_000),
        ("2 ह\u095bार", 200_000),
        ("1.5 करोड़", 1_500_000_000),
        ("1.5 करोड", 1_500_000_000),
        ("1.5 Crore", 1_500_000_000),
        ("Rs 3 lakh", 30_000_000),
        ("3 LAKHS", 30_000_000),
        ("3 lac", 30_000_000),
        ("2 hazar", 200_000),
        ("2 hazaar", 200_000),
        ("2.5 thousand", 250_000),
        ("\u200e500\u202c", 50_000),
        ("5\u00a0000", 500_000),
    ],
)
def test_an_amount_is_read_as_people_write_it(typed, paise):
    assert parse_paise(typed) == paise


@pytest.mark.parametrize(
    ("refusal", "typed"),
    [
        (money.AmountIsEmpty, ""),
        (money.AmountIsEmpty, " \t\n\u00a0"),
        (money.AmountIsNotANumber, "₹"),
        (money.AmountIsNotANumber, "लाख"),
        (money.AmountIsNotANumber, "."),
        (money.AmountIsNotANumber, "12."),
        (money.AmountIsNotANumber, "1.2.3"),
        (money.AmountIsNotANumber, "1e400"),
        (money.AmountIsNotANumber, "NaN"),
        (money.AmountIsNotANumber, "Infinity"),
        (money.AmountIsNotANumber, "1_000"),
        (money.AmountIsNotANumber, "+5"),
        (money.AmountIsNotANumber, "0x1F"),
        (money.AmountIsNotANumber, "١٢٣"),
        (money.AmountIsNotANumber, "１２３"),
        (money.AmountIsNotANumber, "১২৩"),
        (money.AmountIsNotANumber, "²"),
        (money.AmountIsNotANumber, "5-5"),
        (money.AmountIsNotANumber, "5-"),
        (money.AmountIsNotANumber, "5़00"),
        (money.AmountIsNotANumber, "5 lakh 3"),
        (money.AmountIsNotANumber, "$5"),
        (money.AmountIsNotANumber, "r\u017f 5"),
        (money.AmountIsNotANumber, "पाँच सौ"),
        (money.AmountHasWrongCommas, "12,34"),
        (money.AmountHasWrongCommas, "123,456"),
        (money.AmountHasWrongCommas, "1,234,567"),
        (money.AmountHasWrongCommas, "1,2,500"),
        (money.AmountHasWrongCommas, "12,500,"),
        (money.AmountHasWrongCommas, ",500"),
        (money.AmountHasWrongCommas, "1,,000"),
        (money.AmountHasWrongCommas, "0,500"),
        (money.AmountHasWrongCommas, "12 50"),
        (money.AmountHasWrongCommas, ","),
        (money.AmountHasTooManyDecimals, "12.505"),
        (money.AmountHasTooManyDecimals, "12.000"),
        (money.AmountHasTooManyDecimals, "1.234567 हज़ार"),
        (money.AmountHasTooManyDecimals, "1.23456789 lakh"),
        (money.AmountIsNegative, "-5"),
        (money.AmountIsNegative, "−5"),
        (money.AmountIsNegative, "–5"),
        (money.AmountIsNegative, "₹ -5"),
        (money.AmountIsNegative, "-₹5"),
        (money.AmountIsTooLarge, "1000000000"),
        (money.AmountIsTooLarge, "100 crore"),
        (money.AmountIsTooLarge, "9" * 10_000),
    ],
)
def test_what_is_no_fit_amount_is_refused_by_its_name(refusal, typed):
    with pytest.raises(refusal) as caught:
        parse_paise(typed)
    assert (caught.value.name, caught.value.status) == (refusal.__name__, 422)


def test_the_largest_amount_is_said_in_its_refusal():
    refused = money.AmountIsTooLarge(field="amount")
    assert refused.message % refused.params == "An amount can be ₹ 99,99,99,999.99 at most."
    assert refused.field == "amount"


@pytest.mark.parametrize("refusal", [money.AmountIsZero, money.CashHasPaise])
def test_refusals_for_callers_stand_at_422(refusal):
    assert refusal().status == 422


@pytest.mark.parametrize(
    ("paise", "shown", "full", "bare"),
    [
        (0, "0", "0.00", "0"),
        (5, "0.05", "0.05", "0.05"),
        (99_900, "999", "999.00", "999"),
        (1_250_000, "12,500", "12,500.00", "12500"),
        (1_250_050, "12,500.50", "12,500.50", "12500.50"),
        (12_345_678_901, "12,34,56,789.01", "12,34,56,789.01", "123456789.01"),
        (-50_000, "−500", "−500.00", "-500"),
        (-5, "−0.05", "−0.05", "-0.05"),
    ],
)
def test_an_amount_is_shown(paise, shown, full, bare):
    assert (rupees(paise), rupees_full(paise), plain(paise)) == (shown, full, bare)


def test_whole_rupees_have_no_paise():
    assert is_whole(50_000)
    assert is_whole(-50_000)
    assert not is_whole(50_001)


@given(amounts)
def test_what_is_shown_is_read_again(paise):
    for shown in (rupees(paise), rupees_full(paise), plain(paise), deva_digits(rupees(paise))):
        assert parse_paise(shown) == paise
        assert parse_paise(f"₹ {shown}") == paise


@given(any_paise)
def test_grouping_is_that_of_babel_for_hindi(paise):
    whole, rest = divmod(abs(paise), 100)
    sign = "−" if paise < 0 else ""
    babel = format_decimal(whole, locale="hi_IN")
    assert rupees_full(paise) == f"{sign}{babel}.{rest:02d}"


@given(st.text() | st.text("0123456789०१९,. -−₹eE_लाखहज़ार", max_size=14))
def test_any_text_is_an_amount_in_range_or_refused(typed):
    paise = 0
    with suppress(Refusal):
        paise = parse_paise(typed)
    assert 0 <= paise <= MAX_PAISE
    assert type(paise) is int
