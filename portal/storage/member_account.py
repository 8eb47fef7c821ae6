"""Entries on members' accounts and share folios, and how far passbooks are printed, by named SQL.

An account is found among entries by the heads of its register and its key (index entry_by_sub).
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any, NamedTuple

from portal.domain.member_account import AccountEntry, LastEntry
from portal.storage.accounts import Account
from portal.storage.engine import insert_rows, row, rows

_ENTRIES = (
    "SELECT e.day_on, e.voucher_id, v.kind, v.no, v.task, e.head, e.paise, t.narration "
    "FROM entry e JOIN voucher v ON v.society_id = e.society_id AND v.id = e.voucher_id "
    "JOIN voucher_text t ON t.society_id = v.society_id AND t.voucher_id = v.id "
)


def _of_sub(heads: Sequence[int]) -> str:
    marks = ",".join("?" * len(heads))
    return f"e.society_id = ? AND e.head IN ({marks}) AND e.sub_id = ? "


def entries_between(
    society_id: int, heads: Sequence[int], sub_id: int, first_on: str, last_on: str,
    most: int, skip: int,
) -> list[AccountEntry]:  # fmt: skip
    """List an account's entries of a range of days by date, a page at a time."""
    return [AccountEntry(*one) for one in rows(
        f"{_ENTRIES}WHERE {_of_sub(heads)}AND e.day_on BETWEEN ? AND ? "
        "ORDER BY e.day_on, e.voucher_id, e.line LIMIT ? OFFSET ?",
        society_id, *heads, sub_id, first_on, last_on, most, skip,
    )]  # fmt: skip


class Sums(NamedTuple):
    """What an account moved: before a range of days, and in it; ``passed`` are its first lines."""

    opening_paise: int
    lines: int
    debit_paise: int
    credit_paise: int
    passed_paise: int


def sums_between(
    society_id: int, heads: Sequence[int], sub_id: int, first_on: str, last_on: str, skip: int
) -> Sums:
    """Sum an account up to a range of days and in it; debit is positive."""
    here = (society_id, *heads, sub_id)
    found = row(
        "SELECT SUM(CASE WHEN e.day_on < ? THEN e.paise ELSE 0 END), "
        "SUM(CASE WHEN e.day_on >= ? THEN 1 ELSE 0 END), "
        "SUM(CASE WHEN e.day_on >= ? AND e.paise > 0 THEN e.paise ELSE 0 END), "
        "SUM(CASE WHEN e.day_on >= ? AND e.paise < 0 THEN -e.paise ELSE 0 END), "
        f"(SELECT SUM(paise) FROM (SELECT e.paise FROM entry e WHERE {_of_sub(heads)}"
        "AND e.day_on BETWEEN ? AND ? ORDER BY e.day_on, e.voucher_id, e.line LIMIT ?) AS passed) "
        f"FROM entry e WHERE {_of_sub(heads)}AND e.day_on <= ?",
        first_on, first_on, first_on, first_on, *here, first_on, last_on, skip, *here, last_on,
    )  # fmt: skip
    assert found is not None
    return Sums(*(int(one or 0) for one in found))


def entries_in_order(
    society_id: int, heads: Sequence[int], sub_id: int, after_id: int, upto_id: int | None
) -> list[AccountEntry]:
    """List an account's entries in the order they were entered, after a voucher, up to another."""
    return [AccountEntry(*one) for one in rows(
        f"{_ENTRIES}WHERE {_of_sub(heads)}AND e.voucher_id > ? AND e.voucher_id <= ? "
        "ORDER BY e.voucher_id, e.line",
        society_id, *heads, sub_id, after_id, 2**31 - 1 if upto_id is None else upto_id,
    )]  # fmt: skip


def last_entries(
    society_id: int, member_id: int, pairs: Sequence[tuple[int, int]], most: int
) -> list[LastEntry]:
    """List the newest entries on these (head, sub-ledger) pairs and the member's other vouchers.

    Each pair gives its newest ones by index, so that a long history costs nothing.
    """
    parts, params = [], []
    for number, (head, sub_id) in enumerate(pairs):
        parts.append(
            "SELECT * FROM (SELECT voucher_id, line, head, sub_id, paise FROM entry "
            "WHERE society_id = ? AND head = ? AND sub_id = ? "
            f"ORDER BY voucher_id DESC LIMIT ?) AS p{number}"
        )
        params += [society_id, head, sub_id, most]
    parts.append(
        "SELECT * FROM (SELECT voucher_id, 0, 0, 0, 0 FROM voucher_for WHERE society_id = ? "
        "AND register = 0 AND record_id = ? ORDER BY voucher_id DESC LIMIT ?) AS others"
    )
    found = rows(
        "WITH x (voucher_id, line, head, sub_id, paise) AS (" + " UNION ALL ".join(parts) + ") "
        "SELECT v.id, v.day_on, v.kind, v.no, v.task, x.head, x.sub_id, "
        "CASE WHEN x.head = 0 THEN v.total_paise ELSE x.paise END, t.narration FROM x "
        "JOIN voucher v ON v.society_id = ? AND v.id = x.voucher_id "
        "JOIN voucher_text t ON t.society_id = v.society_id AND t.voucher_id = v.id "
        "ORDER BY v.id DESC, x.line LIMIT ?",
        *params, society_id, member_id, most, society_id, 2 * most,
    )  # fmt: skip
    return [LastEntry(*one) for one in found]


Balances = dict[tuple[int, int], int]


def balances_of_members(society_id: int, ids: Iterable[int]) -> dict[int, Balances]:
    """Return many members' balances by member: (head, sub-ledger) and paise, debit positive."""
    wanted = sorted(set(ids))
    found: dict[int, Balances] = {one: {} for one in wanted}
    if not wanted:
        return found
    marks = ",".join("?" * len(wanted))
    for member_id, head, sub_id, paise in rows(
        "SELECT a.member_id, b.head, b.sub_id, b.paise FROM account a JOIN head h "
        "ON h.sub_ledger IN ('deposit', 'loan') JOIN sub_balance b "
        "ON b.society_id = a.society_id AND b.head = h.code AND b.sub_id = a.id "
        f"WHERE a.society_id = ? AND a.member_id IN ({marks}) "
        "UNION ALL SELECT b.sub_id, b.head, b.sub_id, b.paise FROM head h JOIN sub_balance b "
        f"ON b.head = h.code AND b.sub_id IN ({marks}) "
        "WHERE b.society_id = ? AND h.sub_ledger IN ('member', 'applicant')",
        society_id,
        *wanted,
        *wanted,
        society_id,
    ):
        found[member_id][head, sub_id] = int(paise)
    return found


def accounts_of_members(society_id: int, ids: Iterable[int]) -> dict[int, list[Account]]:
    """List many members' open accounts by member."""
    wanted = sorted(set(ids))
    found: dict[int, list[Account]] = {one: [] for one in wanted}
    if wanted:
        marks = ",".join("?" * len(wanted))
        columns = ", ".join(Account._fields)
        for one in rows(
            f"SELECT {columns} FROM account WHERE society_id = ? AND member_id IN ({marks}) "
            "AND status = 'open' ORDER BY member_id, head, id",
            society_id, *wanted,
        ):  # fmt: skip
            found[one[2]].append(Account(*one))
    return found


class Print(NamedTuple):
    """One printing of a passbook: up to which voucher, and the page and line it stands on."""

    id: int
    last_voucher_id: int
    page: int
    line: int
    printed_at: int
    printed_by: int


def last_print(society_id: int, account_id: int) -> Print | None:
    """Return the last printing of a passbook, or None."""
    found = row(
        "SELECT id, last_voucher_id, page, line, printed_at, printed_by FROM passbook_print "
        "WHERE society_id = ? AND account_id = ? ORDER BY id DESC LIMIT 1",
        society_id, account_id,
    )  # fmt: skip
    return Print(*found) if found else None


def keep_print(society_id: int, account_id: int, found: Print) -> None:
    """Store a printing."""
    insert_rows(
        "INSERT INTO passbook_print (society_id, account_id, id, last_voucher_id, page, line, "
        "printed_at, printed_by) VALUES",
        [(society_id, account_id, *found)],
    )


def balance_at(society_id: int, heads: Sequence[int], sub_id: int, upto_id: int) -> int:
    """Return what an account stood at after a voucher; debit is positive."""
    found: Any = row(
        f"SELECT SUM(e.paise) FROM entry e WHERE {_of_sub(heads)}AND e.voucher_id <= ?",
        society_id, *heads, sub_id, upto_id,
    )  # fmt: skip
    return int(found[0] or 0)
