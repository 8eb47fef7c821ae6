"""Handing out pensions at the counter: each month once, from money that was sent for it (F27)."""

from __future__ import annotations

from dataclasses import dataclass, replace

from portal.actions.daybook import count_served
from portal.actions.exactly_once import Done, exactly_once
from portal.actions.pensioners import held, pensioner, save, scheme_name_hi, whom_of
from portal.actions.posting import open_day_of, post, taking_entries
from portal.actions.second_persons import paid_today, persons_for, persons_today, waits
from portal.domain.dates import MONTHS_HI, show_on
from portal.domain.daybook import Draft
from portal.domain.money import rupees
from portal.domain.pension_payments import (
    FOR_PENSIONS,
    TASK,
    MonthIsPaid,
    Payment,
    check_payable,
    payment_draft,
    read_month,
    require_held,
)
from portal.domain.pensioners import PAYING, SANCTIONED, Pensioner, PensionerIsUnknown
from portal.domain.people import Doer, Slip
from portal.domain.proposals import Asked
from portal.storage import daybook, days, pension_payments, pensioners, served
from portal.storage.daybook import balance
from portal.storage.engine import snapshot
from portal.storage.pension_payments import Standing


def held_paise(society_id: int) -> int:
    """Return what was sent for pensions and is still here (head 1605)."""
    return max(0, -balance(society_id, FOR_PENSIONS))


def check_pay(society_id: int, pensioner_id: int, month: str, paise: int) -> Pensioner:
    """Check a payment before it is read back, storing nothing; raise what ``pay`` raises."""
    with snapshot():
        day = taking_entries(days.running_day(society_id))
        found = pensioner(society_id, pensioner_id)
        _require_payable(found, month, paise, day.day_on)
        return found


def waiting_for(found: Pensioner, month: str, paise: int) -> tuple[Draft, int, int]:
    """Return the voucher of a payment, for how many second persons it will wait today, and why so.

    The last is what was paid today that counts in, in paise, where it is above its limit with that
    alone.
    """
    society_id, draft = found.society_id, payment_draft(found, paise, narration_of(found, month))
    day, whom = days.running_day(society_id), whom_of(found)
    persons = persons_today(society_id, day.day_on, draft, whom) if day else 0
    if day is None or persons <= persons_for(society_id, [draft], draft.task):
        return draft, persons, 0
    return draft, persons, paid_today(society_id, day.day_on, draft, whom)


def _require_payable(found: Pensioner, month: str, paise: int, day_on: str) -> None:
    check_payable(found, month, paise, day_on)
    before = pension_payments.of_pensioner_month(found.society_id, found.id, month)
    for one in pension_payments.standing(found.society_id, before):
        if one.stands:
            raise MonthIsPaid(amount=rupees(one.paise), on=show_on(one.payment.paid_on), no=one.no)
    require_held(held_paise(found.society_id), paise)


def pay(doer: Doer, slip: Slip, society_id: int, pensioner_id: int, month: str, paise: int) -> Done:
    """Hand out a month's pension in cash on the open day; above its limit it waits.

    Raises NoDayIsOpen, CountIsGoingOn, PensionerIsUnknown, MonthIsPaid, PensionMoneyIsMissing,
    CashWouldGoNegative, RecordIsWaiting and what ``check_payable`` raises.
    """
    return exactly_once(
        doer, slip, lambda: pay_now(doer, slip, society_id, pensioner_id, month, paise)
    )


def pay_now(
    doer: Doer, slip: Slip, society_id: int, pensioner_id: int, month: str, paise: int
) -> Done:
    """Hand out a month's pension inside a deed's transaction; raises as ``pay``."""
    day = open_day_of(society_id)
    found = held(society_id, pensioner_id)
    _require_payable(found, month, paise, day.day_on)
    draft = payment_draft(found, paise, narration_of(found, month))
    given = {"pensioner_id": pensioner_id, "month": month, "paise": paise}
    asked = Asked("pay_pension", given, (about_pensioner(pensioner_id),))
    waiting = waits(doer, day, [draft], asked, whom=whom_of(found))
    if waiting is not None:
        return waiting
    voucher_id, _no = post(doer, day, draft, slip.token)
    daybook.count_task_use(society_id, TASK, voucher_id)
    served.note_for(society_id, voucher_id, count_served(doer, society_id, draft, whom_of(found)))
    before = pension_payments.of_pensioner_month(society_id, pensioner_id, month)
    pension_payments.insert(Payment(
        society_id, pensioner_id, month, len(before) + 1, paise, voucher_id, day.day_on,
        doer.at, doer.person_id,
    ))  # fmt: skip
    if found.status == SANCTIONED:
        save(doer, found, replace(found, status=PAYING), PAYING)
    return Done(f"/pensioners/{pensioner_id}/payments/{month}?new=1", voucher_id)


def about_pensioner(pensioner_id: int) -> str:
    """Name a pensioner among what waits for second persons."""
    return f"pensioner:{pensioner_id}"


def narration_of(found: Pensioner, month: str) -> str:
    """Say in the books which pension and month it is."""
    return f"{scheme_name_hi(found)}, {MONTHS_HI[int(month[5:]) - 1]} {month[:4]}"


@dataclass(frozen=True, slots=True)
class Paid:
    """A month's payment with whose it is."""

    pensioner: Pensioner
    standing: Standing


def payment_of(society_id: int, pensioner_id: int, month: str) -> Paid:
    """Return the last payment of a month; raise PensionerIsUnknown, also where there was none."""
    with snapshot():
        found = pensioner(society_id, pensioner_id)
        made = pension_payments.of_pensioner_month(society_id, pensioner_id, read_month(month))
        if not made:
            raise PensionerIsUnknown
        return Paid(found, pension_payments.standing(society_id, made[:1])[0])


def month_register(society_id: int, month: str) -> list[Paid]:
    """List what was handed out for a month, in the order of the books; raise MonthIsWrong."""
    with snapshot():
        made = pension_payments.of_month(society_id, read_month(month))
        whose = pensioners.by_ids(society_id, {one.pensioner_id for one in made})
        return [
            Paid(whose[one.payment.pensioner_id], one)
            for one in pension_payments.standing(society_id, made)
        ]
