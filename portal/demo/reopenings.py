"""The reopened day of the demo: a payment left out was found in the evening and entered."""

from __future__ import annotations

from random import Random

from portal.actions import reopenings
from portal.demo.counter import Asked
from portal.demo.desk import Desk
from portal.demo.hours import MINUTE, Hours
from portal.domain.tasks import Filled
from portal.storage.people import person_called

_TASK = "tea_expense"
_WHY = "शाम को मिलान में चाय के खर्च की एक पर्ची छूटी मिली"


def reopen_one_evening(desk: Desk, hours: Hours, source: Random, on: str) -> None:
    """Ask, grant by the district, enter what was left out, count and close again."""
    manager, operator = desk.people["manager"], desk.people["operator"]
    district = person_called("district")
    assert district is not None
    at, society_id = hours.closed_at, desk.society.id
    wish = reopenings.Wish(on, (_TASK,), 2, _WHY)
    done = reopenings.ask(desk.doer(manager, at + 9 * MINUTE), desk.slip(manager), society_id, wish)
    reopenings.grant(
        desk.doer(district, at + 16 * MINUTE), desk.slip(district), society_id,
        int(done.location.rsplit("/", 1)[1]), 1, "",
    )  # fmt: skip
    tea = desk.draft(Asked(_TASK, Filled((60_00,), party="गणेश होटल")))
    desk.enter(operator, at + 21 * MINUTE, tea)
    again = Hours(
        hours.opened_at, hours.first_at, hours.bank_at, hours.last_at, at + 24 * MINUTE,
        at + 31 * MINUTE,
    )  # fmt: skip
    desk.count_and_close(operator, again, source)
