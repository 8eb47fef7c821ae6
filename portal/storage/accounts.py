"""Accounts of members (deposits and loans), and whose each sub-ledger is, by named SQL."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any, NamedTuple

from portal.domain.heads import BY_ACCOUNT, BY_MEMBER
from portal.storage.engine import insert_rows, portions, row, rows, rows_among, run, value
from portal.storage.reference import chart

_COLUMNS = (
    "society_id, id, member_id, kind, head, account_no, status, opened_on, closed_on, "
    "amount_paise, rate_bp, months, due_on, season"
)
_SELECT = f"SELECT {_COLUMNS} FROM account "

#: Paise by (head, member or account), debit positive.
Balances = dict[tuple[int, int], int]


class Account(NamedTuple):
    """One account: ``rate_bp`` is hundredths of a per cent a year, ``head`` its main head."""

    society_id: int
    id: int
    member_id: int
    kind: str
    head: int
    account_no: str
    status: str
    opened_on: str
    closed_on: str = ""
    amount_paise: int | None = None
    rate_bp: int | None = None
    months: int | None = None
    due_on: str = ""
    season: str = ""

    @property
    def is_open(self) -> bool:
        """Say whether it takes entries."""
        return self.status == "open"


def next_id(society_id: int) -> int:
    """Return the next free key of an account; the book must be held."""
    return int(value("SELECT MAX(id) FROM account WHERE society_id = ?", society_id) or 0) + 1


def insert(found: Sequence[Account]) -> None:
    """Store new accounts."""
    insert_rows(f"INSERT INTO account ({_COLUMNS}) VALUES", found)


def close(society_id: int, account_id: int, closed_on: str) -> None:
    """Close an account."""
    run(
        "UPDATE account SET status = 'closed', closed_on = ? WHERE society_id = ? AND id = ?",
        closed_on, society_id, account_id,
    )  # fmt: skip


def reopen(society_id: int, account_id: int) -> None:
    """Open a closed account again."""
    run(
        "UPDATE account SET status = 'open', closed_on = '' WHERE society_id = ? AND id = ?",
        society_id, account_id,
    )  # fmt: skip


def account(society_id: int, account_id: int) -> Account | None:
    """Return an account by key, or None."""
    return _one("id = ?", society_id, account_id)


def account_by_no(society_id: int, account_no: str) -> Account | None:
    """Return an account by printed number, or None."""
    return _one("account_no = ?", society_id, account_no)


def numbers_of(society_id: int, letter: str, most: int = 20) -> list[str]:
    """List the highest numbers that begin with a letter and a hyphen."""
    return [no for (no,) in rows(
        "SELECT account_no FROM account WHERE society_id = ? AND account_no >= ? "
        "AND account_no < ? ORDER BY LENGTH(account_no) DESC, account_no DESC LIMIT ?",
        society_id, f"{letter}-", f"{letter}.", most,
    )]  # fmt: skip


def taken_numbers(society_id: int, numbers: Sequence[str]) -> set[str]:
    """Say which of these account numbers are taken."""
    sql = "SELECT account_no FROM account WHERE society_id = ? AND account_no IN"
    return {no for (no,) in rows_among(sql, society_id, among=numbers)}


def _one(where: str, society_id: int, key: Any) -> Account | None:
    found = row(_SELECT + f"WHERE society_id = ? AND {where}", society_id, key)
    return Account(*found) if found else None


def after(society_id: int, account_id: int, most: int) -> list[Account]:
    """List accounts by key after one, for going through them all."""
    return [Account(*one) for one in rows(
        _SELECT + "WHERE society_id = ? AND id > ? ORDER BY id LIMIT ?",
        society_id, account_id, most,
    )]  # fmt: skip


def accounts_of(society_id: int, member_id: int) -> list[Account]:
    """List a member's accounts, the open ones first."""
    return [Account(*one) for one in rows(
        _SELECT + "WHERE society_id = ? AND member_id = ? ORDER BY status DESC, head, id",
        society_id, member_id,
    )]  # fmt: skip


def accounts_by_ids(society_id: int, ids: Iterable[int]) -> dict[int, Account]:
    """Return accounts by key."""
    found = rows_among(_SELECT + "WHERE society_id = ? AND id IN", society_id, among=ids)
    return {one[1]: Account(*one) for one in found}


def member_statuses(society_id: int, ids: Iterable[int]) -> dict[int, str]:
    """Return the status of members by key."""
    sql = "SELECT id, status FROM member WHERE society_id = ? AND id IN"
    return dict(rows_among(sql, society_id, among=ids))


def balances_of(society_id: int, member_id: int) -> Balances:
    """Return a member's balances by (head, sub-ledger): shares and dues, deposits, loans."""
    return balances_of_members(society_id, [member_id])[member_id]


def balances_of_members(society_id: int, ids: Iterable[int]) -> dict[int, Balances]:
    """Return many members' balances by member: (head, sub-ledger) and paise, debit positive."""
    wanted = sorted(set(ids))
    found: dict[int, Balances] = {one: {} for one in wanted}
    if not wanted:
        return found
    marks = ",".join("?" * len(wanted))
    deposits, shares = _heads(BY_ACCOUNT), _heads(BY_MEMBER)
    # CROSS JOIN: members first, then what stands on each of their accounts
    for member_id, head, sub_id, paise in rows(
        "SELECT a.member_id, b.head, b.sub_id, b.paise FROM account a CROSS JOIN sub_balance b "
        f"WHERE a.society_id = ? AND a.member_id IN ({marks}) AND b.society_id = a.society_id "
        f"AND b.head IN ({deposits}) AND b.sub_id = a.id "
        "UNION ALL SELECT sub_id, head, sub_id, paise FROM sub_balance "
        f"WHERE society_id = ? AND head IN ({shares}) AND sub_id IN ({marks})",
        society_id, *wanted, society_id, *wanted,
    ):  # fmt: skip
        found[member_id][head, sub_id] = int(paise)
    return found


def _heads(registers: Iterable[str]) -> str:
    """List the heads of registers for a statement."""
    return ",".join(str(one.code) for one in chart() if one.sub_ledger in registers)


def sub_balances(society_id: int, keys: Iterable[tuple[int, int]]) -> dict[tuple[int, int], int]:
    """Return the balances of these (head, sub-ledger); debit is positive."""
    wanted = sorted(set(keys))
    found = dict.fromkeys(wanted, 0)
    for part in portions(wanted):
        marks = " OR ".join(["(head = ? AND sub_id = ?)"] * len(part))
        for head, sub_id, paise in rows(
            f"SELECT head, sub_id, paise FROM sub_balance WHERE society_id = ? AND ({marks})",
            society_id, *(item for key in part for item in key),
        ):  # fmt: skip
            found[head, sub_id] = int(paise)
    return found
