"""The slips of the demo: a batch drawn and printed for the next outage, the last one spoilt."""

from __future__ import annotations

from portal.actions.outage_slips import draw, note_printing, settle
from portal.domain.people import Doer, Slip
from portal.storage.people import Person

_COUNT = 12


def draw_for_an_outage(who: Person, society_id: int, at: int) -> None:
    """Draw the society's first slips."""
    doer = Doer(who.id, who.role, at)
    draw(doer, _slip(who, society_id, "draw"), society_id, _COUNT)
    note_printing(doer, _slip(who, society_id, "print"), society_id, 1)
    settle(
        doer, _slip(who, society_id, "void"), society_id, _COUNT, _COUNT, "void",
        "छापते समय काग़ज़ फट गया",
    )  # fmt: skip


def _slip(who: Person, society_id: int, what: str) -> Slip:
    return Slip(f"demo-slips-{what}-{society_id}", b"demo", who.id, society_id)
