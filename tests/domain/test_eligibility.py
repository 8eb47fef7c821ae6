"""Who gets which pension at first sight: every boundary of the rules, and what is asked."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta

import pytest

from portal.domain.eligibility import (
    Outcome,
    Verdict,
    judge,
    judge_all,
    shown,
)
from portal.domain.pension_answers import (
    Answers,
    BirthIsInTheFuture,
    NobodyIsSoOld,
    age_on,
    birthday_on,
    months_until,
)
from portal.storage.pension_rules import listed_rule_book as rule_book

ON = "2026-11-22"
LAKH = 1_00_000_00
BOOK = rule_book()
YES, NOT, LATER, OPEN = Verdict.ELIGIBLE, Verdict.NOT, Verdict.LATER, Verdict.UNKNOWN


def born(age: int, days: int = 0) -> str:
    """Return the day of birth of somebody who completed an age so many days before today."""
    turned = date.fromisoformat(ON) - timedelta(days=days)
    return turned.replace(year=turned.year - age).isoformat()


#: Somebody who meets every condition that is not about age, sex or state.
FIT = Answers(
    bpl=True, destitute=True, income_paise=0, couple_income_paise=0, area="rural", disability=100,
    pension="none", salaried=False, taxpayer=False, government_job=False, epfo=False, pm_sym=False,
    unorganised=True, trader=True, savings_account=True, in_school=True, land_sq_m=10_000,
    turnover_paise=0, service_years=10, uan=True, ppo=True, breadwinner_died=True, deceased_age=40,
    marital="widowed", sex="F",
)  # fmt: skip


def of(scheme_id: str, answers: Answers, on: str = ON) -> Outcome:
    """Judge a scheme for somebody of its state."""
    state = BOOK[scheme_id].state
    return judge(BOOK, scheme_id, replace(answers, state="BR" if state == "ALL" else state), on)


def why(outcome: Outcome) -> str:
    """Return the code of the one reason that decides."""
    return outcome.reason.code if outcome.reason else ""


AGES = {
    "IGNOAPS": (60, None), "IGNWPS": (40, 79), "IGNDPS": (18, 79), "BR_MVPY": (60, None),
    "BR_IGNOAPS": (60, None), "BR_IGNWPS": (40, 79), "BR_IGNDPS": (18, 79), "UP_OLD": (60, None),
    "UP_WIDOW": (18, None), "UP_DIVYANG": (18, None), "MP_OLD": (60, None),
    "MP_KALYANI": (18, 79), "MP_PARITYAKTA": (18, 59), "MP_DIVYANG": (6, 59),
    "HR_OLD": (60, None), "HR_WIDOWER": (40, 59), "HR_UNMARRIED": (45, 59), "HR_WIDOW": (18, None),
    "HR_DIVYANG": (18, None), "UK_OLD": (60, None), "UK_WIDOW": (18, 60), "UK_DIVYANG": (18, None),
    "PM_SYM": (18, 40), "PM_KMY": (18, 40), "NPS_TRADERS": (18, 40), "APY": (18, 40),
    "NPS": (18, 70), "EPS95": (58, None),
}  # fmt: skip
FITS = {
    "MP_PARITYAKTA": replace(FIT, marital="deserted"),
    "HR_UNMARRIED": replace(FIT, marital="unmarried", sex="M"),
    "HR_WIDOWER": replace(FIT, sex="M"),
}


@pytest.mark.parametrize("scheme_id", AGES)
def test_ages_are_completed_years_and_both_limits_count(scheme_id: str) -> None:
    least, most = AGES[scheme_id]
    fit = FITS.get(scheme_id, FIT)
    a_day_short = of(scheme_id, replace(fit, born_on=born(least, -1)))
    assert (a_day_short.verdict, a_day_short.months) == (LATER, 1)
    assert of(scheme_id, replace(fit, born_on=born(least))).verdict == YES
    if most is None:
        assert of(scheme_id, replace(fit, born_on=born(100))).verdict == YES
    else:
        assert of(scheme_id, replace(fit, born_on=born(most + 1, -1))).verdict == YES
        too_old = of(scheme_id, replace(fit, born_on=born(most + 1)))
        assert too_old.verdict == NOT
        assert why(too_old) == "too_old"


@pytest.mark.parametrize("scheme_id", ["NFBS", "JP_DLC", "BR_DISABILITY"])
@pytest.mark.parametrize("age", [None, 0, 3, 17, 60, 99])
def test_some_schemes_never_ask_how_old_somebody_is(scheme_id: str, age: int | None) -> None:
    answers = FIT if age is None else replace(FIT, born_on=born(age))
    assert of(scheme_id, answers).verdict == YES


def income(rupees: int, **others: object) -> Answers:
    """Return somebody of 60 with an income and nothing else that would do."""
    plain = replace(FIT, born_on=born(60), bpl=False, destitute=False, couple_income_paise=None)
    return replace(plain, income_paise=rupees * 100, **others)  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("scheme_id", "limit", "others"),
    [
        ("UP_OLD", 46_080, {"area": "rural"}), ("UP_OLD", 56_460, {"area": "urban"}),
        ("UP_DIVYANG", 46_080, {"area": "rural"}), ("UP_DIVYANG", 56_460, {"area": "urban"}),
        ("UP_WIDOW", 2_00_000, {}), ("HR_OLD", 3_00_000, {}), ("HR_WIDOW", 3_00_000, {}),
        ("HR_DIVYANG", 3_00_000, {}), ("UK_OLD", 48_000, {}), ("UK_WIDOW", 48_000, {}),
        ("UK_DIVYANG", 48_000, {}), ("BR_LAXMIBAI", 59_999, {}),
        ("HR_WIDOWER", 3_00_000, {"sex": "M", "born_on": born(40)}),
        ("HR_UNMARRIED", 1_80_000, {"marital": "unmarried", "born_on": born(45)}),
        ("PM_SYM", 1_80_000, {"born_on": born(30)}),
    ],
)  # fmt: skip
def test_a_rupee_above_the_limit_is_too_much(
    scheme_id: str, limit: int, others: dict[str, object]
) -> None:
    assert of(scheme_id, income(limit, **others)).verdict == YES
    refused = of(scheme_id, income(limit + 1, **others))
    assert refused.verdict == NOT
    assert "income" in why(refused)


def test_the_income_of_a_couple_is_both_together() -> None:
    couple = replace(income(0), marital="married", income_paise=None)
    assert of("HR_OLD", replace(couple, couple_income_paise=3 * LAKH)).verdict == YES
    assert of("HR_OLD", replace(couple, couple_income_paise=3 * LAKH + 1)).verdict == NOT
    alone = replace(couple, income_paise=1 * LAKH)
    assert of("HR_OLD", alone).asks == ("couple_income_paise",)
    assert of("HR_OLD", replace(couple, income_paise=4 * LAKH)).verdict == NOT
    assert of("HR_DIVYANG", replace(couple, couple_income_paise=3 * LAKH)).verdict == YES
    assert of("HR_DIVYANG", replace(couple, couple_income_paise=4 * LAKH)).asks == ("income_paise",)


@pytest.mark.parametrize("scheme_id", ["UK_OLD", "UK_WIDOW", "UK_DIVYANG", "BR_LAXMIBAI"])
def test_a_bpl_card_is_enough_where_the_rule_says_so(scheme_id: str) -> None:
    rich = income(9_99_999, bpl=True, born_on=born(39 if scheme_id == "BR_LAXMIBAI" else 60))
    assert of(scheme_id, rich).verdict == YES


@pytest.mark.parametrize("scheme_id", ["IGNOAPS", "IGNWPS", "IGNDPS", "NFBS", "BR_IGNOAPS",
                                       "BR_IGNWPS", "BR_IGNDPS"])  # fmt: skip
def test_national_schemes_are_for_bpl_families_alone(scheme_id: str) -> None:
    fit = replace(FIT, born_on=born(60))
    assert of(scheme_id, fit).verdict == YES
    refused = of(scheme_id, replace(fit, bpl=False))
    assert why(refused) == "bpl"
    assert of(scheme_id, replace(fit, bpl=None)).asks == ("bpl",)


@pytest.mark.parametrize(
    ("scheme_id", "least"),
    [("IGNDPS", 80), ("BR_IGNDPS", 80), ("BR_DISABILITY", 40), ("UP_DIVYANG", 40),
     ("MP_DIVYANG", 40), ("HR_DIVYANG", 60), ("UK_DIVYANG", 40)],
)  # fmt: skip
def test_a_percent_below_the_share_is_too_little(scheme_id: str, least: int) -> None:
    fit = replace(FIT, born_on=born(30))
    assert of(scheme_id, replace(fit, disability=least)).verdict == YES
    refused = of(scheme_id, replace(fit, disability=least - 1))
    assert refused.verdict == NOT
    assert why(refused) == "disability"


@pytest.mark.parametrize("pension", ["ignwps", "social", "family", "job"])
def test_other_pensions_hinder_where_the_rule_says_so(pension: str) -> None:
    fit = replace(FIT, born_on=born(60), pension=pension)
    for scheme_id in ("IGNOAPS", "BR_MVPY", "BR_IGNOAPS", "UP_OLD", "UP_DIVYANG"):
        refused = of(scheme_id, fit)
        assert why(refused) == "pension", scheme_id
    assert (of("MP_KALYANI", fit).verdict == NOT) is (pension == "family")
    laxmibai = of("BR_LAXMIBAI", replace(fit, bpl=False))
    assert (laxmibai.verdict == NOT) is (pension == "ignwps")
    assert of("UK_OLD", fit).verdict == YES


def test_a_salary_hinders_the_old_age_pensions_that_say_so() -> None:
    fit = replace(FIT, born_on=born(60), salaried=True)
    for scheme_id in ("IGNOAPS", "BR_MVPY", "BR_IGNOAPS"):
        assert of(scheme_id, fit).verdict == NOT
    assert of("UP_OLD", fit).verdict == YES


def test_laxmibai_is_for_widows_who_are_not_under_the_national_pension() -> None:
    widow = replace(FIT, state="BR", born_on=born(45))
    refused = of("BR_LAXMIBAI", widow)
    assert why(refused) == "not_under"
    assert of("BR_LAXMIBAI", replace(widow, born_on=born(39))).verdict == YES
    assert of("BR_LAXMIBAI", replace(widow, born_on=born(80))).verdict == YES
    assert of("BR_LAXMIBAI", replace(widow, bpl=False)).verdict == YES
    assert of("BR_LAXMIBAI", replace(widow, bpl=None)).asks == ("bpl",)


@pytest.mark.parametrize(
    ("scheme_id", "fact"),
    [
        ("PM_SYM", "unorganised"), ("NPS_TRADERS", "trader"), ("APY", "savings_account"),
        ("EPS95", "uan"), ("JP_DLC", "ppo"), ("NFBS", "breadwinner_died"),
        ("PM_SYM", "epfo"), ("PM_SYM", "taxpayer"), ("PM_KMY", "epfo"), ("NPS_TRADERS", "epfo"),
        ("NPS_TRADERS", "pm_sym"), ("APY", "taxpayer"), ("MP_KALYANI", "taxpayer"),
        ("MP_KALYANI", "government_job"),
    ],
)  # fmt: skip
def test_one_fact_decides(scheme_id: str, fact: str) -> None:
    fit = replace(FIT, born_on=born(58 if scheme_id == "EPS95" else 30))
    assert of(scheme_id, fit).verdict == YES
    refused = of(scheme_id, replace(fit, **{fact: not fit.says(fact)}))
    assert refused.verdict == NOT
    assert why(refused) == fact
    assert of(scheme_id, replace(fit, **{fact: None})).asks == (fact,)


def test_amounts_of_land_turnover_and_service_have_their_limits() -> None:
    fit = replace(FIT, born_on=born(30))
    cases = {("PM_KMY", "land_sq_m"): (20_000, 20_001), ("NPS_TRADERS", "turnover_paise"): (
        150 * LAKH, 150 * LAKH + 1)}  # fmt: skip
    for (scheme_id, fact), (most, more) in cases.items():
        assert of(scheme_id, replace(fit, **{fact: most})).verdict == YES
        assert of(scheme_id, replace(fit, **{fact: more})).verdict == NOT
        assert of(scheme_id, replace(fit, **{fact: None})).asks == (fact,)
    assert of("PM_KMY", replace(fit, land_sq_m=0)).verdict == NOT
    served = replace(FIT, born_on=born(58))
    assert of("EPS95", replace(served, service_years=9)).verdict == NOT
    assert of("EPS95", replace(served, service_years=10)).verdict == YES


@pytest.mark.parametrize(("age", "verdict"), [(17, NOT), (18, YES), (59, YES), (60, NOT)])
def test_the_family_benefit_looks_at_the_one_who_died(age: int, verdict: Verdict) -> None:
    for applicant in (10, 30, 80):
        asked = replace(FIT, born_on=born(applicant), deceased_age=age)
        assert of("NFBS", asked).verdict == verdict
    assert of("NFBS", replace(FIT, deceased_age=None)).asks == ("deceased_age",)


def test_who_a_scheme_is_for() -> None:
    fit = replace(FIT, born_on=born(50))
    for scheme_id in ("IGNWPS", "UP_WIDOW", "MP_KALYANI", "UK_WIDOW", "BR_IGNWPS"):
        for marital in ("married", "unmarried", "deserted", "divorced"):
            assert of(scheme_id, replace(fit, marital=marital)).verdict == NOT
        for sex in ("M", "T"):
            assert of(scheme_id, replace(fit, sex=sex)).verdict == NOT
    destitute = replace(fit, marital="married", couple_income_paise=0)
    assert of("HR_WIDOW", destitute).verdict == YES
    assert of("HR_WIDOW", replace(destitute, destitute=False)).verdict == NOT
    assert of("MP_PARITYAKTA", replace(fit, marital="deserted", destitute=False)).verdict == YES
    assert of("HR_UNMARRIED", replace(fit, marital="unmarried", sex="T")).verdict == YES


def test_children_at_school_get_the_pension_of_madhya_pradesh() -> None:
    child = replace(FIT, born_on=born(6), destitute=False)
    assert of("MP_DIVYANG", child).verdict == YES
    assert of("MP_DIVYANG", replace(child, in_school=False)).verdict == NOT
    poor = replace(child, in_school=False, destitute=True)
    assert of("MP_DIVYANG", poor).months == 144
    assert of("MP_DIVYANG", replace(child, born_on=born(19, -1))).verdict == YES
    assert of("MP_DIVYANG", replace(child, born_on=born(19))).verdict == NOT


def test_people_of_another_state_are_told_so() -> None:
    fit = replace(FIT, state="BR", born_on=born(60))
    refused = judge(BOOK, "UP_OLD", fit, ON)
    assert refused.reason is not None
    assert refused.reason.params == {"state": "UP"}
    assert judge(BOOK, "UP_OLD", replace(fit, state=None), ON).asks == ("state",)
    assert judge(BOOK, "IGNOAPS", replace(fit, state="other"), ON).verdict == YES


def rupees(scheme_id: str, age: int, on: str = ON) -> int | None:
    """Return what somebody of an age gets a month."""
    turned = date.fromisoformat(on)
    fit = replace(FIT, born_on=turned.replace(year=turned.year - age).isoformat())
    outcome = of(scheme_id, fit, on)
    assert outcome.verdict == YES
    return None if outcome.amount_paise is None else outcome.amount_paise // 100


def test_amounts_go_by_age_and_day() -> None:
    assert [rupees("IGNOAPS", age) for age in (60, 79, 80, 99)] == [200, 200, 500, 500]
    assert [rupees("BR_MVPY", age, "2025-06-30") for age in (60, 79, 80)] == [400, 400, 500]
    assert [rupees("BR_MVPY", age, "2025-07-01") for age in (60, 80)] == [1100, 1100]
    assert [rupees("HR_OLD", 60, on) for on in ("2025-10-31", "2025-11-01")] == [None, 3200]
    assert rupees("NFBS", 30) == 20_000
    assert rupees("NPS", 30) is None
    wanted = replace(FIT, born_on=born(30), taxpayer=True)
    assert of("APY", wanted, "2022-09-30").verdict == YES
    assert of("APY", wanted, "2022-10-01").verdict == NOT


def test_contributions_are_said_where_they_are_known() -> None:
    def pays(scheme_id: str, age: int) -> int | None:
        found = of(scheme_id, replace(FIT, born_on=born(age))).pays_paise
        return None if found is None else found // 100

    assert [pays("PM_SYM", age) for age in (18, 29, 40)] == [55, None, 200]
    assert [pays("PM_KMY", age) for age in (18, 29, 30, 40)] == [55, 100, None, 200]
    assert [pays("APY", age) for age in (18, 40)] == [42, 1454]
    assert pays("NPS_TRADERS", 18) is None


def test_only_a_year_asks_for_proof() -> None:
    fit = replace(FIT, state="UK")
    sure = of("UK_OLD", replace(fit, born_year=1960))
    assert (sure.verdict, sure.wants_proof) == (YES, True)
    assert of("UK_OLD", replace(fit, born_year=1966)).asks == ("birth_day",)
    young = of("UK_OLD", replace(fit, born_year=1967))
    assert (young.verdict, young.months) == (LATER, 14)
    assert of("UK_WIDOW", replace(fit, born_year=1965)).asks == ("birth_day",)
    assert of("UK_WIDOW", replace(fit, born_year=1964)).verdict == NOT
    assert not of("UK_OLD", replace(fit, born_on=born(60))).wants_proof


def test_a_leap_day_counts_from_the_first_of_march() -> None:
    assert [age_on("1966-02-29".replace("66", "64"), on) for on in (
        "2024-02-28", "2024-02-29", "2026-02-28", "2026-03-01")] == [59, 60, 61, 62]  # fmt: skip
    assert birthday_on("2008-02-29", 18) == "2026-03-01"
    fit = replace(FIT, born_on="2008-02-29")
    assert of("UP_WIDOW", fit, "2026-02-28").months == 1
    assert of("UP_WIDOW", fit, "2026-03-01").verdict == YES


@pytest.mark.parametrize(
    ("on", "later_on", "months"),
    [("2026-11-22", "2026-11-23", 1), ("2026-11-22", "2026-12-22", 1),
     ("2026-11-22", "2026-12-23", 2), ("2026-11-22", "2027-11-22", 12),
     ("2026-11-22", "2027-01-01", 2)],
)  # fmt: skip
def test_a_month_begun_counts(on: str, later_on: str, months: int) -> None:
    assert months_until(on, later_on) == months


def test_births_to_come_and_of_long_ago_are_refused() -> None:
    for answers in (Answers(born_on="2026-11-23"), Answers(born_year=2027)):
        with pytest.raises(BirthIsInTheFuture):
            judge(BOOK, "IGNOAPS", answers, ON)
    with pytest.raises(NobodyIsSoOld):
        judge_all(BOOK, Answers(born_year=1900), ON)
    assert of("BR_DISABILITY", replace(FIT, born_year=2026)).verdict == YES
    assert age_on(ON, ON) == 0


def test_the_states_face_of_a_national_pension_is_shown_alone() -> None:
    fit = replace(FIT, state="BR", born_on=born(60))
    ids = {one.scheme.id for one in shown(judge_all(BOOK, fit, ON)) if one.verdict == YES}
    assert "BR_IGNOAPS" in ids
    assert not ids & {"IGNOAPS", "BR_MVPY", "IGNWPS", "IGNDPS"}
    elsewhere = shown(judge_all(BOOK, replace(fit, state="UK"), ON))
    assert "IGNOAPS" in {one.scheme.id for one in elsewhere}
    not_poor = shown(judge_all(BOOK, replace(fit, bpl=False), ON))
    assert "BR_MVPY" in {one.scheme.id for one in not_poor if one.verdict == YES}
