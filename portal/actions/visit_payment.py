"""Taking the money of a visit: all its items in one transaction, each with its own voucher."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from portal.actions.application_money import check_items, move_on
from portal.actions.bill_choice import take_for
from portal.actions.daybook import count_served
from portal.actions.exactly_once import Done, exactly_once
from portal.actions.posting import open_day_of, post
from portal.actions.visits import Paid, open_visit, whom_of
from portal.domain.billers import Biller
from portal.domain.money import CashHasPaise, is_whole
from portal.domain.people import Doer, Slip
from portal.domain.tasks import GivenIsTooLittle
from portal.domain.visits import (
    MOST_RETURNED_PAISE,
    UPI,
    Fee,
    GivenIsTooMuch,
    NothingIsToPay,
    UtrWasUsed,
    Visit,
    VisitHasChanged,
    fee_draft,
    is_ready,
    read_upi_address,
    read_utr,
    to_pay,
)
from portal.storage import bill_orders, daybook, receipts, served, visits
from portal.storage.days import Day


@dataclass(frozen=True, slots=True)
class Paying:
    """How a visit is paid. ``version`` is that of the visit as the form showed it.

    ``given_paise`` is what the customer gave in cash, ``reference`` the UTR of a UPI payment.
    """

    version: int
    mode: str = "cash"
    given_paise: int | None = None
    reference: str = ""
    payer_address: str = ""


def pay(
    doer: Doer, slip: Slip, society_id: int, visit_id: int, paying: Paying,
    biller_of: Callable[[str], Biller],
) -> Done:  # fmt: skip
    """Take the money of a visit, all of it or none.

    In one transaction: a voucher for each item, the wallet reserved for each bill, the receipt's
    code, and applications whose money it is move on. Bills that are not chosen stay behind. Raises
    VisitIsUnknown, VisitIsPaid, VisitHasChanged, NothingIsToPay, CashHasPaise, GivenIsTooLittle,
    GivenIsTooMuch, UtrIsWrong, UtrWasUsed, UpiAddressIsWrong, NoDayIsOpen, CountIsGoingOn and what
    ``take_for`` and ``check_items`` raise.
    """

    def deed() -> Done:
        day = open_day_of(society_id)
        before = open_visit(society_id, visit_id)
        if before.version != paying.version:
            raise VisitHasChanged
        ready = [one for one in bill_orders.orders_of_visit(society_id, visit_id) if is_ready(one)]
        fees = visits.fees(society_id, visit_id)
        paid = _paid(society_id, slip, paying)
        total = to_pay(ready, fees, paid.mode)
        if not total:
            raise NothingIsToPay
        _check_given(paying.given_paise, total)
        for_whom = check_items(society_id, fees, paid.mode)
        after = visits.change(
            before, state="paid", mode=paid.mode, reference=paid.utr, total_paise=total,
            payer_address=paid.payer_address, paid_on=day.day_on, paid_at=doer.at,
            given_paise=None if paid.mode == UPI else paying.given_paise, paid_by=doer.person_id,
            name=before.name or next((one.payer_name for one in ready if one.payer_name), ""),
        )  # fmt: skip
        vouchers = [
            take_for(doer, day, one, biller_of(one.biller_id), paid).cash_voucher_id
            for one in ready
        ]
        vouchers += [_take_fee(doer, day, after, one, slip.token) for one in fees]
        move_on(doer, for_whom)
        receipts.make(society_id, "visit", visit_id, doer.at)
        return Done(f"/visits/{visit_id}", vouchers[-1])

    return exactly_once(doer, slip, deed)


def _check_given(given_paise: int | None, total_paise: int) -> None:
    if given_paise is None:
        return
    if not is_whole(given_paise):
        raise CashHasPaise(field="given")
    if given_paise < total_paise:
        raise GivenIsTooLittle
    if given_paise - total_paise > MOST_RETURNED_PAISE:
        raise GivenIsTooMuch


def _paid(society_id: int, slip: Slip, paying: Paying) -> Paid:
    if paying.mode != UPI:
        return Paid("cash", slip.token)
    utr = read_utr(paying.reference)
    other = visits.visit_of_utr(society_id, utr)
    if other is not None:
        raise UtrWasUsed(visit_id=other)
    return Paid(UPI, slip.token, utr, read_upi_address(paying.payer_address))


def _take_fee(doer: Doer, day: Day, visit: Visit, fee: Fee, form_token: str) -> int:
    draft = fee_draft(visit, fee)
    voucher_id, _no = post(doer, day, draft, form_token)
    others = count_served(doer, visit.society_id, draft, whom_of(visit))
    served.note_for(visit.society_id, voucher_id, others)
    daybook.count_task_use(visit.society_id, draft.task, voucher_id)
    visits.set_fee_voucher(visit.society_id, visit.id, fee.no, voucher_id)
    return voucher_id
