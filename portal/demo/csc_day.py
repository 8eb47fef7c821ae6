"""Which errands of the CSC's counter fall on which day, so that each of its pages has something."""

from __future__ import annotations

from portal.demo import csc
from portal.demo.counter import Asked, Counter
from portal.demo.errands import GIVEN_BACK, PAID, REFUND_DUE, SENT, STUCK
from portal.demo.stories import Plan

_BILL_SHARE = 0.5
_REFUSED_SHARE = 0.04
_REFUSED_AGO = 3  # so many working days ago every society had a bill refused and given back
_BY_UPI_AGO, _UNCERTAIN_AGO = 2, 1  # at the operator's society


def with_bills(
    counter: Counter, comers: list[Asked], ago: int = 0, plan: Plan | None = None
) -> list[Asked]:
    """Put a day's bills among those who come; ``ago`` working days ago, 0 is today."""
    source = counter.source
    wanted: list[Asked | None] = []
    if source.random() < _BILL_SHARE:
        is_refused = ago > _REFUSED_AGO and source.random() < _REFUSED_SHARE
        wanted.append(csc.bill(counter, GIVEN_BACK if is_refused else PAID))
    if ago == _REFUSED_AGO:
        wanted.append(csc.bill(counter, GIVEN_BACK))
    if plan and plan.is_home:
        wanted += _of_home(counter, ago)
    found = list(comers)
    for one in filter(None, wanted):
        found.insert(source.randint(0, len(found)), one)
    if plan and 0 < ago == plan.story.stuck:
        found = [*filter(None, [csc.bill(counter, STUCK)]), *found]
    return found


def _of_home(counter: Counter, ago: int) -> list[Asked | None]:
    found = [csc.bill(counter)]
    if ago == _BY_UPI_AGO:
        found.append(csc.by_upi(counter))
    if ago == _UNCERTAIN_AGO:
        found.append(csc.uncertain(counter))
    return found


def shown_today(counter: Counter, shown: list[Asked]) -> list[Asked]:
    """Add what shows the counter at work: by UPI; bills paid, refused and under way."""
    bills = [csc.bill(counter, ending) for ending in (PAID, REFUND_DUE, SENT)]
    by_upi = csc.by_upi(counter)
    found = [*shown[:2], bills[0], *shown[2:4], bills[1], by_upi, *shown[4:], bills[2]]
    return [one for one in found if one is not None]
