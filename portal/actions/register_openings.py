"""Filling the registers: what an opening balance holds is allotted to members and accounts.

The opening voucher puts what stands on a control head on "not allotted" (sub-ledger 0). Journals
move it from there, so that each register keeps adding up to its head (P2).
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from itertools import groupby

from portal.actions.exactly_once import Done, exactly_once
from portal.actions.posting import open_day_of, post
from portal.domain.daybook import AccountIsMissing, Draft, Line, MemberIsMissing
from portal.domain.heads import (
    BY_ACCOUNT,
    BY_MEMBER,
    NOT_ALLOTTED,
    OPENING_DIFFERENCE_CREDIT,
    OPENING_DIFFERENCE_DEBIT,
    HeadIsNotKept,
)
from portal.domain.money import AmountIsZero
from portal.domain.people import Doer, Slip
from portal.domain.refusals import N_, Refusal
from portal.storage import daybook
from portal.storage.days import Day
from portal.storage.reference import chart

TASK = "register_opening"
MOST_LINES = 200  # of one voucher, so that it can still be read and printed

#: A head, the key of a member or account in its register, and paise (debit > 0).
Allotment = tuple[int, int, int]


class NothingToAllot(Refusal):
    """There is no amount that could be moved."""

    message = N_("Nothing is left to allot.")
    status = 422


def allot(doer: Doer, slip: Slip, society_id: int, items: Sequence[Allotment]) -> Done:
    """Allot opening balances to members and accounts, by journals on the society's open day.

    ``items`` are (head, member or account, paise; debit > 0). More than "not allotted" holds may
    be allotted: what is left there, of either sign, is parked by ``tally``. Raises NothingToAllot,
    NoDayIsOpen, CountIsGoingOn, and what ``post_allotments`` raises.
    """

    def deed() -> Done:
        if not items:
            raise NothingToAllot
        voucher_ids = post_allotments(doer, open_day_of(society_id), items, slip.token)
        return Done(f"/vouchers/{voucher_ids[0]}?new=1", voucher_ids[0])

    return exactly_once(doer, slip, deed)


def tally(doer: Doer, slip: Slip, society_id: int, codes: Iterable[int]) -> Done:
    """Park what is left on "not allotted" of these heads, once their registers are complete.

    Money the registers can't name goes to 1702, what nobody by name owes to 2804. Raises
    NothingToAllot, NoDayIsOpen, CountIsGoingOn, HeadIsNotKept.
    """

    def deed() -> Done:
        day = open_day_of(society_id)
        left = {head: left_on(society_id, head) for head in sorted(set(codes))}
        lines = [Line(head, -paise, NOT_ALLOTTED) for head, paise in left.items() if paise]
        if not lines:
            raise NothingToAllot
        credit = sum(paise for paise in left.values() if paise < 0)
        parked = [
            Line(OPENING_DIFFERENCE_CREDIT, credit),
            Line(OPENING_DIFFERENCE_DEBIT, sum(left.values()) - credit),
        ]
        lines += [line for line in parked if line.paise]
        draft = Draft(kind="journal", task=TASK, lines=tuple(lines))
        voucher_id, _no = post(doer, day, draft, slip.token)
        return Done(f"/vouchers/{voucher_id}?new=1", voucher_id)

    return exactly_once(doer, slip, deed)


def left_on(society_id: int, head: int) -> int:
    """Return what stands on a head and is allotted to nobody yet, in paise (debit > 0).

    Raises HeadIsNotKept for a head without a register of members or accounts.
    """
    if chart()[head].sub_ledger not in BY_MEMBER | BY_ACCOUNT:
        raise HeadIsNotKept(head=head)
    return daybook.sub_balances(society_id, head).get(NOT_ALLOTTED, 0)


def post_allotments(doer: Doer, day: Day, items: Sequence[Allotment], form_token: str) -> list[int]:
    """Post the journals of these items on a day and return the voucher of each item, in order.

    Runs inside a deed's transaction, the book held. Raises HeadIsNotKept, MemberIsMissing,
    AccountIsMissing, AmountIsZero, AccountHoldsLess (a share or deposit below nothing) and
    LoanOwesLess.
    """
    for item in items:
        _require_named(*item)
    found = [0] * len(items)
    for places, lines in _journals(items):
        draft = Draft(kind="journal", task=TASK, lines=lines)
        voucher_id, _no = post(doer, day, draft, form_token)
        for place in places:
            found[place] = voucher_id
    return found


def _require_named(head: int, sub_id: int, paise: int) -> None:
    if not paise:
        raise AmountIsZero(field="amount")
    register = chart()[head].sub_ledger
    if register not in BY_MEMBER | BY_ACCOUNT:
        raise HeadIsNotKept(head=head)
    if sub_id == NOT_ALLOTTED:
        raise MemberIsMissing if register in BY_MEMBER else AccountIsMissing


def _journals(items: Sequence[Allotment]) -> Iterator[tuple[list[int], tuple[Line, ...]]]:
    """Cut the items into vouchers of one head each; give the items' places and the lines."""
    ordered = sorted(range(len(items)), key=lambda place: items[place][0])
    for head, group in groupby(ordered, key=lambda place: items[place][0]):
        places = list(group)
        for at in range(0, len(places), MOST_LINES - 1):
            part = places[at : at + MOST_LINES - 1]
            named = [Line(head, items[place][2], items[place][1]) for place in part]
            total = sum(line.paise for line in named)
            rest = [Line(head, -total, NOT_ALLOTTED)] if total else []
            yield part, (*rest, *named)
