"""Payments out of the CSC's wallet: begin one, go to the CSC's page, come back, see the end."""

from __future__ import annotations

from flask import Blueprint, Response, request
from flask_babel import gettext
from flask_babel import lazy_gettext as _l

from portal.actions import wallet_payments as deeds
from portal.actions import wallet_settling as settling
from portal.actions.bill_books import wallet
from portal.actions.wallet_payments import NewWalletPayment
from portal.domain import wallet_payments as rules
from portal.domain.csc import PayingForm
from portal.domain.refusals import Refusal
from portal.domain.wallet_payments import WalletPayment
from portal.storage import people
from portal.storage import wallet_payments as stored
from portal.storage.reference import chart
from portal.web.access import allow, doer, from_outside, here, may, person, public
from portal.web.fields import AmountField, ChoiceField, PageForm, WordsField, as_key
from portal.web.headers import allow_form_to
from portal.web.house import house, wallet_gateway
from portal.web.locale import in_language
from portal.web.once import slip
from portal.web.page import is_bare, page, piece, see

bp = Blueprint("wallet_payments", __name__)

PATH = "/wallet/payments"
LATEST = 8
STATES = {
    "begun": _l("Not paid yet"),
    "returned": _l("Being checked with the CSC"),
    "unknown": _l("Being checked with the CSC"),
    "paid": _l("Paid"),
    "failed": _l("Not paid, no money left the wallet"),
    "reversed": _l("The money came back"),
}
SAID = {
    "begun": _l("begun here"),
    "returned": _l("came back from the CSC's page"),
    "unknown": _l("the CSC did not answer; it is asked again"),
    "pending": _l("the CSC is still at work"),
    "absent": _l("the CSC has no such payment"),
    "disagrees": _l("what the CSC says is not this payment; ask the CSC's help desk"),
    "paid": _l("the CSC says: paid"),
    "late": _l("the CSC says: paid, late"),
    "failed": _l("the CSC says: not paid"),
    "reversed": _l("the CSC says: money given back"),
    "posted": _l("entered in the books"),
    "posted_suspense": _l("entered under suspense: its head takes it no more"),
    "returned_posted": _l("its return entered in the books"),
    "reverse_asked": _l("money asked back"),
    "not_reversed": _l("the CSC did not give it back"),
    "decided_paid": _l("decided: it was paid"),
    "decided_failed": _l("decided: it was not paid"),
}


class NewForm(PageForm):
    """What is to be paid."""

    head = ChoiceField(_l("What for"), coerce=as_key)
    amount = AmountField(_l("Amount"))
    what = WordsField(_l("What is paid"), most=deeds.LONGEST_WHAT)


class ReasonForm(PageForm):
    """Why the money is asked back, or how it is known."""

    reason = WordsField(_l("Why"), most=deeds.LONGEST_REASON)


@bp.app_template_global()
def has_wallet_payments() -> bool:
    """Say whether payments from the CSC's wallet are made here."""
    return house().wallet_gateway is not None


@bp.app_template_global()
def open_wallet_payments() -> int:
    """Count the payments from the CSC's wallet whose end is not known or not in the books."""
    return len(stored.open_payments(here().id)) if has_wallet_payments() else 0


def _new_form(**kwargs: object) -> NewForm:
    form = NewForm(**kwargs)
    heads = deeds.heads_to_choose(here().id)
    named = [(one.code, in_language(one.name_hi, one.name_en)) for one in heads]
    form.head.choices = [(0, gettext("choose")), *named]
    return form


def _list_page(form: NewForm, status: int = 200, refusal: str | None = None) -> Response:
    society = here()
    return page(
        "wallet_payments/payments.html", status, form=form, refusal=refusal, states=STATES,
        free_paise=wallet(society.id).available_paise, payments=stored.latest(society.id, LATEST),
        csc_id=deeds.csc_id_to_pay(society.id, person().id),
    )  # fmt: skip


@bp.get(PATH)
@allow("read_wallet")
def payments() -> Response:
    """Show what was paid from the wallet, and the form to pay more."""
    wallet_gateway()
    here()
    return _list_page(_new_form(formdata=None))


@bp.post(PATH)
@allow("pay_from_wallet")
def begin() -> Response:
    """Begin a payment; its page then leads to the CSC's."""
    society, gateway = here(), wallet_gateway()
    form = _new_form()
    try:
        if not form.validate():
            return _list_page(form, 422)
        new = NewWalletPayment(
            form.head.data or 0, form.amount.data or 0, form.what.data or "", gateway.product_id
        )
        content = {"head": new.head, "amount": new.amount_paise, "what": new.what}
        done = deeds.begin_payment(doer(), slip(content), society.id, new)
    except Refusal as refusal:
        if refusal.status != 422:
            raise
        form.refuse(refusal)
        return _list_page(form, 422, refusal.name)
    return see(done.location)


@bp.route(f"{PATH}/back", methods=["GET", "POST"])
@public
@from_outside
def back() -> Response:
    """Take the browser back from the CSC's page: a hint to ask, and nothing more."""
    gateway, message = wallet_gateway(), request.form.get("bridgeResponseMessage", "")
    if not message:
        return see(PATH)
    found = settling.take_return(gateway, message, house().clock.now_ms())
    return see(f"{PATH}/{found.id}" if found is not None else PATH)


def _payment_page(
    payment: WalletPayment, form: ReasonForm, status: int = 200, refusal: str | None = None
) -> Response:
    now = house().clock.now_ms()
    events = stored.events(payment.society_id, payment.id)
    names = people.names({one.done_by for one in events if one.done_by is not None})
    return page(
        "wallet_payments/payment.html", status, one=payment, form=form, refusal=refusal,
        head=chart()[payment.head], states=STATES, said=SAID, events=events, names=names,
        way=_way_to_the_csc(payment, now), is_back=rules.may_be_reversed(payment),
        is_lost=rules.may_be_decided(payment, now),
    )  # fmt: skip


def _way_to_the_csc(payment: WalletPayment, now: int) -> PayingForm | None:
    """Make the form to the CSC's page, on a whole page alone: only that may lead there."""
    if not rules.may_go_to_the_page(payment, now) or not may("pay_from_wallet") or is_bare():
        return None
    gateway = wallet_gateway()
    allow_form_to(gateway.page_origin)
    back_url = gateway.return_url
    return gateway.paying_form(payment.request(back_url, back_url))


@bp.get(f"{PATH}/<int:payment_id>")
@allow("read_wallet")
def payment(payment_id: int) -> Response:
    """Show one payment: the way to the CSC's page, or how it ended."""
    wallet_gateway()
    return _payment_page(deeds.payment(here().id, payment_id), ReasonForm(formdata=None))


@bp.get(f"{PATH}/<int:payment_id>/state")
@allow("read_wallet")
def state(payment_id: int) -> Response:
    """Show how far a payment is, for a page that asks again by itself."""
    wallet_gateway()
    found = deeds.payment(here().id, payment_id)
    return piece("wallet_payments/_wallet_state.html", one=found, states=STATES)


@bp.post(f"{PATH}/<int:payment_id>")
@allow("pay_from_wallet")
def change(payment_id: int) -> Response:
    """Ask the money back, or say by the statement how a lost payment ended."""
    society = here()
    wallet_gateway()
    form = ReasonForm()
    outcome, reason = request.form.get("outcome", ""), form.reason.data or ""
    paper = slip({"payment": payment_id, "outcome": outcome, "reason": reason})
    try:
        if not form.validate():
            return _payment_page(deeds.payment(society.id, payment_id), form, 422)
        if outcome == "back":
            done = deeds.ask_back(doer(), paper, society.id, payment_id, reason)
        else:
            done = deeds.decide(
                doer(), paper, society.id, payment_id, is_paid=outcome == "paid", reason=reason
            )
    except Refusal as refusal:
        if refusal.status != 422:
            raise
        form.refuse(refusal)
        return _payment_page(deeds.payment(society.id, payment_id), form, 422, refusal.name)
    return see(done.location)
