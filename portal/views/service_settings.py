"""What a district or a state sets about services: on or off, and what they cost from when."""

from __future__ import annotations

from flask import Blueprint, Response, request
from flask_babel import lazy_gettext as _l

from portal.actions import catalogue as deeds
from portal.actions.catalogue import SETTINGS, FeeWish
from portal.domain.catalogue import Service, ServiceIsUnknown, coming_fee
from portal.domain.refusals import Refusal
from portal.storage import catalogue as stored
from portal.storage import people, places
from portal.storage.catalogue import LIST, catalogue
from portal.storage.places import Place
from portal.views.services import today_on
from portal.web.access import allow, doer, person
from portal.web.fields import AmountField, DateField, PageForm, WordsField
from portal.web.once import slip
from portal.web.page import page, see

bp = Blueprint("service_settings", __name__)

LAST_CHANGES = 20
MOST_FOUND = 15


class FeeForm(PageForm):
    """A fee from a day on."""

    fee = AmountField(_l("Fee in rupees"))
    valid_from = DateField(_l("From which day"))
    source = WordsField(_l("By whose order"), most=80)


class SwitchForm(PageForm):
    """On or off, and why."""

    turn = WordsField(_l("Switch"), most=3)
    reason = WordsField(_l("Why"), most=80)


def own_place() -> Place:
    """Return the district or state that the signed-in person leads."""
    place = person().place
    assert place is not None, "who manages services has a place"
    return place


def _names(changes: list[stored.Change]) -> dict[int, tuple[str, str]]:
    return people.names({one.set_by for one in changes})


@bp.get("/services/settings")
@allow("manage_catalogue")
def settings() -> Response:
    """Find a service to set, and show what was set lately."""
    place = own_place()
    where = deeds.of_place(place)
    menu = deeds.menu_of(where)
    words = request.args.get("q", "")
    everything = deeds.Menu(where.state)  # also what is off
    changes = stored.changes(place.id, LAST_CHANGES)
    return page(
        "service_settings/settings.html", place=place, words=words, menu=menu, changes=changes,
        found=catalogue().search(words, everything, MOST_FOUND) if words.strip() else None,
        services={one.id: one for one in catalogue()}, names=_names(changes),
    )  # fmt: skip


def _one_page(
    service: Service, fee: FeeForm, switch: SwitchForm, status: int = 200,
    refusal: str | None = None,
) -> Response:  # fmt: skip
    place = own_place()
    where = deeds.of_place(place)
    offer = deeds.offer_of(where, service.id, today_on())
    changes = stored.changes(place.id, LAST_CHANGES, service.id)
    fees = stored.fees(service.id, where.place_ids)
    fee_place = places.place_by_id(offer.fee.place_id) if offer.fee and offer.fee.place_id else None
    return page(
        "service_settings/one.html", status, service=service, offer=offer, place=place,
        fee_form=fee, switch_form=switch, refusal=refusal, changes=changes, names=_names(changes),
        coming=coming_fee(fees, today_on(), place.id), fee_place=fee_place,
        is_listed_fee=offer.fee is not None and offer.fee.source == LIST,
        is_done=bool(request.args.get("done")),
    )  # fmt: skip


@bp.get("/services/settings/<service_id>")
@allow("manage_catalogue")
def one(service_id: str) -> Response:
    """Show a service's fee and switch here, and who set them."""
    fee = FeeForm(formdata=None, data={"valid_from": today_on()})
    return _one_page(catalogue()[service_id], fee, SwitchForm(formdata=None))


@bp.post("/services/settings/<service_id>")
@allow("manage_catalogue")
def change(service_id: str) -> Response:
    """Read back a fee or a switch, or with ``confirm`` set it."""
    service = catalogue()[service_id]
    is_switch = "turn" in request.form
    form = SwitchForm() if is_switch else FeeForm()
    try:
        if form.validate() and "change" not in request.form:
            return _switched(service, form) if is_switch else _fee_set(service, form)
    except Refusal as refusal:
        if refusal.status != 422:
            raise
        form.refuse(refusal)
        return _again(service, form, 422, refusal.name)
    return _again(service, form, 200 if "change" in request.form else 422)


def _again(service: Service, form: PageForm, status: int, refusal: str | None = None) -> Response:
    fee = form if isinstance(form, FeeForm) else FeeForm(formdata=None)
    switch = form if isinstance(form, SwitchForm) else SwitchForm(formdata=None)
    return _one_page(service, fee, switch, status, refusal)


def _fee_set(service: Service, form: PageForm) -> Response:
    place = own_place()
    form_source = form["source"].data
    wish = FeeWish(service.id, form["fee"].data, form["valid_from"].data, form_source)
    wish = deeds.check_fee(deeds.of_place(place), wish, doer().today_on)
    if "confirm" not in request.form:
        return _read_back(service, form, wish.fee_paise, wish.valid_from_on, wish.source)
    paper = slip({"fee": wish.fee_paise, "from": wish.valid_from_on, "source": wish.source})
    return see(deeds.set_fee(doer(), paper, place, wish).location)


def _switched(service: Service, form: PageForm) -> Response:
    place = own_place()
    turn = form["turn"].data
    if turn not in ("on", "off"):
        raise ServiceIsUnknown
    reason = deeds.check_switch(deeds.of_place(place), service.id, form["reason"].data)
    if "confirm" not in request.form:
        return _read_back(service, form, None, turn, reason)
    paper = slip({"turn": turn, "reason": reason})
    done = deeds.switch_service(doer(), paper, place, service.id, turn == "on", reason)
    return see(done.location)


def _read_back(
    service: Service, form: PageForm, fee_paise: int | None, what: str, why: str
) -> Response:
    """Show what will be set; ``what`` is the day of a fee, or on and off."""
    fields = [*form.kept(), ("form_token", request.form.get("form_token", ""))]
    return page(
        "service_settings/read_back.html", service=service, place=own_place(), fee=fee_paise,
        what=what, why=why, fields=fields, action=f"{SETTINGS}/{service.id}",
    )  # fmt: skip
