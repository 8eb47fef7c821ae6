"""How far a bill of a visit is, in one word and one sign."""

from __future__ import annotations

from dataclasses import replace

import pytest

from portal.domain.bill_orders import Order
from portal.domain.bill_orders import OrderState as S
from portal.domain.visit_items import SIGNS, STAGE_WORDS, UNPAID, Stage, repeated, stage_of

ORDER = Order(
    society_id=1, id=1, version=1, payment_ref_id="P", biller_id="B", biller_name="बिजली",
    params=(("CA Number", "100"),), mobile="9876543210", payer_name="", asked_on="2026-11-24",
    created_at=0, created_by=1, state_at=0,
)  # fmt: skip


@pytest.mark.parametrize(
    ("state", "amount", "stage"),
    [
        (S.DRAFT, 0, Stage.CHOOSE), (S.DRAFT, 1, Stage.READY), (S.FETCHING, 0, Stage.COMES),
        (S.FETCHED, 0, Stage.CHOOSE), (S.FETCHED, 1, Stage.READY),
        (S.FETCH_FAILED, 0, Stage.MISSING), (S.FETCH_FAILED, 1, Stage.READY),
        (S.CASH_TAKEN, 1, Stage.RUNS), (S.SUBMITTING, 1, Stage.RUNS),
        (S.PROCESSING, 1, Stage.RUNS), (S.UNKNOWN, 1, Stage.RUNS), (S.SUCCESS, 1, Stage.DONE),
        (S.FAILED, 1, Stage.REFUND), (S.REFUND_DUE, 1, Stage.REFUND),
        (S.REFUNDED, 1, Stage.RETURNED), (S.CREDIT_ADJUSTMENT, 1, Stage.ADJUSTED),
    ],
)  # fmt: skip
def test_each_state_has_its_stage(state: S, amount: int, stage: Stage) -> None:
    assert stage_of(replace(ORDER, state=state, amount_paise=amount)) is stage


def test_what_was_paid_has_a_word_and_a_sign() -> None:
    assert set(STAGE_WORDS) == set(Stage)
    assert set(SIGNS) == set(Stage) - UNPAID
    assert len(set(SIGNS.values())) == len(SIGNS)


def test_only_what_is_ready_counts_as_repeated() -> None:
    first = replace(ORDER, amount_paise=1)
    second, left_out = replace(first, id=2), replace(ORDER, id=3)
    other = replace(first, id=4, params=(("CA Number", "101"),))
    assert repeated([first, left_out, other]) == set()
    assert repeated([first, left_out, second, other]) == {2}
