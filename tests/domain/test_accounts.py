"""Kinds and terms of accounts, what they ask for, and the payment of all they hold."""

from __future__ import annotations

from types import SimpleNamespace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from portal.domain import accounts
from portal.domain.accounts import (
    KINDS,
    LOAN_HEADS,
    AccountNumberIsUnclear,
    DueDateIsMissing,
    KindIsMissing,
    Payout,
    RateIsTooHigh,
    TermIsMissing,
    Terms,
    after_months,
    agreed,
    heads_of,
    interest_head,
    next_account_no,
    parse_months,
    parse_rate_bp,
    payout_draft,
    show_rate,
)
from portal.domain.daybook import Line, check
from portal.domain.money import AmountIsZero
from portal.domain.refusals import Refusal
from portal.storage.reference import chart, task_book

ON = "2026-11-24"


def test_every_kind_stands_on_heads_kept_by_account_and_has_its_tasks() -> None:
    for kind in KINDS.values():
        assert {chart()[head].sub_ledger for head in kind.heads} <= {"deposit", "loan"}
        assert chart()[kind.heads[0]].is_kept
        for head in kind.heads:
            for task, side in (
                (accounts.deposit_task(kind.code, head), "credit"),
                (accounts.payout_task(kind.code, head), "debit"),
            ):
                found = task_book()[task].lines
                assert any(head in line.heads and line.side == side for line in found), task
    assert len({kind.letter for kind in KINDS.values()}) == len(KINDS)


@pytest.mark.parametrize(
    ("on", "months", "due_on"),
    [
        ("2026-11-24", 12, "2027-11-24"),
        ("2026-11-30", 3, "2027-02-28"),
        ("2027-11-30", 3, "2028-02-29"),
        ("2026-12-31", 1, "2027-01-31"),
        ("2026-08-31", 1, "2026-09-30"),
        ("2026-11-24", 1, "2026-12-24"),
    ],
)
def test_a_term_ends_on_the_same_day_of_a_later_month(on: str, months: int, due_on: str) -> None:
    assert after_months(on, months) == due_on


def test_terms_keep_only_what_the_kind_asks_for() -> None:
    given_ = Terms(
        kind="savings", account_no="S-1", amount_paise=5_00, rate_bp=350, months=12,
        due_on="2027-01-01", season="खरीफ",
    )  # fmt: skip
    assert agreed(given_, ON) == Terms(kind="savings", account_no="S-1", head=1301, rate_bp=350)
    fixed = agreed(Terms(kind="fixed", account_no="F-1", amount_paise=5_00, months=6), ON)
    assert (fixed.head, fixed.due_on, fixed.months) == (1303, "2027-05-24", 6)
    loan = agreed(Terms(
        kind="loan", account_no="L-1", head=2421, amount_paise=5_00, due_on="2027-03-31",
        season="रबी",
    ), ON)  # fmt: skip
    assert (loan.head, loan.due_on, loan.season, loan.months) == (2421, "2027-03-31", "रबी", None)


@pytest.mark.parametrize(
    ("terms", "refusal", "field"),
    [
        (Terms(kind="matured", account_no="M-1"), KindIsMissing, "kind"),
        (Terms(kind="loan", account_no="L-1", head=2412), KindIsMissing, "head"),
        (Terms(kind="loan", account_no="L-1"), KindIsMissing, "head"),
        (Terms(kind="savings", account_no=""), AccountNumberIsUnclear, "account_no"),
        (Terms(kind="savings", account_no="a b"), AccountNumberIsUnclear, "account_no"),
        (Terms(kind="savings", account_no="S-1", rate_bp=3601), RateIsTooHigh, "rate"),
        (Terms(kind="fixed", account_no="F-1", months=2), AmountIsZero, "amount"),
        (Terms(kind="fixed", account_no="F-1", amount_paise=1), TermIsMissing, "months"),
        (Terms(kind="fixed", account_no="F-1", amount_paise=1, months=361), TermIsMissing,
         "months"),
        (Terms(kind="loan", account_no="L-1", head=2411, amount_paise=1, due_on=ON),
         DueDateIsMissing, "due_on"),
    ],
)  # fmt: skip
def test_wrong_terms_are_refused(terms: Terms, refusal: type[Refusal], field: str) -> None:
    with pytest.raises(refusal) as refused:
        agreed(terms, ON)
    assert refused.value.field == field


@pytest.mark.parametrize(
    ("text", "rate"), [("7", 700), ("7.5", 750), ("३.२५ %", 325), ("0", 0), ("36", 3600)]
)
def test_rates_are_read_as_people_write_them(text: str, rate: int) -> None:
    assert parse_rate_bp(text) == rate
    assert parse_rate_bp(show_rate(rate)) == rate


@pytest.mark.parametrize("text", ["36.01", "99", "-1", "7.555", "x", "", "1e1", "7,5"])
def test_a_rate_that_is_none_is_refused(text: str) -> None:
    with pytest.raises(RateIsTooHigh):
        parse_rate_bp(text)


@pytest.mark.parametrize("text", ["0", "361", "1.5", "", "बारह", "-3"])
def test_a_term_that_is_none_is_refused(text: str) -> None:
    assert parse_months("१२") == 12
    with pytest.raises(TermIsMissing):
        parse_months(text)


def test_a_loan_stands_on_its_head_and_on_interest_due() -> None:
    assert heads_of(1301) == {1301}
    assert heads_of(2411) == {2411, 2412, 2501, 2502}
    assert heads_of(2421) == {2421, 2501, 2502}
    assert [interest_head(head) for head in (2411, 2417, 2421, 2432)] == [3101, 3101, 3102, 3103]
    assert {interest_head(head) for head in LOAN_HEADS} == {3101, 3102, 3103}


def test_numbers_are_proposed_one_after_the_other() -> None:
    assert next_account_no("S", []) == "S-101"
    assert next_account_no("S", ["S-101", "S-99", "S-7x", "R-900"]) == "S-102"
    assert next_account_no("S", ["S-2500"]) == "S-2501"


@given(st.integers(1, 10**9), st.sampled_from(["cash", "cheque"]))
def test_all_that_is_held_is_paid_and_cash_is_whole_rupees(held: int, mode: str) -> None:
    account = SimpleNamespace(id=7, head=1301, is_open=True)
    draft = payout_draft(
        task_book()["cash_withdraw_savings"], chart(), account, held,
        Payout(mode=mode, reference="1"),
    )  # fmt: skip
    check(draft, chart())
    by_head = {line.head: line.paise for line in draft.lines}
    assert by_head[1301] == held
    assert [line.sub_id for line in draft.lines if line.head == 1301] == [7]
    assert abs(by_head.get(accounts.ROUNDING, 0)) <= 50
    if mode == "cheque":
        assert draft.lines == (Line(2201, -held), Line(1301, held, 7))


def test_less_than_half_a_rupee_moves_no_cash() -> None:
    account = SimpleNamespace(id=7, head=1301, is_open=True)
    task = task_book()["cash_withdraw_savings"]
    draft = payout_draft(task, chart(), account, 40, Payout())
    assert (draft.kind, draft.mode, draft.till) == ("journal", "none", None)
    assert draft.lines == (Line(1301, 40, 7), Line(4320, -40))
