"""Slips for an outage: draw them, print them two on a page, and say what became of them."""

from __future__ import annotations

from flask import Blueprint, Response
from flask_babel import lazy_gettext as _l

from portal.actions import outage_slips as deeds
from portal.actions.exactly_once import Done
from portal.domain.outage_slips import MOST_DRAWN, number_of, read_no
from portal.domain.refusals import Refusal
from portal.storage import outage_slips as stored
from portal.storage import people
from portal.web.access import allow, doer, here
from portal.web.fields import ChoiceField, PageForm, PiecesField, RemarkField, WordsField
from portal.web.house import house
from portal.web.once import slip
from portal.web.page import page, see
from portal.web.sending import sent

bp = Blueprint("outage_slips", __name__)
MOST_BATCHES = 12
LARGEST_KEY = 2**31 - 1
_ONE = f"/slips/<int(max={LARGEST_KEY}):batch_id>"
bp.add_app_template_global(number_of, "slip_number")
bp.add_app_template_global(stored.missing, "missing_slips")


class DrawForm(PageForm):
    """How many slips."""

    count = PiecesField(_l("How many slips?"))


class SettleForm(PageForm):
    """Which slips, and what became of them."""

    first = WordsField(_l("Number of the slip"), most=20)
    last = WordsField(_l("To number"), most=20)
    what = ChoiceField(_l("What became of it?"))
    remark = RemarkField(_l("Why?"), most=200)


@bp.get("/slips")
@allow("draw_slips")
def all_slips() -> Response:
    """List what was drawn, and name the slips that are missing."""
    here()
    return _list(DrawForm(formdata=None))


def _list(form: PageForm, status: int = 200, refusal: str | None = None) -> Response:
    found = stored.batches(here().id, MOST_BATCHES)
    return page(
        "outage_slips/slips.html", status, batches=found, form=form, refusal=refusal,
        most=MOST_DRAWN,
    )  # fmt: skip


@bp.post("/slips")
@allow("draw_slips")
def draw() -> Response:
    """Draw slips."""
    society, form = here(), DrawForm()

    def deed() -> Done:
        count = form.count.data or 0
        return deeds.draw(doer(), slip({"count": count}), society.id, count)

    return sent(form, deed, lambda *told: _list(form, *told))


@bp.get(_ONE)
@allow("draw_slips")
def batch(batch_id: int) -> Response:
    """Show what became of each slip of a batch."""
    society = here()
    found = deeds.batch_of(society.id, batch_id)
    return page(
        "outage_slips/batch.html", batch=found, names=people.names({found.drawn_by}),
        slips=stored.slips_between(society.id, found.first_no, found.last_no),
        times=stored.times_printed(society.id, batch_id),
    )  # fmt: skip


@bp.post(_ONE)
@allow("draw_slips")
def note_printing(batch_id: int) -> Response:
    """Write down that the slips are printed, and show them."""
    society = here()
    paper = slip({"print": batch_id})
    return see(deeds.note_printing(doer(), paper, society.id, batch_id).location)


@bp.get(f"{_ONE}/paper")
@allow("draw_slips")
def paper(batch_id: int) -> Response:
    """Print the free slips of a batch, two on a page of A4; only after it was written down."""
    society = here()
    found = deeds.batch_of(society.id, batch_id)
    times = stored.times_printed(society.id, batch_id)
    if not times:
        return see(f"/slips/{batch_id}")
    slips = stored.slips_between(society.id, found.first_no, found.last_no)
    numbers = [
        deeds.printed_number(society.code, one.no, house().sealer)
        for one in slips if one.state == "free"
    ]  # fmt: skip
    return page("outage_slips/paper.html", batch=found, numbers=numbers, times=times)


@bp.get("/slips/settle")
@allow("draw_slips")
def settle_form() -> Response:
    """Ask which slips are void or unused."""
    here()
    return _settle_page(SettleForm(formdata=None))


def _settle_page(form: PageForm, status: int = 200, refusal: str | None = None) -> Response:
    return page("outage_slips/settle.html", status, form=form, refusal=refusal)


@bp.post("/slips/settle")
@allow("draw_slips")
def settle() -> Response:
    """Make slips void, or declare them unused."""
    society, form = here(), SettleForm()
    if not form.validate():
        return _settle_page(form, 422)
    try:
        first = read_no(form.first.data or "")
        last = read_no(form.last.data) if form.last.data else first
        what, said = form.what.data or "", form.remark.data or ""
        content = slip({"first": first, "last": last, "what": what, "said": said})
        done = deeds.settle(doer(), content, society.id, first, last, what, said)
        return see(done.location)
    except Refusal as refusal:
        if refusal.status != 422:
            raise
        form.refuse(refusal)
        return _settle_page(form, 422, refusal.name)
