"""Eligibility as a whole: one answer a scheme, no answer from nothing, few questions."""

from __future__ import annotations

from dataclasses import fields, replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from portal.domain.eligibility import judge_all, next_question, question_left, shown
from portal.domain.pension_answers import QUESTIONS, Answers
from tests.domain.test_eligibility import (
    BOOK,
    FIT,
    LAKH,
    LATER,
    NOT,
    ON,
    OPEN,
    YES,
    born,
    income,
    of,
)

VALUES: dict[str, list[object]] = {
    "state": ["BR", "UP", "MP", "HR", "UK", "other"], "sex": ["F", "M", "T"],
    "marital": ["married", "widowed", "unmarried", "deserted", "divorced"],
    "area": ["rural", "urban"], "pension": ["none", "ignwps", "social", "family", "job"],
    "born_on": [born(age) for age in (0, 6, 17, 18, 30, 40, 45, 58, 60, 79, 80)],
    "born_year": [1946, 1966, 1986, 2008], "disability": [0, 39, 40, 60, 79, 80, 100],
    "income_paise": [0, 46_080_00, 50_000_00, 1_80_000_00, 3_00_000_00, 3_00_001_00],
    "couple_income_paise": [0, 50_000_00, 3_00_000_00, 4_00_000_00],
    "land_sq_m": [0, 20_000, 20_001], "turnover_paise": [0, 150 * LAKH + 1],
    "service_years": [0, 10], "deceased_age": [17, 18, 59, 60],
}  # fmt: skip
FACTS = [one.name for one in fields(Answers) if one.name != "skipped"]
PEOPLE = st.fixed_dictionaries(
    {name: st.sampled_from([None, *VALUES.get(name, [False, True])]) for name in FACTS}
).map(lambda values: Answers(**values))  # type: ignore[arg-type]


@given(PEOPLE)
def test_every_scheme_has_exactly_one_answer(answers: Answers) -> None:
    outcomes = judge_all(BOOK, answers, ON)
    assert [one.scheme.id for one in outcomes] == [one.id for one in BOOK]
    for one in outcomes:
        assert (one.reason is not None) is (one.verdict in (NOT, LATER))
        assert bool(one.asks) is (one.verdict == OPEN)
        assert (one.months > 0) is (one.verdict == LATER)


@given(PEOPLE, st.sampled_from(FACTS))
def test_what_is_not_known_never_makes_anybody_eligible(answers: Answers, fact: str) -> None:
    """Whoever is eligible with a fact unknown is eligible whatever the fact is."""
    if fact in ("born_year", "born_on"):
        return
    without = replace(answers, **{fact: None})
    for value in VALUES.get(fact, [False, True]):
        told = judge_all(BOOK, replace(without, **{fact: value}), ON)
        for before, after in zip(judge_all(BOOK, without, ON), told, strict=True):
            if before.verdict in (YES, NOT) and not _is_at_odds(without, fact):
                assert after.verdict == before.verdict, before.scheme.id


def _is_at_odds(answers: Answers, fact: str) -> bool:
    """Say that a fact would contradict others: a couple that earns less than one of the two."""
    both = {"income_paise", "couple_income_paise", "marital"}
    return fact in both


@given(PEOPLE)
def test_questions_come_to_an_end_and_each_can_change_something(answers: Answers) -> None:
    for _ in range(len(QUESTIONS) + 1):
        outcomes = judge_all(BOOK, answers, ON)
        question = next_question(BOOK, answers, ON)
        if question is None:
            assert all(set(one.asks) <= answers.skipped for one in outcomes)
            return
        fact = {"born": "born_on", "birth_day": "born_on"}.get(question.fact, question.fact)
        if question.fact == "birth_day":
            values: list[object] = [f"{answers.born_year}-01-01", f"{answers.born_year}-12-31"]
            values = [one for one in values if str(one) <= ON] or [ON]
        else:
            values = VALUES.get(fact, [False, True])
        ways = [replace(answers, **{fact: value}) for value in values]
        results = {
            tuple((one.verdict, one.asks) for one in judge_all(BOOK, way, ON)) for way in ways
        }
        assert len(results) > 1 or question.fact == "birth_day", question
        answers = ways[len(outcomes) % len(ways)]
    pytest.fail("questions go on for ever")


@given(st.integers(0, 120), st.integers(0, 364), st.integers(1, 60))
def test_nobody_loses_an_old_age_pension_by_growing_older(age: int, day: int, more: int) -> None:
    for scheme_id in ("IGNOAPS", "BR_MVPY", "UP_OLD", "MP_OLD", "HR_OLD", "UK_OLD", "UP_WIDOW"):
        younger = of(scheme_id, replace(FIT, born_on=born(min(age, 60), day)))
        older = of(scheme_id, replace(FIT, born_on=born(min(age, 60) + more, day)))
        assert (younger.verdict != YES) or older.verdict == YES
        assert (older.amount_paise or 0) >= (younger.amount_paise or 0)


@given(st.integers(0, 6_00_000), st.integers(0, 6_00_000))
def test_nobody_loses_a_pension_by_earning_less(one: int, other: int) -> None:
    less, more = sorted((one, other))
    for scheme_id in ("UP_OLD", "UP_WIDOW", "HR_OLD", "HR_WIDOW", "UK_OLD", "BR_LAXMIBAI"):
        if of(scheme_id, income(more)).verdict == YES:
            assert of(scheme_id, income(less)).verdict == YES


def test_few_questions_are_needed() -> None:
    """A widow of Bihar who is asked about pensions for old people, widows and the disabled."""
    schemes = BOOK.in_state("BR", "support")
    widow = replace(FIT, state=None, born_on=None, bpl=True, disability=0)
    answers, asked = Answers(state="BR"), []
    said = replace(widow, born_on=born(45))
    while question := next_question(BOOK, answers, ON, schemes):
        asked.append(question.fact)
        fact = {"born": "born_on"}.get(question.fact, question.fact)
        answers = replace(answers, **{fact: getattr(said, fact)})
    assert asked == ["born", "sex", "marital", "disability", "bpl", "pension"][: len(asked)]
    outcomes = judge_all(BOOK, answers, ON, schemes)
    assert {one.scheme.id for one in shown(outcomes) if one.verdict == YES} == {"BR_IGNWPS"}


def test_what_somebody_can_not_say_is_not_asked_again() -> None:
    answers = Answers(state="UP", born_on=born(60))
    first = next_question(BOOK, answers, ON)
    assert first is not None
    skipped = replace(answers, skipped=frozenset({first.fact}))
    second = question_left(judge_all(BOOK, skipped, ON), skipped)
    assert second is not None
    assert second.fact != first.fact
