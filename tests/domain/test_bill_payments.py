"""Payment references, and answers that are about a payment."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from portal.domain.bill_payments import (
    FailureReason,
    FetchAnswer,
    PaymentAnswer,
    PaymentRequest,
    PaymentState,
    Transaction,
    UnitDeclines,
    is_about,
    is_payment_ref,
    payment_ref_id,
    transaction_of,
)
from portal.domain.billers import Exactness
from portal.domain.bills import FetchedBills

CODES = st.text("ABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789", min_size=6, max_size=6)
REQUEST = PaymentRequest("P1", "SOME00000NAT01", "9876543210", (("N", "1"),), 500_00, 0, "Ram")


@given(code=CODES, counter=st.integers(1, 999_999), day=st.dates())
def test_a_reference_is_twenty_signs_and_knows_itself(code: str, counter: int, day: object) -> None:
    made = payment_ref_id(code, str(day), counter)
    assert len(made) == 20
    assert made.startswith(f"P{code}")
    assert is_payment_ref(made)


@given(code=CODES, counter=st.integers(1, 999_999), place=st.integers(7, 19), by=st.integers(1, 9))
def test_one_wrong_figure_is_noticed(code: str, counter: int, place: int, by: int) -> None:
    made = payment_ref_id(code, "2026-11-22", counter)
    wrong = made[:place] + str((int(made[place]) + by) % 10) + made[place + 1 :]
    assert not is_payment_ref(wrong)


@given(code=CODES, counter=st.integers(1, 999_999), place=st.integers(7, 18))
def test_two_figures_changed_over_are_noticed(code: str, counter: int, place: int) -> None:
    made = payment_ref_id(code, "2026-11-22", counter)
    wrong = made[:place] + made[place + 1] + made[place] + made[place + 2 :]
    assert (wrong == made) == is_payment_ref(wrong)


def test_a_reference_as_it_is_written() -> None:
    assert payment_ref_id("KHR001", "2026-11-22", 17) == "PKHR0012611220000171"
    assert not is_payment_ref("PKHR001")
    for code, counter in (("KHR1", 1), ("khr001", 1), ("KHR001", 0), ("KHR001", 1_000_000)):
        with pytest.raises(ValueError, match="no payment reference"):
            payment_ref_id(code, "2026-11-22", counter)


def answer(state: PaymentState, **fields: object) -> PaymentAnswer:
    return PaymentAnswer(state, **fields)  # type: ignore[arg-type]


@pytest.mark.parametrize("state", [PaymentState.DONE, PaymentState.REFUSED])
def test_an_answer_that_settles_money_names_reference_and_amount(state: PaymentState) -> None:
    ours = {"payment_ref_id": "P1", "amount_paise": 500_00, "biller_id": "SOME00000NAT01"}
    assert is_about(answer(state, **ours), REQUEST)
    assert is_about(answer(state, **ours | {"biller_id": ""}), REQUEST)
    for other in (
        {"payment_ref_id": "P2"},
        {"payment_ref_id": ""},
        {"amount_paise": 500_01},
        {"amount_paise": None},
        {"biller_id": "OTHER0000NAT01"},
    ):
        assert not is_about(answer(state, **ours | other), REQUEST)


def test_an_answer_that_settles_nothing_may_name_nothing() -> None:
    assert is_about(answer(PaymentState.WAITING), REQUEST)
    assert not is_about(answer(PaymentState.WAITING, payment_ref_id="P2"), REQUEST)


def test_a_payment_is_found_in_the_days_list_by_our_reference() -> None:
    one, other = (Transaction("R", ref, "T", "B", 1, 0, PaymentState.DONE) for ref in ("P1", "P2"))
    assert transaction_of([one, other], "P2") is other
    assert transaction_of([one, other], "P3") is None


def test_an_asking_waits_until_there_is_a_bill_or_a_reason() -> None:
    assert FetchAnswer().is_waiting
    assert not FetchAnswer(FetchedBills("R", (), Exactness.ANY)).is_waiting
    assert not FetchAnswer(reason=FailureReason("BFR001")).is_waiting


def test_a_unit_that_declines_is_quoted() -> None:
    refusal = UnitDeclines("validation-error", "Input is invalid")
    assert (refusal.code, refusal.params["text"]) == ("validation-error", "Input is invalid")
