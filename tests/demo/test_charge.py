"""The charge list of the demo: handed over and taken, whole in the proof."""

from __future__ import annotations

from pathlib import Path

from portal import demo
from portal.actions.proof import prove_society
from portal.demo.hours import instant
from portal.gateways.key_folder import KeyFolder
from portal.storage import charge, places
from tests.demo.conftest import Empty, built_at


def test_one_charge_was_handed_over(empty_database: Empty, tmp_path: Path) -> None:
    options = demo.DemoOptions(societies=1, days=2, members=20)
    built_at(empty_database, tmp_path, options, instant("2026-11-17", 14, 10))
    home = places.society("KHR001")
    assert home is not None
    (done,) = charge.latest(home.id, 5)
    assert done.state == "done"
    assert all(one.difference_paise == 0 for one in done.body.cash)
    assert ("thing_3", "पन्ना 433 फटा है") in done.body.answers
    assert prove_society("KHR001", KeyFolder(tmp_path / "keys")).is_whole
