"""All rows of the registers in order, a batch at a time, for the proof of the books."""

from __future__ import annotations

import json
from collections.abc import Iterator

from portal.domain.members import Member
from portal.domain.register_proof import ACTS, PictureRow, RegisterAct, Version
from portal.storage import accounts, members
from portal.storage.accounts import Account
from portal.storage.engine import rows

BATCH = 2000
PICTURES_AT_ONCE = 100


def acts(society_id: int) -> list[RegisterAct]:
    """List the acts about the registers by id; a detail that can't be read says nothing."""
    marks = ",".join("?" * len(ACTS))
    return [
        RegisterAct(act_id, kind, day_on, _detail(detail))
        for act_id, kind, day_on, detail in rows(
            "SELECT id, kind, day_on, detail FROM act "
            f"WHERE society_id = ? AND kind IN ({marks}) ORDER BY id",
            society_id, *ACTS,
        )
    ]  # fmt: skip


def _detail(text: str) -> dict[str, object]:
    try:
        found = json.loads(text)
    except ValueError:
        return {}
    return found if isinstance(found, dict) else {}


def members_with_versions(society_id: int) -> Iterator[tuple[Member, list[Version]]]:
    """Go through the members by id, each with its versions, the oldest first."""
    last_id = -(2**62)
    while found := members.after(society_id, last_id, BATCH):
        versions: dict[int, list[Version]] = {}
        for member_id, version, act_id, commitment, salt, body in rows(
            "SELECT member_id, version, act_id, commitment, salt, body FROM member_version "
            "WHERE society_id = ? AND member_id > ? AND member_id <= ? "
            "ORDER BY member_id, version",
            society_id, last_id, found[-1].id,
        ):  # fmt: skip
            one = Version(member_id, version, act_id, bytes(commitment), bytes(salt), body)
            versions.setdefault(member_id, []).append(one)
        for member in found:
            yield member, versions.get(member.id, [])
        last_id = found[-1].id


def stray_versions(society_id: int) -> list[int]:
    """List members of whom there are versions, but no record."""
    return [member_id for (member_id,) in rows(
        "SELECT DISTINCT v.member_id FROM member_version v LEFT JOIN member m "
        "ON m.society_id = v.society_id AND m.id = v.member_id "
        "WHERE v.society_id = ? AND m.id IS NULL ORDER BY v.member_id",
        society_id,
    )]  # fmt: skip


def pictures(society_id: int) -> Iterator[PictureRow]:
    """Go through the pictures of members by id, a few at a time."""
    last_id = -(2**62)
    while found := rows(
        "SELECT id, member_id, kind, content, sha256, act_id FROM member_image "
        "WHERE society_id = ? AND id > ? ORDER BY id LIMIT ?",
        society_id, last_id, PICTURES_AT_ONCE,
    ):  # fmt: skip
        for picture_id, member_id, kind, content, sha256, act_id in found:
            plain = None if content is None else bytes(content)
            yield PictureRow(picture_id, member_id, kind, plain, bytes(sha256), act_id)
        last_id = found[-1][0]


def all_accounts(society_id: int) -> Iterator[Account]:
    """Go through the accounts by id."""
    last_id = -(2**62)
    while found := accounts.after(society_id, last_id, BATCH):
        yield from found
        last_id = found[-1].id
