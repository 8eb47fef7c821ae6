"""Money by Aadhaar (AePS): what the bank's device printed, as it is written down here.

The transaction itself happens on the bank's device. Nothing of a finger or face and no whole
Aadhaar number is ever kept; cash moves here only where the device says for sure that it was done.
"""

from __future__ import annotations

import re
from collections.abc import Container
from dataclasses import dataclass
from datetime import date, timedelta

from portal.domain.daybook import Draft
from portal.domain.money import AmountIsZero, CashHasPaise, is_whole, rupees
from portal.domain.refusals import N_, Refusal
from portal.domain.register import LastFourIsWrong
from portal.domain.tasks import Filled, TaskBook, draft_of
from portal.domain.text import AadhaarIsNotStored, TextIsTooLong, clean, has_aadhaar, latin_digits

WITHDRAWAL, DEPOSIT, BALANCE = KINDS = ("withdrawal", "deposit", "balance")
DONE, DECLINED, UNCERTAIN = OUTCOMES = ("done", "declined", "uncertain")
TASKS = {WITHDRAWAL: "aeps_withdraw", DEPOSIT: "aeps_deposit"}
SETTLEMENT_HEAD = 2206
#: Services of the catalogue that are done on the device; a mini statement is an enquiry too.
SERVICES = {
    "banking-001": WITHDRAWAL, "banking-002": DEPOSIT, "banking-003": BALANCE,
    "banking-004": BALANCE,
}  # fmt: skip
MOST_PAISE = 10_000_00
WORKING_DAYS = 5
LONGEST_NOTE = 200

#: How an uncertain transaction may end, by kind: the bank put everything back; or it went through
#: after all, and the cash is still to move (the record stays open) or has moved (a voucher).
RETURNED, TO_GIVE, GIVEN, TO_TAKE, TAKEN = "returned", "to_give", "given", "to_take", "taken"
SETTLEMENTS = {
    WITHDRAWAL: (RETURNED, TO_GIVE, GIVEN), DEPOSIT: (RETURNED, TO_TAKE, TAKEN), BALANCE: (),
}  # fmt: skip
STAYS_OPEN = frozenset({TO_GIVE, TO_TAKE})
MOVES_CASH = frozenset({GIVEN, TAKEN})
#: The record was wrong: what it had booked is taken back, and its RRN may be written down anew.
VOID = "void"

_RRN = re.compile(r"[0-9]{12}")
_TWELVE = re.compile(r"(?<![0-9])(?:[0-9][ -]*){11}[0-9](?![0-9])")
_EARLIER, _LATER = 31, 1  # days around the day of the slip that its RRN may name
_SATURDAY, _SUNDAY = 5, 6


class RecordIsUnknown(Refusal):
    """There is no such record in one's society."""

    message = N_("There is no such Aadhaar transaction.")
    status = 404


class KindIsNotAChoice(Refusal):
    """It is a withdrawal, a deposit or a balance enquiry."""

    message = N_("Choose what was done on the device.")
    status = 422
    field = "kind"


class OutcomeIsNotAChoice(Refusal):
    """The slip says how it ended; an enquiry moves no money, so nothing of it is uncertain."""

    message = N_("Choose what the slip of the device says.")
    status = 422
    field = "outcome"


class RrnIsWrong(Refusal):
    """The reference of a transaction has twelve digits."""

    message = N_("The RRN has 12 digits. Write it as on the slip.")
    status = 422
    field = "rrn"


class RrnIsTaken(Refusal):
    """The same slip is written down once; ``record_id`` is the first."""

    message = N_("This RRN is already written down. Look at it first.")
    status = 422
    field = "rrn"

    def __init__(self, record_id: int) -> None:
        super().__init__()
        self.record_id = record_id


class AmountIsAboveTheCap(Refusal):
    """One transaction by Aadhaar moves at most MOST_PAISE."""

    message = N_("By Aadhaar at most ₹ %(most)s can be moved at a time.")
    status = 422
    field = "amount"


class BankIsMissing(Refusal):
    """The slip names the customer's bank."""

    message = N_("Write the customer's bank.")
    status = 422
    field = "bank"


class HolderIsMissing(Refusal):
    """Somebody stands at the counter."""

    message = N_("Write the customer's name.")
    status = 422
    field = "name"


class SettlementIsNotAChoice(Refusal):
    """What became of an uncertain transaction is one of the answers for its kind."""

    message = N_("Choose what became of it.")
    status = 422
    field = "settled_as"


class RecordIsSettled(Refusal):
    """Only what is uncertain waits for an answer."""

    message = N_("This Aadhaar transaction is settled. Nothing is open in it.")


class RecordIsVoid(Refusal):
    """A record is taken back once."""

    message = N_("This record was already taken back.")


class MovesWithItsRecord(Refusal):
    """A voucher of an Aadhaar transaction is corrected where the transaction is written down."""

    message = N_("This belongs to an Aadhaar transaction. Say there that it was recorded wrongly.")


@dataclass(frozen=True, slots=True)
class Record:
    """A transaction of the bank's device as written down. Money in paise.

    ``day_on`` is the society's day, ``voucher_id`` the voucher that stands for the cash, if any.
    ``register`` and ``record_id`` name a member or walk-in customer. ``settled_as`` says what
    became of an uncertain one; it is open until ``settled_at`` is known.
    """

    society_id: int
    id: int
    version: int
    kind: str
    outcome: str
    amount_paise: int
    rrn: str
    last_four: str
    bank: str
    name: str
    mobile: str
    register: int | None
    record_id: int | None
    day_on: str
    recorded_at: int
    recorded_by: int
    on_behalf_of: int | None = None
    voucher_id: int | None = None
    settled_as: str = ""
    settled_note: str = ""
    settled_at: int | None = None
    settled_by: int | None = None

    @property
    def is_void(self) -> bool:
        """It was recorded wrongly and taken back."""
        return self.settled_as == VOID

    @property
    def is_open(self) -> bool:
        """Nobody knows yet where the money ended, or the cash is still to move."""
        return self.outcome == UNCERTAIN and self.settled_at is None

    @property
    def printed_rrn(self) -> str:
        """The RRN as the device printed it; a record that was taken back keeps it with a mark."""
        return self.rrn.partition("~")[0]

    @property
    def void_rrn(self) -> str:
        """The RRN with the mark that lets the same slip be written down rightly."""
        return f"{self.printed_rrn}~{self.id}"

    @property
    def moves_cash(self) -> bool:
        """The device moved money for sure, so cash changes hands."""
        return self.outcome == DONE and self.kind in TASKS


def parse_rrn(text: str) -> str:
    """Read an RRN in either digit script, with or without spaces; raise RrnIsWrong."""
    digits = re.sub(r"[\s-]", "", latin_digits(clean(text)))
    if not _RRN.fullmatch(digits):
        raise RrnIsWrong
    return digits


def looks_like_aadhaar(rrn: str, last_four: str, day_on: str) -> bool:
    """Whether what stands as RRN is rather the customer's Aadhaar number.

    An RRN begins with the last digit of the year and the day of the year of its own day. One in
    ten also has the check digit of an Aadhaar number, so only what begins otherwise, or ends with
    the customer's own last four, is taken for one.
    """
    if not has_aadhaar(rrn):
        return False
    day = date.fromisoformat(day_on)
    near = (day + timedelta(days=days) for days in range(-_EARLIER, _LATER + 1))
    is_near = rrn[:4] in {f"{one.year % 10}{one:%j}" for one in near}
    return rrn[-4:] == last_four or not is_near


def holds_twelve_digits(text: str) -> bool:
    """Whether a text holds any number of twelve digits; nobody writes one here but the RRN."""
    return has_aadhaar(text) or _TWELVE.search(latin_digits(clean(text))) is not None


def check(record: Record) -> None:
    """Refuse a record that the device can't have printed, or that holds an Aadhaar number.

    Raises KindIsNotAChoice, OutcomeIsNotAChoice, AmountIsZero, CashHasPaise, AmountIsAboveTheCap,
    RrnIsWrong, LastFourIsWrong, AadhaarIsNotStored, BankIsMissing, HolderIsMissing, TextIsTooLong.
    """
    if record.kind not in KINDS:
        raise KindIsNotAChoice
    if record.outcome not in OUTCOMES or (record.kind == BALANCE and record.outcome == UNCERTAIN):
        raise OutcomeIsNotAChoice
    _check_amount(record)
    _check_numbers(record)
    for name, missing in (("bank", BankIsMissing), ("name", HolderIsMissing)):
        text = getattr(record, name)
        if not text:
            raise missing
        if len(text) > 80:
            raise TextIsTooLong(most=80, field=name)
        if holds_twelve_digits(text):
            raise AadhaarIsNotStored(field=name)


def _check_numbers(record: Record) -> None:
    parse_rrn(record.rrn)
    if not re.fullmatch("[0-9]{4}", record.last_four):
        is_more = holds_twelve_digits(record.last_four)
        raise (AadhaarIsNotStored if is_more else LastFourIsWrong)(field="last_four")
    if looks_like_aadhaar(record.rrn, record.last_four, record.day_on):
        raise AadhaarIsNotStored(field="rrn")


def _check_amount(record: Record) -> None:
    if record.kind == BALANCE:
        if record.amount_paise:
            raise KindIsNotAChoice
        return
    if record.amount_paise <= 0:
        raise AmountIsZero(field="amount")
    if not is_whole(record.amount_paise):
        raise CashHasPaise(field="amount")
    if record.amount_paise > MOST_PAISE:
        raise AmountIsAboveTheCap(most=rupees(MOST_PAISE))


def draft_for(record: Record, tasks: TaskBook) -> Draft:
    """Make the voucher of the cash: its reference is the RRN, so that the bank's lines find it.

    A withdrawal is paid out of the box and the bank owes it (2206); a deposit the other way.
    """
    return draft_of(tasks[TASKS[record.kind]], Filled(
        amounts=(record.amount_paise,), reference=record.rrn, reference_on=record.day_on,
        party=record.name, narration=f"{record.bank} · …{record.last_four}",
    ))  # fmt: skip


def check_settlement(record: Record, settled_as: str) -> None:
    """Refuse an answer that is none for this record; raise as named."""
    if record.is_void:
        raise RecordIsVoid
    if not record.is_open:
        raise RecordIsSettled
    if settled_as not in SETTLEMENTS[record.kind] or settled_as == record.settled_as:
        raise SettlementIsNotAChoice


def working_day_after(on: str, count: int, holidays: Container[str]) -> str:
    """The ``count``-th day after ``on`` on which banks work.

    They rest on Sundays, the second and fourth Saturdays and the state's holidays.
    """
    day = date.fromisoformat(on)
    while count:
        day += timedelta(days=1)
        is_free_saturday = day.weekday() == _SATURDAY and (day.day + 6) // 7 in (2, 4)
        if not (day.weekday() == _SUNDAY or is_free_saturday or day.isoformat() in holidays):
            count -= 1
    return day.isoformat()
