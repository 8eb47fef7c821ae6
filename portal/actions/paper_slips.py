"""Entering a sheet of paper slips: every line its own voucher, in the order of their times."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence

from portal.actions.daybook import write_entry
from portal.actions.exactly_once import Done, exactly_once
from portal.actions.outage_slips import check_slip, require_once
from portal.actions.posting import open_day_of
from portal.actions.second_persons import require_nobody
from portal.domain import heads
from portal.domain.dates import ist_on, ist_time, show_on
from portal.domain.daybook import CashWouldGoNegative, check
from portal.domain.paper_slips import (
    CashWasNotThere,
    DayIsAnother,
    Fault,
    SheetHasFaults,
    SheetHasTwins,
    SlipLine,
    short_of_cash,
    times_in_order,
    twice_on_sheet,
)
from portal.domain.people import Doer, Slip
from portal.domain.refusals import Refusal
from portal.gateways.ports import Sealer
from portal.storage import paper_slips, places
from portal.storage.days import Day
from portal.storage.paper_slips import Held
from portal.storage.reference import chart


def check_sheet(day: Day, lines: Sequence[SlipLine], sealer: Sealer) -> list[int]:
    """Hold a sheet against the day it is for, and return the lines that are there already.

    Such a twin has the time, task, amount and name of a slip that was typed before. Cash must be
    enough at every instant in the order of the slips, those of the day among them (P5). A sum that
    needs a second person waits by itself, not on a sheet. Raises SheetHasFaults.
    """
    held = paper_slips.held_on(day.society_id, day.day_on)
    twice = twice_on_sheet(
        lines, ((one.paper_no, one.task, one.total_paise) for one in held if one.paper_no)
    )
    moves = times_in_order([(_time_of(day, one), one.box_paise) for one in held])
    new = [(one.slip_time, _box_paise(one), one.line) for one in lines]
    short = short_of_cash(day.opening_paise, moves, new)
    faults: list[Fault] = []
    if short is not None:
        time = next(one.slip_time for one in lines if one.line == short)
        faults.append(Fault(short, CashWasNotThere(time=time)))
    society = places.society_by_id(day.society_id)
    assert society is not None
    seen: set[int] = set()
    for one in lines:
        try:
            check_slip(society, one.draft.paper_no, sealer)
            require_once(one.draft.paper_no, seen)
            check(one.draft, chart())
            require_nobody(day, one.draft)
        except Refusal as refusal:
            faults.append(Fault(one.line, refusal))
    told = {one.line for one in faults}  # what a slip itself says is more than "twice"
    faults += [one for one in twice if one.line not in told]
    if faults:
        raise SheetHasFaults(faults)
    return _twins(held, lines)


def _time_of(day: Day, one: Held) -> str | None:
    """Return when a voucher happened: its slip's time, or of its entry where that was the day."""
    if one.slip_time:
        return one.slip_time
    return ist_time(one.posted_at) if ist_on(one.posted_at) == day.day_on else None


def _box_paise(one: SlipLine) -> int:
    return sum(line.paise for line in one.draft.lines if line.head == heads.CASH_BOX)


def _twins(held: Sequence[Held], lines: Sequence[SlipLine]) -> list[int]:
    there = Counter((one.slip_time, one.task, one.total_paise, one.party) for one in held)
    twins = []
    for one in lines:
        key = (one.slip_time, one.task.code, one.draft.total_paise, one.draft.party)
        if there[key] > 0:
            there[key] -= 1
            twins.append(one.line)
    return twins


def save_sheet(
    doer: Doer, slip: Slip, society_id: int, on: str, lines: Sequence[SlipLine], twins_seen: int,
    sealer: Sealer,
) -> Done:  # fmt: skip
    """Enter all lines of a sheet on the open day ``on``, or none; once for this slip.

    The vouchers are posted in the order of the slips. ``twins_seen`` is how many lines the reader
    was told are there already. Raises NoDayIsOpen, CountIsGoingOn, DayIsAnother, SheetHasTwins
    where more have come since, and SheetHasFaults.
    """

    def deed() -> Done:
        day = day_for_sheet(open_day_of(society_id), on)
        if len(check_sheet(day, lines, sealer)) > twins_seen:
            raise SheetHasTwins
        slips = [(_enter(doer, day, one, slip.token), one.slip_time, one.line) for one in lines]
        paper_slips.insert_slips(society_id, slip.token, slips)
        first, last = slips[0][0], slips[-1][0]
        return Done(f"/day/grid?first={first}&last={last}", first)

    return exactly_once(doer, slip, deed)


def _enter(doer: Doer, day: Day, one: SlipLine, token: str) -> int:
    """Post one line; what refuses it is said at that line."""
    try:
        return write_entry(doer, day, one.draft, token)
    except CashWouldGoNegative as refusal:
        raise SheetHasFaults([Fault(one.line, refusal)]) from None
    except Refusal as refusal:
        if refusal.status != 422:
            raise
        raise SheetHasFaults([Fault(one.line, refusal)]) from None


def day_for_sheet(day: Day, on: str) -> Day:
    """Return the open day if a sheet was typed for it; raise DayIsAnother."""
    if day.day_on != on:
        raise DayIsAnother(on=show_on(on))
    return day
