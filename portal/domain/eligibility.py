"""Whether a pension can be had: at first sight, not and why, in so many months, or still open.

No clock and no storage: the day, the rules and the answers are handed over. An office decides;
nothing here says more than that a person seems to be entitled.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from enum import StrEnum

from portal.domain import pension_conditions as conditions
from portal.domain.money import MAX_PAISE
from portal.domain.pension_answers import (
    QUESTIONS,
    RANK,
    Ages,
    Answers,
    Question,
    ages_of,
    birthday_on,
    months_until,
)
from portal.domain.pension_conditions import HOLDS, Reason, Trial
from portal.domain.pension_rules import EVERYWHERE, Rule, RuleBook, Scheme
from portal.domain.refusals import N_


class Verdict(StrEnum):
    """What is found of a scheme, the best first."""

    ELIGIBLE = "eligible"
    UNKNOWN = "unknown"
    LATER = "later"
    NOT = "not"


_ORDER = list(Verdict)


@dataclass(frozen=True, slots=True)
class Outcome:
    """The one answer on a scheme.

    ``reason`` says why not (or why not yet), ``asks`` which facts are still needed (the first is
    asked first), ``months`` and ``from_on`` when the age is reached, ``amount_paise`` what is given
    at the age (None: not known), ``pays_paise`` what is paid a month at this age where it is known.
    ``wants_proof`` says that only the year of birth is known.
    """

    scheme: Scheme
    rule: Rule
    verdict: Verdict
    reason: Reason | None = None
    asks: tuple[str, ...] = ()
    months: int = 0
    from_on: str = ""
    amount_paise: int | None = None
    pays_paise: int | None = None
    wants_proof: bool = False


def judge(book: RuleBook, scheme_id: str, answers: Answers, on: str) -> Outcome:
    """Judge one scheme on a day. Raises BirthIsInTheFuture or NobodyIsSoOld."""
    return _judged(book, book[scheme_id], answers, on, ages_of(answers, on))


def judge_all(
    book: RuleBook, answers: Answers, on: str, schemes: Iterable[Scheme] | None = None
) -> list[Outcome]:
    """Judge schemes (all of them, if none are named) on a day, each exactly once.

    Raises BirthIsInTheFuture or NobodyIsSoOld.
    """
    ages = ages_of(answers, on)
    asked = book if schemes is None else schemes
    return [_judged(book, one, answers, on, ages) for one in asked]


def next_question(
    book: RuleBook, answers: Answers, on: str, schemes: Iterable[Scheme] | None = None
) -> Question | None:
    """Return the next question that still decides something, or None where nothing is left.

    What the person could not say (``answers.skipped``) is not asked again.
    """
    return question_left(judge_all(book, answers, on, schemes), answers)


def question_left(outcomes: Iterable[Outcome], answers: Answers) -> Question | None:
    """Return the first question that one of these outcomes waits for, or None."""
    ranks = {
        RANK[fact] for one in outcomes for fact in one.asks if fact not in answers.skipped
    }  # fmt: skip
    return QUESTIONS[min(ranks)] if ranks else None


def shown(outcomes: Iterable[Outcome]) -> list[Outcome]:
    """Leave out what is the same help under its state's name, where that may be had too."""
    found = list(outcomes)
    had = {one.scheme.id for one in found if one.verdict == Verdict.ELIGIBLE}
    return [one for one in found if one.scheme.yields_to not in had]


def _judged(
    book: RuleBook, scheme: Scheme, answers: Answers, on: str, ages: Ages | None
) -> Outcome:
    rules = book.rules_on(scheme.id, on)
    if scheme.state != EVERYWHERE and answers.state != scheme.state:
        if answers.state is None:
            return Outcome(scheme, rules[0], Verdict.UNKNOWN, asks=("state",))
        words = Reason("state", N_("Only for people of %(state)s."), {"state": scheme.state})
        return Outcome(scheme, rules[0], Verdict.NOT, words)
    found = [_of_rule(book, scheme, rule, answers, on, ages) for rule in rules]
    return min(found, key=lambda one: (_ORDER.index(one.verdict), one.months))


def _of_rule(
    book: RuleBook, scheme: Scheme, rule: Rule, answers: Answers, on: str, ages: Ages | None
) -> Outcome:
    trials = [one for one in _trials(book, rule, answers, on) if one is not HOLDS]
    failed = next((one.reason for one in trials if one.reason), None)
    age = _age(rule, ages)
    if failed is None and age.reason and age.reason.code == "too_old":
        failed = age.reason
    if failed is not None:
        return Outcome(scheme, rule, Verdict.NOT, failed)
    if age.reason is not None and ages is not None and rule.age_min is not None:
        from_on = birthday_on(ages.last_birth_on, rule.age_min)
        return Outcome(
            scheme, rule, Verdict.LATER, age.reason, months=months_until(on, from_on),
            from_on=from_on, amount_paise=rule.amount_at(rule.age_min),
        )  # fmt: skip
    asks = {fact for one in (*trials, age) for fact in one.asks}
    if asks:
        return Outcome(
            scheme, rule, Verdict.UNKNOWN, asks=tuple(sorted(asks, key=RANK.__getitem__))
        )
    return _eligible(scheme, rule, ages)


def _eligible(scheme: Scheme, rule: Rule, ages: Ages | None) -> Outcome:
    pays = rule.pays.by_age.get(ages.least) if rule.pays and ages and ages.is_proven else None
    return Outcome(
        scheme, rule, Verdict.ELIGIBLE, amount_paise=rule.amount_at(ages.least if ages else None),
        pays_paise=pays, wants_proof=_has_age(rule) and ages is not None and not ages.is_proven,
    )  # fmt: skip


def _trials(book: RuleBook, rule: Rule, answers: Answers, on: str) -> Iterator[Trial]:
    """Try all conditions but the age; the first that fails is the reason that decides."""
    yield from _own_trials(rule, answers)
    if rule.not_under:
        yield _not_under(book, rule, answers, on)


def _own_trials(rule: Rule, answers: Answers) -> Iterator[Trial]:
    yield conditions.sex(rule, answers)
    yield conditions.status(rule, answers)
    yield from conditions.needed(rule, answers)
    yield conditions.deceased(rule, answers)
    yield conditions.disability(rule, answers)
    yield conditions.poverty(rule, answers)
    yield conditions.other_pension(rule, answers)
    yield from conditions.hindering(rule, answers)
    yield conditions.land(rule, answers)
    yield conditions.turnover(rule, answers)
    yield conditions.service(rule, answers)


def _not_under(book: RuleBook, rule: Rule, answers: Answers, on: str) -> Trial:
    other = judge(book, rule.not_under, answers, on)
    if other.verdict == Verdict.ELIGIBLE:
        words = N_("The Indira Gandhi widow pension comes first.")
        return Trial(Reason("not_under", words))
    return Trial(asks=other.asks) if other.verdict == Verdict.UNKNOWN else HOLDS


def _has_age(rule: Rule) -> bool:
    return bool(rule.age_min) or rule.age_max is not None


def _age(rule: Rule, ages: Ages | None) -> Trial:
    if not _has_age(rule):
        return HOLDS
    if ages is None:
        return Trial(asks=("born",))
    least, most = rule.age_min or 0, rule.age_max
    if most is not None and ages.least > most:
        words = N_("Only up to %(most)s years of age.")
        return Trial(Reason("too_old", words, {"most": most}))
    if ages.most < least:
        return Trial(Reason("too_young", N_("Only from %(least)s years of age."), {"least": least}))
    if ages.least >= least and (most is None or ages.most <= most):
        return HOLDS
    return Trial(asks=("birth_day",))


#: Somebody who meets no condition at all, so that every condition says itself.
_NOBODY = Answers(
    sex="", marital="", bpl=False, destitute=False, income_paise=MAX_PAISE,
    couple_income_paise=MAX_PAISE, disability=-1, salaried=True, taxpayer=True,
    government_job=True, epfo=True, pm_sym=True, unorganised=False, trader=False,
    savings_account=False, in_school=False, land_sq_m=0, turnover_paise=MAX_PAISE,
    service_years=-1, uan=False, ppo=False, breadwinner_died=False, deceased_age=-1,
)  # fmt: skip


def requirements(rule: Rule) -> list[Reason]:
    """List every condition of a rule in words, the age first."""
    nobody = replace(_NOBODY, pension=rule.no_pension[0] if rule.no_pension else "none")
    return [_age_words(rule), *(one.reason for one in _own_trials(rule, nobody) if one.reason)]


def _age_words(rule: Rule) -> Reason:
    ages: dict[str, object] = {"least": rule.age_min, "most": rule.age_max}
    if not _has_age(rule):
        return Reason("age", N_("At any age."))
    if rule.age_max is None:
        return Reason("age", N_("From %(least)s years of age."), {"least": rule.age_min})
    return Reason("age", N_("From %(least)s to %(most)s years of age."), ages)
