"""The till of the demo: opened, handed over and brought back today; a slip of an outage is used."""

from __future__ import annotations

from pathlib import Path

import pytest

from portal import demo
from portal.demo.hours import instant
from portal.storage import days, outage_slips, places, tills
from tests.demo.conftest import Empty, built_at

TUESDAY = "2026-11-17"


@pytest.mark.parametrize("clock", [(14, 10), (0, 20), (9, 12)])
def test_the_till_had_two_holders_and_holds_up_no_closing(
    clock: tuple[int, int], empty_database: Empty, tmp_path: Path
) -> None:
    options = demo.DemoOptions(societies=1, days=2, members=20)
    built_at(empty_database, tmp_path, options, instant(TUESDAY, *clock))
    home = places.society("KHR001")
    assert home is not None
    first, second = tills.turns_on(home.id, TUESDAY)
    assert first.holder != second.holder
    assert (first.status, second.status) == ("closed", "closed")
    assert (first.difference_paise, second.difference_paise) == (0, 0)
    assert (second.counted_paise or 0) > (first.counted_paise or 0) > 500_00
    kinds = [one.kind for one in days.acts_on(home.id, TUESDAY)]
    assert {"till_opened", "till_handed", "till_closed"} <= set(kinds)
    assert outage_slips.missing(home.id) == []
    state = outage_slips.slip(home.id, 1)
    assert state is not None
    assert state.state == "entered"
