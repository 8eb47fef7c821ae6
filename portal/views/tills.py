"""Tills beside the box: who holds which, their settings, the blind count, and what follows it."""

from __future__ import annotations

from flask import Blueprint, Response, request
from flask_babel import lazy_gettext as _l
from wtforms import BooleanField

from portal.actions import tills as deeds
from portal.actions.exactly_once import Done
from portal.domain.daybook import CountIsGoingOn
from portal.domain.denominations import DENOMINATIONS
from portal.domain.heads import CASH_BOX, COUNTER_TILLS
from portal.domain.tills import (
    Till,
    TillIsNotCounted,
    TillIsNotOpen,
    TillIsUnknown,
    Turn,
    read_time,
)
from portal.storage import cash_count, people
from portal.storage import tills as stored
from portal.storage.reference import chart
from portal.web.access import allow, doer, here
from portal.web.fields import (
    AmountField,
    ChoiceField,
    CountForm,
    PageForm,
    RemarkField,
    WordsField,
    as_key,
)
from portal.web.once import slip
from portal.web.page import is_blind, page, running_day
from portal.web.sending import sent

bp = Blueprint("tills", __name__)
_ONE = "/tills/<int(max=9999):head>"


class TillForm(PageForm):
    """Who holds it from now on; or whether it is used, with how much, until when."""

    person = ChoiceField(_l("Who holds it?"), coerce=as_key)
    used = BooleanField(_l("We use this till"))
    float = AmountField(_l("Float in the morning"), blank_ok=True)
    until = WordsField(_l("May stay open after the main box until"), most=8)


class MoveForm(PageForm):
    """From where to where, and how much."""

    away = ChoiceField(_l("From"), coerce=as_key)
    to = ChoiceField(_l("To"), coerce=as_key)
    amount = AmountField(_l("Amount"))


class SettleForm(PageForm):
    """Who gets the till, and why its cash differs from the book."""

    take = ChoiceField(_l("Count"), coerce=as_key)
    person = ChoiceField(_l("Who takes it over?"), coerce=as_key)
    remark = RemarkField(_l("What happened?"), most=300)


@bp.get("/tills")
@allow("read_books")
def all_tills() -> Response:
    """Show the tills, who holds them, and the turns of the day."""
    society, day = here(), running_day()
    turns = stored.turns_on(society.id, day.day_on) if day else []
    return page(
        "tills/tills.html", tills={one.head: one for one in stored.tills(society.id)}, day=day,
        turns=turns, held={one.head: one for one in turns if one.status == "open"},
        heads=COUNTER_TILLS, chart=chart(), names=people.names({one.holder for one in turns}),
        is_hidden=is_blind(),
    )  # fmt: skip


@bp.get(_ONE)
@allow("keep_tills")
def till(head: int) -> Response:
    """Ask who holds a till, and how it is used."""
    return _till_page(head, _as_it_is(head))


def _as_it_is(head: int) -> PageForm:
    """Fill the form with how the till is used now."""
    found = _till(head)
    data = {"used": found.is_used, "float": found.float_paise, "until": found.open_until}
    return TillForm(formdata=None, data=data)


def _till(head: int) -> Till:
    if head not in COUNTER_TILLS:
        raise TillIsUnknown
    known = {one.head: one for one in stored.tills(here().id)}
    return known.get(head, Till(head, 0, 0, ""))


def _till_page(
    head: int, form: PageForm, status: int = 200, refusal: str | None = None
) -> Response:
    society = here()
    settings = form if "open" not in request.form else _as_it_is(head)
    return page(
        "tills/till.html", status, form=form, settings=settings, head=chart()[head],
        till=_till(head), turn=stored.open_turn(society.id, head),
        holders=deeds.holders(society.id), refusal=refusal,
    )  # fmt: skip


@bp.post(_ONE)
@allow("keep_tills")
def act(head: int) -> Response:
    """Open the till, or set how it is used."""
    society, form = here(), TillForm()
    _till(head)

    def deed() -> Done:
        paper = slip({"head": head, **form.data})
        if "open" in request.form:
            return deeds.open_till(doer(), paper, society.id, head, form.person.data or 0)
        until = read_time(form.until.data or "")
        wish = Till(head, int(form.used.data), form.float.data or 0, until)
        return deeds.set_till(doer(), paper, society.id, wish)

    return sent(form, deed, lambda *told: _till_page(head, form, *told))


@bp.get("/tills/move")
@allow("keep_tills")
def move_form() -> Response:
    """Ask from where to where cash goes."""
    turns = stored.open_turns(here().id)
    data = {"away": CASH_BOX, "to": turns[0].head if turns else CASH_BOX}
    return _move_page(MoveForm(formdata=None, data=data))


def _move_page(form: PageForm, status: int = 200, refusal: str | None = None) -> Response:
    turns = stored.open_turns(here().id)
    return page(
        "tills/move.html", status, form=form, chart=chart(), refusal=refusal,
        places=[CASH_BOX, *(one.head for one in turns)],
    )  # fmt: skip


@bp.post("/tills/move")
@allow("keep_tills")
def move() -> Response:
    """Move cash."""
    society, form = here(), MoveForm()

    def deed() -> Done:
        away, to, paise = form.away.data or 0, form.to.data or 0, form.amount.data or 0
        return deeds.transfer(doer(), slip(form.data), society.id, away, to, paise)

    return sent(form, deed, lambda *told: _move_page(form, *told))


def _turn(head: int) -> Turn:
    turn = stored.open_turn(here().id, head)
    if turn is None:
        raise TillIsNotOpen
    return turn


@bp.get(_ONE + "/count")
@allow("keep_tills")
def count_form(head: int) -> Response:
    """Ask for notes and coins; nothing of the book is shown."""
    return _count_page(head, CountForm(formdata=None))


def _count_page(
    head: int, form: PageForm, status: int = 200, refusal: str | None = None
) -> Response:
    turn = _turn(head)
    return page(
        "tills/count.html", status, form=form, denominations=DENOMINATIONS, refusal=refusal,
        head=chart()[head], name=people.names({turn.holder})[turn.holder],
    )  # fmt: skip


@bp.post(_ONE + "/count")
@allow("keep_tills")
def count(head: int) -> Response:
    """Save the count."""
    society, form = here(), CountForm()

    def deed() -> Done:
        return deeds.count_till(doer(), slip(form.data), society.id, head, form.data)

    return sent(form, deed, lambda *told: _count_page(head, form, *told))


@bp.get(_ONE + "/settle")
@allow("keep_tills")
def settle_form(head: int) -> Response:
    """Show count and book, and ask what happens to the till."""
    here()
    return _settle_page(head, SettleForm(formdata=None))


def _settle_page(
    head: int, form: PageForm, status: int = 200, refusal: str | None = None
) -> Response:
    turn = _turn(head)
    if is_blind():
        raise CountIsGoingOn
    if turn.take is None:
        raise TillIsNotCounted
    society_id = here().id
    lines = cash_count.take_lines(society_id, turn.day_on, turn.take, deeds.OCCASION)
    return page(
        "tills/settle.html", status, form=form, turn=turn, head=chart()[head], refusal=refusal,
        holders=[one for one in deeds.holders(society_id) if one.id != turn.holder],
        name=people.names({turn.holder})[turn.holder], lines=[one for one in lines if one[3]],
    )  # fmt: skip


@bp.post(_ONE + "/settle")
@allow("keep_tills")
def settle(head: int) -> Response:
    """Hand the till over, or close it."""
    society, form = here(), SettleForm()

    def deed() -> Done:
        is_back = "back" in request.form
        to_person = None if is_back else form.person.data or 0
        wish = deeds.Settling(form.take.data or 0, to_person, form.remark.data or "")
        paper = slip({**form.data, "back": is_back})
        return deeds.settle(doer(), paper, society.id, head, wish)

    return sent(form, deed, lambda *told: _settle_page(head, form, *told))


@bp.get(_ONE + "/turns/<day_on>/<int(max=9999):no>")
@allow("read_books")
def turn_paper(head: int, day_on: str, no: int) -> Response:
    """Print the hand-over of a turn that is over, on A5: who to whom, count, book, signatures."""
    society = here()
    if is_blind():
        raise CountIsGoingOn
    turns = {one.no: one for one in stored.turns_on(society.id, day_on) if one.head == head}
    found, after = turns.get(no), turns.get(no + 1)
    if found is None or found.status != "closed" or found.take is None:
        raise TillIsUnknown
    to = after.holder if after is not None and after.opened_at == found.closed_at else None
    return page(
        "tills/turn.html", turn=found, head=chart()[head], to=to,
        names=people.names({found.holder, to or found.holder}),
        lines=cash_count.take_lines(society.id, day_on, found.take, deeds.OCCASION),
    )  # fmt: skip
