"""Lodging complaints with the operating unit and asking until they have come to an end.

Each step is claimed by a conditional UPDATE and committed before anything is sent; no call is made
inside a transaction. Lodging can't be repeated on the other side: whenever it is not certain that
a complaint did not arrive, it is looked for in their list before it is lodged again.

The rule of money: only an end in REFUNDED says that money moved. It opens the money question on an
order that had succeeded, and a manager or officer decides it by the wallet's statement. A complaint
that is merely resolved, or whose refund is still to come, moves nothing here.
"""

from __future__ import annotations

import logging
from collections.abc import Sequence
from typing import Any

from portal.actions.bill_settling import MOST, PASS_MS, Line, note_adjusted
from portal.domain.bill_complaints import (
    LODGE_AGAIN_AFTER_MS,
    Complaint,
    ComplaintState,
    Raised,
    ask_again_ms,
    lodged_among,
    look_again_ms,
    may_lodge_again,
)
from portal.domain.bill_orders import LEASE_MS, Order
from portal.domain.bill_payments import UnitDeclines, UnitIsSilent
from portal.domain.dates import ist_on
from portal.domain.text import without_aadhaar
from portal.storage import bill_orders, complaints, daybook
from portal.storage.engine import in_transaction, write_transaction

log = logging.getLogger(__name__)

_S = ComplaintState
MOST_SAID = 500
_LOOK_BACK_MS = 31 * 86_400_000


def follow_complaints(line: Line, most: int = MOST) -> int:
    """Take the complaints that are due a step further; return how many moved.

    One that can't be followed keeps no other up.
    """
    until = line.now_ms() + PASS_MS
    moved = 0
    for one in complaints.due(line.now_ms(), most, with_practice=line.is_sandbox):
        if line.now_ms() > until:
            break
        try:
            moved += follow(one, line)
        except Exception:
            log.exception("a complaint could not be followed")
    return moved


def follow(raised: Raised, line: Line) -> bool:
    """Take one complaint, as it was seen, a step further; say whether it was this worker's."""
    if raised.state is _S.TO_LODGE:
        return _lodge(raised, line)
    if raised.state is _S.LODGING:  # whoever was lodging it is gone: it may have arrived or not
        return _change(raised, line.now_ms(), state=_S.UNSURE, tries=0, next_at=line.now_ms())
    if raised.state is _S.UNSURE:
        return _look_up(raised, line)
    return _ask(raised, line)


def _set(raised: Raised, at: int, said: str | None = None, **changed: Any) -> Raised | None:
    return write_transaction(lambda: complaints.change(raised, at, said, **changed))


def _change(raised: Raised, at: int, said: str | None = None, **changed: Any) -> bool:
    return _set(raised, at, said, **changed) is not None


def _claim(raised: Raised, line: Line) -> Raised | None:
    """Keep a complaint for this worker for a while; None where another has it."""
    at = line.now_ms()
    return _set(raised, at, next_at=at + LEASE_MS)


def _order(raised: Raised) -> Order:
    found = bill_orders.order(raised.society_id, raised.order_id)
    assert found is not None
    return found


def _lodge(raised: Raised, line: Line) -> bool:
    """Lodge a complaint; that it is being lodged is stored first."""
    assert not in_transaction()
    at = line.now_ms()
    mine = _set(raised, at, state=_S.LODGING, next_at=at + LEASE_MS)
    if mine is None:
        return False
    if line.now_ms() - at > LEASE_MS:  # this machine slept: another may have lodged it meanwhile
        return False
    try:
        ref_id = line.unit.complain(_order(mine).transaction_id, mine.kind, mine.text)
    except UnitIsSilent:
        now = line.now_ms()
        return _change(mine, now, state=_S.UNSURE, tries=0, next_at=now + look_again_ms(0))
    except UnitDeclines as refusal:
        return _declined(mine, line, Complaint(_S.NOT_LODGED, reason=refusal.text))
    now = line.now_ms()
    return _change(mine, now, state=_S.WAITING, ref_id=ref_id, tries=0, next_at=now)


def _listed(raised: Raised, line: Line) -> tuple[Complaint | None, int]:
    """Look for a complaint in their list; return it and when was looked; raise UnitIsSilent."""
    order = _order(raised)
    looked_at = line.now_ms()
    first_at = max(order.first_sent_at or looked_at, looked_at - _LOOK_BACK_MS)
    try:
        listed: Sequence[Complaint] = line.unit.disputes(ist_on(first_at), ist_on(looked_at))
    except UnitDeclines:
        raise UnitIsSilent from None
    others = complaints.of_order(raised.society_id, raised.order_id)
    return lodged_among(listed, raised, order.transaction_id, others), looked_at


def _look_up(raised: Raised, line: Line) -> bool:
    """Find out whether a complaint arrived; lodge it again only when it certainly has not."""
    mine = _claim(raised, line)
    if mine is None:
        return False
    try:
        found, looked_at = _listed(mine, line)
    except UnitIsSilent:
        return _later(mine, line, look_again_ms(mine.tries))
    if found is not None:
        return _take_in(mine, line, found)
    if may_lodge_again(mine, looked_at):
        return _lodge(mine, line)
    left_ms = mine.state_at + LODGE_AGAIN_AFTER_MS - line.now_ms()
    return _later(mine, line, min(look_again_ms(mine.tries), max(0, left_ms)))


def _declined(raised: Raised, line: Line, answer: Complaint) -> bool:
    """They did not take it: perhaps because they have it already, which counts as lodged."""
    try:
        found, _looked_at = _listed(raised, line)
    except UnitIsSilent:
        now = line.now_ms()
        return _change(
            raised, now, answer.reason, state=_S.UNSURE, tries=0, next_at=now + look_again_ms(0)
        )
    is_there = found is not None and found.is_open
    return _take_in(raised, line, found if found is not None and is_there else answer)


def _ask(raised: Raised, line: Line) -> bool:
    """Ask where a lodged complaint stands."""
    mine = _claim(raised, line)
    if mine is None:
        return False
    try:
        answer = line.unit.complaint(mine.ref_id) if mine.ref_id else _listed(mine, line)[0]
    except (UnitIsSilent, UnitDeclines):
        answer = None
    if answer is None:
        return _later(mine, line, ask_again_ms(mine.tries))
    if answer.state is _S.NOT_LODGED and mine.state is _S.WAITING:
        return _declined(mine, line, answer)
    return _take_in(mine, line, answer)


def _later(raised: Raised, line: Line, wait_ms: int) -> bool:
    now = line.now_ms()
    return _change(raised, now, next_at=now + wait_ms, tries=raised.tries + 1)


def _take_in(raised: Raised, line: Line, answer: Complaint) -> bool:
    """Keep what they say; an end in REFUNDED opens the money question on the order with it."""
    now = line.now_ms()
    told = _told(raised, answer)
    is_news = any(getattr(raised, name) != one for name, one in told.items() if name != "ref_id")
    tries = 0 if is_news else raised.tries + 1
    told |= {"tries": tries, "next_at": now + ask_again_ms(tries) if answer.is_open else None}
    said = str(told["reason"] or told["remarks"]) if is_news else None

    def work() -> bool:
        daybook.lock_book(raised.society_id)
        after = complaints.change(raised, now, said, **told)
        if after is not None and after.state is _S.REFUNDED:
            note_adjusted(_order(after), now)
        return after is not None

    return write_transaction(work)


def _told(raised: Raised, answer: Complaint) -> dict[str, Any]:
    """The fields an answer sets: what it leaves empty stays, and no Aadhaar number comes in."""
    said = {
        "ref_id": answer.ref_id,
        "dispute_id": answer.dispute_id,
        "answer_by_on": answer.answer_by_on,
        "assigned_to": without_aadhaar(answer.assigned_to)[:MOST_SAID],
        "remarks": without_aadhaar(answer.remarks)[:MOST_SAID],
        "reason": without_aadhaar(answer.reason)[:MOST_SAID],
    }
    kept = {name: one or getattr(raised, name) for name, one in said.items()}
    return {"state": answer.state, **kept}
