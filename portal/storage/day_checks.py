"""What the check of one day reads."""

from __future__ import annotations

from typing import NamedTuple

from portal.domain import heads
from portal.domain.day_checks import HeadStand, Reversal, Series, VoucherRef
from portal.domain.year_edge import ADJUSTMENT
from portal.storage.engine import row, rows

_BANKS = ",".join(map(str, heads.BANK_ACCOUNTS))


def series_on(society_id: int, day_on: str) -> list[Series]:
    """List the kinds of vouchers of a day with their numbers; adjustments belong to the year."""
    return [Series(*found) for found in rows(
        "WITH one AS (SELECT fy, kind, COUNT(*) AS number, MIN(no) AS first_no, "
        "MAX(no) AS last_no FROM voucher WHERE society_id = ? AND day_on = ? "
        f"AND kind <> '{ADJUSTMENT}' GROUP BY fy, kind) "
        "SELECT o.kind, o.number, o.first_no, o.last_no, "
        "CASE WHEN v.no IS NULL THEN 0 ELSE 1 END FROM one o LEFT JOIN voucher v "
        "ON v.society_id = ? AND v.fy = o.fy AND v.kind = o.kind AND v.no = o.first_no - 1 "
        "ORDER BY o.kind",
        society_id, day_on, society_id,
    )]  # fmt: skip


def reversals_on(society_id: int, day_on: str) -> list[Reversal]:
    """List what was taken back or put right on a day, with the reasons."""
    return [
        Reversal(VoucherRef(*found[:3]), VoucherRef(*found[3:6]), *found[6:])
        for found in rows(
            "SELECT v.id, v.kind, v.no, o.id, o.kind, o.no, o.day_on, v.total_paise, "
            "COALESCE(c.reason, ''), COALESCE(c.remark, '') FROM voucher v "
            "LEFT JOIN correction c ON c.society_id = v.society_id AND c.voucher_id = v.id "
            "AND c.part <> 'replacement' JOIN voucher o ON o.society_id = v.society_id "
            "AND o.id = COALESCE(v.reverses_id, c.original_id) "
            f"WHERE v.society_id = ? AND v.day_on = ? AND v.kind <> '{ADJUSTMENT}' ORDER BY v.id",
            society_id, day_on,
        )
    ]  # fmt: skip


def without_slip_on(society_id: int, day_on: str) -> list[VoucherRef]:
    """List a day's vouchers that move a bank account and name no slip, cheque or transfer."""
    return [VoucherRef(*found) for found in rows(
        "SELECT v.id, v.kind, v.no FROM voucher v WHERE v.society_id = ? AND v.day_on = ? "
        "AND v.reference = '' AND EXISTS (SELECT 1 FROM entry e WHERE e.society_id = v.society_id "
        f"AND e.voucher_id = v.id AND e.head IN ({_BANKS})) ORDER BY v.id",
        society_id, day_on,
    )]  # fmt: skip


class Around(NamedTuple):
    """What lies around a day, and its cash as added up from lines and pieces; money in paise.

    ``counted_paise`` is None without a count.
    """

    before_on: str | None
    after_on: str | None
    previous_paise: int | None
    came_paise: int
    went_paise: int
    counted_paise: int | None


def around(society_id: int, day_on: str) -> Around:
    """Return the working days next to a day, the closing cash before it, its lines and count."""
    found = row(
        "SELECT (SELECT MAX(day_on) FROM day WHERE society_id = b.society_id AND day_on < ? "
        "AND kind = 'working'), (SELECT MIN(day_on) FROM day WHERE society_id = b.society_id "
        "AND day_on > ? AND kind = 'working'), (SELECT closing_paise FROM day "
        "WHERE society_id = b.society_id AND day_on < ? ORDER BY day_on DESC LIMIT 1), "
        "(SELECT SUM(paise) FROM entry WHERE society_id = b.society_id AND head = ? "
        "AND day_on = ? AND paise > 0), (SELECT -SUM(paise) FROM entry "
        "WHERE society_id = b.society_id AND head = ? AND day_on = ? AND paise < 0), "
        "(SELECT SUM(c.denomination * c.pieces * 100) FROM cash_count c JOIN day d "
        "ON d.society_id = c.society_id AND d.day_on = c.day_on AND d.accepted_take = c.take "
        "WHERE c.society_id = b.society_id AND c.day_on = ? AND c.occasion = 'closing') "
        "FROM book b WHERE b.society_id = ?",
        day_on, day_on, day_on, heads.CASH_BOX, day_on, heads.CASH_BOX, day_on, day_on, society_id,
    )  # fmt: skip
    assert found is not None
    counted = None if found[5] is None else int(found[5])
    return Around(found[0], found[1], found[2], int(found[3] or 0), int(found[4] or 0), counted)


def stands_at_end_of(society_id: int, day_on: str, wanted: tuple[int, ...]) -> list[HeadStand]:
    """List which of some heads do not stand at nothing at the end of a day, and since when."""
    marks = ",".join("?" * len(wanted))
    stands: dict[int, HeadStand] = {}
    for head, on, moved in rows(
        "SELECT head, day_on, debit_paise - credit_paise FROM head_total WHERE society_id = ? "
        f"AND head IN ({marks}) AND day_on <= ? ORDER BY head, day_on",
        society_id, *wanted, day_on,
    ):  # fmt: skip
        before = stands.get(head)
        paise = moved + (before.paise if before else 0)
        since_on = before.since_on if before and before.paise else on
        stands[head] = HeadStand(head, paise, since_on)
    return [one for one in stands.values() if one.paise]
