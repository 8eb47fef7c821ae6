"""Tills beside the box: opened with a float, counted blind, handed over, brought back."""

from __future__ import annotations

from dataclasses import dataclass

from portal.actions.cash_takes import Pieces, keep_take, require_pieces
from portal.actions.day import difference_draft
from portal.actions.exactly_once import Done, exactly_once
from portal.actions.posting import note_act, open_day_of, post
from portal.domain.day import ReasonIsMissing
from portal.domain.daybook import Draft, Line
from portal.domain.denominations import DENOMINATIONS
from portal.domain.heads import CASH_BOX, COUNTER_TILLS
from portal.domain.money import CashHasPaise, is_whole
from portal.domain.people import Doer, Slip
from portal.domain.tills import (
    HOLDERS,
    BoxIsClosed,
    DayWasReopened,
    HandsToOneself,
    HolderIsMissing,
    SameTill,
    Till,
    TillHasMoved,
    TillIsNotCounted,
    TillIsNotOpen,
    TillIsOfToday,
    TillIsOpen,
    TillIsUnknown,
    Turn,
)
from portal.storage import cash_count, daybook, days, people
from portal.storage import tills as stored
from portal.storage.days import Day
from portal.storage.people import Person

OCCASION = "handover"
TILL_SET, OPENED, COUNTED = "till_set", "till_opened", "till_counted"
HANDED, CLOSED = "till_handed", "till_closed"


def holders(society_id: int) -> list[Person]:
    """List who may hold a till: those who work with the society's cash."""
    return [one for one in people.colleagues(society_id) if one.role in HOLDERS]


def _holder(society_id: int, person_id: int) -> Person:
    found = next((one for one in holders(society_id) if one.id == person_id), None)
    if found is None:
        raise HolderIsMissing
    return found


def _name(person_id: int) -> str:
    return people.names({person_id})[person_id][0]


def set_till(doer: Doer, slip: Slip, society_id: int, wish: Till) -> Done:
    """Say whether a society uses a till, with which float and until when.

    Raises TillIsUnknown, TillIsOpen, CashHasPaise.
    """

    def deed() -> Done:
        if wish.head not in COUNTER_TILLS:
            raise TillIsUnknown
        if not is_whole(wish.float_paise):
            raise CashHasPaise(field="float")
        daybook.lock_book(society_id)
        turn = stored.open_turn(society_id, wish.head)
        if turn is not None:
            raise TillIsOpen(name=_name(turn.holder))
        day = days.running_day(society_id)
        stored.keep(society_id, wish, doer.at, doer.person_id)
        note_act(
            doer, society_id, TILL_SET, day.day_on if day else doer.today_on, till=wish.head,
            used=wish.is_used, float=wish.float_paise, until=wish.open_until,
        )  # fmt: skip
        return Done("/tills")

    return exactly_once(doer, slip, deed)


def open_till(doer: Doer, slip: Slip, society_id: int, head: int, holder_id: int) -> Done:
    """Bring the float from the box to a till and name who holds it.

    Raises TillIsUnknown, TillIsOpen, TillIsOfToday, DayWasReopened, BoxIsClosed, HolderIsMissing,
    CashWouldGoNegative, NoDayIsOpen, CountIsGoingOn.
    """

    def deed() -> Done:
        day = open_day_of(society_id)
        till = next((one for one in stored.tills(society_id) if one.head == head), None)
        if till is None or not till.is_used:
            raise TillIsUnknown
        turn = stored.open_turn(society_id, head)
        if turn is not None:
            raise TillIsOpen(name=_name(turn.holder))
        if day.day_on != doer.today_on:
            raise TillIsOfToday
        if day.is_reopened:
            raise DayWasReopened
        if day.is_box_closed:
            raise BoxIsClosed
        holder = _holder(society_id, holder_id)
        if till.float_paise:
            _move(doer, day, slip, CASH_BOX, head, till.float_paise, holder.name_hi)
        opening = daybook.balance(society_id, head)
        stored.begin(society_id, day.day_on, head, holder.id, doer.at, doer.person_id, opening)
        note_act(doer, society_id, OPENED, day.day_on, till=head, holder=holder.id, paise=opening)
        return Done("/tills")

    return exactly_once(doer, slip, deed)


def _move(
    doer: Doer, day: Day, slip: Slip, from_head: int, to_head: int, paise: int, party: str
) -> int:
    draft = Draft(
        kind="contra", task="", lines=(Line(to_head, paise), Line(from_head, -paise)),
        party=party,
    )  # fmt: skip
    return post(doer, day, draft, slip.token, into_box=to_head == CASH_BOX)[0]


def transfer(
    doer: Doer, slip: Slip, society_id: int, from_head: int, to_head: int, paise: int
) -> Done:
    """Move cash between the box and open tills, at any time of an open day.

    Cash that lies in a till without a holder may be brought away.

    Raises SameTill, TillIsNotOpen, CashWouldGoNegative, AmountIsZero, CashHasPaise, BoxIsClosed.
    """

    def deed() -> Done:
        day = open_day_of(society_id)
        if from_head == to_head:
            raise SameTill
        turns = {one.head: one for one in stored.open_turns(society_id)}
        for head in (from_head, to_head):
            is_left = (
                head == from_head and head in COUNTER_TILLS and daybook.balance(society_id, head)
            )
            if head != CASH_BOX and head not in turns and not is_left:
                raise TillIsNotOpen
        party = " → ".join(_name(turns[one].holder) for one in (from_head, to_head) if one in turns)
        draft = Draft(
            kind="contra", task="", lines=(Line(to_head, paise), Line(from_head, -paise)),
            party=party,
        )  # fmt: skip
        voucher_id, _no = post(doer, day, draft, slip.token)
        return Done("/tills", voucher_id)

    return exactly_once(doer, slip, deed)


def _turn(society_id: int, head: int) -> Turn:
    turn = stored.open_turn(society_id, head)
    if turn is None:
        raise TillIsNotOpen
    return turn


def count_till(doer: Doer, slip: Slip, society_id: int, head: int, pieces: Pieces) -> Done:
    """Save one count of an open till, set against its book of this moment; every take is kept.

    Raises TillIsNotOpen, NoDayIsOpen, CountIsGoingOn.
    """

    def deed() -> Done:
        require_pieces(pieces)
        day = open_day_of(society_id)
        turn = _turn(society_id, head)
        take = keep_take(doer, society_id, day.day_on, OCCASION, head, pieces)
        stored.note_count(turn, take.no, take.book_paise, take.counted_paise)
        note_act(
            doer, society_id, COUNTED, day.day_on, till=head, take=take.no, book=take.book_paise,
            counted=take.counted_paise, holder=turn.holder, pieces=take.lines,
        )  # fmt: skip
        return Done(f"/tills/{head}/settle")

    return exactly_once(doer, slip, deed)


@dataclass(frozen=True, slots=True)
class Settling:
    """What happens to a counted till: ``take`` is the count the form showed.

    ``to_person`` gets it; None brings its cash back to the box. ``remark`` is why it differs.
    """

    take: int
    to_person: int | None
    remark: str = ""


def settle(doer: Doer, slip: Slip, society_id: int, head: int, wish: Settling) -> Done:
    """Hand a counted till over to another person, or bring its cash back and close it.

    What was too little or too much is written against the holder. Raises TillIsNotOpen,
    TillIsNotCounted, TillHasMoved, HandsToOneself, HolderIsMissing, ReasonIsMissing.
    """

    def deed() -> Done:
        day = open_day_of(society_id)
        turn = _turn(society_id, head)
        if turn.take is None:
            raise TillIsNotCounted
        if (turn.take, turn.book_paise) != (wish.take, daybook.balance(society_id, head)):
            raise TillHasMoved
        if wish.to_person == turn.holder:
            raise HandsToOneself
        to = None if wish.to_person is None else _holder(society_id, wish.to_person)
        _answer_for(doer, day, slip, turn, wish.remark.strip())
        stored.end(turn, wish.remark.strip(), doer.at, doer.person_id)
        counted = turn.counted_paise or 0
        detail = {
            "till": head, "from": turn.holder, "take": turn.take, "paise": counted,
            "difference": turn.difference_paise, "remark": wish.remark.strip(),
        }  # fmt: skip
        if to is not None:
            stored.begin(society_id, day.day_on, head, to.id, doer.at, doer.person_id, counted)
            note_act(doer, society_id, HANDED, day.day_on, to=to.id, **detail)
            return Done("/tills")
        if counted:
            _move(doer, day, slip, head, CASH_BOX, counted, _name(turn.holder))
        note_act(doer, society_id, CLOSED, day.day_on, **detail)
        if day.is_box_closed:
            _add_to_the_box(doer, day, turn.take)
        is_last = day.is_box_closed and not stored.open_turns(society_id)
        return Done("/day/close" if is_last else "/tills")

    return exactly_once(doer, slip, deed)


def _answer_for(doer: Doer, day: Day, slip: Slip, turn: Turn, remark: str) -> None:
    if not turn.difference_paise:
        return
    if not remark:
        raise ReasonIsMissing
    name = _name(turn.holder)
    post(
        doer, day, difference_draft(turn.head, turn.difference_paise, turn.holder, name, remark),
        slip.token,
    )  # fmt: skip


def _add_to_the_box(doer: Doer, day: Day, take: int) -> None:
    """The box was counted already: its next take is that count and the till's together."""
    society_id = day.society_id
    last = cash_count.last_take(society_id, day.day_on)
    found = [
        *cash_count.take_lines(society_id, day.day_on, last),
        *cash_count.take_lines(society_id, day.day_on, take, OCCASION),
    ]
    lines = [
        (one.kind, one.rupees, sum(
            many for _, kind, rupees, many in found if (kind, rupees) == (one.kind, one.rupees)
        ))
        for one in DENOMINATIONS
    ]  # fmt: skip
    cash_count.insert_take(
        society_id, day.day_on, "closing", last + 1, CASH_BOX, lines, doer.at, doer.person_id
    )
    note_act(doer, society_id, "counted", day.day_on, take=last + 1, pieces=lines)
