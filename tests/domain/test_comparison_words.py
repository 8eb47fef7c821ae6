"""What is said about differences: every state has a name, every difference something to do."""

from __future__ import annotations

from itertools import product

import pytest

from portal.domain import comparison_words as words
from portal.domain.bill_orders import OrderState
from portal.domain.bill_payments import PaymentState
from portal.domain.comparison import AlarmKind, Class
from portal.domain.comparison_words import ALARMS, CLASSES, STATES, what_to_do

S, P = OrderState, PaymentState
LISTED = (P.DONE, P.REFUSED, P.WAITING, P.ADJUSTED)


def test_everything_has_a_name() -> None:
    assert set(CLASSES) == set(Class)
    assert set(ALARMS) == set(AlarmKind)
    assert set(STATES) >= {"", *S, *LISTED}


def test_every_difference_has_something_to_do() -> None:
    kinds = [one for one in Class if one is not Class.MATCHED]
    for kind, ours, theirs in product(kinds, ["", *S], ["", *LISTED]):
        assert what_to_do(kind, ours, theirs, is_ours=bool(ours))


@pytest.mark.parametrize(
    ("kind", "ours", "theirs", "said"),
    [
        (Class.OURS_ONLY, S.SUCCESS, "", "_LOST_TO_THEM"),
        (Class.OURS_ONLY, S.UNKNOWN, "", "_LONG_OPEN"),
        (Class.OURS_ONLY, S.REFUNDED, "", "_AGREES"),
        (Class.THEIRS_ONLY, "", P.DONE, "_THEIRS"),
        (Class.THEIRS_ONLY, S.CASH_TAKEN, P.DONE, "_THEIRS_TOO"),
        (Class.AMOUNT_DIFFERS, S.SUCCESS, P.DONE, "_AMOUNT"),
        (Class.AMOUNT_DIFFERS, S.REFUND_DUE, P.DONE, "_DO_NOT_GIVE"),
        (Class.STATE_DIFFERS, S.REFUND_DUE, P.DONE, "_DO_NOT_GIVE"),
        (Class.STATE_DIFFERS, S.REFUNDED, P.DONE, "_WAS_GIVEN"),
        (Class.STATE_DIFFERS, S.SUCCESS, P.REFUSED, "_RECEIPT_LIES"),
        (Class.STATE_DIFFERS, S.SUCCESS, P.WAITING, "_WAITS_THERE"),
        (Class.STATE_DIFFERS, S.REFUND_DUE, P.WAITING, "_WAITS_BUT_FAILED"),
        (Class.STATE_DIFFERS, S.PROCESSING, P.DONE, "_NOT_HEARD"),
        (Class.STATE_DIFFERS, S.SUCCESS, P.DONE, "_AGREES"),
        (Class.ADJUSTED, S.CREDIT_ADJUSTMENT, P.ADJUSTED, "_DECIDE"),
        (Class.ADJUSTED, S.REFUNDED, P.ADJUSTED, "_DECIDED"),
    ],
)
def test_it_says_what_is_right_for_how_both_stand(
    kind: Class, ours: str, theirs: str, said: str
) -> None:
    assert what_to_do(kind, ours, theirs, is_ours=bool(ours)) == getattr(words, said)
