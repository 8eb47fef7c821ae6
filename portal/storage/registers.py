"""The registers of shares, deposits and loans a page at a time, and what they add up to."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

from portal.storage.engine import rows, value


class ShareRow(NamedTuple):
    """A member's share folio now; credit (what the member has) is positive here."""

    member_id: int
    member_no: str | None
    name_hi: str
    guardian_hi: str
    village_hi: str
    paise: int


class AccountRow(NamedTuple):
    """An account and what stands on its heads now, debit positive; interest apart."""

    account_id: int
    account_no: str
    kind: str
    head: int
    status: str
    amount_paise: int | None
    due_on: str
    member_no: str | None
    name_hi: str
    village_hi: str
    paise: int
    interest_paise: int


class HeadSum(NamedTuple):
    """What a register adds up to on one head beside the books; debit is positive.

    ``not_allotted_paise`` is what the opening balances hold for nobody in particular yet.
    """

    head: int
    named_paise: int
    not_allotted_paise: int
    head_paise: int

    @property
    def gap_paise(self) -> int:
        """What the books hold and the register does not explain."""
        return self.head_paise - self.named_paise - self.not_allotted_paise


def share_rows(society_id: int, after_id: int, most: int) -> list[ShareRow]:
    """List members with a share folio, after a member's key."""
    return [ShareRow._make((*one[:5], int(one[5]))) for one in rows(
        "SELECT m.id, m.member_no, m.name_hi, m.guardian_hi, m.village_hi, "
        "-COALESCE(r.paise, 0) - COALESCE(o.paise, 0) FROM member m "
        "LEFT JOIN sub_balance r "
        "ON r.society_id = m.society_id AND r.head = 1101 AND r.sub_id = m.id "
        "LEFT JOIN sub_balance o "
        "ON o.society_id = m.society_id AND o.head = 1102 AND o.sub_id = m.id "
        "WHERE m.society_id = ? AND m.id > ? AND (r.paise IS NOT NULL OR o.paise IS NOT NULL) "
        "ORDER BY m.id LIMIT ?",
        society_id, after_id, most,
    )]  # fmt: skip


def moved_since(
    society_id: int, heads: Sequence[int], first_sub: int, last_sub: int, first_on: str
) -> dict[int, tuple[int, int]]:
    """Return the debit and credit of a range of sub-ledgers since a day, by key."""
    marks = ",".join("?" * len(heads))
    return {sub_id: (int(debit), int(credit)) for sub_id, debit, credit in rows(
        "SELECT sub_id, SUM(CASE WHEN paise > 0 THEN paise ELSE 0 END), "
        "SUM(CASE WHEN paise < 0 THEN -paise ELSE 0 END) FROM entry "
        f"WHERE society_id = ? AND head IN ({marks}) AND sub_id BETWEEN ? AND ? AND day_on >= ? "
        "GROUP BY sub_id",
        society_id, *heads, first_sub, last_sub, first_on,
    )}  # fmt: skip


def _sum(heads: Sequence[int]) -> str:
    codes = ",".join(str(int(one)) for one in heads)
    return (
        "COALESCE((SELECT SUM(b.paise) FROM sub_balance b WHERE b.society_id = a.society_id "
        f"AND b.head IN ({codes}) AND b.sub_id = a.id), 0)"
    )


class Wish(NamedTuple):
    """Which accounts of a register: a kind ('' all), only those overdue on a day ('' all)."""

    kind: str = ""
    overdue_on: str = ""


def account_rows(
    society_id: int, heads: Sequence[int], interest: Sequence[int], wish: Wish, after_id: int,
    most: int,
) -> list[AccountRow]:  # fmt: skip
    """List accounts of some heads that are open or hold something, after an account's key."""
    principal = _sum(heads)
    marks = ",".join("?" * len(heads))
    where, params = "", []
    if wish.kind:
        where += "AND a.kind = ? "
        params.append(wish.kind)
    if wish.overdue_on:
        where += f"AND a.due_on <> '' AND a.due_on < ? AND {principal} > 0 "
        params.append(wish.overdue_on)
    return [AccountRow._make((*one[:10], int(one[10]), int(one[11]))) for one in rows(
        "SELECT a.id, a.account_no, a.kind, a.head, a.status, a.amount_paise, a.due_on, "
        f"m.member_no, m.name_hi, m.village_hi, {principal}, {_sum(interest) if interest else 0} "
        "FROM account a JOIN member m ON m.society_id = a.society_id AND m.id = a.member_id "
        f"WHERE a.society_id = ? AND a.id > ? AND a.head IN ({marks}) {where}"
        f"AND (a.status = 'open' OR {principal} <> 0) ORDER BY a.id LIMIT ?",
        society_id, after_id, *heads, *params, most,
    )]  # fmt: skip


def sums(society_id: int, heads: Sequence[int], table: str) -> list[HeadSum]:
    """Compare registers with the books, head by head; ``table`` is 'member' or 'account'."""
    if table not in ("member", "account"):
        raise ValueError(table)
    marks = ",".join("?" * len(heads))
    named = dict(rows(
        f"SELECT b.head, SUM(b.paise) FROM sub_balance b JOIN {table} r "
        "ON r.society_id = b.society_id AND r.id = b.sub_id "
        f"WHERE b.society_id = ? AND b.head IN ({marks}) GROUP BY b.head",
        society_id, *heads,
    ))  # fmt: skip
    return [
        HeadSum(head, int(named.get(head, 0)), int(unnamed or 0), int(paise))
        for head, paise, unnamed in rows(
            "SELECT h.head, h.paise, s.paise FROM head_balance h LEFT JOIN sub_balance s "
            "ON s.society_id = h.society_id AND s.head = h.head AND s.sub_id = 0 "
            f"WHERE h.society_id = ? AND h.head IN ({marks}) ORDER BY h.head",
            society_id,
            *heads,
        )
    ]


def overdue_paise(society_id: int, heads: Sequence[int], on: str) -> int:
    """Return what stands on loans whose date has passed."""
    marks = ",".join("?" * len(heads))
    return int(value(
        "SELECT SUM(b.paise) FROM account a CROSS JOIN sub_balance b "  # accounts first, by head
        f"WHERE a.society_id = ? AND a.head IN ({marks}) AND a.due_on <> '' AND a.due_on < ? "
        f"AND b.society_id = a.society_id AND b.head IN ({marks}) AND b.sub_id = a.id",
        society_id, *heads, on, *heads,
    ) or 0)  # fmt: skip


def villages(society_id: int) -> list[tuple[str, int]]:
    """List villages with their number of active members."""
    return rows(
        "SELECT village_hi, COUNT(*) FROM member WHERE society_id = ? AND status = 'active' "
        "GROUP BY village_hi ORDER BY village_hi",
        society_id,
    )


def members_of_village(society_id: int, village_hi: str, most: int, skip: int) -> list[int]:
    """List the keys of a village's active members in the order of their names."""
    return [int(one[0]) for one in rows(
        "SELECT id FROM member WHERE society_id = ? AND village_hi = ? AND status = 'active' "
        "ORDER BY sort_key, id LIMIT ? OFFSET ?",
        society_id, village_hi, most, skip,
    )]  # fmt: skip
