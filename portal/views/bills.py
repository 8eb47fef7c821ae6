"""Asking for a bill: the form of a biller, and the connections that are remembered."""

from __future__ import annotations

from typing import Any
from urllib.parse import urlencode

from flask import Blueprint, Response, request

from portal.actions import bill_orders as deeds
from portal.actions import connections
from portal.actions.bill_orders import NewOrder
from portal.actions.billers import biller as biller_of
from portal.actions.catalogue import billers_off, of_society
from portal.actions.counter import agent_of
from portal.domain.bill_asking import BillerIsOff, BillerTakesNothing, BillsAreNotPaidHere
from portal.domain.biller_params import CheckedParams
from portal.domain.billers import Biller, FetchKind
from portal.domain.refusals import Refusal
from portal.storage.bill_connections import Connection
from portal.views.bill_forms import (
    Asker,
    BillForm,
    asker,
    first_data,
    form_of,
    hint_of,
    names_of,
    read_params,
    sure_of,
)
from portal.web.access import allow, doer, here
from portal.web.house import bill_unit, house
from portal.web.once import slip
from portal.web.page import page, running_day, see

bp = Blueprint("bills", __name__)


def _known(biller: Biller, who: Asker) -> list[Connection]:
    return connections.connections_of(here().id, who.whom, biller.id)


def _form_page(
    biller: Biller, form: BillForm, who: Asker, status: int = 200, **more: Any
) -> Response:
    if who.problem is not None and not form.errors:
        form.refuse(who.problem)
    known = more.pop("known", None)
    known = _known(biller, who) if known is None else known
    day = running_day()
    return page(
        "bills/form.html", status, biller=biller, form=form, who=who, known=known,
        names=names_of(known),
        is_open=day is not None and day.status == "open", is_on=bill_unit() is not None,
        hints=[hint_of(biller, place) for place in range(1, len(biller.params) + 1)],
        has_bills=biller.fetch is not FetchKind.NOTHING,
        **{"refusal": None, "sure": None} | more,
    )  # fmt: skip


@bp.get("/bills/<biller_id>")
@allow("enter_voucher")
def biller_form(biller_id: str) -> Response:
    """Ask what the biller asks: the number from the paper bill, and the customer's mobile."""
    here()
    biller = biller_of(biller_id)
    who = asker()
    known = _known(biller, who)
    form = form_of(biller, formdata=None, data=first_data(biller, who, known))
    return _form_page(biller, form, who, known=known)


@bp.post("/bills/<biller_id>")
@allow("enter_voucher")
def ask(biller_id: str) -> Response:
    """Begin an order for the bill, once nothing in the form is wrong or in doubt."""
    here()
    biller = biller_of(biller_id)
    who = asker()
    form = form_of(biller)
    is_good = form.validate() and who.problem is None
    try:
        checked = read_params(biller, form)
        if checked.doubts:
            return _doubted(biller, form, who, checked)
        if is_good:
            return _asked(biller, form, who, checked)
    except Refusal as refusal:
        if refusal.status != 422:
            raise
        form.refuse(refusal)
        return _form_page(biller, form, who, 422, refusal=refusal.name)
    return _form_page(biller, form, who, 422)


def _doubted(biller: Biller, form: BillForm, who: Asker, checked: CheckedParams) -> Response:
    for doubt in checked.doubts:
        form.refuse(doubt)
    return _form_page(biller, form, who, 422, refusal=checked.doubts[0].name, sure=sure_of(checked))


def _asked(biller: Biller, form: BillForm, who: Asker, checked: CheckedParams) -> Response:
    """Begin the order.

    Raises BillsAreNotPaidHere, BillerTakesNothing, BillerIsOff and what ``ask_bill`` does.
    """
    if bill_unit() is None:
        raise BillsAreNotPaidHere
    if not biller.is_active:
        raise BillerTakesNothing
    society = here()
    off = billers_off(of_society(society)).get(biller.id)
    if off is not None:
        raise BillerIsOff(reason=off.reason)
    visit_id = who.visit.id if who.visit else None
    content = {
        "params": [list(one) for one in checked.values], "mobile": form.mobile.data,
        "name": form["name"].data, "service": who.service_id, "visit": visit_id,
        "whom": list(who.whom) if who.whom else None,
    }  # fmt: skip
    new = NewOrder(
        biller, checked.values, form.mobile.data or "", form["name"].data or "", who.whom,
        who.service_id, visit_id, agent_of(society.id), house().pays_in_sandbox,
    )  # fmt: skip
    return see(deeds.ask_bill(doer(), slip(content), society.id, new).location)


@bp.get("/bills/<biller_id>/forget")
@allow("enter_voucher")
def forget_form(biller_id: str) -> Response:
    """Ask which connection of somebody's is not to be offered again."""
    here()
    biller = biller_of(biller_id)
    who = asker()
    known = _known(biller, who)
    return page("bills/forget.html", biller=biller, who=who, known=known, names=names_of(known))


@bp.post("/bills/<biller_id>/forget")
@allow("enter_voucher")
def forget(biller_id: str) -> Response:
    """Offer a connection of somebody's no longer."""
    society = here()
    biller = biller_of(biller_id)
    who = asker()
    location = f"/bills/{biller.id}?{urlencode(who.kept)}"
    key = request.form.get("key", "")
    if who.whom is None or not key:
        return see(location)
    paper = slip({"key": key, "whom": list(who.whom)})
    done = connections.forget(doer(), paper, society.id, who.whom, key, location)
    return see(done.location)
