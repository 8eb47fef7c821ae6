"""What a villager's paper says, held against what the biller asks: digits, lengths, patterns."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass

from portal.domain.billers import Biller, BillerParam
from portal.domain.refusals import N_, Refusal
from portal.domain.text import clean, latin_digits

LONGEST = 100
MOBILE = re.compile("[6-9][0-9]{9}")
# What a pattern is made of: an escape, a class, a group's beginning, a repetition, anything else.
_PARTS = re.compile(r"\\.|\[\^?\]?(?:\\.|[^\]\\])*\]|\(\?P?[<=!:]*|\{[0-9]*,?[0-9]*\}|.", re.DOTALL)
_REPEATS = {"*": (0, LONGEST), "+": (1, LONGEST), "?": (0, 1)}
_MOST_WAYS = 10**7


class BillDetailIsRefused(Refusal):
    """What was written can't be what the biller asks for."""

    message = N_("Look at this number on the paper bill again.")
    status = 422


class BillDetailIsMissing(BillDetailIsRefused):
    """The biller needs this."""

    message = N_("Write this from the paper bill.")


class BillDetailHasOtherSigns(BillDetailIsRefused):
    """Something else than digits where the biller has digits only."""

    message = N_("Write digits only.")


class BillDetailIsTooShort(BillDetailIsRefused):
    """Too few characters."""

    message = N_("At least %(least)s characters belong here.")


class BillDetailIsTooLong(BillDetailIsRefused):
    """Too many characters."""

    message = N_("At most %(most)s characters belong here.")


class BillDetailLooksWrong(BillDetailIsRefused):
    """It does not follow the biller's own pattern."""

    message = N_("This number is not built like this biller's numbers.")


class BillDetailIsNoChoice(BillDetailIsRefused):
    """The biller's list does not have it."""

    message = N_("Choose one from the list.")


class OneDetailIsNeeded(BillDetailIsRefused):
    """Of several details the biller needs one, and none is there."""

    message = N_("Write one of these numbers.")


class MobileIsWrong(Refusal):
    """The customer's mobile number has not ten digits, or begins with 0 to 5."""

    message = N_("Write the customer's mobile number, ten digits.")
    status = 422
    field = "mobile"


@dataclass(frozen=True, slots=True)
class CheckedParams:
    """``values`` in the biller's order, empty ones left out, and what may be wrong with them."""

    values: tuple[tuple[str, str], ...]
    doubts: tuple[BillDetailIsRefused, ...] = ()


def check_params(biller: Biller, typed: Mapping[str, str]) -> CheckedParams:
    """Read what was written for a biller's parameters; the fields are ``p1``, ``p2``, ….

    Digits of both scripts are taken. While the biller's rules are only believed, what breaks
    them comes back as doubts. Otherwise, and always where something needed is missing or a
    choice is none of the list, raises the BillDetailIsRefused of the first wrong field.
    """
    values: list[tuple[str, str]] = []
    doubts: list[BillDetailIsRefused] = []
    for place, param in enumerate(biller.params, 1):
        field = f"p{place}"
        value = _read(param, typed.get(field, ""))
        if not value:
            if not param.is_optional:
                raise BillDetailIsMissing(field=field)
            continue
        if len(value) > LONGEST:
            raise BillDetailIsTooLong(field=field, most=LONGEST)
        if param.choices and value not in param.choices:
            raise BillDetailIsNoChoice(field=field)
        doubt = _doubt(param, value, field)
        if doubt and biller.is_confirmed:
            raise doubt
        doubts += [doubt] if doubt else []
        values.append((param.name, value))
    _one_group_is_there(biller, {name for name, _value in values})
    return CheckedParams(tuple(values), tuple(doubts))


def _read(param: BillerParam, typed: str) -> str:
    value = clean(latin_digits(typed))
    if param.is_numeric:
        return re.sub("[ -]", "", value)
    if param.regex and not _fits(param.regex, value) and _fits(param.regex, value.upper()):
        return value.upper()
    return value


def _doubt(param: BillerParam, value: str, field: str) -> BillDetailIsRefused | None:
    if param.is_numeric and not re.fullmatch("[0-9]+", value):
        return BillDetailHasOtherSigns(field=field)
    if param.min_length and len(value) < param.min_length:
        return BillDetailIsTooShort(field=field, least=param.min_length)
    if param.max_length and len(value) > param.max_length:
        return BillDetailIsTooLong(field=field, most=param.max_length)
    if param.regex and not _fits(param.regex, value):
        return BillDetailLooksWrong(field=field)
    return None


def _fits(regex: str, value: str) -> bool:
    """Try a biller's pattern; one that is no pattern, or may never end, holds nobody up."""
    if _ways(regex) > _MOST_WAYS:
        return True
    try:
        return re.fullmatch(regex, value) is not None
    except (re.error, OverflowError, RecursionError):
        return True


def _ways(regex: str) -> int:
    """Reckon from above in how many ways a pattern can be tried on a text of LONGEST characters.

    Only a pattern that can be tried in very many ways can run for hours on a short text.
    """
    groups = [[1, 0, 1]]  # the ways of all before the last part, of earlier branches, of that part
    for part in _PARTS.findall(regex):
        before, branches, last = groups[-1]
        if part.startswith("("):
            groups.append([1, 0, 1])
        elif part == ")" and len(groups) > 1:
            groups.pop()
            outside = groups[-1]
            outside[0], outside[2] = outside[0] * outside[2], branches + before * last
        elif part == "|":
            groups[-1] = [1, branches + before * last, 1]
        elif part in _REPEATS or re.fullmatch(r"\{[0-9]+(,[0-9]*)?\}|\{,[0-9]+\}", part):
            least, most = _repeats(part)
            groups[-1][2] = min(last**most * (most - least + 1), _MOST_WAYS + 1)
        else:
            groups[-1] = [min(before * last, _MOST_WAYS + 1), branches, 1]
    return max(before * last + branches for before, branches, last in groups)


def _repeats(part: str) -> tuple[int, int]:
    """Read how often a part may come, at most LONGEST times."""
    if part in _REPEATS:
        return _REPEATS[part]
    least, comma, most = part.strip("{}").partition(",")
    first = min(int(least or 0), LONGEST)
    last = min(int(most or LONGEST), LONGEST) if comma else first
    return first, max(first, last)


def _one_group_is_there(biller: Biller, given: set[str]) -> None:
    if biller.groups and not any(given.issuperset(group) for group in biller.groups):
        raise OneDetailIsNeeded(field="p1")


def read_mobile(typed: str) -> str:
    """Read a customer's mobile number as ten digits; +91 or a 0 before it is taken off.

    Raises MobileIsWrong.
    """
    digits = re.sub("[^0-9]", "", latin_digits(clean(typed)))
    for before in ("91", "0"):
        if len(digits) == 10 + len(before):
            digits = digits.removeprefix(before)
    if not MOBILE.fullmatch(digits):
        raise MobileIsWrong
    return digits
