"""Facts about the store itself, by name: which rules or programs made what it keeps."""

from __future__ import annotations

from portal.storage.engine import run, value


def fact(name: str) -> str | None:
    """Return a fact, or None where it was never noted."""
    found = value("SELECT fact FROM store_fact WHERE name = ?", name)
    return None if found is None else str(found)


def set_fact(name: str, said: str) -> None:
    """Note a fact, in place of what was noted before."""
    run(
        "INSERT INTO store_fact (name, fact) VALUES (?, ?) "
        "ON CONFLICT (name) DO UPDATE SET fact = excluded.fact",
        name, said,
    )  # fmt: skip
