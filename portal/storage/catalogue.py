"""Services of the counter: the list, fees and switches by place, and what a society uses."""

from __future__ import annotations

from collections.abc import Sequence
from functools import lru_cache
from typing import NamedTuple

from portal.domain.catalogue import (
    Catalogue,
    Fee,
    Switch,
    fee_on,
    read_categories,
    read_services,
)
from portal.domain.money import parse_paise
from portal.storage.engine import rows, run
from portal.storage.reference import read_csv

LIST = "list"  # the source of fees that came with the portal

_FEE = "id, service_id, place_id, fee_paise, valid_from_on, source, set_by, set_at"


@lru_cache(maxsize=1)
def catalogue() -> Catalogue:
    """Return all services of config/."""
    return Catalogue(
        read_categories(read_csv("service_categories.csv")), read_services(read_csv("services.csv"))
    )


def upsert() -> None:
    """Bring the database up to config/: services that left the list stay, marked; fees are added.

    A fee of the list is a new row only where it differs from the one before.
    """
    found = read_csv("services.csv")
    for one in found:
        run(
            "INSERT INTO service (id, category, name_hi, name_en, kind, state_scope, biller_id) "
            "VALUES (?, ?, ?, ?, ?, ?, ?) ON CONFLICT (id) DO UPDATE SET "
            "category = excluded.category, name_hi = excluded.name_hi, "
            "name_en = excluded.name_en, kind = excluded.kind, "
            "state_scope = excluded.state_scope, biller_id = excluded.biller_id, is_listed = 1",
            one["id"], one["category"], one["name_hi"], one["name_en"], one["kind"],
            one["state_scope"], one["biller_id"],
        )  # fmt: skip
    listed = {one["id"] for one in found}
    for (service_id,) in rows("SELECT id FROM service WHERE is_listed = 1"):
        if service_id not in listed:
            run("UPDATE service SET is_listed = 0 WHERE id = ?", service_id)
    _upsert_fees(found)


def _upsert_fees(found: list[dict[str, str]]) -> None:
    before: dict[str, list[Fee]] = {}
    for row in rows(f"SELECT {_FEE} FROM service_fee WHERE place_id IS NULL ORDER BY id"):
        before.setdefault(row[1], []).append(Fee(*row))
    for one in found:
        had = before.get(one["id"], [])
        paise = parse_paise(one["fee_rs"]) if one["fee_rs"] else None
        last = (had[-1].fee_paise, had[-1].valid_from_on) if had else (None, "")
        from_on = one["fee_from"] or last[1]  # a fee that is not known any more
        if (paise, from_on) == last:
            continue
        run(
            "INSERT INTO service_fee (service_id, fee_paise, valid_from_on, source) "
            "VALUES (?, ?, ?, ?)",
            one["id"], paise, from_on, LIST,
        )  # fmt: skip


def fees(service_id: str, place_ids: Sequence[int]) -> list[Fee]:
    """List a service's fees at these places and of the list."""
    return [Fee(*row) for row in rows(
        f"SELECT {_FEE} FROM service_fee WHERE service_id = ? AND "
        f"(place_id IS NULL OR place_id IN ({_marks(place_ids)})) ORDER BY id",
        service_id, *place_ids,
    )]  # fmt: skip


def fee(service_id: str, on: str, place_ids: Sequence[int]) -> Fee | None:
    """Return what a service costs on a day at a place, or None where no fee is known."""
    return fee_on(fees(service_id, place_ids), on, place_ids)


def insert_fee(
    service_id: str, place_id: int, fee_paise: int, valid_from_on: str, source: str,
    set_by: int, set_at: int,
) -> None:  # fmt: skip
    """Add a place's fee; the rows before stay."""
    run(
        "INSERT INTO service_fee (service_id, place_id, fee_paise, valid_from_on, source, set_by, "
        "set_at) VALUES (?, ?, ?, ?, ?, ?, ?)",
        service_id, place_id, fee_paise, valid_from_on, source, set_by, set_at,
    )  # fmt: skip


def switches(place_ids: Sequence[int]) -> list[Switch]:
    """List what these places last said of each service."""
    return [Switch(service_id, place_id, bool(is_offered), reason) for
            service_id, place_id, is_offered, reason in rows(
        "SELECT service_id, place_id, is_offered, reason FROM service_switch "
        "WHERE id IN (SELECT MAX(id) FROM service_switch "
        f"WHERE place_id IN ({_marks(place_ids)}) GROUP BY place_id, service_id)",
        *place_ids,
    )]  # fmt: skip


def insert_switch(
    service_id: str, place_id: int, is_offered: bool, reason: str, set_by: int, set_at: int
) -> None:
    """Add a place's word on a service; what it said before stays."""
    run(
        "INSERT INTO service_switch (service_id, place_id, is_offered, reason, set_by, set_at) "
        "VALUES (?, ?, ?, ?, ?, ?)",
        service_id, place_id, int(is_offered), reason, set_by, set_at,
    )  # fmt: skip


class Change(NamedTuple):
    """A fee or a switch of a place: ``is_offered`` None is a fee, ``fee_paise`` None a switch."""

    service_id: str
    fee_paise: int | None
    valid_from_on: str
    is_offered: int | None
    reason: str
    set_by: int
    set_at: int


def changes(place_id: int, most: int, service_id: str = "") -> list[Change]:
    """List what a place set, of one service or of all, the newest first."""
    where = "place_id = ?" + (" AND service_id = ?" if service_id else "")
    params = [place_id, service_id] if service_id else [place_id]
    return [Change(*row[:7]) for row in rows(
        "SELECT service_id, fee_paise, valid_from_on, NULL AS is_offered, source, set_by, "
        f"set_at, id FROM service_fee WHERE {where} UNION ALL "
        "SELECT service_id, NULL, '', is_offered, reason, set_by, set_at, id "
        f"FROM service_switch WHERE {where} ORDER BY set_at DESC, id DESC LIMIT ?",
        *params, *params, most,
    )]  # fmt: skip


def last_used(society_id: int, most: int) -> list[str]:
    """List the services a society used last, the newest first."""
    return [service_id for (service_id,) in rows(
        "SELECT service_id FROM service_use WHERE society_id = ? "
        "ORDER BY last_at DESC, times DESC, service_id LIMIT ?",
        society_id, most,
    )]  # fmt: skip


def add_use(society_id: int, service_id: str, at: int) -> None:
    """Count one more use of a service by a society."""
    run(
        "INSERT INTO service_use (society_id, service_id, times, last_at) VALUES (?, ?, 1, ?) "
        "ON CONFLICT (society_id, service_id) DO UPDATE SET times = service_use.times + 1, "
        "last_at = excluded.last_at",
        society_id, service_id, at,
    )  # fmt: skip


def _marks(place_ids: Sequence[int]) -> str:
    """Return place marks; no place matches none."""
    return ",".join("?" * len(place_ids)) or "NULL"
