"""Accounts and the balances of sub-ledgers as they are read back."""

from __future__ import annotations

from portal.storage import accounts
from portal.storage.engine import write_transaction
from tests.members_world import a_member, an_account, buys_shares, puts_in, takes_out
from tests.world import World


def test_an_account_is_found_by_key_and_by_number(open_world: World) -> None:
    made = an_account(a_member(open_world), "fixed", account_no="F-1", months=12, rate_bp=650)
    assert accounts.account(1, made.id) == made == accounts.account_by_no(1, "F-1")
    assert accounts.account(2, made.id) is None
    assert accounts.account_by_no(2, "F-1") is None
    assert accounts.account_by_no(1, "F-2") is None
    assert accounts.accounts_by_ids(1, [made.id, 99]) == {made.id: made}
    assert accounts.accounts_by_ids(1, []) == {}


def test_open_accounts_stand_before_closed_ones(open_world: World) -> None:
    member = a_member(open_world)
    first, second = an_account(member), an_account(member, "recurring")
    an_account(a_member(open_world))
    write_transaction(lambda: accounts.close(1, first.id, "2026-11-24"))
    found = accounts.accounts_of(1, member.id)
    assert [(one.id, one.is_open, one.closed_on) for one in found] == [
        (second.id, True, ""), (first.id, False, "2026-11-24"),
    ]  # fmt: skip
    write_transaction(lambda: accounts.reopen(1, first.id))
    assert accounts.account(1, first.id) == first


def test_a_members_balances_are_of_shares_and_of_accounts(open_world: World) -> None:
    member, other = a_member(open_world), a_member(open_world)
    savings, loan, strange = an_account(member), an_account(member, "loan"), an_account(other)
    buys_shares(open_world, member, 500)
    buys_shares(open_world, other, 900)
    puts_in(open_world, savings, 300)
    puts_in(open_world, strange, 700)
    takes_out(open_world, loan, 200)
    assert accounts.balances_of(1, member.id) == {
        (1101, member.id): -500_00, (1301, savings.id): -300_00, (2411, loan.id): 200_00,
    }  # fmt: skip
    assert accounts.sub_balances(1, [(1301, savings.id), (1303, 1), (2411, loan.id)]) == {
        (1301, savings.id): -300_00, (1303, 1): 0, (2411, loan.id): 200_00,
    }  # fmt: skip
    assert accounts.sub_balances(2, [(1301, savings.id)]) == {(1301, savings.id): 0}
    assert accounts.sub_balances(1, []) == {}


def test_statuses_are_those_of_the_society(open_world: World) -> None:
    member = a_member(open_world)
    assert accounts.member_statuses(1, [member.id, 77]) == {member.id: "active"}
    assert accounts.member_statuses(2, [member.id]) == {}


def test_the_highest_numbers_of_a_letter_come_first(open_world: World) -> None:
    member = a_member(open_world)
    for no in ("S-99", "S-101", "S-1000", "SB-7", "S101", "R-5000"):
        an_account(member, account_no=no)
    assert accounts.numbers_of(1, "S") == ["S-1000", "S-101", "S-99"]
    assert accounts.numbers_of(1, "S", most=1) == ["S-1000"]
    assert accounts.numbers_of(2, "S") == []
    assert accounts.taken_numbers(1, ["S-99", "S-100"]) == {"S-99"}
    assert accounts.taken_numbers(1, []) == set()


def test_all_accounts_are_gone_through_by_key(open_world: World) -> None:
    made = [an_account(a_member(open_world)) for _ in range(3)]
    assert accounts.after(1, 0, 2) == made[:2]
    assert accounts.after(1, made[1].id, 2) == made[2:]
