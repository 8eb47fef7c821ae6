"""Payments of bills through an operating unit: what is asked, what may come back, their numbers.

A payment has one reference of ours for ever. Whatever the line does, it is asked about, or sent
again word for word, under that reference; a new one is right only after a definite refusal (P13).
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum

from portal.domain.bills import FetchedBills, PaymentOption
from portal.domain.refusals import N_, Refusal
from portal.domain.text import with_check_digit

_CODE = re.compile("[A-Z0-9]{6}")
_REFERENCE = re.compile("P([A-Z0-9]{6})([0-9]{6})([0-9]{6})([0-9])")
_LAST_COUNTER = 999_999


class UnitIsSilent(Refusal):
    """The operating unit gave no answer that can be read. Nothing is known but that."""

    message = N_("Bharat Connect doesn't answer just now. Try again in a while.")
    status = 503


class UnitIsBusy(UnitIsSilent):
    """The operating unit wants to be asked later."""

    message = N_("Bharat Connect is busy just now. Try again in a minute.")


class UnitDeclines(Refusal):
    """The operating unit understood and declines; ``code`` and ``text`` are its own."""

    message = N_("Bharat Connect declines this: %(text)s")
    status = 409

    def __init__(self, code: str, text: str) -> None:
        super().__init__(code=code, text=text)
        self.code = code
        self.text = text


@dataclass(frozen=True, slots=True)
class Agent:
    """The registered agent in whose name a counter pays, as the network knows it."""

    id: str
    terminal_id: str
    mobile: str
    geocode: str
    postal_code: str
    channel: str = "AGT"


@dataclass(frozen=True, slots=True)
class BillAsking:
    """What a bill is asked with; without an agent the portal's own is named."""

    biller_id: str
    mobile: str
    params: tuple[tuple[str, str], ...]
    agent: Agent | None = None


@dataclass(frozen=True, slots=True)
class FailureReason:
    """Why the other side refused, in its own code and words."""

    code: str
    text: str = ""


@dataclass(frozen=True, slots=True)
class FetchAnswer:
    """What is known of an asking: neither field is set while the biller has not answered."""

    fetched: FetchedBills | None = None
    reason: FailureReason | None = None

    @property
    def is_waiting(self) -> bool:
        """Whether it must be asked again."""
        return self.fetched is None and self.reason is None


@dataclass(frozen=True, slots=True)
class PaymentRequest:
    """One payment, whole: the same request always makes the same body.

    ``ref_id`` is the reference of the fetch, empty where the biller is paid directly. ``fee_paise``
    is CCF1 and not in ``amount_paise``. ``bills`` names the bills of a list with their amounts.
    ``at_ms`` is the instant of the order, not of the sending.
    """

    payment_ref_id: str
    biller_id: str
    mobile: str
    params: tuple[tuple[str, str], ...]
    amount_paise: int
    at_ms: int
    payer_name: str
    ref_id: str = ""
    fee_paise: int = 0
    mode: str = "Cash"
    account_info: str = "Cash"
    option: PaymentOption | None = None
    bills: tuple[tuple[str, int], ...] = ()
    plan_id: str = ""
    agent: Agent | None = None


class Sent(StrEnum):
    """How a sending ended: they have it, they don't take it, or nobody can say."""

    TAKEN = "taken"
    REFUSED = "refused"
    UNKNOWN = "unknown"


@dataclass(frozen=True, slots=True)
class Sending:
    """The end of one sending of a payment.

    TAKEN says that the other side holds the payment under ``ref_id``, not that the bill is paid.
    REFUSED is about this sending alone: after an earlier UNKNOWN it is final only once
    ``payment`` and ``transactions`` know nothing of the reference. ``was_sent`` is False where
    not even a connection came about.
    """

    outcome: Sent
    ref_id: str = ""
    is_repeat: bool = False
    was_sent: bool = True
    reason: FailureReason | None = None


class PaymentState(StrEnum):
    """Where a payment stands on the other side.

    ABSENT: they say they have no such payment, which is no refusal. ADJUSTED: first paid, then
    adjusted; an officer must look where the money is. UNKNOWN: they could not be asked.
    """

    DONE = "done"
    REFUSED = "refused"
    WAITING = "waiting"
    ADJUSTED = "adjusted"
    ABSENT = "absent"
    UNKNOWN = "unknown"


@dataclass(frozen=True, slots=True)
class PaymentAnswer:
    """What the other side says of a payment. Fields it did not give are empty or None."""

    state: PaymentState
    ref_id: str = ""
    transaction_id: str = ""
    approval_no: str = ""
    payment_ref_id: str = ""
    biller_id: str = ""
    amount_paise: int | None = None
    fee_paise: int = 0
    reason: FailureReason | None = None
    additional: tuple[tuple[str, str], ...] = ()


@dataclass(frozen=True, slots=True)
class Transaction:
    """A line of the other side's own list of a day, for comparing."""

    ref_id: str
    payment_ref_id: str
    transaction_id: str
    biller_id: str
    amount_paise: int
    fee_paise: int
    state: PaymentState
    mobile: str = ""
    at: str = ""
    refund: str = ""


def is_about(answer: PaymentAnswer, request: PaymentRequest) -> bool:
    """Whether an answer speaks of this payment: what it names of it must be the same.

    An answer that settles money (DONE, REFUSED) must name our reference and the amount.
    """
    if answer.state not in (PaymentState.DONE, PaymentState.REFUSED):
        return answer.payment_ref_id in ("", request.payment_ref_id)
    return (
        answer.payment_ref_id == request.payment_ref_id
        and answer.amount_paise == request.amount_paise
        and answer.biller_id in ("", request.biller_id)
    )


def transaction_of(transactions: Iterable[Transaction], payment_ref_id: str) -> Transaction | None:
    """Find a payment of ours in the other side's list by our reference."""
    for one in transactions:
        if one.payment_ref_id == payment_ref_id:
            return one
    return None


def payment_ref_id(society_code: str, day_on: str, counter: int) -> str:
    """The reference of a counter's payment: P, society, date, number of the day, check digit.

    Twenty characters, read aloud like KHR001 261122 000017 and a digit that notices a slip of
    one figure. Raises ValueError for a code that has not six capitals and digits, or a counter
    outside 1 to 999999.
    """
    if not _CODE.fullmatch(society_code) or not 1 <= counter <= _LAST_COUNTER:
        raise ValueError(f"no payment reference for {society_code} {counter}")
    moved = day_on[2:4] + day_on[5:7] + day_on[8:10] + f"{counter:06d}"
    return f"P{society_code}{moved}{_check_digit(society_code + moved)}"


def is_payment_ref(text: str) -> bool:
    """Whether a text is a reference of ours, its check digit included."""
    read = _REFERENCE.fullmatch(text)
    return read is not None and _check_digit(read[1] + read[2] + read[3]) == read[4]


def _check_digit(text: str) -> str:
    """The Verhoeff digit of digits and capitals; A counts as 10, Z as 35."""
    return with_check_digit("".join(str(int(one, 36)) for one in text))[-1]
