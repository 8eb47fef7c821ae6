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
    "FROM entry e CROSS JOIN voucher v CROSS JOIN voucher_text t "
    "WHERE v.society_id = e.society_id AND v.id = e.voucher_id "
    "AND t.society_id = e.society_id AND t.voucher_id = e.voucher_id AND "
)


def _of_sub(heads: Sequence[int]) -> str:
    marks = ",".join("?" * len(heads))
    return f"e.society_id = ? AND e.head IN ({marks}) AND e.sub_id = ? "


#: Day and voucher as expressions, so that entries are found by their account and not by their
#: head's days or by number: one account has few entries, a head has those of all accounts.
_DAY, _VOUCHER = "(e.day_on || '')", "(e.voucher_id + 0)"


def entries_between(
    society_id: int, heads: Sequence[int], sub_id: int, first_on: str, last_on: str,
    most: int, skip: int,
) -> list[AccountEntry]:  # fmt: skip
    """List an account's entries of a range of days by date, a page at a time."""
    return [AccountEntry(*one) for one in rows(
        f"{_ENTRIES}{_of_sub(heads)}AND {_DAY} BETWEEN ? AND ? "
        f"ORDER BY {_DAY}, e.voucher_id, e.line LIMIT ? OFFSET ?",
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
        f"AND {_DAY} BETWEEN ? AND ? ORDER BY {_DAY}, e.voucher_id, e.line LIMIT ?) AS passed) "
        f"FROM entry e WHERE {_of_sub(heads)}AND {_DAY} <= ?",
        first_on, first_on, first_on, first_on, *here, first_on, last_on, skip, *here, last_on,
    )  # fmt: skip
    assert found is not None
    return Sums(*(int(one or 0) for one in found))


def entries_in_order(
    society_id: int, heads: Sequence[int], sub_id: int, after_id: int, upto_id: int | None
) -> list[AccountEntry]:
    """List an account's entries in the order they were entered, after a voucher, up to another."""
    return [AccountEntry(*one) for one in rows(
        f"{_ENTRIES}{_of_sub(heads)}AND {_VOUCHER} > ? AND {_VOUCHER} <= ? "
        f"ORDER BY {_VOUCHER}, e.line",
        society_id, *heads, sub_id, after_id, 2**31 - 1 if upto_id is None else upto_id,
    )]  # fmt: skip


def last_entries(
    society_id: int, member_id: int, pairs: Sequence[tuple[int, int]], most: int
) -> list[LastEntry]:
    """List the newest entries on these (head, sub-ledger) pairs and the member's other vouchers.

    Each pair gives its newest ones by index, so that a long history costs nothing; a line of head
    0 is a voucher for the member as a whole.
    """
    lines = _newest_lines(society_id, member_id, pairs, most)
    if not lines:
        return []
    marks = ",".join("?" * len(lines))
    vouchers = {one[0]: one for one in rows(
        "SELECT v.id, v.day_on, v.kind, v.no, v.task, v.total_paise, t.narration FROM voucher v "
        "JOIN voucher_text t ON t.society_id = v.society_id AND t.voucher_id = v.id "
        f"WHERE v.society_id = ? AND v.id IN ({marks})",
        society_id, *(one[0] for one in lines),
    )}  # fmt: skip
    found = []
    for voucher_id, _line, head, sub_id, paise in lines:
        *words, total, narration = vouchers[voucher_id]
        moved = paise if head else total
        found.append(LastEntry._make((*words, head, sub_id, moved, narration)))
    return found


def _newest_lines(
    society_id: int, member_id: int, pairs: Sequence[tuple[int, int]], most: int
) -> list[tuple[int, int, int, int, int]]:
    parts: list[str] = []
    params: list[int] = []
    for number, (head, sub_id) in enumerate(pairs):
        parts.append(
            "SELECT * FROM (SELECT voucher_id, line, head, sub_id, paise FROM entry "
            "WHERE society_id = ? AND head = ? AND sub_id = ? "
            f"ORDER BY voucher_id DESC LIMIT ?) AS p{number}"
        )
        params += [society_id, head, sub_id, most]
    parts.append(
        "SELECT * FROM (SELECT voucher_id, 0 AS line, 0 AS head, 0 AS sub_id, 0 AS paise "
        "FROM voucher_for WHERE society_id = ? AND register = 0 AND record_id = ? "
        "ORDER BY voucher_id DESC LIMIT ?) AS others"
    )
    params += [society_id, member_id, most, 2 * most]
    return rows(" UNION ALL ".join(parts) + " ORDER BY 1 DESC, 2 LIMIT ?", *params)


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
        f"SELECT SUM(e.paise) FROM entry e WHERE {_of_sub(heads)}AND {_VOUCHER} <= ?",
        society_id, *heads, sub_id, upto_id,
    )  # fmt: skip
    return int(found[0] or 0)
