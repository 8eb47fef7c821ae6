"""Practice stands in no list, search, report or figure, and none of its pages can be mistaken."""

from __future__ import annotations

import re
from collections.abc import Callable

import pytest

from portal.settings import ROOT
from tests.browser_client import Browser
from tests.house.test_crawl import crawl
from tests.views.test_practice import CODE, STRIP, begins
from tests.world import World

Maker = Callable[..., Browser]
_NAMED = re.compile(r"\b(?:FROM|JOIN)\s+society\b")
#: Statements over ``society`` itself: where, how many, and why they need not leave practice out.
READS = {
    "storage/places.py": (6, "by code or key, and the conditions that leave practice out"),
    "storage/delegations.py": (1, "names the society of one delegation"),
    "storage/people_reached.py": (1, "names the society; the scope says whose rows"),
}


def test_whoever_reads_societies_reads_the_real_ones() -> None:
    """A new query takes REAL_SOCIETIES of storage/places, or says here why not."""
    found = {}
    for path in sorted((ROOT / "portal").rglob("*.py")):
        times = len(_NAMED.findall(path.read_text(encoding="utf-8")))
        if times:
            found[str(path.relative_to(ROOT / "portal"))] = times
    assert found == {name: times for name, (times, _why) in READS.items()}
