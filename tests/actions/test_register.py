"""Deeds of the register: once, chained, whole or not at all."""

from __future__ import annotations

import json

import pytest

from portal.actions import register
from portal.actions.proof import prove_society
from portal.domain.daybook import NoDayIsOpen
from portal.domain.members import Member, MemberIsUnknown, MemberNumberIsTaken, MemberWasChanged
from portal.domain.pictures import PictureIsNotOne
from portal.domain.register import (
    ClassHasShares,
    ConsentIsMissing,
    IsNoApplicant,
    MemberNameIsMissing,
    ResolutionIsMissing,
    ShareMoneyIsPending,
)
from portal.gateways.pictures import Pictures
from portal.storage import accounts, daybook, member_images, members
from portal.storage import register as reading
from portal.storage.days import acts_on
from tests.gateways.test_pictures import a_picture
from tests.members_world import a_member, buys_shares, moves
from tests.world import TODAY, World, voucher_count

GIVEN = {"name_hi": "रमेश यादव", "guardian_hi": "मोहन", "relation": "father",
         "village_hi": "बमनाला", "member_class": "regular"}  # fmt: skip


def _record(world: World, member_id: int = 1) -> Member:
    found = members.member(world.society_id, member_id)
    assert found is not None
    return found


def _applies(world: World, **given: object) -> Member:
    done = register.apply(world.doer(), world.slip(), world.society_id, {**GIVEN, **given})
    return _record(world, int(done.location.split("/")[2].split("?")[0]))


def _admits(world: World, applicant: Member, member_no: str = "1") -> str:
    return register.admit(
        world.doer("manager"), world.slip("manager"), world.society_id, applicant.id, member_no,
        "7", "2026-11-20",
    ).location  # fmt: skip


def _edits(world: World, member: Member, *, has_consent: bool = False, **given: object) -> Member:
    register.edit(
        world.doer(), world.slip(), world.society_id, member.id, member.version, given,
        has_consent=has_consent,
    )  # fmt: skip
    return _record(world, member.id)


def test_an_applicant_is_written_down_and_chained(open_world: World) -> None:
    one = _applies(open_world, aadhaar_last4="1234", status="active", member_no="5")
    assert (one.status, one.member_no, one.aadhaar_last4) == ("applicant", None, "")
    assert acts_on(open_world.society_id, TODAY)[-1].kind == "members_recorded"
    with pytest.raises(MemberNameIsMissing):
        register.apply(open_world.doer(), open_world.slip(), open_world.society_id, {})


def test_without_a_running_day_the_register_is_written_as_of_today(world: World) -> None:
    world.starts_books()
    one = _applies(world)
    act_id = members.versions(world.society_id, one.id)[0].act_id
    assert reading.acts(world.society_id, [act_id])[act_id].day_on == TODAY
    assert _admits(world, one) == "/members/1?new=1"
    assert voucher_count() == 1


def test_waiting_money_needs_an_open_day_and_becomes_shares(open_world: World) -> None:
    one = _applies(open_world)
    moves(open_world, 1104, one.id, -200)
    assert _admits(open_world, one) == "/members/1?new=1"
    found = daybook.last_vouchers(open_world.society_id, TODAY, 1)[0]
    assert [(line.head, line.paise, line.sub_id) for line in found.lines] == [
        (1104, 200_00, one.id), (1101, -200_00, one.id),
    ]  # fmt: skip
    assert (found.task, found.kind, found.paper_no) == ("share_admit", "journal", "7")
    with pytest.raises(IsNoApplicant):
        _admits(open_world, one, "2")
    assert prove_society("KHR001", open_world.keys).findings == ()


def test_an_admission_without_a_day_leaves_nothing_behind(open_world: World) -> None:
    one = _applies(open_world)
    moves(open_world, 1104, one.id, -200)
    open_world.counts(26_586)
    open_world.closes_day()
    with pytest.raises(NoDayIsOpen):
        _admits(open_world, one)
    assert _record(open_world, one.id).version == 1


def test_a_number_is_never_given_twice(open_world: World) -> None:
    a_member(open_world, member_no="7", status="ceased")
    one = _applies(open_world)
    for typed in ("7", "07"):
        with pytest.raises(MemberNumberIsTaken):
            _admits(open_world, one, typed)
    with pytest.raises(ResolutionIsMissing):
        register.admit(
            open_world.doer(), open_world.slip(), open_world.society_id, one.id, "8", "", TODAY
        )
    with pytest.raises(MemberIsUnknown):
        register.admit(
            open_world.doer(), open_world.slip(), open_world.society_id, 99, "8", "1", TODAY
        )


def test_an_applicant_is_refused_when_the_money_is_back(open_world: World) -> None:
    one = _applies(open_world)
    moves(open_world, 1104, one.id, -200)

    def refuse() -> None:
        register.refuse_applicant(
            open_world.doer(), open_world.slip(), open_world.society_id, one.id, "7", TODAY
        )

    with pytest.raises(ShareMoneyIsPending):
        refuse()
    moves(open_world, 1104, one.id, 200)
    refuse()
    assert (_record(open_world).status, _record(open_world).left_on) == ("refused", TODAY)
    with pytest.raises(IsNoApplicant):
        refuse()


def test_a_change_that_changes_nothing_makes_no_version(open_world: World) -> None:
    one = a_member(open_world)
    assert _edits(open_world, one, name_hi=one.name_hi).version == 1
    assert _edits(open_world, one, mobile="9826012345").version == 2
    with pytest.raises(MemberWasChanged):
        _edits(open_world, one, mobile="9826000000")


def test_four_digits_of_aadhaar_come_with_consent_and_go_with_it(open_world: World) -> None:
    """P12."""
    one = a_member(open_world)
    with pytest.raises(ConsentIsMissing):
        _edits(open_world, one, aadhaar_last4="1234")
    one = _edits(open_world, one, aadhaar_last4="1234", has_consent=True)
    agreed = one.aadhaar_consent_at
    assert agreed == open_world.clock.now_ms()
    act = acts_on(open_world.society_id, TODAY)[-1]
    assert act.kind == "aadhaar_consent"
    assert json.loads(act.detail) == {"member": one.id, "text": 1}
    open_world.clock.move(minutes=5)
    assert _edits(open_world, one, mobile="9826012345").aadhaar_consent_at == agreed
    one = _record(open_world)
    with pytest.raises(ConsentIsMissing):
        _edits(open_world, one, aadhaar_last4="9999")
    assert _edits(open_world, one, aadhaar_last4="").aadhaar_consent_at is None


def test_four_digits_that_a_file_brought_hold_up_no_other_change(open_world: World) -> None:
    """P12: consent is asked for where the digits are written, not where a village is."""
    one = a_member(open_world, aadhaar_last4="1234")
    one = _edits(open_world, one, mobile="9826012345")
    assert (one.aadhaar_last4, one.aadhaar_consent_at) == ("1234", None)
    one = _edits(open_world, one, aadhaar_last4="1234", has_consent=True)
    assert one.aadhaar_consent_at == open_world.clock.now_ms()
    with pytest.raises(ConsentIsMissing):
        _edits(open_world, one, aadhaar_last4="9999")


def test_the_class_is_changed_only_without_shares(open_world: World) -> None:
    one = a_member(open_world)
    buys_shares(open_world, one, 100)
    with pytest.raises(ClassHasShares):
        _edits(open_world, one, member_class="nominal")
    moves(open_world, 1101, one.id, 100)
    assert _edits(open_world, one, member_class="nominal").share_head == 1102
    assert accounts.balances_of(open_world.society_id, one.id) == {(1101, one.id): 0}


def test_a_picture_is_kept_with_its_hash_in_the_chain(open_world: World) -> None:
    one = a_member(open_world, member_no="12")

    def add(kind: str, content: bytes) -> str:
        return register.add_picture(
            open_world.doer(), open_world.slip(), open_world.society_id, one.id, kind, content,
            Pictures(),
        ).location  # fmt: skip

    assert add("photo", a_picture()) == "/members/12/pictures"
    kept = member_images.newest(open_world.society_id, one.id, "photo")
    assert kept is not None
    act = acts_on(open_world.society_id, TODAY)[-1]
    assert json.loads(act.detail)["sha256"] == kept.sha256.hex()
    with pytest.raises(PictureIsNotOne):
        add("passport", a_picture())
    with pytest.raises(PictureIsNotOne):
        add("photo", b"none")
    assert prove_society("KHR001", open_world.keys).findings == ()
