"""What goes back to customers: asked back, owed, handed over."""

from __future__ import annotations

from flask import Blueprint, Response, request
from flask_babel import gettext
from flask_babel import lazy_gettext as _l

from portal.actions import fee_returns as deeds
from portal.actions.fee_returns import CameBack
from portal.domain.fee_returns import BACK_TO, FeeReturn, ReturnHasMovedOn, ReturnState
from portal.domain.refusals import Refusal
from portal.domain.remittances import LONGEST_REFERENCE, Item
from portal.storage import applications, people
from portal.storage import fee_returns as stored
from portal.storage.reference import chart
from portal.views.application_words import LARGEST_KEY
from portal.views.entry_forms import key_of
from portal.web.access import allow, doer, here
from portal.web.errors import spoken
from portal.web.fields import AmountField, ChoiceField, PageForm, WordsField, as_key
from portal.web.locale import named
from portal.web.once import slip
from portal.web.page import page, running_day, see

bp = Blueprint("fee_returns", __name__)

ONE = f"/returns/<int(max={LARGEST_KEY}):visit_id>/<int(max={LARGEST_KEY}):fee_no>"
MOST, ENDED = 30, 10
STATES = {
    ReturnState.ASKED: _l("asked back"), ReturnState.DUE: _l("owed to the customer"),
    ReturnState.GIVEN: _l("given back"), ReturnState.LOST: _l("nothing came back"),
}  # fmt: skip


class CameForm(PageForm):
    """What came back, and where."""

    amount = AmountField(_l("How much came back?"))
    back_to = ChoiceField(_l("Where did it come?"), coerce=as_key)
    reference = WordsField(_l("Number, if there is one"), most=LONGEST_REFERENCE, is_number=True)


def _form(**kwargs: object) -> CameForm:
    form = CameForm(**kwargs)
    form.back_to.choices = [
        (0, gettext("choose")),
        *((one, named(chart()[one])) for one in BACK_TO),
    ]
    return form


@bp.get("/returns")
@allow("read_applications")
def returns() -> Response:
    """List what is owed to customers and what is awaited, since when; then what ended."""
    society = here()
    return page(
        "fee_returns/returns.html", found=stored.open_ones(society.id, MOST + 1), most=MOST,
        ended=stored.ended(society.id, ENDED), states=STATES, on=doer().today_on,
    )  # fmt: skip


@bp.get(ONE)
@allow("read_applications")
def fee_return(visit_id: int, fee_no: int) -> Response:
    """Show how a return stands and what is to be done next."""
    found, item = deeds.fee_return(here().id, visit_id, fee_no)
    expected = found.expected_paise or None
    return _page(found, item, _form(formdata=None, data={"amount": expected, "back_to": 0}))


def _page(
    found: FeeReturn, item: Item, form: CameForm, status: int = 200, refusal: str | None = None
) -> Response:
    society, day = here(), running_day()
    key = item.fee.application_id
    return page(
        "fee_returns/return.html", status, found=found, item=item, form=form, states=STATES,
        refusal=refusal, is_open=day is not None and day.status == "open",
        names=people.names({found.asked_by, found.given_by or found.asked_by}),
        mobile=_mobile(society.id, key), path=f"/returns/{found.visit_id}/{found.fee_no}",
    )  # fmt: skip


def _mobile(society_id: int, application_id: int | None) -> str:
    one = applications.application(society_id, application_id) if application_id else None
    return one.mobile if one is not None else ""


@bp.post(ONE)
@allow("enter_voucher")
def came_back(visit_id: int, fee_no: int) -> Response:
    """Enter what came back of what was sent on, or that nothing did."""
    found, item = deeds.fee_return(here().id, visit_id, fee_no)
    form = _form()
    is_nothing = "nothing" in request.form
    if not is_nothing and not form.validate():
        return _page(found, item, form, 422)
    paise = 0 if is_nothing else form.amount.data or 0
    said = CameBack(
        paise, form.back_to.data or 0, form.reference.data or "", "own_back" in request.form
    )
    paper = slip({"form": sorted(request.form.items())})
    try:
        done = deeds.came_back(
            doer(), paper, here().id, (visit_id, fee_no), key_of("version"), said
        )  # fmt: skip
    except Refusal as refusal:
        return _refused(found, item, form, refusal)
    return see(done.location)


def _refused(found: FeeReturn, item: Item, form: CameForm, refusal: Refusal) -> Response:
    if isinstance(refusal, ReturnHasMovedOn):
        fresh, item = deeds.fee_return(here().id, found.visit_id, found.fee_no)
        form = _form(formdata=None)
        form.form_errors.append(spoken(refusal))
        return _page(fresh, item, form, refusal.status, refusal.name)
    if refusal.status != 422:
        raise refusal
    form.refuse(refusal)
    return _page(found, item, form, 422, refusal.name)


@bp.post(f"{ONE}/give")
@allow("enter_voucher")
def give_back(visit_id: int, fee_no: int) -> Response:
    """Hand the money back in cash."""
    found, item = deeds.fee_return(here().id, visit_id, fee_no)
    paper = slip({"version": key_of("version")})
    try:
        done = deeds.give_back(doer(), paper, here().id, (visit_id, fee_no), key_of("version"))
    except Refusal as refusal:
        return _refused(found, item, _form(formdata=None), refusal)
    return see(done.location)
