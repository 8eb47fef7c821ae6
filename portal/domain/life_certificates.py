"""Life certificates: that somebody who draws a pension lives, once for each date it is due.

Only the number and the outcome are kept, never what was measured (fingers, eyes, face).
"""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from datetime import date

from portal.domain.dates import days_between, show_on
from portal.domain.pensioners import ENDED, Pensioner, PensionHasEnded, plus_days, require_words
from portal.domain.refusals import N_, Refusal
from portal.domain.register import DateIsLater
from portal.domain.text import AadhaarIsNotStored, clean, has_aadhaar, latin_digits

ACCEPTED, WAITING, REJECTED = RESULTS = ("accepted", "waiting", "rejected")
EARLY_DAYS = 90
"""So long before it is due again a further certificate is taken, where one was accepted here."""
OLDEST_DAYS = 366
"""A certificate that was made longer ago is not recorded now: it has run out itself."""
_FARTHEST_DAYS = 366 * 5
_PRAMAAN_ID = re.compile(r"(?=.*[0-9])[0-9A-Z]{6,14}")


class CertificateIsUnknown(Refusal):
    """There is no such certificate in one's scope."""

    message = N_("There is no such life certificate here.")
    status = 404


class PramaanIdIsWrong(Refusal):
    """A Pramaan-ID is a short row of letters and digits."""

    message = N_("Write the Pramaan-ID as in the message: 6 to 14 letters and digits.")
    status = 422
    field = "pramaan_id"


class PramaanIdIsTaken(Refusal):
    """A Pramaan-ID belongs to one certificate."""

    message = N_("This Pramaan-ID is already written down for %(name)s.")
    status = 422
    field = "pramaan_id"


class ResultIsMissing(Refusal):
    """It is said what became of the certificate."""

    message = N_("Choose what came of it.")
    status = 422
    field = "result"


class RejectionHasNoReason(Refusal):
    """Who is turned down hears why."""

    message = N_("Write why it was not accepted.")
    status = 422
    field = "reason"


class CertificateIsThere(Refusal):
    """For one due date one certificate is accepted."""

    message = N_("The life certificate of %(on)s was already accepted for this date.")


class CertificateWaits(Refusal):
    """A certificate whose answer is awaited is settled first."""

    message = N_("The life certificate of %(on)s still waits for its answer. Settle that one.")


class CertificateIsEarly(Refusal):
    """Within a period that is covered nobody gives a second certificate."""

    message = N_(
        "The certificate of %(made_on)s holds until %(due_on)s. The next one can be recorded from "
        "%(from_on)s on; if the office asks for it earlier, change the due date first."
    )


class PensionerIsDead(Refusal):
    """Nobody proves to live after the day of death."""

    message = N_("This pensioner died on %(on)s: no life certificate of that day or later.")
    status = 422
    field = "made_on"


class MadeTooLongAgo(Refusal):
    """What was made more than a year ago has run out."""

    message = N_("This certificate was made more than a year ago. Look at the date again.")
    status = 422
    field = "made_on"


class NextDueIsWrong(Refusal):
    """The next certificate is due after this one."""

    message = N_("The next certificate is due after this one, within five years.")
    status = 422
    field = "next_due_on"


class CertificateIsSettled(Refusal):
    """Whether it was accepted is settled once."""

    message = N_("It is already settled whether this certificate was accepted.")


@dataclass(frozen=True, slots=True)
class Certificate:
    """A life certificate: ``due_on`` is the date that it answers ('' where none was known)."""

    society_id: int
    id: int
    pensioner_id: int
    due_on: str
    result: str
    pramaan_id: str
    made_on: str
    next_due_on: str
    reason: str
    visit_id: int | None
    recorded_at: int
    recorded_by: int
    on_behalf_of: int | None
    settled_at: int | None = None
    settled_by: int | None = None


@dataclass(frozen=True, slots=True)
class Outcome:
    """What became of a certificate; ``next_due_on`` '' is a year after it was made."""

    result: str
    made_on: str
    pramaan_id: str = ""
    next_due_on: str = ""
    reason: str = ""


def a_year_after(on: str) -> str:
    """The same day of the next year; 28 February where there is no 29th."""
    found = date.fromisoformat(on)
    try:
        return found.replace(year=found.year + 1).isoformat()
    except ValueError:
        return found.replace(year=found.year + 1, day=28).isoformat()


def read_pramaan_id(typed: str) -> str:
    """Read a Pramaan-ID, '' where there is none; raise AadhaarIsNotStored, PramaanIdIsWrong."""
    number = latin_digits(clean(typed)).upper().replace(" ", "").replace("-", "")
    if has_aadhaar(typed) or has_aadhaar(number):
        raise AadhaarIsNotStored(field="pramaan_id")
    if number and not _PRAMAAN_ID.fullmatch(number):
        raise PramaanIdIsWrong
    return number


def checked_outcome(pensioner: Pensioner, outcome: Outcome, today_on: str) -> Outcome:
    """Return an outcome as it is kept.

    Raises ResultIsMissing, those of ``read_pramaan_id``, DateIsLater, MadeTooLongAgo,
    PensionerIsDead, PensionHasEnded, NextDueIsWrong, RejectionHasNoReason, TextIsTooLong,
    AadhaarIsNotStored.
    """
    if outcome.result not in RESULTS:
        raise ResultIsMissing
    require_alive(pensioner, outcome.made_on)
    if outcome.made_on > today_on:
        raise DateIsLater(field="made_on")
    if days_between(outcome.made_on, today_on) > OLDEST_DAYS:
        raise MadeTooLongAgo
    return _kept(outcome)


def checked_answer(pensioner: Pensioner, waits: Certificate, outcome: Outcome) -> Outcome:
    """Return the answer to a certificate that waited, as it is kept; its day stays.

    Raises ResultIsMissing, PensionerIsDead, those of ``read_pramaan_id``, NextDueIsWrong,
    RejectionHasNoReason, TextIsTooLong, AadhaarIsNotStored.
    """
    if outcome.result not in (ACCEPTED, REJECTED):
        raise ResultIsMissing
    if outcome.result == ACCEPTED and pensioner.died_on and waits.made_on >= pensioner.died_on:
        raise PensionerIsDead(on=show_on(pensioner.died_on))
    return _kept(replace(
        outcome, made_on=waits.made_on, pramaan_id=outcome.pramaan_id or waits.pramaan_id,
        next_due_on=outcome.next_due_on or waits.next_due_on,
    ))  # fmt: skip


def _kept(outcome: Outcome) -> Outcome:
    reason = clean(outcome.reason)
    require_words({"reason": reason})
    if outcome.result == REJECTED and not reason:
        raise RejectionHasNoReason
    return Outcome(
        outcome.result, outcome.made_on, read_pramaan_id(outcome.pramaan_id),
        _next_due(outcome), reason,
    )  # fmt: skip


def require_alive(pensioner: Pensioner, made_on: str) -> None:
    """Refuse a certificate of the day of death or later, and one of a pension that has ended."""
    if pensioner.died_on and made_on >= pensioner.died_on:
        raise PensionerIsDead(on=show_on(pensioner.died_on))
    if pensioner.status == ENDED:
        raise PensionHasEnded


def _next_due(outcome: Outcome) -> str:
    if outcome.result == REJECTED:
        return ""
    due_on = outcome.next_due_on or a_year_after(outcome.made_on)
    if not 0 < days_between(outcome.made_on, due_on) <= _FARTHEST_DAYS:
        raise NextDueIsWrong
    return due_on


def require_new(pensioner: Pensioner, before: list[Certificate], today_on: str) -> None:
    """Refuse a second certificate within a period; ``before`` are the pensioner's, newest first.

    Raises CertificateWaits, CertificateIsThere, CertificateIsEarly.
    """
    standing = [one for one in before if one.result != REJECTED]
    due_on = pensioner.certificate_due_on
    for one in standing:
        if one.result == WAITING:
            raise CertificateWaits(on=show_on(one.made_on))
        if one.due_on == due_on:
            raise CertificateIsThere(on=show_on(one.made_on))
    last = next((one for one in standing if one.next_due_on == due_on), None)
    if last is not None and today_on < plus_days(due_on, -EARLY_DAYS):
        raise CertificateIsEarly(
            made_on=show_on(last.made_on), due_on=show_on(due_on),
            from_on=show_on(plus_days(due_on, -EARLY_DAYS)),
        )  # fmt: skip
