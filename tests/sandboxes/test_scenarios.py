"""Every scenario, through the client: what the counter sees, and what the sandbox holds true."""

from __future__ import annotations

import pytest

from portal.domain.bill_complaints import ComplaintState
from portal.domain.bill_payments import (
    BillAsking,
    PaymentState,
    Sent,
    UnitIsBusy,
    UnitIsSilent,
    is_about,
    is_payment_ref,
)
from portal.domain.billers import Exactness, Selection
from portal.domain.bills import EARLY_AMOUNT, LATE_AMOUNT, early_until_on
from portal.sandboxes.bharat_connect.scenarios import SCENARIOS
from portal.settings import ROOT
from tests.sandboxes.running import LOAN, MOBILE, POWER, TAG, RunningSandbox, named, number

TRIED_HERE = {
    *(f"00{no}" for no in range(10)), "010", *(f"0{no}" for no in range(20, 52)),
}  # fmt: skip


def test_every_scenario_is_tried_here() -> None:
    assert set(SCENARIOS) == TRIED_HERE


def test_an_ordinary_bill_is_paid(sandbox: RunningSandbox) -> None:
    request, sending, answer = sandbox.pays("777")
    assert (sending.outcome, sending.ref_id) == (Sent.TAKEN, request.ref_id)
    assert answer.state is PaymentState.DONE
    assert is_about(answer, request)
    assert len(answer.transaction_id) == 20
    assert answer.approval_no
    assert sandbox.asks(number("777")).reason.code == "BFR004"  # type: ignore[union-attr]


def test_billers_take_their_time(sandbox: RunningSandbox) -> None:
    sandbox.unit._fetch_ms, sandbox.unit._pay_ms = 2_000, 3_000
    assert sandbox.asks(number("777"), move_s=1).is_waiting
    fetched = sandbox.asks(number("777"), move_s=2).fetched
    assert fetched is not None
    sandbox.client.pay(sandbox.request(fetched, "777"))
    assert sandbox.client.payment(fetched.ref_id).state is PaymentState.WAITING
    sandbox.move(seconds=3)
    assert sandbox.client.payment(fetched.ref_id).state is PaymentState.DONE


@pytest.mark.parametrize(
    ("digits", "code"),
    [("000", "BFR001"), *((f"00{no}", f"BFR00{no}") for no in range(1, 10))],
)
def test_a_biller_refuses_to_show_a_bill(sandbox: RunningSandbox, digits: str, code: str) -> None:
    reason = sandbox.asks(number(digits)).reason
    assert reason is not None
    assert (reason.code, bool(reason.text)) == (code, True)


def test_010_a_fetch_hangs_for_seventy_seconds(sandbox: RunningSandbox) -> None:
    assert sandbox.asks(number("010"), move_s=69).is_waiting
    assert sandbox.asks(number("010"), move_s=70).fetched is not None


@pytest.mark.parametrize(
    ("digits", "refusal"), [("020", UnitIsSilent), ("021", UnitIsBusy), ("022", UnitIsSilent)]
)
def test_020_to_022_an_asking_without_a_readable_answer(
    sandbox: RunningSandbox, digits: str, refusal: type[Exception]
) -> None:
    for _ in range(2):
        with pytest.raises(refusal):
            sandbox.asks(number(digits))


@pytest.mark.parametrize(
    ("digits", "is_recorded"),
    [("023", True), ("024", False), ("025", True), ("026", False), ("029", True), ("032", True),
     ("033", False)],
)  # fmt: skip
def test_023_to_033_a_payment_without_a_readable_answer_is_unknown(
    sandbox: RunningSandbox, digits: str, is_recorded: bool
) -> None:
    fetched = sandbox.fetches(digits)
    request = sandbox.request(fetched, digits)
    assert sandbox.client.pay(request).outcome is Sent.UNKNOWN
    listed = [one.payment_ref_id for one in sandbox.client.transactions("2026-11-22")]
    assert listed == ([request.payment_ref_id] if is_recorded else [])
    state = sandbox.client.payment(fetched.ref_id).state
    assert state is (PaymentState.DONE if is_recorded else PaymentState.ABSENT)
    again = sandbox.client.pay(request)
    assert (again.outcome, again.is_repeat) == (Sent.TAKEN, is_recorded)
    assert sandbox.client.payment(again.ref_id).state is PaymentState.DONE
    assert [one["status"] for one in sandbox.truth()] == ["Success"]


@pytest.mark.parametrize(("digits", "is_recorded"), [("020", True), ("021", False), ("022", False)])
def test_020_to_022_strike_the_payment_where_nothing_is_fetched(
    sandbox: RunningSandbox, digits: str, is_recorded: bool
) -> None:
    request = sandbox.recharge(digits)
    assert sandbox.client.pay(request).outcome is Sent.UNKNOWN
    again = sandbox.client.pay(request)
    assert (again.outcome, again.is_repeat) == (Sent.TAKEN, is_recorded)
    assert sandbox.client.payment(again.ref_id).state is PaymentState.DONE


def test_027_asking_where_it_stands_fails_four_times(sandbox: RunningSandbox) -> None:
    request, _sending, first = sandbox.pays("027")
    states = [sandbox.client.payment(request.ref_id).state for _ in range(4)]
    assert first.state is PaymentState.UNKNOWN
    assert states == [PaymentState.UNKNOWN] * 3 + [PaymentState.DONE]


def test_028_a_late_answer_is_an_answer_while_it_is_waited_for(sandbox: RunningSandbox) -> None:
    assert sandbox.pays("028")[1].outcome is Sent.TAKEN
    sandbox.app.config["LATE_S"] = 0.7
    fetched = sandbox.asks((("Service Connection Number", "ABCDEFGHIK028"),)).fetched
    assert fetched is not None
    assert sandbox.client.pay(sandbox.request(fetched, "028")).outcome is Sent.UNKNOWN
    assert sandbox.client.payment(fetched.ref_id).state is PaymentState.DONE


def test_030_three_askings_then_success(sandbox: RunningSandbox) -> None:
    request, _sending, first = sandbox.pays("030")
    states = [first.state, *(sandbox.client.payment(request.ref_id).state for _ in range(4))]
    assert states == [PaymentState.WAITING] * 3 + [PaymentState.DONE] * 2


def test_031_two_days_then_failure(sandbox: RunningSandbox) -> None:
    request, _sending, first = sandbox.pays("031")
    sandbox.move(days=1, hours=23, minutes=59)
    assert first.state is sandbox.client.payment(request.ref_id).state is PaymentState.WAITING
    sandbox.move(minutes=1)
    last = sandbox.client.payment(request.ref_id)
    assert last.state is PaymentState.REFUSED
    assert is_about(last, request)
    assert last.reason is not None
    assert last.reason.code == "ERR003"


@pytest.mark.parametrize(("digits", "code"), [("034", "BRR005"), ("036", "ERR001")])
def test_034_036_a_payment_fails(sandbox: RunningSandbox, digits: str, code: str) -> None:
    request, sending, answer = sandbox.pays(digits)
    assert sending.outcome is Sent.TAKEN
    assert answer.state is PaymentState.REFUSED
    assert is_about(answer, request)
    assert answer.reason is not None
    assert answer.reason.code == code
    assert sandbox.fetches(digits).bills, "the bill is still due"


def test_035_success_is_adjusted_the_next_day(sandbox: RunningSandbox) -> None:
    _request, _sending, answer = sandbox.pays("035")
    assert answer.state is PaymentState.DONE
    assert sandbox.client.transactions("2026-11-22")[0].state is PaymentState.DONE
    sandbox.move(days=1)
    line = sandbox.client.transactions("2026-11-22")[0]
    assert (line.state, line.refund) == (PaymentState.ADJUSTED, "Required")


def test_037_a_complaint_is_lodged_though_its_answer_is_lost(sandbox: RunningSandbox) -> None:
    transaction_id = sandbox.pays("037")[2].transaction_id
    sandbox.move(days=1)
    with pytest.raises(UnitIsSilent):
        sandbox.client.complain(transaction_id, "wrong-amount", "₹ 200")
    (listed,) = sandbox.client.disputes("2026-11-22", "2026-11-23")
    assert (listed.transaction_id, listed.state) == (transaction_id, ComplaintState.ASSIGNED)
    again = sandbox.client.complain(transaction_id, "wrong-amount", "₹ 200")
    assert sandbox.client.complaint(again).state is ComplaintState.NOT_LODGED


def test_038_a_complaint_is_lost_and_can_be_lodged_again(sandbox: RunningSandbox) -> None:
    transaction_id = sandbox.pays("038")[2].transaction_id
    sandbox.move(days=1)
    with pytest.raises(UnitIsSilent):
        sandbox.client.complain(transaction_id, "wrong-amount", "₹ 200")
    assert sandbox.client.disputes("2026-11-22", "2026-11-23") == []
    again = sandbox.client.complain(transaction_id, "wrong-amount", "₹ 200")
    assert sandbox.client.complaint(again).state is ComplaintState.ASSIGNED


def test_039_the_list_has_a_payment_that_nobody_sent(sandbox: RunningSandbox) -> None:
    request, _sending, _answer = sandbox.pays("039")
    ours, stray = sandbox.client.transactions("2026-11-22")
    assert ours.payment_ref_id == request.payment_ref_id
    assert stray.payment_ref_id != ours.payment_ref_id
    assert is_payment_ref(stray.payment_ref_id)
    assert (stray.amount_paise, stray.state) == (ours.amount_paise, PaymentState.DONE)


@pytest.mark.parametrize(
    ("digits", "said", "listed"),
    [
        ("049", PaymentState.DONE, PaymentState.REFUSED),
        ("051", PaymentState.REFUSED, PaymentState.DONE),
    ],
)
def test_049_051_the_list_says_otherwise(
    sandbox: RunningSandbox, digits: str, said: PaymentState, listed: PaymentState
) -> None:
    _request, _sending, answer = sandbox.pays(digits)
    assert answer.state is said
    assert sandbox.client.transactions("2026-11-22")[0].state is listed


@pytest.mark.parametrize(
    ("digits", "selection"),
    [("040", Selection.ALL), ("043", Selection.SOME), ("044", Selection.ONE)],
)
def test_040_043_044_lists_of_three_bills(
    sandbox: RunningSandbox, digits: str, selection: Selection
) -> None:
    fetched = sandbox.fetches(digits)
    assert (fetched.is_list, fetched.selection, len(fetched.bills)) == (True, selection, 3)
    first = fetched.bills[0]
    one_bill = sandbox.request(
        fetched,
        digits,
        amount_paise=first.amount_paise,
        bills=((first.bill_no, first.amount_paise),),
    )
    sending = sandbox.client.pay(one_bill)
    if selection is Selection.ALL:
        assert sending.outcome is Sent.REFUSED
        assert sandbox.client.pay(sandbox.request(fetched, digits)).outcome is Sent.TAKEN
        assert sandbox.asks(number(digits)).reason is not None
    else:
        assert sending.outcome is Sent.TAKEN
        left = sandbox.fetches(digits).bills
        assert [one.bill_no for one in left] == [one.bill_no for one in fetched.bills[1:]]


def test_041_early_and_late_amounts(sandbox: RunningSandbox) -> None:
    fetched = sandbox.fetches("041")
    bill = fetched.bills[0]
    early, late = bill.options
    assert (early.name, late.name) == (EARLY_AMOUNT, LATE_AMOUNT)
    assert early.amount_paise < bill.amount_paise < late.amount_paise
    assert early_until_on(fetched, bill) == "2026-11-10"


def test_041_an_option_goes_with_its_own_amount(sandbox: RunningSandbox) -> None:
    fetched = sandbox.fetches("041")
    late = fetched.bills[0].options[1]
    wrong = sandbox.request(fetched, "041", option=late)
    assert sandbox.client.pay(wrong).outcome is Sent.REFUSED
    right = sandbox.request(fetched, "041", option=late, amount_paise=late.amount_paise)
    assert sandbox.client.pay(right).outcome is Sent.TAKEN


def test_042_a_fee_by_slab_is_demanded_to_the_paisa(sandbox: RunningSandbox) -> None:
    fetched = sandbox.fetches("042", LOAN)
    assert fetched.bills[0].amount_paise == 2_500_00
    right = sandbox.request(fetched, "042", LOAN)
    assert right.fee_paise == 1_918  # (1000 + 0.25 % of 250000) × 1.18 = 1917.5
    for wrong in (0, right.fee_paise + 1):
        refused = sandbox.client.pay(sandbox.request(fetched, "042", LOAN, fee_paise=wrong))
        assert refused.outcome is Sent.REFUSED
    assert sandbox.client.pay(right).outcome is Sent.TAKEN
    assert sandbox.client.payment(fetched.ref_id).fee_paise == right.fee_paise


def test_045_to_048_ranges_and_odd_amounts(sandbox: RunningSandbox) -> None:
    ranged = sandbox.fetches("045")
    assert ranged.exactness is Exactness.RANGE
    for amount, outcome in ((400_00, Sent.REFUSED), (650_00, Sent.REFUSED), (600_00, Sent.TAKEN)):
        request = sandbox.request(ranged, "045", amount_paise=amount)
        assert sandbox.client.pay(request).outcome is outcome
    assert sandbox.fetches("046").exactness is Exactness.AND_BELOW
    assert sandbox.fetches("047").bills[0].amount_paise % 100 == 37
    large = sandbox.fetches("048")
    assert sandbox.client.pay(sandbox.request(large, "048")).outcome is Sent.REFUSED
    by_upi = sandbox.request(large, "048", mode="UPI", account_info="ram@upi")
    assert sandbox.client.pay(by_upi).outcome is Sent.TAKEN


def test_050_a_second_payment_of_a_bill_fails(sandbox: RunningSandbox) -> None:
    assert sandbox.pays("050")[2].state is PaymentState.DONE
    _request, sending, second = sandbox.pays("050")
    assert sending.outcome is Sent.TAKEN
    assert second.state is PaymentState.REFUSED
    assert second.reason is not None
    assert second.reason.code == "BFR004"


def test_a_number_that_is_only_validated_has_no_bills(sandbox: RunningSandbox) -> None:
    fetched = sandbox.fetches("777", TAG)
    assert fetched.bills == ()
    request = sandbox.request(fetched, "777", TAG, amount_paise=500_00)
    assert sandbox.client.pay(request).outcome is Sent.TAKEN
    again = sandbox.request(fetched, "777", TAG, amount_paise=500_00)
    refused = sandbox.client.pay(again)
    assert refused.outcome is Sent.REFUSED, "one reference is good for one payment"


def test_a_recharge_may_be_repeated_under_a_new_reference(sandbox: RunningSandbox) -> None:
    for _ in range(2):
        sending = sandbox.client.pay(sandbox.recharge("777"))
        assert sandbox.client.payment(sending.ref_id).state is PaymentState.DONE
    assert len({one["refId"] for one in sandbox.truth()}) == 2
    lost = sandbox.client.pay(sandbox.recharge("000"))
    assert sandbox.client.payment(lost.ref_id).state is PaymentState.REFUSED


def test_what_is_not_the_billers_is_declined(sandbox: RunningSandbox) -> None:
    for params in ((("Number", "1"),), ()):
        with pytest.raises(Exception, match="declines"):
            sandbox.client.ask_bills(BillAsking(POWER, MOBILE, params))
    for asking in (
        BillAsking("NOBODY00000001", MOBILE, number("777")),
        BillAsking("UJJI00000NATAW", MOBILE, (("Loan Account Number", "1234567890"),)),
        BillAsking("TATASKY00NAT01", MOBILE, (("Subscriber Number", "1234567890"),)),
        BillAsking(POWER, "12345", number("777")),
    ):
        with pytest.raises(Exception, match="declines"):
            sandbox.client.ask_bills(asking)
    unfetched = sandbox.recharge("777", biller_id=POWER, params=number("777"))
    assert sandbox.client.pay(unfetched).outcome is Sent.REFUSED
    gone = sandbox.request(sandbox.fetches("777"), "777", ref_id="X" * 35)
    assert sandbox.client.pay(gone).outcome is Sent.REFUSED
    assert named(sandbox.biller(LOAN), "777")[0][1].endswith("777")


def test_every_scenario_is_in_the_docs() -> None:
    told = (ROOT / "docs" / "bharat-connect.md").read_text(encoding="utf-8")
    missing = [
        digits for digits, one in SCENARIOS.items() if f"| `{digits}` | {one.what} |" not in told
    ]
    assert missing == []
