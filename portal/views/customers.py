"""Walk-in customers: written down once, and what was done for them."""

from __future__ import annotations

from flask import Blueprint, Response, request
from flask_babel import lazy_gettext as _l

from portal.actions import customers as deeds
from portal.actions.customers import About
from portal.domain.refusals import Refusal
from portal.domain.tasks import Task
from portal.storage import customers
from portal.web.access import acting_role, allow, doer, here, may
from portal.web.fields import PageForm, WordsField
from portal.web.house import bill_unit, house
from portal.web.member_fields import BirthField, MaybeChoiceField, MobileField
from portal.web.member_names import CATEGORIES, FARMERS, SEXES, said
from portal.web.once import slip
from portal.web.page import page, running_day, see

bp = Blueprint("customers", __name__)

SERVICES = ("csc_service_fee", "csc_bill_cash", "aeps_withdraw", "insurance_other")
MOST_VISITS = 10


class AboutForm(PageForm):
    """What may be asked for the reports; nothing of it must be answered."""

    sex = MaybeChoiceField(_l("Sex"), choices=list(SEXES.items()))
    birth_on = BirthField(_l("Born"), blank_ok=True)
    farmer_type = MaybeChoiceField(_l("Work"), choices=list(FARMERS.items()))
    category = MaybeChoiceField(_l("Category"), choices=list(CATEGORIES.items()))

    def about(self) -> About:
        """Return what was answered."""
        return About(**{name: self[name].data or "" for name in About._fields})


class CustomerForm(AboutForm):
    """What the counter needs to know of a customer, and what may be asked beside it."""

    name_hi = WordsField(_l("Name"), most=80)
    mobile = MobileField(_l("Mobile"), blank_ok=True)
    village_hi = WordsField(_l("Village"), most=60)


def _form_page(form: CustomerForm, status: int = 200, refusal: str | None = None) -> Response:
    same = customers.same_mobile(here().id, form.mobile.data, 3) if form.mobile.data else []
    return page("customers/form.html", status, form=form, refusal=refusal, same=same)


@bp.get("/customers/new")
@allow("keep_register")
def new_form() -> Response:
    """Ask who the customer is; what was searched for is there already."""
    here()
    words = request.args.get("name", "")[:80]
    is_number = words.strip().isdigit()
    data = {"mobile" if is_number else "name_hi": words or None}
    return _form_page(CustomerForm(formdata=None, data=data))


@bp.post("/customers/new")
@allow("keep_register")
def new() -> Response:
    """Write a customer down."""
    society = here()
    form = CustomerForm()
    if not form.validate():
        return _form_page(form, 422)
    who = {name: form[name].data or "" for name in ("name_hi", "village_hi", "mobile")}
    about = form.about()
    try:
        paper = slip(who | about._asdict())
        done = deeds.add_customer(doer(), paper, society.id, **who, about=about)
    except Refusal as refusal:
        if refusal.status != 422:
            raise
        form.refuse(refusal)
        return _form_page(form, 422, refusal.name)
    return see(done.location)


@bp.get("/customers/<int:customer_id>")
@allow("find_member")
def customer(customer_id: int) -> Response:
    """Show a customer, what can be done for them, and what was done."""
    found = deeds.customer(here().id, customer_id)
    return page(
        "customers/customer.html", customer=found, services=_services(),
        visits=customers.visits(found.society_id, found.id, MOST_VISITS),
        task_book=house().task_book, said=said,
        pays_bills=bill_unit() is not None,
    )  # fmt: skip


@bp.get("/customers/<int:customer_id>/about")
@allow("keep_register")
def about_form(customer_id: int) -> Response:
    """Ask what is still not known of a customer."""
    found = deeds.customer(here().id, customer_id)
    data = {name: getattr(found, name) for name in About._fields}
    form = AboutForm(formdata=None, data=data)
    return page("customers/about.html", form=form, customer=found, refusal=None)


@bp.post("/customers/<int:customer_id>/about")
@allow("keep_register")
def about(customer_id: int) -> Response:
    """Write down what was answered."""
    found = deeds.customer(here().id, customer_id)
    form, refusal_name = AboutForm(), None
    if form.validate():
        wish = form.about()
        paper = slip(wish._asdict() | {"customer": customer_id})
        try:
            done = deeds.change_about(doer(), paper, found.society_id, found.id, wish)
            return see(done.location)
        except Refusal as refusal:
            if refusal.status != 422:
                raise
            form.refuse(refusal)
            refusal_name = refusal.name
    return page("customers/about.html", 422, form=form, customer=found, refusal=refusal_name)


def _services() -> list[Task]:
    """List the services one may enter on the open day."""
    day = running_day()
    if day is None or day.status != "open" or not may("enter_voucher"):
        return []
    return [one for one in house().task_book.offered(acting_role()) if one.code in SERVICES]
