"""Photo, signature and thumb of a member: shown when asked for, and added."""

from __future__ import annotations

import hashlib

from flask import Blueprint, Response, abort, request
from flask_babel import lazy_gettext as _l
from flask_wtf.file import FileField

from portal.actions import register as deeds
from portal.domain.members import Member
from portal.domain.pictures import KINDS, LARGEST_UPLOAD, PictureIsMissing
from portal.domain.refusals import Refusal
from portal.storage import member_images
from portal.views.member_record import record_of
from portal.web.access import allow, doer
from portal.web.fields import ChoiceField, PageForm
from portal.web.house import house
from portal.web.member_names import PICTURES
from portal.web.once import slip
from portal.web.page import page, see
from portal.web.uploads import sent_file, takes_file

bp = Blueprint("member_images", __name__)
_KEPT_BY_THE_BROWSER = "private, max-age=86400"


class PictureForm(PageForm):
    """A picture to be added."""

    kind = ChoiceField(_l("What is in it?"), choices=list(PICTURES.items()))
    picture = FileField(_l("Picture"))


def _pictures(found: Member, form: PictureForm, status: int = 200, refusal: str = "") -> Response:
    own = deeds.page_of(found)
    return page(
        "members/pictures.html", status, record=found, form=form, path=f"{own}/pictures",
        own=own, back=f"{own}/record" if found.member_no else own, names=PICTURES,
        pictures=member_images.kinds_of(found.society_id, found.id), refusal=refusal,
    )  # fmt: skip


@bp.get("/members/<member_no>/pictures")
@bp.get("/applicants/<int:applicant_id>/pictures")
@allow("read_member")
def pictures(member_no: str = "", applicant_id: int = 0) -> Response:
    """Say which pictures there are; each is a link, none is loaded unasked."""
    return _pictures(record_of(member_no, applicant_id), PictureForm(formdata=None))


@bp.post("/members/<member_no>/pictures")
@bp.post("/applicants/<int:applicant_id>/pictures")
@allow("keep_register")
@takes_file(LARGEST_UPLOAD)
def add_picture(member_no: str = "", applicant_id: int = 0) -> Response:
    """Add a picture; the one before it stays in the records."""
    found = record_of(member_no, applicant_id)
    form = PictureForm()
    try:
        _name, content = sent_file("picture")
        if not content:
            raise PictureIsMissing
        kind = form.kind.data or ""
        paper = slip({"kind": kind, "sha256": hashlib.sha256(content).hexdigest()})
        done = deeds.add_picture(
            doer(), paper, found.society_id, found.id, kind, content, house().pictures
        )
    except Refusal as refusal:
        if refusal.status != 422:
            raise
        form.refuse(refusal)
        return _pictures(found, form, 422, refusal.name)
    return see(done.location)


@bp.get("/members/<member_no>/<any(photo, signature, thumb):kind>")
@bp.get("/applicants/<int:applicant_id>/<any(photo, signature, thumb):kind>")
@allow("read_member")
def picture(kind: str, member_no: str = "", applicant_id: int = 0) -> Response:
    """Send a member's newest picture of a kind."""
    found = record_of(member_no, applicant_id)
    kept = member_images.newest(found.society_id, found.id, kind) if kind in KINDS else None
    if kept is None:
        abort(404)
    answer = Response(kept.content, mimetype=kept.media_type)
    answer.headers["Cache-Control"] = _KEPT_BY_THE_BROWSER
    answer.set_etag(kept.sha256.hex()[:16])
    answer.make_conditional(request)
    return answer
