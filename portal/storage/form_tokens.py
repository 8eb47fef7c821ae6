"""Used form tokens and the answer each got (P1)."""

from __future__ import annotations

from typing import NamedTuple

from portal.storage.engine import row, run, value


class Used(NamedTuple):
    """What a used token brought about."""

    digest: bytes
    location: str
    voucher_id: int | None
    person_id: int
    used_at: int


def used(society_id: int, token: str) -> Used | None:
    """Return what a token brought about, or None when it has not been used."""
    found = row(
        "SELECT digest, location, voucher_id, person_id, used_at FROM form_token "
        "WHERE society_id = ? AND token = ?",
        society_id, token,
    )  # fmt: skip
    return Used(bytes(found[0]), *found[1:]) if found else None


def society_of(person_id: int, token: str) -> int | None:
    """Return under which society a person's token was used (0 is the office), or None."""
    found: int | None = value(
        "SELECT society_id FROM form_token WHERE person_id = ? AND token = ? "
        "ORDER BY used_at DESC LIMIT 1",
        person_id, token,
    )  # fmt: skip
    return found


def keep(
    society_id: int, token: str, person_id: int, digest: bytes, location: str,
    voucher_id: int | None, used_at: int,
) -> None:  # fmt: skip
    """Use up a token together with its effect."""
    run(
        "INSERT INTO form_token (society_id, token, person_id, digest, location, voucher_id, "
        "used_at) VALUES (?, ?, ?, ?, ?, ?, ?)",
        society_id, token, person_id, digest, location, voucher_id, used_at,
    )  # fmt: skip
