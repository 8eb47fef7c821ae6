"""The day's register of the CSC counter: a line for each transaction, sums, and how money moved.

The CSC wants it on paper with the customer's signature or thumb beside each line; without that
proof a disputed amount is taken from the society.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from portal.domain.aeps import DEPOSIT, VOID, Record
from portal.domain.bill_order_vouchers import masked, refund_paise
from portal.domain.bill_orders import Order, OrderState
from portal.domain.fee_returns import FeeReturn

BILL, FEE, REFUND, AEPS = KINDS = ("bill", "fee", "refund", "aeps")
#: How customers' money moved (F17); all but the first is digital.
MODES = ("cash", "upi", "aeps", "wallet")
TAKEN_BACK = VOID
BY_HAND = "by_hand"


@dataclass(frozen=True, slots=True)
class Entry:
    """One line of the register. Money in paise; ``cash_paise`` > 0 came in, < 0 went out.

    ``what`` is the biller, the fee's name or the kind of an Aadhaar transaction, ``number`` the
    masked number, ``state`` the code of how it stands. ``fee_paise`` is part of what was paid.
    """

    kind: str
    at: int
    what: str
    name: str
    number: str
    reference: str
    amount_paise: int
    state: str
    path: str
    fee_paise: int = 0
    cash_paise: int = 0
    upi_paise: int = 0


@dataclass(frozen=True, slots=True)
class Sum:
    """What one kind of transaction came to in a day, in paise."""

    kind: str
    count: int
    in_paise: int
    out_paise: int
    upi_paise: int


@dataclass(frozen=True, slots=True)
class Share:
    """How often and how much money moved one way; ``percent`` of all amounts, rounded."""

    mode: str
    count: int
    paise: int
    percent: int


@dataclass(frozen=True, slots=True)
class HandEntry:
    """A voucher of the counter that belongs to no visit, order or record: entered by its task."""

    kind: str
    voucher_id: int
    at: int
    what: str
    name: str
    reference: str
    cash_paise: int
    upi_paise: int


def of_bill(order: Order) -> Entry:
    """The line of a bill whose money was taken."""
    is_cash = order.pay_mode == "cash"
    return Entry(
        BILL, order.ordered_at or order.created_at, order.biller_name, order.payer_name,
        masked(order), order.payment_ref_id, order.amount_paise, order.state.value,
        f"/orders/{order.id}", order.cash_paise - order.amount_paise,
        order.cash_paise if is_cash else 0, 0 if is_cash else order.cash_paise,
    )  # fmt: skip


def of_refund(order: Order) -> Entry:
    """The line of a bill's money that was given back; it always goes back in cash."""
    back = refund_paise(order)
    return Entry(
        REFUND, order.state_at, order.biller_name, order.payer_name, masked(order),
        order.payment_ref_id, back, order.state.value, f"/orders/{order.id}", cash_paise=-back,
    )  # fmt: skip


def of_fee_return(found: FeeReturn, what: str, name: str) -> Entry:
    """The line of what was handed back of a cancelled booking, a fee or a premium."""
    return Entry(
        REFUND, found.given_at or found.asked_at, what, name, "", "", found.cash_paise,
        OrderState.REFUNDED.value, f"/returns/{found.visit_id}/{found.fee_no}",
        cash_paise=-found.cash_paise,
    )  # fmt: skip


def of_record(record: Record) -> Entry:
    """The line of an Aadhaar transaction on its own day; cash moved only where it was sure."""
    moves = record.moves_cash and not record.is_void
    return _aeps(record, record.recorded_at, record.settled_as or record.outcome, moves=moves)


def of_settlement(record: Record) -> Entry:
    """The line of an uncertain Aadhaar transaction on the day its cash moved after all."""
    moved_at = record.settled_at or record.recorded_at
    return _aeps(record, moved_at, record.settled_as, moves=not record.is_void)


def _aeps(record: Record, at: int, state: str, *, moves: bool) -> Entry:
    signed = record.amount_paise if record.kind == DEPOSIT else -record.amount_paise
    return Entry(
        AEPS, at, record.kind, record.name, f"…{record.last_four} · {record.bank}",
        record.printed_rrn, record.amount_paise, state, f"/aeps/{record.id}",
        cash_paise=signed if moves else 0,
    )  # fmt: skip


def of_hand(one: HandEntry) -> Entry:
    """The line of a voucher that was entered by its task alone."""
    return Entry(
        one.kind, one.at, one.what, one.name, "", one.reference,
        abs(one.cash_paise + one.upi_paise), BY_HAND, f"/vouchers/{one.voucher_id}",
        cash_paise=one.cash_paise, upi_paise=one.upi_paise,
    )  # fmt: skip


def sums(entries: Sequence[Entry]) -> list[Sum]:
    """Add up each kind that occurs; what was taken back moves nothing."""
    found = []
    for kind in KINDS:
        those = [one for one in entries if one.kind == kind]
        if those:
            cash = [one.cash_paise for one in those]
            found.append(Sum(
                kind, len(those), sum(one for one in cash if one > 0),
                -sum(one for one in cash if one < 0), sum(one.upi_paise for one in those),
            ))  # fmt: skip
    return found


def shares(entries: Iterable[Entry], wallet: tuple[int, int]) -> list[Share]:
    """Say how customers' money moved; ``wallet`` is (count, paise) paid from the CSC's wallet.

    Money that was given back is no way of paying, and what is not sure moved nothing.
    """
    moved = {mode: [0, 0] for mode in MODES}
    moved["wallet"] = list(wallet)
    for one in entries:
        paise = abs(one.cash_paise) + one.upi_paise
        if one.kind == REFUND or not paise:
            continue
        mode = AEPS if one.kind == AEPS else "upi" if one.upi_paise else "cash"
        moved[mode][0] += 1
        moved[mode][1] += paise
    total = sum(paise for _count, paise in moved.values())
    return [
        Share(mode, count, paise, share_percent(paise, total))
        for mode, (count, paise) in moved.items()
    ]


def digital_percent(found: Iterable[Share]) -> int | None:
    """The share of money that moved without cash, in percent; None where none moved."""
    found = list(found)
    total = sum(one.paise for one in found)
    digital = sum(one.paise for one in found if one.mode != "cash")
    return share_percent(digital, total) if total else None


def share_percent(part: int, whole: int) -> int:
    """A part in percent of the whole, rounded; 0 of nothing."""
    return (200 * part + whole) // (2 * whole) if whole else 0
