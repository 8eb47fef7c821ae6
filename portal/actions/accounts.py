"""Members' accounts: opening one, closing one, and putting many into the register at once."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from typing import NamedTuple

from portal.actions.daybook import count_served
from portal.actions.exactly_once import Done, exactly_once
from portal.actions.posting import note_act, open_day_of, post
from portal.actions.second_persons import waits
from portal.domain.accounts import (
    KINDS,
    AccountIsClosed,
    AccountNumberIsTaken,
    AccountStillHolds,
    KindIsMissing,
    LoanIsStillOwed,
    Payout,
    Terms,
    agreed,
    digest_of,
    heads_of,
    next_account_no,
    payout_draft,
    payout_task,
)
from portal.domain.daybook import Draft
from portal.domain.heads import BY_ACCOUNT
from portal.domain.member_account import AccountIsUnknown
from portal.domain.members import Member, MemberIsNotActive, MemberIsUnknown
from portal.domain.money import rupees
from portal.domain.people import Doer, Slip
from portal.domain.proposals import Asked
from portal.storage import accounts, daybook, members
from portal.storage.accounts import Account
from portal.storage.days import Day
from portal.storage.engine import in_transaction
from portal.storage.reference import chart, task_book

RECORDED, CLOSED, REOPENED = "accounts_recorded", "account_closed", "account_reopened"


class Standing(NamedTuple):
    """An account with its member and what it holds (a loan: what is owed on it), in paise."""

    account: Account
    member: Member
    paise: int


def proposed_no(society_id: int, kind: str) -> str:
    """Propose the next account number of a kind; raise KindIsMissing."""
    if kind not in KINDS:
        raise KindIsMissing
    letter = KINDS[kind].letter
    return next_account_no(letter, accounts.numbers_of(society_id, letter))


def record_accounts(
    doer: Doer, society_id: int, day_on: str, found: Sequence[Account]
) -> list[int]:
    """Put new accounts into the register, inside a transaction, and return their keys.

    Keys are given here, whatever ``found`` says. One chained act holds the hash of them all.
    Raises AccountNumberIsTaken.
    """
    assert in_transaction()
    daybook.lock_book(society_id)
    numbers = [one.account_no for one in found]
    taken = accounts.taken_numbers(society_id, numbers)
    taken |= {no for no, times in Counter(numbers).items() if times > 1}
    if taken:
        raise AccountNumberIsTaken(no=min(taken))
    first = accounts.next_id(society_id)
    new = [one._replace(society_id=society_id, id=at) for at, one in enumerate(found, first)]
    accounts.insert(new)
    note_act(
        doer, society_id, RECORDED, day_on, first=first, count=len(new), accounts=digest_of(new)
    )
    return [one.id for one in new]


def open_account(doer: Doer, slip: Slip, society_id: int, member_id: int, terms: Terms) -> Done:
    """Open an account for a member on the society's open day; no money moves by it.

    Raises MemberIsUnknown, MemberIsNotActive, NoDayIsOpen, CountIsGoingOn, AccountNumberIsTaken
    and what ``domain.accounts.agreed`` raises.
    """

    def deed() -> Done:
        day = open_day_of(society_id)
        member = members.member(society_id, member_id)
        if member is None:
            raise MemberIsUnknown
        if not member.is_active:
            raise MemberIsNotActive
        fixed = agreed(terms, day.day_on)
        assert fixed.head is not None
        record_accounts(doer, society_id, day.day_on, [Account(
            society_id=society_id, id=0, member_id=member_id, kind=fixed.kind, head=fixed.head,
            account_no=fixed.account_no, status="open", opened_on=day.day_on,
            amount_paise=fixed.amount_paise, rate_bp=fixed.rate_bp, months=fixed.months,
            due_on=fixed.due_on, season=fixed.season,
        )])  # fmt: skip
        return Done(f"/members/{member.member_no}")

    return exactly_once(doer, slip, deed)


def standing(society_id: int, account_id: int) -> Standing:
    """Return an account with its member and what it holds or owes; raise AccountIsUnknown."""
    account = accounts.account(society_id, account_id)
    if account is None:
        raise AccountIsUnknown
    member = members.member(society_id, account.member_id)
    assert member is not None
    found = accounts.sub_balances(society_id, {(head, account_id) for head in _heads(account)})
    total = sum(found.values())
    return Standing(account, member, total if account.kind == "loan" else -total)


def _heads(account: Account) -> Iterable[int]:
    return (head for head in heads_of(account.head) if chart()[head].sub_ledger in BY_ACCOUNT)


def close_account(
    doer: Doer, slip: Slip, society_id: int, account_id: int, how: Payout | None
) -> Done:
    """Close an account on the open day, paying out what it holds where ``how`` says so.

    Above the limit of its payment it waits for second persons, and the account stays open. Raises
    AccountIsUnknown, AccountIsClosed, AccountStillHolds, LoanIsStillOwed, NoDayIsOpen,
    CountIsGoingOn, CashWouldGoNegative, ModeIsNotAChoice, ReferenceIsMissing, RecordIsWaiting.
    """
    return exactly_once(
        doer, slip, lambda: close_account_now(doer, slip, society_id, account_id, how)
    )


def close_account_now(
    doer: Doer, slip: Slip, society_id: int, account_id: int, how: Payout | None
) -> Done:
    """Close an account inside a deed's transaction; raises as ``close_account``."""
    day = open_day_of(society_id)
    found = standing(society_id, account_id)
    draft = closing_draft(found, how)
    voucher_id = None
    if draft is not None:
        asked = Asked(
            "close_account", {"account_id": account_id, "how": how}, (about_account(account_id),)
        )
        waiting = waits(doer, day, [draft], asked)
        if waiting is not None:
            return waiting
        voucher_id, _no = post(doer, day, draft, slip.token)
        daybook.count_task_use(society_id, draft.task, voucher_id)
        count_served(doer, society_id, draft)
    accounts.close(society_id, account_id, day.day_on)
    note_act(doer, society_id, CLOSED, day.day_on, account=account_id, voucher=voucher_id)
    if voucher_id is None:
        return Done(f"/members/{found.member.member_no}")
    return Done(f"/vouchers/{voucher_id}?new=1", voucher_id)


def about_account(account_id: int) -> str:
    """Name an account among what waits for second persons."""
    return f"account:{account_id}"


def closing_draft(found: Standing, how: Payout | None) -> Draft | None:
    """Return the voucher of a closing, or None where nothing is held; it stores nothing.

    Raises AccountIsClosed, AccountStillHolds, LoanIsStillOwed and what ``payout_draft`` raises.
    """
    account = found.account
    if not account.is_open:
        raise AccountIsClosed(no=account.account_no)
    if not found.paise:
        return None
    if account.kind == "loan":
        raise LoanIsStillOwed(amount=rupees(found.paise))
    if how is None:
        raise AccountStillHolds(amount=rupees(found.paise))
    task = task_book()[payout_task(account.kind, account.head)]
    return payout_draft(task, chart(), account, found.paise, how)


def reopen_touched(doer: Doer, day: Day, drafts: Iterable[Draft]) -> None:
    """Open closed accounts again on which a correction puts money, inside its transaction."""
    lines = [line for draft in drafts for line in draft.lines]
    wanted = {
        line.sub_id for line in lines
        if line.sub_id and chart()[line.head].sub_ledger in BY_ACCOUNT
    }  # fmt: skip
    for account in accounts.accounts_by_ids(day.society_id, wanted).values():
        if not account.is_open:
            accounts.reopen(day.society_id, account.id)
            note_act(doer, day.society_id, REOPENED, day.day_on, account=account.id)
