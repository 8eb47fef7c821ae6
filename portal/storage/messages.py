"""Short messages that wait, were sent, or may have been, by named SQL."""

from __future__ import annotations

from typing import Any, NamedTuple

from portal.storage.engine import row, rows, run, value

_COLUMNS = (
    "id, society_id, kind, about, mobile, body, state, tries, next_at, their_ref, said, made_at, "
    "made_by"
)


class StoredMessage(NamedTuple):
    """A message as it stands: waiting, sending, sent, refused or unsure."""

    id: int
    society_id: int
    kind: str
    about: str
    mobile: str
    body: str
    state: str
    tries: int
    next_at: int | None
    their_ref: str
    said: str
    made_at: int
    made_by: int


def insert(
    society_id: int, kind: str, about: str, mobile: str, body: str, at: int, by: int
) -> None:
    """Store a message that waits to be sent."""
    run(
        "INSERT INTO message (society_id, kind, about, mobile, body, state, next_at, made_at, "
        "made_by) VALUES (?, ?, ?, ?, ?, 'waiting', ?, ?, ?)",
        society_id, kind, about, mobile, body, at, at, by,
    )  # fmt: skip


def count_to(mobile: str, since_at: int) -> int:
    """Count the messages to a number, of all societies, since an instant."""
    return int(value(
        "SELECT COUNT(*) FROM message WHERE mobile = ? AND made_at >= ?", mobile, since_at
    ))  # fmt: skip


def waiting_like(society_id: int, about: str, mobile: str, body: str) -> bool:
    """Say whether this very message is still on its way."""
    found = row(
        "SELECT 1 FROM message WHERE society_id = ? AND about = ? AND mobile = ? AND body = ? "
        "AND state IN ('waiting', 'sending')",
        society_id, about, mobile, body,
    )  # fmt: skip
    return found is not None


def about(society_id: int, subject: str, most: int = 5) -> list[StoredMessage]:
    """List the latest messages about something, the newest first."""
    return _messages(
        f"SELECT {_COLUMNS} FROM message WHERE society_id = ? AND about = ? "
        "ORDER BY id DESC LIMIT ?",
        society_id, subject, most,
    )  # fmt: skip


def message(message_id: int) -> StoredMessage | None:
    """Return a message, or None."""
    found = row(f"SELECT {_COLUMNS} FROM message WHERE id = ?", message_id)
    return StoredMessage(*found) if found else None


def due(now: int, most: int) -> list[StoredMessage]:
    """List the messages that are to be sent now, or whose sender is gone, the longest due first."""
    return _messages(
        f"SELECT {_COLUMNS} FROM message WHERE next_at IS NOT NULL AND next_at <= ? "
        "ORDER BY next_at LIMIT ?",
        now, most,
    )  # fmt: skip


def move(before: StoredMessage, **changed: Any) -> bool:
    """Change a message that stands as it was seen; False where another has it."""
    names = sorted(changed)
    marks = ", ".join(f"{name} = ?" for name in names)
    return run(
        f"UPDATE message SET {marks} WHERE id = ? AND state = ? AND tries = ? "
        "AND COALESCE(next_at, 0) = ?",
        *(changed[name] for name in names),
        before.id, before.state, before.tries, before.next_at or 0,
    ) == 1  # fmt: skip


def _messages(sql: str, *params: Any) -> list[StoredMessage]:
    return [StoredMessage(*found) for found in rows(sql, *params)]
