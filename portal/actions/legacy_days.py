"""Taking over days of older books: each becomes a sealed day of its own, marked as such."""

from __future__ import annotations

from collections.abc import Mapping

from portal.actions.day import last_before_opening
from portal.actions.posting import note_act, post
from portal.actions.seals import seal_day
from portal.actions.year_lock import require_unlocked
from portal.domain import heads
from portal.domain.dates import show_on
from portal.domain.day import Figures, gap_before, is_working
from portal.domain.daybook import CashWouldGoNegative
from portal.domain.legacy_days import (
    DaysAreKeptHere,
    OldCashIsNegative,
    OldDay,
    OldDayIsOutOfPlace,
)
from portal.domain.people import Doer
from portal.gateways.ports import Sealer
from portal.storage import daybook, days, places
from portal.storage.calendar import days_off
from portal.storage.days import Day
from portal.storage.engine import in_transaction


def require_place(society_id: int) -> Day:
    """Return the last closed day, after which past days may come.

    Raises BooksAreNotStarted, DayIsAlreadyOpen, DaysAreKeptHere.
    """
    last = last_before_opening(society_id)
    if days.has_own_days(society_id):
        raise DaysAreKeptHere
    return last


def gap_kinds(society_id: int, last_on: str, on: str) -> dict[str, str]:
    """Name the days between two dates by the calendar: a holiday, or a day without entries."""
    society = places.society_by_id(society_id)
    assert society is not None
    known: Mapping[str, object] = days_off(society, last_on, on)
    return {
        one: "idle" if is_working(one, society.weekly_off, known) else "holiday"
        for one in gap_before(last_on, on)
    }


def take_over_day(
    doer: Doer, society_id: int, old: OldDay, form_token: str, sealer: Sealer
) -> None:
    """Post, close and seal one past day, inside a transaction.

    Its vouchers carry its date and now as the instant of entry; nobody counted its cash here. Days
    passed over are named by the calendar. Raises what ``require_place`` raises,
    OldDayIsOutOfPlace, OldCashIsNegative, and what ``post`` raises.
    """
    assert in_transaction()
    daybook.lock_book(society_id)
    require_unlocked(society_id, old.day_on)
    last = require_place(society_id)
    if not last.day_on < old.day_on < doer.today_on:
        raise OldDayIsOutOfPlace(on=show_on(old.day_on), last=show_on(last.day_on))
    cash = daybook.balance(society_id, heads.CASH_BOX)
    for on, kind in gap_kinds(society_id, last.day_on, old.day_on).items():
        _store(doer, society_id, on, kind, "closed", cash)
        note_act(doer, society_id, kind, on, legacy=True)
    _store(doer, society_id, old.day_on, "working", "open", cash)
    note_act(doer, society_id, "opened", old.day_on, cash=cash, legacy=True)
    day = days.day(society_id, old.day_on)
    assert day is not None
    _post_all(doer, day, old, form_token)
    _close(doer, day, sealer)


def _store(doer: Doer, society_id: int, on: str, kind: str, status: str, cash: int) -> None:
    days.insert_day(
        society_id, on, kind, status, doer.at, doer.person_id, doer.on_behalf_of, cash,
        is_legacy=True,
    )  # fmt: skip


def _post_all(doer: Doer, day: Day, old: OldDay, form_token: str) -> None:
    for voucher in old.vouchers:
        try:
            post(doer, day, voucher.draft, form_token, any_leaf=True)
        except CashWouldGoNegative:
            raise OldCashIsNegative(
                on=show_on(old.day_on), paper_no=voucher.draft.paper_no or "–"
            ) from None


def _close(doer: Doer, day: Day, sealer: Sealer) -> None:
    society_id = day.society_id
    came, went = daybook.totals_between(society_id, day.day_on, day.day_on).get(
        heads.CASH_BOX, (0, 0)
    )
    figures = Figures(day.opening_paise, came, went)
    note_act(doer, society_id, "closed", day.day_on, take=None, legacy=True)
    first, last, _count = days.voucher_span(society_id, day.day_on)
    days.close(
        society_id, day.day_on, closed_at=doer.at, closed_by=doer.person_id,
        on_behalf_of=doer.on_behalf_of, take=None, first_voucher_id=first, last_voucher_id=last,
        receipts_paise=came, payments_paise=went, closing_paise=figures.closing_paise,
        difference_paise=0,
    )  # fmt: skip
    seal_day(doer, day, figures, None, 0, sealer)
