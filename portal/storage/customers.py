"""Walk-in customers of the counter, apart from the register of members."""

from __future__ import annotations

from collections.abc import Iterable
from typing import NamedTuple

from portal.storage.engine import insert_rows, row, rows, run, value
from portal.storage.sort_keys import sort_key

_COLUMNS = (
    "society_id, id, name_hi, village_hi, mobile, category, added_at, added_by, sex, birth_on, "
    "farmer_type"
)
_SELECT = f"SELECT {_COLUMNS} FROM customer "


class Customer(NamedTuple):
    """A walk-in customer: no more than what the counter needs.

    Category, sex, birth (a year may stand alone) and work are known only where they were asked.
    """

    society_id: int
    id: int
    name_hi: str
    village_hi: str
    mobile: str
    category: str
    added_at: int
    added_by: int
    sex: str = ""
    birth_on: str = ""
    farmer_type: str = ""


def next_id(society_id: int) -> int:
    """Return the next free key of a customer; the book must be held."""
    return int(value("SELECT MAX(id) FROM customer WHERE society_id = ?", society_id) or 0) + 1


def insert(one: Customer) -> None:
    """Store a new customer."""
    insert_rows(
        f"INSERT INTO customer ({_COLUMNS}, mobile_reversed, sort_key) VALUES",
        [(*one, one.mobile[::-1], sort_key(one.name_hi))],
    )


def set_about(one: Customer) -> None:
    """Store what is known of a customer beside name, village and mobile."""
    run(
        "UPDATE customer SET category = ?, sex = ?, birth_on = ?, farmer_type = ? "
        "WHERE society_id = ? AND id = ?",
        one.category, one.sex, one.birth_on, one.farmer_type, one.society_id, one.id,
    )  # fmt: skip


def customer(society_id: int, customer_id: int) -> Customer | None:
    """Return a customer by key, or None."""
    found = row(_SELECT + "WHERE society_id = ? AND id = ?", society_id, customer_id)
    return Customer(*found) if found else None


def customers_at(keys: Iterable[tuple[int, int]]) -> dict[tuple[int, int], Customer]:
    """Return customers by (society, key)."""
    wanted = sorted(set(keys))
    if not wanted:
        return {}
    marks = ",".join(["(?,?)"] * len(wanted))
    return {(found[0], found[1]): Customer(*found) for found in rows(
        _SELECT + f"WHERE (society_id, id) IN (VALUES {marks})",
        *[part for key in wanted for part in key],
    )}  # fmt: skip


def same_mobile(society_id: int, mobile: str, most: int) -> list[Customer]:
    """List customers of this mobile number."""
    return [Customer(*found) for found in rows(
        _SELECT + "WHERE society_id = ? AND mobile_reversed = ? ORDER BY id LIMIT ?",
        society_id, mobile[::-1], most,
    )]  # fmt: skip


class Visit(NamedTuple):
    """A voucher entered for a customer."""

    id: int
    kind: str
    no: int
    day_on: str
    posted_at: int
    task: str
    total_paise: int


def visits(society_id: int, customer_id: int, most: int) -> list[Visit]:
    """List the latest vouchers entered for a customer, the newest first."""
    return [Visit(*found) for found in rows(
        "SELECT v.id, v.kind, v.no, v.day_on, v.posted_at, v.task, v.total_paise "
        "FROM voucher_for f JOIN voucher v "
        "ON v.society_id = f.society_id AND v.id = f.voucher_id "
        "WHERE f.society_id = ? AND f.register = 1 AND f.record_id = ? ORDER BY v.id DESC LIMIT ?",
        society_id, customer_id, most,
    )]  # fmt: skip
