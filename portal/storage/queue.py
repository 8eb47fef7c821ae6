"""Numbers of the queue and what was done with each, by named SQL."""

from __future__ import annotations

from dataclasses import fields, replace
from typing import Any, NamedTuple

from portal.domain.queue import Token
from portal.storage.engine import insert_rows, row, rows, run, value

_FIELDS = tuple(one.name for one in fields(Token))
_COLUMNS = ", ".join(_FIELDS)
_SELECT = f"SELECT {_COLUMNS} FROM queue_token WHERE society_id = ? AND day_on = ? "


class Event(NamedTuple):
    """What somebody did with a number, when, and with which word."""

    version: int
    what: str
    to_person: int | None
    said: str
    done_at: int
    done_by: int


class Today(NamedTuple):
    """How many numbers of a day wait, are called and are over, and how much was done with all."""

    waiting: int
    called: int
    ended: int
    changes: int


def last_no(society_id: int, day_on: str) -> int:
    """Return a day's last number, 0 before the first; the book must be held to take the next."""
    return int(value(
        "SELECT MAX(no) FROM queue_token WHERE society_id = ? AND day_on = ?", society_id, day_on
    ) or 0)  # fmt: skip


def insert(token: Token) -> None:
    """Store a new number."""
    insert_rows(
        f"INSERT INTO queue_token ({_COLUMNS}) VALUES",
        [tuple(getattr(token, one) for one in _FIELDS)],
    )


def token(society_id: int, day_on: str, no: int) -> Token | None:
    """Return a number of a day, or None."""
    found = row(_SELECT + "AND no = ?", society_id, day_on, no)
    return Token(*found) if found else None


def change(before: Token, **changed: Any) -> Token:
    """Change a number whose book is held; its version moves on."""
    after = replace(before, **changed, version=before.version + 1)
    names = [name for name in _FIELDS if getattr(after, name) != getattr(before, name)]
    marks = ", ".join(f"{name} = ?" for name in names)
    run(
        f"UPDATE queue_token SET {marks} WHERE society_id = ? AND day_on = ? AND no = ?",
        *(getattr(after, name) for name in names), before.society_id, before.day_on, before.no,
    )  # fmt: skip
    return after


def insert_event(token: Token, event: Event) -> None:
    """Store what was done with a number."""
    insert_rows(
        "INSERT INTO queue_event (society_id, day_on, no, version, what, to_person, said, "
        "done_at, done_by) VALUES",
        [(token.society_id, token.day_on, token.no, *event)],
    )


def events(token: Token) -> list[Event]:
    """List what was done with a number, in order."""
    return [Event(*one) for one in rows(
        "SELECT version, what, to_person, said, done_at, done_by FROM queue_event "
        "WHERE society_id = ? AND day_on = ? AND no = ? ORDER BY version",
        token.society_id, token.day_on, token.no,
    )]  # fmt: skip


def in_state(society_id: int, day_on: str, *states: str) -> list[Token]:
    """List a day's numbers in these states, in their order."""
    marks = ",".join("?" * len(states))
    return [Token(*one) for one in rows(
        _SELECT + f"AND state IN ({marks}) ORDER BY no", society_id, day_on, *states
    )]  # fmt: skip


def first_waiting(society_id: int, day_on: str, person_id: int) -> Token | None:
    """Return who is next for somebody: who was handed to them, else the oldest that is free."""
    found = row(
        _SELECT + "AND state = 'waiting' AND (for_person IS NULL OR for_person = ?) "
        "ORDER BY CASE WHEN for_person IS NULL THEN 1 ELSE 0 END, no LIMIT 1",
        society_id, day_on, person_id,
    )  # fmt: skip
    return Token(*found) if found else None


def with_person(society_id: int, day_on: str, person_id: int) -> Token | None:
    """Return whom somebody called last and still serves, or None."""
    found = row(
        _SELECT + "AND state = 'called' AND called_by = ? ORDER BY called_at DESC, no DESC LIMIT 1",
        society_id, day_on, person_id,
    )  # fmt: skip
    return Token(*found) if found else None


def count_before(token: Token) -> int:
    """Count those who wait with a lower number."""
    return int(value(
        "SELECT COUNT(*) FROM queue_token WHERE society_id = ? AND day_on = ? AND no < ? "
        "AND state = 'waiting'",
        token.society_id, token.day_on, token.no,
    ))  # fmt: skip


def today(society_id: int, day_on: str) -> Today:
    """Count a day's numbers by where they are; ``changes`` grows with whatever is done."""
    found = row(
        "SELECT SUM(CASE WHEN state = 'waiting' THEN 1 ELSE 0 END), "
        "SUM(CASE WHEN state = 'called' THEN 1 ELSE 0 END), "
        "SUM(CASE WHEN state IN ('served', 'left') THEN 1 ELSE 0 END), SUM(version) "
        "FROM queue_token WHERE society_id = ? AND day_on = ?",
        society_id, day_on,
    )  # fmt: skip
    return Today(*(int(one or 0) for one in found or (0, 0, 0, 0)))
