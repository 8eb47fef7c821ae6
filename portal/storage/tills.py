"""Tills and the turns of their holders: named SQL."""

from __future__ import annotations

from portal.domain.tills import Till, Turn
from portal.storage.engine import row, rows, run, value

_TURN = (
    "SELECT t.society_id, t.day_on, t.head, t.no, t.status, t.holder, t.opened_at, t.opened_by, "
    "t.opening_paise, t.take, t.book_paise, t.counted_paise, t.said, t.closed_at, t.closed_by, "
    "k.open_until FROM till_turn t "
    "JOIN till k ON k.society_id = t.society_id AND k.head = t.head "
)


def tills(society_id: int) -> list[Till]:
    """List the tills a society has set, used or not."""
    return [Till(*found) for found in rows(
        "SELECT head, is_used, float_paise, open_until FROM till WHERE society_id = ? "
        "ORDER BY head",
        society_id,
    )]  # fmt: skip


def keep(society_id: int, wish: Till, at: int, by: int) -> None:
    """Store how a till is used."""
    run(
        "INSERT INTO till (society_id, head, is_used, float_paise, open_until, set_at, set_by) "
        "VALUES (?, ?, ?, ?, ?, ?, ?) ON CONFLICT (society_id, head) DO UPDATE SET "
        "is_used = excluded.is_used, float_paise = excluded.float_paise, "
        "open_until = excluded.open_until, set_at = excluded.set_at, set_by = excluded.set_by",
        society_id, wish.head, wish.is_used, wish.float_paise, wish.open_until, at, by,
    )  # fmt: skip


def open_turn(society_id: int, head: int) -> Turn | None:
    """Return who holds a till now, or None where it is closed."""
    found = row(
        _TURN + "WHERE t.society_id = ? AND t.head = ? AND t.status = 'open'", society_id, head
    )
    return Turn(*found) if found else None


def open_turns(society_id: int) -> list[Turn]:
    """List the tills that are open."""
    return [Turn(*found) for found in rows(
        _TURN + "WHERE t.society_id = ? AND t.status = 'open' ORDER BY t.head", society_id
    )]  # fmt: skip


def turns_on(society_id: int, day_on: str) -> list[Turn]:
    """List the turns of a day in order."""
    return [Turn(*found) for found in rows(
        _TURN + "WHERE t.society_id = ? AND t.day_on = ? ORDER BY t.head, t.no",
        society_id, day_on,
    )]  # fmt: skip


def begin(
    society_id: int, day_on: str, head: int, holder: int, at: int, by: int, opening_paise: int
) -> None:
    """Store that somebody holds a till from now on."""
    no = int(value(
        "SELECT MAX(no) FROM till_turn WHERE society_id = ? AND day_on = ? AND head = ?",
        society_id, day_on, head,
    ) or 0) + 1  # fmt: skip
    run(
        "INSERT INTO till_turn (society_id, day_on, head, no, status, holder, opened_at, "
        "opened_by, opening_paise) VALUES (?, ?, ?, ?, 'open', ?, ?, ?, ?)",
        society_id, day_on, head, no, holder, at, by, opening_paise,
    )  # fmt: skip


def note_count(turn: Turn, take: int, book_paise: int, counted_paise: int) -> None:
    """Store the latest count of an open till."""
    run(
        "UPDATE till_turn SET take = ?, book_paise = ?, counted_paise = ? "
        "WHERE society_id = ? AND day_on = ? AND head = ? AND no = ?",
        take, book_paise, counted_paise, turn.society_id, turn.day_on, turn.head, turn.no,
    )  # fmt: skip


def end(turn: Turn, said: str, at: int, by: int) -> None:
    """Store that a turn is over."""
    run(
        "UPDATE till_turn SET status = 'closed', said = ?, closed_at = ?, closed_by = ? "
        "WHERE society_id = ? AND day_on = ? AND head = ? AND no = ?",
        said, at, by, turn.society_id, turn.day_on, turn.head, turn.no,
    )  # fmt: skip


def close_box(society_id: int, day_on: str, at: int, by: int) -> None:
    """Store that the box is counted and closed while a till still runs."""
    run(
        "UPDATE day SET box_closed_at = ?, box_closed_by = ? WHERE society_id = ? AND day_on = ?",
        at, by, society_id, day_on,
    )  # fmt: skip


def box_difference(society_id: int, day_on: str, box: int, tasks: tuple[str, ...]) -> int:
    """Sum up what counts of a day moved in the box, in paise."""
    marks = ", ".join("?" for _ in tasks)
    return int(value(
        "SELECT SUM(e.paise) FROM voucher v JOIN entry e ON e.society_id = v.society_id "
        "AND e.voucher_id = v.id WHERE v.society_id = ? AND v.day_on = ? AND e.head = ? "
        f"AND v.task IN ({marks})",
        society_id, day_on, box, *tasks,
    ) or 0)  # fmt: skip
