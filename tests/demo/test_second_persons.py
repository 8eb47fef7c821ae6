"""Second persons of the demo: limits, and an entry that the officer of the block decides."""

from __future__ import annotations

from pathlib import Path

from portal import demo
from portal.actions import proposals as deeds
from portal.demo.hours import instant
from portal.domain.people import Doer
from portal.gateways.key_folder import KeyFolder
from portal.storage import engine, places, proposals
from portal.storage.people import person_called
from tests.demo.conftest import Empty
from tests.world import guards


def test_one_entry_waits_for_the_officer_and_two_were_decided(
    empty_database: Empty, tmp_path: Path
) -> None:
    now = instant("2026-11-17", 14, 10)
    options = demo.DemoOptions(societies=7, days=3, members=20)
    engine.disconnect()
    empty_database(tmp_path)
    demo.build_demo(options, KeyFolder(tmp_path / "keys"), guards(), now, lambda line: None)
    home, officer = places.society("KHR001"), person_called("officer")
    assert home is not None
    assert officer is not None
    assert [one.task for one in proposals.rules(home.id)] == ["repairs_paid"]
    decided = {one.state: one for one in proposals.latest_decided(home.id, 5)}
    assert set(decided) == {"approved", "refused"}
    assert decided["refused"].remark
    everywhere = [one.id for one in places.all_societies()]
    (waits,) = proposals.waiting(everywhere)
    assert waits.society_id != home.id  # KHR001's day can be closed as it stands
    deeds.require_approver(Doer(officer.id, officer.role, now), waits)
