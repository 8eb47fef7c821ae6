"""Reading one member's money: what they have and owe, and the statement of one account.

Whoever shows any of it has noted the look before (actions/looks.py, P9).
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import NamedTuple

from portal.domain import member_account as reading
from portal.domain.accounts import heads_of
from portal.domain.books import PageIsNotThere, RangeIsReversed
from portal.domain.dates import financial_year, fy_range, show_on
from portal.domain.day import DayIsInTheFuture
from portal.domain.member_account import (
    SHARES,
    AccountIsUnknown,
    AccountStanding,
    Due,
    LastEntry,
    Standing,
    StatementLine,
)
from portal.domain.members import Member
from portal.domain.text import latin_digits
from portal.storage import accounts, member_account, members
from portal.storage.accounts import Account
from portal.storage.engine import snapshot
from portal.storage.reference import chart

ALL = 1_000_000


@dataclass(frozen=True, slots=True)
class Overview:
    """All that a member's page says of their money."""

    standing: Standing
    accounts: list[tuple[Account, AccountStanding]]
    next_loan: Due | None
    next_deposit: Due | None
    entries: list[LastEntry]

    @property
    def names(self) -> dict[int, Account]:
        """The member's accounts by key."""
        return {account.id: account for account, _ in self.accounts}


def overview(member: Member) -> Overview:
    """Read what a member has and owes, their accounts and their newest entries."""
    with snapshot():
        balances = accounts.balances_of(member.society_id, member.id)
        own = accounts.accounts_of(member.society_id, member.id)
        entries = member_account.last_entries(
            member.society_id, member.id, list(balances), reading.LAST_ENTRIES
        )
    held = reading.by_account(balances, chart())
    listed = [(one, held.get(one.id, AccountStanding())) for one in own]
    return Overview(
        reading.standing(balances, chart()), listed, _next_due(listed, True),
        _next_due(listed, False), reading.last_entries(entries),
    )  # fmt: skip


def _next_due(listed: list[tuple[Account, AccountStanding]], is_loan: bool) -> Due | None:
    return reading.next_due(
        Due(one.due_on, one.id, held.paise)
        for one, held in listed if one.is_open and (one.kind == "loan") is is_loan
    )  # fmt: skip


class Folio(NamedTuple):
    """Where a member's money of one kind stands: heads, sub-ledger, and the member's side."""

    society_id: int
    heads: tuple[int, ...]
    sub_id: int
    side: int


def folio_of(account: Account) -> Folio:
    """Return where an account's entries stand."""
    side = reading.side_of(chart()[account.head].sub_ledger)
    return Folio(account.society_id, tuple(sorted(heads_of(account.head))), account.id, side)


def share_folio(member: Member) -> Folio:
    """Return where a member's paid-up shares stand."""
    return Folio(member.society_id, SHARES, member.id, reading.side_of("member"))


def account_of(society_id: int, account_no: str) -> tuple[Account, Member]:
    """Return an account by printed number and whose it is; raise AccountIsUnknown."""
    found = accounts.account_by_no(society_id, latin_digits(account_no))
    whose = members.member(society_id, found.member_id) if found else None
    if found is None or whose is None:
        raise AccountIsUnknown
    return found, whose


@dataclass(frozen=True, slots=True)
class Statement:
    """One account in a range of days; all figures are the member's (see domain)."""

    first_on: str
    last_on: str
    page: int
    pages: int
    opening_paise: int
    brought_paise: int
    lines: list[StatementLine]
    out_paise: int
    in_paise: int
    closing_paise: int


def period(first_on: str | None, last_on: str | None, today_on: str) -> tuple[str, str]:
    """Settle a statement's dates: this financial year up to today, unless said.

    Raises RangeIsReversed and DayIsInTheFuture.
    """
    last_on = last_on or today_on
    first_on = first_on or fy_range(financial_year(last_on))[0]
    if last_on < first_on:
        raise RangeIsReversed(first=show_on(first_on), last=show_on(last_on))
    if last_on > today_on:
        raise DayIsInTheFuture(on=show_on(last_on), field="to")
    return first_on, last_on


def statement(folio: Folio, first_on: str, last_on: str, page: int | None) -> Statement:
    """Read a statement, a page of 50 lines or (``page`` None) all of it; raise PageIsNotThere."""
    most = reading.LINES_A_PAGE
    skip = max((page or 1) - 1, 0) * most
    where = (*folio[:3], first_on, last_on)
    with snapshot():
        sums = member_account.sums_between(*where, skip)
        pages = max(1, -(-sums.lines // most))
        if page is not None and not 1 <= page <= pages:
            raise PageIsNotThere
        entries = member_account.entries_between(*where, most if page else ALL, skip)
    opening = sums.opening_paise * folio.side
    brought = opening + sums.passed_paise * folio.side
    return Statement(
        first_on, last_on, page or 1, pages, opening, brought,
        reading.statement_lines(entries, brought, folio.side), sums.debit_paise, sums.credit_paise,
        opening + (sums.debit_paise - sums.credit_paise) * folio.side,
    )  # fmt: skip
