"""Changes of pension rules: proposed, decided on, withdrawn; none is ever rewritten."""

from __future__ import annotations

import json
from collections.abc import Sequence
from typing import Any

from portal.domain.rule_changes import Proposal, Row, RuleChange
from portal.storage.engine import row, rows, run, value

_COLUMNS = (
    "id, scheme_id, state, valid_from_on, body, reason, status, proposed_at, proposed_by, "
    "decided_at, decided_by, decided_why"
)


def lock_place(code: str) -> None:
    """Let one change of a place's schemes after the other be written."""
    value("SELECT id FROM place WHERE code = ? FOR UPDATE", code)


def insert(wish: Proposal, state: str, before: Sequence[Row], by: int, at: int) -> int:
    """Add a proposed change and return its number."""
    body = {"rows": list(wish.rows), "before": list(before), "past_why": wish.past_why}
    return int(value(
        "INSERT INTO rule_change (scheme_id, state, valid_from_on, body, reason, status, "
        "proposed_at, proposed_by) VALUES (?, ?, ?, ?, ?, 'proposed', ?, ?) RETURNING id",
        wish.scheme_id, state, wish.valid_from_on, json.dumps(body, ensure_ascii=False),
        wish.reason, at, by,
    ))  # fmt: skip


def decide(change_id: int, status: str, by: int, at: int, why: str) -> bool:
    """Close a change that is still proposed; say whether it was."""
    return run(
        "UPDATE rule_change SET status = ?, decided_at = ?, decided_by = ?, decided_why = ? "
        "WHERE id = ? AND status = 'proposed'",
        status, at, by, why, change_id,
    ) == 1  # fmt: skip


def change(change_id: int) -> RuleChange | None:
    """Return a change, or None."""
    found = row(f"SELECT {_COLUMNS} FROM rule_change WHERE id = ?", change_id)
    return _change(found) if found else None


def is_waiting(scheme_id: str, valid_from_on: str) -> bool:
    """Say whether a change of this scheme and date waits for a decision."""
    return value(
        "SELECT 1 FROM rule_change WHERE scheme_id = ? AND valid_from_on = ? "
        "AND status = 'proposed'",
        scheme_id, valid_from_on,
    ) is not None  # fmt: skip


def waiting(states: Sequence[str]) -> list[RuleChange]:
    """List the changes of these states that wait for a decision, the oldest first."""
    marks = ",".join("?" * len(states))
    return [_change(one) for one in rows(
        f"SELECT {_COLUMNS} FROM rule_change WHERE status = 'proposed' AND state IN ({marks}) "
        "ORDER BY id",
        *states,
    )]  # fmt: skip


def of_scheme(scheme_id: str, most: int) -> list[RuleChange]:
    """List the changes of a scheme, the newest first."""
    return [_change(one) for one in rows(
        f"SELECT {_COLUMNS} FROM rule_change WHERE scheme_id = ? ORDER BY id DESC LIMIT ?",
        scheme_id, most,
    )]  # fmt: skip


def _change(found: tuple[Any, ...]) -> RuleChange:
    known = dict(zip(_COLUMNS.split(", "), found, strict=True))
    body = json.loads(known.pop("body"))
    return RuleChange(
        rows=tuple(body["rows"]), before=tuple(body["before"]), past_why=body["past_why"], **known
    )
