"""What it costs to judge a person by all pension rules, and what that is made of."""

from __future__ import annotations

import time
from collections.abc import Callable
from dataclasses import replace

from bench.table import Table
from portal.domain.eligibility import judge_all, next_question, shown
from portal.domain.pension_answers import Answers
from portal.domain.pension_examples import flips
from portal.domain.pension_rows import read_rule_book, read_ways, row_of
from portal.storage.pension_rules import listed_rule_book
from portal.storage.reference import read_csv

ON = "2026-11-22"
TIMES = 2_000
NOBODY = Answers()
SOMEBODY = Answers(
    state="BR", born_on="1966-11-22", sex="F", marital="widowed", bpl=True, destitute=False,
    income_paise=46_080_00, couple_income_paise=46_080_00, area="rural", disability=79,
    pension="none", salaried=False, taxpayer=False, government_job=False, epfo=False, pm_sym=False,
    unorganised=True, trader=True, savings_account=True, in_school=False, land_sq_m=20_000,
    turnover_paise=1_00_000_00, service_years=9, uan=True, ppo=False, breadwinner_died=True,
    deceased_age=59,
)  # fmt: skip


def _measured(deed: Callable[[], object], times: int = TIMES) -> tuple[float, float]:
    """Return the median and the 99th of a hundred in milliseconds."""
    for _ in range(times // 20):
        deed()
    found = []
    for _ in range(times):
        began = time.thread_time_ns()
        deed()
        found.append(time.thread_time_ns() - began)
    found.sort()
    return found[times // 2] / 1e6, found[times * 99 // 100] / 1e6


def tables() -> list[Table]:
    """Measure judging, asking and reading the rules."""
    book = listed_rule_book()
    ways = [row_of(one) for one in book.newest("UP_OLD")]
    changed = book.changed_by(read_ways(
        [way | {"valid_from": ON, "income_rural_rs": "50000"} for way in ways],
        {one.id for one in book},
    ))  # fmt: skip
    files = read_csv("pension_schemes.csv"), read_csv("pension_rules.csv")
    young = replace(SOMEBODY, born_on=None, born_year=1966)
    found = Table(
        "Eligibility by all rules of pensions", "python -m bench eligibility",
        ["what", "ms of CPU, median", "99 of 100"],
        notes=[
            f"{len(list(book))} schemes, {TIMES} times each, one process, without pages and SQL.",
            "The goal is 1 ms for all schemes. A request sees by one statement whether a rule was "
            "changed; the rules are read again only then.",
        ],
    )  # fmt: skip
    for name, deed, times in (
        ("judge a person of whom all is known", lambda: judge_all(book, SOMEBODY, ON), TIMES),
        ("judge a person of whom only the year of birth is known", lambda: judge_all(
            book, young, ON), TIMES),
        ("judge a person of whom nothing is known", lambda: judge_all(book, NOBODY, ON), TIMES),
        ("choose the next question", lambda: next_question(book, NOBODY, ON), TIMES),
        ("what the list shows", lambda: shown(judge_all(book, SOMEBODY, ON)), TIMES),
        ("for whom a change makes a difference", lambda: flips(
            book, changed, book["UP_OLD"], ON), 200),
        ("read the rules (at start, and after a change)", lambda: read_rule_book(*files), 200),
    ):  # fmt: skip
        found.rows.append([name, *(f"{one:.3f}" for one in _measured(deed, times))])
    return [found]
