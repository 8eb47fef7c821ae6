"""What others know of each society's counter, and who set it when."""

from __future__ import annotations

from dataclasses import asdict
from typing import Any, NamedTuple

from portal.domain.counter import FIELDS, Counter
from portal.storage.engine import row, run

_COLUMNS = ", ".join(FIELDS)


class SetCounter(NamedTuple):
    """A counter as it stands, with who set it and when."""

    counter: Counter
    set_at: int
    set_by: int


def counter(society_id: int) -> SetCounter | None:
    """Return a society's counter, or None where it was never set."""
    found = row(f"SELECT set_at, set_by, {_COLUMNS} FROM counter WHERE society_id = ?", society_id)
    return SetCounter(Counter(*found[2:]), found[0], found[1]) if found else None


def standing(society_id: int) -> dict[str, Any]:
    """Return all fields of a counter with who set it when; empty where it was never set."""
    found = counter(society_id)
    if found is None:
        return {}
    return {**asdict(found.counter), "set_at": found.set_at, "set_by": found.set_by}


def put(society_id: int, one: Counter, at: int, by: int) -> None:
    """Store a society's counter in place of what stood there."""
    changes = ", ".join(f"{name} = excluded.{name}" for name in (*FIELDS, "set_at", "set_by"))
    marks = ", ".join("?" * (len(FIELDS) + 3))
    run(
        f"INSERT INTO counter (society_id, {_COLUMNS}, set_at, set_by) VALUES ({marks}) "
        f"ON CONFLICT (society_id) DO UPDATE SET {changes}",
        society_id, *(getattr(one, name) for name in FIELDS), at, by,
    )  # fmt: skip
