"""Complaints about a bill payment: their kinds, when they may be lodged, where they stand.

Lodging can't be repeated on the other side: what may have been lodged is looked for in its list of
disputes before it is lodged again.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum

from portal.domain.bill_orders import Order, OrderState
from portal.domain.refusals import N_, Refusal

LONGEST = 100
MINUTE_MS = 60_000
_DAY_MS = 86_400_000
_AT_ONCE = ("fastag", "dth", "prepaid")


class ComplaintIsTooEarly(Refusal):
    """Most bills may be complained about only a day after they were paid."""

    message = N_("A complaint about this payment can be made 24 hours after it.")


class ComplaintIsOpen(Refusal):
    """One complaint at a time for a payment."""

    message = N_("A complaint about this payment is already being looked into.")


class ComplaintIsNotPossible(Refusal):
    """Only a payment that the network knows as made can be complained about."""

    message = N_(
        "A complaint can be made only about a bill that was paid. See where this payment stands."
    )


class ComplaintIsUnknown(Refusal):
    """There is no such complaint in one's society."""

    message = N_("There is no such complaint.")
    status = 404


class ComplaintKindIsMissing(Refusal):
    """Nothing was chosen that the network knows."""

    message = N_("Choose what is wrong.")
    status = 422
    field = "kind"


@dataclass(frozen=True, slots=True)
class ComplaintKind:
    """A kind of complaint: its name, the network's number for it, and what people choose.

    A dispute has a date by which it must be answered; other complaints have none.
    """

    name: str
    disposition: str
    label: str
    is_dispute: bool


KINDS = {
    one.name: one
    for one in (
        ComplaintKind("service-not-received", "D11", N_("Paid, but the service didn't come"), True),
        ComplaintKind("service-disconnected", "D12", N_("Paid, but the line was cut off"), True),
        ComplaintKind("late-payment-surcharge", "D13", N_("A late fee was charged all the same"),
                      True),
        ComplaintKind("paid-to-wrong-account", "D21", N_("Paid for the wrong number"), True),
        ComplaintKind("double-payment", "D22", N_("Paid twice"), True),
        ComplaintKind("wrong-amount", "D23", N_("The wrong amount was paid"), True),
        ComplaintKind("payment-info-delay", "D31", N_("The payment is not shown yet"), False),
        ComplaintKind("account-not-updated", "D32", N_("The account is not set right yet"), False),
    )
}  # fmt: skip


class ComplaintState(StrEnum):
    """Where a complaint stands.

    TO_LODGE, LODGING and UNSURE are ours alone: written here, on its way, perhaps arrived. WAITING
    is lodged and not answered yet; NOT_LODGED was never taken.
    """

    TO_LODGE = "to_lodge"
    LODGING = "lodging"
    UNSURE = "unsure"
    WAITING = "waiting"
    NOT_LODGED = "not_lodged"
    ASSIGNED = "assigned"
    RESOLVED = "resolved"
    REJECTED = "rejected"
    REFUND_DUE = "refund_due"
    REFUNDED = "refunded"


_S = ComplaintState
UNDER_WAY = frozenset({_S.TO_LODGE, _S.LODGING, _S.UNSURE})
OPEN = UNDER_WAY | {_S.WAITING, _S.ASSIGNED, _S.REFUND_DUE}
"""Nothing new may be lodged for the payment yet."""

_BEING_SENT = N_("It is written down here and is being sent. Ask for its number tomorrow.")
TELL = {
    _S.TO_LODGE: _BEING_SENT,
    _S.LODGING: _BEING_SENT,
    _S.UNSURE: N_(
        "It was sent, but the line broke. Whether it arrived is being found out; nothing is lost."
    ),
    _S.WAITING: N_("It was sent. Its number comes soon."),
    _S.ASSIGNED: N_("The biller's bank is looking into it. Keep this number."),
    _S.RESOLVED: N_(
        "It was settled in your favour. See whether the bill or the service is right now; if money "
        "is to come back, it is shown here."
    ),
    _S.REJECTED: N_(
        "It was turned down. With the slip you can go to the biller's office; a new complaint of "
        "another kind can be made here."
    ),
    _S.REFUND_DUE: N_(
        "The money is to come back, but is not here yet. You get it here when it has come."
    ),
    _S.REFUNDED: N_(
        "They say the money has come back. The manager looks at the wallet first; then you get it "
        "here in cash."
    ),
    _S.NOT_LODGED: N_("It was not taken. You can complain again."),
}
"""What to tell the villager, by state."""


@dataclass(frozen=True, slots=True)
class Complaint:
    """A complaint as the network tells it; ``answer_by_on`` is the date it must be answered by."""

    state: ComplaintState
    dispute_id: str = ""
    transaction_id: str = ""
    kind: str = ""
    assigned_to: str = ""
    remarks: str = ""
    answer_by_on: str = ""
    reason: str = ""
    ref_id: str = ""

    @property
    def is_open(self) -> bool:
        """Whether nothing new may be lodged for the payment yet."""
        return self.state in OPEN


@dataclass(frozen=True, slots=True)
class Raised:
    """A complaint that was raised at a counter, as it stands; ``version`` counts its changes.

    ``said`` is the villager's own words, which may be none. ``ref_id`` asks where it stands,
    ``dispute_id`` is the number that the network knows it by. ``next_at`` is when the worker looks
    again, None for never.
    """

    society_id: int
    id: int
    version: int
    order_id: int
    kind: str
    said: str
    state: ComplaintState
    raised_on: str
    raised_at: int
    raised_by: int
    state_at: int
    ref_id: str = ""
    dispute_id: str = ""
    assigned_to: str = ""
    remarks: str = ""
    answer_by_on: str = ""
    reason: str = ""
    next_at: int | None = None
    tries: int = 0

    @property
    def is_open(self) -> bool:
        """Whether it has not come to an end."""
        return self.state in OPEN

    @property
    def text(self) -> str:
        """What is sent as its description: the villager's words, or the kind's where none."""
        return self.said or KINDS[self.kind].label

    def is_overdue(self, today_on: str) -> bool:
        """Whether its answer should have come before today."""
        return self.is_open and "" < self.answer_by_on < today_on


def complaint_from_at(category: str, paid_at: int) -> int:
    """The instant from which a payment may be complained about: recharges at once, bills after a
    day.
    """
    said = category.casefold()
    return paid_at if any(one in said for one in _AT_ONCE) else paid_at + _DAY_MS


def check_may_complain(category: str, paid_at: int, now_at: int, *, has_open: bool) -> None:
    """Refuse what the network would refuse: ComplaintIsTooEarly, ComplaintIsOpen."""
    if has_open:
        raise ComplaintIsOpen
    if now_at < complaint_from_at(category, paid_at):
        raise ComplaintIsTooEarly


def sent_at(order: Order) -> int:
    """The instant from which the 24 hours of a payment count: its last sending.

    The network counts from when it took the payment down, which is never later. Raises
    ComplaintIsNotPossible for a payment it doesn't know as made.
    """
    is_made = order.state in (OrderState.SUCCESS, OrderState.CREDIT_ADJUSTMENT)
    if not is_made or not order.transaction_id or order.last_sent_at is None:
        raise ComplaintIsNotPossible
    return order.last_sent_at


LODGE_AGAIN_AFTER_MS = 10 * MINUTE_MS
_WAIT_MINUTES = (1, 5, 15, 60, 180, 360)


def ask_again_ms(tries: int) -> int:
    """How long until a complaint is asked about again: 1, 5, 15 minutes, 1, 3, 6 hours, a day."""
    return _WAIT_MINUTES[tries] * MINUTE_MS if tries < len(_WAIT_MINUTES) else _DAY_MS


def look_again_ms(tries: int) -> int:
    """How long until one that perhaps arrived is looked for again: 1, 2, 4 … 64 minutes."""
    return MINUTE_MS << min(tries, 6)


def may_lodge_again(raised: Raised, looked_at: int) -> bool:
    """Whether a complaint of which their list knew nothing at ``looked_at`` may be lodged again.

    It must have been on its way for ten minutes; what takes longer is lost.
    """
    return raised.state is _S.UNSURE and looked_at - raised.state_at >= LODGE_AGAIN_AFTER_MS


def lodged_among(
    listed: Iterable[Complaint], raised: Raised, transaction_id: str, others: Iterable[Raised]
) -> Complaint | None:
    """Find a complaint of ours in their list, by transaction and kind; None where it is not there.

    What ``others`` of the payment are known by is not this one. One that is open comes before one
    that has ended; one that they did not take counts only where its reference tells it apart.
    """
    ours = [one for one in others if one.id != raised.id]
    known = {name for one in ours for name in (one.dispute_id, one.ref_id) if name}
    found = [
        one for one in listed
        if one.transaction_id == transaction_id
        and one.kind == raised.kind
        and not known & {one.dispute_id, one.ref_id}
        and (one.state is not _S.NOT_LODGED or one.ref_id)
    ]  # fmt: skip
    return min(found, key=_farness, default=None)


def _farness(one: Complaint) -> int:
    return 0 if one.is_open else 2 if one.state is _S.NOT_LODGED else 1
