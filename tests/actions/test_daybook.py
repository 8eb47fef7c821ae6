"""Entering vouchers: P2 balanced, P4 gapless, P5 cash never below zero, whole rupees in cash."""

from __future__ import annotations

from itertools import pairwise

import pytest

from portal.actions import day as day_actions
from portal.actions import daybook as daybook_actions
from portal.actions.exactly_once import Done
from portal.domain import chain
from portal.domain.day import PersonIsMissing
from portal.domain.daybook import (
    CashWouldGoNegative,
    CountIsGoingOn,
    Draft,
    Line,
    NoDayIsOpen,
    PersonOwesLess,
    VoucherIsUnbalanced,
    VoucherIsUnknown,
)
from portal.domain.heads import HeadIsAGroup, HeadIsNotKept
from portal.domain.money import CashHasPaise
from portal.storage import daybook, days, engine, seals
from tests.crowd import at_once
from tests.world import OPENING, TODAY, World

BOX = 26_386


def _free(*lines: tuple[int, int] | tuple[int, int, int], kind: str = "journal") -> Draft:
    return Draft(kind, "", tuple(Line(*line) for line in lines))


def _posts(world: World, draft: Draft) -> Done:
    return daybook_actions.enter_voucher(world.doer(), world.slip(), world.society_id, draft)


def _sums(world: World, by: str) -> set[int]:
    found = engine.rows(
        f"SELECT SUM(paise) FROM entry WHERE society_id = ? GROUP BY {by}",  # noqa: S608
        world.society_id,
    )
    return {int(paise) for (paise,) in found}


def test_an_unbalanced_voucher_is_refused_and_leaves_nothing(open_world: World) -> None:
    with pytest.raises(VoucherIsUnbalanced):
        _posts(open_world, _free((2101, 100_00), (3307, -99_00)))
    assert daybook.balances(open_world.society_id) == OPENING


@pytest.mark.parametrize(
    ("head", "refusal"), [(3300, HeadIsAGroup), (1503, HeadIsNotKept), (1802, HeadIsNotKept)]
)
def test_groups_and_hidden_heads_take_no_entry(
    open_world: World, head: int, refusal: type[Exception]
) -> None:
    with pytest.raises(refusal):
        _posts(open_world, _free((2101, 100_00), (head, -100_00)))


def test_cash_legs_are_whole_rupees_and_the_rest_goes_to_rounding(open_world: World) -> None:
    with pytest.raises(CashHasPaise):
        _posts(open_world, _free((2101, 100_40), (3307, -100_40)))
    _posts(open_world, _free((2101, 100_00), (4320, 40), (3307, -100_40)))
    assert daybook.balance(open_world.society_id, 4320) == 40


def test_a_shortage_is_entered_against_a_person(open_world: World) -> None:
    with pytest.raises(PersonIsMissing):
        _posts(open_world, _free((2805, 100_00), (2101, -100_00)))
    _posts(open_world, _free((2805, 100_00, 7), (2101, -100_00)))
    here = open_world.society_id
    assert sum(daybook.sub_balances(here, 2805).values()) == daybook.balance(here, 2805)


def test_nobody_pays_back_more_of_a_shortage_than_they_owe(open_world: World) -> None:
    person = open_world.person("operator").id
    _posts(open_world, _free((2805, 100_00, person), (2101, -100_00)))
    for rupees, whose in ((101, person), (1, person + 1)):
        with pytest.raises(PersonOwesLess):
            open_world.enters("shortage_recovered", rupees=rupees, sub_id=whose)
    open_world.enters("shortage_recovered", rupees=100, sub_id=person)
    assert daybook.sub_balances(open_world.society_id, 2805) == {}


def test_every_voucher_day_and_society_adds_up_to_nothing(open_world: World) -> None:
    open_world.enters(rupees=75)
    open_world.enters("bank_deposit", rupees=5_000)
    _posts(open_world, _free((2101, 60_00), (2205, 40_50), (3307, -100_50)))
    for by in ("voucher_id", "day_on", "society_id"):
        assert _sums(open_world, by) == {0}


def test_cash_is_never_below_zero(open_world: World) -> None:
    open_world.enters("tea_expense", rupees=BOX)
    with pytest.raises(CashWouldGoNegative) as refused:
        open_world.enters("tea_expense", rupees=1)
    assert refused.value.field == "amount"
    open_world.enters(rupees=1)
    open_world.enters("tea_expense", rupees=1)
    assert daybook.balance(open_world.society_id, 2101) == 0


@pytest.mark.parametrize("head", [2102, 2103, 2104])
def test_tills_and_cash_in_transit_hold_no_less_than_nothing(open_world: World, head: int) -> None:
    with pytest.raises(CashWouldGoNegative):
        _posts(open_world, _free((2201, 100_00), (head, -100_00), kind="contra"))
    _posts(open_world, _free((head, 100_00), (2101, -100_00), kind="contra"))
    _posts(open_world, _free((2201, 100_00), (head, -100_00), kind="contra"))
    assert daybook.balance(open_world.society_id, head) == 0


def test_cash_that_comes_and_goes_in_one_voucher_is_taken_together(open_world: World) -> None:
    lines = ((2102, -50_00), (2102, 80_00), (3307, -30_00))
    _posts(open_world, _free(*lines, kind="cash_receipt"))
    assert daybook.balance(open_world.society_id, 2102) == 30_00


def test_a_bank_account_may_be_overdrawn(open_world: World) -> None:
    open_world.enters("bank_withdraw", rupees=2_00_000)
    assert daybook.balance(open_world.society_id, 2201) == -50_000_00


def test_numbers_run_by_kind_and_financial_year(world: World) -> None:
    world.clock.move(days=127)  # 31-03-2027
    world.starts_books()
    for on in ("2027-03-31", "2027-04-01"):
        world.opens_day(on)
        world.enters(rupees=10)
        world.enters("tea_expense", rupees=5)
        world.enters(rupees=10)
        world.counts(daybook.balance(world.society_id, 2101) // 100)
        world.closes_day()
        world.clock.move(days=1)
    found = daybook.vouchers_on(world.society_id, "2027-03-31", "2027-04-01", 50, 0)
    assert [(one.fy, one.kind, one.no) for one in found] == [
        (2026, "cash_receipt", 1), (2026, "cash_payment", 1), (2026, "cash_receipt", 2),
        (2027, "cash_receipt", 1), (2027, "cash_payment", 1), (2027, "cash_receipt", 2),
    ]  # fmt: skip
    assert [one.id for one in found] == [2, 3, 4, 5, 6, 7]


def test_a_refusal_leaves_no_gap_in_the_numbers(open_world: World) -> None:
    for rupees in (10, BOX * 2, 10):
        try:
            open_world.enters("tea_expense", rupees=rupees)
        except CashWouldGoNegative:
            continue
    found = daybook.vouchers_on(open_world.society_id, TODAY, TODAY, 9, 0)
    assert [(one.id, one.no) for one in found] == [(2, 1), (3, 2)]


def test_fifty_posts_at_once_take_fifty_numbers_without_a_gap(open_world: World) -> None:
    here, doer, draft = open_world.society_id, open_world.doer(), open_world.drafts()
    slips = [open_world.slip() for _ in range(50)]
    deeds = [
        lambda slip=slip: daybook_actions.enter_voucher(doer, slip, here, draft) for slip in slips
    ]
    answers = at_once(deeds)
    assert sorted(one.voucher_id for one in answers) == list(range(2, 52))  # type: ignore[union-attr]
    found = daybook.vouchers_on(here, TODAY, TODAY, 99, 0)
    assert [one.no for one in found] == list(range(1, 51))
    assert daybook.balance(here, 2101) == (BOX + 50 * 50) * 100
    for before, after in pairwise(found):
        assert after.chain_hash == chain.link(before.chain_hash, after.leaf_hash)


def test_spending_at_once_never_takes_cash_below_zero(open_world: World) -> None:
    here, doer, draft = open_world.society_id, open_world.doer(), open_world.drafts(
        "tea_expense", BOX // 10
    )  # fmt: skip
    deeds = [
        lambda slip=slip: daybook_actions.enter_voucher(doer, slip, here, draft)
        for slip in [open_world.slip() for _ in range(20)]
    ]
    answers = at_once(deeds)
    assert sum(isinstance(one, Done) for one in answers) == 10
    assert sum(isinstance(one, CashWouldGoNegative) for one in answers) == 10
    assert daybook.balance(here, 2101) == (BOX - BOX // 10 * 10) * 100


def test_two_who_close_at_once_have_one_winner(open_world: World) -> None:
    open_world.counts(BOX)
    here, doer = open_world.society_id, open_world.doer()
    answers = at_once([
        lambda slip=slip: day_actions.close_day(doer, slip, here, open_world.keys)
        for slip in [open_world.slip() for _ in range(6)]
    ])  # fmt: skip
    assert sum(isinstance(one, Done) for one in answers) == 1
    assert sum(isinstance(one, NoDayIsOpen) for one in answers) == 5
    assert len(seals.seals_of(here)) == 2
    assert [one.seal_no for one in open_world.keys.witnessed("KHR001")] == [1, 2]


def test_a_day_closed_while_posts_run_keeps_the_figures_it_was_sealed_with(
    open_world: World,
) -> None:
    here, doer, draft = open_world.society_id, open_world.doer(), open_world.drafts()

    def posts() -> list[Exception | Done]:
        answers: list[Exception | Done] = []
        for _ in range(40):
            try:
                answers.append(daybook_actions.enter_voucher(doer, slips.pop(), here, draft))
            except (CountIsGoingOn, NoDayIsOpen) as refused:
                answers.append(refused)
        return answers

    def closes() -> list[Exception | Done]:
        while days.voucher_span(here, TODAY)[2] < 10:
            pass
        day_actions.begin_count(doer, counting, here)
        book = daybook.balance(here, 2101) // 100
        day_actions.save_take(doer, take, here, {"c1": book})
        return [day_actions.close_day(doer, closing, here, open_world.keys)]

    slips = [open_world.slip() for _ in range(160)]
    counting, take, closing = (open_world.slip() for _ in range(3))
    answers = at_once([posts, posts, posts, posts, closes])
    *posted, closed = [one for one in answers if isinstance(one, list)]
    assert isinstance(closed[0], Done)
    done = sum(isinstance(one, Done) for some in posted for one in some)
    assert 10 <= done < 160, "the closing was to happen between the posts"
    _require_frozen(here, done)


def _require_frozen(society_id: int, vouchers: int) -> None:
    day, seal = days.day(society_id, TODAY), seals.seal_of_day(society_id, TODAY)
    assert day is not None
    assert seal is not None
    assert days.voucher_span(society_id, TODAY) == (2, vouchers + 1, vouchers)
    assert (day.receipts_paise, day.payments_paise) == (vouchers * 50_00, 0)
    assert day.closing_paise == daybook.balance(society_id, 2101)
    assert f'"receipts":{vouchers * 50_00}' in seal.body
    assert f'"count":{vouchers}' in seal.body
    assert daybook.book(society_id).chain_hash.hex() in seal.body


def test_the_most_used_tasks_are_counted_and_free_vouchers_are_not(open_world: World) -> None:
    open_world.enters()
    _posts(open_world, _free((2101, 10_00), (3307, -10_00)))
    assert daybook.tasks_by_use(open_world.society_id) == ["csc_service_fee"]


def test_a_twin_of_the_last_ten_minutes_is_pointed_out(open_world: World) -> None:
    first = open_world.enters(rupees=50, party="रमेश")
    here = open_world.society_id

    def twin(rupees: int = 50, party: str = "रमेश") -> int | None:
        draft = open_world.drafts(rupees=rupees, party=party)
        found = daybook_actions.twin_of(open_world.doer(), here, TODAY, draft)
        return found.id if found else None

    assert twin() == first
    assert twin(party="सुरेश") is None
    assert twin(rupees=60) is None
    open_world.clock.move(minutes=10)
    assert twin() == first
    open_world.clock.move(minutes=1)
    assert twin() is None


def test_a_voucher_of_another_society_is_unknown(open_world: World) -> None:
    voucher_id = open_world.enters()
    found = daybook_actions.voucher(open_world.society_id, voucher_id)
    assert found.total_paise == 50_00
    with pytest.raises(VoucherIsUnknown):
        daybook_actions.voucher(open_world.society("KHR002").id, voucher_id)


def test_a_voucher_can_be_proved_from_its_rows(open_world: World) -> None:
    found = daybook_actions.voucher(open_world.society_id, open_world.enters(party="रमेश"))
    fields = tuple(getattr(found, name) for name in chain.VOUCHER_FIELDS)
    lines = [(line.head, line.paise, line.sub_id) for line in found.lines]
    assert chain.voucher_leaf(fields, found.text_commitment, lines) == found.leaf_hash
    salt = engine.value("SELECT salt FROM voucher_text WHERE voucher_id = ?", found.id)
    assert chain.commitment(bytes(salt), "रमेश", "") == found.text_commitment
