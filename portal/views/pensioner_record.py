"""A pensioner's record: written down, changed, and the step of the pension's chain."""

from __future__ import annotations

from dataclasses import asdict, replace
from typing import Any

from flask import Blueprint, Response, request
from flask_babel import gettext
from flask_babel import lazy_gettext as _l

from portal.actions import pensioners as deeds
from portal.actions.looks import note_look
from portal.actions.pensioner_applications import add_from_application
from portal.domain.pensioners import (
    ENDS,
    OTHER,
    PARTICULARS,
    STEPS,
    STOPS,
    Particulars,
    Pensioner,
    Step,
)
from portal.domain.refusals import Refusal
from portal.domain.text import clean
from portal.storage.pension_rules import rule_book
from portal.views import pensioner_words as words
from portal.views.askers import Asker, read_asker
from portal.views.entry_forms import key_of
from portal.views.pensioners import ONE, subject_of
from portal.web.access import allow, doer, here
from portal.web.fields import AmountField, ChoiceField, DateField, PageForm, WordsField
from portal.web.locale import language
from portal.web.member_fields import BirthField, LastFourField, MobileField
from portal.web.once import slip
from portal.web.page import page, see

bp = Blueprint("pensioner_record", __name__)

NEW = "/pensioners/new"


class PensionerForm(PageForm):
    """What the counter writes of a pensioner."""

    name_hi = WordsField(_l("Name"), most=80)
    guardian_hi = WordsField(_l("Father or husband"), most=80)
    village_hi = WordsField(_l("Village"), most=60)
    mobile = MobileField(_l("Mobile"), blank_ok=True)
    birth_on = BirthField(_l("Born"), blank_ok=True)
    scheme_id = ChoiceField(_l("Which pension?"))
    authority = WordsField(_l("Who pays it?"), most=80)
    benefit_no = WordsField(_l("PPO or beneficiary number"), most=60, is_number=True)
    bank = WordsField(_l("Bank"), most=60)
    account_last4 = LastFourField(_l("Account, last four"), blank_ok=True)
    monthly = AmountField(_l("Pension a month"), blank_ok=True)
    certificate_due_on = DateField(_l("Life certificate due on"), blank_ok=True)
    status = ChoiceField(_l("How does it stand?"))


class StepForm(PageForm):
    """Where the pension goes, and why."""

    reason = ChoiceField(_l("Why?"))
    since_on = DateField(_l("Since when?"), blank_ok=True)
    died_on = DateField(_l("Date of death"), blank_ok=True)
    note = WordsField(_l("What else is to be said"), most=200)


def _form(known: Pensioner | None, **kwargs: Any) -> PensionerForm:
    form = PensionerForm(**kwargs)
    schemes = deeds.pension_schemes(here().state_code)
    if known is not None and known.scheme_id not in (*schemes, OTHER):
        schemes = [known.scheme_id, *schemes]
    names = [(one, _scheme(one)) for one in schemes]
    form.scheme_id.choices = [
        ("", "…"), *names, (OTHER, gettext("another one (write who pays it)")),
    ]  # fmt: skip
    form.status.choices = [(one, words.STATUSES[one]) for one in ("paying", "sanctioned")]
    if known is not None:
        del form.status
    return form


def _scheme(scheme_id: str) -> str:
    one = rule_book()[scheme_id]
    return one.name_en if language() == "en" else one.short_hi


def _particulars(form: PensionerForm) -> Particulars:
    texts: dict[str, Any] = {
        name: form[name].data or ""
        for name in (
            "name_hi", "guardian_hi", "village_hi", "mobile", "birth_on", "scheme_id",
            "authority", "benefit_no", "bank", "account_last4", "certificate_due_on",
        )
    }  # fmt: skip
    if texts["scheme_id"] != OTHER:
        texts["authority"] = ""
    return Particulars(**texts, monthly_paise=form.monthly.data)


def _with_whose(record: Particulars, asker: Asker) -> Particulars:
    """Add whose pension it is and which application it came from."""
    application_id = key_of("application") or None
    if application_id:
        society = here()
        found = add_from_application(society.id, application_id, society.state_code)
        return replace(
            record, register=found.register, record_id=found.record_id, sex=found.sex,
            application_id=application_id,
        )  # fmt: skip
    if asker.whom is None:
        return record
    sex = getattr(asker.known, "sex", "")
    return replace(record, register=asker.whom.register, record_id=asker.whom.record_id, sex=sex)


def _asker() -> Asker:
    """Read who of our own registers it is, as the address or the form names them."""
    return read_asker(Asker(), 0)


def _form_page(
    form: PensionerForm, known: Pensioner | None, status: int = 200, refusal: str | None = None
) -> Response:
    asker = Asker() if known else _asker()
    kept = asker.kept | ({"application": key_of("application")} if key_of("application") else {})
    return page(
        "pensioners/form.html", status, form=form, one=known, refusal=refusal, asker=asker,
        path=f"/pensioners/{known.id}/edit" if known else NEW, kept=kept,
    )  # fmt: skip


def _data_of(record: object) -> dict[str, Any]:
    """Fill a fresh form with what a record already says."""
    names = [*PARTICULARS, "monthly_paise"]
    data = {name: getattr(record, name, None) or None for name in names}
    return data | {"monthly": data.pop("monthly_paise")}


@bp.get(NEW)
@allow("keep_pensioners")
def new_form() -> Response:
    """Ask who draws which pension; what a member's or customer's record says is there already."""
    society, application_id = here(), key_of("application")
    if application_id:
        found = add_from_application(society.id, application_id, society.state_code)
        return _form_page(_form(None, formdata=None, data=_data_of(found)), None)
    asker = _asker()
    data = _data_of(asker.known)
    data["name_hi"] = asker.name or clean(request.args.get("name", ""))[:80] or None
    return _form_page(_form(None, formdata=None, data=data), None)


@bp.post(NEW)
@allow("keep_pensioners")
def new() -> Response:
    """Write a pensioner down."""
    society = here()
    form, asker = _form(None), _asker()
    record = _with_whose(_particulars(form), asker)
    paper = slip({**asdict(record), "status": form.status.data or ""})
    if not form.validate() or asker.problem:
        return _form_page(form, None, 422)
    try:
        done = deeds.add(
            doer(), paper, society.id, record, society.state_code, form.status.data or ""
        )
    except Refusal as refusal:
        if refusal.status != 422:
            raise
        form.refuse(refusal)
        return _form_page(form, None, 422, refusal.name)
    return see(done.location)


@bp.get(f"{ONE}/edit")
@allow("keep_pensioners")
def edit_form(pensioner_id: int) -> Response:
    """Show what is written of a pensioner, to be changed."""
    known = deeds.pensioner(here().id, pensioner_id)
    note_look(doer(), known.society_id, [subject_of(known)], "pensioner")
    return _form_page(_form(known, formdata=None, data=_data_of(known)), known)


@bp.post(f"{ONE}/edit")
@allow("keep_pensioners")
def edit(pensioner_id: int) -> Response:
    """Change what is written of a pensioner."""
    society = here()
    known = deeds.pensioner(society.id, pensioner_id)
    form = _form(known)
    record, version = _particulars(form), key_of("version")
    paper = slip({**asdict(record), "version": version})
    if not form.validate():
        return _form_page(form, known, 422)
    try:
        done = deeds.edit(
            doer(), paper, society.id, pensioner_id, version, record, society.state_code
        )
    except Refusal as refusal:
        if refusal.status != 422:
            raise
        form.refuse(refusal)
        return _form_page(form, known, 422, refusal.name)
    return see(done.location)


def _step_page(
    known: Pensioner, form: StepForm, status: int = 200, refusal: str | None = None
) -> Response:
    to = request.values.get("to", "")
    to = to if to in STEPS[known.status] else STEPS[known.status][0]
    reasons = ENDS if to == "ended" else STOPS if to == "stopped" else ()
    form.reason.choices = [(one, words.REASONS[one]) for one in reasons]
    return page(
        "pensioners/step.html", status, one=known, form=form, to=to, refusal=refusal,
        steps=STEPS[known.status], words=words,
    )  # fmt: skip


@bp.get(f"{ONE}/status")
@allow("keep_pensioners")
def step_form(pensioner_id: int) -> Response:
    """Ask why a pension is stopped or has ended, or since when it is paid."""
    known = deeds.pensioner(here().id, pensioner_id)
    return _step_page(known, StepForm(formdata=None))


@bp.post(f"{ONE}/status")
@allow("keep_pensioners")
def take_step(pensioner_id: int) -> Response:
    """Move the pension along its chain."""
    society = here()
    known = deeds.pensioner(society.id, pensioner_id)
    form = StepForm()
    step = Step(
        request.form.get("to", ""), form.reason.data or "", form.note.data or "",
        form.since_on.data or "", form.died_on.data or "",
    )  # fmt: skip
    version = key_of("version")
    paper = slip({**asdict(step), "version": version})
    if not form.validate():
        return _step_page(known, form, 422)
    try:
        done = deeds.take_step(doer(), paper, society.id, pensioner_id, version, step)
    except Refusal as refusal:
        if refusal.status != 422:
            raise
        form.refuse(refusal)
        return _step_page(known, form, 422, refusal.name)
    return see(done.location)
