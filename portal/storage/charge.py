"""Lists of charge, and what a society has open when it changes hands: named SQL."""

from __future__ import annotations

import json
from typing import Any

from portal.domain import chain
from portal.domain.charge import ChargeList, body_of, content_of
from portal.storage.engine import row, rows, run, value
from portal.storage.places import REACH, REAL_SOCIETIES

_NAMES = (
    "society_id", "id", "version", "day_on", "from_person", "to_person", "body", "state",
    "made_at", "made_by", "given_at", "given_by", "taken_at", "taken_by", "said", "act_id",
)  # fmt: skip
_COLUMNS = ", ".join(_NAMES)
_SELECT = f"SELECT {_COLUMNS} FROM charge_list "
_OPEN = "state IN ('drafted', 'given')"
_WORK = {
    "entries": "SELECT COUNT(*) FROM proposal WHERE society_id = ? AND state = 'waiting'",
    "orders": (
        "SELECT COUNT(*) FROM bill_order WHERE society_id = ? AND (state IN ('cash_taken', "
        "'submitting', 'processing', 'unknown', 'failed', 'refund_due', 'credit_adjustment') "
        "OR (state = 'success' AND outcome_voucher_id IS NULL))"
    ),
    "applications": "SELECT COUNT(*) FROM application WHERE society_id = ? AND ended_on = ''",
    "open_days": "SELECT COUNT(*) FROM day WHERE society_id = ? AND status <> 'closed'",
    "tills": "SELECT COUNT(*) FROM till_turn WHERE society_id = ? AND status = 'open'",
    "messages": (
        "SELECT COUNT(*) FROM message WHERE society_id = ? AND state IN ('waiting', 'unsure')"
    ),
}


def _read(found: tuple[Any, ...] | None) -> ChargeList | None:
    if found is None:
        return None
    fields = dict(zip(_NAMES, found, strict=True))
    return ChargeList(**{**fields, "body": body_of(json.loads(fields["body"]))})


def _text(one: ChargeList) -> str:
    return chain.canonical(content_of(one.body)).decode()


def next_id(society_id: int) -> int:
    """Return the next number of a list; the book must be held."""
    return int(value("SELECT MAX(id) FROM charge_list WHERE society_id = ?", society_id) or 0) + 1


def insert(new: ChargeList) -> None:
    """Store a new list."""
    run(
        "INSERT INTO charge_list (society_id, id, version, day_on, from_person, to_person, body, "
        "state, made_at, made_by, act_id) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
        new.society_id, new.id, new.version, new.day_on, new.from_person, new.to_person,
        _text(new), new.state, new.made_at, new.made_by, new.act_id,
    )  # fmt: skip


def change(before: ChargeList, after: ChargeList) -> bool:
    """Store a list that stands as it was seen; say whether it did.

    The statement itself takes no change of who gives and takes, nor of what is finished.
    """
    return run(
        "UPDATE charge_list SET version = ?, day_on = ?, body = ?, state = ?, given_at = ?, "
        "given_by = ?, taken_at = ?, taken_by = ?, said = ?, act_id = ? "
        f"WHERE society_id = ? AND id = ? AND version = ? AND state = ? AND {_OPEN}",
        after.version, after.day_on, _text(after), after.state, after.given_at, after.given_by,
        after.taken_at, after.taken_by, after.said, after.act_id, before.society_id, before.id,
        before.version, before.state,
    ) == 1  # fmt: skip


def charge(society_id: int, charge_id: int) -> ChargeList | None:
    """Return a list, or None."""
    return _read(row(_SELECT + "WHERE society_id = ? AND id = ?", society_id, charge_id))


def open_one(society_id: int) -> ChargeList | None:
    """Return the list that is neither done nor dropped, or None."""
    return _read(row(_SELECT + f"WHERE society_id = ? AND {_OPEN}", society_id))


def latest(society_id: int, most: int) -> list[ChargeList]:
    """List the latest lists of a society, the newest first."""
    found = rows(_SELECT + f"WHERE society_id = ? ORDER BY id DESC LIMIT {int(most)}", society_id)
    return [one for one in map(_read, found) if one is not None]


def waits_for(society_id: int, person_id: int) -> int | None:
    """Return the list that a person is to look at and sign, or None."""
    found = row(
        f"SELECT id FROM charge_list WHERE society_id = ? AND {_OPEN} AND "
        "((state = 'given' AND to_person = ?) OR (state = 'drafted' AND from_person = ?))",
        society_id, person_id, person_id,
    )  # fmt: skip
    return int(found[0]) if found else None


def changed_since(level: str, place_id: int, since_at: int) -> dict[int, tuple[int, int]]:
    """Return (list, instant) of the latest change of charge since then, by society of a place."""
    where = "1 = 1" if level == "nation" else f"s.{REACH[level]} = ?"
    keys = () if level == "nation" else (place_id,)
    return {found[0]: (found[1], found[2]) for found in rows(
        "SELECT c.society_id, c.id, c.taken_at FROM charge_list c "
        f"JOIN {REAL_SOCIETIES} s ON s.id = c.society_id WHERE {where} AND c.state = 'done' "
        "AND c.taken_at >= ? ORDER BY c.id",
        *keys, since_at,
    )}  # fmt: skip


def balances(society_id: int, heads: tuple[int, ...]) -> dict[int, int]:
    """Return what the books say of these heads, in paise; heads never used are left out."""
    marks = ", ".join("?" for _ in heads)
    return dict(rows(
        f"SELECT head, paise FROM head_balance WHERE society_id = ? AND head IN ({marks})",
        society_id, *heads,
    ))  # fmt: skip


def free_slips(society_id: int) -> tuple[int, int, int]:
    """Return how many slips for an outage are free, the first and the last; zeros for none."""
    found = row(
        "SELECT COUNT(*), MIN(no), MAX(no) FROM outage_slip WHERE society_id = ? "
        "AND state = 'free'",
        society_id,
    )
    return (int(found[0]), int(found[1] or 0), int(found[2] or 0)) if found else (0, 0, 0)


def open_work(society_id: int) -> dict[str, int]:
    """Count what is open in a society, by the code of the work; one statement."""
    parts = " UNION ALL ".join(f"SELECT '{code}', ({sql})" for code, sql in _WORK.items())
    return {code: int(many) for code, many in rows(parts, *(society_id,) * len(_WORK))}
