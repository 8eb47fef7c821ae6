"""The queue of the counter: today's numbers, giving one, calling, handing over, and its slip."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import asdict

from flask import Blueprint, Response, request
from flask_babel import lazy_gettext as _l

from portal.actions import queue as deeds
from portal.actions.counter import counter_of
from portal.domain.catalogue import Service, ServiceIsUnknown
from portal.domain.queue import ENDED, OPEN, STEPS, NobodyWaits, Token, TokenDeed
from portal.domain.refusals import Refusal
from portal.storage import people
from portal.storage import queue as stored
from portal.storage.catalogue import catalogue
from portal.storage.people import Person
from portal.views.entry_forms import key_of
from portal.views.queue_forms import has_form, number_form, read_comer, whom_of
from portal.views.queue_rows import token_rows
from portal.views.slip_paper import SIZES, asked_size, keep_size, laid_out
from portal.web.access import allow, doer, here
from portal.web.fields import ChoiceField, PageForm, WordsField, as_key
from portal.web.house import bill_unit, house
from portal.web.once import slip
from portal.web.page import is_bare, page, piece, see

bp = Blueprint("queue", __name__)

NUMBER = "/queue/<day_on>/<int(max=999):no>"
MOST_SHOWN = 12
EVENT_NAMES = {
    TokenDeed.MADE: _l("number given"), TokenDeed.CALL: _l("called to the counter"),
    TokenDeed.CALL_AGAIN: _l("called once more"), TokenDeed.SERVE: _l("work done"),
    TokenDeed.LEAVE: _l("did not come"), TokenDeed.PUT_BACK: _l("waits again"),
    TokenDeed.HAND_OVER: _l("handed over"), TokenDeed.JOIN: _l("work begun"),
}  # fmt: skip


class HandOverForm(PageForm):
    """To whom somebody goes on, and why."""

    to_person = ChoiceField(_l("To whom?"), coerce=as_key)
    said = WordsField(_l("Why, in a word"), most=120)


@bp.app_template_filter("service_name")
def service_of(service_id: str) -> Service | None:
    """Return the service of an id, or None where there is none (any more)."""
    try:
        return catalogue()[service_id] if service_id else None
    except ServiceIsUnknown:
        return None


def _names(tokens: Iterable[Token]) -> dict[int, tuple[str, str]]:
    ids = {key for one in tokens for key in (one.called_by, one.for_person) if key is not None}
    return people.names(ids)


def _list_page(form: PageForm, status: int = 200, refusal: str | None = None) -> Response:
    society, me = here(), doer()
    tokens = stored.in_state(society.id, me.today_on, *OPEN)
    return page(
        "queue/queue.html", status, today_on=me.today_on, form=form, refusal=refusal,
        counts=stored.today(society.id, me.today_on), tokens=tokens, names=_names(tokens),
        mine=_mine(tokens), most=MOST_SHOWN,
    )  # fmt: skip


def _mine(tokens: Iterable[Token]) -> Token | None:
    """Return whom this person called last and still serves."""
    called = [one for one in tokens if one.state == "called" and one.called_by == doer().person_id]
    return max(called, key=lambda one: (one.called_at or 0, one.no), default=None)


@bp.get("/queue")
@allow("read_queue")
def queue() -> Response:
    """Show who is called and who waits today; with ``?ended=1`` who was served or left."""
    society, on = here(), doer().today_on
    if "ended" not in request.args:
        return _list_page(PageForm(formdata=None))
    found = stored.in_state(society.id, on, *ENDED)[::-1]
    skip = key_of("skip")
    return page(
        "queue/ended.html", tokens=found[skip : skip + 25], names=_names(found), today_on=on,
        skip=skip + 25 if len(found) > skip + 25 else None,
    )  # fmt: skip


@bp.get("/queue/waiting")
@allow("read_queue")
def waiting() -> Response:
    """Send the list alone, and nothing at all where it is as the page shows it (``?seen=``)."""
    society, on = here(), doer().today_on
    counts = stored.today(society.id, on)
    if request.args.get("seen") == str(counts.changes):
        return Response(status=204)
    if not is_bare():
        return see("/queue")
    tokens = stored.in_state(society.id, on, *OPEN)
    return piece(
        "queue/_waiting.html", tokens=tokens, names=_names(tokens), counts=counts, most=MOST_SHOWN
    )


@bp.post("/queue")
@allow("keep_queue")
def call_next() -> Response:
    """Call who is next; with ``done`` that one was served."""
    society = here()
    done_no = key_of("done") or None
    try:
        return see(deeds.call_next(doer(), slip({"done": done_no}), society.id, done_no).location)
    except NobodyWaits as refusal:
        form = PageForm()
        form.refuse(refusal)
        return _list_page(form, 409, refusal.name)


@bp.get("/queue/new")
@allow("keep_queue")
def new_form() -> Response:
    """Ask who comes for what; all of it may stay empty."""
    here()
    return page("queue/new.html", form=number_form(formdata=None), refusal=None)


@bp.post("/queue/new")
@allow("keep_queue")
def new() -> Response:
    """Give a number; nothing has to be written for it."""
    society = here()
    form = number_form()
    if not form.validate():
        return page("queue/new.html", 422, form=form, refusal=None)
    try:
        comer = read_comer(form)
        done = deeds.give_number(doer(), slip(asdict(comer)), society.id, comer)
    except Refusal as refusal:
        if refusal.status not in (404, 422) or refusal.field is None:
            raise
        form.refuse(refusal)
        return page("queue/new.html", 422, form=form, refusal=refusal.name)
    return see(done.location)


def _others() -> list[Person]:
    """List who of the counter somebody can be handed to."""
    me = doer().person_id
    found = people.colleagues(here().id)
    return [one for one in found if one.id != me and house().policy.may(one.role, "keep_queue")]


def _hand_over_form() -> HandOverForm:
    form = HandOverForm() if request.method == "POST" else HandOverForm(formdata=None)
    form.to_person.choices = [(one.id, one.name_hi) for one in _others()]
    return form


@bp.get(NUMBER)
@allow("read_queue")
def token(day_on: str, no: int) -> Response:
    """Show a number: who it is, what can be done now, the way on into the work, and its history."""
    found = deeds.token(here().id, day_on, no)
    events = stored.events(found)
    ids = {one.done_by for one in events} | {one.to_person for one in events if one.to_person}
    is_today = found.day_on == doer().today_on
    return page(
        "queue/token.html", token=found, events=events,
        names=people.names(ids), event_names=EVENT_NAMES, is_today=is_today,
        may_be={one.value for one in STEPS if is_today and found.may(one)},
        has_form=has_form(found.service_id), whom=whom_of(found), before=stored.count_before(found),
        is_mine=found.state == "called" and found.called_by == doer().person_id,
        is_new=bool(request.args.get("new")), pays_bills=bill_unit() is not None,
    )  # fmt: skip


@bp.post(NUMBER)
@allow("keep_queue")
def do_with(day_on: str, no: int) -> Response:
    """Call, call again, end a turn or put it back."""
    society = here()
    wish = request.form.get("deed", "")
    found = deeds.token(society.id, day_on, no)
    if wish not in set(STEPS) - {TokenDeed.HAND_OVER}:
        return see(found.path)
    version = key_of("version")
    paper = slip({"deed": wish, "version": version})
    return see(deeds.do_with(
        doer(), paper, society.id, day_on, no, version, TokenDeed(wish)
    ).location)  # fmt: skip


def _over_page(found: Token, form: HandOverForm, refusal: Refusal | None = None) -> Response:
    if refusal is not None:
        if refusal.status != 422:
            raise refusal
        form.refuse(refusal)
    return page(
        "queue/over.html", 422 if form.errors else 200, token=found, form=form,
        refusal=refusal.name if refusal else None,
    )  # fmt: skip


@bp.get(NUMBER + "/over")
@allow("keep_queue")
def over_form(day_on: str, no: int) -> Response:
    """Ask to whom somebody goes on, and why."""
    return _over_page(deeds.token(here().id, day_on, no), _hand_over_form())


@bp.post(NUMBER + "/over")
@allow("keep_queue")
def hand_over(day_on: str, no: int) -> Response:
    """Hand somebody to a colleague with a word of why."""
    society = here()
    found = deeds.token(society.id, day_on, no)
    form = _hand_over_form()
    if not form.validate():
        return _over_page(found, form)
    to_person, said, version = form.to_person.data or 0, form.said.data or "", key_of("version")
    if to_person not in {one.id for one in _others()}:
        to_person = 0
    paper = slip({"to": to_person, "said": said, "version": version})
    try:
        done = deeds.hand_over(doer(), paper, society.id, day_on, no, version, to_person, said)
    except Refusal as refusal:
        return _over_page(found, form, refusal)
    return see(done.location)


@bp.get(NUMBER + "/slip")
@allow("read_queue")
def print_slip(day_on: str, no: int) -> Response:
    """Print a number for the one who waits."""
    society = here()
    found = deeds.token(society.id, day_on, no)
    size = asked_size()
    rows, page_css = laid_out(
        list(token_rows(society, counter_of(society.id), found, stored.count_before(found))), size
    )
    return keep_size(page(
        "queue/slip.html", rows=rows, page_css=page_css, size=size, sizes=SIZES, token=found,
        print_path=f"{found.path}/slip",
    ), size)  # fmt: skip
