"""The conditions of a pension rule, each tried on what is known: it holds, fails, or is open."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field

from portal.domain.pension_answers import SOME_PENSION, Answers
from portal.domain.pension_rules import PENSIONS, SQ_M_OF_HA, Rule
from portal.domain.refusals import N_


@dataclass(frozen=True, slots=True)
class Reason:
    """Why not: an English message with its figures.

    A place that ends in ``_paise`` is money, ``state`` a code, ``any`` a tuple of reasons of which
    one is enough; a reason within a reason is said in its place.
    """

    code: str
    message: str
    params: Mapping[str, object] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Trial:
    """A condition that does not hold (``reason``) or is open until ``asks`` are answered."""

    reason: Reason | None = None
    asks: tuple[str, ...] = ()


HOLDS = Trial()

_STATUS_WORDS = {
    ("widowed", "F"): N_("Only for widows who have not married again."),
    ("widowed", "M"): N_("Only for widowers."),
    ("unmarried", ""): N_("Only for those who never married."),
    ("deserted", "F"): N_("Only for women whose husband has left them."),
    ("widowed/destitute", "F"): N_("Only for widows and destitute women."),
}
_ONE_OF_THESE = N_("Only for: %(any)s.")
_STATUS_PARTS = {
    "widowed": N_("widows and widowers who have not married again"),
    "unmarried": N_("those who never married"),
    "deserted": N_("those whose husband or wife has left them"),
    "destitute": N_("the destitute"),
}
_POVERTY_WORDS = {
    ("bpl", False): N_("Only for BPL families."),
    ("income", False): N_("Only with an income up to ₹ %(limit_paise)s a year."),
    ("bpl/income", False): N_(
        "Only for BPL families, or with an income up to ₹ %(limit_paise)s a year."
    ),
    ("bpl/income", True): N_(
        "Only for BPL families, or with an income below ₹ %(limit_paise)s a year."
    ),
    ("income", True): N_("Only with an income below ₹ %(limit_paise)s a year."),
    ("destitute", False): N_("Only for the destitute."),
    ("bpl/destitute", False): N_("Only for the destitute or BPL families."),
}
_INCOME_BY_AREA = N_(
    "Only with an income up to ₹ %(rural_paise)s a year in villages, ₹ %(urban_paise)s in towns."
)
_COUPLES_INCOME = N_("Only where husband and wife together earn up to ₹ %(limit_paise)s a year.")
_POVERTY_PARTS = {"bpl": N_("BPL families"), "destitute": N_("the destitute")}
#: By whether husband and wife count together, and whether the limit itself is out.
_INCOME_PARTS = {
    (False, False): N_("an income up to ₹ %(limit_paise)s a year"),
    (False, True): N_("an income below ₹ %(limit_paise)s a year"),
    (True, False): N_("husband and wife together up to ₹ %(limit_paise)s a year"),
    (True, True): N_("husband and wife together below ₹ %(limit_paise)s a year"),
}
_BY_AREA = N_("in villages %(village)s, in towns %(town)s")
_PENSION_PARTS = {
    "ignwps": N_("Indira Gandhi widow pension"),
    "social": N_("Another pension of the government for the old, widows, the disabled"),
    "family": N_("Family pension"),
    "job": N_("Pension from one's own job"),
}
NEEDED_WORDS = {
    "breadwinner_died": N_("Only where the one who earned for the household has died."),
    "in_school": N_("Only for children who go to school."),
    "savings_account": N_("Only with a savings account in a bank or post office."),
    "unorganised": N_("Only for workers of the unorganised sector."),
    "trader": N_("Only for traders who work for themselves."),
    "uan": N_("Only for those who have a number of the provident fund (UAN)."),
    "ppo": N_("Only for those who get a pension and have its PPO number."),
}
HINDERING_WORDS = {
    "salaried": N_("Not for those who get a salary."),
    "taxpayer": N_("Not for those who pay income tax."),
    "government_job": N_("Not for government employees."),
    "epfo": N_("Not for members of EPFO, ESIC or NPS."),
    "pm_sym": N_("Not for those who are in PM-SYM."),
}


def _any(holds: list[bool | None], asks: tuple[str, ...], reason: Reason) -> Trial:
    if True in holds:
        return HOLDS
    return Trial(reason) if None not in holds else Trial(asks=asks)


def sex(rule: Rule, answers: Answers) -> Trial:
    """Women's and men's schemes."""
    if not rule.sex or answers.sex == rule.sex:
        return HOLDS
    words = N_("Only for women.") if rule.sex == "F" else N_("Only for men.")
    return Trial(asks=("sex",)) if answers.sex is None else Trial(Reason("sex", words))


def status_reason(rule: Rule) -> Reason:
    """Say for whom a rule is: widows, the unmarried, the deserted."""
    words = _STATUS_WORDS.get(("/".join(rule.status), rule.sex))
    if words:
        return Reason("status", words)
    parts = tuple(Reason(one, _STATUS_PARTS[one]) for one in rule.status)
    return Reason("status", _ONE_OF_THESE, {"any": parts})


def status(rule: Rule, answers: Answers) -> Trial:
    """Widowed, unmarried, deserted or destitute: one of them is enough."""
    if not rule.status:
        return HOLDS
    holds: list[bool | None] = []
    asks: tuple[str, ...] = ()
    for one in rule.status:
        if one == "destitute":
            holds.append(answers.destitute)
            asks += ("destitute",) if answers.destitute is None else ()
        else:
            holds.append(None if answers.marital is None else answers.marital == one)
            asks += ("marital",) if answers.marital is None else ()
    return _any(holds, asks, status_reason(rule))


def needed(rule: Rule, answers: Answers) -> Iterator[Trial]:
    """What must be so."""
    for fact in rule.must_be:
        holds = answers.says(fact)
        if holds is not True:
            words = Reason(fact, NEEDED_WORDS[fact])
            yield Trial(asks=(fact,)) if holds is None else Trial(words)


def hindering(rule: Rule, answers: Answers) -> Iterator[Trial]:
    """What must not be so."""
    for fact in rule.must_not_be:
        holds = answers.says(fact)
        if holds is not False:
            words = Reason(fact, HINDERING_WORDS[fact])
            yield Trial(asks=(fact,)) if holds is None else Trial(words)


def deceased_reason(rule: Rule) -> Reason:
    """Say of which age the one who died must have been."""
    words = N_("The one who died must have been %(least)s to %(most)s years old.")
    return Reason("deceased_age", words, {"least": rule.deceased_min, "most": rule.deceased_max})


def deceased(rule: Rule, answers: Answers) -> Trial:
    """The age at death of whoever earned for the household; never the applicant's."""
    if rule.deceased_min is None or rule.deceased_max is None:
        return HOLDS
    if answers.deceased_age is None:
        return Trial(asks=("deceased_age",))
    if rule.deceased_min <= answers.deceased_age <= rule.deceased_max:
        return HOLDS
    return Trial(deceased_reason(rule))


def _limit(
    value: int | None,
    fact: str,
    holds: Callable[[int], bool],
    code: str,
    words: str,
    **params: object,
) -> Trial:
    if value is None:
        return Trial(asks=(fact,))
    return HOLDS if holds(value) else Trial(Reason(code, words, params))


def disability(rule: Rule, answers: Answers) -> Trial:
    """The share of disability, in percent."""
    least = rule.disability_min
    if least is None:
        return HOLDS
    return _limit(
        answers.disability, "disability", lambda share: share >= least, "disability",
        N_("Disability must be %(least)s percent or more."), least=least,
    )  # fmt: skip


def land(rule: Rule, answers: Answers) -> Trial:
    """Land that is tilled: some, and not more than the limit."""
    most = rule.land_max_sq_m
    if most is None:
        return HOLDS
    return _limit(
        answers.land_sq_m, "land_sq_m", lambda sq_m: 0 < sq_m <= most, "land",
        N_("Only for farmers with land of their own, up to %(hectares)s hectares."),
        hectares=most // SQ_M_OF_HA,
    )  # fmt: skip


def turnover(rule: Rule, answers: Answers) -> Trial:
    """What a trader sells in a year."""
    most = rule.turnover_max_paise
    if most is None:
        return HOLDS
    return _limit(
        answers.turnover_paise, "turnover_paise", lambda paise: paise <= most, "turnover",
        N_("Only up to a turnover of ₹ %(limit_paise)s a year."), limit_paise=most,
    )  # fmt: skip


def service(rule: Rule, answers: Answers) -> Trial:
    """Years of service with the provident fund."""
    least = rule.service_min_years
    if least is None:
        return HOLDS
    return _limit(
        answers.service_years, "service_years", lambda years: years >= least, "service",
        N_("Only after %(least)s years of service."), least=least,
    )  # fmt: skip


def pension_reason(rule: Rule) -> Reason:
    """Say beside which pension a rule gives nothing."""
    words: dict[tuple[str, ...], str] = {
        PENSIONS: N_("Not beside another pension."),
        ("family",): N_("Not beside a family pension."),
        ("ignwps",): N_("Not beside the Indira Gandhi widow pension."),
    }
    if rule.no_pension in words:
        return Reason("pension", words[rule.no_pension])
    parts = tuple(Reason(one, _PENSION_PARTS[one]) for one in rule.no_pension)
    return Reason("pension", N_("Not beside: %(any)s."), {"any": parts})


def other_pension(rule: Rule, answers: Answers) -> Trial:
    """What is not given beside another pension."""
    if not rule.no_pension:
        return HOLDS
    is_any = answers.pension == SOME_PENSION and set(rule.no_pension) >= set(PENSIONS)
    if is_any or answers.pension in rule.no_pension:
        return Trial(pension_reason(rule))
    return Trial(asks=("pension",)) if answers.pension in (None, SOME_PENSION) else HOLDS


def poverty_reason(rule: Rule, area: str | None = None) -> Reason:
    """Say how poor one must be: by the limit of village or town, by both where that is open."""
    code = "/".join(rule.poverty)
    words = _POVERTY_WORDS.get(("/".join(sorted(rule.poverty)), rule.is_below))
    if rule.is_couples:
        words = _COUPLES_INCOME if code == "income" and not rule.is_below else None
    is_by_area = area is None and rule.rural_paise != rule.urban_paise
    if is_by_area and code == "income" and not rule.is_below and not rule.is_couples:
        both = {"rural_paise": rule.rural_paise, "urban_paise": rule.urban_paise}
        return Reason(code, _INCOME_BY_AREA, both)
    if words is None or is_by_area:
        parts = tuple(_poverty_part(rule, one, area) for one in rule.poverty)
        return Reason(code, _ONE_OF_THESE, {"any": parts})
    if rule.urban_paise is None:
        return Reason(code, words)
    limit = rule.rural_paise if area == "rural" else rule.urban_paise
    return Reason(code, words, {"limit_paise": limit})


def _poverty_part(rule: Rule, one: str, area: str | None) -> Reason:
    if one != "income":
        return Reason(one, _POVERTY_PARTS[one])
    words = _INCOME_PARTS[rule.is_couples, rule.is_below]
    village = Reason(one, words, {"limit_paise": rule.rural_paise})
    town = Reason(one, words, {"limit_paise": rule.urban_paise})
    if area is None and rule.rural_paise != rule.urban_paise:
        return Reason(one, _BY_AREA, {"village": village, "town": town})
    return village if area == "rural" else town


def poverty(rule: Rule, answers: Answers) -> Trial:
    """BPL, a small income, destitution: one of those that the rule names is enough."""
    if not rule.poverty:
        return HOLDS
    holds: list[bool | None] = []
    asks: tuple[str, ...] = ()
    for one in rule.poverty:
        if one == "income":
            found, asked = _income(rule, answers)
        else:
            found, asked = answers.says(one), one
        holds.append(found)
        asks += (asked,) if found is None else ()
    return _any(holds, asks, poverty_reason(rule, answers.area))


def _income(rule: Rule, answers: Answers) -> tuple[bool | None, str]:
    """Try the limit; what it needs to know is named only where it can still decide."""
    is_alone = answers.marital not in (None, "married")
    own, couples = answers.income_paise, answers.couple_income_paise
    if is_alone:
        own = couples = own if own is not None else couples
    if rule.is_couples:
        least, most, fact = own if couples is None else couples, couples, "couple_income_paise"
        fact = "income_paise" if is_alone else fact
    else:
        least, most, fact = own, couples if own is None else own, "income_paise"
    if most is not None and _is_within(rule, most, answers.area):
        return True, ""
    if least is not None and _is_within(rule, least, answers.area) is False:
        return False, ""
    return None, "area" if least is not None and least == most else fact


def _is_within(rule: Rule, paise: int, area: str | None) -> bool | None:
    limits = {"rural": rule.rural_paise, "urban": rule.urban_paise}
    asked = [limits[area]] if area else list(limits.values())
    found = {(paise < one if rule.is_below else paise <= one) for one in asked if one is not None}
    return found.pop() if len(found) == 1 else None
