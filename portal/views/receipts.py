"""Receipts on paper: of a visit, and of a transaction of the bank's device."""

from __future__ import annotations

from collections.abc import Iterable

from flask import Blueprint, Response, request

from portal.actions import receipts as deeds
from portal.actions.aeps import record_of, slip_facts
from portal.actions.counter import counter_of
from portal.domain.roll_paper import Row
from portal.storage import receipts as stored
from portal.views import receipt_rows as rows_of
from portal.views.slip_paper import SIZES, asked_size, keep_size, laid_out
from portal.web.access import allow, doer, here
from portal.web.page import page
from portal.web.qr import qr_filling

bp = Blueprint("receipts", __name__)


@bp.get("/visits/<int:visit_id>/receipt")
@allow("print_voucher")
def visit(visit_id: int) -> Response:
    """Print the receipt of a visit; this is what counts as a print."""
    society = here()
    paid = deeds.paid_visit(society.id, visit_id)
    code = stored.code_of(society.id, "visit", visit_id)
    return _printed(
        code, rows_of.visit_rows(paid), f"/visits/{visit_id}", has_bills=bool(paid.orders)
    )


@bp.get("/aeps/<int:record_id>/receipt")
@allow("print_voucher")
def aeps(record_id: int) -> Response:
    """Print what the bank's device did, as it is known now; this is what counts as a print."""
    society = here()
    facts = slip_facts(record_of(society.id, record_id))
    code = deeds.code_for(doer(), society.id, "aeps", record_id)
    return _printed(code, rows_of.aeps_rows(facts), f"/aeps/{record_id}", has_bills=False)


def _printed(code: str, own: Iterable[Row], path: str, *, has_bills: bool) -> Response:
    """Answer with a receipt for the paper that is asked for, or was last asked for here."""
    size = asked_size()
    society = here()
    counter = counter_of(society.id)
    now, first = deeds.note_print(doer(), code, size)
    rows = [
        *rows_of.head(society, counter), *rows_of.copy_mark(now, first), *own,
        *rows_of.foot(counter, doer().at, has_bills), *rows_of.check(code, request.host),
    ]  # fmt: skip
    rows, page_css = laid_out(rows, size)
    address = f"{request.host_url}r/{code}"
    answer = page(
        "receipts/receipt.html", rows=rows, page_css=page_css, size=size, sizes=SIZES,
        qr=qr_filling(address), path=path, print_no=now.no, print_path=f"{path}/receipt",
    )  # fmt: skip
    return keep_size(answer, size)
