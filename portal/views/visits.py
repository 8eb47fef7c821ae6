"""A visit at the counter: what it holds, taking its money once, and how each item ends."""

from __future__ import annotations

from dataclasses import asdict
from typing import Any

from flask import Blueprint, Response, request
from flask_babel import gettext
from flask_babel import lazy_gettext as _l

from portal.actions import basket as deeds
from portal.actions import bill_choice, visit_payment, visits
from portal.actions.basket import Basket
from portal.actions.billers import biller
from portal.actions.counter import counter_of
from portal.actions.exactly_once import FormWasUsedForOther
from portal.actions.visit_payment import Paying
from portal.domain.bill_order_vouchers import masked, taken_paise
from portal.domain.bill_orders import BillIsBeingPaid
from portal.domain.dates import next_on, parse_on, previous_on
from portal.domain.refusals import Refusal
from portal.domain.text import clean, latin_digits
from portal.domain.visit_items import SIGNS, STAGE_WORDS, UNPAID, Stage
from portal.domain.visits import CASH, UPI, UtrWasUsed, upi_link, upi_reference
from portal.storage import fee_returns, visit_lists
from portal.views.entry_forms import key_of
from portal.views.order_words import wait_seconds
from portal.web.access import allow, doer, here
from portal.web.fields import AmountField, PageForm, WordsField
from portal.web.house import house
from portal.web.once import slip
from portal.web.page import page, piece, running_day, see
from portal.web.qr import qr_svg

bp = Blueprint("visits", __name__)

LARGEST_KEY = 2**31 - 1
PAGE_ROWS = 15
CHANGE_IS_DUE_MS = 10 * 60_000  # afterwards a visit says what was returned, not "give back"
VISIT = f"/visits/<int(max={LARGEST_KEY}):visit_id>"
SLIP_SIZES = {"58": ["slip.css", "slip58.css"], "80": ["slip.css", "slip80.css"]}


class PayForm(PageForm):
    """How the money of a visit comes."""

    given = AmountField(_l("Customer gave"), blank_ok=True)
    reference = WordsField(_l("UTR"), most=40, is_number=True)
    payer_address = WordsField(_l("Customer's UPI address"), most=100)


bp.add_app_template_filter(masked, "masked")
bp.add_app_template_filter(taken_paise, "taken")


def _mode() -> str:
    wish = request.form.get("mode") or request.args.get("how")
    return UPI if wish == UPI else CASH


@bp.get(VISIT)
@allow("read_counter")
def visit(visit_id: int) -> Response:
    """Show what a visit holds and ask for its money; once that is taken, how each item stands."""
    found = deeds.basket(here().id, visit_id, house().clock.now_ms(), _mode())
    return _visit_page(found, PayForm(formdata=None))


def _visit_page(
    found: Basket, form: PageForm, status: int = 200, refusal: Refusal | None = None
) -> Response:
    day = running_day()
    known = {
        "found": found, "visit": found.visit, "words": STAGE_WORDS, "signs": SIGNS,
        "unpaid": UNPAID, "refusal": refusal.name if refusal else None,
    }  # fmt: skip
    if found.visit.is_paid:
        known["returns"] = fee_returns.of_visit(found.visit.society_id, found.visit.id)
        known["is_fresh"] = house().clock.now_ms() - (found.visit.paid_at or 0) < CHANGE_IS_DUE_MS
        return page("visits/paid.html", status, form=form, wait_s=_wait_s(found), **known)
    known |= {"form": form, "is_open": day is not None and day.status == "open"}
    if _mode() == UPI and found.upi_paise:
        other = refusal.params["visit_id"] if isinstance(refusal, UtrWasUsed) else None
        return page("visits/upi.html", status, other=other, **_upi_of(found), **known)
    return page("visits/visit.html", status, **known)


def _wait_s(found: Basket) -> int:
    """Return after how many seconds a visit is looked at again; 0 for never."""
    running = [one.order for one in found.items if one.stage is Stage.RUNS]
    return min((wait_seconds(one, house().clock.now_ms()) for one in running), default=0)


def _upi_of(found: Basket) -> dict[str, Any]:
    """Return where a UPI payment goes, and its picture for the exact amount."""
    society = here()
    counter = counter_of(society.id)
    if society.is_practice:  # nobody may pay real money for practice
        return {"address": "", "qr": ""}
    name = counter.upi_name or society.name_en or society.name_hi
    link = upi_link(
        counter.upi_address, name, found.upi_paise, upi_reference(society.code, found.visit.id)
    )
    return {"address": counter.upi_address, "qr": qr_svg(link, 5) if counter.upi_address else ""}


@bp.post(VISIT)
@allow("enter_voucher")
def pay(visit_id: int) -> Response:
    """Take the money of all that is ready in a visit."""
    society = here()
    form = PayForm()
    if not form.validate():
        return _again(visit_id, form, 422)
    paying = Paying(
        key_of("version"), _mode(), form.given.data, form.reference.data or "",
        form.payer_address.data or "",
    )  # fmt: skip
    try:
        done = visit_payment.pay(
            doer(), slip(asdict(paying)), society.id, visit_id, paying, biller
        )  # fmt: skip
    except Refusal as refusal:
        return _refused(visit_id, form, refusal)
    return see(done.location)


def _refused(visit_id: int, form: PageForm, refusal: Refusal) -> Response:
    """Show the visit again with what refused this; nothing was taken by it."""
    if refusal.status not in (409, 422):
        raise refusal
    if isinstance(refusal, BillIsBeingPaid):  # said at the bill, with the other one's reference
        form.form_errors.append(gettext("Nothing was taken. Look at the bill that is marked."))
    else:
        form.refuse(refusal)
    return _again(visit_id, form, refusal.status, refusal)


def _again(visit_id: int, form: PageForm, status: int, refusal: Refusal | None = None) -> Response:
    found = deeds.basket(
        here().id, visit_id, house().clock.now_ms(), _mode(),
        looks_for_twins=isinstance(refusal, BillIsBeingPaid),
    )  # fmt: skip
    return _visit_page(found, form, status, refusal)


@bp.post(VISIT + "/items")
@allow("enter_voucher")
def take_out(visit_id: int) -> Response:
    """Leave a bill or a fee out of a visit."""
    society = here()
    order_id, fee_no = key_of("leave"), key_of("drop")
    paper = slip({"leave": order_id, "drop": fee_no})
    try:
        if order_id:
            return see(bill_choice.leave_out(doer(), paper, society.id, order_id).location)
        return see(visits.drop_fee(doer(), paper, society.id, visit_id, fee_no).location)
    except FormWasUsedForOther:
        raise  # its token is spent, so that the same form can't be shown again
    except Refusal as refusal:
        return _refused(visit_id, PayForm(formdata=None), refusal)


@bp.get(VISIT + "/state")
@allow("read_counter")
def state(visit_id: int) -> Response:
    """Say how the items of a visit stand, for a page that waits."""
    found = deeds.basket(here().id, visit_id, house().clock.now_ms())
    return piece(
        "visits/_visit_state.html", found=found, visit=found.visit, words=STAGE_WORDS,
        signs=SIGNS, unpaid=UNPAID, wait_s=_wait_s(found),
    )  # fmt: skip


@bp.get(VISIT + "/upi")
@allow("read_counter")
def upi_slip(visit_id: int) -> Response:
    """Print the picture of a UPI payment for the customer to scan."""
    found = deeds.basket(here().id, visit_id, house().clock.now_ms(), UPI)
    if found.visit.is_paid or not found.is_clear:
        return see(f"/visits/{visit_id}")
    size = request.args.get("size", "58")
    return page(
        "visits/upi_slip.html", found=found, visit=found.visit,
        sizes=SLIP_SIZES.get(size, SLIP_SIZES["58"]), **_upi_of(found),
    )  # fmt: skip


@bp.get("/visits")
@allow("read_counter")
def all_visits() -> Response:
    """List a day's visits, those not paid first; find one by its token or the mobile's end."""
    society = here()
    day = running_day()
    last_on = day.day_on if day else doer().today_on
    on = parse_on(request.args["on"]) if "on" in request.args else last_on
    wish = latin_digits(clean(request.args.get("q", "")))[:10]
    skip = key_of("skip")
    listed = visit_lists.listed(society.id, on, wish, PAGE_ROWS + 1, skip) if wish.isascii() else []
    return page(
        "visits/visits.html", on=on, wish=wish, listed=listed[:PAGE_ROWS],
        skip=skip + PAGE_ROWS if len(listed) > PAGE_ROWS else None, before_on=previous_on(on),
        after_on=next_on(on) if on < last_on else None,
    )  # fmt: skip
