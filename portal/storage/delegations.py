"""Who works in a society on behalf of one of its people: named SQL."""

from __future__ import annotations

from typing import NamedTuple

from portal.domain.delegations import Delegation, Running
from portal.storage.engine import row, rows, run, value
from portal.storage.places import REACH, REAL_SOCIETIES

_COLUMNS = (
    "d.society_id, d.id, d.person_id, d.on_behalf_of, d.reason, d.said, d.began_at, d.until_at, "
    "d.act_id, e.ended_at, e.ended_by"
)
_JOINED = (
    "delegation d LEFT JOIN delegation_end e ON e.society_id = d.society_id "
    "AND e.delegation_id = d.id"
)

Named = tuple[str, str, str]  # the society's code and both names


class Told(NamedTuple):
    """A delegation with the names of who works and of whom it is on behalf of."""

    one: Delegation
    who: tuple[str, str]
    behalf: tuple[str, str]


def hold_person(person_id: int) -> None:
    """Hold a person until the transaction ends: they begin one thing at a time."""
    value("SELECT id FROM person WHERE id = ? FOR UPDATE", person_id)


def next_id(society_id: int) -> int:
    """Return the next key of a society's delegations; its book is held."""
    return 1 + int(value("SELECT MAX(id) FROM delegation WHERE society_id = ?", society_id) or 0)


def insert(one: Delegation) -> None:
    """Store the beginning of a delegation."""
    run(
        "INSERT INTO delegation (society_id, id, person_id, on_behalf_of, reason, said, began_at, "
        "until_at, act_id) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)",
        one.society_id, one.id, one.person_id, one.on_behalf_of, one.reason, one.said,
        one.began_at, one.until_at, one.act_id,
    )  # fmt: skip


def insert_end(society_id: int, delegation_id: int, at: int, by: int, act_id: int) -> None:
    """Store that a delegation was ended before its time."""
    run(
        "INSERT INTO delegation_end (society_id, delegation_id, ended_at, ended_by, act_id) "
        "VALUES (?, ?, ?, ?, ?)",
        society_id, delegation_id, at, by, act_id,
    )  # fmt: skip


def delegation(society_id: int, delegation_id: int) -> Delegation | None:
    """Return a delegation, or None."""
    found = row(
        f"SELECT {_COLUMNS} FROM {_JOINED} WHERE d.society_id = ? AND d.id = ?",
        society_id, delegation_id,
    )  # fmt: skip
    return Delegation(*found) if found else None


def running_of(person_id: int, at: int) -> Running | None:
    """Return on whose behalf somebody works at an instant, or None.

    It holds while the person on whose behalf it is may still sign in.
    """
    found = row(
        "SELECT d.society_id, d.id, d.on_behalf_of, p.role, d.until_at, s.code, s.name_hi, "
        f"s.name_en, p.name_hi, p.name_en FROM {_JOINED} JOIN person p ON p.id = d.on_behalf_of "
        "JOIN society s ON s.id = d.society_id WHERE d.person_id = ? AND d.until_at > ? "
        "AND e.ended_at IS NULL AND p.is_active = 1 ORDER BY d.began_at DESC",
        person_id,
        at,
    )
    return Running._make(found) if found else None


def is_running(society_id: int, person_id: int, on_behalf_of: int, at: int) -> bool:
    """Say whether somebody works in a society on behalf of this person at an instant."""
    return value(
        f"SELECT d.id FROM {_JOINED} JOIN person p ON p.id = d.on_behalf_of "
        "WHERE d.society_id = ? AND d.person_id = ? AND d.on_behalf_of = ? AND d.until_at > ? "
        "AND e.ended_at IS NULL AND p.is_active = 1 ORDER BY d.id DESC",
        society_id, person_id, on_behalf_of, at,
    ) is not None  # fmt: skip


def last_of(society_id: int, person_id: int) -> Delegation | None:
    """Return what somebody began last in a society, or None."""
    found = row(
        f"SELECT {_COLUMNS} FROM {_JOINED} WHERE d.society_id = ? AND d.person_id = ? "
        "ORDER BY d.id DESC LIMIT 1",
        society_id, person_id,
    )  # fmt: skip
    return Delegation(*found) if found else None


def latest_of(society_id: int, most: int) -> list[Delegation]:
    """List the latest delegations of a society, the newest first."""
    return [Delegation(*found) for found in rows(
        f"SELECT {_COLUMNS} FROM {_JOINED} WHERE d.society_id = ? "
        f"ORDER BY d.id DESC LIMIT {int(most)}",
        society_id,
    )]  # fmt: skip


def told(society_id: int, most: int, since_at: int) -> list[Told]:
    """List the latest delegations of a society that went on after an instant, with both names."""
    return [Told(Delegation(*found[:11]), found[11:13], found[13:]) for found in rows(
        f"SELECT {_COLUMNS}, p.name_hi, p.name_en, o.name_hi, o.name_en FROM {_JOINED} "
        "JOIN person p ON p.id = d.person_id JOIN person o ON o.id = d.on_behalf_of "
        "WHERE d.society_id = ? AND COALESCE(e.ended_at, d.until_at) > ? "
        f"ORDER BY d.id DESC LIMIT {int(most)}",
        society_id, since_at,
    )]  # fmt: skip


def latest_within(level: str, place_id: int, most: int) -> list[tuple[Named, Delegation]]:
    """List the latest delegations of all real societies of a place, the newest first."""
    where, keys = _within(level, place_id)
    return [((found[0], found[1], found[2]), Delegation(*found[3:])) for found in rows(
        f"SELECT s.code, s.name_hi, s.name_en, {_COLUMNS} FROM {_JOINED} "
        f"JOIN {REAL_SOCIETIES} s ON s.id = d.society_id WHERE {where} "
        f"ORDER BY d.began_at DESC, d.society_id, d.id DESC LIMIT {int(most)}",
        *keys,
    )]  # fmt: skip


def counts_within(level: str, place_id: int, since_at: int) -> list[tuple[Named, int]]:
    """Count the delegations begun since an instant by society, the most first."""
    where, keys = _within(level, place_id)
    return [((found[0], found[1], found[2]), found[3]) for found in rows(
        f"SELECT s.code, s.name_hi, s.name_en, COUNT(*) FROM delegation d JOIN {REAL_SOCIETIES} s "
        f"ON s.id = d.society_id WHERE {where} AND d.began_at >= ? "
        "GROUP BY s.code, s.name_hi, s.name_en ORDER BY COUNT(*) DESC, s.code LIMIT 30",
        *keys, since_at,
    )]  # fmt: skip


def pairs_on(society_id: int, day_on: str) -> set[tuple[int, int]]:
    """List who entered vouchers of a day on whose behalf."""
    return {(found[0], found[1]) for found in rows(
        "SELECT DISTINCT entered_by, on_behalf_of FROM voucher WHERE society_id = ? "
        "AND day_on = ? AND on_behalf_of IS NOT NULL",
        society_id, day_on,
    )}  # fmt: skip


def closer(society_id: int, day_on: str) -> tuple[tuple[str, str], tuple[str, str] | None] | None:
    """Return the names of who closed a day and of whom it was on behalf of, or None."""
    found = row(
        "SELECT p.name_hi, p.name_en, o.name_hi, o.name_en FROM day d "
        "JOIN person p ON p.id = d.closed_by LEFT JOIN person o ON o.id = d.closed_on_behalf_of "
        "WHERE d.society_id = ? AND d.day_on = ?",
        society_id, day_on,
    )  # fmt: skip
    if found is None:
        return None
    return (found[0], found[1]), (found[2], found[3]) if found[2] is not None else None


def count_of(society_id: int, since_at: int) -> int:
    """Count the delegations begun in a society since an instant."""
    return int(value(
        "SELECT COUNT(*) FROM delegation WHERE society_id = ? AND began_at >= ?",
        society_id, since_at,
    ))  # fmt: skip


def _within(level: str, place_id: int) -> tuple[str, tuple[int, ...]]:
    if level == "nation":
        return "1 = 1", ()
    return f"s.{REACH[level]} = ?", (place_id,)
