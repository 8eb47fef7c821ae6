"""Checking an Aadhaar with consent: a row first, then one asking, then its end (P12, P13).

The whole number comes in with the request, goes out in one sending, and stands nowhere else: what
is stored are its last four digits.
"""

from __future__ import annotations

import secrets
from collections.abc import Callable
from dataclasses import dataclass, field

from portal.actions.aadhaar_consents import File, may_be_used
from portal.actions.exactly_once import Done, exactly_once
from portal.domain.aadhaar_checks import (
    Check,
    CheckAnswer,
    CheckIsGoingOn,
    CheckIsUnknown,
    CheckRequest,
    CheckResult,
    IdNumber,
    reference_of,
)
from portal.domain.aadhaar_consents import Consent, ConsentIsUnknown, check_use
from portal.domain.people import Doer, Slip, SocietyIsUnknown
from portal.domain.practice import PracticeCallsNobody
from portal.gateways.ports import AadhaarVerification
from portal.storage import aadhaar_consents as stored
from portal.storage import daybook, places
from portal.storage.engine import snapshot, write_transaction


@dataclass(frozen=True, slots=True)
class Asked:
    """What is compared with the name of whoever agreed; the year of birth only if it is known."""

    number: IdNumber = field(repr=False)
    birth_year: int | None = field(default=None, repr=False)


@dataclass(frozen=True, slots=True)
class Usable:
    """A consent that may be used now, and what was asked under it before."""

    consent: Consent
    checks: list[Check]


def usable(society_id: int, consent_id: int, doer: Doer) -> Usable:
    """Return a consent that may be used now.

    Raises ConsentIsUnknown, ConsentWasNotGiven, ConsentIsOld, ConsentIsForOther, ConsentIsUsedUp.
    """
    with snapshot():
        consent = stored.consent(society_id, consent_id)
        if consent is None:
            raise ConsentIsUnknown
        checks = stored.checks_of(society_id, [consent_id]).get(consent_id, [])
    results = [one.result_at(doer.at) for one in checks]
    check_use(consent, doer.today_on, results, stored.consent_book())
    return Usable(consent, checks)


def check(
    doer: Doer, slip: Slip, society_id: int, consent_id: int, asked: Asked,
    line: AadhaarVerification, now: Callable[[], int],
) -> Done:  # fmt: skip
    """Ask the provider once; the same form sent again only shows what came of it.

    The row stands as being asked before anything leaves us; ``now`` says when it ended. Raises what
    ``usable`` raises, SocietyIsUnknown, CheckIsGoingOn and PracticeCallsNobody.
    """
    society = places.society_by_id(society_id)
    if society is None:
        raise SocietyIsUnknown
    if society.is_practice:
        raise PracticeCallsNobody
    sending: list[tuple[Check, CheckRequest]] = []

    def deed() -> Done:
        daybook.lock_book(society_id)
        sending.clear()
        base = usable(society_id, consent_id, doer)
        _settle(base.checks, doer.at)
        made = Check(
            society_id=society_id, consent_id=consent_id, no=len(base.checks) + 1,
            id_kind=asked.number.kind, last4=asked.number.last4, result=CheckResult.ASKING,
            reference=reference_of(society.code, secrets.token_bytes(12)), said="",
            sent_at=doer.at, sent_by=doer.person_id, ended_at=None,
        )  # fmt: skip
        stored.insert_check(made)
        request = CheckRequest(
            made.reference, base.consent.purpose, base.consent.asked_at, asked.number,
            base.consent.name, asked.birth_year,
        )  # fmt: skip
        sending.append((made, request))
        return Done(f"/aadhaar/checks/{consent_id}/{made.no}")

    done = exactly_once(doer, slip, deed)
    if not done.is_repeat and sending:
        made, request = sending[-1]
        _end(made, line.verify(request), now())
    return done


def _settle(checks: list[Check], at: int) -> None:
    """Give askings whose asker died their end; raise CheckIsGoingOn where one is on its way."""
    for one in checks:
        if one.result is CheckResult.ASKING:
            if one.result_at(at) is CheckResult.ASKING:
                raise CheckIsGoingOn
            stored.end_check(one, CheckResult.NO_ANSWER, "", at)


def _end(check: Check, answer: CheckAnswer, at: int) -> None:
    write_transaction(lambda: stored.end_check(check, answer.result, answer.said, at))


@dataclass(frozen=True, slots=True)
class Ended:
    """A check, the consent it rests on, and whether the consent may be used once more."""

    check: Check
    consent: Consent
    result: CheckResult
    may_ask_again: bool


def check_of(society_id: int, consent_id: int, no: int, doer: Doer) -> Ended:
    """Return how a check ended; raise ConsentIsUnknown, CheckIsUnknown."""
    with snapshot():
        consent = stored.consent(society_id, consent_id)
        if consent is None:
            raise ConsentIsUnknown
        checks = stored.checks_of(society_id, [consent_id]).get(consent_id, [])
    found = next((one for one in checks if one.no == no), None)
    if found is None:
        raise CheckIsUnknown
    result = found.result_at(doer.at)
    is_free = result is not CheckResult.ASKING and may_be_used(File(consent, checks), doer)
    return Ended(found, consent, result, is_free)
