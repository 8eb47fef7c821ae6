"""Who takes a number of the queue, as far as they say; and the way from a number into the work."""

from __future__ import annotations

from typing import Any

from flask import request
from flask_babel import lazy_gettext as _l

from portal.actions import catalogue as menus
from portal.actions.queue import Comer
from portal.domain.catalogue import ServiceIsUnknown
from portal.domain.members import MemberIsUnknown
from portal.domain.queue import Token, read_token_mobile
from portal.domain.text import clean, latin_digits
from portal.storage import customers, members
from portal.storage.application_forms import application_forms
from portal.storage.catalogue import catalogue
from portal.storage.customers import Customer
from portal.storage.members import Member
from portal.storage.served import CUSTOMERS, MEMBERS, Whom
from portal.views.entry_forms import key_of
from portal.web.access import here
from portal.web.fields import PageForm, WordsField, _ReadField
from portal.web.locale import in_language
from portal.web.member_fields import MaybeChoiceField


class TokenMobileField(_ReadField):
    """A mobile number or its last four digits."""

    read = staticmethod(read_token_mobile)


class NumberForm(PageForm):
    """Who comes for what; nothing of it has to be known."""

    name = WordsField(_l("Name"), most=80)
    mobile = TokenMobileField(_l("Mobile"), blank_ok=True)
    member_no = WordsField(_l("Member number"), most=20)
    service = MaybeChoiceField(_l("For what?"), choices=[])


def number_form(**kwargs: Any) -> NumberForm:
    """Make the form of a number; what its address names is filled in."""
    found: dict[str, Any] = {
        name: clean(request.args[name])[:80] for name in ("name", "member_no", "service")
        if request.args.get(name)
    }  # fmt: skip
    customer = _customer()
    if customer is not None:
        found |= {"name": customer.name_hi, "mobile": customer.mobile or None}
    form = NumberForm(data=found, **kwargs)
    form.service.choices = [("", "–"), *_services(found.get("service", ""))]
    return form


def _services(asked: str) -> list[tuple[str, str]]:
    """List the services to choose from: the one that was asked for, and those used last."""
    menu = menus.menu_of(menus.of_society(here()))
    known = catalogue().used(menu)
    try:
        first = [catalogue()[asked]] if asked else []
    except ServiceIsUnknown:
        first = []
    found = {one.id: in_language(one.short_hi, one.name_en) for one in (*first, *known)}
    return list(found.items())


def _customer() -> Customer | None:
    key = key_of("customer")
    return customers.customer(here().id, key) if key else None


def read_comer(form: NumberForm) -> Comer:
    """Read who takes a number; a member or known customer gives name and mobile.

    Raises MemberIsUnknown, ServiceIsUnknown.
    """
    service_id = form.service.data or ""
    if service_id:
        catalogue()[service_id]
    member_no = latin_digits(form.member_no.data or "")
    name, mobile = form.name.data or "", form.mobile.data or ""
    known: Member | Customer | None = _customer()
    whom = Whom(CUSTOMERS, known.id) if known else None
    if member_no:
        known = members.member_by_no(here().id, member_no)
        if known is None:
            raise MemberIsUnknown
        whom = Whom(MEMBERS, known.id)
    if known is not None:
        name, mobile = name or known.name_hi, mobile or known.mobile
    return Comer(name, mobile, service_id, whom)


def has_form(service_id: str) -> bool:
    """Say whether work on a service begins with the form of an application."""
    return bool(service_id) and application_forms().form_of(service_id) is not None


def whom_of(token: Token) -> Member | Customer | None:
    """Return the member or customer whose number it is, where one is known."""
    if token.record_id is None:
        return None
    register = members.member if token.register == MEMBERS else customers.customer
    return register(token.society_id, token.record_id)
