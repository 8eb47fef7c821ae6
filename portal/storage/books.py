"""What the books read besides vouchers: bare lines, neighbours of a day, corrections, one head."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, NamedTuple

from portal.domain.year_edge import ADJUSTMENT
from portal.storage.engine import row, rows, value


class LedgerEntry(NamedTuple):
    """One line of a head with its voucher's words; debit is positive."""

    day_on: str
    voucher_id: int
    kind: str
    no: int
    paise: int
    party: str | None
    narration: str | None


def bare_lines(
    society_id: int, first_on: str, last_on: str, *, without: str = ""
) -> list[tuple[int, str, int, int]]:
    """List (voucher id, kind, head, paise) of a range of days in entry order, but one kind."""
    return rows(
        "SELECT v.id, v.kind, e.head, e.paise FROM voucher v "
        "JOIN entry e ON e.society_id = v.society_id AND e.voucher_id = v.id "
        "WHERE v.society_id = ? AND v.day_on BETWEEN ? AND ? AND v.kind <> ? "
        "ORDER BY v.day_on, v.id, e.line",
        society_id, first_on, last_on, without,
    )  # fmt: skip


def balances_before(society_id: int, heads: Sequence[int], on: str) -> dict[int, int]:
    """Return the balances of some heads at the opening of a day; debit is positive."""
    marks = ",".join("?" * len(heads))
    return {head: int(paise) for head, paise in rows(
        "SELECT head, SUM(debit_paise - credit_paise) FROM head_total "
        f"WHERE society_id = ? AND head IN ({marks}) AND day_on < ? GROUP BY head",
        society_id, *heads, on,
    )}  # fmt: skip


def neighbours(society_id: int, on: str) -> tuple[str | None, str | None]:
    """Return the days with entries before and after a date (holidays and idle days have none)."""
    found = row(
        "SELECT (SELECT MAX(day_on) FROM day WHERE society_id = ? AND day_on < ? "
        "AND kind IN ('working', 'opening')), (SELECT MIN(day_on) FROM day WHERE society_id = ? "
        "AND day_on > ? AND kind IN ('working', 'opening'))",
        society_id, on, society_id, on,
    )  # fmt: skip
    assert found is not None
    return found[0], found[1]


def opening_on(society_id: int) -> str | None:
    """Return the date of the opening balances, or None."""
    return value(
        "SELECT MIN(day_on) FROM day WHERE society_id = ? AND kind = 'opening'", society_id
    )


def latest_on(society_id: int) -> str | None:
    """Return the latest day with entries, or None."""
    return value(
        "SELECT MAX(day_on) FROM day WHERE society_id = ? AND kind IN ('working', 'opening')",
        society_id,
    )


def corrections(
    society_id: int, first_id: int, last_id: int
) -> list[tuple[int, int, str, int, str]]:
    """List (voucher, other voucher, other's kind and number, part) of vouchers in corrections.

    Part is 'reversal', 'replacement' or 'clearing', or 'reversed' seen from the original.
    """
    return rows(
        "SELECT r.id, o.id, o.kind, o.no, 'reversal' FROM voucher r "
        "JOIN voucher o ON o.society_id = r.society_id AND o.id = r.reverses_id "
        "WHERE r.society_id = ? AND r.id BETWEEN ? AND ? "
        "UNION ALL SELECT r.reverses_id, r.id, r.kind, r.no, 'reversed' FROM voucher r "
        "WHERE r.society_id = ? AND r.reverses_id BETWEEN ? AND ? "
        "UNION ALL SELECT c.voucher_id, o.id, o.kind, o.no, c.part FROM correction c "
        "JOIN voucher o ON o.society_id = c.society_id AND o.id = c.original_id "
        "WHERE c.society_id = ? AND c.voucher_id BETWEEN ? AND ? AND c.part <> 'reversal'",
        *(society_id, first_id, last_id) * 3,
    )  # fmt: skip


_LEDGER = (
    "FROM entry e JOIN voucher v ON v.society_id = e.society_id AND v.id = e.voucher_id "
    "JOIN voucher_text t ON t.society_id = v.society_id AND t.voucher_id = v.id "
    "WHERE e.society_id = ? AND e.head = ? AND e.day_on BETWEEN ? AND ? "
)


def ledger_entries(
    society_id: int, head: int, first_on: str, last_on: str, most: int, skip: int
) -> list[LedgerEntry]:
    """List a head's lines of a range of days in entry order, a page at a time."""
    return [LedgerEntry(*found) for found in rows(
        "SELECT e.day_on, v.id, v.kind, v.no, e.paise, t.party, t.narration " + _LEDGER
        + "ORDER BY e.day_on, e.voucher_id, e.line LIMIT ? OFFSET ?",
        society_id, head, first_on, last_on, most, skip,
    )]  # fmt: skip


def ledger_sums(
    society_id: int, head: int, first_on: str, last_on: str, skip: int
) -> tuple[int, int, int, int]:
    """Return how many lines a head has in a range of days, their debit and credit, and the signed
    sum of the first ``skip`` of them."""
    where: tuple[Any, ...] = (society_id, head, first_on, last_on)
    found = row(
        "SELECT COUNT(*), SUM(CASE WHEN paise > 0 THEN paise ELSE 0 END), "
        "SUM(CASE WHEN paise < 0 THEN -paise ELSE 0 END), "
        "(SELECT SUM(paise) FROM (SELECT paise FROM entry WHERE society_id = ? AND head = ? "
        "AND day_on BETWEEN ? AND ? ORDER BY day_on, voucher_id, line LIMIT ?) AS first_ones) "
        "FROM entry WHERE society_id = ? AND head = ? AND day_on BETWEEN ? AND ?",
        *where, skip, *where,
    )  # fmt: skip
    assert found is not None
    return int(found[0]), int(found[1] or 0), int(found[2] or 0), int(found[3] or 0)


def kinds_on(society_id: int, day_on: str) -> list[tuple[str, int, int, int]]:
    """List (kind, first number, last number, how many) of a day's vouchers, not of its edge."""
    return rows(
        "SELECT kind, MIN(no), MAX(no), COUNT(*) FROM voucher WHERE society_id = ? AND day_on = ? "
        f"AND kind <> '{ADJUSTMENT}' GROUP BY kind ORDER BY MIN(id)",
        society_id, day_on,
    )  # fmt: skip
