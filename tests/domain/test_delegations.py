"""For how long somebody works on another's behalf."""

from __future__ import annotations

import pytest

from portal.domain.delegations import (
    HOUR_MS,
    REASONS,
    DayEndsNow,
    HoursAreWrong,
    WhyIsMissing,
    WordsAreMissing,
    require_reason,
    until_of,
)

MORNING = 1_795_494_600_000  # 24-11-2026, 10:00 in India


@pytest.mark.parametrize(
    ("minutes", "hours", "most", "lasts"),
    [(0, 0, 24, 14 * 60), (0, 2, 24, 120), (0, 8, 4, 240), (0, 0, 4, 240), (780, 8, 24, 60)],
)
def test_it_lasts_as_asked_at_most_so_long_and_never_past_midnight(
    minutes: int, hours: int, most: int, lasts: int
) -> None:
    at = MORNING + minutes * 60_000
    assert until_of(at, hours, most) == at + lasts * 60_000


def test_in_the_last_minute_of_a_day_nothing_is_begun() -> None:
    midnight = MORNING + 14 * HOUR_MS
    assert until_of(midnight - 60_000, 0, 24) == midnight
    with pytest.raises(DayEndsNow):
        until_of(midnight - 59_999, 0, 24)
    assert until_of(midnight, 0, 24) == midnight + 24 * HOUR_MS


@pytest.mark.parametrize("hours", [None, -1, 3, 24])
def test_only_what_is_offered_is_taken(hours: int | None) -> None:
    with pytest.raises(HoursAreWrong):
        until_of(MORNING, hours, 24)


def test_there_is_a_reason_and_any_other_is_said_in_words() -> None:
    for reason in REASONS[:-1]:
        require_reason(reason, "")
    require_reason("other", "बाढ़")
    with pytest.raises(WhyIsMissing):
        require_reason("holiday", "बाढ़")
    with pytest.raises(WordsAreMissing):
        require_reason("other", "")
