"""Days of a society, and the acts done on them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from portal.domain.year_edge import ADJUSTMENT
from portal.storage.engine import insert_rows, row, rows, run

_COLUMNS = (
    "society_id, day_on, kind, status, opened_at, opened_by, opened_on_behalf_of, opening_paise, "
    "counting_at, counting_by, counting_after_take, accepted_take, closed_at, closed_by, "
    "closed_on_behalf_of, "
    "first_voucher_id, last_voucher_id, receipts_paise, payments_paise, closing_paise, "
    "difference_paise, review, reviewed_at, is_legacy, box_closed_at"
)
_SELECT = f"SELECT {_COLUMNS} FROM day "


@dataclass(frozen=True, slots=True)
class Day:
    """One business date of a society; money of the cash box in paise."""

    society_id: int
    day_on: str
    kind: str
    status: str
    opened_at: int
    opened_by: int
    opened_on_behalf_of: int | None
    opening_paise: int
    counting_at: int | None
    counting_by: int | None
    counting_after_take: int
    accepted_take: int | None
    closed_at: int | None
    closed_by: int | None
    closed_on_behalf_of: int | None
    first_voucher_id: int | None
    last_voucher_id: int | None
    receipts_paise: int | None
    payments_paise: int | None
    closing_paise: int | None
    difference_paise: int | None
    review: str
    reviewed_at: int | None
    is_legacy: int = 0
    box_closed_at: int | None = None

    @property
    def is_working(self) -> bool:
        """Days opened for work here: no holidays, idle days, opening balances or old days."""
        return self.kind == "working" and not self.is_legacy

    @property
    def is_uncounted(self) -> bool:
        """A past day that was closed without a count of its cash."""
        return self.is_working and self.status == "closed" and self.accepted_take is None

    @property
    def is_reopened(self) -> bool:
        """A day that was closed once and is open or being counted again (D9)."""
        return self.status != "closed" and self.closed_at is not None

    @property
    def is_box_closed(self) -> bool:
        """The box is counted and closed for the day, and a till still runs."""
        return self.status == "counting" and self.box_closed_at is not None

    @property
    def sealed_kind(self) -> str:
        """The kind as the seal says it: a day of work taken over from older books is ``legacy``."""
        return "legacy" if self.kind == "working" and self.is_legacy else self.kind


def _day(found: tuple[Any, ...] | None) -> Day | None:
    return Day(*found) if found else None


def day(society_id: int, day_on: str) -> Day | None:
    """Return a day, or None."""
    return _day(row(_SELECT + "WHERE society_id = ? AND day_on = ?", society_id, day_on))


def running_day(society_id: int) -> Day | None:
    """Return the day that is open or being counted, or None (there is one at most, D1)."""
    return _day(row(_SELECT + "WHERE society_id = ? AND status <> 'closed'", society_id))


def last_closed(society_id: int) -> Day | None:
    """Return the latest closed day of any kind, or None."""
    return _day(row(
        _SELECT + "WHERE society_id = ? AND status = 'closed' ORDER BY day_on DESC LIMIT 1",
        society_id,
    ))  # fmt: skip


def days_between(society_id: int, first_on: str, last_on: str) -> list[Day]:
    """List the days of a range, the latest first."""
    return [Day(*found) for found in rows(
        _SELECT + "WHERE society_id = ? AND day_on BETWEEN ? AND ? ORDER BY day_on DESC",
        society_id, first_on, last_on,
    )]  # fmt: skip


def has_own_days(society_id: int) -> bool:
    """Say whether days were kept here since the books began, not taken over from older books."""
    return row(
        "SELECT 1 FROM day WHERE society_id = ? AND kind <> 'opening' AND is_legacy = 0 LIMIT 1",
        society_id,
    ) is not None  # fmt: skip


def latest_days(society_id: int, most: int) -> list[Day]:
    """List the latest days, newest first."""
    return [Day(*found) for found in rows(
        _SELECT + "WHERE society_id = ? ORDER BY day_on DESC LIMIT ?", society_id, most
    )]  # fmt: skip


def insert_day(
    society_id: int, day_on: str, kind: str, status: str, opened_at: int, opened_by: int,
    on_behalf_of: int | None, opening_paise: int, *, is_legacy: bool = False,
) -> None:  # fmt: skip
    """Store a new day; one that isn't for work is stored closed with its closing money.

    ``is_legacy`` marks days taken over from older books.
    """
    is_closed = status == "closed"
    insert_rows(
        "INSERT INTO day (society_id, day_on, kind, status, opened_at, opened_by, "
        "opened_on_behalf_of, opening_paise, closed_at, closed_by, closing_paise, is_legacy) "
        "VALUES",
        [(
            society_id, day_on, kind, status, opened_at, opened_by, on_behalf_of, opening_paise,
            opened_at if is_closed else None, opened_by if is_closed else None,
            opening_paise if is_closed else None, int(is_legacy),
        )],
    )  # fmt: skip


def set_status(society_id: int, day_on: str, before: str, after: str) -> bool:
    """Compare and set a day's status; say whether it was as expected."""
    return run(
        "UPDATE day SET status = ? WHERE society_id = ? AND day_on = ? AND status = ?",
        after, society_id, day_on, before,
    ) == 1  # fmt: skip


def set_counting(society_id: int, day_on: str, at: int, by: int, after_take: int) -> bool:
    """Turn an open day into one that is being counted; say whether it was open.

    Takes up to ``after_take`` belong to an earlier counting and no longer count.
    """
    return run(
        "UPDATE day SET status = 'counting', counting_at = ?, counting_by = ?, "
        "counting_after_take = ?, box_closed_at = NULL, box_closed_by = NULL "
        "WHERE society_id = ? AND day_on = ? AND status = 'open'",
        at, by, after_take, society_id, day_on,
    ) == 1  # fmt: skip


def close(
    society_id: int, day_on: str, *, closed_at: int, closed_by: int, on_behalf_of: int | None,
    take: int | None, first_voucher_id: int | None, last_voucher_id: int | None,
    receipts_paise: int, payments_paise: int, closing_paise: int, difference_paise: int,
) -> None:  # fmt: skip
    """Close a day with its figures."""
    run(
        "UPDATE day SET status = 'closed', closed_at = ?, closed_by = ?, closed_on_behalf_of = ?, "
        "accepted_take = ?, first_voucher_id = ?, last_voucher_id = ?, receipts_paise = ?, "
        "payments_paise = ?, closing_paise = ?, difference_paise = ? "
        "WHERE society_id = ? AND day_on = ?",
        closed_at, closed_by, on_behalf_of, take, first_voucher_id, last_voucher_id,
        receipts_paise, payments_paise, closing_paise, difference_paise, society_id, day_on,
    )  # fmt: skip


def set_review(society_id: int, day_on: str, review: str, at: int) -> None:
    """Note how an officer's check of a closed day stands."""
    run(
        "UPDATE day SET review = ?, reviewed_at = ? WHERE society_id = ? AND day_on = ?",
        review, at, society_id, day_on,
    )  # fmt: skip


def voucher_span(society_id: int, day_on: str) -> tuple[int | None, int | None, int]:
    """Return first and last voucher id of a day and how many there are, without adjustments."""
    found = row(
        "SELECT MIN(id), MAX(id), COUNT(*) FROM voucher WHERE society_id = ? AND day_on = ? "
        f"AND kind <> '{ADJUSTMENT}'",
        society_id, day_on,
    )  # fmt: skip
    assert found is not None
    return found[0], found[1], found[2]


@dataclass(frozen=True, slots=True)
class Act:
    """A deed that isn't a voucher: opening, counting, closing, verifying, sending back."""

    society_id: int
    id: int
    kind: str
    day_on: str
    done_at: int
    done_by: int
    on_behalf_of: int | None
    detail: str


def insert_act(
    fields: Sequence[Any], leaf_hash: bytes, chain_hash: bytes, hash_version: int
) -> None:
    """Store an act (chain.ACT_FIELDS in order) and move the society's chain of acts forward."""
    insert_rows(
        "INSERT INTO act (society_id, id, kind, day_on, done_at, done_by, on_behalf_of, detail, "
        "leaf_hash, chain_hash, hash_version) VALUES",
        [(*fields, leaf_hash, chain_hash, hash_version)],
    )
    run(
        "UPDATE book SET last_act_id = ?, act_hash = ? WHERE society_id = ?",
        fields[1], chain_hash, fields[0],
    )  # fmt: skip


def acts_on(society_id: int, day_on: str) -> list[Act]:
    """List the acts of a day in order."""
    return [Act(*found) for found in rows(
        "SELECT society_id, id, kind, day_on, done_at, done_by, on_behalf_of, detail FROM act "
        "WHERE society_id = ? AND day_on = ? ORDER BY id",
        society_id, day_on,
    )]  # fmt: skip


def enterers(society_id: int, day_on: str) -> set[int]:
    """List who has entered vouchers on a day, for themselves or on behalf of another."""
    return {who for pair in rows(
        "SELECT DISTINCT entered_by, on_behalf_of FROM voucher WHERE society_id = ? AND day_on = ?",
        society_id, day_on,
    ) for who in pair if who is not None}  # fmt: skip


def waiting_proposals(society_id: int, day_on: str) -> int:
    """Count the entries that still wait for a second person (D5)."""
    found = row(
        "SELECT COUNT(*) FROM proposal WHERE society_id = ? AND day_on = ? AND state = 'waiting'",
        society_id, day_on,
    )  # fmt: skip
    assert found is not None
    return int(found[0])


_WORKED = "kind = 'working' AND is_legacy = 0 AND status = 'closed'"


def uncounted_before(society_id: int, day_on: str) -> list[str]:
    """List the days closed without a count since the last one that was counted, oldest first."""
    return [on for (on,) in rows(
        f"SELECT day_on FROM day WHERE society_id = ? AND {_WORKED} AND accepted_take IS NULL "
        "AND day_on < ? AND day_on > COALESCE((SELECT MAX(c.day_on) FROM day c "
        "WHERE c.society_id = ? AND c.accepted_take IS NOT NULL AND c.status = 'closed' "
        "AND c.day_on < ?), '') ORDER BY day_on",
        society_id, day_on, society_id, day_on,
    )]  # fmt: skip


def counted_after(society_id: int, day_on: str) -> str | None:
    """Return the first day after this one whose cash was counted, or None."""
    found = row(
        "SELECT MIN(day_on) FROM day WHERE society_id = ? AND status = 'closed' "
        "AND accepted_take IS NOT NULL AND day_on > ?",
        society_id, day_on,
    )  # fmt: skip
    return found[0] if found else None


def days_to_answer(society_id: int) -> list[Day]:
    """List the days an officer has sent back and nobody has answered, the oldest first."""
    return [Day(*found) for found in rows(
        _SELECT + "WHERE society_id = ? AND review IN ('sent_back', 'spot_check') ORDER BY day_on",
        society_id,
    )]  # fmt: skip
