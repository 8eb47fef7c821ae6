"""A visit: one villager's business at the counter, paid once, its items living by themselves.

Items are bill payments and fees. Amounts are paise; cash is taken in whole rupees for each item,
UPI exactly.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from urllib.parse import quote, urlencode

from portal.domain.bill_order_vouchers import taken_paise
from portal.domain.bill_orders import BEFORE_CASH, Order
from portal.domain.daybook import Draft, Line
from portal.domain.heads import BY_HAND, CASH_BOX, COUNTER_FEE, RECEIVED_FOR_BILLS, UPI_COLLECTION
from portal.domain.money import AmountIsZero, CashHasPaise, is_whole
from portal.domain.refusals import N_, Refusal
from portal.domain.text import AadhaarIsNotStored, clean, has_aadhaar, latin_digits

CASH, UPI = "cash", "upi"
FEE_TASK = "csc_service_fee"
LARGEST_FEE = 1_00_000_00
MOST_RETURNED_PAISE = 1_00_000_00
"""What can be given back of the notes of a customer; more is a slip of the keys."""
_UTR = re.compile("[0-9]{12}")
_UPI_ADDRESS = re.compile(r"[A-Za-z0-9._-]{2,64}@[A-Za-z][A-Za-z0-9.-]{1,63}")


class VisitIsUnknown(Refusal):
    """There is no such visit in one's society."""

    message = N_("There is no such visit.")
    status = 404


class VisitIsPaid(Refusal):
    """Its money was taken; what else comes is a new visit."""

    message = N_("The money of this visit was taken already. Begin a new one for other work.")


class VisitHasChanged(Refusal):
    """What is to be paid is not what the form showed."""

    message = N_("Something changed meanwhile. Look at the sum again; no money was entered.")


class NothingIsToPay(Refusal):
    """No item of the visit is ready to be paid."""

    message = N_("There is nothing to pay yet.")
    status = 422


class FeeIsTooLarge(Refusal):
    """Such fees don't exist at a counter."""

    message = N_("A fee is ₹ 1,00,000 at most.")
    status = 422
    field = "own"


class FeeHasNoName(Refusal):
    """The receipt must say what a fee is for."""

    message = N_("Write what it is for, e.g. photocopy.")
    status = 422
    field = "what"


class GivenIsTooMuch(Refusal):
    """Nobody hands over that much more than is to be paid: another number was typed there."""

    message = N_("The customer can't have given that much. Look at it again.")
    status = 422
    field = "given"


class UtrIsWrong(Refusal):
    """A UPI payment is known by the 12 digits of its UTR."""

    message = N_("Write the 12 digits of the UTR from the customer's phone.")
    status = 422
    field = "reference"


class UtrWasUsed(Refusal):
    """One UPI payment pays one visit."""

    message = N_("This UTR was entered before, for another visit: %(visit_id)s.")
    status = 422
    field = "reference"


class UpiAddressIsWrong(Refusal):
    """An address of UPI is a name, @ and the name of the bank or app."""

    message = N_("A UPI address looks like ramesh@okbank.")
    status = 422
    field = "payer_address"


@dataclass(frozen=True, slots=True)
class Visit:
    """A visit as it stands; ``version`` counts changes of it and of its items.

    ``total_paise`` is what was taken, ``given_paise`` what the customer gave in cash, where it was
    written down. ``reference`` is the UTR of a payment by UPI.
    """

    society_id: int
    id: int
    version: int
    began_on: str
    began_at: int
    began_by: int
    on_behalf_of: int | None = None
    register: int | None = None
    record_id: int | None = None
    name: str = ""
    mobile: str = ""
    state: str = "open"
    mode: str = ""
    reference: str = ""
    payer_address: str = ""
    total_paise: int = 0
    given_paise: int | None = None
    paid_on: str = ""
    paid_at: int | None = None
    paid_by: int | None = None

    @property
    def is_paid(self) -> bool:
        """Whether its money was taken."""
        return self.state == "paid"

    @property
    def change_paise(self) -> int:
        """What the customer gets back of what was given."""
        return (self.given_paise or self.total_paise) - self.total_paise


@dataclass(frozen=True, slots=True)
class Fee:
    """A fee beside bills: ``own_paise`` is our income, ``passed_paise`` goes on to others."""

    what: str
    own_paise: int = 0
    passed_paise: int = 0
    service_id: str = ""
    no: int = 0
    voucher_id: int | None = None

    @property
    def total_paise(self) -> int:
        """What the customer pays for it."""
        return self.own_paise + self.passed_paise


def checked_fee(fee: Fee) -> Fee:
    """Return a fee as it is kept; it is in whole rupees.

    Raises FeeHasNoName, AadhaarIsNotStored, AmountIsZero, CashHasPaise, FeeIsTooLarge.
    """
    what = clean(fee.what)[:80]
    if not what:
        raise FeeHasNoName
    if has_aadhaar(what):
        raise AadhaarIsNotStored(field="what")
    if fee.total_paise <= 0:
        raise AmountIsZero(field="own")
    if not is_whole(fee.own_paise):
        raise CashHasPaise(field="own")
    if not is_whole(fee.passed_paise):
        raise CashHasPaise(field="passed")
    if fee.total_paise > LARGEST_FEE:
        raise FeeIsTooLarge
    return Fee(what, fee.own_paise, fee.passed_paise, fee.service_id)


def is_ready(order: Order) -> bool:
    """Whether it is chosen what is paid on a bill and its money is not taken yet."""
    return order.state in BEFORE_CASH and order.amount_paise > 0


def to_pay(orders: Iterable[Order], fees: Iterable[Fee], mode: str) -> int:
    """Sum up what is to be taken for a visit's items."""
    bills = sum(taken_paise(one, mode) for one in orders if is_ready(one))
    return bills + sum(one.total_paise for one in fees)


def fee_draft(visit: Visit, fee: Fee) -> Draft:
    """The voucher of a fee: ours to 3307, what goes on to others to 1601, kept by hand there."""
    is_cash = visit.mode == CASH
    money = CASH_BOX if is_cash else UPI_COLLECTION
    lines = (
        Line(money, fee.total_paise),
        Line(COUNTER_FEE, -fee.own_paise),
        Line(RECEIVED_FOR_BILLS, -fee.passed_paise, BY_HAND),
    )
    return Draft(
        kind="cash_receipt" if is_cash else "bank_receipt", task=FEE_TASK,
        lines=tuple(one for one in lines if one.paise), mode=visit.mode,
        reference=visit.reference, party=visit.name, narration=fee.what,
        till=CASH_BOX if is_cash else None,
    )  # fmt: skip


def read_utr(typed: str) -> str:
    """Read a UTR, digits of either script; raise UtrIsWrong."""
    digits = re.sub("[ -]", "", latin_digits(clean(typed)))
    if not _UTR.fullmatch(digits):
        raise UtrIsWrong
    return digits


def read_upi_address(typed: str) -> str:
    """Read an address of UPI; empty stays empty. Raises UpiAddressIsWrong."""
    address = clean(typed).replace(" ", "")
    if address and not _UPI_ADDRESS.fullmatch(address):
        raise UpiAddressIsWrong
    return address


def upi_reference(society_code: str, visit_id: int) -> str:
    """Our own reference of a visit's UPI payment, which the bank's statement may carry."""
    return f"{society_code}V{visit_id:06d}"


def upi_link(address: str, name: str, paise: int, reference: str) -> str:
    """The text of a UPI picture for an exact amount (NPCI's UPI linking specification)."""
    amount = f"{paise // 100}.{paise % 100:02d}"
    parts = {"pa": address, "pn": name, "am": amount, "cu": "INR", "tr": reference}
    return "upi://pay?" + urlencode(parts, quote_via=quote, safe="@")
