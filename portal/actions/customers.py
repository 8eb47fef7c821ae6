"""Walk-in customers: written down once, found by the same search, never in the register."""

from __future__ import annotations

from typing import NamedTuple

from portal.actions.exactly_once import Done, exactly_once
from portal.actions.posting import note_act
from portal.actions.register import business_date
from portal.domain.lookup import CUSTOMERS, IndexedNames
from portal.domain.members import CATEGORIES, FARMER_TYPES, SEXES
from portal.domain.people import Doer, Slip
from portal.domain.refusals import N_, Refusal
from portal.domain.register import (
    BirthIsWrong,
    ChoiceIsUnknown,
    MemberNameIsMissing,
    require_name,
)
from portal.storage import customers, lookup
from portal.storage.customers import Customer
from portal.storage.daybook import lock_book


class CustomerIsUnknown(Refusal):
    """There is no such customer within one's reach (P9)."""

    message = N_("There is no such customer here.")
    status = 404


class About(NamedTuple):
    """What a customer may be asked for the reports (F49); nothing of it must be answered.

    ``birth_on`` is a date or a year alone.
    """

    category: str = ""
    sex: str = ""
    birth_on: str = ""
    farmer_type: str = ""


NOT_ASKED = About()
_CHOICES = {"category": CATEGORIES, "sex": SEXES, "farmer_type": FARMER_TYPES}


def require_about(about: About, today_on: str) -> None:
    """Refuse strange choices and a birth still to come; raise ChoiceIsUnknown, BirthIsWrong."""
    for field, known in _CHOICES.items():
        if getattr(about, field) not in ("", *known):
            raise ChoiceIsUnknown(field=field)
    if about.birth_on and about.birth_on > today_on[: len(about.birth_on)]:
        raise BirthIsWrong


def add_customer(
    doer: Doer, slip: Slip, society_id: int, name_hi: str, village_hi: str, mobile: str,
    about: About = NOT_ASKED,
) -> Done:  # fmt: skip
    """Write a walk-in customer down.

    The act names the key alone, so that the words can be erased later. Raises MemberNameIsMissing,
    NameHasNoLetters and what ``require_about`` raises.
    """

    def deed() -> Done:
        require_name(name_hi, "name_hi", MemberNameIsMissing)
        require_about(about, doer.today_on)
        lock_book(society_id)
        one = Customer(
            society_id, customers.next_id(society_id), name_hi, village_hi, mobile,
            added_at=doer.at, added_by=doer.person_id, **about._asdict(),
        )  # fmt: skip
        customers.insert(one)
        names = IndexedNames(name_hi, village_hi=village_hi)
        lookup.index_records(society_id, CUSTOMERS, [(one.id, None, names)])
        note_act(
            doer, society_id, "customer_added", business_date(doer, society_id), customer=one.id
        )
        return Done(f"/customers/{one.id}?new=1")

    return exactly_once(doer, slip, deed)


def change_about(
    doer: Doer, slip: Slip, society_id: int, customer_id: int, about: About
) -> Done:  # fmt: skip
    """Write down what was not asked before; raise CustomerIsUnknown and as ``require_about``."""

    def deed() -> Done:
        require_about(about, doer.today_on)
        lock_book(society_id)
        one = customer(society_id, customer_id)
        customers.set_about(one._replace(**about._asdict()))
        day_on = business_date(doer, society_id)
        note_act(doer, society_id, "customer_changed", day_on, customer=one.id)
        return Done(f"/customers/{one.id}?new=1")

    return exactly_once(doer, slip, deed)


def customer(society_id: int, customer_id: int) -> Customer:
    """Return a walk-in customer of the society; raise CustomerIsUnknown."""
    found = customers.customer(society_id, customer_id)
    if found is None:
        raise CustomerIsUnknown
    return found
