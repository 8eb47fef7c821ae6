"""Following orders through the operating unit: fetching, paying, asking, never paying twice (P13).

Each step is claimed by a conditional UPDATE and committed before anything is sent; no call is made
inside a transaction. Whoever dies on the way leaves an order that another takes up: what may have
been sent counts as sent.
"""

from __future__ import annotations

import logging
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from typing import Any

from portal.actions.bill_books import post_outcome
from portal.domain.bill_orders import (
    FETCH_GIVE_UP_MS,
    LEASE_MS,
    MINUTE,
    RESEND_AFTER_MS,
    SECOND,
    Order,
    OrderState,
    may_send_again,
    wait_ms,
)
from portal.domain.bill_payments import (
    FailureReason,
    PaymentAnswer,
    PaymentState,
    Sending,
    Sent,
    Transaction,
    UnitDeclines,
    UnitIsSilent,
    is_about,
    transaction_of,
)
from portal.domain.dates import dates_from, ist_on
from portal.gateways.ports import BillPayments
from portal.storage import bill_orders, daybook
from portal.storage.bill_orders import Said
from portal.storage.engine import in_transaction, write_transaction

log = logging.getLogger(__name__)

MOST = 40  # orders a pass
PASS_MS = 20 * SECOND  # after which other duties have their turn, even if the unit is slow
_S = OrderState
_OUTCOMES = {PaymentState.DONE: _S.SUCCESS, PaymentState.REFUSED: _S.FAILED}
NO_ANSWER = FailureReason("no-answer")


@dataclass(frozen=True, slots=True)
class Line:
    """What following orders needs: the unit and the clock.

    Only where the unit is a sandbox are orders followed that were made for practice.
    """

    unit: BillPayments
    now_ms: Callable[[], int]
    is_sandbox: bool = False


@dataclass(slots=True)
class _Lists:
    """The unit's lists of payments as read in this pass, with the instant of reading."""

    line: Line
    _read: dict[str, tuple[int, Sequence[Transaction] | None]] = field(default_factory=dict)

    def of(self, days: Sequence[str]) -> tuple[int, list[Transaction]]:
        """Return the payments of days and the earliest instant they were read.

        Raises UnitIsSilent, which is remembered for this pass too.
        """
        found: list[Transaction] = []
        earliest = self.line.now_ms()
        for day_on in days:
            if day_on not in self._read:
                self._read[day_on] = self.line.now_ms(), self._ask(day_on)
            at, listed = self._read[day_on]
            if listed is None:
                raise UnitIsSilent
            found += listed
            earliest = min(earliest, at)
        return earliest, found

    def _ask(self, day_on: str) -> Sequence[Transaction] | None:
        try:
            return self.line.unit.transactions(day_on)
        except (UnitIsSilent, UnitDeclines):
            return None


def follow_orders(line: Line, most: int = MOST) -> int:
    """Take the orders that are due a step further and post what waits; return how many moved.

    One order that can't be followed keeps no other up.
    """
    lists = _Lists(line)
    until = line.now_ms() + PASS_MS
    moved = 0
    for one in bill_orders.to_post(most):
        moved += _guarded(lambda one=one: post_waiting(one, line.now_ms()))  # type: ignore[misc]
    for one in bill_orders.due(line.now_ms(), most, with_practice=line.is_sandbox):
        if line.now_ms() > until:
            break
        moved += _guarded(lambda one=one: follow(one, line, lists))  # type: ignore[misc]
    return moved


def _guarded(step: Callable[[], bool]) -> bool:
    try:
        return step()
    except Exception:
        log.exception("an order could not be followed")
        return False


def follow(order: Order, line: Line, lists: _Lists | None = None) -> bool:
    """Take one order, as it was seen, a step further; say whether it was this worker's."""
    steps = {
        _S.FETCHING: _fetch, _S.CASH_TAKEN: _send, _S.SUBMITTING: _doubt,
        _S.PROCESSING: _ask,
    }  # fmt: skip
    if order.state is _S.UNKNOWN:
        return _look_up(order, line, lists or _Lists(line))
    return steps[order.state](order, line)


def post_waiting(order: Order, at: int) -> bool:
    """Post an outcome that came while no day took entries; say whether it was posted now."""

    def work() -> bool:
        daybook.lock_book(order.society_id)
        found = bill_orders.order(order.society_id, order.id)
        if found is None or not found.is_waiting_to_post:
            return False
        return post_outcome(found, at) is not None

    return write_transaction(work)


def _change(order: Order, at: int, said: Said | None, **changed: Any) -> Order | None:
    return write_transaction(lambda: bill_orders.change(order, at, said, **changed))


def _claim(order: Order, at: int) -> Order | None:
    """Keep an order for this worker for a while; None where another has it."""
    return _change(order, at, None, next_at=at + LEASE_MS)


def _later(order: Order, line: Line, said: Said | None = None, **changed: Any) -> bool:
    """Look at an order again after its wait."""
    now = line.now_ms()
    wait = wait_ms(order.state, order.tries, now - (order.first_sent_at or order.state_at))
    changed = {"next_at": now + wait, "tries": order.tries + 1} | changed
    return _change(order, now, said, **changed) is not None


def _fetch(order: Order, line: Line) -> bool:
    at = line.now_ms()
    mine = _claim(order, at)
    if mine is None:
        return False
    try:
        if not mine.fetch_ref:
            ref_id = line.unit.ask_bills(mine.asking())
            return _later(mine, line, fetch_ref=ref_id, fetched_at=at, tries=1)
        answer = line.unit.bills(mine.fetch_ref)
    except UnitIsSilent:
        return _fetch_later(mine, line)
    except UnitDeclines as refusal:
        return _fetch_ends(mine, line, FailureReason(refusal.code, refusal.text))
    if answer.fetched is not None:
        return _change(
            mine, line.now_ms(), Said("fetched"), state=_S.FETCHED, fetched=answer.fetched,
            next_at=None, tries=0,
        ) is not None  # fmt: skip
    if answer.reason is not None:
        return _fetch_ends(mine, line, answer.reason)
    return _fetch_later(mine, line)


def _fetch_later(order: Order, line: Line) -> bool:
    """Ask again, or give up after a minute; asking the biller once more is always safe."""
    since = order.fetched_at or order.state_at
    if line.now_ms() - since > FETCH_GIVE_UP_MS and (order.fetch_ref or order.tries):
        return _fetch_ends(order, line, NO_ANSWER)
    return _later(order, line)


def _fetch_ends(order: Order, line: Line, reason: FailureReason) -> bool:
    return _change(
        order, line.now_ms(), Said("fetch_failed", reason.code, reason.text),
        state=_S.FETCH_FAILED, failure_code=reason.code or "unknown", failure_text=reason.text,
        next_at=None, tries=0,
    ) is not None  # fmt: skip


def _send(order: Order, line: Line) -> bool:
    """Send a payment, for the first time or again; that it is sent is stored first."""
    assert not in_transaction()
    at = line.now_ms()
    mine = _change(
        order, at, Said("sent_again" if order.sends else "sent"), state=_S.SUBMITTING,
        sends=order.sends + 1, first_sent_at=order.first_sent_at or at, last_sent_at=at,
        next_at=at + LEASE_MS,
    )  # fmt: skip
    if mine is None:
        return False
    if line.now_ms() - at > LEASE_MS:  # this machine slept: another may have settled it meanwhile
        return False
    return _record_sending(order, mine, line.unit.pay(mine.request()), line)


def _record_sending(before: Order, order: Order, sending: Sending, line: Line) -> bool:
    now = line.now_ms()
    reason = sending.reason or FailureReason("")
    if sending.outcome is Sent.TAKEN:
        return _change(
            order, now, Said("taken"), state=_S.PROCESSING, pay_ref=sending.ref_id, tries=0,
            next_at=now + 4 * SECOND, failure_code="", failure_text="",
        ) is not None  # fmt: skip
    if not sending.was_sent and sending.outcome is Sent.UNKNOWN:
        return _nothing_left_us(before, order, now)
    if sending.outcome is Sent.REFUSED and order.sends == 1:
        return _ends(order, now, _S.FAILED, reason)
    code = (reason.code or "refused") if sending.outcome is Sent.REFUSED else ""
    return _change(
        order, now, Said("refused" if code else "no_answer", code, reason.text), state=_S.UNKNOWN,
        failure_code=code, failure_text=reason.text, tries=0,
        next_at=now if code else now + wait_ms(_S.UNKNOWN, 0, 0),
    ) is not None  # fmt: skip


def _nothing_left_us(before: Order, order: Order, now: int) -> bool:
    """No connection came about: the order is as it was before, to be sent later."""
    wait = wait_ms(before.state, before.tries, 0)
    return _change(
        order, now, Said("no_line"), state=before.state, sends=before.sends,
        first_sent_at=before.first_sent_at, last_sent_at=before.last_sent_at,
        tries=before.tries + 1, next_at=now + wait,
    ) is not None  # fmt: skip


def _doubt(order: Order, line: Line) -> bool:
    """Whoever was sending is gone: the payment may have arrived or not."""
    at = line.now_ms()
    return _change(
        order, at, Said("sender_lost"), state=_S.UNKNOWN, tries=0, next_at=at
    ) is not None  # fmt: skip


def _ask(order: Order, line: Line) -> bool:
    """Ask where a payment stands."""
    mine = _claim(order, line.now_ms())
    if mine is None:
        return False
    answer = line.unit.payment(mine.pay_ref)
    if not is_about(answer, mine.request()):
        said = Said("disagrees", answer.payment_ref_id, f"{answer.amount_paise}")
        is_new = bill_orders.events(mine.society_id, mine.id)[-1].kind != said.kind
        return _later(mine, line, said if is_new else None)
    now = line.now_ms()
    if answer.state in _OUTCOMES:
        return _ends(mine, now, _OUTCOMES[answer.state], answer.reason, answer)
    if answer.state is PaymentState.ADJUSTED:
        return _change(
            mine, now, Said("adjusted"), state=_S.CREDIT_ADJUSTMENT, next_at=None,
            transaction_id=answer.transaction_id, approval_no=answer.approval_no,
        ) is not None  # fmt: skip
    if answer.state is PaymentState.ABSENT:
        return _change(
            mine, now, Said("absent"), state=_S.UNKNOWN, tries=0, next_at=now
        ) is not None  # fmt: skip
    return _later(mine, line)


def _ends(
    order: Order, at: int, state: OrderState, reason: FailureReason | None,
    answer: PaymentAnswer | None = None,
) -> bool:  # fmt: skip
    """Keep a definite outcome and post it where the day takes entries, together."""
    reason = reason or FailureReason("")
    what = {
        "failure_code": reason.code, "failure_text": reason.text, "next_at": None, "tries": 0,
        "transaction_id": answer.transaction_id if answer else "",
        "approval_no": answer.approval_no if answer else "",
    }  # fmt: skip

    def work() -> bool:
        daybook.lock_book(order.society_id)
        said = Said(state.value, reason.code, reason.text)
        after = bill_orders.change(order, at, said, state=state, **what)
        if after is not None:
            post_outcome(after, at)
        return after is not None

    return write_transaction(work)


def _look_up(order: Order, line: Line, lists: _Lists) -> bool:
    """Find out whether a payment arrived; send it again only when it certainly has not."""
    mine = _claim(order, line.now_ms())
    if mine is None:
        return False
    looked_at, pay_ref, is_certain = _found(mine, line, lists)
    now = line.now_ms()
    if pay_ref:
        return _change(
            mine, now, Said("found"), state=_S.PROCESSING, pay_ref=pay_ref, tries=0, next_at=now,
            failure_code="", failure_text="",
        ) is not None  # fmt: skip
    if is_certain and mine.failure_code and looked_at >= mine.state_at:
        return _ends(mine, now, _S.FAILED, FailureReason(mine.failure_code, mine.failure_text))
    if is_certain and not mine.failure_code and may_send_again(mine, looked_at):
        return _send(mine, line)
    wait = wait_ms(_S.UNKNOWN, mine.tries, 0)
    next_at = now + wait
    resend_at = mine.unknown_since_at + RESEND_AFTER_MS
    next_at = min(next_at, resend_at) if now < resend_at else next_at
    return _change(mine, now, None, next_at=next_at, tries=mine.tries + 1) is not None


def _found(order: Order, line: Line, lists: _Lists) -> tuple[int, str, bool]:
    """Look for a payment: (when, its reference or nothing, whether nothing is certain)."""
    looked_at = line.now_ms()
    if order.fetch_ref:
        answer = line.unit.payment(order.fetch_ref)
        is_there = answer.state not in (PaymentState.ABSENT, PaymentState.UNKNOWN)
        if is_there and is_about(answer, order.request()):
            return looked_at, order.fetch_ref, False
        if answer.state is not PaymentState.ABSENT:
            return looked_at, "", False
    first, last = order.first_sent_at or looked_at, order.last_sent_at or looked_at
    days = dates_from(ist_on(first - 10 * MINUTE), ist_on(last + 10 * MINUTE))
    try:
        read_at, listed = lists.of(days)
    except UnitIsSilent:
        return looked_at, "", False
    one = transaction_of(listed, order.payment_ref_id)
    return min(looked_at, read_at), one.ref_id if one else "", one is None


def note_adjusted(order: Order, at: int) -> bool:
    """Note that the other side adjusted a payment after it had succeeded: an officer must look."""
    if order.state is not _S.SUCCESS:
        return False
    return _change(order, at, Said("adjusted"), state=_S.CREDIT_ADJUSTMENT) is not None
