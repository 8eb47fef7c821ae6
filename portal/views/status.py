"""A villager looks up an application on any phone: where it stands, whose turn it is, what to do.

By a plain form and an address, so that the picture on the slip leads here. Nothing is kept of it.
"""

from __future__ import annotations

from typing import Any

from flask import Blueprint, Response, request
from flask_babel import lazy_gettext as _l

from portal.actions import public_status as deeds
from portal.actions.public_looks import Asker
from portal.domain.catalogue import ServiceIsUnknown
from portal.domain.refusals import Refusal
from portal.domain.text import without_aadhaar
from portal.storage import places
from portal.storage.application_forms import application_forms
from portal.storage.catalogue import catalogue
from portal.web.access import public
from portal.web.errors import spoken
from portal.web.house import house
from portal.web.locale import named
from portal.web.page import page

bp = Blueprint("status", __name__)

_LONGEST_NO = 24
TURNS = {
    "counter": _l("Now the society has to act."), "customer": _l("Now it is up to you."),
    "office": _l("Now the office has to act."),
    "insurer": _l("Now the insurance company has to act."),
    "carrier": _l("Now the railway or bus has to act."), "bank": _l("Now the bank has to act."),
    "nobody": _l("Nothing is left to do."),
}  # fmt: skip


@bp.get("/status")
@public
def status() -> Response:
    """Ask for number and last four, or say how the application stands."""
    number, four = request.args.get("no", ""), request.args.get("last4", "")
    if not four.strip():
        return _page(typed=_shown(number))
    asker = Asker(request.remote_addr or "", house().settings.secret_key, house().clock.now_ms())
    try:
        return _found_page(deeds.look_up(asker, number, four))
    except Refusal as refusal:
        if refusal.status >= 500:
            raise
        answer = _page(
            refusal.status, typed=_shown(number), refusal=refusal.name, fault=spoken(refusal),
            field=refusal.field,
        )  # fmt: skip
        if refusal.status == 429:
            answer.headers["Retry-After"] = "60"
        return answer


def _shown(number: str) -> str:
    return without_aadhaar(number[:_LONGEST_NO])


def _page(code: int = 200, **context: Any) -> Response:
    known: dict[str, Any] = {"found": None, "refusal": None, "fault": "", "field": "", "typed": ""}
    answer = page("status/status.html", code, **known | context)
    answer.headers["Cache-Control"] = "no-store"
    return answer


def _found_page(found: deeds.Seen) -> Response:
    book = application_forms()
    state = book.state(found.state, found.chain)
    try:
        service = named(catalogue()[found.service_id])
    except ServiceIsUnknown:
        service = found.service_id
    return _page(
        found=found, state=state, turn=TURNS[state.at_whom], service=service,
        society=places.society_by_id(found.society_id), guide=book.help_of(found.service_id),
        typed=found.number,
    )  # fmt: skip
