"""Complaints about pensions that have not come, and their trail, by named SQL."""

from __future__ import annotations

from dataclasses import fields, replace
from typing import Any, NamedTuple

from portal.domain.pension_complaints import Complaint
from portal.storage.engine import insert_rows, row, rows, run, value

_FIELDS = tuple(one.name for one in fields(Complaint))
_COLUMNS = ", ".join(_FIELDS)
_SELECT = f"SELECT {_COLUMNS} FROM pension_complaint "
_OPEN = "state IN ('open', 'sent')"  # the words of the index


class Event(NamedTuple):
    """One step of a complaint."""

    version: int
    state: str
    said: str
    done_at: int
    done_by: int


def next_id(society_id: int) -> int:
    """Return the next free number of a complaint; the book must be held."""
    last = value("SELECT MAX(id) FROM pension_complaint WHERE society_id = ?", society_id)
    return int(last or 0) + 1


def insert(one: Complaint, said: str) -> None:
    """Store a complaint with its first step."""
    insert_rows(
        f"INSERT INTO pension_complaint ({_COLUMNS}) VALUES",
        [tuple(getattr(one, name) for name in _FIELDS)],
    )
    _note(one, said, one.raised_at, one.raised_by)


def change(before: Complaint, at: int, by: int, said: str, **changed: Any) -> None:
    """Write the next step of a complaint; the book must be held."""
    after = replace(before, **changed, version=before.version + 1)
    if after.state != before.state:
        after = replace(after, state_at=at)
    names = [name for name in _FIELDS if getattr(after, name) != getattr(before, name)]
    marks = ", ".join(f"{name} = ?" for name in names)
    run(
        f"UPDATE pension_complaint SET {marks} WHERE society_id = ? AND id = ?",
        *(getattr(after, name) for name in names), before.society_id, before.id,
    )  # fmt: skip
    _note(after, said, at, by)


def _note(one: Complaint, said: str, at: int, by: int) -> None:
    insert_rows(
        "INSERT INTO pension_complaint_event (society_id, complaint_id, version, state, said, "
        "done_at, done_by) VALUES",
        [(one.society_id, one.id, one.version, one.state, said, at, by)],
    )


def complaint(society_id: int, complaint_id: int) -> Complaint | None:
    """Return a complaint, or None."""
    found = row(_SELECT + "WHERE society_id = ? AND id = ?", society_id, complaint_id)
    return Complaint(*found) if found else None


def open_of(society_id: int, pensioner_id: int) -> Complaint | None:
    """Return a pensioner's open complaint, or None."""
    found = row(
        _SELECT + f"WHERE society_id = ? AND pensioner_id = ? AND {_OPEN}",
        society_id, pensioner_id,
    )  # fmt: skip
    return Complaint(*found) if found else None


def open_ones(society_id: int) -> list[Complaint]:
    """List the open complaints of a society, those to be asked about soonest first."""
    return _all(
        _SELECT + f"WHERE society_id = ? AND {_OPEN} "
        "ORDER BY CASE WHEN remind_on = '' THEN 1 ELSE 0 END, remind_on, id",
        society_id,
    )


def ended(society_id: int, most: int, before: int) -> list[Complaint]:
    """List the complaints that ended, the newest first, below a number."""
    return _all(
        _SELECT + f"WHERE society_id = ? AND id < ? AND NOT ({_OPEN}) ORDER BY id DESC LIMIT ?",
        society_id, before, most,
    )  # fmt: skip


def events(society_id: int, complaint_id: int) -> list[Event]:
    """List a complaint's steps, in order."""
    return [Event(*found) for found in rows(
        "SELECT version, state, said, done_at, done_by FROM pension_complaint_event "
        "WHERE society_id = ? AND complaint_id = ? ORDER BY version",
        society_id, complaint_id,
    )]  # fmt: skip


def _all(sql: str, *params: Any) -> list[Complaint]:
    return [Complaint(*found) for found in rows(sql, *params)]
