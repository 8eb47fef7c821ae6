"""The demo's queue: somebody is served, called, kept for a colleague, and expected with papers."""

from __future__ import annotations

from pathlib import Path

import pytest

from portal import demo
from portal.demo.hours import instant
from portal.storage import come_back, places, queue
from tests.demo.conftest import Empty, built_at

TUESDAY = "2026-11-17"


@pytest.mark.parametrize(("hour", "minute"), [(14, 10), (0, 5)])
def test_people_wait_today_whenever_the_demo_is_made(
    hour: int, minute: int, empty_database: Empty, tmp_path: Path
) -> None:
    now = instant(TUESDAY, hour, minute)
    options = demo.DemoOptions(societies=2, days=2, members=20)
    built_at(empty_database, tmp_path, options, now)
    society = places.society("KHR001")
    assert society is not None
    today = queue.today(society.id, TUESDAY)
    assert (today.called, today.ended) == (1, 2)
    assert today.waiting in (2, 3)
    waiting = queue.in_state(society.id, TUESDAY, "waiting")
    assert [one.for_person is not None for one in waiting] == [True] + [False] * (today.waiting - 1)
    assert max(one.made_at for one in waiting) <= now
    expected = come_back.expected(society.id, TUESDAY, 9)
    assert [one.come_on for one in expected] == [TUESDAY, "2026-11-19"]
    assert all(one.papers for one in expected)
