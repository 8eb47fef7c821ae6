"""Working in a society on behalf of one of its people (D10): begun with a reason, ended by hand
or by time. Both ends are acts in the society's chain."""

from __future__ import annotations

from dataclasses import dataclass, replace

from portal.actions.exactly_once import Done, exactly_once
from portal.actions.posting import note_act
from portal.domain.dates import DAY_MS, begins_at, financial_year, fy_range, ist_on
from portal.domain.delegations import (
    MOST_WORDS,
    AlreadyOnBehalf,
    Delegation,
    DelegationHasEnded,
    DelegationIsNotYours,
    DelegationIsUnknown,
    PersonIsNotOfSociety,
    end_time,
    require_reason,
    until_of,
)
from portal.domain.people import Doer, Policy, Slip
from portal.domain.text import clean
from portal.storage import daybook, people
from portal.storage import delegations as stored
from portal.storage.delegations import Told
from portal.storage.people import Person
from portal.storage.places import Society

#: So long after its end those concerned still read of it on their home page.
TOLD_MS = 3 * DAY_MS
MOST_TOLD = 5
#: Who hears of it, and may end it, whoever of the society it is on behalf of.
ANSWERABLE = ("manager", "chairman")


@dataclass(frozen=True, slots=True)
class Wish:
    """On whose behalf, why (a code of REASONS, and words), and for how many hours (0: today)."""

    on_behalf_of: int | None
    reason: str
    said: str
    hours: int | None


def choosable(policy: Policy, role: str, society: Society) -> list[Person]:
    """List on whose behalf somebody of this role may work: who may do entry work themselves.

    Who was switched off is not among them.
    """
    return [
        one for one in people.colleagues(society.real_id) if policy.can_work_for(role, one.role)
    ]


def begin(
    doer: Doer, slip: Slip, policy: Policy, society: Society, wish: Wish, most_hours: int
) -> Done:
    """Begin to work in a society on behalf of one of its people, until an hour of today.

    Raises AlreadyOnBehalf, PersonIsNotOfSociety, WhyIsMissing, WordsAreMissing, HoursAreWrong,
    DayEndsNow.
    """
    said = clean(wish.said)[:MOST_WORDS]

    def deed() -> Done:
        daybook.lock_book(society.id)
        stored.hold_person(doer.person_id)
        before = stored.running_of(doer.person_id, doer.at)
        if before is not None:
            raise AlreadyOnBehalf(time=end_time(before.until_at))
        if wish.on_behalf_of not in {one.id for one in choosable(policy, doer.role, society)}:
            raise PersonIsNotOfSociety
        assert wish.on_behalf_of is not None
        require_reason(wish.reason, said)
        until_at = until_of(doer.at, wish.hours, most_hours)
        one = Delegation(
            society.id, stored.next_id(society.id), doer.person_id, wish.on_behalf_of, wish.reason,
            said, doer.at, until_at, 0,
        )  # fmt: skip
        act_id = note_act(
            replace(doer, on_behalf_of=one.on_behalf_of), society.id, "behalf_began",
            doer.today_on, delegation=one.id, reason=one.reason, said=said, until=until_at,
        )  # fmt: skip
        stored.insert(replace(one, act_id=act_id))
        return Done("/")

    return exactly_once(doer, slip, deed)


def delegation_of(society_id: int, delegation_id: int) -> Delegation:
    """Return a delegation; raise DelegationIsUnknown."""
    found = stored.delegation(society_id, delegation_id)
    if found is None:
        raise DelegationIsUnknown
    return found


def may_end(one: Delegation, person_id: int, role: str) -> bool:
    """Say who may end it: who works so, on whose behalf it is, manager and chairman."""
    return person_id in (one.person_id, one.on_behalf_of) or role in ANSWERABLE


def end(doer: Doer, slip: Slip, society_id: int, delegation_id: int, location: str) -> Done:
    """End a delegation before its time.

    Raises DelegationIsUnknown, DelegationIsNotYours, DelegationHasEnded.
    """

    def deed() -> Done:
        daybook.lock_book(society_id)
        found = delegation_of(society_id, delegation_id)
        if not may_end(found, doer.person_id, doer.role):
            raise DelegationIsNotYours
        if not found.is_running(doer.at):
            raise DelegationHasEnded
        act_id = note_act(doer, society_id, "behalf_ended", doer.today_on, delegation=delegation_id)
        stored.insert_end(society_id, delegation_id, doer.at, doer.person_id, act_id)
        return Done(location)

    return exactly_once(doer, slip, deed)


def told_to(society_id: int, person_id: int, role: str, at: int) -> list[Told]:
    """List what goes on, or ended these days, that somebody of the society should know of."""
    found = stored.told(society_id, MOST_TOLD, at - TOLD_MS)
    is_answerable = role in ANSWERABLE
    return [told for told in found if is_answerable or told.one.on_behalf_of == person_id]


def year_began_at(at: int) -> int:
    """Return the instant at which the financial year of an instant began in India."""
    return begins_at(fy_range(financial_year(ist_on(at)))[0])
