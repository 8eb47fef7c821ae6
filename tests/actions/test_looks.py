"""Every look at a member's balances is written, or refused."""

from __future__ import annotations

import pytest

from portal.actions.looks import note_look
from portal.storage import engine, looks
from tests.world import World


def test_a_look_says_who_at_whom_and_why(world: World) -> None:
    doer = world.doer("operator")
    note_look(doer, world.society_id, ["12", "13"], "account_page")
    note_look(doer, world.society_id, ["12"], "slip")
    found = looks.of_society(world.society_id, "", 10**9, 50)
    assert [(one.subject, one.reason) for one in found] == [
        ("12", "slip"), ("13", "account_page"), ("12", "account_page"),
    ]  # fmt: skip
    assert {(one.person_id, one.looked_at) for one in found} == {(doer.person_id, doer.at)}
    assert [one.reason for one in looks.of_society(world.society_id, "12", found[0].id, 50)] == [
        "account_page"
    ]
    assert looks.of_society(world.society("KHR002").id, "", 10**9, 50) == []


def test_a_look_without_a_known_reason_is_a_fault(world: World) -> None:
    with pytest.raises(ValueError, match="no reason"):
        note_look(world.doer(), world.society_id, ["12"], "curiosity")


def test_a_look_can_not_be_unwritten(world: World) -> None:
    note_look(world.doer(), world.society_id, ["12"], "slip")
    with pytest.raises(Exception, match="append-only"):
        engine.run("DELETE FROM look_log")
