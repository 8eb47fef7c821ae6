"""What is printed and signed: vouchers, and the sheet of a closed day."""

from __future__ import annotations

from flask import Blueprint, Response, request

from portal.actions import daybook as deeds
from portal.actions.paper import day_sheet
from portal.actions.sub_ledgers import owners
from portal.domain.dates import fy_label, parse_on
from portal.domain.paper import form_of, needs_revenue_stamp
from portal.storage import daybook, people
from portal.storage.reference import chart
from portal.views.entry_forms import MODE_NAMES
from portal.web.access import acting_role, allow, here
from portal.web.house import house
from portal.web.page import page
from portal.web.qr import qr_svg

bp = Blueprint("paper", __name__)

LARGEST_KEY = 2**31 - 1
ON_A_CARD = 12


@bp.get(f"/vouchers/<int(max={LARGEST_KEY}):voucher_id>/print")
@allow("print_voucher")
def voucher(voucher_id: int) -> Response:
    """Print a voucher twice on A5: one for the society, one for the person."""
    society = here()
    found = deeds.voucher(society.id, voucher_id)
    form = form_of(found, chart())
    undone = found.reverses_id
    ids = {found.entered_by, found.on_behalf_of, found.approved_by}
    return page(
        "paper/voucher.html", voucher=found, form=form, chart=chart(), modes=MODE_NAMES,
        owners=owners(society.id, found.lines),
        task=house().task_book.named(found.task), year=fy_label(found.fy),
        has_stamp=needs_revenue_stamp(form, found.total_paise),
        original=deeds.voucher(society.id, undone) if undone else None,
        reversal=daybook.reversal_of(society.id, voucher_id),
        names=people.names({one for one in ids if one is not None}),
    )  # fmt: skip


@bp.get("/day/sheet/<on>")
@allow("read_books")
def sheet(on: str) -> Response:
    """Print the sheet of a closed day, with the code that anyone can check."""
    society = here()
    found = day_sheet(society.id, parse_on(on))
    address = f"{request.host_url}seals?code={found.seal.code}"
    return page("paper/sheet.html", found=found, day=found.day, address=address, qr=qr_svg(address))


@bp.get("/vouchers/card")
@allow("enter_voucher")
def card() -> Response:
    """Print the short codes of the tasks that the society enters most, on A6."""
    used = daybook.tasks_by_use(here().id)
    found = house().task_book.ordered(acting_role(), used)
    return page("paper/card.html", tasks=found[:ON_A_CARD])
