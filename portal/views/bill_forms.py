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
from portal.domain.bill_orders import Order
from portal.domain.biller_params import (
    LONGEST,
    BillDetailIsRefused,
    CheckedParams,
    check_params,
    read_mobile,
)
from portal.domain.billers import Biller
from portal.domain.text import AadhaarIsNotStored, clean, has_aadhaar
from portal.storage.bill_connections import Connection
from portal.views import askers
from portal.views.entry_forms import key_of
from portal.web.access import here
from portal.web.fields import ChoiceField, PageForm, WordsField, _ReadField
from portal.web.locale import in_language


@dataclass
class Asker(askers.Asker):
    """For whom a bill is asked; ``before`` is an order whose form is filled in again."""

    before: Order | None = None

    @property
    def mobile(self) -> str:
        """The payer's mobile number, or nothing."""
        return (self.before.mobile if self.before else "") or super().mobile

    @property
    def name(self) -> str:
        """The payer's name, or nothing."""
        return (self.before.payer_name if self.before else "") or super().name


def asker() -> Asker:
    """Read for whom it is: a visit that goes on, an order again, a member or a customer."""
    found = Asker(service_id=askers.asked_service())
    if key_of("order"):
        found.before = order_of(here().id, key_of("order"))
        found.service_id = found.service_id or found.before.service_id
    visit_id = key_of("visit") or (found.before.visit_id if found.before else None)
    return askers.read_asker(found, visit_id or 0)


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
