"""Rows that deeds beside the ledger left behind, and their acts, for the proof: named SQL."""

from __future__ import annotations

from typing import Any

from portal.domain.deed_proof import FREE, KINDS, Stored
from portal.domain.proof import ActRow
from portal.domain.surprise_counts import SurpriseCount
from portal.storage.engine import rows

_SURPRISE = (
    "society_id, id, day_on, till, take, book_paise, counted_paise, said, counted_at, counted_by, "
    "stood_by, act_id"
)
_REQUEST = (
    "id, day_on, tasks, reason, state, asked_at, asked_by, on_behalf_of, decided_at, decided_by, "
    "decided_why, until_at, ended_at, new_seal_no"
)
_RULE = "id, task, above_paise, persons, reason, set_at, set_by"
_CHARGE = (
    "id, version, day_on, from_person, to_person, body, state, made_at, made_by, given_at, "
    "given_by, taken_at, taken_by, said, act_id"
)
_DELEGATION = "id, person_id, on_behalf_of, reason, said, began_at, until_at, act_id"
_DELEGATION_END = "delegation_id AS id, ended_at, ended_by, act_id"


def acts(society_id: int) -> list[ActRow]:
    """List the acts of KINDS by id."""
    marks = ", ".join("?" for _ in KINDS)
    return [ActRow(*found) for found in rows(
        "SELECT society_id, id, kind, day_on, done_at, done_by, on_behalf_of, detail, leaf_hash, "
        f"chain_hash, hash_version FROM act WHERE society_id = ? AND kind IN ({marks}) "
        "ORDER BY id",
        society_id, *KINDS,
    )]  # fmt: skip


def _rows(columns: str, table: str, society_id: int) -> list[dict[str, Any]]:
    names = [one.rpartition(" ")[2] for one in columns.split(", ")]
    return [dict(zip(names, found, strict=True)) for found in rows(
        f"SELECT {columns} FROM {table} WHERE society_id = ? ORDER BY id", society_id
    )]  # fmt: skip


def stored(society_id: int) -> Stored:
    """Return the rows of a society that acts stand for."""
    surprises = rows(
        f"SELECT {_SURPRISE} FROM surprise_count WHERE society_id = ? ORDER BY id", society_id
    )
    lines = rows(
        "SELECT day_on, take, till, kind, denomination, pieces FROM cash_count "
        "WHERE society_id = ? AND occasion = 'surprise'",
        society_id,
    )
    marks = ", ".join("?" for _ in FREE)
    free = rows(
        f"SELECT day_on FROM day WHERE society_id = ? AND kind IN ({marks})",
        society_id, *FREE,
    )  # fmt: skip
    seals: dict[str, list[int]] = {}
    for on, seal_no in rows(
        "SELECT day_on, seal_no FROM seal WHERE society_id = ? ORDER BY seal_no", society_id
    ):
        seals.setdefault(on, []).append(seal_no)
    return Stored(
        surprises=[SurpriseCount(*found) for found in surprises],
        surprise_lines=[(on, no, till, kind, worth, many)
                        for on, no, till, kind, worth, many in lines],
        requests=_rows(_REQUEST, "reopening_request", society_id),
        reopened=_rows("id, day_on, reopened_at, reopened_by, reason, seal_no", "reopening",
                       society_id),
        rules=_rows(_RULE, "approval_rule", society_id),
        charges=_rows(_CHARGE, "charge_list", society_id),
        delegations=_rows(_DELEGATION, "delegation", society_id),
        delegation_ends=_rows(_DELEGATION_END, "delegation_end", society_id),
        free_days={on for (on,) in free}, seals=seals,
    )  # fmt: skip
