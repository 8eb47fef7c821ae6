"""Beginning an application for somebody, and filling it in while it is a draft."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace
from typing import Any

from flask import Blueprint, Response, request

from portal.actions import applications as deeds
from portal.actions.application_rules import (
    RuleTaken,
    has_rule_changed,
    papers_for,
    rule_for,
    rule_of,
    scheme_of,
)
from portal.actions.applications import Filled, NewApplication
from portal.actions.catalogue import of_society, offer_of
from portal.domain.application_forms import Form
from portal.domain.applications import THERE, Application, Person
from portal.domain.catalogue import ServiceIsUnknown
from portal.domain.members import MemberIsUnknown
from portal.domain.refusals import Refusal
from portal.storage.catalogue import catalogue
from portal.views import application_words as words
from portal.views.application_forms import (
    boxes_of,
    form_of,
    person_of,
    read_typed,
    typed_again,
    typed_of,
)
from portal.views.application_stale import stale
from portal.views.application_words import ONE
from portal.views.askers import Asker, read_asker
from portal.views.entry_forms import key_of
from portal.web.access import allow, doer, here
from portal.web.fields import PageForm
from portal.web.once import slip
from portal.web.page import page, see

bp = Blueprint("application_begin", __name__)

NEW = "/applications/new"
FEW = 2
"""So many fields stand on the first page; more have a page of their own."""


@dataclass(frozen=True, slots=True)
class Start:
    """What a new application begins from: the service's form, for whom, under which rule.

    ``form`` has the fields that the first page asks.
    """

    service_id: str
    form: Form
    who: Asker
    rule: RuleTaken
    papers: tuple[str, ...]

    @property
    def kept(self) -> dict[str, object]:
        """What the form sends along."""
        if not self.rule.scheme_id:
            return self.who.kept
        return self.who.kept | {"scheme": self.rule.scheme_id, "rule_from": self.rule.from_on}


def _start() -> Start:
    """Read what the address or the form begins; raise ServiceIsUnknown, RuleIsUnknown."""
    society, on = here(), doer().today_on
    service_id = request.values.get("service", "")
    offer = offer_of(of_society(society), service_id, on)
    if offer.off is not None:
        raise ServiceIsUnknown
    rule = rule_for(
        offer.service, society.state_code, request.values.get("scheme", ""),
        request.values.get("rule_from"), on,
    )  # fmt: skip
    form = deeds.form_for(service_id)
    is_short = len(form.fields) <= FEW and not rule.scheme_id
    form = form if is_short else replace(form, fields=())
    papers = papers_for(offer.service, scheme_of(rule.scheme_id))
    return Start(service_id, form, _who(service_id), rule, papers)


def _who(service_id: str) -> Asker:
    """Read for whom it is; a number or a key that names nobody of this society is refused."""
    who = read_asker(Asker(service_id=service_id), key_of("visit"))
    is_named = bool(key_of("member") or key_of("customer"))
    if who.problem is not None:
        raise who.problem
    if is_named and who.known is None:
        raise MemberIsUnknown
    return who


@bp.get(NEW)
@allow("keep_applications")
def new_form() -> Response:
    """Ask for whom it is and which papers are there."""
    start = _start()
    known = start.who.known
    data = start.who.first | {
        "guardian": getattr(known, "guardian_hi", ""), "village": getattr(known, "village_hi", ""),
    }  # fmt: skip
    return _new_page(start, form_of(start.form, has_person=True, formdata=None, data=data))


def _new_page(
    start: Start, made: PageForm, status: int = 200, refusal: str | None = None
) -> Response:
    return page(
        "applications/new.html", status, form=made, boxes=boxes_of(start.form), who=start.who,
        kept=start.kept, path=NEW, papers=_with_marks(start.papers), refusal=refusal,
        service=catalogue()[start.service_id], scheme=scheme_of(start.rule.scheme_id),
        rule=start.rule, is_old_rule=has_rule_changed(start.rule, doer().today_on),
    )  # fmt: skip


def _ticked(papers: Iterable[str]) -> list[str]:
    """List the papers that the form sent a tick for."""
    return [one for number, one in enumerate(papers) if request.form.get(f"paper{number}")]


def _with_marks(papers: Iterable[str]) -> list[tuple[str, bool]]:
    there = set(_ticked(papers))
    return [(one, one in there) for one in papers]


@bp.post(NEW)
@allow("keep_applications")
def begin() -> Response:
    """Store the application as a draft; what the office will ask is filled in next."""
    start = _start()
    made = form_of(start.form, has_person=True)
    answers = read_typed(start.form, made)
    if answers is None:
        return _new_page(start, made, 422)
    new = NewApplication(
        person_of(made), typed_of(start.form, made), _ticked(start.papers), start.who.whom,
        start.who.visit.id if start.who.visit else None, start.rule.scheme_id,
        start.rule.from_on if start.rule.scheme_id else None,
    )  # fmt: skip
    paper = slip(_person_content(new.person) | {
        "answers": answers, "papers": list(new.papers), "service": start.service_id,
        "whom": list(new.whom or ()), "visit": new.visit_id,
        "rule": [new.rule_scheme, new.rule_from_on],
    })  # fmt: skip
    try:
        done = deeds.begin(doer(), paper, here().id, start.service_id, new)
    except Refusal as refusal:
        if refusal.status != 422:
            raise
        made.refuse(refusal)
        return _new_page(start, made, 422, refusal.name)
    is_whole = start.form == deeds.form_for(start.service_id)
    return see(done.location if is_whole else f"{done.location}/change")


def _person_content(person: Person) -> dict[str, Any]:
    return {"person": [person.name, person.guardian, person.village, person.mobile]}


def _draft(application_id: int) -> Application:
    return deeds.application(here().id, application_id)


@bp.get(f"{ONE}/change")
@allow("keep_applications")
def change_form(application_id: int) -> Response:
    """Ask what the office will ask."""
    one = _draft(application_id)
    if not one.is_draft:
        return see(f"/applications/{one.id}")
    form = deeds.form_for(one.service_id)
    data = typed_again(form, one.answers)
    return _change_page(one, form, form_of(form, has_person=False, formdata=None, data=data))


def _change_page(
    one: Application, form: Form, made: PageForm, status: int = 200, refusal: str | None = None
) -> Response:
    rule = rule_of(one)
    return page(
        "applications/change.html", status, one=one, form=made, boxes=boxes_of(form), words=words,
        refusal=refusal, scheme=scheme_of(rule.scheme_id), rule=rule,
        is_old_rule=has_rule_changed(rule, doer().today_on),
    )  # fmt: skip


@bp.post(f"{ONE}/change")
@allow("keep_applications")
def change(application_id: int) -> Response:
    """Keep what was filled in; a field that was not yet may stay empty."""
    one = _draft(application_id)
    form = deeds.form_for(one.service_id)
    made = form_of(form, has_person=False)
    answers = read_typed(form, made)
    if answers is None:
        return _change_page(one, form, made, 422)
    paper = slip({"answers": answers, "version": key_of("version")})
    filled = Filled(answers=typed_of(form, made))
    try:
        done = deeds.change(doer(), paper, here().id, one.id, key_of("version"), filled)
    except Refusal as refusal:
        if refusal.status != 422:
            return stale(one, refusal)
        made.refuse(refusal)
        return _change_page(one, form, made, 422, refusal.name)
    return see(done.location)


@bp.get(f"{ONE}/person")
@allow("keep_applications")
def person_form(application_id: int) -> Response:
    """Ask again for whom it is and which papers are there."""
    one = _draft(application_id)
    if not one.is_draft:
        return see(f"/applications/{one.id}")
    data = {name: getattr(one, name) for name in ("name", "guardian", "village", "mobile")}
    marks = [(name, there == THERE) for name, there in one.papers.items()]
    return _person_page(one, _person_form(one, formdata=None, data=data), marks)


def _person_form(one: Application, **kwargs: Any) -> PageForm:
    bare = replace(deeds.form_for(one.service_id), fields=())
    return form_of(bare, has_person=True, **kwargs)


def _person_page(
    one: Application, made: PageForm, papers: list[tuple[str, bool]], status: int = 200,
    refusal: str | None = None,
) -> Response:  # fmt: skip
    return page(
        "applications/person.html", status, one=one, form=made, papers=papers, words=words,
        refusal=refusal,
    )  # fmt: skip


@bp.post(f"{ONE}/person")
@allow("keep_applications")
def change_person(application_id: int) -> Response:
    """Keep for whom it is and which papers are there."""
    one = _draft(application_id)
    made = _person_form(one)
    if not made.validate():
        return _person_page(one, made, _with_marks(one.papers), 422)
    filled = Filled(person_of(made), papers=_ticked(one.papers))
    content = {"papers": filled.papers, "version": key_of("version")}
    paper = slip(_person_content(person_of(made)) | content)
    try:
        done = deeds.change(doer(), paper, here().id, one.id, key_of("version"), filled)
    except Refusal as refusal:
        if refusal.status != 422:
            return stale(one, refusal)
        made.refuse(refusal)
        return _person_page(one, made, _with_marks(one.papers), 422, refusal.name)
    return see(done.location)
