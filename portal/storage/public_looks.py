"""How often an address of the internet asked in vain, by minute, by named SQL."""

from __future__ import annotations

from portal.storage.engine import rows, run


def misses(who: str, since: int) -> list[tuple[int, int]]:
    """List the minutes since one, with how often somebody asked in vain in each."""
    return [(one[0], one[1]) for one in rows(
        "SELECT minute, times FROM public_look WHERE who = ? AND minute >= ?", who, since
    )]  # fmt: skip


def count_miss(who: str, minute: int) -> None:
    """Count one miss more."""
    run(
        "INSERT INTO public_look (who, minute, times) VALUES (?, ?, 1) "
        "ON CONFLICT (who, minute) DO UPDATE SET times = public_look.times + 1",
        who, minute,
    )  # fmt: skip


def forget(before: int) -> None:
    """Drop what was counted before a minute."""
    run("DELETE FROM public_look WHERE minute < ?", before)
