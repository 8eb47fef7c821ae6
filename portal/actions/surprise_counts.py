"""Counting a society's cash without notice: blind, witnessed, kept in the chain of acts."""

from __future__ import annotations

from dataclasses import dataclass

from portal.actions.cash_takes import Pieces, keep_take, require_pieces
from portal.actions.exactly_once import Done, exactly_once
from portal.actions.posting import note_act
from portal.domain import heads
from portal.domain.day import BooksAreNotStarted, ReasonIsMissing
from portal.domain.people import Doer, Slip
from portal.domain.surprise_counts import (
    CASHIERS,
    REMARK,
    NobodyStoodBy,
    RemarkIsOfTheCounter,
    RemarkIsThere,
    SurpriseCount,
    SurpriseCountIsUnknown,
    TillIsNotHere,
)
from portal.storage import daybook, days, people
from portal.storage import surprise_counts as stored
from portal.storage.people import Person

OCCASION = "surprise"
_TILLS = (heads.CASH_BOX, *heads.COUNTER_TILLS)


@dataclass(frozen=True, slots=True)
class Counted:
    """What was counted: the head of the cash, pieces by field, and who stood by."""

    till: int
    stood_by: int
    pieces: Pieces


def bystanders(society_id: int, doer_id: int) -> list[Person]:
    """List who may stand by: those who work with the society's cash, never the counter."""
    return [
        one for one in people.colleagues(society_id)
        if one.role in CASHIERS and one.id != doer_id
    ]  # fmt: skip


def tills_of(society_id: int) -> list[int]:
    """List the cash that may be counted: the box, and counters with money of their own."""
    return [one for one in _TILLS if one == heads.CASH_BOX or daybook.balance(society_id, one)]


def count_by_surprise(doer: Doer, slip: Slip, society_id: int, wish: Counted) -> Done:
    """Save a surprise count at any hour, and set it against the book of this very moment.

    No cash is posted by it and entries go on. With no day open it stands at the last closed day.
    Raises BooksAreNotStarted, TillIsNotHere, NobodyStoodBy.
    """

    def deed() -> Done:
        require_pieces(wish.pieces)
        if wish.till not in _TILLS:
            raise TillIsNotHere
        if wish.stood_by not in {one.id for one in bystanders(society_id, doer.person_id)}:
            raise NobodyStoodBy
        daybook.lock_book(society_id)
        day = days.running_day(society_id) or days.last_closed(society_id)
        if day is None:
            raise BooksAreNotStarted
        return _save(doer, society_id, day.day_on, wish)

    return exactly_once(doer, slip, deed)


def _save(doer: Doer, society_id: int, day_on: str, wish: Counted) -> Done:
    take = keep_take(doer, society_id, day_on, OCCASION, wish.till, wish.pieces)
    count_id = stored.next_id(society_id)
    act_id = note_act(
        doer, society_id, "surprise_count", day_on, id=count_id, till=wish.till, take=take.no,
        book=take.book_paise, counted=take.counted_paise, stood_by=wish.stood_by,
        pieces=take.lines,
    )  # fmt: skip
    stored.insert(SurpriseCount(
        society_id, count_id, day_on, wish.till, take.no, take.book_paise, take.counted_paise, "",
        doer.at, doer.person_id, wish.stood_by, act_id,
    ))  # fmt: skip
    return Done(f"/surprise-counts/{count_id}")


def count_of(society_id: int, count_id: int) -> SurpriseCount:
    """Return a surprise count; raise SurpriseCountIsUnknown."""
    found = stored.count(society_id, count_id)
    if found is None:
        raise SurpriseCountIsUnknown
    return found


def remark(doer: Doer, slip: Slip, society_id: int, count_id: int, words: str) -> Done:
    """Write, once, what the counter says of the difference.

    Raises SurpriseCountIsUnknown, RemarkIsOfTheCounter, RemarkIsThere, ReasonIsMissing.
    """

    def deed() -> Done:
        daybook.lock_book(society_id)
        found = count_of(society_id, count_id)
        if found.counted_by != doer.person_id:
            raise RemarkIsOfTheCounter
        if stored.remark_on(society_id, found.day_on, count_id) is not None:
            raise RemarkIsThere
        if not words.strip():
            raise ReasonIsMissing
        note_act(doer, society_id, REMARK, found.day_on, id=count_id, remark=words.strip())
        return Done(f"/surprise-counts/{count_id}")

    return exactly_once(doer, slip, deed)
