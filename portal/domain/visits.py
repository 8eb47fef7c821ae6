"""A visit: one villager's business at the counter, paid once, its items living by themselves.

Items are bill payments and fees. Amounts are paise; cash is taken in whole rupees for each item,
UPI exactly.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass, replace
from urllib.parse import quote, urlencode

from portal.domain.bill_order_vouchers import taken_paise, whole_rupees
from portal.domain.bill_orders import BEFORE_CASH, Order
from portal.domain.daybook import Draft, Line
from portal.domain.heads import (
    BY_HAND,
    CASH_BOX,
    COUNTER_FEE,
    CROP_PREMIUM,
    HELD_FOR_OTHERS,
    INSURANCE_FEE,
    OTHER_PREMIUM,
    RECEIVED_FOR_BILLS,
    ROUNDING,
    UPI_COLLECTION,
)
from portal.domain.money import AmountIsZero, CashHasPaise, is_whole
from portal.domain.refusals import N_, Refusal
from portal.domain.text import AadhaarIsNotStored, clean, has_aadhaar, latin_digits

CASH, UPI = "cash", "upi"
FEE_TASK = "csc_service_fee"
FEE_TASKS = {CROP_PREMIUM: "insurance_premium", OTHER_PREMIUM: "insurance_other"}
"""The task of a fee's voucher by the head that holds what is passed on; FEE_TASK for the rest."""
LARGEST_FEE = 1_00_000_00
LARGEST_PASSED = 10_00_000_00
"""What an application passes on at most: a premium, a fare; more is a slip of the keys."""
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


class ItemIsTooLarge(Refusal):
    """No premium or fare at a counter is that large."""

    message = N_("It is ₹ 10,00,000 at most. Look at the number again.")
    status = 422
    field = "passed"


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
    """A fee beside bills: ``own_paise`` is our income, ``passed_paise`` goes on to others.

    ``application_id`` is the application whose money it is. ``own_head`` is the income it is,
    ``passed_head`` where it is held until it goes on (1601, or 1603 and 1604 for premiums).
    """

    what: str
    own_paise: int = 0
    passed_paise: int = 0
    service_id: str = ""
    no: int = 0
    voucher_id: int | None = None
    application_id: int | None = None
    own_head: int = COUNTER_FEE
    passed_head: int = RECEIVED_FOR_BILLS

    @property
    def total_paise(self) -> int:
        """What it comes to, exactly."""
        return self.own_paise + self.passed_paise

    @property
    def held_on(self) -> int:
        """The sub-ledger of what is passed on: the application of a premium, else by hand."""
        is_premium = self.passed_head != RECEIVED_FOR_BILLS
        return self.application_id or BY_HAND if is_premium else BY_HAND

    def taken_paise(self, mode: str) -> int:
        """What the customer pays for it: cash in whole rupees, UPI exactly."""
        return whole_rupees(self.total_paise) if mode == CASH else self.total_paise


def checked_fee(fee: Fee) -> Fee:
    """Return a fee as it is kept; only what an application passes on may have paise.

    Raises FeeHasNoName, AadhaarIsNotStored, AmountIsZero, CashHasPaise, FeeIsTooLarge,
    ItemIsTooLarge.
    """
    assert fee.own_head in (COUNTER_FEE, INSURANCE_FEE)
    assert fee.passed_head in HELD_FOR_OTHERS
    what = clean(fee.what)[:80]
    if not what:
        raise FeeHasNoName
    if has_aadhaar(what):
        raise AadhaarIsNotStored(field="what")
    _check_amounts(fee)
    return replace(fee, what=what, no=0, voucher_id=None)


def _check_amounts(fee: Fee) -> None:
    if whole_rupees(fee.total_paise) <= 0 or min(fee.own_paise, fee.passed_paise) < 0:
        raise AmountIsZero(field="own")
    if not is_whole(fee.own_paise):
        raise CashHasPaise(field="own")
    if fee.application_id is None and not is_whole(fee.passed_paise):
        raise CashHasPaise(field="passed")
    is_plain = fee.application_id is None
    if (fee.total_paise if is_plain else fee.own_paise) > LARGEST_FEE:
        raise FeeIsTooLarge
    if fee.passed_paise > LARGEST_PASSED:
        raise ItemIsTooLarge


def is_ready(order: Order) -> bool:
    """Whether it is chosen what is paid on a bill and its money is not taken yet."""
    return order.state in BEFORE_CASH and order.amount_paise > 0


def to_pay(orders: Iterable[Order], fees: Iterable[Fee], mode: str) -> int:
    """Sum up what is to be taken for a visit's items."""
    bills = sum(taken_paise(one, mode) for one in orders if is_ready(one))
    return bills + sum(one.taken_paise(mode) for one in fees)


def fee_draft(visit: Visit, fee: Fee) -> Draft:
    """The voucher of a fee: ours to its income, what goes on to others held on its own head.

    What a rupee of cash leaves over goes to rounding.
    """
    is_cash = visit.mode == CASH
    money = CASH_BOX if is_cash else UPI_COLLECTION
    taken = fee.taken_paise(visit.mode)
    lines = (
        Line(money, taken),
        Line(fee.own_head, -fee.own_paise),
        Line(fee.passed_head, -fee.passed_paise, fee.held_on),
        Line(ROUNDING, fee.total_paise - taken),
    )
    return Draft(
        kind="cash_receipt" if is_cash else "bank_receipt",
        task=FEE_TASKS.get(fee.passed_head, FEE_TASK),
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
