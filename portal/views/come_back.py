"""Slips "come back with these papers", and who is expected on which day."""

from __future__ import annotations

from dataclasses import asdict, dataclass
from itertools import groupby
from typing import Any

from flask import Blueprint, Response, request
from flask_babel import lazy_gettext as _l

from portal.actions import applications
from portal.actions import come_back as deeds
from portal.actions.come_back import Wanted
from portal.actions.counter import counter_of
from portal.domain.applications import Application
from portal.domain.catalogue import Service
from portal.domain.come_back import ComeBack
from portal.domain.refusals import Refusal
from portal.storage import come_back as stored
from portal.storage.catalogue import catalogue
from portal.views.entry_forms import key_of
from portal.views.queue_forms import TokenMobileField
from portal.views.queue_rows import come_back_rows
from portal.views.slip_paper import SIZES, asked_size, keep_size, laid_out
from portal.web.access import allow, doer, here
from portal.web.fields import DateField, PageForm, WordsField
from portal.web.once import slip
from portal.web.page import page, see

bp = Blueprint("come_back", __name__)

ROWS = 20


class ComeBackForm(PageForm):
    """Who shall come when; the papers are ticks beside it."""

    other = WordsField(_l("Other papers"), most=200)
    come_on = DateField(_l("Come on"), blank_ok=True)
    name = WordsField(_l("Name"), most=80)
    mobile = TokenMobileField(_l("Mobile"), blank_ok=True)
    said = WordsField(_l("What else to say"), most=120)


@dataclass(frozen=True, slots=True)
class Subject:
    """For what papers are wanted: a service, or somebody's application for it."""

    service: Service
    application: Application | None = None

    @property
    def papers(self) -> tuple[str, ...]:
        """The papers to choose from."""
        return tuple(self.application.papers) if self.application else self.service.papers

    @property
    def missing(self) -> list[str]:
        """The papers that are ticked at first: those an application still lacks."""
        return self.application.missing_papers if self.application else []

    @property
    def query(self) -> dict[str, object]:
        """What names it in an address."""
        known = self.application
        return {"application": known.id} if known else {"service": self.service.id}


def _subject() -> Subject:
    """Return what the address or the form names; raises ApplicationIsUnknown, ServiceIsUnknown."""
    found = None
    if key := key_of("application"):
        found = applications.application(here().id, key)
    service_id = found.service_id if found else request.values.get("service", "")
    return Subject(catalogue()[service_id], found)


def _form_page(
    subject: Subject, form: ComeBackForm, status: int = 200, refusal: str | None = None
) -> Response:
    is_sent = request.method == "POST"
    return page(
        "come_back/new.html", status, subject=subject, form=form, refusal=refusal,
        ticked=request.form.getlist("paper") if is_sent else subject.missing,
    )  # fmt: skip


@bp.get("/come-back/new")
@allow("keep_queue")
def new_form() -> Response:
    """Ask which papers somebody shall bring, and when."""
    here()
    subject = _subject()
    known = subject.application
    data: dict[str, Any] = {"name": known.name, "mobile": known.mobile or None} if known else {}
    return _form_page(subject, ComeBackForm(formdata=None, data=data))


@bp.post("/come-back/new")
@allow("keep_queue")
def new() -> Response:
    """Keep the slip and print it."""
    society = here()
    subject, form = _subject(), ComeBackForm()
    if not form.validate():
        return _form_page(subject, form, 422)
    known = set(subject.papers)
    wanted = Wanted(
        subject.service.id, [one for one in request.form.getlist("paper") if one in known],
        form.other.data or "", form.name.data or "", form.mobile.data or "", form.said.data or "",
        form.come_on.data or "", subject.application.id if subject.application else None,
    )  # fmt: skip
    try:
        return see(deeds.ask_back(doer(), slip(asdict(wanted)), society.id, wanted).location)
    except Refusal as refusal:
        if refusal.status != 422:
            raise
        form.refuse(refusal)
        return _form_page(subject, form, 422, refusal.name)


@bp.get("/come-back/<int(max=2147483647):come_back_id>")
@allow("read_queue")
def print_slip(come_back_id: int) -> Response:
    """Print the slip for the one who shall come back."""
    society = here()
    found = deeds.come_back(society.id, come_back_id)
    size = asked_size()
    rows, page_css = laid_out(
        list(come_back_rows(society, counter_of(society.id), found, _service_of(found))), size
    )
    return keep_size(page(
        "come_back/slip.html", rows=rows, page_css=page_css, size=size, sizes=SIZES,
        print_path=f"/come-back/{found.id}",
    ), size)  # fmt: skip


def _service_of(found: ComeBack) -> Service | None:
    return next((one for one in catalogue() if one.id == found.service_id), None)


@bp.get("/come-back")
@allow("read_queue")
def expected() -> Response:
    """List who is expected, by day; those without a day apart."""
    society, today_on = here(), doer().today_on
    has_day = "anytime" not in request.args
    skip = key_of("skip")
    found = stored.expected(society.id, today_on if has_day else "", ROWS + 1, skip)
    days = groupby(found[:ROWS], lambda one: one.come_on)
    return page(
        "come_back/expected.html", days=[(on, list(slips)) for on, slips in days],
        has_day=has_day, today_on=today_on, skip=skip + ROWS if len(found) > ROWS else None,
    )  # fmt: skip
