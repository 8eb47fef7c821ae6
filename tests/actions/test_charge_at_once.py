"""Two people at one charge list at the same instant: one of them acts, the other is told."""

from __future__ import annotations

from collections.abc import Callable
from threading import Barrier, Thread

import pytest

from portal.actions import charge as deeds
from portal.actions.proof import prove_society
from portal.domain import charge as rules
from portal.domain.refusals import Refusal
from portal.storage import engine
from tests.actions.test_charge import TYPED, begins, counts, the, writes
from tests.world import World


def at_once(*asks: Callable[[], object]) -> list[str]:
    """Ask all at the same instant and return what each was told, 'done' where it was done."""
    start, said = Barrier(len(asks)), []

    def ask(one: Callable[[], object]) -> None:
        start.wait()
        try:
            one()
            said.append("done")
        except Refusal as refusal:
            said.append(refusal.name)
        finally:
            engine.disconnect()

    threads = [Thread(target=ask, args=(one,)) for one in asks]
    for one in threads:
        one.start()
    for one in threads:
        one.join()
    return sorted(said)


@pytest.fixture
def listed(open_world: World) -> World:
    """Give the world with a list that is written and counted, and not signed."""
    begins(open_world)
    writes(open_world)
    counts(open_world)
    return open_world


def gives(world: World) -> Callable[[], object]:
    who, slip, version = world.doer("manager"), world.slip("manager"), the(world).version
    return lambda: deeds.give(who, slip, world.society_id, 1, version)


def writes_again(world: World) -> Callable[[], object]:
    who, slip, version = world.doer("manager"), world.slip("manager"), the(world).version
    return lambda: deeds.write(who, slip, world.society_id, 1, version, TYPED)


def takes(world: World) -> Callable[[], object]:
    who, slip, found = world.doer("operator"), world.slip("operator"), the(world)
    answers = {one.code: "" for one in found.body.items()}
    return lambda: deeds.take(who, slip, world.society_id, 1, found.version, answers)


def drops(world: World) -> Callable[[], object]:
    who, slip = world.doer("manager"), world.slip("manager")
    return lambda: deeds.drop(who, slip, world.society_id, 1, "बाद में")


def is_whole(world: World) -> bool:
    return not [one for one in prove_society("KHR001", world.keys).findings if one.is_bad]


def test_written_and_signed_at_once_is_done_once(listed: World) -> None:
    before = the(listed).version
    assert at_once(gives(listed), writes_again(listed), gives(listed)) == [
        "ChargeHasChanged", "ChargeHasChanged", "done",
    ]  # fmt: skip
    assert the(listed).version == before + 1
    assert is_whole(listed)


def test_what_is_changed_while_it_is_taken_is_not_taken_unseen(listed: World) -> None:
    gives(listed)()
    said = at_once(takes(listed), writes_again(listed))
    assert said in (["ChargeHasChanged", "done"], ["ChargeIsNotGiven", "done"],
                    ["ChargeIsNotOpen", "done"])  # fmt: skip
    found = the(listed)
    assert found.state in (rules.DONE, rules.DRAFTED)
    assert (found.given_by is None) == (found.state == rules.DRAFTED)
    assert is_whole(listed)


def test_taken_and_dropped_at_once_it_is_one_of_the_two(listed: World) -> None:
    gives(listed)()
    assert at_once(takes(listed), drops(listed)) == ["ChargeIsNotOpen", "done"]
    assert the(listed).state in (rules.DONE, rules.DROPPED)
    assert is_whole(listed)


def test_taken_twice_at_once_it_is_taken_once(listed: World) -> None:
    gives(listed)()
    assert at_once(takes(listed), takes(listed)) == ["ChargeIsNotOpen", "done"]
    assert engine.value("SELECT COUNT(*) FROM act WHERE kind = ?", rules.TAKEN) == 1


def test_an_entry_at_the_instant_of_taking_is_before_or_after_it(listed: World) -> None:
    gives(listed)()
    said = at_once(takes(listed), lambda: listed.enters(rupees=50))
    assert said in (["done", "done"], ["CashHasMoved", "done"])
    assert (the(listed).state == rules.DONE) == (said == ["done", "done"])


def test_two_begin_a_list_at_once_and_one_is_there(open_world: World) -> None:
    world = open_world
    pairs = [("manager", "operator"), ("operator", "manager")]
    asks = [
        (world.doer(by), world.slip(by), world.person(to).id) for by, to in pairs
    ]  # fmt: skip
    said = at_once(*(
        lambda one=one: deeds.begin(one[0], one[1], world.society_id, one[2])  # type: ignore[misc]
        for one in asks
    ))  # fmt: skip
    assert said == ["ChargeIsOpen", "done"]
