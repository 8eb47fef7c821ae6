"""Moving an application on: a step with what it asks, a note, a hand-over to a colleague."""

from __future__ import annotations

from dataclasses import asdict
from typing import Any

from flask import Blueprint, Response, request
from flask_babel import lazy_gettext as _l

from portal.actions import applications as deeds
from portal.actions.application_chains import is_given_up
from portal.actions.application_rules import has_rule_changed, rule_of, scheme_of
from portal.domain.application_forms import Step
from portal.domain.applications import (
    LONGEST_NUMBER,
    LONGEST_WORDS,
    Application,
    Said,
    StepIsNotPossible,
)
from portal.domain.refusals import Refusal
from portal.storage import people
from portal.storage.application_forms import application_forms
from portal.views import application_words as words
from portal.views.application_stale import stale
from portal.views.application_words import ONE
from portal.views.entry_forms import key_of
from portal.web.access import allow, doer, here
from portal.web.fields import ChoiceField, DateField, PageForm, RemarkField, WordsField, as_key
from portal.web.house import house
from portal.web.once import slip
from portal.web.page import page, see

bp = Blueprint("application_steps", __name__)

STEP = f"{ONE}/to/<to_state>"


class StepForm(PageForm):
    """What a step may ask; what its row doesn't ask is left away."""

    department_no = WordsField(_l("Number of the department"), most=LONGEST_NUMBER, is_number=True)
    result_no = WordsField(_l("Number of what came of it"), most=LONGEST_NUMBER, is_number=True)
    reason = RemarkField(_l("Reason"), most=LONGEST_WORDS)
    said = RemarkField(_l("What was said"), most=LONGEST_WORDS)
    remind_on = DateField(_l("Ask again on"), blank_ok=True)


def _form(one: Application, step: Step, **kwargs: Any) -> StepForm:
    made = StepForm(**kwargs)
    for name in [field.name for field in made if field.name not in step.asks]:
        del made[name]
    form = application_forms().form_of(one.service_id)
    for which in ("department_no", "result_no"):
        called = words.number_name(form, "number" if which == "department_no" else "result")
        if which in made and called:
            made[which].label.text = called
    return made


def _step(one: Application, to_state: str) -> Step:
    """Return a step that is made by hand here; raise StepIsNotPossible."""
    for found in deeds.steps_of(one):
        if found.to_state == to_state and not found.is_by_money:
            return found
    raise StepIsNotPossible


@bp.get(STEP)
@allow("keep_applications")
def step_form(application_id: int, to_state: str) -> Response:
    """Ask what a step asks."""
    one = deeds.application(here().id, application_id)
    step = _step(one, to_state)
    data = {"department_no": one.department_no, "result_no": one.result_no}
    return _step_page(one, step, _form(one, step, formdata=None, data=data))


def _step_page(
    one: Application, step: Step, form: StepForm, status: int = 200, refusal: str | None = None
) -> Response:
    book = application_forms()
    leaves = one.is_draft and not is_given_up(step)
    rule = rule_of(one)
    return page(
        "applications/step.html", status, one=one, step=step, form=form, words=words,
        left=words.left_labels(one, book.form_of(one.service_id)) if leaves else [],
        missing=one.missing_papers if leaves and not step.ends else [], refusal=refusal,
        is_sure=bool(request.form.get("is_sure")), guide=book.help_of(one.service_id),
        scheme=scheme_of(rule.scheme_id) if leaves else None, rule=rule,
        is_old_rule=leaves and has_rule_changed(rule, doer().today_on),
    )  # fmt: skip


@bp.post(STEP)
@allow("keep_applications")
def move(application_id: int, to_state: str) -> Response:
    """Move the application on. A form that is sent again gets what it brought the first time."""
    one = deeds.application(here().id, application_id)
    step = _step_of_chain(one, to_state)
    form = _form(one, step)
    if not form.validate():
        return _step_page(one, step, form, 422)
    said = Said(
        **{field.name: field.data or "" for field in form}, is_sure="is_sure" in request.form
    )
    paper = slip(asdict(said) | {"version": key_of("version")})
    try:
        done = deeds.move(doer(), paper, here().id, one.id, key_of("version"), to_state, said)
    except Refusal as refusal:
        if refusal.status != 422:
            return stale(one, refusal)
        form.refuse(refusal)
        return _step_page(one, step, form, 422, refusal.name)
    return see(done.location)


def _step_of_chain(one: Application, to_state: str) -> Step:
    """Return the step that a form was for, also where it was made meanwhile.

    Then the deed says whether it is a repeat of the same form, or that somebody was quicker.
    """
    try:
        return _step(one, to_state)
    except StepIsNotPossible:
        book = application_forms()
        for state in book.states_of(one.chain):
            found = book.step(one.chain, state.code, to_state)
            if found is not None and not found.is_by_money:
                return found
        raise


class NoteForm(PageForm):
    """What was heard, and when to ask again."""

    said = RemarkField(_l("What was said"), most=LONGEST_WORDS)
    remind_on = DateField(_l("Ask again on"), blank_ok=True)


@bp.get(f"{ONE}/note")
@allow("keep_applications")
def note_form(application_id: int) -> Response:
    """Ask what was heard and when to ask again."""
    one = deeds.application(here().id, application_id)
    form = NoteForm(formdata=None, data={"remind_on": one.remind_on or None})
    return page("applications/note.html", one=one, form=form, words=words, refusal=None)


@bp.post(f"{ONE}/note")
@allow("keep_applications")
def note(application_id: int) -> Response:
    """Write down what was heard."""
    one = deeds.application(here().id, application_id)
    form = NoteForm()
    refused = None
    if form.validate():
        said, on, version = form.said.data or "", form.remind_on.data or "", key_of("version")
        paper = slip({"said": said, "on": on, "version": version})
        try:
            done = deeds.remind(doer(), paper, here().id, one.id, version, on, said)
            return see(done.location)
        except Refusal as refusal:
            if refusal.status != 422:
                return stale(one, refusal)
            form.refuse(refusal)
            refused = refusal.name
    return page("applications/note.html", 422, one=one, form=form, words=words, refusal=refused)


class KeeperForm(PageForm):
    """Who goes on with it, and what is to be done."""

    keeper = ChoiceField(_l("Who goes on with it?"), coerce=as_key)
    said = RemarkField(_l("What is to be done?"), most=LONGEST_WORDS)


def _keepers(one: Application) -> list[people.Person]:
    return [each for each in deeds.keepers(here().id, house().policy) if each.id != one.keeper]


@bp.get(f"{ONE}/keeper")
@allow("keep_applications")
def keeper_form(application_id: int) -> Response:
    """Ask who goes on with it."""
    one = deeds.application(here().id, application_id)
    return _keeper_page(one, KeeperForm(formdata=None))


def _keeper_page(
    one: Application, form: KeeperForm, status: int = 200, refusal: str | None = None
) -> Response:  # fmt: skip
    return page(
        "applications/keeper.html", status, one=one, form=form, keepers=_keepers(one),
        words=words, refusal=refusal,
    )  # fmt: skip


@bp.post(f"{ONE}/keeper")
@allow("keep_applications")
def hand_over(application_id: int) -> Response:
    """Give the application to a colleague."""
    one = deeds.application(here().id, application_id)
    form = KeeperForm()
    if not form.validate():
        return _keeper_page(one, form, 422)
    keeper, said, version = form.keeper.data or 0, form.said.data or "", key_of("version")
    paper = slip({"keeper": keeper, "said": said, "version": version})
    try:
        done = deeds.hand_over(
            doer(), paper, here().id, one.id, version, keeper, said, house().policy
        )
    except Refusal as refusal:
        if refusal.status != 422:
            return stale(one, refusal)
        form.refuse(refusal)
        return _keeper_page(one, form, 422, refusal.name)
    return see(done.location)
