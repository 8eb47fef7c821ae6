"""The services of the counter: what is offered where, fees and switches of places, and uses."""

from __future__ import annotations

from dataclasses import dataclass, replace

from portal.actions.exactly_once import Done, exactly_once
from portal.domain.catalogue import (
    Fee,
    FeeBeginsInThePast,
    FeeBeginsTooLate,
    FeeIsTooLarge,
    Menu,
    ReasonIsMissing,
    Service,
    ServiceIsUnknown,
    Switch,
    switched_off,
)
from portal.domain.dates import days_between
from portal.domain.money import CashHasPaise, is_whole
from portal.domain.people import Doer, Slip
from portal.storage import catalogue as stored
from portal.storage import places
from portal.storage.catalogue import catalogue
from portal.storage.engine import in_transaction
from portal.storage.places import REACH, Place, Society

LAST_USED = 10
LARGEST_FEE = 1_00_000_00
FARTHEST_DAYS = 366
SETTINGS = "/services/settings"
LEADING = ("district", "state")  # the levels of place that set fees and switches, nearest first


@dataclass(frozen=True, slots=True)
class Standpoint:
    """From where services are looked at: the state ('' is none), the places that may set fees and
    switches (the nearest first), and the society if there is one."""

    state: str = ""
    place_ids: tuple[int, ...] = ()
    society_id: int | None = None


def of_society(society: Society) -> Standpoint:
    """Look from a society: its district decides, then its state."""
    ids = tuple(getattr(society, REACH[level]) for level in LEADING)
    return Standpoint(society.state_code, ids, society.id)


def of_state(code: str) -> Standpoint:
    """Look from a state without signing in; an unknown one is none."""
    place = places.place(code) if code else None
    return Standpoint(place.code, (place.id,)) if place and place.level == "state" else Standpoint()


def of_place(place: Place) -> Standpoint:
    """Look from a place: its district and state, as far as it lies within them."""
    found: dict[str, Place] = {}
    step: Place | None = place
    while step is not None:
        found[step.level] = step
        step = step.parent
    state = found.get("state")
    ids = [found[level].id for level in LEADING if level in found]
    return Standpoint(state.code if state else "", tuple(ids))


def menu_of(where: Standpoint) -> Menu:
    """Return what is offered there: what is off, and what the society used last."""
    off = switched_off(stored.switches(where.place_ids), where.place_ids) if where.state else {}
    used = stored.last_used(where.society_id, LAST_USED) if where.society_id else []
    return Menu(where.state, off, used)


def billers_off(where: Standpoint) -> dict[str, Switch]:
    """Return the billers to whom only services lead that are off there, each with why."""
    off = switched_off(stored.switches(where.place_ids), where.place_ids)
    found: dict[str, Switch] = {}
    is_on: set[str] = set()
    for service in catalogue() if off else ():
        if service.id in off:
            found |= dict.fromkeys(service.billers, off[service.id])
        elif service.is_in(where.state):
            is_on |= {*service.billers}
    return {one: switch for one, switch in found.items() if one not in is_on}


@dataclass(frozen=True, slots=True)
class Offer:
    """A service as it stands at a place: its fee on the day, and whether it is off there."""

    service: Service
    where: Standpoint
    fee: Fee | None
    off: Switch | None


def offer_of(where: Standpoint, service_id: str, on: str) -> Offer:
    """Return a service as it stands at a place on a day.

    Raises ServiceIsUnknown; also for one of another state where a state is known. Without one the
    service's own state is taken, so that its page can be read by anybody.
    """
    service = catalogue()[service_id]
    if not where.state and len(service.states) == 1:
        where = of_state(min(service.states)) or where
    if where.state and not service.is_in(where.state):
        raise ServiceIsUnknown
    fee = stored.fee(service_id, on, where.place_ids)
    off = switched_off(stored.switches(where.place_ids), where.place_ids)
    return Offer(service, where, fee, off.get(service_id))


def begin_service(
    doer: Doer, slip: Slip, where: Standpoint, service_id: str, location: str
) -> Done:
    """Begin a service for a customer: its use is counted, once a form, and the counter task opens.

    Raises ServiceIsUnknown, also where the service is off.
    """

    def deed() -> Done:
        offer = offer_of(where, service_id, doer.today_on)
        if offer.off is not None or where.society_id is None:
            raise ServiceIsUnknown
        note_use(doer, where.society_id, service_id)
        return Done(location)

    return exactly_once(doer, slip, deed)


def note_use(doer: Doer, society_id: int, service_id: str) -> None:
    """Count a use of a service, within the transaction of the deed that used it."""
    assert in_transaction()
    stored.add_use(society_id, service_id, doer.at)


@dataclass(frozen=True, slots=True)
class FeeWish:
    """A fee to be set: paise in whole rupees, from a day on, by whose order."""

    service_id: str
    fee_paise: int
    valid_from_on: str
    source: str


def check_fee(where: Standpoint, wish: FeeWish, today_on: str) -> FeeWish:
    """Check a fee before it is read back or set; return it as it will be kept.

    Raises ServiceIsUnknown, CashHasPaise, FeeIsTooLarge, FeeBeginsInThePast, FeeBeginsTooLate,
    ReasonIsMissing.
    """
    _require_here(where, wish.service_id)
    if not is_whole(wish.fee_paise):
        raise CashHasPaise(field="fee")
    if wish.fee_paise > LARGEST_FEE:
        raise FeeIsTooLarge
    if wish.valid_from_on < today_on:
        raise FeeBeginsInThePast
    if days_between(today_on, wish.valid_from_on) > FARTHEST_DAYS:
        raise FeeBeginsTooLate
    if not wish.source.strip():
        raise ReasonIsMissing(field="source")
    return replace(wish, source=wish.source.strip())


def set_fee(doer: Doer, slip: Slip, place: Place, wish: FeeWish) -> Done:
    """Set what a service costs at the doer's own district or state from a day on.

    Earlier fees stay as they are, with who set them and when. Raises what check_fee raises.
    """
    where = _led_by(place)

    def deed() -> Done:
        kept = check_fee(where, wish, doer.today_on)
        stored.insert_fee(
            kept.service_id, place.id, kept.fee_paise, kept.valid_from_on, kept.source,
            doer.person_id, doer.at,
        )  # fmt: skip
        return Done(f"{SETTINGS}/{kept.service_id}?done=1")

    return exactly_once(doer, slip, deed)


def check_switch(where: Standpoint, service_id: str, reason: str) -> str:
    """Check a switch and return its reason. Raises ServiceIsUnknown, ReasonIsMissing."""
    _require_here(where, service_id)
    if not reason.strip():
        raise ReasonIsMissing(field="reason")
    return reason.strip()


def switch_service(
    doer: Doer, slip: Slip, place: Place, service_id: str, is_offered: bool, reason: str
) -> Done:
    """Switch a service on or off for the doer's own district or state, for a reason that is kept.

    Raises ServiceIsUnknown, ReasonIsMissing.
    """
    where = _led_by(place)

    def deed() -> Done:
        kept = check_switch(where, service_id, reason)
        stored.insert_switch(service_id, place.id, is_offered, kept, doer.person_id, doer.at)
        return Done(f"{SETTINGS}/{service_id}?done=1")

    return exactly_once(doer, slip, deed)


def _led_by(place: Place) -> Standpoint:
    """Look from the district or state that someone leads; raise ServiceIsUnknown for others."""
    if place.level not in LEADING:
        raise ServiceIsUnknown
    return of_place(place)


def _require_here(where: Standpoint, service_id: str) -> None:
    if not catalogue()[service_id].is_in(where.state):
        raise ServiceIsUnknown
