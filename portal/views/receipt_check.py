"""Whoever holds a receipt looks up by its code whether it holds and how things stand now.

Nothing here names a person: the society, what for, the last four of a number, the amount, the day.
"""

from __future__ import annotations

from typing import Any, NamedTuple

from flask import Blueprint, Response, request
from flask_babel import gettext as _

from portal.actions import receipts as deeds
from portal.actions.aeps import record_of, slip_facts
from portal.actions.public_looks import Asker
from portal.domain.bill_order_vouchers import masked, refund_paise
from portal.domain.receipts import BILL_WORDS, FEE_WORDS, Standing, standing_of
from portal.domain.refusals import Refusal
from portal.domain.text import without_aadhaar
from portal.storage import places
from portal.storage.catalogue import catalogue
from portal.storage.receipts import Receipt
from portal.web.access import public
from portal.web.errors import spoken
from portal.web.filters import rs
from portal.web.house import house
from portal.web.locale import in_language, named
from portal.web.page import page

bp = Blueprint("receipt_check", __name__)


class Item(NamedTuple):
    """Something that was paid for: how it stands, what it is, whose number it ends with."""

    words: str
    what: str
    paise: int
    is_over: bool


@bp.get("/r")
@public
def ask() -> Response:
    """Ask for the code of a receipt, or look up the one that was typed."""
    typed = request.args.get("code", "")
    return _looked_up(typed) if typed.strip() else _page(typed="")


@bp.get("/r/<code>")
@public
def look(code: str) -> Response:
    """Say whether a receipt holds, as its picture asks."""
    return _looked_up(code)


def _looked_up(typed: str) -> Response:
    asker = Asker(request.remote_addr or "", house().settings.secret_key, house().clock.now_ms())
    try:
        found = deeds.look_up(asker, typed)
    except Refusal as refusal:
        if refusal.status >= 500:
            raise
        seen = without_aadhaar(typed[:20])
        answer = _page(refusal.status, typed=seen, refusal=refusal.name, fault=spoken(refusal))
        if refusal.status == 429:
            answer.headers["Retry-After"] = "60"
        return answer
    society = places.society_by_id(found.society_id)
    shown = _visit(found) if found.kind == "visit" else _aeps(found)
    return _page(found=found, society=society, **shown)


def _page(status: int = 200, **context: Any) -> Response:
    known: dict[str, Any] = {"found": None, "refusal": None, "fault": "", "typed": ""}
    return page("receipts/check.html", status, **known | context)


def _visit(found: Receipt) -> dict[str, Any]:
    """Return when, how much and the items of a visit."""
    paid = deeds.paid_visit(found.society_id, found.record_id)
    items, is_open = [], False
    for order in paid.orders:
        standing = standing_of(order)
        words = _(BILL_WORDS[standing])
        if standing in (Standing.OWED, Standing.RETURNED):
            words += f" – ₹ {rs(refund_paise(order))}"
        name = in_language(paid.biller_name_hi(order), order.biller_name)
        is_open |= standing in (Standing.UNDER_WAY, Standing.LOOKED_INTO)
        is_over = standing is Standing.DONE
        items.append(Item(words, f"{name} {masked(order)}", order.cash_paise, is_over))
    for fee in paid.fees:
        standing = paid.fee_standing(fee)
        what = named(catalogue()[fee.service_id]) if fee.service_id else _("Charge at the counter")
        is_over = standing is Standing.DONE
        is_open |= standing is Standing.LOOKED_INTO
        taken = fee.taken_paise(paid.visit.mode)
        items.append(Item(_(FEE_WORDS[standing]), what, taken, is_over))
    return {
        "at": paid.visit.paid_at, "total_paise": paid.visit.total_paise, "items": items,
        "is_open": is_open,
    }  # fmt: skip


def _aeps(found: Receipt) -> dict[str, Any]:
    """Return when, how much and what became of a transaction of the bank's device."""
    facts = slip_facts(record_of(found.society_id, found.record_id))
    words = _(facts.said, **facts.params)
    what = f"{_(facts.what)} …{facts.last_four}"
    items = [Item(words, what, facts.amount_paise, not facts.asks_on)]
    return {
        "at": facts.recorded_at, "total_paise": facts.amount_paise, "items": items,
        "is_open": False,
    }  # fmt: skip
