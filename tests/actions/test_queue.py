"""The queue: numbers from 1 each day, nobody called twice, a history of whatever was done."""

from __future__ import annotations

from dataclasses import replace
from threading import Barrier, Thread

import pytest

from portal.actions import queue as deeds
from portal.actions import visits
from portal.actions.queue import Comer
from portal.actions.visits import Caller
from portal.domain.daybook import MemberIsMissing
from portal.domain.queue import (
    ColleagueIsMissing,
    NobodyWaits,
    QueueIsFull,
    Token,
    TokenDeed,
    TokenHasChanged,
    TokenIsOfAnotherDay,
    TokenIsUnknown,
    WordIsMissing,
)
from portal.domain.text import AadhaarIsNotStored
from portal.domain.visits import Fee
from portal.storage import queue as stored
from portal.storage.engine import disconnect, write_transaction
from portal.storage.served import MEMBERS, Whom
from tests.members_world import a_member
from tests.world import TODAY, World

NOBODY = Comer()


def gives(world: World, comer: Comer = NOBODY, code: str = "KHR001") -> Token:
    society_id = world.society(code).id
    deeds.give_number(world.doer(), world.slip("operator", society_id), society_id, comer)
    on = world.doer().today_on
    return deeds.token(society_id, on, stored.last_no(society_id, on))


def calls(world: World, username: str = "operator", done: int | None = None) -> Token | None:
    doer = world.doer(username)
    deeds.call_next(doer, world.slip(username), world.society_id, done)
    return stored.with_person(world.society_id, doer.today_on, doer.person_id)


def does(world: World, no: int, what: TokenDeed, username: str = "operator") -> Token:
    on = world.doer().today_on
    version = deeds.token(world.society_id, on, no).version
    deeds.do_with(
        world.doer(username), world.slip(username), world.society_id, on, no, version, what
    )
    return deeds.token(world.society_id, on, no)


def test_numbers_begin_at_one_each_day_and_in_each_society(world: World) -> None:
    assert [gives(world).no for _ in range(3)] == [1, 2, 3]
    assert gives(world, code="KHR002").no == 1
    world.clock.move(days=1)
    assert gives(world).no == 1
    found = calls(world)
    assert found is not None
    assert (found.day_on, found.no) == (world.doer().today_on, 1)


def test_a_repeat_of_the_form_gives_no_second_number(world: World) -> None:
    """P1."""
    slip = world.slip()
    for _ in range(2):
        done = deeds.give_number(world.doer(), slip, world.society_id, NOBODY)
        assert done.location == f"/queue/{TODAY}/1?new=1"
    assert stored.last_no(world.society_id, TODAY) == 1


def test_the_next_is_the_oldest_that_waits(world: World) -> None:
    for _ in range(3):
        gives(world)
    first = calls(world)
    assert first is not None
    assert (first.no, first.state, first.called_at) == (1, "called", world.clock.now_ms())
    second = calls(world, done=1)
    assert second is not None
    assert second.no == 2
    assert deeds.token(world.society_id, TODAY, 1).state == "served"


def test_two_who_press_at_once_get_different_people(world: World) -> None:
    for _ in range(8):
        gives(world)
    names, slips = ("operator", "manager"), [world.slip(), world.slip("manager")]
    doers, society_id = [world.doer(name) for name in names], world.society_id
    for _turn in range(4):
        barrier = Barrier(2)

        def press(place: int, barrier: Barrier = barrier, turn: int = _turn) -> None:
            slip = replace(slips[place], token=f"{slips[place].token}-{turn}")
            barrier.wait()
            deeds.call_next(doers[place], slip, society_id)
            disconnect()

        threads = [Thread(target=press, args=(place,)) for place in (0, 1)]
        for one in threads:
            one.start()
        for one in threads:
            one.join()
    found = stored.in_state(world.society_id, TODAY, "called")
    assert [one.no for one in found] == list(range(1, 9))
    assert sorted(one.called_by or 0 for one in found) == sorted(
        [doers[0].person_id] * 4 + [doers[1].person_id] * 4
    )


def test_nobody_waits_is_said_but_ends_whoever_was_served(world: World) -> None:
    with pytest.raises(NobodyWaits):
        calls(world)
    gives(world)
    calls(world)
    slip = world.slip()
    assert deeds.call_next(world.doer(), slip, world.society_id, 1).location == "/queue"
    assert deeds.token(world.society_id, TODAY, 1).state == "served"
    with pytest.raises(TokenHasChanged):
        calls(world, done=1)


def test_who_did_not_come_keeps_the_number_and_the_place(world: World) -> None:
    for _ in range(3):
        gives(world)
    calls(world)
    assert does(world, 1, TokenDeed.CALL_AGAIN).version == 3
    assert does(world, 1, TokenDeed.LEAVE).ended_at
    second = calls(world)
    assert second is not None
    assert second.no == 2
    back = does(world, 1, TokenDeed.PUT_BACK)
    assert (back.state, back.ended_at, back.called_by) == ("waiting", None, None)
    third = calls(world, "manager")
    assert third is not None
    assert third.no == 1
    what = [one.what for one in stored.events(third)]
    assert what == ["made", "call", "call_again", "leave", "put_back", "call"]


def test_who_is_handed_over_is_called_first_by_the_colleague_only(world: World) -> None:
    for _ in range(3):
        gives(world)
    for _ in range(2):
        calls(world)
    manager = world.person("manager").id
    deeds.hand_over(
        world.doer(), world.slip(), world.society_id, TODAY, 2, 2, manager, "हस्ताक्षर चाहिए"
    )
    found = calls(world)
    assert found is not None
    assert found.no == 3
    with pytest.raises(NobodyWaits):
        calls(world)
    gives(world)
    found = calls(world, "manager")
    assert found is not None
    assert (found.no, found.for_person, found.said) == (2, manager, "हस्ताक्षर चाहिए")
    event = stored.events(found)[-2]
    assert (event.what, event.to_person, event.said) == ("hand_over", manager, "हस्ताक्षर चाहिए")


def test_a_hand_over_names_a_colleague_and_a_reason(world: World) -> None:
    gives(world)

    def hands(username: str, said: str) -> None:
        who = world.person(username).id
        deeds.hand_over(world.doer(), world.slip(), world.society_id, TODAY, 1, 1, who, said)

    for username in ("operator", "operator2", "officer"):
        with pytest.raises(ColleagueIsMissing):
            hands(username, "क्यों")
    with pytest.raises(WordIsMissing):
        hands("manager", " ")
    with pytest.raises(AadhaarIsNotStored):
        hands("manager", "2345 6789 0124")
    assert deeds.token(world.society_id, TODAY, 1).version == 1


def test_what_the_page_did_not_show_is_refused(world: World) -> None:
    gives(world)
    slip = world.slip()
    with pytest.raises(TokenHasChanged):
        deeds.do_with(world.doer(), slip, world.society_id, TODAY, 1, 1, TokenDeed.SERVE)
    calls(world)
    with pytest.raises(TokenHasChanged):
        deeds.do_with(world.doer(), slip, world.society_id, TODAY, 1, 1, TokenDeed.SERVE)
    with pytest.raises(TokenIsUnknown):
        deeds.do_with(world.doer(), slip, world.society_id, TODAY, 9, 1, TokenDeed.SERVE)
    world.clock.move(days=1)
    with pytest.raises(TokenIsOfAnotherDay):
        deeds.do_with(world.doer(), slip, world.society_id, TODAY, 1, 2, TokenDeed.SERVE)


def test_a_number_is_for_people_one_knows_and_never_holds_an_aadhaar(world: World) -> None:
    """P12."""
    with pytest.raises(MemberIsMissing):
        gives(world, Comer(whom=Whom(MEMBERS, 77)))
    with pytest.raises(AadhaarIsNotStored):
        gives(world, Comer(name="राम 234567890124"))
    assert stored.last_no(world.society_id, TODAY) == 0


def test_a_queue_has_an_end(world: World) -> None:
    write_transaction(lambda: stored.insert(
        Token(world.society_id, TODAY, 999, 1, "waiting", 0, world.doer().person_id)
    ))  # fmt: skip
    with pytest.raises(QueueIsFull):
        gives(world)


def begins_visit(world: World, whom: Whom | None = None) -> int:
    done = visits.add_fee(
        world.doer(), world.slip(), world.society_id, Caller(whom=whom), Fee("फोटोकॉपी", 500)
    )
    return int(done.location.rsplit("/", 1)[1])


def test_a_visit_that_is_begun_belongs_to_whom_one_called(open_world: World) -> None:
    member, other = a_member(open_world), a_member(open_world)
    gives(open_world, Comer(whom=Whom(MEMBERS, member.id)))
    gives(open_world)
    assert begins_visit(open_world)
    calls(open_world)
    begins_visit(open_world, Whom(MEMBERS, other.id))
    assert deeds.token(open_world.society_id, TODAY, 1).visit_id is None
    visit_id = begins_visit(open_world, Whom(MEMBERS, member.id))
    begins_visit(open_world, Whom(MEMBERS, member.id))
    assert deeds.token(open_world.society_id, TODAY, 1).visit_id == visit_id
    calls(open_world, done=1)
    begins_visit(open_world, Whom(MEMBERS, other.id))
    found = deeds.token(open_world.society_id, TODAY, 2)
    assert (found.visit_id, found.record_id) == (visit_id + 2, None)
    assert stored.events(found)[-1].what == "join"
