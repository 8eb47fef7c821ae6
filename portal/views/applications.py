"""Applications of a society: the list of what is open, and one with all that belongs to it."""

from __future__ import annotations

from flask import Blueprint, Response, request
from flask.blueprints import BlueprintSetupState

from portal.actions import applications as deeds
from portal.actions.application_chains import states_by_turn
from portal.actions.application_rules import has_rule_changed, rule_of, scheme_of
from portal.domain.applications import (
    Application,
    ApplicationNumberIsWrong,
    read_application_number,
)
from portal.domain.text import AadhaarIsNotStored, clean, has_aadhaar, latin_digits
from portal.storage import applications as stored
from portal.storage import people, remittances
from portal.storage.application_forms import application_forms
from portal.storage.applications import Wish
from portal.storage.served import CUSTOMERS, MEMBERS, Whom
from portal.views import application_words as words
from portal.views.application_words import ONE
from portal.views.entry_forms import key_of
from portal.web.access import allow, doer, here
from portal.web.house import house
from portal.web.page import page, see

bp = Blueprint("applications", __name__)


@bp.record_once
def _read_forms(_state: BlueprintSetupState) -> None:
    """Read the forms at start, so that a wrong file is refused then and not to a villager."""
    application_forms()


PAGE_ROWS = 10


@bp.get("/applications")
@allow("read_applications")
def listed() -> Response:
    """List applications, those first that somebody here has to do something for."""
    society, on = here(), doer().today_on
    typed = request.args.get("q", "")
    if has_aadhaar(typed):
        raise AadhaarIsNotStored
    found = _by_number(typed)
    if found is not None:
        return see(f"/applications/{found.id}")
    skip, wish = key_of("skip"), _wish(typed)
    shown = stored.listed(society.id, wish, states_by_turn(), on, PAGE_ROWS + 1, skip)
    filters = "filter" in request.args or bool(wish.states or wish.keeper)
    keepers = {one.id: one for one in deeds.keepers(society.id, house().policy)}
    return page(
        "applications/list.html", shown=shown[:PAGE_ROWS], wish=wish, on=on, words=words,
        filters=filters, open_states=stored.open_states(society.id) if filters else [],
        keepers=keepers, book=application_forms(),
        due=stored.counts(society.id, on).due,
        skip=skip + PAGE_ROWS if len(shown) > PAGE_ROWS else None,
        whose={one: key_of(one) for one in ("member", "customer") if key_of(one)},
    )  # fmt: skip


def _by_number(typed: str) -> Application | None:
    """Return the application of a whole number of ours."""
    try:
        code, application_id = read_application_number(typed)
    except ApplicationNumberIsWrong:
        return None
    is_ours = code == here().code
    return stored.application(here().id, application_id) if is_ours else None


def _wish(typed: str) -> Wish:
    state = request.args.get("state", "")
    q = latin_digits(clean(typed[:60]))
    if any(sign.isdigit() for sign in q):
        q = q.replace(" ", "").upper()
    return Wish((state,) if state else (), key_of("keeper"), "due" in request.args, q, _whose())


def _whose() -> Whom | None:
    """Return the member or customer whose applications are asked for."""
    if key_of("member"):
        return Whom(MEMBERS, key_of("member"))
    return Whom(CUSTOMERS, key_of("customer")) if key_of("customer") else None


@bp.get(ONE)
@allow("read_applications")
def one(application_id: int) -> Response:
    """Show where an application stands, what is to be done next, and what is entered."""
    society = here()
    found = deeds.application(society.id, application_id)
    history = stored.events(society.id, application_id)
    rule, on = rule_of(found), doer().today_on
    book = application_forms()
    ids = {event.done_by for event in history} | {found.keeper}
    return page(
        "applications/application.html", one=found, form=book.form_of(found.service_id),
        history=history, steps=deeds.steps_of(found), names=people.names(ids), words=words,
        state=book.state(found.state, found.chain), guide=book.help_of(found.service_id), on=on,
        items=remittances.items_of_application(society.id, application_id),
        scheme=scheme_of(rule.scheme_id), rule=rule, is_old_rule=has_rule_changed(rule, on),
    )  # fmt: skip


@bp.get(f"{ONE}/fields")
@allow("read_applications")
def fields(application_id: int) -> Response:
    """Show what is entered as plain text, to be copied into the department's own page."""
    found = deeds.application(here().id, application_id)
    book = application_forms()
    form = book.form_of(found.service_id)
    return page(
        "applications/fields.html", one=found, guide=book.help_of(found.service_id), words=words,
        rows=words.to_copy(found, form),
    )  # fmt: skip
