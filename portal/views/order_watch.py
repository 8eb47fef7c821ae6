"""The officer's watch over bill payments: what of them waits for a person, in the whole area."""

from __future__ import annotations

from flask import Blueprint, Response

from portal.storage import order_watch as stored
from portal.views.order_words import STATE_NAMES
from portal.web.access import allow, person
from portal.web.house import house
from portal.web.page import page

bp = Blueprint("order_watch", __name__)

OVERRIDES_MS = 31 * 24 * 3_600_000  # how long a bill paid in spite of another stays listed


@bp.get("/orders/watch")
@allow("read_round")
def watch() -> Response:
    """Show what waits: the oldest first, each with the way to it."""
    place = person().place
    assert place is not None, "who reads rounds has a place"
    where, now = (place.level, place.id), house().clock.now_ms()
    return page(
        "order_watch/watch.html", place=place, now=now, most=stored.MOST,
        overdue=stored.overdue(*where, now), to_decide=stored.to_decide(*where),
        not_given_back=stored.not_given_back(*where, now),
        short_wallets=stored.short_wallets(*where),
        overrides=stored.overrides(*where, now - OVERRIDES_MS),
        states={one.value: name for one, name in STATE_NAMES.items()},
    )  # fmt: skip
