"""Which amounts a bill takes: by its exactness, its options, its range, its list."""

from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from portal.domain.billers import Exactness, Selection
from portal.domain.bills import (
    EARLY_AMOUNT,
    EARLY_DATE,
    LATE_AMOUNT,
    AllBillsAreChosen,
    AmountIsAboveTheBill,
    AmountIsBelowTheBill,
    AmountIsNoMultiple,
    AmountIsNothing,
    AmountIsNotTheBills,
    Bill,
    BillAmountIsRefused,
    BillsAreChosenWrongly,
    FetchedBills,
    OneBillIsChosen,
    OptionIsUnknown,
    PaymentOption,
    bounds,
    check_amount,
    check_chosen,
    early_until_on,
    option_named,
    usual_option,
)

EARLY, LATE = PaymentOption(EARLY_AMOUNT, 980_00), PaymentOption(LATE_AMOUNT, 1_030_00)
BILL = Bill(1_000_00, "2611000001", due_on="2026-11-20")
CHOICES = replace(BILL, options=(EARLY, LATE))


def takes(bill: Bill, exactness: Exactness, amount: int) -> bool:
    try:
        check_amount(bill, exactness, amount)
    except BillAmountIsRefused:
        return False
    return True


@given(own=st.integers(1, 10**9), amount=st.integers(-5, 10**9))
def test_exactness_is_measured_by_the_bills_own_amount(own: int, amount: int) -> None:
    bill = Bill(own)
    assert takes(bill, Exactness.EXACT, amount) == (amount == own)
    assert takes(bill, Exactness.AND_ABOVE, amount) == (amount >= own)
    assert takes(bill, Exactness.AND_BELOW, amount) == (0 < amount <= own)
    assert takes(bill, Exactness.ANY, amount) == (amount > 0)


@given(
    own=st.integers(1, 10**6),
    amount=st.integers(1, 10**6),
    least=st.integers(1, 10**6),
    more=st.integers(0, 10**6),
    step=st.integers(1, 1_000),
)
def test_a_range_takes_its_multiples_and_the_bills_own(
    own: int, amount: int, least: int, more: int, step: int
) -> None:
    bill = Bill(own, min_paise=least, max_paise=least + more, multiple_paise=step)
    is_right = least <= amount <= least + more and (amount % step == 0 or amount == own)
    assert takes(bill, Exactness.RANGE, amount) == is_right
    for exactness in Exactness:
        lower, upper = bounds(bill, exactness)
        if takes(bill, exactness, amount):
            assert lower is None or lower <= amount
            assert upper is None or amount <= upper


def test_a_refused_amount_says_which_would_do() -> None:
    for exactness, amount, refusal, params in (
        (Exactness.EXACT, 999_99, AmountIsNotTheBills, {"amount": "1,000"}),
        (Exactness.AND_ABOVE, 999_99, AmountIsBelowTheBill, {"least": "1,000"}),
        (Exactness.AND_BELOW, 1_000_01, AmountIsAboveTheBill, {"most": "1,000"}),
        (Exactness.ANY, 0, AmountIsNothing, {}),
    ):
        with pytest.raises(refusal) as refused:
            check_amount(BILL, exactness, amount)
        assert refused.value.params == params
        assert refused.value.field == "amount"
    with pytest.raises(AmountIsNoMultiple) as odd:
        check_amount(replace(BILL, multiple_paise=100_00), Exactness.ANY, 150_00)
    assert odd.value.params == {"step": "100"}


def test_an_option_is_paid_to_the_paisa_whatever_the_exactness() -> None:
    for exactness in Exactness:
        check_amount(CHOICES, exactness, 980_00, EARLY)
        with pytest.raises(AmountIsNotTheBills):
            check_amount(CHOICES, exactness, 1_000_00, EARLY)


def test_options_are_found_by_name() -> None:
    assert option_named(CHOICES, "") is None
    assert option_named(CHOICES, LATE_AMOUNT) is LATE
    with pytest.raises(OptionIsUnknown):
        option_named(CHOICES, "Half")


def test_the_date_chooses_the_usual_option() -> None:
    assert usual_option(CHOICES, "2026-11-21") is LATE
    assert usual_option(CHOICES, "2026-11-20") is None
    assert usual_option(CHOICES, "2026-11-10", "2026-11-10") is EARLY
    assert usual_option(CHOICES, "2026-11-11", "2026-11-10") is None
    assert usual_option(BILL, "2026-12-31", "2027-01-01") is None
    assert usual_option(replace(CHOICES, due_on=""), "2030-01-01") is None


def test_the_last_early_day_stands_on_the_bill_or_around_it() -> None:
    on_bill = replace(CHOICES, additional=(("Units", "12"), (EARLY_DATE, "10/11/2026")))
    around = FetchedBills("R", (CHOICES,), Exactness.ANY, additional=((EARLY_DATE, "2026-11-09"),))
    assert early_until_on(around, on_bill) == "2026-11-10"
    assert early_until_on(around, CHOICES) == "2026-11-09"
    unread = replace(CHOICES, additional=((EARLY_DATE, "soon"),))
    assert early_until_on(replace(around, additional=()), unread) == ""


def listed(selection: Selection, exactness: Exactness = Exactness.EXACT) -> FetchedBills:
    bills = tuple(Bill(amount, no) for no, amount in (("A", 100), ("B", 200), ("C", 300)))
    return FetchedBills("R", bills, exactness, is_list=True, selection=selection)


def test_a_list_is_paid_as_its_rule_says() -> None:
    assert check_chosen(listed(Selection.ONE), {"B": 200}) == 200
    assert check_chosen(listed(Selection.SOME), {"A": 100, "C": 300}) == 400
    assert check_chosen(listed(Selection.ALL), {"A": 100, "B": 200, "C": 300}) == 600
    with pytest.raises(OneBillIsChosen):
        check_chosen(listed(Selection.ONE), {"A": 100, "B": 200})
    with pytest.raises(AllBillsAreChosen):
        check_chosen(listed(Selection.ALL), {"A": 100, "B": 200})
    for chosen in ({}, {"D": 100}):
        with pytest.raises(BillsAreChosenWrongly):
            check_chosen(listed(Selection.SOME), chosen)
    with pytest.raises(AmountIsNotTheBills):
        check_chosen(listed(Selection.SOME), {"A": 101})
