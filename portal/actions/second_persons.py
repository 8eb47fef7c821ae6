"""Whether an entry needs second persons, and letting it wait for them."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable

from portal.actions import sub_ledgers
from portal.actions.exactly_once import Done
from portal.actions.posting import note_act, require_granted
from portal.domain.approval_rules import persons_needed, standing
from portal.domain.daybook import Draft
from portal.domain.people import Doer
from portal.domain.proposals import SecondPersonIsNeeded, Wish, write_wish
from portal.storage import proposals
from portal.storage.days import Day


def persons_for(society_id: int, drafts: Iterable[Draft], task: str) -> int:
    """Say how many second persons must agree to these vouchers of a task; 0 is nobody."""
    rules = standing(proposals.rules(society_id))
    if not rules:
        return 0
    return max(persons_needed(rules, task, one.total_paise) for one in drafts)


def require_nobody(society_id: int, draft: Draft) -> None:
    """Refuse a voucher that would have to wait, where it can't; raise SecondPersonIsNeeded."""
    if persons_for(society_id, [draft], draft.task):
        raise SecondPersonIsNeeded


def propose(doer: Doer, day: Day, wish: Wish, task: str, persons: int) -> Done:
    """Let an entry wait for second persons, inside a deed's transaction; the book is held.

    It gets no number, moves no cash and no balance, and lapses when its day is closed. What is
    agreed to later is what was written here: the act of it holds its digest.
    """
    society_id, body = day.society_id, write_wish(wish)
    if day.is_reopened:
        require_granted(day, task, doer.at)
    key = proposals.insert(
        doer, society_id, day.day_on, task, body, wish.draft.total_paise, persons
    )
    note_act(
        doer, society_id, "proposed", day.day_on, proposal=key, task=task, persons=persons,
        paise=wish.draft.total_paise, digest=digest_of(body),
    )  # fmt: skip
    return Done(f"/proposals/{key}?new=1")


def digest_of(body: str) -> str:
    """Tell what was proposed apart from anything else."""
    return hashlib.sha256(body.encode()).hexdigest()


def members_of(society_id: int, draft: Draft) -> tuple[int, ...]:
    """List the members on whose page a waiting voucher stands; raises as ``require_known``."""
    return tuple(sorted(sub_ledgers.require_known(society_id, draft)))


def lapse_waiting(doer: Doer, day: Day) -> int:
    """Let what still waits lapse with its day, and say how many; the book is held."""
    found = [
        one.id for one in proposals.waiting([day.society_id])
        if proposals.decide(day.society_id, one.id, "lapsed", doer)
    ]  # fmt: skip
    if found:
        note_act(doer, day.society_id, "proposals_lapsed", day.day_on, proposals=found)
    return len(found)
