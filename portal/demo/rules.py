"""A change of a pension rule that waits for a second person; made up, and it says so."""

from __future__ import annotations

from portal.actions import rule_changes as deeds
from portal.demo.hours import instant
from portal.domain.people import Doer, Slip
from portal.domain.rule_changes import Proposal, base_rows, digest_of
from portal.storage import places
from portal.storage.pension_rules import fresh_rule_book
from portal.storage.people import person_called

SCHEME = "MP_OLD"
_TEN = 10


def propose_change(from_on: str, today_on: str, now: int) -> None:
    """Let one officer of the state propose another amount; nobody approves it, so no rule changes.

    ``from_on`` is the day from which it would hold.
    """
    maker, place = person_called("state"), places.place("MP")
    assert maker is not None
    assert place is not None
    base = base_rows(fresh_rule_book(), SCHEME)
    rows = tuple(
        row | {"valid_from": from_on, "amount_rs": "700", "source": "नमूना: असली आदेश नहीं"}
        for row in base
    )
    wish = Proposal(SCHEME, from_on, rows, digest_of(base), "नमूना: रकम 600 से 700 रुपये")
    at = min(instant(today_on, _TEN), now)
    deeds.propose(
        Doer(maker.id, maker.role, at), Slip("demo-rule-change", b"demo", maker.id, 0), place, wish
    )
