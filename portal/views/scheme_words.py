"""The words of pensions on pages: questions and their answers, reasons, amounts, sources."""

from __future__ import annotations

from typing import NamedTuple

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l

from portal.domain.eligibility import Outcome
from portal.domain.pension_conditions import Reason
from portal.domain.pension_rules import Benefit, Kind, Rule, Scheme
from portal.storage import places
from portal.web.filters import digits, rs
from portal.web.locale import named

TOPICS = {
    Kind.SUPPORT: _l("Pension for the old, widows, the disabled"),
    Kind.DEATH: _l("Help after a death in the house"),
    Kind.SAVING: _l("Saving for a pension from 60"),
    Kind.SERVICE: _l("Pension from a job, life certificate"),
}


class Asked(NamedTuple):
    """A question in words, what helps to answer it, and what may be pressed instead of "0"."""

    words: object
    hint: object = ""
    zero: object = ""


QUESTION_WORDS = {
    "topic": Asked(_l("What is it about?")),
    "state": Asked(_l("In which state does the person live?")),
    "breadwinner_died": Asked(_l("Has the one who earned for the household died?")),
    "deceased_age": Asked(
        _l("How old was the one who died?"), _l("In full years, on the day of death.")
    ),
    "born": Asked(
        _l("When was the person born?"),
        _l("As on the Aadhaar card: 05-03-1964. If only the year is known: 1964."),
    ),
    "birth_day": Asked(
        _l("The day of birth decides here. What does the proof of age say?"),
        _l("Like 05-03-1964"),
    ),
    "sex": Asked(_l("Woman or man?")),
    "marital": Asked(
        _l("Married, widowed or alone?"), _l("Whoever has married again counts as married.")
    ),
    "disability": Asked(
        _l("How many percent of disability are on the certificate?"), "", _l("Not disabled")
    ),
    "bpl": Asked(_l("Is the family on the BPL list?")),
    "pension": Asked(_l("Does a pension come already?")),
    "salaried": Asked(_l("Does the person get a salary?")),
    "destitute": Asked(
        _l("Is the person destitute?"), _l("Without means, and with nobody to help")
    ),
    "couple_income_paise": Asked(
        _l("How much do husband and wife earn together?"),
        _l("Whoever is alone writes their own. Words will do: 4000, डेढ़ लाख"),
        _l("No income"),
    ),
    "income_paise": Asked(
        _l("How much does the person earn?"), _l("Words will do: 4000, डेढ़ लाख"), _l("No income")
    ),
    "area": Asked(_l("Village or town?")),
    "taxpayer": Asked(_l("Does the person pay income tax?")),
    "government_job": Asked(_l("Is the person in government service?")),
    "in_school": Asked(_l("Does the child go to school?")),
    "epfo": Asked(
        _l("Is the person a member of EPFO, ESIC or NPS?"),
        _l("Is a part of the pay kept for provident fund, ESI or NPS?"),
    ),
    "unorganised": Asked(
        _l("Does the person work in the unorganised sector?"),
        _l("Like daily labour, a cart, housework, a small shop"),
    ),
    "land_sq_m": Asked(
        _l("How much land of their own does the person till?"),
        _l("As in the land paper. A bigha is not the same everywhere."),
        _l("No land"),
    ),
    "trader": Asked(_l("Is the person a trader who works for themselves?")),
    "turnover_paise": Asked(_l("For how much does the trader sell?")),
    "pm_sym": Asked(_l("Is the person in PM-SYM already?")),
    "savings_account": Asked(_l("Is there a savings account?")),
    "uan": Asked(_l("Is there a number of the provident fund (UAN)?")),
    "service_years": Asked(_l("How many years of service are there?")),
    "ppo": Asked(_l("Does a pension come, and is there its PPO number?")),
}
_YES_NO = {"yes": _l("Yes"), "no": _l("No")}
CHOICE_WORDS = {
    "sex": {"F": _l("Woman"), "M": _l("Man"), "T": _l("Another")},
    "marital": {
        "married": _l("Married"), "widowed": _l("Widow or widower"),
        "unmarried": _l("Never married"), "deserted": _l("Left by the husband"),
        "divorced": _l("Divorced"),
    },
    "pension": {
        "none": _l("None"), "ignwps": _l("Indira Gandhi widow pension"),
        "social": _l("Another pension of the government for the old, widows, the disabled"),
        "family": _l("Family pension"), "job": _l("Pension from one's own job"),
    },
    "area": {"rural": _l("Village"), "urban": _l("Town")},
}  # fmt: skip
#: The other answers of questions with two ways to count: (unit, word).
UNITS = {
    "income": (("year", _l("In a year")), ("month", _l("In a month"))),
    "land": (("ha", _l("Hectares")), ("acre", _l("Acres"))),
}
INTERVAL_WORDS = {
    "dbt": _l("into the bank account"),
    "month": _l("every month, into the bank account"),
    "quarter": _l("every three months, into the bank account"),
    "once": _l("once, into the bank account"),
    "auto": _l("the payment is taken from the account every month by itself"),
    "free": _l("paid in when one likes"),
    "none": "",
}
CONFIDENCE_WORDS = {
    "high": _l("read in the source named below"),
    "medium": _l("not confirmed by an order we have seen"),
    "low": _l("not certain"),
}


#: What the list writes of its sources in English; names of papers and sites stay as they are.
_SOURCE_WORDS = {
    "no paper seen": _l("no order seen"),
    "(amount)": _l("(amount)"),
    "(rate)": _l("(amount)"),
    "(rule)": _l("(conditions)"),
    "(rules)": _l("(conditions)"),
    "(no age limit:": _l("(no age limit:"),
    "scheme page": _l("page of the scheme"),
}


def source_words(rule: Rule) -> str:
    """Say by whose word a rule stands."""
    found = rule.source
    for words, said in _SOURCE_WORDS.items():
        found = found.replace(words, str(said))
    return found


def choices(fact: str, values: tuple[str, ...]) -> list[tuple[str, object]]:
    """Return the answers that may be pressed, each with its words."""
    if fact == "state":
        states = [(one, places.place(one)) for one in values]
        known = [(code, named(place)) for code, place in states if place is not None]
        return [*known, ("other", _("Another state"))]
    words = CHOICE_WORDS.get(fact, _YES_NO)
    return [(one, words[one]) for one in values]


def reason_words(reason: Reason) -> str:
    """Say a reason with its figures as this page writes them."""
    shown = {key: _shown(key, value) for key, value in reason.params.items()}
    return _(reason.message, **shown)


def _shown(key: str, value: object) -> str:
    if isinstance(value, Reason):
        return reason_words(value)
    if isinstance(value, tuple):
        return f" {_('or')} ".join(reason_words(one) for one in value)
    if key == "state":
        place = places.place(str(value))
        return named(place) if place else str(value)
    return rs(int(str(value))) if key.endswith("_paise") else digits(value)


def amount_words(scheme: Scheme, rule: Rule, paise: int | None) -> str:
    """Say what a rule gives; '' where a scheme gives no fixed amount."""
    if scheme.benefit == Benefit.NONE:
        return ""
    if paise is None:
        return _("Amount not known: ask")
    if scheme.benefit == Benefit.ONCE:
        return _("₹ %(amount)s once", amount=rs(paise))
    if scheme.benefit == Benefit.AT_60:
        return _("₹ %(amount)s a month from the age of 60", amount=rs(paise))
    if scheme.benefit == Benefit.AT_LEAST:
        return _("at least ₹ %(amount)s a month", amount=rs(paise))
    if scheme.benefit == Benefit.CHOSEN:
        most = rs(rule.most_paise or paise)
        return _("₹ %(least)s to ₹ %(most)s a month, as chosen", least=rs(paise), most=most)
    return _("₹ %(amount)s a month", amount=rs(paise))


def amounts_words(scheme: Scheme, rule: Rule) -> str:
    """Say what a rule gives at each age."""
    parts = [amount_words(scheme, rule, rule.amounts[0][1] if rule.amounts else None)]
    for age, paise in rule.amounts[1:]:
        words = amount_words(scheme, rule, paise)
        parts.append(_("from the age of %(age)s %(amount)s", age=digits(age), amount=words))
    return ", ".join(parts)


def pays_words(rule: Rule, outcome: Outcome | None = None) -> str:
    """Say what a saver pays: at this age where it is known, else from the least to the most."""
    if rule.pays is None:
        return ""
    if outcome is not None and outcome.pays_paise and not rule.pays.for_paise:
        return _("You pay ₹ %(amount)s a month", amount=rs(outcome.pays_paise))
    words = _(
        "You pay ₹ %(least)s to ₹ %(most)s a month, by age",
        least=rs(rule.pays.least_paise), most=rs(rule.pays.most_paise),
    )  # fmt: skip
    known = [
        _("at %(age)s ₹ %(amount)s", age=digits(age), amount=rs(paise))
        + (f" (₹ {rs(rule.pays.for_paise[age])})" if age in rule.pays.for_paise else "")
        for age, paise in rule.pays.by_age.items()
    ]
    return f"{words}: {', '.join(known)}" if known else words
