"""Entering vouchers: by task, freely, and looking at what was entered."""

from __future__ import annotations

from portal.actions.exactly_once import Done, exactly_once
from portal.actions.posting import open_day_of, post
from portal.domain.daybook import Draft, PersonOwesLess, Voucher, VoucherIsUnknown, check
from portal.domain.heads import CASH_SHORTAGE
from portal.domain.people import Doer, Slip
from portal.domain.tasks import Filled, Task, draft_of
from portal.storage import daybook
from portal.storage.reference import chart

TWIN_MINUTES = 10


def draft_task(task: Task, filled: Filled) -> Draft:
    """Make and check the voucher of a task without storing anything (for the read-back)."""
    draft = draft_of(task, filled)
    check(draft, chart())
    return draft


def enter_voucher(doer: Doer, slip: Slip, society_id: int, draft: Draft) -> Done:
    """Enter a voucher on the society's open day, once for this slip.

    Raises NoDayIsOpen, CountIsGoingOn, CashWouldGoNegative, PersonOwesLess and what
    ``daybook.check`` raises.
    """

    def deed() -> Done:
        day = open_day_of(society_id)
        _require_owed(society_id, draft)
        voucher_id, _no = post(doer, day, draft, slip.token)
        if draft.task and not draft.reverses_id:
            daybook.count_task_use(society_id, draft.task, voucher_id)
        return Done(f"/vouchers/{voucher_id}?new=1", voucher_id)

    check(draft, chart())
    return exactly_once(doer, slip, deed)


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
