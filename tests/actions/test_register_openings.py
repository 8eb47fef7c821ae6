"""Filling the registers: what an opening balance holds is allotted, and the rest is parked."""

from __future__ import annotations

from collections.abc import Sequence

import pytest

from portal.actions.exactly_once import Done
from portal.actions.opening_balances import enter_opening_balances
from portal.actions.proof import prove_society
from portal.actions.register_openings import (
    MOST_LINES,
    Allotment,
    NothingToAllot,
    allot,
    left_on,
    post_allotments,
    tally,
)
from portal.domain.daybook import (
    AccountHoldsLess,
    AccountIsMissing,
    CountIsGoingOn,
    LoanOwesLess,
    MemberIsMissing,
    NoDayIsOpen,
)
from portal.domain.heads import HeadIsNotKept
from portal.domain.money import AmountIsZero
from portal.storage import daybook, days, engine, seals
from portal.storage.engine import write_transaction
from tests.members_world import a_member, an_account
from tests.world import YESTERDAY, World, traces

HEADS = {2101: 20_000_00, 2411: 9_000_00, 1101: -5_000_00, 1301: -24_000_00}


@pytest.fixture
def started(world: World) -> World:
    """Give the world with members' money on the heads, allotted to nobody, and today open."""
    world.starts_books(balances=HEADS)
    world.opens_day()
    return world


def _allots(world: World, *items: Allotment) -> Done:
    return allot(world.doer("manager"), world.slip("manager"), world.society_id, items)


def _tallies(world: World, *codes: int) -> Done:
    return tally(world.doer("manager"), world.slip("manager"), world.society_id, codes)


def _register(world: World, head: int) -> dict[int, int]:
    return daybook.sub_balances(world.society_id, head)


def _proof_is_whole(world: World) -> bool:
    return prove_society("KHR001", world.keys).findings == ()


def test_what_was_allotted_to_nobody_goes_to_members_and_accounts(started: World) -> None:
    member = a_member(started)
    savings, loan = an_account(member), an_account(member, "loan")
    done = _allots(
        started, (1101, member.id, -5_000_00), (1301, savings.id, -24_000_00),
        (2411, loan.id, 9_000_00),
    )  # fmt: skip
    assert _register(started, 1101) == {member.id: -5_000_00}
    assert _register(started, 1301) == {savings.id: -24_000_00}
    assert _register(started, 2411) == {loan.id: 9_000_00}
    assert daybook.balances(started.society_id) == HEADS
    voucher = daybook.voucher(started.society_id, done.voucher_id or 0)
    assert voucher is not None
    assert (voucher.kind, voucher.task) == ("journal", "register_opening")
    assert _proof_is_whole(started)


def test_the_same_form_allots_once(started: World) -> None:
    member = a_member(started)
    doer, slip = started.doer("manager"), started.slip("manager")
    items = [(1101, member.id, -100_00)]
    first = allot(doer, slip, started.society_id, items)
    again = allot(doer, slip, started.society_id, items)
    assert (again.voucher_id, again.is_repeat) == (first.voucher_id, True)
    assert _register(started, 1101) == {0: -4_900_00, member.id: -100_00}


def test_many_are_cut_into_vouchers_that_can_be_read(started: World) -> None:
    member, other = a_member(started), a_member(started)
    savings = an_account(member)
    items = [(1101, (member.id, other.id)[turn % 2], -1_00) for turn in range(MOST_LINES + 8)]
    items.insert(3, (1301, savings.id, -7_00))
    with_ids: list[int] = []

    def work() -> None:
        day = days.running_day(started.society_id)
        assert day is not None
        with_ids.extend(post_allotments(started.doer(), day, items, "token"))

    write_transaction(work)
    sizes = engine.rows(
        "SELECT voucher_id, COUNT(*) FROM entry WHERE voucher_id > 1 GROUP BY voucher_id ORDER BY 1"
    )
    assert [size for _, size in sizes] == [MOST_LINES, 10, 2]
    assert with_ids[3] == sizes[2][0]
    assert with_ids[0] == sizes[0][0]
    assert with_ids[-1] == sizes[1][0]
    assert _register(started, 1301)[savings.id] == -7_00


def test_items_of_both_signs_that_cancel_need_no_other_side(started: World) -> None:
    first, second = (an_account(a_member(started), "loan") for _ in range(2))
    _allots(started, (2411, first.id, 500_00))
    _allots(started, (2411, first.id, -200_00), (2411, second.id, 200_00))
    assert _register(started, 2411) == {0: 8_500_00, first.id: 300_00, second.id: 200_00}


def test_what_the_registers_can_not_explain_is_parked(started: World) -> None:
    member = a_member(started)
    savings, loan = an_account(member), an_account(member, "loan")
    _allots(started, (1301, savings.id, -24_000_01), (1101, member.id, -4_000_00))
    _allots(started, (2411, loan.id, 8_999_99))
    _tallies(started, 1101, 1301, 2411)
    assert daybook.balances(started.society_id) == {
        2101: 20_000_00, 2411: 8_999_99, 1101: -4_000_00, 1301: -24_000_01,
        1702: -1_000_00, 2804: 2,
    }  # fmt: skip
    assert [left_on(started.society_id, head) for head in (1101, 1301, 2411)] == [0, 0, 0]
    assert _proof_is_whole(started)


def test_nothing_left_is_nothing_to_park(started: World) -> None:
    with pytest.raises(NothingToAllot):
        _tallies(started, 1303)
    with pytest.raises(NothingToAllot):
        _allots(started)


@pytest.mark.parametrize(
    ("items", "refusal"),
    [
        ([(1101, 0, -1_00)], MemberIsMissing),
        ([(1101, 77, -1_00)], MemberIsMissing),
        ([(1301, 0, -1_00)], AccountIsMissing),
        ([(1301, 77, -1_00)], AccountIsMissing),
        ([(1101, 1, 0)], AmountIsZero),
        ([(1101, 1, 1_00)], AccountHoldsLess),
        ([(1301, 1, 1_00)], AccountHoldsLess),
        ([(2411, 2, -1_00)], LoanOwesLess),
        ([(1201, 1, -1_00)], HeadIsNotKept),
        ([(2805, 1, 1_00)], HeadIsNotKept),
    ],
)
def test_what_is_refused_leaves_no_trace(
    started: World, items: Sequence[Allotment], refusal: type[Exception]
) -> None:
    member = a_member(started)
    assert (an_account(member).id, an_account(member, "loan").id) == (1, 2)
    before = traces()
    with pytest.raises(refusal):
        _allots(started, *items)
    assert traces() == before


def test_only_registers_of_members_and_accounts_are_parked(started: World) -> None:
    with pytest.raises(HeadIsNotKept):
        _tallies(started, 2805)


def test_a_day_must_be_open(world: World) -> None:
    world.starts_books(balances=HEADS)
    member = a_member(world)
    with pytest.raises(NoDayIsOpen):
        _allots(world, (1101, member.id, -1_00))
    with pytest.raises(NoDayIsOpen):
        _tallies(world, 1101)
    world.opens_day()
    world.counts(20_000)
    with pytest.raises(CountIsGoingOn):
        _tallies(world, 1101)


def test_books_may_start_with_their_registers_filled(world: World) -> None:
    member = a_member(world)
    loan = an_account(member, "loan")
    enter_opening_balances(
        world.doer("manager"), world.slip("manager"), world.society_id, YESTERDAY, HEADS,
        world.keys, [(1101, member.id, -5_000_00), (2411, loan.id, 9_000_00)],
    )  # fmt: skip
    assert _register(world, 1101) == {member.id: -5_000_00}
    assert _register(world, 1301) == {0: -24_000_00}
    assert daybook.balances(world.society_id) == HEADS
    day = days.day(world.society_id, YESTERDAY)
    assert day is not None
    assert (day.first_voucher_id, day.last_voucher_id, day.closing_paise) == (1, 3, 20_000_00)
    assert seals.seal_of_day(world.society_id, YESTERDAY) is not None
    assert _proof_is_whole(world)
