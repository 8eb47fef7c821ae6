"""The demo's consents: yes and no, read aloud or not, checked with each end but a fault."""

from __future__ import annotations

from pathlib import Path

import pytest

from portal import demo
from portal.demo.hours import instant
from portal.domain.text import has_aadhaar
from portal.storage import aadhaar_consents, places
from tests.demo.conftest import Empty, built_at

TUESDAY = "2026-11-17"


@pytest.mark.parametrize(("hour", "minute"), [(14, 10), (0, 5)])
def test_villagers_were_asked_today_whenever_the_demo_is_made(
    hour: int, minute: int, empty_database: Empty, tmp_path: Path
) -> None:
    now = instant(TUESDAY, hour, minute)
    options = demo.DemoOptions(societies=2, days=2, members=20)
    built_at(empty_database, tmp_path, options, now)
    society = places.society("KHR001")
    assert society is not None
    found = aadhaar_consents.consents_on(society.id, TUESDAY, 9)
    assert [one.is_given for one in found] == [True, False, True, True]
    assert {one.was_spoken for one in found} == {True, False}
    assert max(one.asked_at for one in found) <= now
    checks = aadhaar_consents.checks_of(society.id, [one.id for one in found])
    assert [one.result.value for one in checks[1]] == ["no_answer", "match"]
    assert [one.result.value for one in checks[2]] == ["no_match"]
    assert not any(has_aadhaar(str(one)) for rows in checks.values() for one in rows)
