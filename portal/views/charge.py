"""Handing over of charge (प्रभार सूची): the list, its count, and the two signatures."""

from __future__ import annotations

from dataclasses import replace

from flask import Blueprint, Response, request
from flask_babel import lazy_gettext as _l

from portal.actions import charge as deeds
from portal.actions.exactly_once import Done
from portal.actions.surprise_counts import tills_of
from portal.domain.charge import Body, ChargeList
from portal.domain.dates import DAY_MS
from portal.domain.daybook import CountIsGoingOn
from portal.domain.denominations import DENOMINATIONS
from portal.domain.surprise_counts import TillIsNotHere
from portal.storage import cash_count, people
from portal.storage import charge as stored
from portal.storage.places import Place
from portal.storage.reference import chart
from portal.web.access import allow, doer, here, person
from portal.web.fields import ChoiceField, CountForm, PageForm, RemarkField, as_key
from portal.web.house import house
from portal.web.once import slip
from portal.web.page import is_blind, page
from portal.web.sending import sent

bp = Blueprint("charge", __name__)
MOST = 20
SHOWN_DAYS = 30  # so long an officer's round tells of a change
LARGEST_KEY = 2**31 - 1
ONE = f"/charge/<int(max={LARGEST_KEY}):charge_id>"


class BeginForm(PageForm):
    """Who takes over."""

    person = ChoiceField(_l("Who takes over from you?"), coerce=as_key)


class EndForm(PageForm):
    """The version that is signed, or why the list is dropped."""

    version = ChoiceField(_l("Version"), coerce=as_key)
    remark = RemarkField(_l("Why is the list dropped?"), most=300)


def seen(charge_id: int) -> ChargeList:
    """Return a list of this society; its people don't see it while they count blind (D5)."""
    found = deeds.charge_of(here().id, charge_id)
    if is_blind():
        raise CountIsGoingOn
    return found


def whole(found: ChargeList, tills: list[int] | None = None) -> Body:
    """Return the list as it stands, with what the books say now where it isn't signed yet."""
    if found.body.facts is not None:
        return found.body
    tills = tills_of(found.society_id) if tills is None else tills
    return replace(found.body, facts=deeds.facts_of(found.society_id, tills))


def names_of(found: ChargeList) -> dict[int, tuple[str, str]]:
    """Return the names of the two it is between."""
    return people.names({found.from_person, found.to_person})


@bp.app_template_global()
def charge_waiting() -> int | None:
    """Return the charge list that the signed-in person is to sign, or None."""
    who = person()
    return stored.waits_for(who.society_id, who.id) if who.society_id is not None else None


@bp.app_template_global()
def charge_changes(place: Place) -> dict[int, tuple[int, int]]:
    """Return (list, instant) of the latest changes of charge in a place, by society."""
    since_at = house().clock.now_ms() - SHOWN_DAYS * DAY_MS
    return stored.changed_since(place.level, place.id, since_at)


@bp.get("/charge")
@allow("read_books")
def all_lists() -> Response:
    """List the changes of charge of a society."""
    found = stored.latest(here().id, MOST)
    ids = {one for each in found for one in (each.from_person, each.to_person)}
    return page("charge/lists.html", lists=found, names=people.names(ids))


@bp.get("/charge/new")
@allow("hand_over_charge")
def begin_form() -> Response:
    """Ask who takes over."""
    here()
    return _begin_page(BeginForm(formdata=None))


def _begin_page(form: PageForm, status: int = 200, refusal: str | None = None) -> Response:
    found = deeds.takers(here().id, person().id)
    return page("charge/new.html", status, form=form, takers=found, refusal=refusal)


@bp.post("/charge/new")
@allow("hand_over_charge")
def begin() -> Response:
    """Begin a list."""
    society, form = here(), BeginForm()

    def deed() -> Done:
        return deeds.begin(doer(), slip(form.data), society.id, form.person.data or 0)

    return sent(form, deed, lambda *told: _begin_page(form, *told))


@bp.get(ONE)
@allow("read_books")
def one(charge_id: int) -> Response:
    """Show a list and what is to be done with it next."""
    here()
    return _list_page(charge_id, EndForm(formdata=None))


def _list_page(
    charge_id: int, form: PageForm, status: int = 200, refusal: str | None = None
) -> Response:
    found = seen(charge_id)
    tills = tills_of(found.society_id) if found.is_open else []
    body = whole(found, tills)
    left = deeds.left_to_count(found.society_id, body, tills) if found.is_open else []
    return page(
        "charge/list.html", status, found=found, body=body, items=body.items(), form=form,
        refusal=refusal, names=names_of(found), chart=chart(), answers=dict(body.answers),
        tills=tills, left=left,
        may_drop=deeds.may_drop(found, person().id, person().role),
    )  # fmt: skip


@bp.post(ONE)
@allow("hand_over_charge")
def sign(charge_id: int) -> Response:
    """Sign the list as the giver, or drop it."""
    society, form = here(), EndForm()

    def deed() -> Done:
        is_drop = "drop" in request.form
        paper = slip({**form.data, "drop": is_drop})
        if is_drop:
            return deeds.drop(doer(), paper, society.id, charge_id, form.remark.data or "")
        return deeds.give(doer(), paper, society.id, charge_id, form.version.data or 0)

    return sent(form, deed, lambda *told: _list_page(charge_id, form, *told))


@bp.get(f"{ONE}/count/<int(max=9999):head>")
@allow("hand_over_charge")
def count_form(charge_id: int, head: int) -> Response:
    """Ask for notes and coins; nothing of the book is shown."""
    here()
    return _count_page(charge_id, head, CountForm(formdata=None))


def _count_page(
    charge_id: int, head: int, form: PageForm, status: int = 200, refusal: str | None = None
) -> Response:
    found = seen(charge_id)
    deeds.require_giver(found, person().id)
    if head not in tills_of(found.society_id):
        raise TillIsNotHere
    return page(
        "charge/count.html", status, found=found, form=form, head=chart()[head],
        denominations=DENOMINATIONS, refusal=refusal,
    )  # fmt: skip


@bp.post(f"{ONE}/count/<int(max=9999):head>")
@allow("hand_over_charge")
def count(charge_id: int, head: int) -> Response:
    """Save the count."""
    society, form = here(), CountForm()

    def deed() -> Done:
        return deeds.count(doer(), slip(form.data), society.id, charge_id, head, form.data)

    return sent(form, deed, lambda *told: _count_page(charge_id, head, form, *told))


@bp.get(f"{ONE}/paper")
@allow("read_books")
def paper(charge_id: int) -> Response:
    """Print the list on A4: what is given, what is taken, two signatures and a witness."""
    society = here()
    found = seen(charge_id)
    body = whole(found)
    lines = {
        each.head: cash_count.take_lines(society.id, each.day_on, each.take, deeds.OCCASION)
        for each in body.cash
    }
    return page(
        "charge/paper.html", found=found, body=body, items=body.items(), names=names_of(found),
        chart=chart(), lines=lines, answers=dict(body.answers),
    )  # fmt: skip
