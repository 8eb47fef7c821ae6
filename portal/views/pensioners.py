"""The register of pensioners: who is in it, what waits to be done, and the page of one."""

from __future__ import annotations

from flask import Blueprint, Response, request

from portal.actions import pensioners as deeds
from portal.actions.looks import note_look
from portal.domain.lookup import AadhaarIsNotSearched
from portal.domain.pensioners import Pensioner
from portal.domain.text import clean
from portal.storage import life_certificates, pensioners, people
from portal.storage.pensioners import Wish
from portal.views import pensioner_words as words
from portal.web.access import allow, doer, here
from portal.web.page import page, running_day

bp = Blueprint("pensioners", __name__)

LARGEST_KEY = 2**31 - 1
ONE = f"/pensioners/<int(max={LARGEST_KEY}):pensioner_id>"
ROWS = 10
MOST_HITS = 10

for _filter in (words.month_name, words.scheme_name, words.masked_no):
    bp.add_app_template_filter(_filter)


def subject_of(one: Pensioner) -> str:
    """Name a pensioner in the log of looks."""
    return f"pension {one.id}"


@bp.get("/pensioners")
@allow("read_pensioners")
def register() -> Response:
    """Show the register or one of its lists; ``q`` finds by name, father, village or number."""
    society, today_on = here(), doer().today_on
    typed = clean(request.args.get("q", ""))[:80]
    show = request.args.get("show", "all")
    show = show if show in words.LISTS else "all"
    number = max(1, min(request.args.get("page", 1, int), 10_000))
    error, found = None, []
    try:
        found = _found(society.id, typed, Wish(show, _village(), today_on), number)
    except AadhaarIsNotSearched as refusal:
        error, typed = refusal, ""
    return page(
        "pensioners/list.html", 422 if error else 200, found=found[:ROWS] if not typed else found,
        has_more=not typed and len(found) > ROWS, number=number, show=show, lists=words.LISTS,
        typed=typed, error=error, refusal=error.name if error else None, village=_village(),
        counts=pensioners.counts(society.id, today_on), today_on=today_on,
        statuses=words.STATUSES, reasons=words.REASONS,
        waits=life_certificates.waiting(society.id, [one.id for one in found]),
    )  # fmt: skip


def _village() -> str | None:
    return clean(request.args["village"])[:60] if request.args.get("village") else None


def _found(society_id: int, typed: str, wish: Wish, number: int) -> list[Pensioner]:
    if typed:
        return deeds.find(society_id, typed, MOST_HITS)
    return deeds.listed(society_id, wish, ROWS + 1, (number - 1) * ROWS)


@bp.get(ONE)
@allow("read_pensioners")
def one(pensioner_id: int) -> Response:
    """Show a pensioner with certificates, payments and history; the look is noted (P9)."""
    society = here()
    file = deeds.file_of(society.id, pensioner_id)
    note_look(doer(), society.id, [subject_of(file.pensioner)], "pensioner")
    day = running_day()
    return page(
        "pensioners/one.html", file=file, one=file.pensioner, today_on=doer().today_on, words=words,
        is_open=day is not None and day.status == "open",
        done=_done(file), names=people.names(file.people()),
    )  # fmt: skip


def _done(file: deeds.File) -> object:
    """Return the certificate that was just recorded, to go on from."""
    key = request.args.get("done", 0, int)
    return next((made for made in file.certificates if made.id == key), None)
