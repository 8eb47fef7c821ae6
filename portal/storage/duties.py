"""When each duty of the background is due next."""

from __future__ import annotations

from portal.storage.engine import run

SLACK_MS = 15 * 60_000


def claim(name: str, now: int, every: int) -> bool:
    """Claim a duty that is due, so that no other worker does it; say whether it was due.

    One that would wait a quarter of an hour longer than ever was put off by a clock that went
    wrong, and is due.
    """
    run("INSERT INTO duty (name, next_at) VALUES (?, 0) ON CONFLICT (name) DO NOTHING", name)
    return run(
        "UPDATE duty SET next_at = ?, last_at = ? "
        "WHERE name = ? AND (next_at <= ? OR next_at > ?)",
        now + every, now, name, now, now + every + SLACK_MS,
    ) == 1  # fmt: skip
