"""A demo of few days is whole too: nothing in it needs a week behind it."""

from __future__ import annotations

from pathlib import Path

import pytest

from portal import demo
from portal.demo.hours import instant
from portal.gateways.key_folder import KeyFolder
from portal.storage import engine
from tests.demo.conftest import Empty
from tests.world import guards


@pytest.mark.parametrize("days", [2, 6])
def test_a_demo_of_few_days_is_built_too(empty_database: Empty, tmp_path: Path, days: int) -> None:
    engine.disconnect()
    empty_database(tmp_path)
    options = demo.DemoOptions(societies=1, days=days, members=60)
    now = instant("2026-11-17", 14, 10)
    demo.build_demo(options, KeyFolder(tmp_path / "keys"), guards(), now, lambda _line: None)
    assert engine.value("SELECT COUNT(*) FROM statement") == 1
