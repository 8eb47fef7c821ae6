"""The opening trial balance with which a society's books start."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from portal.actions.exactly_once import Done, exactly_once
from portal.actions.posting import note_act, post
from portal.actions.register_openings import Allotment, post_allotments
from portal.actions.seals import seal_day, witness_or_wait
from portal.domain import heads
from portal.domain.dates import show_on
from portal.domain.day import BooksAreStarted, DayIsInTheFuture, Figures
from portal.domain.daybook import Draft, Line
from portal.domain.heads import HeadIsNotKept
from portal.domain.people import Doer, Slip
from portal.gateways.ports import Sealer
from portal.storage import daybook, days, imports
from portal.storage.days import Day
from portal.storage.reference import chart

TASK = "opening_balances"
ALL = 10_000_000


def from_registers(society_id: int) -> dict[int, int]:
    """Return what registers that were read in hold of each head, to be taken into the books."""
    return {head: paise for head, (_n, paise) in imports.waiting_sums(society_id).items()}


def with_registers(balances: Mapping[int, int], registers: Mapping[int, int]) -> dict[int, int]:
    """Let each head of a register hold what the register adds up to (P2).

    What the trial balance says beyond that is a difference like any other (1702 or 2804).
    """
    return {**balances, **registers}


def with_difference(balances: Mapping[int, int]) -> dict[int, int]:
    """Add what is needed to balance: more debit goes to 1702, more credit to 2804."""
    found = {head: paise for head, paise in balances.items() if paise}
    gap = sum(found.values())
    if gap:
        head = heads.OPENING_DIFFERENCE_CREDIT if gap > 0 else heads.OPENING_DIFFERENCE_DEBIT
        found[head] = found.get(head, 0) - gap
    return {head: paise for head, paise in found.items() if paise}


def enter_opening_balances(
    doer: Doer, slip: Slip, society_id: int, as_on: str, balances: Mapping[int, int],
    sealer: Sealer, allotted: Sequence[Allotment] = (),
) -> Done:  # fmt: skip
    """Start a society's books with the balances at the end of ``as_on`` (debit > 0, paise).

    A new society may begin with nothing at all. All leaf heads are taken; what stands on a control
    head is not allotted to anybody until its register is filled; where the register is there
    already, ``allotted`` says whose it is, and journals of the same day move it to them, as they
    do with the opening balances of registers that were read in before. An unexplained difference
    goes to 1702 or 2804. Sealed at once.
    Raises BooksAreStarted, DayIsInTheFuture, and what ``post_allotments`` raises.
    """

    def deed() -> Done:
        daybook.lock_book(society_id)
        if days.last_closed(society_id) or days.running_day(society_id):
            raise BooksAreStarted
        if as_on > doer.today_on:
            raise DayIsInTheFuture(on=show_on(as_on))
        if heads.YEAR_RESULT in balances:
            raise HeadIsNotKept(head=heads.YEAR_RESULT)
        days.insert_day(society_id, as_on, "opening", "closed", doer.at, doer.person_id, None, 0)
        day = days.day(society_id, as_on)
        assert day is not None
        _post(doer, day, with_difference(balances), allotted, slip.token)
        first_id, last_id, _count = days.voucher_span(society_id, as_on)
        cash = daybook.balance(society_id, heads.CASH_BOX)
        note_act(doer, society_id, "books_started", as_on)
        days.close(
            society_id, as_on, closed_at=doer.at, closed_by=doer.person_id, on_behalf_of=None,
            take=None, first_voucher_id=first_id, last_voucher_id=last_id,
            receipts_paise=cash, payments_paise=0, closing_paise=cash, difference_paise=0,
        )  # fmt: skip
        seal_day(doer, day, Figures(0, cash, 0), None, 0, sealer)
        return Done("/")

    done = exactly_once(doer, slip, deed)
    witness_or_wait(society_id, sealer)
    return done


def _post(
    doer: Doer, day: Day, balances: Mapping[int, int], allotted: Sequence[Allotment], token: str
) -> None:
    lines = tuple(
        Line(head, paise, heads.NOT_ALLOTTED if chart()[head].has_register else None)
        for head, paise in balances.items()
    )
    if lines:
        draft = Draft(kind="opening", task=TASK, lines=lines)
        post(doer, day, draft, token, any_leaf=True)
    post_allotments(doer, day, allotted, token)
    waiting = imports.waiting_items(day.society_id, ALL)
    found = [(one.head, one.sub_id, one.paise) for one in waiting]
    voucher_ids = post_allotments(doer, day, found, token)
    imports.set_vouchers(
        day.society_id, [(one.id, no) for one, no in zip(waiting, voucher_ids, strict=True)]
    )
