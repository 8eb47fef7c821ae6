"""Asking people whether their Aadhaar may be used, and keeping what they said (P12)."""

from __future__ import annotations

from dataclasses import dataclass

from portal.actions.exactly_once import Done, exactly_once
from portal.domain.aadhaar_checks import Check
from portal.domain.aadhaar_consents import (
    AnswerIsMissing,
    ApplicationIsOfAnother,
    Consent,
    ConsentIsUnknown,
    ConsentWords,
    ConsentWordsHaveChanged,
    check_use,
    read_consent_name,
)
from portal.domain.catalogue import Service
from portal.domain.people import Doer, Slip
from portal.domain.refusals import Refusal
from portal.storage import aadhaar_consents as stored
from portal.storage import daybook
from portal.storage.catalogue import catalogue
from portal.storage.engine import snapshot

ROWS = 30
NEWEST = 2**31


@dataclass(frozen=True, slots=True)
class NewConsent:
    """What somebody was asked and said. ``is_given`` None is no answer.

    ``words_from_on`` and ``language`` say which words they were shown; ``is_for_check`` leads on to
    the check of the number.
    """

    service_id: str
    name: str
    is_given: bool | None
    was_spoken: bool
    language: str
    words_from_on: str
    application_id: int | None = None
    is_for_check: bool = False


@dataclass(frozen=True, slots=True)
class Ground:
    """What is asked: for which service, in which words, and of whom ('' is not known yet)."""

    service: Service
    words: ConsentWords
    purpose: str
    name: str


def ground(
    society_id: int, service_id: str, application_id: int | None, language: str, on: str
) -> Ground:
    """Say what to ask; raise ServiceIsUnknown, ApplicationIsOfAnother."""
    service = catalogue()[service_id]
    name = ""
    if application_id is not None:
        found = stored.applicant(society_id, application_id)
        if found is None or found.service_id != service_id:
            raise ApplicationIsOfAnother
        name = found.name
    words = stored.consent_book().words_on(on, language)
    purpose = service.name_en if words.language == "en" else service.name_hi
    return Ground(service, words, purpose, name)


def record_consent(doer: Doer, slip: Slip, society_id: int, new: NewConsent) -> Done:
    """Keep what somebody said, yes or no, with the very words they were shown.

    Raises ServiceIsUnknown, ApplicationIsOfAnother, ConsentNameIsWrong, AnswerIsMissing,
    ConsentWordsHaveChanged.
    """

    def deed() -> Done:
        daybook.lock_book(society_id)
        asked = ground(society_id, new.service_id, new.application_id, new.language, doer.today_on)
        name = read_consent_name(new.name)
        if new.is_given is None:
            raise AnswerIsMissing
        if (asked.words.from_on, asked.words.language) != (new.words_from_on, new.language):
            raise ConsentWordsHaveChanged
        made = Consent(
            society_id=society_id, id=stored.next_id(society_id), purpose=asked.purpose,
            service_id=new.service_id, application_id=new.application_id, name=name,
            is_given=new.is_given, was_spoken=new.was_spoken, language=asked.words.language,
            words=asked.words.filled(asked.purpose), words_from_on=asked.words.from_on,
            asked_on=doer.today_on, asked_at=doer.at, asked_by=doer.person_id,
            on_behalf_of=doer.on_behalf_of,
        )  # fmt: skip
        stored.insert(made)
        goes_on = made.is_given and new.is_for_check
        return Done(f"/aadhaar/check?consent={made.id}" if goes_on else f"/consents/{made.id}")

    return exactly_once(doer, slip, deed)


@dataclass(frozen=True, slots=True)
class File:
    """A consent and the checks under it."""

    consent: Consent
    checks: list[Check]

    def people(self) -> set[int]:
        """List everyone the page names."""
        return {self.consent.asked_by, *(one.sent_by for one in self.checks)}


def file_of(society_id: int, consent_id: int) -> File:
    """Return a consent and its checks; raise ConsentIsUnknown."""
    with snapshot():
        found = stored.consent(society_id, consent_id)
        if found is None:
            raise ConsentIsUnknown
        return File(found, stored.checks_of(society_id, [consent_id]).get(consent_id, []))


@dataclass(frozen=True, slots=True)
class Day:
    """A page of a day's consents, the latest first, and the days with consents beside it.

    ``more_before`` is the number below which there are more, None for no more.
    """

    files: list[File]
    more_before: int | None
    before_on: str
    after_on: str


def day_of(society_id: int, on: str, before: int = NEWEST) -> Day:
    """List what people said on a day, thirty at a time below a number."""
    with snapshot():
        found = stored.consents_on(society_id, on, ROWS + 1, before)
        more = found[ROWS - 1].id if len(found) > ROWS else None
        found = found[:ROWS]
        checks = stored.checks_of(society_id, [one.id for one in found])
        files = [File(one, checks.get(one.id, [])) for one in found]
        return Day(files, more, *stored.days_beside(society_id, on))


def may_be_used(file: File, doer: Doer) -> bool:
    """Say whether an Aadhaar may be checked now with this consent."""
    try:
        check_use(
            file.consent, doer.today_on, [one.result_at(doer.at) for one in file.checks],
            stored.consent_book(),
        )  # fmt: skip
    except Refusal:
        return False
    return True


def files_of_application(society_id: int, application_id: int) -> list[File]:
    """List the consents that were asked for an application, each with its checks."""
    with snapshot():
        found = stored.consents_of(society_id, application_id)
        checks = stored.checks_of(society_id, [one.id for one in found])
        return [File(one, checks.get(one.id, [])) for one in found]
