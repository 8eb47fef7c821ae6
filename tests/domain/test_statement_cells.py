"""Dates, amounts and words of statements as banks and wallets write them."""

from __future__ import annotations

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from portal.domain.dates import DateIsNotADate
from portal.domain.money import AmountHasTooManyDecimals, AmountIsNotANumber
from portal.domain.refusals import Refusal
from portal.domain.register_cells import CommasAreWrong, NumberLostDigits
from portal.domain.sheet import DateCell, ErrorCell, FormulaCell, NumberCell
from portal.domain.statement_cells import (
    CellIsComputed,
    SideIsUnknown,
    TimeIsWrong,
    has_side,
    moment_of,
    narration_of,
    reference_in,
    require_plain,
    side_of,
    signed_of,
    time_of,
)
from portal.domain.text import has_aadhaar

AADHAAR = "999941057058"


@pytest.mark.parametrize(
    ("cell", "on", "time"),
    [
        ("24-11-2026", "2026-11-24", ""), ("24/11/26", "2026-11-24", ""),
        ("24.11.26 14.05", "2026-11-24", "14:05"), ("24-Nov-2026", "2026-11-24", ""),
        ("24 Nov 26 2:05 PM", "2026-11-24", "14:05"),
        ("2026-11-24 09:05:11", "2026-11-24", "09:05"),
        ("2026-11-24T09:05:11.123", "2026-11-24", "09:05"), ("2026/11/24", "2026-11-24", ""),
        ("Nov 24, 2026 12:05 AM", "2026-11-24", "00:05"), ("२४-११-२०२६", "2026-11-24", ""),
        ("24-11-2026 14:05:00 IST", "2026-11-24", "14:05"), ("24 नवंबर 2026", "2026-11-24", ""),
        (DateCell("2026-11-24"), "2026-11-24", ""), (NumberCell("46350"), "2026-11-24", ""),
    ],
)  # fmt: skip
def test_dates_in_the_usual_forms(cell: str, on: str, time: str) -> None:
    assert moment_of(cell) == (on, time)


@pytest.mark.parametrize("cell", ["31-02-2026", "24/13/2026", "kal", "24:11"])
def test_what_is_no_date_is_refused(cell: str) -> None:
    with pytest.raises(DateIsNotADate):
        moment_of(cell)


def test_a_time_that_can_not_be_is_refused() -> None:
    for cell in ("24-11-2026 25:05", "24-11-2026 12:61"):
        with pytest.raises(TimeIsWrong):
            moment_of(cell)
    with pytest.raises(TimeIsWrong):
        time_of("noon")
    assert (time_of(""), time_of("2:05:59 pm"), time_of("१४:०५")) == ("", "14:05", "14:05")


@pytest.mark.parametrize(
    ("cell", "paise"),
    [
        ("1,25,000.50", 1_25_000_50), ("125,000.50", 1_25_000_50), ("1,234,567", 12_34_567_00),
        ("500 Dr", -500_00), ("500.00 (Cr)", 500_00), ("500CR", 500_00), ("(500.00)", -500_00),
        ("-500", -500_00), ("500-", -500_00), ("+500", 500_00), ("₹ 500/-", 500_00),
        ("५००", 500_00),
        ("0.00", 0), ("", None), ("-", None), ("NIL", None), ("--", None), ("Rs. 12", 12_00),
        ("500 नामे", -500_00), (NumberCell("12.299999999999999"), 12_30), (NumberCell("-5"), -5_00),
    ],
)  # fmt: skip
def test_amounts_with_their_sign(cell: str, paise: int | None) -> None:
    assert signed_of(cell) == paise


@pytest.mark.parametrize(
    ("cell", "refusal"),
    [
        ("-500-", AmountIsNotANumber), ("abc", AmountIsNotANumber), ("1,2,3", CommasAreWrong),
        ("1.234", AmountHasTooManyDecimals), (FormulaCell("=A1"), CellIsComputed),
        (ErrorCell("#REF!"), CellIsComputed), ("=A1+B1", CellIsComputed),
        ("4.3E+11", NumberLostDigits), ("5-5", AmountIsNotANumber),
    ],
)  # fmt: skip
def test_what_is_no_amount_is_refused(cell: str, refusal: type[Refusal]) -> None:
    with pytest.raises(refusal):
        signed_of(cell)


def test_whether_an_amount_says_its_side() -> None:
    assert [has_side(one) for one in ("500 Dr", "(500)", "-500", "500-", "500", "500/-")] == [
        True, True, True, True, False, False,
    ]  # fmt: skip


def test_sides_in_words() -> None:
    assert [side_of(one) for one in ("CR.", "Credit", "जमा", "Dr", "DEBITED", "नामे")] == [
        1, 1, 1, -1, -1, -1,
    ]  # fmt: skip
    with pytest.raises(SideIsUnknown):
        side_of("BBPS")


def test_only_numbers_that_were_text_may_have_lost_their_end() -> None:
    require_plain(NumberCell("4.3E+11"))
    with pytest.raises(NumberLostDigits):
        require_plain("4.3E+11")


def test_words_keep_no_aadhaar_number() -> None:
    for text in (f"cash {AADHAAR} paid", "cash 9999 4105 7058 paid", f"AEPS 99994105{AADHAAR[8:]}"):
        kept = narration_of(text)
        assert "XXXXXXXX7058" in kept
        assert not has_aadhaar(kept)


@given(st.lists(st.sampled_from(
    ["9999", "4105", "7058", AADHAAR, " ", "-", "x", "९९९९", "432112345678", "9"]
), max_size=12).map("".join))  # fmt: skip
def test_no_dress_brings_an_aadhaar_number_into_the_words(text: str) -> None:
    assert not has_aadhaar(narration_of(text))
    labelled = narration_of(f"UPI {text}")
    assert not has_aadhaar(re.sub(r"(?<!\d)\d{12}(?!\d)", "/", labelled))


def test_a_payments_number_beside_its_name_stays() -> None:
    assert narration_of(f"UPI/{AADHAAR}/ramesh") == f"UPI/{AADHAAR}/ramesh"
    assert narration_of("UPI_123456789012 and 9999 4105 7058").endswith("XXXXXXXX7058")
    assert narration_of("123456789012 plain") == "123456789012 plain"


def test_a_reference_is_found_among_words() -> None:
    assert reference_in("UPI/432112345678/RAMESH") == "432112345678"
    assert reference_in("BBPS bc01ab2345678 light") == "BC01AB2345678"
    assert reference_in("XXXXXXXX7058 cash") == ""
    assert reference_in("commission") == ""
