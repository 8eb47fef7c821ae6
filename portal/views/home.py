"""The first page of each role."""

from __future__ import annotations

from flask import Blueprint, Response, request

from portal.actions import comparing
from portal.actions.counter_today import CounterToday, counter_today
from portal.domain import heads
from portal.domain.comparison import Alarm
from portal.domain.dates import ist_on
from portal.domain.reopenings import Reopening
from portal.storage import applications, daybook, days, pensioners, remittances, reopenings
from portal.storage.applications import Counts
from portal.storage.days import Day
from portal.storage.remittances import Waiting
from portal.web.access import allow, here, may, person
from portal.web.house import bill_unit, house
from portal.web.page import is_blind, page, running_day, see

bp = Blueprint("home", __name__)

MOST_OPEN = 2  # of a kind are named one by one


@bp.get("/")
@allow("change_own_password")
def home() -> Response:
    """Show what there is to do now, or the list of societies of wider roles."""
    if person().society_id is None and "society" not in request.args:
        return see("/officer" if may("read_round") else "/places")
    society = here()
    day = running_day()
    last = days.last_closed(society.id)
    vouchers = daybook.last_vouchers(society.id, day.day_on, 5) if day else []
    today_on = ist_on(house().clock.now_ms())
    return page(
        "home/home.html", day=day, last=last, vouchers=vouchers, tasks=house().task_book,
        today_on=today_on, counter=_counter(society.id, today_on), most=MOST_OPEN,
        applications=_applications(society.id, today_on), held=_held(society.id, day),
        pensions_due=_pensions_due(society.id, today_on), alarms=_alarms(society.id),
        remarks=days.days_to_answer(society.id), suspense=_opening_difference(society.id),
        pays_bills=bill_unit() is not None,
        reopening=_reopening(day, last, has_entries=bool(vouchers)),
    )  # fmt: skip


def _reopening(day: Day | None, last: Day | None, *, has_entries: bool) -> Reopening | None:
    """Return what is asked or granted; nothing is once a later day has entries or a count."""
    is_worked = day is not None and (has_entries or day.status == "counting")
    if last is None or (is_worked and day is not None and not day.is_reopened):
        return None
    return reopenings.open_one(last.society_id)


def _counter(society_id: int, today_on: str) -> CounterToday | None:
    """Return what is open at the counter, for those who work there."""
    return counter_today(society_id, today_on) if may("enter_voucher") else None


def _applications(society_id: int, today_on: str) -> Counts:
    """Count what is open of applications, for those who keep them."""
    return applications.counts(society_id, today_on) if may("keep_applications") else Counts(0, 0)


def _held(society_id: int, day: Day | None) -> Waiting:
    """Say what of other people's money waits, on an open day for those who act on it."""
    is_open = day is not None and day.status == "open"
    may_act = is_open and may("keep_applications")
    return remittances.waiting(society_id) if may_act else Waiting()


def _pensions_due(society_id: int, today_on: str) -> int:
    """Count whose life certificate is due within thirty days, for those who record it."""
    return pensioners.count_due(society_id, today_on) if may("keep_pensioners") else 0


def _alarms(society_id: int) -> list[Alarm]:
    """Return where money and state of payments disagree, for those who answer for it."""
    if not may("read_comparison"):
        return []
    return comparing.alarms([society_id], house().clock.now_ms())


def _opening_difference(society_id: int) -> int:
    """Return the opening difference that is still unexplained, in paise (hidden while blind)."""
    if is_blind():
        return 0
    pair = (heads.OPENING_DIFFERENCE_CREDIT, heads.OPENING_DIFFERENCE_DEBIT)
    known = daybook.balances(society_id)
    return sum(abs(known.get(head, 0)) for head in pair)
