"""The slip of an application: its number, what for, which papers, and where to ask for it."""

from __future__ import annotations

from collections.abc import Iterable

from flask import Blueprint, Response, request
from flask_babel import gettext as _

from portal.actions import applications as deeds
from portal.actions.counter import counter_of
from portal.domain.applications import THERE, Application, application_number
from portal.domain.counter import Counter
from portal.domain.roll_paper import Row
from portal.storage import remittances
from portal.storage.application_forms import application_forms
from portal.views import application_words as words
from portal.views.application_words import ONE
from portal.views.receipt_rows import fact, head, said
from portal.views.slip_paper import SIZES, asked_size, keep_size, laid_out
from portal.web.access import allow, doer, here
from portal.web.filters import digits, moment, rs
from portal.web.filters import on as shown_on
from portal.web.locale import in_language
from portal.web.page import page
from portal.web.qr import qr_filling

bp = Blueprint("application_slip", __name__)


@bp.get(f"{ONE}/slip")
@allow("read_applications")
def slip(application_id: int) -> Response:
    """Print what the applicant takes home, on half a sheet or a roll."""
    society = here()
    one = deeds.application(society.id, application_id)
    counter = counter_of(society.id)
    size = asked_size()
    rows = [*head(society, counter), *_own(one), *_foot(counter), *_check(one)]
    rows, page_css = laid_out(rows, size)
    path = f"/applications/{one.id}"
    status = f"{request.host_url}status?no={application_number(society.code, one.id)}"
    answer = page(
        "applications/slip.html", one=one, rows=rows, page_css=page_css, size=size, sizes=SIZES,
        qr=qr_filling(status), path=path, print_path=f"{path}/slip",
    )  # fmt: skip
    return keep_size(answer, size)


def _own(one: Application) -> Iterable[Row]:
    state = application_forms().state(one.state, one.chain)
    yield said("h", _("Application"))
    yield said("k", value=words.number(one))
    yield said("t", value=words.service_name(one))
    yield said("b", value=one.name)
    yield said("x", value=in_language(state.name_hi, state.name_en), text="")
    yield fact(_("Since"), shown_on(one.state_on))
    yield from _numbers(one)
    yield from _papers(one)
    yield from _money(one)
    if one.remind_on:
        yield fact(_("Ask here on"), shown_on(one.remind_on))


def _numbers(one: Application) -> Iterable[Row]:
    form = application_forms().form_of(one.service_id)
    for which, number in (("number", one.department_no), ("result", one.result_no)):
        if number:
            yield fact(words.number_name(form, which) or _("Number"), number)


def _papers(one: Application) -> Iterable[Row]:
    there = [name for name, mark in one.papers.items() if mark == THERE]
    if there:
        yield fact(_("Papers shown"), ", ".join(there))
    if one.is_open and one.missing_papers:
        yield fact(_("Papers still to bring"), ", ".join(one.missing_papers))


def _money(one: Application) -> Iterable[Row]:
    for item in remittances.items_of_application(one.society_id, one.id):
        if item.is_paid:
            yield fact(
                _("Received on %(on)s", on=shown_on(item.paid_on)),
                f"₹\N{NO-BREAK SPACE}{rs(item.fee.total_paise)}",
            )


def _foot(counter: Counter) -> Iterable[Row]:
    yield said("e", _("As of %(moment)s", moment=moment(doer().at)))
    yield said("n", _("This slip is no approval: the office decides."))
    if counter.phone:
        yield fact(_("Phone"), digits(counter.phone))


def _check(one: Application) -> Iterable[Row]:
    yield Row("q")
    yield said("c", value=f"{request.host}/status")
    yield said("n", _("The number above and the last four digits of the mobile say how it stands."))
