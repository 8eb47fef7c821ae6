"""Telling the chairman that a day agrees: a short text for WhatsApp, sent from one's own phone."""

from __future__ import annotations

from flask import Blueprint, Response, request
from flask_babel import force_locale
from flask_babel import gettext as _

from portal.actions.paper import DaySheet, day_sheet
from portal.domain.dates import ist_on, parse_on, show_on
from portal.domain.messages import checked_mobile
from portal.domain.money import rupees
from portal.domain.refusals import Refusal
from portal.domain.seals import grouped
from portal.storage.places import Society
from portal.views.receipt_share import MobileForm, quoted
from portal.web.access import allow, here, require_real
from portal.web.page import page

bp = Blueprint("day_share", __name__)


@bp.get("/day/sheet/<on>/share")
@allow("close_day")
def share(on: str) -> Response:
    """Offer a closed day's totals and seal for WhatsApp; whose number it is is typed."""
    society = require_real(here())
    found = day_sheet(society.id, parse_on(on))
    text = said_of(society, found, f"{request.host_url}seals")
    typed, mobile, refusal = request.args.get("mobile", ""), "", None
    form = MobileForm(formdata=None, data={"mobile": typed})
    try:
        mobile = checked_mobile(typed) if typed else ""
    except Refusal as fault:
        form.refuse(fault)
        refusal = fault.name
    return page(
        "day/share.html", form=form, day=found.day, text=text, mobile=mobile, refusal=refusal,
        whatsapp=f"https://wa.me/91{mobile}?text={quoted(text)}",
    )  # fmt: skip


def said_of(society: Society, found: DaySheet, address: str) -> str:
    """Say a day in a few words, without anybody's name, in Hindi: it is the chairman's.

    What was counted and differed is said with how much; a day without a count doesn't "agree".
    """
    day = found.day
    with force_locale("hi"):
        parts = [
            society.name_hi, show_on(day.day_on), _standing(found),
            _("Opening ₹ %(amount)s", amount=rupees(day.opening_paise)),
            _("came in ₹ %(amount)s", amount=rupees(day.receipts_paise or 0)),
            _("went out ₹ %(amount)s", amount=rupees(day.payments_paise or 0)),
            _("closing ₹ %(amount)s", amount=rupees(day.closing_paise or 0)),
            _("seal %(code)s", code=grouped(found.seal.code)), address,
        ]  # fmt: skip
    return "\n".join(parts)


def _standing(found: DaySheet) -> str:
    paise = found.day.difference_paise or 0
    if found.day.is_uncounted or found.count == []:
        return _("The cash was not counted.")
    if not paise:
        is_same_day = ist_on(found.day.closed_at or 0) == found.day.day_on
        return _("Cash and book agree today ✓") if is_same_day else _("Cash and book agree ✓")
    amount = rupees(abs(paise))
    if paise < 0:
        return _("Cash was ₹ %(amount)s too little, written down", amount=amount)
    return _("Cash was ₹ %(amount)s too much, written down", amount=amount)
