"""Slips of paper: their times, and whether cash was there in the order they were written."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from portal.domain.paper_slips import (
    SlipTimeIsWrong,
    fits_a_line,
    read_slip_time,
    short_of_cash,
    times_in_order,
)
from portal.storage.reference import task_book


@pytest.mark.parametrize(
    ("typed", "time"),
    [("930", "09:30"), ("९३०", "09:30"), ("9:30", "09:30"), ("9.30", "09:30"), ("14 05", "14:05"),
     ("9", "09:00"), ("215", "14:15"), ("0215", "02:15"), ("1200", "12:00"), ("6", "18:00"),
     ("7", "07:00"), ("0000", "00:00"), (" 10-15 ", "10:15")],
)  # fmt: skip
def test_times_are_read_as_people_write_them(typed: str, time: str) -> None:
    assert read_slip_time(typed) == time


@pytest.mark.parametrize("typed", ["", "2400", "961", "12345", "x", "9:3", "1e1", "-930", "9:30pm"])
def test_what_is_no_time_is_refused(typed: str) -> None:
    with pytest.raises(SlipTimeIsWrong):
        read_slip_time(typed)


def test_cash_is_counted_in_the_order_of_the_slips() -> None:
    """P5: what came later doesn't pay for what went before."""
    assert short_of_cash(100, [], [("10:00", -150, 1), ("11:00", 100, 2)]) == 1
    assert short_of_cash(100, [], [("11:00", -150, 1), ("10:00", 100, 2)]) is None
    assert short_of_cash(100, [("12:00", -100)], [("10:00", -50, 7)]) == 7
    assert short_of_cash(100, [("09:00", 50)], [("09:00", -150, 1)]) is None
    assert short_of_cash(0, [("09:00", -50)], [("10:00", 20, 1)]) is None


@given(
    st.integers(0, 500),
    st.lists(st.tuples(st.sampled_from(["09:00", "10:00", "11:00"]), st.integers(-200, 200))),
)
def test_a_line_is_blamed_exactly_where_cash_falls_below_zero(
    opening: int, moves: list[tuple[str, int]]
) -> None:
    new = [(time, paise, line) for line, (time, paise) in enumerate(moves, start=1)]
    cash, is_short = opening, False
    for _time, paise, _line in sorted(new, key=lambda one: (one[0], one[2])):
        cash += paise
        is_short |= cash < 0
    found = short_of_cash(opening, [], new)
    assert (found is not None) is is_short
    assert found is None or moves[found - 1][1] < 0


def test_a_voucher_without_a_time_stands_after_the_one_before_it() -> None:
    assert times_in_order([(None, 1), ("10:00", 2), (None, 3)]) == [
        ("00:00", 1), ("10:00", 2), ("10:00", 3),
    ]  # fmt: skip


def test_only_tasks_of_one_amount_and_a_name_fit_a_line() -> None:
    fitting = {task.code for task in task_book() if fits_a_line(task)}
    assert {"csc_service_fee", "fert_sale_cash", "tea_expense", "bank_transit"} <= fitting
    assert not fitting & {
        "agri_sale_cash", "cash_deposit_savings", "office_expense", "bank_deposit",
        "shortage_recovered", "bank_interest", "aeps_withdraw", "kcc_repay",
    }  # fmt: skip
