"""Lines and entries held against each other."""

from __future__ import annotations

from collections import Counter
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from portal.domain.statement_words import Label, names_in
from portal.domain.wallet_matching import (
    COMMISSION_TASK,
    SETTLE_TASK,
    Found,
    Gap,
    Known,
    Matching,
    Ours,
    Standing,
    Theirs,
    compare,
    standing_of,
)

ON = "2026-11-20"
REF = "PKHR0012611200000011"


def theirs(no: int, paise: int, words: str = "", on: str = ON, **other: Any) -> Theirs:
    return Theirs(no, on, paise, names_in(words), **other)


def ours(no: int, paise: int, words: str = "", on: str = ON, **other: Any) -> Ours:
    return Ours((no,), on, paise, names=names_in(words), **other)


def bill(no: int, paise: int, words: str = REF, on: str = ON) -> Ours:
    return ours(no, -paise, words, on, task=SETTLE_TASK, order_id=7)


def order(paise: int = 500, state: str = "paid", words: str = REF) -> Known:
    return Known(7, paise, names_in(words), state)


def held(
    lines: list[Theirs], entries: list[Ours], orders: list[Known] | None = None, *,
    is_wallet: bool = True,
) -> Matching:  # fmt: skip
    return compare(lines, entries, orders or [], is_wallet=is_wallet)


def said(found: Matching) -> list[object]:
    return [one.gap or one.found for _id, one in sorted(found.verdicts.items())]


def test_a_payment_is_known_by_its_reference_whatever_the_day() -> None:
    found = held([theirs(1, -500, f"BBPS/{REF}/x")], [bill(4, 500, on="2026-12-15")], [order()])
    assert said(found) == [Found.PAYMENT]
    assert (found.verdicts[1].voucher_id, found.verdicts[1].order_id) == (4, 7)
    assert found.left == []


def test_money_that_came_back_belongs_to_the_return() -> None:
    back = ours(5, 500, REF, task="csc_bill_fail", order_id=7)
    found = held([theirs(1, -500, REF), theirs(2, 500, REF)], [bill(4, 500), back])
    assert said(found) == [Found.PAYMENT, Found.RETURNED]


def test_the_nearest_of_several_with_one_reference_is_taken() -> None:
    near, far = bill(9, 500, on="2026-11-21"), bill(4, 500, on="2026-11-01")
    assert held([theirs(1, -500, REF)], [far, near]).verdicts[1].voucher_id == 9


def test_a_bill_and_its_fee_that_went_out_apart_are_one_entry() -> None:
    lines = [theirs(1, -498, REF), theirs(2, -2, REF), theirs(3, -7, REF, label=Label.NONE)]
    assert said(held(lines[:2], [bill(4, 500)], [order()])) == [Found.PAYMENT] * 2
    assert Gap.AMOUNT_DIFFERS in said(held(lines, [bill(4, 500)], [order()]))


def test_what_went_out_and_came_back_needs_no_entry() -> None:
    lines = [theirs(1, -500, REF), theirs(2, -500, REF), theirs(3, 500, REF)]
    assert said(held(lines, [bill(4, 500)], [order()])) == [
        Found.PAYMENT, Found.REFUND, Found.REFUND,
    ]  # fmt: skip
    assert said(held([theirs(1, 500, REF), theirs(2, -500, REF)], [])) == [Gap.NOT_IN_BOOKS] * 2


@pytest.mark.parametrize(("on", "gap"), [("2026-11-23", 0), ("2026-11-24", 1)])
def test_a_top_up_is_known_by_its_amount_within_three_days(on: str, gap: int) -> None:
    entry = ours(4, 5000, is_contra=True)
    found = held([theirs(1, 5000, "neft", on, label=Label.MOVED)], [entry])
    assert said(found) == [Gap.NOT_IN_BOOKS if gap else Found.MOVED]


def test_a_top_up_is_not_taken_for_a_refund() -> None:
    found = held([theirs(1, 5000, label=Label.REFUND)], [ours(4, 5000, is_contra=True)])
    assert said(found) == [Gap.NOT_IN_BOOKS]


def test_commission_is_known_by_line_or_by_its_day() -> None:
    entry = ours(4, 90, task=COMMISSION_TASK, on="2026-11-21")
    lines = [
        theirs(1, 60, label=Label.COMMISSION), theirs(2, 40, label=Label.COMMISSION),
        theirs(3, -10, label=Label.TDS),
    ]  # fmt: skip
    assert said(held(lines, [entry])) == [Found.COMMISSION] * 3
    assert said(held(lines[:1], [ours(4, 60, task=COMMISSION_TASK)])) == [Found.COMMISSION]
    assert said(held(lines, [])) == [Gap.COMMISSION_MISSING] * 3
    assert said(held(lines[:2], [entry])) == [Gap.COMMISSION_MISSING] * 2


def test_amounts_of_one_day_stand_for_each_other_on_the_wallet_only() -> None:
    lines = [theirs(1, -500, "bbps one"), theirs(2, -500, "bbps two")]
    entries = [bill(4, 500), bill(5, 500, "PKHR0012611200000022")]
    assert said(held(lines, entries)) == [Found.LIKELY] * 2
    assert said(held(lines, entries, is_wallet=False)) == [Gap.NOT_IN_BOOKS] * 2
    assert said(held(lines, entries[:1])) == [Gap.NOT_IN_BOOKS] * 2
    named = [theirs(1, -500, "PKHR0012611200000033")]
    other = [order(900, words="PKHR0012611200000033")]
    assert said(held(named, entries[:1], other)) == [Gap.AMOUNT_DIFFERS]


def test_paid_twice_is_an_alarm() -> None:
    lines = [theirs(1, -500, REF), theirs(2, -500, REF), theirs(3, -5, REF)]
    found = held(lines, [bill(4, 500)], [order()])
    assert said(found) == [Found.PAYMENT, Gap.PAID_TWICE, Gap.NOT_IN_BOOKS]
    assert [found.verdicts[no].order_id for no in (2, 3)] == [7, 7]
    by_hand = [theirs(1, -500, "X999999"), theirs(2, -500, "X999999")]
    assert said(held(by_hand, [ours(4, -500, "X999999")])) == [Found.ENTRY, Gap.PAID_TWICE]
    likely = [theirs(1, -500, found="likely", voucher_id=4, order_id=7), theirs(2, -500, REF)]
    assert said(held(likely, [bill(4, 500)], [order()])) == [Found.LIKELY, Gap.PAID_TWICE]


def test_gaps_of_an_order_have_their_names() -> None:
    for state, paise, gap in (
        ("open", -500, Gap.NOT_POSTED), ("open", -400, Gap.AMOUNT_DIFFERS),
        ("failed", -500, Gap.FAILED_KEPT), ("paid", 500, Gap.RETURN_MISSING),
    ):  # fmt: skip
        found = held([theirs(1, paise, REF)], [], [order(state=state)])
        assert (said(found), found.verdicts[1].order_id) == ([gap], 7)


def test_another_amount_under_one_reference_names_the_entry() -> None:
    found = held([theirs(1, 450, "UTR432112345678")], [ours(4, 500, "432112345678")])
    assert (said(found), found.verdicts[1].voucher_id) == ([Gap.AMOUNT_DIFFERS], 4)
    assert [one.key for one in found.left] == [4]
    assert said(held([theirs(1, -500, "432112345678")], [ours(4, 500, "432112345678")])) == [
        Gap.NOT_IN_BOOKS
    ]


def test_upi_is_matched_by_its_number_and_never_by_its_amount() -> None:
    visit = Ours((4, 5), ON, 800, names=names_in("432112345678", "KHR001V000123"))
    for words in ("UPI/432112345678/CR", "UPI KHR001V000123"):
        assert said(held([theirs(1, 800, words)], [visit], is_wallet=False)) == [Found.ENTRY]
    wrong = held([theirs(1, 800, "432112345679")], [visit], is_wallet=False)
    assert (said(wrong), wrong.left) == ([Gap.NOT_IN_BOOKS], [visit])


def test_what_was_found_before_stands_while_its_entry_does() -> None:
    lines = [
        theirs(1, -500, found="payment", voucher_id=4), theirs(2, -9, found="explained"),
        theirs(3, -30, found="tied", voucher_id=5), theirs(4, -20, found="tied", voucher_id=5),
        theirs(5, -70, found="payment", voucher_id=6),
    ]  # fmt: skip
    found = held(lines, [bill(4, 500), ours(5, -60)])
    assert said(found) == ["payment", "explained", "tied", "tied", Gap.NOT_IN_BOOKS]
    assert (found.left, found.uneven()) == ([], {5: 10})


def test_an_entry_without_a_line_alarms_once_a_later_day_is_read() -> None:
    entry = ours(4, 500)
    assert standing_of(entry, [("2026-11-01", "2026-11-21")]) is Standing.MISSING
    assert standing_of(entry, [("2026-11-01", ON)]) is Standing.WAITING
    assert standing_of(entry, [("2026-11-21", "2026-11-30")]) is Standing.UNREAD


WORDS = st.sampled_from(["", REF, "432112345678", "X999999"])
AMOUNT = st.sampled_from([-500, -20, 20, 500])
DAY = st.sampled_from(["2026-11-19", ON, "2026-11-25"])
LINES = st.lists(st.builds(
    lambda paise, words, on, label: (paise, words, on, label), AMOUNT, WORDS, DAY,
    st.sampled_from(list(Label)),
), max_size=9)  # fmt: skip
ENTRIES = st.lists(st.builds(
    lambda paise, words, on, task, contra: (paise, words, on, task, contra), AMOUNT, WORDS, DAY,
    st.sampled_from(["", SETTLE_TASK, COMMISSION_TASK]), st.booleans(),
), max_size=9)  # fmt: skip


@given(LINES, ENTRIES, st.booleans(), st.sampled_from(["paid", "open", "failed"]))
def test_every_line_is_in_one_class_and_no_entry_is_used_twice(
    lines: list[Any], entries: list[Any], is_wallet: bool, state: str
) -> None:
    some = [theirs(no, *one[:3], label=one[3]) for no, one in enumerate(lines, start=1)]
    mine = [
        ours(no, paise, words, on, task=task, is_contra=contra)
        for no, (paise, words, on, task, contra) in enumerate(entries, start=1)
    ]
    found = held(some, mine, [order(state=state)], is_wallet=is_wallet)
    assert sorted(found.verdicts) == [one.id for one in some]
    assert all(bool(one.found) != (one.gap is not None) for one in found.verdicts.values())
    settled = [one for one in found.verdicts.values() if one.found]
    sums: Counter[int] = Counter()
    for one in settled:
        sums[one.voucher_id or 0] += one.line.paise
    by_key = {one.key: one.paise for one in mine}
    assert all(by_key[key] == paise for key, paise in sums.items() if key)
    assert sum(one.line.paise for one in settled if one.found == Found.REFUND) == 0
    used = {one.voucher_id for one in settled if one.voucher_id}
    assert used | {one.key for one in found.left} == set(by_key)
    assert used.isdisjoint(one.key for one in found.left)
    assert found.uneven() == {}


@given(LINES, ENTRIES)
def test_what_was_written_down_is_found_again(lines: list[Any], entries: list[Any]) -> None:
    some = [theirs(no, *one[:3], label=one[3]) for no, one in enumerate(lines, start=1)]
    mine = [
        ours(no, paise, words, on, task=task, is_contra=contra)
        for no, (paise, words, on, task, contra) in enumerate(entries, start=1)
    ]
    first = held(some, mine)
    kept = [
        Theirs(one.id, one.moved_on, one.paise, one.names, one.label, said.found,
               said.voucher_id if said.found else None, said.order_id)
        for one in some for said in [first.verdicts[one.id]]
    ]  # fmt: skip
    again = held(kept, mine)
    assert said_of(again) == said_of(first)


def said_of(found: Matching) -> dict[int, object]:
    return {no: (one.found, one.gap) for no, one in found.verdicts.items()}
