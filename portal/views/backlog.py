"""Days behind: the page to catch up with them, and closing a past day that nobody counted."""

from __future__ import annotations

from flask import Blueprint, Response, request
from flask_babel import lazy_gettext as _l
from wtforms import BooleanField

from portal.actions import backlog, closing
from portal.domain.backlog import (
    MOST_AT_ONCE,
    CountIsThere,
    DayIsNotPast,
    NothingIsSaid,
    days_behind,
    days_late,
)
from portal.domain.dates import ist_on
from portal.domain.day import is_working
from portal.domain.daybook import NoDayIsOpen
from portal.domain.refusals import Refusal
from portal.domain.visit_items import SIGNS, STAGE_WORDS, stage_of
from portal.storage import cash_count, days
from portal.storage.calendar import days_off
from portal.storage.days import Day
from portal.web.access import allow, doer, here
from portal.web.errors import spoken
from portal.web.fields import PageForm
from portal.web.house import house
from portal.web.once import slip
from portal.web.page import page, running_day, see

bp = Blueprint("backlog", __name__)
MOST_OPEN = 10  # pieces of open work that are listed one by one


class UncountedForm(PageForm):
    """What is open at the counter was seen."""

    seen = BooleanField(_l("I have seen the open work; it goes on into the next day"))
    lapse = BooleanField(_l("What waits for a second person lapses; nothing of it is entered"))


def _today() -> str:
    return ist_on(house().clock.now_ms())


@bp.app_template_global()
def delay_of(day: Day) -> int:
    """How many days late a working day was closed, or is still not (D7); 0 for other days."""
    return days_late(day.day_on, day.closed_at, _today()) if day.is_working else 0


@bp.app_template_global()
def delay_since(day_on: str) -> int:
    """How many days a date lies before today."""
    return days_late(day_on, None, _today())


@bp.get("/day/backlog")
@allow("open_day")
def days_left() -> Response:
    """Show the days behind in strict order, or the past day that is open now."""
    here()
    return _page()


def _page(status: int = 200, refusal: Refusal | None = None) -> Response:
    society, day = here(), running_day()
    last = None if day else days.last_closed(society.id)
    behind = days_behind(last.day_on, _today()) if last else []
    shown = behind[:MOST_AT_ONCE]
    known = days_off(society, shown[0], shown[-1]) if shown else {}
    rows = [
        (
            on,
            request.form.get(f"d{on}")
            or ("" if is_working(on, society.weekly_off, known) else "holiday"),
            known.get(on),
        )
        for on in shown
    ]
    done = request.args.get("done", "")
    return page(
        "backlog/backlog.html", status, day=day, last=last, rows=rows, today_on=_today(),
        more=len(behind) - len(shown), done=int(done) if done.isdecimal() and len(done) < 4 else 0,
        refusal=refusal.name if refusal else None, message=spoken(refusal) if refusal else "",
        field=refusal.field if refusal else None,
    )  # fmt: skip


@bp.post("/day/backlog")
@allow("open_day")
def catch_up() -> Response:
    """Do the days behind in order, as far as the form names them."""
    society = here()
    said = {
        key[1:]: value for key, value in request.form.items()
        if len(key) == 11 and key.startswith("d")
    }  # fmt: skip
    try:
        return see(backlog.catch_up(doer(), slip(said), society.id, said).location)
    except NothingIsSaid as refusal:
        return _page(422, refusal)


@bp.get("/day/uncounted")
@allow("close_day")
def uncounted_form() -> Response:
    """Say what closing a past day without a count means; refuse it for today (D5)."""
    here()
    return _uncounted(UncountedForm(formdata=None))


def _uncounted(form: PageForm, status: int = 200, refusal: str | None = None) -> Response:
    society, day = here(), running_day()
    if day is None:
        raise NoDayIsOpen
    if day.day_on >= _today():
        raise DayIsNotPast
    if cash_count.last_take(society.id, day.day_on) > day.counting_after_take:
        raise CountIsThere
    return page(
        "backlog/uncounted.html", status, day=day, form=form, refusal=refusal,
        vouchers=days.voucher_span(society.id, day.day_on)[2],
        open=closing.stays_open(society.id), most=MOST_OPEN, words=STAGE_WORDS, signs=SIGNS,
        stage_of=stage_of,
    )  # fmt: skip


@bp.post("/day/uncounted")
@allow("close_day")
def close_uncounted() -> Response:
    """Close and seal the past day that is open, without a count."""
    society = here()
    form = UncountedForm()
    on = request.form.get("on", "")[:10]
    try:
        closing.require_seen(society.id, is_seen=form.seen.data)
        lapses = bool(form.lapse.data)
        paper = slip({"on": on, "lapses": lapses})
        done = backlog.close_uncounted(doer(), paper, society.id, on, house().sealer, lapses=lapses)
    except Refusal as refusal:
        if refusal.field is None:
            raise
        form.refuse(refusal)
        return _uncounted(form, refusal.status, refusal.name)
    return see(done.location)
