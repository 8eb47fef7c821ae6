"""The connections of households, remembered with who came for them, by named SQL."""

from __future__ import annotations

import json
from typing import NamedTuple

from portal.domain.bill_orders import Order, connection_key
from portal.storage.bill_orders import pairs
from portal.storage.engine import rows, run


class Connection(NamedTuple):
    """A connection of a household, remembered with a member (0) or a walk-in customer (1)."""

    biller_id: str
    params: tuple[tuple[str, str], ...]
    service_id: str
    times: int
    last_at: int
    connection_key: str


def remember(order: Order, at: int) -> None:
    """Remember an order's connection with the person it was asked for."""
    assert order.register is not None
    run(
        "INSERT INTO bill_connection (society_id, register, record_id, connection_key, biller_id, "
        "params, service_id, times, last_at) VALUES (?, ?, ?, ?, ?, ?, ?, 1, ?) "
        "ON CONFLICT (society_id, register, record_id, connection_key) DO UPDATE SET "
        "times = bill_connection.times + 1, last_at = excluded.last_at, is_kept = 1",
        order.society_id, order.register, order.record_id,
        connection_key(order.biller_id, order.params), order.biller_id,
        json.dumps(order.params, ensure_ascii=False), order.service_id, at,
    )  # fmt: skip


def connections(society_id: int, register: int, record_id: int) -> list[Connection]:
    """List a person's connections, the last used first."""
    return [Connection(one[0], pairs(one[1]), *one[2:]) for one in rows(
        "SELECT biller_id, params, service_id, times, last_at, connection_key "
        "FROM bill_connection WHERE society_id = ? AND register = ? AND record_id = ? "
        "AND is_kept = 1 ORDER BY last_at DESC, connection_key",
        society_id, register, record_id,
    )]  # fmt: skip


def forget(society_id: int, register: int, record_id: int, key: str) -> bool:
    """Offer a connection no longer; say whether it was there."""
    return run(
        "UPDATE bill_connection SET is_kept = 0 WHERE society_id = ? AND register = ? "
        "AND record_id = ? AND connection_key = ? AND is_kept = 1",
        society_id, register, record_id, key,
    ) == 1  # fmt: skip
