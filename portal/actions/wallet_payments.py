"""What people do with payments out of the CSC's wallet: begin one, ask it back, decide a lost one.

Nothing here speaks to the CSC: a payment is a row first, the browser goes to the CSC's page, and
the worker asks how it ended (``wallet_settling``).
"""

from __future__ import annotations

import secrets
from collections.abc import Callable
from dataclasses import dataclass, replace

from portal.actions.bill_books import wallet
from portal.actions.exactly_once import Done, exactly_once
from portal.actions.posting import open_day_of
from portal.actions.second_persons import waits
from portal.actions.wallet_books import held_by_hand, post_outcome
from portal.domain.day import ReasonIsMissing
from portal.domain.daybook import BillMoneyIsLess
from portal.domain.heads import RECEIVED_FOR_BILLS, Head
from portal.domain.money import rupees
from portal.domain.people import Doer, Slip, SocietyIsUnknown
from portal.domain.practice import PracticeCallsNobody
from portal.domain.proposals import Asked
from portal.domain.text import AadhaarIsNotStored, clean, has_aadhaar
from portal.domain.wallet_payments import (
    LARGEST_PAISE,
    MINUTE,
    SMALLEST_PAISE,
    CscIdIsMissing,
    HeadIsNotPaidFromTheWallet,
    WalletAmountIsOutside,
    WalletHasLess,
    WalletPayment,
    WalletPaymentHasMovedOn,
    WalletPaymentIsUnknown,
    WalletState,
    WhatIsMissing,
    may_be_decided,
    may_be_reversed,
    merchant_txn,
    paid_draft,
    payable_heads,
)
from portal.storage import csc_people, daybook, places, wallet_payments
from portal.storage.places import Society
from portal.storage.reference import chart

LONGEST_WHAT = 60
LONGEST_REASON = 80


@dataclass(frozen=True, slots=True)
class NewWalletPayment:
    """What is to be paid: to which head, how much in paise, and for what."""

    head: int
    amount_paise: int
    what: str
    product_id: str


def payment(society_id: int, payment_id: int) -> WalletPayment:
    """Return a payment of the society; raise WalletPaymentIsUnknown."""
    found = wallet_payments.payment(society_id, payment_id)
    if found is None:
        raise WalletPaymentIsUnknown
    return found


def csc_id_to_pay(society_id: int, person_id: int) -> str:
    """Return whose wallet pays: the society's counter's, else the person's own; '' for nobody's."""
    return csc_people.csc_id_of_society(society_id) or csc_people.csc_id_of(person_id)


def heads_to_choose(society_id: int) -> list[Head]:
    """List what may be paid now: money held for bills by hand only where there is some."""
    heads = payable_heads(chart())
    return heads if held_by_hand(society_id) > 0 else heads[1:]


def begin_payment(doer: Doer, slip: Slip, society_id: int, new: NewWalletPayment) -> Done:
    """Begin a payment: its reference is stored, and the wallet kept for it, before anybody pays.

    Above its limit it waits before it begins: there is no way to the CSC's page until all agreed.
    Raises SocietyIsUnknown, NoDayIsOpen, CountIsGoingOn, WhatIsMissing, AadhaarIsNotStored,
    HeadIsNotPaidFromTheWallet, WalletAmountIsOutside, WalletHasLess, BillMoneyIsLess,
    CscIdIsMissing, PracticeCallsNobody.
    """
    return exactly_once(doer, slip, lambda: begin_payment_now(doer, slip, society_id, new))


def begin_payment_now(doer: Doer, slip: Slip, society_id: int, new: NewWalletPayment) -> Done:
    """Begin a payment inside a deed's transaction; raises as ``begin_payment``."""
    society = places.society_by_id(society_id)
    if society is None:
        raise SocietyIsUnknown
    if society.is_practice:
        raise PracticeCallsNobody
    day = open_day_of(society_id)
    _check(society_id, new)
    made = _new_payment(doer, society, new, day.day_on)
    draft = replace(paid_draft(made), reference="", party="")
    waiting = waits(doer, day, [draft], Asked("pay_from_wallet", {"new": new}))
    if waiting is not None:
        return waiting
    wallet_payments.insert(made)
    return Done(f"/wallet/payments/{made.id}")


def _check(society_id: int, new: NewWalletPayment) -> None:
    if not clean(new.what):
        raise WhatIsMissing
    if has_aadhaar(new.what):
        raise AadhaarIsNotStored(field="what")
    if new.head not in {one.code for one in payable_heads(chart())}:
        raise HeadIsNotPaidFromTheWallet
    if not SMALLEST_PAISE <= new.amount_paise <= LARGEST_PAISE:
        raise WalletAmountIsOutside
    free = wallet(society_id).available_paise
    if new.amount_paise > free:
        raise WalletHasLess(amount=rupees(max(0, free)))
    if new.head == RECEIVED_FOR_BILLS:
        left = held_by_hand(society_id) - wallet_payments.reserved_for_head(society_id, new.head)
        if new.amount_paise > left:
            raise BillMoneyIsLess(amount=rupees(max(0, left)))


def _new_payment(doer: Doer, society: Society, new: NewWalletPayment, on: str) -> WalletPayment:
    csc_id = csc_id_to_pay(society.id, doer.person_id)
    if not csc_id:
        raise CscIdIsMissing
    number = wallet_payments.next_id(society.id)
    return WalletPayment(
        society_id=society.id, id=number, version=1,
        merchant_txn=merchant_txn(society.code, on, number, secrets.token_bytes(4)),
        csc_id=csc_id, product_id=new.product_id, head=new.head,
        what=clean(new.what)[:LONGEST_WHAT], amount_paise=new.amount_paise,
        state=WalletState.BEGUN, begun_on=on, begun_at=doer.at, begun_by=doer.person_id,
        state_at=doer.at, said="begun", next_at=doer.at + MINUTE, approved_by=doer.approved_by,
    )  # fmt: skip


def ask_back(doer: Doer, slip: Slip, society_id: int, payment_id: int, reason: str) -> Done:
    """Ask the money of a payment back; the worker asks the CSC, and posts when it came.

    Raises WalletPaymentIsUnknown, WalletPaymentHasMovedOn, ReasonIsMissing, AadhaarIsNotStored.
    """

    def deed(found: WalletPayment) -> WalletPayment | None:
        if not may_be_reversed(found):
            raise WalletPaymentHasMovedOn
        said = f"reverse_asked:{_reason(reason)}"
        return wallet_payments.change(
            found, doer.at, said, doer.person_id, next_at=doer.at, tries=0
        )

    return _on_payment(doer, slip, society_id, payment_id, deed)


def decide(
    doer: Doer, slip: Slip, society_id: int, payment_id: int, *, is_paid: bool, reason: str
) -> Done:
    """Say by the wallet's statement how a payment ended that the CSC says nothing of for a day.

    Raises WalletPaymentIsUnknown, WalletPaymentHasMovedOn, ReasonIsMissing, AadhaarIsNotStored.
    """

    def deed(found: WalletPayment) -> WalletPayment | None:
        if not may_be_decided(found, doer.at):
            raise WalletPaymentHasMovedOn
        state = WalletState.PAID if is_paid else WalletState.FAILED
        said = f"decided_{state.value}:{_reason(reason)}"
        after = wallet_payments.change(
            found, doer.at, said, doer.person_id, state=state, next_at=None
        )
        if after is not None and is_paid:
            return post_outcome(after, doer.at) or after
        return after

    return _on_payment(doer, slip, society_id, payment_id, deed)


def _reason(text: str) -> str:
    reason = clean(text)[:LONGEST_REASON]
    if not reason:
        raise ReasonIsMissing
    if has_aadhaar(reason):
        raise AadhaarIsNotStored(field="reason")
    return reason


def _on_payment(
    doer: Doer, slip: Slip, society_id: int, payment_id: int,
    deed: Callable[[WalletPayment], WalletPayment | None],
) -> Done:  # fmt: skip
    def work() -> Done:
        daybook.lock_book(society_id)
        if deed(payment(society_id, payment_id)) is None:
            raise WalletPaymentHasMovedOn
        return Done(f"/wallet/payments/{payment_id}")

    return exactly_once(doer, slip, work)
