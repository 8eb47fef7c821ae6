"""Which voucher corrects which, and what counting found on a day that a correction may clear."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

from portal.domain.corrections import Difference
from portal.domain.heads import CASH_EXCESS, CASH_SHORTAGE
from portal.storage.engine import insert_rows, row, rows

_DIFFERENCE_HEADS = f"({CASH_SHORTAGE}, {CASH_EXCESS})"


class Part(NamedTuple):
    """One voucher of a correction: 'reversal', 'replacement' or 'clearing' of its original."""

    voucher_id: int
    original_id: int
    part: str
    reason: str
    remark: str


def insert(
    society_id: int, voucher_id: int, original_id: int, part: str, reason: str, remark: str
) -> None:
    """Tie a voucher to the one it corrects."""
    insert_rows(
        "INSERT INTO correction (society_id, voucher_id, original_id, part, reason, remark) VALUES",
        [(society_id, voucher_id, original_id, part, reason, remark)],
    )


def parts_of(society_id: int, original_id: int) -> list[Part]:
    """List the vouchers that correct this one, in entry order."""
    return [Part(*found) for found in rows(
        "SELECT voucher_id, original_id, part, reason, remark FROM correction "
        "WHERE society_id = ? AND original_id = ? ORDER BY voucher_id",
        society_id, original_id,
    )]  # fmt: skip


def original_of(society_id: int, voucher_id: int) -> Part | None:
    """Return what this voucher corrects, or None where it corrects nothing."""
    found = row(
        "SELECT voucher_id, original_id, part, reason, remark FROM correction "
        "WHERE society_id = ? AND voucher_id = ?",
        society_id, voucher_id,
    )  # fmt: skip
    return Part(*found) if found else None


def differences_of(society_id: int, day_on: str, count_tasks: Sequence[str]) -> list[Difference]:
    """Return what counting found on a day and corrections of that day have not cleared yet.

    A shortage (2805, by person) is > 0, an excess (1703) < 0, in paise. Lines that a correction
    merely mirrored are no clearing, so originals that touched these heads themselves are left out.
    """
    marks = ", ".join("?" * len(count_tasks))
    return [Difference(head, sub_id, int(paise)) for head, sub_id, paise in rows(
        "SELECT head, sub_id, SUM(paise) FROM ("
        "SELECT e.head, e.sub_id, e.paise FROM voucher v "
        "JOIN entry e ON e.society_id = v.society_id AND e.voucher_id = v.id "
        f"WHERE v.society_id = ? AND v.day_on = ? AND v.task IN ({marks}) "
        f"AND e.head IN {_DIFFERENCE_HEADS} "
        "UNION ALL SELECT e.head, e.sub_id, e.paise FROM voucher v "
        "JOIN correction c ON c.society_id = v.society_id AND c.original_id = v.id "
        "JOIN entry e ON e.society_id = c.society_id AND e.voucher_id = c.voucher_id "
        f"WHERE v.society_id = ? AND v.day_on = ? AND e.head IN {_DIFFERENCE_HEADS} "
        "AND NOT EXISTS (SELECT 1 FROM entry o WHERE o.society_id = v.society_id "
        f"AND o.voucher_id = v.id AND o.head IN {_DIFFERENCE_HEADS})"
        ") moved GROUP BY head, sub_id HAVING SUM(paise) <> 0 ORDER BY head, sub_id",
        society_id, day_on, *count_tasks, society_id, day_on,
    )]  # fmt: skip
