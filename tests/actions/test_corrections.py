"""Correcting vouchers: every case leaves the books balanced and the box as it really is."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest

from portal.actions import daybook as daybook_actions
from portal.actions.corrections import correct_voucher, plan
from portal.actions.day import Acceptance, begin_count
from portal.actions.exactly_once import Done
from portal.actions.proof import prove_society
from portal.domain import corrections as rules
from portal.domain.corrections import Correction
from portal.domain.dates import dates_from
from portal.domain.day import ReasonIsMissing
from portal.domain.daybook import (
    CashWouldGoNegative,
    CountIsGoingOn,
    Draft,
    Line,
    NoDayIsOpen,
    Voucher,
    VoucherIsUnknown,
    kind_of,
)
from portal.storage import corrections, daybook, engine
from portal.storage.reference import chart
from tests.world import TODAY, World

BOX = 26_386


class Desk:
    """Someone who makes mistakes at the counter and puts them right. Whole rupees."""

    def __init__(self, world: World) -> None:
        self.world = world
        self.here = world.society_id
        world.starts_books()
        world.opens_day()

    def balance(self, head: int) -> int:
        return daybook.balance(self.here, head) // 100

    def writes(self, *lines: tuple[int, int], mode: str = "cash") -> int:
        """Enter a free voucher."""
        made = tuple(Line(head, rupees * 100) for head, rupees in lines)
        draft = Draft(kind_of(made, chart()), "", made, mode=mode, reference="N7")
        done = daybook_actions.enter_voucher(self.world.doer(), self.world.slip(), self.here, draft)
        assert done.voucher_id is not None
        return done.voucher_id

    def next_day(self, counted: int | None = None, who: str = "operator") -> None:
        """Close with this much counted, answering for a difference, and open the next day."""
        book = self.balance(2101)
        self.world.counts(book if counted is None else counted)
        person = self.world.person(who).id
        differs = counted is not None and counted != book
        self.world.closes_day(Acceptance(person, "गिनती में अंतर") if differs else None)
        self.world.clock.move(days=1)
        self.world.opens_day()

    def corrects(self, voucher_id: int, reason: str = "twice", **more: Any) -> Done:
        rupees = more.pop("right", None)
        correction = Correction(
            reason, " गलती से ", right_amount_paise=None if rupees is None else rupees * 100, **more
        )
        planned = plan(self.here, voucher_id, correction)
        before = daybook.book(self.here).last_voucher_id
        done = correct_voucher(
            self.world.doer(), self.world.slip(), self.here, voucher_id, correction
        )
        self.require_sound()
        made = [self.voucher(before + place) for place in range(1, len(planned) + 1)]
        assert [one.lines for one in made] == [draft.lines for _, draft in planned]
        assert daybook.book(self.here).last_voucher_id == before + len(planned)
        return done

    def voucher(self, voucher_id: int) -> Voucher:
        found = daybook.voucher(self.here, voucher_id)
        assert found is not None
        return found

    def parts(self, voucher_id: int) -> dict[str, Voucher]:
        return {
            tie.part: self.voucher(tie.voucher_id)
            for tie in corrections.parts_of(self.here, voucher_id)
        }

    def touched_cash(self) -> bool:
        """Say whether anything moved cash on the open day."""
        day_on = engine.value("SELECT day_on FROM day WHERE status <> 'closed'")
        return 2101 in daybook.totals_between(self.here, day_on, day_on)

    def require_sound(self) -> None:
        assert sum(daybook.balances(self.here).values()) == 0
        owed = sum(daybook.sub_balances(self.here, 2805).values())
        assert owed == daybook.balance(self.here, 2805)
        found = prove_society("KHR001", self.world.keys)
        assert found.findings == ()


@pytest.fixture
def desk(world: World) -> Desk:
    return Desk(world)


def test_a_wrong_amount_of_the_open_day(desk: Desk) -> None:
    voucher_id = desk.world.enters(rupees=500)
    done = desk.corrects(voucher_id, "wrong_amount", right=50)
    parts = desk.parts(voucher_id)
    assert done.location == f"/vouchers/{parts['reversal'].id}?new=1"
    assert done.voucher_id == parts["reversal"].id
    assert desk.balance(2101) == BOX + 50
    assert desk.balance(3307) == -50
    assert parts["reversal"].reverses_id == voucher_id
    assert parts["reversal"].kind == "cash_payment"
    assert (parts["replacement"].task, parts["replacement"].no) == ("csc_service_fee", 2)
    assert parts["reversal"].narration == "गलती से"


def test_the_parts_are_tied_both_ways_and_noted(desk: Desk) -> None:
    voucher_id = desk.world.enters(rupees=500)
    desk.corrects(voucher_id, "wrong_amount", right=50)
    ties = corrections.parts_of(desk.here, voucher_id)
    assert [(tie.part, tie.reason, tie.remark) for tie in ties] == [
        ("replacement", "wrong_amount", "गलती से"), ("reversal", "wrong_amount", "गलती से"),
    ]  # fmt: skip
    for tie in ties:
        assert corrections.original_of(desk.here, tie.voucher_id) == tie
    assert corrections.original_of(desk.here, voucher_id) is None
    assert engine.value("SELECT COUNT(*) FROM act WHERE kind = 'corrected'") == 1


@pytest.mark.parametrize("reason", ["twice", "not_ours"])
def test_reversing_on_the_open_day(desk: Desk, reason: str) -> None:
    receipt = desk.world.enters(rupees=50)
    payment = desk.world.enters("tea_expense", rupees=20)
    desk.corrects(receipt, reason)
    desk.corrects(payment, reason)
    assert (desk.balance(2101), desk.balance(3307), desk.balance(4317)) == (BOX, 0, 0)


@pytest.mark.parametrize(
    ("task", "head", "written", "right", "difference_head"),
    [
        ("csc_service_fee", 3307, 500, 50, 2805),
        ("csc_service_fee", 3307, 50, 500, 1703),
        ("tea_expense", 4317, 500, 50, 1703),
        ("tea_expense", 4317, 50, 500, 2805),
    ],
)
def test_a_wrong_amount_of_a_closed_day_clears_its_difference(
    desk: Desk, task: str, head: int, written: int, right: int, difference_head: int
) -> None:
    sign = 1 if task == "csc_service_fee" else -1
    voucher_id = desk.world.enters(task, rupees=written)
    desk.next_day(counted=BOX + sign * right)
    assert abs(desk.balance(difference_head)) == 450
    desk.corrects(voucher_id, "wrong_amount", right=right)
    assert desk.balance(difference_head) == 0
    assert desk.balance(2101) == BOX + sign * right
    assert desk.balance(head) == -sign * right
    assert not desk.touched_cash()


@pytest.mark.parametrize(("task", "sign"), [("csc_service_fee", 1), ("tea_expense", -1)])
def test_an_entry_written_twice_on_a_closed_day_clears_its_difference(
    desk: Desk, task: str, sign: int
) -> None:
    desk.world.enters(task, rupees=100)
    again = desk.world.enters(task, rupees=100)
    desk.next_day(counted=BOX + sign * 100)
    desk.corrects(again)
    assert (desk.balance(2805), desk.balance(1703), desk.balance(2101)) == (0, 0, BOX + sign * 100)
    assert not desk.touched_cash()
    assert desk.parts(again)["reversal"].kind == "journal"


@pytest.mark.parametrize(("task", "sign"), [("csc_service_fee", 1), ("tea_expense", -1)])
def test_cash_that_moved_as_written_moves_back(desk: Desk, task: str, sign: int) -> None:
    voucher_id = desk.world.enters(task, rupees=100)
    desk.next_day()
    with pytest.raises(rules.CashIsUnexplained):
        desk.corrects(voucher_id, "not_ours")
    desk.corrects(voucher_id, "not_ours", cash_moves_now=True)
    assert desk.balance(2101) == BOX
    assert desk.parts(voucher_id)["reversal"].mode == "cash"


def test_a_refund_leaves_another_shortage_with_its_person(desk: Desk) -> None:
    voucher_id = desk.world.enters(rupees=500)
    desk.next_day(counted=BOX + 400)
    desk.corrects(voucher_id, "wrong_amount", right=200, cash_moves_now=True)
    assert (desk.balance(2101), desk.balance(2805)) == (BOX + 100, 100)


def test_a_part_is_refunded_and_the_rest_clears(desk: Desk) -> None:
    voucher_id = desk.world.enters(rupees=500)
    desk.next_day(counted=BOX + 100)
    more = {"cash_moves_now": True, "cash_now_paise": 50_00}
    desk.corrects(voucher_id, "wrong_amount", right=50, **more)
    assert (desk.balance(2101), desk.balance(2805), desk.balance(3307)) == (BOX + 50, 0, -50)


def test_a_difference_is_cleared_once(desk: Desk) -> None:
    desk.world.enters(rupees=100)
    first, second = desk.world.enters(rupees=100), desk.world.enters(rupees=100)
    desk.next_day(counted=BOX + 200)
    desk.corrects(first)
    with pytest.raises(rules.CashIsUnexplained):
        desk.corrects(second)


def test_two_corrections_share_a_difference(desk: Desk) -> None:
    first, second = desk.world.enters(rupees=100), desk.world.enters(rupees=70)
    desk.next_day(counted=BOX)
    desk.corrects(first)
    assert desk.balance(2805) == 70
    desk.corrects(second, "wrong_amount", right=1)
    assert desk.balance(2805) == 1


def test_a_recovered_shortage_is_paid_back_in_cash(desk: Desk) -> None:
    voucher_id = desk.world.enters(rupees=100)
    desk.next_day(counted=BOX)
    person = desk.world.person("operator").id
    desk.world.enters("shortage_recovered", rupees=100, sub_id=person)
    with pytest.raises(rules.CashIsUnexplained):
        desk.corrects(voucher_id)
    desk.corrects(voucher_id, cash_moves_now=True)
    assert (desk.balance(2101), desk.balance(2805)) == (BOX, 0)


def test_an_excess_that_was_given_back_is_not_cleared_again(desk: Desk) -> None:
    voucher_id = desk.world.enters("tea_expense", rupees=100)
    desk.next_day(counted=BOX)
    desk.writes((1703, 100), (3406, -100), mode="none")
    with pytest.raises(rules.CashIsUnexplained):
        desk.corrects(voucher_id)


def test_another_days_difference_is_not_cleared(desk: Desk) -> None:
    voucher_id = desk.world.enters(rupees=100)
    desk.next_day()
    desk.next_day(counted=BOX)
    assert desk.balance(2805) == 100
    with pytest.raises(rules.CashIsUnexplained):
        desk.corrects(voucher_id)


def test_a_shortage_stays_with_its_own_person(desk: Desk) -> None:
    voucher_id = desk.world.enters(rupees=100)
    desk.next_day(counted=BOX, who="manager")
    desk.next_day(counted=BOX - 30, who="operator")
    desk.corrects(voucher_id)
    assert daybook.sub_balances(desk.here, 2805) == {desk.world.person("operator").id: 30_00}


def test_a_wrong_head_moves_no_cash_on_any_day(desk: Desk) -> None:
    voucher_id = desk.world.enters(rupees=100)
    desk.next_day()
    done = desk.corrects(voucher_id, "wrong_head", right_head=3308)
    assert (desk.balance(3307), desk.balance(3308), desk.balance(2101)) == (0, -100, BOX + 100)
    assert not desk.touched_cash()
    assert done.voucher_id == desk.parts(voucher_id)["clearing"].id


def test_after_a_wrong_head_the_amount_can_be_put_right(desk: Desk) -> None:
    voucher_id = desk.world.enters(rupees=100)
    desk.corrects(voucher_id, "wrong_head", right_head=3308)
    desk.corrects(voucher_id, "wrong_head", right_head=3309)
    desk.corrects(voucher_id, "wrong_amount", right=60)
    balances = [desk.balance(head) for head in (3307, 3308, 3309, 2101)]
    assert balances == [0, 0, -60, BOX + 60]


def test_a_replacement_can_be_corrected_again(desk: Desk) -> None:
    voucher_id = desk.world.enters(rupees=500)
    desk.next_day(counted=BOX + 60)
    desk.corrects(voucher_id, "wrong_amount", right=50, cash_moves_now=True, cash_now_paise=10_00)
    replacement = desk.parts(voucher_id)["replacement"]
    desk.corrects(replacement.id, "wrong_amount", right=60)
    assert desk.balance(3307) == -60
    with pytest.raises(rules.VoucherIsReversed):
        desk.corrects(replacement.id)


def test_bank_entries_of_a_closed_day_are_mirrored(desk: Desk) -> None:
    voucher_id = desk.writes((2201, 500), (3105, -500), mode="transfer")
    desk.next_day()
    desk.corrects(voucher_id, "wrong_amount", right=5)
    assert (desk.balance(2201), desk.balance(3105)) == (1_50_005, -5)
    desk.corrects(desk.parts(voucher_id)["replacement"].id, "not_ours")
    assert (desk.balance(2201), desk.balance(3105)) == (1_50_000, 0)
    assert not desk.touched_cash()


def test_a_deposit_written_too_high_clears_the_excess(desk: Desk) -> None:
    voucher_id = desk.writes((2201, 5_000), (2101, -5_000), mode="none")
    desk.next_day(counted=BOX - 500)
    assert desk.balance(1703) == -4_500
    desk.corrects(voucher_id, "wrong_amount", right=500)
    assert (desk.balance(1703), desk.balance(2201), desk.balance(2101)) == (
        0, 1_50_500, BOX - 500,
    )  # fmt: skip


def test_a_closed_years_income_becomes_a_prior_year_adjustment(desk: Desk) -> None:
    voucher_id = desk.world.enters(rupees=500)
    desk.world.counts(BOX + 50)
    desk.world.closes_day(Acceptance(desk.world.person("operator").id, "कम निकला"))
    gap = dates_from("2026-11-25", "2027-04-01")
    desk.world.clock.move(days=len(gap) + 1)
    desk.world.opens_day(skipped=dict.fromkeys(gap, "idle"))
    desk.corrects(voucher_id, "wrong_amount", right=50)
    balances = [desk.balance(head) for head in (3307, 3408, 2805, 2101)]
    assert balances == [-500, 450, 0, BOX + 50]


def test_a_repeated_form_corrects_once(desk: Desk) -> None:
    voucher_id = desk.world.enters(rupees=500)
    slip, wanted = desk.world.slip(), Correction("twice", "दो बार")
    first = correct_voucher(desk.world.doer(), slip, desk.here, voucher_id, wanted)
    again = correct_voucher(desk.world.doer(), slip, desk.here, voucher_id, wanted)
    assert again == replace(first, is_repeat=True)
    assert desk.balance(2101) == BOX


def test_what_must_stay_is_refused(desk: Desk) -> None:
    voucher_id = desk.world.enters(rupees=500)
    desk.next_day(counted=BOX + 490)
    with pytest.raises(rules.OpeningBalancesStay):
        desk.corrects(1)
    with pytest.raises(rules.CountDifferenceStays):
        desk.corrects(voucher_id + 1)
    with pytest.raises(VoucherIsUnknown):
        desk.corrects(99)
    done = desk.corrects(voucher_id, cash_moves_now=True)
    with pytest.raises(rules.VoucherIsReversed) as refused:
        desk.corrects(voucher_id)
    assert refused.value.params == {"id": done.voucher_id}
    assert done.voucher_id is not None
    with pytest.raises(rules.PartOfACorrection) as part:
        desk.corrects(done.voucher_id)
    assert part.value.params == {"id": voucher_id}


def test_a_reversal_from_elsewhere_stays_too(desk: Desk) -> None:
    voucher_id = desk.world.enters(rupees=500)
    lines = (Line(2101, -500_00), Line(3307, 500_00))
    draft = Draft("cash_payment", "", lines, mode="cash", reverses_id=voucher_id)
    done = daybook_actions.enter_voucher(desk.world.doer(), desk.world.slip(), desk.here, draft)
    assert done.voucher_id is not None
    with pytest.raises(rules.PartOfACorrection):
        desk.corrects(done.voucher_id)


def test_a_remark_is_compulsory(desk: Desk) -> None:
    voucher_id = desk.world.enters(rupees=500)
    with pytest.raises(ReasonIsMissing):
        plan(desk.here, voucher_id, Correction("twice", "  "))


def test_a_correction_needs_an_open_day(desk: Desk) -> None:
    voucher_id = desk.world.enters(rupees=500)
    begin_count(desk.world.doer(), desk.world.slip(), desk.here)
    with pytest.raises(CountIsGoingOn):
        plan(desk.here, voucher_id, Correction("twice", "x"))
    desk.world.counts(BOX + 500)
    desk.world.closes_day()
    with pytest.raises(NoDayIsOpen):
        plan(desk.here, voucher_id, Correction("twice", "x"))


def test_cash_never_falls_below_zero_and_nothing_is_left_half_done(desk: Desk) -> None:
    voucher_id = desk.world.enters(rupees=500)
    desk.writes((2201, BOX + 200), (2101, -BOX - 200), mode="none")
    before = daybook.book(desk.here)
    with pytest.raises(CashWouldGoNegative):
        desk.corrects(voucher_id, "wrong_amount", right=50)
    assert daybook.book(desk.here) == before
    assert desk.parts(voucher_id) == {}
    desk.corrects(voucher_id, "wrong_amount", right=200)  # 300 go out of the 300 that are there
    assert desk.balance(2101) == 0


def test_a_plan_stores_nothing(desk: Desk) -> None:
    voucher_id = desk.world.enters(rupees=500)
    before = daybook.book(desk.here)
    wanted = Correction("wrong_amount", "x", right_amount_paise=50_00)
    assert [part for part, _ in plan(desk.here, voucher_id, wanted)] == ["replacement", "reversal"]
    assert daybook.book(desk.here) == before
    assert desk.voucher(voucher_id).day_on == TODAY
