"""A payment out of the CSC's wallet, made on the CSC's own page with the wallet's PIN.

One payment is one reference of ours for ever, stored before anybody sees the page. What the browser
brings back is a hint; a payment counts as paid only when the CSC, asked by our server, says so.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum

from portal.domain.csc import TxnState, WalletReport, WalletRequest
from portal.domain.daybook import Draft, Line
from portal.domain.heads import BY_HAND, RECEIVED_FOR_BILLS, ROUNDING, WALLET, Chart, Head
from portal.domain.proof import Notes
from portal.domain.refusals import N_, Refusal

SECOND, MINUTE, HOUR = 1_000, 60_000, 3_600_000
FORM_HOLDS_MS = 15 * MINUTE
"""How long our page offers the way to the CSC's page."""
ABSENT_FOR_GOOD_MS = 25 * MINUTE
"""After this a payment that the CSC has never seen counts as not made."""
OVERDUE_MS = 24 * HOUR
"""After this somebody may decide by the wallet's statement, the CSC having said nothing."""
WATCH_MS = 26 * HOUR
"""How long a payment that was not made is still asked about: it may be paid late."""
LONGEST_WAIT_MS = 2 * HOUR
LEASE_MS = 2 * MINUTE
TASK = "csc_wallet_pay"
HELD_FOR_OTHERS, RUNNING_COSTS = 1600, 4300  # groups of heads
SUSPENSE_DEBIT = 2803
"""Takes what was paid for a head that takes it no more."""
SMALLEST_PAISE, LARGEST_PAISE = 1_00, 2_00_000_00


class WalletPaymentIsUnknown(Refusal):
    """There is no such payment in one's society."""

    message = N_("There is no such payment from the wallet.")
    status = 404


class WalletPaymentHasMovedOn(Refusal):
    """The payment is not where this deed needs it to be."""

    message = N_("This payment has moved on meanwhile. Look at it again.")


class CscIdIsMissing(Refusal):
    """Nobody knows whose wallet is to pay."""

    message = N_(
        "The CSC ID of this society is not written down yet. The manager writes it in the "
        "settings of the counter."
    )


class HeadIsNotPaidFromTheWallet(Refusal):
    """From the wallet, costs are paid and money that is held for others."""

    message = N_("Choose from the list what this payment is for.")
    status = 422
    field = "head"


class WhatIsMissing(Refusal):
    """A payment needs a word on what it is for."""

    message = N_("Write what is paid.")
    status = 422
    field = "what"


class WalletAmountIsOutside(Refusal):
    """The wallet pays from one rupee to two lakh at once."""

    message = N_("From the wallet ₹ 1 to ₹ 2,00,000 is paid at once.")
    status = 422
    field = "amount"


class WalletHasLess(Refusal):
    """The wallet has not that much that isn't spoken for (P5)."""

    message = N_("The wallet has only ₹ %(amount)s free. Top it up first.")
    status = 422
    field = "amount"


class MovesWithItsPayment(Refusal):
    """What the CSC's wallet paid stands in the books as long as the payment stands."""

    message = N_(
        "This was paid from the CSC wallet and follows that payment. If only the head is wrong, "
        "enter a voucher from one head to the other."
    )


class WalletState(StrEnum):
    """How far a payment is. PAID waits for its voucher until a day takes entries."""

    BEGUN = "begun"
    RETURNED = "returned"
    UNKNOWN = "unknown"
    PAID = "paid"
    FAILED = "failed"
    REVERSED = "reversed"


_S = WalletState
OPEN = frozenset({_S.BEGUN, _S.RETURNED, _S.UNKNOWN})
_NEXT: dict[WalletState, frozenset[WalletState]] = {
    _S.BEGUN: frozenset({_S.RETURNED, _S.UNKNOWN, _S.PAID, _S.FAILED}),
    _S.RETURNED: frozenset({_S.UNKNOWN, _S.PAID, _S.FAILED}),
    _S.UNKNOWN: frozenset({_S.RETURNED, _S.PAID, _S.FAILED}),
    _S.PAID: frozenset({_S.REVERSED}),
    _S.FAILED: frozenset({_S.PAID}),  # paid late on the CSC's page
    _S.REVERSED: frozenset(),
}


def may_become(before: WalletState, after: WalletState) -> bool:
    """Whether a payment may go from one state to another; staying is always allowed."""
    return before is after or after in _NEXT[before]


@dataclass(frozen=True, slots=True)
class WalletPayment:
    """A payment as it stands; ``next_at`` is when the worker asks again, None for never.

    For one that is PAID and posted, ``next_at`` means that it is to be reversed. ``approved_by`` is
    who agreed to it as the last second person, where it needed one.
    """

    society_id: int
    id: int
    version: int
    merchant_txn: str
    csc_id: str
    product_id: str
    head: int
    what: str
    amount_paise: int
    state: WalletState
    begun_on: str
    begun_at: int
    begun_by: int
    state_at: int
    csc_txn: str = ""
    said: str = ""
    next_at: int | None = None
    tries: int = 0
    voucher_id: int | None = None
    return_voucher_id: int | None = None
    approved_by: int | None = None

    @property
    def is_waiting_to_post(self) -> bool:
        """The outcome is known and its voucher waits for a day that takes entries."""
        is_unposted = self.state is _S.PAID and self.voucher_id is None
        return is_unposted or (self.state is _S.REVERSED and self.return_voucher_id is None)

    @property
    def is_to_be_reversed(self) -> bool:
        """Somebody asked for the money back and the CSC has not done it yet."""
        return self.state is _S.PAID and self.voucher_id is not None and self.next_at is not None

    def request(self, return_url: str, cancel_url: str) -> WalletRequest:
        """What the wallet is asked, the same whenever the page is shown."""
        return WalletRequest(
            merchant_txn=self.merchant_txn, at_ms=self.begun_at, product_id=self.product_id,
            product_name=self.what, amount_paise=self.amount_paise, csc_id=self.csc_id,
            return_url=return_url, cancel_url=cancel_url,
        )  # fmt: skip


def may_go_to_the_page(payment: WalletPayment, now: int) -> bool:
    """Whether our page still offers the way to the CSC's page."""
    return payment.state is _S.BEGUN and now - payment.begun_at <= FORM_HOLDS_MS


def may_be_reversed(payment: WalletPayment) -> bool:
    """Whether the money may be asked back: it was paid and posted, and nobody asked yet."""
    return payment.state is _S.PAID and payment.voucher_id is not None and payment.next_at is None


def may_be_decided(payment: WalletPayment, now: int) -> bool:
    """Whether people may say how it ended: the CSC has not said so for a day."""
    return payment.state in OPEN and now - payment.begun_at > OVERDUE_MS


_DICE = "23456789ABCDEFGHJKLMNPQRSTUVWXYZ"
_TXN = re.compile("W([A-Z0-9]{6})[0-9]{6}[0-9]{3}[A-Z0-9]{4}")


def merchant_txn(society_code: str, on: str, number: int, dice: Sequence[int]) -> str:
    """Our reference of a payment: W, the society, the date, a number and four thrown letters.

    The letters keep it new even where an older copy of the data gives the number again.
    """
    thrown = "".join(_DICE[one % len(_DICE)] for one in dice)
    return f"W{society_code}{on[2:].replace('-', '')}{number % 1000:03d}{thrown}"


def society_code_of(reference: str) -> str:
    """The society that a reference of ours names; '' where it is none."""
    found = _TXN.fullmatch(reference)
    return found[1] if found else ""


def outcome_of(payment: WalletPayment, report: WalletReport, now: int) -> WalletState:
    """The state that a report on this very payment leads to; the same where it settles nothing."""
    if report.state is TxnState.PAID:
        return payment.state if payment.state is _S.REVERSED else _S.PAID
    if report.state is TxnState.REVERSED:
        return _S.REVERSED if payment.state is _S.PAID else _late_failure(payment)
    if report.state is TxnState.FAILED:
        return _late_failure(payment)
    is_old = now - payment.begun_at >= ABSENT_FOR_GOOD_MS
    if report.state is TxnState.ABSENT and payment.state in OPEN and is_old:
        return _S.FAILED
    is_seen = payment.state is _S.BEGUN and report.state is TxnState.PENDING
    return _S.UNKNOWN if is_seen or payment.state is _S.RETURNED else payment.state


def _late_failure(payment: WalletPayment) -> WalletState:
    """A payment that was counted as paid never becomes a failure by itself."""
    return _S.FAILED if payment.state in OPEN else payment.state


_WAITS_S = (4, 5, 10, 20, 40, 60, 120)


def wait_ms(state: WalletState, tries: int, age_ms: int) -> int | None:
    """How long until the CSC is asked again, None for never.

    Open payments: 4 s, growing to five minutes; while nobody came back yet, once a minute at
    most. Payments that were not made: every hour for a day. Reversals: as open payments.
    """
    if state is _S.FAILED:
        return HOUR if age_ms < WATCH_MS else None
    wait = SECOND * (_WAITS_S[tries] if tries < len(_WAITS_S) else 300)
    return max(wait, MINUTE) if state is _S.BEGUN else wait


def payable_heads(chart: Chart) -> list[Head]:
    """List what is paid from the wallet: money held for others first, then running costs."""
    free = [one for one in chart if one.is_free and one.code != ROUNDING]
    held = [one for one in free if one.parent == HELD_FOR_OTHERS]
    return [chart[RECEIVED_FOR_BILLS], *held, *(one for one in free if one.parent == RUNNING_COSTS)]


def paid_draft(payment: WalletPayment, head: int | None = None) -> Draft:
    """The wallet paid: to the head it was for, or to ``head`` where that takes it no more."""
    head = head or payment.head
    lines = (_line(head, payment.amount_paise), Line(WALLET, -payment.amount_paise))
    return _draft(payment, "bank_payment", lines)


def returned_draft(payment: WalletPayment, head: int) -> Draft:
    """The money came back into the wallet, from the head that was posted."""
    lines = (Line(WALLET, payment.amount_paise), _line(head, -payment.amount_paise))
    return _draft(payment, "bank_receipt", lines)


def _line(head: int, paise: int) -> Line:
    return Line(head, paise, BY_HAND if head == RECEIVED_FOR_BILLS else None)


def _draft(payment: WalletPayment, kind: str, lines: tuple[Line, ...]) -> Draft:
    return Draft(
        kind=kind, task=TASK, lines=lines, mode="none", reference=payment.merchant_txn,
        reference_on=payment.begun_on, paper_no=payment.csc_txn, party="CSC",
        narration=payment.what,
    )  # fmt: skip


Posted = Mapping[int, Iterable[tuple[int, int]]]


def check_payments(notes: Notes, payments: Iterable[WalletPayment], posted: Posted) -> None:
    """Hold each payment against its vouchers; find vouchers that no payment stands for.

    ``posted`` are the (head, paise) of all vouchers with the reference of wallet payments, by id.
    """
    known = set()
    for one in payments:
        ours = {one.voucher_id: -one.amount_paise, one.return_voucher_id: one.amount_paise}
        ours.pop(None, None)
        known |= set(ours)
        is_owed = one.state in (_S.PAID, _S.REVERSED)
        is_right = all(_fits(posted.get(no or 0, ()), one, paise) for no, paise in ours.items())
        if not is_right or (one.voucher_id is not None and not is_owed):
            notes.add("WalletPaymentDisagrees", f"wallet payment {one.id}", id=one.id)
    for voucher_id in sorted(set(posted) - known):
        notes.add("WalletPaymentIsMissing", f"voucher {voucher_id}", id=voucher_id)


def _fits(lines: Iterable[tuple[int, int]], payment: WalletPayment, wallet_paise: int) -> bool:
    by_head = dict(lines)
    others = {head: paise for head, paise in by_head.items() if head != WALLET}
    return by_head.get(WALLET) == wallet_paise and others in (
        {payment.head: -wallet_paise},
        {SUSPENSE_DEBIT: -wallet_paise},
    )
