"""Closures: an officer closes all societies of a place for some days, and may withdraw it."""

from __future__ import annotations

from flask import Blueprint, Response, request
from flask_babel import lazy_gettext as _l

from portal.actions import closures as deeds
from portal.actions.round import place_within
from portal.domain.closures import LEVELS, NewClosure
from portal.domain.refusals import Refusal
from portal.storage import closures, people, places
from portal.storage.places import Place
from portal.web.access import allow, doer, person
from portal.web.fields import ChoiceField, DateField, PageForm, WordsField
from portal.web.once import slip
from portal.web.page import page, see

bp = Blueprint("closures", __name__)
MOST = 30
LARGEST_KEY = 2**31 - 1


class ClosureForm(PageForm):
    """Which societies, from when to when, and why."""

    place = ChoiceField(_l("Which societies"))
    first_on = DateField(_l("First day"))
    last_on = DateField(_l("Last day"), blank_ok=True)
    name_hi = WordsField(_l("Why are they closed?"), most=80)
    name_en = WordsField(_l("The same in English"), most=80)


def _own() -> Place:
    return deeds.own_or_unknown(person().place)


@bp.get("/closures")
@allow("declare_closure")
def all_closures() -> Response:
    """List the closures around one's place, and ask for a new one."""
    return _page(ClosureForm(formdata=None))


def _page(form: ClosureForm, status: int = 200, refusal: str | None = None) -> Response:
    own = _own()
    at = place_within(own, request.args.get("place", ""))[-1]
    below = [one for one in places.places_under(at.id) if one.level in LEVELS]
    return page(
        "closures/closures.html", status, form=form, at=at, below=below, refusal=refusal,
        closures=closures.around(at.id, MOST),
    )  # fmt: skip


@bp.post("/closures")
@allow("declare_closure")
def declare() -> Response:
    """Declare a closure; without a last day it has one day."""
    form = ClosureForm()
    if not form.validate():
        return _page(form, 422)
    first_on = str(form.first_on.data)
    wish = NewClosure(
        first_on, form.last_on.data or first_on, form.name_hi.data or "", form.name_en.data or ""
    )
    code = form.place.data or ""
    content = {"place": code, "wish": [wish.first_on, wish.last_on, wish.name_hi, wish.name_en]}
    try:
        return see(deeds.declare(doer(), slip(content), _own(), code, wish).location)
    except Refusal as refusal:
        if refusal.status != 422:
            raise
        form.refuse(refusal)
        return _page(form, 422, refusal.name)


@bp.get(f"/closures/<int(max={LARGEST_KEY}):closure_id>")
@allow("declare_closure")
def closure(closure_id: int) -> Response:
    """Show a closure, and which societies have vouchers on its days all the same."""
    own = _own()
    found = deeds.closure_of(own, closure_id)
    many, worked = closures.worked_on(found, MOST)
    return page(
        "closures/closure.html", closure=found, many=many, worked=worked,
        is_own=deeds.leads(own, found), users=deeds.relying_on(found),
        names=people.names({found.declared_by, found.withdrawn_by or found.declared_by}),
    )  # fmt: skip


@bp.post(f"/closures/<int(max={LARGEST_KEY}):closure_id>")
@allow("declare_closure")
def withdraw(closure_id: int) -> Response:
    """Withdraw a closure."""
    return see(deeds.withdraw(doer(), slip({"withdraw": 1}), _own(), closure_id).location)
