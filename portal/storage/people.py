"""People, their sessions and the throttle of failed sign-ins."""

from __future__ import annotations

from collections.abc import Collection

from peewee import AutoField, ForeignKeyField, IntegerField, Model, TextField, fn

from portal.storage.engine import database, one_of, row, run
from portal.storage.places import Place, Society, place_by_id, society_by_id


class Person(Model):
    """Someone who signs in. Bound to a society or to a place."""

    society_id: int | None
    place_id: int | None
    id = AutoField()
    username = TextField()
    name_hi = TextField()
    name_en = TextField()
    password_hash = TextField()
    role = TextField()
    place = ForeignKeyField(Place, null=True, column_name="place_id", backref="+")
    society = ForeignKeyField(Society, null=True, column_name="society_id", backref="+")
    is_active = IntegerField(default=1)
    has_deva_digits = IntegerField(default=0)
    totp_secret = TextField(null=True)
    created_at = IntegerField()

    class Meta:
        """Where it is stored."""

        database = database
        table_name = "person"


def person(person_id: int) -> Person | None:
    """Return the person of this key with their society or place, or None."""
    found = one_of(Person, "SELECT * FROM person WHERE id = ?", person_id)
    if found is not None and found.society_id is not None:
        found.society = society_by_id(found.society_id)
    elif found is not None and found.place_id is not None:
        found.place = place_by_id(found.place_id)
    return found


def person_called(username: str) -> Person | None:
    """Return the active person with this user name, or None."""
    return Person.get_or_none((Person.username == username) & (Person.is_active == 1))


def colleagues(society_id: int) -> list[Person]:
    """List the active people of a society by name; a practice has those of the real society."""
    whose = fn.COALESCE(Society.practice_for, Society.id)
    real = Society.select(whose).where(Society.id == society_id)
    return list(
        Person.select()
        .where(Person.society.in_(real) & (Person.is_active == 1))
        .order_by(Person.name_hi)
    )


def colleagues_in(society_ids: Collection[int]) -> list[Person]:
    """List the active people of several real societies by name."""
    whose = Person.society.in_(list(society_ids)) & (Person.is_active == 1)
    return list(Person.select().where(whose).order_by(Person.name_hi))


def names(ids: set[int]) -> dict[int, tuple[str, str]]:
    """Return the (Hindi, English) names of people by key."""
    if not ids:
        return {}
    found = Person.select(Person.id, Person.name_hi, Person.name_en).where(Person.id.in_(ids))
    return {one.id: (one.name_hi, one.name_en) for one in found}


def set_password(person_id: int, password_hash: str) -> None:
    """Store a new password hash."""
    run("UPDATE person SET password_hash = ? WHERE id = ?", password_hash, person_id)


def set_active(person_id: int, *, is_active: bool) -> None:
    """Let a person sign in, or not."""
    run("UPDATE person SET is_active = ? WHERE id = ?", int(is_active), person_id)


def set_digits(person_id: int, has_deva_digits: bool) -> None:
    """Store in which digits a person reads numbers."""
    run("UPDATE person SET has_deva_digits = ? WHERE id = ?", int(has_deva_digits), person_id)


def start_session(id_hash: bytes, person_id: int, at: int, address: str) -> None:
    """Store a new session."""
    run(
        "INSERT INTO session (id_hash, person_id, created_at, seen_at, address) "
        "VALUES (?, ?, ?, ?, ?)",
        id_hash, person_id, at, at, address,
    )  # fmt: skip


def session(id_hash: bytes) -> tuple[int, int, int] | None:
    """Return (person id, created at, seen at) of a session, or None."""
    return row("SELECT person_id, created_at, seen_at FROM session WHERE id_hash = ?", id_hash)


def touch_session(id_hash: bytes, at: int) -> None:
    """Note that a session is in use."""
    run("UPDATE session SET seen_at = ? WHERE id_hash = ?", at, id_hash)


def end_session(id_hash: bytes) -> None:
    """Revoke one session."""
    run("DELETE FROM session WHERE id_hash = ?", id_hash)


def end_sessions(person_id: int) -> int:
    """Revoke all sessions of a person and return how many there were."""
    return run("DELETE FROM session WHERE person_id = ?", person_id)


def end_stale_sessions(before_at: int) -> int:
    """Remove sessions last used before an instant."""
    return run("DELETE FROM session WHERE seen_at < ?", before_at)


def failures(kind: str, name: str) -> tuple[int, int]:
    """Return (failed sign-ins in a row, instant of the last) of an account or address."""
    found = row(
        "SELECT failures, last_at FROM sign_in_failure WHERE kind = ? AND name = ?", kind, name
    )
    return (int(found[0]), int(found[1])) if found else (0, 0)


def add_failure(kind: str, name: str, at: int, forget_before: int) -> None:
    """Count a failed sign-in; failures older than an instant no longer count."""
    run(
        "INSERT INTO sign_in_failure (kind, name, failures, last_at) VALUES (?, ?, 1, ?) "
        "ON CONFLICT (kind, name) DO UPDATE SET failures = CASE WHEN "
        "sign_in_failure.last_at < ? THEN 1 ELSE sign_in_failure.failures + 1 END, "
        "last_at = excluded.last_at",
        kind, name, at, forget_before,
    )  # fmt: skip


def clear_failures(kind: str, name: str) -> None:
    """Forget the failed sign-ins of an account or address."""
    run("DELETE FROM sign_in_failure WHERE kind = ? AND name = ?", kind, name)
