"""What bill payments do to the books, inside a deed's transaction, and whether both agree (P8)."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Any

from portal.actions.daybook import count_served
from portal.actions.posting import open_day_of, post
from portal.domain.bill_order_vouchers import (
    cash_draft,
    fail_draft,
    found_paid_draft,
    refund_draft,
    returned_draft,
    settle_draft,
    taken_paise,
)
from portal.domain.bill_orders import Order, OrderHasMovedOn, OrderState, WalletIsTooSmall
from portal.domain.daybook import CountIsGoingOn, Draft, NoDayIsOpen
from portal.domain.heads import PASS_THROUGH, WALLET
from portal.domain.money import rupees
from portal.domain.order_proof import check_orders
from portal.domain.people import Doer
from portal.domain.proof import Notes
from portal.storage import (
    bill_connections,
    bill_orders,
    daybook,
    form_tokens,
    served,
    wallet_payments,
)
from portal.storage.bill_orders import Said
from portal.storage.days import Day
from portal.storage.engine import in_transaction, snapshot
from portal.storage.served import Whom


@dataclass(frozen=True, slots=True)
class Wallet:
    """The society's wallet at the CSC: what the book says and what is spoken for, in paise."""

    book_paise: int
    reserved_paise: int

    @property
    def available_paise(self) -> int:
        """What may still be promised."""
        return self.book_paise - self.reserved_paise


def wallet(society_id: int) -> Wallet:
    """Return how the wallet stands."""
    reserved = bill_orders.reserved_paise(society_id) + wallet_payments.reserved_paise(society_id)
    return Wallet(daybook.balance(society_id, WALLET), reserved)


def changed(found: Order | None) -> Order:
    """Return an order after a change; raise OrderHasMovedOn where another change came first."""
    if found is None:
        raise OrderHasMovedOn
    return found


def post_cash(
    doer: Doer, day: Day, order: Order, paid_by: Mapping[str, Any], form_token: str, utr: str = ""
) -> Order:
    """Take the money for an order as ``paid_by`` says, and reserve the wallet for it.

    Raises WalletIsTooSmall, OrderHasMovedOn. The book must be held.
    """
    set_now = {**paid_by, "opened_on": day.day_on, "ordered_at": doer.at}
    whole = replace(order, **set_now)
    set_now["cash_paise"] = taken_paise(whole, whole.pay_mode)
    whole = replace(whole, cash_paise=set_now["cash_paise"])
    free = wallet(order.society_id).available_paise
    if whole.through_paise > free:
        raise WalletIsTooSmall(amount=rupees(max(0, free)))
    draft = cash_draft(whole, utr)
    voucher_id, _no = post(doer, day, draft, form_token)
    if order.register is not None and order.record_id is not None:
        whom = Whom(order.register, order.record_id)
        others = count_served(doer, order.society_id, draft, whom)
        served.note_for(order.society_id, voucher_id, others)
        bill_connections.remember(order, doer.at)
    return changed(bill_orders.change(
        order, doer.at, Said("cash_taken", by=doer.person_id), **set_now,
        state=OrderState.CASH_TAKEN, cash_voucher_id=voucher_id, next_at=doer.at, tries=0,
        failure_code="", failure_text="",
    ))  # fmt: skip


def post_outcome(order: Order, at: int) -> Order | None:
    """Post the outcome of an order where its society's day takes entries; None where it waits.

    The voucher is in the name of whoever took the cash. What the other side confirmed always
    posts, even if the wallet's book then stands below nothing (P5), which the history says.
    """
    assert in_transaction()
    assert order.is_waiting_to_post
    assert order.cash_voucher_id is not None
    try:
        day = open_day_of(order.society_id)
    except (NoDayIsOpen, CountIsGoingOn):
        return None
    if day.is_reopened:  # it takes what it was reopened for; this waits for the next day
        return None
    taken = daybook.voucher(order.society_id, order.cash_voucher_id)
    assert taken is not None
    doer = Doer(taken.entered_by, "", at, taken.on_behalf_of)
    is_paid = order.state is OrderState.SUCCESS
    draft = settle_draft(order) if is_paid else fail_draft(order)
    voucher_id = _post_by_rule(doer, day, order, draft)
    is_short = is_paid and daybook.balance(order.society_id, WALLET) < 0
    return bill_orders.change(
        order, at, Said("wallet_short" if is_short else "posted"), outcome_voucher_id=voucher_id,
        settled_on=day.day_on, state=order.state if is_paid else OrderState.REFUND_DUE,
    )  # fmt: skip


def _post_by_rule(doer: Doer, day: Day, order: Order, draft: Draft) -> int:
    token = f"order-{order.id}-{order.version}"
    voucher_id, _no = post(doer, day, draft, token)
    digest = hashlib.sha256(order.payment_ref_id.encode()).digest()
    form_tokens.keep(
        order.society_id, token, doer.person_id, digest, f"/orders/{order.id}", voucher_id, doer.at
    )
    return voucher_id


def post_return(doer: Doer, order: Order, said: Said, form_token: str) -> Order:
    """Post that a paid bill came back into the wallet; the customer's money is owed again."""
    return _post_anew(doer, order, said, form_token, returned_draft(order), OrderState.REFUND_DUE)


def post_found_paid(doer: Doer, order: Order, said: Said, form_token: str) -> Order:
    """Post that a bill whose money was owed back is paid after all: nothing is owed any more."""
    return _post_anew(doer, order, said, form_token, found_paid_draft(order), OrderState.SUCCESS)


def _post_anew(
    doer: Doer, order: Order, said: Said, form_token: str, draft: Draft, state: OrderState
) -> Order:
    day = open_day_of(order.society_id)
    voucher_id, _no = post(doer, day, draft, form_token)
    return changed(bill_orders.change(
        order, doer.at, said, state=state, outcome_voucher_id=voucher_id, settled_on=day.day_on,
        next_at=None, failure_code="", failure_text="",
    ))  # fmt: skip


def post_refund(doer: Doer, order: Order, form_token: str) -> Order:
    """Hand back all the customer gave; raise NoDayIsOpen, CountIsGoingOn, CashWouldGoNegative."""
    day = open_day_of(order.society_id)
    voucher_id, _no = post(doer, day, refund_draft(order), form_token)
    return changed(bill_orders.change(
        order, doer.at, Said("refunded", by=doer.person_id), state=OrderState.REFUNDED,
        refund_voucher_id=voucher_id,
    ))  # fmt: skip


def disagreements(society_id: int) -> list[str]:
    """Say where 1601 and 1602 are not what the orders hold; nothing where they agree (P8)."""
    notes = Notes()
    with snapshot():
        subs = {
            (head, sub_id): paise
            for head in PASS_THROUGH
            for sub_id, paise in daybook.sub_balances(society_id, head).items()
        }
        check_orders(notes, bill_orders.of_money(society_id), subs)
        found = [str(one) for one in notes.findings]
        for head in PASS_THROUGH:
            stands = sum(paise for (of, _sub), paise in subs.items() if of == head)
            if stands != daybook.balance(society_id, head):
                found.append(f"head {head}: its register does not add up")
    return found


def agrees(society_id: int) -> bool:
    """Say whether other people's money in the books is what the orders hold (P8)."""
    return not disagreements(society_id)
