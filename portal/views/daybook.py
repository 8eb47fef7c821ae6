"""A voucher's own page, and today's running list."""

from __future__ import annotations

from typing import Any

from flask import Blueprint, Response, request
from flask_babel import lazy_gettext as _l

from portal.actions import daybook as deeds
from portal.actions.sub_ledgers import owners
from portal.domain.daybook import Voucher
from portal.domain.heads import PASS_THROUGH
from portal.storage import attachments, corrections, daybook, paper_slips, people
from portal.storage.reference import chart
from portal.views.entry_forms import MODE_NAMES
from portal.web.access import allow, here, may
from portal.web.house import house
from portal.web.page import page, piece, running_day

bp = Blueprint("daybook", __name__)


KIND_NAMES = {
    "cash_receipt": _l("Cash receipt"), "cash_payment": _l("Cash payment"),
    "bank_receipt": _l("Bank receipt"), "bank_payment": _l("Bank payment"),
    "contra": _l("Contra entry"), "purchase": _l("Purchase"), "sales": _l("Sale"),
    "journal": _l("Journal"), "opening": _l("Opening balances"),
    "adjustment": _l("Adjustment of 31 March"),
}  # fmt: skip


@bp.app_template_global()
def kind_name(kind: str) -> str:
    """Name a kind of voucher."""
    return str(KIND_NAMES[kind])


@bp.app_template_global()
def direction_of(voucher: Voucher) -> str:
    """Say whether a voucher brought money in or out; '' for neither."""
    moved = sum(
        line.paise for line in voucher.lines
        if chart()[line.head].is_cash or chart()[line.head].is_bank
    )  # fmt: skip
    return "in" if moved > 0 else "out" if moved < 0 else ""


@bp.get("/vouchers/<int(max=2147483647):voucher_id>")
@allow("read_voucher")
def voucher(voucher_id: int) -> Response:
    """Show a voucher: its lines, who entered it and when, and what corrects it."""
    society = here()
    found = deeds.voucher(society.id, voucher_id)
    ids = {found.entered_by, found.on_behalf_of, found.approved_by}
    return page(
        "daybook/voucher.html", voucher=found, task=house().task_book.named(found.task),
        chart=chart(), owners=owners(society.id, found.lines), modes=MODE_NAMES,
        is_new=bool(request.args.get("new")),
        names=people.names({one for one in ids if one is not None}),
        parts=corrections.parts_of(society.id, voucher_id),
        corrects=corrections.original_of(society.id, voucher_id), order_id=_order_of(found),
        papers=attachments.count(society.id, voucher_id) if may("read_attachment") else None,
        slip_time=paper_slips.slip_time_of(society.id, voucher_id),
    )  # fmt: skip


def _order_of(voucher: Voucher) -> int | None:
    """Return the bill payment that a voucher belongs to; it moves with that alone."""
    return next((
        line.sub_id for line in voucher.lines if line.head in PASS_THROUGH and line.sub_id
    ), None)  # fmt: skip


@bp.get("/day/running")
@allow("read_books")
def running() -> Response:
    """Show today's latest entries, alone (for the entry page) or as a page."""
    society = here()
    day = running_day()
    found = daybook.last_vouchers(society.id, day.day_on, 50) if day else []
    context: dict[str, Any] = {"vouchers": found, "tasks": house().task_book}
    if request.headers.get("HX-Target") == "_list":
        return piece("entry/_list.html", **context)
    return page("daybook/running.html", **context)
