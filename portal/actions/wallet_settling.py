"""How payments out of the CSC's wallet end: what the browser brings back, and what the CSC says.

What comes through the browser is a hint to ask. Each step is claimed by a conditional UPDATE and
committed before the CSC is asked; asking the same reference again is always safe.
"""

from __future__ import annotations

import logging
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from portal.actions.wallet_books import post_outcome
from portal.domain.csc import TxnState, WalletReport, disagreement
from portal.domain.wallet_payments import (
    LEASE_MS,
    MINUTE,
    OPEN,
    WalletPayment,
    WalletState,
    outcome_of,
    society_code_of,
    wait_ms,
)
from portal.gateways.ports import WalletGateway
from portal.storage import daybook, places, wallet_payments
from portal.storage.engine import in_transaction, write_transaction

log = logging.getLogger(__name__)

MOST = 20  # payments a pass
PASS_MS = 8_000  # after which other duties have their turn, even if the CSC is slow
MOST_REVERSALS = 12  # askings for the money back
_S = WalletState


@dataclass(frozen=True, slots=True)
class WalletLine:
    """What following payments needs: the CSC and the clock."""

    gateway: WalletGateway
    now_ms: Callable[[], int]


def take_return(gateway: WalletGateway, message: str, at: int) -> WalletPayment | None:
    """Take what the browser brought back from the CSC's page; return the payment it is about.

    It settles nothing: an open payment is asked about at once. What is forged is refused; what is
    about no payment of ours, another amount or another wallet, or comes again, changes nothing.
    Raises MessageIsForged.
    """
    report = gateway.read_return(message)
    society = places.society(society_code_of(report.merchant_txn))
    if society is None:
        return None
    found = wallet_payments.payment_by_reference(society.id, report.merchant_txn)
    if found is None:
        return None
    wrong = disagreement(report, gateway.merchant_id, found.request("", ""))
    if wrong:
        log.warning("csc bridge: a return of wallet payment %s has another %s", found.id, wrong)
    elif found.state in (_S.BEGUN, _S.UNKNOWN):
        _change(found, at, "returned", state=_S.RETURNED, next_at=at, tries=0)
    elif found.state is _S.FAILED and found.next_at is not None:
        _change(found, at, next_at=at)
    return found


def follow_payments(line: WalletLine, most: int = MOST) -> int:
    """Post what waits and ask about the payments that are due; return how many moved.

    One payment that can't be followed keeps no other up.
    """
    until = line.now_ms() + PASS_MS
    moved = 0
    for one in wallet_payments.to_post(most):
        moved += _guarded(lambda one=one: post_waiting(one, line.now_ms()))  # type: ignore[misc]
    for one in wallet_payments.due(line.now_ms(), most):
        if line.now_ms() > until:
            break
        moved += _guarded(lambda one=one: follow(one, line))  # type: ignore[misc]
    return moved


def _guarded(step: Callable[[], bool]) -> bool:
    try:
        return step()
    except Exception:
        log.exception("a wallet payment could not be followed")
        return False


def follow(payment: WalletPayment, line: WalletLine) -> bool:
    """Ask about one payment, as it was seen; say whether it was this worker's."""
    assert not in_transaction()
    at = line.now_ms()
    mine = _change(payment, at, next_at=at + LEASE_MS)
    if mine is None:
        return False
    if mine.is_waiting_to_post:
        return post_waiting(mine, at) or _rest(mine, at)
    report = line.gateway.enquire(mine.merchant_txn)
    is_back = mine.is_to_be_reversed
    if is_back and report.state is TxnState.PAID and not _wrong(mine, report, line):
        report = line.gateway.reverse(mine.merchant_txn, mine.begun_at)
    now = line.now_ms()
    wrong = _wrong(mine, report, line)
    if wrong:
        state = _S.UNKNOWN if mine.state in OPEN else mine.state
        return _later(mine, now, state, f"disagrees:{wrong}")
    state = outcome_of(mine, report, now)
    if state is mine.state or state is _S.UNKNOWN:
        return _later(mine, now, state, report.state.value)
    return _settle(mine, now, state, report)


def _wrong(payment: WalletPayment, report: WalletReport, line: WalletLine) -> str:
    if report.state is TxnState.UNKNOWN and not report.merchant_txn:
        return ""
    return disagreement(report, line.gateway.merchant_id, payment.request("", ""))


def _later(payment: WalletPayment, now: int, state: WalletState, said: str) -> bool:
    """Ask again after a wait. What is news becomes an event."""
    tries = payment.tries + 1
    wait = wait_ms(state, tries, now - payment.begun_at)
    if payment.is_to_be_reversed and tries > MOST_REVERSALS:
        wait, said = None, "not_reversed"
    elif payment.is_to_be_reversed:
        said = ""  # what was asked for stays the last word
    is_news = bool(said) and said != payment.said
    is_news = is_news and not (payment.state is _S.BEGUN and said == TxnState.ABSENT.value)
    next_at = None if wait is None else now + wait
    return _change(
        payment, now, said if is_news else "", state=state, next_at=next_at, tries=tries
    ) is not None  # fmt: skip


def _settle(payment: WalletPayment, now: int, state: WalletState, report: WalletReport) -> bool:
    """Keep how a payment ended and post it where the day takes entries, together."""
    wait = wait_ms(state, 0, now - payment.begun_at) if state is _S.FAILED else None
    said = "late" if payment.state is _S.FAILED else report.state.value

    def work() -> bool:
        daybook.lock_book(payment.society_id)
        after = wallet_payments.change(
            payment, now, said, state=state, tries=0,
            csc_txn=report.csc_txn or payment.csc_txn,
            next_at=None if wait is None else now + wait,
        )  # fmt: skip
        if after is not None and after.is_waiting_to_post and post_outcome(after, now) is None:
            _wait_for_a_day(after, now)
        return after is not None

    return write_transaction(work)


def _wait_for_a_day(payment: WalletPayment, now: int) -> None:
    """A return has no list of its own: it is looked at again every five minutes."""
    if payment.state is _S.REVERSED:
        wallet_payments.change(payment, now, next_at=now + 5 * MINUTE)


def post_waiting(payment: WalletPayment, at: int) -> bool:
    """Post an outcome that came while no day took entries; say whether it was posted now."""

    def work() -> bool:
        daybook.lock_book(payment.society_id)
        found = wallet_payments.payment(payment.society_id, payment.id)
        if found is None or not found.is_waiting_to_post:
            return False
        return post_outcome(found, at) is not None

    return write_transaction(work)


def _rest(payment: WalletPayment, at: int) -> bool:
    return _change(payment, at, next_at=at + 5 * MINUTE) is not None


def _change(
    payment: WalletPayment, at: int, said: str = "", **changed: Any
) -> WalletPayment | None:
    return write_transaction(lambda: wallet_payments.change(payment, at, said, **changed))
