"""Who the tests of pages have at the counter, and whom they ask."""

from __future__ import annotations

from collections.abc import Callable, Iterator

import pytest
from flask import Flask

from tests.aadhaar_world import CHECK, switch_on
from tests.browser_client import Browser
from tests.sandboxes.running_aadhaar import RunningAadhaar
from tests.world import World


@pytest.fixture
def operator(open_world: World, browser: Callable[..., Browser]) -> Browser:
    """Someone at the counter of KHR001 on an open day."""
    return browser("operator")


@pytest.fixture(scope="module")
def provider() -> Iterator[RunningAadhaar]:
    """A provider of Aadhaar checks."""
    found = RunningAadhaar()
    yield found
    found.stop()


@pytest.fixture
def checking(app: Flask, operator: Browser, provider: RunningAadhaar) -> Browser:
    """Someone at a counter where Aadhaar numbers are checked."""
    switch_on(app, provider.client)
    return operator


@pytest.fixture
def agreed(checking: Browser) -> Browser:
    """Someone at the counter whose villager just said yes."""
    form = checking.get("/consents/new?service=aadhaar-008&check=1").form("/consents/new")
    page = checking.follow(checking.send(form, name="कमला बाई", answer="yes", was_spoken="1"))
    assert page.path == CHECK
    return checking
