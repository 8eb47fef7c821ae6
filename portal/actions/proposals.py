"""Second persons: agreeing to an entry that waits, refusing it, taking it back."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace

from portal.actions import year_edge
from portal.actions.corrections import post_correction, require_by_itself
from portal.actions.daybook import write_agreed
from portal.actions.exactly_once import Done, exactly_once
from portal.actions.posting import note_act, taking_entries
from portal.actions.second_persons import agreed_by, digest_of
from portal.actions.waiting_deeds import do_at_last
from portal.domain.people import Doer, Slip
from portal.domain.proposals import (
    APPROVERS,
    OFFICER,
    PersonCanNotApprove,
    PersonHasAgreed,
    Proposal,
    ProposalIsDecided,
    ProposalIsOfAnother,
    ProposalIsUnknown,
    ProposalIsYourOwn,
    RemarkIsMissing,
    require_officer_needed,
)
from portal.storage import daybook, days, people, places, proposals
from portal.storage.days import Day
from portal.storage.served import Whom


def proposal_of(society_id: int, proposal_id: int) -> Proposal:
    """Return an entry that waits or waited; raise ProposalIsUnknown."""
    found = proposals.proposal(society_id, proposal_id)
    if found is None:
        raise ProposalIsUnknown
    return found


def own_approvers(society_id: int) -> dict[int, str]:
    """Name the society's second persons: its manager and chairman."""
    return {one.id: one.name_hi for one in people.colleagues(society_id) if one.role in APPROVERS}


def approvers_of(society_ids: Iterable[int]) -> dict[int, dict[int, str]]:
    """Name the second persons of several societies, by their key."""
    found: dict[int, dict[int, str]] = {one: {} for one in society_ids}
    for one in people.colleagues_in(found) if found else []:
        if one.role in APPROVERS and one.society_id in found:
            found[one.society_id][one.id] = one.name_hi
    return found


def require_approver(doer: Doer, found: Proposal) -> None:
    """Refuse who is no second person for this entry.

    Raises ProposalIsYourOwn, PersonHasAgreed, PersonCanNotApprove, SomeoneIsThere.
    """
    if doer.person_id in found.makers:
        raise ProposalIsYourOwn
    if any(who == doer.person_id for who, _at in found.agreed):
        raise PersonHasAgreed
    own = own_approvers(found.society_id)
    if doer.person_id in own:
        return
    person = people.person(doer.person_id)
    society = places.society_by_id(found.society_id)
    is_officer = (
        person is not None and society is not None and bool(person.is_active)
        and person.role == OFFICER and person.place_id is not None
        and places.is_within(society, "block", person.place_id)
    )  # fmt: skip
    if not is_officer:
        raise PersonCanNotApprove
    require_officer_needed(found, own)


def _to_decide(doer: Doer, society_id: int, proposal_id: int) -> Proposal:
    """Hold the book and return an entry that this person may decide on."""
    daybook.lock_book(society_id)
    found = proposal_of(society_id, proposal_id)
    if not found.is_waiting:
        raise ProposalIsDecided
    require_approver(doer, found)
    return found


def approve(doer: Doer, slip: Slip, society_id: int, proposal_id: int) -> Done:
    """Agree to an entry; when the last person needed does, it is posted in this transaction.

    The maker stays who entered it, ``approved_by`` is the last who agreed. Where cash, balances or
    the count don't allow it any more that is raised, nothing is stored, and the entry goes on
    waiting. A deed of a register is done as its own action does it. Raises ProposalIsUnknown,
    ProposalIsDecided, NoDayIsOpen, CountIsGoingOn, SumHasChanged, what ``require_approver``
    raises, and what ``enter_voucher``, ``correct_voucher`` or the deed itself raises.
    """

    def deed() -> Done:
        found = _to_decide(doer, society_id, proposal_id)
        day = _day_for(doer, found)
        if day.day_on != found.day_on:
            raise ProposalIsDecided
        if not proposals.agree(society_id, proposal_id, doer.person_id, doer.at):
            raise ProposalIsDecided
        digest = digest_of(found.body)
        note_act(doer, society_id, "agreed", day.day_on, proposal=proposal_id, digest=digest)
        if found.missing > 1:
            return Done(f"/proposals/{proposal_id}")
        voucher_id = _post(doer, day, found, slip)
        if not proposals.decide(society_id, proposal_id, "approved", doer, voucher_id=voucher_id):
            raise ProposalIsDecided
        return Done(f"/proposals/{proposal_id}", voucher_id)

    return exactly_once(doer, slip, deed)


def _day_for(doer: Doer, found: Proposal) -> Day:
    """Return the open day, or the 31 March of the open edge for an adjustment."""
    if year_edge.is_adjustment(found.wish):
        return year_edge.day_of(found.society_id, doer.today_on)
    return taking_entries(days.running_day(found.society_id))


def _post(doer: Doer, day: Day, found: Proposal, slip: Slip) -> int | None:
    """Do what was agreed to, in its maker's name, and return the voucher to show."""
    person, wish = people.person(found.proposed_by), found.wish
    assert person is not None
    maker = Doer(person.id, person.role, doer.at, found.on_behalf_of)
    if year_edge.is_adjustment(wish):
        return year_edge.post_agreed(maker, day.society_id, wish, slip.token, doer.person_id)
    if wish.deed:
        maker = replace(maker, agreed=agreed_by(doer.person_id, wish))
        return do_at_last(maker, slip, day.society_id, wish).voucher_id
    if wish.corrects is not None and wish.correction is not None:
        require_by_itself(day.society_id, wish.corrects)
        parts = post_correction(
            maker, day, wish.corrects, wish.correction, slip.token, approved_by=doer.person_id
        )
        return parts[0][1]
    whom = Whom(*wish.whom) if wish.whom else None
    draft = replace(wish.draft, approved_by=doer.person_id)
    return write_agreed(maker, day, draft, slip.token, whom)


def refuse(doer: Doer, slip: Slip, society_id: int, proposal_id: int, remark: str) -> Done:
    """Refuse an entry with a remark; one person is enough, and never its maker.

    Raises ProposalIsUnknown, ProposalIsDecided, RemarkIsMissing and what ``require_approver``
    raises.
    """

    def deed() -> Done:
        found = _to_decide(doer, society_id, proposal_id)
        if not remark.strip():
            raise RemarkIsMissing
        return _closed(doer, found, "refused", remark.strip())

    return exactly_once(doer, slip, deed)


def withdraw(doer: Doer, slip: Slip, society_id: int, proposal_id: int) -> Done:
    """Take back what one entered oneself, or what was entered on one's behalf.

    Raises ProposalIsUnknown, ProposalIsOfAnother, ProposalIsDecided.
    """

    def deed() -> Done:
        daybook.lock_book(society_id)
        found = proposal_of(society_id, proposal_id)
        if doer.person_id not in found.makers:
            raise ProposalIsOfAnother
        if not found.is_waiting:
            raise ProposalIsDecided
        return _closed(doer, found, "refused", "")

    return exactly_once(doer, slip, deed)


def _closed(doer: Doer, found: Proposal, state: str, remark: str) -> Done:
    if not proposals.decide(found.society_id, found.id, state, doer, remark):
        raise ProposalIsDecided
    is_own = state == "refused" and doer.person_id in found.makers
    note_act(
        doer, found.society_id, "proposal_withdrawn" if is_own else f"proposal_{state}",
        found.day_on, proposal=found.id, remark=remark,
    )  # fmt: skip
    return Done(f"/proposals/{found.id}")
