"""An application of somebody at the counter: for a paper, a pension, a ticket, a policy, a look-up.

Which fields, papers and steps there are stands in config/; here stands what holds for all of them.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace

from portal.domain.application_forms import FIRST
from portal.domain.dates import days_between
from portal.domain.refusals import N_, Refusal
from portal.domain.text import (
    AadhaarIsNotStored,
    TextIsTooLong,
    clean,
    has_aadhaar,
    latin_digits,
    with_check_digit,
)

DRAFT = FIRST
THERE, MISSING = "yes", "no"
"""What ``papers`` says of a paper."""
LONGEST_WORDS = 300
LONGEST_NAME = 80
LONGEST_NUMBER = 40
REMINDER_DAYS = 366
_MARK = "A"
_PLACES = 6
_NUMBER = re.compile(rf"([A-Z0-9]+){_MARK}([0-9]{{{_PLACES},9}})([0-9])")
_OFFICE_NUMBER = re.compile(r"[\w./&()\u200c\u200d:#-]+")


class ApplicationIsUnknown(Refusal):
    """There is no such application in one's society."""

    message = N_("There is no such application here.")
    status = 404


class ApplicationNumberIsWrong(Refusal):
    """What was typed is no number of ours: a sign is missing or wrong."""

    message = N_("This is not a right application number. Look at it on the slip again.")
    status = 422
    field = "no"


class ApplicationHasChanged(Refusal):
    """Somebody changed the application after the form was shown."""

    message = N_(
        "Somebody changed this application meanwhile. Look at it again; nothing was saved."
    )


class StepIsNotPossible(Refusal):
    """The application doesn't stand where this step begins, or the step is not made by hand."""

    message = N_("This step is not possible from where the application stands.")


class ApplicationIsSent(Refusal):
    """What the office has can't be changed here any more."""

    message = N_("It has left the counter already, so what is written in it can't be changed here.")


class ApplicantHasNoName(Refusal):
    """Nobody can be found again without a name."""

    message = N_("Write for whom it is.")
    status = 422
    field = "name"


class AnswersAreMissing(Refusal):
    """The form isn't filled in so far that it could go out."""

    message = N_("Something is still to be filled in before it can go out.")
    status = 422


class PaperIsMissing(Refusal):
    """A paper of the list isn't ticked, and nobody said that it goes without."""

    message = N_("Not all papers are there. Fetch them first, or say that it goes without.")
    status = 422
    field = "is_sure"


class DepartmentNumberIsMissing(Refusal):
    """Without the office's number nobody can ask there."""

    message = N_("Write the number that the office gave.")
    status = 422
    field = "department_no"


class ResultNumberIsMissing(Refusal):
    """The number of what was got belongs on the slip."""

    message = N_("Write the number of what came of it.")
    status = 422
    field = "result_no"


class NumberIsWrong(Refusal):
    """An office's number is one word of letters, digits and a few signs."""

    message = N_("A number has only letters, digits and signs like / - . in it.")
    status = 422


class NumberMayBeAadhaar(Refusal):
    """Twelve digits with a right check digit: by P12 they aren't kept, whatever they are."""

    message = N_(
        "This may be an Aadhaar number, so it is not kept. If the office gave it, write only its "
        "last eight digits; the whole number stays on the customer's paper."
    )
    status = 422


class DepartmentNumberIsTaken(Refusal):
    """The same number of an office stands on another application of the same service."""

    message = N_("This number was entered before, for application %(number)s.")
    status = 422
    field = "department_no"


class WhyIsMissing(Refusal):
    """Whoever is turned down is told why."""

    message = N_("Write the reason.")
    status = 422
    field = "reason"


class ReminderIsWrong(Refusal):
    """A reminder is for a day to come."""

    message = N_("Choose a day after today, within a year.")
    status = 422
    field = "remind_on"


class NothingIsSaid(Refusal):
    """A note without words or a day says nothing; a hand-over says what is to be done."""

    message = N_("Write in a few words what is to be done.")
    status = 422
    field = "said"


class WordsAreMissing(Refusal):
    """Whoever asks later must read what came of it."""

    message = N_("Write in a few words what came of it.")
    status = 422
    field = "said"


class KeeperIsWrong(Refusal):
    """An application is kept by somebody of the society who works with them."""

    message = N_("Choose somebody of your society who works with applications.")
    status = 422
    field = "keeper"


class RuleIsUnknown(Refusal):
    """There was never such a rule of this scheme, or the service isn't for it."""

    message = N_("There is no such rule of a pension. Begin again from the questions.")
    status = 422


@dataclass(frozen=True, slots=True)
class Application:
    """An application as it stands; ``version`` counts its changes.

    ``answers`` holds what the form asks, by the field's code, ``papers`` the papers that were on
    the list when it began, each ``yes`` or ``no``. The ``rule_`` fields keep the pension rule that
    it was made under, whatever is changed later. ``ended_on`` is '' while something is to come.
    """

    society_id: int
    id: int
    version: int
    service_id: str
    chain: str
    state: str
    name: str
    keeper: int
    began_on: str
    began_at: int
    began_by: int
    state_on: str
    state_at: int
    register: int | None = None
    record_id: int | None = None
    guardian: str = ""
    village: str = ""
    mobile: str = ""
    answers: Mapping[str, str] = field(default_factory=dict)
    papers: Mapping[str, str] = field(default_factory=dict)
    rule_scheme: str = ""
    rule_from_on: str = ""
    rule_note: str = ""
    department_no: str = ""
    result_no: str = ""
    said: str = ""
    remind_on: str = ""
    visit_id: int | None = None
    on_behalf_of: int | None = None
    ended_on: str = ""

    @property
    def is_open(self) -> bool:
        """Whether something is still to come."""
        return not self.ended_on

    @property
    def is_draft(self) -> bool:
        """Whether it has not left the counter, so that it may be changed."""
        return self.state == DRAFT

    @property
    def missing_papers(self) -> list[str]:
        """The papers of its list that aren't there."""
        return [name for name, there in self.papers.items() if there != THERE]

    def is_due(self, on: str) -> bool:
        """Whether its reminder has come."""
        return self.is_open and bool(self.remind_on) and self.remind_on <= on


@dataclass(frozen=True, slots=True)
class Person:
    """For whom an application is, as its form says."""

    name: str
    guardian: str = ""
    village: str = ""
    mobile: str = ""


@dataclass(frozen=True, slots=True)
class Said:
    """What a step says, as far as its row asks for it.

    ``remind_on`` is a date as ISO text; ``is_sure`` lets it go out without all its papers.
    """

    department_no: str = ""
    result_no: str = ""
    reason: str = ""
    said: str = ""
    remind_on: str = ""
    is_sure: bool = False

    @property
    def words(self) -> str:
        """What the history keeps: the reason and what else was said."""
        return " – ".join(filter(None, (self.reason, self.said)))


def application_number(society_code: str, application_id: int) -> str:
    """Return the number on the slip: society, A, number, check digit; BR0101A0001238.

    The check digit (Verhoeff, over digits and letters) notices any wrong digit and any two
    neighbouring digits changed over.
    """
    bare = f"{_plain(society_code)}{_MARK}{application_id:0{_PLACES}d}"
    return bare + _check_digit(bare)


def read_application_number(text: str) -> tuple[str, int]:
    """Read a number of ours into society code and key, digits of either script, spaces left out.

    Raises ApplicationNumberIsWrong.
    """
    found = _NUMBER.fullmatch(_plain(latin_digits(clean(text[:60])).upper()))
    if found is None or _check_digit(found[0][:-1]) != found[3] or not int(found[2]):
        raise ApplicationNumberIsWrong
    return found[1], int(found[2])


def _plain(text: str) -> str:
    return re.sub(r"[\s/.-]", "", text.upper())


def _check_digit(text: str) -> str:
    """Make a number of it first: letters are 10 to 35, as in the numbers of banks."""
    return with_check_digit("".join(str(int(one, 36)) for one in text))[-1]


def read_office_number(text: str, name: str) -> str:
    """Read an office's number as it is kept: capitals, Latin digits, no spaces; empty stays empty.

    Raises NumberIsWrong, NumberMayBeAadhaar, TextIsTooLong at the field ``name``.
    """
    number = latin_digits(clean(text)).replace(" ", "").upper()
    if has_aadhaar(text) or has_aadhaar(number):
        raise NumberMayBeAadhaar(field=name)
    if len(number) > LONGEST_NUMBER:
        raise TextIsTooLong(most=LONGEST_NUMBER, field=name)
    if number and not _OFFICE_NUMBER.fullmatch(number):
        raise NumberIsWrong(field=name)
    return number


def read_words(text: str, name: str, most: int = LONGEST_WORDS) -> str:
    """Read free words. Raises AadhaarIsNotStored, TextIsTooLong at the field ``name``."""
    words = clean(text)
    if has_aadhaar(text):
        raise AadhaarIsNotStored(field=name)
    if len(words) > most:
        raise TextIsTooLong(most=most, field=name)
    return words


def read_person(person: Person) -> Person:
    """Read for whom it is; the mobile number has been read by its field.

    Raises ApplicantHasNoName, AadhaarIsNotStored, TextIsTooLong.
    """
    name = read_words(person.name, "name", LONGEST_NAME)
    if not name:
        raise ApplicantHasNoName
    return replace(
        person, name=name, guardian=read_words(person.guardian, "guardian", LONGEST_NAME),
        village=read_words(person.village, "village", LONGEST_NAME),
    )  # fmt: skip


def read_reminder(remind_on: str, today_on: str) -> str:
    """Check the day of a reminder, '' is none; raise ReminderIsWrong."""
    if remind_on and not 0 < days_between(today_on, remind_on) <= REMINDER_DAYS:
        raise ReminderIsWrong
    return remind_on


def read_said(said: Said, today_on: str) -> Said:
    """Clean what a step says.

    Raises what ``read_office_number``, ``read_words`` and ``read_reminder`` raise.
    """
    return replace(
        said,
        department_no=read_office_number(said.department_no, "department_no"),
        result_no=read_office_number(said.result_no, "result_no"),
        reason=read_words(said.reason, "reason"), said=read_words(said.said, "said"),
        remind_on=read_reminder(said.remind_on, today_on),
    )  # fmt: skip


_NEEDED: Mapping[str, type[Refusal]] = {
    "department_no": DepartmentNumberIsMissing,
    "result_no": ResultNumberIsMissing,
    "reason": WhyIsMissing,
    "said": WordsAreMissing,
}


def check_needed(needs: Iterable[str], said: Said) -> None:
    """Check that what a step can't do without is there.

    Raises DepartmentNumberIsMissing, ResultNumberIsMissing, WhyIsMissing, WordsAreMissing.
    """
    for one in needs:
        if one in _NEEDED and not getattr(said, one):
            raise _NEEDED[one]


def ticked(papers: Iterable[str], there: Iterable[str]) -> dict[str, str]:
    """Return the list of papers, each ``yes`` where it is there."""
    known = set(there)
    return {one: THERE if one in known else MISSING for one in papers}
