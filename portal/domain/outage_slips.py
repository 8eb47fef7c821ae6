"""Numbered slips for an outage: how a slip is numbered, what it may become, what stays missing.

A slip's number is written as 00127-48291: the society's own number 0012, its check digit (Verhoeff)
7, and five digits that only the portal's own key can make for this society and this number.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import NamedTuple

from portal.domain.refusals import N_, Refusal
from portal.domain.text import clean, latin_digits, with_check_digit

MOST_DRAWN = 40
"""Slips drawn at one go: twenty sheets of A4."""
MOST_FREE = 120
"""Slips of a society that are neither entered nor settled."""
LARGEST_NO = 99_999  # eleven digits in all: a slip's number can't be taken for an Aadhaar number
MOST_NAMED = 12
_TYPED = re.compile(r"([0-9]{5,6}) ?[-./\u2013\u2014] ?([0-9]{5})")


class _AtItsNumber(Refusal):
    """Said where the number of the slip was typed."""

    status = 422
    field = "paper_no"


class SlipIsMiscopied(_AtItsNumber):
    """The check digit doesn't fit the number."""

    message = N_("Slip %(no)s: a digit is copied wrongly. Look at the slip again.")


class SlipIsForged(_AtItsNumber):
    """The five digits are not those that this number has here."""

    message = N_("Slip %(no)s is none of ours: the five digits after the dash are not right.")


class SlipIsOfAnother(_AtItsNumber):
    """The slip was drawn by a neighbour."""

    message = N_("Slip %(no)s belongs to %(society)s. It is entered there.")


class SlipIsNotDrawn(_AtItsNumber):
    """The number has not been drawn yet."""

    message = N_("Slip %(no)s was never drawn.")


class SlipIsEntered(_AtItsNumber):
    """One slip gives one voucher."""

    message = N_("Slip %(no)s is entered already; one slip is one entry.")


class SlipIsVoid(_AtItsNumber):
    """A void slip gives no voucher."""

    message = N_("Slip %(no)s was made void and can't be entered.")


class SlipIsUnused(_AtItsNumber):
    """A slip that was declared unused gives no voucher."""

    message = N_("Slip %(no)s was declared unused and can't be entered.")


class TooManySlips(Refusal):
    """A society has only so many slips lying about."""

    message = N_(
        "Draw 1 to %(most)s slips. %(free)s are free already; at most %(all)s may be free at once."
    )
    status = 422
    field = "count"


class RangeIsWrong(Refusal):
    """The numbers from and to name no slips of one batch."""

    message = N_("Write the number as it stands on the slip, or its first part; the last is later.")
    status = 422
    field = "first"


class SlipIsSettled(Refusal):
    """Only a free slip is made void or declared unused."""

    message = N_("Not all of these slips are free: %(slips)s.")
    status = 422
    field = "first"


class BatchIsUnknown(Refusal):
    """The society has no such batch of slips."""

    message = N_("There are no such slips.")
    status = 404


class SlipsAreMissing(Refusal):
    """Slips before the last one entered are neither entered, void nor unused."""

    message = N_(
        "Slips are not accounted for: %(slips)s. Enter them, make them void or declare them unused."
    )


REFUSALS: dict[str, type[_AtItsNumber]] = {
    "entered": SlipIsEntered, "void": SlipIsVoid, "unused": SlipIsUnused,
}  # fmt: skip
"""Why a slip in a state other than free can't be entered."""


@dataclass(frozen=True, slots=True)
class Batch:
    """Slips that were drawn together, with how many of them are in which state."""

    id: int
    first_no: int
    last_no: int
    drawn_on: str
    drawn_at: int
    drawn_by: int
    free: int
    entered: int
    void: int
    unused: int


class SlipState(NamedTuple):
    """A slip: its number, what became of it, why, and its voucher."""

    no: int
    state: str
    said: str
    voucher_id: int | None


class Typed(NamedTuple):
    """A number typed from a slip: its first part with the check digit, and the five digits."""

    number: str
    code: str

    @property
    def no(self) -> int:
        """The society's number of the slip."""
        return int(self.number[:-1])

    @property
    def is_copied_right(self) -> bool:
        """Whether the check digit fits."""
        return with_check_digit(self.number[:-1]) == self.number


def number_of(no: int) -> str:
    """Write a slip's number with its check digit: 12 is 00127."""
    return with_check_digit(f"{no:04d}")


def sealed_body(society_code: str, no: int) -> bytes:
    """Return what the five digits of a slip are made from."""
    return f"outage slip {society_code} {no}".encode()


def code_of(mark: bytes) -> str:
    """Return the five digits of a mark."""
    return f"{int.from_bytes(mark[:8], 'big') % 100_000:05d}"


def read_typed(text: str) -> Typed | None:
    """Read a number as it stands on a slip, in either digit script; None where it is another."""
    found = _TYPED.fullmatch(latin_digits(clean(text)))
    return Typed(found[1], found[2]) if found else None


def read_no(text: str) -> int:
    """Read which slip is meant: 00127-48291 or 00127. Raises RangeIsWrong."""
    digits = latin_digits(clean(text)).split("-")[0].strip()
    if not re.fullmatch("[0-9]{5,6}", digits) or not Typed(digits, "").is_copied_right:
        raise RangeIsWrong
    return int(digits[:-1])


def in_words(numbers: Sequence[int]) -> str:
    """Name slips by their numbers, the first dozen of them."""
    named = ", ".join(number_of(one) for one in numbers[:MOST_NAMED])
    return named + (f" … ({len(numbers)})" if len(numbers) > MOST_NAMED else "")
