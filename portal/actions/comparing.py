"""Comparing our payments with the operating unit's list, day by day, and raising the alarm.

The worker compares: yesterday and the day before it from six in the morning, today every other
hour and when somebody asks. The list is read outside transactions and before our orders, so that
what we know is never older than what they say.
"""

from __future__ import annotations

import logging
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

from portal.actions.bill_settling import Line, note_adjusted
from portal.actions.exactly_once import Done, exactly_once
from portal.domain.bill_orders import HOUR, MINUTE, Order, OrderState
from portal.domain.bill_payments import PaymentState, Transaction, UnitDeclines, UnitIsSilent
from portal.domain.comparison import (
    LOOK_BACK_DAYS,
    Alarm,
    Class,
    Compared,
    ComparedJustNow,
    Counts,
    Ours,
    begins_at,
    code_of,
    compare,
    count,
    days_due,
    days_to_look,
    society_of,
)
from portal.domain.dates import ist_on, next_on
from portal.domain.people import Doer, Slip
from portal.storage import bill_orders, daybook, places
from portal.storage import comparison as stored
from portal.storage.comparison import Item
from portal.storage.engine import in_transaction, portions, write_transaction

log = logging.getLogger(__name__)

MOST_STRAYS = 200  # payments of no society of ours that a comparison writes down
ASK_EVERY_MS = 5 * MINUTE
TWICE_DAYS = 7
MANY = 100


@dataclass(slots=True)
class _Lists:
    """Their lists by day, as read for one comparison."""

    line: Line
    _read: dict[str, Sequence[Transaction]] = field(default_factory=dict)

    def of(self, day_on: str) -> Sequence[Transaction]:
        """Return their list of a day; raise UnitIsSilent, UnitDeclines."""
        if day_on not in self._read:
            self._read[day_on] = self.line.unit.transactions(day_on)
        return self._read[day_on]


def compare_due(line: Line) -> bool:
    """Compare one past day that is due; say whether there was one."""
    now = line.now_ms()
    runs = stored.runs_since(_days_before(now, LOOK_BACK_DAYS + 1))
    due = days_due(now, runs, min([*runs, _days_before(now, 2)]))
    if due:
        compare_day(line, due[0])
    return bool(due)


def compare_today(line: Line) -> None:
    """Compare today as far as it has come; what the last comparison found is not stored again."""
    compare_day(line, ist_on(line.now_ms()), only_news=True)


def compare_day(line: Line, paid_on: str, *, only_news: bool = False) -> None:
    """Hold all societies' payments of a day against their list and store what was found.

    A line that breaks stores a comparison with its problem and no counts. A payment that they
    adjusted after it had succeeded opens the money question on its order, once.
    """
    assert not in_transaction()
    at = line.now_ms()
    try:
        compared = _compared(_Lists(line), paid_on, at)
    except (UnitIsSilent, UnitDeclines) as fault:
        problem = fault.name
        if not (only_news and stored.has_broken_last(paid_on)):
            write_transaction(lambda: stored.insert(paid_on, at, problem, {}, []))
        return
    societies = {one.ref_code: one.id for one in places.books_of_all()}
    counts = count(compared, societies)
    items = _items(compared, societies)
    if not (only_news and _is_known(paid_on, counts, items)):
        write_transaction(lambda: stored.insert(paid_on, at, "", counts, items))
    for one in compared:
        if one.ours and one.theirs and one.theirs.state is PaymentState.ADJUSTED:
            _open_question(one.ours, line.now_ms())


def _compared(lists: _Lists, paid_on: str, at: int) -> list[Compared]:
    """Read their list, then our payments, and join them; raise UnitIsSilent, UnitDeclines."""
    theirs = lists.of(paid_on)
    ours = stored.sent_between(begins_at(paid_on), begins_at(next_on(paid_on)))
    known = {one.payment_ref_id for one in ours}
    listed = {one.payment_ref_id for one in theirs}
    others = {one.payment_ref_id: one for one in _by_reference(listed - known)}
    is_elsewhere = {
        ref for ref, one in others.items() if one.first_sent_at and paid_on in days_to_look(one)
    }
    rows = [one for one in theirs if one.payment_ref_id not in is_elsewhere]
    rows += _of_other_days(lists, [one for one in ours if one.payment_ref_id not in listed], at)
    ours += [one for ref, one in others.items() if ref not in is_elsewhere]
    return compare(ours, rows, at)


def _by_reference(references: Iterable[str]) -> list[Ours]:
    """Find orders of ours that belong to another day, or were never sent."""
    by_code: dict[str, list[str]] = {}
    for ref in references:
        by_code.setdefault(code_of(ref), []).append(ref)
    ids = {one.ref_code: one.id for one in places.books_of_all()} if by_code else {}
    return [
        one
        for code, refs in by_code.items()
        if code in ids
        for one in stored.by_references(ids[code], refs)
    ]


def _of_other_days(lists: _Lists, missing: Sequence[Ours], at: int) -> list[Transaction]:
    """Look for payments sent about midnight, or sent again later, on the other days' lists."""
    wanted = {one.payment_ref_id for one in missing}
    days = {day_on for one in missing for day_on in days_to_look(one)}
    return [
        found
        for day_on in sorted(days)
        if day_on <= ist_on(at)
        for found in lists.of(day_on)
        if found.payment_ref_id in wanted
    ]


def _items(compared: Iterable[Compared], societies: dict[str, int]) -> list[Item]:
    found = [
        stored.item(one, society_of(one, societies))
        for one in compared
        if one.kind is not Class.MATCHED
    ]
    strays = [one for one in found if one.society_id is None]
    if len(strays) > MOST_STRAYS:
        log.error("their list has %s payments of no society of ours", len(strays))
    ours = [one for one in found if one.society_id is not None]
    ours.sort(key=lambda one: (one.society_id or 0, one.payment_ref_id))
    return ours + strays[:MOST_STRAYS]


def _is_known(paid_on: str, counts: dict[int, dict[str, int]], items: list[Item]) -> bool:
    """Whether the day's last comparison was a good one and found the same."""
    last = stored.last_good(paid_on)
    if last is None or stored.has_broken_last(paid_on):
        return False
    return stored.counts_of(last) == counts and stored.items_of(last) == items


def _open_question(ours: Ours, at: int) -> None:
    """Open the money question on an order, once: what was decided stays decided."""

    def work() -> None:
        daybook.lock_book(ours.society_id)
        found = bill_orders.order(ours.society_id, ours.order_id)
        if found is None or found.state is not OrderState.SUCCESS:
            return
        history = bill_orders.events(ours.society_id, ours.order_id)
        if all(one.kind != "adjusted" for one in history):
            note_adjusted(found, at)

    write_transaction(work)


def ask_for_comparison(doer: Doer, slip: Slip) -> Done:
    """Have today compared by the worker at once; raise ComparedJustNow within five minutes."""

    def deed() -> Done:
        if not stored.hurry(doer.at, ASK_EVERY_MS):
            raise ComparedJustNow
        return Done("/comparison")

    return exactly_once(doer, slip, deed)


def latest_counts(society_id: int) -> Counts | None:
    """Return how a society's payments of the last compared day fell into the classes, or None."""
    return stored.latest_counts(society_id)


def alarms(society_ids: Sequence[int], now: int) -> list[Alarm]:
    """List where money and state disagree in societies; one statement for up to 400 of them.

    From the last comparisons of thirty days: what only they have, and what is paid on one side and
    lost on the other. From our orders: one number paid twice with one amount within a day in the
    last seven (two, for more than a hundred societies), without a reason; and bill money that is
    not what the orders hold (P8).
    """
    found: list[Alarm] = []
    twice_days = TWICE_DAYS if len(society_ids) <= MANY else 2
    for part in portions(society_ids):
        found += stored.alarms(
            part, _days_before(now, LOOK_BACK_DAYS), _days_before(now, twice_days)
        )
    return found


def is_paid_there(order: Order, now: int) -> bool:
    """Say whether money is about to be given back for a bill that they have as paid."""
    if order.state not in (OrderState.FAILED, OrderState.REFUND_DUE):
        return False
    first_on = _days_before(now, LOOK_BACK_DAYS)
    return stored.is_paid_there(order.society_id, order.id, first_on)


def strays(now: int) -> list[Alarm]:
    """List what they have of no society of ours, for whoever answers for all of them."""
    return stored.strays(_days_before(now, LOOK_BACK_DAYS))


def _days_before(now: int, days: int) -> str:
    return ist_on(now - days * 24 * HOUR)
