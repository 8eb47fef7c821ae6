"""Single cells: numbers, money, dates and words, as people and spreadsheets write them."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from portal.domain import register_cells as cells
from portal.domain.refusals import Refusal
from portal.domain.register_findings import Findings, is_mobile_with_country, is_secret
from portal.domain.register_words import CHOICES, choice, free_text, roman
from portal.domain.sheet import DateCell, NumberCell

READERS = (
    cells.printed_number, cells.account_number, cells.mobile, cells.last_four, cells.rupees,
    cells.paise, cells.date_on, cells.birth_on, cells.hectares, cells.acres, cells.rate_bp,
    cells.months, free_text, roman,
)  # fmt: skip


def read(reader, cell):
    """Read a cell: what is kept, and whether it was told that it was mended."""
    find = Findings()
    return reader(cell, find), bool(find.all)


@pytest.mark.parametrize(
    ("reader", "cell", "kept", "is_told"),
    [
        (cells.printed_number, "0012", "0012", False),
        (cells.printed_number, "KHR-12-a", "KHR-12-a", False),
        (cells.printed_number, "१२", "12", False),
        (cells.printed_number, "12.0", "12", True),
        (cells.printed_number, "12–3", "12-3", True),
        (cells.account_number, "SB-2019-0000012", "SB-2019-0000012", False),
        (cells.mobile, "9876543210", "9876543210", False),
        (cells.mobile, "९८७६५४३२१०", "9876543210", False),
        (cells.mobile, "9876543210.0", "9876543210", True),
        (cells.mobile, "+91 98765-43210", "9876543210", True),
        (cells.mobile, "919876543210", "9876543210", True),
        (cells.mobile, "09876543210", "9876543210", True),
        (cells.mobile, "(98765) 43210", "9876543210", True),
        (cells.last_four, "0432", "0432", False),
        (cells.last_four, NumberCell("432"), "0432", True),
        (cells.last_four, "XXXX XXXX 4321", "4321", True),
        (cells.last_four, "4321.0", "4321", True),
        (cells.rupees, "1,25,000", 12500000, False),
        (cells.rupees, "₹ 500.50", 50050, False),
        (cells.rupees, "500/-", 50000, True),
        (cells.rupees, "-", 0, True),
        (cells.rupees, "निरंक", 0, True),
        (cells.rupees, NumberCell("500.5"), 50050, False),
        (cells.rupees, NumberCell("500.299999999999"), 50030, True),
        (cells.rupees, NumberCell("500.300000000001"), 50030, True),
        (cells.paise, "50000", 50000, False),
        (cells.paise, "50,000", 50000, True),
        (cells.paise, "50000.0", 50000, True),
        (cells.date_on, "01-04-2019", "2019-04-01", False),
        (cells.date_on, "1/4/2019", "2019-04-01", False),
        (cells.date_on, "2019-04-01", "2019-04-01", False),
        (cells.date_on, "2019/4/1", "2019-04-01", True),
        (cells.date_on, "01 - 04 - 2019", "2019-04-01", True),
        (cells.date_on, "2019-04-01 00:00:00", "2019-04-01", True),
        (cells.date_on, "5-Apr-2019", "2019-04-05", True),
        (cells.date_on, "५ अप्रैल २०१९", "2019-04-05", True),
        (cells.date_on, DateCell("2019-04-01"), "2019-04-01", False),
        (cells.date_on, NumberCell("43556"), "2019-04-01", True),
        (cells.date_on, "43556.5", "2019-04-01", True),
        (cells.birth_on, "1980", "1980", False),
        (cells.birth_on, "15-08-1980", "1980-08-15", False),
        (cells.hectares, "1.25", 125, False),
        (cells.hectares, "0.405 हे०", 41, False),
        (cells.hectares, ".5", 50, False),
        (cells.acres, "1 एकड़", 40, False),
        (cells.rate_bp, "7.5%", 750, False),
        (cells.months, "12 माह", 12, False),
        (cells.months, "60", 60, False),
    ],
)  # fmt: skip
def test_a_cell_is_read_as_it_was_meant(reader, cell, kept, is_told):
    assert read(reader, cell) == (kept, is_told)


@pytest.mark.parametrize(
    ("reader", "cell", "name", "suggestion"),
    [
        (cells.printed_number, "12/3", "NumberIsWrong", "12-3"),
        (cells.printed_number, "अ-12", "NumberIsWrong", "12"),
        (cells.printed_number, "--", "NumberIsWrong", None),
        (cells.printed_number, "1234567890123", "NumberIsWrong", None),
        (cells.printed_number, "1.2E+05", "NumberLostDigits", None),
        (cells.mobile, "9.87654E+09", "NumberLostDigits", None),
        (cells.mobile, "98765", "MobileIsWrong", None),
        (cells.mobile, "5876543210", "MobileIsWrong", None),
        (cells.mobile, "9876543210, 9876543211", "MobileIsWrong", "9876543210"),
        (cells.last_four, "432", "LastFourAreWrong", None),
        (cells.last_four, "abcd1234", "LastFourAreWrong", None),
        (cells.last_four, "123456789012", "AadhaarIsNotTaken", "9012"),
        (cells.rupees, "1,0,00", "CommasAreWrong", "1000"),
        (cells.rupees, "-5", "AmountIsNegative", None),
        (cells.rupees, "1.255", "AmountHasTooManyDecimals", None),
        (cells.rupees, NumberCell("1.255"), "AmountHasTooManyDecimals", None),
        (cells.paise, "-5", "PaiseAreNotWhole", None),
        (cells.paise, "5.5", "PaiseAreNotWhole", None),
        (cells.paise, "9" * 12, "AmountIsTooLarge", None),
        (cells.date_on, "31-02-2019", "DateIsNotADate", None),
        (cells.date_on, "2019", "DateIsNotADate", None),
        (cells.date_on, "99999", "DateIsNotADate", None),
        (cells.date_on, "0", "DateIsNotADate", None),
        (cells.date_on, "05-04-19", "YearIsShort", "05-04-2019"),
        (cells.date_on, "5/4/85", "YearIsShort", "5-4-1985"),
        (cells.date_on, "5-Apr-19", "YearIsShort", "5-04-2019"),
        (cells.date_on, "5-Foo-2019", "DateIsNotADate", None),
        (cells.birth_on, "1850", "DateIsNotADate", None),
        (cells.hectares, "दो बीघा", "MeasureIsWrong", None),
        (cells.hectares, ".", "MeasureIsWrong", None),
        (cells.hectares, "100000", "MeasureIsWrong", None),
        (cells.rate_bp, "37", "MeasureIsWrong", None),
        (cells.months, "601", "MeasureIsWrong", None),
        (cells.months, "1.5", "MeasureIsWrong", None),
        (free_text, "क" * 301, "TextIsTooLong", None),
        (free_text, "क ????", "LettersAreLost", None),
        (roman, "??? ??", "LettersAreLost", None),
        (roman, "राम", "NameIsNotRoman", None),
        (roman, "a" * 101, "TextIsTooLong", None),
    ],
)  # fmt: skip
def test_a_cell_that_can_not_be_taken_says_why(reader, cell, name, suggestion):
    with pytest.raises(Refusal) as raised:
        read(reader, cell)
    assert raised.value.name == name
    assert getattr(raised.value, "suggestion", None) == suggestion


@pytest.mark.parametrize(
    ("column", "word", "code"),
    [
        ("relation", "S/O", "father"), ("relation", "w/o", "husband"),
        ("relation", "पति", "husband"),
        ("relation", "माँ", "mother"), ("relation", "C/O", "guardian"), ("sex", "महिला", "F"),
        ("sex", "M", "M"), ("sex", "अन्य", "O"), ("category", "अन्य पिछड़ा वर्ग", "obc"),
        ("category", "SC", "sc"), ("category", "अनुसूचित जनजाति", "st"),
        ("category", "General", "general"),
        ("member_class", "नाममात्र", "nominal"), ("farmer_type", "सीमान्त", "marginal"),
        ("farmer_type", "बटाईदार", "tenant"), ("status", "मृतक", "deceased"),
        ("status", "Active", "active"),
        ("kind", "FD", "fixed"), ("kind", "केसीसी", "loan"), ("mode", "NEFT", "transfer"),
    ],
)  # fmt: skip
def test_words_of_a_choice_are_known_in_both_languages(column, word, code):
    assert choice(column, word) == code


def test_each_code_is_its_own_word_and_a_wrong_word_names_the_right_ones():
    for column, words in CHOICES.items():
        assert all(choice(column, code) == code for code in words.values()), column
    with pytest.raises(cells.WordIsUnknown) as raised:
        choice("sex", "??")
    assert raised.value.params["words"] == "महिला, पुरुष, अन्य"


@given(st.sampled_from(READERS), st.text("0123456789०१९.,-/+E₹ xअराक?=%\u200b\ud800") | st.text())
def test_any_cell_is_read_or_refused(reader, cell):
    statuses = {422}
    try:
        read(reader, cell)
    except Refusal as refusal:
        statuses.add(refusal.status)
    assert statuses == {422}


@given(st.integers(6 * 10**9, 10**10 - 1))
def test_a_mobile_with_its_country_is_no_aadhaar_number(number):
    assert is_mobile_with_country(f"+91 {number}")
    assert not is_secret(f"91{number}", "mobile")
    assert read(cells.mobile, f"91{number}") == (str(number), True)


@given(st.integers(0, 10**11 - 1))
def test_paise_come_back(number):
    assert read(cells.paise, str(number)) == (number, False)


def test_number_keys_forget_leading_zeros_and_letter_case():
    assert cells.number_key("007a") == cells.number_key("7A")
    assert cells.number_key("000") == "0"
