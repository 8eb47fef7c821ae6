"""Complaints about a bill payment: their kinds, when they may be lodged, where they stand."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from portal.domain.refusals import N_, Refusal

LONGEST = 100
_DAY_MS = 86_400_000
_AT_ONCE = ("fastag", "dth", "prepaid")


class ComplaintIsTooEarly(Refusal):
    """Most bills may be complained about only a day after they were paid."""

    message = N_("A complaint about this payment can be made 24 hours after it.")


class ComplaintIsOpen(Refusal):
    """One complaint at a time for a payment."""

    message = N_("A complaint about this payment is already being looked into.")


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
    """Where a complaint stands; NOT_LODGED was never taken, WAITING is not answered yet."""

    WAITING = "waiting"
    NOT_LODGED = "not_lodged"
    ASSIGNED = "assigned"
    RESOLVED = "resolved"
    REJECTED = "rejected"
    REFUND_DUE = "refund_due"
    REFUNDED = "refunded"


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

    @property
    def is_open(self) -> bool:
        """Whether nothing new may be lodged for the payment yet."""
        return self.state in (
            ComplaintState.WAITING, ComplaintState.ASSIGNED, ComplaintState.REFUND_DUE,
        )  # fmt: skip


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
