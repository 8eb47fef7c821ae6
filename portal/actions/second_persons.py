"""Whether an entry needs second persons, and letting it wait for them."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Mapping, Sequence

from portal.actions import sub_ledgers
from portal.actions.exactly_once import Done
from portal.actions.posting import note_act, require_granted
from portal.actions.sub_ledgers import Owner
from portal.domain.approval_rules import EVERY_TASK, persons_needed, standing
from portal.domain.corrections import CLEARING, REPLACEMENT
from portal.domain.daybook import Draft, Voucher
from portal.domain.money import rupees
from portal.domain.people import Agreed, Doer
from portal.domain.proposals import (
    Asked,
    Proposal,
    RecordIsWaiting,
    SecondPersonIsNeeded,
    SumHasChanged,
    Wish,
    write_wish,
)
from portal.storage import proposals, served
from portal.storage.days import Day
from portal.storage.reference import chart
from portal.storage.served import MEMBERS, Whom


def persons_for(society_id: int, drafts: Iterable[Draft], task: str) -> int:
    """Say how many second persons must agree to these vouchers of a task; 0 is nobody."""
    rules = standing(proposals.rules(society_id))
    if not rules:
        return 0
    return max(persons_needed(rules, task, one.total_paise) for one in drafts)


def persons_today(society_id: int, day_on: str, draft: Draft, whom: Whom | None = None) -> int:
    """Say how many second persons must agree to a voucher, what it adds up to today counted in.

    Several payments just below a limit are one payment above it: what was paid today by the same
    work to the same person, and nobody agreed to, counts with it (``paid_today``).
    """
    rules = standing(proposals.rules(society_id))
    if not rules:
        return 0
    before = paid_today(society_id, day_on, draft, whom)
    return persons_needed(rules, draft.task, draft.total_paise + before)


def paid_today(
    society_id: int, day_on: str, draft: Draft, whom: Whom | None = None,
    owners: Mapping[tuple[int, int], Owner] | None = None,
) -> int:  # fmt: skip
    """Return what the same work brought the same person today without a second person, in paise.

    The same person is a member or customer of the registers, else the same name as it was typed.
    A record's are also those to its name without a record; what names nobody counts as one person.
    What comes in is not added up, nor what was taken back. ``owners`` are those of the lines, where
    they are known already.
    """
    return _paid_before(society_id, day_on, draft, {whom} if whom is not None else set(), owners)


def _paid_before(
    society_id: int, day_on: str, draft: Draft, known: set[Whom],
    owners: Mapping[tuple[int, int], Owner] | None = None,
) -> int:  # fmt: skip
    money = [one for one in draft.lines if chart()[one.head].cash_or_bank]
    if sum(one.paise for one in money) > 0:
        return 0
    if owners is None:
        owners = sub_ledgers.owners(society_id, draft.lines)
    people = known | {Whom(MEMBERS, one.member.id) for one in owners.values()}
    task, party = draft.task, draft.party
    if people:
        return max(proposals.paid_to(society_id, day_on, task, one, party) for one in people)
    return proposals.paid_to_name(society_id, day_on, task, party)


def persons_correcting(day: Day, original: Voucher, parts: Iterable[tuple[str, Draft]]) -> int:
    """Say how many second persons must agree to a correction, by its largest part.

    What replaces a payment counts with what else was paid today, as the payment itself would; a
    head that is named instead of another is measured as free heads are, by the strictest.
    """
    society_id = day.society_id
    rules = standing(proposals.rules(society_id))
    if not rules:
        return 0
    found = [0]
    for part, draft in parts:
        before = _paid_beside(day, original, draft) if part == REPLACEMENT else 0
        task = EVERY_TASK if part == CLEARING else original.task
        found.append(persons_needed(rules, task, draft.total_paise + before))
    return max(found)


def _paid_beside(day: Day, original: Voucher, draft: Draft) -> int:
    """Return what was paid today beside the voucher that ``draft`` replaces."""
    whose = set(served.of_voucher(day.society_id, original.id))
    before = _paid_before(day.society_id, day.day_on, draft, whose)
    is_in_it = original.day_on == day.day_on and original.approved_by is None
    return max(before - (original.total_paise if is_in_it else 0), 0)


def require_nobody(day: Day, draft: Draft) -> None:
    """Refuse a voucher that would have to wait, where it can't; raise SecondPersonIsNeeded."""
    if persons_today(day.society_id, day.day_on, draft):
        raise SecondPersonIsNeeded


def waits(
    doer: Doer, day: Day, drafts: Sequence[Draft], asked: Asked, *, whom: Whom | None = None,
    correcting: str = "",
) -> Done | None:  # fmt: skip
    """Let a register's deed wait that would post ``drafts``, or return None where it may go on.

    Called by the deed itself, inside its transaction, when all its checks are passed and before it
    writes anything. When all have agreed the same deed is done again by its maker; then the lines
    must be those agreed to. ``correcting`` is the work of the voucher that they put right. Raises
    RecordIsWaiting, SumHasChanged.
    """
    society_id = day.society_id
    shown = max(drafts, key=lambda one: (one.total_paise, one.reverses_id is None))
    if doer.agreed is not None:
        if doer.agreed.digest != lines_digest(drafts):
            raise SumHasChanged(amount=rupees(shown.total_paise))
        return None
    require_none_waits(society_id, asked.about)
    if correcting:
        persons = persons_for(society_id, drafts, correcting)
    else:
        persons = max(persons_today(society_id, day.day_on, one, whom) for one in drafts)
    if not persons:
        return None
    members = {key for one in drafts for key in members_of(society_id, one)}
    members |= {whom.record_id} if whom is not None and whom.register == MEMBERS else set()
    wish = Wish(
        shown, (whom.register, whom.record_id) if whom is not None else None,
        tuple(sorted(members)), deed=asked.deed, given=asked.given, about=asked.about,
        lines=lines_digest(drafts),
    )  # fmt: skip
    return propose(doer, day, wish, correcting or shown.task, persons)


def require_none_waits(society_id: int, about: Iterable[str]) -> None:
    """Refuse what would move a record of which something waits; raise RecordIsWaiting."""
    if waiting_about(society_id, about):
        raise RecordIsWaiting


def waiting_about(society_id: int, about: Iterable[str]) -> list[Proposal]:
    """List what waits for second persons and is about one of these records."""
    wanted = set(about)
    return [one for one in proposals.waiting([society_id]) if wanted & set(one.wish.about)]


def lines_digest(drafts: Iterable[Draft]) -> str:
    """Tell apart what money moves: kinds, works and lines, not words."""
    return digest_of(repr([(one.kind, one.task, _moved(one)) for one in drafts]))


def _moved(draft: Draft) -> list[tuple[int, int, int]]:
    return sorted((line.head, line.sub_id or 0, line.paise) for line in draft.lines)


def agreed_by(person_id: int, wish: Wish) -> Agreed:
    """Say who agreed last, and to which lines."""
    return Agreed(person_id, wish.lines)


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
        if one.day_on == day.day_on and proposals.decide(day.society_id, one.id, "lapsed", doer)
    ]  # fmt: skip
    if found:
        note_act(doer, day.society_id, "proposals_lapsed", day.day_on, proposals=found)
    return len(found)
