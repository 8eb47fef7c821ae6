"""An order's page: its bill, what is paid on it, where the payment stands, and its deeds."""

from __future__ import annotations

import re
from contextlib import suppress
from dataclasses import asdict
from typing import Any

from flask import Blueprint, Response, request
from flask_babel import lazy_gettext as _l

from portal.actions import bill_choice
from portal.actions import bill_orders as deeds
from portal.actions.bill_plans import plans_of
from portal.actions.billers import biller as biller_of
from portal.actions.comparing import is_paid_there
from portal.domain.bill_asking import BillsAreNotPaidHere, EndIsNotChosen
from portal.domain.bill_order_vouchers import masked, refund_paise
from portal.domain.bill_orders import (
    HOUR,
    BillIsBeingPaid,
    BillIsTooOld,
    Order,
    OrderState,
    is_blocking,
    is_too_old,
    may_be_given_back,
)
from portal.domain.bill_payments import UnitDeclines, UnitIsSilent, is_payment_ref
from portal.domain.billers import Biller, Plan
from portal.domain.dates import ist_on, next_on, parse_on, previous_on
from portal.domain.money import parse_paise
from portal.domain.refusals import Refusal
from portal.domain.text import (
    AadhaarIsNotStored,
    clean,
    has_aadhaar,
    latin_digits,
    without_aadhaar,
)
from portal.domain.visits import Visit
from portal.storage import bill_orders, people, visits
from portal.views import order_words as words
from portal.views.order_forms import (
    Choice,
    ChooseForm,
    choice_of,
    first_data,
    may_choose,
    taking_of,
)
from portal.web.access import allow, doer, here, may
from portal.web.errors import spoken
from portal.web.fields import ChoiceField, PageForm, WordsField
from portal.web.house import bill_unit, house
from portal.web.once import slip
from portal.web.page import page, piece, running_day, see

bp = Blueprint("orders", __name__)

PAGE_ROWS = 20
SHORTEST_END = 4
SEARCHED_DAYS = 400


def _now() -> int:
    return house().clock.now_ms()


def _visit(order: Order) -> Visit | None:
    return visits.visit(order.society_id, order.visit_id) if order.visit_id else None


def _offered(order: Order, biller: Biller, visit: Visit | None) -> Choice | None:
    """Return what may be chosen on an order now, by whoever is signed in."""
    is_over = visit is None or visit.is_paid
    if is_over or not may("enter_voucher") or not may_choose(order, biller, _now()):
        return None
    return choice_of(order, biller, doer().today_on)


def _earlier(order: Order, choice: Choice | None) -> Order | None:
    """Return the society's own payment that stands against this one, or explains why no bill came.

    What another society paid is said when the amount is chosen.
    """
    if choice is None and order.state is not OrderState.FETCH_FAILED:
        return None
    bills = order.fetched.bills if order.fetched else ()
    paise = order.amount_paise or sum(one.amount_paise for one in bills)
    mine = order.society_id, order.id
    return next((
        one
        for one in bill_orders.same_connection(order.society_id, order.biller_id, order.params)
        if one.society_id == order.society_id and (one.society_id, one.id) != mine
        and (choice is None or is_blocking(one, paise, _now()))
    ), None)  # fmt: skip


def _order_page(
    order: Order, biller: Biller, form: ChooseForm | None = None, status: int = 200, **more: Any
) -> Response:
    visit = _visit(order)
    choice = _offered(order, biller, visit)
    if form is None and choice is not None:
        form = ChooseForm(formdata=None, data=first_data(order, choice, doer().today_on))
    day = running_day()
    return page(
        "orders/order.html", status, order=order, biller=biller, choice=choice, form=form,
        visit=visit, last_event=_last_event(order), S=OrderState, words=words, now=_now(),
        today_on=doer().today_on, is_old=is_too_old(order, biller, _now()),
        is_open=day is not None and day.status == "open",
        may_stop=may_be_given_back(order), back_paise=refund_paise(order),
        reason=words.reason_of(order), earlier=_earlier(order, choice),
        is_paid_there=is_paid_there(order, _now()),
        **{"refusal": None, "other": None} | more,
    )  # fmt: skip


def _last_event(order: Order) -> str:
    """Return the kind of what happened last, where the page's words depend on it."""
    if order.state is not OrderState.CASH_TAKEN:
        return ""
    return bill_orders.events(order.society_id, order.id)[-1].kind


@bp.get("/orders/<int:order_id>")
@allow("read_counter")
def order(order_id: int) -> Response:
    """Show an order: the bill to choose on, or where its payment stands."""
    found = deeds.order(here().id, order_id)
    return _order_page(found, biller_of(found.biller_id))


@bp.get("/orders/<int:order_id>/history")
@allow("read_counter")
def history(order_id: int) -> Response:
    """List what happened to an order, who did it and when."""
    found = deeds.order(here().id, order_id)
    events = bill_orders.events(found.society_id, found.id)
    return page(
        "orders/history.html", order=found, events=events, words=words,
        override=bill_orders.override_of(found.society_id, found.id),
        names=people.names({one.done_by for one in events if one.done_by is not None}),
    )  # fmt: skip


@bp.get("/orders/<int:order_id>/state")
@allow("read_counter")
def state(order_id: int) -> Response:
    """Say in a few bytes where an order stands; once that changed, the page is fetched anew."""
    found = deeds.order(here().id, order_id)
    answer = piece("orders/_order_state.html", order=found, words=words, now=_now())
    if found.state.value != request.args.get("s"):
        answer.headers["HX-Refresh"] = "true"
    return answer


@bp.post("/orders/<int:order_id>")
@allow("enter_voucher")
def choose(order_id: int) -> Response:
    """Choose what is paid; its visit then takes the money."""
    society = here()
    found = deeds.order(society.id, order_id)
    biller = biller_of(found.biller_id)
    form = ChooseForm()
    if not form.validate():
        return _order_page(found, biller, form, 422)
    try:
        taking = taking_of(found, biller, choice_of(found, biller, doer().today_on), form)
        paper = slip(asdict(taking) | {"biller": biller.id})
        done = bill_choice.choose(doer(), paper, society.id, order_id, taking)
    except (BillIsTooOld, BillIsBeingPaid) as refusal:
        return _stopped(found, biller, form, refusal)
    except Refusal as refusal:
        if refusal.status != 422:
            raise
        form.refuse(refusal)
        return _order_page(found, biller, form, 422, refusal=refusal.name)
    return see(done.location)


def _stopped(found: Order, biller: Biller, form: ChooseForm, refusal: Refusal) -> Response:
    """Show the order again: with the payment that stands against it, or to be fetched anew."""
    if isinstance(refusal, BillIsBeingPaid):
        return _order_page(found, biller, form, 422, refusal=refusal.name, other=refusal)
    return _order_page(found, biller, None, refusal.status, refusal=refusal.name)


@bp.post("/orders/<int:order_id>/again")
@allow("enter_voucher")
def ask_again(order_id: int) -> Response:
    """Ask the biller once more."""
    society = here()
    return see(deeds.ask_again(doer(), slip({}), society.id, order_id).location)


@bp.post("/orders/<int:order_id>/stop")
@allow("enter_voucher")
def give_up(order_id: int) -> Response:
    """Stop a payment that never left; the money is due back."""
    society = here()
    return see(deeds.give_up(doer(), slip({}), society.id, order_id).location)


@bp.post("/orders/<int:order_id>/back")
@allow("enter_voucher")
def give_back(order_id: int) -> Response:
    """Hand the customer's money back; where their list says paid, only who decides does so."""
    society = here()
    may_decide = may("decide_adjustment")
    done = deeds.give_back(
        doer(), slip({}), society.id, order_id, in_spite_of_list=may_decide
    )  # fmt: skip
    return see(done.location)


@bp.get("/orders/<int:order_id>/plans")
@allow("enter_voucher")
def plans(order_id: int) -> Response:
    """List the plans of a recharge to choose from; one of them fills the amount."""
    found = deeds.order(here().id, order_id)
    unit = bill_unit()
    listed: list[Plan] = []
    silence: Refusal | None = None
    try:
        if unit is None:
            raise BillsAreNotPaidHere
        listed = plans_of(unit, found.biller_id, _now())
    except (UnitIsSilent, UnitDeclines, BillsAreNotPaidHere) as refusal:
        silence = refusal
    wish = without_aadhaar(request.args.get("amount", ""))
    with suppress(Refusal):
        paise = parse_paise(wish)
        listed = [one for one in listed if one.amount_paise == paise]
    number, first = _page_no()
    return page(
        "orders/plans.html", order=found, biller=biller_of(found.biller_id), wish=wish,
        silence=spoken(silence) if silence else "", shown=listed[first : first + PAGE_ROWS],
        number=number, has_more=len(listed) > first + PAGE_ROWS,
    )  # fmt: skip


def _page_no() -> tuple[int, int]:
    number = min(max(request.args.get("page", 1, int), 1), 10_000)
    return number, (number - 1) * PAGE_ROWS


@bp.get("/orders")
@allow("read_counter")
def orders() -> Response:
    """List the bills of a day, the unfinished ones of all days first; or find an earlier one."""
    society = here()
    wish = clean(latin_digits(request.args.get("q", "")))[:40]
    if has_aadhaar(wish):
        raise AadhaarIsNotStored
    today_on = doer().today_on
    on = parse_on(request.args["on"]) if "on" in request.args else today_on
    number, first = _page_no()
    listed = bill_orders.orders_on(society.id, on, PAGE_ROWS + 1, first) if not wish else []
    is_first = on == today_on and number == 1 and not wish
    return page(
        "orders/orders.html", on=on, wish=wish, found=_found(society.id, wish) if wish else None,
        open_ones=deeds.open_orders(society.id)[:PAGE_ROWS] if is_first else [],
        listed=listed[:PAGE_ROWS], has_more=len(listed) > PAGE_ROWS, number=number, words=words,
        masked=masked, before_on=previous_on(on), after_on=next_on(on) if on < today_on else None,
    )  # fmt: skip


def _found(society_id: int, wish: str) -> list[Order]:
    """Find orders by their payment number, or by the end of a mobile or consumer number."""
    plain = re.sub("[^0-9A-Za-z]", "", wish).upper()
    if is_payment_ref(plain):
        one = bill_orders.order_by_reference(society_id, plain)
        return [one] if one else []
    if len(plain) < SHORTEST_END or not plain.isascii():
        return []
    since_on = ist_on(_now() - SEARCHED_DAYS * 24 * HOUR)
    return bill_orders.orders_ending(society_id, plain, since_on, PAGE_ROWS)


class DecideForm(PageForm):
    """How an adjusted payment ended, and how one knows."""

    ended = ChoiceField(
        _l("Where is the money?"),
        choices=[
            ("paid", _l("The biller has it: the bill is paid")),
            ("back", _l("It came back: the customer gets it again")),
        ],
    )
    remark = WordsField(_l("How do you know?"), most=200)


@bp.get("/orders/<int:order_id>/decide")
@allow("decide_adjustment")
def decide_form(order_id: int) -> Response:
    """Ask how a payment ended that the two sides tell differently."""
    found = deeds.order(here().id, order_id)
    if found.state is not OrderState.CREDIT_ADJUSTMENT and not is_paid_there(found, _now()):
        return see(f"/orders/{order_id}")
    return page("orders/decide.html", order=found, form=DecideForm(formdata=None))


@bp.post("/orders/<int:order_id>/decide")
@allow("decide_adjustment")
def decide(order_id: int) -> Response:
    """Say that the biller kept the money, or that the customer's is due back."""
    society = here()
    found = deeds.order(society.id, order_id)
    form = DecideForm()
    is_good = form.validate()
    try:
        if form.ended.data not in ("paid", "back"):
            raise EndIsNotChosen
        if is_good:
            said = {"is_paid": form.ended.data == "paid", "reason": form.remark.data or ""}
            done = deeds.decide_adjustment(doer(), slip(said), society.id, order_id, **said)
            return see(done.location)
    except Refusal as refusal:
        if refusal.status != 422:
            raise
        form.refuse(refusal)
    return page("orders/decide.html", 422, order=found, form=form)
