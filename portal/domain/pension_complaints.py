""" "My pension has not come": since which month, who was asked, and what came of it."""

from __future__ import annotations

from dataclasses import dataclass

from portal.domain.dates import show_on
from portal.domain.pension_payments import read_month
from portal.domain.pensioners import plus_days, require_words
from portal.domain.refusals import N_, Refusal
from portal.domain.text import clean, latin_digits

OPEN, SENT, SOLVED, REFUSED = STATES = ("open", "sent", "solved", "refused")
WAITING = (OPEN, SENT)
WHOM = ("bank", "pfms", "office", "helpline")
LONGEST = 200
_FARTHEST_DAYS = 366


class PensionComplaintIsUnknown(Refusal):
    """There is no such complaint in one's scope."""

    message = N_("There is no such complaint here.")
    status = 404


class PensionComplaintIsOpen(Refusal):
    """One complaint at a time for each pensioner; what is new is written into it."""

    message = N_("A complaint of this pensioner is open already, since %(on)s.")

    def __init__(self, *, on: str, complaint_id: int) -> None:
        """Keep which one it is."""
        super().__init__(on=show_on(on))
        self.complaint_id = complaint_id


class ComplaintHasChanged(Refusal):
    """Somebody wrote into the complaint since the form was shown."""

    message = N_(
        "Somebody wrote into this complaint meanwhile. Look at it again; this was not saved."
    )


class ComplaintHasEnded(Refusal):
    """A complaint that was solved or refused stays so."""

    message = N_("This complaint has ended. Begin a new one if money is missing again.")


class FirstMonthIsLater(Refusal):
    """Money that is missing was due before."""

    message = N_("This month is still to come.")
    status = 422
    field = "first_month"


class WhomIsMissing(Refusal):
    """It is said who was asked."""

    message = N_("Choose who was asked.")
    status = 422
    field = "asked_whom"


class SaidIsMissing(Refusal):
    """Each step of a complaint is written in a few words."""

    message = N_("Write in a few words what was said.")
    status = 422
    field = "said"


class DepartmentNumberIsTooLong(Refusal):
    """A department's number is short."""

    message = N_("The department's number has at most 40 letters and digits.")
    status = 422
    field = "department_no"


class ReminderIsWrong(Refusal):
    """One asks again after today, within a year."""

    message = N_("Choose a date after today, within a year.")
    status = 422
    field = "remind_on"


@dataclass(frozen=True, slots=True)
class Complaint:
    """A complaint about money that has not come, as it stands."""

    society_id: int
    id: int
    version: int
    pensioner_id: int
    first_month: str
    said: str
    asked_whom: str
    department_no: str
    state: str
    result: str
    remind_on: str
    raised_on: str
    raised_at: int
    raised_by: int
    state_at: int

    @property
    def is_open(self) -> bool:
        """Whether an answer is still waited for."""
        return self.state in WAITING


@dataclass(frozen=True, slots=True)
class Said:
    """What was done now: who was asked, what they said, their number, when to ask again."""

    said: str
    asked_whom: str = ""
    department_no: str = ""
    remind_on: str = ""


def checked_said(said: Said, today_on: str) -> Said:
    """Return what was said as it is kept.

    Raises SaidIsMissing, TextIsTooLong, AadhaarIsNotStored, WhomIsMissing,
    DepartmentNumberIsTooLong, ReminderIsWrong.
    """
    words, number = clean(said.said), latin_digits(clean(said.department_no))
    require_words({"said": words, "department_no": number})
    if not words:
        raise SaidIsMissing
    if said.asked_whom not in ("", *WHOM) or (number and not said.asked_whom):
        raise WhomIsMissing
    if len(number) > 40:
        raise DepartmentNumberIsTooLong
    if said.remind_on and not today_on < said.remind_on <= plus_days(today_on, _FARTHEST_DAYS):
        raise ReminderIsWrong
    return Said(words, said.asked_whom, number, said.remind_on)


def check_first_month(typed: str, today_on: str) -> str:
    """Return since which month money is missing; raise MonthIsWrong, FirstMonthIsLater."""
    try:
        month = read_month(typed)
    except Refusal as refusal:
        refusal.field = "first_month"
        raise
    if month > today_on[:7]:
        raise FirstMonthIsLater
    return month


def state_after(complaint_state: str, said: Said) -> str:
    """Open until somebody was asked, then sent."""
    return SENT if said.asked_whom else complaint_state
