"""How our payments compare with the operating unit's list: a society's days, and all societies."""

from __future__ import annotations

from typing import Any

from flask import Blueprint, Response, request

from portal.actions import comparing
from portal.actions import comparison as reads
from portal.domain.comparison import Class
from portal.domain.comparison_words import ALARMS, CLASSES, STATES
from portal.domain.dates import ist_on, next_on, parse_on, previous_on
from portal.storage import comparison as stored
from portal.storage.comparison import Looked
from portal.web.access import allow, doer, here, person, reach
from portal.web.house import bill_unit, house
from portal.web.once import slip
from portal.web.page import page, see

bp = Blueprint("comparison", __name__)

WORDS: dict[str, Any] = {"classes": CLASSES, "states": STATES, "alarm_words": ALARMS}
_WIDE = ("state", "nation")


def _asking() -> dict[str, Any]:
    """Say when today was last compared, and whether it is being compared just now."""
    looked: Looked = stored.looked()
    now = house().clock.now_ms()
    return {
        "has_unit": bill_unit() is not None, "looked_at": looked.last_at,
        "is_asked": looked.last_at is not None and looked.next_at <= now,
    }  # fmt: skip


@bp.get("/comparison")
@allow("read_comparison")
def days() -> Response:
    """Show a society's last fourteen days, or, to wider roles, how all their societies stand."""
    now = house().clock.now_ms()
    who = person()
    if who.society_id is None and "society" not in request.args:
        is_wide = who.place is not None and who.place.level in _WIDE
        return page(
            "comparison/societies.html", view=reads.overview(reach(), now), **WORDS, **_asking(),
            strays=comparing.strays(now) if is_wide else [],
        )  # fmt: skip
    society = here()
    return page(
        "comparison/days.html", lines=reads.fortnight(society.id, now), today_on=ist_on(now),
        alarms=comparing.alarms([society.id], now), **WORDS, **_asking(),
    )  # fmt: skip


@bp.post("/comparison")
@allow("read_comparison")
def ask() -> Response:
    """Have today compared at once."""
    if person().society_id is not None or "society" in request.args:
        here()
    return see(comparing.ask_for_comparison(doer(), slip({})).location)


@bp.get("/comparison/<paid_on>")
@allow("read_comparison")
def day(paid_on: str) -> Response:
    """Show what a day's comparison found, and what is to be done about each difference."""
    on = parse_on(paid_on)
    found = reads.day_of(here().id, on)
    is_past = on < ist_on(house().clock.now_ms())
    return page(
        "comparison/day.html", day=found, line=found.line, kinds=list(Class),
        before_on=previous_on(on), after_on=next_on(on) if is_past else None, **WORDS,
    )  # fmt: skip
