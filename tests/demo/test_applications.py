"""The demo's applications: in every state that their pages show, whenever it is made."""

from __future__ import annotations

from pathlib import Path

import pytest

from portal import demo
from portal.demo.hours import instant
from portal.storage import applications, places
from portal.storage.applications import Wish
from tests.demo.conftest import Empty, built_at

TUESDAY = "2026-11-17"


@pytest.mark.parametrize(("hour", "days"), [(14, 20), (0, 2)])
def test_a_dozen_applications_stand_where_they_came(
    hour: int, days: int, empty_database: Empty, tmp_path: Path
) -> None:
    now = instant(TUESDAY, hour, 5)
    options = demo.DemoOptions(societies=3, days=days, members=20)
    built_at(empty_database, tmp_path, options, now)
    for society in places.all_societies():
        found = applications.listed(society.id, Wish(), [], TUESDAY, 50)
        assert len(found) >= 11, society.code
        states = {one.state for one in found}
        assert {"draft", "submitted", "ready", "handed_over", "wanted", "sanctioned"} <= states
        assert max(one.state_at for one in found) <= now
        assert all(one.state_at >= one.began_at for one in found)
        assert len({one.keeper for one in found}) == 2
        if days > 10:
            assert applications.counts(society.id, TUESDAY).due == 1
