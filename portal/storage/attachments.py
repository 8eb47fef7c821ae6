"""Pictures of bills and slips at a voucher: named SQL. Rows are only added."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from portal.domain.attachment_proof import AttachmentRow
from portal.domain.attachments import Attachment
from portal.storage.engine import row, rows, run, value

_AT_ONCE = 20


def next_id(society_id: int) -> int:
    """Return the next free key; the book must be held."""
    found = value("SELECT MAX(id) FROM attachment WHERE society_id = ?", society_id)
    return int(found or 0) + 1


def insert(society_id: int, one: Attachment, media_type: str, content: bytes) -> None:
    """Store a picture."""
    run(
        "INSERT INTO attachment (society_id, id, voucher_id, kind, media_type, content, sha256, "
        "attached_at, attached_by) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)",
        society_id, one.id, one.voucher_id, one.kind, media_type, content, one.sha256,
        one.attached_at, one.attached_by,
    )  # fmt: skip


def of_voucher(society_id: int, voucher_id: int) -> list[Attachment]:
    """List a voucher's pictures in order; no content is read."""
    return [_attachment(found) for found in rows(
        "SELECT id, voucher_id, kind, sha256, attached_at, attached_by, length(content) "
        "FROM attachment WHERE society_id = ? AND voucher_id = ? ORDER BY id",
        society_id, voucher_id,
    )]  # fmt: skip


def count(society_id: int, voucher_id: int) -> int:
    """Count a voucher's pictures."""
    return int(value(
        "SELECT COUNT(*) FROM attachment WHERE society_id = ? AND voucher_id = ?",
        society_id, voucher_id,
    ) or 0)  # fmt: skip


def content(society_id: int, voucher_id: int, paper_id: int) -> bytes | None:
    """Return a picture's content, or None."""
    found = row(
        "SELECT content FROM attachment WHERE society_id = ? AND voucher_id = ? AND id = ?",
        society_id, voucher_id, paper_id,
    )  # fmt: skip
    return bytes(found[0]) if found else None


def all_rows(society_id: int) -> Iterator[AttachmentRow]:
    """Go through a society's pictures by key, a few at a time."""
    last_id = -(2**62)
    while found := rows(
        "SELECT id, voucher_id, kind, content, sha256 FROM attachment "
        "WHERE society_id = ? AND id > ? ORDER BY id LIMIT ?",
        society_id, last_id, _AT_ONCE,
    ):  # fmt: skip
        for paper_id, voucher_id, kind, held, sha256 in found:
            yield AttachmentRow(paper_id, voucher_id, kind, bytes(held), bytes(sha256))
        last_id = found[-1][0]


def _attachment(found: tuple[Any, ...]) -> Attachment:
    paper_id, voucher_id, kind, sha256, at, by, size = found
    return Attachment(paper_id, voucher_id, kind, bytes(sha256), at, by, size)
