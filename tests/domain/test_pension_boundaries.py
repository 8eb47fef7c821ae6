"""Boundary cases as whoever holds the list of 32 rules would try them, and the list itself again.

``LIST`` says each rule a second time, written from the list and not from config/: people at every
limit, two facts varied at once, must be judged as it says.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import date, timedelta
from itertools import combinations
from typing import Any

import pytest

from portal.domain.eligibility import Outcome, Verdict, judge, next_question
from portal.domain.pension_answers import Answers, age_on
from portal.domain.pension_rules import RuleBook
from portal.storage.pension_rules import listed_rule_book

ON = "2026-11-22"
BOOK: RuleBook = listed_rule_book()
RUPEE, LAKH = 100, 1_00_000_00
YES, NOT, LATER, OPEN = Verdict.ELIGIBLE, Verdict.NOT, Verdict.LATER, Verdict.UNKNOWN


def age(one: Answers) -> int:
    assert one.born_on is not None
    return age_on(one.born_on, ON)


def earns(one: Answers) -> int:
    return (one.income_paise or 0) // RUPEE


def couple(one: Answers) -> int:
    return (one.couple_income_paise or 0) // RUPEE


def none(one: Answers) -> bool:
    return one.pension == "none"


def widow(one: Answers) -> bool:
    return (one.sex, one.marital) == ("F", "widowed")


def up_poor(one: Answers) -> bool:
    return earns(one) <= (46_080 if one.area == "rural" else 56_460)


def share(one: Answers) -> int:
    return one.disability or 0


def ignwps(one: Answers) -> bool:
    return 40 <= age(one) <= 79 and widow(one) and bool(one.bpl)


Says = Callable[[Answers], Any]
LIST: dict[str, Says] = {
    "IGNOAPS": lambda p: age(p) >= 60 and p.bpl and none(p) and not p.salaried,
    "IGNWPS": ignwps,
    "IGNDPS": lambda p: 18 <= age(p) <= 79 and p.bpl and share(p) >= 80,
    "NFBS": lambda p: p.bpl and p.breadwinner_died and 18 <= p.deceased_age <= 59,
    "BR_MVPY": lambda p: age(p) >= 60 and none(p) and not p.salaried,
    "BR_IGNOAPS": lambda p: age(p) >= 60 and p.bpl and none(p) and not p.salaried,
    "BR_IGNWPS": ignwps,
    "BR_IGNDPS": lambda p: 18 <= age(p) <= 79 and p.bpl and share(p) >= 80,
    "BR_LAXMIBAI": lambda p: age(p) >= 18 and widow(p) and (p.bpl or earns(p) < 60_000)
    and p.pension != "ignwps" and not ignwps(p),
    "BR_DISABILITY": lambda p: share(p) >= 40,
    "UP_OLD": lambda p: age(p) >= 60 and up_poor(p) and none(p),
    "UP_WIDOW": lambda p: age(p) >= 18 and widow(p) and earns(p) <= 200_000,
    "UP_DIVYANG": lambda p: age(p) >= 18 and up_poor(p) and share(p) >= 40 and none(p),
    "MP_OLD": lambda p: age(p) >= 60 and p.destitute,
    "MP_KALYANI": lambda p: 18 <= age(p) <= 79 and widow(p) and not p.taxpayer
    and not p.government_job and p.pension != "family",
    "MP_PARITYAKTA": lambda p: 18 <= age(p) <= 59 and p.sex == "F" and p.marital == "deserted"
    and (p.destitute or p.bpl),
    "MP_DIVYANG": lambda p: share(p) >= 40 and (
        (18 <= age(p) <= 59 and p.destitute) or (6 <= age(p) <= 18 and p.bpl and p.in_school)),
    "HR_OLD": lambda p: age(p) >= 60 and couple(p) <= 300_000,
    "HR_WIDOWER": lambda p: 40 <= age(p) <= 59 and p.sex == "M" and p.marital == "widowed"
    and earns(p) <= 300_000,
    "HR_UNMARRIED": lambda p: 45 <= age(p) <= 59 and p.marital == "unmarried"
    and earns(p) <= 180_000,
    "HR_WIDOW": lambda p: age(p) >= 18 and p.sex == "F" and (p.marital == "widowed" or p.destitute)
    and earns(p) <= 300_000,
    "HR_DIVYANG": lambda p: age(p) >= 18 and earns(p) <= 300_000 and share(p) >= 60,
    "UK_OLD": lambda p: age(p) >= 60 and (p.bpl or earns(p) <= 48_000),
    "UK_WIDOW": lambda p: 18 <= age(p) <= 60 and widow(p) and (p.bpl or earns(p) <= 48_000),
    "UK_DIVYANG": lambda p: age(p) >= 18 and share(p) >= 40 and (p.bpl or earns(p) <= 48_000),
    "PM_SYM": lambda p: 18 <= age(p) <= 40 and earns(p) <= 180_000 and p.unorganised
    and not p.epfo and not p.taxpayer,
    "PM_KMY": lambda p: 18 <= age(p) <= 40 and 0 < p.land_sq_m <= 20_000 and not p.epfo,
    "NPS_TRADERS": lambda p: 18 <= age(p) <= 40 and p.trader and p.turnover_paise <= 150 * LAKH
    and not p.epfo and not p.pm_sym,
    "APY": lambda p: 18 <= age(p) <= 40 and p.savings_account and not p.taxpayer,
    "NPS": lambda p: 18 <= age(p) <= 70,
    "EPS95": lambda p: age(p) >= 58 and p.uan and p.service_years >= 10,
    "JP_DLC": lambda p: p.ppo,
}  # fmt: skip


def born(years: int, days: int = 0) -> str:
    """Return the birth of somebody who completed so many years so many days ago."""
    turned = date.fromisoformat(ON) - timedelta(days=days)
    return turned.replace(year=turned.year - years).isoformat()


#: Of each fact, what lies on both sides of every limit of the list.
EDGES: dict[str, list[Any]] = {
    "born_on": [born(at, day) for at in (6, 18, 19, 40, 41, 45, 58, 60, 61, 71, 80)
                for day in (-1, 0)],
    "sex": ["F", "M", "T"],
    "marital": ["married", "widowed", "unmarried", "deserted", "divorced"],
    "bpl": [True, False], "destitute": [True, False],
    "income_paise": [at * RUPEE for limit in (
        46_080, 48_000, 56_460, 60_000, 180_000, 200_000, 300_000) for at in (limit, limit + 1)],
    "area": ["rural", "urban"],
    "disability": [0, 39, 40, 59, 60, 79, 80],
    "pension": ["none", "ignwps", "social", "family", "job"],
    "salaried": [False, True], "taxpayer": [False, True], "government_job": [False, True],
    "epfo": [False, True], "pm_sym": [False, True], "unorganised": [True, False],
    "trader": [True, False], "savings_account": [True, False], "in_school": [True, False],
    "land_sq_m": [0, 20_000, 20_100], "turnover_paise": [150 * LAKH, 150 * LAKH + RUPEE],
    "service_years": [9, 10], "uan": [True, False], "ppo": [True, False],
    "breadwinner_died": [True, False], "deceased_age": [17, 18, 59, 60],
}  # fmt: skip
#: Who meets as much as can be met at once; a scheme's own people differ from them as said.
PLAIN = Answers(
    born_on=born(60), sex="F", marital="widowed", bpl=True, destitute=True, income_paise=0,
    couple_income_paise=0, area="rural", disability=80, pension="none", salaried=False,
    taxpayer=False, government_job=False, epfo=False, pm_sym=False, unorganised=True, trader=True,
    savings_account=True, in_school=True, land_sq_m=20_000, turnover_paise=150 * LAKH,
    service_years=10, uan=True, ppo=True, breadwinner_died=True, deceased_age=59,
)  # fmt: skip
OWN: dict[str, dict[str, Any]] = {
    "MP_PARITYAKTA": {"marital": "deserted", "born_on": born(18)},
    "HR_WIDOWER": {"sex": "M", "born_on": born(40)},
    "HR_UNMARRIED": {"marital": "unmarried", "born_on": born(45)},
    "BR_LAXMIBAI": {"born_on": born(18)},
} | {one: {"born_on": born(18)} for one in (
    "PM_SYM", "PM_KMY", "NPS_TRADERS", "APY", "NPS", "MP_DIVYANG")}  # fmt: skip


def people(scheme_id: str) -> Iterator[Answers]:
    """Vary every two facts of somebody who fits, to all that lies at a limit."""
    state = BOOK[scheme_id].state
    fit = replace(PLAIN, **OWN.get(scheme_id, {}), state="other" if state == "ALL" else state)
    for plain in (fit, replace(fit, bpl=False)):
        for one, other in combinations(EDGES, 2):
            for value in EDGES[one]:
                for another in EDGES[other]:
                    yield _at_one(replace(plain, **{one: value, other: another}))


def _at_one(one: Answers) -> Answers:
    """Let a couple earn what is earned; a marriage that was would not count a second income."""
    return replace(one, couple_income_paise=one.income_paise)


@pytest.mark.parametrize("scheme_id", LIST)
def test_people_at_all_limits_are_judged_as_the_list_says(scheme_id: str) -> None:
    fits = LIST[scheme_id]
    for one in people(scheme_id):
        verdict = judge(BOOK, scheme_id, one, ON).verdict
        assert verdict != OPEN
        assert (verdict == YES) is bool(fits(one)), one


def test_the_list_is_the_portals_list() -> None:
    assert set(LIST) == {one.id for one in BOOK}
    assert len(LIST) == 32


def say(scheme_id: str, on: str = ON, **facts: Any) -> Outcome:
    """Judge a scheme by these facts alone; nothing else is known."""
    state = BOOK[scheme_id].state
    answers = Answers(**{"state": "BR" if state == "ALL" else state, **facts})
    return judge(BOOK, scheme_id, answers, on)


OLD = {"pension": "none", "salaried": False}
WIDOW = {"sex": "F", "marital": "widowed"}
SAVER = {"epfo": False, "taxpayer": False, "unorganised": True, "income_paise": 0}


@pytest.mark.parametrize(
    ("scheme_id", "facts", "verdict"),
    [
        # 59 years and 364 days, 60 years, 79 and 80
        ("IGNOAPS", {"born_on": "1966-11-23", "bpl": True, **OLD}, LATER),
        ("IGNOAPS", {"born_on": "1966-11-22", "bpl": True, **OLD}, YES),
        ("IGNWPS", {"born_on": "1946-11-23", "bpl": True, **WIDOW}, YES),
        ("IGNWPS", {"born_on": "1946-11-22", "bpl": True, **WIDOW}, NOT),
        ("IGNWPS", {"born_on": "1986-11-22", "bpl": True, **WIDOW}, YES),
        ("IGNWPS", {"born_on": "1986-11-23", "bpl": True, **WIDOW}, LATER),
        ("MP_KALYANI", {"born_on": "1946-11-22", "pension": "none", "taxpayer": False,
                        "government_job": False, **WIDOW}, NOT),
        ("MP_KALYANI", {"born_on": "2008-11-22", "pension": "none", "taxpayer": False,
                        "government_job": False, **WIDOW}, YES),
        # who has married again is married
        ("IGNWPS", {"born_on": born(50), "bpl": True, "sex": "F", "marital": "married"}, NOT),
        ("UK_WIDOW", {"born_on": born(60), "bpl": True, **WIDOW}, YES),
        ("UK_WIDOW", {"born_on": born(61), "bpl": True, **WIDOW}, NOT),
        # incomes
        ("UP_OLD", {"born_on": born(60), "income_paise": 46_080_00, "area": "rural",
                    "pension": "none"}, YES),
        ("UP_OLD", {"born_on": born(60), "income_paise": 46_081_00, "area": "rural",
                    "pension": "none"}, NOT),
        ("UP_OLD", {"born_on": born(60), "income_paise": 56_460_00, "area": "urban",
                    "pension": "none"}, YES),
        ("UP_OLD", {"born_on": born(60), "income_paise": 56_461_00, "area": "urban",
                    "pension": "none"}, NOT),
        ("UP_OLD", {"born_on": born(60), "income_paise": 46_080_01, "area": "rural",
                    "pension": "none"}, NOT),
        ("UP_OLD", {"born_on": born(60), "income_paise": 46_080_00, "pension": "none"}, YES),
        ("UP_OLD", {"born_on": born(60), "income_paise": 56_461_00, "pension": "none"}, NOT),
        ("UP_OLD", {"born_on": born(60), "income_paise": 46_081_00, "pension": "none"}, OPEN),
        ("UP_WIDOW", {"born_on": born(18), "income_paise": 2 * LAKH, **WIDOW}, YES),
        ("UP_WIDOW", {"born_on": born(18), "income_paise": 2 * LAKH + 100, **WIDOW}, NOT),
        ("HR_OLD", {"born_on": born(60), "couple_income_paise": 3 * LAKH}, YES),
        ("HR_OLD", {"born_on": born(60), "couple_income_paise": 3 * LAKH + 100}, NOT),
        ("HR_WIDOWER", {"born_on": born(40), "sex": "M", "marital": "widowed",
                        "income_paise": 3 * LAKH}, YES),
        ("HR_WIDOWER", {"born_on": born(60, -1), "sex": "M", "marital": "widowed",
                        "income_paise": 3 * LAKH}, YES),
        ("HR_WIDOWER", {"born_on": born(60), "sex": "M", "marital": "widowed",
                        "income_paise": 3 * LAKH}, NOT),
        ("HR_UNMARRIED", {"born_on": born(45), "marital": "unmarried",
                          "income_paise": 180_000_00}, YES),
        ("HR_UNMARRIED", {"born_on": born(45), "marital": "unmarried",
                          "income_paise": 180_001_00}, NOT),
        ("UK_OLD", {"born_on": born(60), "bpl": False, "income_paise": 48_000_00}, YES),
        ("UK_OLD", {"born_on": born(60), "bpl": False, "income_paise": 48_001_00}, NOT),
        ("UK_OLD", {"born_on": born(60), "bpl": True, "income_paise": 9 * LAKH}, YES),
        ("UK_OLD", {"born_on": born(60), "income_paise": 48_000_00}, YES),
        ("BR_LAXMIBAI", {"born_on": born(30), "bpl": False, "income_paise": 59_999_00,
                         "pension": "none", **WIDOW}, YES),
        ("BR_LAXMIBAI", {"born_on": born(30), "bpl": False, "income_paise": 60_000_00,
                         "pension": "none", **WIDOW}, NOT),
        # disability
        ("IGNDPS", {"born_on": born(18), "bpl": True, "disability": 79}, NOT),
        ("IGNDPS", {"born_on": born(18), "bpl": True, "disability": 80}, YES),
        ("BR_DISABILITY", {"disability": 39}, NOT), ("BR_DISABILITY", {"disability": 40}, YES),
        ("HR_DIVYANG", {"born_on": born(18), "disability": 59, "income_paise": 0}, NOT),
        ("HR_DIVYANG", {"born_on": born(18), "disability": 60, "income_paise": 0}, YES),
        # saving
        ("PM_SYM", {"born_on": born(40), **SAVER}, YES),
        ("PM_SYM", {"born_on": born(41, -1), **SAVER}, YES),
        ("PM_SYM", {"born_on": born(41), **SAVER}, NOT),
        ("PM_SYM", {"born_on": born(18, -1), **SAVER}, LATER),
        ("PM_SYM", {"born_on": born(40), **SAVER, "income_paise": 180_000_00}, YES),
        ("PM_SYM", {"born_on": born(40), **SAVER, "income_paise": 180_001_00}, NOT),
        ("PM_KMY", {"born_on": born(30), "epfo": False, "land_sq_m": 20_000}, YES),
        ("PM_KMY", {"born_on": born(30), "epfo": False, "land_sq_m": 20_001}, NOT),
        ("NPS_TRADERS", {"born_on": born(30), "trader": True, "epfo": False, "pm_sym": False,
                         "turnover_paise": 150 * LAKH}, YES),
        ("NPS_TRADERS", {"born_on": born(30), "trader": True, "epfo": False, "pm_sym": False,
                         "turnover_paise": 150 * LAKH + 100}, NOT),
        ("NPS", {"born_on": born(71, -1)}, YES), ("NPS", {"born_on": born(71)}, NOT),
        # a death in the house: never the applicant's age
        *[("NFBS", {"bpl": True, "breadwinner_died": True, "deceased_age": at}, verdict)
          for at, verdict in ((17, NOT), (18, YES), (59, YES), (60, NOT))],
        ("NFBS", {"bpl": True, "breadwinner_died": True, "deceased_age": 40,
                  "born_on": born(90)}, YES),
        # never by age alone
        ("EPS95", {"born_on": born(58)}, OPEN), ("EPS95", {"born_on": born(90)}, OPEN),
        ("EPS95", {"born_on": born(58), "uan": True, "service_years": 10}, YES),
        ("EPS95", {"born_on": born(58), "uan": True, "service_years": 9}, NOT),
        ("JP_DLC", {"born_on": born(80)}, OPEN), ("JP_DLC", {"ppo": True}, YES),
        ("JP_DLC", {"born_on": born(80), "ppo": False}, NOT),
        # no other pension
        ("BR_MVPY", {"born_on": born(60), **OLD}, YES),
        ("BR_MVPY", {"born_on": born(60), "pension": "family", "salaried": False}, NOT),
        ("BR_MVPY", {"born_on": born(60), "pension": "none", "salaried": True}, NOT),
    ],
)  # fmt: skip
def test_a_boundary(scheme_id: str, facts: dict[str, Any], verdict: Verdict) -> None:
    assert say(scheme_id, **facts).verdict == verdict


def test_born_on_the_last_of_february() -> None:
    """A birthday that a year doesn't have is completed on 1 March."""
    facts = {"bpl": True, **OLD, "born_on": "1968-02-29"}
    verdicts = [say("IGNOAPS", on, **facts).verdict for on in (
        "2028-02-28", "2028-02-29", "2028-03-01")]  # fmt: skip
    assert verdicts == [LATER, YES, YES]
    facts["born_on"] = "1964-02-29"
    assert say("IGNOAPS", "2024-02-28", **facts).months == 1
    widow = {"bpl": True, **WIDOW, "born_on": "1964-02-29"}
    assert [say("IGNWPS", on, **widow).verdict for on in ("2044-02-28", "2044-02-29")] == [YES, NOT]
    leap = {"born_on": "2008-02-29", **SAVER}
    assert [say("PM_SYM", on, **leap).verdict for on in ("2026-02-28", "2026-03-01")] == [
        LATER,
        YES,
    ]
    assert [say("PM_SYM", on, **leap).verdict for on in ("2049-02-28", "2049-03-01")] == [YES, NOT]


@pytest.mark.parametrize(
    ("year", "verdict", "asks"),
    [(1965, YES, ()), (1966, OPEN, ("birth_day",)), (1967, LATER, ())],
)  # fmt: skip
def test_only_a_year_of_birth(year: int, verdict: Verdict, asks: tuple[str, ...]) -> None:
    outcome = say("IGNOAPS", born_year=year, bpl=True, **OLD)
    assert (outcome.verdict, outcome.asks) == (verdict, asks)
    assert outcome.wants_proof is (verdict == YES)
    last_day = say("IGNOAPS", "2026-12-31", born_year=1966, bpl=True, **OLD)
    assert (last_day.verdict, last_day.wants_proof) == (YES, True)
    assert say("IGNOAPS", "2026-12-30", born_year=1966, bpl=True, **OLD).asks == ("birth_day",)


@pytest.mark.parametrize(
    ("scheme_id", "on", "years", "rupees"),
    [
        ("BR_MVPY", "2025-06-30", 60, 400), ("BR_MVPY", "2025-06-30", 79, 400),
        ("BR_MVPY", "2025-06-30", 80, 500), ("BR_MVPY", "2025-07-01", 60, 1100),
        ("BR_MVPY", "2025-07-01", 80, 1100), ("HR_OLD", "2025-10-31", 60, None),
        ("HR_OLD", "2025-11-01", 60, 3200), ("IGNOAPS", ON, 79, 200), ("IGNOAPS", ON, 80, 500),
        ("IGNWPS", ON, 40, 300), ("IGNDPS", ON, 18, 300), ("UP_OLD", ON, 60, 1000),
        ("MP_OLD", ON, 60, 600), ("UK_OLD", ON, 60, 1500), ("HR_DIVYANG", ON, 18, 3200),
        ("BR_IGNOAPS", ON, 60, 1100), ("BR_DISABILITY", ON, 5, 1100), ("NFBS", ON, 30, 20_000),
    ],
)  # fmt: skip
def test_an_amount_of_a_day(scheme_id: str, on: str, years: int, rupees: int | None) -> None:
    turned = date.fromisoformat(on)
    facts = {name: getattr(PLAIN, name) for name in (*EDGES, "couple_income_paise")}
    facts["born_on"] = turned.replace(year=turned.year - years).isoformat()
    outcome = say(scheme_id, on, **facts)
    assert outcome.verdict == YES
    assert outcome.amount_paise == (None if rupees is None else rupees * RUPEE)


@pytest.mark.parametrize(
    ("facts", "asked"),
    [
        ({}, "state"), ({"state": "BR"}, "born"),
        ({"state": "UP", "born_on": born(60), "sex": "M", "disability": 0}, "bpl"),
        ({"state": "UP", "born_on": born(60), "sex": "M", "disability": 0, "bpl": False},
         "pension"),
        ({"state": "UP", "born_on": born(60), "sex": "M", "disability": 0, "bpl": False,
          "pension": "none"}, "income_paise"),
        ({"state": "UP", "born_on": born(60), "sex": "M", "disability": 0, "bpl": False,
          "pension": "none", "income_paise": 50_000_00}, "area"),
        ({"state": "UP", "born_on": born(60), "sex": "M", "disability": 0, "bpl": False,
          "pension": "none", "income_paise": 40_000_00}, None),
        ({"state": "BR", "born_on": born(30), "sex": "M"}, "disability"),
        ({"state": "BR", "born_on": born(30), "sex": "M", "disability": 0}, None),
        ({"state": "HR", "born_on": born(60), "sex": "M", "marital": "married", "disability": 0,
          "bpl": False}, "couple_income_paise"),
        ({"state": "BR", "born_year": 1966, "sex": "M", "disability": 0, "bpl": False},
         "birth_day"),
    ],
)  # fmt: skip
def test_what_is_missing_is_asked_next(facts: dict[str, Any], asked: str | None) -> None:
    schemes = BOOK.in_state(facts["state"], "support") if facts else list(BOOK)
    found = next_question(BOOK, Answers(**facts), ON, schemes)
    assert (found.fact if found else None) == asked
