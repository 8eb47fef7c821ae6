"""Money held for others: since when, choosing what was sent on, and what was sent before."""

from __future__ import annotations

from dataclasses import asdict

from flask import Blueprint, Response, request
from flask_babel import gettext
from flask_babel import lazy_gettext as _l

from portal.actions import remittances as deeds
from portal.actions.bill_books import wallet
from portal.actions.remittances import Sending
from portal.domain.refusals import Refusal
from portal.domain.remittances import FROM_HEADS, LONGEST_PARTY, LONGEST_REFERENCE, OLD_DAYS
from portal.storage import people
from portal.storage import remittances as stored
from portal.storage.reference import chart
from portal.views import application_words as words
from portal.views.entry_forms import key_of
from portal.web.access import allow, doer, here
from portal.web.fields import ChoiceField, DateField, PageForm, WordsField, as_key
from portal.web.locale import named
from portal.web.once import slip
from portal.web.page import page, running_day, see

bp = Blueprint("remittances", __name__)

PATH = "/remittances"
ROWS, LATEST = 20, 12


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
    return _held_page(_form(formdata=None, data={"sent_on": _day_on(), "from_head": 0}))


def _held_page(form: SendForm, status: int = 200, refusal: Refusal | None = None) -> Response:
    society = here()
    if refusal is not None:
        form.refuse(refusal)
    sums, head = deeds.held(society.id), key_of("head")
    shown = next((one for one in sums if one.items and head in (0, one.head)), None)
    skip, day = key_of("skip"), running_day()
    items = stored.held(society.id, shown.head, ROWS + 1, skip) if shown else []
    return page(
        "remittances/held.html", status, sums=sums, shown=shown, items=items[:ROWS], form=form,
        skip=skip, next_skip=skip + ROWS if len(items) > ROWS else None, chart=chart(),
        refusal=refusal.name if refusal else None, chosen=_keys(), on=doer().today_on,
        old_days=OLD_DAYS, is_open=day is not None and day.status == "open",
        free_paise=wallet(society.id).available_paise, item_errors=form.errors.get("items"),
    )  # fmt: skip


def _keys() -> list[tuple[int, int]]:
    """Read which items were ticked, each as visit-number."""
    found = []
    for text in request.form.getlist("item")[:200]:
        parts = text.split("-")
        if len(parts) == 2 and all(one.isascii() and one.isdigit() for one in parts):
            found.append((int(parts[0][:9]), int(parts[1][:9])))
    return found


@bp.post(PATH)
@allow("send_on")
def send_on() -> Response:
    """Read back what is to be entered; with ``confirm`` enter that it was sent on."""
    society, form = here(), _form()
    if not form.validate():
        return _held_page(form, 422)
    sending = Sending(
        tuple(_keys()), form.from_head.data or 0, form.party.data or "", form.reference.data or "",
        form.sent_on.data or "",
    )  # fmt: skip
    try:
        if "confirm" not in request.form:
            sure, items = deeds.checked(society.id, sending, _day_on())
            return page(
                "remittances/confirm.html", sending=sure, items=items, chart=chart(), form=form
            )
        return see(deeds.send_on(doer(), slip(asdict(sending)), society.id, sending).location)
    except Refusal as refusal:
        if refusal.status != 422 and not isinstance(refusal, deeds.ItemIsNotHeld):
            raise
        return _held_page(form, refusal.status, refusal)


@bp.get(f"{PATH}/sent")
@allow("read_applications")
def sent() -> Response:
    """List what was sent on, the latest first."""
    skip = key_of("skip")
    found = stored.latest(here().id, LATEST + 1, skip)
    return page(
        "remittances/sent.html", found=found[:LATEST], chart=chart(),
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
        "remittances/remittance.html", found=found, items=items, chart=chart(), words=words,
        applications=deeds.applications_of(society.id, items),
        names=people.names({found.sent_by}),
    )  # fmt: skip
