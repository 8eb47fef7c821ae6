"""Reports of the counter: services, people reached and what waits, of a society or a place."""

from __future__ import annotations

from typing import Any, NamedTuple

from flask import Blueprint, Response, request
from flask_babel import lazy_gettext as _l

from portal.actions import round
from portal.actions import service_reports as deeds
from portal.domain.application_forms import WHOM
from portal.domain.dates import ist_on, previous_on
from portal.domain.service_reports import Period, read_period
from portal.storage.round import PlaceRow
from portal.storage.service_reports import SOCIETY, Scope
from portal.views import report_rows as rows
from portal.views.report_tables import Table, as_csv
from portal.web.access import allow, here, may, person
from portal.web.house import house
from portal.web.locale import named
from portal.web.page import is_blind, page, running_day

bp = Blueprint("reports", __name__)

ON_SCREEN, ON_PAPER = 20, 5_000
NAMES = {
    "services": _l("Services at the counter"), "people": _l("People reached"),
    "pending": _l("Pending at whom"),
}  # fmt: skip


class Seen(NamedTuple):
    """What a report is about, how links keep it, and the way down to a place."""

    scope: Scope
    name: str
    code: str
    place: str | None
    path: list[PlaceRow]


def _seen() -> Seen:
    """Return the society, or the place of ``?place=`` within one's own; a 404 for any other."""
    who = person()
    if who.society_id is not None or "society" in request.args:
        society = here()
        return Seen(Scope(SOCIETY, society.id), named(society), society.code, None, [])
    assert who.place is not None, "whoever has no society has a place"
    path = round.place_within(who.place, request.args.get("place", ""))
    last = path[-1]
    return Seen(Scope(last.level, last.id), named(last), last.code, last.code, path)


def _today_on() -> str:
    return ist_on(house().clock.now_ms())


def _not_blind(period: Period) -> Period:
    """End a period before the open day while its count is blind."""
    day = running_day()
    if day is None or not is_blind() or period.last_on < day.day_on:
        return period
    return period.until(previous_on(day.day_on))


def _is_paper() -> bool:
    return request.args.get("print") == "1"


def _answer(
    report: str, seen: Seen, period: Period | None, tables: list[Table], **more: Any
) -> Response:
    if request.args.get("format") == "csv":
        when = period.code if period else _today_on()
        return as_csv(f"{report}-{seen.code}-{when}", tables)
    is_cut_off = not _is_paper() and period is not None and bool(tables)
    if is_cut_off and len(tables[-1].rows) > ON_SCREEN:
        tables, more = [*tables[:-1], tables[-1].part(0, ON_SCREEN)], more | {"is_part": True}
    keeps = {"place": seen.place, "month": period.code if period else None}
    return page(
        f"reports/{'print' if _is_paper() else 'report'}.html", report=report, names=NAMES,
        seen=seen, period=period, tables=tables, today_on=_today_on(), keeps=keeps,
        **{"is_part": False} | more,
    )  # fmt: skip


@bp.get("/reports/services")
@allow("read_services_report")
def services() -> Response:
    """Show what was done at the counter in a month or a day, with fee, commission and share."""
    seen = _seen()
    period = read_period(request.args.get("month", ""), _today_on())
    shown = _not_blind(period)
    found = deeds.services_of(seen.scope, shown)
    return _answer(
        "services", seen, period, rows.services_tables(found, period.code), is_cut=shown != period,
        percent=found.digital_percent, handed_back=found.handed_back,
    )  # fmt: skip


@bp.get("/reports/people")
@allow("read_services_report")
def people() -> Response:
    """Show whom the counter reached in a month or a day, each person counted once (F49)."""
    seen = _seen()
    period = read_period(request.args.get("month", ""), _today_on())
    found = deeds.people_of(seen.scope, period)
    return _answer(
        "people", seen, period, rows.people_tables(found), unwritten=found.unwritten
    )  # fmt: skip


@bp.get("/reports/pending")
@allow("read_services_report")
def pending() -> Response:
    """Show what is pending at whom and since when, the longest first."""
    seen = _seen()
    whom = request.args.get("at", "")
    whom = whom if whom in WHOM else ""
    number = max(1, request.args.get("page", 1, int))
    is_all = _is_paper() or request.args.get("format") == "csv"
    most = ON_PAPER if is_all else ON_SCREEN
    after = 0 if is_all else (number - 1) * most
    found = deeds.pending_of(seen.scope, _today_on(), whom, most, after)
    is_short = seen.scope.level == SOCIETY and not is_all
    tables = rows.pending_tables(found, may("read_applications"), is_short=is_short)
    return _answer(
        "pending", seen, None, tables, whom=whom, number=number, found=found, at_whom=rows.AT_WHOM
    )
