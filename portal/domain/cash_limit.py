"""How much cash a society keeps overnight: its own limit, set with a reason."""

from __future__ import annotations

from dataclasses import dataclass

from portal.domain.refusals import N_, Refusal

LIMIT_SET = "cash_limit_set"
MOST_DAYS = 30


class LimitIsMissing(Refusal):
    """A limit is an amount in whole rupees above nothing."""

    message = N_("Write the limit in rupees; it is more than 0.")
    status = 422
    field = "limit"


class DaysAreWrong(Refusal):
    """So many days running the cash may be above the limit before an officer looks."""

    message = N_("Write 0 to %(most)s days.")
    status = 422
    field = "days"


@dataclass(frozen=True, slots=True)
class Limit:
    """A cash limit in paise and how many days running it may be passed; as it was set."""

    paise: int
    days: int
    reason: str
    set_at: int = 0
    set_by: int = 0


def check_limit(wish: Limit) -> None:
    """Refuse a limit of nothing, or an unlikely number of days."""
    if wish.paise <= 0:
        raise LimitIsMissing
    if not 0 <= wish.days <= MOST_DAYS:
        raise DaysAreWrong(most=MOST_DAYS)
