"""Asking whether an Aadhaar number and a name belong together: the number, the asking, its ends.

The whole number lives in one request only (P12). It is never shown, stored or logged; that is why
it has a class of its own, which prints as its last four digits and is neither copied nor packed.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from enum import StrEnum
from typing import NoReturn

from portal.domain.dates import ist_on
from portal.domain.refusals import N_, Refusal
from portal.domain.text import clean, has_aadhaar, latin_digits, with_check_digit

#: How often a consent is good for an asking: so many that were answered, so many in all.
MOST_ANSWERED = 3
MOST_ASKED = 6
#: After so long an asking without an end has none: whoever asked is gone.
LONGEST_ASKING_MS = 60_000
OLDEST_YEARS = 125

_LETTERS = "BCDFGHJKLMNPQRSTVWXZ"
_PARTS = re.compile(r"[\s\u200c\u200d\u2010-\u2015\u2212.-]+")
_KINDS = {12: "aadhaar", 16: "vid"}
_MANY_DIGITS = re.compile(r"\d(?:[\W_]*\d){4,}")


class AadhaarNumberIsMissing(Refusal):
    """No number was written."""

    message = N_("Write the 12 digits of the Aadhaar number or the 16 digits of the VID.")
    status = 422
    field = "id_no"


class AadhaarNumberIsWrong(Refusal):
    """What was written is by its length or check digit no Aadhaar number and no VID."""

    message = N_(
        "This is no Aadhaar number and no VID: a digit is wrong, missing or too many. "
        "Look at the card and write it again."
    )
    status = 422
    field = "id_no"


class BirthYearIsWrong(Refusal):
    """What was written is no year that a living person was born in."""

    message = N_("Write the year of birth with four digits, like 1958, or leave it empty.")
    status = 422
    field = "birth_year"


class CheckIsUnknown(Refusal):
    """There is no such check in this society."""

    message = N_("There is no such check here.")
    status = 404


class CheckIsGoingOn(Refusal):
    """The same consent is being asked about already."""

    message = N_("A check is going on. Wait a minute and look at its result first.")


class CheckResult(StrEnum):
    """How a check ended; ASKING is one on its way."""

    ASKING = "asking"
    MATCH = "match"
    NO_MATCH = "no_match"
    NO_ANSWER = "no_answer"
    REFUSED = "refused"


class IdNumber:
    """An Aadhaar number or VID: ``kind`` and ``last4`` may be kept, the whole is sent once."""

    __slots__ = ("__whole", "kind", "last4")

    def __init__(self, whole: str) -> None:
        """Take the checked Latin digits; ``read_id_number`` is the way in."""
        self.kind = _KINDS[len(whole)]
        self.last4 = whole[-4:]
        self.__whole = whole

    def whole(self) -> str:
        """Return all digits, for the one who asks the provider and nobody else."""
        return self.__whole

    def __repr__(self) -> str:
        return masked(self.kind, self.last4)

    def __reduce__(self) -> NoReturn:
        """Refuse to be packed: into a cache, a queue or another process."""
        raise TypeError("an Aadhaar number is not packed")

    def __copy__(self) -> NoReturn:
        raise TypeError("an Aadhaar number is not copied")

    def __deepcopy__(self, _memo: object) -> NoReturn:
        raise TypeError("an Aadhaar number is not copied")


def read_id_number(typed: str) -> IdNumber:
    """Read 12 or 16 digits of either script, in groups or not; the last is the Verhoeff check.

    A VID has the same check digit (UIDAI, circular of 10-01-2018). Raises AadhaarNumberIsMissing,
    AadhaarNumberIsWrong; neither tells what was typed.
    """
    digits = latin_digits(_PARTS.sub("", clean(typed)))
    if not digits:
        raise AadhaarNumberIsMissing
    if not (digits.isascii() and digits.isdigit()) or len(digits) not in _KINDS:
        raise AadhaarNumberIsWrong
    if with_check_digit(digits[:-1]) != digits or (len(digits) == 12 and digits[0] in "01"):
        raise AadhaarNumberIsWrong
    return IdNumber(digits)


def masked(kind: str, last4: str) -> str:
    """Show a number as everybody may see it: XXXX XXXX 1234."""
    return f"{'XXXX ' * (3 if kind == 'vid' else 2)}{last4}"


def has_many_digits(text: str) -> bool:
    """Say whether a text holds five digits or more that follow each other: no name does."""
    return bool(_MANY_DIGITS.search(text)) or has_aadhaar(text)


def read_birth_year(typed: str, at: int) -> int | None:
    """Read a year of birth, nothing is None; raise BirthYearIsWrong."""
    year = latin_digits(clean(typed))
    if not year:
        return None
    this_year = int(ist_on(at)[:4])
    is_year = len(year) == 4 and year.isascii() and year.isdigit()
    if not is_year or not this_year - OLDEST_YEARS <= int(year) <= this_year:
        raise BirthYearIsWrong
    return int(year)


@dataclass(frozen=True, slots=True)
class CheckRequest:
    """What a provider is asked; shown anywhere, it shows nothing but our reference.

    ``consent_at`` is when the person agreed (milliseconds UTC), ``purpose`` what for.
    """

    reference: str
    purpose: str
    consent_at: int
    number: IdNumber = field(repr=False)
    name: str = field(repr=False)
    birth_year: int | None = field(default=None, repr=False)


@dataclass(frozen=True, slots=True)
class CheckAnswer:
    """How an asking ended; ``said`` is the provider's own reason, without long numbers."""

    result: CheckResult
    said: str = ""


@dataclass(frozen=True, slots=True)
class Check:
    """One asking under a consent, as it is kept."""

    society_id: int
    consent_id: int
    no: int
    id_kind: str
    last4: str
    result: CheckResult
    reference: str
    said: str
    sent_at: int
    sent_by: int
    ended_at: int | None

    @property
    def shown(self) -> str:
        """The masked number."""
        return masked(self.id_kind, self.last4)

    def result_at(self, at: int) -> CheckResult:
        """How it stands: an asking whose asker died is one without an answer."""
        if self.result is CheckResult.ASKING and at - self.sent_at > LONGEST_ASKING_MS:
            return CheckResult.NO_ANSWER
        return self.result


def reference_of(society_code: str, thrown: bytes) -> str:
    """Our reference of an asking: the society and twelve thrown letters, so no number in it."""
    return f"A{society_code}" + "".join(_LETTERS[one % len(_LETTERS)] for one in thrown[:12])


def reason_of(text: str) -> str:
    """A provider's reason as it may be kept: short, and without any long number."""
    return clean(re.sub(r"\d", "", text) if has_many_digits(text) else text)[:100]
