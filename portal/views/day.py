"""The day: open, count, close, the printed sheet, and the list of days."""

from __future__ import annotations

from collections.abc import Mapping

from flask import Blueprint, Response, request
from flask_babel import lazy_gettext as _l
from wtforms import BooleanField

from portal.actions import closing
from portal.actions import day as deeds
from portal.actions.counter_today import counter_today
from portal.domain.dates import ist_on, next_on, parse_on
from portal.domain.day import CountIsMissing, gap_before, is_working
from portal.domain.daybook import NoDayIsOpen
from portal.domain.denominations import DENOMINATIONS
from portal.domain.refusals import Refusal
from portal.domain.visit_items import SIGNS, STAGE_WORDS, stage_of
from portal.storage import cash_count, days, people
from portal.storage.calendar import days_off
from portal.web.access import allow, doer, here
from portal.web.fields import ChoiceField, CountForm, DateField, PageForm, RemarkField, as_key
from portal.web.house import house
from portal.web.locale import in_language
from portal.web.once import slip
from portal.web.page import page, running_day, see

bp = Blueprint("day", __name__)
MOST_OPEN = 10  # pieces of open work that are listed one by one
MOST_GAP = 31  # longer gaps are named all at once, by the calendar


class OpenForm(PageForm):
    """The date to open."""

    on = DateField(_l("Date"))


class CloseForm(PageForm):
    """Who answers for a difference, and why."""

    person = ChoiceField(_l("Who answers for it?"), coerce=as_key)
    remark = RemarkField(_l("What happened?"), most=300)
    seen = BooleanField(_l("I have seen the open work; it goes on into the next day"))
    lapse = BooleanField(_l("What waits for a second person lapses; nothing of it is entered"))


@bp.get("/day")
@allow("read_books")
def all_days() -> Response:
    """List the latest days of the society."""
    return page("day/days.html", days=days.latest_days(here().id, 62))


@bp.get("/day/open")
@allow("open_day")
def open_form() -> Response:
    """Ask which date to open and what the days before it were (D2)."""
    here()
    return _open_page(OpenForm(formdata=None, data={"on": _wished_on()}))


def _wished_on() -> str:
    """Return the date that the address asks for, or today where it is none."""
    try:
        return parse_on(request.args.get("on", ""))
    except Refusal:
        return _today()


def _today() -> str:
    return ist_on(house().clock.now_ms())


def _open_page(form: PageForm, status: int = 200, refusal: str | None = None) -> Response:
    society = here()
    last = days.last_closed(society.id)
    on = form.on.data or _today()
    gap: list[tuple[str, str, str | None]] = []
    if last is not None and last.day_on < on <= _today():
        gap = _gap(last.day_on, on)
    first = next_on(last.day_on) if last else None
    return page(
        "day/open.html", status, form=form, gap=gap, last=last, on=on, first=first,
        running=running_day(), refusal=refusal, is_long=len(gap) > MOST_GAP,
    )  # fmt: skip


def _gap(last_on: str, on: str) -> list[tuple[str, str, str | None]]:
    """List the days passed over: date, what it was as far as known, the holiday's name."""
    society = here()
    known = days_off(society, last_on, on)
    found = []
    for one in gap_before(last_on, on):
        is_off = not is_working(one, society.weekly_off, known)
        chosen = request.form.get("gap_" + one) or ("holiday" if is_off else "")
        found.append((one, chosen, in_language(*known[one]) if one in known else None))
    return found


def _skipped(on: str, named: dict[str, str]) -> dict[str, str]:
    """Return what the days before were; ``all`` names a long gap by the calendar."""
    last = days.last_closed(here().id)
    if "all" not in named or last is None or not last.day_on < on <= _today():
        return named
    return {one: chosen or "idle" for one, chosen, _name in _gap(last.day_on, on)}


@bp.post("/day/open")
@allow("open_day")
def open_day() -> Response:
    """Open the day."""
    society = here()
    form = OpenForm()
    if not form.validate():
        return _open_page(form, 422)
    on = str(form.on.data)
    named = {key[4:]: value for key, value in request.form.items() if key.startswith("gap_")}
    try:
        paper = slip({"on": on, "skipped": named})
        done = deeds.open_day(doer(), paper, society.id, on, _skipped(on, named))
    except Refusal as refusal:
        if refusal.status != 422:
            raise
        form.refuse(refusal)
        return _open_page(form, 422, refusal.name)
    return see(done.location)


@bp.get("/day/count")
@allow("count_cash")
def count_form() -> Response:
    """Show the count's form, or first say what counting means."""
    here()
    day = running_day()
    if day is None:
        raise NoDayIsOpen
    if day.status == "open":
        return page("day/begin_count.html", counter=counter_today(day.society_id, _today()))
    return page("day/count.html", form=CountForm(formdata=None), denominations=DENOMINATIONS)


@bp.post("/day/count")
@allow("count_cash")
def count() -> Response:
    """Begin counting, save a take, or go back to entry."""
    society = here()
    if "back" in request.form:
        remark = request.form.get("remark", "")[:300]
        done = deeds.back_to_entry(doer(), slip({"back": 1}), society.id, remark)
        return see(done.location)
    if not any(one.field in request.form for one in DENOMINATIONS):
        return see(deeds.begin_count(doer(), slip({"begin": 1}), society.id).location)
    form = CountForm()
    try:
        if not form.validate():
            return page("day/count.html", 422, form=form, denominations=DENOMINATIONS)
        pieces: Mapping[str, int | None] = form.data
        return see(deeds.save_take(doer(), slip(pieces), society.id, pieces).location)
    except deeds.CountIsEmpty as refusal:
        form.refuse(refusal)
        return page(
            "day/count.html", 422, form=form, denominations=DENOMINATIONS, refusal=refusal.name
        )


@bp.get("/day/close")
@allow("close_day")
def close_form() -> Response:
    """Show how the day stands before closing; without a count, go and count first."""
    here()
    return _close_page(CloseForm(formdata=None))


def _close_page(form: PageForm, status: int = 200, refusal: str | None = None) -> Response:
    society = here()
    try:
        standing = deeds.standing(society.id)
    except CountIsMissing:
        return see("/day/count")
    on = standing.day.day_on
    lines = cash_count.take_lines(society.id, on, standing.take)
    return page(
        "day/close.html", status, standing=standing, form=form, lines=lines, refusal=refusal,
        open=closing.stays_open(society.id), colleagues=people.colleagues(society.id),
        covers=days.uncounted_before(society.id, on), most=MOST_OPEN, words=STAGE_WORDS,
        signs=SIGNS, stage_of=stage_of, turns=standing.turns,
    )  # fmt: skip


@bp.post("/day/close")
@allow("close_day")
def close() -> Response:
    """Close and seal the day."""
    society = here()
    form = CloseForm()
    acceptance = None
    lapses = bool(form.lapse.data)
    content = {"person": form.person.data, "remark": form.remark.data, "lapses": lapses}
    if "accept" in request.form:
        if not form.remark.validate(form):
            return _close_page(form, 422)
        acceptance = deeds.Acceptance(form.person.data, form.remark.data)
    try:
        if "box" in request.form:
            paper = slip({**content, "box": 1})
            done = deeds.close_box(doer(), paper, society.id, acceptance, lapses=lapses)
            return see(done.location)
        closing.require_seen(society.id, is_seen=form.seen.data)
        done = deeds.close_day(
            doer(), slip(content), society.id, house().sealer, acceptance, lapses=lapses
        )
    except Refusal as refusal:
        if refusal.field is None and not isinstance(refusal, deeds.DifferenceIsOpen):
            raise
        form.refuse(refusal)
        return _close_page(form, refusal.status, refusal.name)
    return see(done.location)
