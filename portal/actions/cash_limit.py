"""Setting the cash limit of a society: by its manager or an officer, kept as an act."""

from __future__ import annotations

from portal.actions.exactly_once import Done, exactly_once
from portal.actions.posting import note_act
from portal.domain import heads
from portal.domain.cash_limit import LIMIT_SET, Limit, check_limit
from portal.domain.day import ReasonIsMissing
from portal.domain.people import Doer, Slip
from portal.storage import cash_limit, daybook, days
from portal.storage.places import Society


def set_limit(doer: Doer, slip: Slip, society_id: int, wish: Limit) -> Done:
    """Set how much cash may lie in the box at closing; earlier days are judged by it too.

    Raises LimitIsMissing, DaysAreWrong, ReasonIsMissing.
    """

    def deed() -> Done:
        check_limit(wish)
        if not wish.reason.strip():
            raise ReasonIsMissing
        daybook.lock_book(society_id)
        day = days.running_day(society_id)
        cash_limit.set_limit(society_id, wish)
        note_act(
            doer, society_id, LIMIT_SET, day.day_on if day else doer.today_on, paise=wish.paise,
            days=wish.days, reason=wish.reason.strip(),
        )  # fmt: skip
        return Done("/cash-limit")

    return exactly_once(doer, slip, deed)


def above_now(society: Society) -> int:
    """Return by how many paise the box is above the limit now; 0 without a limit."""
    if society.cash_limit_paise is None:
        return 0
    return max(daybook.balance(society.id, heads.CASH_BOX) - society.cash_limit_paise, 0)
