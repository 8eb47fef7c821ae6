"""Short messages to those whose life certificate is due: one each, not twice in a week."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from portal.actions.exactly_once import Done, exactly_once
from portal.actions.messages import offer
from portal.domain.messages import MobileIsWrong, TooManyMessages
from portal.domain.pensioners import Pensioner
from portal.domain.people import Doer, Slip
from portal.storage import life_certificates, pension_messages, pensioners
from portal.storage.daybook import lock_book
from portal.storage.pensioners import Wish

KIND = "certificate_due"
WEEK_MS = 7 * 24 * 60 * 60_000
MOST_AT_ONCE = 60
MOST_DUE = 5_000


@dataclass(frozen=True, slots=True)
class Reminding:
    """Who would get a message now, and how many of those due get none, and why."""

    to: list[Pensioner]
    without_mobile: int
    lately: int


def reminding(society_id: int, today_on: str, at: int) -> Reminding:
    """Say who is due within thirty days or overdue and was not told within a week.

    Whoever gave a certificate that waits for its answer is left in peace.
    """
    due = pensioners.listed(society_id, Wish("call", today_on=today_on), MOST_DUE)
    waits = life_certificates.waiting(society_id, [one.id for one in due])
    due = [one for one in due if one.id not in waits]
    told = pension_messages.told_since(society_id, KIND, at - WEEK_MS)
    reached = [one for one in due if one.mobile]
    to = [one for one in reached if about(one) not in told]
    return Reminding(to, len(due) - len(reached), len(reached) - len(to))


def about(one: Pensioner) -> str:
    """Name in the message box whom a message is about."""
    return f"pensioner {one.id}"


def remind(doer: Doer, slip: Slip, society_id: int, words: Callable[[Pensioner], str]) -> Done:
    """Put a message for each who is due into the box, sixty at a time; the worker sends them.

    A number that had its twenty messages of the day, or is none, is passed over.
    """

    def deed() -> Done:
        lock_book(society_id)
        sent = 0
        for one in reminding(society_id, doer.today_on, doer.at).to[:MOST_AT_ONCE]:
            try:
                sent += offer(doer, society_id, KIND, about(one), one.mobile, words(one))
            except (TooManyMessages, MobileIsWrong):
                continue
        return Done(f"/pensioners/messages?sent={sent}")

    return exactly_once(doer, slip, deed)
