"""Joining and leaving: admission, refusal, shares to another member, resignation, death."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, NamedTuple

from flask import Blueprint, Response
from flask_babel import lazy_gettext as _l
from wtforms import BooleanField

from portal.actions import leaving, register
from portal.actions.exactly_once import Done
from portal.actions.looks import note_look
from portal.domain.member_account import Standing
from portal.domain.members import Heir, Member
from portal.domain.people import Slip
from portal.domain.refusals import Refusal
from portal.domain.register import IsNoApplicant
from portal.storage import members
from portal.views.member_record import record_of
from portal.views.record_form import HEIRS, part_fields, parts_data, parts_of, rows_of
from portal.web.access import allow, doer
from portal.web.fields import AmountField, DateField, PageForm, WordsField
from portal.web.member_fields import MemberNumberField
from portal.web.once import slip
from portal.web.page import page, running_day, see

bp = Blueprint("membership", __name__)


class ResolutionForm(PageForm):
    """The committee's word behind a joining or a leaving."""

    resolution_no = WordsField(_l("Resolution no."), most=30)
    resolution_on = DateField(_l("Date of the resolution"))


class AdmissionForm(ResolutionForm):
    """The number that a new member is given."""

    member_no = MemberNumberField(_l("Member no."))


class TransferForm(ResolutionForm):
    """How much of the shares goes to whom."""

    to_no = MemberNumberField(_l("To which member no.?"))
    amount = AmountField(_l("How many rupees of shares?"))


class ResignationForm(ResolutionForm):
    """When somebody left."""

    pays_later = BooleanField(_l("The share money is given back later"))


class DeathForm(PageForm):
    """When a member died, and who claims what they left."""

    died_on = DateField(_l("Date of death"))
    resolution_no = WordsField(_l("Resolution no."), most=30)


for _name, _field in part_fields("heir", HEIRS).items():
    setattr(DeathForm, _name, _field)


class Step(NamedTuple):
    """A deed of joining or leaving: its form, and what its page and button say."""

    form: type[PageForm]
    title: Any
    button: Any


STEPS = {
    "admit": Step(AdmissionForm, _l("Admit as a member"), _l("Right, admit")),
    "refuse": Step(ResolutionForm, _l("Refuse the application"), _l("Right, refuse")),
    "transfer": Step(TransferForm, _l("Transfer shares"), _l("Right, transfer")),
    "resign": Step(ResignationForm, _l("Leaves the society"), _l("Right, membership ends")),
    "death": Step(DeathForm, _l("Death of a member"), _l("Right, save it")),
}


def seen_standing(member: Member) -> Standing:
    """Look at what somebody has and owes; the look is noted first (P9)."""
    subject = member.member_no or f"#{member.id}"
    note_look(doer(), member.society_id, [subject], "leaving")
    return register.standing(member.society_id, member.id)


def _step(
    code: str, found: Member, form: PageForm, status: int = 200, refusal: str | None = None
) -> Response:
    own = register.page_of(found)
    return page(
        "members/step.html", status, code=code, step=STEPS[code], record=found, form=form,
        standing=seen_standing(found), refusal=refusal, path=f"{own}/{code}",
        back=f"{own}/record" if found.member_no else own, day=running_day(),
        heirs=rows_of(form, "heir%s_name", 2, HEIRS),
    )  # fmt: skip


def _done(code: str, found: Member, deed: Callable[[PageForm, Slip], Done]) -> Response:
    """Read a step's form and do its deed; what is wrong is shown at its field."""
    form = STEPS[code].form()
    if not form.validate():
        return _step(code, found, form, 422)
    try:
        plain = {one.name: one.data for one in form}
        done = deed(form, slip(plain | {"record": found.id}))
    except Refusal as refusal:
        is_at_field = refusal.status == 404 and refusal.field is not None
        if refusal.status != 422 and not is_at_field:
            raise
        form.refuse(refusal)
        return _step(code, found, form, 422, refusal.name)
    return see(done.location)


def _applicant(applicant_id: int) -> Member:
    found = record_of(applicant_id=applicant_id)
    if found.status != "applicant":
        raise IsNoApplicant
    return found


@bp.get("/applicants/<int:applicant_id>/admit")
@allow("admit_member")
def admission_form(applicant_id: int) -> Response:
    """Ask for the resolution; the next free number is proposed."""
    found = _applicant(applicant_id)
    proposed = {"member_no": str(members.next_number(found.society_id))}
    return _step("admit", found, AdmissionForm(formdata=None, data=proposed))


@bp.post("/applicants/<int:applicant_id>/admit")
@allow("admit_member")
def admit(applicant_id: int) -> Response:
    """Make an applicant a member, and the waiting money shares."""
    found = record_of(applicant_id=applicant_id)
    return _done("admit", found, lambda form, paper: register.admit(
        doer(), paper, found.society_id, found.id, form.member_no.data,
        form.resolution_no.data, form.resolution_on.data,
    ))  # fmt: skip


@bp.get("/applicants/<int:applicant_id>/refuse")
@allow("admit_member")
def refusal_form(applicant_id: int) -> Response:
    """Ask for the resolution of a refusal."""
    return _step("refuse", _applicant(applicant_id), ResolutionForm(formdata=None))


@bp.post("/applicants/<int:applicant_id>/refuse")
@allow("admit_member")
def refuse(applicant_id: int) -> Response:
    """Refuse an applicant; the record stays."""
    found = record_of(applicant_id=applicant_id)
    return _done("refuse", found, lambda form, paper: register.refuse_applicant(
        doer(), paper, found.society_id, found.id, form.resolution_no.data,
        form.resolution_on.data,
    ))  # fmt: skip


@bp.get("/members/<member_no>/transfer")
@allow("admit_member")
def transfer_form(member_no: str) -> Response:
    """Ask how much of the shares goes to whom."""
    return _step("transfer", record_of(member_no), TransferForm(formdata=None))


@bp.post("/members/<member_no>/transfer")
@allow("admit_member")
def transfer(member_no: str) -> Response:
    """Move shares to another member."""
    found = record_of(member_no)
    return _done("transfer", found, lambda form, paper: leaving.transfer_shares(
        doer(), paper, found.society_id, found.id, form.to_no.data, form.amount.data,
        form.resolution_no.data, form.resolution_on.data,
    ))  # fmt: skip


@bp.get("/members/<member_no>/resign")
@allow("admit_member")
def resignation_form(member_no: str) -> Response:
    """Ask for the resolution, beside what is still open."""
    return _step("resign", record_of(member_no), ResignationForm(formdata=None))


@bp.post("/members/<member_no>/resign")
@allow("admit_member")
def resign(member_no: str) -> Response:
    """Note that somebody is no member any more."""
    found = record_of(member_no)
    return _done("resign", found, lambda form, paper: leaving.resign(
        doer(), paper, found.society_id, found.id, form.resolution_no.data,
        form.resolution_on.data, pays_later=bool(form.pays_later.data),
    ))  # fmt: skip


@bp.get("/members/<member_no>/death")
@allow("admit_member")
def death_form(member_no: str) -> Response:
    """Ask when a member died and who claims; the nominees are proposed."""
    found = record_of(member_no)
    data: dict[str, Any] = {"resolution_no": found.leaving_resolution_no or None}
    data |= parts_data("heir", found.heirs or found.nominees)
    if found.status == "deceased":
        data["died_on"] = found.left_on
    return _step("death", found, DeathForm(formdata=None, data=data))


@bp.post("/members/<member_no>/death")
@allow("admit_member")
def death(member_no: str) -> Response:
    """Note a member's death and the heirs."""
    found = record_of(member_no)
    return _done("death", found, lambda form, paper: leaving.note_death(
        doer(), paper, found.society_id, found.id, form.died_on.data,
        form.resolution_no.data, [Heir(*one) for one in parts_of(form, "heir", HEIRS)],
    ))  # fmt: skip
