"""Changing a pension rule: one person of the state proposes, another one decides."""

from __future__ import annotations

from portal.actions.exactly_once import Done, exactly_once
from portal.domain.pension_rules import RuleBook
from portal.domain.people import Doer, Slip
from portal.domain.rule_changes import (
    ChangeIsDecided,
    ChangeIsOfAnother,
    ChangeIsUnknown,
    ChangeIsWaiting,
    ChangeIsYourOwn,
    Proposal,
    RuleChange,
    RuleHasChanged,
    WhyIsMissing,
    base_rows,
    check_beginning,
    check_proposal,
    digest_of,
    read_change,
    require_reach,
)
from portal.storage import rule_changes as stored
from portal.storage.pension_rules import fresh_rule_book
from portal.storage.places import Place

RULES = "/rules"


def change_of(change_id: int) -> RuleChange:
    """Return a change; raise ChangeIsUnknown."""
    found = stored.change(change_id)
    if found is None:
        raise ChangeIsUnknown
    return found


def propose(doer: Doer, slip: Slip, place: Place, wish: Proposal) -> Done:
    """Propose a change of a scheme of the doer's own state (or of all India, for the nation).

    Nothing changes before another person approves it. Raises SchemeIsUnknown, SchemeIsOfOthers,
    ChangeIsWaiting and what check_proposal raises.
    """

    def deed() -> Done:
        book = fresh_rule_book()
        state = book[wish.scheme_id].state
        require_reach(state, place.code, place.level)
        stored.lock_place(place.code)
        check_proposal(book, wish, doer.today_on)
        if stored.is_waiting(wish.scheme_id, wish.valid_from_on):
            raise ChangeIsWaiting
        before = base_rows(book, wish.scheme_id)
        change_id = stored.insert(wish, state, before, doer.person_id, doer.at)
        return Done(f"{RULES}/changes/{change_id}")

    return exactly_once(doer, slip, deed)


def approve(doer: Doer, slip: Slip, place: Place, change_id: int, why: str) -> Done:
    """Make a proposed change the rule from its day on; never by who proposed it.

    It is read again as strictly as the file, and must still start from the newest rule. Where its
    day has passed meanwhile, ``why`` says why it holds all the same. Raises ChangeIsUnknown,
    SchemeIsOfOthers, ChangeIsYourOwn, ChangeIsDecided, RuleHasChanged, RuleCanNotBeRead and what
    check_beginning raises.
    """

    def deed() -> Done:
        stored.lock_place(place.code)
        found = _to_decide(doer, place, change_id)
        _require_fitting(fresh_rule_book(), found, why, doer.today_on)
        return _decided(doer, found, "approved", why)

    return exactly_once(doer, slip, deed)


def refuse(doer: Doer, slip: Slip, place: Place, change_id: int, why: str) -> Done:
    """Refuse a proposed change with a reason; never by who proposed it.

    Raises ChangeIsUnknown, SchemeIsOfOthers, ChangeIsYourOwn, ChangeIsDecided, WhyIsMissing.
    """

    def deed() -> Done:
        found = _to_decide(doer, place, change_id)
        if not why.strip():
            raise WhyIsMissing(field="why")
        return _decided(doer, found, "refused", why)

    return exactly_once(doer, slip, deed)


def withdraw(doer: Doer, slip: Slip, change_id: int) -> Done:
    """Take back what one proposed oneself.

    Raises ChangeIsUnknown, ChangeIsOfAnother, ChangeIsDecided.
    """

    def deed() -> Done:
        found = change_of(change_id)
        if found.proposed_by != doer.person_id:
            raise ChangeIsOfAnother
        return _decided(doer, found, "withdrawn", "")

    return exactly_once(doer, slip, deed)


def _to_decide(doer: Doer, place: Place, change_id: int) -> RuleChange:
    found = change_of(change_id)
    require_reach(found.state, place.code, place.level)
    if found.proposed_by == doer.person_id:
        raise ChangeIsYourOwn
    if not found.is_open:
        raise ChangeIsDecided
    return found


def _require_fitting(book: RuleBook, found: RuleChange, why: str, today_on: str) -> None:
    newest = base_rows(book, found.scheme_id)
    if digest_of(newest) != digest_of(found.before):
        raise RuleHasChanged
    read_change(book, found.rows, found.id)
    check_beginning(
        newest[0]["valid_from"], found.valid_from_on, found.past_why or why, today_on, "why"
    )


def _decided(doer: Doer, found: RuleChange, status: str, why: str) -> Done:
    if not stored.decide(found.id, status, doer.person_id, doer.at, why.strip()):
        raise ChangeIsDecided
    return Done(f"{RULES}/changes/{found.id}")
