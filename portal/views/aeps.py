"""Aadhaar (AePS) transactions: writing down the device's slip, following up, taking back."""

from __future__ import annotations

from dataclasses import asdict

from flask import Blueprint, Response, request

from portal.actions import aeps as deeds
from portal.domain.aeps import KINDS, Record, RrnIsTaken
from portal.domain.aeps_words import KIND_NAMES, OUTCOME_NAMES, SETTLED_NAMES, to_do_of
from portal.domain.dates import next_on, parse_on, previous_on, show_on
from portal.domain.money import rupees
from portal.domain.refusals import Refusal
from portal.domain.text import AadhaarIsNotStored
from portal.storage import aeps as stored
from portal.storage import daybook, people
from portal.views.aeps_forms import (
    AtDevice,
    SettleForm,
    SlipForm,
    WrongForm,
    at_device,
    correction_of,
    slip_form,
    slipped_of,
)
from portal.views.entry import open_day
from portal.web.access import allow, doer, here
from portal.web.fields import PageForm
from portal.web.once import slip
from portal.web.page import page, running_day, see

bp = Blueprint("aeps", __name__)


@bp.app_template_global()
def aeps_place(record: Record) -> dict[str, str]:
    """Return what fills the places of a record's words."""
    asks_on = deeds.back_by_on(record) if record.is_open else ""
    return {"amount": rupees(record.amount_paise), "on": show_on(asks_on) if asks_on else ""}


def _kind() -> str:
    kind = request.values.get("kind", KINDS[0])
    return kind if kind in KINDS else KINDS[0]


@bp.get("/aeps")
@allow("read_counter")
def records() -> Response:
    """List what is uncertain, and the records of a day."""
    society = here()
    day = running_day()
    last_on = day.day_on if day else doer().today_on
    on = parse_on(request.args["on"]) if "on" in request.args else last_on
    return page(
        "aeps/records.html", on=on, listed=stored.records_on(society.id, on),
        open_ones=deeds.uncertain(society.id), kinds=KIND_NAMES, outcomes=OUTCOME_NAMES,
        settled=SETTLED_NAMES, before_on=previous_on(on),
        after_on=next_on(on) if on < last_on else None,
    )  # fmt: skip


@bp.get("/aeps/new")
@allow("enter_voucher")
def new_form() -> Response:
    """Ask what the slip of the device says."""
    open_day()
    who = at_device()
    return _form_page(slip_form(_kind(), who, formdata=None), who)


def _form_page(
    form: SlipForm, who: AtDevice, status: int = 200, refusal: Refusal | None = None
) -> Response:
    if refusal is not None:
        form.refuse(refusal)
        if isinstance(refusal, AadhaarIsNotStored) and refusal.field == "rrn":
            form.rrn.raw_data = None  # what was typed there is not shown again
            form.rrn.data = None
    return page(
        "aeps/form.html", status, form=form, who=who, kind=_kind(), kinds=KIND_NAMES,
        refusal=refusal.name if refusal else None,
        first=refusal.record_id if isinstance(refusal, RrnIsTaken) else None,
    )  # fmt: skip


@bp.post("/aeps/new")
@allow("enter_voucher")
def new() -> Response:
    """Read back what was written, or with ``confirm`` write it down."""
    society = here()
    who = at_device()
    form = slip_form(_kind(), who)
    if "change" in request.form:
        return _form_page(form, who)
    if not form.validate() or who.problem is not None:
        return _form_page(form, who, 422, who.problem)
    slipped = slipped_of(_kind(), form, who)
    try:
        if "confirm" not in request.form:
            day = open_day()
            return _read_back(form, deeds.drafted(doer(), society.id, day.day_on, slipped), who)
        done = deeds.record_slip(doer(), slip(asdict(slipped)), society.id, slipped)
    except Refusal as refusal:
        if refusal.status != 422:
            raise
        return _form_page(form, who, 422, refusal)
    return see(done.location)


def _read_back(form: PageForm, record: Record, who: AtDevice) -> Response:
    """Show in large words what happens with the cash; nothing is stored yet."""
    kept = [("kind", _kind())]
    kept += [("member_no", who.member.member_no or "")] if who.member else []
    kept += [("customer", str(who.customer.id))] if who.customer else []
    fields = dict([*form.kept(), *kept, ("form_token", request.form.get("form_token", ""))])
    return page(
        "aeps/read_back.html", record=record, who=who, fields=list(fields.items()),
        kinds=KIND_NAMES, outcomes=OUTCOME_NAMES, to_do=to_do_of(record),
    )  # fmt: skip


@bp.get("/aeps/<int(max=2147483647):record_id>")
@allow("read_counter")
def record(record_id: int) -> Response:
    """Show a record: what happens with the cash, how it stands, who wrote it."""
    found = deeds.record_of(here().id, record_id)
    ids = {found.recorded_by, found.settled_by, found.on_behalf_of} - {None}
    voucher = daybook.voucher(found.society_id, found.voucher_id) if found.voucher_id else None
    return page(
        "aeps/record.html", record=found, facts=deeds.slip_facts(found), voucher=voucher,
        kinds=KIND_NAMES, outcomes=OUTCOME_NAMES, to_do=to_do_of(found),
        names=people.names({one for one in ids if one is not None}),
        is_new=bool(request.args.get("new")),
    )  # fmt: skip


def _answer(
    template: str, found: Record, form: PageForm, refusal: Refusal | None = None
) -> Response:
    if refusal is not None:
        if refusal.status != 422:
            raise refusal
        form.refuse(refusal)
    status = 422 if form.errors else 200
    return page(
        template, status, record=found, form=form, kinds=KIND_NAMES,
        refusal=refusal.name if refusal else None,
    )  # fmt: skip


@bp.get("/aeps/<int(max=2147483647):record_id>/settle")
@allow("enter_voucher")
def settle_form(record_id: int) -> Response:
    """Ask what became of an uncertain transaction."""
    found = deeds.record_of(here().id, record_id)
    open_day()
    return _answer("aeps/settle.html", found, SettleForm.of(found, formdata=None))


@bp.post("/aeps/<int(max=2147483647):record_id>/settle")
@allow("enter_voucher")
def settle(record_id: int) -> Response:
    """Say what became of it."""
    society = here()
    found = deeds.record_of(society.id, record_id)
    form = SettleForm.of(found)
    if not form.validate():
        return _answer("aeps/settle.html", found, form)
    chosen, note = form.settled_as.data or "", form.note.data or ""
    paper = slip({"record": record_id, "as": chosen, "note": note})
    try:
        done = deeds.settle(doer(), paper, society.id, record_id, chosen, note)
    except Refusal as refusal:
        return _answer("aeps/settle.html", found, form, refusal)
    return see(done.location)


@bp.get("/aeps/<int(max=2147483647):record_id>/wrong")
@allow("reverse_voucher")
def wrong_form(record_id: int) -> Response:
    """Ask what is wrong with a record."""
    found = deeds.record_of(here().id, record_id)
    open_day()
    return _answer(
        "aeps/wrong.html", found, WrongForm.of(found, is_todays=_is_todays(found), formdata=None)
    )


def _is_todays(found: Record) -> bool:
    day = running_day()
    voucher = daybook.voucher(found.society_id, found.voucher_id) if found.voucher_id else None
    return day is not None and voucher is not None and voucher.day_on == day.day_on


@bp.post("/aeps/<int(max=2147483647):record_id>/wrong")
@allow("reverse_voucher")
def wrong(record_id: int) -> Response:
    """Put it right, or take it back."""
    society = here()
    found = deeds.record_of(society.id, record_id)
    form = WrongForm.of(found, is_todays=_is_todays(found))
    if not form.validate():
        return _answer("aeps/wrong.html", found, form)
    correction = correction_of(form)
    paper = slip(asdict(correction) | {"record": record_id})
    try:
        done = deeds.take_back(doer(), paper, society.id, record_id, correction)
    except Refusal as refusal:
        return _answer("aeps/wrong.html", found, form, refusal)
    return see(done.location)
