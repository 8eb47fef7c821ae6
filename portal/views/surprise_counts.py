"""Surprise counts: the blind form, the sheet to print and sign, and the lists."""

from __future__ import annotations

from flask import Blueprint, Response, request
from flask_babel import lazy_gettext as _l

from portal.actions import surprise_counts as deeds
from portal.actions.exactly_once import Done
from portal.domain.daybook import CountIsGoingOn
from portal.domain.denominations import DENOMINATIONS
from portal.domain.refusals import Refusal
from portal.storage import cash_count, people
from portal.storage import surprise_counts as stored
from portal.storage.reference import chart
from portal.web.access import allow, doer, here, may, person
from portal.web.fields import ChoiceField, CountForm, PageForm, RemarkField, as_key
from portal.web.once import slip
from portal.web.page import is_blind, page, see
from portal.web.sending import sent

bp = Blueprint("surprise_counts", __name__)
MOST = 30
LARGEST_KEY = 2**31 - 1
_ONE = f"/surprise-counts/<int(max={LARGEST_KEY}):count_id>"

SurpriseForm = type(
    "SurpriseForm",
    (CountForm,),
    {
        "stood_by": ChoiceField(_l("Who of the society stands beside you?"), coerce=as_key),
        "till": ChoiceField(_l("Which cash?"), coerce=as_key),
        "__doc__": "Which cash, who stands by, and how many notes and coins of each kind.",
    },
)


class RemarkForm(PageForm):
    """What the counter says of the difference."""

    remark = RemarkField(_l("Remark"), most=300)


def _require_seeing() -> None:
    """Keep the book from the society's people while they count blind (D5)."""
    if is_blind():
        raise CountIsGoingOn


@bp.get("/surprise-counts")
@allow("read_books")
def all_counts() -> Response:
    """List the surprise counts of a society, or of all within reach."""
    place = person().place
    if place is not None and "society" not in request.args:
        found = stored.counts_within(place.level, place.id, MOST)
        return page("surprise_counts/counts.html", counts=found, is_wide=True, is_hidden=False)
    society = here()
    named = (society.code, society.name_hi, society.name_en)
    found = [(named, one) for one in stored.counts_of(society.id, MOST)]
    return page("surprise_counts/counts.html", counts=found, is_wide=False, is_hidden=is_blind())


@bp.get("/surprise-counts/new")
@allow("count_by_surprise")
def form() -> Response:
    """Ask for notes and coins; nothing of the book is shown."""
    return _form_page(SurpriseForm(formdata=None))


def _form_page(form: PageForm, status: int = 200, refusal: str | None = None) -> Response:
    society = here()
    _require_seeing()
    return page(
        "surprise_counts/new.html", status, form=form, denominations=DENOMINATIONS, chart=chart(),
        bystanders=deeds.bystanders(society.id, person().id), tills=deeds.tills_of(society.id),
        refusal=refusal,
    )  # fmt: skip


@bp.post("/surprise-counts/new")
@allow("count_by_surprise")
def count() -> Response:
    """Save the count."""
    society = here()
    _require_seeing()
    form = SurpriseForm()

    def deed() -> Done:
        said = dict(form.data)
        wish = deeds.Counted(said.pop("till") or 0, said.pop("stood_by") or 0, said)
        return deeds.count_by_surprise(doer(), slip(form.data), society.id, wish)

    return sent(form, deed, lambda *told: _form_page(form, *told))


@bp.get(_ONE)
@allow("read_books")
def sheet(count_id: int) -> Response:
    """Show what was counted against the book, to be printed and signed."""
    return _sheet(count_id, RemarkForm(formdata=None))


def _sheet(
    count_id: int, form: PageForm, status: int = 200, refusal: str | None = None
) -> Response:
    society = here()
    found = deeds.count_of(society.id, count_id)
    _require_seeing()
    remark = stored.remark_on(society.id, found.day_on, count_id)
    return page(
        "surprise_counts/sheet.html", status, found=found, chart=chart(), remark=remark,
        form=form, refusal=refusal, names=people.names({found.counted_by, found.stood_by}),
        lines=cash_count.take_lines(society.id, found.day_on, found.take, deeds.OCCASION),
        asks=remark is None and found.counted_by == person().id and may("count_by_surprise"),
    )  # fmt: skip


@bp.post(_ONE)
@allow("count_by_surprise")
def remark(count_id: int) -> Response:
    """Write the remark."""
    society = here()
    form = RemarkForm()
    if not form.validate():
        return _sheet(count_id, form, 422)
    words = form.remark.data or ""
    try:
        paper = slip({"remark": words})
        return see(deeds.remark(doer(), paper, society.id, count_id, words).location)
    except Refusal as refusal:
        if refusal.status != 422:
            raise
        form.refuse(refusal)
        return _sheet(count_id, form, 422, refusal.name)
