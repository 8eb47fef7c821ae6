"""Pensioners of a society: what is written of each, how a pension may stand, and what is refused.

A pension is sanctioned, then paid, perhaps stopped for a reason and paid again, and ends by death
or by moving away. Money is paise, dates are ISO texts.
"""

from __future__ import annotations

import re
from collections.abc import Collection
from dataclasses import dataclass, fields, replace
from datetime import date, timedelta
from typing import Any

from portal.domain.dates import days_between
from portal.domain.members import SEXES
from portal.domain.money import AmountIsZero, CashHasPaise, is_whole
from portal.domain.refusals import N_, Refusal
from portal.domain.register import (
    BirthIsWrong,
    ChoiceIsUnknown,
    DateIsLater,
    MemberNameIsMissing,
    parse_last4,
    parse_mobile,
    require_name,
)
from portal.domain.text import AadhaarIsNotStored, TextIsTooLong, clean, has_aadhaar, latin_digits

SANCTIONED, PAYING, STOPPED, ENDED = STATUSES = ("sanctioned", "paying", "stopped", "ended")
CERTIFICATE_DUE, DEATH, MOVED = "certificate_due", "death", "moved"
#: Why a pension is stopped, and how one ends.
STOPS = (CERTIFICATE_DUE, "aadhaar_not_seeded", "bank", MOVED, "office", "other")
ENDS = (DEATH, MOVED)
#: What may follow a status; an end that was written by mistake goes back to stopped, with a word.
STEPS = {
    SANCTIONED: (PAYING, STOPPED, ENDED),
    PAYING: (STOPPED, ENDED),
    STOPPED: (PAYING, STOPPED, ENDED),
    ENDED: (STOPPED,),
}
OTHER = "OTHER"
"""The scheme of a pension that another authority pays, which is then named."""
DUE_DAYS = 30
LARGEST_MONTHLY = 5_00_000_00
_LONGEST = {
    "name_hi": 80, "guardian_hi": 80, "village_hi": 60, "authority": 80, "bank": 60,
    "stop_note": 200,
}  # fmt: skip
_NUMBER = re.compile(r"(?=.*[0-9])[0-9A-Z](?:[0-9A-Z./_-]{1,28})[0-9A-Z]")
_OLDEST_YEARS = 125
_FARTHEST_DAYS = 366 * 5
_EARLIEST_DUE = "2000-01-01"


class PensionerIsUnknown(Refusal):
    """There is no such pensioner in one's scope (P9)."""

    message = N_("There is no such pensioner here.")
    status = 404


class PensionerWasChanged(Refusal):
    """Somebody else changed the pensioner since the form was shown."""

    message = N_(
        "Somebody changed this pensioner meanwhile. Look at the page again; this was not saved."
    )
    status = 409


class SchemeIsMissing(Refusal):
    """Each pension is of a scheme of the list or of another authority."""

    message = N_("Choose which pension it is.")
    status = 422
    field = "scheme_id"


class AuthorityIsMissing(Refusal):
    """A pension that is not in the list names who pays it."""

    message = N_("Write which office or department pays it.")
    status = 422
    field = "authority"


class BenefitNumberIsWrong(Refusal):
    """A pension is known by the number on its order."""

    message = N_("Write the number on the pension order: 3 to 30 letters and digits, no spaces.")
    status = 422
    field = "benefit_no"


class BenefitNumberLooksLikeAadhaar(Refusal):
    """Twelve digits with Aadhaar's check digit are never stored (P12); a PPO has its strokes."""

    message = N_(
        "These twelve digits look like an Aadhaar number, which is never written here. If they are "
        "the number of the pension order, write it with strokes: 70965/06/01302."
    )
    status = 422
    field = "benefit_no"


class BenefitNumberIsTaken(Refusal):
    """A number stands in the register once for its scheme."""

    message = N_("This number is already written down for %(name)s.")
    status = 422
    field = "benefit_no"

    def __init__(self, *, name: str, pensioner_id: int) -> None:
        """Keep who has the number."""
        super().__init__(name=name)
        self.pensioner_id = pensioner_id


class DueDateIsWrong(Refusal):
    """A life certificate is due on a date of these years."""

    message = N_("A certificate can't be due on this date. Look at the year.")
    status = 422
    field = "certificate_due_on"


class MonthlyIsTooMuch(Refusal):
    """Such a pension does not exist; a figure was typed in the wrong field."""

    message = N_("This is too much for a month. Look at the amount again.")
    status = 422
    field = "monthly"


class StepIsNotPossible(Refusal):
    """From here a pension can't get there."""

    message = N_("This is not possible as the pension stands now.")
    status = 409


class StopReasonIsMissing(Refusal):
    """It is said why a pension is stopped or has ended."""

    message = N_("Choose why.")
    status = 422
    field = "reason"


class DeathDateIsMissing(Refusal):
    """With a death its date is written."""

    message = N_("Write the date of death.")
    status = 422
    field = "died_on"


class NoteIsMissing(Refusal):
    """What is neither in the list nor usual is said in words."""

    message = N_("Write in a few words how it is.")
    status = 422
    field = "note"


class DeathIsBeforeBirth(Refusal):
    """Nobody dies before being born."""

    message = N_("This is before the birth. Look at the date again.")
    status = 422
    field = "died_on"


class PensionHasEnded(Refusal):
    """Nothing more is done for a pension that has ended."""

    message = N_("This pension has ended. Look at the page of the pensioner.")


class ApplicationIsNotSanctioned(Refusal):
    """Only who was granted a pension comes into the register."""

    message = N_("This application is not sanctioned yet.")


class ApplicationIsInRegister(Refusal):
    """An application leads to one pensioner."""

    message = N_("This pension is in the register already.")


@dataclass(frozen=True, slots=True, kw_only=True)
class Particulars:
    """What is written of a pensioner at the counter.

    ``register`` and ``record_id`` name the member or customer it is, where that is known.
    ``birth_on`` may be a year alone, ``monthly_paise`` None where nobody knows the amount.
    """

    name_hi: str
    scheme_id: str
    benefit_no: str
    register: int | None = None
    record_id: int | None = None
    guardian_hi: str = ""
    village_hi: str = ""
    mobile: str = ""
    sex: str = ""
    birth_on: str = ""
    authority: str = ""
    bank: str = ""
    account_last4: str = ""
    monthly_paise: int | None = None
    certificate_due_on: str = ""
    application_id: int | None = None


PARTICULARS = tuple(one.name for one in fields(Particulars))


@dataclass(frozen=True, slots=True, kw_only=True)
class Pensioner(Particulars):
    """A pensioner as the register has it; ``version`` counts the changes."""

    society_id: int
    id: int
    version: int
    status: str
    stop_reason: str = ""
    stop_note: str = ""
    stopped_on: str = ""
    died_on: str = ""
    added_at: int
    added_by: int
    changed_at: int

    def due_state(self, today_on: str) -> str:
        """Say how the life certificate stands: '' (no hurry or no date), 'due' or 'overdue'."""
        if self.status == ENDED or not self.certificate_due_on:
            return ""
        if self.certificate_due_on < today_on:
            return "overdue"
        return "due" if self.certificate_due_on <= due_until(today_on) else ""


def due_until(today_on: str) -> str:
    """The last date that counts as due soon: thirty days from today."""
    return plus_days(today_on, DUE_DAYS)


def plus_days(on: str, days: int) -> str:
    """The date so many days later (earlier, where below zero)."""
    return (date.fromisoformat(on) + timedelta(days=days)).isoformat()


def read_benefit_no(typed: str) -> str:
    """Read a PPO or beneficiary number: capitals, Latin digits, no spaces.

    Raises BenefitNumberLooksLikeAadhaar, BenefitNumberIsWrong.
    """
    if has_aadhaar(typed):
        raise BenefitNumberLooksLikeAadhaar
    number = latin_digits(clean(typed)).upper().replace(" ", "")
    if not _NUMBER.fullmatch(number):
        raise BenefitNumberIsWrong
    return number


def checked(record: Particulars, schemes: Collection[str], today_on: str) -> Particulars:
    """Return a record as it is kept; ``schemes`` are the ids that may be chosen.

    Raises MemberNameIsMissing, NameHasNoLetters, TextIsTooLong, AadhaarIsNotStored, MobileIsWrong,
    LastFourIsWrong, BirthIsWrong, ChoiceIsUnknown, SchemeIsMissing, AuthorityIsMissing, those of
    ``read_benefit_no``, DueDateIsWrong, AmountIsZero, CashHasPaise, MonthlyIsTooMuch.
    """
    words: dict[str, Any] = {
        name: clean(getattr(record, name)) for name in _LONGEST if hasattr(record, name)
    }
    require_words(words)
    require_name(words["name_hi"], "name_hi", MemberNameIsMissing)
    if record.sex not in ("", *SEXES):
        raise ChoiceIsUnknown(field="sex")
    if record.scheme_id not in (*schemes, OTHER):
        raise SchemeIsMissing
    if record.scheme_id == OTHER and not words["authority"]:
        raise AuthorityIsMissing
    _require_dates(record, today_on)
    _require_monthly(record.monthly_paise)
    return replace(
        record, **words, benefit_no=read_benefit_no(record.benefit_no),
        mobile=parse_mobile(record.mobile) if record.mobile else "",
        account_last4=_last4(record.account_last4),
    )  # fmt: skip


def require_words(words: dict[str, str]) -> None:
    """Refuse words that are too long or hold an Aadhaar number, each at its field."""
    for name, text in words.items():
        if has_aadhaar(text):
            raise AadhaarIsNotStored(field=name)
        if len(text) > _LONGEST.get(name, 200):
            raise TextIsTooLong(most=_LONGEST.get(name, 200), field=name)


def _last4(typed: str) -> str:
    if not typed:
        return ""
    try:
        return parse_last4(typed)
    except Refusal as refusal:
        refusal.field = "account_last4"
        raise


def _require_dates(record: Particulars, today_on: str) -> None:
    birth_on = record.birth_on
    if birth_on:
        is_future = birth_on > today_on[: len(birth_on)]
        if is_future or int(today_on[:4]) - int(birth_on[:4]) > _OLDEST_YEARS:
            raise BirthIsWrong
    due_on = record.certificate_due_on
    if due_on:
        is_far = due_on < _EARLIEST_DUE or days_between(today_on, due_on) > _FARTHEST_DAYS
        if is_far or (birth_on and due_on[: len(birth_on)] <= birth_on):
            raise DueDateIsWrong


def _require_monthly(paise: int | None) -> None:
    if paise is None:
        return
    if paise <= 0:
        raise AmountIsZero(field="monthly")
    if not is_whole(paise):
        raise CashHasPaise(field="monthly")
    if paise > LARGEST_MONTHLY:
        raise MonthlyIsTooMuch


@dataclass(frozen=True, slots=True)
class Step:
    """Where a pension goes, why, since when, and what else is to be said."""

    to_status: str
    reason: str = ""
    note: str = ""
    since_on: str = ""
    died_on: str = ""


def stepped(before: Pensioner, step: Step, today_on: str) -> Pensioner:
    """Return a pensioner after a step of the chain, its version not yet moved on.

    Raises StepIsNotPossible, StopReasonIsMissing, DeathDateIsMissing, DateIsLater,
    DeathIsBeforeBirth, NoteIsMissing, TextIsTooLong, AadhaarIsNotStored.
    """
    note = clean(step.note)
    require_words({"note": note})
    if step.to_status not in STEPS[before.status]:
        raise StepIsNotPossible
    if step.since_on > today_on:
        raise DateIsLater(field="since_on")
    if before.status == ENDED and not note:
        raise NoteIsMissing
    after = replace(
        before, status=step.to_status, stop_reason="", stop_note=note, stopped_on="", died_on=""
    )
    if step.to_status == PAYING:
        return after
    if step.reason not in (ENDS if step.to_status == ENDED else STOPS):
        raise StopReasonIsMissing
    if step.reason == "other" and not note:
        raise NoteIsMissing
    since_on = step.since_on or today_on
    if step.reason == DEATH:
        _require_death(before, step.died_on, today_on)
        since_on = step.died_on
    return replace(
        after, stop_reason=step.reason, stopped_on=since_on,
        died_on=step.died_on if step.reason == DEATH else "",
    )  # fmt: skip


def _require_death(before: Pensioner, died_on: str, today_on: str) -> None:
    if not died_on:
        raise DeathDateIsMissing
    if died_on > today_on:
        raise DateIsLater(field="died_on")
    if before.birth_on and died_on[: len(before.birth_on)] < before.birth_on:
        raise DeathIsBeforeBirth
