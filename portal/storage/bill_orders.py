"""Orders to pay bills, their history and the connections of households, by named SQL."""

from __future__ import annotations

import json
from collections.abc import Iterable, Sequence
from dataclasses import asdict, fields, replace
from typing import Any, NamedTuple

from portal.domain import bill_orders as rules
from portal.domain.bill_orders import Order, OrderState, connection_key, may_become, reserved
from portal.domain.bill_payments import Agent
from portal.domain.billers import Exactness, Selection
from portal.domain.bills import Bill, FetchedBills, PaymentOption
from portal.domain.heads import RECEIVED_FOR_BILLS, REFUNDS_DUE
from portal.storage.engine import insert_rows, row, rows, run, value
from portal.storage.places import NOT_REAL, REAL_SOCIETIES, RETIRED

_FIELDS = tuple(one.name for one in fields(Order))
_COLUMNS = ", ".join(_FIELDS)
_SELECT = f"SELECT {_COLUMNS} FROM bill_order "
_SELECT_O = "SELECT o." + _COLUMNS.replace(", ", ", o.") + " FROM bill_order o "
_SELECT_OVERRIDE = (
    "SELECT order_id, other_society_id, other_id, reason, done_at, done_by FROM bill_override "
    "WHERE society_id = ? "
)
_SAID = 200
# These two are the words of the indexes, so that both engines use them.
_HOLDING = (
    "state IN ('cash_taken', 'submitting', 'processing', 'unknown', 'failed', 'refund_due', "
    "'credit_adjustment')"
)
_UNPOSTED = "(state = 'failed' OR (state = 'success' AND outcome_voucher_id IS NULL))"


class Said(NamedTuple):
    """What an event says beside the state: its kind, and the other side's code and words."""

    kind: str
    code: str = ""
    text: str = ""
    by: int | None = None


class Event(NamedTuple):
    """One change of an order; ``done_by`` None is the worker."""

    version: int
    kind: str
    state: str
    code: str
    said: str
    done_at: int
    done_by: int | None


def next_id(society_id: int) -> int:
    """Return the next free key of an order; the book must be held."""
    return int(value("SELECT MAX(id) FROM bill_order WHERE society_id = ?", society_id) or 0) + 1


def count_of_day(society_id: int, asked_on: str) -> int:
    """Count the orders begun on a day."""
    return int(value(
        "SELECT COUNT(*) FROM bill_order WHERE society_id = ? AND asked_on = ?",
        society_id, asked_on,
    ))  # fmt: skip


def insert(order: Order, said: Said, at: int) -> None:
    """Store a new order with its first event."""
    insert_rows(
        f"INSERT INTO bill_order ({_COLUMNS}, connection_key) VALUES",
        [(
            *(_stored(name, order) for name in _FIELDS),
            connection_key(order.biller_id, order.params),
        )],
    )  # fmt: skip
    _note(order, said, at)


def change(order: Order, at: int, said: Said | None = None, **changed: Any) -> Order | None:
    """Change an order that stands as it was seen; None where somebody changed it meanwhile.

    The version moves on, what is reserved follows from the state, and ``said`` becomes an event.
    """
    after = replace(order, **changed, version=order.version + 1)
    assert may_become(order.state, after.state), (order.state, after.state)
    if after.state is not order.state:
        after = replace(after, state_at=at)
    after = replace(after, reserved_paise=reserved(after))
    names = [name for name in _FIELDS if getattr(after, name) != getattr(order, name)]
    marks = ", ".join(f"{name} = ?" for name in names)
    is_mine = run(
        f"UPDATE bill_order SET {marks} WHERE society_id = ? AND id = ? AND version = ?",
        *(_stored(name, after) for name in names),
        order.society_id, order.id, order.version,
    ) == 1  # fmt: skip
    if is_mine and said is not None:
        _note(after, said, at)
    return after if is_mine else None


def _note(order: Order, said: Said, at: int) -> None:
    insert_rows(
        "INSERT INTO order_event (society_id, order_id, version, kind, state, code, said, done_at, "
        "done_by) VALUES",
        [(
            order.society_id, order.id, order.version, said.kind, order.state.value,
            said.code[:_SAID], said.text[:_SAID], at, said.by,
        )],
    )  # fmt: skip


def events(society_id: int, order_id: int) -> list[Event]:
    """List what happened to an order, in order."""
    return [Event(*found) for found in rows(
        "SELECT version, kind, state, code, said, done_at, done_by FROM order_event "
        "WHERE society_id = ? AND order_id = ? ORDER BY version",
        society_id, order_id,
    )]  # fmt: skip


def order(society_id: int, order_id: int) -> Order | None:
    """Return an order, or None."""
    return _order(row(_SELECT + "WHERE society_id = ? AND id = ?", society_id, order_id))


def order_by_reference(society_id: int, payment_ref_id: str) -> Order | None:
    """Return the order of a payment reference, or None."""
    return _order(row(
        _SELECT + "WHERE society_id = ? AND payment_ref_id = ?", society_id, payment_ref_id
    ))  # fmt: skip


def same_connection(
    society_id: int, biller_id: str, params: Sequence[tuple[str, str]], most: int = 20
) -> list[Order]:
    """List the latest orders of one connection with money taken, the newest first.

    They are all real societies', or a practice's own: neither stands against the other.
    """
    whose = f"(SELECT id FROM {REAL_SOCIETIES} r)"
    return _orders(
        _SELECT + "WHERE connection_key = ? AND cash_voucher_id IS NOT NULL AND (society_id = ? "
        f"OR (society_id IN {whose} AND ? IN {whose})) ORDER BY ordered_at DESC LIMIT ?",
        connection_key(biller_id, params), society_id, society_id, most,
    )  # fmt: skip


def take_turn(biller_id: str, params: Sequence[tuple[str, str]], at: int) -> None:
    """Hold a connection until the transaction ends, so that two societies take turns at it."""
    run(
        "INSERT INTO connection_turn (connection_key, taken_at) VALUES (?, ?) "
        "ON CONFLICT (connection_key) DO UPDATE SET taken_at = excluded.taken_at",
        connection_key(biller_id, params), at,
    )  # fmt: skip


def orders_of_visit(society_id: int, visit_id: int) -> list[Order]:
    """List the orders of a visit."""
    return _orders(
        _SELECT + "WHERE society_id = ? AND visit_id = ? ORDER BY id", society_id, visit_id
    )


def is_allowed(society_id: int, order_id: int, other: Order) -> bool:
    """Say whether it was written down why an order is paid in spite of another."""
    return value(
        "SELECT 1 FROM bill_override WHERE society_id = ? AND order_id = ? "
        "AND other_society_id = ? AND other_id = ?",
        society_id, order_id, other.society_id, other.id,
    ) is not None  # fmt: skip


def open_orders(society_id: int) -> list[Order]:
    """List the orders that hold other people's money, or may still move it (D12)."""
    return _orders(
        _SELECT + f"WHERE society_id = ? AND {_HOLDING} ORDER BY id", society_id
    ) + _orders(
        _SELECT + f"WHERE society_id = ? AND {_UNPOSTED} AND state = 'success' ORDER BY id",
        society_id,
    )  # fmt: skip


def orders_on(society_id: int, asked_on: str, most: int, skip: int = 0) -> list[Order]:
    """List the orders begun on a day, the newest first."""
    return _orders(
        _SELECT + "WHERE society_id = ? AND asked_on = ? ORDER BY id DESC LIMIT ? OFFSET ?",
        society_id, asked_on, most, skip,
    )  # fmt: skip


def taken_on(society_id: int, day_on: str) -> list[Order]:
    """List the orders whose money was taken on a business day, as the books say it, in order."""
    return _moved_on(society_id, day_on, RECEIVED_FOR_BILLS, "cash_voucher_id")


def refunded_on(society_id: int, day_on: str) -> list[Order]:
    """List the orders whose money was given back on a business day, in order."""
    return _moved_on(society_id, day_on, REFUNDS_DUE, "refund_voucher_id")


def _moved_on(society_id: int, day_on: str, head: int, voucher: str) -> list[Order]:
    return _orders(
        _SELECT_O + "JOIN entry e ON e.society_id = o.society_id AND e.sub_id = o.id "
        f"AND e.voucher_id = o.{voucher} "
        "WHERE e.society_id = ? AND e.head = ? AND e.day_on = ? ORDER BY o.id",
        society_id, head, day_on,
    )  # fmt: skip


def orders_ending(society_id: int, end: str, since_on: str, most: int) -> list[Order]:
    """List orders since a day whose mobile or one of whose numbers ends so, the newest first.

    ``end`` has letters and digits only.
    """
    assert end.isalnum()
    return _orders(
        _SELECT + "WHERE society_id = ? AND asked_on >= ? "
        "AND (mobile LIKE ? OR UPPER(params) LIKE ?) ORDER BY id DESC LIMIT ?",
        society_id, since_on, f"%{end}", f'%{end.upper()}"]%', most,
    )  # fmt: skip


def due(now: int, most: int, *, with_practice: bool = False) -> list[Order]:
    """List the orders of all societies that the worker must look at now, the longest due first.

    One that would wait longer than any order waits was put off by a clock that went wrong. Those
    of societies to practise in are left out unless they go to a sandbox, and for good when retired.
    """
    return _orders(
        _SELECT + "WHERE next_at IS NOT NULL AND (next_at <= ? OR next_at > ?) "
        f"AND society_id NOT IN {RETIRED if with_practice else NOT_REAL} "
        "ORDER BY next_at LIMIT ?",
        now, now + rules.LONGEST_WAIT_MS, most,
    )  # fmt: skip


def to_post(most: int) -> list[Order]:
    """List the orders whose outcome waits for its voucher where a day takes entries."""
    return _orders(
        _SELECT_O + "JOIN day d ON d.society_id = o.society_id AND d.status = 'open' "
        f"WHERE {_UNPOSTED.replace('state', 'o.state').replace('outcome', 'o.outcome')} "
        f"AND o.society_id NOT IN {RETIRED} "
        "ORDER BY o.society_id, o.id LIMIT ?",
        most,
    )


def reserved_paise(society_id: int) -> int:
    """Sum up what of the wallet is spoken for by orders."""
    parts = (_HOLDING, f"{_UNPOSTED} AND state = 'success'")
    return sum(
        int(value(
            f"SELECT SUM(reserved_paise) FROM bill_order WHERE society_id = ? AND {part}",
            society_id,
        ) or 0)
        for part in parts
    )  # fmt: skip


def of_money(society_id: int) -> list[Order]:
    """List all orders on which cash was ever taken, by key."""
    return _orders(
        _SELECT + "WHERE society_id = ? AND cash_voucher_id IS NOT NULL ORDER BY id", society_id
    )


def insert_override(
    society_id: int, order_id: int, other: Order, reason: str, at: int, by: int
) -> None:
    """Store why a bill was paid in spite of another payment, which may be another society's."""
    insert_rows(
        "INSERT INTO bill_override (society_id, order_id, other_society_id, other_id, reason, "
        "done_at, done_by) VALUES",
        [(society_id, order_id, other.society_id, other.id, reason, at, by)],
    )


class Override(NamedTuple):
    """A bill paid in spite of another payment of the same number."""

    order_id: int
    other_society_id: int
    other_id: int
    reason: str
    done_at: int
    done_by: int


def override_of(society_id: int, order_id: int) -> Override | None:
    """Return why an order was paid in spite of another, where that was written down."""
    found = row(_SELECT_OVERRIDE + "AND order_id = ?", society_id, order_id)
    return Override(*found) if found else None


def _orders(sql: str, *params: Any) -> list[Order]:
    return [_read(found) for found in rows(sql, *params)]


def _order(found: Iterable[Any] | None) -> Order | None:
    return None if found is None else _read(found)


def _read(found: Iterable[Any]) -> Order:
    named = dict(zip(_FIELDS, found, strict=True))
    option = json.loads(named["option"]) if named["option"] else None
    return Order(**named | {
        "params": pairs(named["params"]),
        "bills": tuple((no, paise) for no, paise in json.loads(named["bills"])),
        "option": PaymentOption(**option) if option else None,
        "agent": Agent(**json.loads(named["agent"])) if named["agent"] else None,
        "fetched": _fetched(named["fetched"]),
        "state": OrderState(named["state"]),
    })  # fmt: skip


def _stored(name: str, order: Order) -> Any:
    found = getattr(order, name)
    if name in ("fetched", "option", "agent"):
        return json.dumps(asdict(found), ensure_ascii=False) if found else ""
    if name in ("params", "bills"):
        return json.dumps(found, ensure_ascii=False)
    return found.value if name == "state" else found


def pairs(text: str) -> tuple[tuple[str, str], ...]:
    """Read parameters as they are stored: pairs of name and value, in the biller's order."""
    return tuple((name, said) for name, said in json.loads(text))


def _fetched(text: str) -> FetchedBills | None:
    if not text:
        return None
    found = json.loads(text)
    return FetchedBills(**found | {
        "bills": tuple(_bill(one) for one in found["bills"]),
        "exactness": Exactness(found["exactness"]),
        "selection": Selection(found["selection"]),
        "additional": tuple((name, said) for name, said in found["additional"]),
    })  # fmt: skip


def _bill(found: dict[str, Any]) -> Bill:
    return Bill(**found | {
        "options": tuple(PaymentOption(**one) for one in found["options"]),
        "additional": tuple((name, said) for name, said in found["additional"]),
    })  # fmt: skip
