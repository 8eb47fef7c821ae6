"""The vouchers of a bill payment. Other people's money is never income (P8).

Cash is in whole rupees; what a bill leaves over goes to rounding. Lines on 1601 and 1602 name the
order; 0 there is what is kept by hand.
"""

from __future__ import annotations

from portal.domain.bill_orders import Order
from portal.domain.daybook import Draft, Line
from portal.domain.heads import (
    CASH_BOX,
    COUNTER_FEE,
    RECEIVED_FOR_BILLS,
    REFUNDS_DUE,
    ROUNDING,
    UPI_COLLECTION,
    WALLET,
)

CASH_TASK = "csc_bill_cash"
SETTLE_TASK = "csc_bill_settle"
FAIL_TASK = "csc_bill_fail"
REFUND_TASK = "csc_refund"


def whole_rupees(paise: int) -> int:
    """An amount as cash: rounded half up to the rupee."""
    return (paise + 50) // 100 * 100


def taken_paise(order: Order, mode: str) -> int:
    """What a customer pays for an order: bill, the biller's fee and ours; cash in whole rupees."""
    paise = order.through_paise + order.own_fee_paise
    return whole_rupees(paise) if mode == "cash" else paise


def cash_draft(order: Order, utr: str = "") -> Draft:
    """Cash or a UPI payment for a bill: to 1601 what is the biller's, to 3307 what is ours."""
    rest = order.cash_paise - order.through_paise - order.own_fee_paise
    parts = _what_cash_is_for(order, RECEIVED_FOR_BILLS, -1, rest)
    if order.pay_mode == "cash":
        lines = (Line(CASH_BOX, order.cash_paise), *parts)
        return _draft(order, "cash_receipt", CASH_TASK, lines)
    lines = (Line(UPI_COLLECTION, order.cash_paise), *parts)
    return _draft(order, "bank_receipt", CASH_TASK, lines, utr)


def settle_draft(order: Order) -> Draft:
    """The wallet paid the bill."""
    through = order.through_paise
    lines = (Line(RECEIVED_FOR_BILLS, through, order.id), Line(WALLET, -through))
    return _draft(order, "bank_payment", SETTLE_TASK, lines)


def fail_draft(order: Order) -> Draft:
    """The bill was not paid: the money is owed to the customer."""
    through = order.through_paise
    lines = (Line(RECEIVED_FOR_BILLS, through, order.id), Line(REFUNDS_DUE, -through, order.id))
    return _draft(order, "journal", FAIL_TASK, lines)


def returned_draft(order: Order) -> Draft:
    """A bill that was paid came back into the wallet: the money is owed to the customer."""
    through = order.through_paise
    lines = (Line(WALLET, through), Line(REFUNDS_DUE, -through, order.id))
    return _draft(order, "bank_receipt", FAIL_TASK, lines)


def found_paid_draft(order: Order) -> Draft:
    """A bill that was said to have failed was paid after all: nothing is owed, the wallet paid."""
    through = order.through_paise
    lines = (Line(REFUNDS_DUE, through, order.id), Line(WALLET, -through))
    return _draft(order, "bank_payment", SETTLE_TASK, lines)


def refund_paise(order: Order) -> int:
    """The cash that goes back: all the customer paid, in whole rupees."""
    return whole_rupees(order.cash_paise)


def refund_draft(order: Order) -> Draft:
    """All the customer paid goes back in cash, our own fee too: nothing was done for it."""
    back = refund_paise(order)
    rest = back - order.through_paise - order.own_fee_paise
    lines = (*_what_cash_is_for(order, REFUNDS_DUE, 1, rest), Line(CASH_BOX, -back))
    return _draft(order, "cash_payment", REFUND_TASK, lines)


def _what_cash_is_for(order: Order, head: int, side: int, rest: int) -> list[Line]:
    parts = (
        Line(head, side * order.through_paise, order.id),
        Line(COUNTER_FEE, side * order.own_fee_paise),
        Line(ROUNDING, side * rest),
    )
    return [line for line in parts if line.paise]


def _draft(
    order: Order, kind: str, task: str, lines: tuple[Line, ...], utr: str = ""
) -> Draft:  # fmt: skip
    is_cash = any(line.head == CASH_BOX for line in lines)
    mode = "cash" if is_cash else "upi" if utr else "none"
    return Draft(
        kind=kind, task=task, lines=lines, mode=mode,
        reference=utr or order.payment_ref_id, reference_on=order.opened_on, party=order.payer_name,
        narration=f"{order.biller_name} · {masked(order)}", till=CASH_BOX if is_cash else None,
    )  # fmt: skip


def masked(order: Order) -> str:
    """The consumer's number as others may see it: its last four characters."""
    number = order.params[0][1] if order.params else ""
    return f"…{number[-4:]}" if number else ""
