"""The closure of the demo: polling day of the panchayat in the home block, ten days ahead."""

from __future__ import annotations

from portal.actions.closures import declare
from portal.demo.stories import HOME_CODE
from portal.domain.closures import NewClosure
from portal.domain.dates import days_after
from portal.domain.people import Doer, Slip
from portal.storage import places
from portal.storage.people import Person

_DAYS_AHEAD = 10


def declare_polling_day(officer: Person, society_code: str, today_on: str, at: int) -> None:
    """Let the officer of the home block declare it; nothing for other blocks."""
    if society_code != HOME_CODE or officer.place_id is None:
        return
    own = places.place_by_id(officer.place_id)
    assert own is not None
    on = days_after(today_on, _DAYS_AHEAD)
    slip = Slip(f"demo-closure-{own.code}", b"demo", officer.id, 0)
    wish = NewClosure(on, on, "पंचायत चुनाव: मतदान का दिन", "Panchayat election: polling day")
    declare(Doer(officer.id, officer.role, at), slip, own, "", wish)
