"""Slips for an outage: named SQL."""

from __future__ import annotations

import json

from portal.domain.outage_slips import Batch, SlipState
from portal.storage.engine import insert_rows, row, rows, run, value

_BATCH = (
    "SELECT b.id, b.first_no, b.last_no, b.drawn_on, b.drawn_at, b.drawn_by, "
    + ", ".join(
        f"SUM(CASE WHEN s.state = '{one}' THEN 1 ELSE 0 END)"
        for one in ("free", "entered", "void", "unused")
    )
    + " FROM slip_batch b JOIN outage_slip s ON s.society_id = b.society_id "
    "AND s.no BETWEEN b.first_no AND b.last_no WHERE b.society_id = ? "
)
_GROUPED = " GROUP BY b.id, b.first_no, b.last_no, b.drawn_on, b.drawn_at, b.drawn_by "
PRINTED = "slips_printed"


def last_drawn(society_id: int) -> tuple[int, int]:
    """Return the last batch and the last number drawn; zeros where none was."""
    found = row("SELECT MAX(id), MAX(last_no) FROM slip_batch WHERE society_id = ?", society_id)
    return (int(found[0] or 0), int(found[1] or 0)) if found else (0, 0)


def count_free(society_id: int) -> int:
    """Count the slips that are neither entered nor settled."""
    return int(value(
        "SELECT COUNT(*) FROM outage_slip WHERE society_id = ? AND state = 'free'", society_id
    ))  # fmt: skip


def insert_batch(
    society_id: int, batch_id: int, first_no: int, last_no: int, on: str, at: int, by: int
) -> None:
    """Store a batch with its slips, all free."""
    insert_rows(
        "INSERT INTO slip_batch (society_id, id, first_no, last_no, drawn_on, drawn_at, drawn_by) "
        "VALUES",
        [(society_id, batch_id, first_no, last_no, on, at, by)],
    )
    insert_rows(
        "INSERT INTO outage_slip (society_id, no, batch_id, state) VALUES",
        [(society_id, no, batch_id, "free") for no in range(first_no, last_no + 1)],
    )


def batches(society_id: int, most: int) -> list[Batch]:
    """List the latest batches."""
    sql = _BATCH + _GROUPED + f"ORDER BY b.id DESC LIMIT {int(most)}"
    return [Batch(*found) for found in rows(sql, society_id)]


def batch(society_id: int, batch_id: int) -> Batch | None:
    """Return a batch, or None."""
    found = row(_BATCH + "AND b.id = ?" + _GROUPED, society_id, batch_id)
    return Batch(*found) if found else None


def slips_between(society_id: int, first_no: int, last_no: int) -> list[SlipState]:
    """List slips by number."""
    return [SlipState(*found) for found in rows(
        "SELECT no, state, said, voucher_id FROM outage_slip "
        "WHERE society_id = ? AND no BETWEEN ? AND ? ORDER BY no",
        society_id, first_no, last_no,
    )]  # fmt: skip


def slip(society_id: int, no: int) -> SlipState | None:
    """Return a slip, or None."""
    found = slips_between(society_id, no, no)
    return found[0] if found else None


def enter(society_id: int, no: int, voucher_id: int, on: str, at: int, by: int) -> bool:
    """Turn a free slip into an entered one; say whether it was free."""
    return run(
        "UPDATE outage_slip SET state = 'entered', voucher_id = ?, settled_on = ?, "
        "settled_at = ?, settled_by = ? WHERE society_id = ? AND no = ? AND state = 'free'",
        voucher_id, on, at, by, society_id, no,
    ) == 1  # fmt: skip


def settle(
    society_id: int, first_no: int, last_no: int, state: str, said: str, on: str, at: int, by: int
) -> int:
    """Make free slips void or unused; return how many were free."""
    return run(
        "UPDATE outage_slip SET state = ?, said = ?, settled_on = ?, settled_at = ?, "
        "settled_by = ? WHERE society_id = ? AND no BETWEEN ? AND ? AND state = 'free'",
        state, said, on, at, by, society_id, first_no, last_no,
    )  # fmt: skip


def missing(society_id: int) -> list[int]:
    """List the free slips before the last one of their batch that was entered."""
    return [no for (no,) in rows(
        "SELECT s.no FROM outage_slip s JOIN slip_batch b ON b.society_id = s.society_id "
        "AND b.id = s.batch_id WHERE s.society_id = ? AND s.state = 'free' AND s.no < "
        "(SELECT MAX(u.no) FROM outage_slip u WHERE u.society_id = s.society_id "
        "AND u.no BETWEEN b.first_no AND b.last_no AND u.state = 'entered') ORDER BY s.no",
        society_id,
    )]  # fmt: skip


def times_printed(society_id: int, batch_id: int) -> int:
    """Count how often a batch was printed."""
    told = rows("SELECT detail FROM act WHERE society_id = ? AND kind = ?", society_id, PRINTED)
    return sum(json.loads(detail)["batch"] == batch_id for (detail,) in told)
