"""Pictures of papers of an application: kept, shown on demand, covered, taken out."""

from __future__ import annotations

import hashlib

from flask import Blueprint, Response, request
from flask_babel import lazy_gettext as _l
from flask_wtf.file import FileField
from wtforms import BooleanField

from portal.actions import application_papers as deeds
from portal.actions import applications
from portal.actions.application_papers import Picture
from portal.domain.applications import Application
from portal.domain.papers import (
    COVERS,
    LARGEST_UPLOAD,
    OTHER,
    Paper,
    needs_mask,
)
from portal.domain.pictures import PictureIsMissing
from portal.domain.refusals import Refusal
from portal.views import application_words as words
from portal.views.application_words import LARGEST_KEY, ONE
from portal.web.access import allow, doer, here
from portal.web.fields import ChoiceField, PageForm
from portal.web.house import house
from portal.web.once import slip
from portal.web.page import page, see
from portal.web.uploads import picture_answer, sent_file, takes_file

bp = Blueprint("application_papers", __name__)

PAPERS = f"{ONE}/papers"
PAPER = f"{PAPERS}/<int(max={LARGEST_KEY}):paper_id>"
COVER_NAMES = {
    "top": _l("top"), "upper": _l("above the middle"), "middle": _l("middle"),
    "lower": _l("below the middle"), "bottom": _l("bottom"), "left": _l("left side"),
    "centre": _l("middle from top to bottom"), "right": _l("right side"),
}  # fmt: skip


class PaperForm(PageForm):
    """A picture of a paper; which parts are covered are ticks beside it."""

    paper = ChoiceField(_l("Which paper?"))
    picture = FileField(_l("Photo or scan"))
    is_masked = BooleanField(_l("If an Aadhaar number is on it: its first 8 digits are covered"))
    cover = BooleanField()


def _covers() -> tuple[str, ...]:
    sent = request.form.getlist("cover")
    return tuple(one for one in COVERS if one in sent)


def _papers_page(found: Application, form: PaperForm, refusal: Refusal | None = None) -> Response:
    if refusal is not None:
        if refusal.status != 422:
            raise refusal
        form.refuse(refusal)
    missing = [*found.missing_papers, *(one for one in found.papers), OTHER]
    form.paper.choices = [(one, one) for one in dict.fromkeys(missing)]
    return page(
        "application_papers/papers.html", 422 if refusal else 200, one=found, form=form,
        kept=deeds.kept(found.society_id, found.id), words=words, names=COVER_NAMES,
        covers=_covers(), refusal=refusal.name if refusal else None,
    )  # fmt: skip


@bp.get(PAPERS)
@allow("read_applications")
def papers(application_id: int) -> Response:
    """List the pictures that are kept; each is a link, none is loaded unasked."""
    found = applications.application(here().id, application_id)
    wish = request.args.get("paper", "")
    return _papers_page(found, PaperForm(formdata=None, data={"paper": wish or None}))


@bp.post(PAPERS)
@allow("keep_applications")
@takes_file(LARGEST_UPLOAD)
def add(application_id: int) -> Response:
    """Keep a picture of a paper."""
    found = applications.application(here().id, application_id)
    form = PaperForm()
    _name, content = sent_file("picture")
    picture = Picture(form.paper.data or "", content, _covers(), bool(form.is_masked.data))
    try:
        if not content:
            raise PictureIsMissing
        paper = slip({
            "paper": picture.paper, "sha256": hashlib.sha256(content).hexdigest(),
            "covers": list(picture.covers), "is_masked": picture.is_masked,
        })  # fmt: skip
        done = deeds.add_paper(
            doer(), paper, found.society_id, application_id, picture, house().pictures
        )
    except Refusal as refusal:
        return _papers_page(found, form, refusal)
    return see(f"{done.location}?new=1")


def _paper_page(
    found: Application, paper: Paper, form: PageForm, refusal: Refusal | None = None
) -> Response:
    return page(
        "application_papers/paper.html", 422 if refusal else 200, one=found, paper=paper, form=form,
        words=words, names=COVER_NAMES, is_new=bool(request.args.get("new")), covers=_covers(),
        needs_mask=needs_mask(paper.paper), refusal=refusal.name if refusal else None,
    )  # fmt: skip


@bp.get(PAPER)
@allow("read_applications")
def paper(application_id: int, paper_id: int) -> Response:
    """Show a picture that was asked for, with covering more of it and taking it out."""
    society = here()
    found = applications.application(society.id, application_id)
    one = deeds.paper(society.id, application_id, paper_id)
    return _paper_page(found, one, PageForm(formdata=None))


@bp.post(PAPER)
@allow("keep_applications")
def change(application_id: int, paper_id: int) -> Response:
    """Cover more of a picture, or take it out."""
    society, covers = here(), _covers()
    form = PaperForm()
    try:
        if "take_out" in request.form:
            paper = slip({"take_out": paper_id})
            done = deeds.take_out(doer(), paper, society.id, application_id, paper_id)
            return see(done.location)
        done = deeds.cover_more(
            doer(), slip({"covers": list(covers)}), society.id, application_id, paper_id, covers,
            house().pictures,
        )  # fmt: skip
    except Refusal as refusal:
        if refusal.status != 422:
            raise
        form.refuse(refusal)
        found = applications.application(society.id, application_id)
        one = deeds.paper(society.id, application_id, paper_id)
        return _paper_page(found, one, form, refusal)
    return see(f"{done.location}?new=1")


@bp.get(f"{PAPER}/picture")
@allow("read_applications")
def picture(application_id: int, paper_id: int) -> Response:
    """Send a picture; the look is noted, and nobody between keeps it."""
    return picture_answer(deeds.seen_paper(doer(), here().id, application_id, paper_id))
