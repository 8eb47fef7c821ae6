"""Reading the registers of shares, deposits and loans, and the slips that confirm balances.

Whoever shows any of it has noted the looks before (actions/looks.py, P9).
"""

from __future__ import annotations

from dataclasses import dataclass

from portal.domain.accounts import INTEREST_DUE
from portal.domain.books import PageIsNotThere
from portal.domain.member_account import (
    GOVERNMENT_SHARES,
    SHARES,
    AccountStanding,
    Standing,
    by_account,
    standing,
)
from portal.domain.members import Member
from portal.storage import accounts, member_account, members, registers
from portal.storage.accounts import Account
from portal.storage.daybook import balance
from portal.storage.engine import snapshot
from portal.storage.reference import chart
from portal.storage.registers import AccountRow, HeadSum, ShareRow, Wish

ROWS = 50
ALL = 1_000_000


@dataclass(frozen=True, slots=True)
class ShareRegister:
    """A page of the share register, with what was received and paid back since a day."""

    rows: list[ShareRow]
    moved: dict[int, tuple[int, int]]
    sums: list[HeadSum]
    government_paise: int
    has_more: bool


def share_register(
    society_id: int, first_on: str, after_id: int, most: int = ROWS
) -> ShareRegister:
    """Read the share register after a member's key; ``first_on`` begins the period."""
    with snapshot():
        found = registers.share_rows(society_id, after_id, most + 1)
        shown = found[:most]
        moved = registers.moved_since(
            society_id, SHARES, shown[0].member_id, shown[-1].member_id, first_on
        ) if shown else {}  # fmt: skip
        return ShareRegister(
            shown, moved, registers.sums(society_id, SHARES, "member"),
            -balance(society_id, GOVERNMENT_SHARES), len(found) > most,
        )  # fmt: skip


def deposit_heads() -> list[int]:
    """List the heads of members' deposits."""
    return [one.code for one in chart() if one.sub_ledger == "deposit"]


def loan_heads() -> list[int]:
    """List the heads of loans to members: principal, without interest receivable."""
    return [
        one.code for one in chart() if one.sub_ledger == "loan" and one.code not in INTEREST_DUE
    ]


@dataclass(frozen=True, slots=True)
class AccountRegister:
    """A page of the deposit or the loan register; ``sums`` are of the whole register."""

    rows: list[AccountRow]
    sums: list[HeadSum]
    overdue_paise: int
    has_more: bool


def deposit_register(
    society_id: int, kind: str, after_id: int, most: int = ROWS
) -> AccountRegister:
    """Read the deposit register, all kinds or one, after an account's key."""
    heads = deposit_heads()
    with snapshot():
        found = registers.account_rows(society_id, heads, (), Wish(kind), after_id, most + 1)
        sums = registers.sums(society_id, heads, "account")
    return AccountRegister(found[:most], sums, 0, len(found) > most)


def loan_register(
    society_id: int, on: str, after_id: int, most: int = ROWS, *, only_overdue: bool = False
) -> AccountRegister:
    """Read the loan register on a day, after an account's key; or only what is overdue."""
    heads = loan_heads()
    wish = Wish(overdue_on=on if only_overdue else "")
    with snapshot():
        found = registers.account_rows(society_id, heads, INTEREST_DUE, wish, after_id, most + 1)
        sums = registers.sums(society_id, heads, "account")
        overdue = registers.overdue_paise(society_id, heads, on)
    return AccountRegister(found[:most], sums, overdue, len(found) > most)


@dataclass(frozen=True, slots=True)
class Confirmation:
    """What one member is asked to confirm."""

    member: Member
    standing: Standing
    accounts: list[tuple[Account, AccountStanding]]


def village_page(society_id: int, village_hi: str, page: int) -> tuple[list[Member], int]:
    """Return a page of a village's members in the order of their names, and how many pages.

    Raises PageIsNotThere.
    """
    with snapshot():
        number = dict(registers.villages(society_id)).get(village_hi, 0)
        pages = -(-number // ROWS)
        if not 1 <= page <= pages:
            raise PageIsNotThere
        ids = registers.members_of_village(society_id, village_hi, ROWS, (page - 1) * ROWS)
        found = members.members_by_ids(society_id, ids)
    return [found[one] for one in ids], pages


def confirmations(society_id: int, asked: list[Member]) -> list[Confirmation]:
    """Read what each of these members has and owes, all as of one instant."""
    ids = [one.id for one in asked]
    with snapshot():
        balances = accounts.balances_of_members(society_id, ids)
        own = member_account.accounts_of_members(society_id, ids)
    slips = []
    for one in asked:
        held = by_account(balances[one.id], chart())
        listed = [(each, held.get(each.id, AccountStanding())) for each in own[one.id]]
        slips.append(Confirmation(one, standing(balances[one.id], chart()), listed))
    return slips
