"""Comparison: each payment in exactly one class, the right day, the right alarm."""

from __future__ import annotations

from collections import Counter
from dataclasses import replace
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from portal.domain.bill_orders import BEFORE_CASH, OrderState
from portal.domain.bill_payments import PaymentState, Transaction, payment_ref_id
from portal.domain.comparison import (
    AlarmKind,
    Class,
    Counts,
    Ours,
    Run,
    alarm_kind,
    begins_at,
    code_of,
    compare,
    count,
    days_due,
    days_to_look,
    is_contradicted,
    morning_of,
    society_of,
)
from portal.domain.dates import ist_moment, ist_on

S, P = OrderState, PaymentState
MINUTE, HOUR = 60_000, 3_600_000
DAY = 24 * HOUR
NOON = begins_at("2026-11-24") + 12 * HOUR
SENT = frozenset(S) - BEFORE_CASH - {S.CASH_TAKEN}


def ours(ref: str = "P1", state: OrderState = S.SUCCESS, **other: Any) -> Ours:
    known: dict[str, Any] = {
        "society_id": 1, "order_id": 7, "payment_ref_id": ref, "state": state,
        "amount_paise": 500_00, "fee_paise": 5_00, "transaction_id": "T1", "state_at": NOON,
        "first_sent_at": NOON, "last_sent_at": NOON,
    }  # fmt: skip
    return Ours(**known | other)


def theirs(ref: str = "P1", state: PaymentState = P.DONE, **other: Any) -> Transaction:
    known: dict[str, Any] = {
        "ref_id": f"R{ref}", "payment_ref_id": ref, "transaction_id": "T1", "biller_id": "B",
        "amount_paise": 500_00, "fee_paise": 5_00, "state": state,
    }  # fmt: skip
    return Transaction(**known | other)


def kind(one: Ours | None, line: Transaction | None, at: int = NOON + HOUR) -> Class:
    (found,) = compare([one] if one else [], [line] if line else [], at)
    return found.kind


def test_the_days_of_india_begin_at_their_midnight() -> None:
    assert ist_moment(begins_at("2026-11-24")) == "24-11-2026 00:00"
    assert ist_on(begins_at("2026-11-24") - 1) == "2026-11-23"
    assert ist_moment(morning_of("2026-11-24")) == "24-11-2026 06:00"


@pytest.mark.parametrize(
    ("ours_state", "theirs_state", "expected"),
    [
        (S.SUCCESS, P.DONE, Class.MATCHED),
        (S.SUCCESS, P.REFUSED, Class.STATE_DIFFERS),
        (S.REFUND_DUE, P.REFUSED, Class.MATCHED),
        (S.REFUNDED, P.REFUSED, Class.MATCHED),
        (S.FAILED, P.DONE, Class.STATE_DIFFERS),
        (S.REFUND_DUE, P.DONE, Class.STATE_DIFFERS),
        (S.REFUNDED, P.DONE, Class.STATE_DIFFERS),
        (S.PROCESSING, P.WAITING, Class.MATCHED),
        (S.PROCESSING, P.DONE, Class.MATCHED),
        (S.UNKNOWN, P.REFUSED, Class.MATCHED),
        (S.SUCCESS, P.ADJUSTED, Class.ADJUSTED),
        (S.REFUNDED, P.ADJUSTED, Class.ADJUSTED),
        (S.CREDIT_ADJUSTMENT, P.DONE, Class.ADJUSTED),
        (S.CREDIT_ADJUSTMENT, P.REFUSED, Class.ADJUSTED),
        (S.CREDIT_ADJUSTMENT, None, Class.ADJUSTED),
        (S.SUCCESS, None, Class.OURS_ONLY),
        (S.REFUND_DUE, None, Class.MATCHED),
        (S.SUBMITTING, None, Class.MATCHED),
    ],
)
def test_each_pair_of_states_has_its_class(
    ours_state: OrderState, theirs_state: PaymentState | None, expected: Class
) -> None:
    line = theirs(state=theirs_state) if theirs_state else None
    assert kind(ours(state=ours_state), line) is expected


def test_what_is_open_for_a_day_is_a_difference() -> None:
    one = ours(state=S.UNKNOWN)
    assert kind(one, None, NOON + DAY) is Class.MATCHED
    assert kind(one, None, NOON + DAY + 1) is Class.OURS_ONLY
    assert kind(one, theirs(), NOON + DAY + 1) is Class.STATE_DIFFERS
    assert kind(one, theirs(state=P.WAITING), NOON + 2 * DAY) is Class.MATCHED


def test_what_was_settled_just_now_may_still_wait_there() -> None:
    one = ours(state_at=NOON + HOUR)
    assert kind(one, theirs(state=P.WAITING), NOON + HOUR) is Class.MATCHED
    assert kind(one, theirs(state=P.WAITING), NOON + 2 * HOUR) is Class.STATE_DIFFERS
    assert kind(ours(), None, NOON + 10 * MINUTE) is Class.MATCHED
    assert kind(ours(last_sent_at=NOON + HOUR), None, NOON + HOUR) is Class.MATCHED


def test_amounts_and_fees_must_agree() -> None:
    assert kind(ours(), theirs(amount_paise=500_01)) is Class.AMOUNT_DIFFERS
    assert kind(ours(), theirs(fee_paise=0)) is Class.AMOUNT_DIFFERS
    assert kind(ours(state=S.REFUNDED), theirs(amount_paise=1)) is Class.AMOUNT_DIFFERS


def test_what_nobody_here_sent_is_theirs_only() -> None:
    assert kind(None, theirs()) is Class.THEIRS_ONLY
    never = ours(state=S.CASH_TAKEN, first_sent_at=None, last_sent_at=None)
    assert kind(never, theirs()) is Class.THEIRS_ONLY
    assert kind(replace(never, state=S.DRAFT), theirs()) is Class.THEIRS_ONLY
    assert compare([never], [], NOON) == []


def test_a_second_payment_under_a_reference_is_theirs_only() -> None:
    double = theirs(transaction_id="T2", ref_id="R2")
    found = compare([ours()], [double, theirs(), theirs()], NOON + HOUR)
    assert [(one.kind, one.theirs and one.theirs.transaction_id) for one in found] == [
        (Class.MATCHED, "T1"), (Class.THEIRS_ONLY, "T2"),
    ]  # fmt: skip
    assert [(one.payment_ref_id, one.our_paise, one.their_paise) for one in found] == [
        ("P1", 505_00, 505_00)
    ] * 2


def test_a_payment_is_looked_for_on_every_day_it_may_stand_on() -> None:
    midnight = begins_at("2026-11-25")
    assert days_to_look(ours()) == ["2026-11-24"]
    late = ours(first_sent_at=midnight - MINUTE, last_sent_at=midnight - MINUTE)
    assert days_to_look(late) == ["2026-11-24", "2026-11-25"]
    early = ours(first_sent_at=midnight + MINUTE, last_sent_at=midnight + MINUTE)
    assert days_to_look(early) == ["2026-11-24", "2026-11-25"]
    again = ours(last_sent_at=NOON + 2 * DAY)
    assert days_to_look(again) == ["2026-11-24", "2026-11-25", "2026-11-26"]


REFS = [payment_ref_id(code, "2026-11-24", no) for code in ("KHR001", "KHR002") for no in (1, 2)]
ORDERS = st.builds(
    ours,
    st.sampled_from([*REFS, "", "strange"]),
    st.sampled_from(sorted(SENT)),
    amount_paise=st.sampled_from([100, 200]),
    transaction_id=st.sampled_from(["T1", "T2", ""]),
    state_at=st.integers(NOON - DAY, NOON + DAY),
    first_sent_at=st.none() | st.integers(NOON - 2 * DAY, NOON),
)
LINES = st.builds(
    theirs,
    st.sampled_from([*REFS, "", "strange", "PXXXXXX"]),
    st.sampled_from([P.DONE, P.REFUSED, P.WAITING, P.ADJUSTED]),
    amount_paise=st.sampled_from([100, 200]),
    transaction_id=st.sampled_from(["T1", "T2", ""]),
)


@given(
    st.lists(ORDERS, max_size=6, unique_by=lambda one: one.payment_ref_id),
    st.lists(LINES, max_size=8),
    st.integers(NOON - DAY, NOON + 3 * DAY),
)
def test_every_payment_falls_into_exactly_one_class(
    orders: list[Ours], lines: list[Transaction], at: int
) -> None:
    found = compare(orders, lines, at)
    once = {(line.payment_ref_id, line.ref_id, line.transaction_id) for line in lines}
    seen_theirs = [one.theirs for one in found if one.theirs]
    assert len(seen_theirs) == len(once)
    assert {(one.payment_ref_id, one.ref_id, one.transaction_id) for one in seen_theirs} == once
    sent = {one.payment_ref_id for one in orders if one.first_sent_at is not None}
    refs = Counter(one.payment_ref_id for one in found)
    per_ref = Counter(ref for ref, *_ in once)
    assert refs == {ref: max(1, per_ref[ref]) for ref in sent | set(per_ref)}
    counts = count(found, {"KHR001": 1, "KHR002": 2})
    strays = [one for one in found if society_of(one, {"KHR001": 1, "KHR002": 2}) is None]
    assert sum(sum(one.values()) for one in counts.values()) + len(strays) == len(found)
    assert compare(orders, list(reversed(lines)), at) is not None


@given(st.lists(LINES, max_size=8))
def test_both_sides_the_same_is_all_matched(lines: list[Transaction]) -> None:
    state = {P.DONE: S.SUCCESS, P.REFUSED: S.REFUNDED, P.WAITING: S.PROCESSING}
    unique = {one.payment_ref_id: one for one in lines if one.state in state}
    orders = [
        ours(ref, state[one.state], amount_paise=one.amount_paise,
             transaction_id=one.transaction_id)
        for ref, one in unique.items()
    ]  # fmt: skip
    found = compare(orders, unique.values(), NOON + 2 * DAY)
    assert {one.kind for one in found} <= {Class.MATCHED}


def test_a_reference_names_its_society() -> None:
    (found,) = compare([], [theirs(REFS[2])], NOON)
    assert code_of(REFS[2]) == "KHR002"
    assert society_of(found, {"KHR002": 9}) == 9
    assert society_of(found, {}) is None
    assert count([found], {"KHR002": 9})[9] == {
        one.value: int(one is Class.THEIRS_ONLY) for one in Class
    }


def test_counts_say_what_differs() -> None:
    counts = Counts("2026-11-24", NOON, 5, 1, 2, 3, 4, 5)
    assert (counts.all, counts.differing, counts.of("state_differs")) == (20, 15, 4)


def test_what_is_paid_on_one_side_and_lost_on_the_other_is_an_alarm() -> None:
    assert is_contradicted("refunded", "done")
    assert is_contradicted("success", "refused")
    assert not is_contradicted("refunded", "refused")
    assert not is_contradicted("processing", "done")
    assert alarm_kind("theirs_only", "", "done") is AlarmKind.THEIRS_ONLY
    assert alarm_kind("amount_differs", "failed", "done") is AlarmKind.PAID_THERE
    assert alarm_kind("state_differs", "success", "refused") is AlarmKind.LOST_THERE
    assert alarm_kind("amount_differs", "success", "done") is None
    assert alarm_kind("twice", "", "") is AlarmKind.TWICE
    assert alarm_kind("books", "", "") is AlarmKind.BOOKS


def due(moment: int, *runs: Run, first_on: str = "2026-10-01") -> list[str]:
    return days_due(moment, {one.paid_on: one for one in runs}, first_on)


def test_a_day_is_compared_on_the_two_mornings_after_it() -> None:
    six = morning_of("2026-11-25")
    good = [Run(on, six - 4 * DAY, six - 4 * DAY) for on in ("2026-11-20",)]
    assert due(six - 1, first_on="2026-11-23") == ["2026-11-23"]
    assert due(six, first_on="2026-11-23") == ["2026-11-24", "2026-11-23"]
    once = Run("2026-11-24", six, six)
    assert due(six + 1, once, first_on="2026-11-24") == []
    assert due(six + DAY, once, first_on="2026-11-24") == ["2026-11-25", "2026-11-24"]
    twice = Run("2026-11-24", six + DAY, six + DAY)
    assert "2026-11-24" not in due(six + 2 * DAY, twice, first_on="2026-11-24")
    assert due(six, *good, first_on="2026-11-25") == []


def test_a_day_with_a_difference_is_compared_every_morning_for_thirty_days() -> None:
    six = morning_of("2026-11-25")
    run = Run("2026-11-10", six - DAY, six - DAY, differing=True)
    assert "2026-11-10" in due(six, run, first_on="2026-11-10")
    assert "2026-11-10" not in due(six, replace(run, differing=False), first_on="2026-11-10")
    assert "2026-11-10" not in due(six, replace(run, good_at=six, tried_at=six))
    assert "2026-10-20" not in due(six, Run("2026-10-20", differing=True))


def test_what_was_missed_is_made_up_for_and_what_broke_waits_an_hour() -> None:
    six = morning_of("2026-11-25")
    assert due(six, first_on="2026-11-21") == [
        "2026-11-24", "2026-11-23", "2026-11-22", "2026-11-21",
    ]  # fmt: skip
    broken = Run("2026-11-24", 0, six)
    assert due(six + HOUR - 1, broken, first_on="2026-11-24") == []
    assert due(six + HOUR, broken, first_on="2026-11-24") == ["2026-11-24"]
