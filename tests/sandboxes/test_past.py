"""Payments from before the sandbox began: it knows how they ended and takes none of them twice."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from portal.clock import Clock
from portal.domain.bill_orders import Order, OrderState
from portal.domain.billers import read_biller
from portal.sandboxes.bharat_connect.journal import Journal, JournalIsInUse
from portal.sandboxes.bharat_connect.past import know_payments
from portal.sandboxes.bharat_connect.requests import Asking
from portal.sandboxes.bharat_connect.unit import SandboxUnit
from portal.storage.reference import read_csv

AT = 1_795_000_000_000
POWER = "UTTA00000UTT7M"
PARAMS = (("Service Connection Number", "ABCDEFGHIJ500"),)
PAID = Order(
    society_id=1, id=1, version=9, payment_ref_id="PKHR0012611180000014", biller_id=POWER,
    biller_name="", params=PARAMS, mobile="6400000000", payer_name="A", asked_on="2026-11-18",
    created_at=AT, created_by=1, state_at=AT, state=OrderState.SUCCESS, fetch_ref="REF1",
    fetched_at=AT, pay_ref="REF1", amount_paise=400_00, ordered_at=AT, first_sent_at=AT,
    transaction_id="SB01TXN1", service_id="bill-016",
)  # fmt: skip
REFUSED = replace(
    PAID, id=2, payment_ref_id="PKHR0012611180000020", pay_ref="REF2", transaction_id="SB01TXN2",
    params=(("Service Connection Number", "ABCDEFGHIJ034"),), state=OrderState.REFUNDED,
    failure_code="BRR005",
)  # fmt: skip
UNDER_WAY = replace(
    PAID, id=3, payment_ref_id="PKHR0012611180000035", pay_ref="REF3", transaction_id="",
    params=(("Service Connection Number", "ABCDEFGHIJ501"),), state=OrderState.PROCESSING,
)  # fmt: skip
NEVER_SENT = replace(PAID, id=4, payment_ref_id="PKHR0012611180000041", pay_ref="")


class At(Clock):
    def now_ms(self) -> int:
        return AT + 3_600_000


def knows(file: Path, *orders: Order) -> int:
    return know_payments(read_csv("billers.csv"), file, orders)


def unit_on(file: Path) -> SandboxUnit:
    return SandboxUnit([read_biller(one) for one in read_csv("billers.csv")], file, At())


def test_it_says_of_each_how_it_ended(tmp_path: Path):
    file = tmp_path / "state.jsonl"
    assert knows(file, PAID, REFUSED, UNDER_WAY, NEVER_SENT) == 3
    unit = unit_on(file)
    found = {ref: unit.payment(ref)[1:3] for ref in ("REF1", "REF2", "REF3")}
    assert found == {
        "REF1": ("Success", ""), "REF2": ("Failure", "BRR005"), "REF3": ("Success", ""),
    }  # fmt: skip
    assert unit.records.paid["REF1"].transaction_id == "SB01TXN1"
    assert unit.records.paid["REF3"].transaction_id.startswith("SB01")
    unit.close()


def test_told_again_it_learns_nothing_new(tmp_path: Path):
    file = tmp_path / "state.jsonl"
    assert knows(file, PAID) == 1
    assert knows(file, PAID, UNDER_WAY) == 1


def test_the_months_bill_of_a_paid_number_is_paid(tmp_path: Path):
    file = tmp_path / "state.jsonl"
    knows(file, PAID, REFUSED)
    unit = unit_on(file)
    answers = {}
    for one in (PAID, REFUSED):
        ref_id = unit.ask(Asking(POWER, one.mobile, one.params))
        unit.move_clock(60_000)
        answers[one.id] = unit.asked(ref_id)[2]
    assert answers == {1: "BFR004", 2: ""}
    unit.close()


def test_a_running_sandbox_is_left_alone(tmp_path: Path):
    file = tmp_path / "state.jsonl"
    held = Journal(file)
    with pytest.raises(JournalIsInUse):
        knows(file, PAID)
    held.close()
