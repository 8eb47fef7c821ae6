"""The cash limit of a society, the days above it, and the way to the bank at midday."""

from __future__ import annotations

from flask import Blueprint, Response, request
from flask_babel import lazy_gettext as _l

from portal.actions import cash_limit as deeds
from portal.domain.cash_limit import Limit
from portal.domain.refusals import Refusal
from portal.storage import cash_limit as stored
from portal.storage import people
from portal.web.access import allow, doer, here, person
from portal.web.fields import AmountField, ChoiceField, PageForm, RemarkField, as_key
from portal.web.once import slip
from portal.web.page import is_blind, page, see

bp = Blueprint("cash_limit", __name__)
MOST = 31
MOST_CHANGES = 5


class LimitForm(PageForm):
    """The limit, for how many days it may be passed, and why it is so."""

    limit = AmountField(_l("Most cash in the box at closing"))
    days = ChoiceField(_l("Days in a row above it before the officer is told"), coerce=as_key)
    remark = RemarkField(_l("Why this limit?"), most=200)


@bp.get("/cash-limit")
@allow("read_books")
def limit() -> Response:
    """Show the limit and the days above it, or the societies above theirs."""
    place = person().place
    if place is not None and "society" not in request.args:
        found = stored.above_within(place.level, place.id, MOST)
        return page("cash_limit/societies.html", societies=found)
    society = here()
    data = {"limit": society.cash_limit_paise, "days": society.cash_limit_days}
    return _page(LimitForm(formdata=None, data=data))


def _page(form: LimitForm, status: int = 200, refusal: str | None = None) -> Response:
    society = here()
    now = society.cash_limit_paise
    changes = stored.history(society.id, MOST_CHANGES)
    return page(
        "cash_limit/limit.html", status, form=form, limit=now, refusal=refusal, changes=changes,
        above=stored.days_above(society.id, now, MOST) if now else [],
        names=people.names({one.set_by for one in changes}), days=(0, 1, 2, 3, 5, 7),
    )  # fmt: skip


@bp.app_template_global()
def above_now() -> int:
    """By how many paise the box is above the limit now; 0 while the cash is counted blind."""
    return 0 if is_blind() else deeds.above_now(here())


@bp.post("/cash-limit")
@allow("set_cash_limit")
def set_limit() -> Response:
    """Set the limit."""
    society = here()
    form = LimitForm()
    if not form.validate():
        return _page(form, 422)
    wish = Limit(form.limit.data or 0, form.days.data or 0, form.remark.data or "")
    try:
        paper = slip({"limit": wish.paise, "days": wish.days, "remark": wish.reason})
        return see(deeds.set_limit(doer(), paper, society.id, wish).location)
    except Refusal as refusal:
        if refusal.status != 422:
            raise
        form.refuse(refusal)
        return _page(form, 422, refusal.name)
