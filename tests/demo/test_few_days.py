"""A demo of few days is whole too: nothing in it needs a week behind it."""

from __future__ import annotations

from pathlib import Path

import pytest

from portal import demo
from portal.demo.hours import instant
from portal.storage import engine
from tests.demo.conftest import Empty, built_at


@pytest.mark.parametrize("days", [2, 6])
def test_a_demo_of_few_days_is_built_too(empty_database: Empty, tmp_path: Path, days: int) -> None:
    options = demo.DemoOptions(societies=1, days=days, members=60)
    now = instant("2026-11-17", 14, 10)
    built_at(empty_database, tmp_path, options, now)
    assert engine.value("SELECT COUNT(*) FROM statement") == 1
