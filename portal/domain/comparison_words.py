"""What a comparison says to people: names of classes and states, and what is to be done now."""

from __future__ import annotations

from portal.domain.bill_orders import UNDER_WAY, OrderState
from portal.domain.bill_payments import PaymentState
from portal.domain.comparison import AlarmKind, Class
from portal.domain.refusals import N_

_S, _P = OrderState, PaymentState
_GIVING_BACK = (_S.FAILED, _S.REFUND_DUE)

CLASSES = {
    Class.MATCHED: N_("agree"),
    Class.OURS_ONLY: N_("only with us"),
    Class.THEIRS_ONLY: N_("only with them"),
    Class.AMOUNT_DIFFERS: N_("amount differs"),
    Class.STATE_DIFFERS: N_("state differs"),
    Class.ADJUSTED: N_("adjusted"),
}

_IN_PROGRESS = N_("in progress")
_PAID = N_("bill paid")
_FAILED = N_("bill not paid")
STATES = {
    "": N_("not there"),
    **{one.value: _IN_PROGRESS for one in UNDER_WAY},
    **{one.value: N_("not sent") for one in (_S.DRAFT, _S.FETCHING, _S.FETCHED, _S.FETCH_FAILED)},
    _S.SUCCESS.value: _PAID,
    _S.FAILED.value: _FAILED,
    _S.REFUND_DUE.value: N_("failed, to be given back"),
    _S.REFUNDED.value: N_("failed, given back"),
    _S.CREDIT_ADJUSTMENT.value: N_("to be decided"),
    _P.DONE.value: _PAID,
    _P.REFUSED.value: _FAILED,
    _P.WAITING.value: _IN_PROGRESS,
    _P.ADJUSTED.value: N_("adjusted"),
}
"""The states of our orders and of their list, as the table of differences names them."""

ALARMS = {
    AlarmKind.THEIRS_ONLY: N_("They have a payment that nobody here sent."),
    AlarmKind.PAID_THERE: N_("Failed here, but paid there. Do not give money back."),
    AlarmKind.LOST_THERE: N_("Paid here, but failed there."),
    AlarmKind.TWICE: N_("One number was paid twice with the same amount."),
    AlarmKind.BOOKS: N_("Bill money in the books is not what the payments hold."),
}

_THEIRS = N_(
    "This payment was not made here. Tell the block officer and the operating unit at once, and "
    "see in the wallet's statement whether money left."
)
_THEIRS_TOO = N_(
    "They have a payment for this bill that this counter did not send. Do not give money back; "
    "tell the block officer and the operating unit at once."
)
_LOST_TO_THEM = N_(
    "The receipt is valid. Do not take the money again. Look at the wallet's statement and make a "
    "complaint on the page of the payment."
)
_LONG_OPEN = N_(
    "Open for more than a day, and not in their list. Call the operating unit. Do not take the "
    "money again, and do not give it back."
)
_AMOUNT = N_(
    "Compare the receipt with the wallet's statement, and tell the operating unit which amount is "
    "right."
)
_DO_NOT_GIVE = N_(
    "Do NOT give the money back: the bill is paid there. Tell the manager and the operating unit."
)
_WAS_GIVEN = N_(
    "The money was given back, but the bill is paid there. Tell the block officer; the customer "
    "has to bring the money again."
)
_RECEIPT_LIES = N_(
    "The customer's receipt says paid, they say failed. Look at the wallet's statement and make a "
    "complaint on the page of the payment."
)
_WAITS_THERE = N_("They are still working on it. It is compared again tomorrow.")
_WAITS_BUT_FAILED = N_(
    "They are still working on it. Do not give the money back until it has been compared again."
)
_NOT_HEARD = N_(
    "They have answered, but the answer is not here yet. If it is still so tomorrow, call the "
    "operating unit."
)
_DECIDE = N_(
    "They adjusted it. See in the wallet's statement whether the money came back, then decide on "
    "the page of the payment."
)
_AGREES = N_("By now both say the same. Nothing is left to do.")
_DECIDED = N_("They adjusted it, and it was decided here. Nothing is left to do.")


def what_to_do(kind: str, our_state: str, their_state: str, *, is_ours: bool) -> str:
    """Say what is to be done about a difference, from how our order stands by now."""
    if kind == Class.THEIRS_ONLY:
        return _THEIRS_TOO if is_ours else _THEIRS
    if kind == Class.ADJUSTED:
        return _DECIDE if our_state == _S.CREDIT_ADJUSTMENT else _DECIDED
    if kind == Class.OURS_ONLY:
        open_or_ended = _LONG_OPEN if our_state in UNDER_WAY else _AGREES
        return _LOST_TO_THEM if our_state == _S.SUCCESS else open_or_ended
    same = _AMOUNT if kind == Class.AMOUNT_DIFFERS else _AGREES
    return _of_state(our_state, their_state) or same


def _of_state(our_state: str, their_state: str) -> str:
    """Say it for states that differ; nothing where they say the same."""
    is_lost = our_state in (*_GIVING_BACK, _S.REFUNDED)
    if their_state == _P.WAITING:
        return _WAITS_BUT_FAILED if is_lost else _WAITS_THERE
    if our_state in UNDER_WAY:
        return _NOT_HEARD
    if is_lost and their_state == _P.DONE:
        return _WAS_GIVEN if our_state == _S.REFUNDED else _DO_NOT_GIVE
    is_told_paid = our_state == _S.SUCCESS and their_state == _P.REFUSED
    return _RECEIPT_LIES if is_told_paid else ""
