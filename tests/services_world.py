"""Applications for the tests: begun, filled in and moved on in few words."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from portal.actions import applications
from portal.actions.applications import NewApplication
from portal.domain.application_forms import Field, Form, Shape
from portal.domain.applications import Application, Person, Said
from portal.domain.people import Policy
from portal.storage.application_forms import application_forms
from portal.storage.catalogue import catalogue
from portal.storage.pension_rules import rule_book
from portal.storage.served import Whom
from tests.world import World

NAME, MOBILE = "कमला बाई", "9876501234"
CERTIFICATE = "cert-019"
PENSION = "pension-002"
_TYPED = {
    Shape.WORDS: "भीकनगाँव वार्ड 4", Shape.NAME: "रामलाल", Shape.DIGITS: "123456",
    Shape.NUMBER: "4", Shape.MONEY: "1000", Shape.DATE: "01-04-2025",
    Shape.PAST_DATE: "01-11-2026", Shape.FUTURE_DATE: "01-12-2026", Shape.BIRTH: "15-08-1966",
    Shape.YEAR: "2026", Shape.MOBILE: "9876501234", Shape.YES_NO: "yes", Shape.AREA: "2 एकड़",
    Shape.LAST4: "1234", Shape.ACCOUNT: "31245678901", Shape.CODE: "AB12345",
}  # fmt: skip
_LIKE = {
    "pan": "ABCPK1234F", "ifsc": "SBIN0001234", "pnr": "2345678901", "train": "12391",
    "pin": "451331", "epic": "ABC1234567", "gstin": "23ABCPK1234F1Z5", "uan": "100123456789",
    "imei": "356789012345678", "passport": "M1234567", "samagra": "123456789",
    "samagra_family": "12345678", "ppp": "1ABC2345", "abha": "91123456789012",
    "eid": "12345678901234",
}  # fmt: skip


def typed_for(field: Field) -> str:
    """Write something that a field takes."""
    if field.shape is Shape.CHOICE:
        return field.choices[0][0]
    if field.like:
        return _LIKE[field.like]
    if field.shape in (Shape.NUMBER, Shape.MONEY, Shape.YEAR) and field.least is not None:
        return str(field.least)
    if field.shape is Shape.DIGITS and field.least:
        return "1234567890123456789012345678"[: field.least]
    return _TYPED[field.shape]


def filled(form: Form, **answers: str) -> dict[str, str]:
    """Fill in what a form can't do without, and what is said besides."""
    needed = {one.code: typed_for(one) for one in form.fields if one.is_required}
    return needed | answers


def own_fields(service_id: str) -> dict[str, str]:
    """Say what a form's own fields need, by the names of its boxes on the page."""
    return {f"a_{code}": typed for code, typed in filled(form_of(service_id)).items()}


def form_of(service_id: str) -> Form:
    """Return the form of a service."""
    form = application_forms().form_of(service_id)
    assert form is not None, f"{service_id} leads to no form"
    return form


def begins(
    world: World, service_id: str = CERTIFICATE, *, name: str = NAME, mobile: str = MOBILE,
    whom: Whom | None = None, visit_id: int | None = None, username: str = "operator",
    papers: list[str] | None = None, rule: tuple[str, str | None] = ("", None), **answers: str,
) -> int:  # fmt: skip
    """Begin an application with all that its form needs and return its number.

    ``papers`` None are all papers of its list; ``rule`` is a scheme and the date of its rule.
    """
    society_id = world.person(username).society_id or world.society_id
    papers = all_papers(service_id) if papers is None else papers
    new = NewApplication(
        person=Person(name, "मोहनलाल", "भीकनगाँव", mobile),
        answers=filled(form_of(service_id), **answers), papers=papers, whom=whom,
        visit_id=visit_id, rule_scheme=rule[0], rule_from_on=rule[1],
    )  # fmt: skip
    done = applications.begin(
        world.doer(username), world.slip(username, society_id), society_id, service_id, new
    )
    return int(done.location.rsplit("/", 1)[1])


def found(world: World, application_id: int, username: str = "operator") -> Application:
    """Return an application as it stands."""
    society_id = world.person(username).society_id or world.society_id
    return applications.application(society_id, application_id)


def all_papers(service_id: str) -> list[str]:
    """List all that may be asked for with a service."""
    of_schemes = [one.papers for one in rule_book() if service_id in one.services]
    return [paper for papers in (catalogue()[service_id].papers, *of_schemes) for paper in papers]


def moves(
    world: World, application_id: int, to_state: str, username: str = "operator", **said: Any
) -> Application:
    """Move an application on by hand and return it as it stands then."""
    before = found(world, application_id, username)
    applications.move(
        world.doer(username), world.slip(username, before.society_id), before.society_id,
        application_id, before.version, to_state, Said(**said),
    )  # fmt: skip
    return found(world, application_id, username)


def begins_bare(world: World, service_id: str = CERTIFICATE, **changed: Any) -> int:
    """Begin an application for somebody with a name and a mobile number, and nothing more."""
    new = replace(NewApplication(Person(NAME, mobile=MOBILE)), **changed)
    done = applications.begin(world.doer(), world.slip(), world.society_id, service_id, new)
    return int(done.location.rsplit("/", 1)[1])


def hands_over(world: World, application_id: int, to: str, said: str) -> None:
    """Let the operator give an application of KHR001 to somebody."""
    keeping = ((role, applications.KEEPING) for role in ("operator", "manager"))
    applications.hand_over(
        world.doer(), world.slip(), world.society_id, application_id,
        found(world, application_id).version, world.person(to).id, said, Policy(frozenset(keeping)),
    )  # fmt: skip
