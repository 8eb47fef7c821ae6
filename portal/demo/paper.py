"""A day of the demo that was typed from paper: slips on one sheet, and nobody had counted."""

from __future__ import annotations

from portal.actions.backlog import close_uncounted
from portal.actions.paper_slips import save_sheet
from portal.demo.counter import Asked
from portal.demo.desk import Desk
from portal.domain.paper_slips import SlipLine
from portal.domain.tasks import Filled
from portal.storage.people import Person
from portal.storage.reference import task_book

#: Time on the slip, task, name and paise.
_SLIPS = (
    ("10:15", "csc_service_fee", "रमेश चौहान", 50_00),
    ("11:40", "gunny_sale", "कमला बाई", 120_00),
    ("12:05", "csc_service_fee", "इस्माइल खान", 20_00),
    ("15:30", "tea_expense", "गणेश होटल", 40_00),
)


def type_slips(desk: Desk, person: Person, on: str, at: int) -> None:
    """Type the slips of a day that is past, on one sheet."""
    lines = [
        SlipLine(
            place, time, task_book()[task],
            desk.draft(Asked(task, Filled((paise,), party=party, paper_no=str(40 + place)))),
        )
        for place, (time, task, party, paise) in enumerate(_SLIPS, start=1)
    ]  # fmt: skip
    doer, slip = desk.doer(person, at), desk.slip(person)
    save_sheet(doer, slip, desk.society.id, on, lines, 0, desk.sealer)


def close_without_a_count(desk: Desk, person: Person, on: str, at: int) -> None:
    """Close it as it was: the cash of that evening was not counted."""
    doer, slip = desk.doer(person, at), desk.slip(person)
    close_uncounted(doer, slip, desk.society.id, on, desk.sealer)
