"""The answers to questions on pensions: read from what is typed, carried along, read again."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from portal.domain.dates import DateIsEmpty, DateIsNotADate, parse_on
from portal.domain.money import MAX_PAISE, AmountIsTooLarge
from portal.domain.pension_answers import QUESTIONS, RANK, Answers, Question, age_on
from portal.domain.refusals import N_, Refusal
from portal.domain.spoken_amounts import parse_spoken_paise
from portal.domain.text import AadhaarIsNotStored, clean, has_aadhaar, latin_digits

SKIPPED = "?"
_MONTHS = 12
_MOST_YEARS = 125
_MONTH_WORDS = re.compile(r"(?:प्रति |हर |per )?(?:महीना|महीने|माह|मासिक|month|monthly)$", re.I)
_YEAR_WORDS = re.compile(r"(?:प्रति |हर |per )?(?:सालाना|साल|वार्षिक|वर्ष|year|yearly)$", re.I)
_LAND = re.compile(r"([0-9]{1,4})(?:\.([0-9]{1,2}))?")
#: Square metres of a hundredth of a hectare and (times 10,000) of a hundredth of an acre.
_HECTARE, _ACRE = 100, 404_686


class AnswerIsEmpty(Refusal):
    """Nothing was written or pressed."""

    message = N_("Write the answer, or press “I don't know”.")
    status = 422
    field = "answer"


class BirthIsNotRead(Refusal):
    """What was written is neither a day nor a year of birth."""

    message = N_("Write the day of birth like 05-03-1964, or only the year like 1964.")
    status = 422
    field = "answer"


class NumberIsNotRead(Refusal):
    """What was written is no whole number within reason."""

    message = N_("Write a whole number from 0 to %(most)s.")
    status = 422
    field = "answer"


class LandIsNotRead(Refusal):
    """What was written is no measure of land."""

    message = N_("Write the land in figures, like 2 or 1.25.")
    status = 422
    field = "answer"


def read_answer(question: Question, typed: str, unit: str, on: str) -> str:
    """Read what was typed or pressed into the text that is carried along.

    Incomes of a ``unit`` "month" become those of a year, land in "acre" square metres. Raises a
    Refusal for what can't be read, for births to come and for Aadhaar numbers.
    """
    text = latin_digits(clean(typed))
    if has_aadhaar(text):
        raise AadhaarIsNotStored(field="answer")
    if not text:
        raise AnswerIsEmpty
    if question.shape == "choice":
        return _choice(question, text)
    if question.shape in ("birth", "date"):
        return _birth(question, text, on)
    if question.shape == "income":
        return _income(text, unit)
    return _land(text, unit) if question.shape == "land" else _number(question, text)


def _choice(question: Question, text: str) -> str:
    if text not in question.choices:
        raise AnswerIsEmpty
    return text


def _birth(question: Question, text: str, on: str) -> str:
    if question.shape == "birth" and re.fullmatch("(?:19|20)[0-9]{2}", text):
        first_on = f"{text}-01-01"
        age_on(first_on, on)
        return text
    try:
        born_on = parse_on(text)
    except (DateIsEmpty, DateIsNotADate):
        raise BirthIsNotRead from None
    age_on(born_on, on)
    return born_on


def _income(text: str, unit: str) -> str:
    plain = _YEAR_WORDS.sub("", text)
    months = 1 if plain != text or unit == "year" else _MONTHS
    if plain == text and (plain := _MONTH_WORDS.sub("", text)) != text:
        months = _MONTHS
    paise = parse_spoken_paise(plain) * months
    if paise > MAX_PAISE:
        raise AmountIsTooLarge
    return str(paise)


def _number(question: Question, text: str) -> str:
    most = 100 if question.shape == "percent" else _MOST_YEARS
    read = re.fullmatch(r"([0-9]{1,3}) ?(?:%|प्रतिशत|percent|साल|वर्ष|years?)?", text)
    if read is None or int(read[1]) > most:
        raise NumberIsNotRead(most=most)
    return str(int(read[1]))


def _land(text: str, unit: str) -> str:
    read = _LAND.fullmatch(text)
    if read is None:
        raise LandIsNotRead
    hundredths = int(read[1]) * 100 + int((read[2] or "").ljust(2, "0"))
    if unit == "acre":
        return str(hundredths * _ACRE // 10_000)
    return str(hundredths * _HECTARE)


def answers_from(said: Mapping[str, str]) -> Answers:
    """Return the facts of what was said; raise ValueError for what no question has asked so."""
    known: dict[str, Any] = {}
    skipped = set()
    for fact, text in said.items():
        if fact not in RANK:
            raise ValueError(fact)
        if text == SKIPPED:
            skipped.add(fact)
        else:
            known |= _fact(QUESTIONS[RANK[fact]], text)
    return replace(Answers(**known), skipped=frozenset(skipped))


def _fact(question: Question, text: str) -> dict[str, Any]:
    if question.shape == "choice":
        if text not in question.choices:
            raise ValueError(text)
        return {question.fact: text == "yes" if question.choices == ("yes", "no") else text}
    if question.shape in ("birth", "date"):
        if question.shape == "birth" and re.fullmatch("(?:19|20)[0-9]{2}", text):
            return {"born_year": int(text)}
        try:
            return {"born_on": parse_on(text)}
        except (DateIsEmpty, DateIsNotADate):
            raise ValueError(text) from None
    if not re.fullmatch("[0-9]{1,12}", text):
        raise ValueError(text)
    return {question.fact: int(text)}
