"""The cash limit of a society and the days above it: named SQL."""

from __future__ import annotations

import json
from typing import NamedTuple

from portal.domain.cash_limit import LIMIT_SET, Limit
from portal.storage.engine import rows, run
from portal.storage.places import REACH, REAL_SOCIETIES

_CLOSED = "d.kind = 'working' AND d.status = 'closed' AND d.is_legacy = 0"


class Above(NamedTuple):
    """A society whose last closed day ended above its limit, or that has no limit (None)."""

    code: str
    name_hi: str
    name_en: str
    limit_paise: int | None
    day_on: str
    closing_paise: int


def set_limit(society_id: int, wish: Limit) -> None:
    """Store a society's limit."""
    run(
        "UPDATE society SET cash_limit_paise = ?, cash_limit_days = ? WHERE id = ?",
        wish.paise, wish.days, society_id,
    )  # fmt: skip


def history(society_id: int, most: int) -> list[Limit]:
    """List the limits that were set, the latest first."""
    found = rows(
        "SELECT detail, done_at, done_by FROM act WHERE society_id = ? AND kind = ? "
        f"ORDER BY id DESC LIMIT {int(most)}",
        society_id, LIMIT_SET,
    )  # fmt: skip
    told = [(json.loads(detail), at, by) for detail, at, by in found]
    return [Limit(one["paise"], one["days"], one["reason"], at, by) for one, at, by in told]


def days_above(society_id: int, limit_paise: int, most: int) -> list[tuple[str, int]]:
    """List the closed working days above a limit with their closing cash, the latest first."""
    return [(on, int(paise)) for on, paise in rows(
        f"SELECT d.day_on, d.closing_paise FROM day d WHERE d.society_id = ? AND {_CLOSED} "
        f"AND d.closing_paise > ? ORDER BY d.day_on DESC LIMIT {int(most)}",
        society_id, limit_paise,
    )]  # fmt: skip


def above_within(level: str, place_id: int, most: int) -> list[Above]:
    """List the societies of a place that ended above their limit, or have none; most cash first."""
    where = "s.id > ?" if level == "nation" else f"s.{REACH[level]} = ?"
    return [Above(*found) for found in rows(
        "SELECT s.code, s.name_hi, s.name_en, s.cash_limit_paise, d.day_on, d.closing_paise "
        f"FROM {REAL_SOCIETIES} s JOIN day d ON d.society_id = s.id "
        "AND d.day_on = (SELECT MAX(x.day_on) "
        "FROM day x WHERE x.society_id = s.id AND x.kind = 'working' AND x.status = 'closed' "
        f"AND x.is_legacy = 0) WHERE {where} AND (s.cash_limit_paise IS NULL "
        "OR d.closing_paise > s.cash_limit_paise) "
        f"ORDER BY d.closing_paise DESC, s.id LIMIT {int(most)}",
        0 if level == "nation" else place_id,
    )]  # fmt: skip
