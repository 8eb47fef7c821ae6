"""The long forms of a charge list: what can't be computed, and the answer to each item."""

from __future__ import annotations

from typing import Any

from flask import Blueprint, Response, request
from flask_babel import lazy_gettext as _l
from wtforms import BooleanField

from portal.actions import charge as deeds
from portal.actions.exactly_once import Done
from portal.actions.surprise_counts import tills_of
from portal.domain.charge import BOOK, KEYS, KINDS, MOST_THINGS, ChargeList, Thing, Typed
from portal.storage.reference import chart
from portal.views.charge import ONE, names_of, seen, whole
from portal.web.access import allow, doer, here, person
from portal.web.fields import (
    AmountField,
    ChoiceField,
    PageForm,
    PiecesField,
    RemarkField,
    WordsField,
    as_key,
)
from portal.web.once import slip
from portal.web.page import page
from portal.web.sending import sent

bp = Blueprint("charge_forms", __name__)
LINES = {"stamp": 2, "book": 4, "device": 3, "paper": 2}  # that a new list offers of each kind
KEY_NAMES = {"safe": _l("Keys of the safe"), "office": _l("Keys of the office"),
             "godown": _l("Keys of the godown")}  # fmt: skip


def _lines_of(found: ChargeList) -> dict[str, int]:
    """Say how many lines of each kind a form has: those filled and one more, or as it was sent."""
    lines = {}
    for kind in KINDS:
        many = sum(1 for one in found.body.typed.things if one.kind == kind) + 1
        while f"{kind}{many + 1}" in request.form:
            many += 1
            if many >= MOST_THINGS:
                break
        lines[kind] = min(max(many, LINES[kind]), MOST_THINGS)
    return lines


def _things_form(found: ChargeList, banks: tuple[int, ...], **kwargs: Any) -> Any:
    fields: dict[str, Any] = {
        "version": ChoiceField(_l("Version"), coerce=as_key),
        "csc": WordsField(_l("CSC ID, the last 4 characters"), most=20),
        "why": RemarkField(_l("Why does the cash differ?"), most=300),
        "remarks": RemarkField(_l("Remarks"), most=500),
    }
    for name, label in KEY_NAMES.items():
        fields[name] = PiecesField(label, blank_ok=True)
    for head in banks:
        fields[f"shown{head}"] = AmountField("", blank_ok=True)
    for kind, many in _lines_of(found).items():
        for no in range(1, many + 1):
            fields[f"{kind}{no}"] = WordsField("", most=60)
            fields[f"{kind}{no}_first"] = WordsField("", most=30)
            if kind == BOOK:
                fields[f"{kind}{no}_last"] = WordsField("", most=30)
    return type("ThingsForm", (PageForm,), fields)(**kwargs)


def _written(found: ChargeList) -> dict[str, object]:
    """Return what is written already, by field."""
    typed = found.body.typed
    data: dict[str, object] = {"csc": typed.csc, "why": typed.why, "remarks": typed.remarks}
    data |= {name: many or None for name, many in zip(KEYS, typed.keys, strict=True)}
    data |= {f"shown{head}": paise for head, paise in typed.shown.items()}
    for kind in KINDS:
        things = [one for one in typed.things if one.kind == kind]
        for no, one in enumerate(things, 1):
            data |= {
                f"{kind}{no}": one.what, f"{kind}{no}_first": one.first,
                f"{kind}{no}_last": one.last,
            }  # fmt: skip
    return data


def _typed(form: Any, found: ChargeList, banks: tuple[int, ...]) -> Typed:
    data = form.data
    lines = [(kind, no) for kind, many in _lines_of(found).items() for no in range(1, many + 1)]
    things = tuple(
        Thing(kind, *(data.get(f"{kind}{no}{part}", "") for part in ("", "_first", "_last")))
        for kind, no in lines
    )
    safe, office, godown = (data[name] or 0 for name in KEYS)
    return Typed(
        {head: data[f"shown{head}"] for head in banks}, (safe, office, godown), things,
        data["csc"], data["why"], data["remarks"],
    )  # fmt: skip


def _banks(found: ChargeList) -> tuple[int, ...]:
    here_id = found.society_id
    return tuple(head for head, _paise in deeds.banks_of(here_id, tills_of(here_id)))


@bp.get(f"{ONE}/things")
@allow("hand_over_charge")
def things_form(charge_id: int) -> Response:
    """Ask for keys, stamps, books, devices, papers, and what passbooks show."""
    here()
    found = seen(charge_id)
    deeds.require_giver(found, person().id)
    banks = _banks(found)
    form = _things_form(found, banks, formdata=None, data=_written(found))
    return _things_page(found, banks, form)


def _things_page(
    found: ChargeList, banks: tuple[int, ...], form: PageForm, status: int = 200,
    refusal: str | None = None,
) -> Response:  # fmt: skip
    return page(
        "charge/things.html", status, found=found, form=form, banks=banks, chart=chart(),
        keys=KEYS, lines=_lines_of(found), refusal=refusal,
        differs=any(one.difference_paise for one in found.body.cash),
    )  # fmt: skip


@bp.post(f"{ONE}/things")
@allow("hand_over_charge")
def write(charge_id: int) -> Response:
    """Save what was written."""
    society = here()
    found = seen(charge_id)
    deeds.require_giver(found, person().id)
    banks = _banks(found)
    form = _things_form(found, banks)

    def deed() -> Done:
        typed, version = _typed(form, found, banks), form.version.data or 0
        return deeds.write(doer(), slip(form.data), society.id, charge_id, version, typed)

    return sent(form, deed, lambda *told: _things_page(found, banks, form, *told))


def _take_form(codes: list[str], **kwargs: Any) -> Any:
    fields: dict[str, Any] = {"version": ChoiceField(_l("Version"), coerce=as_key)}
    for code in codes:
        fields[f"ok_{code}"] = BooleanField(_l("It is so"))
        fields[code] = WordsField(_l("What differs?"), most=200)
    return type("TakeForm", (PageForm,), fields)(**kwargs)


@bp.get(f"{ONE}/take")
@allow("hand_over_charge")
def take_form(charge_id: int) -> Response:
    """Show item by item what is to be agreed to."""
    here()
    found = seen(charge_id)
    deeds.require_taker(found, person().id)
    codes = [one.code for one in whole(found).items()]
    return _take_page(found, _take_form(codes, formdata=None))


def _take_page(
    found: ChargeList, form: PageForm, status: int = 200, refusal: str | None = None
) -> Response:
    body = whole(found)
    return page(
        "charge/take.html", status, found=found, body=body, items=body.items(), form=form,
        chart=chart(), names=names_of(found), refusal=refusal,
    )  # fmt: skip


@bp.post(f"{ONE}/take")
@allow("hand_over_charge")
def take(charge_id: int) -> Response:
    """Take over: sign with each item agreed to, or with what differs."""
    society = here()
    found = seen(charge_id)
    codes = [one.code for one in whole(found).items()]
    form = _take_form(codes)

    def deed() -> Done:
        data = form.data
        answers = {code: data[code] or ("" if data[f"ok_{code}"] else None) for code in codes}
        paper, version = slip(data), form.version.data or 0
        return deeds.take(doer(), paper, society.id, charge_id, version, answers)

    return sent(form, deed, lambda *told: _take_page(found, form, *told))
