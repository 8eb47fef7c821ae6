"""Whose account each line of a task goes to: what is asked for, what fits, and what follows."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import TypeVar

from portal.domain.accounts import KCC, HasAccount, heads_of, interest_head
from portal.domain.heads import BY_ACCOUNT, BY_MEMBER, Chart
from portal.domain.members import Member, MemberIsNotActive
from portal.domain.refusals import N_, Refusal
from portal.domain.tasks import Task, TaskLine

AnAccount = TypeVar("AnAccount", bound=HasAccount)


class NoAccountYet(Refusal):
    """The member has no open account of the kind that the entry is for."""

    message = N_("%(name)s has no open account for this. Open one first.")
    status = 422
    field = "account"


@dataclass(frozen=True, slots=True)
class Ask:
    """One account that a task needs: the heads it may stand on, and the amounts it is for.

    ``numbers`` are the task's lines, counted from 1; ``field`` names the form's field.
    """

    field: str
    heads: frozenset[int]
    numbers: tuple[int, ...]


def asks_of(task: Task, chart: Chart) -> list[Ask]:
    """List the accounts a task needs: one for each deposit line, one for all lines of a loan."""
    loan: list[tuple[int, TaskLine]] = []
    groups: list[list[tuple[int, TaskLine]]] = []
    for number, line in enumerate(task.lines, start=1):
        ledgers = {chart[head].sub_ledger for head in line.heads}
        if not ledgers <= BY_ACCOUNT:
            continue
        if ledgers == {"loan"}:
            if not loan:
                groups.append(loan)
            loan.append((number, line))
        else:
            groups.append([(number, line)])
    return [
        Ask(
            "account" if at == 1 else f"account{at}",
            frozenset(head for _, line in group for head in line.heads),
            tuple(number for number, _ in group),
        )
        for at, group in enumerate(groups, start=1)
    ]


def choices_for(ask: Ask, found: Iterable[AnAccount]) -> list[AnAccount]:
    """Return the open accounts among these that fit what is asked."""
    return [one for one in found if one.is_open and heads_of(one.head) & ask.heads]


def subs_of(
    task: Task, chart: Chart, member: Member, chosen: Mapping[str, HasAccount]
) -> tuple[dict[int, int], tuple[int, ...]]:
    """Return by head whose each line is, and the heads that follow from member and accounts.

    ``chosen`` are the accounts by the field that asked for them.
    """
    subs: dict[int, int] = {}
    for line in task.lines:
        ours = [head for head in line.heads if chart[head].sub_ledger in BY_MEMBER]
        if ours:
            subs[member.share_head if member.share_head in ours else ours[0]] = member.id
    interest = []
    for ask in asks_of(task, chart):
        account = chosen.get(ask.field)
        if account is not None:
            for head in heads_of(account.head) & ask.heads:
                subs[head] = account.id
            if account.head >= KCC:
                interest.append(interest_head(account.head))
    return subs, (*subs, *interest)


def require_may(task: Task, member: Member) -> None:
    """Refuse money of someone who is no member; an applicant only pays for pending shares.

    What is due to a person who left or died may still be paid out. Raises MemberIsNotActive.
    """
    is_pending = task.registers == {"applicant"}
    allowed = {"applicant"} if is_pending else {"active"}
    if task.direction == "out":
        allowed |= {"refused"} if is_pending else {"ceased", "deceased"}
    if member.status not in allowed:
        raise MemberIsNotActive
