"""Pictures of papers of an application; taking one out removes its content and leaves its hash."""

from __future__ import annotations

from typing import NamedTuple

from portal.domain.papers import Paper
from portal.storage.engine import insert_rows, row, rows, run, value

_LISTED = (
    "SELECT id, application_id, paper, sha256, is_masked, added_at, added_by, "
    "COALESCE(length(content), 0) FROM application_paper WHERE society_id = ? "
)


class NewPaper(NamedTuple):
    """A picture to be kept."""

    id: int
    application_id: int
    paper: str
    media_type: str
    content: bytes
    sha256: bytes
    is_masked: int
    added_at: int
    added_by: int


def next_id(society_id: int) -> int:
    """Return the next free key of a picture; the book must be held."""
    found = value("SELECT MAX(id) FROM application_paper WHERE society_id = ?", society_id)
    return int(found or 0) + 1


def insert(society_id: int, one: NewPaper) -> None:
    """Store a picture."""
    insert_rows(
        "INSERT INTO application_paper (society_id, id, application_id, paper, media_type, "
        "content, sha256, is_masked, added_at, added_by) VALUES",
        [(society_id, *one)],
    )


def papers(society_id: int, application_id: int) -> list[Paper]:
    """List an application's pictures in order, those taken out too; no content is read."""
    return [_paper(one) for one in rows(
        _LISTED + "AND application_id = ? ORDER BY id", society_id, application_id
    )]  # fmt: skip


def paper(society_id: int, application_id: int, paper_id: int) -> Paper | None:
    """Return what is known of a picture, or None."""
    found = row(_LISTED + "AND application_id = ? AND id = ?", society_id, application_id, paper_id)
    return _paper(found) if found else None


def content(society_id: int, application_id: int, paper_id: int) -> bytes | None:
    """Return a picture's content, or None once it was taken out."""
    found = value(
        "SELECT content FROM application_paper WHERE society_id = ? AND application_id = ? "
        "AND id = ?",
        society_id, application_id, paper_id,
    )  # fmt: skip
    return None if found is None else bytes(found)


def remove_content(society_id: int, paper_id: int) -> None:
    """Remove a picture's content for good; its row and hash stay."""
    run(
        "UPDATE application_paper SET content = NULL WHERE society_id = ? AND id = ?",
        society_id, paper_id,
    )  # fmt: skip


def _paper(found: tuple[object, ...]) -> Paper:
    return Paper(*found)  # type: ignore[arg-type]
