"""The block officer's pages: the round of the societies, and the check of one day."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from flask import Blueprint, Response, abort, g, redirect, request
from flask_babel import gettext
from flask_babel import lazy_gettext as _l

from portal.actions import comparing, round, verification
from portal.actions.delegations import year_began_at
from portal.domain.dates import financial_year, fy_range
from portal.domain.day import ReasonIsMissing
from portal.storage import delegations, people, reopenings
from portal.storage.reference import chart
from portal.views.daybook import kind_name
from portal.web import filters
from portal.web.access import DeedIsNotAllowed, allow, doer, may, person, society_for
from portal.web.fields import PageForm, RemarkField
from portal.web.house import house
from portal.web.locale import in_language, named
from portal.web.once import slip
from portal.web.page import page, see

bp = Blueprint("officer", __name__)

Names = Mapping[int, tuple[str, str]]
_SHOWN = {
    "amount": filters.rs, "receipts": filters.rs, "payments": filters.rs, "number": filters.digits,
    "on": filters.on, "moment": filters.moment, "remark": str, "reason": gettext,
    "dates": lambda dates: ", ".join(filters.on(one) for one in dates),
    "kinds": lambda kinds: ", ".join(kind_name(one) for one in kinds),
    "head": lambda head: named(chart()[head]),
}  # fmt: skip


class RemarkForm(PageForm):
    """What is to be put right."""

    remark = RemarkField(_l("What is to be put right?"), most=500)


@bp.app_template_filter()
def said(one: Any, names: Names | None = None) -> str:
    """Say a cause or a check in the page's language; ``names`` are people's by key."""
    values = {
        key: in_language(*(names or {})[value]) if key in ("name", "other") else _SHOWN[key](value)
        for key, value in one.params.items()
    }
    text = gettext(one.text)
    return text % values if values else text


@bp.get("/officer")
@allow("read_round")
def the_round() -> Response:
    """Show how each society of the block stands, exceptions first."""
    place = person().place
    assert place is not None, "who reads rounds has a place"
    if place.level != "block":
        return see("/places")
    now = house().clock.now_ms()
    found = round.round_of(place.level, place.id, now)
    ids = [line.standing.id for line in found.lines]
    alarms = comparing.alarms(ids, now) if may("read_comparison") else []
    year = fy_range(financial_year(found.today.on))
    return page(
        "officer/round.html", round=found, place=place, alarms=alarms,
        reopened=reopenings.standings(place.level, place.id, *year),
    )  # fmt: skip


@bp.post("/officer")
@allow("verify_day")
def verify() -> Response:
    """Verify one clean day by one tap: ``verify`` holds the society's code and the date."""
    wish = request.form.get("verify", "")
    this_slip = slip({"verify": wish})
    code, _, day_on = wish.partition(":")
    society = society_for(person(), code)
    return see(verification.verify_day(doer(), this_slip, society.id, day_on, "/officer").location)


@bp.get("/officer/<code>/<day_on>")
@allow("read_round")
def day(code: str, day_on: str) -> Response:
    """Show what is to be checked of a day."""
    return _day_page(code, day_on, RemarkForm(formdata=None))


def _day_page(
    code: str, day_on: str, form: PageForm, status: int = 200, refusal: str | None = None
) -> Response:
    g.society = society_for(person(), code)
    check = round.day_check(g.society, day_on)
    return page(
        "officer/day.html", status, check=check, day=check.day, form=form, refusal=refusal,
        names=people.names(check.people()), remark_of=round.remark_of,
        on_behalf_times=_on_behalf_times(g.society.id),
        is_own=person().id in check.hands, request_of=round.request_of,
    )  # fmt: skip


def _on_behalf_times(society_id: int) -> int:
    """Count how often this year others worked on behalf of a society's people (D10)."""
    return delegations.count_of(society_id, year_began_at(house().clock.now_ms()))


@bp.post("/officer/<code>/<day_on>")
@allow("verify_day")
def decide(code: str, day_on: str) -> Response:
    """Verify the day, send it back, or call for a spot check; the last two need a remark."""
    society = g.society = society_for(person(), code)
    form = RemarkForm()
    outcome, remark = request.form.get("outcome", ""), form.remark.data or ""
    this_slip = slip({"outcome": outcome, "remark": remark})
    if outcome == "verified":
        done = verification.verify_day(doer(), this_slip, society.id, day_on, "/officer")
        return redirect(done.location, 303)  # type: ignore[return-value]
    if outcome not in ("sent_back", "spot_check"):
        abort(400)
    if not may("send_back_day"):
        raise DeedIsNotAllowed
    if not form.validate():
        return _day_page(code, day_on, form, 422)
    try:
        done = verification.remark_on_day(
            doer(), this_slip, society.id, day_on, outcome, remark, "/officer"
        )
    except ReasonIsMissing as refusal:
        form.refuse(refusal)
        return _day_page(code, day_on, form, 422, refusal.name)
    return redirect(done.location, 303)  # type: ignore[return-value]
