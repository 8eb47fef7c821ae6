"""Whom the counter reached, and what waits at whom, for a society or a whole place: named SQL."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

from portal.domain.service_reports import (
    OTHER_AGE,
    UNKNOWN_AGE,
    YOUNG,
    Alike,
    Period,
    born_between,
)
from portal.storage.engine import rows, value
from portal.storage.places import REAL_SOCIETIES
from portal.storage.service_reports import Scope

#: Work at the counter that says for whom it was: its table, the column of its day, what counts.
_WORK = (
    ("visit", "paid_on", "m.state = 'paid'"),
    ("application", "began_on", "m.state <> 'withdrawn'"),
    ("aeps_record", "day_on", "(m.outcome = 'done' OR m.settled_as IN ('given', 'taken'))"),
)
#: Work for pensioners: only some of them stand in a register too.
_PENSION_WORK = (
    ("life_certificate", "made_on", "m.result <> 'rejected'"),
    ("pension_payment", "paid_on", "m.paise > 0"),
)


def _work(scope: Scope, wanted: str) -> tuple[str, int]:
    """Return the statement of all that was done, and how often its period is asked for."""
    parts = [
        f"SELECT m.society_id, m.register, m.record_id FROM {table} m "
        f"WHERE {scope.of('m')} AND m.{day} BETWEEN ? AND ? AND {counts} AND m.register {wanted}"
        for table, day, counts in _WORK
    ] + [
        f"SELECT p.society_id, p.register, p.record_id FROM {table} m "
        "JOIN pensioner p ON p.society_id = m.society_id AND p.id = m.pensioner_id "
        f"WHERE {scope.of('m')} AND m.{day} BETWEEN ? AND ? AND {counts} AND p.register {wanted}"
        for table, day, counts in _PENSION_WORK
    ]
    return " UNION ALL ".join(parts), len(parts)


def people(scope: Scope, period: Period) -> list[Alike]:
    """Count whom the counter served in a period, each person once, with those alike in one line.

    Young is whoever is 18 to 35 on the last day; a year of birth alone counts as its middle.
    """
    done, times = _work(scope, "IS NOT NULL")
    after, until = born_between(period.last_on)
    parts = ("sex", "category", "farmer_type", "birth_on")
    known = ", ".join(f"COALESCE(n.{one}, c.{one}, '') AS {one}" for one in parts)
    born = "CASE WHEN LENGTH(a.birth_on) = 4 THEN a.birth_on || '-07-01' ELSE a.birth_on END"
    age = (
        f"CASE WHEN a.birth_on = '' THEN '{UNKNOWN_AGE}' "
        f"WHEN {born} > ? AND {born} <= ? THEN '{YOUNG}' ELSE '{OTHER_AGE}' END"
    )
    return [Alike(register, sex, category, work, age, int(many))
            for register, sex, category, work, age, many in rows(
        f"SELECT a.register, a.sex, a.category, a.farmer_type, {age} AS age, COUNT(*) FROM ("
        f"SELECT w.register, {known} FROM ("
        f"SELECT DISTINCT d.society_id, d.register, d.record_id FROM ({done}) d) w "
        "LEFT JOIN member n ON w.register = 0 AND n.society_id = w.society_id "
        "AND n.id = w.record_id "
        "LEFT JOIN customer c ON w.register = 1 AND c.society_id = w.society_id "
        "AND c.id = w.record_id) a "
        "GROUP BY a.register, a.sex, a.category, a.farmer_type, age",
        after, until, *(scope.key, period.first_on, period.last_on) * times,
    )]  # fmt: skip


def unwritten(scope: Scope, period: Period) -> int:
    """Count the work for people who stand in no register."""
    work, times = _work(scope, "IS NULL")
    return int(value(
        f"SELECT COUNT(*) FROM ({work}) d", *(scope.key, period.first_on, period.last_on) * times
    ) or 0)  # fmt: skip


class Waiting(NamedTuple):
    """How many applications stand in a state, since when the oldest does, and how many are due.

    ``old`` are those that stand there for 30 days or longer; ``due`` have a reminder that came.
    """

    chain: str
    state: str
    many: int
    oldest_on: str
    old: int
    due: int


def waiting(scope: Scope, long_since_on: str, today_on: str) -> list[Waiting]:
    """Add up the open applications by state."""
    return [Waiting(chain, state, int(many), oldest_on, int(old), int(due))
            for chain, state, many, oldest_on, old, due in rows(
        "SELECT a.chain, a.state, COUNT(*), MIN(a.state_on), "
        "SUM(CASE WHEN a.state_on <= ? THEN 1 ELSE 0 END), "
        "SUM(CASE WHEN a.remind_on <> '' AND a.remind_on <= ? THEN 1 ELSE 0 END) "
        f"FROM application a WHERE {scope.of('a')} AND a.ended_on = '' "
        "GROUP BY a.chain, a.state ORDER BY a.chain, a.state",
        long_since_on, today_on, scope.key,
    )]  # fmt: skip


class Pending(NamedTuple):
    """An open application, as a list of what waits shows it."""

    society_id: int
    id: int
    service_id: str
    state: str
    state_on: str
    remind_on: str
    name: str
    village: str
    chain: str
    code: str


def pending(
    scope: Scope, states: Sequence[tuple[str, str]], most: int, after: int = 0
) -> list[Pending]:  # fmt: skip
    """List open applications in some states (chain, state), the longest waiting first."""
    marks = ", ".join(["(?, ?)"] * len(states))
    return [Pending(*found) for found in rows(
        "SELECT a.society_id, a.id, a.service_id, a.state, a.state_on, a.remind_on, a.name, "
        "a.village, a.chain, s.code FROM application a JOIN society s ON s.id = a.society_id "
        f"WHERE {scope.of('a')} AND a.ended_on = '' AND (a.chain, a.state) IN (VALUES {marks}) "
        "ORDER BY a.state_on, a.society_id, a.id LIMIT ? OFFSET ?",
        scope.key, *(part for one in states for part in one), most, after,
    )]  # fmt: skip


class WaitingBelow(NamedTuple):
    """How much waits in the societies of a place right below another, and since when."""

    place_id: int
    many: int
    oldest_on: str
    old: int


def waiting_below(column: str, scope: Scope, long_since_on: str) -> list[WaitingBelow]:
    """Add up the open applications by the column of society that a lower level reaches by."""
    return [WaitingBelow(found[0], int(found[1]), found[2], int(found[3])) for found in rows(
        f"SELECT c.{column}, COUNT(*), MIN(a.state_on), "
        "SUM(CASE WHEN a.state_on <= ? THEN 1 ELSE 0 END) FROM application a "
        f"JOIN {REAL_SOCIETIES} c ON c.id = a.society_id WHERE {scope.of('a')} AND a.ended_on = '' "
        f"GROUP BY c.{column}",
        long_since_on, scope.key,
    )]  # fmt: skip


def pensioners_due(scope: Scope, until_on: str) -> int:
    """Count the pensioners whose life certificate is due by a day, the overdue ones too."""
    return int(value(
        f"SELECT COUNT(*) FROM pensioner p WHERE {scope.of('p')} "
        "AND p.certificate_due_on <> '' AND p.certificate_due_on <= ? "
        "AND p.status IN ('paying', 'stopped')",
        scope.key, until_on,
    ))  # fmt: skip
