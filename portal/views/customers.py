"""Walk-in customers: written down once, and what was done for them."""

from __future__ import annotations

from flask import Blueprint, Response, request
from flask_babel import lazy_gettext as _l

from portal.actions import customers as deeds
from portal.domain.refusals import Refusal
from portal.domain.tasks import Task
from portal.storage import customers
from portal.web.access import allow, doer, here, may, person
from portal.web.fields import PageForm, WordsField
from portal.web.house import house
from portal.web.member_fields import MaybeChoiceField, MobileField
from portal.web.member_names import CATEGORIES
from portal.web.once import slip
from portal.web.page import page, running_day, see

bp = Blueprint("customers", __name__)

SERVICES = ("csc_service_fee", "csc_bill_cash", "aeps_withdraw", "insurance_other")
MOST_VISITS = 10


class CustomerForm(PageForm):
    """What the counter needs to know of a customer."""

    name_hi = WordsField(_l("Name"), most=80)
    mobile = MobileField(_l("Mobile"), blank_ok=True)
    village_hi = WordsField(_l("Village"), most=60)
    category = MaybeChoiceField(_l("Category"), choices=list(CATEGORIES.items()))


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
    data = {name: form[name].data or "" for name in ("name_hi", "village_hi", "mobile", "category")}
    try:
        done = deeds.add_customer(doer(), slip(data), society.id, **data)
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
        task_book=house().task_book, categories=CATEGORIES,
        pays_bills=house().bill_payments is not None,
    )  # fmt: skip


def _services() -> list[Task]:
    """List the services one may enter on the open day."""
    day = running_day()
    if day is None or day.status != "open" or not may("enter_voucher"):
        return []
    return [one for one in house().task_book.offered(person().role) if one.code in SERVICES]
