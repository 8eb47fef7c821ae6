"""What people come to the CSC counter for: fees of small work, money by Aadhaar, bills."""

from __future__ import annotations

from dataclasses import dataclass

from portal.domain.visits import Fee

#: How far a bill comes: SENT is a payment that nobody asked about yet, STUCK one without an answer.
PAID, GIVEN_BACK, REFUND_DUE = "paid", "given_back", "refund_due"
SENT, STUCK = "sent", "stuck"


@dataclass(frozen=True, slots=True)
class FeesErrand:
    """One visit for some small work; it is paid as the form of the fee says."""

    fees: tuple[Fee, ...]


@dataclass(frozen=True, slots=True)
class SlipErrand:
    """A transaction on the bank's device; the amount is the form's."""

    kind: str
    outcome: str
    rrn: str
    last_four: str
    bank: str


@dataclass(frozen=True, slots=True)
class BillErrand:
    """A bill, how it ends here, and what else is wanted in the same visit.

    ``utr`` is that of a payment by UPI; empty is cash.
    """

    service_id: str
    biller_id: str
    number: str
    name: str
    mobile: str
    ending: str = PAID
    own_fee_paise: int = 0
    fees: tuple[Fee, ...] = ()
    utr: str = ""


Errand = FeesErrand | SlipErrand | BillErrand
