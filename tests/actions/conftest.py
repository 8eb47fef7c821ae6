"""What the tests of deeds share."""

from __future__ import annotations

import pytest

from portal.actions import verification
from portal.actions.day import Acceptance
from tests.actions.tampering import Tampered
from tests.world import TODAY, World


@pytest.fixture
def tampered(world: World) -> Tampered:
    world.starts_books()
    world.opens_day()
    world.enters(rupees=50)
    world.enters("tea_expense", rupees=20)
    world.counts(26_386 + 30 - 10)
    world.closes_day(Acceptance(world.person("operator").id, "छुट्टे में गलती"))
    verification.verify_day(
        world.doer("officer"), world.slip("officer"), world.society_id, TODAY, "/officer"
    )
    world.clock.move(days=1)
    world.opens_day()
    world.enters(rupees=70)
    world.enters(rupees=80)
    return Tampered(world)
