"""Photos, signatures and thumbs of members; only ever added, read when asked for."""

from __future__ import annotations

from collections.abc import Iterable
from typing import NamedTuple

from portal.storage.engine import insert_rows, row, rows, value


class Picture(NamedTuple):
    """One stored picture; ``sha256`` is of its content."""

    id: int
    kind: str
    media_type: str
    content: bytes
    sha256: bytes


def next_id(society_id: int) -> int:
    """Return the next free key of a picture; the book must be held."""
    return int(value("SELECT MAX(id) FROM member_image WHERE society_id = ?", society_id) or 0) + 1


def insert(society_id: int, member_id: int, picture: Picture, act_id: int) -> None:
    """Store a picture; the one before it stays."""
    insert_rows(
        "INSERT INTO member_image (society_id, id, member_id, kind, media_type, content, sha256, "
        "act_id) VALUES",
        [(
            society_id, picture.id, member_id, picture.kind, picture.media_type, picture.content,
            picture.sha256, act_id,
        )],
    )  # fmt: skip


def newest(society_id: int, member_id: int, kind: str) -> Picture | None:
    """Return a member's newest picture of a kind whose content is kept, or None."""
    found = row(
        "SELECT id, kind, media_type, content, sha256 FROM member_image "
        "WHERE society_id = ? AND member_id = ? AND kind = ? AND content IS NOT NULL "
        "ORDER BY id DESC LIMIT 1",
        society_id, member_id, kind,
    )  # fmt: skip
    if found is None:
        return None
    return Picture(found[0], found[1], found[2], bytes(found[3]), bytes(found[4]))


def kinds_of(society_id: int, member_id: int) -> dict[str, int]:
    """Return the key of a member's newest picture of each kind."""
    return dict(rows(
        "SELECT kind, MAX(id) FROM member_image "
        "WHERE society_id = ? AND member_id = ? AND content IS NOT NULL GROUP BY kind",
        society_id, member_id,
    ))  # fmt: skip


def photos_of(keys: Iterable[tuple[int, int]]) -> dict[tuple[int, int], int]:
    """Return the key of the newest photo of those (society, member) who have one."""
    wanted = sorted(set(keys))
    if not wanted:
        return {}
    marks = ",".join(["(?,?)"] * len(wanted))
    found = rows(
        "SELECT society_id, member_id, MAX(id) FROM member_image "
        f"WHERE (society_id, member_id) IN (VALUES {marks}) AND kind = 'photo' "
        "AND content IS NOT NULL GROUP BY society_id, member_id",
        *[part for key in wanted for part in key],
    )
    return {(one[0], one[1]): int(one[2]) for one in found}
