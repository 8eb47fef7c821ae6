"""The society's day: opening, counting, going back to entry, closing."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from portal.actions.exactly_once import Done, exactly_once
from portal.actions.outage_slips import require_accounted
from portal.actions.posting import COUNT_TASKS, note_act, post
from portal.actions.seals import seal_day, witness_or_wait
from portal.actions.second_persons import lapse_waiting
from portal.domain import heads
from portal.domain.dates import show_on
from portal.domain.day import (
    BooksAreNotStarted,
    CountIsEmpty,
    CountIsMissing,
    DayIsAlreadyOpen,
    DifferenceIsOpen,
    Figures,
    PersonIsMissing,
    ProposalsAreWaiting,
    ReasonIsMissing,
    TillIsNotReturned,
    check_opening,
)
from portal.domain.daybook import Draft, Line, NoDayIsOpen
from portal.domain.denominations import DENOMINATIONS
from portal.domain.people import Doer, Slip
from portal.domain.tills import BoxIsClosed, TillHasNoLateTime, Turn
from portal.gateways.ports import Sealer
from portal.storage import cash_count, daybook, days, people, reopenings, tills
from portal.storage.days import Day
from portal.storage.reference import chart


def last_before_opening(society_id: int) -> Day:
    """Return the last closed day, after which another comes.

    Raises DayIsAlreadyOpen, BooksAreNotStarted.
    """
    running = days.running_day(society_id)
    if running is not None:
        raise DayIsAlreadyOpen(on=show_on(running.day_on))
    last = days.last_closed(society_id)
    if last is None:
        raise BooksAreNotStarted
    return last


def open_day(doer: Doer, slip: Slip, society_id: int, on: str, skipped: Mapping[str, str]) -> Done:
    """Open a business date (D1, D2, D3).

    ``skipped`` names each day between the last closed one and ``on``: 'holiday' or 'idle'. The
    opening cash is the last closing. Raises BooksAreNotStarted, DayIsAlreadyOpen, ClockIsBehind,
    DayIsInTheFuture, DayIsPast, GapIsUnexplained.
    """

    def deed() -> Done:
        daybook.lock_book(society_id)
        last = last_before_opening(society_id)
        gap = check_opening(on, last.day_on, doer.today_on, skipped)
        cash = daybook.balance(society_id, heads.CASH_BOX)
        for one in gap:
            _store_day(doer, society_id, one, skipped[one], "closed", cash)
            note_act(doer, society_id, skipped[one], one)
        _store_day(doer, society_id, on, "working", "open", cash)
        note_act(doer, society_id, "opened", on, cash=cash)
        return Done("/")

    return exactly_once(doer, slip, deed)


def _store_day(doer: Doer, society_id: int, on: str, kind: str, status: str, cash: int) -> None:
    days.insert_day(society_id, on, kind, status, doer.at, doer.person_id, doer.on_behalf_of, cash)


def _running(society_id: int) -> Day:
    daybook.lock_book(society_id)
    day = days.running_day(society_id)
    if day is None:
        raise NoDayIsOpen
    return day


def begin_count(doer: Doer, slip: Slip, society_id: int) -> Done:
    """Begin counting the cash box: from now on nothing is entered. Raises NoDayIsOpen."""

    def deed() -> Done:
        _begin(doer, _running(society_id))
        return Done("/day/count")

    return exactly_once(doer, slip, deed)


def _begin(doer: Doer, day: Day) -> None:
    last_take = cash_count.last_take(day.society_id, day.day_on)
    if days.set_counting(day.society_id, day.day_on, doer.at, doer.person_id, last_take):
        note_act(doer, day.society_id, "count_begun", day.day_on)


def save_take(doer: Doer, slip: Slip, society_id: int, pieces: Mapping[str, int | None]) -> Done:
    """Save one take of the count: pieces by denomination field, None where nothing was written.

    Every take is kept. Begins the counting where that has not been done. Raises NoDayIsOpen,
    CountIsEmpty, BoxIsClosed.
    """

    def deed() -> Done:
        if all(pieces.get(one.field) is None for one in DENOMINATIONS):
            raise CountIsEmpty
        day = _running(society_id)
        if day.is_box_closed:
            raise BoxIsClosed
        _begin(doer, day)
        take = cash_count.last_take(society_id, day.day_on) + 1
        lines = [(one.kind, one.rupees, pieces.get(one.field) or 0) for one in DENOMINATIONS]
        cash_count.insert_take(
            society_id, day.day_on, "closing", take, heads.CASH_BOX, lines, doer.at, doer.person_id
        )
        note_act(doer, society_id, "counted", day.day_on, take=take, pieces=lines)
        return Done("/day/close")

    return exactly_once(doer, slip, deed)


def back_to_entry(doer: Doer, slip: Slip, society_id: int, remark: str) -> Done:
    """Stop counting because an entry was left out; it is logged. Raises NoDayIsOpen."""

    def deed() -> Done:
        day = _running(society_id)
        if days.set_status(society_id, day.day_on, "counting", "open"):
            note_act(doer, society_id, "back_to_entry", day.day_on, remark=remark)
        return Done("/vouchers/new")

    return exactly_once(doer, slip, deed)


@dataclass(frozen=True, slots=True)
class Standing:
    """How a day stands before closing: book and counted cash in paise, and what is missing.

    ``tills`` are not back in the box; ``turns`` are those of them that somebody holds.
    """

    day: Day
    take: int
    book_paise: int
    counted_paise: int
    waiting: int
    tills: tuple[int, ...]
    turns: Sequence[Turn] = ()

    @property
    def difference_paise(self) -> int:
        """Counted − book: > 0 is excess, < 0 is short."""
        return self.counted_paise - self.book_paise


def standing(society_id: int) -> Standing:
    """Say how the running day stands; raise NoDayIsOpen, CountIsMissing (blind until counted)."""
    day = days.running_day(society_id)
    if day is None:
        raise NoDayIsOpen
    take = cash_count.last_take(society_id, day.day_on)
    if day.status != "counting" or take <= day.counting_after_take:
        raise CountIsMissing
    lines = cash_count.take_lines(society_id, day.day_on, take)
    turns = tills.open_turns(society_id)
    return Standing(
        day=day, take=take,
        book_paise=daybook.balance(society_id, heads.CASH_BOX),
        counted_paise=cash_count.take_paise(lines),
        waiting=days.waiting_proposals(society_id, day.day_on),
        tills=_out(society_id, turns), turns=turns,
    )  # fmt: skip


def tills_out(society_id: int) -> tuple[int, ...]:
    """List the counters that are open or whose cash is not back in the box."""
    return _out(society_id, tills.open_turns(society_id))


def _out(society_id: int, turns: Sequence[Turn]) -> tuple[int, ...]:
    held, cash = {one.head for one in turns}, daybook.balances(society_id)
    return tuple(till for till in heads.COUNTER_TILLS if till in held or cash.get(till))


@dataclass(frozen=True, slots=True)
class Acceptance:
    """Who answers for a difference, and why it arose."""

    person_id: int | None = None
    remark: str = ""


def close_day(
    doer: Doer, slip: Slip, society_id: int, sealer: Sealer,
    acceptance: Acceptance | None = None, *, lapses: bool = False,
) -> Done:  # fmt: skip
    """Close and seal the running day (D5, D6, D12); later entries are refused (D4).

    What waits for a second person is decided first, or whoever closes says that it ``lapses``.

    A difference is posted against the person of ``acceptance`` (short: 2805, excess: 1703), so
    that counted and book agree afterwards. Raises NoDayIsOpen, CountIsMissing,
    ProposalsAreWaiting, TillIsNotReturned, DifferenceIsOpen, PersonIsMissing, ReasonIsMissing.
    """

    def deed() -> Done:
        daybook.lock_book(society_id)
        found = standing(society_id)
        waiting = found.waiting - (lapse_waiting(doer, found.day) if lapses else 0)
        require_ready(waiting, found.tills)
        if found.difference_paise:
            _accept(doer, slip, found, acceptance)
        day, gap = found.day, found.difference_paise
        if day.is_box_closed:  # what the box lacked was answered for when it was closed
            gap = tills.box_difference(society_id, day.day_on, heads.CASH_BOX, COUNT_TASKS)
        covers = days.uncounted_before(society_id, day.day_on)
        seal_closed(doer, day, found.take, gap, sealer, covers)
        return Done(f"/day/sheet/{day.day_on}")

    done = exactly_once(doer, slip, deed)
    witness_or_wait(society_id, sealer)
    return done


def close_box(
    doer: Doer, slip: Slip, society_id: int, acceptance: Acceptance | None = None, *,
    lapses: bool = False,
) -> Done:  # fmt: skip
    """Close the counted box while a till with a later time of its own still runs.

    From then on only that till takes entries; the day is sealed when its cash is back. Raises
    NoDayIsOpen, CountIsMissing, BoxIsClosed, TillHasNoLateTime, and of ``close_day`` what
    concerns the count.
    """

    def deed() -> Done:
        daybook.lock_book(society_id)
        found = standing(society_id)
        if found.day.is_box_closed:
            raise BoxIsClosed
        late = {one.head for one in found.turns if one.open_until}
        early = [one for one in found.tills if one not in late]
        if early or not late:
            names = ", ".join(chart()[one].name_hi for one in early or heads.COUNTER_TILLS)
            raise TillHasNoLateTime(name=names)
        require_ready(found.waiting - (lapse_waiting(doer, found.day) if lapses else 0), ())
        if found.difference_paise:
            _accept(doer, slip, found, acceptance)
        day_on = found.day.day_on
        tills.close_box(society_id, day_on, doer.at, doer.person_id)
        note_act(doer, society_id, "box_closed", day_on, take=found.take)
        return Done("/tills")

    return exactly_once(doer, slip, deed)


def seal_closed(
    doer: Doer, day: Day, take: int | None, difference_paise: int, sealer: Sealer,
    covers: Sequence[str] = (),
) -> None:  # fmt: skip
    """Write the figures of a day that is being closed, and its seal.

    ``take`` is None where nobody counted; ``covers`` are the days before it that closed so. Raises
    SlipsAreMissing.
    """
    require_accounted(day.society_id)
    debit, credit = daybook.totals_between(day.society_id, day.day_on, day.day_on).get(
        heads.CASH_BOX, (0, 0)
    )
    figures = Figures(day.opening_paise, debit, credit)
    detail = {"covers": list(covers)} if covers else {}
    note_act(doer, day.society_id, "closed", day.day_on, take=take, **detail)
    first, last, _count = days.voucher_span(day.society_id, day.day_on)
    days.close(
        day.society_id, day.day_on, closed_at=doer.at, closed_by=doer.person_id,
        on_behalf_of=doer.on_behalf_of, take=take, first_voucher_id=first,
        last_voucher_id=last, receipts_paise=debit, payments_paise=credit,
        closing_paise=figures.closing_paise, difference_paise=difference_paise,
    )  # fmt: skip
    seal = seal_day(doer, day, figures, take, difference_paise, sealer)
    if day.is_reopened:
        reopenings.end(day.society_id, day.day_on, doer.at, seal.seal_no)


def require_ready(waiting: int, tills: Sequence[int]) -> None:
    """Refuse to close while entries wait for approval or a counter's cash is not in the box."""
    if waiting:
        raise ProposalsAreWaiting(count=waiting)
    if tills:
        raise TillIsNotReturned(heads=", ".join(chart()[till].name_hi for till in tills))


def _accept(doer: Doer, slip: Slip, found: Standing, acceptance: Acceptance | None) -> None:
    if acceptance is None:
        raise DifferenceIsOpen
    society_id = found.day.society_id
    colleagues = {one.id: one for one in people.colleagues(society_id)}
    person = colleagues.get(acceptance.person_id or 0)
    if person is None:
        raise PersonIsMissing
    if not acceptance.remark.strip():
        raise ReasonIsMissing
    draft = difference_draft(
        heads.CASH_BOX, found.difference_paise, person.id, person.name_hi, acceptance.remark
    )
    post(doer, found.day, draft, slip.token)
    note_act(
        doer, society_id, "difference_accepted", found.day.day_on,
        paise=found.difference_paise, person=person.id, take=found.take, remark=acceptance.remark,
    )  # fmt: skip


def difference_draft(till: int, paise: int, person_id: int, name: str, remark: str) -> Draft:
    """The voucher of what a count of a till found too little (< 0) or too much, of a person."""
    amount = abs(paise)
    is_short = paise < 0
    lines = (
        (Line(heads.CASH_SHORTAGE, amount, person_id), Line(till, -amount))
        if is_short
        else (Line(till, amount), Line(heads.CASH_EXCESS, -amount))
    )
    return Draft(
        kind="cash_payment" if is_short else "cash_receipt",
        task="cash_short" if is_short else "cash_excess",
        lines=lines, mode="cash", till=till, party=name, narration=remark,
    )  # fmt: skip


def is_blind_count(day: Day) -> bool:
    """Say whether the running count is blind: it has begun and its first take is not saved."""
    if day.status != "counting":
        return False
    return cash_count.last_take(day.society_id, day.day_on) <= day.counting_after_take
