"""Days behind, in strict order."""

from __future__ import annotations

import pytest

from portal.domain.backlog import (
    BacklogHasMoved,
    NothingIsSaid,
    Passed,
    days_behind,
    days_late,
    in_order,
)

BEHIND = ["2026-11-20", "2026-11-21", "2026-11-22"]


def test_days_behind_end_before_today() -> None:
    assert days_behind("2026-11-19", "2026-11-23") == BEHIND
    assert days_behind("2026-11-22", "2026-11-23") == []
    assert days_behind("2026-11-24", "2026-11-23") == []


def test_delay_is_from_the_business_date_to_the_instant_of_closing() -> None:
    """D7: closed on the 20th at one in the morning in India is closed on the 20th."""
    closed_at = 1_795_116_600_000  # 20-11-2026 01:00 in India
    assert days_late("2026-11-12", closed_at, "2027-01-01") == 8
    assert days_late("2026-11-12", None, "2026-11-14") == 2
    assert days_late("2026-11-20", None, "2026-11-14") == 0


def test_days_are_taken_in_order_up_to_the_first_with_work_or_without_a_word() -> None:
    assert in_order(BEHIND, {BEHIND[0]: "idle", BEHIND[1]: "work", BEHIND[2]: "idle"}) == Passed(
        ((BEHIND[0], "idle"),), BEHIND[1]
    )
    assert in_order(BEHIND, {BEHIND[0]: "idle", BEHIND[2]: "work"}).open_on is None
    assert in_order(BEHIND, dict.fromkeys(BEHIND, "holiday")).last_on == BEHIND[2]
    assert in_order(BEHIND, {BEHIND[0]: "work"}).last_on == BEHIND[0]


def test_a_form_about_other_days_does_nothing() -> None:
    with pytest.raises(BacklogHasMoved):
        in_order(BEHIND, {"2026-11-19": "idle", BEHIND[0]: "idle"})
    with pytest.raises(BacklogHasMoved):
        in_order([], {BEHIND[0]: "idle"})
    for said in ({}, {BEHIND[1]: "idle"}, {BEHIND[0]: "opening"}):
        with pytest.raises(NothingIsSaid):
            in_order(BEHIND, said)
