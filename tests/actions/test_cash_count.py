"""Counting the cash box: blind, take by take, back to entry and again."""

from __future__ import annotations

import pytest

from portal.actions import day as day_actions
from portal.domain.day import CountIsEmpty, CountIsMissing
from portal.domain.daybook import CountIsGoingOn
from portal.storage import cash_count, days
from tests.world import TODAY, World

BOX = 26_386


def _begin(world: World) -> None:
    day_actions.begin_count(world.doer(), world.slip(), world.society_id)


def _back(world: World, remark: str = "एक वाउचर छूटा") -> None:
    day_actions.back_to_entry(world.doer(), world.slip(), world.society_id, remark)


def _day(world: World) -> days.Day:
    found = days.day(world.society_id, TODAY)
    assert found is not None
    return found


def _acts(world: World) -> list[str]:
    return [act.kind for act in days.acts_on(world.society_id, TODAY)]


def test_posting_stops_when_counting_begins(open_world: World) -> None:
    _begin(open_world)
    assert (_day(open_world).status, _day(open_world).counting_at) == (
        "counting", open_world.clock.now_ms(),
    )  # fmt: skip
    with pytest.raises(CountIsGoingOn):
        open_world.enters()


def test_counting_that_has_begun_begins_only_once(open_world: World) -> None:
    _begin(open_world)
    _begin(open_world)
    assert _acts(open_world) == ["opened", "count_begun"]


def test_a_count_is_blind_until_its_first_take_is_saved(open_world: World) -> None:
    assert not day_actions.is_blind_count(_day(open_world))
    _begin(open_world)
    assert day_actions.is_blind_count(_day(open_world))
    with pytest.raises(CountIsMissing):
        day_actions.standing(open_world.society_id)
    open_world.counts(BOX)
    assert not day_actions.is_blind_count(_day(open_world))
    assert day_actions.standing(open_world.society_id).book_paise == BOX * 100


def test_a_take_begins_the_counting_where_nobody_did(open_world: World) -> None:
    open_world.counts(BOX)
    assert _acts(open_world) == ["opened", "count_begun", "counted"]


def test_every_take_is_kept_and_the_last_one_counts(open_world: World) -> None:
    open_world.counts(BOX - 500)
    assert day_actions.standing(open_world.society_id).difference_paise == -500_00
    open_world.counts(BOX + 500)
    assert day_actions.standing(open_world.society_id).difference_paise == 500_00
    open_world.counts(BOX)
    found = day_actions.standing(open_world.society_id)
    assert (found.take, found.difference_paise, found.counted_paise) == (3, 0, BOX * 100)
    for take, rupees in ((1, BOX - 500), (2, BOX + 500), (3, BOX)):
        lines = cash_count.take_lines(open_world.society_id, TODAY, take)
        assert cash_count.take_paise(lines) == rupees * 100
    open_world.closes_day()
    assert _day(open_world).accepted_take == 3


def test_a_count_with_nothing_written_is_none(open_world: World) -> None:
    for pieces in ({}, {"d500": None, "c1": None}):
        with pytest.raises(CountIsEmpty):
            day_actions.save_take(
                open_world.doer(), open_world.slip(), open_world.society_id, pieces
            )
    assert _day(open_world).status == "open"


def test_a_written_nought_is_a_count(world: World) -> None:
    world.starts_books(balances={2201: 1_00_000_00, 1201: -1_00_000_00})
    world.opens_day()
    day_actions.save_take(world.doer(), world.slip(), world.society_id, {"d500": 0})
    world.closes_day()
    assert _day(world).closing_paise == 0


def test_back_to_entry_lets_vouchers_in_and_is_logged(open_world: World) -> None:
    open_world.counts(BOX)
    _back(open_world)
    assert _day(open_world).status == "open"
    open_world.enters(rupees=50)
    act = days.acts_on(open_world.society_id, TODAY)[-1]
    assert (act.kind, act.detail) == ("back_to_entry", '{"remark":"एक वाउचर छूटा"}')


def test_back_to_entry_from_an_open_day_changes_nothing(open_world: World) -> None:
    _back(open_world)
    assert _acts(open_world) == ["opened"]


def test_after_going_back_the_earlier_takes_no_longer_count(open_world: World) -> None:
    open_world.counts(BOX)
    _back(open_world)
    with pytest.raises(CountIsMissing):
        open_world.closes_day()
    _begin(open_world)
    assert day_actions.is_blind_count(_day(open_world))
    with pytest.raises(CountIsMissing):
        open_world.closes_day()
    open_world.counts(BOX)
    assert day_actions.standing(open_world.society_id).take == 2
    open_world.closes_day()


def test_a_count_is_linked_into_the_chain_of_acts(open_world: World) -> None:
    open_world.counts(BOX)
    counted = days.acts_on(open_world.society_id, TODAY)[-1]
    assert '["note",500,52]' in counted.detail
    assert '"take":1' in counted.detail
