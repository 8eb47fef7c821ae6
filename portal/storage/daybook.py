"""Vouchers, their lines and the running balances, by named SQL."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, NamedTuple

from portal.domain.daybook import Line, Voucher
from portal.storage.engine import insert_rows, portions, row, rows, run, value

_COLUMNS = (
    "society_id, id, fy, kind, no, day_on, posted_at, entered_by, on_behalf_of, approved_by, task, "
    "mode, reference, reference_on, paper_no, till, total_paise, given_paise, reverses_id, "
    "form_token"
)
_INSERT = (
    f"INSERT INTO voucher ({_COLUMNS}, text_commitment, leaf_hash, chain_hash, hash_version) VALUES"
)
_SELECT = (
    "SELECT v." + _COLUMNS.replace(", ", ", v.") + ", v.text_commitment, v.leaf_hash, "
    "v.chain_hash, v.hash_version, t.party, t.narration FROM voucher v "
    "JOIN voucher_text t ON t.society_id = v.society_id AND t.voucher_id = v.id "
)
_BOOK = (
    "SELECT last_voucher_id, chain_hash, last_act_id, act_hash, last_seal_no, seal_hash "
    "FROM book WHERE society_id = ?"
)


class Book(NamedTuple):
    """Where a society's chains stand."""

    last_voucher_id: int
    chain_hash: bytes
    last_act_id: int
    act_hash: bytes
    last_seal_no: int
    seal_hash: bytes


def start_book(society_id: int, start: bytes) -> None:
    """Give a society its book: empty chains."""
    run(
        "INSERT INTO book (society_id, chain_hash, act_hash, seal_hash) VALUES (?, ?, ?, ?) "
        "ON CONFLICT (society_id) DO NOTHING",
        society_id, start, start, start,
    )  # fmt: skip


def lock_book(society_id: int) -> Book:
    """Read a society's book and hold it until the transaction ends: one writer at a time."""
    found = row(_BOOK + " FOR UPDATE", society_id)
    if found is None:
        raise LookupError(f"society {society_id} has no book")
    return Book(found[0], bytes(found[1]), found[2], bytes(found[3]), found[4], bytes(found[5]))


def book(society_id: int) -> Book:
    """Read a society's book."""
    found = row(_BOOK, society_id)
    if found is None:
        raise LookupError(f"society {society_id} has no book")
    return Book(found[0], bytes(found[1]), found[2], bytes(found[3]), found[4], bytes(found[5]))


def set_chain(society_id: int, last_voucher_id: int, chain_hash: bytes) -> None:
    """Move the voucher chain forward."""
    run(
        "UPDATE book SET last_voucher_id = ?, chain_hash = ? WHERE society_id = ?",
        last_voucher_id, chain_hash, society_id,
    )  # fmt: skip


def next_no(society_id: int, fy: int, kind: str) -> int:
    """Take the next printed number of a kind in a financial year (P4)."""
    return int(value(
        "INSERT INTO voucher_number (society_id, fy, kind, last_no) VALUES (?, ?, ?, 1) "
        "ON CONFLICT (society_id, fy, kind) DO UPDATE SET last_no = voucher_number.last_no + 1 "
        "RETURNING last_no",
        society_id, fy, kind,
    ))  # fmt: skip


def insert_voucher(
    fields: Sequence[Any], text_commitment: bytes, leaf_hash: bytes, chain_hash: bytes,
    hash_version: int,
) -> None:  # fmt: skip
    """Store a voucher's own row; ``fields`` are chain.VOUCHER_FIELDS in order."""
    insert_rows(_INSERT, [(*fields, text_commitment, leaf_hash, chain_hash, hash_version)])


def insert_text(society_id: int, voucher_id: int, salt: bytes, party: str, narration: str) -> None:
    """Store a voucher's words, apart from it."""
    insert_rows(
        "INSERT INTO voucher_text (society_id, voucher_id, salt, party, narration) VALUES",
        [(society_id, voucher_id, salt, party, narration)],
    )


def insert_lines(society_id: int, voucher_id: int, day_on: str, lines: Sequence[Line]) -> None:
    """Store a voucher's lines."""
    insert_rows(
        "INSERT INTO entry (society_id, voucher_id, line, head, paise, sub_id, day_on) VALUES",
        [
            (society_id, voucher_id, number, line.head, line.paise, line.sub_id, day_on)
            for number, line in enumerate(lines, start=1)
        ],
    )


class Moved(NamedTuple):
    """Balances after a posting: of each head, and of each (head, sub-ledger) it moved."""

    heads: dict[int, int]
    subs: dict[tuple[int, int], int]


def move_balances(society_id: int, day_on: str, lines: Sequence[Line]) -> Moved:
    """Add lines to balances and the day's totals; return the new balances."""
    by_head: dict[int, list[int]] = {}
    for line in lines:
        sides = by_head.setdefault(line.head, [0, 0])
        sides[0 if line.paise > 0 else 1] += abs(line.paise)
    ordered = sorted(by_head.items())
    marks = ",".join(["(?,?,?)"] * len(ordered))
    moved = rows(
        f"INSERT INTO head_balance (society_id, head, paise) VALUES {marks} "
        "ON CONFLICT (society_id, head) DO UPDATE "
        "SET paise = head_balance.paise + excluded.paise RETURNING head, paise",
        *[item for head, (debit, credit) in ordered for item in (society_id, head, debit - credit)],
    )
    marks = ",".join(["(?,?,?,?,?)"] * len(ordered))
    run(
        "INSERT INTO head_total (society_id, day_on, head, debit_paise, credit_paise) "
        f"VALUES {marks} ON CONFLICT (society_id, day_on, head) DO UPDATE "
        "SET debit_paise = head_total.debit_paise + excluded.debit_paise, "
        "credit_paise = head_total.credit_paise + excluded.credit_paise",
        *[
            item
            for head, (debit, credit) in ordered
            for item in (society_id, day_on, head, debit, credit)
        ],
    )
    subs = _move_sub_balances(society_id, lines)
    return Moved({int(head): int(paise) for head, paise in moved}, subs)


def _move_sub_balances(society_id: int, lines: Sequence[Line]) -> dict[tuple[int, int], int]:
    by_sub: dict[tuple[int, int], int] = {}
    for line in lines:
        if line.sub_id is not None:
            key = (line.head, line.sub_id)
            by_sub[key] = by_sub.get(key, 0) + line.paise
    ordered = sorted(by_sub.items())
    moved: dict[tuple[int, int], int] = {}
    for part in portions(ordered):
        found = rows(
            "INSERT INTO sub_balance (society_id, head, sub_id, paise) "
            f"VALUES {','.join(['(?,?,?,?)'] * len(part))} "
            "ON CONFLICT (society_id, head, sub_id) DO UPDATE "
            "SET paise = sub_balance.paise + excluded.paise RETURNING head, sub_id, paise",
            *[item for (head, sub_id), paise in part for item in (society_id, head, sub_id, paise)],
        )
        moved |= {(int(head), int(sub_id)): int(paise) for head, sub_id, paise in found}
    return moved


def count_task_use(society_id: int, task: str, voucher_id: int) -> None:
    """Remember that a task was used, for the list of the most used."""
    run(
        "INSERT INTO task_use (society_id, task, times, last_voucher_id) VALUES (?, ?, 1, ?) "
        "ON CONFLICT (society_id, task) DO UPDATE "
        "SET times = task_use.times + 1, last_voucher_id = excluded.last_voucher_id",
        society_id, task, voucher_id,
    )  # fmt: skip


def tasks_by_use(society_id: int) -> list[str]:
    """List the society's task codes, most used first."""
    return [
        code
        for (code,) in rows(
            "SELECT task FROM task_use WHERE society_id = ? "
            "ORDER BY times DESC, last_voucher_id DESC",
            society_id,
        )
    ]


def _voucher(record: tuple[Any, ...], lines: tuple[Line, ...]) -> Voucher:
    values = list(record)
    for at in (20, 21, 22):
        values[at] = bytes(values[at])
    return Voucher(*values, lines)  # type: ignore[call-arg]


def voucher(society_id: int, voucher_id: int) -> Voucher | None:
    """Return one voucher with its lines, or None."""
    found = row(_SELECT + "WHERE v.society_id = ? AND v.id = ?", society_id, voucher_id)
    if found is None:
        return None
    lines = rows(
        "SELECT head, paise, sub_id FROM entry WHERE society_id = ? AND voucher_id = ? "
        "ORDER BY line",
        society_id, voucher_id,
    )  # fmt: skip
    return _voucher(found, tuple(Line(*line) for line in lines))


def _with_lines(found: list[tuple[Any, ...]], society_id: int) -> list[Voucher]:
    if not found:
        return []
    ids = [record[1] for record in found]
    lines: dict[int, list[Line]] = {}
    for voucher_id, head, paise, sub_id in rows(
        "SELECT voucher_id, head, paise, sub_id FROM entry "
        "WHERE society_id = ? AND voucher_id BETWEEN ? AND ? ORDER BY voucher_id, line",
        society_id, min(ids), max(ids),
    ):  # fmt: skip
        lines.setdefault(voucher_id, []).append(Line(head, paise, sub_id))
    return [_voucher(record, tuple(lines[record[1]])) for record in found]


def vouchers_on(
    society_id: int, first_on: str, last_on: str, most: int, skip: int, *, without: str = ""
) -> list[Voucher]:
    """List the vouchers of a range of days in entry order but one kind, a page at a time."""
    found = rows(
        _SELECT + "WHERE v.society_id = ? AND v.day_on BETWEEN ? AND ? AND v.kind <> ? "
        "ORDER BY v.day_on, v.id LIMIT ? OFFSET ?",
        society_id, first_on, last_on, without, most, skip,
    )  # fmt: skip
    return _with_lines(found, society_id)


def vouchers_of_kind(society_id: int, fy: int, kind: str, most: int, skip: int) -> list[Voucher]:
    """List the vouchers of a kind of a financial year by number, a page at a time."""
    found = rows(
        _SELECT + "WHERE v.society_id = ? AND v.fy = ? AND v.kind = ? ORDER BY v.no "
        "LIMIT ? OFFSET ?",
        society_id, fy, kind, most, skip,
    )  # fmt: skip
    lines: dict[int, list[Line]] = {}
    for voucher_id, *line in rows(
        "SELECT e.voucher_id, e.head, e.paise, e.sub_id FROM voucher v JOIN entry e "
        "ON e.society_id = v.society_id AND e.voucher_id = v.id "
        "WHERE v.society_id = ? AND v.fy = ? AND v.kind = ? ORDER BY e.voucher_id, e.line",
        society_id, fy, kind,
    ):  # fmt: skip
        lines.setdefault(voucher_id, []).append(Line(*line))
    return [_voucher(record, tuple(lines[record[1]])) for record in found]


def last_vouchers(society_id: int, day_on: str, most: int) -> list[Voucher]:
    """List a day's latest vouchers, the newest first."""
    found = rows(
        _SELECT + "WHERE v.society_id = ? AND v.day_on = ? ORDER BY v.id DESC LIMIT ?",
        society_id, day_on, most,
    )  # fmt: skip
    return _with_lines(found, society_id)


def like_one_since(
    society_id: int, day_on: str, task: str, total_paise: int, party: str, since_at: int
) -> Voucher | None:
    """Find a voucher of today with the same task, amount and party since an instant."""
    found = row(
        _SELECT + "WHERE v.society_id = ? AND v.day_on = ? AND v.task = ? AND v.total_paise = ? "
        "AND v.posted_at >= ? AND t.party = ? AND v.reverses_id IS NULL ORDER BY v.id DESC LIMIT 1",
        society_id, day_on, task, total_paise, since_at, party,
    )  # fmt: skip
    return _voucher(found, ()) if found else None


def balance(society_id: int, head: int) -> int:
    """Return a head's balance now; debit is positive."""
    return int(value(
        "SELECT paise FROM head_balance WHERE society_id = ? AND head = ?", society_id, head
    ) or 0)  # fmt: skip


def balances(society_id: int) -> dict[int, int]:
    """Return every head's balance now; debit is positive."""
    return dict(rows(
        "SELECT head, paise FROM head_balance WHERE society_id = ? AND paise <> 0", society_id
    ))  # fmt: skip


def sub_balances(society_id: int, head: int) -> dict[int, int]:
    """Return the balances of a head's sub-ledger by its key."""
    return dict(rows(
        "SELECT sub_id, paise FROM sub_balance WHERE society_id = ? AND head = ? AND paise <> 0",
        society_id, head,
    ))  # fmt: skip


def totals_between(society_id: int, first_on: str, last_on: str) -> dict[int, tuple[int, int]]:
    """Return each head's debit and credit in a range of days."""
    return {
        head: (int(debit), int(credit))
        for head, debit, credit in rows(
            "SELECT head, SUM(debit_paise), SUM(credit_paise) FROM head_total "
            "WHERE society_id = ? AND day_on BETWEEN ? AND ? GROUP BY head ORDER BY head",
            society_id, first_on, last_on,
        )
    }  # fmt: skip


def balances_before(society_id: int, on: str) -> dict[int, int]:
    """Return each head's balance at the opening of a day; debit is positive."""
    return {
        head: int(paise)
        for head, paise in rows(
            "SELECT head, SUM(debit_paise - credit_paise) FROM head_total "
            "WHERE society_id = ? AND day_on < ? GROUP BY head",
            society_id, on,
        )
    }  # fmt: skip


def reversal_of(society_id: int, voucher_id: int) -> tuple[int, str, int, int] | None:
    """Return (id, kind, fy, no) of the voucher that reverses this one, or None."""
    return row(
        "SELECT id, kind, fy, no FROM voucher WHERE society_id = ? AND reverses_id = ?",
        society_id, voucher_id,
    )  # fmt: skip
