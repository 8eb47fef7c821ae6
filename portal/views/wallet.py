"""The wallet at the CSC: what it holds, what moved today, and commission that came into it."""

from __future__ import annotations

from dataclasses import asdict
from typing import Any

from flask import Blueprint, Response, request
from flask_babel import gettext
from flask_babel import lazy_gettext as _l

from portal.actions import bill_books, wallet_matching
from portal.actions import commission as deeds
from portal.actions.commission import WORKS, Commission
from portal.domain.dates import show_on
from portal.domain.heads import WALLET
from portal.domain.refusals import Refusal
from portal.storage import days, statements
from portal.storage.reference import chart
from portal.views.entry import open_day, saved
from portal.web.access import allow, doer, here
from portal.web.fields import AmountField, ChoiceField, PageForm, WordsField
from portal.web.house import house
from portal.web.once import slip
from portal.web.page import page, running_day

bp = Blueprint("wallet", __name__)
SHOWN = 12


class CommissionForm(PageForm):
    """What came into the wallet, what was kept back, and for which work and time."""

    net = AmountField(_l("How much came into the wallet?"))
    tds = AmountField(_l("TDS kept back"), blank_ok=True)
    work = ChoiceField(
        _l("Commission of which work?"),
        choices=[("bill", _l("Bill payments")), ("other", _l("Other CSC work"))],
    )
    period = WordsField(_l("Of which day or month?"), most=120)
    reference = WordsField(_l("Reference in the wallet"), most=40, is_number=True)
    month = WordsField("", most=7)


@bp.get("/wallet")
@allow("read_wallet")
def wallet() -> Response:
    """Show how the wallet stands, what moved on the latest day, and what is not explained."""
    society = here()
    day = running_day() or days.last_closed(society.id)
    moves = statements.entries_between(society.id, WALLET, day.day_on, day.day_on) if day else []
    read = [one for one in statements.latest_statements(society.id, 20) if one.head == WALLET]
    return page(
        "wallet/wallet.html", stands=bill_books.wallet(society.id), day=day,
        moves=moves[::-1][:SHOWN], number=len(moves), book=house().task_book,
        open_number=wallet_matching.unexplained(society.id),
        last=max(read, key=lambda one: one.last_on, default=None),
    )  # fmt: skip


@bp.get("/wallet/commission")
@allow("enter_voucher")
def commission_form() -> Response:
    """Show the form, filled with what the wallet's statement shows and nobody entered."""
    open_day()
    month = request.args.get("month", "")
    is_month = len(month) == 7 and month[:4].isdecimal() and month[5:].isdecimal()
    found = deeds.waiting(here().id, month) if is_month else None
    data: dict[str, Any] = {"work": "bill"}
    if found is not None:
        data |= {"net": found.net_paise, "tds": found.tds_paise or None, "month": month}
        data["period"] = gettext("by the statement of %(month)s", month=show_on(month + "-01")[3:])
    return _form(CommissionForm(formdata=None, data=data))


def _form(form: CommissionForm, status: int = 200, refusal: str | None = None) -> Response:
    return page("wallet/commission.html", status, form=form, refusal=refusal)


@bp.post("/wallet/commission")
@allow("enter_voucher")
def enter_commission() -> Response:
    """Read back a commission, or with ``confirm`` enter it."""
    society = here()
    form = CommissionForm()
    if "change" in request.form:
        return _form(form)
    if not form.validate():
        return _form(form, 422)
    found = Commission(
        form.net.data or 0, form.tds.data or 0, form.work.data or "", form.period.data or "",
        form.reference.data or "", form.month.data or "",
    )  # fmt: skip
    try:
        deeds.commission_draft(found)
        if "confirm" not in request.form:
            open_day()
            return _read_back(form, found)
        done = deeds.enter_commission(doer(), slip(asdict(found)), society.id, found)
    except Refusal as refusal:
        if refusal.status != 422:
            raise
        form.refuse(refusal)
        return _form(form, 422, refusal.name)
    return saved(done)


def _read_back(form: CommissionForm, found: Commission) -> Response:
    fields = [*form.kept(), ("form_token", request.form.get("form_token", ""))]
    return page(
        "wallet/commission_check.html", found=found, fields=fields, head=chart()[WORKS[found.work]]
    )
