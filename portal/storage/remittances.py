"""What is held for others item by item, and what was sent on, by named SQL."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import fields
from typing import Any, NamedTuple

from portal.domain.remittances import Item, Remittance
from portal.domain.visits import Fee
from portal.storage.engine import insert_rows, row, rows, value

_FEE = tuple(one.name for one in fields(Fee))
_REMITTANCE = tuple(one.name for one in fields(Remittance))
_CORRECTED = (
    "EXISTS (SELECT 1 FROM correction c WHERE c.society_id = f.society_id "
    "AND c.original_id = f.voucher_id)"
)
_ITEMS = (
    "SELECT " + ", ".join(f"f.{one}" for one in _FEE) + ", f.visit_id, v.paid_on, v.mode, v.name, "
    "COALESCE(a.name, ''), i.remittance_id, COALESCE(r.sent_on, ''), COALESCE(b.state, ''), "
    f"CASE WHEN {_CORRECTED} THEN 1 ELSE 0 END "
    "FROM visit_fee f JOIN visit v ON v.society_id = f.society_id AND v.id = f.visit_id "
    "LEFT JOIN application a ON a.society_id = f.society_id AND a.id = f.application_id "
    "LEFT JOIN remittance_item i ON i.society_id = f.society_id AND i.visit_id = f.visit_id "
    "AND i.fee_no = f.no "
    "LEFT JOIN remittance r ON r.society_id = f.society_id AND r.id = i.remittance_id "
    "LEFT JOIN fee_return b ON b.society_id = f.society_id AND b.visit_id = f.visit_id "
    "AND b.fee_no = f.no WHERE f.society_id = ? "
)
#: A fee whose money is held here: taken, and neither corrected nor sent on nor returned.
_IS_HELD = (
    "f.passed_paise > 0 AND f.voucher_id IS NOT NULL AND NOT EXISTS (SELECT 1 FROM remittance_item "
    "i WHERE i.society_id = f.society_id AND i.visit_id = f.visit_id AND i.fee_no = f.no) "
    "AND NOT EXISTS (SELECT 1 FROM fee_return b WHERE b.society_id = f.society_id "
    "AND b.visit_id = f.visit_id AND b.fee_no = f.no) "
    f"AND NOT {_CORRECTED}"
)
_FEE_HELD = f"visit_fee f WHERE f.society_id = ? AND {_IS_HELD}"


class HeldSum(NamedTuple):
    """What is held on a head for others: how many items, their sum, the day of the oldest."""

    head: int
    items: int
    paise: int
    since_on: str


def items_of_application(society_id: int, application_id: int) -> list[Item]:
    """List the items of an application's money, the first one first."""
    return _items("AND f.application_id = ? ORDER BY f.visit_id, f.no", society_id, application_id)


def items_of_visit(society_id: int, visit_id: int) -> list[Item]:
    """List the items of a visit."""
    return _items("AND f.visit_id = ? ORDER BY f.no", society_id, visit_id)


def item(society_id: int, visit_id: int, fee_no: int) -> Item | None:
    """Return an item, or None."""
    found = _items("AND f.visit_id = ? AND f.no = ?", society_id, visit_id, fee_no)
    return found[0] if found else None


def items_by_keys(society_id: int, keys: Sequence[tuple[int, int]]) -> list[Item]:
    """List items by their visit and number; what isn't there is left out."""
    marks = ", ".join(["(?, ?)"] * len(keys))
    return _items(
        f"AND (f.visit_id, f.no) IN (VALUES {marks}) ORDER BY f.visit_id, f.no",
        society_id, *(part for key in keys for part in key),
    )  # fmt: skip


def items_of_remittance(society_id: int, remittance_id: int) -> list[Item]:
    """List what was sent on at once."""
    return _items("AND i.remittance_id = ? ORDER BY f.visit_id, f.no", society_id, remittance_id)


def held(society_id: int, head: int, most: int, skip: int = 0) -> list[Item]:
    """List what is held on a head for others, the oldest first."""
    return _items(
        f"AND f.passed_head = ? AND {_IS_HELD} ORDER BY v.paid_on, f.visit_id, f.no "
        "LIMIT ? OFFSET ?",
        society_id, head, most, skip,
    )  # fmt: skip


def held_sums(society_id: int) -> list[HeldSum]:
    """Sum up by head what is held for others."""
    return [HeldSum(head, items, int(paise), on) for head, items, paise, on in rows(
        "SELECT f.passed_head, COUNT(*), SUM(f.passed_paise), MIN(v.paid_on) FROM visit_fee f "
        "JOIN visit v ON v.society_id = f.society_id AND v.id = f.visit_id "
        f"WHERE f.society_id = ? AND {_IS_HELD} GROUP BY f.passed_head ORDER BY f.passed_head",
        society_id,
    )]  # fmt: skip


class Waiting(NamedTuple):
    """What of other people's money waits: returns that are open, and the oldest that is held."""

    returns: int = 0
    since_on: str = ""


def waiting(society_id: int) -> Waiting:
    """Say what waits to be given back, and since when something waits to be sent on."""
    found = row(
        "SELECT (SELECT COUNT(*) FROM fee_return WHERE society_id = ? "
        "AND state IN ('asked', 'due')), (SELECT MIN(v.paid_on) FROM visit_fee f "
        "JOIN visit v ON v.society_id = f.society_id AND v.id = f.visit_id "
        f"WHERE f.society_id = ? AND {_IS_HELD})",
        society_id, society_id,
    )  # fmt: skip
    return Waiting(int(found[0]), found[1] or "") if found else Waiting()


def held_paise(society_id: int, head: int) -> int:
    """Return what items hold on a head for others."""
    return int(value(
        f"SELECT SUM(f.passed_paise) FROM {_FEE_HELD} AND f.passed_head = ?", society_id, head
    ) or 0)  # fmt: skip


def held_by_application(society_id: int) -> dict[tuple[int, int | None], int]:
    """Return what items hold by (head, application)."""
    return {(head, application_id): int(paise) for head, application_id, paise in rows(
        f"SELECT f.passed_head, f.application_id, SUM(f.passed_paise) FROM {_FEE_HELD} "
        "GROUP BY f.passed_head, f.application_id",
        society_id,
    )}  # fmt: skip


def _items(which: str, society_id: int, *params: Any) -> list[Item]:
    return [_item(found) for found in rows(_ITEMS + which, society_id, *params)]


def _item(found: Sequence[Any]) -> Item:
    fee, rest = found[: len(_FEE)], list(found[len(_FEE) :])
    rest[-1] = bool(rest[-1])
    return Item(Fee(*fee), *rest)


def next_id(society_id: int) -> int:
    """Return the next free key of a remittance; the book must be held."""
    return int(value("SELECT MAX(id) FROM remittance WHERE society_id = ?", society_id) or 0) + 1


def insert(one: Remittance, items: Iterable[Item]) -> None:
    """Store what was sent on, with its items."""
    insert_rows(
        f"INSERT INTO remittance ({', '.join(_REMITTANCE)}) VALUES",
        [tuple(getattr(one, name) for name in _REMITTANCE)],
    )
    insert_rows(
        "INSERT INTO remittance_item (society_id, visit_id, fee_no, remittance_id, paise) VALUES",
        [(one.society_id, *each.key, one.id, each.fee.passed_paise) for each in items],
    )


def remittance(society_id: int, remittance_id: int) -> Remittance | None:
    """Return a remittance, or None."""
    found = row(_SENT + "AND id = ?", society_id, remittance_id)
    return Remittance(*found) if found else None


def latest(society_id: int, most: int, skip: int = 0) -> list[Remittance]:
    """List what was sent on, the latest first."""
    return [Remittance(*found) for found in rows(
        _SENT + "ORDER BY id DESC LIMIT ? OFFSET ?", society_id, most, skip
    )]  # fmt: skip


_SENT = f"SELECT {', '.join(_REMITTANCE)} FROM remittance WHERE society_id = ? "


def is_bound(society_id: int, voucher_id: int) -> bool:
    """Say whether a voucher belongs to money of an application, sent on or returned."""
    return value(
        "SELECT 1 FROM visit_fee f WHERE f.society_id = ? AND f.voucher_id = ? AND ("
        "f.application_id IS NOT NULL OR EXISTS (SELECT 1 FROM remittance_item i "
        "WHERE i.society_id = f.society_id AND i.visit_id = f.visit_id AND i.fee_no = f.no) "
        "OR EXISTS (SELECT 1 FROM fee_return b WHERE b.society_id = f.society_id "
        "AND b.visit_id = f.visit_id AND b.fee_no = f.no)) "
        "UNION ALL SELECT 1 FROM remittance WHERE society_id = ? AND voucher_id = ? "
        "UNION ALL SELECT 1 FROM fee_return WHERE society_id = ? "
        "AND (due_voucher_id = ? OR given_voucher_id = ?)",
        society_id, voucher_id, society_id, voucher_id, society_id, voucher_id, voucher_id,
    ) is not None  # fmt: skip


def disagreeing_fees(society_id: int, own_heads: Sequence[int]) -> list[tuple[int, int]]:
    """List fees (visit, number) whose voucher isn't what they say, by head held and income."""
    marks = ", ".join("?" * len(own_heads))
    return [(visit_id, no) for visit_id, no in rows(
        "SELECT f.visit_id, f.no FROM visit_fee f LEFT JOIN entry e "
        "ON e.society_id = f.society_id AND e.voucher_id = f.voucher_id "
        "WHERE f.society_id = ? AND f.voucher_id IS NOT NULL "
        "GROUP BY f.visit_id, f.no, f.passed_head, f.own_head, f.passed_paise, f.own_paise "
        "HAVING COALESCE(SUM(CASE WHEN e.head = f.passed_head THEN -e.paise ELSE 0 END), 0) "
        "<> f.passed_paise "
        "OR COALESCE(SUM(CASE WHEN e.head = f.own_head THEN -e.paise ELSE 0 END), 0) "
        f"<> f.own_paise OR f.own_head NOT IN ({marks}) ORDER BY f.visit_id, f.no",
        society_id, *own_heads,
    )]  # fmt: skip


def disagreeing(society_id: int) -> list[int]:
    """List remittances whose items or whose voucher isn't what they say."""
    return [remittance_id for (remittance_id,) in rows(
        "SELECT r.id FROM remittance r WHERE r.society_id = ? AND (r.paise <> COALESCE((SELECT "
        "SUM(e.paise) FROM entry e WHERE e.society_id = r.society_id "
        "AND e.voucher_id = r.voucher_id AND e.head = r.head), 0) "
        "OR -r.paise <> COALESCE((SELECT SUM(e.paise) FROM entry e "
        "WHERE e.society_id = r.society_id AND e.voucher_id = r.voucher_id "
        "AND e.head = r.from_head), 0) "
        "OR r.paise <> COALESCE((SELECT SUM(i.paise) FROM remittance_item i JOIN visit_fee f "
        "ON f.society_id = i.society_id AND f.visit_id = i.visit_id AND f.no = i.fee_no "
        "AND f.passed_paise = i.paise AND f.passed_head = r.head "
        "WHERE i.society_id = r.society_id AND i.remittance_id = r.id), 0)) ORDER BY r.id",
        society_id,
    )]  # fmt: skip
