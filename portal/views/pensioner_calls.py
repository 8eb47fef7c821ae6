"""Whom to call because a life certificate is due: on paper by village, as a file, by SMS."""

from __future__ import annotations

from itertools import groupby

from flask import Blueprint, Response, request
from flask_babel import force_locale
from flask_babel import gettext as _

from portal.actions import pension_messages as deeds
from portal.domain.dates import show_on
from portal.domain.pensioners import Pensioner
from portal.domain.text import clean
from portal.storage import life_certificates, pensioners
from portal.storage.pensioners import Wish
from portal.storage.places import Society
from portal.views import pensioner_words as words
from portal.web.access import allow, doer, here
from portal.web.csv_answer import csv_answer
from portal.web.house import messages_on
from portal.web.once import slip
from portal.web.page import page, see

bp = Blueprint("pensioner_calls", __name__)

A4_ROWS, A5_ROWS = 30, 14
SIZES: dict[str, list[str]] = {"a4": [], "a5": ["a5.css"]}


@bp.get("/pensioners/calls")
@allow("read_pensioners")
def calls() -> Response:
    """Offer the call list, whole or of one village, and how else people are told."""
    society, today_on = here(), doer().today_on
    listed = _listed(society.id, today_on)
    villages = [(name, len(list(found))) for name, found in groupby(listed, _village)]
    return page(
        "pensioners/calls.html", villages=villages, number=len(listed), messages_on=messages_on()
    )


def _village(one: Pensioner) -> str:
    return one.village_hi


def _listed(society_id: int, today_on: str) -> list[Pensioner]:
    """List who is to be called, by village; of one village where the address names it.

    Whoever gave a certificate that waits for its answer is not called again.
    """
    named = request.args.get("village")
    village = clean(named)[:60] if named is not None else None
    found = pensioners.listed(society_id, Wish("call", village, today_on), deeds.MOST_DUE)
    waits = life_certificates.waiting(society_id, [one.id for one in found])
    return [one for one in found if one.id not in waits]


@bp.get("/pensioners/calls/print")
@allow("read_pensioners")
def on_paper() -> Response:
    """Print the call list, a village after the other, with a box to tick."""
    size = "a5" if request.args.get("size") == "a5" else "a4"
    rows = A5_ROWS if size == "a5" else A4_ROWS
    sheets = []
    for name, found in groupby(_listed(here().id, doer().today_on), _village):
        of_village = list(found)
        parts = [of_village[at : at + rows] for at in range(0, len(of_village), rows)]
        sheets += [(name, part, at + 1, len(parts)) for at, part in enumerate(parts)]
    return page(
        "pensioners/calls_print.html", sheets=sheets, size=size, sizes=SIZES[size],
        today_on=doer().today_on, village=request.args.get("village"),
    )  # fmt: skip


@bp.get("/pensioners/calls/list.csv")
@allow("read_pensioners")
def as_csv() -> Response:
    """Give the call list as a file."""
    society, today_on = here(), doer().today_on
    header = (
        _("Village"), _("Name"), _("Father or husband"), _("Mobile"), _("Pension"),
        _("Life certificate due on"),
    )  # fmt: skip
    rows = [
        [
            one.village_hi, one.name_hi, one.guardian_hi, one.mobile, words.scheme_name(one),
            show_on(one.certificate_due_on),
        ]
        for one in _listed(society.id, today_on)
    ]  # fmt: skip
    return csv_answer(f"calls-{society.code}-{today_on}", header, rows)


@bp.get("/pensioners/messages")
@allow("keep_pensioners")
def message_form() -> Response:
    """Show who would get a short message now, and its words, before any is sent."""
    society = here()
    found = deeds.reminding(society.id, doer().today_on, doer().at)
    sample = said_to(society, found.to[0]) if found.to else ""
    return page(
        "pensioners/messages.html", found=found, sample=sample, most=deeds.MOST_AT_ONCE,
        messages_on=messages_on(), sent=request.args.get("sent", type=int),
    )  # fmt: skip


@bp.post("/pensioners/messages")
@allow("keep_pensioners")
def send() -> Response:
    """Put a short message for each who is due into the box, where the portal sends any."""
    society = here()
    paper = slip({})
    if not messages_on():
        return message_form()
    done = deeds.remind(doer(), paper, society.id, lambda one: said_to(society, one))
    return see(done.location)


def said_to(society: Society, one: Pensioner) -> str:
    """Say in Hindi, whatever the operator reads, by when the certificate is to be given."""
    with force_locale("hi"):
        name, on = one.name_hi, show_on(one.certificate_due_on)
        if one.certificate_due_on < doer().today_on:
            return _(
                "%(society)s: %(name)s, your life certificate was due on %(on)s. Come with Aadhaar "
                "and pension papers, so that the pension goes on.",
                society=society.name_hi, name=name, on=on,
            )  # fmt: skip
        return _(
            "%(society)s: %(name)s, your life certificate is due by %(on)s. Come with Aadhaar and "
            "pension papers, so that the pension does not stop.",
            society=society.name_hi, name=name, on=on,
        )  # fmt: skip
