"""Requests to reopen a day, the days that were reopened, and what stands in the way of it."""

from __future__ import annotations

from dataclasses import replace
from typing import Any, NamedTuple

from portal.domain.reopenings import ASKED, ENDED, GRANTED, Reopening
from portal.storage.engine import insert_rows, row, rows, run, value
from portal.storage.places import REACH, REAL_SOCIETIES

_COLUMNS = (
    "society_id, id, day_on, seal_no, tasks, reason, state, asked_at, asked_by, on_behalf_of, "
    "decided_at, decided_by, decided_why, until_at, ended_at, new_seal_no"
)
_SELECT = f"SELECT {_COLUMNS} FROM reopening_request "
_OPEN = "state IN ('asked', 'granted')"
_DAY_TABLES = (
    "voucher", "cash_count", "proposal", "surprise_count", "till_turn", "seal", "year_edge",
)  # fmt: skip


def _reopening(found: tuple[Any, ...] | None) -> Reopening | None:
    if found is None:
        return None
    one = Reopening(*found)
    return replace(one, tasks=tuple(found[4].split()))


def insert(one: Reopening) -> int:
    """Store a request and return its number; the book must be held."""
    new_id = 1 + int(value(
        "SELECT COALESCE(MAX(id), 0) FROM reopening_request WHERE society_id = ?", one.society_id
    ))  # fmt: skip
    insert_rows(
        "INSERT INTO reopening_request (society_id, id, day_on, seal_no, tasks, reason, state, "
        "asked_at, asked_by, on_behalf_of, until_at) VALUES",
        [(
            one.society_id, new_id, one.day_on, one.seal_no, " ".join(one.tasks), one.reason,
            one.state, one.asked_at, one.asked_by, one.on_behalf_of, one.until_at,
        )],
    )  # fmt: skip
    return new_id


def decide(one: Reopening, state: str, by: int, at: int, why: str, until_at: int) -> bool:
    """Grant, refuse or withdraw a request that is still asked; say whether it was."""
    return run(
        "UPDATE reopening_request SET state = ?, decided_at = ?, decided_by = ?, decided_why = ?, "
        "until_at = ? WHERE society_id = ? AND id = ? AND state = 'asked'",
        state, at, by, why, until_at, one.society_id, one.id,
    ) == 1  # fmt: skip


def note_reopened(one: Reopening, by: int, at: int) -> None:
    """Write down for good that a day was reopened, and which seal it had."""
    insert_rows(
        "INSERT INTO reopening (society_id, id, day_on, reopened_at, reopened_by, reason, "
        "seal_no) VALUES",
        [(one.society_id, one.id, one.day_on, at, by, one.reason, one.seal_no)],
    )


def end(society_id: int, day_on: str, at: int, new_seal_no: int) -> None:
    """Note that a reopened day was closed again with a new seal."""
    run(
        f"UPDATE reopening_request SET state = '{ENDED}', ended_at = ?, new_seal_no = ? "
        f"WHERE society_id = ? AND day_on = ? AND state = '{GRANTED}'",
        at, new_seal_no, society_id, day_on,
    )  # fmt: skip


def reopening(society_id: int, request_id: int) -> Reopening | None:
    """Return a request, or None."""
    return _reopening(row(_SELECT + "WHERE society_id = ? AND id = ?", society_id, request_id))


def open_one(society_id: int) -> Reopening | None:
    """Return the request that is asked or granted and not ended, or None."""
    return _reopening(row(_SELECT + f"WHERE society_id = ? AND {_OPEN}", society_id))


def latest(society_id: int, most: int) -> list[Reopening]:
    """List the latest requests of a society, the newest first."""
    found = rows(_SELECT + "WHERE society_id = ? ORDER BY id DESC LIMIT ?", society_id, most)
    return [one for one in map(_reopening, found) if one is not None]


def times_between(society_id: int, first_on: str, last_on: str) -> int:
    """Count how often days of a range were reopened."""
    return int(value(
        "SELECT COUNT(*) FROM reopening WHERE society_id = ? AND day_on BETWEEN ? AND ?",
        society_id, first_on, last_on,
    ))  # fmt: skip


class Standing(NamedTuple):
    """What an officer is told of a society's reopenings."""

    request_id: int | None
    state: str
    day_on: str
    times: int
    code: str
    name_hi: str
    name_en: str


def standings(level: str, place_id: int, first_on: str, last_on: str) -> dict[int, Standing]:
    """Return what is under way and how often days of a range were reopened, by society.

    Societies of the place with neither are left out.
    """
    where = "1 = 1" if level == "nation" else f"s.{REACH[level]} = ?"
    keys = () if level == "nation" else (place_id,)
    found = rows(
        "SELECT s.id, q.id, COALESCE(q.state, ''), COALESCE(q.day_on, ''), COALESCE(t.times, 0), "
        f"s.code, s.name_hi, s.name_en FROM {REAL_SOCIETIES} s "
        "LEFT JOIN reopening_request q ON q.society_id = s.id AND q.state IN ('asked', 'granted') "
        "LEFT JOIN (SELECT society_id, COUNT(*) AS times FROM reopening "
        "WHERE day_on BETWEEN ? AND ? GROUP BY society_id) t ON t.society_id = s.id "
        f"WHERE {where} AND (q.id IS NOT NULL OR t.times IS NOT NULL) "
        "ORDER BY CASE WHEN q.id IS NULL THEN 1 ELSE 0 END, t.times DESC, s.code LIMIT 200",
        first_on, last_on, *keys,
    )  # fmt: skip
    return {one[0]: Standing._make(one[1:]) for one in found}


def last_worked(society_id: int) -> str | None:
    """Return the date of the last closed day of work of these books, or None."""
    found = row(
        "SELECT MAX(day_on) FROM day WHERE society_id = ? AND status = 'closed' "
        "AND kind = 'working' AND is_legacy = 0",
        society_id,
    )
    return found[0] if found else None


def tasks_on(society_id: int, day_on: str) -> list[str]:
    """List the tasks of a day's vouchers, the most frequent first; '' is a free voucher."""
    return [task for (task,) in rows(
        "SELECT task FROM voucher WHERE society_id = ? AND day_on = ? AND reverses_id IS NULL "
        "GROUP BY task ORDER BY COUNT(*) DESC, task",
        society_id, day_on,
    )]  # fmt: skip


def work_after(society_id: int, day_on: str) -> str | None:
    """Return the first later day that holds an entry, a count, a proposal or a seal, or None."""
    parts = " UNION ALL ".join(
        f"SELECT MIN(day_on) AS day_on FROM {table} WHERE society_id = ? AND day_on > ?"
        for table in _DAY_TABLES
    )
    found = row(
        f"SELECT MIN(day_on) FROM ({parts}) found", *((society_id, day_on) * len(_DAY_TABLES))
    )
    return found[0] if found else None


def days_after(society_id: int, day_on: str) -> list[tuple[str, str]]:
    """List the later days as (date, kind), the oldest first."""
    return [(on, kind) for on, kind in rows(
        "SELECT day_on, kind FROM day WHERE society_id = ? AND day_on > ? ORDER BY day_on",
        society_id, day_on,
    )]  # fmt: skip


def remove_days_after(society_id: int, day_on: str) -> None:
    """Let the later days, which hold nothing, be not open again."""
    run("DELETE FROM day WHERE society_id = ? AND day_on > ?", society_id, day_on)


def reopen_day(society_id: int, day_on: str) -> bool:
    """Open a closed day that nobody has verified; say whether it was one.

    When and by whom it was closed stays, which is how a reopened day is known.
    """
    return run(
        "UPDATE day SET status = 'open' WHERE society_id = ? AND day_on = ? "
        "AND status = 'closed' AND review <> 'verified' AND closed_at IS NOT NULL",
        society_id, day_on,
    ) == 1  # fmt: skip


def hands_of(society_id: int, day_on: str) -> set[int]:
    """List who opened, closed, counted or reopened a day each time, who asked for and granted it.

    The day itself keeps only who closed it last. Whatever was done on somebody's behalf counts both
    in, and so do tills and their counts. A count by surprise is a check, not work; refused and
    withdrawn requests count nobody in.
    """
    found = rows(
        "SELECT asked_by, on_behalf_of, decided_by FROM reopening_request WHERE society_id = ? "
        f"AND day_on = ? AND state IN ('{ASKED}', '{GRANTED}', '{ENDED}') "
        "UNION SELECT done_by, on_behalf_of, NULL FROM act WHERE society_id = ? AND day_on = ? "
        "AND (kind IN ('opened', 'closed', 'counted', 'reopened') OR (on_behalf_of IS NOT NULL "
        "AND kind NOT IN ('behalf_began', 'behalf_ended'))) UNION "
        "SELECT reopened_by, NULL, NULL FROM reopening WHERE society_id = ? AND day_on = ? "
        "UNION SELECT opened_by, closed_by, NULL FROM till_turn WHERE society_id = ? "
        "AND day_on = ? UNION SELECT counted_by, NULL, NULL FROM cash_count WHERE society_id = ? "
        "AND day_on = ? AND occasion <> 'surprise'",
        *((society_id, day_on) * 5),
    )  # fmt: skip
    return {who for one in found for who in one if who is not None}
