"""What a posting must leave true in the registers of members, deposits and loans (P2)."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from portal.domain.daybook import (
    AccountHoldsLess,
    AccountIsMissing,
    Line,
    LoanOwesLess,
    MemberIsMissing,
)
from portal.domain.heads import BY_ACCOUNT, BY_MEMBER, NOT_ALLOTTED
from portal.domain.money import rupees
from portal.storage import accounts
from portal.storage.reference import chart


def require(
    society_id: int, lines: Sequence[Line], balances: Mapping[tuple[int, int], int]
) -> None:
    """Refuse lines of nobody's account, and what would overdraw one; ``balances`` are the new ones.

    A deposit or share folio never holds less than nothing, a loan is never paid back beyond what
    is owed. What is not allotted yet may stand on either side. Raises MemberIsMissing,
    AccountIsMissing, AccountHoldsLess, LoanOwesLess.
    """
    named = [
        line for line in lines
        if line.sub_id and chart()[line.head].sub_ledger in BY_ACCOUNT | BY_MEMBER
    ]  # fmt: skip
    if not named:
        return
    _require_known(society_id, named)
    for line in named:
        assert line.sub_id is not None
        _require_held(line, balances[line.head, line.sub_id])


def _require_known(society_id: int, lines: Sequence[Line]) -> None:
    by_account = [line for line in lines if chart()[line.head].sub_ledger in BY_ACCOUNT]
    known = accounts.accounts_by_ids(society_id, (line.sub_id or 0 for line in by_account))
    for line in by_account:
        found = known.get(line.sub_id or NOT_ALLOTTED)
        if found is None or not found.is_open:
            raise AccountIsMissing
    by_member = {line.sub_id or 0 for line in lines if line not in by_account}
    if by_member - accounts.member_statuses(society_id, by_member).keys():
        raise MemberIsMissing


def _require_held(line: Line, paise: int) -> None:
    is_owed_to_us = chart()[line.head].normal_side == "debit"
    if is_owed_to_us and line.paise < 0 and paise < 0:
        raise LoanOwesLess(amount=rupees(paise - line.paise))
    if not is_owed_to_us and line.paise > 0 and paise > 0:
        raise AccountHoldsLess(amount=rupees(line.paise - paise))
