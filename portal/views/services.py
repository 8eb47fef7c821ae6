"""The menu of services, also for those who aren't signed in: what there is, what each needs."""

from __future__ import annotations

from typing import Any
from urllib.parse import urlencode

from flask import Blueprint, Response, g, request
from flask_babel import lazy_gettext as _l

from portal.actions import billers
from portal.actions import catalogue as deeds
from portal.actions.applications import KEEPING
from portal.actions.catalogue import Standpoint
from portal.domain import aeps
from portal.domain.billers import Biller
from portal.domain.catalogue import FEE_TASK, Kind, Service, ServiceIsUnknown
from portal.domain.dates import ist_on
from portal.domain.tasks import Task
from portal.domain.text import AadhaarIsNotStored, has_aadhaar
from portal.storage import places
from portal.storage.aadhaar_consents import consent_book
from portal.storage.application_forms import application_forms
from portal.storage.catalogue import LIST, catalogue
from portal.storage.pension_rules import rule_book
from portal.storage.places import Place
from portal.views.entry_forms import key_of
from portal.web.access import acting_role, allow, doer, here, may, public, signed_in
from portal.web.house import bill_unit, house
from portal.web.once import slip
from portal.web.page import is_bare, page, piece, running_day, see

bp = Blueprint("services", __name__)

PAGE_ROWS = 25
PUBLIC_AGE = "max-age=600"
NATION = "IN"

#: What happens at our counter, by kind of service.
DONE_HERE = {
    Kind.BILL: _l(
        "The money is taken and entered as the customer's money until the bill is paid; "
        "it is never our income."
    ),
    Kind.APPLICATION: _l("The form is filled in here. Only our own fee is our income."),
    Kind.PENSION: _l("The form is filled in here. Only our own fee is our income."),
    Kind.BOOKING: _l("The booking is made here. Only our own fee is our income."),
    Kind.INFORMATION: _l("It is looked up here, and printed if wanted."),
    Kind.BANKING: _l(
        "It is done on the bank's device. No money is given or taken before its slip is there."
    ),
    Kind.SALE: _l("It is sold at our counter."),
    Kind.MEMBER_TASK: _l("It is done on the member's own page."),
}


def standpoint() -> Standpoint:
    """Return from where services are looked at now: society, ``?state=``, or one's own place."""
    who = signed_in()
    if who is not None and (who.society_id is not None or "society" in request.args):
        return deeds.of_society(here())
    asked = deeds.of_state(request.args.get("state", ""))
    if asked.state or who is None or who.place is None:
        return asked
    return deeds.of_place(who.place)


def today_on() -> str:
    """Return today's date in India."""
    return ist_on(house().clock.now_ms())


def states() -> list[Place]:
    """List the states to choose from, where no society says which."""
    nation = places.place(NATION)
    return places.places_under(nation.id) if nation and "society" not in g else []


def asked(where: Standpoint) -> dict[str, Any]:
    """Return what templates need to keep the chosen state, or whose visit it is, in their links."""
    is_chosen = where.society_id is None and bool(where.state) and "state" in request.args
    visit_id = key_of("visit") if where.society_id is not None else 0
    return {
        "where": where, "state": where.state if is_chosen else None, "visit": visit_id or None,
    }  # fmt: skip


def kept_a_while(answer: Response) -> Response:
    """Let browsers keep a page that nobody is signed in for; cookies decide which page it is."""
    if signed_in() is None:
        answer.headers["Cache-Control"] = PUBLIC_AGE
        answer.vary.add("Cookie")
    return answer


@bp.get("/services")
@public
def services() -> Response:
    """Show the categories, what was used last first, or what a search finds."""
    where = standpoint()
    menu = deeds.menu_of(where)
    words = request.args.get("q", "")
    if has_aadhaar(words):
        raise AadhaarIsNotStored
    context = asked(where) | {
        "words": words,
        "found": catalogue().search(words, menu) if words.strip() else None,
        "used": catalogue().used(menu),
        "categories": catalogue().categories,
    }
    if is_bare() and request.headers.get("HX-Target") == "_found":
        return kept_a_while(piece("services/_found.html", **context))
    return kept_a_while(page("services/services.html", states=states(), **context))


@bp.get("/services/<code>")
@public
def category(code: str) -> Response:
    """List a category's services, the state's own first, a page at a time."""
    where = standpoint()
    found = catalogue().of_category(code, deeds.menu_of(where))
    number = request.args.get("page", 1, int)
    first = (number - 1) * PAGE_ROWS
    if number < 1 or (number > 1 and first >= len(found)):
        raise ServiceIsUnknown
    return kept_a_while(page(
        "services/category.html", category=catalogue().category(code), number=number,
        shown=found[first : first + PAGE_ROWS], has_more=first + PAGE_ROWS < len(found),
        count=len(found), states=states(), **asked(where),
    ))  # fmt: skip


def _task_of(one: Service) -> Task | None:
    """Return the counter task that a service leads to, as far as this person may do it."""
    is_known = one.task and signed_in() is not None
    offered = house().task_book.offered(acting_role()) if is_known else []
    return next((task for task in offered if task.code == one.task), None)


def _payable(found: list[Biller]) -> list[Biller]:
    """Return the billers of a service whose bills the portal itself pays."""
    is_on = bill_unit() is not None
    return [one for one in found if one.is_active] if is_on else []


def _is_open() -> bool:
    """Say whether entries are taken now."""
    day = running_day()
    return day is not None and day.status == "open"


def _starts(offer: deeds.Offer) -> str:
    """Return where an application for a service is begun by this person, '' where none is."""
    has_form = application_forms().form_of(offer.service.id) is not None
    is_here = offer.where.society_id is not None and offer.off is None
    return application_path(offer.service.id) if has_form and is_here and may(KEEPING) else ""


def application_path(service_id: str) -> str:
    """Return the address at which an application for a service is begun."""
    return f"/applications/new?{urlencode({'service': service_id})}"


def _offer_page(template: str, service_id: str) -> Response:
    where = standpoint()
    offer = deeds.offer_of(where, service_id, today_on())
    fee = offer.fee
    found = billers.billers_of(offer.service.billers)
    return kept_a_while(page(
        template, offer=offer, service=offer.service, done_here=DONE_HERE[offer.service.kind],
        category=catalogue().category(offer.service.category),
        billers=found, payable=_payable(found), is_by_device=service_id in aeps.SERVICES,
        is_listed_fee=fee is not None and fee.source == LIST,
        fee_place=places.place_by_id(fee.place_id) if fee and fee.place_id else None,
        schemes=rule_book().of_service(service_id, where.state),
        today_on=today_on(), task=_task_of(offer.service), is_open=_is_open(),
        starts=_starts(offer), guide=application_forms().help_of(service_id),
        asks_consent=consent_book().asks(service_id), **asked(where),
    ))  # fmt: skip


@bp.get("/services/item/<service_id>")
@public
def service(service_id: str) -> Response:
    """Show one service: papers, fee, who gives it, what is done here."""
    return _offer_page("services/service.html", service_id)


@bp.get("/services/item/<service_id>/papers")
@public
def papers(service_id: str) -> Response:
    """Print what is to be brought, on A5."""
    return _offer_page("services/papers.html", service_id)


@bp.post("/services/item/<service_id>")
@allow("enter_voucher")
def begin(service_id: str) -> Response:
    """Begin a service for a customer: it is noted as used, and the counter task opens.

    What has a form begins with it; a fee goes into a visit, what the bank's device does is written
    down as its slip says. A bill that the portal itself pays begins with its biller's form.
    """
    society = here()
    one = catalogue()[service_id]
    location = _begins_at(one)
    where = deeds.of_society(society)
    paper = slip({"service": service_id})
    return see(deeds.begin_service(doer(), paper, where, service_id, location).location)


def _begins_at(one: Service) -> str:
    if one.id in aeps.SERVICES:
        return f"/aeps/new?kind={aeps.SERVICES[one.id]}"
    if application_forms().form_of(one.id) is not None:
        return application_path(one.id)
    if _task_of(one) is None or _payable(billers.billers_of(one.billers)):
        raise ServiceIsUnknown
    if one.task == FEE_TASK:
        return f"/visits/fee?{urlencode({'service': one.id})}"
    return f"/vouchers/new/{one.task}?{urlencode({'narration': one.short_hi})}"
