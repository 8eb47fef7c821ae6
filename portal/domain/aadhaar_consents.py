"""Consent to the use of an Aadhaar: the words, the answer, and what it is good for.

The words follow UIDAI's rules on consent; counsel is to check them. A "no" is kept like a "yes" and
refuses nobody a service: another proof of identity is offered.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from portal.domain.aadhaar_checks import (
    MOST_ANSWERED,
    MOST_ASKED,
    CheckResult,
    has_many_digits,
)
from portal.domain.refusals import N_, Refusal
from portal.domain.text import clean

LONGEST_NAME = 80

SERVICE_PLACE = {"hi": "[सेवा]", "en": "[service]"}
LANGUAGES = tuple(SERVICE_PLACE)


class ConsentFileIsWrong(ValueError):
    """A file of consents can't be used; names file and line."""

    def __init__(self, name: str, line: int, why: str) -> None:
        super().__init__(f"config/{name}, line {line}: {why}")


class ConsentIsUnknown(Refusal):
    """There is no such consent in this society."""

    message = N_("There is no such consent here.")
    status = 404


class AnswerIsMissing(Refusal):
    """Neither yes nor no was chosen."""

    message = N_("Choose what the person said: yes or no.")
    status = 422
    field = "answer"


class ConsentNameIsWrong(Refusal):
    """No name was written, or it holds a number."""

    message = N_("Write the name in letters, as it stands on the card.")
    status = 422
    field = "name"


class ConsentWordsHaveChanged(Refusal):
    """The words that were shown are not today's any more."""

    message = N_("The words of consent have changed since. Read the new ones to the person.")
    status = 422


class ApplicationIsOfAnother(Refusal):
    """The application is not of this society or not of this service."""

    message = N_("There is no such application for this service here.")
    status = 404


class ConsentWasNotGiven(Refusal):
    """The person said no."""

    message = N_("The person did not agree. Take another proof of identity.")


class ConsentIsOld(Refusal):
    """The consent is of another day."""

    message = N_("This consent is of another day. Ask the person again today.")


class ConsentIsForOther(Refusal):
    """Nothing is checked for the service that the person agreed to."""

    message = N_("The person agreed to something else. For this service no Aadhaar is checked.")


class ConsentIsUsedUp(Refusal):
    """The Aadhaar was checked with this consent, or tried too often."""

    message = N_("Enough was asked with this consent. Ask the person again, or take another proof.")


@dataclass(frozen=True, slots=True)
class ConsentWords:
    """The words of consent in a language from a day on; both have the place of the service.

    ``words`` is what is agreed to, ``spoken`` the same in plain words to be read aloud.
    """

    from_on: str
    language: str
    words: str
    spoken: str

    def filled(self, purpose: str) -> str:
        """What is agreed to, for a purpose."""
        return self.words.replace(SERVICE_PLACE[self.language], purpose)

    def said(self, purpose: str) -> str:
        """What is read aloud, for a purpose."""
        return self.spoken.replace(SERVICE_PLACE[self.language], purpose)


class ConsentBook:
    """All words of consent, by language and day, and the services that use an Aadhaar."""

    def __init__(self, words: Iterable[ConsentWords], services: Mapping[str, bool]) -> None:
        """Take the words, and for each service whether its Aadhaar may be checked here."""
        self._words = sorted(words, key=lambda one: one.from_on)
        self._services = dict(services)

    def words_on(self, on: str, language: str) -> ConsentWords:
        """Return the words that hold on a day, before all of them the first.

        In an unknown language those are the Hindi ones.
        """
        known = language if language in LANGUAGES else "hi"
        found = [one for one in self._words if one.language == known]
        return next((one for one in reversed(found) if one.from_on <= on), found[0])

    def asks(self, service_id: str) -> bool:
        """Say whether a service uses the Aadhaar itself, so that consent is asked for it."""
        return service_id in self._services

    def checks(self, service_id: str) -> bool:
        """Say whether an Aadhaar may be checked for a service."""
        return self._services.get(service_id, False)

    @property
    def services(self) -> frozenset[str]:
        """The services that consent is asked for."""
        return frozenset(self._services)


@dataclass(frozen=True, slots=True)
class Consent:
    """What somebody was asked and said, in which words; never their number."""

    society_id: int
    id: int
    purpose: str
    service_id: str
    application_id: int | None
    name: str
    is_given: bool
    was_spoken: bool
    language: str
    words: str
    words_from_on: str
    asked_on: str
    asked_at: int
    asked_by: int
    on_behalf_of: int | None


def read_consent_name(typed: str) -> str:
    """Read who was asked, as it stands on the card; raise ConsentNameIsWrong."""
    name = clean(typed)
    if not name or len(name) > LONGEST_NAME or has_many_digits(name):
        raise ConsentNameIsWrong
    return name


def check_use(
    consent: Consent, today_on: str, results: Iterable[CheckResult], book: ConsentBook
) -> None:
    """Let a consent be used once more.

    It is good on its own day, for its own service, until a match, three other answers or six tries.
    Raises ConsentWasNotGiven, ConsentIsOld, ConsentIsForOther, ConsentIsUsedUp.
    """
    if not consent.is_given:
        raise ConsentWasNotGiven
    if consent.asked_on != today_on:
        raise ConsentIsOld
    if not book.checks(consent.service_id):
        raise ConsentIsForOther
    found = list(results)
    answered = [one for one in found if one in (CheckResult.NO_MATCH, CheckResult.REFUSED)]
    is_tried = len(answered) >= MOST_ANSWERED or len(found) >= MOST_ASKED
    if is_tried or CheckResult.MATCH in found:
        raise ConsentIsUsedUp


def read_consent_book(
    texts: Iterable[Mapping[str, str]], services: Iterable[Mapping[str, str]],
    known_services: Iterable[str],
) -> ConsentBook:  # fmt: skip
    """Read config/consent_texts.csv and aadhaar_services.csv; raise ConsentFileIsWrong."""
    words = [_words(line, row) for line, row in enumerate(texts, 2)]
    for language in LANGUAGES:
        starts = [one.from_on for one in words if one.language == language]
        if not starts or len(set(starts)) < len(starts):
            raise ConsentFileIsWrong("consent_texts.csv", 1, f"{language}: missing or twice a day")
    known, found = set(known_services), dict[str, bool]()
    for line, row in enumerate(services, 2):
        if row["service_id"] not in known or row["service_id"] in found:
            raise ConsentFileIsWrong("aadhaar_services.csv", line, "service is unknown or twice")
        if row["has_check"] not in ("", "1"):
            raise ConsentFileIsWrong("aadhaar_services.csv", line, "has_check is 1 or empty")
        found[row["service_id"]] = row["has_check"] == "1"
    return ConsentBook(words, found)


def _words(line: int, row: Mapping[str, str]) -> ConsentWords:
    if set(row) != {"valid_from", "language", "words", "spoken"}:
        raise ConsentFileIsWrong("consent_texts.csv", line, "a comma outside quotation marks")
    found = ConsentWords(row["valid_from"], row["language"], row["words"], row["spoken"])
    place = SERVICE_PLACE.get(found.language)
    if place is None or len(found.from_on) != 10:
        raise ConsentFileIsWrong("consent_texts.csv", line, "language or valid_from is wrong")
    if place not in found.words or place not in found.spoken:
        raise ConsentFileIsWrong("consent_texts.csv", line, f"{place} is missing in a text")
    return found
