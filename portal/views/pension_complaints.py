"""Complaints that a pension has not come: begun, followed, ended, listed."""

from __future__ import annotations

from dataclasses import asdict

from flask import Blueprint, Response, request
from flask_babel import lazy_gettext as _l

from portal.actions import pension_complaints as deeds
from portal.actions import pensioners as register
from portal.actions.pension_complaints import Move
from portal.domain.pension_complaints import LONGEST, WHOM, PensionComplaintIsOpen, Said
from portal.domain.pension_payments import months_to
from portal.domain.pensioners import Pensioner
from portal.domain.refusals import Refusal
from portal.storage import pension_complaints, people
from portal.views import pensioner_words as words
from portal.views.entry_forms import key_of
from portal.views.pensioners import LARGEST_KEY, ONE
from portal.web.access import allow, doer, here
from portal.web.fields import ChoiceField, DateField, PageForm, RemarkField, WordsField
from portal.web.member_fields import MaybeChoiceField
from portal.web.once import slip
from portal.web.page import page, see

bp = Blueprint("pension_complaints", __name__)

ROWS = 20
MONTHS_OFFERED = 13
ENDINGS = {"": _l("it goes on"), "solved": _l("solved"), "refused": _l("turned down")}
_COMPLAINT = f"/pensioners/complaints/<int(max={LARGEST_KEY}):complaint_id>"


class SaidForm(PageForm):
    """What was said, who was asked, their number, when to ask again."""

    said = RemarkField(_l("What was said"), most=LONGEST)
    asked_whom = MaybeChoiceField(_l("Who was asked?"), choices=list(words.WHOM.items()))
    department_no = WordsField(_l("Their number"), most=60)
    remind_on = DateField(_l("Ask again on"), blank_ok=True)


class BeginForm(SaidForm):
    """Since which month no money has come."""

    first_month = ChoiceField(_l("Since which month?"))


class FollowForm(SaidForm):
    """How it goes on."""

    ending = ChoiceField(_l("How does it stand now?"))


def _said(form: SaidForm) -> Said:
    return Said(
        form.said.data or "", form.asked_whom.data or "", form.department_no.data or "",
        form.remind_on.data or "",
    )  # fmt: skip


def _begin_page(
    one: Pensioner, form: BeginForm, status: int = 200, refusal: str | None = None
) -> Response:
    months = months_to(doer().today_on[:7], MONTHS_OFFERED)
    form.first_month.choices = [(month, words.month_name(month)) for month in months]
    return page(
        "pensioners/complain.html", status, one=one, form=form, refusal=refusal,
        open_one=pension_complaints.open_of(one.society_id, one.id),
    )  # fmt: skip


@bp.get(f"{ONE}/complain")
@allow("keep_pensioners")
def begin_form(pensioner_id: int) -> Response:
    """Ask since which month no money has come."""
    return _begin_page(register.pensioner(here().id, pensioner_id), BeginForm(formdata=None))


@bp.post(f"{ONE}/complain")
@allow("keep_pensioners")
def begin(pensioner_id: int) -> Response:
    """Write the complaint down; one at a time for each pensioner."""
    society = here()
    one = register.pensioner(society.id, pensioner_id)
    form = BeginForm()
    month, said = form.first_month.data or "", _said(form)
    paper = slip({"month": month, **asdict(said)})
    if not form.validate():
        return _begin_page(one, form, 422)
    try:
        return see(deeds.begin(doer(), paper, society.id, pensioner_id, month, said).location)
    except PensionComplaintIsOpen as refusal:
        return _begin_page(one, form, refusal.status, refusal.name)
    except Refusal as refusal:
        if refusal.status != 422:
            raise
        form.refuse(refusal)
        return _begin_page(one, form, 422, refusal.name)


@bp.get("/pensioners/complaints")
@allow("read_pensioners")
def listed() -> Response:
    """List the society's complaints, those to be asked about soonest first."""
    before = request.args.get("before", "")
    is_key = before.isascii() and before.isdigit() and len(before) < 10
    shelf = deeds.shelf(here().id, ROWS + 1, int(before) if is_key else deeds.NEWEST)
    return page(
        "pensioners/complaints.html", shelf=shelf, ended=shelf.ended[:ROWS], words=words,
        has_more=len(shelf.ended) > ROWS, today_on=doer().today_on,
    )  # fmt: skip


def _trail_page(
    complaint_id: int, form: FollowForm, status: int = 200, refusal: str | None = None
) -> Response:
    trail = deeds.trail_of(here().id, complaint_id)
    form.ending.choices = list(ENDINGS.items())
    return page(
        "pensioners/complaint.html", status, trail=trail, one=trail.complaint, form=form,
        whose=trail.pensioner, words=words, names=people.names(trail.people()), refusal=refusal,
        today_on=doer().today_on, whom=WHOM,
    )  # fmt: skip


@bp.get(_COMPLAINT)
@allow("read_pensioners")
def one(complaint_id: int) -> Response:
    """Show a complaint with its trail, and ask what was heard."""
    return _trail_page(complaint_id, FollowForm(formdata=None))


@bp.post(_COMPLAINT)
@allow("keep_pensioners")
def follow(complaint_id: int) -> Response:
    """Write what was asked or heard into the complaint."""
    society = here()
    form = FollowForm()
    move, version = Move(_said(form), form.ending.data or ""), key_of("version")
    paper = slip({**asdict(move), "version": version})
    if not form.validate():
        return _trail_page(complaint_id, form, 422)
    try:
        done = deeds.follow(doer(), paper, society.id, complaint_id, version, move)
    except Refusal as refusal:
        if refusal.status != 422:
            raise
        form.refuse(refusal)
        return _trail_page(complaint_id, form, 422, refusal.name)
    return see(done.location)
