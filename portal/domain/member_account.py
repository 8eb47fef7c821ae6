"""A member's money as a villager asks for it: what one has, what one owes, and statements of it.

On the books' lines debit is positive. Here every figure is seen from the member: shares and
deposits are what one has, loans what one owes, both more than nothing. Money is whole paise.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import NamedTuple

from portal.domain.accounts import INTEREST_DUE
from portal.domain.heads import Chart
from portal.domain.members import OTHER_SHARES, PENDING_SHARES, REGULAR_SHARES
from portal.domain.refusals import N_, Refusal

SHARES = (REGULAR_SHARES, OTHER_SHARES)
GOVERNMENT_SHARES = 1103
DUES = (1508, 1606, 1607)
LINES_A_PAGE = 50
LAST_ENTRIES = 10


class AccountIsUnknown(Refusal):
    """There is no account of this number in one's scope (P9)."""

    message = N_("There is no account of this number here.")
    status = 404


Balances = Mapping[tuple[int, int], int]  # by (head, sub-ledger), debit positive


@dataclass(frozen=True, slots=True)
class Standing:
    """What a member has and owes, in paise: all figures are the member's, none is signed.

    ``dues_paise`` is what the society still has to give (dividend, incentive, subsidy), and
    ``interest_paise`` what is posted as interest receivable on the member's loans so far.
    """

    shares_paise: int = 0
    pending_paise: int = 0
    deposits_paise: int = 0
    loans_paise: int = 0
    interest_paise: int = 0
    dues_paise: int = 0

    @property
    def owed_paise(self) -> int:
        """Principal and interest together."""
        return self.loans_paise + self.interest_paise


def standing(balances: Balances, chart: Chart) -> Standing:
    """Sum up one member's balances into what they have and owe."""
    sums = dict.fromkeys(Standing.__slots__, 0)
    for (head, _sub), paise in balances.items():
        name = _part_of(head, chart)
        sums[name] += paise if name in ("loans_paise", "interest_paise") else -paise
    return Standing(**sums)


def _part_of(head: int, chart: Chart) -> str:
    if head in SHARES:
        return "shares_paise"
    if head == PENDING_SHARES:
        return "pending_paise"
    if head in INTEREST_DUE:
        return "interest_paise"
    return {"deposit": "deposits_paise", "loan": "loans_paise"}.get(
        chart[head].sub_ledger, "dues_paise"
    )


class AccountStanding(NamedTuple):
    """What one account holds, or what is owed on it: principal and interest apart."""

    paise: int = 0
    interest_paise: int = 0


def by_account(balances: Balances, chart: Chart) -> dict[int, AccountStanding]:
    """Return what each account (by its key) holds or owes; share folios are left out."""
    found: dict[int, AccountStanding] = {}
    for (head, sub_id), paise in balances.items():
        register = chart[head].sub_ledger
        if register not in ("deposit", "loan"):
            continue
        held, interest = found.get(sub_id, AccountStanding())
        if head in INTEREST_DUE:
            found[sub_id] = AccountStanding(held, interest + paise)
        else:
            found[sub_id] = AccountStanding(held + paise * side_of(register), interest)
    return found


def side_of(register: str) -> int:
    """Return 1 where debit is what the member owes (loans), -1 where credit is what they have."""
    return 1 if register == "loan" else -1


class Due(NamedTuple):
    """A date to remember: a loan to be paid back, or a deposit that comes due."""

    due_on: str
    account_id: int
    paise: int


def next_due(dues: Iterable[Due]) -> Due | None:
    """Return the date that comes first; one that has passed is the most pressing."""
    return min((one for one in dues if one.due_on and one.paise > 0), default=None)


class AccountEntry(NamedTuple):
    """One line of the books on a member's account, with its voucher's words; debit is positive."""

    day_on: str
    voucher_id: int
    kind: str
    no: int
    task: str
    head: int
    paise: int
    narration: str | None


class StatementLine(NamedTuple):
    """An entry as the member reads it: money out of the account, into it, and what stands then.

    On a loan "out" is money lent and "in" money paid back, and the balance is what is owed.
    """

    entry: AccountEntry
    out_paise: int
    in_paise: int
    balance_paise: int


def statement_lines(
    entries: Sequence[AccountEntry], opening_paise: int, side: int
) -> list[StatementLine]:
    """Put the balance after each entry; ``opening_paise`` is the member's, ``side`` as side_of."""
    found = []
    balance = opening_paise
    for entry in entries:
        balance += entry.paise * side
        debit, credit = max(entry.paise, 0), max(-entry.paise, 0)
        found.append(StatementLine(entry, debit, credit, balance))
    return found


class LastEntry(NamedTuple):
    """One of a member's latest entries; head 0 is a voucher for them that moves no account."""

    voucher_id: int
    day_on: str
    kind: str
    no: int
    task: str
    head: int
    sub_id: int
    paise: int
    narration: str | None

    @property
    def direction(self) -> str:
        """Say whether money came in from the member, went out to them, or neither ('')."""
        if self.head:
            return "out" if self.paise > 0 else "in"
        return "in" if "receipt" in self.kind or self.kind == "sales" else (
            "out" if "payment" in self.kind else ""
        )  # fmt: skip


def last_entries(found: Sequence[LastEntry], most: int = LAST_ENTRIES) -> list[LastEntry]:
    """Keep the newest entries; a voucher whose lines are there isn't shown once more by itself."""
    moved = {one.voucher_id for one in found if one.head}
    kept = [one for one in found if one.head or one.voucher_id not in moved]
    return kept[:most]
