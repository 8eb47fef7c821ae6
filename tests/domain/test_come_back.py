"""What to bring and when to come."""

from __future__ import annotations

import pytest

from portal.domain.come_back import (
    MOST_PAPERS,
    ComeBackDayIsWrong,
    NoPaperIsChosen,
    check_day,
    read_papers,
)
from portal.domain.text import AadhaarIsNotStored


def test_papers_are_those_ticked_and_those_typed_each_once() -> None:
    found = read_papers(["आधार कार्ड", "फोटो"], "फोटो, राशन कार्ड; जमाबंदी,, ")
    assert found == ("आधार कार्ड", "फोटो", "राशन कार्ड", "जमाबंदी")
    assert len(read_papers([f"कागज {number}" for number in range(20)], "")) == MOST_PAPERS


def test_nothing_and_an_aadhaar_number_are_refused() -> None:
    """P12."""
    for ticked, other in (([], ""), ([" "], ", ,"), (["2345 6789 0124"], "")):
        with pytest.raises(NoPaperIsChosen):
            read_papers(ticked, other)
    with pytest.raises(AadhaarIsNotStored):
        read_papers(["फोटो"], "234567890124")


@pytest.mark.parametrize("on", ["", "2026-11-24", "2027-02-22"])
def test_today_and_three_months_are_near_enough(on: str) -> None:
    assert check_day(on, "2026-11-24") == on


@pytest.mark.parametrize("on", ["2026-11-23", "2027-02-23", "1999-01-01"])
def test_the_past_and_the_far_future_are_not(on: str) -> None:
    with pytest.raises(ComeBackDayIsWrong):
        check_day(on, "2026-11-24")
