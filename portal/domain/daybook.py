"""Vouchers and their lines: what a legal entry is, before anything is stored.

Money is whole paise; on a line debit is positive and credit negative, so a voucher's lines add up
to nothing (P2).
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

from portal.domain import heads
from portal.domain.day import PersonIsMissing
from portal.domain.heads import Chart
from portal.domain.money import AmountIsZero, CashHasPaise, is_whole, rupees
from portal.domain.refusals import N_, Refusal


class VoucherIsUnbalanced(Refusal):
    """Debit and credit of a voucher must be equal (P2)."""

    message = N_("Debit %(debit)s and credit %(credit)s must be equal; the difference is %(gap)s.")
    status = 422


class VoucherIsEmpty(Refusal):
    """A voucher needs at least two lines with money."""

    message = N_("Write at least one debit and one credit line.")
    status = 422


class NoDayIsOpen(Refusal):
    """Nothing can be entered before the day is opened."""

    message = N_("The day is not open. Open the day first.")


class CountIsGoingOn(Refusal):
    """From the moment counting begins, posting stops."""

    message = N_("Cash is being counted, so entries have stopped. Go back to entry to enter more.")


class CashWouldGoNegative(Refusal):
    """There is not that much cash in the till (P5)."""

    message = N_("There is not that much cash in the box. Check the amount.")
    status = 422
    field = "amount"


class PersonOwesLess(Refusal):
    """A cash shortage is paid back by whoever owes it, and at most what they owe."""

    message = N_("This person does not owe that much.")
    status = 422
    field = "person"


class MemberIsMissing(Refusal):
    """Share money and what is due to a member stand on the member's own page."""

    message = N_("Choose the member.")
    status = 422
    field = "member_no"


class AccountIsMissing(Refusal):
    """Deposits and loans stand on an account."""

    message = N_("Choose the account.")
    status = 422
    field = "account"


class AccountHoldsLess(Refusal):
    """A deposit or a share folio never falls below nothing."""

    message = N_("This account holds only %(amount)s.")
    status = 422
    field = "amount"


class LoanOwesLess(Refusal):
    """More than is owed on a loan is never taken for it."""

    message = N_("Only %(amount)s is owed on this account.")
    status = 422
    field = "amount"


class OrderIsMissing(Refusal):
    """Money taken for a bill stands on the order of that bill, or on what is kept by hand."""

    message = N_("Money of bill payments moves by its own tasks only.")
    status = 422


class PremiumHasNoOwner(Refusal):
    """A premium stands on the application it was taken for, or on what is kept by hand."""

    message = N_("Premiums move by their own tasks only.")
    status = 422


class MovesWithItsOrder(Refusal):
    """What stands on an order of the counter is moved by that order alone (P8)."""

    message = N_("This belongs to a bill payment and is settled there; it can't be corrected here.")


class BillMoneyIsLess(Refusal):
    """More is never settled or given back by hand than was taken by hand."""

    message = N_("Only %(amount)s of money taken by hand for bills is left.")
    status = 422
    field = "amount"


class PremiumIsLess(Refusal):
    """More of a premium is never sent on or given back than was taken for it."""

    message = N_("Only %(amount)s of this premium is held.")
    status = 422
    field = "amount"


class ReferenceIsMissing(Refusal):
    """A cheque, UPI or transfer entry needs its number and date."""

    message = N_("Write the cheque, UPI or transfer number.")
    status = 422
    field = "reference"


class VoucherIsUnknown(Refusal):
    """There is no such voucher in one's scope."""

    message = N_("There is no such voucher.")
    status = 404


@dataclass(frozen=True, slots=True)
class Line:
    """One line of a voucher: ``paise`` > 0 is debit, < 0 is credit; ``sub_id`` its sub-ledger."""

    head: int
    paise: int
    sub_id: int | None = None


@dataclass(frozen=True, slots=True)
class Draft:
    """A voucher as asked for: not numbered, not dated, not stored."""

    kind: str
    task: str
    lines: tuple[Line, ...]
    mode: str = "none"
    reference: str = ""
    reference_on: str = ""
    paper_no: str = ""
    party: str = ""
    narration: str = ""
    till: int | None = None
    given_paise: int | None = None
    reverses_id: int | None = None
    approved_by: int | None = None

    @property
    def total_paise(self) -> int:
        """The voucher's amount: the sum of its debit lines."""
        return sum(line.paise for line in self.lines if line.paise > 0)


@dataclass(frozen=True, slots=True)
class Voucher:
    """A stored voucher with its lines and words."""

    society_id: int
    id: int
    fy: int
    kind: str
    no: int
    day_on: str
    posted_at: int
    entered_by: int
    on_behalf_of: int | None
    approved_by: int | None
    task: str
    mode: str
    reference: str
    reference_on: str
    paper_no: str
    till: int | None
    total_paise: int
    given_paise: int | None
    reverses_id: int | None
    form_token: str
    text_commitment: bytes
    leaf_hash: bytes
    chain_hash: bytes
    hash_version: int
    party: str | None
    narration: str | None
    lines: tuple[Line, ...] = field(default=())

    @property
    def change_paise(self) -> int | None:
        """What the customer gets back, where what they gave was written down."""
        return None if self.given_paise is None else self.given_paise - self.total_paise

    def cash_paise(self, chart: Chart) -> int:
        """What this voucher does to cash: > 0 came in, < 0 went out."""
        return sum(line.paise for line in self.lines if chart[line.head].is_cash)


_NAMELESS: dict[str, type[Refusal]] = {
    "shortage": PersonIsMissing, "member": MemberIsMissing, "applicant": MemberIsMissing,
    "deposit": AccountIsMissing, "loan": AccountIsMissing, "csc": OrderIsMissing,
    "insurance": PremiumHasNoOwner,
}  # fmt: skip


def check(draft: Draft, chart: Chart, *, any_leaf: bool = False) -> None:
    """Refuse a draft that is empty, unbalanced, on a wrong head, or with paise in cash.

    On heads with a register each line names whose it is, so that the register's sum equals the
    head (P2): a person for a shortage, a member for shares, an account for deposits and loans.

    ``any_leaf`` lets an opening voucher carry control heads whose register comes later.
    """
    if len(draft.lines) < 2 or not any(line.paise for line in draft.lines):
        raise VoucherIsEmpty
    for line in draft.lines:
        _check_line(line, chart, any_leaf)
    debit = draft.total_paise
    credit = -sum(line.paise for line in draft.lines if line.paise < 0)
    if debit != credit:
        raise unbalanced(debit, credit)


def _check_line(line: Line, chart: Chart, any_leaf: bool) -> None:
    head = chart[line.head] if any_leaf else chart.postable(line.head)
    if head.is_group:
        raise heads.HeadIsAGroup(head=line.head)
    if head.has_register and line.sub_id is None and not any_leaf:
        raise _NAMELESS[head.sub_ledger]
    if not line.paise:
        raise AmountIsZero(field="amount")
    if head.is_cash and not is_whole(line.paise):
        raise CashHasPaise(field="amount")


def unbalanced(debit: int, credit: int) -> VoucherIsUnbalanced:
    """Say by how much a voucher doesn't balance, in rupees."""
    return VoucherIsUnbalanced(
        debit=rupees(debit), credit=rupees(credit), gap=rupees(abs(debit - credit))
    )


def kind_of(lines: Iterable[Line], chart: Chart) -> str:
    """Name a free voucher's kind by the heads it moves.

    Only cash and bank: contra. Cash in or out: cash receipt or payment. Bank: bank receipt or
    payment. Neither: journal.
    """
    lines = tuple(lines)
    is_money = [chart[line.head].is_cash or chart[line.head].is_bank for line in lines]
    if all(is_money):
        return "contra"
    cash = sum(line.paise for line in lines if chart[line.head].is_cash)
    bank = sum(line.paise for line in lines if chart[line.head].is_bank)
    if cash:
        return "cash_receipt" if cash > 0 else "cash_payment"
    if bank:
        return "bank_receipt" if bank > 0 else "bank_payment"
    return "journal"


def mirrored(lines: Sequence[Line]) -> tuple[Line, ...]:
    """Turn every debit into a credit and every credit into a debit."""
    return tuple(Line(line.head, -line.paise, line.sub_id) for line in lines)
