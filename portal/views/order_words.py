"""What an order's states, events and reasons are called at the counter."""

from __future__ import annotations

from flask_babel import lazy_gettext as _l

from portal.domain.bill_orders import (
    MINUTE,
    OPEN,
    UNDER_WAY,
    Order,
    OrderState,
    is_overdue,
)
from portal.domain.bill_reasons import Advice, Again, advice
from portal.domain.bills import EARLY_AMOUNT, LATE_AMOUNT
from portal.domain.refusals import N_

_S = OrderState
FETCH_IS_LONG_MS = 90_000

STATE_NAMES = {
    _S.DRAFT: _l("amount to be written"), _S.FETCHING: _l("bill is being fetched"),
    _S.FETCHED: _l("bill is there"), _S.FETCH_FAILED: _l("no bill"),
    _S.CASH_TAKEN: _l("money taken"), _S.SUBMITTING: _l("being sent"),
    _S.PROCESSING: _l("under way"), _S.UNKNOWN: _l("being asked about"),
    _S.SUCCESS: _l("paid"), _S.FAILED: _l("not paid"),
    _S.REFUND_DUE: _l("money to be given back"), _S.REFUNDED: _l("money given back"),
    _S.CREDIT_ADJUSTMENT: _l("to be decided"),
}  # fmt: skip

EVENT_NAMES = {
    "asked": _l("The bill was asked for"), "fetched": _l("The bill came"),
    "fetch_failed": _l("No bill came"), "cash_taken": _l("The money was taken"),
    "sent": _l("The payment was sent"), "sent_again": _l("The same payment was sent again"),
    "taken": _l("Bharat Connect has the payment"), "no_answer": _l("No answer to the sending"),
    "no_line": _l("No line; nothing was sent"), "sender_lost": _l("The portal stopped in between"),
    "absent": _l("Bharat Connect does not know it; it is looked for"),
    "found": _l("It was found at Bharat Connect"),
    "disagrees": _l("The answer was about something else and does not count"),
    "refused": _l("Bharat Connect declined it"), "success": _l("The bill was paid"),
    "failed": _l("The bill was not paid"), "posted": _l("The outcome was entered in the books"),
    "wallet_short": _l("Entered in the books; the wallet is below zero now"),
    "given_up": _l("The payment was stopped at the counter"),
    "refunded": _l("The money was given back"), "adjusted": _l("Bharat Connect adjusted it"),
    "decided": _l("It was decided"),
}  # fmt: skip

_GOING_ON = {
    _S.CASH_TAKEN: _l("The money is taken. The payment is sent in a moment."),
    _S.SUBMITTING: _l("The payment is being sent."),
    _S.PROCESSING: _l("The biller has been told. Its confirmation is awaited."),
    _S.UNKNOWN: _l("The line broke. We are asking whether the payment arrived."),
}  # fmt: skip
_NO_LINE = _l("No line to Bharat Connect just now. The payment is sent as soon as there is one.")

OPTION_NAMES = {EARLY_AMOUNT: _l("for paying early"), LATE_AMOUNT: _l("for paying late")}

PERIODS = {
    "MONTHLY": _l("monthly"), "BIMONTHLY": _l("every two months"), "QUARTERLY": _l("quarterly"),
    "HALFYEARLY": _l("half-yearly"), "YEARLY": _l("yearly"), "ONETIME": _l("once"),
}  # fmt: skip

_SILENCE = Advice(N_("No bill came: the biller did not answer. Ask again."), Again.LATER)


def going_on(order: Order, last_event: str = "") -> str:
    """Say in one sentence what goes on with an order whose money was taken."""
    if order.state is _S.CASH_TAKEN and last_event == "no_line":
        return str(_NO_LINE)
    return str(_GOING_ON[order.state])


def is_waiting(order: Order) -> bool:
    """Say whether the page looks again by itself: somebody else's answer is due."""
    return order.state is _S.FETCHING or order.state in UNDER_WAY


def wait_seconds(order: Order, now: int) -> int:
    """Say after how long the page looks again: soon at first, less often later."""
    since = order.ordered_at or order.state_at
    age = now - since
    return 3 if age < 3 * MINUTE else 30 if age < 60 * MINUTE else 300


def is_long(order: Order, now: int) -> bool:
    """Say whether a bill is awaited for longer than any biller takes."""
    return order.state is _S.FETCHING and now - order.state_at > FETCH_IS_LONG_MS


def reason_of(order: Order) -> Advice | None:
    """Say why there is no bill or why it was not paid; None where no reason is known."""
    if order.failure_code == "no-answer":
        return _SILENCE
    if not order.failure_code and not order.failure_text:
        return None
    return advice(order.failure_code, order.failure_text)


def must_ask_in_person(order: Order, now: int) -> bool:
    """Say whether somebody has to ask the operating unit in person."""
    return order.state in OPEN and is_overdue(order, now)
