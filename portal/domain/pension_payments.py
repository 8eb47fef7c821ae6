"""Pensions handed out at the counter from money that was sent for them (head 1605).

A month is written YYYY-MM; each pensioner gets each month once, unless its voucher was reversed.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from portal.domain.daybook import Draft, Line
from portal.domain.heads import CASH_BOX
from portal.domain.money import AmountIsZero, CashHasPaise, is_whole, rupees
from portal.domain.pensioners import ENDED, LARGEST_MONTHLY, STOPPED, Pensioner, PensionHasEnded
from portal.domain.refusals import N_, Refusal
from portal.domain.text import latin_digits

FOR_PENSIONS = 1605
TASK = "pension_pay"
MOST_MONTHS = 24
"""So many months back a payment may be for; what is older goes through the office."""
_MONTH = re.compile(r"20[0-9]{2}-(?:0[1-9]|1[0-2])")


class MonthIsWrong(Refusal):
    """A pension is for a month of the calendar."""

    message = N_("Choose the month.")
    status = 422
    field = "month"


class MonthIsLater(Refusal):
    """A pension is not paid before its month."""

    message = N_("This month is still to come.")
    status = 422
    field = "month"


class MonthIsTooOld(Refusal):
    """What was not paid for years goes through the office."""

    message = N_("This month is more than two years ago. Ask the office that pays the pension.")
    status = 422
    field = "month"


class MonthIsPaid(Refusal):
    """One payment for each pensioner and month."""

    message = N_("This month was already paid: ₹ %(amount)s on %(on)s, voucher %(no)s.")
    status = 422
    field = "month"


class PensionMoneyIsMissing(Refusal):
    """Only money that was sent for pensions is handed out as such."""

    message = N_(
        "Only ₹ %(held)s was sent for pensions and is still here. Enter first what has arrived."
    )
    status = 422
    field = "amount"


class PensionIsStopped(Refusal):
    """A pension that is stopped is not handed out."""

    message = N_("This pension is stopped. Enter first that it is paid again.")


class PensionIsTooMuch(Refusal):
    """Nobody draws that much for a month at a counter."""

    message = N_("This is too much for a month. Look at the amount again.")
    status = 422
    field = "amount"


@dataclass(frozen=True, slots=True)
class Payment:
    """A month's pension handed out; ``no`` is higher than 1 where an earlier one was reversed."""

    society_id: int
    pensioner_id: int
    month: str
    no: int
    paise: int
    voucher_id: int
    paid_on: str
    paid_at: int
    paid_by: int


def read_month(typed: str) -> str:
    """Read a month written YYYY-MM; raise MonthIsWrong."""
    month = latin_digits(typed).strip()
    if not _MONTH.fullmatch(month):
        raise MonthIsWrong
    return month


def month_before(month: str) -> str:
    """The month before."""
    year, number = int(month[:4]), int(month[5:])
    return f"{year - 1}-12" if number == 1 else f"{year}-{number - 1:02d}"


def months_to(month: str, number: int) -> list[str]:
    """List so many months up to this one, the newest first."""
    found = [month]
    while len(found) < number:
        found.append(month_before(found[-1]))
    return found


def check_payable(pensioner: Pensioner, month: str, paise: int, day_on: str) -> None:
    """Refuse a payment on a day that no pensioner may get, whatever was paid before.

    Raises PensionHasEnded, PensionIsStopped, MonthIsWrong, MonthIsLater, MonthIsTooOld,
    AmountIsZero, CashHasPaise, PensionIsTooMuch.
    """
    if pensioner.status == ENDED:
        raise PensionHasEnded
    if pensioner.status == STOPPED:
        raise PensionIsStopped
    if read_month(month) > day_on[:7]:
        raise MonthIsLater
    if month not in months_to(day_on[:7], MOST_MONTHS + 1):
        raise MonthIsTooOld
    if paise <= 0:
        raise AmountIsZero(field="amount")
    if not is_whole(paise):
        raise CashHasPaise(field="amount")
    if paise > LARGEST_MONTHLY:
        raise PensionIsTooMuch


def require_held(held_paise: int, paise: int) -> None:
    """Refuse more than stands on 1605; raise PensionMoneyIsMissing."""
    if held_paise < paise:
        raise PensionMoneyIsMissing(held=rupees(max(0, held_paise)))


def payment_draft(pensioner: Pensioner, paise: int, narration: str) -> Draft:
    """The voucher of a payment: out of the box, against what was sent for pensions."""
    return Draft(
        kind="cash_payment", task=TASK, mode="cash", till=CASH_BOX, party=pensioner.name_hi,
        paper_no=f"…{pensioner.benefit_no[-4:]}", narration=narration,
        lines=(Line(CASH_BOX, -paise), Line(FOR_PENSIONS, paise)),
    )  # fmt: skip
