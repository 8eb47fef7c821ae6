"""Catching up with days behind: days without entries together, a day without a count (D2, D8)."""

from __future__ import annotations

from collections.abc import Mapping

from portal.actions.day import last_before_opening, require_ready, seal_closed, tills_out
from portal.actions.exactly_once import Done, exactly_once
from portal.actions.posting import note_act
from portal.actions.seals import witness_or_wait
from portal.actions.second_persons import lapse_waiting
from portal.domain import heads
from portal.domain.backlog import (
    BacklogHasMoved,
    CountIsThere,
    DayIsNotPast,
    days_behind,
    in_order,
)
from portal.domain.dates import show_on
from portal.domain.daybook import NoDayIsOpen
from portal.domain.people import Doer, Slip
from portal.domain.reopenings import ReopenedDayIsCounted
from portal.gateways.ports import Sealer
from portal.storage import cash_count, daybook, days


def catch_up(doer: Doer, slip: Slip, society_id: int, said: Mapping[str, str]) -> Done:
    """Do the days behind in strict order as far as ``said`` names them (D2, D8).

    Days of 'holiday' or 'idle' are written down closed; the first day of 'work' is opened. Where
    another person has gone on meanwhile nothing is stored. Raises BooksAreNotStarted,
    BacklogHasMoved, NothingIsSaid; DayIsAlreadyOpen where another opened a day meanwhile.
    """

    def deed() -> Done:
        daybook.lock_book(society_id)
        last = last_before_opening(society_id)
        behind = days_behind(last.day_on, doer.today_on)
        if not behind:
            raise BacklogHasMoved(last=show_on(last.day_on))
        passed = in_order(behind, said)
        cash = daybook.balance(society_id, heads.CASH_BOX)
        for on, kind in passed.kinds:
            _store(doer, society_id, on, kind, "closed", cash)
            note_act(doer, society_id, kind, on)
        if passed.open_on is None:
            return Done(f"/day/backlog?done={len(passed.kinds)}")
        _store(doer, society_id, passed.open_on, "working", "open", cash)
        note_act(doer, society_id, "opened", passed.open_on, cash=cash)
        return Done("/day/backlog")

    return exactly_once(doer, slip, deed)


def _store(doer: Doer, society_id: int, on: str, kind: str, status: str, cash: int) -> None:
    days.insert_day(society_id, on, kind, status, doer.at, doer.person_id, doer.on_behalf_of, cash)


def close_uncounted(
    doer: Doer, slip: Slip, society_id: int, on: str, sealer: Sealer, *, lapses: bool = False
) -> Done:
    """Close and seal a past day whose cash nobody counted: no count, no difference.

    The next count that is really made covers it. Everything else is as at any closing. Raises
    NoDayIsOpen, BacklogHasMoved where ``on`` is not the running day, DayIsNotPast, CountIsThere,
    ProposalsAreWaiting, TillIsNotReturned.
    """

    def deed() -> Done:
        daybook.lock_book(society_id)
        day = days.running_day(society_id)
        if day is None:
            raise NoDayIsOpen
        if day.day_on != on:
            raise BacklogHasMoved(last=show_on(day.day_on))
        if day.is_reopened:
            raise ReopenedDayIsCounted
        if day.day_on >= doer.today_on:
            raise DayIsNotPast
        if cash_count.last_take(society_id, on) > day.counting_after_take:
            raise CountIsThere
        if lapses:
            lapse_waiting(doer, day)
        require_ready(days.waiting_proposals(society_id, on), tills_out(society_id))
        seal_closed(doer, day, None, 0, sealer)
        return Done(f"/day/sheet/{on}")

    done = exactly_once(doer, slip, deed)
    witness_or_wait(society_id, sealer)
    return done
