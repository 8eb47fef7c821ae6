"""The client keeps its contract with the sandbox and with recorded answers alike."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest

from portal.domain.bill_complaints import ComplaintState
from portal.domain.bill_payments import (
    BillAsking,
    PaymentRequest,
    PaymentState,
    Sent,
    UnitDeclines,
    UnitIsBusy,
    UnitIsSilent,
    is_about,
    payment_ref_id,
    transaction_of,
)
from portal.domain.billers import Biller, Exactness, FeeSlab, Selection
from portal.domain.bills import EARLY_AMOUNT, FetchedBills, early_until_on
from portal.gateways.bharat_connect import BharatConnect
from portal.gateways.ports import BillPayments
from tests.gateways.recorded_unit import RecordedUnit
from tests.sandboxes.running import (
    DISH,
    LOAN,
    MOBILE,
    POWER,
    START,
    RunningSandbox,
    number,
    unit_at,
)

REF = payment_ref_id("KHR001", "2026-11-22", 1)


@dataclass
class Desk:
    """A counter at the port."""

    port: BillPayments

    def fetches(self, digits: str) -> FetchedBills:
        ref_id = self.port.ask_bills(BillAsking(POWER, MOBILE, number(digits)))
        found = self.port.bills(ref_id).fetched
        assert found is not None
        assert found.ref_id == ref_id
        return found

    def pays(self, fetched: FetchedBills, amount_paise: int = 0) -> PaymentRequest:
        return PaymentRequest(
            REF, POWER, MOBILE, number("777"), amount_paise or fetched.bills[0].amount_paise,
            START, "SUNITA DEVI", fetched.ref_id,
        )  # fmt: skip


def recharge(digits: str) -> PaymentRequest:
    params = (("Subscriber Number", f"1234567{digits}"),)
    return PaymentRequest(REF, DISH, MOBILE, params, 200_00, START, "SUNITA DEVI")


@pytest.fixture(params=["sandbox", "recorded"])
def desk(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Desk]:
    """Give the client before the sandbox, then before the recorded answers."""
    if request.param == "sandbox":
        sandbox = RunningSandbox(tmp_path)
        yield Desk(sandbox.client)
        sandbox.stop()
        return
    unit = RecordedUnit()
    yield Desk(BharatConnect(unit_at(unit.address)))
    unit.stop()


def test_it_says_that_it_is_up(desk: Desk) -> None:
    assert desk.port.is_up()
    assert dict(desk.port.categories()).keys() >= {"Electricity", "Loan Repayment"}


def master(port: BillPayments) -> dict[str, Biller]:
    found: dict[str, Biller] = {}
    after = ""
    while True:
        page = port.billers(after=after)
        found |= {one.id: one for one in page.billers}
        after = page.after
        if not after:
            assert len(found) == page.total
            return found


def test_the_master_is_read_page_by_page(desk: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("portal.gateways.bharat_connect.PAGE", 50)
    found = master(desk.port)
    power, loan, gas = found[POWER], found[LOAN], found["INDI00000NATT5"]
    assert power.is_confirmed
    assert power.is_fetched
    assert power.is_active
    assert power.may_stay_open
    assert power.exactness is Exactness.AND_ABOVE
    assert power.states == ("UK",)
    param = power.params[0]
    assert (param.name, param.is_numeric) == ("Service Connection Number", False)
    assert (param.min_length, param.max_length) == (13, 13)
    assert {one.name for one in power.modes} >= {"Cash", "UPI"}
    assert next(one.max_paise for one in power.modes if one.name == "Cash") == 49_999_99
    assert [one.name for one in power.channels][:1] == ["AGT"]
    assert power.fee_slabs == ()
    assert loan.fee_slabs == (FeeSlab(1, 1_999_99, 500), FeeSlab(2_000_00, None, 1_000, 2_500))
    assert [one.max_length for one in loan.params] == [20, 12]
    assert gas.groups == (("LPG ID",), ("Registered Mobile Number",))
    assert all(one.is_optional for one in gas.params)


def test_plans_are_read(desk: Desk) -> None:
    plans = desk.port.plans("VIDEOCON0NAT01")
    assert [one.amount_paise for one in plans] == [19_900, 34_900, 99_900]
    assert {one.biller_id for one in plans} == {"VIDEOCON0NAT01"}


def test_a_bill_is_fetched(desk: Desk) -> None:
    fetched = desk.fetches("777")
    (bill,) = fetched.bills
    assert fetched.exactness is Exactness.AND_ABOVE
    assert not fetched.is_list
    assert bill.amount_paise > 0
    assert bill.bill_no
    assert bill.customer_name
    assert bill.bill_on == "2026-11-01"
    assert "2026-11-01" < bill.due_on <= "2026-11-30"


def test_a_wrong_number_comes_back_with_its_reason(desk: Desk) -> None:
    ref_id = desk.port.ask_bills(BillAsking(POWER, MOBILE, number("000")))
    answer = desk.port.bills(ref_id)
    assert answer.fetched is None
    assert answer.reason is not None
    assert (answer.reason.code, bool(answer.reason.text)) == ("BFR001", True)


def test_lists_and_options_are_read(desk: Desk) -> None:
    listed = desk.fetches("040")
    assert (listed.is_list, listed.selection, len(listed.bills)) == (True, Selection.ALL, 3)
    offered = desk.fetches("041")
    bill = offered.bills[0]
    assert bill.options[0].name == EARLY_AMOUNT
    assert bill.options[0].amount_paise < bill.amount_paise < bill.options[1].amount_paise
    assert early_until_on(offered, bill) == "2026-11-10"


@pytest.mark.parametrize(
    ("digits", "refusal"), [("020", UnitIsSilent), ("021", UnitIsBusy), ("022", UnitIsSilent)]
)
def test_an_asking_that_gets_lost_is_silence(
    desk: Desk, digits: str, refusal: type[Exception]
) -> None:
    with pytest.raises(refusal):
        desk.port.ask_bills(BillAsking(POWER, MOBILE, number(digits)))


def test_what_the_unit_declines_is_told_apart_from_silence(desk: Desk) -> None:
    with pytest.raises(UnitDeclines) as declined:
        desk.port.ask_bills(BillAsking("NOBODY00000001", MOBILE, number("999")))
    assert declined.value.code == "validation-error"
    with pytest.raises(UnitDeclines) as unknown:
        desk.port.bills("N" * 35)
    assert unknown.value.code == "not-found"


def test_a_bill_is_paid_once_however_often_it_is_sent(desk: Desk) -> None:
    request = desk.pays(desk.fetches("777"))
    first, second = desk.port.pay(request), desk.port.pay(request)
    assert (first.outcome, first.is_repeat, first.ref_id) == (Sent.TAKEN, False, request.ref_id)
    assert (second.outcome, second.is_repeat, second.ref_id) == (Sent.TAKEN, True, request.ref_id)
    answer = desk.port.payment(request.ref_id)
    assert answer.state is PaymentState.DONE
    assert is_about(answer, request)
    assert len(answer.transaction_id) == 20
    assert answer.approval_no


def test_a_payment_with_a_wrong_amount_is_refused(desk: Desk) -> None:
    sending = desk.port.pay(desk.pays(desk.fetches("777"), amount_paise=100))
    assert sending.outcome is Sent.REFUSED
    assert sending.reason is not None
    assert sending.reason.code == "validation-error"


def test_a_recharge_gets_a_reference_of_its_own(desk: Desk) -> None:
    request = recharge("777")
    sending = desk.port.pay(request)
    assert (sending.outcome, len(sending.ref_id)) == (Sent.TAKEN, 35)
    assert is_about(desk.port.payment(sending.ref_id), request)


def test_a_payment_the_biller_refuses_has_its_reason(desk: Desk) -> None:
    request = recharge("034")
    answer = desk.port.payment(desk.port.pay(request).ref_id)
    assert answer.state is PaymentState.REFUSED
    assert is_about(answer, request)
    assert answer.reason is not None
    assert answer.reason.code == "BRR005"


@pytest.mark.parametrize(
    ("digits", "had_arrived"),
    [("020", True), ("029", True), ("032", True), ("021", False), ("022", False)],
)
def test_a_payment_that_gets_lost_is_unknown_and_sent_again(
    desk: Desk, digits: str, had_arrived: bool
) -> None:
    """P13: no JSON, 500, silence, 429 and a reset are no refusals."""
    request = recharge(digits)
    lost = desk.port.pay(request)
    assert (lost.outcome, lost.reason, lost.was_sent) == (Sent.UNKNOWN, None, True)
    again = desk.port.pay(request)
    assert (again.outcome, again.is_repeat) == (Sent.TAKEN, had_arrived)
    assert desk.port.payment(again.ref_id).state is PaymentState.DONE


def test_what_they_never_had_is_absent_and_not_refused(desk: Desk) -> None:
    assert desk.port.payment("N" * 35).state is PaymentState.ABSENT


def test_the_days_list_is_read_whole(desk: Desk) -> None:
    request = recharge("777")
    sending = desk.port.pay(request)
    listed = desk.port.transactions("2026-11-22")
    ours = transaction_of(listed, REF)
    assert ours is not None
    assert (ours.ref_id, ours.amount_paise) == (sending.ref_id, 200_00)
    assert ours.state is PaymentState.DONE
    assert desk.port.transactions("2026-11-20") == []


def test_a_complaint_is_lodged_and_followed(desk: Desk) -> None:
    transaction_id = desk.port.payment(desk.port.pay(recharge("777")).ref_id).transaction_id
    ref_id = desk.port.complain(transaction_id, "wrong-amount", "₹ 200 paid, ₹ 20 shown")
    lodged = desk.port.complaint(ref_id)
    assert (lodged.state, lodged.answer_by_on) == (ComplaintState.ASSIGNED, "2026-11-29")
    assert lodged.dispute_id.startswith("TKT")
    (listed,) = desk.port.disputes("2026-11-22", "2026-11-22")
    assert (listed.kind, listed.transaction_id) == ("wrong-amount", transaction_id)
    with pytest.raises(UnitDeclines):
        desk.port.complain("NOBODYS", "wrong-amount", "nothing")


def test_the_recorded_pages_of_a_day_are_all_read() -> None:
    unit = RecordedUnit()
    listed = BharatConnect(unit_at(unit.address)).transactions("2026-11-22")
    unit.stop()
    states = [one.state for one in listed]
    assert states == [
        PaymentState.DONE, PaymentState.REFUSED, PaymentState.ADJUSTED, PaymentState.WAITING,
    ]  # fmt: skip
    assert [one.refund for one in listed] == ["", "Processed", "Required", ""]
