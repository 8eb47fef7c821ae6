"""Corrections: which vouchers put a mistake right, for each case of the table."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from portal.domain import corrections
from portal.domain.corrections import Correction, Difference, Setting, merged, plan_correction
from portal.domain.daybook import Draft, Line, Voucher
from portal.domain.heads import Chart, HeadHasARegister, HeadIsAGroup, HeadIsNotKept
from portal.domain.money import AmountIsZero
from portal.domain.refusals import Refusal
from portal.storage.reference import chart as real_chart

CHART = real_chart()
PERSON = 7
SHORT = Difference(2805, PERSON, 450_00)
EXCESS = Difference(1703, None, -450_00)
RECEIPT = (Line(2101, 500_00), Line(3307, -500_00))
PAYMENT = (Line(2101, -500_00), Line(4317, 500_00))
BANK = (Line(2201, 500_00), Line(3105, -500_00))
SALE = (Line(2101, 900_00), Line(3201, -400_00), Line(3202, -500_00))


@pytest.fixture(scope="module")
def chart() -> Chart:
    return CHART


def setting(
    lines: tuple[Line, ...] = RECEIPT, *differences: Difference, is_open_day: bool = False,
    is_locked_year: bool = False, **changed: Any,
) -> Setting:  # fmt: skip
    total = sum(line.paise for line in lines if line.paise > 0)
    original = Voucher(
        society_id=1, id=9, fy=2026, kind="cash_receipt", no=3, day_on="2026-11-24", posted_at=1,
        entered_by=1, on_behalf_of=None, approved_by=None, task="csc_service_fee", mode="cash",
        reference="", reference_on="", paper_no="P1", till=2101, total_paise=total,
        given_paise=None, reverses_id=None, form_token="t", text_commitment=b"", leaf_hash=b"",
        chain_hash=b"", hash_version=1, party="राम", narration="फोटोकॉपी", lines=lines,
    )  # fmt: skip
    return Setting(replace(original, **changed), lines, differences, is_open_day, is_locked_year)


def amount(rupees: int, **more: Any) -> Correction:
    return Correction("wrong_amount", "लिखने में गलती", right_amount_paise=rupees * 100, **more)


def reverse(reason: str = "twice", **more: Any) -> Correction:
    return Correction(reason, "दो बार लिखा", **more)


def head(right: int | None, **more: Any) -> Correction:
    return Correction("wrong_head", "मद गलत", right_head=right, **more)


def lines_of(parts: list[tuple[str, Draft]]) -> dict[str, dict[int, int]]:
    """Give each part's rupees by head."""
    return {part: {line.head: line.paise // 100 for line in draft.lines} for part, draft in parts}


def test_reversing_on_the_open_day_mirrors(chart: Chart) -> None:
    for reason in ("twice", "not_ours"):
        parts = plan_correction(setting(is_open_day=True), reverse(reason), chart)
        assert lines_of(parts) == {"reversal": {2101: -500, 3307: 500}}
        draft = parts[0][1]
        assert (draft.kind, draft.mode, draft.till, draft.reverses_id, draft.task) == (
            "cash_payment", "cash", 2101, 9, "",
        )  # fmt: skip
        assert (draft.party, draft.narration, draft.paper_no) == ("राम", "दो बार लिखा", "P1")


def test_a_payment_is_reversed_by_a_receipt(chart: Chart) -> None:
    parts = plan_correction(
        setting(PAYMENT, is_open_day=True, kind="cash_payment"), reverse(), chart
    )
    assert parts[0][1].kind == "cash_receipt"


def test_the_right_amount_on_the_open_day(chart: Chart) -> None:
    parts = plan_correction(setting(is_open_day=True), amount(50), chart)
    assert lines_of(parts) == {
        "replacement": {2101: 50, 3307: -50}, "reversal": {2101: -500, 3307: 500},
    }  # fmt: skip
    right = dict(parts)["replacement"]
    assert (right.kind, right.task, right.mode, right.till, right.narration) == (
        "cash_receipt", "csc_service_fee", "cash", 2101, "फोटोकॉपी",
    )  # fmt: skip
    assert right.reverses_id is None


def test_cash_comes_in_before_it_goes_out(chart: Chart) -> None:
    receipt = plan_correction(setting(is_open_day=True), amount(50), chart)
    assert [part for part, _ in receipt] == ["replacement", "reversal"]
    payment = plan_correction(
        setting(PAYMENT, is_open_day=True, kind="cash_payment"), amount(50), chart
    )
    assert [part for part, _ in payment] == ["reversal", "replacement"]


@pytest.mark.parametrize(
    ("lines", "right", "found", "reversal", "replacement"),
    [
        (RECEIPT, 50, SHORT, {3307: 500, 2805: -500}, {3307: -50, 2805: 50}),
        (RECEIPT, 950, EXCESS, {3307: 500, 1703: -500}, {3307: -950, 1703: 950}),
        (PAYMENT, 50, EXCESS, {4317: -500, 1703: 500}, {4317: 50, 1703: -50}),
        (PAYMENT, 950, SHORT, {4317: -500, 2805: 500}, {4317: 950, 2805: -950}),
    ],
)
def test_a_right_amount_clears_what_the_count_found(
    chart: Chart, lines: tuple[Line, ...], right: int, found: Difference,
    reversal: dict[int, int], replacement: dict[int, int],
) -> None:  # fmt: skip
    parts = plan_correction(setting(lines, found), amount(right), chart)
    assert lines_of(parts) == {"reversal": reversal, "replacement": replacement}
    for _, draft in parts:
        assert (draft.kind, draft.mode, draft.till) == ("journal", "none", None)
        assert all(line.sub_id == found.sub_id for line in draft.lines if line.head == found.head)
    left = sum(line.paise for _, draft in parts for line in draft.lines if line.head == found.head)
    assert found.paise + left == 0


def test_what_was_entered_twice_clears_what_the_count_found(chart: Chart) -> None:
    short = SHORT._replace(paise=500_00)
    assert lines_of(plan_correction(setting(RECEIPT, short), reverse(), chart)) == {
        "reversal": {3307: 500, 2805: -500}
    }
    excess = EXCESS._replace(paise=-500_00)
    assert lines_of(plan_correction(setting(PAYMENT, excess), reverse(), chart)) == {
        "reversal": {4317: -500, 1703: 500}
    }


def test_a_shortage_of_two_people_is_cleared_one_after_the_other(chart: Chart) -> None:
    found = (Difference(2805, 1, 200_00), Difference(2805, 2, 400_00))
    parts = plan_correction(setting(RECEIPT, *found), amount(50), chart)
    moved: dict[int | None, int] = {}
    for _, draft in parts:
        for line in draft.lines:
            if line.head == 2805:
                moved[line.sub_id] = moved.get(line.sub_id, 0) + line.paise
    assert moved == {1: -200_00, 2: -250_00}
    found = (Difference(2805, 1, 450_00), Difference(2805, 2, 400_00))
    parts = plan_correction(setting(RECEIPT, *found), amount(50), chart)
    assert {line.sub_id for _, draft in parts for line in draft.lines} == {None, 1}


@given(
    written=st.integers(1, 500), right=st.integers(1, 500), short=st.integers(0, 500),
    is_payment=st.booleans(), is_open_day=st.booleans(), moves=st.none() | st.integers(1, 500),
)  # fmt: skip
def test_cash_moves_by_what_was_said_and_the_rest_clears(
    written: int, right: int, short: int, is_payment: bool, is_open_day: bool, moves: int | None
) -> None:
    sign = -1 if is_payment else 1
    lines = (Line(2101, sign * written * 100), Line(4309, -sign * written * 100))
    found = (Difference(2805, PERSON, short * 100), Difference(1703, None, -short * 100))
    wanted = amount(right, cash_moves_now=moves is not None, cash_now_paise=moves and moves * 100)
    try:
        parts = plan_correction(setting(lines, *found, is_open_day=is_open_day), wanted, CHART)
    except Refusal:
        return
    after = {2101: 0, 4309: 0, 2805: 0, 1703: 0}
    for _, draft in parts:
        assert sum(line.paise for line in draft.lines) == 0
        for line in draft.lines:
            after[line.head] += line.paise // 100
    change = sign * (right - written)
    assert after[4309] == -change
    assert after[2101] + after[2805] + after[1703] == change
    assert 0 <= short + after[2805] <= short
    assert 0 <= short - after[1703] <= short
    if not is_open_day:
        assert abs(after[2101]) == (moves or 0)


@pytest.mark.parametrize(
    ("lines", "found"), [(RECEIPT, ()), (RECEIPT, (EXCESS,)), (PAYMENT, (SHORT,))]
)
def test_cash_that_the_count_does_not_explain_must_move(
    chart: Chart, lines: tuple[Line, ...], found: tuple[Difference, ...]
) -> None:
    with pytest.raises(corrections.CashIsUnexplained) as refused:
        plan_correction(setting(lines, *found), reverse("not_ours"), chart)
    assert refused.value.params == {"on": "24-11-2026", "explained": "0", "mistake": "500"}


def test_cash_that_moves_now_is_mirrored_and_leaves_the_difference(chart: Chart) -> None:
    parts = plan_correction(setting(RECEIPT, SHORT), reverse(cash_moves_now=True), chart)
    assert lines_of(parts) == {"reversal": {2101: -500, 3307: 500}}
    parts = plan_correction(setting(), amount(50, cash_moves_now=True), chart)
    assert lines_of(parts) == {
        "replacement": {2101: 50, 3307: -50}, "reversal": {2101: -500, 3307: 500},
    }  # fmt: skip


def test_a_part_moves_now_and_the_rest_clears(chart: Chart) -> None:
    short = SHORT._replace(paise=400_00)
    part = amount(50, cash_moves_now=True, cash_now_paise=50_00)
    parts = plan_correction(setting(RECEIPT, short), part, chart)
    assert lines_of(parts) == {
        "reversal": {3307: 500, 2101: -50, 2805: -450}, "replacement": {3307: -50, 2805: 50},
    }  # fmt: skip
    with pytest.raises(corrections.CashIsUnexplained):
        plan_correction(setting(RECEIPT, short), replace(part, cash_now_paise=40_00), chart)
    for wrong in (0, 451_00):
        with pytest.raises(corrections.MoreMovesThanIsWrong):
            plan_correction(setting(RECEIPT, short), replace(part, cash_now_paise=wrong), chart)


def test_on_a_reopened_day_the_difference_is_cleared_first(chart: Chart) -> None:
    parts = plan_correction(
        setting(RECEIPT, SHORT._replace(paise=300_00), is_open_day=True), reverse(), chart
    )
    assert lines_of(parts) == {"reversal": {3307: 500, 2101: -200, 2805: -300}}


def test_bank_entries_are_mirrored_on_any_day(chart: Chart) -> None:
    bank = setting(BANK, SHORT, kind="bank_receipt", mode="transfer", reference="N12", till=None)
    parts = plan_correction(bank, amount(50), chart)
    assert lines_of(parts) == {
        "reversal": {2201: -500, 3105: 500}, "replacement": {2201: 50, 3105: -50},
    }  # fmt: skip
    kinds = [(draft.kind, draft.mode, draft.reference, draft.till) for _, draft in parts]
    assert kinds == [
        ("bank_payment", "transfer", "N12", None), ("bank_receipt", "transfer", "N12", None),
    ]  # fmt: skip


def test_a_journal_is_mirrored_as_a_journal(chart: Chart) -> None:
    journal = setting((Line(4309, 500_00), Line(1516, -500_00)), kind="journal", mode="none")
    parts = plan_correction(journal, reverse(), chart)
    assert (parts[0][1].kind, parts[0][1].mode) == ("journal", "none")


def test_a_deposit_to_the_bank_is_put_right_against_the_difference(chart: Chart) -> None:
    deposit = setting(
        (Line(2201, 500_00), Line(2101, -500_00)), EXCESS, kind="contra", mode="none", till=None
    )
    parts = plan_correction(deposit, amount(50), chart)
    assert lines_of(parts) == {
        "reversal": {2201: -500, 1703: 500}, "replacement": {2201: 50, 1703: -50},
    }  # fmt: skip
    assert [draft.kind for _, draft in parts] == ["bank_payment", "bank_receipt"]


def test_a_till_of_a_closed_day_is_the_box_today(chart: Chart) -> None:
    till = (Line(2102, 500_00), Line(3307, -500_00))
    parts = plan_correction(setting(till, till=2102), reverse(cash_moves_now=True), chart)
    assert lines_of(parts) == {"reversal": {2101: -500, 3307: 500}}
    parts = plan_correction(setting(till, is_open_day=True, till=2102), reverse(), chart)
    assert lines_of(parts) == {"reversal": {2102: -500, 3307: 500}}
    assert parts[0][1].till == 2102
    returned = setting((Line(2101, 500_00), Line(2102, -500_00)), kind="contra", mode="none")
    with pytest.raises(corrections.NothingToCorrect):
        plan_correction(returned, reverse(), chart)


def test_several_amounts_each_have_their_right_one(chart: Chart) -> None:
    sale = setting(SALE, is_open_day=True, kind="sales", task="agri_sale_cash")
    right = replace(amount(0), right_amount_paise=None, right_amounts_paise=(400_00, 0))
    parts = plan_correction(sale, right, chart)
    assert lines_of(parts) == {
        "replacement": {2101: 400, 3201: -400},
        "reversal": {2101: -900, 3201: 400, 3202: 500},
    }  # fmt: skip
    assert dict(parts)["replacement"].kind == "sales"
    assert dict(parts)["reversal"].kind == "cash_payment"
    with pytest.raises(corrections.AmountsAreSeveral):
        plan_correction(sale, amount(50), chart)


@pytest.mark.parametrize(
    ("wanted", "refusal"),
    [
        (amount(0), AmountIsZero),
        (Correction("wrong_amount", "x"), AmountIsZero),
        (Correction("wrong_amount", "x", right_amounts_paise=(600_00, -1)), AmountIsZero),
        (amount(500), corrections.AmountIsTheSame),
        (Correction("other", "x"), corrections.ReasonIsUnknown),
        (head(None), corrections.RightHeadIsMissing),
        (head(3307), corrections.RightHeadIsMissing),
        (head(2102), corrections.RightHeadIsMissing),
        (head(2805), corrections.RightHeadIsMissing),
        (head(3300), HeadIsAGroup),
        (head(1503), HeadIsNotKept),
        (head(1101), HeadHasARegister),
        (head(3308, wrong_head=4317), corrections.WrongHeadIsMissing),
        (head(3308, wrong_head=2101), corrections.WrongHeadIsMissing),
    ],
)
def test_what_is_not_said_or_not_right_is_refused(
    chart: Chart, wanted: Correction, refusal: type[Refusal]
) -> None:
    with pytest.raises(refusal):
        plan_correction(setting(is_open_day=True), wanted, chart)


def test_a_wrong_head_moves_without_cash(chart: Chart) -> None:
    parts = plan_correction(setting(), head(3308), chart)
    assert lines_of(parts) == {"clearing": {3307: 500, 3308: -500}}
    draft = parts[0][1]
    assert (draft.kind, draft.mode, draft.reverses_id) == ("journal", "none", None)


def test_one_of_several_heads_is_named(chart: Chart) -> None:
    with pytest.raises(corrections.WrongHeadIsMissing):
        plan_correction(setting(SALE), head(3203), chart)
    parts = plan_correction(setting(SALE), head(3203, wrong_head=3202), chart)
    assert lines_of(parts) == {"clearing": {3202: 500, 3203: -500}}


def test_a_wrong_bank_account_is_a_wrong_head(chart: Chart) -> None:
    deposit = setting((Line(2201, 500_00), Line(2101, -500_00)), kind="contra", mode="none")
    parts = plan_correction(deposit, head(2202), chart)
    assert lines_of(parts) == {"clearing": {2201: -500, 2202: 500}}
    assert parts[0][1].kind == "contra"


def test_a_recovery_of_a_shortage_goes_to_another_head_with_its_person(chart: Chart) -> None:
    recovery = setting((Line(2101, 500_00), Line(2805, -500_00, PERSON)))
    draft = plan_correction(recovery, head(3406), chart)[0][1]
    assert draft.lines == (Line(2805, 500_00, PERSON), Line(3406, -500_00))


def test_a_head_that_comes_to_nothing_is_not_moved(chart: Chart) -> None:
    odd = setting((Line(2805, 500_00, 1), Line(2805, -500_00, 2)), kind="journal", mode="none")
    with pytest.raises(corrections.NothingToCorrect):
        plan_correction(odd, head(3406), chart)


def test_heads_of_a_closed_year_are_replaced(chart: Chart) -> None:
    old = {"is_locked_year": True}
    parts = plan_correction(setting(RECEIPT, SHORT, **old), amount(50), chart)  # type: ignore[arg-type]
    assert lines_of(parts) == {
        "reversal": {3408: 500, 2805: -500}, "replacement": {3408: -50, 2805: 50},
    }  # fmt: skip
    parts = plan_correction(setting(PAYMENT, **old), reverse(cash_moves_now=True), chart)  # type: ignore[arg-type]
    assert lines_of(parts) == {"reversal": {2101: 500, 4405: -500}}
    parts = plan_correction(setting(**old), head(1701, wrong_head=3307), chart)  # type: ignore[arg-type]
    assert lines_of(parts) == {"clearing": {3408: 500, 1701: -500}}
    with pytest.raises(corrections.NothingToCorrect):
        plan_correction(setting(**old), head(3308), chart)  # type: ignore[arg-type]


def test_lines_of_one_head_add_up() -> None:
    assert merged([Line(1, 5), Line(2, -3), Line(1, -5), Line(2, -2), Line(2, 1, 4)]) == (
        Line(2, -5), Line(2, 1, 4),
    )  # fmt: skip
