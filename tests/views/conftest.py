"""Who the tests of pages have at the counter."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from tests.browser_client import Browser
from tests.world import World


@pytest.fixture
def operator(open_world: World, browser: Callable[..., Browser]) -> Browser:
    """Someone at the counter of KHR001 on an open day."""
    return browser("operator")
