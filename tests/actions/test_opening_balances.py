"""The opening trial balance: once, balanced, sealed."""

from __future__ import annotations

import json

import pytest

from portal.actions.exactly_once import Done
from portal.actions.opening_balances import with_difference
from portal.actions.proof import prove_society
from portal.domain.day import BooksAreStarted, DayIsInTheFuture
from portal.domain.daybook import CashWouldGoNegative
from portal.domain.heads import SHORTAGE_FROM_BEFORE, HeadIsAGroup, HeadIsNotKept, HeadIsUnknown
from portal.domain.money import CashHasPaise
from portal.storage import daybook, days, seals
from tests.crowd import at_once
from tests.world import OPENING, TODAY, YESTERDAY, World


def test_books_start_with_their_balances_and_a_seal(world: World) -> None:
    world.starts_books()
    here = world.society_id
    assert daybook.balances(here) == OPENING
    day, seal = days.day(here, YESTERDAY), seals.seal_of_day(here, YESTERDAY)
    assert day is not None
    assert seal is not None
    assert (day.kind, day.status, day.closing_paise) == ("opening", "closed", OPENING[2101])
    assert (day.first_voucher_id, day.last_voucher_id) == (1, 1)
    body = json.loads(seal.body)
    assert (body["kind"], body["closing"], body["cash_count"]) == ("opening", OPENING[2101], [])
    assert [one.hash for one in world.keys.witnessed("KHR001")] == [seal.hash.hex()]
    voucher = daybook.voucher(here, 1)
    assert voucher is not None
    assert (voucher.kind, voucher.no, voucher.task) == ("opening", 1, "opening_balances")


@pytest.mark.parametrize(
    ("balances", "head", "paise"),
    [({2101: 500_00, 1201: -300_00}, 1702, -200_00), ({2101: 500_00, 1201: -800_00}, 2804, 300_00)],
)
def test_what_is_unexplained_is_parked_until_it_is_cleared(
    world: World, balances: dict[int, int], head: int, paise: int
) -> None:
    world.starts_books(balances=balances)
    assert daybook.balance(world.society_id, head) == paise
    assert sum(daybook.balances(world.society_id).values()) == 0


def test_a_difference_that_cancels_what_was_parked_leaves_nothing() -> None:
    assert with_difference({2101: 5, 1702: 5, 2804: 0}) == {2101: 5, 1702: -5}
    assert with_difference({2101: 5, 2804: -5}) == {2101: 5, 2804: -5}
    assert with_difference({1201: -5, 2804: -2, 2101: 5}) == {1201: -5, 2101: 5}


def test_books_are_started_once(world: World) -> None:
    world.starts_books()
    with pytest.raises(BooksAreStarted):
        world.starts_books()
    world.opens_day()
    with pytest.raises(BooksAreStarted):
        world.starts_books()
    assert daybook.balances(world.society_id) == OPENING


def test_two_who_start_the_books_at_once_start_them_once(world: World) -> None:
    answers = at_once([world.starts_books] * 4)
    assert sum(isinstance(one, Done) for one in answers) == 1
    assert sum(isinstance(one, BooksAreStarted) for one in answers) == 3


def test_books_may_start_today_but_not_tomorrow(world: World) -> None:
    with pytest.raises(DayIsInTheFuture):
        world.starts_books(as_on="2026-11-25")
    world.starts_books(as_on=TODAY)


def test_control_heads_are_taken_before_their_registers_are_filled(world: World) -> None:
    world.starts_books(balances={2411: 5_000_00, 1101: -5_000_00})
    assert daybook.balance(world.society_id, 2411) == 5_000_00


def test_a_shortage_older_than_the_books_stands_in_its_register(world: World) -> None:
    world.starts_books(balances={2805: 500_00, 1201: -500_00})
    here = world.society_id
    assert daybook.sub_balances(here, 2805) == {SHORTAGE_FROM_BEFORE: 500_00}
    assert daybook.balance(here, 2805) == 500_00


@pytest.mark.parametrize(
    ("balances", "refusal"),
    [
        ({2101: 100_00, 1802: -100_00}, HeadIsNotKept),
        ({2101: 100_00, 1200: -100_00}, HeadIsAGroup),
        ({2101: 100_00, 9999: -100_00}, HeadIsUnknown),
        ({2101: 100_50, 1201: -100_50}, CashHasPaise),
        ({2101: -100_00, 1201: 100_00}, CashWouldGoNegative),
    ],
)
def test_a_wrong_opening_balance_starts_nothing(
    world: World, balances: dict[int, int], refusal: type[Exception]
) -> None:
    with pytest.raises(refusal):
        world.starts_books(balances=balances)
    assert days.last_closed(world.society_id) is None
    assert daybook.balances(world.society_id) == {}
    assert world.keys.witnessed("KHR001") == []
    world.starts_books()


def test_a_shortage_from_before_the_books_stands_in_its_register(world: World) -> None:
    world.starts_books(balances={2101: 500_00, 2805: 100_00, 1201: -600_00})
    assert daybook.sub_balances(world.society_id, 2805) == {0: 100_00}
    world.opens_day()
    world.enters("shortage_recovered", rupees=40, sub_id=0)
    assert daybook.sub_balances(world.society_id, 2805) == {0: 60_00}


@pytest.mark.parametrize("balances", [{}, {2101: 0}])
def test_a_new_society_begins_with_nothing(world: World, balances: dict[int, int]) -> None:
    world.starts_books(balances=balances)
    assert daybook.balances(world.society_id) == {}
    world.opens_day()
    assert prove_society("KHR001", world.keys).is_whole
