"""What a member has and owes, and the running balance of statements."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from portal.domain.member_account import (
    AccountEntry,
    AccountStanding,
    Due,
    LastEntry,
    Standing,
    by_account,
    last_entries,
    next_due,
    side_of,
    standing,
    statement_lines,
)
from portal.storage.reference import chart

BALANCES = {
    (1101, 7): -500_00, (1102, 7): -100_00, (1104, 7): -200_00, (1301, 3): -2_500_00,
    (1303, 4): -50_000_00, (2411, 5): 10_000_00, (2412, 5): 2_000_00, (2501, 5): 340_50,
    (2502, 5): 10_00, (1508, 7): -90_00, (1606, 7): -45_50,
}  # fmt: skip


def entry(paise: int, voucher_id: int = 1) -> AccountEntry:
    """Make an entry on a savings account."""
    return AccountEntry("2026-11-24", voucher_id, "cash_receipt", 1, "", 1301, paise, None)


def test_what_one_has_and_owes_is_never_signed() -> None:
    found = standing(BALANCES, chart())
    assert found == Standing(
        shares_paise=600_00, pending_paise=200_00, deposits_paise=52_500_00,
        loans_paise=12_000_00, interest_paise=350_50, dues_paise=135_50,
    )  # fmt: skip
    assert found.owed_paise == 12_350_50
    assert standing({}, chart()) == Standing()


def test_each_account_has_its_principal_and_its_interest() -> None:
    assert by_account(BALANCES, chart()) == {
        3: AccountStanding(2_500_00), 4: AccountStanding(50_000_00),
        5: AccountStanding(12_000_00, 350_50),
    }  # fmt: skip


def test_the_next_date_is_the_first_of_what_still_holds_money() -> None:
    dues = [
        Due("2027-03-31", 5, 10), Due("2026-12-01", 6, 0), Due("", 3, 99), Due("2027-01-15", 4, 50),
    ]  # fmt: skip
    assert next_due(dues) == dues[3]
    assert next_due([]) is None


def test_a_deposit_grows_by_credit_and_a_loan_by_debit() -> None:
    saved = statement_lines([entry(-300_00), entry(100_00)], 50_00, side_of("deposit"))
    assert [one[1:] for one in saved] == [(0, 300_00, 350_00), (100_00, 0, 250_00)]
    lent = statement_lines([entry(300_00), entry(-100_00)], 50_00, side_of("loan"))
    assert [one[1:] for one in lent] == [(300_00, 0, 350_00), (0, 100_00, 250_00)]


@given(st.lists(st.integers(-(10**9), 10**9)), st.integers(-(10**9), 10**9))
def test_the_last_balance_is_the_opening_and_all_that_came_and_went(
    moved: list[int], opening: int
) -> None:
    lines = statement_lines([entry(paise) for paise in moved], opening, side_of("member"))
    came, went = sum(one.in_paise for one in lines), sum(one.out_paise for one in lines)
    assert (lines[-1].balance_paise if lines else opening) == opening + came - went


def last(voucher_id: int, head: int = 0, paise: int = 5, kind: str = "journal") -> LastEntry:
    """Make one of the latest entries."""
    return LastEntry(voucher_id, "2026-11-24", kind, 1, "", head, 1, paise, None)


def test_a_voucher_is_told_by_its_lines_or_else_by_itself() -> None:
    found = [last(9, 1301), last(9), last(9, 1101), last(8), last(7, 2411)]
    assert last_entries(found) == [found[0], found[2], found[3], found[4]]
    assert len(last_entries([last(one, 1301) for one in range(30)])) == 10


def test_money_came_in_or_went_out() -> None:
    assert last(1, 1301, -5).direction == "in"
    assert last(1, 1301, 5).direction == "out"
    kinds = ("cash_receipt", "sales", "bank_payment", "journal")
    assert [last(1, kind=one).direction for one in kinds] == ["in", "in", "out", ""]
