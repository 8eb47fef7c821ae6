"""Vouchers and balances as they are read back."""

from __future__ import annotations

import pytest

from portal.domain.daybook import Line
from portal.storage import daybook, engine
from tests.world import OPENING, TODAY, YESTERDAY, World


def test_a_voucher_is_read_back_as_it_was_written(open_world: World) -> None:
    voucher_id = open_world.enters(
        rupees=75, party="रमेश", narration="फार्म", paper_no="12", given_paise=100_00
    )
    found = daybook.voucher(open_world.society_id, voucher_id)
    assert found is not None
    assert (found.party, found.narration, found.paper_no) == ("रमेश", "फार्म", "12")
    assert (found.total_paise, found.change_paise, found.mode) == (75_00, 25_00, "cash")
    assert (found.kind, found.no, found.fy, found.day_on) == ("cash_receipt", 1, 2026, TODAY)
    assert found.lines == (Line(2101, 75_00), Line(3307, -75_00))
    assert found.entered_by == open_world.person("operator").id
    assert (found.till, found.reverses_id, found.approved_by) == (2101, None, None)


def test_nobody_finds_a_voucher_that_is_none_or_of_another_society(open_world: World) -> None:
    other = open_world.society("KHR002").id
    assert daybook.voucher(open_world.society_id, 99) is None
    assert daybook.voucher(other, 1) is None
    assert daybook.vouchers_on(other, YESTERDAY, TODAY, 50, 0) == []


def test_vouchers_come_in_entry_order_a_page_at_a_time(open_world: World) -> None:
    for rupees in (10, 20, 30):
        open_world.enters(rupees=rupees)
    here = open_world.society_id
    ids = [one.id for one in daybook.vouchers_on(here, YESTERDAY, TODAY, 50, 0)]
    assert ids == [1, 2, 3, 4]
    page = daybook.vouchers_on(here, TODAY, TODAY, 2, 1)
    assert [one.total_paise for one in page] == [20_00, 30_00]
    assert all(len(one.lines) == 2 for one in page)
    assert [one.id for one in daybook.last_vouchers(here, TODAY, 2)] == [4, 3]


def test_balances_follow_every_posting(open_world: World) -> None:
    open_world.enters(rupees=50)
    open_world.enters("tea_expense", rupees=20)
    here = open_world.society_id
    assert daybook.balances(here) == OPENING | {2101: 26_416_00, 3307: -50_00, 4317: 20_00}
    assert daybook.balance(here, 2101) == 26_416_00
    assert daybook.balance(here, 2102) == 0
    assert daybook.totals_between(here, TODAY, TODAY)[2101] == (50_00, 20_00)
    assert daybook.balances_before(here, TODAY) == OPENING
    assert daybook.balances_before(here, YESTERDAY) == {}


def test_a_head_on_both_sides_of_a_voucher_moves_both_of_its_totals(open_world: World) -> None:
    lines = (Line(2101, 50_00), Line(2101, -20_00), Line(3307, -30_00))
    here = open_world.society_id
    moved = engine.write_transaction(lambda: daybook.move_balances(here, TODAY, lines))
    assert moved.heads == {2101: 26_416_00, 3307: -30_00}
    assert moved.subs == {}
    assert daybook.totals_between(here, TODAY, TODAY)[2101] == (50_00, 20_00)


def test_a_shortage_is_kept_by_person(open_world: World) -> None:
    here = open_world.society_id
    lines = (Line(2805, 100_00, 7), Line(2805, 50_00, 8), Line(2101, -150_00))
    moved = engine.write_transaction(lambda: daybook.move_balances(here, TODAY, lines))
    assert moved.subs == {(2805, 7): 100_00, (2805, 8): 50_00}
    moved = engine.write_transaction(
        lambda: daybook.move_balances(here, TODAY, [Line(2805, -50_00, 8), Line(2101, 50_00)])
    )
    assert moved.subs == {(2805, 8): 0}
    assert daybook.sub_balances(here, 2805) == {7: 100_00}


def test_the_most_used_tasks_come_first(open_world: World) -> None:
    for task in ("csc_service_fee", "tea_expense", "csc_service_fee", "electricity"):
        open_world.enters(task, rupees=10)
    used = daybook.tasks_by_use(open_world.society_id)
    assert used == ["csc_service_fee", "electricity", "tea_expense"]
    assert daybook.tasks_by_use(open_world.society("KHR002").id) == []


def test_a_voucher_is_not_reversed_until_it_is(open_world: World) -> None:
    voucher_id = open_world.enters()
    assert daybook.reversal_of(open_world.society_id, voucher_id) is None


def test_a_society_that_never_started_has_no_book_to_hold(open_world: World) -> None:
    for look in (daybook.book, daybook.lock_book):
        with pytest.raises(LookupError):
            look(999)


def test_a_book_is_started_once(open_world: World) -> None:
    here = open_world.society_id
    before = daybook.book(here)
    engine.write_transaction(lambda: daybook.start_book(here, bytes(32)))
    assert daybook.book(here) == before
    assert before.last_voucher_id == 1
