"""Visits: what is to pay, the vouchers of fees, and the words of UPI."""

from __future__ import annotations

import pytest

from portal.domain.daybook import Line
from portal.domain.money import AmountIsZero, CashHasPaise
from portal.domain.visits import (
    Fee,
    FeeHasNoName,
    FeeIsTooLarge,
    ItemIsTooLarge,
    UpiAddressIsWrong,
    UtrIsWrong,
    Visit,
    checked_fee,
    fee_draft,
    read_upi_address,
    read_utr,
    to_pay,
    upi_link,
    upi_reference,
)


def visit(**other: object) -> Visit:
    return Visit(1, 12, 1, "2026-11-24", 1, 1, **{"name": "रमेश", "mode": "cash"} | other)  # type: ignore[arg-type]


def test_a_fee_is_split_into_ours_and_what_goes_on() -> None:
    draft = fee_draft(visit(), Fee("आय प्रमाण पत्र", 30_00, 10_00))
    assert draft.lines == (Line(2101, 40_00), Line(3307, -30_00), Line(1601, -10_00, 0))
    assert (draft.kind, draft.task, draft.party, draft.till) == (
        "cash_receipt", "csc_service_fee", "रमेश", 2101,
    )  # fmt: skip
    by_upi = fee_draft(visit(mode="upi", reference="432100000017"), Fee("फोटोकॉपी", 4_00))
    assert by_upi.lines == (Line(2205, 4_00), Line(3307, -4_00))
    assert (by_upi.kind, by_upi.reference, by_upi.till) == ("bank_receipt", "432100000017", None)
    assert to_pay([], [Fee("a", 4_00), Fee("b", 30_00, 10_00)], "cash") == 44_00


@pytest.mark.parametrize(
    ("fee", "refusal", "field"),
    [
        (Fee(" ", 1_00), FeeHasNoName, "what"),
        (Fee("x"), AmountIsZero, "own"),
        (Fee("x", 1_50), CashHasPaise, "own"),
        (Fee("x", 1_00, 10), CashHasPaise, "passed"),
        (Fee("x", 1_00_000_00, 1_00), FeeIsTooLarge, "own"),
    ],
)
def test_a_fee_that_can_not_be_is_refused(fee: Fee, refusal: type, field: str) -> None:
    with pytest.raises(refusal) as refused:
        checked_fee(fee)
    assert refused.value.field == field


def test_a_fee_is_kept_clean() -> None:
    assert checked_fee(Fee("  फोटो  कॉपी ", 2_00, service_id="other-1", no=7)) == Fee(
        "फोटो कॉपी", 2_00, service_id="other-1"
    )


def test_change_is_what_was_given_beyond_the_sum() -> None:
    assert visit(total_paise=512_00, given_paise=600_00).change_paise == 88_00
    assert visit(total_paise=512_00).change_paise == 0


def test_a_utr_is_twelve_digits_of_either_script() -> None:
    assert read_utr(" ४३२१ 0000 0017 ") == "432100000017"
    for wrong in ("", "43210000001", "4321000000171", "43210000001A"):
        with pytest.raises(UtrIsWrong):
            read_utr(wrong)


def test_an_upi_address_is_a_name_at_a_bank() -> None:
    assert read_upi_address(" ramesh.k@okbank ") == "ramesh.k@okbank"
    assert read_upi_address(" ") == ""
    for wrong in ("ramesh", "r@", "@bank", "ramesh@bank/x", "रमेश@bank"):
        with pytest.raises(UpiAddressIsWrong):
            read_upi_address(wrong)


def test_the_upi_picture_names_the_exact_amount_and_the_visit() -> None:
    text = upi_link("khr001@bank", "पैक्स खेड़ा", 512_05, upi_reference("KHR001", 12))
    assert text.startswith("upi://pay?pa=khr001@bank&pn=%E0%A4%AA")
    assert text.endswith("&am=512.05&cu=INR&tr=KHR001V000012")


def test_a_premium_is_held_on_its_application_and_our_charge_is_insurance_income() -> None:
    premium = Fee(
        "फसल बीमा", 20_00, 387_45, "ins-001", application_id=7, own_head=3306, passed_head=1603
    )
    assert checked_fee(premium) == premium
    draft = fee_draft(visit(), premium)
    assert draft.lines == (
        Line(2101, 407_00), Line(3306, -20_00), Line(1603, -387_45, 7), Line(4320, 45),
    )  # fmt: skip
    assert draft.task == "insurance_premium"
    exact = fee_draft(visit(mode="upi", reference="432100000017"), premium)
    assert exact.lines[0] == Line(2205, 407_45)
    assert to_pay([], [premium], "cash") == 407_00
    assert to_pay([], [premium], "upi") == 407_45


def test_what_an_application_passes_on_may_be_large_but_not_endless() -> None:
    fare = Fee("रेल टिकट", 20_00, 2_00_000_00, application_id=7)
    assert checked_fee(fare).held_on == 0
    with pytest.raises(ItemIsTooLarge):
        checked_fee(Fee("रेल टिकट", 0, 10_00_000_01, application_id=7))
    with pytest.raises(FeeIsTooLarge):
        checked_fee(Fee("रेल टिकट", 1_00_001_00, 1_00, application_id=7))
    with pytest.raises(AmountIsZero):
        checked_fee(Fee("रेल टिकट", 0, 49, application_id=7))
