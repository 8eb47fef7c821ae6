"""The money of an application: our charge and what goes on, put into a visit; and cancelling it."""

from __future__ import annotations

from dataclasses import asdict

from flask import Blueprint, Response, request
from flask_babel import lazy_gettext as _l

from portal.actions import application_money as deeds
from portal.actions import applications, fee_returns
from portal.actions.application_money import Amounts, Asked
from portal.actions.fee_returns import Cancelling
from portal.actions.visits import open_visit
from portal.domain.application_forms import Money
from portal.domain.application_money import ApplicationHasEnded, MoneyIsTakenAlready
from portal.domain.refusals import Refusal
from portal.domain.remittances import Item
from portal.storage import remittances as stored
from portal.storage.catalogue import LIST
from portal.storage.catalogue import catalogue as services
from portal.views import application_words as words
from portal.views.application_stale import stale
from portal.views.application_words import ONE
from portal.views.entry_forms import key_of
from portal.views.money_words import PASSED
from portal.views.visit_fees import OUR_COUNTER
from portal.web.access import allow, doer, here
from portal.web.fields import AmountField, PageForm, WordsField
from portal.web.house import house
from portal.web.once import slip
from portal.web.page import page, running_day, see

bp = Blueprint("application_money", __name__)

ON_PAGE = (MoneyIsTakenAlready, ApplicationHasEnded)
"""Refusals that the page explains by itself."""


class MoneyForm(PageForm):
    """What is taken for an application."""

    passed = AmountField("", blank_ok=True)
    own = AmountField(_l("Our charge"), blank_ok=True)


def _form(asked: Asked, **kwargs: object) -> MoneyForm:
    form = MoneyForm(**kwargs)
    form.passed.label.text = PASSED[asked.money]
    if asked.money is Money.NONE or asked.passed_paise is not None:
        del form.passed
    return form


def _listed(asked: Asked) -> dict[str, int]:
    """Fill in what the list says: an office's fee is passed on, what we sell is ours."""
    if asked.listed is None or not asked.listed.fee_paise:
        return {}
    is_ours = services()[asked.application.service_id].provider == OUR_COUNTER
    if not is_ours and asked.money is not Money.FEE:
        return {}
    return {"own" if is_ours else "passed": asked.listed.fee_paise}


@bp.get(f"{ONE}/money")
@allow("enter_voucher")
def money(application_id: int) -> Response:
    """Ask what is taken for an application."""
    asked = deeds.asked(here(), application_id, doer().today_on)
    return _money_page(asked, _form(asked, formdata=None, data=_listed(asked)))


def _money_page(
    asked: Asked, form: MoneyForm, status: int = 200, refusal: Refusal | None = None
) -> Response:
    if refusal is not None:
        form.refuse(refusal)
    visit_id = key_of("visit")
    return page(
        "application_money/money.html", status, one=asked.application, asked=asked, form=form,
        words=words, passed_label=PASSED[asked.money], is_from_list=asked.listed is not None
        and asked.listed.source == LIST, refusal=refusal.name if refusal else None,
        visit=open_visit(here().id, visit_id) if visit_id and refusal is None else None,
        visit_id=visit_id, left=words.left_labels(asked.application, asked.form),
        standing=[one for one in asked.items if one.stands],
    )  # fmt: skip


@bp.post(f"{ONE}/money")
@allow("enter_voucher")
def add_money(application_id: int) -> Response:
    """Put an application's money into a visit."""
    asked = deeds.asked(here(), application_id, doer().today_on)
    form = _form(asked)
    if not form.validate():
        return _money_page(asked, form, 422)
    passed = (form.passed.data or 0) if "passed" in form else 0
    amounts, visit_id = Amounts(form.own.data or 0, passed), key_of("visit") or None
    paper = slip(asdict(amounts) | {"visit": visit_id, "version": key_of("version")})
    try:
        done = deeds.add_item(
            doer(), paper, here().id, application_id, key_of("version"), amounts, visit_id
        )
    except Refusal as refusal:
        if refusal.status != 422 and not isinstance(refusal, ON_PAGE):
            return stale(asked.application, refusal)
        return _money_page(asked, form, refusal.status, refusal)
    return see(done.location)


class CancelForm(PageForm):
    """Why it is cancelled, and what is asked back."""

    expected = AmountField(_l("How much should come back?"))
    reason = WordsField(_l("Why?"), most=fee_returns.LONGEST_REASON)


def _cancel_form(item: Item, **kwargs: object) -> CancelForm:
    form = CancelForm(**kwargs)
    if not item.is_sent:
        del form.expected
    return form


@bp.get(f"{ONE}/cancel")
@allow("keep_applications")
def cancelling(application_id: int) -> Response:
    """Show what would go back, and ask why."""
    society = here()
    one = applications.application(society.id, application_id)
    item = fee_returns.to_return(society.id, application_id)
    if item is None:
        gone = [
            each for each in stored.items_of_application(society.id, one.id) if each.return_state
        ]
        last = f"/returns/{gone[-1].visit_id}/{gone[-1].fee.no}" if gone else ""
        return see(last or f"/applications/{one.id}")
    form = _cancel_form(item, formdata=None, data={"expected": item.fee.passed_paise})
    return _cancel_page(application_id, item, form)


def _cancel_page(
    application_id: int, item: Item, form: CancelForm, status: int = 200, refusal: str | None = None
) -> Response:
    society, day = here(), running_day()
    one = applications.application(society.id, application_id)
    sent = stored.remittance(society.id, item.remittance_id) if item.remittance_id else None
    return page(
        "application_money/cancel.html", status, one=one, item=item, form=form, sent=sent,
        words=words, refusal=refusal, end=fee_returns.end_of(one),
        is_open=day is not None and day.status == "open", now=house().clock.now_ms(),
    )  # fmt: skip


@bp.post(f"{ONE}/cancel")
@allow("keep_applications")
def cancel(application_id: int) -> Response:
    """Cancel it: its money is owed back, or asked back where it was sent on."""
    society = here()
    one = applications.application(society.id, application_id)
    item = fee_returns.to_return(society.id, application_id)
    form = _cancel_form(item) if item is not None else CancelForm()
    if item is not None and not form.validate():
        return _cancel_page(application_id, item, form, 422)
    expected = (form.expected.data or 0) if "expected" in form else 0
    said = Cancelling(form.reason.data or "", "own_back" in request.form, expected)
    paper = slip({"version": key_of("version"), "form": sorted(request.form.items())})
    try:
        done = fee_returns.cancel(
            doer(), paper, society.id, application_id, key_of("version"), said
        )  # fmt: skip
    except Refusal as refusal:
        if refusal.status != 422 or item is None:
            return stale(one, refusal)
        form.refuse(refusal)
        return _cancel_page(application_id, item, form, 422, refusal.name)
    return see(done.location)
