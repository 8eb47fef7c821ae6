"""Writing the register: records, their history, and what is refused."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Callable
from dataclasses import replace

import pytest

from portal.actions.members import change_member, record_members
from portal.domain.members import (
    Member,
    MemberIsUnknown,
    MemberNumberIsTaken,
    MemberWasChanged,
    Particulars,
)
from portal.storage import engine, members
from portal.storage.engine import write_transaction
from tests.world import TODAY, World

RAMESH = Particulars(
    name_hi="रमेश यादव", member_no="101", guardian_hi="मोहन", relation="father",
    village_hi="बमनाला", mobile="9876543210", joined_on="2019-04-01",
)  # fmt: skip
SITA = Particulars(name_hi="सीता देवी", member_no="102", village_hi="बमनाला", land_are=80)


def _record(world: World, *records: Particulars, what: str = "imported") -> list[int]:
    doer, here = world.doer("manager"), world.society_id
    return write_transaction(lambda: record_members(doer, here, TODAY, what, records))


def _change(
    world: World, seen: Member, record: Particulars, username: str = "manager"
) -> Callable[[], Member]:
    doer = world.doer(username)
    return lambda: write_transaction(lambda: change_member(doer, TODAY, "edited", seen, record))


def _member(world: World, member_id: int) -> Member:
    found = members.member(world.society_id, member_id)
    assert found is not None
    return found


def test_members_are_kept_as_they_were_written(world: World) -> None:
    first, second = _record(world, RAMESH, SITA)
    assert _member(world, first).particulars == RAMESH
    assert _member(world, second).particulars == SITA
    assert members.member_by_no(world.society_id, "0101") == _member(world, first)
    assert members.member_by_no(world.society_id, "101") == _member(world, first)
    assert members.member_by_no(world.society("KHR002").id, "101") is None


def test_one_act_commits_to_all_versions_written_together(world: World) -> None:
    _record(world, RAMESH, SITA)
    kept = [members.versions(world.society_id, one)[0] for one in (1, 2)]
    assert len({one.act_id for one in kept}) == 1
    for one in kept:
        assert one.body is not None
        assert hashlib.sha256(one.salt + one.body.encode()).digest() == one.commitment
    detail = json.loads(
        engine.value("SELECT detail FROM act WHERE society_id = ? AND id = ?",
                     world.society_id, kept[0].act_id)
    )  # fmt: skip
    together = hashlib.sha256(b"".join(one.commitment for one in kept)).hexdigest()
    assert detail == {"what": "imported", "count": 2, "versions": together}


def test_a_number_is_never_given_twice(world: World) -> None:
    _record(world, RAMESH)
    with pytest.raises(MemberNumberIsTaken):
        _record(world, replace(SITA, member_no="101"))
    with pytest.raises(MemberNumberIsTaken):
        _record(world, replace(SITA, member_no="7"), replace(SITA, member_no="7"))
    assert members.counts_by_status(world.society_id) == {"active": 1}
    assert members.next_number(world.society_id) == 102


def test_a_change_keeps_what_was_before(world: World) -> None:
    (member_id,) = _record(world, RAMESH)
    seen = _member(world, member_id)
    changed = _change(world, seen, replace(seen.particulars, mobile="9123456780"))()
    assert changed.version == 2
    assert _member(world, member_id) == changed
    bodies = [json.loads(one.body or "") for one in members.versions(world.society_id, member_id)]
    assert [one["mobile"] for one in bodies] == ["9123456780", "9876543210"]


def test_the_second_of_two_editors_is_told(world: World) -> None:
    (member_id,) = _record(world, RAMESH)
    seen = _member(world, member_id)
    _change(world, seen, replace(seen.particulars, village_hi="सिरवेल"))()
    with pytest.raises(MemberWasChanged):
        _change(world, seen, replace(seen.particulars, mobile="9123456780"), "operator")()
    assert _member(world, member_id).village_hi == "सिरवेल"
    assert _member(world, member_id).version == 2


def test_a_changed_number_must_be_free_and_the_member_known(world: World) -> None:
    first, _ = _record(world, RAMESH, SITA)
    seen = _member(world, first)
    with pytest.raises(MemberNumberIsTaken):
        _change(world, seen, replace(seen.particulars, member_no="102"))()
    with pytest.raises(MemberIsUnknown):
        _change(world, replace(seen, id=99), seen.particulars)()
    assert _change(world, seen, replace(seen.particulars, member_no="7"))().member_no == "7"


def test_history_is_never_rewritten_but_its_words_can_be_erased(world: World) -> None:
    _record(world, RAMESH)
    with pytest.raises(Exception, match="append-only"):
        engine.run("UPDATE member_version SET what = 'x'")
    engine.run("UPDATE member_version SET body = NULL")
    assert members.versions(world.society_id, 1)[0].body is None
    with pytest.raises(Exception, match="append-only"):
        engine.run("DELETE FROM member_version")
