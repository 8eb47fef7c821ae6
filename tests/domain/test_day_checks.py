"""The check of one day without a store: each check, how it comes out, and their order."""

from __future__ import annotations

from dataclasses import replace

import pytest

from portal.domain.day import Figures
from portal.domain.day_checks import (
    NOTE,
    Accepted,
    Check,
    DayRecord,
    HeadStand,
    Reversal,
    Series,
    VoucherRef,
    day_checks,
)
from portal.domain.round import ATTENTION, FINE, RED
from tests.domain.test_round import CLEAN, CLOSED_AT

FIGURES = Figures(10_000_00, 500_00, 200_00)
RECORD = DayRecord(
    opened_at=CLOSED_AT - 8 * 3_600_000, opened_by=1, closed_by=2,
    delegated=frozenset(), days_opened_late=0, stated=FIGURES, stated_closing_paise=10_300_00,
    previous_paise=10_000_00, booked=FIGURES, counted_paise=10_300_00, limit_paise=20_000_00,
    accepted=None, series=(Series("cash_receipt", 12, 30, 41, 1),), reversals=(), without_slip=(),
    suspense=(), pass_through=(), hands=frozenset({1, 2}),
)  # fmt: skip
BILL = VoucherRef(7, "cash_payment", 3)


def found(code: str, facts: object = CLEAN, **changed: object) -> list[Check]:
    checks = day_checks(facts, replace(RECORD, **changed))  # type: ignore[arg-type]
    return [one for one in checks if one.code == code]


def levels(code: str, facts: object = CLEAN, **changed: object) -> list[str]:
    return [one.level for one in found(code, facts, **changed)]


def test_all_checks_of_a_clean_day_are_fine() -> None:
    checks = day_checks(CLEAN, RECORD)
    assert {one.level for one in checks} == {FINE}
    assert [one.code for one in checks] == [
        "V1", "V2", "V3", "V5", "V4", "V6", "V7", "V8", "V11", "V13",
    ]  # fmt: skip


def test_what_the_books_cannot_tell_is_left_out() -> None:
    assert not found("V9") + found("V12") + found("V10")
    assert not found("V7", limit_paise=None)


def test_exceptions_come_first() -> None:
    facts = CLEAN._replace(difference_paise=-1, out_of_hours=2)
    checks = day_checks(facts, replace(RECORD, hands=frozenset({1})))
    assert [one.level for one in checks[:2]] == [RED, ATTENTION]
    assert checks[-1].level == NOTE


def test_a_late_day_says_how_late() -> None:
    facts = CLEAN._replace(closed_at=CLOSED_AT + 8 * 86_400_000)
    (opened,), (closed,) = found("V1", facts, days_opened_late=7), found("V2", facts)
    assert (opened.level, opened.params["number"]) == (NOTE, 7)
    assert (closed.level, closed.params["number"]) == (ATTENTION, 8)


def test_it_is_said_on_whose_behalf_a_day_was_worked() -> None:
    told = found("V2", delegated=frozenset({(2, 9), (3, 9)}))
    assert [(one.params["name"], one.params.get("other")) for one in told] == [
        (2, None), (2, 9), (3, 9),
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("changed", "level"),
    [({}, FINE), ({"previous_paise": None}, FINE), ({"previous_paise": 9_999_00}, RED)],
)
def test_opening_is_the_closing_before(changed: dict[str, object], level: str) -> None:
    assert levels("V3", **changed) == [level]


@pytest.mark.parametrize(
    "changed",
    [
        {"booked": replace(FIGURES, receipts_paise=1)},
        {"booked": replace(FIGURES, payments_paise=1)},
        {"stated_closing_paise": 1, "counted_paise": 1},
    ],
)
def test_figures_that_do_not_agree_with_the_cash_book_are_red(changed: dict[str, object]) -> None:
    assert levels("V5", **changed) == [RED]


@pytest.mark.parametrize(
    ("series", "has_gap"),
    [
        (Series("journal", 3, 1, 3, 0), False),
        (Series("journal", 3, 4, 6, 1), False),
        (Series("journal", 3, 4, 6, 0), True),
        (Series("journal", 3, 4, 7, 1), True),
    ],
)
def test_a_missing_number_is_red(series: Series, has_gap: bool) -> None:
    assert levels("V4", series=(series,)) == [RED if has_gap else FINE]


def test_what_was_put_right_is_listed_with_both_vouchers() -> None:
    reversal = Reversal(
        BILL, VoucherRef(2, "cash_payment", 1), "2026-11-23", 50_00, "twice", "दो बार"
    )
    check = found("V4", reversals=(reversal,))[0]
    assert (check.level, check.vouchers) == (ATTENTION, (BILL, reversal.original))
    assert check.params == {
        "on": "2026-11-23", "amount": 50_00, "reason": "entered twice", "remark": "दो बार",
    }  # fmt: skip


def test_a_day_without_a_count_is_red() -> None:
    assert levels("V6", counted_paise=None) == [RED]
    assert levels("V6", counted_paise=10_299_00) == [RED]


@pytest.mark.parametrize(("gap", "level"), [(-150_00, RED), (150_00, ATTENTION)])
def test_a_difference_stands_with_who_answers_for_it(gap: int, level: str) -> None:
    facts = CLEAN._replace(difference_paise=gap)
    checks = found("V6", facts, accepted=Accepted(5, "छुट्टे में गलती"))
    assert [one.level for one in checks] == [level, level, FINE]
    assert checks[0].params == {"amount": 150_00}
    assert checks[1].params == {"name": 5, "remark": "छुट्टे में गलती"}


@pytest.mark.parametrize(("days", "level"), [(0, FINE), (1, NOTE), (2, NOTE), (3, ATTENTION)])
def test_cash_above_the_limit_counts_its_days(days: int, level: str) -> None:
    assert levels("V7", CLEAN._replace(days_above=days)) == [level]


def test_bank_entries_without_a_slip_are_listed() -> None:
    (check,) = found("V8", without_slip=(BILL,))
    assert (check.level, check.vouchers) == (ATTENTION, (BILL,))


def test_suspense_and_other_peoples_money_are_told_with_their_age() -> None:
    stand = HeadStand(1702, -18_450_00, "2026-04-01")
    (suspense,) = found("V11", suspense=(stand,))
    assert suspense.params == {"head": 1702, "amount": 18_450_00, "on": "2026-04-01"}
    (passing,) = found("V10", pass_through=(HeadStand(1601, -50_00, "2026-11-20"),))
    assert (passing.level, passing.params["amount"]) == (ATTENTION, 50_00)


def test_what_is_unusual_is_counted() -> None:
    facts = CLEAN._replace(out_of_hours=1, round_sums=3, rushed=12)
    assert levels("V13", facts) == [ATTENTION] * 3
    assert levels("V13", hands=frozenset({1})) == [NOTE]
