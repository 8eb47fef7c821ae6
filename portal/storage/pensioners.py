"""Pensioners and their history, by named SQL."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import fields
from typing import Any, NamedTuple

from portal.domain.pensioners import Pensioner, due_until
from portal.storage.engine import insert_rows, row, rows, rows_among, run, value
from portal.storage.sort_keys import sort_key

_FIELDS = tuple(one.name for one in fields(Pensioner))
_COLUMNS = ", ".join(_FIELDS)
_SELECT = f"SELECT {_COLUMNS} FROM pensioner "
_STORED = (*_FIELDS, "sort_key")


class Event(NamedTuple):
    """One change of a pensioner; ``what`` names it, ``said`` is in somebody's words."""

    version: int
    what: str
    status: str
    said: str
    done_on: str
    done_at: int
    done_by: int
    on_behalf_of: int | None


def next_id(society_id: int) -> int:
    """Return the next free key of a pensioner; the book must be held."""
    return int(value("SELECT MAX(id) FROM pensioner WHERE society_id = ?", society_id) or 0) + 1


def insert(one: Pensioner, event: Event) -> None:
    """Store a new pensioner with the first event."""
    insert_rows(
        f"INSERT INTO pensioner ({', '.join(_STORED)}) VALUES",
        [(*(getattr(one, name) for name in _FIELDS), sort_key(one.name_hi))],
    )
    _note(one, event)


def change(after: Pensioner, before: Pensioner, event: Event) -> None:
    """Store a pensioner's next version with its event; the book must be held.

    ``after`` carries what is new; its version is the one after ``before``.
    """
    names = [name for name in _FIELDS if getattr(after, name) != getattr(before, name)]
    marks = ", ".join(f"{name} = ?" for name in (*names, "sort_key"))
    run(
        f"UPDATE pensioner SET {marks} WHERE society_id = ? AND id = ?",
        *(getattr(after, name) for name in names), sort_key(after.name_hi),
        before.society_id, before.id,
    )  # fmt: skip
    _note(after, event)


def _note(one: Pensioner, event: Event) -> None:
    insert_rows(
        "INSERT INTO pensioner_event (society_id, pensioner_id, version, what, status, said, "
        "done_on, done_at, done_by, on_behalf_of) VALUES",
        [(one.society_id, one.id, *event)],
    )


def pensioner(society_id: int, pensioner_id: int) -> Pensioner | None:
    """Return a pensioner, or None."""
    found = row(_SELECT + "WHERE society_id = ? AND id = ?", society_id, pensioner_id)
    return Pensioner(**dict(zip(_FIELDS, found, strict=True))) if found else None


def by_number(society_id: int, scheme_id: str, benefit_no: str) -> Pensioner | None:
    """Return who has this number under a scheme, or None."""
    found = row(
        _SELECT + "WHERE society_id = ? AND scheme_id = ? AND benefit_no = ?",
        society_id, scheme_id, benefit_no,
    )  # fmt: skip
    return Pensioner(**dict(zip(_FIELDS, found, strict=True))) if found else None


def of_application(society_id: int, application_id: int) -> int | None:
    """Return the key of the pensioner an application led to, or None."""
    found: int | None = value(
        "SELECT id FROM pensioner WHERE society_id = ? AND application_id = ?",
        society_id, application_id,
    )  # fmt: skip
    return found


def by_ids(society_id: int, ids: Iterable[int]) -> dict[int, Pensioner]:
    """Return pensioners by key."""
    found = rows_among(_SELECT + "WHERE society_id = ? AND id IN", society_id, among=ids)
    return {one.id: one for one in _all(found)}


def events(society_id: int, pensioner_id: int, most: int) -> list[Event]:
    """List what happened to a pensioner, the newest first."""
    return [Event(*found) for found in rows(
        "SELECT version, what, status, said, done_on, done_at, done_by, on_behalf_of "
        "FROM pensioner_event WHERE society_id = ? AND pensioner_id = ? "
        "ORDER BY version DESC LIMIT ?",
        society_id, pensioner_id, most,
    )]  # fmt: skip


class Wish(NamedTuple):
    """Which of a society's pensioners are listed: ``show`` is all or one of the lists."""

    show: str = "all"
    village: str | None = None
    today_on: str = ""


_NO_MONEY = (
    "id IN (SELECT pensioner_id FROM pension_complaint c WHERE c.society_id = pensioner.society_id "
    "AND c.state IN ('open', 'sent'))"
)
_DUE = "status <> 'ended' AND certificate_due_on <> '' AND certificate_due_on"
#: What each list holds, and its order.
_LISTS = {
    "all": ("1 = 1", "sort_key, id"),
    "due": (f"{_DUE} BETWEEN ? AND ?", "certificate_due_on, sort_key, id"),
    "overdue": (f"{_DUE} < ?", "certificate_due_on, sort_key, id"),
    "stopped": ("status = 'stopped'", "stopped_on DESC, sort_key, id"),
    "no_money": (_NO_MONEY, "sort_key, id"),
    "call": (f"{_DUE} <= ?", "village_hi, sort_key, id"),
}
LISTS = tuple(_LISTS)


def listed(society_id: int, wish: Wish, most: int, skipped: int = 0) -> list[Pensioner]:
    """List a society's pensioners as wished, from a place of the list on."""
    where, order = _LISTS[wish.show]
    until_on = due_until(wish.today_on) if wish.today_on else ""
    days = {"due": (wish.today_on, until_on), "overdue": (wish.today_on,), "call": (until_on,)}
    params: list[object] = [society_id, *days.get(wish.show, ())]
    if wish.village is not None:
        where, params = f"{where} AND village_hi = ?", [*params, wish.village]
    return _all(rows(
        f"{_SELECT}WHERE society_id = ? AND {where} ORDER BY {order} LIMIT ? OFFSET ?",
        *params, most, skipped,
    ))  # fmt: skip


class Counts(NamedTuple):
    """How many pensioners a society has, by what waits to be done."""

    total: int
    due: int
    overdue: int
    stopped: int
    no_money: int


def counts(society_id: int, today_on: str) -> Counts:
    """Count a society's pensioners; those whose pension has ended are left out of the total."""
    found = row(
        "SELECT COALESCE(SUM(CASE WHEN status <> 'ended' THEN 1 ELSE 0 END), 0), "
        f"COALESCE(SUM(CASE WHEN {_DUE} BETWEEN ? AND ? THEN 1 ELSE 0 END), 0), "
        f"COALESCE(SUM(CASE WHEN {_DUE} < ? THEN 1 ELSE 0 END), 0), "
        "COALESCE(SUM(CASE WHEN status = 'stopped' THEN 1 ELSE 0 END), 0), "
        "(SELECT COUNT(*) FROM pension_complaint WHERE society_id = ? "
        "AND state IN ('open', 'sent')) FROM pensioner WHERE society_id = ?",
        today_on, due_until(today_on), today_on, society_id, society_id,
    )  # fmt: skip
    return Counts(*(int(one) for one in found or (0, 0, 0, 0, 0)))


def count_due(society_id: int, today_on: str) -> int:
    """Count whose certificate is due within thirty days or overdue."""
    return int(value(
        f"SELECT COUNT(*) FROM pensioner WHERE society_id = ? AND {_DUE} <= ?",
        society_id, due_until(today_on),
    ))  # fmt: skip


class Known(NamedTuple):
    """What somebody is found by."""

    id: int
    name_hi: str
    guardian_hi: str
    village_hi: str
    mobile: str
    benefit_no: str


def known(society_id: int, most: int) -> list[Known]:
    """List what all of a society's pensioners are found by, in the order of names."""
    return [Known(*found) for found in rows(
        "SELECT id, name_hi, guardian_hi, village_hi, mobile, benefit_no FROM pensioner "
        "WHERE society_id = ? ORDER BY sort_key, id LIMIT ?",
        society_id, most,
    )]  # fmt: skip


def _all(found: Sequence[Sequence[Any]]) -> list[Pensioner]:
    return [Pensioner(**dict(zip(_FIELDS, one, strict=True))) for one in found]
