"""Short messages to customers: offered within a deed, sent by the worker.

A message is a row of the deed that made it, so that nothing is announced that was not saved. The
worker claims it before it sends. What may have been sent is not sent again by itself: a message
twice does no harm, but only somebody who looked decides that.
"""

from __future__ import annotations

import logging
from collections.abc import Callable
from dataclasses import dataclass

from portal.domain.messages import (
    LEASE_MS,
    MINUTE,
    MOST_A_DAY,
    MOST_TRIES,
    MessageSending,
    SendingEnd,
    TooManyMessages,
    checked_body,
    checked_mobile,
    wait_ms,
)
from portal.domain.people import Doer
from portal.domain.practice import PracticeCallsNobody
from portal.gateways.ports import Messages
from portal.storage import messages, places
from portal.storage.engine import in_transaction, write_transaction
from portal.storage.messages import StoredMessage

log = logging.getLogger(__name__)

MOST = 20  # messages a pass
DAY_MS = 24 * 60 * MINUTE
PASS_MS = 8_000  # after which other duties have their turn, even if the line is slow


@dataclass(frozen=True, slots=True)
class MessageLine:
    """What sending needs: whoever sends, and the clock."""

    sender: Messages
    now_ms: Callable[[], int]


def offer(doer: Doer, society_id: int, kind: str, about: str, mobile: str, body: str) -> bool:
    """Put a message to a customer into the box, inside a deed's transaction.

    ``kind`` names the template, ``about`` what it is about (``receipt K7…``). False where the very
    same message is on its way already. Raises MobileIsWrong, MessageIsEmpty, AadhaarIsNotStored,
    TooManyMessages, PracticeCallsNobody.
    """
    assert in_transaction()
    if places.is_practice(society_id):
        raise PracticeCallsNobody
    number, text = checked_mobile(mobile), checked_body(body)
    if messages.waiting_like(society_id, about, number, text):
        return False
    if messages.count_to(number, doer.at - DAY_MS) >= MOST_A_DAY:
        raise TooManyMessages
    messages.insert(society_id, kind, about, number, text, doer.at, doer.person_id)
    return True


def send_waiting(line: MessageLine, most: int = MOST) -> int:
    """Send the messages that are due; return how many were sent. One fault keeps no other up."""
    until = line.now_ms() + PASS_MS
    sent = 0
    for one in messages.due(line.now_ms(), most):
        if line.now_ms() > until:
            break
        try:
            sent += _send(one, line)
        except Exception:
            log.exception("a message could not be sent")
    return sent


def _send(one: StoredMessage, line: MessageLine) -> bool:
    assert not in_transaction()
    at = line.now_ms()
    if one.state == "sending":  # whoever was sending it is gone
        _move(one, state="unsure", next_at=None, said="sender lost")
        return False
    mine = one._replace(state="sending", tries=one.tries + 1, next_at=at + LEASE_MS)
    if not _move(one, state=mine.state, tries=mine.tries, next_at=mine.next_at):
        return False
    found = line.sender.send(one.mobile, one.body, f"{one.kind} {one.id}")
    _move(mine, **_after(mine, found, line.now_ms()))
    return found.end is SendingEnd.SENT


def _after(mine: StoredMessage, found: MessageSending, now: int) -> dict[str, object]:
    """What becomes of a message after a sending; five times without a line is the end."""
    if found.end is SendingEnd.NO_LINE and mine.tries < MOST_TRIES:
        return {"state": "waiting", "next_at": now + wait_ms(mine.tries), "said": "no line"}
    state = "refused" if found.end is SendingEnd.NO_LINE else found.end.value
    said = "no line" if found.end is SendingEnd.NO_LINE else found.said
    return {
        "state": state, "next_at": None, "their_ref": found.their_ref[:60], "said": said[:100],
    }  # fmt: skip


def _move(before: StoredMessage, **changed: object) -> bool:
    return write_transaction(lambda: messages.move(before, **changed))
