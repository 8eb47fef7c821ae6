"""A fee of the counter, put into a visit: a photocopy, a form filled in, what an office charges."""

from __future__ import annotations

from dataclasses import asdict
from typing import Any

from flask import Blueprint, Response, request
from flask_babel import lazy_gettext as _l

from portal.actions import catalogue, visits
from portal.actions.catalogue import Offer
from portal.actions.visits import Caller
from portal.domain.catalogue import ServiceIsUnknown
from portal.domain.refusals import Refusal
from portal.domain.visits import FEE_TASK, Fee, VisitIsPaid
from portal.views.askers import token_at_hand
from portal.views.entry_forms import AtCounter, at_counter
from portal.views.visits import VISIT
from portal.web.access import acting_role, allow, doer, here
from portal.web.fields import AmountField, ChoiceField, PageForm, WordsField
from portal.web.house import house
from portal.web.member_fields import MobileField
from portal.web.once import slip
from portal.web.page import page, see

bp = Blueprint("visit_fees", __name__)

USUAL = (_l("Photocopy"), _l("Printing"), _l("Filling in a form"), _l("Lamination"))
OUR_COUNTER = "सीएससी"  # who gives what the counter itself does, in config/services.csv


class FeeForm(PageForm):
    """What a fee is for, and how much of it is ours."""

    usual = ChoiceField(_l("What for?"))
    what = WordsField(_l("Something else"), most=80)
    own = AmountField(_l("Our fee"), blank_ok=True)
    passed = AmountField(_l("Fee of the office, passed on"), blank_ok=True)
    name = WordsField(_l("Customer's name"), most=80)
    mobile = MobileField(_l("Mobile"), blank_ok=True)


@bp.get("/visits/fee", defaults={"visit_id": None})
@bp.get(VISIT + "/fee")
@allow("enter_voucher")
def fee_form(visit_id: int | None) -> Response:
    """Ask what a fee is for and how much it is."""
    society = here()
    if visit_id is not None and visits.visit(society.id, visit_id).is_paid:
        return see(f"/visits/{visit_id}")
    offer = _offer()
    form = _form(visit_id, offer, formdata=None, data=_listed(offer) | _called())
    return _form_page(visit_id, form, offer)


def _offer() -> Offer | None:
    """Return the service that the address names, as it stands here today."""
    service_id = request.values.get("service", "")
    if not service_id:
        return None
    offer = catalogue.offer_of(catalogue.of_society(here()), service_id, doer().today_on)
    if offer.off is not None:
        raise ServiceIsUnknown
    return offer


def _listed(offer: Offer | None) -> dict[str, Any]:
    """Fill in what the list says: an office's fee is passed on, what we sell is ours."""
    if offer is None:
        return {}
    listed = offer.fee.fee_paise if offer.fee else None
    return {"what": offer.service.short_hi, _part(offer): listed or None}


def _part(offer: Offer) -> str:
    return "own" if offer.service.provider == OUR_COUNTER else "passed"


def _called() -> dict[str, Any]:
    """Fill in what the number of the queue says of who was called."""
    token = token_at_hand()
    if token is None:
        return {}
    return {"name": token.name, "mobile": token.mobile if len(token.mobile) == 10 else None}


def _form(visit_id: int | None, offer: Offer | None, **kwargs: Any) -> FeeForm:
    form = FeeForm(**kwargs)
    form.usual.choices = [(str(one), str(one)) for one in USUAL]
    if visit_id is not None:
        del form.name, form.mobile
    if offer is not None:
        form.what.label.text = form.usual.label.text
        del form.usual
    return form


def _who(visit_id: int | None) -> AtCounter:
    if visit_id is not None:
        return AtCounter()
    return at_counter(house().task_book.for_role(FEE_TASK, acting_role()))


def _form_page(
    visit_id: int | None, form: FeeForm, offer: Offer | None, refusal: Refusal | None = None
) -> Response:
    if refusal is not None:
        form.refuse(refusal)
    path = "/visits/fee" if visit_id is None else f"/visits/{visit_id}/fee"
    who = _who(visit_id)
    fault = refusal or who.problem
    status = 422 if form.errors or form.form_errors or who.problem else 200
    status = status if request.method == "POST" else 200
    return page(
        "visits/fee.html", status, form=form, path=path, offer=offer,
        visit_id=visit_id, who=who, refusal=fault.name if fault else None,
    )  # fmt: skip


@bp.post("/visits/fee", defaults={"visit_id": None})
@bp.post(VISIT + "/fee")
@allow("enter_voucher")
def add_fee(visit_id: int | None) -> Response:
    """Put the fee into the visit, or begin one with it."""
    society = here()
    offer = _offer()
    form = _form(visit_id, offer)
    who = _who(visit_id)
    if not form.validate() or who.problem is not None:
        return _form_page(visit_id, form, offer)
    fee, caller = _fee(form, offer), _caller(visit_id, form, who)
    paper = slip({"fee": asdict(fee), "caller": asdict(caller)})
    try:
        return see(visits.add_fee(doer(), paper, society.id, caller, fee).location)
    except Refusal as refusal:
        if refusal.status != 422 and not isinstance(refusal, VisitIsPaid):
            raise
        return _form_page(visit_id, form, offer, refusal)


def _fee(form: FeeForm, offer: Offer | None) -> Fee:
    usual = form.usual.data if "usual" in form else None
    return Fee(
        form.what.data or usual or "", form.own.data or 0, form.passed.data or 0,
        offer.service.id if offer else "",
    )  # fmt: skip


def _caller(visit_id: int | None, form: FeeForm, who: AtCounter) -> Caller:
    if visit_id is not None:
        return Caller(visit_id)
    known = who.member or who.customer
    mobile = form.mobile.data or (known.mobile if known else "")
    return Caller(payer_name=form.name.data or who.name, mobile=mobile or "", whom=who.whom)
