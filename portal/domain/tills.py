"""Tills beside the main box: which work uses which, and the turns of those who hold them."""

from __future__ import annotations

import re
from dataclasses import dataclass

from portal.domain import heads
from portal.domain.dates import ist_on, ist_time
from portal.domain.heads import COUNTER_TILLS
from portal.domain.refusals import N_, Refusal
from portal.domain.text import latin_digits

CSC_TILL, SHOP_TILL = COUNTER_TILLS
HOLDERS = ("operator", "manager", "accountant")
WORK = {
    CSC_TILL: frozenset({
        "csc_service_fee", "csc_bill_cash", "csc_refund", "insurance_premium", "insurance_other",
        "aeps_withdraw", "aeps_deposit", "pension_pay",
    }),
    SHOP_TILL: frozenset({
        "fert_sale_cash", "seed_sale_cash", "pesticide_sale_cash", "pds_sale", "consumer_sale",
        "gunny_sale",
    }),
}  # fmt: skip
"""The tasks whose cash moves in a till while it is open, by the till's head."""
_TILL_OF = {task: head for head, tasks in WORK.items() for task in tasks}
_TIME = re.compile("([01]?[0-9]|2[0-3])[:. ]?([0-5][0-9])")


class TillIsUnknown(Refusal):
    """The society keeps no such till."""

    message = N_("Your society does not use this till.")
    status = 404


class TillIsOpen(Refusal):
    """A till is opened once, and its settings rest while it is open."""

    message = N_("This till is already open with %(name)s.")


class TillIsNotOpen(Refusal):
    """Only an open till is counted, handed over or closed; it is closed once."""

    message = N_("This till is not open. Perhaps somebody closed it just now.")


class TillIsOfToday(Refusal):
    """Cash of a day that is past lies in the box; no till is opened for it."""

    message = N_("A till is opened for today only; paper of a past day goes through the box.")


class DayWasReopened(Refusal):
    """What was brought to a till could not come back once the time of a reopening is over."""

    message = N_("No till is opened on a reopened day; its cash goes through the box.")


class TillIsNotCounted(Refusal):
    """A till changes hands only with a count."""

    message = N_("Count the cash of the till first.")


class TillHasMoved(Refusal):
    """An entry came, or another count, since the count that the form rests on."""

    message = N_("Something was entered or counted since. Count the till again.")


class HolderIsMissing(Refusal):
    """A till has one holder, who works with the society's cash."""

    message = N_("Choose who holds the till from now on.")
    status = 422
    field = "person"


class HandsToOneself(Refusal):
    """A hand-over has two people."""

    message = N_("Choose another person; nobody hands over to oneself.")
    status = 422
    field = "person"


class SameTill(Refusal):
    """Cash goes from one place to another."""

    message = N_("Choose two different places.")
    status = 422
    field = "to"


class TillTimeIsOver(Refusal):
    """After its latest time a till is closed and takes no more entries."""

    message = N_("The time of this till ended at %(time)s. Count and close it.")


class TimeIsWrong(Refusal):
    """A time of the day such as 19:30."""

    message = N_("Write the time like 19:30, or leave it empty.")
    status = 422
    field = "until"


class BoxIsClosed(Refusal):
    """The box was counted and closed for the day; only a till still runs."""

    message = N_("The main box is closed for this day; only the open till still takes entries.")


class TillHasNoLateTime(Refusal):
    """Only tills with a latest time of their own may run on after the box."""

    message = N_("Close the till %(name)s first; it has no later time of its own.")


@dataclass(frozen=True, slots=True)
class Till:
    """A till of a society: its float in paise, and until when (HH:MM, '' with the box)."""

    head: int
    is_used: int
    float_paise: int
    open_until: str


@dataclass(frozen=True, slots=True)
class Turn:
    """One person's time with a till; money in paise. ``take`` is the latest count of it."""

    society_id: int
    day_on: str
    head: int
    no: int
    status: str
    holder: int
    opened_at: int
    opened_by: int
    opening_paise: int
    take: int | None
    book_paise: int | None
    counted_paise: int | None
    said: str
    closed_at: int | None
    closed_by: int | None
    open_until: str = ""

    @property
    def difference_paise(self) -> int:
        """Counted − book: > 0 is too much, < 0 is short; 0 before a count."""
        return (self.counted_paise or 0) - (self.book_paise or 0)

    def is_over(self, at: int) -> bool:
        """Say whether the till's latest time of its day is past."""
        if not self.open_until:
            return False
        return (ist_on(at), ist_time(at)) > (self.day_on, self.open_until)


def till_of(task: str) -> int:
    """Return the till that a task's cash belongs to, the box where it is none's."""
    return _TILL_OF.get(task, heads.CASH_BOX)


def read_time(typed: str) -> str:
    """Read a time of the day as HH:MM, '' where nothing is written; raise TimeIsWrong."""
    text = latin_digits(typed).strip()
    if not text:
        return ""
    found = _TIME.fullmatch(text)
    if found is None:
        raise TimeIsWrong
    return f"{int(found[1]):02d}:{found[2]}"
