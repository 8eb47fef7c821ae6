"""An operating unit for the demo: made-up bills, the same for the same number in a month.

It answers at once and remembers only what it was asked in this process. The last three digits of
a number say what goes wrong, as in the sandbox of Bharat Connect: 034 is refused, 031 stays open.
"""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from typing import NoReturn

from portal.actions.billers import biller
from portal.domain.bill_complaints import Complaint
from portal.domain.bill_payments import (
    BillAsking,
    FailureReason,
    FetchAnswer,
    PaymentAnswer,
    PaymentRequest,
    PaymentState,
    Sending,
    Sent,
    Transaction,
    UnitIsSilent,
)
from portal.domain.billers import BillerPage, Plan
from portal.domain.bills import Bill, FetchedBills

REFUSED, WAITING = "034", "031"
_NOT_NOW = FailureReason("BRR005", "Biller is not accepting payments at this time")
_NAMES = (
    "RAMESHWAR PATEL", "SUNITA DEVI", "MOHAN LAL", "GEETA BAI", "SHYAM SUNDAR", "KAMLA BAI",
    "BHOLA PRASAD", "ANITA RAWAT", "DINESH KUMAR", "SAVITRI DEVI",
)  # fmt: skip


class DemoUnit:
    """The unit of one society's counter."""

    def __init__(self, month: str = "") -> None:
        """``month`` (yyyy-mm) is that of the bills."""
        self.month = month
        self._asked: dict[str, BillAsking] = {}
        self._paid: dict[str, PaymentRequest] = {}

    def is_up(self) -> bool:
        """It always answers."""
        return True

    def ask_bills(self, asking: BillAsking) -> str:
        """Take an asking down."""
        ref_id = _signs(35, "asked", len(self._asked), self.month, *_words(asking))
        self._asked[ref_id] = asking
        return ref_id

    def bills(self, ref_id: str) -> FetchAnswer:
        """Make up the month's bill of a number."""
        asking = self._asked[ref_id]
        words = (self.month, *_words(asking))
        bill = Bill(
            amount_paise=(110 + _below(700, "amount", *words)) * 100,
            bill_no=f"B{self.month[2:4]}{self.month[5:]}{_below(10**6, 'no', *words):06d}",
            bill_on=f"{self.month}-01",
            due_on=f"{self.month}-{18 + _below(10, 'due', *words)}",
            period="MONTHLY",
            customer_name=_NAMES[_below(len(_NAMES), "name", *words)],
        )
        exactness = biller(asking.biller_id).exactness
        return FetchAnswer(FetchedBills(ref_id, (bill,), exactness))

    def pay(self, request: PaymentRequest) -> Sending:
        """Take a payment down under the reference of its bill."""
        self._paid[request.ref_id] = request
        return Sending(Sent.TAKEN, request.ref_id)

    def payment(self, ref_id: str) -> PaymentAnswer:
        """Say how a payment ended, by its number."""
        paid = self._paid[ref_id]
        end = paid.params[0][1][-3:]
        state = {REFUSED: PaymentState.REFUSED, WAITING: PaymentState.WAITING}.get(end)
        state = state or PaymentState.DONE
        is_done = state is PaymentState.DONE
        return PaymentAnswer(
            state, ref_id, transaction_id="SB01" + _signs(16, "paid", paid.payment_ref_id),
            approval_no=_signs(6, "approved", paid.payment_ref_id) if is_done else "",
            payment_ref_id=paid.payment_ref_id, biller_id=paid.biller_id,
            amount_paise=paid.amount_paise, fee_paise=paid.fee_paise,
            reason=_NOT_NOW if state is PaymentState.REFUSED else None,
        )  # fmt: skip

    def categories(self) -> Sequence[tuple[str, int]]:
        """It has no master."""
        return ()

    def billers(self, since_at: int | None = None, after: str = "") -> BillerPage:
        """It has no master."""
        _silent()

    def plans(self, biller_id: str) -> Sequence[Plan]:
        """Nothing is recharged in the demo."""
        return ()

    def transactions(self, day_on: str) -> Sequence[Transaction]:
        """It keeps no list of days."""
        _silent()

    def complain(self, transaction_id: str, kind: str, text: str) -> str:
        """Nobody complains in the demo."""
        _silent()

    def complaint(self, ref_id: str) -> Complaint:
        """Nobody complains in the demo."""
        _silent()

    def disputes(self, first_on: str, last_on: str) -> Sequence[Complaint]:
        """Nobody complains in the demo."""
        return ()


def _silent() -> NoReturn:
    raise UnitIsSilent


def _words(asking: BillAsking) -> tuple[str, ...]:
    return asking.biller_id, *(value for _name, value in asking.params)


def _thrown(*words: object) -> str:
    return hashlib.sha256("|".join(map(str, words)).encode()).hexdigest().upper()


def _signs(length: int, *words: object) -> str:
    return _thrown(*words)[:length]


def _below(end: int, *words: object) -> int:
    return int(_thrown(*words), 16) % end
