"""Which pensioners were sent a short message lately, by named SQL."""

from __future__ import annotations

from portal.storage.engine import rows


def told_since(society_id: int, kind: str, since_at: int) -> set[str]:
    """Say about whom a message of this kind was made since an instant."""
    return {str(one) for (one,) in rows(
        "SELECT about FROM message WHERE society_id = ? AND about LIKE ? "
        "AND kind = ? AND made_at >= ?",
        society_id, "pensioner %", kind, since_at,
    )}  # fmt: skip
