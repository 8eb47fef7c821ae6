"""The form of a biller, made from its parameters, and for whom a bill is asked."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from flask import request
from flask_babel import gettext
from flask_babel import lazy_gettext as _l

from portal.actions.bill_orders import order as order_of
from portal.actions.billers import billers_of
from portal.actions.visits import visit as visit_of
from portal.domain.bill_orders import Order
from portal.domain.biller_params import (
    LONGEST,
    BillDetailIsRefused,
    CheckedParams,
    check_params,
    read_mobile,
)
from portal.domain.billers import Biller
from portal.domain.catalogue import ServiceIsUnknown
from portal.domain.members import Member, MemberIsUnknown
from portal.domain.refusals import Refusal
from portal.domain.text import AadhaarIsNotStored, clean, has_aadhaar, latin_digits
from portal.domain.visits import Visit
from portal.storage import customers, members
from portal.storage.bill_connections import Connection
from portal.storage.catalogue import catalogue
from portal.storage.customers import Customer
from portal.storage.served import CUSTOMERS, MEMBERS, Whom
from portal.views.entry_forms import key_of
from portal.web.access import here
from portal.web.fields import ChoiceField, PageForm, WordsField, _ReadField
from portal.web.locale import in_language


@dataclass
class Asker:
    """For whom a bill is asked, as far as the form or its address says.

    ``before`` is an order whose form is filled in again; ``problem`` why a number names nobody.
    """

    member: Member | None = None
    customer: Customer | None = None
    visit: Visit | None = None
    before: Order | None = None
    service_id: str = ""
    problem: Refusal | None = None

    @property
    def whom(self) -> Whom | None:
        """The person's key in their register, where one is known."""
        if self.member is not None:
            return Whom(MEMBERS, self.member.id)
        return Whom(CUSTOMERS, self.customer.id) if self.customer is not None else None

    @property
    def kept(self) -> dict[str, object]:
        """What links and forms hand on, so that it stays the same person's visit."""
        member_no = self.member.member_no if self.member is not None else None
        found = {
            "service": self.service_id, "visit": self.visit.id if self.visit else None,
            "member_no": member_no, "customer": self.customer.id if self.customer else None,
            "member": self.member.id if self.member is not None and not member_no else None,
        }  # fmt: skip
        return {name: one for name, one in found.items() if one}

    @property
    def first(self) -> dict[str, str]:
        """The mobile and the name that a fresh form holds."""
        sources = [self.before, self.visit, self.member, self.customer]
        mobiles = [getattr(one, "mobile", "") for one in sources]
        return {"mobile": next(filter(None, mobiles), ""), "name": self.name}

    @property
    def name(self) -> str:
        """The payer's name, or nothing."""
        known = self.member or self.customer
        names = (
            self.before.payer_name if self.before else "", self.visit.name if self.visit else "",
            known.name_hi if known is not None else "",
        )  # fmt: skip
        return next(filter(None, names), "")


def asker() -> Asker:
    """Read for whom it is: a visit that goes on, an order again, a member or a customer."""
    society_id = here().id
    found = Asker(service_id=_service())
    if key_of("order"):
        found.before = order_of(society_id, key_of("order"))
        found.service_id = found.service_id or found.before.service_id
    visit_id = key_of("visit") or (found.before.visit_id if found.before else None)
    visit = visit_of(society_id, visit_id) if visit_id else None
    found.visit = visit if visit is not None and not visit.is_paid else None
    if visit is not None and visit.register is not None:
        _name(found, Whom(visit.register, visit.record_id or 0))
        return found
    try:
        _named(found)
    except Refusal as refusal:
        found.problem = refusal
    return found


def _service() -> str:
    try:
        return catalogue()[request.values.get("service", "")].id
    except ServiceIsUnknown:
        return ""


def _name(found: Asker, whom: Whom) -> None:
    if whom.register == MEMBERS:
        found.member = members.member(here().id, whom.record_id)
    else:
        found.customer = customers.customer(here().id, whom.record_id)


def _named(found: Asker) -> None:
    number = latin_digits(clean(request.values.get("member_no", "")))[:40]
    if number:
        found.member = members.member_by_no(here().id, number)
        if found.member is None:
            raise MemberIsUnknown(field="member_no")
    elif key_of("member"):
        _name(found, Whom(MEMBERS, key_of("member")))
    elif key_of("customer"):
        _name(found, Whom(CUSTOMERS, key_of("customer")))


class PayerMobileField(_ReadField):
    """The customer's mobile number as the network wants it; the value is ten digits."""

    read = staticmethod(read_mobile)


class BillForm(PageForm):
    """What every biller's form asks; the biller's own fields are p1, p2, …."""

    mobile = PayerMobileField(_l("Customer's mobile number"))
    name = WordsField(_l("Customer's name"), most=80)


def form_of(biller: Biller, **kwargs: Any) -> BillForm:
    """Make the form of a biller: a box for each parameter, a list where it has choices."""
    fields: dict[str, Any] = {}
    for place, param in enumerate(biller.params, 1):
        label = in_language(param.label_hi or param.name, param.name)
        if param.choices:
            choices = [("", "…"), *((one, one) for one in param.choices)]
            fields[f"p{place}"] = ChoiceField(label, choices=choices)
        else:
            fields[f"p{place}"] = WordsField(label, most=LONGEST, is_number=True)
    made: BillForm = type("BillerForm", (BillForm,), fields)(**kwargs)
    return made


def first_data(biller: Biller, who: Asker, known: list[Connection]) -> dict[str, str]:
    """Return what a fresh form holds: an order's numbers, a remembered connection's, or one."""
    typed: Mapping[str, str] = {}
    wish = request.args.get("connection", "")
    if who.before is not None and who.before.biller_id == biller.id:
        typed = dict(who.before.params)
    for one in known:
        if one.biller_id == biller.id and wish and one.connection_key.startswith(wish):
            typed = dict(one.params)
    data = {f"p{place}": typed.get(one.name, "") for place, one in enumerate(biller.params, 1)}
    if biller.params and not data["p1"]:
        data["p1"] = clean(request.args.get("number", ""))[:LONGEST]
    return data | who.first


def read_params(biller: Biller, form: BillForm) -> CheckedParams:
    """Read what was typed for the biller; doubts count until ``sure`` repeats the same numbers.

    Raises a BillDetailIsRefused, and AadhaarIsNotStored where a number that doesn't fit the biller
    is by its check digit an Aadhaar number.
    """
    names = [f"p{place}" for place in range(1, len(biller.params) + 1)]
    try:
        checked = check_params(biller, {name: form[name].data or "" for name in names})
    except BillDetailIsRefused as refusal:
        _refuse_aadhaar(form, refusal.field)
        raise
    for doubt in checked.doubts:
        _refuse_aadhaar(form, doubt.field)
    if sure_of(checked) == request.form.get("sure"):
        return CheckedParams(checked.values)
    return checked


def _refuse_aadhaar(form: BillForm, name: str | None) -> None:
    """Call an Aadhaar number by its name where the biller has no such numbers (P12)."""
    if name and has_aadhaar(form[name].data or ""):
        raise AadhaarIsNotStored(field=name)


def sure_of(checked: CheckedParams) -> str:
    """What the button of doubts sends: the numbers that were looked at again."""
    return "|".join(value for _name, value in checked.values)


def names_of(known: list[Connection]) -> dict[str, Biller]:
    """Return the billers of connections by their ids."""
    return {one.id: one for one in billers_of([one.biller_id for one in known])}


def hint_of(biller: Biller, place: int) -> str:
    """Say how a number of the biller's looks, as far as it is known."""
    param = biller.params[place - 1]
    if param.is_optional and not biller.groups:
        return gettext("if needed")
    least, most = param.min_length, param.max_length
    if not (least or most):
        return ""
    number = str(least or most) if least == most or not (least and most) else f"{least}–{most}"
    if param.is_numeric:
        return gettext("%(number)s digits", number=number)
    return gettext("%(number)s characters", number=number)
