"""The lines of the counter's register, what they come to, and how the money moved (F17)."""

from __future__ import annotations

from dataclasses import replace

import pytest

from portal.domain import counter_register as register
from portal.domain.bill_orders import Order, OrderState
from portal.domain.counter_register import Entry, HandEntry, Share, digital_percent, shares, sums
from tests.domain.test_aeps import PLAIN

ORDER = Order(
    society_id=1, id=5, version=9, payment_ref_id="PKHR0012611240000015", biller_id="B",
    biller_name="पश्चिम क्षेत्र बिजली", params=(("Consumer Number", "1234567890"),),
    mobile="9826012345", payer_name="सुशीला देवी", asked_on="2026-11-24", created_at=1_000,
    created_by=1, state_at=9_000, state=OrderState.SUCCESS, amount_paise=540_00, fee_paise=50,
    own_fee_paise=5_00, cash_paise=546_00, ordered_at=2_000,
)  # fmt: skip


def test_a_bill_shows_its_fees_and_its_number_masked() -> None:
    entry = register.of_bill(ORDER)
    assert (entry.kind, entry.at, entry.number) == ("bill", 2_000, "…7890")
    assert (entry.amount_paise, entry.fee_paise) == (540_00, 6_00)
    assert (entry.cash_paise, entry.upi_paise) == (546_00, 0)
    entry = register.of_bill(replace(ORDER, pay_mode="upi", cash_paise=545_50))
    assert (entry.cash_paise, entry.upi_paise, entry.fee_paise) == (0, 545_50, 5_50)


def test_money_that_goes_back_goes_out_in_cash() -> None:
    entry = register.of_refund(replace(ORDER, state=OrderState.REFUNDED))
    assert (entry.kind, entry.at, entry.cash_paise) == ("refund", 9_000, -546_00)
    by_upi = replace(ORDER, pay_mode="upi", cash_paise=545_50)
    assert register.of_refund(by_upi).cash_paise == -546_00


@pytest.mark.parametrize(("changed", "cash", "state"), [
    ({}, -1_000_00, "done"),
    ({"kind": "deposit"}, 1_000_00, "done"),
    ({"outcome": "declined"}, 0, "declined"),
    ({"outcome": "uncertain"}, 0, "uncertain"),
    ({"outcome": "uncertain", "settled_as": "given", "settled_at": 5}, 0, "given"),
    ({"settled_as": "void", "settled_at": 5, "rrn": "632812345678~7"}, 0, "void"),
])  # fmt: skip
def test_an_aadhaar_transaction_moves_cash_only_where_it_was_sure(
    changed: dict[str, object], cash: int, state: str
) -> None:
    entry = register.of_record(replace(PLAIN, **changed))  # type: ignore[arg-type]
    assert (entry.cash_paise, entry.state, entry.reference) == (cash, state, "632812345678")
    assert entry.number == "…1234 · भारतीय स्टेट बैंक"


def test_cash_given_later_is_a_line_of_its_own() -> None:
    record = replace(PLAIN, outcome="uncertain", settled_as="given", settled_at=77)
    entry = register.of_settlement(record)
    assert (entry.at, entry.cash_paise, entry.state) == (77, -1_000_00, "given")


def test_what_was_entered_by_hand_is_a_line_too() -> None:
    entry = register.of_hand(HandEntry("fee", 9, 5, "फोटोकॉपी", "राम", "", 50_00, 0))
    assert (entry.amount_paise, entry.cash_paise, entry.path) == (50_00, 50_00, "/vouchers/9")


def entry(kind: str, cash: int = 0, upi: int = 0) -> Entry:
    return Entry(kind, 0, "", "", "", "", abs(cash) + upi, "", "", cash_paise=cash, upi_paise=upi)


def test_sums_are_by_kind() -> None:
    found = sums([
        entry("bill", 500), entry("bill", upi=300), entry("aeps", -700), entry("aeps", 200),
        entry("refund", -500), entry("aeps"),
    ])  # fmt: skip
    assert [tuple(getattr(one, name) for name in one.__slots__) for one in found] == [
        ("bill", 2, 500, 0, 300), ("refund", 1, 0, 500, 0), ("aeps", 3, 200, 700, 0),
    ]  # fmt: skip
    assert sums([]) == []


def test_the_share_of_money_without_cash() -> None:
    entries = [
        entry("bill", 500), entry("bill", upi=300), entry("fee", 100), entry("aeps", -100),
        entry("aeps"), entry("refund", -500),
    ]  # fmt: skip
    found = shares(entries, (2, 1_000))
    assert found == [
        Share("cash", 2, 600, 30), Share("upi", 1, 300, 15), Share("aeps", 1, 100, 5),
        Share("wallet", 2, 1_000, 50),
    ]  # fmt: skip
    assert digital_percent(found) == 70
    assert digital_percent(shares([], (0, 0))) is None
    assert digital_percent(shares([entry("bill", 200), entry("bill", upi=1)], (0, 0))) == 0
