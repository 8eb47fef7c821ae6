"""What the officer's round, the day's check and the places read: whole sets, never one by one."""

from __future__ import annotations

from typing import Any, NamedTuple

from portal.domain import heads
from portal.domain.round import Alike, DayFacts, Standing
from portal.storage.calendar import CALENDAR
from portal.storage.engine import row, rows
from portal.storage.places import REACH, REAL_SOCIETIES

MOST_WAITING = 31  # of a society's days that wait, so many are looked into, the oldest first
_BOX = heads.CASH_BOX
_SUSPENSE = ",".join(map(str, heads.SUSPENSE))
_BANKS = ",".join(map(str, heads.BANK_ACCOUNTS))
_WAITS = (
    "d.status = 'closed' AND d.kind = 'working' AND d.is_legacy = 0 "
    "AND d.review IN ('none', 'sent_back', 'replied', 'spot_check')"
)
_LAST_ON = (
    "(SELECT x.day_on FROM day x WHERE x.society_id = s.id AND x.status = 'closed' "
    "ORDER BY x.day_on DESC LIMIT 1)"
)
# The day begins with the cash the one before ended with, and ends with what the books add up to.
_AGREES = (
    "d.opening_paise = COALESCE((SELECT p.closing_paise FROM day p "
    "WHERE p.society_id = d.society_id AND p.day_on < d.day_on "
    "ORDER BY p.day_on DESC LIMIT 1), d.opening_paise) "
    "AND d.receipts_paise = COALESCE(t.debit_paise, 0) "
    "AND d.payments_paise = COALESCE(t.credit_paise, 0) "
    "AND d.closing_paise = d.opening_paise + d.receipts_paise - d.payments_paise"
)
_BOX_TOTALS = (
    "LEFT JOIN head_total t ON t.society_id = d.society_id AND t.day_on = d.day_on "
    f"AND t.head = {_BOX}"
)
# Working days up to this one that closed above the limit, one after the other.
_DAYS_ABOVE = (
    "CASE WHEN d.closing_paise > s.cash_limit_paise THEN (SELECT COUNT(*) FROM day x "
    "WHERE x.society_id = d.society_id AND x.kind = 'working' AND x.status = 'closed' "
    "AND x.is_legacy = 0 "
    "AND x.day_on <= d.day_on AND x.day_on > COALESCE((SELECT y.day_on FROM day y "
    "WHERE y.society_id = d.society_id AND y.kind = 'working' AND y.status = 'closed' "
    "AND y.day_on < d.day_on AND y.closing_paise <= s.cash_limit_paise "
    "ORDER BY y.day_on DESC LIMIT 1), '')) ELSE 0 END"
)
# Milliseconds since midnight in India; written without the % sign, which PostgreSQL's driver reads.
_TIME = "(v.posted_at + 19800000 - (v.posted_at + 19800000) / 86400000 * 86400000)"
_SLIPLESS = (
    "v.reference = '' AND EXISTS (SELECT 1 FROM entry e WHERE e.society_id = v.society_id "
    f"AND e.voucher_id = v.id AND e.head IN ({_BANKS}))"
)
_ROUND = (
    "v.mode = 'cash' AND v.total_paise >= 500000 "
    "AND v.total_paise / 100000 * 100000 = v.total_paise"
)
_RUSHED = "v.posted_at >= k.entry_ended_at - 900000"
_FACTS = f"""
WITH waiting AS (
  SELECT d.society_id, d.day_on, d.closed_at, d.review, d.difference_paise,
    CASE WHEN {_AGREES} THEN 1 ELSE 0 END AS agrees, s.cash_limit_days,
    COUNT(*) OVER (PARTITION BY d.society_id) AS waiting, {_DAYS_ABOVE} AS days_above,
    COALESCE(d.counting_at, d.closed_at) AS entry_ended_at,
    CASE WHEN d.accepted_take IS NULL THEN 1 ELSE 0 END AS is_uncounted,
    ROW_NUMBER() OVER (PARTITION BY d.society_id ORDER BY d.day_on) AS place
  FROM day d JOIN @societies s ON s.id = d.society_id {_BOX_TOTALS} WHERE @days
), kept AS (SELECT * FROM waiting WHERE place <= {MOST_WAITING}), entered AS (
  SELECT k.society_id, k.day_on, COUNT(*) AS vouchers,
    SUM(CASE WHEN v.reverses_id IS NULL AND c.part IS NULL THEN 0 ELSE 1 END) AS reversals,
    SUM(CASE WHEN {_TIME} BETWEEN 25200000 AND 75600000 THEN 0 ELSE 1 END) AS out_of_hours,
    SUM(CASE WHEN {_SLIPLESS} THEN 1 ELSE 0 END) AS without_slip,
    SUM(CASE WHEN {_ROUND} THEN 1 ELSE 0 END) AS round_sums,
    SUM(CASE WHEN {_RUSHED} THEN 1 ELSE 0 END) AS rushed
  FROM kept k JOIN voucher v ON v.society_id = k.society_id AND v.day_on = k.day_on
    AND v.kind <> 'adjustment'
    LEFT JOIN correction c ON c.society_id = v.society_id AND c.voucher_id = v.id
      AND c.part <> 'replacement'
  GROUP BY k.society_id, k.day_on
)
SELECT k.society_id, k.day_on, k.closed_at, k.review, k.difference_paise, k.agrees,
  k.cash_limit_days, k.waiting, k.days_above, COALESCE(e.vouchers, 0), COALESCE(e.reversals, 0),
  COALESCE(e.out_of_hours, 0), COALESCE(e.without_slip, 0), COALESCE(e.round_sums, 0),
  COALESCE(e.rushed, 0), k.is_uncounted
FROM kept k LEFT JOIN entered e ON e.society_id = k.society_id AND e.day_on = k.day_on
ORDER BY k.society_id, k.day_on
"""


def _within(level: str) -> str:
    return "s.id > ?" if level == "nation" else f"s.{REACH[level]} = ?"


def _key(level: str, place_id: int) -> int:
    return 0 if level == "nation" else place_id


def standings(level: str, place_id: int) -> list[Standing]:
    """List where each society of a place stands, by name."""
    return [Standing._make((*found[:-1], int(found[-1]))) for found in rows(
        f"SELECT s.id, s.code, s.name_hi, s.name_en, {CALENDAR}, s.weekly_off, l.day_on, "
        "l.closed_at, r.day_on, r.status, r.opened_at, COALESCE((SELECT SUM(ABS(b.paise)) "
        f"FROM head_balance b WHERE b.society_id = s.id AND b.head IN ({_SUSPENSE})), 0) "
        f"FROM {REAL_SOCIETIES} s LEFT JOIN day l ON l.society_id = s.id AND l.day_on = {_LAST_ON} "
        "LEFT JOIN day r ON r.society_id = s.id AND r.status <> 'closed' "
        f"WHERE {_within(level)} ORDER BY s.name_hi, s.id",
        _key(level, place_id),
    )]  # fmt: skip


def waiting_days(level: str, place_id: int) -> dict[int, list[DayFacts]]:
    """Return the closed days of each society of a place that wait for an officer, oldest first."""
    found: dict[int, list[DayFacts]] = {}
    where = f"{_within(level)} AND {_WAITS}"
    sql = _FACTS.replace("@societies", REAL_SOCIETIES).replace("@days", where)
    for one in rows(sql, _key(level, place_id)):
        found.setdefault(one[0], []).append(_facts(one))
    return found


def facts_of_day(society_id: int, day_on: str) -> DayFacts | None:
    """Return what the books say of one day."""
    where = "d.society_id = ? AND d.day_on = ?"
    sql = _FACTS.replace("@societies", "society").replace("@days", where)
    found = row(sql, society_id, day_on)
    return _facts(found) if found else None


def _facts(found: tuple[Any, ...]) -> DayFacts:
    return DayFacts(*found[:5], *map(int, found[5:]))


def alike_by_place(child_level: str, level: str, place_id: int, today_on: str) -> list[Alike]:
    """Count the societies of a place by the places of a lower level and by how they stand."""
    child = REACH[child_level]
    return [Alike(*found[:-2], *map(int, found[-2:])) for found in rows(
        f"WITH one AS (SELECT s.{child} AS place_id, {CALENDAR} AS calendar, s.weekly_off, "
        f"{_LAST_ON} AS last_on, "
        "CASE WHEN EXISTS (SELECT 1 FROM day t WHERE t.society_id = s.id AND t.day_on = ?) "
        "THEN 1 ELSE 0 END AS has_today, CASE WHEN EXISTS (SELECT 1 FROM day d "
        f"{_BOX_TOTALS} WHERE d.society_id = s.id AND {_WAITS} "
        f"AND (d.difference_paise < 0 OR NOT ({_AGREES}))) THEN 1 ELSE 0 END AS has_red_day, "
        f"(SELECT COUNT(*) FROM day d WHERE d.society_id = s.id AND {_WAITS}) AS waiting "
        f"FROM {REAL_SOCIETIES} s WHERE s.{child} IS NOT NULL AND {_within(level)}) "
        "SELECT place_id, calendar, weekly_off, last_on, has_today, has_red_day, COUNT(*), "
        "SUM(waiting) FROM one GROUP BY place_id, calendar, weekly_off, last_on, has_today, "
        "has_red_day",
        today_on, _key(level, place_id),
    )]  # fmt: skip


class PlaceRow(NamedTuple):
    """One place."""

    id: int
    code: str
    level: str
    name_hi: str
    name_en: str


def path_of(place_id: int) -> list[PlaceRow]:
    """List a place and all above it, the widest first."""
    return [PlaceRow(*found) for found in rows(
        "WITH RECURSIVE up (id, code, level, parent_id, name_hi, name_en, step) AS ("
        "SELECT id, code, level, parent_id, name_hi, name_en, 0 FROM place WHERE id = ? "
        "UNION ALL SELECT p.id, p.code, p.level, p.parent_id, p.name_hi, p.name_en, up.step + 1 "
        "FROM place p JOIN up ON p.id = up.parent_id) "
        "SELECT id, code, level, name_hi, name_en FROM up ORDER BY step DESC",
        place_id,
    )]  # fmt: skip
