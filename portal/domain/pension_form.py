"""All questions on pensions on one page: read what was said, judge what that much decides.

The page asks what most schemes ask. What only some schemes ask beside (a small trader's turnover, a
savings account) is not asked here: where nothing else stands against it, a scheme is eligible at
first sight *given that*, and the page says what is still to be so. What a pension from a job, a
life certificate and the family benefit need is never guessed (it is not in ``GIVEN``) but asked.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from typing import Any

from portal.domain.eligibility import Outcome, Verdict, judge
from portal.domain.pension_answers import QUESTIONS, RANK, Answers, Question, ages_of
from portal.domain.pension_asking import AnswerIsEmpty, answers_from, read_answer
from portal.domain.pension_rules import RuleBook, Scheme
from portal.domain.refusals import Refusal

#: Field of the page → the facts that it answers.
FACTS = {
    "state": ("state",), "dob": ("born",), "sex": ("sex",), "marital": ("marital",),
    "disability": ("disability",), "bpl": ("bpl",), "other_pension": ("pension",),
    "income": ("income_paise", "couple_income_paise"), "area": ("area",),
    "taxpayer": ("taxpayer",), "govt_job": ("government_job",), "epfo": ("epfo",),
    "land_ha": ("land_sq_m",), "deceased_age": ("deceased_age",),
}  # fmt: skip
CHOICES = {
    "state": ("BR", "MP", "UP", "HR", "UK", "other"),
    "sex": ("F", "M", "O"),
    "marital": ("married", "widow", "unmarried", "divorced"),
    "bpl": ("yes", "no"), "other_pension": ("no", "yes"), "area": ("rural", "urban"),
    "taxpayer": ("no", "yes"), "govt_job": ("no", "yes"), "epfo": ("no", "yes"),
}  # fmt: skip
#: The page's words for what the rules call otherwise; whom her husband left is with the divorced.
_SAME = {
    "sex": {"O": "T"}, "marital": {"widow": "widowed", "divorced": "deserted"},
    "other_pension": {"yes": "some", "no": "none"},
}  # fmt: skip
#: What the page does not ask, as it must be for a scheme to be had.
GIVEN: dict[str, Any] = {
    "salaried": False, "destitute": True, "in_school": True, "unorganised": True, "trader": True,
    "turnover_paise": 0, "pm_sym": False, "savings_account": True,
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Judged:
    """An outcome; ``given`` names the facts that were not asked and are taken to be so."""

    outcome: Outcome
    given: tuple[str, ...] = ()

    @property
    def word(self) -> str:
        """Say in one word whether the scheme can be had: yes, later (too young), or no.

        What is still open is no "yes".
        """
        words = {Verdict.ELIGIBLE: "yes", Verdict.LATER: "later"}
        return words.get(self.outcome.verdict, "no")


def read_form(typed: Mapping[str, str], on: str) -> tuple[Answers, dict[str, Refusal]]:
    """Read the fields of the page; what is empty or absent is not known.

    Returns the answers of the fields that could be read, and by field why another could not.
    ``income`` is rupees a year of the household, ``land_ha`` hectares.
    """
    said: dict[str, str] = {}
    faults: dict[str, Refusal] = {}
    for name, facts in FACTS.items():
        text = typed.get(name, "").strip()
        if not text:
            continue
        try:
            read = _read(name, QUESTIONS[RANK[facts[0]]], text, on)
        except Refusal as refusal:
            refusal.field = name
            faults[name] = refusal
        else:
            said |= dict.fromkeys(facts, read)
    return _known(said), faults


def _read(name: str, question: Question, text: str, on: str) -> str:
    if name not in CHOICES:
        return read_answer(question, text, {"income": "year"}.get(name, ""), on)
    if text not in CHOICES[name]:
        raise AnswerIsEmpty
    return _SAME.get(name, {}).get(text, text)


def _known(said: dict[str, str]) -> Answers:
    pension = said.pop("pension", None)
    found = replace(answers_from(said), pension=pension)
    if found.deceased_age is not None:
        found = replace(found, breadwinner_died=True)
    if found.government_job or found.epfo:
        found = replace(found, salaried=True)
    return found


def judge_form(
    book: RuleBook, answers: Answers, on: str, schemes: Iterable[Scheme]
) -> list[Judged]:
    """Judge schemes by the page's answers. Raises BirthIsInTheFuture or NobodyIsSoOld."""
    ages_of(answers, on)
    return [_judged(book, one, answers, on) for one in schemes]


def _judged(book: RuleBook, scheme: Scheme, answers: Answers, on: str) -> Judged:
    outcome = judge(book, scheme.id, answers, on)
    if outcome.verdict != Verdict.UNKNOWN or not set(outcome.asks) & set(GIVEN):
        return Judged(outcome)
    found = judge(book, scheme.id, _given(outcome, answers), on)
    if found.verdict == Verdict.ELIGIBLE:
        given = tuple(fact for fact in outcome.asks if fact in GIVEN and _is_needed(outcome, fact))
        return Judged(found, given)
    return Judged(found if found.verdict == Verdict.NOT else replace(outcome, asks=found.asks))


def _given(outcome: Outcome, answers: Answers) -> Answers:
    facts = {fact: GIVEN[fact] for fact in outcome.asks if fact in GIVEN}
    if "destitute" in facts:
        facts["destitute"] = _is_needed(outcome, "destitute")
    return replace(answers, **facts)


def _is_needed(outcome: Outcome, fact: str) -> bool:
    """Whether a fact must be so; where it is only one way among others it is not guessed."""
    return fact != "destitute" or outcome.rule.poverty == ("destitute",)
