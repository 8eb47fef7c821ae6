"""Complaints: when they may be lodged, and until when they are open."""

from __future__ import annotations

import pytest

from portal.domain.bill_complaints import (
    KINDS,
    Complaint,
    ComplaintIsOpen,
    ComplaintIsTooEarly,
    ComplaintState,
    check_may_complain,
    complaint_from_at,
)

DAY_MS = 86_400_000


def test_complaints_wait_a_day_except_about_recharges() -> None:
    assert complaint_from_at("Electricity", 1_000) == 1_000 + DAY_MS
    assert complaint_from_at("Fastag", 1_000) == complaint_from_at("DTH", 1_000) == 1_000
    check_may_complain("Electricity", 0, DAY_MS, has_open=False)
    with pytest.raises(ComplaintIsTooEarly):
        check_may_complain("Electricity", 0, DAY_MS - 1, has_open=False)
    with pytest.raises(ComplaintIsOpen):
        check_may_complain("Fastag", 0, 5 * DAY_MS, has_open=True)


def test_complaints_are_open_until_they_are_answered() -> None:
    is_open = {one for one in ComplaintState if Complaint(one).is_open}
    assert is_open == {
        ComplaintState.WAITING, ComplaintState.ASSIGNED, ComplaintState.REFUND_DUE,
    }  # fmt: skip
    assert len({one.disposition for one in KINDS.values()}) == len(KINDS) == 8
    assert {one.disposition[:2] for one in KINDS.values() if one.is_dispute} == {"D1", "D2"}
