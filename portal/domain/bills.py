"""Bills as a biller shows them, and which amounts may be paid on them. Amounts are paise."""

from __future__ import annotations

from collections.abc import Mapping
from contextlib import suppress
from dataclasses import dataclass

from portal.domain.billers import Exactness, Selection
from portal.domain.dates import parse_on
from portal.domain.money import rupees
from portal.domain.refusals import N_, Refusal

EARLY_AMOUNT = "Early Payment Amount"
LATE_AMOUNT = "Late Payment Amount"
EARLY_DATE = "Early Payment Date"


class BillAmountIsRefused(Refusal):
    """The biller takes another amount."""

    message = N_("The biller takes another amount.")
    status = 422
    field = "amount"


class AmountIsNotTheBills(BillAmountIsRefused):
    """The bill is paid exactly or not at all."""

    message = N_("This biller takes exactly ₹ %(amount)s.")


class AmountIsBelowTheBill(BillAmountIsRefused):
    """Less than the least."""

    message = N_("This biller takes ₹ %(least)s or more.")


class AmountIsAboveTheBill(BillAmountIsRefused):
    """More than the most."""

    message = N_("This biller takes ₹ %(most)s at most.")


class AmountIsNoMultiple(BillAmountIsRefused):
    """Not a multiple of the biller's step."""

    message = N_("This biller takes multiples of ₹ %(step)s.")


class AmountIsNothing(BillAmountIsRefused):
    """Nothing would be paid."""

    message = N_("The amount can't be zero.")


class OptionIsUnknown(Refusal):
    """The bill has no such choice of amount."""

    message = N_("This choice is not on the bill. Fetch the bill again.")
    status = 422
    field = "option"


class BillsAreChosenWrongly(Refusal):
    """The biller wants other bills paid together, or one of them is not there."""

    message = N_("Choose the bills again.")
    status = 422
    field = "bills"


class OneBillIsChosen(BillsAreChosenWrongly):
    """This biller takes one bill at a time."""

    message = N_("This biller takes one bill at a time.")


class AllBillsAreChosen(BillsAreChosenWrongly):
    """This biller takes all open bills together."""

    message = N_("This biller takes all open bills together.")


@dataclass(frozen=True, slots=True)
class PaymentOption:
    """Another amount that the biller offers, by its name."""

    name: str
    amount_paise: int


@dataclass(frozen=True, slots=True)
class Bill:
    """One bill. Dates are ISO text, empty where the biller gives none; bounds None where open."""

    amount_paise: int
    bill_no: str = ""
    bill_on: str = ""
    due_on: str = ""
    period: str = ""
    customer_name: str = ""
    label: str = ""
    min_paise: int | None = None
    max_paise: int | None = None
    multiple_paise: int | None = None
    options: tuple[PaymentOption, ...] = ()
    additional: tuple[tuple[str, str], ...] = ()


@dataclass(frozen=True, slots=True)
class FetchedBills:
    """The biller's answer; a number that was only validated has no bills."""

    ref_id: str
    bills: tuple[Bill, ...]
    exactness: Exactness
    is_list: bool = False
    selection: Selection = Selection.ONE
    biller_ref: str = ""
    additional: tuple[tuple[str, str], ...] = ()


def option_named(bill: Bill, name: str) -> PaymentOption | None:
    """Find a payment option by its name, "" for the bill's own amount; raise OptionIsUnknown."""
    if not name:
        return None
    for one in bill.options:
        if one.name == name:
            return one
    raise OptionIsUnknown


def early_until_on(fetched: FetchedBills, bill: Bill) -> str:
    """The last day of the early amount, as the bill or the answer around it says; else empty."""
    for name, value in (*bill.additional, *fetched.additional):
        if name == EARLY_DATE:
            with suppress(Refusal):
                return parse_on(value)
    return ""


def usual_option(bill: Bill, today_on: str, early_until_on: str = "") -> PaymentOption | None:
    """The option that the date calls for: late after the due date, early until its last day.

    None stands for the bill's own amount.
    """
    options = {one.name: one for one in bill.options}
    if LATE_AMOUNT in options and bill.due_on and today_on > bill.due_on:
        return options[LATE_AMOUNT]
    if EARLY_AMOUNT in options and early_until_on and today_on <= early_until_on:
        return options[EARLY_AMOUNT]
    return None


def check_amount(
    bill: Bill, exactness: Exactness, amount_paise: int, option: PaymentOption | None = None
) -> None:
    """Hold an amount against a bill; with an option it is the option's amount and no other.

    Raises a BillAmountIsRefused.
    """
    if amount_paise <= 0:
        raise AmountIsNothing
    if option is not None:
        if amount_paise != option.amount_paise:
            raise AmountIsNotTheBills(amount=rupees(option.amount_paise))
        return
    least, most = bounds(bill, exactness)
    if least is not None and least == most and amount_paise != least:
        raise AmountIsNotTheBills(amount=rupees(least))
    if least is not None and amount_paise < least:
        raise AmountIsBelowTheBill(least=rupees(least))
    if most is not None and amount_paise > most:
        raise AmountIsAboveTheBill(most=rupees(most))
    is_own = amount_paise == bill.amount_paise
    if bill.multiple_paise and amount_paise % bill.multiple_paise and not is_own:
        raise AmountIsNoMultiple(step=rupees(bill.multiple_paise))


def bounds(bill: Bill, exactness: Exactness) -> tuple[int | None, int | None]:
    """The least and the most paise that a bill takes, both included; None where open."""
    least, most = bill.min_paise, bill.max_paise
    own = bill.amount_paise
    if exactness is Exactness.EXACT:
        return own, own
    if exactness is Exactness.AND_ABOVE:
        return own, most
    if exactness is Exactness.AND_BELOW:
        return least, own
    return least, most


def check_chosen(fetched: FetchedBills, chosen: Mapping[str, int]) -> int:
    """Hold the bills chosen of a list (number and paise) against its rule; return their sum.

    Raises a BillsAreChosenWrongly, or the BillAmountIsRefused of the first wrong one.
    """
    by_no = {one.bill_no: one for one in fetched.bills}
    if not chosen or not by_no.keys() >= chosen.keys():
        raise BillsAreChosenWrongly
    if fetched.selection is Selection.ONE and len(chosen) > 1:
        raise OneBillIsChosen
    if fetched.selection is Selection.ALL and len(chosen) < len(by_no):
        raise AllBillsAreChosen
    for bill_no, amount_paise in chosen.items():
        check_amount(by_no[bill_no], fetched.exactness, amount_paise)
    return sum(chosen.values())
