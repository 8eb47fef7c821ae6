"""The day of a society: rules D1–D12 that need no database to be said."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from portal.domain.dates import dates_from, next_on, previous_on, show_on, weekday
from portal.domain.refusals import N_, Refusal


class DayIsAlreadyOpen(Refusal):
    """One open day per society (D1)."""

    message = N_("The day %(on)s is already open. Close it before opening another.")


class DayIsInTheFuture(Refusal):
    """No day can be opened before it comes."""

    message = N_("%(on)s has not come yet.")
    status = 422
    field = "on"


class DayIsPast(Refusal):
    """Dates go forward: a day up to the last closed one can't be opened again (D2)."""

    message = N_("Days up to %(last)s are already done; choose a later date.")
    status = 422
    field = "on"


class ClockIsBehind(Refusal):
    """The computer's date lies before the last closed day."""

    message = N_(
        "The computer's date is %(today)s, but the last closed day is %(last)s. "
        "Set the computer's date right; nothing was changed."
    )


class GapIsUnexplained(Refusal):
    """Every day passed over must be named a holiday or a day without transactions (D2)."""

    message = N_("First say what the days before it were: %(days)s.")
    status = 422
    field = "on"


class BooksAreNotStarted(Refusal):
    """The opening balances come before the first day."""

    message = N_("The books are not started. Enter the opening balances first.")


class BooksAreStarted(Refusal):
    """Opening balances are entered once."""

    message = N_("The opening balances are already entered.")


class CountIsMissing(Refusal):
    """A day closes only with a count by denomination (D5)."""

    message = N_("Count the cash first.")


class CountIsEmpty(Refusal):
    """A count with nothing written is no count; write 0 where there is none."""

    message = N_("Nothing was written. Where there are no notes or coins at all, write 0.")
    status = 422
    field = "d500"


class DifferenceIsOpen(Refusal):
    """Counted cash differs from the book and nobody has answered for it (D5, D6)."""

    message = N_("Counted cash and book differ. Choose what to do about it.")


class PersonIsMissing(Refusal):
    """A difference is accepted with a name and a reason (D6)."""

    message = N_("Choose who answers for the difference.")
    status = 422
    field = "person"


class ReasonIsMissing(Refusal):
    """A remark is compulsory here."""

    message = N_("Write the reason in a few words.")
    status = 422
    field = "remark"


class ProposalsAreWaiting(Refusal):
    """Entries still wait for a second person (D5)."""

    message = N_("%(count)s entries still wait for approval.")
    field = "lapse"


class TillIsNotReturned(Refusal):
    """Cash of the counters goes back to the box before closing."""

    message = N_("Cash of the counters is not back in the box: %(heads)s.")


class DayIsNotClosed(Refusal):
    """Only a closed day can be verified or sent back."""

    message = N_("The day is not closed yet.")


class DayIsVerified(Refusal):
    """A verified day stays as it is."""

    message = N_("The day %(on)s is already verified.")


class NothingToVerify(Refusal):
    """A holiday or a day without transactions is verified with the day that follows it."""

    message = N_("Nobody worked on %(on)s, so there is nothing to verify.")


class DayIsFromOlderBooks(Refusal):
    """A day taken over from older books is read, not verified one by one."""

    message = N_("The day %(on)s was taken over from older books; it is read, not verified.")


class NothingToAnswer(Refusal):
    """A society answers what an officer wrote, and nothing else."""

    message = N_("The officer wrote nothing about %(on)s, so there is nothing to answer.")


class DayIsUnknown(Refusal):
    """There is no such day in the society's books."""

    message = N_("There is no such day in the books.")
    status = 404


class OwnWorkIsNotVerified(Refusal):
    """Who entered, opened, closed or reopened a day may not verify it."""

    message = N_("You worked on this day yourself, so someone else must verify it.")
    status = 403


MOST_NAMED = 5  # days that a refusal names one by one
SKIP_KINDS = ("holiday", "idle")


def gap_before(last_closed_on: str, on: str) -> list[str]:
    """List the days that lie between the last closed day and the one to open."""
    first = next_on(last_closed_on)
    return dates_from(first, previous_on(on)) if first < on else []


def check_opening(
    on: str, last_closed_on: str, today_on: str, skipped: Mapping[str, str]
) -> list[str]:
    """Check rule D2 and return the gap days; raise what is wrong."""
    if today_on < last_closed_on:
        raise ClockIsBehind(today=show_on(today_on), last=show_on(last_closed_on))
    if on > today_on:
        raise DayIsInTheFuture(on=show_on(on))
    if on <= last_closed_on:
        raise DayIsPast(last=show_on(last_closed_on))
    gap = gap_before(last_closed_on, on)
    unexplained = [one for one in gap if skipped.get(one) not in SKIP_KINDS]
    if unexplained:
        shown = ", ".join(show_on(one) for one in unexplained[:MOST_NAMED])
        rest = len(unexplained) - MOST_NAMED
        raise GapIsUnexplained(days=f"{shown} … (+{rest})" if rest > 0 else shown)
    return gap


def is_working(on: str, weekly_off: int | None, holidays: Mapping[str, object]) -> bool:
    """Say whether a date is a working day of a society."""
    return weekday(on) != weekly_off and on not in holidays


@dataclass(frozen=True, slots=True)
class Figures:
    """The cash figures of a day, in paise."""

    opening_paise: int
    receipts_paise: int
    payments_paise: int

    @property
    def closing_paise(self) -> int:
        """Opening + receipts − payments."""
        return self.opening_paise + self.receipts_paise - self.payments_paise
