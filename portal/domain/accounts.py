"""Members' accounts: their kinds and terms, and whose account each line of a task goes to.

An account is the register of its main head. A loan stands on further heads with the same key: the
kind part of a KCC loan (2412) and interest receivable (2501, 2502).
"""

from __future__ import annotations

import hashlib
import re
import unicodedata
from calendar import monthrange
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import Any, Protocol

from portal.domain import chain
from portal.domain.daybook import Draft, Line, kind_of
from portal.domain.heads import BANK_CURRENT, ROUNDING, Chart
from portal.domain.money import AmountIsZero
from portal.domain.refusals import N_, Refusal
from portal.domain.tasks import Filled, Task, draft_of
from portal.domain.text import clean, latin_digits

KCC, KCC_KIND = 2411, 2412
INTEREST_DUE = (2501, 2502)
MOST_RATE_BP = 3600  # 36 per cent a year
MOST_MONTHS = 360
MOST_SIGNS = 20  # of an account's number


class AccountIsClosed(Refusal):
    """A closed account takes no entries."""

    message = N_("This account is closed.")
    status = 422
    field = "account"


class AccountIsOfAnother(Refusal):
    """The account is not one of this member, or not of the kind that the entry is for."""

    message = N_("This is not the member's account for this entry. Choose again.")
    status = 422
    field = "account"


class KindIsMissing(Refusal):
    """One chooses what kind of account is opened."""

    message = N_("Choose the kind of account.")
    status = 422
    field = "kind"


class AccountNumberIsTaken(Refusal):
    """A number is given to one account."""

    message = N_("This number already belongs to an account.")
    status = 422
    field = "account_no"


class AccountNumberIsUnclear(Refusal):
    """A number is short and without spaces."""

    message = N_("Write an account number of at most 20 letters, digits, - or /.")
    status = 422
    field = "account_no"


class TermIsMissing(Refusal):
    """Fixed and recurring deposits run for some months."""

    message = N_("Write for how many months, at most 360.")
    status = 422
    field = "months"


class DueDateIsMissing(Refusal):
    """A loan is due on some day after it is given."""

    message = N_("Write by when the loan is due.")
    status = 422
    field = "due_on"


class RateIsTooHigh(Refusal):
    """A rate above 36 per cent a year is a slip of the pen."""

    message = N_("Write the rate for a year, at most 36 per cent.")
    status = 422
    field = "rate"


class AccountStillHolds(Refusal):
    """An account is closed when it is empty, or with the payment of all it holds."""

    message = N_("This account still holds %(amount)s. Pay it out to close the account.")
    status = 422


class LoanIsStillOwed(Refusal):
    """A loan is closed when nothing is owed on it."""

    message = N_("%(amount)s is still owed on this loan. It can be closed when all is paid.")
    status = 422


class LoanLimitIsReached(Refusal):
    """No more is lent on an account than was sanctioned."""

    message = N_("Only %(limit)s was sanctioned on this account, %(left)s can still be given.")
    status = 422
    field = "amount"


@dataclass(frozen=True, slots=True)
class Kind:
    """A kind of account: its heads, the letter of its numbers, its tasks and what it asks for."""

    code: str
    name: str
    heads: tuple[int, ...]
    letter: str
    task_in: str
    task_out: str
    asks: frozenset[str]


LOAN_HEADS = (2411, 2413, 2414, 2415, 2416, 2417, 2421, 2422, 2423, 2431, 2432)
_SAVED = frozenset({"rate"})
_TERMED = frozenset({"amount", "rate", "months"})
KINDS = {
    one.code: one
    for one in (
        Kind("savings", N_("Savings"), (1301,), "S", "cash_deposit_savings",
             "cash_withdraw_savings", _SAVED),
        Kind("fixed", N_("Fixed deposit"), (1303,), "F", "fd_open", "fd_close", _TERMED),
        Kind("recurring", N_("Recurring deposit"), (1304,), "R", "rd_instalment", "deposit_out",
             _TERMED),
        Kind("daily", N_("Daily deposit"), (1305,), "D", "deposit_in", "deposit_out", _SAVED),
        Kind("thrift", N_("Thrift deposit"), (1306,), "T", "deposit_in", "deposit_out", _SAVED),
        Kind("group", N_("Group deposit"), (1307,), "G", "deposit_in", "deposit_out", _SAVED),
        Kind("loan", N_("Loan"), LOAN_HEADS, "L", "loan_repay", "loan_disburse",
             frozenset({"amount", "rate", "due_on", "season", "head"})),
    )
}  # fmt: skip


@dataclass(frozen=True, slots=True, kw_only=True)
class Terms:
    """What is agreed when an account is opened.

    ``amount_paise`` is the sum of a fixed deposit, the instalment of a recurring one, the sanction
    of a loan. ``rate_bp`` is hundredths of a per cent a year, ``due_on`` an ISO date or "".
    """

    kind: str
    account_no: str
    head: int | None = None
    amount_paise: int | None = None
    rate_bp: int | None = None
    months: int | None = None
    due_on: str = ""
    season: str = ""


class HasAccount(Protocol):
    """What is needed of a stored account here."""

    @property
    def id(self) -> int:
        """Its key."""

    @property
    def head(self) -> int:
        """Its main head."""

    @property
    def is_open(self) -> bool:
        """Whether it takes entries."""


def after_months(on: str, months: int) -> str:
    """Return the same day of the month some months later, or that month's last day."""
    start = date.fromisoformat(on)
    year, month = divmod(start.year * 12 + start.month - 1 + months, 12)
    last = monthrange(year, month + 1)[1]
    return date(year, month + 1, min(start.day, last)).isoformat()


def parse_rate_bp(text: str) -> int:
    """Read per cent a year, like 7.5 or ७.५%, as hundredths of a per cent; raise RateIsTooHigh."""
    read = re.fullmatch(r"([0-9]{1,2})(?:\.([0-9]{1,2}))?", _figures(text).rstrip("% "))
    rate = int(read[1]) * 100 + int((read[2] or "").ljust(2, "0")) if read else MOST_RATE_BP + 1
    if rate > MOST_RATE_BP:
        raise RateIsTooHigh
    return rate


def show_rate(rate_bp: int) -> str:
    """A rate as people write it: 750 is 7.5."""
    whole, rest = divmod(rate_bp, 100)
    return f"{whole}.{rest:02d}".rstrip("0").rstrip(".")


def parse_months(text: str) -> int:
    """Read a number of months; raise TermIsMissing."""
    figures = _figures(text)
    if not re.fullmatch(r"[0-9]{1,3}", figures) or not 0 < int(figures) <= MOST_MONTHS:
        raise TermIsMissing
    return int(figures)


def _figures(text: str) -> str:
    return latin_digits(clean(text))


def agreed(terms: Terms, opened_on: str) -> Terms:
    """Return terms with only what the kind asks for, its head and its due date.

    Raises KindIsMissing, AccountNumberIsUnclear, AmountIsZero, TermIsMissing, RateIsTooHigh,
    DueDateIsMissing.
    """
    kind = KINDS.get(terms.kind)
    head = terms.head if kind and len(kind.heads) > 1 else kind and kind.heads[0]
    if kind is None or head not in kind.heads:
        raise KindIsMissing(field="kind" if kind is None else "head")
    account_no = _account_no(terms.account_no)
    asks = kind.asks
    if "amount" in asks and not terms.amount_paise:
        raise AmountIsZero(field="amount")
    if "months" in asks and not 0 < (terms.months or 0) <= MOST_MONTHS:
        raise TermIsMissing
    if not 0 <= (terms.rate_bp or 0) <= MOST_RATE_BP:
        raise RateIsTooHigh
    if "due_on" in asks and terms.due_on <= opened_on:
        raise DueDateIsMissing
    months = terms.months if "months" in asks else None
    due_on = after_months(opened_on, months) if months else terms.due_on
    return replace(
        terms, account_no=account_no, head=head, months=months,
        amount_paise=terms.amount_paise if "amount" in asks else None,
        due_on=due_on if {"months", "due_on"} & asks else "",
        season=terms.season if "season" in asks else "",
    )  # fmt: skip


def _account_no(text: str) -> str:
    """Read an account's number; it ends in a part with a digit, as no page of an account does."""
    plain = latin_digits(clean(text))
    parts = re.split("[-/]", plain)
    signs = "".join(parts)
    is_plain = signs and all(unicodedata.category(sign)[0] in "LMN" for sign in signs)
    if len(plain) > MOST_SIGNS or not is_plain or not all(parts) or not any(
        sign.isdigit() for sign in parts[-1]
    ):  # fmt: skip
        raise AccountNumberIsUnclear
    return plain


def heads_of(main: int) -> frozenset[int]:
    """Return all heads on which an account of this main head may stand."""
    if main < KCC:
        return frozenset({main})
    return frozenset({main, *INTEREST_DUE} | ({KCC_KIND} if main == KCC else set()))


def interest_head(loan_head: int) -> int:
    """Return the income head of a loan's interest: short, medium or long term."""
    return 3101 if loan_head < 2420 else 3102 if loan_head < 2430 else 3103


def payout_task(kind: str, head: int) -> str:
    """Name the task that pays out an account, or gives a loan."""
    return "kcc_disburse_cash" if head == KCC else KINDS[kind].task_out


def deposit_task(kind: str, head: int) -> str:
    """Name the task that takes money for an account."""
    return "kcc_repay" if head == KCC else KINDS[kind].task_in


def next_account_no(letter: str, numbers: Sequence[str]) -> str:
    """Propose the number after the highest of these, such as S-101 first and S-102 then."""
    pattern = re.compile(rf"{re.escape(letter)}-([0-9]{{1,9}})")
    known = [int(read[1]) for no in numbers if (read := pattern.fullmatch(no))]
    return f"{letter}-{max([100, *known]) + 1}"


@dataclass(frozen=True, slots=True)
class Payout:
    """How all that an account holds is paid to its member."""

    mode: str = "cash"
    bank: int = BANK_CURRENT
    reference: str = ""
    reference_on: str = ""
    party: str = ""
    narration: str = ""


def payout_draft(task: Task, chart: Chart, account: HasAccount, held: int, how: Payout) -> Draft:
    """Make the voucher that pays out all an account holds (``held`` paise, more than nothing).

    Cash is whole rupees; what is over or short of them goes to rounding. Raises ModeIsNotAChoice,
    ReferenceIsMissing.
    """
    draft = draft_of(task, Filled(
        (held,), mode=how.mode, bank=how.bank, subs={account.head: account.id},
        follow=(account.head,), reference=how.reference, reference_on=how.reference_on,
        party=how.party, narration=how.narration,
    ))  # fmt: skip
    over = held - (held + 50) // 100 * 100
    if how.mode != "cash" or not over:
        return draft
    lines = tuple(
        replace(line, paise=line.paise + over) if chart[line.head].is_cash else line
        for line in draft.lines
    )
    lines = (*(line for line in lines if line.paise), Line(ROUNDING, -over))
    if held > over:
        return replace(draft, lines=lines)
    return replace(draft, lines=lines, kind=kind_of(lines, chart), mode="none", till=None)


#: What never changes of an account, in the order in which it is hashed.
FACTS = (
    "id", "member_id", "kind", "head", "account_no", "opened_on", "amount_paise", "rate_bp",
    "months", "due_on", "season",
)  # fmt: skip


def digest_of(found: Iterable[Any]) -> str:
    """Return the hash over the facts of accounts in order, for the act that put them in."""
    digest = hashlib.sha256()
    for one in found:
        digest.update(chain.canonical({name: getattr(one, name) for name in FACTS}) + b"\n")
    return digest.hexdigest()
