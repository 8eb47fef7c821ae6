"""A running sandbox for each test."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.sandboxes.running import RunningSandbox


@pytest.fixture
def sandbox(tmp_path: Path) -> Iterator[RunningSandbox]:
    """Give a sandbox whose billers answer at once."""
    found = RunningSandbox(tmp_path)
    yield found
    found.stop()
