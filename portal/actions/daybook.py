"""Entering vouchers: by task, freely, and looking at what was entered."""

from __future__ import annotations

from portal.actions import outage_slips, sub_ledgers
from portal.actions.exactly_once import Done, exactly_once
from portal.actions.posting import open_day_of, post
from portal.actions.second_persons import members_of, persons_today, propose, require_nobody
from portal.domain.daybook import (
    Draft,
    MemberIsMissing,
    PersonOwesLess,
    Voucher,
    VoucherIsUnknown,
    check,
)
from portal.domain.heads import CASH_SHORTAGE
from portal.domain.people import Doer, Slip
from portal.domain.proposals import Wish
from portal.domain.tasks import Filled, Task, draft_of
from portal.storage import daybook, served
from portal.storage.days import Day
from portal.storage.reference import chart
from portal.storage.served import MEMBERS, Whom

TWIN_MINUTES = 10


def draft_task(task: Task, filled: Filled) -> Draft:
    """Make and check the voucher of a task without storing anything (for the read-back)."""
    draft = draft_of(task, filled)
    check(draft, chart())
    return draft


def enter_voucher(
    doer: Doer, slip: Slip, society_id: int, draft: Draft, whom: Whom | None = None
) -> Done:
    """Enter a voucher on the society's open day, once for this slip.

    Above the limit of its task it waits for second persons instead (``second_persons.propose``).
    ``whom`` is who was served, where that is known and the lines don't say so. Raises NoDayIsOpen,
    CountIsGoingOn, CashWouldGoNegative, PersonOwesLess, LoanLimitIsReached, MemberIsMissing and
    what ``daybook.check`` and ``sub_ledgers`` raise.
    """

    def deed() -> Done:
        day = open_day_of(society_id)
        persons = persons_today(society_id, day.day_on, draft, whom)
        if persons:
            return propose(doer, day, _wish(society_id, draft, whom), draft.task, persons)
        voucher_id = write_agreed(doer, day, draft, slip.token, whom)
        return Done(f"/vouchers/{voucher_id}?new=1", voucher_id)

    check(draft, chart())
    return exactly_once(doer, slip, deed)


def write_entry(
    doer: Doer, day: Day, draft: Draft, form_token: str, whom: Whom | None = None
) -> int:
    """Write a voucher on a day inside a deed's transaction, with what its task asks of it.

    Returns its id; raises what ``enter_voucher`` raises, and SecondPersonIsNeeded above the limit
    of its task, for whoever writes one among others can't let it wait.
    """
    require_nobody(day, draft)
    return write_agreed(doer, day, draft, form_token, whom)


def write_agreed(
    doer: Doer, day: Day, draft: Draft, form_token: str, whom: Whom | None = None
) -> int:
    """Write a voucher that needs no second person, or to which the last one has just agreed."""
    society_id = day.society_id
    _require_owed(society_id, draft)
    sub_ledgers.require_limits(society_id, draft)
    voucher_id, _no = post(doer, day, draft, form_token)
    outage_slips.take(doer, day, draft.paper_no, voucher_id)
    if draft.task and not draft.reverses_id:
        daybook.count_task_use(society_id, draft.task, voucher_id)
    others = count_served(doer, society_id, draft, whom)
    served.note_for(society_id, voucher_id, others)
    return voucher_id


def _wish(society_id: int, draft: Draft, whom: Whom | None) -> Wish:
    """Check a voucher that will wait as far as it can be now, and say whose page it stands on."""
    _require_owed(society_id, draft)
    sub_ledgers.require_limits(society_id, draft)
    members = members_of(society_id, draft)
    if whom is not None:
        if not served.exists(society_id, whom):
            raise MemberIsMissing
        if whom.register == MEMBERS:
            members = tuple(sorted({*members, whom.record_id}))
    return Wish(draft, (whom.register, whom.record_id) if whom is not None else None, members)


def count_served(doer: Doer, society_id: int, draft: Draft, whom: Whom | None = None) -> set[Whom]:
    """Count once more who is served by a voucher; return those whom its lines don't name.

    Raises MemberIsMissing where there is no such person.
    """
    named = {Whom(MEMBERS, one) for one in sub_ledgers.require_known(society_id, draft)}
    others = {whom} - named if whom is not None else set()
    if any(not served.exists(society_id, one) for one in others):
        raise MemberIsMissing
    for one in named | others:
        served.count(society_id, one, doer.at)
    return others


def _require_owed(society_id: int, draft: Draft) -> None:
    """By its task nobody pays back more of a cash shortage than they owe."""
    for line in draft.lines if draft.task else ():
        if line.head != CASH_SHORTAGE or line.paise > 0:
            continue
        owed = daybook.sub_balances(society_id, CASH_SHORTAGE).get(line.sub_id or 0, 0)
        if owed < -line.paise:
            raise PersonOwesLess


def twin_of(doer: Doer, society_id: int, day_on: str, draft: Draft) -> Voucher | None:
    """Find a voucher just like this draft entered in the last ten minutes (a soft warning)."""
    since = doer.at - TWIN_MINUTES * 60_000
    return daybook.like_one_since(
        society_id, day_on, draft.task, draft.total_paise, draft.party, since
    )


def voucher(society_id: int, voucher_id: int) -> Voucher:
    """Return one voucher of the society; raise VoucherIsUnknown."""
    found = daybook.voucher(society_id, voucher_id)
    if found is None:
        raise VoucherIsUnknown
    return found
