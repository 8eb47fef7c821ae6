"""Consents to the use of an Aadhaar and the checks under them, by named SQL; no whole number."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import fields
from functools import lru_cache
from typing import Any, NamedTuple

from portal.domain.aadhaar_checks import Check, CheckResult
from portal.domain.aadhaar_consents import Consent, ConsentBook, read_consent_book
from portal.storage.catalogue import catalogue
from portal.storage.engine import insert_rows, row, rows, rows_among, run, value
from portal.storage.reference import read_csv

_CONSENT = tuple(one.name for one in fields(Consent))
_CONSENT_COLUMNS = ", ".join(_CONSENT)
_CHECK = tuple(one.name for one in fields(Check))
_CHECK_COLUMNS = ", ".join(_CHECK)


@lru_cache(maxsize=1)
def consent_book() -> ConsentBook:
    """Return the words of consent and the services that use an Aadhaar, as config/ has them."""
    return read_consent_book(
        read_csv("consent_texts.csv"), read_csv("aadhaar_services.csv"),
        (one.id for one in catalogue()),
    )  # fmt: skip


def next_id(society_id: int) -> int:
    """Return the next free number of a consent; the book must be held."""
    last = value("SELECT MAX(id) FROM aadhaar_consent WHERE society_id = ?", society_id)
    return int(last or 0) + 1


def insert(consent: Consent) -> None:
    """Store what somebody said; it never changes."""
    found = [getattr(consent, name) for name in _CONSENT]
    insert_rows(
        f"INSERT INTO aadhaar_consent ({_CONSENT_COLUMNS}) VALUES",
        [tuple(int(one) if isinstance(one, bool) else one for one in found)],
    )


def consent(society_id: int, consent_id: int) -> Consent | None:
    """Return a consent, or None."""
    found = row(
        f"SELECT {_CONSENT_COLUMNS} FROM aadhaar_consent WHERE society_id = ? AND id = ?",
        society_id, consent_id,
    )  # fmt: skip
    return _consent(found) if found else None


def consents_on(society_id: int, on: str, most: int, before: int = 2**31) -> list[Consent]:
    """List a day's consents below a number, the latest first."""
    return [_consent(found) for found in rows(
        f"SELECT {_CONSENT_COLUMNS} FROM aadhaar_consent WHERE society_id = ? AND asked_on = ? "
        "AND id < ? ORDER BY id DESC LIMIT ?",
        society_id, on, before, most,
    )]  # fmt: skip


def consents_of(society_id: int, application_id: int) -> list[Consent]:
    """List the consents that were asked for an application, in order."""
    return [_consent(found) for found in rows(
        f"SELECT {_CONSENT_COLUMNS} FROM aadhaar_consent WHERE society_id = ? "
        "AND application_id = ? ORDER BY id",
        society_id, application_id,
    )]  # fmt: skip


def days_beside(society_id: int, on: str) -> tuple[str, str]:
    """Return the days with consents before and after a day, '' where there is none."""
    before, after = (
        value(
            f"SELECT {what}(asked_on) FROM aadhaar_consent WHERE society_id = ? "
            f"AND asked_on {sign} ?",
            society_id, on,
        ) or "" for what, sign in (("MAX", "<"), ("MIN", ">"))
    )  # fmt: skip
    return before, after


class Applicant(NamedTuple):
    """What a consent needs to know of an application."""

    service_id: str
    name: str


def applicant(society_id: int, application_id: int) -> Applicant | None:
    """Return the service and the person of an application, or None."""
    found = row(
        "SELECT service_id, name FROM application WHERE society_id = ? AND id = ?",
        society_id, application_id,
    )  # fmt: skip
    return Applicant(*found) if found else None


def checks_of(society_id: int, consent_ids: Iterable[int]) -> dict[int, list[Check]]:
    """List the checks under consents, by consent, in order."""
    found: dict[int, list[Check]] = {}
    for one in sorted(rows_among(
        f"SELECT {_CHECK_COLUMNS} FROM aadhaar_check WHERE society_id = ? AND consent_id IN",
        society_id, among=consent_ids,
    )):  # fmt: skip
        named = dict(zip(_CHECK, one, strict=True))
        made = Check(**named | {"result": CheckResult(named["result"])})
        found.setdefault(made.consent_id, []).append(made)
    return found


def insert_check(check: Check) -> None:
    """Store that a check is being asked for."""
    found = [getattr(check, name) for name in _CHECK]
    insert_rows(
        f"INSERT INTO aadhaar_check ({_CHECK_COLUMNS}) VALUES",
        [tuple(one.value if isinstance(one, CheckResult) else one for one in found)],
    )


def end_check(check: Check, result: CheckResult, said: str, at: int) -> bool:
    """Store how an asking ended; an end stays as it is. Says whether this was it."""
    return run(
        "UPDATE aadhaar_check SET result = ?, said = ?, ended_at = ? WHERE society_id = ? "
        "AND consent_id = ? AND no = ? AND result = ?",
        result.value, said, at, check.society_id, check.consent_id, check.no,
        CheckResult.ASKING.value,
    ) == 1  # fmt: skip


def _consent(found: Iterable[Any]) -> Consent:
    named = dict(zip(_CONSENT, found, strict=True))
    return Consent(**named | {
        "is_given": bool(named["is_given"]), "was_spoken": bool(named["was_spoken"]),
    })  # fmt: skip
