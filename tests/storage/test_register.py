"""The register as it is read: two orders, places in them, counts, pictures of many."""

from __future__ import annotations

from portal.storage import customers, member_images, register
from portal.storage.register import Place
from tests.members_world import a_member
from tests.world import World


def test_numbers_stand_in_the_order_of_their_length(open_world: World) -> None:
    for no in ("10", "9", "A-1", "100", "2"):
        a_member(open_world, member_no=no)
    keys = register.by_number(open_world.society_id, ("active",), None, 10)
    assert keys == [5, 2, 1, 4, 3]
    assert register.by_number(open_world.society_id, ("active",), Place("9", 2), 2) == [1, 4]


def test_names_stand_in_the_order_of_hindi(open_world: World) -> None:
    for name in ("क़मर", "कमल", "अमर", "ज्ञान"):
        a_member(open_world, name_hi=name)
    keys = register.by_name(open_world.society_id, ("active",), None, 10)
    assert keys == [3, 1, 2, 4] or keys == [3, 2, 1, 4]
    place = register.place_of(open_world.society_id, keys[1])
    key, _dash, own = place.rpartition("-")
    after = register.by_name(
        open_world.society_id, ("active",), Place(bytes.fromhex(key), int(own)), 10
    )
    assert after == keys[2:]


def test_nothing_is_asked_for_nothing(open_world: World) -> None:
    assert register.listed_at([]) == {}
    assert register.acts(open_world.society_id, []) == {}
    assert customers.customers_at([]) == {}
    assert member_images.photos_of([]) == {}
    assert register.by_name(open_world.society_id, ("active",), None, 5) == []
