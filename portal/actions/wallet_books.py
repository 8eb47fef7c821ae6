"""What payments out of the CSC's wallet do to the books, inside a deed's transaction."""

from __future__ import annotations

import hashlib
from dataclasses import replace

from portal.actions.posting import open_day_of, post
from portal.domain.daybook import CountIsGoingOn, Draft, NoDayIsOpen
from portal.domain.heads import BY_HAND, RECEIVED_FOR_BILLS, WALLET
from portal.domain.people import Doer
from portal.domain.refusals import Refusal
from portal.domain.wallet_payments import (
    SUSPENSE_DEBIT,
    WalletPayment,
    WalletState,
    paid_draft,
    returned_draft,
)
from portal.storage import daybook, form_tokens, remittances, wallet_payments
from portal.storage.days import Day
from portal.storage.engine import in_transaction
from portal.storage.reference import chart


def post_outcome(payment: WalletPayment, at: int) -> WalletPayment | None:
    """Post a payment, or its return, where its society's day takes entries; None where it waits.

    In the name of whoever began it. What the CSC confirmed always posts: on a head that takes it no
    more it goes to suspense, which the history says, and the wallet may fall below nothing (P5).
    """
    assert in_transaction()
    assert payment.is_waiting_to_post
    try:
        day = open_day_of(payment.society_id)
    except (NoDayIsOpen, CountIsGoingOn):
        return None
    if day.is_reopened:  # it takes what it was reopened for; this waits for the next day
        return None
    if payment.state is WalletState.REVERSED:
        head = _posted_head(payment)
        voucher_id = _post_by_rule(payment, day, returned_draft(payment, head), at)
        return wallet_payments.change(
            payment, at, "returned_posted", return_voucher_id=voucher_id, next_at=None
        )
    head = payment.head if _takes(payment) else SUSPENSE_DEBIT
    draft = replace(paid_draft(payment, head), approved_by=payment.approved_by)
    voucher_id = _post_by_rule(payment, day, draft, at)
    said = "posted" if head == payment.head else "posted_suspense"
    return wallet_payments.change(payment, at, said, voucher_id=voucher_id, next_at=None)


def held_by_hand(society_id: int) -> int:
    """Return what was taken by hand for bills and is not settled yet, in paise.

    What was taken in visits for others is not of it: it is sent on item by item.
    """
    stands = -daybook.sub_balances(society_id, RECEIVED_FOR_BILLS).get(BY_HAND, 0)
    return stands - remittances.held_paise(society_id, RECEIVED_FOR_BILLS)


def _takes(payment: WalletPayment) -> bool:
    """Whether a payment's head still takes it; of money held by hand there must be that much."""
    try:
        chart().postable(payment.head)
    except Refusal:
        return False
    is_by_hand = payment.head == RECEIVED_FOR_BILLS
    return not is_by_hand or held_by_hand(payment.society_id) >= payment.amount_paise


def _posted_head(payment: WalletPayment) -> int:
    assert payment.voucher_id is not None
    voucher = daybook.voucher(payment.society_id, payment.voucher_id)
    assert voucher is not None
    return next(line.head for line in voucher.lines if line.head != WALLET)


def _post_by_rule(payment: WalletPayment, day: Day, draft: Draft, at: int) -> int:
    doer = Doer(payment.begun_by, "", at)
    token = f"{wallet_payments.FORM}{payment.id}-{payment.version}"
    voucher_id, _no = post(doer, day, draft, token)
    digest = hashlib.sha256(payment.merchant_txn.encode()).digest()
    form_tokens.keep(
        payment.society_id, token, doer.person_id, digest, f"/wallet/payments/{payment.id}",
        voucher_id, at,
    )  # fmt: skip
    return voucher_id
