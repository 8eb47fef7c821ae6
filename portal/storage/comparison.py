"""Comparisons with the operating unit's list: what is compared, what was found, by named SQL."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Any, NamedTuple

from portal.domain.bill_orders import OrderState
from portal.domain.comparison import (
    Alarm,
    Class,
    Compared,
    Counts,
    Ours,
    Run,
    alarm_kind,
)
from portal.domain.heads import BY_HAND, RECEIVED_FOR_BILLS, REFUNDS_DUE
from portal.storage.engine import insert_rows, portions, row, rows, rows_among, run, value
from portal.storage.places import NOT_REAL

TODAY_DUTY = "comparison_today"
_OURS = (
    "society_id, id, payment_ref_id, state, amount_paise, fee_paise, transaction_id, state_at, "
    "first_sent_at, last_sent_at"
)
_COUNTS = tuple(one.value for one in Class)
_ITEM = (
    "society_id, order_id, class, payment_ref_id, our_state, their_state, our_paise, their_paise"
)
_MOST_TEXT = 50
_NEWEST = "SELECT MAX(id) FROM comparison WHERE problem = '' AND paid_on >= ? GROUP BY paid_on"


class Item(NamedTuple):
    """A payment that somebody has to look at; amounts are bill and fee in paise."""

    society_id: int | None
    order_id: int | None
    kind: str
    payment_ref_id: str
    our_state: str
    their_state: str
    our_paise: int | None
    their_paise: int | None


def sent_between(first_at: int, end_at: int) -> list[Ours]:
    """List the payments of all societies that were first sent from one instant up to another."""
    return [_ours(found) for found in rows(
        f"SELECT {_OURS} FROM bill_order WHERE first_sent_at >= ? AND first_sent_at < ?",
        first_at, end_at,
    )]  # fmt: skip


def by_references(society_id: int, references: Iterable[str]) -> list[Ours]:
    """List a society's orders of these references, sent or not."""
    return [_ours(found) for found in rows_among(
        f"SELECT {_OURS} FROM bill_order WHERE society_id = ? AND payment_ref_id IN",
        society_id, among=references,
    )]  # fmt: skip


def _ours(found: Sequence[Any]) -> Ours:
    society_id, order_id, ref, state, *others = found
    return Ours(society_id, order_id, ref, OrderState(state), *others)


def insert(
    paid_on: str, at: int, problem: str, counts: Mapping[int, Mapping[str, int]],
    items: Sequence[Item],
) -> None:  # fmt: skip
    """Store a comparison with its counts by society and all that differs."""
    run_id = value(
        "INSERT INTO comparison (paid_on, compared_at, problem) VALUES (?, ?, ?) RETURNING id",
        paid_on, at, problem,
    )  # fmt: skip
    insert_rows(
        f"INSERT INTO comparison_count (comparison_id, society_id, {', '.join(_COUNTS)}) VALUES",
        [
            (run_id, society_id, *(one[name] for name in _COUNTS))
            for society_id, one in sorted(counts.items())
        ],
    )
    insert_rows(
        f"INSERT INTO comparison_item (comparison_id, no, {_ITEM}) VALUES",
        [(run_id, no, *one) for no, one in enumerate(items, start=1)],
    )


def item(one: Compared, society_id: int | None) -> Item:
    """Put a compared payment as it is stored."""
    return Item(
        society_id, one.ours.order_id if one.ours else None, one.kind.value,
        one.payment_ref_id[:_MOST_TEXT], one.ours.state.value if one.ours else "",
        one.theirs.state.value if one.theirs else "", one.our_paise, one.their_paise,
    )  # fmt: skip


def runs_since(first_on: str) -> dict[str, Run]:
    """Return what is known of each day's comparisons from a day on."""
    found = rows(
        "SELECT c.paid_on, MAX(CASE WHEN c.problem = '' THEN c.compared_at ELSE 0 END), "
        "MAX(c.compared_at), MAX(CASE WHEN c.problem = '' THEN c.id ELSE 0 END) FROM comparison c "
        "WHERE c.paid_on >= ? GROUP BY c.paid_on",
        first_on,
    )
    differing = {one for (one,) in rows_among(
        "SELECT DISTINCT comparison_id FROM comparison_item WHERE comparison_id IN",
        among=[one[3] for one in found],
    )}  # fmt: skip
    return {
        paid_on: Run(paid_on, good_at, tried_at, run_id in differing)
        for paid_on, good_at, tried_at, run_id in found
    }


def last_good(paid_on: str) -> int | None:
    """Return the last good comparison of a day, or None."""
    found = value("SELECT MAX(id) FROM comparison WHERE paid_on = ? AND problem = ''", paid_on)
    return None if found is None else int(found)


def has_broken_last(paid_on: str) -> bool:
    """Say whether a day's last comparison broke."""
    return bool(value(
        "SELECT problem FROM comparison WHERE paid_on = ? ORDER BY id DESC LIMIT 1", paid_on
    ))  # fmt: skip


def counts_of(run_id: int) -> dict[int, dict[str, int]]:
    """Return a comparison's counts by society."""
    return {society_id: dict(zip(_COUNTS, found, strict=True)) for society_id, *found in rows(
        f"SELECT society_id, {', '.join(_COUNTS)} FROM comparison_count WHERE comparison_id = ?",
        run_id,
    )}  # fmt: skip


def items_of(run_id: int, society_id: int | None = None) -> list[Item]:
    """List what differs in a comparison, in order; of one society where it is named."""
    whose, params = ("", ()) if society_id is None else (" AND society_id = ?", (society_id,))
    return [Item(*found) for found in rows(
        f"SELECT {_ITEM} FROM comparison_item WHERE comparison_id = ?{whose} ORDER BY no",
        run_id, *params,
    )]  # fmt: skip


def items_now(run_id: int, society_id: int) -> list[tuple[Item, str]]:
    """List what differs of a society in a comparison, each with our order's state by now."""
    columns = "i." + _ITEM.replace(", ", ", i.")
    return [(Item(*found[:-1]), found[-1] or "") for found in rows(
        f"SELECT {columns}, o.state FROM comparison_item i LEFT JOIN bill_order o "
        "ON o.society_id = i.society_id AND o.id = i.order_id "
        "WHERE i.comparison_id = ? AND i.society_id = ? ORDER BY i.no",
        run_id, society_id,
    )]  # fmt: skip


def counts_since(society_id: int, first_on: str) -> dict[str, Counts]:
    """Return a society's counts of the last good comparison of each day from a day on, by day."""
    return {found[0]: Counts(*found) for found in rows(
        f"SELECT c.paid_on, c.compared_at, {', '.join('k.' + one for one in _COUNTS)} "
        "FROM comparison c JOIN comparison_count k ON k.comparison_id = c.id "
        f"AND k.society_id = ? WHERE c.id IN ({_NEWEST})",
        society_id, first_on,
    )}  # fmt: skip


def latest_counts(society_id: int) -> Counts | None:
    """Return a society's counts of its last compared day, or None."""
    found = row(
        f"SELECT c.paid_on, c.compared_at, {', '.join('k.' + one for one in _COUNTS)} "
        "FROM comparison c JOIN comparison_count k ON k.comparison_id = c.id "
        "AND k.society_id = ? WHERE c.id IN (SELECT MAX(id) FROM comparison WHERE problem = '' "
        "GROUP BY paid_on ORDER BY paid_on DESC LIMIT 31) ORDER BY c.paid_on DESC LIMIT 1",
        society_id,
    )
    return None if found is None else Counts(*found)


def sums_since(society_ids: Sequence[int], first_on: str) -> dict[int, Counts]:
    """Sum up the last good comparisons of all days from a day on, by society."""
    sums = ", ".join(f"SUM(k.{one})" for one in _COUNTS)
    found: dict[int, Counts] = {}
    for part in portions(society_ids):
        for society_id, *counts in rows(
            f"SELECT k.society_id, MAX(c.paid_on), MAX(c.compared_at), {sums} FROM comparison c "
            f"JOIN comparison_count k ON k.comparison_id = c.id WHERE c.id IN ({_NEWEST}) "
            f"AND k.society_id IN ({_marks(part)}) GROUP BY k.society_id",
            first_on, *part,
        ):  # fmt: skip
            found[society_id] = Counts(counts[0], counts[1], *(int(one) for one in counts[2:]))
    return found


# What a comparison found that may be an alarm: of the last good one of each day.
_CONTRADICTED = (
    "SELECT i.society_id, i.class AS kind, i.our_state, i.their_state, c.paid_on AS on_day, "
    "i.order_id, i.payment_ref_id FROM comparison c "
    "JOIN comparison_item i ON i.comparison_id = c.id "
    f"WHERE c.id IN ({_NEWEST}) AND i.class IN ('theirs_only', 'amount_differs', "
    "'state_differs') AND i.society_id "
)


def is_paid_there(society_id: int, order_id: int, first_on: str) -> bool:
    """Say whether the last good comparison of a day found an order paid there and not here."""
    return value(
        "SELECT 1 FROM comparison_item WHERE society_id = ? AND order_id = ? "
        "AND their_state = 'done' AND our_state <> 'success' "
        f"AND class <> 'adjusted' AND comparison_id IN ({_NEWEST})",
        society_id, order_id, first_on,
    ) is not None  # fmt: skip


def strays(first_on: str) -> list[Alarm]:
    """List what they have of no society of ours, from a day on."""
    return _alarms(rows(_CONTRADICTED + "IS NULL ORDER BY c.paid_on DESC, i.no", first_on))


# The words of the indexes, as in bill_orders. A payment for which a reason was given is not one
# made twice by mistake; the first of two is right.
_TWICE = (
    "SELECT o.society_id, 'twice', '', '', o.opened_on, o.id, o.payment_ref_id FROM bill_order o "
    "WHERE o.society_id IN ({marks}) AND o.asked_on >= ? AND o.state = 'success' "
    "AND EXISTS (SELECT 1 FROM bill_order p WHERE p.connection_key = o.connection_key "
    "AND p.cash_voucher_id IS NOT NULL AND p.ordered_at BETWEEN o.ordered_at - 86400000 "
    "AND o.ordered_at AND p.state = 'success' AND p.amount_paise = o.amount_paise "
    f"AND (p.society_id = o.society_id OR p.society_id NOT IN {NOT_REAL}) "
    "AND (p.ordered_at < o.ordered_at OR p.society_id < o.society_id "
    "OR (p.society_id = o.society_id AND p.id < o.id))) "
    "AND NOT EXISTS (SELECT 1 FROM bill_override v WHERE v.society_id = o.society_id "
    "AND v.order_id = o.id)"
)
_HELD = "amount_paise + fee_paise AS paise FROM bill_order WHERE society_id IN ({marks}) AND "
_BOOKS = (
    "SELECT society_id, 'books', '', '', '', NULL, '' FROM ("
    f"SELECT society_id, head, paise FROM head_balance WHERE head IN ({RECEIVED_FOR_BILLS}, "
    f"{REFUNDS_DUE}) AND society_id IN ({{marks}}) UNION ALL "
    f"SELECT society_id, head, -paise FROM sub_balance WHERE head IN ({RECEIVED_FOR_BILLS}, "
    f"{REFUNDS_DUE}) AND sub_id = {BY_HAND} AND society_id IN ({{marks}}) UNION ALL "
    f"SELECT society_id, CASE WHEN state = 'refund_due' THEN {REFUNDS_DUE} ELSE "
    f"{RECEIVED_FOR_BILLS} END, {_HELD}state IN ('cash_taken', 'submitting', 'processing', "
    "'unknown', 'failed', 'refund_due', 'credit_adjustment') "
    "AND NOT (state = 'credit_adjustment' AND outcome_voucher_id IS NOT NULL) UNION ALL "
    f"SELECT society_id, {RECEIVED_FOR_BILLS}, {_HELD}"
    "(state = 'failed' OR (state = 'success' AND outcome_voucher_id IS NULL)) "
    "AND state = 'success') stands GROUP BY society_id, head HAVING SUM(paise) <> 0"
)


def alarms(society_ids: Sequence[int], compared_from_on: str, asked_from_on: str) -> list[Alarm]:
    """List what must never be, the latest day first.

    What the last good comparison of each day, from a day on, found; what was asked for from a day
    on and paid twice; and whose bill money is not what the orders hold, as sums of a head (P8):
    ``verify`` holds each order to its own.
    """
    sql = f"{_CONTRADICTED} IN ({{marks}}) UNION ALL {_TWICE} UNION ALL {_BOOKS} ORDER BY 5 DESC, 7"
    return _alarms(rows(
        sql.replace("{marks}", _marks(society_ids)),
        compared_from_on, *society_ids, *society_ids, asked_from_on, *(list(society_ids) * 4),
    ))  # fmt: skip


def _alarms(found: Iterable[Sequence[Any]]) -> list[Alarm]:
    listed = ((one, alarm_kind(*one[1:4])) for one in found)
    return [Alarm(one[0], kind, *one[4:]) for one, kind in listed if kind is not None]


def _marks(keys: Sequence[int]) -> str:
    return ",".join("?" * len(keys)) or "NULL"


class Looked(NamedTuple):
    """When today was last compared, and when it is again."""

    last_at: int | None
    next_at: int


def looked() -> Looked:
    """Return when today was and will be compared."""
    found = row("SELECT last_at, next_at FROM duty WHERE name = ?", TODAY_DUTY)
    return Looked(*found) if found else Looked(None, 0)


def hurry(now: int, least_ms: int) -> bool:
    """Have today compared as soon as the worker can; not twice within ``least_ms``."""
    return run(
        "UPDATE duty SET next_at = ? WHERE name = ? AND (last_at IS NULL OR last_at <= ?)",
        now, TODAY_DUTY, now - least_ms,
    ) == 1  # fmt: skip
