"""Complaints about bill payments: raise one, see where they stand, print the slip."""

from __future__ import annotations

from flask import Blueprint, Response, request
from flask_babel import lazy_gettext as _l

from portal.actions import complaints as deeds
from portal.domain.bill_complaints import KINDS, LONGEST, TELL, ComplaintState
from portal.domain.dates import ist_on
from portal.domain.refusals import Refusal
from portal.storage import people
from portal.web.access import allow, doer, here
from portal.web.fields import ChoiceField, PageForm, RemarkField
from portal.web.house import house
from portal.web.once import slip
from portal.web.page import page, see

bp = Blueprint("complaints", __name__)

LARGEST_KEY = 2**31 - 1
ROWS = 20
_ORDER = f"/orders/<int(max={LARGEST_KEY}):order_id>/complain"
_ONE = f"/complaints/<int(max={LARGEST_KEY}):complaint_id>"
_S = ComplaintState
STATES = {
    _S.TO_LODGE: _l("complaint is being sent"), _S.LODGING: _l("complaint is being sent"),
    _S.UNSURE: _l("complaint is being looked for"),
    _S.WAITING: _l("complaint was sent"), _S.ASSIGNED: _l("complaint is being looked into"),
    _S.RESOLVED: _l("settled for the customer"), _S.REJECTED: _l("complaint was turned down"),
    _S.REFUND_DUE: _l("money to come back"), _S.REFUNDED: _l("money came back"),
    _S.NOT_LODGED: _l("complaint was not taken"),
}  # fmt: skip


class ComplaintForm(PageForm):
    """What is wrong, and the villager's own words."""

    kind = ChoiceField(_l("What is wrong?"))
    said = RemarkField(_l("In the customer's words"), most=LONGEST)


@bp.get(_ORDER)
@allow("raise_complaint")
def form_page(order_id: int) -> Response:
    """Ask what is wrong with a payment, or say from when it can be complained about."""
    return _form(order_id, ComplaintForm(formdata=None))


def _form(order_id: int, form: PageForm, status: int = 200, refusal: str | None = None) -> Response:
    ground = deeds.ground(here().id, order_id)
    return page(
        "complaints/form.html", status, ground=ground, order=ground.order, form=form, kinds=KINDS,
        refusal=refusal, is_early=house().clock.now_ms() < ground.from_at,
    )  # fmt: skip


@bp.post(_ORDER)
@allow("raise_complaint")
def raise_it(order_id: int) -> Response:
    """Write the complaint down; the worker sends it."""
    society = here()
    form = ComplaintForm()
    kind, said = form.kind.data or "", form.said.data or ""
    this_slip = slip({"kind": kind, "said": said})
    if not form.validate():
        return _form(order_id, form, 422)
    try:
        done = deeds.raise_complaint(doer(), this_slip, society.id, order_id, kind, said)
    except Refusal as refusal:
        if refusal.status != 422:
            raise
        form.refuse(refusal)
        return _form(order_id, form, 422, refusal.name)
    return see(done.location)


@bp.get("/complaints")
@allow("read_counter")
def listed() -> Response:
    """List the society's complaints, the open ones first."""
    before = request.args.get("before", "")
    is_key = before.isascii() and before.isdigit() and len(before) < 10
    shelf = deeds.shelf(here().id, ROWS + 1, int(before) if is_key else deeds.NEWEST)
    return page(
        "complaints/complaints.html", shelf=shelf, ended=shelf.ended[:ROWS], kinds=KINDS,
        has_more=len(shelf.ended) > ROWS, states=STATES, today_on=ist_on(house().clock.now_ms()),
    )  # fmt: skip


@bp.get(_ONE)
@allow("read_counter")
def one(complaint_id: int) -> Response:
    """Show where a complaint stands, what to tell the villager, and how it came to this."""
    file = deeds.file_of(here().id, complaint_id)
    return page(
        "complaints/complaint.html", raised=file.raised, order=file.order, history=file.history,
        kinds=KINDS, states=STATES, tell=TELL, names=people.names(file.people()),
        today_on=ist_on(house().clock.now_ms()),
    )  # fmt: skip


@bp.get(f"{_ONE}/print")
@allow("read_counter")
def paper(complaint_id: int) -> Response:
    """Print the villager's slip with the number of the complaint."""
    file = deeds.file_of(here().id, complaint_id)
    return page(
        "complaints/slip.html", raised=file.raised, order=file.order, kinds=KINDS, states=STATES
    )
