"""Which duty of the background is due, also under a clock that went wrong."""

from __future__ import annotations

from portal.storage import duties
from tests.world import MORNING, World

MINUTE, DAY = 60_000, 86_400_000


def test_a_duty_is_done_once_each_time(world: World) -> None:
    assert duties.claim("posting", MORNING, MINUTE)
    assert not duties.claim("posting", MORNING, MINUTE)
    assert not duties.claim("posting", MORNING - 5, MINUTE), "another machine's clock is a bit late"
    assert not duties.claim("posting", MORNING + MINUTE - 1, MINUTE)
    assert duties.claim("posting", MORNING + MINUTE, MINUTE)


def test_a_clock_set_back_by_a_day_keeps_no_duty_waiting(world: World) -> None:
    assert duties.claim("posting", MORNING + DAY, MINUTE)
    assert duties.claim("posting", MORNING, MINUTE)
    assert not duties.claim("posting", MORNING, MINUTE)
