"""The day: rules D1–D7 at the level of deeds."""

import pytest

from portal.actions.day import Acceptance
from portal.domain.day import DayIsAlreadyOpen
from portal.storage import daybook, days
from tests.world import TODAY, World


def test_a_second_open_day_is_refused(open_world: World) -> None:
    with pytest.raises(DayIsAlreadyOpen):
        open_world.opens_day()


def test_counted_cash_equals_the_book_after_a_shortage_is_accepted(open_world: World) -> None:
    open_world.enters(rupees=50)
    open_world.counts(26_386 + 50 - 150)
    person = open_world.person("operator").id
    open_world.closes_day(Acceptance(person, "छुट्टे में गलती"))
    day = days.day(open_world.society_id, TODAY)
    assert day is not None
    assert day.closing_paise == (26_386 + 50 - 150) * 100
    assert daybook.sub_balances(open_world.society_id, 2805) == {person: 150_00}
