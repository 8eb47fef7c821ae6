"""Money held for others: since when, choosing what was sent on, and what was sent before."""

from __future__ import annotations

import re
from dataclasses import asdict

from flask import Blueprint, Response, request
from flask_babel import gettext
from flask_babel import lazy_gettext as _l

from portal.actions import remittances as deeds
from portal.actions.bill_books import wallet
from portal.actions.remittances import Sending
from portal.domain.refusals import Refusal
from portal.domain.remittances import (
    FROM_HEADS,
    LONGEST_PARTY,
    LONGEST_REFERENCE,
    ItemIsNotHeld,
    NothingIsChosen,
)
from portal.storage import people
from portal.storage import remittances as stored
from portal.storage.reference import chart
from portal.views import application_words as words
from portal.views.entry_forms import key_of
from portal.views.money_words import HELD
from portal.web.access import allow, doer, here
from portal.web.errors import spoken
from portal.web.fields import ChoiceField, DateField, PageForm, WordsField, as_key
from portal.web.locale import named
from portal.web.once import slip
from portal.web.page import page, running_day, see

bp = Blueprint("remittances", __name__)

PATH = "/remittances"
ROWS, LATEST = 20, 12
_ITEM = re.compile("i([0-9]{1,9})-([0-9]{1,9})")


class SendForm(PageForm):
    """From where it was sent, to whom, under which number, on which day."""

    from_head = ChoiceField(_l("From where was it sent?"), coerce=as_key)
    party = WordsField(_l("To whom?"), most=LONGEST_PARTY)
    reference = WordsField(_l("Number of the transfer"), most=LONGEST_REFERENCE, is_number=True)
    sent_on = DateField(_l("On which day?"))


def _form(**kwargs: object) -> SendForm:
    form = SendForm(**kwargs)
    heads = [(one, named(chart()[one])) for one in FROM_HEADS]
    form.from_head.choices = [(0, gettext("choose")), *heads]
    return form


def _day_on() -> str:
    day = running_day()
    return day.day_on if day else doer().today_on


@bp.get(PATH)
@allow("read_applications")
def held() -> Response:
    """Show what is held for others, and choose what was sent on."""
    return _held_page()


def _held_page(refusal: Refusal | None = None) -> Response:
    society = here()
    sums, head = deeds.held(society.id), key_of("head")
    shown = next((one for one in sums if one.items and head in (0, one.head)), None)
    skip, day = key_of("skip"), running_day()
    items = stored.held(society.id, shown.head, ROWS + 1, skip) if shown else []
    return page(
        "remittances/held.html", refusal.status if refusal else 200, sums=sums, shown=shown,
        items=items[:ROWS], next_skip=skip + ROWS if len(items) > ROWS else None, heads=HELD,
        chosen=_keys(), on=doer().today_on, is_open=day is not None and day.status == "open",
        problem=spoken(refusal) if refusal else "", refusal=refusal.name if refusal else None,
    )  # fmt: skip


def _keys() -> list[tuple[int, int]]:
    """Read which items were ticked: each is a field of its own, i, its visit, - and its number."""
    found = (_ITEM.fullmatch(name) for name in request.form)
    return [(int(one[1]), int(one[2])) for one in found if one is not None]


@bp.post(PATH)
@allow("send_on")
def send_on() -> Response:
    """Ask where what is ticked was sent; with ``confirm`` enter that it was sent on."""
    society, keys = here(), tuple(_keys())
    if "confirm" not in request.form:
        form = _form(formdata=None, data={"sent_on": _day_on(), "from_head": 0})
        return _confirm_page(keys, form)
    form = _form()
    if not form.validate():
        return _confirm_page(keys, form, 422)
    sending = Sending(
        keys, form.from_head.data or 0, form.party.data or "", form.reference.data or "",
        form.sent_on.data or "",
    )  # fmt: skip
    try:
        return see(deeds.send_on(doer(), slip(asdict(sending)), society.id, sending).location)
    except (NothingIsChosen, ItemIsNotHeld) as refusal:
        return _held_page(refusal)
    except Refusal as refusal:
        if refusal.status != 422:
            raise
        form.refuse(refusal)
        return _confirm_page(keys, form, 422, refusal.name)


def _confirm_page(
    keys: tuple[tuple[int, int], ...], form: SendForm, status: int = 200, refusal: str | None = None
) -> Response:
    society = here()
    try:
        items = deeds.chosen(society.id, keys)
    except Refusal as problem:
        return _held_page(problem)
    return page(
        "remittances/confirm.html", status, items=items, heads=HELD, form=form, refusal=refusal,
        free_paise=wallet(society.id).available_paise,
    )  # fmt: skip


@bp.get(f"{PATH}/sent")
@allow("read_applications")
def sent() -> Response:
    """List what was sent on, the latest first."""
    skip = key_of("skip")
    found = stored.latest(here().id, LATEST + 1, skip)
    return page(
        "remittances/sent.html", found=found[:LATEST], heads=HELD,
        next_skip=skip + LATEST if len(found) > LATEST else None,
    )  # fmt: skip


@bp.get(f"{PATH}/<int(max={words.LARGEST_KEY}):remittance_id>")
@allow("read_applications")
def remittance(remittance_id: int) -> Response:
    """Show what was sent on at once, and where each application stands."""
    society = here()
    found = deeds.remittance(society.id, remittance_id)
    items = stored.items_of_remittance(society.id, remittance_id)
    return page(
        "remittances/remittance.html", found=found, items=items, words=words, heads=HELD,
        from_head=chart()[found.from_head],
        applications=deeds.applications_of(society.id, items),
        names=people.names({found.sent_by}),
    )  # fmt: skip
