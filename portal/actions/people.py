"""Signing in and out, passwords, and adding people."""

from __future__ import annotations

import hashlib
import secrets
from dataclasses import dataclass

import argon2

from portal.domain.people import Doer
from portal.domain.refusals import N_, Refusal
from portal.storage import csc_people, people
from portal.storage.engine import write_transaction
from portal.storage.people import Person

SHORTEST_PASSWORD = 8
MINUTE = 60_000
TOUCH_EVERY = 5 * MINUTE
MOST_FROM_ADDRESS = 40  # a shared line or proxy carries many people


class SignInIsWrong(Refusal):
    """User name or password is wrong."""

    message = N_("The name or the password is not right.")
    status = 422
    field = "password"


class SignInIsBlocked(Refusal):
    """Too many wrong passwords; wait a while."""

    message = N_("Too many wrong tries. Wait %(minutes)s minutes, then try again.")
    status = 429
    field = "password"


class PasswordIsWrong(Refusal):
    """The present password is wrong."""

    message = N_("The present password is not right.")
    status = 422
    field = "password"


class PasswordIsWeak(Refusal):
    """A password needs eight characters and may not be a well-known one."""

    message = N_("Choose a password of at least 8 characters that others can't guess.")
    status = 422
    field = "new_password"


class UsernameIsTaken(Refusal):
    """Somebody already has this user name."""

    message = N_("Somebody already has this user name.")
    status = 422
    field = "username"


class CscIdIsNotLinked(Refusal):
    """The CSC knows this person, but no account here is linked with their CSC ID."""

    message = N_(
        "The CSC ID %(csc_id)s is not linked with anybody here. Ask your manager to write it on "
        "your page, or sign in with your password."
    )
    status = 403


@dataclass(frozen=True, slots=True)
class Safeguards:
    """How passwords and sessions are guarded: hashing cost, throttle, time limits."""

    hasher: argon2.PasswordHasher
    most_failures: int
    lockout_minutes: int
    session_idle_minutes: int
    session_hours: int


def safeguards(
    *, argon2_memory_kib: int, argon2_rounds: int, most_failures: int, lockout_minutes: int,
    session_idle_minutes: int, session_hours: int,
) -> Safeguards:  # fmt: skip
    """Make the safeguards from the settings (argon2id, OWASP floor 19 MiB and two rounds)."""
    hasher = argon2.PasswordHasher(
        time_cost=argon2_rounds, memory_cost=argon2_memory_kib, parallelism=1
    )
    return Safeguards(hasher, most_failures, lockout_minutes, session_idle_minutes, session_hours)


WELL_KNOWN = frozenset((
    "12345678", "123456789", "1234567890", "password", "password1", "qwertyui", "qwerty123",
    "admin123", "abcd1234", "11111111", "00000000", "india123", "bharat123", "krishna1",
    "ramram123", "jaishreeram", "pacs1234",
))  # fmt: skip


def add_person(
    guards: Safeguards, at: int, username: str, password: str, role: str, name_hi: str,
    name_en: str, *, society_id: int | None = None, place_id: int | None = None,
) -> Person:  # fmt: skip
    """Store someone who may sign in, by a user name of small letters.

    Raises UsernameIsTaken, PasswordIsWeak.
    """
    username = username.strip().lower()
    check_password(password, username)

    def work() -> Person:
        if Person.get_or_none(Person.username == username) is not None:
            raise UsernameIsTaken
        return Person.create(
            username=username, name_hi=name_hi, name_en=name_en, role=role, society=society_id,
            place=place_id, created_at=at, password_hash=guards.hasher.hash(password),
        )  # fmt: skip

    return write_transaction(work)


def check_password(password: str, username: str) -> None:
    """Refuse short and well-known passwords; raise PasswordIsWeak."""
    plain = password.lower()
    if len(password) < SHORTEST_PASSWORD or plain in WELL_KNOWN or plain == username:
        raise PasswordIsWeak


def session_hash(secret: str) -> bytes:
    """Return what is stored of a session's secret."""
    return hashlib.sha256(secret.encode()).digest()


def sign_in(
    guards: Safeguards, at: int, username: str, password: str, address: str,
    old_secret: str | None = None,
) -> tuple[Person, str]:  # fmt: skip
    """Check name and password, start a session and return its secret.

    Five wrong passwords in a row block the account for a while, many block the address. The
    session one came with is ended (rotation). Raises SignInIsWrong, SignInIsBlocked.
    """
    username = username.strip().lower()
    _require_unblocked(guards, at, ("account", username), ("address", address))
    person = people.person_called(username)
    if not _matches(guards, person, password):
        forget = at - guards.lockout_minutes * MINUTE

        def count() -> None:
            people.add_failure("account", username, at, forget)
            people.add_failure("address", address, at, forget)

        write_transaction(count)
        raise SignInIsWrong
    assert person is not None
    return person, _new_session(person, at, address, old_secret)


def sign_in_by_csc(
    guards: Safeguards, at: int, csc_id: str, address: str, old_secret: str | None = None
) -> tuple[Person, str]:
    """Start a session for whom the CSC has confirmed and return its secret.

    The same rules as with a password: a blocked account or address stays blocked, whoever was
    switched off stays out, unknown CSC IDs count against the address. Raises CscIdIsNotLinked,
    SignInIsBlocked.
    """
    _require_unblocked(guards, at, ("address", address))
    person_id = csc_people.person_id_of(csc_id)
    person = people.person(person_id) if person_id is not None else None
    if person is None or not person.is_active:
        forget = at - guards.lockout_minutes * MINUTE
        write_transaction(lambda: people.add_failure("address", address, at, forget))
        raise CscIdIsNotLinked(csc_id=csc_id)
    _require_unblocked(guards, at, ("account", person.username))
    return person, _new_session(person, at, address, old_secret)


def _new_session(person: Person, at: int, address: str, old_secret: str | None) -> str:
    secret = secrets.token_urlsafe(24)

    def work() -> None:
        people.clear_failures("account", person.username)
        if old_secret:
            people.end_session(session_hash(old_secret))
        people.start_session(session_hash(secret), person.id, at, address)

    write_transaction(work)
    return secret


def _require_unblocked(guards: Safeguards, at: int, *whose: tuple[str, str]) -> None:
    window = guards.lockout_minutes * MINUTE
    for kind, name in whose:
        most = guards.most_failures if kind == "account" else MOST_FROM_ADDRESS
        failures, last_at = people.failures(kind, name)
        if failures >= most and 0 <= at - last_at < window:
            raise SignInIsBlocked(minutes=-((last_at + window - at) // -MINUTE))


def _matches(guards: Safeguards, person: Person | None, password: str) -> bool:
    """Check a password; an unknown name costs as long as a known one."""
    if person is None:
        guards.hasher.hash(password)
        return False
    try:
        return guards.hasher.verify(person.password_hash, password)
    except argon2.exceptions.VerifyMismatchError:
        return False


def whose_session(guards: Safeguards, at: int, secret: str) -> Person | None:
    """Return whose session this is, or None when it has ended, by idleness or by age."""
    id_hash = session_hash(secret)
    found = people.session(id_hash)
    if found is None:
        return None
    person_id, created_at, seen_at = found
    is_idle = at - seen_at > guards.session_idle_minutes * MINUTE
    is_old = at - created_at > guards.session_hours * 60 * MINUTE
    if is_idle or is_old:
        return None
    if at - seen_at > TOUCH_EVERY:
        write_transaction(lambda: people.touch_session(id_hash, at))
    person = people.person(person_id)
    return person if person is not None and person.is_active else None


def sign_out(secret: str) -> None:
    """End one session."""
    write_transaction(lambda: people.end_session(session_hash(secret)))


def sign_out_everywhere(person_id: int) -> int:
    """End all sessions of a person; return how many there were."""
    return write_transaction(lambda: people.end_sessions(person_id))


def change_password(
    guards: Safeguards, doer: Doer, old: str, new: str, keep_secret: str | None = None
) -> None:
    """Change one's own password and end all other sessions.

    Wrong passwords count like those at sign-in. Raises PasswordIsWrong, PasswordIsWeak,
    SignInIsBlocked.
    """
    person = people.person(doer.person_id)
    assert person is not None
    account = ("account", person.username)
    _require_unblocked(guards, doer.at, account)
    if not _matches(guards, person, old):
        forget = doer.at - guards.lockout_minutes * MINUTE
        write_transaction(lambda: people.add_failure(*account, doer.at, forget))
        raise PasswordIsWrong
    check_password(new, person.username)
    new_hash = guards.hasher.hash(new)

    def work() -> None:
        people.set_password(person.id, new_hash)
        kept = people.session(session_hash(keep_secret)) if keep_secret else None
        people.end_sessions(person.id)
        if kept and keep_secret:
            people.start_session(session_hash(keep_secret), person.id, doer.at, "")

    write_transaction(work)


def choose_digits(person_id: int, is_deva: bool) -> None:
    """Let a person read digits in Devanagari, or in Latin again."""
    write_transaction(lambda: people.set_digits(person_id, is_deva))
