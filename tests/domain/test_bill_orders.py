"""An order's states, waits, locks and what it holds."""

from __future__ import annotations

from dataclasses import replace

import pytest

from portal.domain.bill_order_vouchers import (
    cash_draft,
    fail_draft,
    masked,
    refund_draft,
    returned_draft,
    settle_draft,
    taken_paise,
    whole_rupees,
)
from portal.domain.bill_orders import (
    BEFORE_CASH,
    FETCH_HOLDS_MS,
    HOUR,
    LOCK_MS,
    MINUTE,
    OPEN,
    OVERDUE_MS,
    RESEND_AFTER_MS,
    BillIsBeingPaid,
    BillIsNotFetched,
    BillIsTooOld,
    Held,
    Order,
    OrderHasMovedOn,
    check_fetch,
    connection_key,
    held,
    is_blocking,
    is_overdue,
    may_be_given_back,
    may_become,
    may_send_again,
    reserved,
    wait_ms,
)
from portal.domain.bill_orders import OrderState as S
from portal.domain.billers import Biller, Exactness, FetchKind
from portal.domain.bills import FetchedBills
from portal.domain.daybook import Line

NOON = 1_795_501_800_000  # 24-11-2026, 12:00 in India
POWER = Biller("UTTA00000UTT7M", "Power", "Electricity")
FETCHED = FetchedBills("ref", (), Exactness.ANY)


def order(state: S = S.PROCESSING, **other: object) -> Order:
    known: dict[str, object] = {
        "society_id": 1, "id": 7, "version": 1, "payment_ref_id": "PKHR0012611240000017",
        "biller_id": POWER.id, "biller_name": "Power", "params": (("No", "ABCDEFGHIJ123"),),
        "mobile": "9876543210", "payer_name": "Ram", "asked_on": "2026-11-24",
        "created_at": NOON, "created_by": 3, "state_at": NOON, "state": state,
        "amount_paise": 500_00, "fee_paise": 5_90, "own_fee_paise": 10_00, "cash_paise": 516_00,
        "ordered_at": NOON, "opened_on": "2026-11-24", "fetch_ref": "ref",
    }  # fmt: skip
    return Order(**known | other)  # type: ignore[arg-type]


def test_no_state_leads_back_before_the_cash() -> None:
    for before in S:
        for after in BEFORE_CASH:
            assert before in BEFORE_CASH or not may_become(before, after)


def test_every_state_with_money_reaches_an_end() -> None:
    ends = {S.SUCCESS, S.REFUNDED}
    for state in set(S) - BEFORE_CASH:
        reached = {state}
        for _ in S:
            reached |= {after for one in reached for after in S if may_become(one, after)}
        assert reached & ends, state


def test_only_a_definite_failure_leads_to_a_refund() -> None:
    leading = {one for one in S if may_become(one, S.REFUND_DUE)} - {S.REFUND_DUE}
    assert leading == {S.FAILED, S.CREDIT_ADJUSTMENT}
    assert {one for one in S if may_become(one, S.REFUNDED)} == {S.REFUND_DUE, S.REFUNDED}


def test_what_an_order_holds_follows_its_state() -> None:
    through = order().through_paise
    assert through == 505_90
    for state in S:
        is_there = state in OPEN or state in (S.SUCCESS, S.FAILED)
        due = through if state is S.REFUND_DUE else 0
        assert held(order(state)) == Held(through if is_there else 0, due), state
        left = 0 if state is S.FAILED else held(order(state)).received_paise
        assert reserved(order(state)) == left
    for state in (S.SUCCESS, S.CREDIT_ADJUSTMENT):
        assert held(order(state, outcome_voucher_id=9)) == Held()


def test_an_outcome_waits_until_it_is_posted() -> None:
    assert order(S.FAILED).is_waiting_to_post
    assert order(S.SUCCESS).is_waiting_to_post
    assert not order(S.SUCCESS, outcome_voucher_id=4).is_waiting_to_post
    assert not order(S.PROCESSING).is_waiting_to_post


def test_a_connection_is_the_same_in_any_order_of_its_numbers() -> None:
    one = connection_key("B", [("a", "1"), ("b", "2")])
    assert one == connection_key("B", [("b", "2"), ("a", "1")])
    assert one != connection_key("B", [("a", "2"), ("b", "1")])
    assert one != connection_key("C", [("a", "1"), ("b", "2")])
    assert connection_key("B", [("a", "N1-2 3b")]) == connection_key("B", [("a", "n123B")])
    assert connection_key("B", [("a", "12/3")]) != connection_key("B", [("a", "1/23")])


def test_open_orders_block_and_paid_ones_do_for_a_day_with_the_same_amount() -> None:
    for state in S:
        blocks = is_blocking(order(state), 1, NOON + 2 * LOCK_MS)
        assert blocks is (state in OPEN)
    paid = order(S.SUCCESS)
    assert is_blocking(paid, 500_00, NOON + LOCK_MS - 1)
    assert not is_blocking(paid, 500_00, NOON + LOCK_MS)
    assert not is_blocking(paid, 400_00, NOON)
    assert not is_blocking(replace(paid, ordered_at=None), 500_00, NOON)


def test_a_fetch_holds_for_a_quarter_of_an_hour() -> None:
    fetched = order(S.FETCHED, fetched=FETCHED, fetched_at=NOON)
    assert check_fetch(fetched, POWER, NOON + FETCH_HOLDS_MS) is FETCHED
    with pytest.raises(BillIsTooOld):
        check_fetch(fetched, POWER, NOON + FETCH_HOLDS_MS + 1)


def test_some_billers_want_the_fetch_of_the_same_day() -> None:
    midnight = NOON + 12 * HOUR
    fetched = order(S.FETCHED, fetched=FETCHED, fetched_at=midnight - MINUTE)
    assert check_fetch(fetched, POWER, midnight) is FETCHED
    with pytest.raises(BillIsTooOld):
        check_fetch(fetched, replace(POWER, is_same_day_only=True), midnight)


def test_a_biller_without_bills_is_paid_from_a_draft_and_others_are_not() -> None:
    assert check_fetch(order(S.DRAFT), replace(POWER, fetch=FetchKind.NOTHING), NOON) is None
    assert check_fetch(order(S.FETCH_FAILED), replace(POWER, may_pay_unfetched=True), NOON) is None
    with pytest.raises(BillIsNotFetched):
        check_fetch(order(S.FETCH_FAILED), POWER, NOON)
    with pytest.raises(OrderHasMovedOn):
        check_fetch(order(S.PROCESSING), POWER, NOON)


def test_waits_grow() -> None:
    assert [wait_ms(S.FETCHING, tries, 0) for tries in range(4)] == [2_000, 3_000, 5_000, 5_000]
    assert [wait_ms(S.CASH_TAKEN, tries, 0) for tries in (0, 3, 4)] == [2_000, 30_000, 120_000]
    assert [wait_ms(S.UNKNOWN, tries, 0) for tries in (0, 3, 9)] == [5_000, 60_000, 120_000]
    assert wait_ms(S.PROCESSING, 50, 3 * MINUTE - 1) == 4_000
    assert wait_ms(S.PROCESSING, 0, 3 * MINUTE) == 5 * MINUTE


def test_a_payment_is_sent_again_only_after_ten_minutes_of_not_found() -> None:
    sent = order(S.UNKNOWN, last_sent_at=NOON)
    assert not may_send_again(sent, NOON + RESEND_AFTER_MS - 1)
    assert may_send_again(sent, NOON + RESEND_AFTER_MS)
    assert not may_send_again(order(S.PROCESSING, last_sent_at=NOON), NOON + HOUR)
    lost = replace(sent, state_at=NOON + HOUR)
    assert not may_send_again(lost, NOON + HOUR + RESEND_AFTER_MS - 1)
    assert may_send_again(lost, NOON + HOUR + RESEND_AFTER_MS)


def test_after_a_day_the_unit_is_asked_in_person() -> None:
    assert not is_overdue(order(), NOON + OVERDUE_MS)
    assert is_overdue(order(), NOON + OVERDUE_MS + 1)
    assert not is_overdue(order(S.SUCCESS), NOON + 2 * OVERDUE_MS)


def test_cash_goes_back_at_once_only_where_nothing_left_us() -> None:
    assert may_be_given_back(order(S.CASH_TAKEN))
    assert not may_be_given_back(order(S.CASH_TAKEN, sends=1))
    assert not may_be_given_back(order(S.UNKNOWN))


def test_the_request_is_the_same_whenever_it_is_made() -> None:
    before = order(S.CASH_TAKEN)
    later = replace(before, state=S.UNKNOWN, sends=3, tries=9, last_sent_at=NOON + HOUR)
    assert before.request() == later.request()
    assert before.request().ref_id == "ref"
    assert before.asking().params == before.params


def test_the_refusal_of_a_second_payment_leads_to_the_first() -> None:
    refusal = BillIsBeingPaid(7, "PKHR0012611240000017")
    assert (refusal.order_id, refusal.params) == (7, {"reference": "PKHR0012611240000017"})


def test_cash_is_in_whole_rupees_and_the_rest_is_rounding() -> None:
    one = order(S.FETCHED, amount_paise=123_37, fee_paise=0, own_fee_paise=0)
    assert (taken_paise(one, "cash"), taken_paise(one, "upi")) == (123_00, one.through_paise)
    assert whole_rupees(50) == 100
    assert cash_draft(replace(one, cash_paise=123_00)).lines == (
        Line(2101, 123_00), Line(1601, -123_37, 7), Line(4320, 37),
    )  # fmt: skip


def test_the_vouchers_of_an_order_add_up_and_mirror_each_other() -> None:
    one = order()
    drafts = [
        cash_draft(one), settle_draft(one), fail_draft(one), returned_draft(one),
        refund_draft(one),
    ]  # fmt: skip
    for draft in drafts:
        assert sum(line.paise for line in draft.lines) == 0
        assert draft.reference == one.payment_ref_id
        assert draft.narration == "Power · …J123"
    assert drafts[0].lines == (
        Line(2101, 516_00), Line(1601, -505_90, 7), Line(3307, -10_00), Line(4320, -10),
    )  # fmt: skip
    assert drafts[4].lines == (
        Line(1602, 505_90, 7), Line(3307, 10_00), Line(4320, 10), Line(2101, -516_00),
    )  # fmt: skip
    assert [draft.mode for draft in drafts] == ["cash", "none", "none", "none", "cash"]


def test_a_payment_by_upi_is_exact_and_goes_back_in_whole_rupees() -> None:
    one = order(S.FETCHED, amount_paise=123_37, fee_paise=0, own_fee_paise=0)
    one = replace(one, pay_mode="upi", pay_account="ramesh@okbank", cash_paise=123_37)
    draft = cash_draft(one, "432100000017")
    assert draft.lines == (Line(2205, 123_37), Line(1601, -123_37, 7))
    assert (draft.kind, draft.mode, draft.reference) == ("bank_receipt", "upi", "432100000017")
    assert refund_draft(one).lines == (
        Line(1602, 123_37, 7), Line(4320, -37), Line(2101, -123_00),
    )  # fmt: skip
    request = replace(one, ordered_at=NOON).request()
    assert (request.mode, request.account_info) == ("UPI", "ramesh@okbank")


def test_a_number_is_shown_by_its_end_alone() -> None:
    assert masked(order()) == "…J123"
    assert masked(order(params=())) == ""
