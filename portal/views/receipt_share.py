"""Sending a receipt to the customer's phone: by WhatsApp or SMS from here, or by the portal."""

from __future__ import annotations

from urllib.parse import quote

from flask import Blueprint, Response, request
from flask_babel import force_locale
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l

from portal.actions import receipts as deeds
from portal.actions.receipts import Paid
from portal.domain.bill_order_vouchers import masked
from portal.domain.messages import checked_mobile
from portal.domain.money import rupees
from portal.domain.receipts import BILL_WORDS, standing_of
from portal.domain.refusals import Refusal
from portal.storage import receipts as stored
from portal.storage.places import Society
from portal.web.access import allow, doer, here, require_real
from portal.web.fields import PageForm, WordsField
from portal.web.house import messages_on
from portal.web.once import slip
from portal.web.page import page, see

bp = Blueprint("receipt_share", __name__)

MOST_NAMED = 3  # items of a visit that a short message names


class MobileForm(PageForm):
    """Where it goes."""

    mobile = WordsField(_l("Mobile"), most=20)


@bp.get("/visits/<int:visit_id>/share")
@allow("enter_voucher")
def share(visit_id: int) -> Response:
    """Offer the ways to send a visit's receipt; what is sent says how it stands now."""
    paid = deeds.paid_visit(require_real(here()).id, visit_id)
    form = MobileForm(formdata=None, data={"mobile": request.args.get("mobile") or _mobile(paid)})
    return _page(paid, form)


@bp.post("/visits/<int:visit_id>/share")
@allow("enter_voucher")
def send(visit_id: int) -> Response:
    """Let the portal send it as a short message, once a receipt."""
    society = require_real(here())
    paid = deeds.paid_visit(society.id, visit_id)
    form = MobileForm()
    mobile = form.mobile.data or ""
    paper = slip({"mobile": mobile})
    try:
        text = said_of(society, paid, _address(paid))
        done = deeds.send_receipt(doer(), paper, society.id, visit_id, mobile, text)
    except Refusal as refusal:
        if refusal.status not in (409, 422):
            raise
        form.refuse(refusal)
        return _page(paid, form, refusal.status, refusal.name)
    return see(done.location)


def _page(paid: Paid, form: PageForm, status: int = 200, refusal: str | None = None) -> Response:
    society = here()
    text = said_of(society, paid, _address(paid))
    code = stored.code_of(society.id, "visit", paid.visit.id)
    typed = form["mobile"].data
    mobile = ""
    try:
        mobile = checked_mobile(typed) if typed else ""
    except Refusal as fault:
        if refusal is None:
            form.refuse(fault)
    return page(
        "receipts/share.html", status, visit=paid.visit, form=form, text=text, mobile=mobile,
        refusal=refusal, sent=deeds.messages_about(society.id, code), messages_on=messages_on(),
        whatsapp=f"https://wa.me/91{mobile}?text={quoted(text)}",
        sms=f"sms:+91{mobile}?body={quoted(text)}",
    )  # fmt: skip


def quoted(text: str) -> str:
    """Write a text for an address; browsers write its Hindi themselves, in a third of our bytes."""
    return "".join(one if ord(one) > 127 else quote(one, safe=":/") for one in text)


def _address(paid: Paid) -> str:
    return f"{request.host_url}r/{stored.code_of(here().id, 'visit', paid.visit.id)}"


def _mobile(paid: Paid) -> str:
    return paid.visit.mobile or next((one.mobile for one in paid.orders if one.mobile), "")


def said_of(society: Society, paid: Paid, address: str) -> str:
    """Say a receipt in a few words, in Hindi whatever the operator reads: it is the customer's."""
    with force_locale("hi"):
        named = [
            f"{paid.biller_name_hi(one)} {masked(one)}: {_(BILL_WORDS[standing_of(one)])}"
            for one in paid.orders
        ]
        named += [one.what for one in paid.fees]
        more = len(named) - MOST_NAMED
        if more > 0:
            named[MOST_NAMED:] = [_("and %(number)s more", number=more)]
        return _(
            "%(society)s: ₹ %(amount)s received. %(items)s. Receipt: %(address)s",
            society=society.name_hi, amount=rupees(paid.visit.total_paise),
            items="; ".join(named), address=address,
        )  # fmt: skip
