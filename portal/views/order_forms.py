"""Choosing what is paid on a bill: the amounts that a biller takes, as fields of a form."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, NamedTuple

from flask import request
from flask_babel import gettext
from flask_babel import lazy_gettext as _l

from portal.actions.bill_choice import Taking
from portal.domain.bill_asking import PlanIsMissing
from portal.domain.bill_fees import CASH_BELOW_PAISE, convenience_fee
from portal.domain.bill_orders import Order, OrderState, is_too_old
from portal.domain.billers import Biller, Plans, Selection
from portal.domain.bills import (
    Bill,
    FetchedBills,
    OptionIsUnknown,
    bounds,
    early_until_on,
    usual_option,
)
from portal.domain.money import parse_paise, rupees
from portal.domain.refusals import Refusal
from portal.domain.text import clean, has_aadhaar
from portal.web.fields import AmountField, PageForm, WordsField

LONGEST_PLAN = 40
OTHER_AMOUNT = "o"
"""What the form sends where none of a bill's own amounts is paid."""


class ChooseForm(PageForm):
    """What is paid on a bill, our own fee, and why in spite of another payment."""

    amount = AmountField(_l("How many rupees for the bill?"), blank_ok=True)
    own_fee = AmountField(_l("Our own fee"), blank_ok=True)
    reason = WordsField(_l("Why is it paid again?"), most=200)


class Option(NamedTuple):
    """One of the amounts a bill offers; ``value`` is what the form sends."""

    value: str
    name: str
    amount_paise: int
    fee_paise: int
    is_usual: bool


class Listed(NamedTuple):
    """One bill of a list; ``is_chosen`` as it was sent, or before anybody touched it."""

    field: str
    bill: Bill
    is_chosen: bool


@dataclass(frozen=True, slots=True)
class Choice:
    """What the page offers for an order; nothing of it where the order can't be chosen for now."""

    bills: tuple[Listed, ...] = ()
    selection: Selection = Selection.ONE
    options: tuple[Option, ...] = ()
    has_amount: bool = False
    hint: str = ""
    fee_paise: int = 0
    has_slabs: bool = False
    is_other: bool = False
    is_over_cash: bool = False
    plan_id: str = ""
    needs_plan: bool = False
    offers_plans: bool = False


def may_choose(order: Order, biller: Biller, now: int) -> bool:
    """Say whether an amount may be chosen: on a bill that holds, or where none is needed."""
    if order.state is OrderState.FETCHED:
        return not is_too_old(order, biller, now)
    return order.state in (OrderState.DRAFT, OrderState.FETCH_FAILED) and not biller.is_fetched


def choice_of(order: Order, biller: Biller, today_on: str) -> Choice:
    """Return what the page offers for an order that may be chosen for."""
    fetched = order.fetched if order.state is OrderState.FETCHED else None
    if fetched is not None and fetched.is_list:
        return _of_list(order, fetched)
    if fetched is not None and fetched.bills:
        return _of_bill(order, biller, fetched, today_on)
    plan_id = _plan_of(order, biller)
    return Choice(
        has_amount=True, has_slabs=bool(biller.fee_slabs), plan_id=plan_id,
        needs_plan=biller.plans is Plans.NEEDED and not plan_id,
        offers_plans=biller.plans is not Plans.NONE,
    )  # fmt: skip


def _plan_of(order: Order, biller: Biller) -> str:
    """Return the plan that is chosen, where the biller has plans."""
    plan_id = clean(request.values.get("plan", order.plan_id))[:LONGEST_PLAN]
    return "" if biller.plans is Plans.NONE or has_aadhaar(plan_id) else plan_id


def _of_list(order: Order, fetched: FetchedBills) -> Choice:
    known = dict(order.bills)
    sent = _sent_bills()
    is_all = fetched.selection is Selection.ALL or len(fetched.bills) == 1
    return Choice(
        selection=Selection.ALL if is_all else fetched.selection,
        bills=tuple(
            Listed(
                f"b{place}", one,
                is_all or (f"b{place}" in sent if sent is not None else one.bill_no in known),
            )
            for place, one in enumerate(fetched.bills)
        ),
    )  # fmt: skip


def _of_bill(order: Order, biller: Biller, fetched: FetchedBills, today_on: str) -> Choice:
    bill = fetched.bills[0]
    usual = order.option or usual_option(bill, today_on, early_until_on(fetched, bill))
    least, most = bounds(bill, fetched.exactness)
    sent = request.form.get("option") if request.method == "POST" else None
    named = [("", bill.amount_paise), *((one.name, one.amount_paise) for one in bill.options)]
    options = tuple(
        Option(
            str(at), name, paise, convenience_fee(biller, paise),
            str(at) == sent if sent is not None else name == _name_of(usual),
        )
        for at, (name, paise) in enumerate(named)
    ) if bill.options else ()  # fmt: skip
    is_open = least is None or least != most
    paise = usual.amount_paise if usual else bill.amount_paise
    return Choice(
        options=options, has_amount=is_open, hint=_hint(bill, least, most) if is_open else "",
        fee_paise=convenience_fee(biller, paise), has_slabs=bool(biller.fee_slabs),
        is_other=sent == OTHER_AMOUNT, is_over_cash=(least or paise) >= CASH_BELOW_PAISE,
    )  # fmt: skip


def _name_of(option: Any) -> str:
    return option.name if option is not None else ""


def _hint(bill: Bill, least: int | None, most: int | None) -> str:
    said = gettext("any amount")
    if least is not None and most is not None:
        said = gettext("₹ %(least)s to ₹ %(most)s", least=rupees(least), most=rupees(most))
    elif least is not None:
        said = gettext("₹ %(least)s or more", least=rupees(least))
    elif most is not None:
        said = gettext("₹ %(most)s at most", most=rupees(most))
    if bill.multiple_paise:
        said += gettext(", in steps of ₹ %(step)s", step=rupees(bill.multiple_paise))
    return said


def first_data(order: Order, choice: Choice, today_on: str) -> dict[str, Any]:
    """Return what a fresh form holds: what was chosen before, or what is usual."""
    amount: int | None = order.amount_paise or None
    if choice.plan_id and "plan" in request.args:
        amount = _typed_amount()
    bills = order.fetched.bills if order.fetched and not choice.bills else ()
    if amount is None and bills and order.state is OrderState.FETCHED:
        usual = usual_option(bills[0], today_on, early_until_on(order.fetched, bills[0]))  # type: ignore[arg-type]
        amount = usual.amount_paise if usual else bills[0].amount_paise
    return {"amount": amount, "own_fee": order.own_fee_paise or None}


def _typed_amount() -> int | None:
    try:
        return parse_paise(request.args.get("amount", ""))
    except Refusal:
        return None


def taking_of(order: Order, biller: Biller, choice: Choice, form: ChooseForm) -> Taking:
    """Read what is paid; raise PlanIsMissing, OptionIsUnknown."""
    own_fee, reason = form.own_fee.data or 0, form.reason.data or ""
    if choice.bills:
        bills = tuple((one.bill.bill_no, one.bill.amount_paise) for one in _ticked(choice))
        return Taking(biller, bills=bills, own_fee_paise=own_fee, reason=reason)
    if choice.needs_plan:
        raise PlanIsMissing
    option, amount = _option(choice)
    if amount is None and choice.has_amount:
        amount = form.amount.data or 0
    elif amount is None:
        amount = order.fetched.bills[0].amount_paise if order.fetched else 0
    return Taking(
        biller, amount, option, plan_id=choice.plan_id, own_fee_paise=own_fee, reason=reason
    )


def _ticked(choice: Choice) -> list[Listed]:
    if choice.selection is Selection.ALL:
        return list(choice.bills)
    return [one for one in choice.bills if one.is_chosen]


def _sent_bills() -> set[str] | None:
    """Return the bills ticked in a form that was sent; None where the page is only opened."""
    if request.method != "POST":
        return None
    return {request.form.get("bill", "")} | set(request.form)


def _option(choice: Choice) -> tuple[str, int | None]:
    """Return name and amount of the option that was sent; none where an amount is written.

    The name "" is the bill itself.
    """
    sent = request.form.get("option", "")
    if not choice.options or (sent == OTHER_AMOUNT and choice.has_amount):
        return "", None
    for one in choice.options:
        if one.value == sent:
            return one.name, one.amount_paise
    raise OptionIsUnknown
