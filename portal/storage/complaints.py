"""Complaints about bill payments and their history, by named SQL."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import fields, replace
from typing import Any, NamedTuple

from portal.domain.bill_complaints import ComplaintState, Raised
from portal.storage.engine import insert_rows, row, rows, run, value
from portal.storage.places import NOT_REAL, RETIRED

_FIELDS = tuple(one.name for one in fields(Raised))
_COLUMNS = ", ".join(_FIELDS)
_SELECT = f"SELECT {_COLUMNS} FROM bill_complaint "
# The words of the index, so that both engines use it.
_OPEN = "state IN ('to_lodge', 'lodging', 'unsure', 'waiting', 'assigned', 'refund_due')"
_SAID = 500


class Event(NamedTuple):
    """One change of a complaint; ``done_by`` None is the worker."""

    version: int
    state: str
    said: str
    done_at: int
    done_by: int | None


def next_id(society_id: int) -> int:
    """Return the next free number of a complaint; the book must be held."""
    last = value("SELECT MAX(id) FROM bill_complaint WHERE society_id = ?", society_id)
    return int(last or 0) + 1


def insert(raised: Raised, done_by: int) -> None:
    """Store a new complaint with its first event."""
    insert_rows(
        f"INSERT INTO bill_complaint ({_COLUMNS}) VALUES",
        [tuple(_stored(name, raised) for name in _FIELDS)],
    )
    _note(raised, "", raised.raised_at, done_by)


def change(raised: Raised, at: int, said: str | None = None, **changed: Any) -> Raised | None:
    """Change a complaint that stands as it was seen; None where somebody changed it meanwhile.

    The worker does this. A change of state is an event, and so is anything ``said``.
    """
    after = replace(raised, **changed, version=raised.version + 1)
    if after.state is not raised.state:
        after = replace(after, state_at=at)
    names = [name for name in _FIELDS if getattr(after, name) != getattr(raised, name)]
    marks = ", ".join(f"{name} = ?" for name in names)
    is_mine = run(
        f"UPDATE bill_complaint SET {marks} WHERE society_id = ? AND id = ? AND version = ?",
        *(_stored(name, after) for name in names),
        raised.society_id, raised.id, raised.version,
    ) == 1  # fmt: skip
    if is_mine and (said is not None or after.state is not raised.state):
        _note(after, said or "", at, None)
    return after if is_mine else None


def _note(raised: Raised, said: str, at: int, done_by: int | None) -> None:
    insert_rows(
        "INSERT INTO complaint_event (society_id, complaint_id, version, state, said, done_at, "
        "done_by) VALUES",
        [(
            raised.society_id, raised.id, raised.version, raised.state.value, said[:_SAID], at,
            done_by,
        )],
    )  # fmt: skip


def complaint(society_id: int, complaint_id: int) -> Raised | None:
    """Return a complaint, or None."""
    return _raised(row(_SELECT + "WHERE society_id = ? AND id = ?", society_id, complaint_id))


def of_order(society_id: int, order_id: int) -> list[Raised]:
    """List the complaints about an order, in order."""
    return _all(_SELECT + "WHERE society_id = ? AND order_id = ? ORDER BY id", society_id, order_id)


def open_ones(society_id: int) -> list[Raised]:
    """List the open complaints of a society: those to be answered soonest first."""
    return _all(
        _SELECT + f"WHERE society_id = ? AND {_OPEN} "
        "ORDER BY CASE WHEN answer_by_on = '' THEN 1 ELSE 0 END, answer_by_on, id",
        society_id,
    )


def ended(society_id: int, most: int, before: int) -> list[Raised]:
    """List the complaints that came to an end, the newest first, below a number."""
    return _all(
        _SELECT + f"WHERE society_id = ? AND id < ? AND NOT ({_OPEN}) ORDER BY id DESC LIMIT ?",
        society_id, before, most,
    )  # fmt: skip


def due(now: int, most: int, *, with_practice: bool = False) -> list[Raised]:
    """List the complaints of all societies that the worker must look at, the longest due first.

    Those of societies to practise in are left out unless they go to a sandbox.
    """
    return _all(
        _SELECT + "WHERE next_at IS NOT NULL AND next_at <= ? "
        f"AND society_id NOT IN {RETIRED if with_practice else NOT_REAL} "
        "ORDER BY next_at LIMIT ?",
        now, most,
    )  # fmt: skip


def events(society_id: int, complaint_id: int) -> list[Event]:
    """List what happened to a complaint, in order."""
    return [Event(*found) for found in rows(
        "SELECT version, state, said, done_at, done_by FROM complaint_event "
        "WHERE society_id = ? AND complaint_id = ? ORDER BY version",
        society_id, complaint_id,
    )]  # fmt: skip


class Named(NamedTuple):
    """What a list of complaints says of a payment."""

    biller_name: str
    amount_paise: int
    payment_ref_id: str


def payments(society_id: int, order_ids: Sequence[int]) -> dict[int, Named]:
    """Name the payments that complaints are about, by order."""
    if not order_ids:
        return {}
    marks = ",".join("?" * len(order_ids))
    return {found[0]: Named(*found[1:]) for found in rows(
        "SELECT id, biller_name, amount_paise, payment_ref_id FROM bill_order "
        f"WHERE society_id = ? AND id IN ({marks})",
        society_id, *order_ids,
    )}  # fmt: skip


def _all(sql: str, *params: Any) -> list[Raised]:
    return [one for one in (_raised(found) for found in rows(sql, *params)) if one is not None]


def _raised(found: Iterable[Any] | None) -> Raised | None:
    if found is None:
        return None
    named = dict(zip(_FIELDS, found, strict=True))
    return Raised(**named | {"state": ComplaintState(named["state"])})


def _stored(name: str, raised: Raised) -> Any:
    found = getattr(raised, name)
    return found.value if name == "state" else found
