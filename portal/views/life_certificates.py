"""Life certificates at the counter: recorded, settled where they waited, and the slip."""

from __future__ import annotations

from dataclasses import asdict

from flask import Blueprint, Response, request
from flask_babel import lazy_gettext as _l

from portal.actions import catalogue
from portal.actions import life_certificates as deeds
from portal.actions import pensioners as register
from portal.actions.catalogue import Offer
from portal.actions.life_certificates import Recorded
from portal.domain.catalogue import ServiceIsUnknown
from portal.domain.life_certificates import ACCEPTED, REJECTED, RESULTS, Outcome, a_year_after
from portal.domain.pensioners import OTHER, Pensioner
from portal.domain.refusals import Refusal
from portal.domain.visits import Fee
from portal.storage.pension_rules import rule_book
from portal.views import pensioner_words as words
from portal.views.entry_forms import key_of
from portal.views.pensioners import LARGEST_KEY, ONE
from portal.web.access import allow, doer, here, may
from portal.web.fields import AmountField, ChoiceField, DateField, PageForm, WordsField
from portal.web.once import slip
from portal.web.page import page, see

bp = Blueprint("life_certificates", __name__)

BIHARS, JEEVAN_PRAMAAN = "pension-011", "pension-039"
_CERTIFICATE = f"{ONE}/certificates/<int(max={LARGEST_KEY}):certificate_id>"


class CertificateForm(PageForm):
    """What came of a life certificate; what was measured is asked nowhere."""

    result = ChoiceField(_l("What came of it?"))
    made_on = DateField(_l("Made on which day?"))
    pramaan_id = WordsField(_l("Pramaan-ID"), most=40)
    next_due_on = DateField(_l("Next one due on"), blank_ok=True)
    reason = WordsField(_l("Why was it not accepted?"), most=200)
    own = AmountField(_l("Our fee"), blank_ok=True)


class AnswerForm(PageForm):
    """What the authority said of a certificate that waited."""

    result = ChoiceField(_l("What came of it?"))
    pramaan_id = WordsField(_l("Pramaan-ID"), most=40)
    next_due_on = DateField(_l("Next one due on"), blank_ok=True)
    reason = WordsField(_l("Why was it not accepted?"), most=200)


def _offer(one: Pensioner) -> Offer | None:
    """Return the service of the menu that stands behind a certificate, with its fee of today."""
    is_bihars = one.scheme_id != OTHER and rule_book()[one.scheme_id].state == "BR"
    service_id = BIHARS if is_bihars else JEEVAN_PRAMAAN
    try:
        found = catalogue.offer_of(catalogue.of_society(here()), service_id, doer().today_on)
    except ServiceIsUnknown:
        return None
    return None if found.off is not None else found


def _form_page(
    one: Pensioner, form: CertificateForm, status: int = 200, refusal: str | None = None
) -> Response:
    form.result.choices = [(name, words.RESULTS[name]) for name in RESULTS]
    return page(
        "pensioners/certificate.html", status, one=one, form=form, refusal=refusal,
        offer=_offer(one), visit_id=key_of("visit"), today_on=doer().today_on,
    )  # fmt: skip


@bp.get(f"{ONE}/certificate")
@allow("keep_pensioners")
def certificate_form(pensioner_id: int) -> Response:
    """Ask what came of a life certificate; day, next date and fee are there already."""
    one, today_on = register.pensioner(here().id, pensioner_id), doer().today_on
    offer = _offer(one)
    data = {
        "result": ACCEPTED, "made_on": today_on, "next_due_on": a_year_after(today_on),
        "own": (offer.fee.fee_paise if offer and offer.fee else 0) or None,
    }  # fmt: skip
    return _form_page(one, CertificateForm(formdata=None, data=data))


def _fee(one: Pensioner, form: CertificateForm) -> Fee | None:
    if not form.own.data:
        return None
    offer = _offer(one)
    known = (offer.service.short_hi, offer.service.id) if offer else ("जीवन प्रमाण पत्र", "")
    return Fee(known[0], form.own.data, 0, known[1])


@bp.post(f"{ONE}/certificate")
@allow("keep_pensioners")
def record(pensioner_id: int) -> Response:
    """Record a life certificate, and its fee in the visit."""
    society = here()
    one = register.pensioner(society.id, pensioner_id)
    form = CertificateForm()
    outcome = Outcome(
        form.result.data or "", form.made_on.data or "", form.pramaan_id.data or "",
        form.next_due_on.data or "", form.reason.data or "",
    )  # fmt: skip
    recorded = Recorded(outcome, _fee(one, form), key_of("visit") or None)
    paper = slip(asdict(recorded))
    if not form.validate():
        return _form_page(one, form, 422)
    try:
        return see(deeds.record(doer(), paper, society.id, pensioner_id, recorded).location)
    except Refusal as refusal:
        if refusal.status not in (409, 422):
            raise
        form.refuse(refusal)
        return _form_page(one, form, refusal.status, refusal.name)


@bp.get(f"{_CERTIFICATE}/settle")
@allow("keep_pensioners")
def settle_form(pensioner_id: int, certificate_id: int) -> Response:
    """Ask what the authority said of a certificate that waited."""
    return _settle_page(pensioner_id, certificate_id, AnswerForm(formdata=None))


def _settle_page(
    pensioner_id: int, certificate_id: int, form: AnswerForm, status: int = 200,
    refusal: str | None = None,
) -> Response:  # fmt: skip
    one = register.pensioner(here().id, pensioner_id)
    made = deeds.certificate(here().id, certificate_id, pensioner_id)
    if request.method == "GET":
        form.pramaan_id.data, form.next_due_on.data = made.pramaan_id, made.next_due_on
    form.result.choices = [(name, words.RESULTS[name]) for name in (ACCEPTED, REJECTED)]
    return page("pensioners/settle.html", status, one=one, made=made, form=form, refusal=refusal)


@bp.post(f"{_CERTIFICATE}/settle")
@allow("keep_pensioners")
def settle(pensioner_id: int, certificate_id: int) -> Response:
    """Write down what the authority said."""
    society = here()
    deeds.certificate(society.id, certificate_id, pensioner_id)
    form = AnswerForm()
    outcome = Outcome(
        form.result.data or "", "", form.pramaan_id.data or "", form.next_due_on.data or "",
        form.reason.data or "",
    )  # fmt: skip
    paper = slip(asdict(outcome))
    if not form.validate():
        return _settle_page(pensioner_id, certificate_id, form, 422)
    try:
        return see(deeds.settle(doer(), paper, society.id, certificate_id, outcome).location)
    except Refusal as refusal:
        if refusal.status != 422:
            raise
        form.refuse(refusal)
        return _settle_page(pensioner_id, certificate_id, form, 422, refusal.name)


@bp.get(f"{_CERTIFICATE}/print")
@allow("read_pensioners")
def slip_page(pensioner_id: int, certificate_id: int) -> Response:
    """Print what the pensioner takes home: what came of it, and when the next one is due."""
    one = register.pensioner(here().id, pensioner_id)
    made = deeds.certificate(here().id, certificate_id, pensioner_id)
    return page(
        "pensioners/certificate_slip.html", one=one, made=made, results=words.RESULTS,
        may_keep=may("keep_pensioners"),
    )  # fmt: skip
