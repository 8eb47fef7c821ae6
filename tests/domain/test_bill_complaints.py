"""Complaints: when they may be lodged, and until when they are open."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest

from portal.domain.bill_complaints import (
    KINDS,
    LODGE_AGAIN_AFTER_MS,
    TELL,
    Complaint,
    ComplaintIsNotPossible,
    ComplaintIsOpen,
    ComplaintIsTooEarly,
    ComplaintState,
    Raised,
    ask_again_ms,
    check_may_complain,
    complaint_from_at,
    lodged_among,
    look_again_ms,
    may_lodge_again,
    sent_at,
)
from portal.domain.bill_orders import Order, OrderState

DAY_MS = 86_400_000
S = ComplaintState
MINUTE_MS = 60_000


def raised(**other: Any) -> Raised:
    known: dict[str, Any] = {
        "society_id": 1, "id": 2, "version": 1, "order_id": 7, "kind": "wrong-amount", "said": "",
        "state": S.UNSURE, "raised_on": "2026-11-24", "raised_at": 0, "raised_by": 1,
        "state_at": 0,
    }  # fmt: skip
    return Raised(**known | other)


ORDER = Order(
    society_id=1, id=7, version=1, payment_ref_id="P1", biller_id="B", biller_name="बिजली",
    params=(("No", "1"),), mobile="9876543210", payer_name="राम", asked_on="2026-11-24",
    created_at=0, created_by=1, state_at=0, state=OrderState.SUCCESS, transaction_id="T",
    last_sent_at=5,
)  # fmt: skip


def test_complaints_wait_a_day_except_about_recharges() -> None:
    assert complaint_from_at("Electricity", 1_000) == 1_000 + DAY_MS
    assert complaint_from_at("Fastag", 1_000) == complaint_from_at("DTH", 1_000) == 1_000
    check_may_complain("Electricity", 0, DAY_MS, has_open=False)
    with pytest.raises(ComplaintIsTooEarly):
        check_may_complain("Electricity", 0, DAY_MS - 1, has_open=False)
    with pytest.raises(ComplaintIsOpen):
        check_may_complain("Fastag", 0, 5 * DAY_MS, has_open=True)


def test_complaints_are_open_until_they_are_answered() -> None:
    ended = {one for one in ComplaintState if not Complaint(one).is_open}
    assert ended == {S.NOT_LODGED, S.RESOLVED, S.REJECTED, S.REFUNDED}
    assert {one for one in S if not raised(state=one).is_open} == ended
    assert set(TELL) == set(S)
    assert len({one.disposition for one in KINDS.values()}) == len(KINDS) == 8
    assert {one.disposition[:2] for one in KINDS.values() if one.is_dispute} == {"D1", "D2"}


def test_only_what_the_network_knows_as_paid_is_complained_about() -> None:
    assert sent_at(ORDER) == sent_at(replace(ORDER, state=OrderState.CREDIT_ADJUSTMENT)) == 5
    for wrong in (
        replace(ORDER, state=OrderState.REFUNDED), replace(ORDER, transaction_id=""),
        replace(ORDER, last_sent_at=None),
    ):  # fmt: skip
        with pytest.raises(ComplaintIsNotPossible):
            sent_at(wrong)


def test_without_words_the_kind_is_what_is_sent() -> None:
    assert raised().text == "The wrong amount was paid"
    assert raised(said="२० दिखे").text == "२० दिखे"


def test_an_answer_is_overdue_the_day_after_its_date() -> None:
    one = raised(state=S.ASSIGNED, answer_by_on="2026-12-01")
    assert not one.is_overdue("2026-12-01")
    assert one.is_overdue("2026-12-02")
    assert not replace(one, state=S.RESOLVED).is_overdue("2026-12-02")
    assert not replace(one, answer_by_on="").is_overdue("2026-12-02")


def test_waits_grow_to_a_day() -> None:
    assert [ask_again_ms(no) // MINUTE_MS for no in (0, 2, 3, 5, 6, 99)] == [
        1, 15, 60, 360, 1440, 1440,
    ]  # fmt: skip
    assert [look_again_ms(no) // MINUTE_MS for no in (0, 1, 6, 40)] == [1, 2, 64, 64]


def test_only_what_perhaps_arrived_ten_minutes_ago_is_lodged_again() -> None:
    assert may_lodge_again(raised(), LODGE_AGAIN_AFTER_MS)
    assert not may_lodge_again(raised(), LODGE_AGAIN_AFTER_MS - 1)
    assert not may_lodge_again(raised(state=S.WAITING), LODGE_AGAIN_AFTER_MS)


def theirs(state: ComplaintState, no: str, **other: Any) -> Complaint:
    known = {"transaction_id": "T", "kind": "wrong-amount", "dispute_id": no, "ref_id": f"R{no}"}
    return Complaint(state, **known | other)


def test_a_complaint_is_found_by_transaction_and_kind_among_theirs() -> None:
    answered, waits = theirs(S.RESOLVED, "1"), theirs(S.ASSIGNED, "2")
    refused = theirs(S.NOT_LODGED, "", ref_id="R3")
    strange = [
        theirs(S.ASSIGNED, "4", kind="double-payment"), theirs(S.ASSIGNED, "5", transaction_id="U"),
        theirs(S.NOT_LODGED, "", ref_id=""),
    ]  # fmt: skip
    assert lodged_among([*strange, refused, answered, waits], raised(), "T", []) == waits
    assert lodged_among([refused, answered], raised(), "T", [raised()]) == answered
    assert lodged_among([refused], raised(), "T", []) == refused
    assert lodged_among(strange, raised(), "T", []) is None


def test_what_another_complaint_is_known_by_is_not_this_one() -> None:
    before = raised(id=1, dispute_id="1", ref_id="R9")
    assert lodged_among([theirs(S.ASSIGNED, "1")], raised(), "T", [before]) is None
    assert lodged_among([theirs(S.ASSIGNED, "8", ref_id="R9")], raised(), "T", [before]) is None
    assert lodged_among([theirs(S.ASSIGNED, "1")], before, "T", [before]) is not None
