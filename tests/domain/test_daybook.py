"""Legal vouchers (P2), the kinds they are of, and what one does to cash."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from portal.domain.day import PersonIsMissing
from portal.domain.daybook import (
    AccountIsMissing,
    Draft,
    Line,
    MemberIsMissing,
    Voucher,
    VoucherIsEmpty,
    VoucherIsUnbalanced,
    check,
    kind_of,
    mirrored,
)
from portal.domain.heads import HeadIsAGroup, HeadIsNotKept, HeadIsUnknown
from portal.domain.money import AmountIsZero, CashHasPaise
from portal.storage.reference import chart

POSTABLE = [head.code for head in chart() if head.is_free]
LINES = st.lists(
    st.builds(Line, st.sampled_from(POSTABLE), st.integers(-999, 999).map(lambda r: r * 100)),
    max_size=6,
)


def _draft(*lines: tuple[int, int] | tuple[int, int, int]) -> Draft:
    return Draft("journal", "", tuple(Line(*line) for line in lines))


def test_a_balanced_voucher_on_leaf_heads_is_legal() -> None:
    check(_draft((2101, 50_00), (3307, -50_00)), chart())


def test_debit_and_credit_must_be_equal() -> None:
    with pytest.raises(VoucherIsUnbalanced) as refused:
        check(_draft((2101, 1_25_000_00), (3307, -1_24_999_50)), chart())
    assert refused.value.params == {"debit": "1,25,000", "credit": "1,24,999.50", "gap": "0.50"}


@pytest.mark.parametrize("lines", [(), ((2101, 100),), ((2101, 0), (3307, 0))])
def test_a_voucher_without_two_sides_is_empty(lines: tuple[tuple[int, int], ...]) -> None:
    with pytest.raises(VoucherIsEmpty):
        check(_draft(*lines), chart())


def test_a_line_without_money_is_refused() -> None:
    with pytest.raises(AmountIsZero):
        check(_draft((2101, 100), (3307, -100), (4317, 0)), chart())


@pytest.mark.parametrize(
    ("head", "refusal"), [(2100, HeadIsAGroup), (1503, HeadIsNotKept), (9999, HeadIsUnknown)]
)
def test_only_kept_leaf_heads_post(head: int, refusal: type[Exception]) -> None:
    with pytest.raises(refusal):
        check(_draft((2101, 100), (head, -100)), chart())


def test_an_opening_voucher_takes_control_heads_but_no_group() -> None:
    check(_draft((2101, 100), (1301, -100)), chart(), any_leaf=True)
    with pytest.raises(HeadIsAGroup):
        check(_draft((2101, 100), (1300, -100)), chart(), any_leaf=True)


@pytest.mark.parametrize("head", [2101, 2102, 2103, 2104])
def test_cash_moves_in_whole_rupees(head: int) -> None:
    with pytest.raises(CashHasPaise):
        check(_draft((head, 100_50), (3307, -100_50)), chart())


def test_other_heads_may_carry_paise() -> None:
    check(_draft((2201, 100_50), (3307, -100_50)), chart())


def test_a_shortage_stands_against_a_person() -> None:
    with pytest.raises(PersonIsMissing):
        check(_draft((2805, 100), (2101, -100)), chart())
    check(_draft((2805, 100, 7), (2101, -100)), chart())


@pytest.mark.parametrize(
    ("head", "refusal"),
    [(1101, MemberIsMissing), (1104, MemberIsMissing), (1301, AccountIsMissing),
     (2411, AccountIsMissing), (2502, AccountIsMissing)],
)  # fmt: skip
def test_a_head_with_a_register_says_whose_the_entry_is(
    head: int, refusal: type[Exception]
) -> None:
    with pytest.raises(refusal):
        check(_draft((2101, 100), (head, -100)), chart())
    check(_draft((2101, 100), (head, -100, 7)), chart())


@given(LINES)
def test_a_voucher_passes_exactly_when_its_lines_add_up_to_nothing(lines: list[Line]) -> None:
    is_legal = len(lines) > 1 and not sum(one.paise for one in lines) and all(
        one.paise for one in lines
    )  # fmt: skip
    try:
        check(Draft("journal", "", tuple(lines)), chart())
    except (VoucherIsEmpty, VoucherIsUnbalanced, AmountIsZero):
        assert not is_legal
    else:
        assert is_legal


def test_the_total_is_the_sum_of_the_debit_side() -> None:
    assert _draft((2101, 30), (4320, 20), (3307, -50)).total_paise == 50


@pytest.mark.parametrize(
    ("lines", "kind"),
    [
        (((2201, 100), (2101, -100)), "contra"),
        (((2101, 100), (3307, -100)), "cash_receipt"),
        (((4317, 100), (2101, -100)), "cash_payment"),
        (((2201, 100), (3307, -100)), "bank_receipt"),
        (((4314, 100), (2201, -100)), "bank_payment"),
        (((4402, 100), (1701, -100)), "journal"),
        (((2101, 100), (2101, -100), (2201, 50), (3307, -50)), "bank_receipt"),
        (((2101, 60), (2201, 40), (3307, -100)), "cash_receipt"),
    ],
)
def test_a_free_voucher_is_of_the_kind_that_its_heads_say(
    lines: tuple[tuple[int, int], ...], kind: str
) -> None:
    assert kind_of((Line(*line) for line in lines), chart()) == kind


@given(LINES)
def test_a_mirrored_voucher_undoes_every_line(lines: list[Line]) -> None:
    turned = mirrored(lines)
    assert [(one.head, one.sub_id) for one in turned] == [(one.head, one.sub_id) for one in lines]
    assert [one.paise + two.paise for one, two in zip(lines, turned, strict=True)] == [0] * len(
        lines
    )
    assert mirrored(turned) == tuple(lines)


def _voucher(given_paise: int | None, *lines: Line) -> Voucher:
    return Voucher(
        1, 1, 2026, "cash_receipt", 1, "2026-11-24", 0, 1, None, None, "", "cash", "", "", "",
        2101, 180_00, given_paise, None, "t", b"", b"", b"", 1, "", "", lines,
    )  # fmt: skip


def test_change_is_what_was_given_less_the_amount() -> None:
    assert _voucher(200_00).change_paise == 20_00
    assert _voucher(None).change_paise is None


def test_a_vouchers_cash_is_what_came_into_or_left_any_till() -> None:
    moved = _voucher(None, Line(2104, 50_00), Line(2101, -80_00), Line(2201, 30_00))
    assert moved.cash_paise(chart()) == -30_00
