"""What a posting must leave true in the registers of members, deposits and loans (P2)."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import NamedTuple

from portal.domain.accounts import (
    INTEREST_DUE,
    AccountIsClosed,
    AccountIsOfAnother,
    LoanLimitIsReached,
    heads_of,
)
from portal.domain.daybook import (
    AccountHoldsLess,
    AccountIsMissing,
    BillMoneyIsLess,
    Draft,
    Line,
    LoanOwesLess,
    MemberIsMissing,
    PremiumIsLess,
)
from portal.domain.heads import (
    BY_ACCOUNT,
    BY_APPLICATION,
    BY_HAND,
    BY_MEMBER,
    NOT_ALLOTTED,
    OF_OTHERS,
    PASS_THROUGH,
    REFUNDS_DUE,
)
from portal.domain.members import Member
from portal.domain.money import rupees
from portal.domain.refusals import Refusal
from portal.storage import accounts, fee_returns, members, remittances
from portal.storage.accounts import Account
from portal.storage.reference import chart

ALLOTTING = "register_opening"  # the journals that move "not allotted" to members and accounts

Balances = Mapping[tuple[int, int], int]


def require_known(society_id: int, draft: Draft) -> frozenset[int]:
    """Refuse lines of nobody's account and return the members whose they are.

    What is not allotted yet moves by its own journals and their reversals alone. Raises
    MemberIsMissing, AccountIsMissing, AccountIsClosed, AccountIsOfAnother.
    """
    by_member, by_account = _named(draft.lines)
    may_be_nobody = draft.task == ALLOTTING or draft.reverses_id is not None
    found = accounts.accounts_by_ids(society_id, {line.sub_id or 0 for line in by_account} - {0})
    whose = {line.sub_id or 0 for line in by_member} - {NOT_ALLOTTED}
    for line in by_account:
        if line.sub_id or not may_be_nobody:
            whose.add(_open_account(line, found).member_id)
    if any(not line.sub_id for line in by_member) and not may_be_nobody:
        raise MemberIsMissing
    if whose and whose - accounts.member_statuses(society_id, whose).keys():
        raise MemberIsMissing
    return frozenset(whose)


def _named(lines: Iterable[Line]) -> tuple[list[Line], list[Line]]:
    by_member, by_account = [], []
    for line in lines:
        if line.sub_id is not None:
            register = chart()[line.head].sub_ledger
            if register in BY_MEMBER:
                by_member.append(line)
            elif register in BY_ACCOUNT:
                by_account.append(line)
    return by_member, by_account


def _of_others(lines: Iterable[Line]) -> list[Line]:
    found = (line for line in lines if line.sub_id is not None)
    return [line for line in found if chart()[line.head].sub_ledger in OF_OTHERS]


def _open_account(line: Line, found: Mapping[int, Account]) -> Account:
    account = found.get(line.sub_id or NOT_ALLOTTED)
    if account is None:
        raise AccountIsMissing
    if not account.is_open:
        raise AccountIsClosed(no=account.account_no)
    if line.head not in heads_of(account.head):
        raise AccountIsOfAnother
    return account


def require_held(lines: Sequence[Line], balances: Balances) -> None:
    """Refuse what leaves a deposit or share folio below nothing, or a loan overpaid.

    ``balances`` are those after the lines, by (head, sub-ledger); ``head`` is among the refusal's
    params. What is not allotted may stand on either side; money held for others may not.
    Raises AccountHoldsLess, LoanOwesLess, BillMoneyIsLess, PremiumIsLess.
    """
    for line in _of_others(lines):
        after = balances[line.head, line.sub_id or BY_HAND]
        if line.paise > 0 and after > 0:
            is_premium = chart()[line.head].sub_ledger in BY_APPLICATION
            refusal = PremiumIsLess if is_premium else BillMoneyIsLess
            raise refusal(head=line.head, amount=rupees(max(0, line.paise - after)))
    moved: dict[tuple[int, int], int] = {}
    for one in _named(lines):
        for line in one:
            key = (line.head, line.sub_id or NOT_ALLOTTED)
            moved[key] = moved.get(key, 0) + line.paise
    for (head, sub_id), paise in moved.items():
        if sub_id != NOT_ALLOTTED:
            _require_enough(head, sub_id, paise, balances[head, sub_id])


def _require_enough(head: int, sub_id: int, paise: int, after: int) -> None:
    is_owed_to_us = chart()[head].normal_side == "debit"
    if is_owed_to_us and paise < 0 and after < 0:
        raise _telling(LoanOwesLess(head=head, amount=rupees(after - paise)), head, sub_id)
    if not is_owed_to_us and paise > 0 and after > 0:
        raise _telling(AccountHoldsLess(head=head, amount=rupees(paise - after)), head, sub_id)


def _telling(refusal: Refusal, head: int, sub_id: int) -> Refusal:
    refusal.tells = (head, sub_id)
    return refusal


def require_held_now(society_id: int, drafts: Sequence[Draft]) -> None:
    """Hold several vouchers that were posted together to the rule of ``require_held``."""
    lines = [line for draft in drafts for line in draft.lines]
    named = (*_named(lines), _of_others(lines))
    keys = {(line.head, line.sub_id or 0) for one in named for line in one}
    if keys:
        balances = accounts.sub_balances(society_id, keys)
        require_held(lines, balances)
        require_spared(society_id, lines, balances)


def require_spared(society_id: int, lines: Sequence[Line], balances: Balances) -> None:
    """Refuse what is settled by hand out of money that was taken for something else.

    On 1601 and 1602 what was taken in visits for others, and what is owed for a return, stands with
    what was entered by hand; only its own deeds move it. Raises BillMoneyIsLess.
    """
    for head in {line.head for line in lines if line.paise > 0 and line.sub_id == BY_HAND}:
        if head not in PASS_THROUGH:
            continue
        kept = (
            fee_returns.due_paise(society_id) if head == REFUNDS_DUE
            else remittances.held_paise(society_id, head)
        )  # fmt: skip
        left = -balances[head, BY_HAND] - kept
        if left < 0:
            wanted = sum(line.paise for line in lines if line.head == head and not line.sub_id)
            raise BillMoneyIsLess(head=head, amount=rupees(max(0, left + wanted)))


def require_limits(society_id: int, draft: Draft) -> None:
    """Refuse to lend more on an account than was sanctioned; raise LoanLimitIsReached."""
    _, by_account = _named(draft.lines)
    given = [
        line for line in by_account
        if line.paise > 0 and chart()[line.head].sub_ledger == "loan"
        and line.head not in INTEREST_DUE
    ]  # fmt: skip
    found = accounts.accounts_by_ids(society_id, {line.sub_id or 0 for line in given})
    for account in found.values():
        if account.amount_paise is None:
            continue
        keys = {(head, account.id) for head in heads_of(account.head) - set(INTEREST_DUE)}
        owed = sum(accounts.sub_balances(society_id, keys).values())
        wanted = sum(line.paise for line in given if line.sub_id == account.id)
        if owed + wanted > account.amount_paise:
            limit, left = account.amount_paise, max(0, account.amount_paise - owed)
            refusal = LoanLimitIsReached(limit=rupees(limit), left=rupees(left))
            raise _telling(refusal, account.head, account.id)


class Owner(NamedTuple):
    """Whose a line is: the member, and the account it stands on (None for shares and dues)."""

    member: Member
    account: Account | None


def owners(society_id: int, lines: Iterable[Line]) -> dict[tuple[int, int], Owner]:
    """Return whose each line is by (head, sub-ledger), for showing a voucher."""
    by_member, by_account = _named(lines)
    found = accounts.accounts_by_ids(society_id, {line.sub_id or 0 for line in by_account} - {0})
    wanted = {line.sub_id or 0 for line in by_member} | {one.member_id for one in found.values()}
    people = members.members_by_ids(society_id, wanted - {0}) if wanted else {}
    whose: dict[tuple[int, int], Owner] = {}
    for line in by_member:
        if line.sub_id in people:
            whose[line.head, line.sub_id] = Owner(people[line.sub_id], None)
    for line in by_account:
        account = found.get(line.sub_id or 0)
        if account is not None:
            whose[line.head, account.id] = Owner(people[account.member_id], account)
    return whose
