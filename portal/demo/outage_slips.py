"""The slips of the demo: a batch drawn and printed, the first used, the last one spoilt."""

from __future__ import annotations

from portal.actions.outage_slips import draw, note_printing, printed_number, settle
from portal.actions.paper_slips import save_sheet
from portal.demo.counter import Asked
from portal.demo.desk import Desk
from portal.domain.dates import ist_on, ist_time
from portal.domain.paper_slips import SlipLine
from portal.domain.people import Doer, Slip
from portal.domain.tasks import Filled
from portal.storage.people import Person
from portal.storage.reference import task_book

_COUNT = 12
_TASK = "csc_service_fee"


def draw_for_an_outage(desk: Desk, at: int) -> None:
    """Draw the society's first slips; the light was gone for a moment, so one is used already."""
    who, society_id = desk.people["operator"], desk.society.id
    doer = Doer(who.id, who.role, at)
    draw(doer, _slip(who, society_id, "draw"), society_id, _COUNT)
    note_printing(doer, _slip(who, society_id, "print"), society_id, 1)
    settle(
        doer, _slip(who, society_id, "void"), society_id, _COUNT, _COUNT, "void",
        "छापते समय काग़ज़ फट गया",
    )  # fmt: skip
    first = printed_number(desk.society.code, 1, desk.sealer)
    draft = desk.draft(Asked(_TASK, Filled((30_00,), party="रुक्मणी बाई", paper_no=first)))
    save_sheet(
        doer, _slip(who, society_id, "type"), society_id, ist_on(at),
        [SlipLine(1, ist_time(at), task_book()[_TASK], draft)], 0, desk.sealer,
    )  # fmt: skip


def _slip(who: Person, society_id: int, what: str) -> Slip:
    return Slip(f"demo-slips-{what}-{society_id}", b"demo", who.id, society_id)
