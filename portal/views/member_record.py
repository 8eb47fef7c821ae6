"""A person's record in the register: written, looked at, changed, and its history."""

from __future__ import annotations

import json
from typing import Any

from flask import Blueprint, Response, request
from flask_babel import lazy_gettext as _l

from portal.actions import register as deeds
from portal.actions.likenesses import LIKENESSES, possible_twins
from portal.domain.members import (
    PARTICULARS,
    Heir,
    Member,
    MemberIsUnknown,
    MemberWasChanged,
    Nominee,
    Paper,
    Particulars,
    changes_between,
)
from portal.domain.refusals import Refusal
from portal.domain.register import CONSENT, EDITABLE
from portal.domain.romanize import romanize
from portal.storage import member_images, members, people, register
from portal.storage.members import VersionRow
from portal.views.record_form import (
    KINDS_OF_PAPER,
    NOMINEES,
    RecordForm,
    data_of,
    form_of,
    given_by,
    has_consent,
    rows_of,
)
from portal.web.access import allow, doer, here
from portal.web.fields import as_key
from portal.web.house import house
from portal.web.member import member_of
from portal.web.member_names import PARTS, STATUSES, said
from portal.web.once import slip
from portal.web.page import page, see

bp = Blueprint("member_record", __name__)

WHATS = {
    "applied": _l("asked to become a member"), "admitted": _l("became a member"),
    "edited": _l("changed"), "refused": _l("was refused"), "resigned": _l("left the society"),
    "died": _l("death was noted"), "heirs": _l("heirs were changed"),
    "imported": _l("taken over from a file"),
}  # fmt: skip
_LISTS = {"nominees": Nominee, "heirs": Heir, "papers": Paper}
_SILENT = ("aadhaar_consent_at",)


def record_of(member_no: str = "", applicant_id: int = 0) -> Member:
    """Return the record of an address: of a member by number, of an applicant by key.

    Raises MemberIsUnknown.
    """
    society = here()
    if member_no:
        return member_of(member_no)
    found = members.member(society.id, applicant_id)
    if found is None:
        raise MemberIsUnknown
    return found


def _form_page(form: RecordForm, status: int = 200, **context: Any) -> Response:
    plain: dict[str, Any] = {
        "record": None, "refusal": None, "theirs": {}, "version": 0, "consent_text": CONSENT,
        "nominees": rows_of(form, "nominee%s_name", 2, NOMINEES), "part": "who",
        "papers": rows_of(form, "paper%s_kind", 1, KINDS_OF_PAPER),
    }  # fmt: skip
    return page("members/record_form.html", status, form=form, **(plain | context))


def _part() -> str:
    return "more" if request.path.endswith("/more") else "who"


@bp.get("/members/new")
@allow("keep_register")
def new_form() -> Response:
    """Ask who wants to become a member; what was searched for is there already."""
    here()
    words = request.args.get("name", "")[:80]
    return _form_page(form_of("who", formdata=None, data={"name_hi": words or None}))


@bp.post("/members/new")
@allow("keep_register")
def new() -> Response:
    """Read back what was written, beside who may be the same; with ``confirm`` save it."""
    society = here()
    form = form_of("who")
    if "change" in request.form or not form.validate():
        return _form_page(form, 200 if "change" in request.form else 422)
    given = given_by(form)
    try:
        if "confirm" not in request.form:
            deeds.check_applicant(doer(), given)
            return _read_back(form, given, society.id)
        done = deeds.apply(doer(), slip(given), society.id, given)
    except Refusal as refusal:
        if refusal.status != 422:
            raise
        form.refuse(refusal)
        return _form_page(form, 422, refusal=refusal.name)
    return see(done.location)


def _read_back(form: RecordForm, given: dict[str, Any], society_id: int) -> Response:
    fields = [one for one in form.kept() if one[0] != "name_en"]
    fields.append(("form_token", request.form.get("form_token", "")))
    form.name_en.data = form.name_en.data or romanize(given["name_hi"])
    return page(
        "members/read_back.html", form=form, fields=fields, likenesses=LIKENESSES,
        twins=possible_twins(society_id, given, house().clock.now_ms()), statuses=STATUSES,
        told=told_of(Particulars(**given), without=("name_en", "status")),
    )  # fmt: skip


def told_of(record: Particulars, without: tuple[str, ...] = ()) -> list[tuple[Any, str]]:
    """Say the parts of a record that hold something: name and words."""
    return [
        (PARTS[name], said(name, getattr(record, name)))
        for name in PARTS
        if name not in without and getattr(record, name) not in ("", None, ())
    ]


@bp.get("/members/<member_no>/record")
@bp.get("/applicants/<int:applicant_id>")
@allow("read_member")
def record(member_no: str = "", applicant_id: int = 0) -> Response:
    """Show all that is written of somebody, and what can be done about it."""
    found = record_of(member_no, applicant_id)
    return page(
        "members/record.html", record=found, told=told_of(found, without=("name_hi",)),
        statuses=STATUSES, pictures=member_images.kinds_of(found.society_id, found.id),
        own=deeds.page_of(found),
    )  # fmt: skip


@bp.get("/members/<member_no>/edit")
@bp.get("/applicants/<int:applicant_id>/edit")
@bp.get("/members/<member_no>/more")
@bp.get("/applicants/<int:applicant_id>/more")
@allow("keep_register")
def edit_form(member_no: str = "", applicant_id: int = 0) -> Response:
    """Show a part of a record to be changed."""
    found = record_of(member_no, applicant_id)
    form = form_of(_part(), formdata=None, data=data_of(found))
    return _form_page(form, record=found, version=found.version, part=_part())


@bp.post("/members/<member_no>/edit")
@bp.post("/applicants/<int:applicant_id>/edit")
@bp.post("/members/<member_no>/more")
@bp.post("/applicants/<int:applicant_id>/more")
@allow("keep_register")
def edit(member_no: str = "", applicant_id: int = 0) -> Response:
    """Save a changed record; the second of two editors is shown what the first one changed."""
    found = record_of(member_no, applicant_id)
    form, version = form_of(_part()), _version()
    context: dict[str, Any] = {"record": found, "version": version, "part": _part()}
    if not form.validate():
        return _form_page(form, 422, **context)
    given, agrees = given_by(form), has_consent(form)
    try:
        paper = slip(given | {"consent": agrees, "version": version})
        deeds.edit(doer(), paper, found.society_id, found.id, version, given, has_consent=agrees)
    except Refusal as refusal:
        if refusal.status != 422 and not isinstance(refusal, MemberWasChanged):
            raise
        form.refuse(refusal)
        if isinstance(refusal, MemberWasChanged):
            context |= _changed_meanwhile(found, version, given, form)
        return _form_page(form, refusal.status, **context, refusal=refusal.name)
    return see(f"{deeds.page_of(found)}/record" if found.member_no else deeds.page_of(found))


def _version() -> int:
    try:
        return as_key(request.form.get("version", ""))
    except ValueError:
        return 0


def _changed_meanwhile(
    found: Member, version: int, given: dict[str, Any], form: RecordForm
) -> dict[str, Any]:
    """Say what somebody else wrote meanwhile beside what was typed; nothing typed is lost.

    A field that was left as it was takes what the other one wrote.
    """
    kept = members.versions(found.society_id, found.id)
    seen = next((one for one in kept if one.version == version), None)
    before = record_in(seen) or found.particulars
    theirs = {}
    for name, (old, after) in changes_between(before, found).items():
        if name not in EDITABLE:
            continue
        is_typed = name in given and given[name] != old
        theirs[name] = (said(name, after), said(name, given[name]) if is_typed else "–")
        if name in form and not is_typed:
            form[name].raw_data, form[name].data = None, after or None
    return {"theirs": theirs, "version": found.version, "parts": PARTS}


def record_in(kept: VersionRow | None) -> Particulars | None:
    """Return the record that a version holds, or None where its words are erased."""
    if kept is None or kept.body is None:
        return None
    body = {name: value for name, value in json.loads(kept.body).items() if name in PARTICULARS}
    for name, kind in _LISTS.items():
        body[name] = tuple(kind(*one) for one in body.get(name, ()))
    return Particulars(**body)


@bp.get("/members/<member_no>/history")
@bp.get("/applicants/<int:applicant_id>/history")
@allow("read_member")
def history(member_no: str = "", applicant_id: int = 0) -> Response:
    """Show every version of a record: who wrote it, when, and what was changed."""
    found = record_of(member_no, applicant_id)
    kept = members.versions(found.society_id, found.id)
    acts = register.acts(found.society_id, (one.act_id for one in kept))
    before = [record_in(one) for one in kept[1:]] + [None]
    steps = [
        (one, acts[one.act_id], _steps(record_in(one), old))
        for one, old in zip(kept, before, strict=True)
    ]
    return page(
        "members/history.html", record=found, steps=steps, whats=WHATS, own=deeds.page_of(found),
        names=people.names({act.done_by for act in acts.values()}),
    )  # fmt: skip


def _steps(new: Particulars | None, old: Particulars | None) -> list[tuple[Any, str, str]] | None:
    """List what a version changed: part, before, after; None where words are erased."""
    if new is None:
        return None
    if old is None:
        return [(name, "", text) for name, text in told_of(new)]
    return [
        (PARTS[name], said(name, before), said(name, after))
        for name, (before, after) in changes_between(old, new).items()
        if name not in _SILENT
    ]
