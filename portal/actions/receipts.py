"""Receipts of the counter: what one says, how often it was printed, and looking one up."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field

from portal.actions.application_money import of_items
from portal.actions.billers import billers_of
from portal.actions.exactly_once import Done, exactly_once
from portal.actions.messages import offer
from portal.actions.public_looks import Asker
from portal.actions.visits import visit
from portal.domain.applications import Application
from portal.domain.bill_orders import Order
from portal.domain.billers import Biller
from portal.domain.fee_returns import FeeReturn
from portal.domain.people import Doer, Slip
from portal.domain.public_looks import HOUR, MINUTE, TooManyMisses, asker_key, is_too_many
from portal.domain.receipts import (
    PRINT_HOLDS_MS,
    ReceiptIsUnknown,
    ReceiptWasSent,
    Standing,
    VisitIsNotPaid,
    parse_code,
    standing_of_return,
)
from portal.domain.refusals import Refusal
from portal.domain.visits import Fee, Visit
from portal.storage import bill_orders, fee_returns, messages, public_looks, receipts, visits
from portal.storage.engine import write_transaction
from portal.storage.messages import StoredMessage
from portal.storage.receipts import Print, Receipt


@dataclass(frozen=True, slots=True)
class Paid:
    """What a visit paid for: bills and fees, each as it stands now."""

    visit: Visit
    orders: list[Order]
    fees: list[Fee]
    billers: Mapping[str, Biller]
    undone: set[int]
    returns: Mapping[int, FeeReturn] = field(default_factory=dict)
    applications: Mapping[int, Application] = field(default_factory=dict)

    def biller_name_hi(self, order: Order) -> str:
        """Name a bill's biller in Hindi, as far as that is known."""
        known = self.billers.get(order.biller_id)
        return (known.name_hi if known else "") or order.biller_name

    def fee_standing(self, fee: Fee) -> Standing:
        """Say whether what was received for a fee still stands in the books, or goes back."""
        if fee.no in self.returns:
            return standing_of_return(self.returns[fee.no].state)
        return Standing.TAKEN_BACK if fee.voucher_id in self.undone else Standing.DONE


def paid_visit(society_id: int, visit_id: int) -> Paid:
    """Return what a visit paid for; raise VisitIsUnknown, VisitIsNotPaid."""
    found = visit(society_id, visit_id)
    if not found.is_paid:
        raise VisitIsNotPaid
    orders = [
        one for one in bill_orders.orders_of_visit(society_id, visit_id)
        if one.cash_voucher_id is not None
    ]  # fmt: skip
    fees = visits.fees(society_id, visit_id)
    undone = receipts.taken_back(
        society_id, [one.voucher_id for one in fees if one.voucher_id is not None]
    )
    known = billers_of(sorted({one.biller_id for one in orders}))
    return Paid(
        found, orders, fees, {one.id: one for one in known}, undone,
        fee_returns.of_visit(society_id, visit_id) if fees else {}, of_items(society_id, fees),
    )  # fmt: skip


def code_for(doer: Doer, society_id: int, kind: str, record_id: int) -> str:
    """Return the code of a record, given to it at its first print where it has none yet."""

    def deed() -> str:
        found = receipts.code_of(society_id, kind, record_id)
        return found or receipts.make(society_id, kind, record_id, doer.at)

    return receipts.code_of(society_id, kind, record_id) or write_transaction(deed)


def note_print(doer: Doer, code: str, size: str) -> tuple[Print, Print]:
    """Note that a receipt is printed now; return this print and the first one.

    Opening the page for printing is a print. Opening it again within two minutes, by the same
    person and for the same paper, is still the same print; any other is the next copy, and says
    so.
    """

    def deed() -> tuple[Print, Print]:
        made = receipts.prints(code)
        last = made[-1] if made else None
        is_mine = last is not None and (last.size, last.printed_by) == (size, doer.person_id)
        if last is not None and is_mine and doer.at - last.printed_at < PRINT_HOLDS_MS:
            return last, made[0]
        now = Print(len(made) + 1, size, doer.at, doer.person_id)
        receipts.add_print(code, now)
        return now, (made or [now])[0]

    return write_transaction(deed)


def messages_about(society_id: int, code: str) -> list[StoredMessage]:
    """List the messages that were sent with a receipt, the newest first."""
    return messages.about(society_id, f"receipt {code}")


def send_receipt(
    doer: Doer, slip: Slip, society_id: int, visit_id: int, mobile: str, body: str
) -> Done:  # fmt: skip
    """Send a visit's receipt as a short message, once.

    Raises VisitIsUnknown, VisitIsNotPaid, ReceiptWasSent and what ``messages.offer`` raises.
    """

    def deed() -> Done:
        if not visit(society_id, visit_id).is_paid:
            raise VisitIsNotPaid
        code = receipts.code_of(society_id, "visit", visit_id)
        before = messages_about(society_id, code)
        if before:
            raise ReceiptWasSent(last_four=before[0].mobile[-4:])
        offer(doer, society_id, "receipt", f"receipt {code}", mobile, body)
        return Done(f"/visits/{visit_id}/share?sent=1")

    return exactly_once(doer, slip, deed)


def look_up(asker: Asker, typed: str) -> Receipt:
    """Return the receipt of a typed code. Only misses are counted, by address and minute.

    A code can't be guessed, so what is right needs no lock here (``public_looks.guarded`` is for
    what can). Raises ReceiptCodeIsWrong, ReceiptIsUnknown, TooManyMisses: ten misses within a
    minute or sixty within an hour, after which this address has to wait whatever it types.
    """
    who, minute = asker_key(asker.address, asker.secret), asker.at // MINUTE
    if is_too_many(public_looks.misses(who, minute - HOUR // MINUTE + 1), minute):
        raise TooManyMisses
    try:
        return _receipt(parse_code(typed))
    except Refusal:
        write_transaction(_counting(who, minute))
        raise


def _receipt(code: str) -> Receipt:
    found = receipts.receipt(code)
    if found is None:
        raise ReceiptIsUnknown
    return found


def _counting(who: str, minute: int) -> Callable[[], None]:
    def deed() -> None:
        public_looks.count_miss(who, minute)
        public_looks.forget(minute - HOUR // MINUTE)

    return deed
