"""Who is who at the CSC: the CSC IDs of people, and of a society's counter."""

from __future__ import annotations

from portal.storage.engine import run, value


def person_id_of(csc_id: str) -> int | None:
    """Return whose CSC ID this is, or None."""
    found: int | None = value("SELECT person_id FROM csc_person WHERE csc_id = ?", csc_id)
    return found


def csc_id_of(person_id: int) -> str:
    """Return the CSC ID of a person, '' where none is linked."""
    return str(value("SELECT csc_id FROM csc_person WHERE person_id = ?", person_id) or "")


def csc_id_of_society(society_id: int) -> str:
    """Return the CSC ID of a society's counter, '' where none is written down."""
    return str(value("SELECT csc_id FROM counter WHERE society_id = ?", society_id) or "")


def link(csc_id: str, person_id: int, at: int, by: int) -> None:
    """Link a CSC ID with a person, in place of whatever either was linked with before."""
    run("DELETE FROM csc_person WHERE csc_id = ? OR person_id = ?", csc_id, person_id)
    run(
        "INSERT INTO csc_person (csc_id, person_id, linked_at, linked_by) VALUES (?, ?, ?, ?)",
        csc_id, person_id, at, by,
    )  # fmt: skip


def unlink(person_id: int) -> bool:
    """Take a person's CSC ID away; say whether there was one."""
    return run("DELETE FROM csc_person WHERE person_id = ?", person_id) > 0
