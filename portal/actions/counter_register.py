"""Gathering the day's register of the CSC counter from visits, orders and Aadhaar records."""

from __future__ import annotations

from dataclasses import dataclass

from portal.domain.counter_register import (
    Entry,
    Share,
    Sum,
    digital_percent,
    of_bill,
    of_fee_return,
    of_hand,
    of_record,
    of_refund,
    of_settlement,
    shares,
    sums,
)
from portal.storage import aeps, bill_orders, fee_returns
from portal.storage import counter_register as stored
from portal.storage.engine import snapshot


@dataclass(frozen=True, slots=True)
class CounterRegister:
    """The register of a business day: its lines in the order of the clock, and what they come to.

    ``digital_percent`` is the share of money that moved without cash (F17), None where none moved.
    """

    on: str
    entries: list[Entry]
    sums: list[Sum]
    shares: list[Share]
    digital_percent: int | None


def register_of(society_id: int, on: str) -> CounterRegister:
    """Gather the register of a business day."""
    with snapshot():
        fees = stored.fees_on(society_id, on)
        returns = fee_returns.given_on(society_id, on)
        vouchers = {one.voucher_id for one in fees}
        vouchers |= {one.found.given_voucher_id for one in returns}
        entries = [
            *(of_bill(one) for one in bill_orders.taken_on(society_id, on)),
            *(of_refund(one) for one in bill_orders.refunded_on(society_id, on)),
            *(one.entry for one in fees),
            *(of_fee_return(one.found, one.what, one.name) for one in returns),
            *(of_record(one) for one in aeps.records_on(society_id, on)),
            *(of_settlement(one) for one in aeps.settled_in_cash_on(society_id, on)),
            *(of_hand(one) for one in stored.by_hand_on(society_id, on, vouchers)),
        ]
        wallet = stored.wallet_on(society_id, on)
    entries.sort(key=lambda one: one.at)
    found = shares(entries, wallet)
    return CounterRegister(on, entries, sums(entries), found, digital_percent(found))
