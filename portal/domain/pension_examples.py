"""Whom a change of a rule lets in or leaves out: made-up people at every limit, judged by both."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import Any

from portal.domain.dates import next_on
from portal.domain.eligibility import Outcome, judge
from portal.domain.pension_answers import QUESTIONS, Answers, Question
from portal.domain.pension_rules import (
    EVERYWHERE,
    MUST_BE,
    MUST_NOT_BE,
    PENSIONS,
    Rule,
    RuleBook,
    Scheme,
)

_RUPEE = 100
_SOME_LAND = 10_000
_NO_SHARE = 0
_INCOMES = ("income_paise", "urban_income_paise")
YES_NO = ("bpl", "destitute", *MUST_BE, *MUST_NOT_BE)
CHOSEN = {one.fact: one.choices for one in QUESTIONS if one.fact in ("sex", "marital", "pension")}


@dataclass(frozen=True, slots=True)
class Example:
    """A made-up person: ``fact`` is what is varied, ``value`` to what ('' is nothing).

    For ``age`` the value is the completed years, for ``day_short`` the years that are complete
    tomorrow; money is paise, land square metres. ``by`` says by which status and which kind of
    poverty the person fits, where a rule has several.
    """

    fact: str
    value: Any
    answers: Answers
    by: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Flip:
    """A made-up person for whom a change makes a difference."""

    example: Example
    before: Outcome
    after: Outcome


def flips(before: RuleBook, after: RuleBook, scheme: Scheme, on: str) -> list[Flip]:
    """List who is judged otherwise on a day, each difference once.

    Of those who fit for the same reason, somebody without anything special comes first, then only
    who fares otherwise than that.
    """
    ways = [*before.rules_on(scheme.id, on), *after.rules_on(scheme.id, on)]
    found: dict[tuple[Any, ...], Flip] = {}
    for group in people(ways, scheme, on):
        plain = _pair(before, after, scheme, group[0].answers, on)
        for example in group:
            one, other = pair = _pair(before, after, scheme, example.answers, on)
            is_told = example is group[0] or _told_of(pair) != _told_of(plain)
            if is_told and _told(one) != _told(other):
                key = (example.by, example.fact, example.value, _told_of(pair))
                found.setdefault(key, Flip(example, one, other))
    return list(found.values())


def _pair(
    before: RuleBook, after: RuleBook, scheme: Scheme, answers: Answers, on: str
) -> tuple[Outcome, Outcome]:
    return judge(before, scheme.id, answers, on), judge(after, scheme.id, answers, on)


def _told_of(pair: tuple[Outcome, Outcome]) -> tuple[Any, ...]:
    return (_told(pair[0]), _told(pair[1]))


def _told(outcome: Outcome) -> tuple[Any, ...]:
    return (outcome.verdict, outcome.amount_paise, outcome.from_on, outcome.pays_paise)


def people(ways: Sequence[Rule], scheme: Scheme, on: str) -> Iterator[list[Example]]:
    """Go through people who fit a way, each with such as differ in one fact at its limits."""
    state = "other" if scheme.state == EVERYWHERE else scheme.state
    limits = _limits(ways)
    has_age = any(one.age_min or one.age_max is not None for one in ways)
    for way in ways:
        for by, person in _fitting(way, state, on):
            first = Example("age", _age_of(way), person, by) if has_age else Example(
                "", "", person, by)  # fmt: skip
            varied = [
                Example(fact, value, _varied(person, fact, value, on), _by(by, fact))
                for fact, values in limits for value in values
            ]  # fmt: skip
            yield [first, *(one for one in varied if one.answers != person)]


def _by(by: tuple[str, ...], fact: str) -> tuple[str, ...]:
    """Name why somebody fits once the fact is varied: an income stands instead of poverty."""
    without = ("bpl", "destitute", "income") if fact in _INCOMES else (fact,)
    return tuple(one for one in by if one not in without)


def _age_of(way: Rule) -> int:
    return way.age_min if way.age_min is not None else min(way.age_max or 30, 30)


def _fitting(way: Rule, state: str, on: str) -> Iterator[tuple[tuple[str, ...], Answers]]:
    """Make people who just meet every condition of a way, one for each thing that is enough."""
    known: dict[str, Any] = dict.fromkeys(YES_NO, False) | dict.fromkeys(way.must_be, True)
    plain = Answers(
        state=state, born_on=born_on(_age_of(way), on), sex=way.sex or "F", marital="married",
        income_paise=0, couple_income_paise=0, area="rural", pension="none",
        disability=way.disability_min or _NO_SHARE, land_sq_m=way.land_max_sq_m or _SOME_LAND,
        turnover_paise=way.turnover_max_paise or 0, service_years=way.service_min_years or 0,
        deceased_age=way.deceased_min, **known,
    )  # fmt: skip
    for status in way.status or ("",):
        of_status: dict[str, Any] = {"marital": status} if status else {}
        person = replace(plain, **({"destitute": True} if status == "destitute" else of_status))
        for poverty in way.poverty or ("",):
            yield tuple(one for one in (status, poverty) if one), _poor(person, way, poverty)


def _poor(person: Answers, way: Rule, poverty: str) -> Answers:
    most = max(way.rural_paise or 0, way.urban_paise or 0) + _RUPEE
    if poverty == "income":
        assert way.rural_paise is not None
        most = way.rural_paise - (_RUPEE if way.is_below else 0)
    elif not poverty:
        most = 0
    found: dict[str, Any] = {poverty: True} if poverty in ("bpl", "destitute") else {}
    return replace(person, income_paise=most, couple_income_paise=most, **found)


def _limits(ways: Sequence[Rule]) -> list[tuple[str, list[Any]]]:
    """List the facts that any of the ways looks at, with the values on both sides of each limit."""
    ages = {one.age_min for one in ways} | {
        age for one in ways for age, _paise in one.amounts if age
    }  # fmt: skip
    ages |= {None if one.age_max is None else one.age_max + 1 for one in ways}
    by_area = ways if any(one.rural_paise != one.urban_paise for one in ways) else ()
    found: list[tuple[str, list[Any]]] = [
        ("day_short", sorted(age for age in ages if age)),
        ("age", sorted(age for age in ages if age is not None)),
        ("income_paise", _up_to((one.rural_paise for one in ways), _RUPEE)),
        ("urban_income_paise", _up_to((one.urban_paise for one in by_area), _RUPEE)),
        ("disability", _from(one.disability_min for one in ways)),
        ("land_sq_m", _up_to((one.land_max_sq_m for one in ways), 100)),
        ("turnover_paise", _up_to((one.turnover_max_paise for one in ways), _RUPEE)),
        ("service_years", _from(one.service_min_years for one in ways)),
        ("deceased_age", sorted({
            *_from(one.deceased_min for one in ways),
            *_up_to((one.deceased_max for one in ways), 1),
        })),
    ]  # fmt: skip
    words = {word for one in ways for word in (*one.poverty, *one.must_be, *one.must_not_be)}
    words |= {word for one in ways for word in one.status}
    found += [(fact, [False, True]) for fact in YES_NO if fact in words]
    found += [("sex", list(CHOSEN["sex"]))] if any(one.sex for one in ways) else []
    found += [("marital", list(CHOSEN["marital"]))] if any(one.status for one in ways) else []
    if any(one.no_pension for one in ways):
        found.append(("pension", list(PENSIONS)))
    return [(fact, values) for fact, values in found if values]


def _from(limits: Iterable[int | None]) -> list[int]:
    return sorted({at for one in limits if one is not None for at in (max(one - 1, 0), one)})


def _up_to(limits: Iterable[int | None], step: int) -> list[int]:
    return sorted({at for one in limits if one is not None for at in (one, one + step)})


def _varied(person: Answers, fact: str, value: Any, on: str) -> Answers:
    if fact == "age":
        return replace(person, born_on=born_on(value, on))
    if fact == "day_short":
        return replace(person, born_on=next_on(born_on(value, on)))
    if fact in _INCOMES:
        area = "urban" if fact == "urban_income_paise" else "rural"
        return replace(
            person, income_paise=value, couple_income_paise=value, bpl=False, destitute=False,
            area=area,
        )  # fmt: skip
    return replace(person, **{fact: value})


def born_on(age: int, on: str) -> str:
    """Return the day of birth of somebody who completes an age on a day."""
    day = date.fromisoformat(on)
    if (day.month, day.day) == (2, 29):
        day = day.replace(day=28)
    return day.replace(year=day.year - age).isoformat()


def questions_of(book: RuleBook, scheme: Scheme, on: str) -> list[Question]:
    """List the questions that a scheme's ways of a day look at, in the order of asking."""
    nobody = Answers(state="other" if scheme.state == EVERYWHERE else scheme.state)
    asked: set[str] = set()
    for way in book.rules_on(scheme.id, on):
        asked |= set(judge(book.changed_by([way]), scheme.id, nobody, on).asks)
        asked |= {"area"} if way.rural_paise != way.urban_paise else set()
    return [one for one in QUESTIONS if one.fact in asked]
