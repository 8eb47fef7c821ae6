"""The edge of a year: its state, opening and closing, adjustments, taking one back, the sheet."""

from __future__ import annotations

from dataclasses import asdict

from flask import Blueprint, Response, abort, request
from flask_babel import lazy_gettext as _l
from wtforms import BooleanField

from portal.actions import year_edge as deeds
from portal.actions import year_edge_reading as reading
from portal.actions.second_persons import persons_for
from portal.domain.corrections import Correction
from portal.domain.dates import ist_on
from portal.domain.daybook import Draft, Voucher
from portal.domain.refusals import Refusal
from portal.domain.year_edge import (
    ADJUSTMENT,
    edge_on,
    ended_year,
    require_no_money,
    until_of,
)
from portal.storage.reference import chart
from portal.storage.year_edge import OpenEdge, YearEdge, open_edge, open_within
from portal.views.corrections import REASON_NAMES
from portal.views.entry import content_of, read_back, saved
from portal.views.free_voucher import LINES, LinesForm, lines_of
from portal.web.access import allow, doer, here, person
from portal.web.errors import spoken
from portal.web.fields import ChoiceField, PageForm, RemarkField, WordsField
from portal.web.house import house
from portal.web.once import slip
from portal.web.page import page, see
from portal.web.qr import qr_svg

bp = Blueprint("year_edge", __name__)
PATH = deeds.PAGE


class MoveForm(PageForm):
    """Opening or closing the edge of a year."""

    lapses = BooleanField(_l("What still waits for a second person lapses"))


class AdjustmentForm(LinesForm):
    """Up to six lines without cash or bank, and what they are for."""

    narration = WordsField(_l("What is it for?"), most=300)


class BackForm(PageForm):
    """Why an adjustment is taken back."""

    reason = ChoiceField(_l("What went wrong?"))
    remark = RemarkField(_l("What happened?"), most=200)


def _today() -> str:
    return ist_on(house().clock.now_ms())


def _year() -> int | None:
    """Return the year that the address or the form names, or None."""
    typed = request.values.get("fy", "")
    if not typed:
        return None
    return int(typed) if typed.isascii() and typed.isdigit() and len(typed) == 4 else abort(404)


def _until(fy: int) -> str:
    return until_of(fy, house().settings.year_edge.of_state(here().state_code))


def _page_no() -> int:
    typed = request.args.get("page", "1")
    return max(int(typed), 1) if typed.isascii() and typed.isdigit() and len(typed) < 6 else 1


@bp.get(PATH)
@allow("read_books")
def state() -> Response:
    """Show how the edge of a year stands: what is missing, its adjustments, its seal."""
    here()
    return _state_page(_year())


def _state_page(year: int | None, status: int = 200, refusal: Refusal | None = None) -> Response:
    found = reading.standing(here().id, year, _today(), _page_no())
    if found.page > found.pages:
        abort(404)
    why_not = refusal or found.why_not
    return page(
        "year_edge/state.html", status, found=found, today_on=_today(),
        until_on=_until(found.fy), why_not=spoken(why_not) if why_not else "", chart=chart(),
        is_last=found.fy == ended_year(_today()), refusal=refusal.name if refusal else None,
    )  # fmt: skip


@bp.post(PATH)
@allow("keep_year_edge")
def move() -> Response:
    """Read back the opening or the closing of a year's edge, or with ``confirm`` do it."""
    society, form, fy, deed = here(), MoveForm(), _year(), request.form.get("deed", "")
    if deed not in ("open", "close") or fy is None:
        abort(400)
    if "confirm" not in request.form:
        return _move_page(form, fy, deed)
    this_slip = slip({"deed": deed, "fy": fy, "lapses": bool(form.lapses.data)})
    try:
        if deed == "open":
            done = deeds.open_edge(doer(), this_slip, society.id, fy, _until(fy))
        else:
            closing = deeds.Closing(_until(fy), lapses=bool(form.lapses.data))
            done = deeds.close_edge(doer(), this_slip, society.id, fy, closing, house().sealer)
    except Refusal as refusal:
        return _state_page(fy, refusal.status, refusal)
    return see(done.location)


def _move_page(form: MoveForm, fy: int, deed: str) -> Response:
    found = reading.standing(here().id, fy, _today(), 1)
    return page("year_edge/move.html", found=found, form=form, deed=deed, until_on=_until(fy))


@bp.get(f"{PATH}/new")
@allow("keep_year_edge")
def adjustment_form() -> Response:
    """Show the form of an adjustment."""
    day = deeds.day_of(here().id, _today())
    return _form_page(AdjustmentForm(formdata=None), day.day_on)


def _form_page(
    form: AdjustmentForm, day_on: str, status: int = 200, refusal: str | None = None
) -> Response:
    return page(
        "year_edge/new.html", status, form=form, lines=LINES, day_on=day_on, refusal=refusal
    )


@bp.post(f"{PATH}/new")
@allow("keep_year_edge")
def adjust() -> Response:
    """Read back an adjustment, or with ``confirm`` enter it."""
    society, form = here(), AdjustmentForm()
    edge = open_edge(society.id)
    day_on = edge.day_on if edge else edge_on(ended_year(_today()))
    if "change" in request.form or not form.validate():
        return _form_page(form, day_on, 200 if "change" in request.form else 422)
    try:
        draft = _draft(form)
        deeds.check_draft(draft)
        if "confirm" not in request.form:
            deeds.day_of(society.id, _today())
            return read_back(None, form, draft, None)
        done = deeds.adjust(doer(), slip(content_of(draft)), society.id, draft)
    except Refusal as refusal:
        if refusal.status != 422:
            raise
        form.refuse(refusal)
        return _form_page(form, day_on, 422, refusal.name)
    return saved(done)


def _draft(form: AdjustmentForm) -> Draft:
    lines = lines_of(form)
    for field, line in lines:
        require_no_money(line, chart(), field)
    return Draft(
        kind=ADJUSTMENT, task="", lines=tuple(line for _, line in lines),
        party=form.party.data or "", narration=form.narration.data or "",
    )  # fmt: skip


@bp.get(f"{PATH}/<int(max=2147483647):voucher_id>/take-back")
@allow("keep_year_edge")
def back_form(voucher_id: int) -> Response:
    """Ask why an adjustment is taken back."""
    original = deeds.to_take_back(here().id, voucher_id)
    deeds.day_of(here().id, _today())
    return _back_page(original, BackForm(formdata=None))


def _back_page(
    original: Voucher, form: BackForm, status: int = 200, refusal: str | None = None
) -> Response:
    form.reason.choices = list(REASON_NAMES.items())
    return page("year_edge/back.html", status, original=original, form=form, refusal=refusal)


@bp.post(f"{PATH}/<int(max=2147483647):voucher_id>/take-back")
@allow("keep_year_edge")
def take_back(voucher_id: int) -> Response:
    """Read back the adjustment that takes another back, or with ``confirm`` enter it."""
    society, form = here(), BackForm()
    original = deeds.voucher_of(society.id, voucher_id)
    form.reason.choices = list(REASON_NAMES.items())
    if "change" in request.form or not form.validate():
        return _back_page(original, form, 200 if "change" in request.form else 422)
    correction = Correction(form.reason.data or "", form.remark.data or "")
    try:
        if "confirm" not in request.form:
            deeds.day_of(society.id, _today())
            draft = deeds.reversal_draft(deeds.to_take_back(society.id, voucher_id), correction)
            return _read_back(original, form, draft)
        paper = slip(asdict(correction) | {"voucher": voucher_id})
        done = deeds.take_back(doer(), paper, society.id, voucher_id, correction)
    except Refusal as refusal:
        if refusal.status != 422:
            raise
        form.refuse(refusal)
        return _back_page(original, form, 422, refusal.name)
    return see(done.location)


def _read_back(original: Voucher, form: BackForm, draft: Draft) -> Response:
    fields = [*form.kept(), ("form_token", request.form.get("form_token", ""))]
    return page(
        "corrections/read_back.html", original=original, parts=[("reversal", draft)], cash=0,
        name=REASON_NAMES[form.reason.data or ""], fields=fields, chart=chart(), paid_paise=0,
        persons=persons_for(here().id, [draft], draft.task),
    )  # fmt: skip


@bp.get(f"{PATH}/print")
@allow("read_books")
def sheet() -> Response:
    """Print a year's adjustments, with their seal once they are closed."""
    here()
    found = reading.standing(here().id, _year(), _today(), None)
    if found.edge is None:
        raise deeds.EdgeIsNotOpen
    code = found.seal.code if found.seal else ""
    address = f"{request.host_url}seals?code={code}"
    return page(
        "year_edge/sheet.html", found=found, chart=chart(), code=code, address=address,
        qr=qr_svg(address) if code else "",
    )  # fmt: skip


@bp.app_template_global()
def open_year_edge(society_id: int) -> YearEdge | None:
    """Return the open edge of a society, for who answers for it."""
    return open_edge(society_id)


@bp.app_template_global()
def open_year_edges() -> dict[int, OpenEdge]:
    """Return the open edges of one's place, by society."""
    place = person().place
    return open_within(place.level, place.id) if place is not None else {}
