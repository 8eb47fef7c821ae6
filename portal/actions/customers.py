"""Walk-in customers: written down once, found by the same search, never in the register."""

from __future__ import annotations

from portal.actions.exactly_once import Done, exactly_once
from portal.actions.posting import note_act
from portal.actions.register import business_date
from portal.domain.lookup import CUSTOMERS, IndexedNames
from portal.domain.members import CATEGORIES
from portal.domain.people import Doer, Slip
from portal.domain.refusals import N_, Refusal
from portal.domain.register import ChoiceIsUnknown, MemberNameIsMissing, require_name
from portal.storage import customers, lookup
from portal.storage.customers import Customer
from portal.storage.daybook import lock_book


class CustomerIsUnknown(Refusal):
    """There is no such customer within one's reach (P9)."""

    message = N_("There is no such customer here.")
    status = 404


def add_customer(
    doer: Doer, slip: Slip, society_id: int, name_hi: str, village_hi: str, mobile: str,
    category: str,
) -> Done:  # fmt: skip
    """Write a walk-in customer down; raise MemberNameIsMissing, NameHasNoLetters, ChoiceIsUnknown.

    The act names the key alone, so that the words can be erased later.
    """

    def deed() -> Done:
        require_name(name_hi, "name_hi", MemberNameIsMissing)
        if category not in ("", *CATEGORIES):
            raise ChoiceIsUnknown(field="category")
        lock_book(society_id)
        one = Customer(
            society_id, customers.next_id(society_id), name_hi, village_hi, mobile, category,
            doer.at, doer.person_id,
        )  # fmt: skip
        customers.insert(one)
        names = IndexedNames(name_hi, village_hi=village_hi)
        lookup.index_records(society_id, CUSTOMERS, [(one.id, None, names)])
        note_act(
            doer, society_id, "customer_added", business_date(doer, society_id), customer=one.id
        )
        return Done(f"/customers/{one.id}?new=1")

    return exactly_once(doer, slip, deed)


def customer(society_id: int, customer_id: int) -> Customer:
    """Return a walk-in customer of the society; raise CustomerIsUnknown."""
    found = customers.customer(society_id, customer_id)
    if found is None:
        raise CustomerIsUnknown
    return found
