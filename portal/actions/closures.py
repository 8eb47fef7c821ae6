"""Declaring and withdrawing a closure: once by an officer, for all societies of a place."""

from __future__ import annotations

from portal.actions.exactly_once import Done, exactly_once
from portal.actions.round import place_within
from portal.domain.closures import (
    LEVELS,
    Closure,
    ClosureIsThere,
    ClosureIsUnknown,
    ClosureIsUsed,
    ClosureIsWithdrawn,
    NewClosure,
    check_closure,
)
from portal.domain.day import is_working
from portal.domain.people import Doer, Slip
from portal.domain.round import PlaceIsOutOfReach
from portal.storage import calendar, closures, places
from portal.storage.places import Place
from portal.storage.round import PlaceRow, path_of

MOST_NAMED = 3


def declaring_place(own: Place, code: str) -> PlaceRow:
    """Return the place a closure is declared for: one's own ('') or one below it.

    Raises PlaceIsOutOfReach, also for a bank, which closes no society.
    """
    found = place_within(own, code)[-1]
    if found.level not in LEVELS:
        raise PlaceIsOutOfReach
    return found


def closure_of(own: Place, closure_id: int) -> Closure:
    """Return a closure of a place below one's own or above it; raise ClosureIsUnknown (P9)."""
    found = closures.closure(closure_id)
    if found is None:
        raise ClosureIsUnknown
    ways = path_of(found.place_id), path_of(own.id)
    if own.id not in {one.id for one in ways[0]} and found.place_id not in {
        one.id for one in ways[1]
    }:
        raise ClosureIsUnknown
    return found


def declare(doer: Doer, slip: Slip, own: Place, code: str, wish: NewClosure) -> Done:
    """Close all societies of a place on some days, with the reason everyone will read.

    No day of any society changes by it: vouchers that are there stay, and the page names them.
    Raises PlaceIsOutOfReach, ClosureIsThere and what check_closure raises.
    """

    def deed() -> Done:
        place = declaring_place(own, code)
        check_closure(wish, doer.today_on)
        closures.lock_place(place.id)
        before = closures.overlapping(place.id, wish.first_on, wish.last_on)
        if before is not None:
            raise ClosureIsThere(name=before.name_hi)
        closure_id = closures.insert(place.id, wish, doer.person_id, doer.at)
        return Done(f"/closures/{closure_id}")

    return exactly_once(doer, slip, deed)


def withdraw(doer: Doer, slip: Slip, own: Place, closure_id: int) -> Done:
    """Take a closure back while no society has written a day of it down as a holiday.

    Only for a place at or below one's own. Raises ClosureIsUnknown, ClosureIsWithdrawn,
    ClosureIsUsed.
    """

    def deed() -> Done:
        found = closure_of(own, closure_id)
        if not leads(own, found):
            raise ClosureIsUnknown
        closures.lock_place(found.place_id)
        users = relying_on(found)
        if users:
            named = ", ".join(users[:MOST_NAMED])
            raise ClosureIsUsed(names=named + (" …" if len(users) > MOST_NAMED else ""))
        if not closures.withdraw(closure_id, doer.person_id, doer.at):
            raise ClosureIsWithdrawn
        return Done(f"/closures/{closure_id}")

    return exactly_once(doer, slip, deed)


def leads(own: Place, found: Closure) -> bool:
    """Say whether a closure is for one's own place or one below it."""
    return own.id in {one.id for one in path_of(found.place_id)}


def relying_on(found: Closure) -> list[str]:
    """Name the societies that wrote a day down as a holiday which only this closure makes free."""
    names: dict[str, None] = {}
    for one in closures.written_down(found):
        known = calendar.bank_holidays(one.state_code, one.day_on, one.day_on)
        if is_working(one.day_on, one.weekly_off, known):
            names[one.name_hi] = None
    return list(names)


def own_or_unknown(place: Place | None) -> Place:
    """Return the place of an officer; raise PlaceIsOutOfReach for who has none."""
    found = places.place_by_id(place.id) if place is not None else None
    if found is None:
        raise PlaceIsOutOfReach
    return found
