"""An order to pay a bill: how far it is, what may come next, and whose money it holds.

One order is one payment with one reference of ours, for ever. What is not known is asked, or sent
again word for word; another order for the same bill is right only after a definite refusal (P13).
"""

from __future__ import annotations

import hashlib
import json
import re
from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum

from portal.domain.bill_payments import Agent, BillAsking, PaymentRequest
from portal.domain.billers import CASH, UPI, Biller
from portal.domain.bills import FetchedBills, PaymentOption
from portal.domain.dates import ist_on
from portal.domain.refusals import N_, Refusal

SECOND, MINUTE, HOUR = 1_000, 60_000, 3_600_000
FETCH_HOLDS_MS = 15 * MINUTE
FETCH_GIVE_UP_MS = 60 * SECOND
LOCK_MS = 24 * HOUR
RESEND_AFTER_MS = 10 * MINUTE
OVERDUE_MS = 24 * HOUR
LONGEST_WAIT_MS = 15 * MINUTE
LEASE_MS = 3 * MINUTE
"""How long whoever took an order in hand keeps it; longer than any call to the unit lasts."""


class OrderIsUnknown(Refusal):
    """There is no such order in one's society."""

    message = N_("There is no such bill payment.")
    status = 404


class OrderHasMovedOn(Refusal):
    """The order is not where this deed needs it to be."""

    message = N_("This payment has moved on meanwhile. Look at it again.")


class BillIsTooOld(Refusal):
    """What was fetched no longer holds."""

    message = N_("The bill was fetched too long ago. Fetch it again.")


class BillIsNotFetched(Refusal):
    """This biller is paid only on a bill that was fetched."""

    message = N_("Fetch the bill first.")


class BillIsBeingPaid(Refusal):
    """The same number is being paid, or was paid with this amount within a day."""

    message = N_(
        "A payment for this number is already under way or was made today. Look at it first: "
        "%(reference)s"
    )

    def __init__(self, order_id: int, reference: str) -> None:
        super().__init__(reference=reference)
        self.order_id = order_id


class BillIsBeingPaidElsewhere(BillIsBeingPaid):
    """The payment that stands against it is another society's."""

    message = N_(
        "A payment for this number is already under way or was made today at another counter. "
        "Ask the customer first."
    )


class ReasonWasGiven(Refusal):
    """A reason says why a bill is paid in spite of one payment; it can't speak of a later one."""

    message = N_(
        "This number was paid once more since your reason was written. If it is still to be "
        "paid, ask for the bill anew."
    )
    status = 422
    field = "reason"


class WalletIsTooSmall(Refusal):
    """The wallet has not that much that isn't spoken for (P5)."""

    message = N_("The wallet has only ₹ %(amount)s free. Top it up first; no cash was taken.")


MODE_NAMES = {"cash": CASH, "upi": UPI}
"""The network's words for how a customer pays."""


UNNAMED = "Customer"
"""The payer's name on the wire where nobody knows one."""


class OrderState(StrEnum):
    """How far an order is. FAILED waits for its voucher; REFUND_DUE has it and owes the cash."""

    DRAFT = "draft"
    FETCHING = "fetching"
    FETCHED = "fetched"
    FETCH_FAILED = "fetch_failed"
    CASH_TAKEN = "cash_taken"
    SUBMITTING = "submitting"
    PROCESSING = "processing"
    UNKNOWN = "unknown"
    SUCCESS = "success"
    FAILED = "failed"
    REFUND_DUE = "refund_due"
    REFUNDED = "refunded"
    CREDIT_ADJUSTMENT = "credit_adjustment"


_S = OrderState
_NEXT: dict[OrderState, frozenset[OrderState]] = {
    _S.DRAFT: frozenset({_S.FETCHING, _S.CASH_TAKEN}),
    _S.FETCHING: frozenset({_S.FETCHED, _S.FETCH_FAILED}),
    _S.FETCHED: frozenset({_S.FETCHING, _S.CASH_TAKEN}),
    _S.FETCH_FAILED: frozenset({_S.FETCHING, _S.CASH_TAKEN}),
    _S.CASH_TAKEN: frozenset({_S.SUBMITTING, _S.FAILED}),
    _S.SUBMITTING: frozenset({_S.CASH_TAKEN, _S.PROCESSING, _S.UNKNOWN, _S.FAILED}),
    _S.PROCESSING: frozenset({_S.SUCCESS, _S.FAILED, _S.CREDIT_ADJUSTMENT, _S.UNKNOWN}),
    _S.UNKNOWN: frozenset({_S.SUBMITTING, _S.PROCESSING, _S.FAILED}),
    _S.SUCCESS: frozenset({_S.CREDIT_ADJUSTMENT}),
    _S.FAILED: frozenset({_S.REFUND_DUE}),
    _S.REFUND_DUE: frozenset({_S.REFUNDED, _S.SUCCESS}),
    _S.REFUNDED: frozenset(),
    _S.CREDIT_ADJUSTMENT: frozenset({_S.SUCCESS, _S.FAILED, _S.REFUND_DUE}),
}
BEFORE_CASH = frozenset({_S.DRAFT, _S.FETCHING, _S.FETCHED, _S.FETCH_FAILED})
UNDER_WAY = frozenset({_S.CASH_TAKEN, _S.SUBMITTING, _S.PROCESSING, _S.UNKNOWN})
OPEN = UNDER_WAY | {_S.CREDIT_ADJUSTMENT}
"""Money was taken and nobody knows yet where it ends."""


def may_become(before: OrderState, after: OrderState) -> bool:
    """Whether an order may go from one state to another; staying is always allowed."""
    return before is after or after in _NEXT[before]


@dataclass(frozen=True, slots=True)
class Order:
    """An order as it stands. Money in paise; ``version`` counts its changes.

    ``amount_paise`` is the bill, ``fee_paise`` the biller's fee on top (CCF1), ``own_fee_paise``
    the society's; ``cash_paise`` is what was taken, in cash or by UPI. Before that an amount above
    zero says that it is chosen what is paid. ``sends`` counts the sendings that may have arrived.
    ``next_at`` is when the worker looks again, None for never. ``agent`` is in whose name it is
    paid, the portal's own where None; ``pay_account`` who pays by UPI.
    """

    society_id: int
    id: int
    version: int
    payment_ref_id: str
    biller_id: str
    biller_name: str
    params: tuple[tuple[str, str], ...]
    mobile: str
    payer_name: str
    asked_on: str
    created_at: int
    created_by: int
    state_at: int
    on_behalf_of: int | None = None
    register: int | None = None
    record_id: int | None = None
    service_id: str = ""
    visit_id: int | None = None
    agent: Agent | None = None
    state: OrderState = OrderState.DRAFT
    fetch_ref: str = ""
    fetched_at: int | None = None
    fetched: FetchedBills | None = None
    bills: tuple[tuple[str, int], ...] = ()
    option: PaymentOption | None = None
    plan_id: str = ""
    amount_paise: int = 0
    fee_paise: int = 0
    own_fee_paise: int = 0
    cash_paise: int = 0
    pay_mode: str = "cash"
    pay_account: str = ""
    reserved_paise: int = 0
    pay_ref: str = ""
    transaction_id: str = ""
    approval_no: str = ""
    failure_code: str = ""
    failure_text: str = ""
    sends: int = 0
    tries: int = 0
    next_at: int | None = None
    ordered_at: int | None = None
    first_sent_at: int | None = None
    last_sent_at: int | None = None
    opened_on: str = ""
    settled_on: str = ""
    cash_voucher_id: int | None = None
    outcome_voucher_id: int | None = None
    refund_voucher_id: int | None = None

    @property
    def through_paise(self) -> int:
        """What passes through to the biller: bill and the biller's fee."""
        return self.amount_paise + self.fee_paise

    @property
    def unknown_since_at(self) -> int:
        """Since when nobody knows: the last sending, or when they said they have none."""
        return max(self.state_at, self.last_sent_at or 0)

    @property
    def is_waiting_to_post(self) -> bool:
        """The outcome is known and its voucher waits for an open day."""
        is_settled = self.state is _S.SUCCESS and self.outcome_voucher_id is None
        return is_settled or self.state is _S.FAILED

    def asking(self) -> BillAsking:
        """What the biller is asked."""
        return BillAsking(self.biller_id, self.mobile, self.params, self.agent)

    def request(self) -> PaymentRequest:
        """The payment, the same whenever it is made; the cash must have been taken."""
        assert self.ordered_at is not None
        return PaymentRequest(
            payment_ref_id=self.payment_ref_id, biller_id=self.biller_id, mobile=self.mobile,
            params=self.params, amount_paise=self.amount_paise, at_ms=self.ordered_at,
            payer_name=self.payer_name or UNNAMED, ref_id=self.fetch_ref, fee_paise=self.fee_paise,
            option=self.option, bills=self.bills, plan_id=self.plan_id, agent=self.agent,
            mode=MODE_NAMES[self.pay_mode], account_info=self.pay_account or "Cash",
        )  # fmt: skip


@dataclass(frozen=True, slots=True)
class Held:
    """What an order holds of other people's money: on 1601 and on 1602, in paise (P8)."""

    received_paise: int = 0
    refundable_paise: int = 0


def held(order: Order) -> Held:
    """Say what the books must show of an order."""
    if order.state is _S.REFUND_DUE:
        return Held(refundable_paise=order.through_paise)
    is_unposted = order.state in (_S.SUCCESS, _S.CREDIT_ADJUSTMENT)
    if order.state in UNDER_WAY or order.state is _S.FAILED:
        return Held(received_paise=order.through_paise)
    if is_unposted and order.outcome_voucher_id is None:
        return Held(received_paise=order.through_paise)
    return Held()


def reserved(order: Order) -> int:
    """What of the wallet is spoken for by an order (P5): all that may still leave it."""
    return 0 if order.state is _S.FAILED else held(order).received_paise


def connection_key(biller_id: str, params: Sequence[tuple[str, str]]) -> str:
    """The key of a connection: the same biller and the same numbers, in any order.

    Capitals, spaces and dashes make no other number, however two counters type it.
    """
    same = [(name, re.sub("[ -]", "", said.upper())) for name, said in params]
    text = json.dumps([biller_id, *sorted(same)], ensure_ascii=False)
    return hashlib.sha256(text.encode()).hexdigest()


def is_blocking(other: Order, amount_paise: int, now: int) -> bool:
    """Whether an order of the same connection stands against paying it now (the soft lock)."""
    if other.state in OPEN:
        return True
    is_late = other.ordered_at is None or now - other.ordered_at >= LOCK_MS
    return other.state is _S.SUCCESS and other.amount_paise == amount_paise and not is_late


def is_too_old(order: Order, biller: Biller, now: int) -> bool:
    """Whether what was fetched no longer holds: 15 minutes, for some billers its own day only.

    A fetch of the future is none: the clock was wrong then or is now.
    """
    if order.state is not _S.FETCHED or order.fetched_at is None:
        return False
    is_other_day = ist_on(order.fetched_at) != ist_on(now)
    is_late = abs(now - order.fetched_at) > FETCH_HOLDS_MS
    return is_late or (biller.is_same_day_only and is_other_day)


def check_fetch(order: Order, biller: Biller, now: int) -> FetchedBills | None:
    """Return the bills that may be paid now, None where this biller needs none.

    Raises OrderHasMovedOn, BillIsTooOld, BillIsNotFetched.
    """
    if is_too_old(order, biller, now):
        raise BillIsTooOld
    if order.state is _S.FETCHED and order.fetched_at is not None:
        return order.fetched
    if order.state not in (_S.DRAFT, _S.FETCH_FAILED):
        raise OrderHasMovedOn
    if biller.is_fetched:
        raise BillIsNotFetched
    return None


_FETCH_WAITS = (2, 3)
_UNIT_WAITS = (2, 5, 15, 30)
_ASK_WAITS = (5, 15, 30, 60)


def wait_ms(state: OrderState, tries: int, age_ms: int) -> int:
    """How long until an order is looked at again, after ``tries`` looks in its state.

    Fetches: 2, 3, 5, 5 … s. Payments: every 4 s for three minutes, then every 5 minutes. A
    sending that found no line: 2 s to two minutes. What is unknown: 5 s to two minutes.
    """
    if state is _S.FETCHING:
        return SECOND * _step(_FETCH_WAITS, tries, 5)
    if state is _S.CASH_TAKEN:
        return SECOND * _step(_UNIT_WAITS, tries, 120)
    if state is _S.UNKNOWN:
        return SECOND * _step(_ASK_WAITS, tries, 120)
    return 4 * SECOND if age_ms < 3 * MINUTE else 5 * MINUTE


def _step(waits: Sequence[int], tries: int, last: int) -> int:
    return waits[tries] if tries < len(waits) else last


def may_send_again(order: Order, looked_at: int) -> bool:
    """Whether the same payment may be sent again, nothing having been found at ``looked_at``."""
    return order.state is _S.UNKNOWN and looked_at - order.unknown_since_at >= RESEND_AFTER_MS


def is_overdue(order: Order, now: int) -> bool:
    """Whether an order has been open so long that the operating unit must be asked in person."""
    return (
        order.state in OPEN and order.ordered_at is not None and now - order.ordered_at > OVERDUE_MS
    )


def may_be_given_back(order: Order) -> bool:
    """Whether the cash may go back at once: nothing has ever left for the operating unit."""
    return order.state is _S.CASH_TAKEN and order.sends == 0
