"""Slips for an outage: drawn while there is power, entered once or settled afterwards."""

from __future__ import annotations

from portal.actions.exactly_once import Done, exactly_once
from portal.actions.posting import note_act
from portal.domain.day import BooksAreNotStarted, ReasonIsMissing
from portal.domain.outage_slips import (
    LARGEST_NO,
    MOST_DRAWN,
    MOST_FREE,
    REFUSALS,
    Batch,
    BatchIsUnknown,
    RangeIsWrong,
    SlipIsForged,
    SlipIsMiscopied,
    SlipIsNotDrawn,
    SlipIsOfAnother,
    SlipIsSettled,
    SlipsAreMissing,
    TooManySlips,
    Typed,
    code_of,
    in_words,
    number_of,
    read_typed,
    sealed_body,
)
from portal.domain.paper_slips import SlipIsTwice
from portal.domain.people import Doer, Slip
from portal.gateways.ports import Sealer
from portal.storage import daybook, days, places
from portal.storage import outage_slips as stored
from portal.storage.days import Day
from portal.storage.places import Society


def draw(doer: Doer, slip: Slip, society_id: int, count: int) -> Done:
    """Draw the next numbers of a society, at most MOST_DRAWN, with at most MOST_FREE free.

    Raises BooksAreNotStarted, TooManySlips.
    """

    def deed() -> Done:
        on = _day_on(society_id)
        free = stored.count_free(society_id)
        batch_id, last_no = stored.last_drawn(society_id)
        is_many = free + count > MOST_FREE or last_no + count > LARGEST_NO
        if not 0 < count <= MOST_DRAWN or is_many:
            raise TooManySlips(most=MOST_DRAWN, free=free, all=MOST_FREE)
        first, last = last_no + 1, last_no + count
        stored.insert_batch(
            society_id, batch_id + 1, first, last, doer.today_on, doer.at, doer.person_id
        )
        note_act(doer, society_id, "slips_drawn", on, batch=batch_id + 1, first=first, last=last)
        return Done(f"/slips/{batch_id + 1}")

    return exactly_once(doer, slip, deed)


def _day_on(society_id: int) -> str:
    """Hold the book and return the day whose acts say it: the running or the last closed one."""
    daybook.lock_book(society_id)
    day = days.running_day(society_id) or days.last_closed(society_id)
    if day is None:
        raise BooksAreNotStarted
    return day.day_on


def batch_of(society_id: int, batch_id: int) -> Batch:
    """Return a batch; raise BatchIsUnknown."""
    found = stored.batch(society_id, batch_id)
    if found is None:
        raise BatchIsUnknown
    return found


def note_printing(doer: Doer, slip: Slip, society_id: int, batch_id: int) -> Done:
    """Write down that a batch is printed; from the second time on its slips say so."""

    def deed() -> Done:
        on = _day_on(society_id)
        batch_of(society_id, batch_id)
        note_act(doer, society_id, stored.PRINTED, on, batch=batch_id)
        return Done(f"/slips/{batch_id}/paper")

    return exactly_once(doer, slip, deed)


def printed_number(society_code: str, no: int, sealer: Sealer) -> str:
    """Return the number that stands on a slip: 00127-48291."""
    return f"{number_of(no)}-{code_of(sealer.mark(sealed_body(society_code, no)))}"


def check_slip(society: Society, typed: str, sealer: Sealer) -> None:
    """Let a number pass that is no slip's, or that of a free slip of this society.

    Raises what ``require_genuine`` and ``require_free`` raise.
    """
    require_genuine(society, typed, sealer)
    require_free(society, typed)


def require_genuine(society: Society, typed: str, sealer: Sealer) -> None:
    """Refuse what looks like a slip's number and is not one that was made for this society.

    Raises SlipIsMiscopied, SlipIsOfAnother, SlipIsForged. Where slips were never drawn, only a
    neighbour's are told apart from the numbers of bills.
    """
    found = read_typed(typed)
    if found is None or _is_marked(society.code, found, sealer):
        return
    if found.is_copied_right:
        _refuse_neighbour(society, found, typed, sealer)
    if stored.last_drawn(society.id)[1] > 0:
        refused = SlipIsForged if found.is_copied_right else SlipIsMiscopied
        raise refused(no=typed)


def require_free(society: Society, typed: str) -> None:
    """Refuse a slip of this society that was never drawn, or is entered, void or unused.

    Raises SlipIsNotDrawn, SlipIsEntered, SlipIsVoid, SlipIsUnused.
    """
    found = read_typed(typed)
    last_no = stored.last_drawn(society.id)[1] if found else 0
    if found is None or not last_no:
        return
    slip = stored.slip(society.id, found.no)
    if slip is None:
        raise SlipIsNotDrawn(no=typed)
    if slip.state != "free":
        raise REFUSALS[slip.state](no=typed)


def require_once(typed: str, seen: set[int]) -> None:
    """Note a slip among those ``seen`` on a sheet; raise SlipIsTwice where it is there."""
    found = read_typed(typed)
    if found is None:
        return
    if found.no in seen:
        raise SlipIsTwice(no=typed)
    seen.add(found.no)


def _is_marked(society_code: str, typed: Typed, sealer: Sealer) -> bool:
    made = code_of(sealer.mark(sealed_body(society_code, typed.no)))
    return typed.is_copied_right and made == typed.code


def _refuse_neighbour(society: Society, found: Typed, typed: str, sealer: Sealer) -> None:
    for one in places.societies_in("block", society.block.id):
        if one.id != society.id and _is_marked(one.code, found, sealer):
            raise SlipIsOfAnother(no=typed, society=one.name_hi)


def take(doer: Doer, day: Day, paper_no: str, voucher_id: int) -> None:
    """Make the slip whose number a voucher bears an entered one, in the posting's transaction.

    Raises SlipIsEntered, SlipIsVoid, SlipIsUnused; a number that is no slip's is left alone.
    """
    typed = read_typed(paper_no)
    if typed is None or not typed.is_copied_right:
        return
    found = stored.slip(day.society_id, typed.no)
    if found is None:
        return
    if found.state != "free" or not stored.enter(
        day.society_id, typed.no, voucher_id, day.day_on, doer.at, doer.person_id
    ):
        raise REFUSALS.get(found.state, REFUSALS["entered"])(no=paper_no)


def settle(
    doer: Doer, slip: Slip, society_id: int, first_no: int, last_no: int, state: str, said: str
) -> Done:  # fmt: skip
    """Make free slips void, with the reason, or declare them unused; nobody enters them then.

    Raises RangeIsWrong, SlipIsSettled where one of them isn't free, ReasonIsMissing.
    """

    def deed() -> Done:
        on = _day_on(society_id)
        if state not in ("void", "unused") or not first_no <= last_no < first_no + MOST_FREE:
            raise RangeIsWrong
        if state == "void" and not said.strip():
            raise ReasonIsMissing
        found = stored.slips_between(society_id, first_no, last_no)
        if len(found) != last_no - first_no + 1:
            raise RangeIsWrong
        settled = [one.no for one in found if one.state != "free"]
        if settled:
            raise SlipIsSettled(slips=in_words(settled))
        stored.settle(
            society_id, first_no, last_no, state, said.strip(), on, doer.at, doer.person_id
        )
        note_act(
            doer, society_id, f"slips_{state}", on, first=first_no, last=last_no, said=said.strip()
        )
        return Done("/slips")

    return exactly_once(doer, slip, deed)


def require_accounted(society_id: int) -> None:
    """Refuse to close a day while slips are missing; raise SlipsAreMissing."""
    missing = stored.missing(society_id)
    if missing:
        raise SlipsAreMissing(slips=in_words(missing))
