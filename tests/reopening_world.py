"""A closed day that is asked for, reopened and closed again, said shortly for the tests."""

from __future__ import annotations

from dataclasses import replace

import pytest

from portal.actions import proof, reopenings
from portal.actions.day import Acceptance
from portal.storage import days
from portal.storage.daybook import balance
from tests.world import TODAY, World

FEE = "csc_service_fee"
TEA = "tea_expense"


@pytest.fixture
def closed(open_world: World) -> World:
    """Give the world with today closed: two fees, counted right."""
    open_world.enters(rupees=50)
    open_world.enters(rupees=500)
    open_world.counts(balance(open_world.society_id, 2101) // 100)
    open_world.closes_day()
    open_world.clock.move(minutes=20)
    return open_world


def asks(world: World, on: str = TODAY, username: str = "manager", **changed: object) -> int:
    wish = replace(
        reopenings.Wish(on, (FEE,), 2, "एक शुल्क दो बार लिखा गया"),
        **changed,  # type: ignore[arg-type]
    )
    done = reopenings.ask(world.doer(username), world.slip(username), world.society_id, wish)
    return int(done.location.rsplit("/", 1)[1])


def grants(world: World, request_id: int, username: str = "officer", hours: int = 2) -> None:
    reopenings.grant(
        world.doer(username), world.slip(username), world.society_id, request_id, hours, ""
    )


def reopens(world: World, **changed: object) -> int:
    request_id = asks(world, **changed)  # type: ignore[arg-type]
    grants(world, request_id)
    return request_id


def closes(world: World, acceptance: Acceptance | None = None) -> None:
    world.counts(balance(world.society_id, 2101) // 100)
    world.closes_day(acceptance)


def day_of(world: World, on: str = TODAY) -> days.Day:
    found = days.day(world.society_id, on)
    assert found is not None
    return found


def findings(world: World) -> list[str]:
    return [one.kind for one in proof.prove_society("KHR001", world.keys).findings]
