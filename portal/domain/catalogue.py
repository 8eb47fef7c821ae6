"""The services of the counter: what a villager asks for, what each needs, costs and leads to here.

A service is found by its name, by everyday words in both scripts, and by its category.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from enum import StrEnum

from portal.domain.refusals import N_, Refusal
from portal.domain.service_search import ServiceIndex

EVERYWHERE = "ALL"


class ServiceIsUnknown(Refusal):
    """There is no such service, or not in this state."""

    message = N_("There is no such service here.")
    status = 404


class FeeBeginsInThePast(Refusal):
    """A fee is set for a day that is over; what was charged then stays what it was."""

    message = N_("A fee can begin today or later.")
    status = 422
    field = "valid_from"


class FeeBeginsTooLate(Refusal):
    """A fee is set for more than a year from now."""

    message = N_("Choose a day within a year from today.")
    status = 422
    field = "valid_from"


class ReasonIsMissing(Refusal):
    """A fee or a switch names the order or the reason it rests on."""

    message = N_("Write by whose order or why.")
    status = 422


class FeeIsTooLarge(Refusal):
    """A fee above a lakh is a slip of the pen."""

    message = N_("A fee can be ₹ 1,00,000 at most.")
    status = 422
    field = "fee"


class Kind(StrEnum):
    """What a service is: who acts, and where its money goes."""

    BILL = "bill_payment"
    APPLICATION = "application"
    INFORMATION = "information"
    PENSION = "pension"
    BOOKING = "booking"
    BANKING = "banking"
    SALE = "sale"
    MEMBER_TASK = "member_task"


FEE_TASK = "csc_service_fee"
BILL_TASK = "csc_bill_cash"
SHOP_TASK = "fert_sale_cash"
#: Goods over the society's own counter, by category; photocopies and photos are a fee of ours.
_SALE_TASKS = {"agri": SHOP_TASK, "pacs": SHOP_TASK, "other": FEE_TASK}


@dataclass(frozen=True, slots=True)
class Category:
    """One of the groups of the menu."""

    code: str
    rank: int
    name_hi: str
    name_en: str
    aliases: str


@dataclass(frozen=True, slots=True)
class Service:
    """A service as config/services.csv has it.

    ``short_hi`` is what people call it, ``papers`` what they bring, ``states`` where it exists
    (empty: all India), ``billers`` who is paid by way of Bharat Connect. ``is_usual`` says that
    most counters do it.
    """

    id: str
    category: str
    name_hi: str
    short_hi: str
    name_en: str
    kind: Kind
    provider: str
    fee_note_hi: str
    papers: tuple[str, ...]
    states: frozenset[str]
    billers: tuple[str, ...]
    aliases: str
    is_usual: bool

    def is_in(self, state: str) -> bool:
        """Say whether the service exists in a state; without a state only what is everywhere."""
        return not self.states or state in self.states

    @property
    def task(self) -> str:
        """The voucher task that its money is taken by, '' where none is taken."""
        if self.kind == Kind.BILL:
            return BILL_TASK
        if self.kind == Kind.SALE:
            return _SALE_TASKS[self.category]
        return "" if self.kind in (Kind.BANKING, Kind.MEMBER_TASK) else FEE_TASK


@dataclass(frozen=True, slots=True)
class Fee:
    """What a service costs from a day on: paise, or None where it is not known any more.

    ``place_id`` None and ``set_by`` None are the list that the portal came with.
    """

    id: int
    service_id: str
    place_id: int | None
    fee_paise: int | None
    valid_from_on: str
    source: str
    set_by: int | None
    set_at: int | None


def fee_on(fees: Iterable[Fee], on: str, place_ids: Sequence[int]) -> Fee | None:
    """Return the fee of a day, or None where none is known.

    The nearest place that has one decides (``place_ids``: district, then state, then the list);
    of its rows the newest that is valid on the day counts.
    """
    known = [fee for fee in fees if fee.valid_from_on <= on]
    for place_id in (*place_ids, None):
        rows = [fee for fee in known if fee.place_id == place_id]
        if rows:
            newest = max(rows, key=lambda fee: (fee.valid_from_on, fee.id))
            return newest if newest.fee_paise is not None else None
    return None


def coming_fee(fees: Iterable[Fee], on: str, place_id: int) -> Fee | None:
    """Return the next fee of a place that is set but not valid yet, or None."""
    later = [fee for fee in fees if fee.place_id == place_id and fee.valid_from_on > on]
    return min(later, key=lambda fee: (fee.valid_from_on, -fee.id), default=None)


@dataclass(frozen=True, slots=True)
class Switch:
    """A place's word on a service: on, or off for a reason."""

    service_id: str
    place_id: int
    is_offered: bool
    reason: str


def switched_off(switches: Iterable[Switch], place_ids: Sequence[int]) -> dict[str, Switch]:
    """Return what is off at a place, by service; the nearest place that said anything decides."""
    nearest: dict[str, Switch] = {}
    order = {place_id: at for at, place_id in enumerate(place_ids)}
    for one in sorted(switches, key=lambda switch: order[switch.place_id]):
        nearest.setdefault(one.service_id, one)
    return {service_id: one for service_id, one in nearest.items() if not one.is_offered}


@dataclass(frozen=True, slots=True)
class Found:
    """What a search found; ``is_guess`` says that no service has all the words as written."""

    services: list[Service]
    is_guess: bool = False


@dataclass(frozen=True, slots=True)
class Menu:
    """What is offered at one place: its state, what is off, what was used last (newest first)."""

    state: str = ""
    off: Mapping[str, Switch] = field(default_factory=dict)
    used: Sequence[str] = ()


class Catalogue:
    """All services by id and by category."""

    def __init__(self, categories: Iterable[Category], services: Iterable[Service]) -> None:
        """Keep categories by rank and services in the order of their list."""
        self.categories = tuple(sorted(categories, key=lambda one: one.rank))
        self._by_id = {one.id: one for one in services}
        aliases = {
            one.code: f"{one.name_hi} {one.name_en} {one.aliases}" for one in self.categories
        }
        self._index = ServiceIndex(
            (one.id, f"{one.short_hi} {one.name_hi} {one.name_en}",
             f"{one.aliases} {one.provider}", aliases[one.category])
            for one in self._by_id.values()
        )  # fmt: skip

    def __iter__(self) -> Iterator[Service]:
        """Go through all services in order."""
        return iter(self._by_id.values())

    def __getitem__(self, service_id: str) -> Service:
        """Return a service; raise ServiceIsUnknown."""
        try:
            return self._by_id[service_id]
        except KeyError:
            raise ServiceIsUnknown from None

    def category(self, code: str) -> Category:
        """Return a category; raise ServiceIsUnknown."""
        for one in self.categories:
            if one.code == code:
                return one
        raise ServiceIsUnknown

    def of_category(self, code: str, menu: Menu) -> list[Service]:
        """List a category's services at a place: the state's own first, then those of all India."""
        found = [
            one for one in self
            if one.category == code and one.is_in(menu.state) and one.id not in menu.off
        ]  # fmt: skip
        return sorted(found, key=lambda one: not one.states)

    def used(self, menu: Menu) -> list[Service]:
        """List what a society used last and is still offered, the newest first."""
        known = (self._by_id.get(service_id) for service_id in menu.used)
        return [
            one for one in known
            if one is not None and one.is_in(menu.state) and one.id not in menu.off
        ]  # fmt: skip

    def search(self, words: str, menu: Menu, most: int = 15) -> Found:
        """Find services by the beginnings of words in either script, the best first.

        Where no service has all the words, spellings that sound alike are tried, and at last
        those that have most of the words. Without a state, services of every state are found.
        """
        scores, is_guess = self._index.scores(words)
        place = {service_id: at for at, service_id in enumerate(menu.used)}
        order = {service_id: at for at, service_id in enumerate(self._by_id)}
        found = [
            self._by_id[service_id] for service_id in scores
            if service_id not in menu.off
            and (not menu.state or self._by_id[service_id].is_in(menu.state))
        ]  # fmt: skip
        found.sort(key=lambda one: (
            scores[one.id], place.get(one.id, len(place)), not one.states, order[one.id]
        ))  # fmt: skip
        return Found(found[:most], is_guess)


def read_categories(rows: Iterable[Mapping[str, str]]) -> list[Category]:
    """Read the categories of config/."""
    return [
        Category(one["code"], int(one["rank"]), one["name_hi"], one["name_en"], one["aliases"])
        for one in rows
    ]


def read_services(rows: Iterable[Mapping[str, str]]) -> list[Service]:
    """Read the services of config/."""
    return [
        Service(
            id=one["id"], category=one["category"], name_hi=one["name_hi"],
            short_hi=one["short_hi"] or one["name_hi"], name_en=one["name_en"],
            kind=Kind(one["kind"]), provider=one["provider"], fee_note_hi=one["fee_note_hi"],
            papers=_parts(one["documents_hi"], ";"),
            states=frozenset(_parts(one["state_scope"], ",")) - {EVERYWHERE},
            billers=_parts(one["biller_id"], ";"), aliases=one["aliases"],
            is_usual=one["confidence"] == "high",
        )
        for one in rows
    ]  # fmt: skip


def _parts(text: str, mark: str) -> tuple[str, ...]:
    return tuple(part.strip() for part in text.split(mark) if part.strip())
