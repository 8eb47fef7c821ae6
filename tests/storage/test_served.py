"""For whom vouchers were entered, and how often someone was served."""

from __future__ import annotations

from portal.storage import served
from portal.storage.engine import rows, write_transaction
from portal.storage.served import MEMBERS, Whom
from tests.members_world import a_member
from tests.world import World


def test_a_person_is_known_in_their_own_society_and_register(open_world: World) -> None:
    member = a_member(open_world)
    assert served.exists(1, Whom(MEMBERS, member.id))
    assert not served.exists(2, Whom(MEMBERS, member.id))
    assert not served.exists(1, Whom(served.CUSTOMERS, member.id))


def test_each_time_is_counted_and_the_last_is_kept(open_world: World) -> None:
    whom = Whom(MEMBERS, 5)
    for at in (10, 30):
        write_transaction(lambda at=at: served.count(1, whom, at))
    write_transaction(lambda: served.count(1, Whom(served.CUSTOMERS, 5), 20))
    assert rows("SELECT * FROM served ORDER BY register") == [(1, 0, 5, 2, 30), (1, 1, 5, 1, 20)]


def test_a_voucher_may_be_for_many(open_world: World) -> None:
    voucher_id = open_world.enters()
    people = [Whom(MEMBERS, one) for one in (*range(1, 251), 1)]
    write_transaction(lambda: served.note_for(1, voucher_id, people))
    assert rows("SELECT COUNT(*), MIN(record_id), MAX(record_id) FROM voucher_for") == [
        (250, 1, 250)
    ]
    write_transaction(lambda: served.note_for(1, voucher_id, []))
