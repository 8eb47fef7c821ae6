"""P1, P2: many hands at one application, one form or one number of an office at the same moment."""

from __future__ import annotations

from collections.abc import Callable

from portal.actions import applications
from portal.actions.applications import NewApplication
from portal.actions.exactly_once import Done
from portal.domain.applications import Person, Said
from portal.storage import applications as stored
from portal.storage import engine
from tests.crowd import at_once
from tests.services_world import CERTIFICATE, NAME, begins, found
from tests.world import World

HANDS = 4


def names(outcomes: list[object]) -> list[str]:
    return sorted(type(one).__name__ for one in outcomes)


def moving(world: World, one: int, said: Said, to_state: str = "submitted") -> Callable[[], Done]:
    """Make a step ready to be done by a hand of its own."""
    version, doer, slip = found(world, one).version, world.doer(), world.slip()
    return lambda: applications.move(doer, slip, world.society_id, one, version, to_state, said)


def test_ten_clicks_at_once_begin_one(world: World) -> None:
    doer, slip, new = world.doer(), world.slip(), NewApplication(Person(NAME))
    outcomes = at_once([
        lambda: applications.begin(doer, slip, world.society_id, CERTIFICATE, new)
        for _ in range(10)
    ])  # fmt: skip
    assert names(outcomes) == ["Done"] * 10
    assert engine.value("SELECT count(*) FROM application") == 1


def test_many_who_begin_get_a_number_each(world: World) -> None:
    doer, new = world.doer(), NewApplication(Person(NAME))
    slips = [world.slip() for _ in range(HANDS)]
    outcomes = at_once([
        lambda slip=slip: applications.begin(doer, slip, world.society_id, CERTIFICATE, new)  # type: ignore[misc]
        for slip in slips
    ])  # fmt: skip
    assert names(outcomes) == ["Done"] * HANDS
    assert engine.value("SELECT count(DISTINCT id) FROM application") == HANDS


def test_an_application_is_moved_by_one_of_many(world: World) -> None:
    one = begins(world)
    deeds = [moving(world, one, Said(f"R{number}")) for number in range(HANDS)]
    assert names(at_once(deeds)) == ["ApplicationHasChanged"] * (HANDS - 1) + ["Done"]
    assert len(stored.events(world.society_id, one)) == 2


def test_a_number_of_the_office_goes_to_one_of_many(world: World) -> None:
    deeds = [moving(world, begins(world), Said("RTPS/1")) for _ in range(HANDS)]
    assert names(at_once(deeds)) == ["DepartmentNumberIsTaken"] * (HANDS - 1) + ["Done"]
    assert engine.value("SELECT count(*) FROM application WHERE department_no <> ''") == 1
