"""Reopening the last closed day: asked by the society, decided by an officer, read afterwards."""

from __future__ import annotations

from collections.abc import Sequence

from flask import Blueprint, Response, abort, request
from flask_babel import gettext
from flask_babel import lazy_gettext as _l

from portal.actions import reopenings as deeds
from portal.domain.dates import financial_year, fy_range, ist_on
from portal.domain.day import ReasonIsMissing
from portal.domain.refusals import Refusal
from portal.domain.reopenings import ASKED, FIGURES, FREE, HOURS, MOST_TASKS, Reopening
from portal.domain.tasks import Task
from portal.storage import people, reopenings
from portal.storage.days import Day
from portal.storage.reference import task_book
from portal.web import filters
from portal.web.access import allow, doer, here, may, person
from portal.web.errors import spoken
from portal.web.fields import ChoiceField, PageForm, RemarkField, WordsField, as_key
from portal.web.house import house
from portal.web.locale import named
from portal.web.once import slip
from portal.web.page import is_blind, page, running_day, see

bp = Blueprint("reopenings", __name__)

FIRST_SHOWN = 5
MOST_LISTED = 20
FIGURE_WORDS = {
    "opening": _l("Opening cash"), "receipts": _l("Receipts"), "payments": _l("Payments"),
    "closing": _l("Closing cash"), "difference": _l("Difference of the count"),
    "count": _l("Number of vouchers"),
}  # fmt: skip


class AskForm(PageForm):
    """For how long a day is to be reopened, and why."""

    hours = ChoiceField(_l("For how many hours?"), coerce=as_key)
    other = WordsField(_l("Another kind of entry"), most=60)
    remark = RemarkField(_l("What is the mistake?"), most=300)


class DecisionForm(PageForm):
    """For how long it is granted, or why not."""

    hours = ChoiceField(_l("For how many hours?"), coerce=as_key)
    remark = RemarkField(_l("Remark"), most=300)


@bp.app_template_global("reopening_states")
def states() -> dict[str, str]:
    """Say each state of a request in the page's language."""
    return {
        "asked": gettext("waits for the officer"), "granted": gettext("reopened"),
        "refused": gettext("not granted"), "withdrawn": gettext("taken back"),
        "ended": gettext("closed again"),
    }  # fmt: skip


@bp.app_template_global("reopening_kinds")
def kinds_of(found: Reopening) -> str:
    """Name the kinds of entries a request is for."""
    book = task_book()
    names = (book.named(one) for one in found.tasks)
    return ", ".join(named(one) if one else gettext("Voucher with free heads") for one in names)


def _to_reopen(society_id: int) -> tuple[Day | None, str]:
    """Return the day that can be reopened now, or None and why not."""
    try:
        return deeds.day_to_reopen(society_id)[0], ""
    except Refusal as refusal:
        return None, spoken(refusal)


def _today() -> str:
    return ist_on(house().clock.now_ms())


@bp.get("/reopenings")
@allow("read_books")
def all_requests() -> Response:
    """List what was asked and granted, how often this year, and whether a day can be reopened."""
    if person().society_id is None and "society" not in request.args:
        return _waiting_page()
    society = here()
    found = reopenings.latest(society.id, MOST_LISTED)
    day, why_not = _to_reopen(society.id)
    is_open = any(one.state in ("asked", "granted") for one in found)
    return page(
        "reopenings/list.html", found=found, times=deeds.times_this_year(society.id, _today()),
        day=None if is_open else day, why_not="" if is_open else why_not,
    )  # fmt: skip


def _waiting_page() -> Response:
    """List the societies of one's place that ask, are reopened, or were this year."""
    place = person().place
    assert place is not None, "who has no society has a place"
    year = fy_range(financial_year(_today()))
    told = reopenings.standings(place.level, place.id, *year)
    return page("reopenings/waiting.html", told=told.values(), place=place)


@bp.get("/reopenings/new")
@allow("ask_reopening")
def ask_form() -> Response:
    """Ask for what the last closed day is to be reopened."""
    here()
    return _ask_page(AskForm(formdata=None, data={"hours": HOURS[1]}))


def _ask_page(form: AskForm, status: int = 200, refusal: str | None = None) -> Response:
    society = here()
    day, why_not = _to_reopen(society.id)
    form["hours"].choices = _lengths(HOURS)
    chosen = _chosen()
    return page(
        "reopenings/ask.html", status, form=form, day=day, why_not=why_not, refusal=refusal,
        tasks=_shown_tasks(day, chosen, form.other.data) if day else [],
        chosen=chosen, most=MOST_TASKS, free=FREE,
    )  # fmt: skip


def _lengths(hours: Sequence[int]) -> list[tuple[int, str]]:
    said = ((one, "1 hour" if one == 1 else "%(number)s hours") for one in hours)
    return [(one, filters.digits(gettext(word, number=one))) for one, word in said]


def _shown_tasks(day: Day, chosen: Sequence[str], words: str | None) -> list[Task]:
    """List the tasks to tick: those of the day or the usual ones, the ticked, the sought."""
    tasks = deeds.tasks_to_choose(day.society_id, day.day_on)
    sought = house().task_book.search(words, "manager", []) if words else []
    shown = {one.code for one in [*tasks[:FIRST_SHOWN], *sought[:FIRST_SHOWN]]} | set(chosen)
    return [one for one in tasks if one.code in shown]


def _chosen() -> list[str]:
    return [key[2:] for key in request.form if key.startswith("t_")]


@bp.post("/reopenings/new")
@allow("ask_reopening")
def ask() -> Response:
    """Ask an officer."""
    society, form = here(), AskForm()
    if "find" in request.form:
        return _ask_page(form)
    if not form.validate():
        return _ask_page(form, 422)
    wish = deeds.Wish(
        request.form.get("on", ""), tuple(_chosen()), form.hours.data or 0, form.remark.data
    )
    content = {"on": wish.day_on, "tasks": wish.tasks, "hours": wish.hours, "why": wish.reason}
    try:
        return see(deeds.ask(doer(), slip(content), society.id, wish).location)
    except Refusal as refusal:
        if refusal.status != 422:
            raise
        form.refuse(refusal)
        return _ask_page(form, 422, refusal.name)


@bp.get("/reopenings/<int(max=2147483647):request_id>")
@allow("read_books")
def one_request(request_id: int) -> Response:
    """Show a request, and what the reopening changed between the two seals."""
    found = deeds.request_of(here().id, request_id)
    return _request_page(found, DecisionForm(formdata=None, data={"hours": found.hours}))


def _request_page(
    found: Reopening, form: DecisionForm, status: int = 200, refusal: str | None = None
) -> Response:
    society, now = here(), house().clock.now_ms()
    reading = deeds.reading_of(found) if found.state in ("granted", "ended") else None
    running = running_day()
    is_hidden = is_blind() and running is not None and running.day_on == found.day_on
    lengths = sorted({*HOURS, found.hours})
    form["hours"].choices = _lengths(lengths)
    why_not = _to_reopen(society.id)[1] if found.state == ASKED else ""
    return page(
        "reopenings/request.html", status, one=found, form=form, reading=reading, now=now,
        is_hidden=is_hidden, figures=FIGURES, words=FIGURE_WORDS, refusal=refusal,
        names=people.names({found.asked_by, found.decided_by or 0, found.on_behalf_of or 0} - {0}),
        times=deeds.times_this_year(society.id, found.day_on), why_not=why_not,
        tasks=house().task_book, is_own=person().id in found.askers,
        can_decide=found.state == ASKED and may("grant_reopening"),
    )  # fmt: skip


@bp.post("/reopenings/<int(max=2147483647):request_id>")
@allow("grant_reopening")
def decide(request_id: int) -> Response:
    """Reopen the day, or refuse with a reason."""
    society, form = here(), DecisionForm()
    outcome = request.form.get("outcome", "")
    if outcome not in ("grant", "refuse"):
        abort(400)
    hours, why = form.hours.data or 0, form.remark.data or ""
    this_slip = slip({"outcome": outcome, "hours": hours, "why": why})
    found = deeds.request_of(society.id, request_id)
    if not form.validate():
        return _request_page(found, form, 422)
    try:
        if outcome == "grant":
            done = deeds.grant(doer(), this_slip, society.id, request_id, hours, why)
        else:
            done = deeds.refuse(doer(), this_slip, society.id, request_id, why)
    except Refusal as refusal:
        if refusal.status != 422 and not isinstance(refusal, ReasonIsMissing):
            raise
        form.refuse(refusal)
        return _request_page(found, form, 422, refusal.name)
    return see(done.location)


@bp.post("/reopenings/<int(max=2147483647):request_id>/withdraw")
@allow("ask_reopening")
def withdraw(request_id: int) -> Response:
    """Take a request back."""
    society = here()
    return see(deeds.withdraw(doer(), slip({"withdraw": 1}), society.id, request_id).location)
