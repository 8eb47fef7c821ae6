"""The connections of a household: offered when somebody comes again, forgotten on wish."""

from __future__ import annotations

from portal.actions.exactly_once import Done, exactly_once
from portal.domain.people import Doer, Slip
from portal.storage import bill_connections, daybook
from portal.storage.bill_connections import Connection
from portal.storage.served import Whom

MOST = 5


def connections_of(society_id: int, whom: Whom | None, first: str = "") -> list[Connection]:
    """List a person's connections, those of the biller ``first`` before others."""
    if whom is None:
        return []
    found = bill_connections.connections(society_id, *whom)
    return sorted(found, key=lambda one: one.biller_id != first)[:MOST]


def forget(
    doer: Doer, slip: Slip, society_id: int, whom: Whom, key: str, location: str
) -> Done:  # fmt: skip
    """Offer the connections whose key begins so no longer; what is gone already stays so."""

    def deed() -> Done:
        daybook.lock_book(society_id)
        for one in bill_connections.connections(society_id, *whom):
            if one.connection_key.startswith(key):
                bill_connections.forget(society_id, *whom, one.connection_key)
        return Done(location)

    return exactly_once(doer, slip, deed)
