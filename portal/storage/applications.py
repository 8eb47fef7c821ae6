"""Applications of the counter and their history, by named SQL."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, fields, replace
from typing import Any, NamedTuple

from portal.domain.applications import Application
from portal.storage.engine import insert_rows, row, rows, run, value
from portal.storage.served import Whom

_FIELDS = tuple(one.name for one in fields(Application))
_COLUMNS = ", ".join(_FIELDS)
_SELECT = f"SELECT {_COLUMNS} FROM application "
_AS_JSON = ("answers", "papers")
_OPEN = "ended_on = ''"  # the words of the index, so that both engines use it
_NO_MARKS = str.maketrans("", "", "%_\\")  # what LIKE takes for any sign
_DUE = f"{_OPEN} AND remind_on <> '' AND remind_on <= ?"


class Event(NamedTuple):
    """One thing that happened to an application; ``what`` names it, ``state`` is where it led."""

    version: int
    what: str
    state: str
    said: str
    done_on: str
    done_at: int
    done_by: int
    on_behalf_of: int | None = None


def next_id(society_id: int) -> int:
    """Return the next free number of an application; the book must be held."""
    return int(value("SELECT MAX(id) FROM application WHERE society_id = ?", society_id) or 0) + 1


def insert(one: Application) -> None:
    """Store a new application."""
    insert_rows(
        f"INSERT INTO application ({_COLUMNS}) VALUES",
        [tuple(_stored(name, getattr(one, name)) for name in _FIELDS)],
    )


def application(society_id: int, application_id: int) -> Application | None:
    """Return an application, or None."""
    found = row(_SELECT + "WHERE society_id = ? AND id = ?", society_id, application_id)
    return _application(found) if found else None


def by_ids(society_id: int, ids: Iterable[int]) -> dict[int, Application]:
    """Return several applications of a society by their key."""
    wanted = sorted(set(ids))
    if not wanted:
        return {}
    sql = f"{_SELECT}WHERE society_id = ? AND id IN ({_marks(wanted)})"
    found = _all(sql, society_id, *wanted)
    return {one.id: one for one in found}


def change(before: Application, **changed: Any) -> Application:
    """Change an application whose book is held; its version moves on."""
    after = replace(before, **changed, version=before.version + 1)
    names = [name for name in _FIELDS if getattr(after, name) != getattr(before, name)]
    marks = ", ".join(f"{name} = ?" for name in names)
    run(
        f"UPDATE application SET {marks} WHERE society_id = ? AND id = ?",
        *(_stored(name, getattr(after, name)) for name in names), before.society_id, before.id,
    )  # fmt: skip
    return after


def insert_event(one: Application, event: Event) -> None:
    """Store what happened to an application with the version that it brought about."""
    insert_rows(
        "INSERT INTO application_event (society_id, application_id, version, what, state, said, "
        "done_on, done_at, done_by, on_behalf_of) VALUES",
        [(one.society_id, one.id, *event)],
    )


def events(society_id: int, application_id: int) -> list[Event]:
    """List what happened to an application, in order."""
    return [Event(*found) for found in rows(
        "SELECT version, what, state, said, done_on, done_at, done_by, on_behalf_of "
        "FROM application_event WHERE society_id = ? AND application_id = ? ORDER BY version",
        society_id, application_id,
    )]  # fmt: skip


def with_department_no(society_id: int, service_id: str, department_no: str) -> int | None:
    """Return the application of a service that has this number of the office, or None."""
    found: int | None = value(
        "SELECT id FROM application WHERE society_id = ? AND service_id = ? "
        "AND department_no = ? AND department_no <> ''",
        society_id, service_id, department_no,
    )  # fmt: skip
    return found


@dataclass(frozen=True, slots=True)
class Wish:
    """Which applications a list shows: of these states, of one keeper, only reminders that came.

    ``q`` is a number of ours (without society and check digit), an office's number, the last four
    digits of a mobile number, or a part of a name. ``whom`` is the member or customer whose they
    are.
    """

    states: tuple[str, ...] = ()
    keeper: int = 0
    is_due: bool = False
    q: str = ""
    whom: Whom | None = None


def listed(
    society_id: int, wish: Wish, order: Sequence[Sequence[str]], on: str, most: int, skip: int = 0
) -> list[Application]:
    """List applications: reminders that have come by a day, then by who has to do something.

    ``order`` holds the states of each group; whatever ended comes last. Within a group the one
    that has stood longest comes first, of those that ended the newest.
    """
    which, params = _which(wish, on)
    groups = [states for states in order if states]
    ranks = " ".join(
        f"WHEN state IN ({_marks(states)}) THEN {rank}" for rank, states in enumerate(groups, 1)
    )
    return _all(
        _SELECT + f"WHERE society_id = ?{which} ORDER BY CASE WHEN ended_on <> '' THEN 99 "
        f"WHEN remind_on <> '' AND remind_on <= ? THEN 0 {ranks} ELSE 98 END, "
        "CASE WHEN ended_on = '' THEN state_on ELSE '' END, ended_on DESC, id LIMIT ? OFFSET ?",
        society_id, *params, on, *[one for states in groups for one in states], most, skip,
    )  # fmt: skip


def _which(wish: Wish, on: str) -> tuple[str, list[Any]]:
    found: list[tuple[str, Sequence[Any]]] = []
    if wish.states:
        found.append((f"state IN ({_marks(wish.states)})", wish.states))
    if wish.keeper:
        found.append(("keeper = ?", [wish.keeper]))
    if wish.is_due:
        found.append((_DUE, [on]))
    if wish.q:
        found.append(_found_by(wish.q))
    if wish.whom is not None:
        found.append(("register = ? AND record_id = ?", wish.whom))
    conditions = "".join(f" AND {condition}" for condition, _params in found)
    return conditions, [one for _condition, params in found for one in params]


def _found_by(q: str) -> tuple[str, Sequence[Any]]:
    is_number = q.isascii() and q.isdigit() and len(q) < 10
    if is_number and len(q) == 4:
        return "(id = ? OR department_no = ? OR mobile LIKE ?)", [int(q), q, f"%{q}"]
    if not any(sign.isdigit() for sign in q):
        return "name LIKE ?", [f"%{q.translate(_NO_MARKS)}%"]
    return "(id = ? OR department_no = ?)", [int(q) if is_number else 0, q]


def _marks(found: Sequence[object]) -> str:
    return ",".join("?" * len(found))


class Counts(NamedTuple):
    """How many applications are open, and of how many the reminder has come."""

    open: int
    due: int


def counts(society_id: int, on: str) -> Counts:
    """Count what is open in a society and whose reminder has come by a day."""
    found = row(
        "SELECT COUNT(*), COALESCE(SUM(CASE WHEN remind_on <> '' AND remind_on <= ? THEN 1 "
        f"ELSE 0 END), 0) FROM application WHERE society_id = ? AND {_OPEN}",
        on, society_id,
    )  # fmt: skip
    assert found is not None
    return Counts(int(found[0]), int(found[1]))


def open_states(society_id: int) -> list[tuple[str, int]]:
    """List the states in which applications of a society stand open, each with how many."""
    return [(found[0], int(found[1])) for found in rows(
        f"SELECT state, COUNT(*) FROM application WHERE society_id = ? AND {_OPEN} "
        "GROUP BY state ORDER BY 1",
        society_id,
    )]  # fmt: skip


def _all(sql: str, *params: Any) -> list[Application]:
    return [_application(found) for found in rows(sql, *params)]


def _application(found: Iterable[Any]) -> Application:
    named = dict(zip(_FIELDS, found, strict=True))
    return Application(**named | {name: json.loads(named[name]) for name in _AS_JSON})


def _stored(name: str, found: Any) -> Any:
    if name not in _AS_JSON:
        return found
    kept: Mapping[str, str] = found
    return json.dumps(dict(kept), ensure_ascii=False, separators=(",", ":"))
