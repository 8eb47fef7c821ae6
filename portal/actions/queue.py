"""The queue of the counter: numbers are given, called, handed over and ended."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from portal.actions.exactly_once import Done, exactly_once
from portal.domain.daybook import MemberIsMissing
from portal.domain.people import Doer, Slip
from portal.domain.queue import (
    MOST_IN_A_DAY,
    STEPS,
    ColleagueIsMissing,
    NobodyWaits,
    QueueIsFull,
    Token,
    TokenDeed,
    TokenHasChanged,
    TokenIsOfAnotherDay,
    TokenIsUnknown,
    TokenState,
    WordIsMissing,
)
from portal.domain.text import AadhaarIsNotStored, clean, has_aadhaar
from portal.storage import daybook, people, served
from portal.storage import queue as stored
from portal.storage.engine import in_transaction
from portal.storage.queue import Event
from portal.storage.served import Whom

LIST = "/queue"


@dataclass(frozen=True, slots=True)
class Comer:
    """What is known of somebody who takes a number; nothing has to be."""

    name: str = ""
    mobile: str = ""
    service_id: str = ""
    whom: Whom | None = None


def token(society_id: int, day_on: str, no: int) -> Token:
    """Return a number of the society's queue; raise TokenIsUnknown."""
    found = stored.token(society_id, day_on, no)
    if found is None:
        raise TokenIsUnknown
    return found


def give_number(doer: Doer, slip: Slip, society_id: int, comer: Comer) -> Done:
    """Give somebody the next number of today; the first of a day is 1.

    Raises MemberIsMissing, AadhaarIsNotStored, QueueIsFull.
    """
    name = clean(comer.name)[:80]
    if has_aadhaar(name):
        raise AadhaarIsNotStored(field="name")

    def deed() -> Done:
        daybook.lock_book(society_id)
        if comer.whom is not None and not served.exists(society_id, comer.whom):
            raise MemberIsMissing
        no = stored.last_no(society_id, doer.today_on) + 1
        if no > MOST_IN_A_DAY:
            raise QueueIsFull
        made = Token(
            society_id, doer.today_on, no, 1, TokenState.WAITING, doer.at, doer.person_id,
            name, comer.mobile, comer.service_id,
            comer.whom.register if comer.whom else None,
            comer.whom.record_id if comer.whom else None,
        )  # fmt: skip
        stored.insert(made)
        _note(doer, made, TokenDeed.MADE)
        return Done(f"{made.path}?new=1")

    return exactly_once(doer, slip, deed)


def call_next(doer: Doer, slip: Slip, society_id: int, done_no: int | None = None) -> Done:
    """Call who is next: who was handed to the doer, else the oldest that nobody is kept for.

    Two at the counter who call at once get two people. ``done_no`` was served and ends first; then
    nobody need be waiting. Raises NobodyWaits, TokenIsUnknown, TokenHasChanged.
    """

    def deed() -> Done:
        daybook.lock_book(society_id)
        if done_no is not None:
            _step(doer, token(society_id, doer.today_on, done_no), TokenDeed.SERVE)
        found = stored.first_waiting(society_id, doer.today_on, doer.person_id)
        if found is not None:
            return Done(_step(doer, found, TokenDeed.CALL).path)
        if done_no is None:
            raise NobodyWaits
        return Done(LIST)

    return exactly_once(doer, slip, deed)


def do_with(
    doer: Doer, slip: Slip, society_id: int, day_on: str, no: int, version: int, what: TokenDeed
) -> Done:
    """Call somebody (again), end a turn, or put it back; the page must have shown it as it is.

    Raises TokenIsUnknown, TokenIsOfAnotherDay, TokenHasChanged.
    """

    def deed() -> Done:
        after = _step(doer, _held(doer, society_id, day_on, no, version), what)
        return Done(after.path if after.is_open else LIST)

    return exactly_once(doer, slip, deed)


def hand_over(
    doer: Doer, slip: Slip, society_id: int, day_on: str, no: int, version: int,
    to_person: int, said: str,
) -> Done:  # fmt: skip
    """Hand somebody to a colleague, who calls them before all others, with a word of why.

    Raises ColleagueIsMissing, WordIsMissing, AadhaarIsNotStored and what ``do_with`` raises.
    """
    said = clean(said)[:120]
    if has_aadhaar(said):
        raise AadhaarIsNotStored(field="said")

    def deed() -> Done:
        before = _held(doer, society_id, day_on, no, version)
        known = {one.id for one in people.colleagues(society_id)}
        if to_person not in known or to_person == doer.person_id:
            raise ColleagueIsMissing
        if not said:
            raise WordIsMissing
        _step(doer, before, TokenDeed.HAND_OVER, to_person, said)
        return Done(LIST)

    return exactly_once(doer, slip, deed)


def join(
    doer: Doer, society_id: int, whom: Whom | None,
    *, visit_id: int | None = None, application_id: int | None = None,
) -> None:  # fmt: skip
    """Tie what is begun now to whom the doer called last and still serves, if it can be them.

    Runs within the transaction of the deed that begins it; the book must be held.
    """
    assert in_transaction()
    found = stored.with_person(society_id, doer.today_on, doer.person_id)
    register, record_id = whom if whom else (None, None)
    if found is None or not found.is_of(register, record_id):
        return
    changed: dict[str, Any] = {}
    if visit_id is not None and found.visit_id is None:
        changed["visit_id"] = visit_id
    if application_id is not None and found.application_id is None:
        changed["application_id"] = application_id
    if not changed:
        return
    _note(doer, stored.change(found, **changed), TokenDeed.JOIN)


def _held(doer: Doer, society_id: int, day_on: str, no: int, version: int) -> Token:
    daybook.lock_book(society_id)
    found = token(society_id, day_on, no)
    if found.day_on != doer.today_on:
        raise TokenIsOfAnotherDay
    if found.version != version:
        raise TokenHasChanged
    return found


def _step(
    doer: Doer, before: Token, what: TokenDeed, to_person: int | None = None, said: str = ""
) -> Token:
    if not before.may(what):
        raise TokenHasChanged
    state = STEPS[what][1]
    after = stored.change(before, state=state, **_changed(doer, before, what, to_person, said))
    _note(doer, after, what, to_person, said)
    return after


def _changed(
    doer: Doer, before: Token, what: TokenDeed, to_person: int | None, said: str
) -> Mapping[str, Any]:
    if what in (TokenDeed.CALL, TokenDeed.CALL_AGAIN):
        return {"called_by": doer.person_id, "called_at": doer.at, "ended_at": None}
    if what is TokenDeed.PUT_BACK:
        return {"called_by": None, "called_at": None, "ended_at": None}
    if what is TokenDeed.HAND_OVER:
        kept = {"for_person": to_person, "said": said}
        return {"called_by": None, "called_at": None, **kept}
    return {"ended_at": doer.at}


def _note(
    doer: Doer, after: Token, what: TokenDeed, to_person: int | None = None, said: str = ""
) -> None:
    event = Event(after.version, what, to_person, said, doer.at, doer.person_id)
    stored.insert_event(after, event)
