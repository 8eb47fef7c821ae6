"""Statements: opening, entries and closing of any period agree with the books."""

from __future__ import annotations

import pytest

from portal.actions.member_account import (
    account_of,
    folio_of,
    overview,
    period,
    share_folio,
    statement,
)
from portal.domain.books import PageIsNotThere, RangeIsReversed
from portal.domain.day import DayIsInTheFuture
from portal.domain.member_account import AccountIsUnknown
from portal.storage.accounts import Account
from portal.storage.daybook import balance
from tests.members_world import a_member, an_account, buys_shares, moves, puts_in, takes_out
from tests.world import TODAY, YESTERDAY, World

EVER = ("2000-01-01", "2100-01-01")


@pytest.fixture
def savings(world: World) -> Account:
    """Give an account with entries on two days: 900 yesterday, then +300 and −150 today."""
    world.clock.move(days=-1)
    world.starts_books()
    world.opens_day()
    account = an_account(a_member(world))
    puts_in(world, account, 1_000)
    takes_out(world, account, 100)
    world.counts(balance(world.society_id, 2101) // 100)
    world.closes_day()
    world.clock.move(days=1)
    world.opens_day()
    puts_in(world, account, 300)
    takes_out(world, account, 150)
    return account


def test_a_statement_brings_forward_what_was_before(savings: Account) -> None:
    found = statement(folio_of(savings), TODAY, TODAY, 1)
    assert (found.opening_paise, found.in_paise, found.out_paise, found.closing_paise) == (
        900_00, 300_00, 150_00, 1_050_00
    )  # fmt: skip
    assert [one.balance_paise for one in found.lines] == [1_200_00, 1_050_00]
    whole = statement(folio_of(savings), *EVER, None)
    assert (whole.opening_paise, len(whole.lines), whole.closing_paise) == (0, 4, 1_050_00)
    before = statement(folio_of(savings), YESTERDAY, YESTERDAY, 1)
    assert (before.closing_paise, len(before.lines)) == (900_00, 2)


def test_a_long_statement_has_pages_that_carry_their_balance(
    world: World, savings: Account
) -> None:
    for _ in range(58):
        puts_in(world, savings, 10)
    first = statement(folio_of(savings), *EVER, 1)
    second = statement(folio_of(savings), *EVER, 2)
    assert (first.pages, len(first.lines), len(second.lines)) == (2, 50, 12)
    assert second.brought_paise == first.lines[-1].balance_paise
    assert second.lines[-1].balance_paise == second.closing_paise == 1_630_00
    for page in (0, 3):
        with pytest.raises(PageIsNotThere):
            statement(folio_of(savings), *EVER, page)


def test_a_statement_of_nothing_has_one_empty_page(world: World, savings: Account) -> None:
    found = statement(folio_of(savings), "2020-04-01", "2021-03-31", 1)
    assert (found.pages, found.lines, found.opening_paise, found.closing_paise) == (1, [], 0, 0)


def test_a_loan_counts_principal_and_interest_as_owed(world: World, savings: Account) -> None:
    loan = an_account(a_member(world), "loan")
    takes_out(world, loan, 5_000)
    moves(world, 2501, loan.id, 70)
    puts_in(world, loan, 2_000)
    found = statement(folio_of(loan), *EVER, 1)
    assert [one.balance_paise for one in found.lines] == [5_000_00, 5_070_00, 3_070_00]


def test_shares_have_a_statement_of_their_own(world: World, savings: Account) -> None:
    member = a_member(world)
    buys_shares(world, member, 500)
    moves(world, 1101, member.id, 100)
    found = statement(share_folio(member), *EVER, 1)
    assert [one.balance_paise for one in found.lines] == [500_00, 400_00]


def test_the_period_is_the_financial_year_unless_said() -> None:
    assert period(None, None, TODAY) == ("2026-04-01", TODAY)
    assert period(None, "2026-02-01", TODAY) == ("2025-04-01", "2026-02-01")
    with pytest.raises(RangeIsReversed):
        period("2026-11-24", "2026-11-23", TODAY)
    with pytest.raises(DayIsInTheFuture):
        period(None, "2026-11-25", TODAY)


def test_an_account_is_found_in_its_own_society_alone(world: World, savings: Account) -> None:
    """P9."""
    found, member = account_of(world.society_id, savings.account_no)
    assert (found, member.id) == (savings, savings.member_id)
    for society_id, no in ((world.society("KHR002").id, savings.account_no),
                           (world.society_id, "none")):  # fmt: skip
        with pytest.raises(AccountIsUnknown):
            account_of(society_id, no)


def test_the_overview_of_one_member_holds_nothing_of_another(
    world: World, savings: Account
) -> None:
    other = a_member(world)
    buys_shares(world, other, 70)
    own = overview(other)
    assert (own.standing.shares_paise, own.standing.deposits_paise) == (70_00, 0)
    assert (own.accounts, len(own.entries), own.next_loan) == ([], 1, None)
