"""The settings of a society's counter, and the agent in whose name its bills are paid."""

from __future__ import annotations

from dataclasses import asdict

from portal.actions.exactly_once import Done, exactly_once
from portal.actions.posting import note_act
from portal.domain.act_proof import COUNTER_SET
from portal.domain.bill_payments import Agent
from portal.domain.counter import Counter, check_counter
from portal.domain.people import Doer, Slip
from portal.storage import counter as stored


def counter_of(society_id: int) -> Counter:
    """Return a society's counter; all is empty where nothing was ever set."""
    found = stored.counter(society_id)
    return found.counter if found else Counter()


def agent_of(society_id: int) -> Agent | None:
    """Return the society's own registered agent; None names the portal's."""
    return counter_of(society_id).agent


def set_counter(doer: Doer, slip: Slip, society_id: int, counter: Counter) -> Done:
    """Set what others know of the counter; who set what stays in the society's chain of acts.

    Raises what ``check_counter`` raises: the first field that is wrong.
    """

    def deed() -> Done:
        kept = check_counter(counter)
        if kept != counter_of(society_id):
            note_act(doer, society_id, COUNTER_SET, doer.today_on, **asdict(kept))
            stored.put(society_id, kept, doer.at, doer.person_id)
        return Done("/counter?done=1")

    return exactly_once(doer, slip, deed)
