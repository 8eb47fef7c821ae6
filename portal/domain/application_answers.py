"""What was written into a form, read by the shape of each field, and shown again.

A whole Aadhaar number is refused in every field; of an account only the last four signs are kept.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from datetime import date

from portal.domain.application_forms import Field, Form, Shape
from portal.domain.application_patterns import PATTERNS, squeezed
from portal.domain.application_refusals import (
    AgeIsWrong,
    AnswerIsMissing,
    AnswerIsNoChoice,
    AnswerIsRefused,
    AnswerIsTooLong,
    AnswerIsTooShort,
    AreaIsWrong,
    DateIsPast,
    DateIsStillToCome,
    DateIsTooFar,
    DigitsAreWanted,
    LastFourIsWanted,
    NameIsWanted,
    NumberIsTooLarge,
    NumberIsTooSmall,
    NumberIsWanted,
    NumberLooksWrong,
    SumIsTooLarge,
    SumIsTooSmall,
    YearIsWanted,
    at_field,
)
from portal.domain.areas import read_area, show_area
from portal.domain.dates import days_between, parse_on, show_on
from portal.domain.money import rupees
from portal.domain.pension_answers import OLDEST, age_on
from portal.domain.refusals import Refusal
from portal.domain.register import parse_mobile
from portal.domain.spoken_amounts import parse_spoken_paise
from portal.domain.text import AadhaarIsNotStored, clean, has_aadhaar, latin_digits

LONGEST = {Shape.WORDS: 200, Shape.NAME: 80, Shape.DIGITS: 30, Shape.CODE: 40, Shape.ACCOUNT: 30}
_MOST_TYPED = 400
_FARTHEST_DAYS = {Shape.PAST_DATE: 366 * OLDEST, Shape.FUTURE_DATE: 366 * 2}
_YES = {"yes": ("हाँ", "Yes"), "no": ("नहीं", "No")}
_KEPT = 4
#: What may stand between the digits of a number; strokes belong to some (a pension order's).
_PARTED_BY = {Shape.CODE: "[ .,()&+-]"} | dict.fromkeys(
    (Shape.DIGITS, Shape.ACCOUNT, Shape.LAST4), "[ ./,()&+-]"
)


def read_answers(form: Form, typed: Mapping[str, str], today_on: str) -> dict[str, str]:
    """Read all fields of a form as they are kept, in its order; what was left empty is left out.

    Digits of both scripts are taken. Raises the AnswerIsRefused of the first wrong field.
    """
    found = {}
    for field in form.fields:
        value = read_answer(field, typed.get(field.code, ""), today_on)
        if value:
            found[field.code] = value
    return found


def read_answer(field: Field, typed: str, today_on: str) -> str:
    """Read one answer as it is kept, '' where nothing was written.

    Kept are: money as paise, dates as ISO text (a birth also as a year), a choice by its value,
    yes or no, an area as "2.5 acre", an account and last four as four signs, other texts cleaned.
    Raises AnswerIsRefused at the field.
    """
    text = clean(typed[:_MOST_TYPED])
    if not text:
        if field.is_required:
            raise AnswerIsMissing(field=field.code)
        return ""
    try:
        if has_aadhaar(text) or has_aadhaar(re.sub(_PARTED_BY.get(field.shape, "$^"), "", text)):
            raise AadhaarIsNotStored
        return _READERS[field.shape](field, latin_digits(text), today_on)
    except AnswerIsRefused:
        raise
    except Refusal as refused:
        raise at_field(field.code, refused) from None


def show_answer(field: Field, value: str, is_hindi: bool = True) -> str:
    """Write a kept answer as people read it; what no longer fits its field is shown as kept."""
    if field.shape == Shape.MONEY and value.isdecimal():
        return f"₹ {rupees(int(value))}"
    if field.shape in _DATES and re.fullmatch(r"\d{4}-\d\d-\d\d", value):
        return show_on(value)
    if field.shape == Shape.AREA:
        return show_area(value, is_hindi)
    if field.shape in (Shape.LAST4, Shape.ACCOUNT):
        return f"…{value}"
    words = {one: (hindi, english) for one, hindi, english in field.choices}
    if field.shape == Shape.YES_NO:
        words = _YES
    hindi, english = words.get(value, (value, value))
    return hindi if is_hindi else english


def write_answer(field: Field, value: str, is_hindi: bool = True) -> str:
    """Write a kept answer as it is typed, to be changed in the form again."""
    if field.shape == Shape.MONEY and value.isdecimal():
        return rupees(int(value))
    if field.shape == Shape.AREA:
        return show_area(value, is_hindi)
    return show_on(value) if field.shape in _DATES and len(value) > _KEPT else value


_DATES = (Shape.DATE, Shape.PAST_DATE, Shape.FUTURE_DATE, Shape.BIRTH)


def _bounded(field: Field, text: str) -> str:
    """Hold a text against its field's numbers of characters."""
    if field.least is not None and len(text) < field.least:
        raise AnswerIsTooShort(field=field.code, least=field.least)
    most = min(field.most or LONGEST[field.shape], LONGEST[field.shape])
    if len(text) > most:
        raise AnswerIsTooLong(field=field.code, most=most)
    return text


def _words(field: Field, text: str, _today_on: str) -> str:
    return _bounded(field, text)


def _name(field: Field, text: str, _today_on: str) -> str:
    if not any(sign.isalpha() for sign in text) or re.search("[0-9<>@#{}]", text):
        raise NameIsWanted(field=field.code)
    return _bounded(field, text)


def _digits(field: Field, text: str, _today_on: str) -> str:
    plain = squeezed(text)
    if not re.fullmatch("[0-9]+", plain, re.ASCII):
        raise DigitsAreWanted(field=field.code)
    return _bounded(field, _built(field, plain))


def _code(field: Field, text: str, _today_on: str) -> str:
    if field.like:
        return _built(field, squeezed(text))
    if not re.fullmatch(r"[\w /.,()&+-]+", text) or not re.search(r"[\w]", text):
        raise NumberLooksWrong(field=field.code, example="BR-12/345")
    return _bounded(field, text.upper())


def _built(field: Field, plain: str) -> str:
    """Hold a number against the pattern of its kind, where it has one."""
    if field.like:
        pattern, example = PATTERNS[field.like]
        if not pattern.fullmatch(plain):
            raise NumberLooksWrong(field=field.code, example=example)
    return plain


def _account(field: Field, text: str, _today_on: str) -> str:
    """Keep the last four signs of a whole number, or the four that alone were written."""
    plain = squeezed(re.sub("[*•…]|(?i:x)(?=[x*]|[0-9]{4}$)", "", text))
    if not re.fullmatch("[0-9A-Z]{4,30}", plain, re.ASCII):
        raise LastFourIsWanted(field=field.code)
    if len(plain) > _KEPT:
        _built(field, plain)
    return plain[-_KEPT:]


def _last4(field: Field, text: str, _today_on: str) -> str:
    plain = squeezed(re.sub("[xX*•…]", "", text))
    if not re.fullmatch("[0-9]{4}", plain, re.ASCII):
        raise LastFourIsWanted(field=field.code)
    return plain


def _number(field: Field, text: str, _today_on: str) -> str:
    plain = re.sub(r"(?<=[0-9]),(?=[0-9])", "", text).removesuffix("%").strip()
    if not re.fullmatch("[0-9]{1,9}", plain, re.ASCII):
        raise NumberIsWanted(field=field.code)
    return _between(field, int(plain))


def _between(field: Field, number: int) -> str:
    if field.least is not None and number < field.least:
        raise NumberIsTooSmall(field=field.code, least=field.least)
    if field.most is not None and number > field.most:
        raise NumberIsTooLarge(field=field.code, most=field.most)
    return str(number)


def _money(field: Field, text: str, _today_on: str) -> str:
    paise = parse_spoken_paise(text)
    if field.least is not None and paise < field.least * 100:
        raise SumIsTooSmall(field=field.code, least=rupees(field.least * 100))
    if field.most is not None and paise > field.most * 100:
        raise SumIsTooLarge(field=field.code, most=rupees(field.most * 100))
    return str(paise)


def _date(_field: Field, text: str, _today_on: str) -> str:
    return parse_on(text)


def _past_date(field: Field, text: str, today_on: str) -> str:
    on = parse_on(text)
    if on > today_on:
        raise DateIsStillToCome(field=field.code)
    return _near(field, on, days_between(on, today_on))


def _future_date(field: Field, text: str, today_on: str) -> str:
    on = parse_on(text)
    if on < today_on:
        raise DateIsPast(field=field.code)
    return _near(field, on, days_between(today_on, on))


def _near(field: Field, on: str, days: int) -> str:
    most = _FARTHEST_DAYS[field.shape] if field.most is None else field.most
    if days > most or days < (field.least or 0):
        raise DateIsTooFar(field=field.code)
    return on


def _birth(field: Field, text: str, today_on: str) -> str:
    """Read a day of birth or its year alone; of a year, some day of it must fit the ages."""
    if re.fullmatch("(?:19|20)[0-9]{2}", text, re.ASCII):
        first_on, last_on, kept = f"{text}-01-01", min(f"{text}-12-31", today_on), text
    else:
        first_on = last_on = kept = parse_on(text)
    if first_on > today_on:
        raise DateIsStillToCome(field=field.code)
    oldest, youngest = age_on(first_on, today_on), age_on(last_on, today_on)
    least, most = field.least or 0, OLDEST if field.most is None else field.most
    if oldest < least or youngest > most:
        raise AgeIsWrong(field=field.code, least=least, most=most)
    return kept


def _year(field: Field, text: str, today_on: str) -> str:
    if not re.fullmatch("(?:19|20)[0-9]{2}", text, re.ASCII):
        raise YearIsWanted(field=field.code)
    if field.most is None and int(text) > date.fromisoformat(today_on).year + 1:
        raise YearIsWanted(field=field.code)
    return _between(field, int(text))


def _choice(field: Field, text: str, _today_on: str) -> str:
    if text not in {value for value, _hi, _en in field.choices}:
        raise AnswerIsNoChoice(field=field.code)
    return text


def _yes_no(field: Field, text: str, _today_on: str) -> str:
    if text not in _YES:
        raise AnswerIsNoChoice(field=field.code)
    return text


def _mobile(_field: Field, text: str, _today_on: str) -> str:
    return parse_mobile(text)


def _area(field: Field, text: str, _today_on: str) -> str:
    found = read_area(text)
    if not found:
        raise AreaIsWrong(field=field.code)
    return found


_READERS: dict[Shape, Callable[[Field, str, str], str]] = {
    Shape.WORDS: _words, Shape.NAME: _name, Shape.DIGITS: _digits, Shape.NUMBER: _number,
    Shape.MONEY: _money, Shape.DATE: _date, Shape.PAST_DATE: _past_date,
    Shape.FUTURE_DATE: _future_date, Shape.BIRTH: _birth, Shape.YEAR: _year,
    Shape.CHOICE: _choice, Shape.MOBILE: _mobile, Shape.YES_NO: _yes_no, Shape.AREA: _area,
    Shape.LAST4: _last4, Shape.ACCOUNT: _account, Shape.CODE: _code,
}  # fmt: skip
