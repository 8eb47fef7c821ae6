"""The register of members as it is read: in the order of names or numbers, counted, and by whom."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import NamedTuple

from portal.storage.days import Act
from portal.storage.engine import portions, rows, rows_among, value

COUNTED = ("member_class", "category", "sex", "farmer_type")
_COLUMNS = (
    "society_id, id, member_no, status, name_hi, name_en, known_as, guardian_hi, relation, "
    "village_hi, mobile, birth_on"
)


class Listed(NamedTuple):
    """What a list shows of a record. ``member_no`` is None for applicants."""

    society_id: int
    id: int
    member_no: str | None
    status: str
    name_hi: str
    name_en: str
    known_as: str
    guardian_hi: str
    relation: str
    village_hi: str
    mobile: str
    birth_on: str


class Place(NamedTuple):
    """Where a page of the list begins: the key of the order, and the record's own."""

    key: bytes | str
    id: int


def listed_at(keys: Iterable[tuple[int, int]]) -> dict[tuple[int, int], Listed]:
    """Return records by (society, key)."""
    wanted = sorted(set(keys))
    found: dict[tuple[int, int], Listed] = {}
    for part in portions(wanted):
        marks = ",".join(["(?,?)"] * len(part))
        for one in rows(
            f"SELECT {_COLUMNS} FROM member WHERE (society_id, id) IN (VALUES {marks})",
            *[item for key in part for item in key],
        ):
            found[one[0], one[1]] = Listed(*one)
    return found


def by_name(society_id: int, statuses: Sequence[str], after: Place | None, most: int) -> list[int]:
    """List keys in the order of Hindi names, from a place on."""
    where, params = _of(society_id, statuses)
    if after is not None:
        where += " AND (sort_key, id) > (?, ?)"
        params += [after.key, after.id]
    return _keys(f"{where} ORDER BY sort_key, id LIMIT ?", [*params, most])


def by_number(
    society_id: int, statuses: Sequence[str], after: Place | None, most: int
) -> list[int]:
    """List keys in the order of printed numbers (9 before 10), from a place on."""
    where, params = _of(society_id, statuses)
    if after is not None:
        where += " AND (LENGTH(COALESCE(member_no, '')), COALESCE(member_no, ''), id) > (?, ?, ?)"
        params += [len(after.key), after.key, after.id]
    order = "ORDER BY LENGTH(COALESCE(member_no, '')), COALESCE(member_no, ''), id LIMIT ?"
    return _keys(f"{where} {order}", [*params, most])


def _of(society_id: int, statuses: Sequence[str]) -> tuple[str, list[object]]:
    marks = ",".join("?" * len(statuses))
    return f"society_id = ? AND status IN ({marks})", [society_id, *statuses]


def _keys(rest: str, params: Sequence[object]) -> list[int]:
    return [member_id for (member_id,) in rows(f"SELECT id FROM member WHERE {rest}", *params)]


def place_of(society_id: int, member_id: int) -> str:
    """Write where a record stands in the order of names, for the address of the next page."""
    found = value(
        "SELECT sort_key FROM member WHERE society_id = ? AND id = ?", society_id, member_id
    )
    return f"{bytes(found).hex()}-{member_id}"


def counts(society_id: int, statuses: Sequence[str]) -> list[tuple[str, str, str, str, int]]:
    """Count the register by class, category, sex and farmer type together."""
    where, params = _of(society_id, statuses)
    names = ", ".join(COUNTED)
    return [
        (one[0], one[1], one[2], one[3], int(one[4]))
        for one in rows(
            f"SELECT {names}, COUNT(*) FROM member WHERE {where} GROUP BY {names} ORDER BY {names}",
            *params,
        )
    ]


def recently_served(society_id: int, most: int) -> list[tuple[int, int]]:
    """List (register, key) of whom the counter served last."""
    return [(int(register), int(record_id)) for register, record_id in rows(
        "SELECT register, record_id FROM served WHERE society_id = ? "
        "ORDER BY last_at DESC, register, record_id LIMIT ?",
        society_id, most,
    )]  # fmt: skip


def same_mobile(society_id: int, mobile: str, most: int) -> list[int]:
    """List the keys of records with this mobile number."""
    return _keys(
        "society_id = ? AND mobile_reversed = ? ORDER BY id LIMIT ?",
        [society_id, mobile[::-1], most],
    )


def acts(society_id: int, ids: Iterable[int]) -> dict[int, Act]:
    """Return acts by key."""
    found = rows_among(
        "SELECT society_id, id, kind, day_on, done_at, done_by, on_behalf_of, detail FROM act "
        "WHERE society_id = ? AND id IN",
        society_id, among=ids,
    )  # fmt: skip
    return {one[1]: Act(*one) for one in found}
