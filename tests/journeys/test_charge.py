"""A manager leaves: all is counted, written, signed by both, printed, and seen by the block."""

from __future__ import annotations

from collections.abc import Callable

from portal.actions.proof import prove_society
from portal.domain import charge as rules
from portal.storage import charge as stored
from portal.storage import daybook, days
from tests.browser_client import Browser
from tests.views.test_charge import begins, counts, signs, takes, writes
from tests.world import TODAY, World

Maker = Callable[..., Browser]


def the(world: World) -> rules.ChargeList:
    found = stored.charge(world.society_id, 1)
    assert found is not None
    return found


def gives_with_ten_missing(world: World, manager: Browser) -> None:
    """Ten rupees are missing; without a reason nobody signs."""
    begins(world, manager)
    writes(manager)
    counts(world, manager, less=10)
    assert signs(manager, 422).refusal == "NoReasonForDifference"
    writes(manager, why="छुट्टे में दस कम")
    manager.follow(signs(manager))
    assert the(world).state == rules.GIVEN


def test_a_manager_hands_over_and_the_operator_goes_on(open_world: World, browser: Maker) -> None:
    """An entry in between, a torn page, two signatures; the books are untouched by it."""
    world, here = open_world, open_world.society_id
    manager, operator, officer = browser("manager"), browser("operator"), browser("officer")
    gives_with_ten_missing(world, manager)

    world.clock.move(minutes=30)
    world.enters(rupees=40)
    page = takes(operator, 422)
    assert page.refusal == "CashHasMoved"
    assert "गणेश पाटीदार" in page.text
    counts(world, manager, less=10)
    manager.follow(signs(manager))

    page = operator.get("/")
    assert page.all("a", href="/charge/1")
    before = daybook.balances(here)
    page = operator.follow(takes(operator, thing_2="पन्ना 433 फटा"))
    assert "दोनों के हस्ताक्षर" in page.text
    assert daybook.balances(here) == before
    done = the(world)
    assert done.given_by != done.taken_by
    assert rules.TAKEN in [one.kind for one in days.acts_on(here, TODAY)]

    paper = officer.get("/charge/1/paper?society=KHR001").text
    assert all(word in paper for word in ("गवाह", "छुट्टे में दस कम", "पन्ना 433 फटा"))
    assert "प्रभार बदला" in officer.get("/officer").text
    assert operator.get("/charge").all("a", href="/charge/new")
    assert prove_society("KHR001", world.keys).is_whole
