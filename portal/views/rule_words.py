"""The words of an officer's look at a pension rule: its fields and rows, what it says of people."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import zip_longest

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l

from portal.domain.eligibility import Outcome, Verdict, requirements
from portal.domain.pension_examples import Example
from portal.domain.pension_rules import Rule, Scheme
from portal.views.scheme_words import (
    CHOICE_WORDS,
    CONFIDENCE_WORDS,
    QUESTION_WORDS,
    amount_words,
    amounts_words,
    pays_words,
    reason_words,
)
from portal.web.filters import digits, on, rs

STATUS_WORDS = {
    "proposed": _l("waits for a second person"),
    "approved": _l("approved"),
    "refused": _l("refused"),
    "withdrawn": _l("withdrawn"),
}
SEX_WORDS = {"": _l("Anybody"), "F": _l("Only women"), "M": _l("Only men")}
CONFIDENCE = {
    "high": _l("read in the source itself"),
    "medium": CONFIDENCE_WORDS["medium"],
    "low": CONFIDENCE_WORDS["low"],
}
LIMIT_WORDS = {"upto": _l("up to this limit"), "below": _l("below this limit")}
#: Labels of what is written into the form of a change.
FIELD_WORDS = {
    "age_min": _l("From which age (full years)"),
    "age_max": _l("Up to which age"),
    "sex": _l("For whom"),
    "income_rural_rs": _l("Income a year in a village, ₹"),
    "income_urban_rs": _l("In a town, ₹ (empty: the same)"),
    "income_is": _l("The limit"),
    "disability_min": _l("Disability, from how many percent"),
    "land_max_ha": _l("Land, up to how many hectares"),
    "turnover_max_rs": _l("Turnover a year, up to ₹"),
    "service_min_years": _l("Years of service, at least"),
    "deceased_min": _l("Age of the one who died, from"),
    "deceased_max": _l("Age of the one who died, up to"),
    "amount_rs": _l("Amount, ₹ (empty: not known)"),
    "then_from": _l("Another amount from which age"),
    "then_rs": _l("That amount, ₹"),
    "most_rs": _l("As one chooses: up to ₹"),
    "pays_rs": _l("What the saver pays, by age"),
}
#: Labels of what is ticked, by column.
TICK_WORDS = {
    "status": _l("One of these is enough (none: anybody)"),
    "poverty": _l("How poor: one of these, or the income below, is enough"),
    "no_pension": _l("Not for those who get"),
    "must_be": _l("All of these must be so"),
    "must_not_be": _l("None of these may be so"),
}
#: What may be added as another condition.
GROUP_WORDS = {
    "sex": _l("women or men"), "status": _l("widows, unmarried, left, destitute"),
    "poverty": _l("BPL or destitute"), "income": _l("income"), "disability": _l("disability"),
    "no_pension": _l("other pensions"), "must_not_be": _l("what may not be (salary, tax …)"),
    "must_be": _l("what must be (school, trader, UAN …)"), "land": _l("land"),
    "turnover": _l("turnover"), "service": _l("years of service"),
    "deceased": _l("age of the one who died"), "then": _l("another amount from an age on"),
    "most": _l("amount as one chooses"), "pays": _l("what the saver pays"),
}  # fmt: skip
#: What stands beside a tick.
WORD_WORDS = {
    "widowed": _l("Widow or widower"), "unmarried": _l("Never married"),
    "deserted": _l("Left by the husband"), "destitute": _l("Destitute"), "bpl": _l("BPL family"),
    "breadwinner_died": _l("the one who earned has died"), "in_school": _l("goes to school"),
    "savings_account": _l("has a savings account"), "unorganised": _l("unorganised worker"),
    "trader": _l("trader"), "uan": _l("has a UAN"), "ppo": _l("has a PPO"),
    "salaried": _l("gets a salary"), "taxpayer": _l("pays income tax"),
    "government_job": _l("government service"), "epfo": _l("EPFO, ESIC or NPS"),
    "pm_sym": _l("is in PM-SYM"), **CHOICE_WORDS["pension"],
}  # fmt: skip


def requirement_words(rule: Rule) -> list[str]:
    """Say every condition of a rule as the villager reads it."""
    return [reason_words(one) for one in requirements(rule)]


def money_words(scheme: Scheme, rule: Rule) -> str:
    """Say what a rule gives and what a saver pays."""
    parts = [amounts_words(scheme, rule) or "–", pays_words(rule)]
    return "; ".join(one for one in parts if one)


@dataclass(frozen=True, slots=True)
class Line:
    """One sentence, and whether it stands in each of several rules."""

    words: str
    stands: tuple[bool, ...]

    @property
    def differs(self) -> bool:
        """Say whether not all of them have it."""
        return not all(self.stands)


def side_by_side(scheme: Scheme, columns: Sequence[Sequence[Rule]]) -> list[list[Line]]:
    """Lay the ways of several dates beside each other: by way, each sentence once, money last."""
    found = []
    for ways in zip_longest(*columns):
        said = [
            [*requirement_words(one), money_words(scheme, one)] if one else [] for one in ways
        ]  # fmt: skip
        order = dict.fromkeys(words for column in said for words in column)
        found.append([Line(words, tuple(words in one for one in said)) for words in order])
    return found


def outcome_words(outcome: Outcome) -> str:
    """Say an outcome in one line."""
    if outcome.verdict == Verdict.NOT and outcome.reason:
        return _("Not: %(why)s", why=reason_words(outcome.reason))
    if outcome.verdict == Verdict.UNKNOWN:
        asked = " ".join(str(QUESTION_WORDS[fact].words) for fact in outcome.asks)
        return f"{_('First find out')}: {asked}"
    amount = amount_words(outcome.scheme, outcome.rule, outcome.amount_paise)
    pays = pays_words(outcome.rule, outcome) if outcome.pays_paise else ""
    if outcome.verdict == Verdict.LATER:
        when = _(
            "in %(months)s months, from %(on)s", months=digits(outcome.months),
            on=on(outcome.from_on),
        )  # fmt: skip
        return ", ".join(one for one in (when, amount) if one)
    parts = [_("Eligible at first sight"), amount, pays]
    return ", ".join(one for one in parts if one)


def example_words(example: Example, *, with_by: bool) -> str:
    """Say who a made-up person is: the one thing that is varied, and why they fit if asked."""
    words = _varied_words(example)
    by = [str(_("small income") if one == "income" else WORD_WORDS[one]) for one in example.by]
    return ", ".join([words, *by]) if with_by else words


def _varied_words(example: Example) -> str:
    fact, value = example.fact, example.value
    numbers = {
        "": lambda: _("Somebody who meets every condition"),
        "age": lambda: _("%(age)s years old", age=digits(value)),
        "day_short": lambda: _("a day short of %(age)s years", age=digits(value)),
        "income_paise": lambda: _("Income ₹ %(amount)s a year, village", amount=rs(value)),
        "urban_income_paise": lambda: _("Income ₹ %(amount)s a year, town", amount=rs(value)),
        "disability": lambda: _("Disability %(share)s percent", share=digits(value)),
        "land_sq_m": lambda: _("Land %(area)s square metres", area=digits(value)),
        "turnover_paise": lambda: _("Turnover ₹ %(amount)s a year", amount=rs(value)),
        "service_years": lambda: _("%(years)s years of service", years=digits(value)),
        "deceased_age": lambda: _("The one who died was %(age)s", age=digits(value)),
    }
    if fact in numbers:
        return numbers[fact]()
    if fact in CHOICE_WORDS:
        return str(CHOICE_WORDS[fact][value])
    answer = _("yes") if value else _("no")
    return f"{WORD_WORDS[fact]}: {answer}"
