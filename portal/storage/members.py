"""The register of members and the history of each record, by named SQL."""

from __future__ import annotations

import json
from collections.abc import Iterable, Sequence
from typing import Any, NamedTuple

from portal.domain.members import (
    PARTICULARS,
    Heir,
    Member,
    Nominee,
    Paper,
    Particulars,
)
from portal.storage.engine import insert_rows, row, rows, rows_among, run, value
from portal.storage.sort_keys import sort_key

_LISTS = {"nominees": Nominee, "heirs": Heir, "papers": Paper}
_COLUMNS = ("society_id", "id", *PARTICULARS, "version", "added_at", "changed_at")
_SELECT = f"SELECT {', '.join(_COLUMNS)} FROM member "
_STORED = (*_COLUMNS, "mobile_reversed", "sort_key")


class VersionRow(NamedTuple):
    """One version of a member's record as stored; ``body`` is None once its words are erased."""

    member_id: int
    version: int
    act_id: int
    what: str
    commitment: bytes
    salt: bytes
    body: str | None


def _member(record: Sequence[Any]) -> Member:
    found = dict(zip(_COLUMNS, record, strict=True))
    for name, kind in _LISTS.items():
        found[name] = tuple(kind(*one) for one in json.loads(found[name]))
    return Member(**found)


def _column(record: Particulars, name: str) -> Any:
    found = getattr(record, name)
    return json.dumps(found, ensure_ascii=False) if name in _LISTS else found


def _stored(record: Member) -> list[Any]:
    plain = [_column(record, name) for name in _COLUMNS]
    return [*plain, record.mobile[::-1], sort_key(record.name_hi)]


def next_id(society_id: int) -> int:
    """Return the next free key of a member; the book must be held."""
    return int(value("SELECT MAX(id) FROM member WHERE society_id = ?", society_id) or 0) + 1


def insert(records: Sequence[Member]) -> None:
    """Store new members."""
    insert_rows(
        f"INSERT INTO member ({', '.join(_STORED)}) VALUES", [_stored(one) for one in records]
    )


def update(record: Member) -> None:
    """Store the newest state of a member's record."""
    names = _STORED[2:]
    run(
        f"UPDATE member SET {', '.join(f'{name} = ?' for name in names)} "
        "WHERE society_id = ? AND id = ?",
        *_stored(record)[2:], record.society_id, record.id,
    )  # fmt: skip


def member(society_id: int, member_id: int) -> Member | None:
    """Return a member by key, or None."""
    found = row(_SELECT + "WHERE society_id = ? AND id = ?", society_id, member_id)
    return _member(found) if found else None


def member_by_no(society_id: int, member_no: str) -> Member | None:
    """Return a member by printed number, or None; leading zeros too many are forgiven."""
    found = row(
        _SELECT + "WHERE society_id = ? AND member_no IN (?, ?) ORDER BY member_no = ? DESC, id",
        society_id, member_no, member_no.lstrip("0"), member_no,
    )  # fmt: skip
    return _member(found) if found else None


def members_by_ids(society_id: int, ids: Iterable[int]) -> dict[int, Member]:
    """Return members by key."""
    found = rows_among(_SELECT + "WHERE society_id = ? AND id IN", society_id, among=ids)
    return {record[1]: _member(record) for record in found}


def after(society_id: int, member_id: int, most: int) -> list[Member]:
    """List members by key after one, for going through them all."""
    return [_member(one) for one in rows(
        _SELECT + "WHERE society_id = ? AND id > ? ORDER BY id LIMIT ?",
        society_id, member_id, most,
    )]  # fmt: skip


def taken_numbers(society_id: int, numbers: Sequence[str]) -> set[str]:
    """Say which of these printed numbers are taken."""
    sql = "SELECT member_no FROM member WHERE society_id = ? AND member_no IN"
    return {no for (no,) in rows_among(sql, society_id, among=numbers)}


def next_number(society_id: int) -> int:
    """Return the number after the highest whole one in the register."""
    highest = 0
    for (no,) in rows(
        "SELECT member_no FROM member WHERE society_id = ? AND member_no IS NOT NULL "
        "ORDER BY LENGTH(member_no) DESC, member_no DESC",
        society_id,
    ):
        if no.isdigit():
            highest = int(no)
            break
    return highest + 1


def counts_by_status(society_id: int) -> dict[str, int]:
    """Count the register by status."""
    return dict(rows(
        "SELECT status, COUNT(*) FROM member WHERE society_id = ? GROUP BY status", society_id
    ))  # fmt: skip


def insert_versions(society_id: int, found: Sequence[VersionRow]) -> None:
    """Store versions of members' records."""
    insert_rows(
        "INSERT INTO member_version (society_id, member_id, version, act_id, what, "
        "commitment, salt, body) VALUES",
        [(society_id, *one) for one in found],
    )


def versions(society_id: int, member_id: int) -> list[VersionRow]:
    """List a member's versions, the newest first."""
    return [
        VersionRow(member_id, version, act_id, what, bytes(commitment), bytes(salt), body)
        for version, act_id, what, commitment, salt, body in rows(
            "SELECT version, act_id, what, commitment, salt, body FROM member_version "
            "WHERE society_id = ? AND member_id = ? ORDER BY version DESC",
            society_id, member_id,
        )
    ]  # fmt: skip
