"""The customer's fee is exact to the paisa; modes, limits and cash are held to the rules."""

from __future__ import annotations

from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from portal.domain.bill_fees import (
    CASH_BELOW_PAISE,
    AmountIsOutsideTheMode,
    CashIsOverTheLimit,
    ModeIsNotTaken,
    check_mode,
    convenience_fee,
    slab_fee,
)
from portal.domain.billers import CASH, Biller, FeeSlab, Limit

PLAIN = Biller("SOME00000NAT01", "Some", "Electricity")


def charging(*slabs: FeeSlab) -> Biller:
    return Biller("SOME00000NAT01", "Some", "Loan Repayment", fee_slabs=slabs)


@pytest.mark.parametrize(
    ("amount", "flat", "fee"),
    [(200_000, 50, 59), (50_000, 100, 118), (200_000, 0, 0), (250_000, 1_180, 1_392)],
)
def test_the_fee_of_the_operating_units_examples(amount: int, flat: int, fee: int) -> None:
    assert slab_fee(FeeSlab(0, None, flat), amount) == fee


@given(
    amount=st.integers(1, 10**11),
    flat=st.integers(0, 10**6),
    percent_e4=st.integers(0, 100 * 10_000),
)
def test_the_fee_is_the_exact_one_rounded_half_up(amount: int, flat: int, percent_e4: int) -> None:
    exact = (flat + Fraction(amount * percent_e4, 10_000 * 100)) * Fraction(118, 100)
    fee = slab_fee(FeeSlab(0, None, flat, percent_e4), amount)
    assert isinstance(fee, int)
    assert fee - exact <= Fraction(1, 2)
    assert exact - fee < Fraction(1, 2)


def test_exactly_half_a_paisa_is_rounded_up() -> None:
    assert slab_fee(FeeSlab(0, None, 25), 1) == 30  # 29.5


@given(amount=st.integers(1, 10**9), more=st.integers(0, 10**6))
def test_a_larger_amount_never_costs_less_in_one_slab(amount: int, more: int) -> None:
    slab = FeeSlab(0, None, 100, 12_500)
    assert slab_fee(slab, amount) <= slab_fee(slab, amount + more)


def test_the_slab_is_found_by_both_its_ends() -> None:
    biller = charging(FeeSlab(100, 1_999, 100), FeeSlab(2_000, None, 200))
    assert convenience_fee(biller, 99) == 0
    assert convenience_fee(biller, 100) == convenience_fee(biller, 1_999) == 118
    assert convenience_fee(biller, 2_000) == convenience_fee(biller, 10**9) == 236
    assert convenience_fee(PLAIN, 5_000) == 0


def test_cash_stays_below_fifty_thousand_rupees() -> None:
    check_mode(PLAIN, CASH, CASH_BELOW_PAISE - 1)
    with pytest.raises(CashIsOverTheLimit) as refused:
        check_mode(PLAIN, CASH, CASH_BELOW_PAISE)
    assert refused.value.params == {"limit": "50,000"}
    check_mode(PLAIN, "UPI", CASH_BELOW_PAISE)


def test_modes_and_channels_are_held_to_the_billers_limits() -> None:
    biller = Biller(
        "SOME00000NAT01",
        "Some",
        "Water",
        modes=(Limit("cash", 1_00, 20_000_00), Limit("UPI")),
        channels=(Limit("AGT", None, 10_000_00),),
    )
    check_mode(biller, CASH, 1_00)
    check_mode(biller, "UPI", 10_000_00)
    with pytest.raises(ModeIsNotTaken):
        check_mode(biller, "Wallet", 100_00)
    with pytest.raises(AmountIsOutsideTheMode) as few:
        check_mode(biller, CASH, 99)
    assert few.value.params == {"least": "1", "most": "20,000"}
    with pytest.raises(AmountIsOutsideTheMode) as many:
        check_mode(biller, "UPI", 10_000_01)
    assert many.value.params == {"least": "0", "most": "10,000"}
    closed = Biller("SOME00000NAT01", "Some", "Water", channels=(Limit("INT"),))
    with pytest.raises(ModeIsNotTaken):
        check_mode(closed, CASH, 100_00)
    least = Biller("SOME00000NAT01", "Some", "Water", modes=(Limit(CASH, 5_00),))
    with pytest.raises(AmountIsOutsideTheMode) as open_end:
        check_mode(least, CASH, 4_99)
    assert open_end.value.params == {"least": "5", "most": "…"}
