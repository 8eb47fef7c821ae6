"""Who may be the same person: by sound of name with guardian or village, or by mobile."""

from __future__ import annotations

from portal.actions.likenesses import possible_twins
from tests.members_world import a_member
from tests.world import World

GIVEN = {"name_hi": "रमेश यादव", "guardian_hi": "मोहन", "village_hi": "बमनाला", "mobile": ""}


def _twins(world: World, **given: str) -> list[tuple[str | None, tuple[str, ...]]]:
    found = possible_twins(world.society_id, {**GIVEN, **given}, world.clock.now_ms())
    return [(twin.one.member_no, twin.alike) for twin in found]


def test_those_with_most_in_common_come_first(open_world: World) -> None:
    a_member(open_world, member_no="1", name_hi="रमेश यादव", guardian_hi="किशन",
             village_hi="बमनाला")  # fmt: skip
    a_member(open_world, member_no="2", name_hi="रामेश यादव", guardian_hi="मोहन",
             village_hi="बमनाला")  # fmt: skip
    a_member(open_world, member_no="3", name_hi="रमेश यादव", guardian_hi="किशन", village_hi="खेड़ी")
    a_member(open_world, member_no="4", name_hi="गीता", mobile="9826012345")
    assert _twins(open_world) == [
        ("2", ("name", "guardian", "village")),
        ("1", ("name", "village")),
    ]
    assert ("4", ("village", "mobile")) in _twins(open_world, mobile="9826012345")


def test_the_roman_name_counts_too(open_world: World) -> None:
    a_member(open_world, member_no="1", name_hi="आर यादव", name_en="Ramesh Yadav",
             guardian_hi="मोहन", village_hi="")  # fmt: skip
    assert _twins(open_world) == [("1", ("name", "guardian"))]


def test_nobody_is_like_a_stranger(open_world: World) -> None:
    a_member(open_world)
    assert _twins(open_world) == []
