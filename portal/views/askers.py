"""For whom something is asked at the counter: a member, a customer, a visit that goes on."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TypeVar

from flask import request

from portal.actions.visits import visit as visit_of
from portal.domain.catalogue import ServiceIsUnknown
from portal.domain.members import Member, MemberIsUnknown
from portal.domain.queue import Token
from portal.domain.refusals import Refusal
from portal.domain.text import clean, latin_digits
from portal.domain.visits import Visit
from portal.storage import customers, members
from portal.storage import queue as stored
from portal.storage.catalogue import catalogue
from portal.storage.customers import Customer
from portal.storage.served import CUSTOMERS, MEMBERS, Whom
from portal.views.entry_forms import key_of
from portal.web.access import doer, here

A = TypeVar("A", bound="Asker")


@dataclass
class Asker:
    """For whom something is asked, as far as the form or its address says.

    ``token`` is the number of the queue that somebody was called by, ``problem`` why a number of
    the register names nobody.
    """

    member: Member | None = None
    customer: Customer | None = None
    visit: Visit | None = None
    token: Token | None = None
    service_id: str = ""
    problem: Refusal | None = None

    @property
    def known(self) -> Member | Customer | None:
        """The person's record, where there is one."""
        return self.member or self.customer

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
        return {"mobile": self.mobile, "name": self.name}

    @property
    def mobile(self) -> str:
        """The mobile number, or nothing."""
        sources = (self.visit, self.member, self.customer, self.token)
        known = (getattr(one, "mobile", "") for one in sources)
        return next((one for one in known if len(one) == 10), "")

    @property
    def name(self) -> str:
        """The person's name, or nothing."""
        in_visit = self.visit.name if self.visit else ""
        called = self.token.name if self.token else ""
        return in_visit or (self.known.name_hi if self.known is not None else called)


def asked_service() -> str:
    """Return the service that the form or its address names, '' where there is none such."""
    try:
        return catalogue()[request.values.get("service", "")].id
    except ServiceIsUnknown:
        return ""


def read_asker(found: A, visit_id: int) -> A:
    """Fill in for whom it is: a visit's person, or the member or customer that was named.

    A visit that is paid doesn't go on, but its person stays. Raises VisitIsUnknown; a number that
    names nobody becomes the ``problem``.
    """
    visit = visit_of(here().id, visit_id) if visit_id else None
    found.visit = visit if visit is not None and not visit.is_paid else None
    if visit is not None and visit.register is not None:
        _name(found, Whom(visit.register, visit.record_id or 0))
        return found
    try:
        _named(found)
    except Refusal as refusal:
        found.problem = refusal
    return found


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
    elif key_of("token"):
        _called(found)


def token_at_hand() -> Token | None:
    """Return today's number of the queue that the form or its address names, or None."""
    no = key_of("token")
    return stored.token(here().id, doer().today_on, no) if no else None


def _called(found: Asker) -> None:
    """Take over what today's number of the queue says of who was called."""
    found.token = token_at_hand()
    if found.token is not None and found.token.record_id is not None:
        _name(found, Whom(found.token.register or MEMBERS, found.token.record_id))
