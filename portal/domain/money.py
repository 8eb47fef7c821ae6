"""Money as whole paise: read from what people type, shown with lakh grouping."""

from __future__ import annotations

import re

from portal.domain.refusals import N_, Refusal
from portal.domain.text import clean, latin_digits

_MAX_DIGITS = 11
MAX_PAISE = 10**_MAX_DIGITS - 1
"""The largest amount taken: 99,99,99,999 rupees and 99 paise."""

MINUS = "\u2212"

# The power of ten that turns one of each into paise, which is also the number of decimals that
# still name a whole paisa: 1.25 लाख is 1,25,000 rupees.
_RUPEE_PLACES = 2
_SCALE_PLACES = {"हज़ार": 5, "हजार": 5, "hazar": 5, "hazaar": 5, "thousand": 5} | {
    "लाख": 7, "lakh": 7, "lakhs": 7, "lac": 7,
    "करोड़": 9, "करोड": 9, "crore": 9, "crores": 9,
}  # fmt: skip

# Only what stands here is ever read, so 1e400, NaN, 1_000, hex and foreign digits are no numbers.
_RUPEE_SIGN = r"(?:₹|रु(?:पये|पए)?[.॰]?|Rs\.?)"
_AMOUNT = re.compile(
    rf"(?P<minus>[-−–])? ?{_RUPEE_SIGN}? ?(?P<late_minus>[-−–])? ?"
    r"(?P<whole>[0-9,]*)(?P<fraction>\.[0-9]+)?"
    rf" ?(?P<scale>{'|'.join(sorted(_SCALE_PLACES, key=len, reverse=True))})?"
    rf"(?: ?{_RUPEE_SIGN})?",
    re.ASCII | re.IGNORECASE,
)
_SPACE_BETWEEN_DIGITS = re.compile("(?<=[0-9]),? (?=[0-9])")
_LAKH_GROUPING = re.compile("[1-9][0-9]?(?:,[0-9]{2})*,[0-9]{3}")


class AmountIsEmpty(Refusal):
    """No amount was written."""

    message = N_("Write the amount.")
    status = 422


class AmountIsNotANumber(Refusal):
    """What was written is not an amount."""

    message = N_("This is not an amount. Write it like 12500 or 12,500.50.")
    status = 422


class AmountHasTooManyDecimals(Refusal):
    """The amount names less than a paisa."""

    message = N_("Write at most two digits after the point.")
    status = 422


class AmountHasWrongCommas(Refusal):
    """The commas are not those of thousand, lakh and crore, so a digit may be missing."""

    message = N_("The commas are in the wrong place. Write it like 1,25,000 or without commas.")
    status = 422


class AmountIsNegative(Refusal):
    """The amount is below zero."""

    message = N_("Write the amount without a minus sign.")
    status = 422


class AmountIsZero(Refusal):
    """The amount is zero where something must be paid."""

    message = N_("The amount can't be zero.")
    status = 422


class AmountIsTooLarge(Refusal):
    """The amount is above MAX_PAISE."""

    message = N_("An amount can be ₹ %(most)s at most.")
    status = 422

    def __init__(self, *, field: str | None = None) -> None:
        super().__init__(field=field, most=rupees(MAX_PAISE))


class CashHasPaise(Refusal):
    """A cash amount is not in whole rupees."""

    message = N_("Cash is given in whole rupees.")
    status = 422


def parse_paise(text: str) -> int:
    """Read a typed amount of rupees as paise: 0 to MAX_PAISE.

    Takes Latin and Devanagari digits, lakh grouping by commas (or spaces), a ₹, रु or Rs sign, at
    most two decimals, and thousand, lakh and crore in words ("1.25 लाख"), with as many decimals
    as still name whole paise. Zero is read as 0; whether it is allowed is the caller's rule.

    Raises AmountIsEmpty, AmountIsNotANumber, AmountHasWrongCommas, AmountHasTooManyDecimals,
    AmountIsNegative or AmountIsTooLarge.
    """
    typed = latin_digits(clean(text))
    if not typed:
        raise AmountIsEmpty
    read = _AMOUNT.fullmatch(_SPACE_BETWEEN_DIGITS.sub(",", typed))
    if read is None or not (read["whole"] or read["fraction"]):
        raise AmountIsNotANumber
    if read["minus"] or read["late_minus"]:
        raise AmountIsNegative
    if "," in read["whole"] and not _LAKH_GROUPING.fullmatch(read["whole"]):
        raise AmountHasWrongCommas
    places = _SCALE_PLACES[read["scale"].lower()] if read["scale"] else _RUPEE_PLACES
    decimals = (read["fraction"] or ".")[1:]
    if len(decimals) > places:
        raise AmountHasTooManyDecimals
    digits = (read["whole"].replace(",", "") + decimals.ljust(places, "0")).lstrip("0")
    if len(digits) > _MAX_DIGITS:
        raise AmountIsTooLarge
    return int(digits or "0")


def rupees(paise: int) -> str:
    """Paise as rupees with lakh grouping; the paise only if there are any: 12,500 or 12,500.50."""
    whole, rest = divmod(abs(paise), 100)
    shown = f"{_grouped(whole)}.{rest:02d}" if rest else _grouped(whole)
    return MINUS + shown if paise < 0 else shown


def rupees_full(paise: int) -> str:
    """Paise as rupees with lakh grouping and always two decimals: 12,500.00."""
    whole, rest = divmod(abs(paise), 100)
    return f"{MINUS if paise < 0 else ''}{_grouped(whole)}.{rest:02d}"


def plain(paise: int) -> str:
    """Paise as rupees without grouping, to be edited or put into a CSV: 12500 or 12500.50."""
    whole, rest = divmod(abs(paise), 100)
    shown = f"{whole}.{rest:02d}" if rest else str(whole)
    return "-" + shown if paise < 0 else shown


def is_whole(paise: int) -> bool:
    """Whether the amount is in whole rupees, as cash must be."""
    return paise % 100 == 0


def _grouped(whole: int) -> str:
    digits = str(whole)
    if len(digits) <= 3:
        return digits
    head, shown = digits[:-3], digits[-3:]
    while len(head) > 2:
        head, shown = head[:-2], f"{head[-2:]},{shown}"
    return f"{head},{shown}"
