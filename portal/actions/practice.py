"""A society to practise in: begun, begun anew, and kept from everything outside.

It is a society like any other in the tables, with ``practice_for`` set, so that people practise
with the very pages, rules and books they work with. Nothing is ever deleted (P3): beginning anew
retires the old one and makes another.
"""

from __future__ import annotations

from portal.actions.exactly_once import Done, exactly_once
from portal.actions.practice_filling import fill
from portal.actions.seals import witness_or_wait
from portal.domain.chain import START
from portal.domain.dates import ist_on
from portal.domain.people import Doer, Slip, SocietyIsUnknown
from portal.domain.practice import (
    MOST_RESETS,
    PracticeHasChanged,
    PracticeIsUsedUp,
    code_for,
)
from portal.gateways.ports import Sealer
from portal.storage import daybook, places
from portal.storage.places import Society

_COPIED = (
    "block_id", "district_id", "division_id", "state_id", "branch_id", "bank_id", "state_code",
    "weekly_off", "cash_limit_paise", "cash_limit_days",
)  # fmt: skip


def current(society_id: int) -> Society | None:
    """Return the living practice society of a real one, or None."""
    newest = places.practices_of(society_id)[:1]
    return next((one for one in newest if one.retired_at is None), None)


def resets_left(society_id: int, today_on: str) -> int:
    """Say how often practice may begin anew today."""
    retired = [one.retired_at for one in places.practices_of(society_id)]
    return MOST_RESETS - sum(1 for at in retired if at is not None and ist_on(at) == today_on)


def begin(doer: Doer, slip: Slip, society_id: int, sealer: Sealer) -> Done:
    """Make a real society its practice society and fill it; one that lives already is entered.

    Raises SocietyIsUnknown.
    """

    def deed() -> Done:
        real = _real(society_id)
        found = current(society_id) or _make(doer, slip, real, sealer)
        return Done(_entrance(found))

    return _witnessed(exactly_once(doer, slip, deed), society_id, sealer)


def begin_anew(doer: Doer, slip: Slip, society_id: int, seen: str, sealer: Sealer) -> Done:
    """Retire the practice society of the code that was seen and begin another.

    Raises SocietyIsUnknown, PracticeHasChanged, PracticeIsUsedUp.
    """

    def deed() -> Done:
        real = _real(society_id)
        found = current(society_id)
        if found is None or found.code != seen:
            raise PracticeHasChanged
        if resets_left(society_id, doer.today_on) <= 0:
            raise PracticeIsUsedUp(most=MOST_RESETS)
        places.retire(found.id, doer.at)
        return Done(_entrance(_make(doer, slip, real, sealer)))

    return _witnessed(exactly_once(doer, slip, deed), society_id, sealer)


def _real(society_id: int) -> Society:
    """Hold a real society's book, so that two people begin one practice and not two."""
    found = places.society_by_id(society_id)
    if found is None or found.is_practice:
        raise SocietyIsUnknown
    daybook.lock_book(society_id)
    return found


def _make(doer: Doer, slip: Slip, real: Society, sealer: Sealer) -> Society:
    made = Society.create(
        code=code_for(real.code, len(places.practices_of(real.id))),
        name_hi=f"अभ्यास समिति ({real.name_hi})",
        name_en=f"Practice society ({real.name_en or real.name_hi})",
        practice_for=real.id, is_sample=1, **{name: getattr(real, name) for name in _COPIED},
    )  # fmt: skip
    daybook.start_book(made.id, START)
    fill(doer, slip, made, sealer)
    return made


def _entrance(found: Society) -> str:
    return f"/?society={found.code}"


def _witnessed(done: Done, society_id: int, sealer: Sealer) -> Done:
    """Witness the first seal once it is stored for good."""
    found = current(society_id)
    if found is not None and not done.is_repeat:
        witness_or_wait(found.id, sealer)
    return done
