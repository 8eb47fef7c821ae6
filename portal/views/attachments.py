"""Pictures of bills and slips at a voucher: listed, attached, shown on demand."""

from __future__ import annotations

import hashlib

from flask import Blueprint, Response, request
from flask_babel import lazy_gettext as _l
from flask_wtf.file import FileField
from wtforms import BooleanField

from portal.actions import attachments as deeds
from portal.actions import daybook
from portal.domain.attachments import KINDS
from portal.domain.papers import COVERS, LARGEST_UPLOAD
from portal.domain.refusals import Refusal
from portal.storage import attachments, people
from portal.views.application_papers import COVER_NAMES
from portal.web.access import allow, doer, here
from portal.web.fields import ChoiceField, PageForm
from portal.web.house import house
from portal.web.once import slip
from portal.web.page import page, see
from portal.web.uploads import picture_answer, sent_file, takes_file

bp = Blueprint("attachments", __name__)

LARGEST_KEY = 2**31 - 1
PAPERS = f"/vouchers/<int(max={LARGEST_KEY}):voucher_id>/papers"


class AttachmentForm(PageForm):
    """A picture of a paper; which parts are covered are ticks beside it."""

    kind = ChoiceField(
        _l("Which paper?"), choices=[(code, _l(name)) for code, name in KINDS.items()]
    )
    picture = FileField(_l("Photo or scan"))
    is_masked = BooleanField(_l("If an Aadhaar number is on it: its first 8 digits are covered"))
    cover = BooleanField()


def _covers() -> list[str]:
    sent = request.form.getlist("cover")
    return [one for one in COVERS if one in sent]


def _papers_page(voucher_id: int, form: AttachmentForm, refusal: Refusal | None = None) -> Response:
    society = here()
    found = daybook.voucher(society.id, voucher_id)
    if refusal is not None:
        form.refuse(refusal)
    kept = attachments.of_voucher(society.id, voucher_id)
    new = request.args.get("new", "")
    return page(
        "attachments/papers.html", 422 if refusal else 200, voucher=found, kept=kept, form=form,
        names=COVER_NAMES, covers=_covers(), kinds=KINDS, people=people.names(
            {one.attached_by for one in kept}
        ), new=next((one for one in kept if str(one.id) == new), None),
        refusal=refusal.name if refusal else None,
    )  # fmt: skip


@bp.get(PAPERS)
@allow("read_attachment")
def papers(voucher_id: int) -> Response:
    """List a voucher's pictures; each is a link, and none but a new one is loaded unasked."""
    return _papers_page(voucher_id, AttachmentForm(formdata=None))


@bp.post(PAPERS)
@allow("attach_paper")
@takes_file(LARGEST_UPLOAD)
def attach(voucher_id: int) -> Response:
    """Keep a picture."""
    society, form, covers = here(), AttachmentForm(), _covers()
    _name, content = sent_file("picture")
    kind, is_masked = form.kind.data or "", bool(form.is_masked.data)
    paper = slip({
        "voucher": voucher_id, "kind": kind, "sha256": hashlib.sha256(content).hexdigest(),
        "covers": covers, "is_masked": is_masked,
    })  # fmt: skip
    try:
        done = deeds.attach_paper(
            doer(), paper, society.id, voucher_id, kind, content, house().pictures, covers,
            is_masked=is_masked,
        )  # fmt: skip
    except Refusal as refusal:
        if refusal.status != 422:
            raise
        return _papers_page(voucher_id, form, refusal)
    return see(done.location)


@bp.get(f"{PAPERS}/<int(max={LARGEST_KEY}):paper_id>")
@allow("read_attachment")
def picture(voucher_id: int, paper_id: int) -> Response:
    """Send a picture; the look is noted, and nobody between keeps it."""
    return picture_answer(deeds.seen_paper(doer(), here().id, voucher_id, paper_id))
