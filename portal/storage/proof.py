"""All rows of a society in order, a batch at a time, for the proof of its books."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from portal.domain.act_proof import CorrectionRow
from portal.domain.chain import VOUCHER_FIELDS
from portal.domain.proof import ActRow, BookRow, CountRow, DayRow, SealRow
from portal.domain.year_edge import YearEdge
from portal.storage import year_edge
from portal.storage.engine import row, rows

BATCH = 2000
_BEFORE_ALL = -(2**62)
_VOUCHERS = (
    "SELECT v." + ", v.".join(VOUCHER_FIELDS) + ", v.text_commitment, v.leaf_hash, v.chain_hash, "
    "v.hash_version, t.salt, t.party, t.narration FROM voucher v LEFT JOIN voucher_text t "
    "ON t.society_id = v.society_id AND t.voucher_id = v.id "
    f"WHERE v.society_id = ? AND v.id > ? ORDER BY v.id LIMIT {BATCH}"
)
_LINES = (
    "SELECT voucher_id, head, paise, sub_id FROM entry "
    "WHERE society_id = ? AND voucher_id > ? AND voucher_id <= ? ORDER BY voucher_id, line"
)
_ACTS = (
    "SELECT society_id, id, kind, day_on, done_at, done_by, on_behalf_of, detail, leaf_hash, "
    "chain_hash, hash_version FROM act "
    f"WHERE society_id = ? AND id > ? ORDER BY id LIMIT {BATCH}"
)

Line = tuple[int, int, int | None]


def book(society_id: int) -> BookRow | None:
    """Return where the society's chains stand, or None."""
    found = row(
        "SELECT last_voucher_id, chain_hash, last_act_id, act_hash, last_seal_no, seal_hash "
        "FROM book WHERE society_id = ?",
        society_id,
    )
    return BookRow(*found) if found else None


def vouchers(society_id: int) -> Iterator[tuple[tuple[Any, ...], list[Line]]]:
    """Go through the vouchers by id with their lines (head, paise, sub).

    A voucher is VOUCHER_FIELDS, commitment, leaf, chain, hash version, salt, party, narration.
    """
    last_id = _BEFORE_ALL
    while found := rows(_VOUCHERS, society_id, last_id):
        lines: dict[int, list[Line]] = {}
        for voucher_id, head, paise, sub_id in rows(_LINES, society_id, last_id, found[-1][1]):
            lines.setdefault(voucher_id, []).append((head, paise, sub_id))
        for record in found:
            yield record, lines.get(record[1], [])
        last_id = found[-1][1]


def acts(society_id: int) -> Iterator[ActRow]:
    """Go through the acts by id."""
    last_id = _BEFORE_ALL
    while found := rows(_ACTS, society_id, last_id):
        yield from map(ActRow._make, found)
        last_id = found[-1][1]


def seals(society_id: int) -> list[SealRow]:
    """List the seals by number."""
    return [SealRow(*found) for found in rows(
        "SELECT seal_no, day_on, body, hash, previous_hash, signature, key_id, code, made_at "
        "FROM seal WHERE society_id = ? ORDER BY seal_no",
        society_id,
    )]  # fmt: skip


def days(society_id: int) -> list[DayRow]:
    """List the days by date."""
    return [DayRow(*found) for found in rows(
        "SELECT day_on, kind, status, opened_at, opened_by, opened_on_behalf_of, opening_paise, "
        "accepted_take, closed_at, closed_by, closed_on_behalf_of, first_voucher_id, "
        "last_voucher_id, receipts_paise, payments_paise, closing_paise, difference_paise, review, "
        "is_legacy "
        "FROM day WHERE society_id = ? ORDER BY day_on",
        society_id,
    )]  # fmt: skip


def counts(society_id: int) -> list[CountRow]:
    """List the closing counts as they were sealed: notes before coins, large before small."""
    return [CountRow(*found) for found in rows(
        "SELECT day_on, take, till, kind, denomination, pieces FROM cash_count "
        "WHERE society_id = ? AND occasion = 'closing' "
        "ORDER BY day_on, take, till, kind DESC, denomination DESC",
        society_id,
    )]  # fmt: skip


def reopened_seals(society_id: int) -> frozenset[int]:
    """Return the numbers of the seals whose days were reopened."""
    found = rows("SELECT seal_no FROM reopening WHERE society_id = ?", society_id)
    return frozenset(no for (no,) in found)


def number_counters(society_id: int) -> dict[tuple[int, str], int]:
    """Return the last number given of each kind in each financial year."""
    return {(fy, kind): last for fy, kind, last in rows(
        "SELECT fy, kind, last_no FROM voucher_number WHERE society_id = ?", society_id
    )}  # fmt: skip


def year_edges(society_id: int) -> list[YearEdge]:
    """List the edges of the society's years."""
    return year_edge.edges(society_id)


def head_balances(society_id: int) -> dict[int, int]:
    """Return the running balance of each head."""
    return dict(rows("SELECT head, paise FROM head_balance WHERE society_id = ?", society_id))


def sub_balances(society_id: int) -> dict[tuple[int, int], int]:
    """Return the running balance of each head's sub-ledgers."""
    return {(head, sub_id): paise for head, sub_id, paise in rows(
        "SELECT head, sub_id, paise FROM sub_balance WHERE society_id = ?", society_id
    )}  # fmt: skip


def day_totals(society_id: int) -> dict[tuple[str, int], tuple[int, int]]:
    """Return debit and credit of each head on each day."""
    return {(day_on, head): (debit, credit) for day_on, head, debit, credit in rows(
        "SELECT day_on, head, debit_paise, credit_paise FROM head_total WHERE society_id = ?",
        society_id,
    )}  # fmt: skip


def stray_lines(society_id: int) -> list[tuple[int, bool]]:
    """List vouchers of lines that lie on another date, with whether there is such a voucher."""
    return [(voucher_id, bool(is_there)) for voucher_id, is_there in rows(
        "SELECT DISTINCT e.voucher_id, CASE WHEN v.id IS NULL THEN 0 ELSE 1 END FROM entry e "
        "LEFT JOIN voucher v ON v.society_id = e.society_id AND v.id = e.voucher_id "
        "WHERE e.society_id = ? AND (v.id IS NULL OR v.day_on <> e.day_on) ORDER BY e.voucher_id",
        society_id,
    )]  # fmt: skip


def stray_forms(society_id: int) -> list[tuple[int, bool]]:
    """List vouchers that forms brought about and that are missing, or came from another form.

    With each: whether there is such a voucher.
    """
    return [(voucher_id, bool(is_there)) for voucher_id, is_there in rows(
        "SELECT f.voucher_id, CASE WHEN v.id IS NULL THEN 0 ELSE 1 END FROM form_token f "
        "LEFT JOIN voucher v ON v.society_id = f.society_id AND v.id = f.voucher_id "
        "WHERE f.society_id = ? AND f.voucher_id IS NOT NULL "
        "AND (v.id IS NULL OR v.form_token <> f.token) ORDER BY f.voucher_id",
        society_id,
    )]  # fmt: skip


def vouchers_without_form(society_id: int, after_id: int) -> list[int]:
    """List vouchers after one that no form brought about."""
    return [voucher_id for (voucher_id,) in rows(
        "SELECT v.id FROM voucher v LEFT JOIN form_token f "
        "ON f.society_id = v.society_id AND f.token = v.form_token "
        "WHERE v.society_id = ? AND v.id > ? AND f.token IS NULL ORDER BY v.id",
        society_id, after_id,
    )]  # fmt: skip


def corrections(society_id: int) -> list[CorrectionRow]:
    """List which voucher corrects which."""
    return [CorrectionRow(*found) for found in rows(
        "SELECT voucher_id, original_id, part, reason FROM correction WHERE society_id = ?",
        society_id,
    )]  # fmt: skip
