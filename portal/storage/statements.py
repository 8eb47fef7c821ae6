"""Statements that were read in, their lines, and what of the books they are held against."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any, NamedTuple

from portal.domain.statements import StatementLine
from portal.storage.engine import insert_rows, row, rows, rows_among, run, value

_STATEMENT = (
    "SELECT society_id, id, head, file_name, first_on, last_on, opening_paise, closing_paise, "
    "taken_at, taken_by FROM statement "
)
_LINE = (
    "SELECT head, id, version, statement_id, line_no, moved_on, moved_time, paise, balance_paise, "
    "reference, narration, found_as, order_id, voucher_id, note, matched_at, matched_by "
    "FROM statement_line "
)
_ENTRY = (
    "SELECT e.voucher_id, e.day_on, e.paise, v.kind, v.no, v.task, v.reference, v.reverses_id, "
    "r.id, o.id, o.transaction_id, o.pay_ref, o.payment_ref_id, t.party, t.narration "
    "FROM entry e JOIN voucher v ON v.society_id = e.society_id AND v.id = e.voucher_id "
    "JOIN voucher_text t ON t.society_id = e.society_id AND t.voucher_id = e.voucher_id "
    "LEFT JOIN voucher r ON r.society_id = v.society_id AND r.reverses_id = v.id "
    "LEFT JOIN bill_order o ON o.society_id = v.society_id AND o.payment_ref_id = v.reference "
)


class Statement(NamedTuple):
    """A statement as it was read in; the balances are as its keeper says, where it says them."""

    society_id: int
    id: int
    head: int
    file_name: str
    first_on: str
    last_on: str
    opening_paise: int | None
    closing_paise: int | None
    taken_at: int
    taken_by: int


class Line(NamedTuple):
    """A stored line; ``found_as`` says why it is in order, '' while nobody knows."""

    head: int
    id: int
    version: int
    statement_id: int
    line_no: int
    moved_on: str
    moved_time: str
    paise: int
    balance_paise: int | None
    reference: str
    narration: str
    found_as: str
    order_id: int | None
    voucher_id: int | None
    note: str
    matched_at: int | None
    matched_by: int | None


class Entry(NamedTuple):
    """A voucher's line on an account that has statements, with what it may be known by there."""

    voucher_id: int
    day_on: str
    paise: int
    kind: str
    no: int
    task: str
    reference: str
    reverses_id: int | None
    reversed_by: int | None
    order_id: int | None
    transaction_id: str | None
    pay_ref: str | None
    payment_ref_id: str | None
    party: str | None
    narration: str | None


def insert_statement(
    society_id: int, head: int, file_name: str, digest: str, span: tuple[str, str],
    balances: tuple[int | None, int | None], at: int, by: int,
) -> int:  # fmt: skip
    """Store a statement's own row and return its key; the book must be held."""
    new = int(value("SELECT MAX(id) FROM statement WHERE society_id = ?", society_id) or 0) + 1
    insert_rows(
        "INSERT INTO statement (society_id, id, head, file_name, digest, first_on, last_on, "
        "opening_paise, closing_paise, taken_at, taken_by) VALUES",
        [(society_id, new, head, file_name, digest, *span, *balances, at, by)],
    )
    return new


def insert_lines(
    society_id: int, head: int, statement_id: int, lines: Sequence[StatementLine]
) -> None:
    """Store the lines of a statement that are new; the book must be held."""
    last = int(value(
        "SELECT MAX(id) FROM statement_line WHERE society_id = ? AND head = ?", society_id, head
    ) or 0)  # fmt: skip
    insert_rows(
        "INSERT INTO statement_line (society_id, head, id, version, statement_id, line_no, "
        "moved_on, moved_time, paise, balance_paise, reference, narration) VALUES",
        [
            (
                society_id, head, last + at, 1, statement_id, one.line_no, one.moved_on,
                one.moved_time, one.paise, one.balance_paise, one.reference, one.narration,
            )
            for at, one in enumerate(lines, start=1)
        ],
    )  # fmt: skip


def statement(society_id: int, statement_id: int) -> Statement | None:
    """Return a statement, or None."""
    found = row(_STATEMENT + "WHERE society_id = ? AND id = ?", society_id, statement_id)
    return Statement(*found) if found else None


def statement_of_file(society_id: int, head: int, digest: str) -> int | None:
    """Return the statement that this very file is, or None."""
    found: int | None = value(
        "SELECT id FROM statement WHERE society_id = ? AND head = ? AND digest = ?",
        society_id, head, digest,
    )  # fmt: skip
    return found


def last_of_head(society_id: int, head: int) -> int:
    """Return the statement of an account that was read in last, 0 for none."""
    return int(value(
        "SELECT MAX(id) FROM statement WHERE society_id = ? AND head = ?", society_id, head
    ) or 0)  # fmt: skip


def has_said_by_hand(society_id: int, found: Statement) -> bool:
    """Say whether a person tied or explained a line that a statement brought."""
    return row(
        "SELECT 1 FROM statement_line WHERE society_id = ? AND head = ? "
        "AND moved_on BETWEEN ? AND ? AND statement_id = ? "
        "AND found_as IN ('tied', 'explained') LIMIT 1",
        society_id, found.head, found.first_on, found.last_on, found.id,
    ) is not None  # fmt: skip


def remove(society_id: int, found: Statement) -> int:
    """Remove a statement with the lines it brought; return how many those were."""
    lines = run(
        "DELETE FROM statement_line WHERE society_id = ? AND head = ? "
        "AND moved_on BETWEEN ? AND ? AND statement_id = ?",
        society_id, found.head, found.first_on, found.last_on, found.id,
    )  # fmt: skip
    run("DELETE FROM statement WHERE society_id = ? AND id = ?", society_id, found.id)
    return lines


def latest_statements(society_id: int, most: int) -> list[Statement]:
    """List the statements read in last, the newest first."""
    return [Statement(*found) for found in rows(
        _STATEMENT + "WHERE society_id = ? ORDER BY id DESC LIMIT ?", society_id, most
    )]  # fmt: skip


def spans(society_id: int) -> list[tuple[int, str, str]]:
    """List (head, first day, last day) of every statement, by head and day."""
    return [(int(head), first_on, last_on) for head, first_on, last_on in rows(
        "SELECT head, first_on, last_on FROM statement WHERE society_id = ? "
        "ORDER BY head, first_on, last_on",
        society_id,
    )]  # fmt: skip


def identities(society_id: int, head: int, first_on: str, last_on: str) -> dict[Any, int]:
    """Count the stored movements of a range of days by what makes them the same."""
    return {
        tuple(found[:5]): int(found[5])
        for found in rows(
            "SELECT moved_on, moved_time, reference, paise, balance_paise, COUNT(*) "
            "FROM statement_line WHERE society_id = ? AND head = ? AND moved_on BETWEEN ? AND ? "
            "GROUP BY moved_on, moved_time, reference, paise, balance_paise",
            society_id, head, first_on, last_on,
        )
    }  # fmt: skip


def _lines(sql: str, *params: Any) -> list[Line]:
    return [Line(*found) for found in rows(_LINE + sql, *params)]


def lines_between(society_id: int, head: int, first_on: str, last_on: str) -> list[Line]:
    """List the lines of a range of days as they happened."""
    return _lines(
        "WHERE society_id = ? AND head = ? AND moved_on BETWEEN ? AND ? "
        "ORDER BY moved_on, moved_time, id",
        society_id, head, first_on, last_on,
    )  # fmt: skip


def lines_of(society_id: int, found: Statement, most: int, skip: int = 0) -> list[Line]:
    """List the lines that a statement brought, a page at a time."""
    return _lines(
        "WHERE society_id = ? AND head = ? AND moved_on BETWEEN ? AND ? AND statement_id = ? "
        "ORDER BY id LIMIT ? OFFSET ?",
        society_id, found.head, found.first_on, found.last_on, found.id, most, skip,
    )  # fmt: skip


def count_of(society_id: int, found: Statement) -> tuple[int, int]:
    """Count the lines that a statement brought, and those of them that nobody explains yet."""
    counted = row(
        "SELECT COUNT(*), SUM(CASE WHEN found_as = '' THEN 1 ELSE 0 END) FROM statement_line "
        "WHERE society_id = ? AND head = ? AND moved_on BETWEEN ? AND ? AND statement_id = ?",
        society_id, found.head, found.first_on, found.last_on, found.id,
    )  # fmt: skip
    assert counted is not None
    return int(counted[0]), int(counted[1] or 0)


def line(society_id: int, head: int, line_id: int) -> Line | None:
    """Return a line, or None."""
    found = _lines("WHERE society_id = ? AND head = ? AND id = ?", society_id, head, line_id)
    return found[0] if found else None


def open_by_head(society_id: int) -> dict[int, int]:
    """Count the lines that nobody explains yet by account."""
    return {
        int(head): int(number)
        for head, number in rows(
            "SELECT head, COUNT(*) FROM statement_line WHERE society_id = ? AND found_as = '' "
            "GROUP BY head",
            society_id,
        )
    }  # fmt: skip


def to_match(since: int) -> list[tuple[int, int]]:
    """List (society, account) where vouchers since an instant may change what was found.

    That is where lines are open, or where one of the latest fifty vouchers reverses another.
    """
    return [(int(society_id), int(head)) for society_id, head in rows(
        "SELECT DISTINCT s.society_id, s.head FROM statement s "
        "JOIN book b ON b.society_id = s.society_id "
        "JOIN voucher v ON v.society_id = b.society_id AND v.id = b.last_voucher_id "
        "WHERE v.posted_at >= ? AND (EXISTS (SELECT 1 FROM statement_line l "
        "WHERE l.society_id = s.society_id AND l.head = s.head AND l.found_as = '') "
        "OR EXISTS (SELECT 1 FROM voucher r WHERE r.society_id = b.society_id "
        "AND r.id > b.last_voucher_id - 50 AND r.reverses_id IS NOT NULL "
        "AND r.posted_at >= ?)) ORDER BY s.society_id, s.head",
        since, since,
    )]  # fmt: skip


def first_open_on(society_id: int, head: int) -> str | None:
    """Return the day of the oldest line that nobody explains yet, or None."""
    found: str | None = value(
        "SELECT MIN(moved_on) FROM statement_line WHERE society_id = ? AND head = ? "
        "AND found_as = ''",
        society_id, head,
    )  # fmt: skip
    return found


def say_of_line(
    society_id: int, before: Line, found_as: str, at: int, by: int | None,
    voucher_id: int | None = None, order_id: int | None = None, note: str = "",
) -> bool:  # fmt: skip
    """Say why a line is in order ('' for no longer); False where somebody said it meanwhile."""
    return run(
        "UPDATE statement_line SET version = version + 1, found_as = ?, voucher_id = ?, "
        "order_id = ?, note = ?, matched_at = ?, matched_by = ? "
        "WHERE society_id = ? AND head = ? AND id = ? AND version = ?",
        found_as, voucher_id, order_id, note, at, by, society_id, before.head, before.id,
        before.version,
    ) == 1  # fmt: skip


def entries_between(society_id: int, head: int, first_on: str, last_on: str) -> list[Entry]:
    """List what vouchers moved on an account in a range of days; opening balances left out."""
    return [Entry(*found) for found in rows(
        _ENTRY + "WHERE e.society_id = ? AND e.head = ? AND e.day_on BETWEEN ? AND ? "
        "AND v.kind <> 'opening' ORDER BY e.day_on, e.voucher_id, e.line",
        society_id, head, first_on, last_on,
    )]  # fmt: skip


def entries_of(society_id: int, head: int, voucher_ids: Iterable[int]) -> list[Entry]:
    """List what certain vouchers moved on an account."""
    return [Entry(*found) for found in rows_among(
        _ENTRY + "WHERE e.society_id = ? AND e.head = ? AND e.voucher_id IN",
        society_id, head, among=voucher_ids,
    )]  # fmt: skip


def count_without_line(society_id: int, head: int, first_on: str, last_on: str) -> int:
    """Count the entries of a range of days that no line belongs to; one UPI payment counts once.

    What was reversed, or reverses, is left out.
    """
    return int(value(
        "SELECT COUNT(*) FROM (SELECT MIN(e.voucher_id) FROM entry e "
        "JOIN voucher v ON v.society_id = e.society_id AND v.id = e.voucher_id "
        "WHERE e.society_id = ? AND e.head = ? AND e.day_on BETWEEN ? AND ? "
        "AND v.kind <> 'opening' AND +v.reverses_id IS NULL "  # + keeps its index out of the way
        "AND NOT EXISTS (SELECT 1 FROM voucher r WHERE r.society_id = v.society_id "
        "AND r.reverses_id = v.id) "
        "AND e.voucher_id NOT IN (SELECT s.voucher_id FROM statement_line s "
        "WHERE s.society_id = ? AND s.head = ? AND s.voucher_id IS NOT NULL) "
        "AND (v.mode <> 'upi' OR v.reference NOT IN (SELECT w.reference FROM statement_line s "
        "JOIN voucher w ON w.society_id = s.society_id AND w.id = s.voucher_id "
        "WHERE s.society_id = ? AND s.head = ? AND length(w.reference) = 12)) "
        "GROUP BY CASE WHEN v.mode = 'upi' AND length(v.reference) = 12 THEN v.reference "
        "ELSE CAST(e.voucher_id AS TEXT) END) t",
        society_id, head, first_on, last_on, society_id, head, society_id, head,
    ))  # fmt: skip


class Paid(NamedTuple):
    """An order on which money was taken, by all that others call it."""

    id: int
    through_paise: int
    state: str
    payment_ref_id: str
    transaction_id: str
    pay_ref: str


def orders_between(society_id: int, first_on: str, last_on: str) -> list[Paid]:
    """List the orders begun in a range of days on which money was taken."""
    return [Paid(*found) for found in rows(
        "SELECT id, amount_paise + fee_paise, state, payment_ref_id, transaction_id, pay_ref "
        "FROM bill_order WHERE society_id = ? AND asked_on BETWEEN ? AND ? "
        "AND cash_voucher_id IS NOT NULL",
        society_id, first_on, last_on,
    )]  # fmt: skip


def wallet_payments(society_id: int) -> list[tuple[int | None, int | None, str, str]]:
    """List (voucher, voucher of its return, our number, the CSC's) of what the wallet paid."""
    return [(one, back, ours, theirs) for one, back, ours, theirs in rows(
        "SELECT voucher_id, return_voucher_id, merchant_txn, csc_txn FROM wallet_payment "
        "WHERE society_id = ? AND voucher_id IS NOT NULL",
        society_id,
    )]  # fmt: skip


def upi_visits(society_id: int, first_on: str, last_on: str) -> list[tuple[int, int]]:
    """List (visit, voucher) of all that was paid by UPI in a range of days."""
    where = (
        "WHERE v.society_id = ? AND v.state = 'paid' AND v.mode = 'upi' "
        "AND v.paid_on BETWEEN ? AND ? "
    )
    return [(int(visit_id), int(voucher_id)) for visit_id, voucher_id in rows(
        "SELECT v.id, o.cash_voucher_id FROM visit v JOIN bill_order o "
        "ON o.society_id = v.society_id AND o.visit_id = v.id "
        + where + "AND o.cash_voucher_id IS NOT NULL UNION ALL "
        "SELECT v.id, f.voucher_id FROM visit v JOIN visit_fee f "
        "ON f.society_id = v.society_id AND f.visit_id = v.id "
        + where + "AND f.voucher_id IS NOT NULL",
        society_id, first_on, last_on, society_id, first_on, last_on,
    )]  # fmt: skip


def balance_before(society_id: int, head: int, on: str) -> int:
    """Return what the books held on an account at the opening of a day; debit is positive."""
    return int(value(
        "SELECT SUM(debit_paise - credit_paise) FROM head_total "
        "WHERE society_id = ? AND head = ? AND day_on < ?",
        society_id, head, on,
    ) or 0)  # fmt: skip
