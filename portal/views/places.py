"""Where the societies stand, from the widest place down to each society."""

from __future__ import annotations

from flask import Blueprint, Response, request

from portal.actions import round
from portal.domain.pension_rules import EVERYWHERE
from portal.domain.rule_changes import NATION
from portal.storage import rule_changes
from portal.storage.places import Place
from portal.web.access import allow, may, person
from portal.web.house import house
from portal.web.page import page

bp = Blueprint("places", __name__)


@bp.get("/places")
@allow("read_places")
def places() -> Response:
    """Show the places below one's own or below ``place``; of a block or branch, its societies."""
    own = person().place
    assert own is not None, "who reads places has one"
    path = round.place_within(own, request.args.get("place", ""))
    at = house().clock.now_ms()
    last = path[-1]
    if last.level in round.LISTED_BY_SOCIETY:
        found = round.round_of(last.level, last.id, at)
        return page("places/societies.html", path=path, round=found)
    return page(
        "places/places.html", path=path, view=round.view_of(path, at),
        rules_waiting=_rules_waiting(own),
    )  # fmt: skip


def _rules_waiting(own: Place) -> int:
    """Count the changes of pension rules that wait for this person's decision."""
    if not may("decide_rule"):
        return 0
    found = rule_changes.waiting((EVERYWHERE if own.level == NATION else own.code,))
    return sum(one.proposed_by != person().id for one in found)
