"""The day's rules that need no database (D2)."""

import pytest

from portal.domain.day import (
    ClockIsBehind,
    DayIsInTheFuture,
    DayIsPast,
    Figures,
    GapIsUnexplained,
    check_opening,
    gap_before,
    is_working,
)


def test_the_next_date_leaves_no_gap() -> None:
    assert gap_before("2026-11-23", "2026-11-24") == []
    assert check_opening("2026-11-24", "2026-11-23", "2026-11-24", {}) == []


def test_the_days_between_are_the_gap() -> None:
    assert gap_before("2026-02-27", "2026-03-02") == ["2026-02-28", "2026-03-01"]
    assert gap_before("2026-11-24", "2026-11-24") == []
    assert gap_before("2026-11-24", "2026-11-20") == []


def test_a_gap_is_explained_day_by_day() -> None:
    said = {"2026-11-10": "holiday", "2026-11-11": "idle"}
    gap = check_opening("2026-11-12", "2026-11-09", "2026-11-24", said)
    assert gap == ["2026-11-10", "2026-11-11"]


@pytest.mark.parametrize("said", [{}, {"2026-11-10": "holiday", "2026-11-11": "working"}])
def test_days_that_nobody_explained_are_named(said: dict[str, str]) -> None:
    with pytest.raises(GapIsUnexplained) as refused:
        check_opening("2026-11-12", "2026-11-09", "2026-11-24", said)
    assert "11-11-2026" in str(refused.value.params["days"])


def test_a_day_that_has_not_come_is_refused() -> None:
    with pytest.raises(DayIsInTheFuture):
        check_opening("2026-11-25", "2026-11-23", "2026-11-24", {})


@pytest.mark.parametrize("on", ["2026-11-23", "2026-11-01"])
def test_a_day_that_is_done_is_not_opened_again(on: str) -> None:
    with pytest.raises(DayIsPast):
        check_opening(on, "2026-11-23", "2026-11-24", {})


def test_a_clock_behind_the_books_is_told() -> None:
    with pytest.raises(ClockIsBehind) as refused:
        check_opening("2026-11-25", "2026-11-24", "2026-11-20", {})
    assert refused.value.params == {"today": "20-11-2026", "last": "24-11-2026"}


def test_working_days_leave_out_the_weekly_day_off_and_holidays() -> None:
    sunday, monday = "2026-11-22", "2026-11-23"
    assert not is_working(sunday, 6, {})
    assert is_working(sunday, None, {})
    assert not is_working(monday, 6, {monday: "Holiday"})
    assert is_working("2026-11-24", 6, {monday: "Holiday"})


def test_closing_is_opening_and_receipts_less_payments() -> None:
    assert Figures(100_00, 50_00, 30_00).closing_paise == 120_00
