"""Life certificates at the counter: recorded once for each due date, settled where they waited."""

from __future__ import annotations

from dataclasses import dataclass, replace

from portal.actions import catalogue, visits
from portal.actions.exactly_once import Done, exactly_once
from portal.actions.pensioners import held, pensioner, save, whom_of
from portal.actions.visits import Caller
from portal.domain.life_certificates import (
    ACCEPTED,
    WAITING,
    Certificate,
    CertificateIsSettled,
    CertificateIsUnknown,
    Outcome,
    PramaanIdIsTaken,
    checked_answer,
    checked_outcome,
    require_new,
)
from portal.domain.pensioners import Pensioner
from portal.domain.people import Doer, Slip
from portal.domain.visits import Fee, checked_fee
from portal.storage import life_certificates
from portal.storage import visits as stored_visits


@dataclass(frozen=True, slots=True)
class Recorded:
    """What is recorded of a certificate: its outcome, and a fee for the visit if there is one."""

    outcome: Outcome
    fee: Fee | None = None
    visit_id: int | None = None


def certificate(
    society_id: int, certificate_id: int, pensioner_id: int | None = None
) -> Certificate:
    """Return a certificate of the society (and of a pensioner); raise CertificateIsUnknown."""
    found = life_certificates.certificate(society_id, certificate_id)
    if found is None or pensioner_id not in (None, found.pensioner_id):
        raise CertificateIsUnknown
    return found


def record(doer: Doer, slip: Slip, society_id: int, pensioner_id: int, recorded: Recorded) -> Done:
    """Record a life certificate; an accepted one moves the due date on.

    Raises PensionerIsUnknown, CertificateWaits, CertificateIsThere, CertificateIsEarly,
    PramaanIdIsTaken, what ``checked_outcome`` raises, and of the fee what ``checked_fee`` and
    ``visit_for`` raise.
    """
    fee = checked_fee(recorded.fee) if recorded.fee else None

    def deed() -> Done:
        before = held(society_id, pensioner_id)
        outcome = checked_outcome(before, recorded.outcome, doer.today_on)
        require_new(before, life_certificates.of_pensioner(society_id, pensioner_id), doer.today_on)
        _require_own_number(society_id, outcome.pramaan_id, 0)
        visit_id = _visit(doer, before, recorded.visit_id, fee)
        made = Certificate(
            society_id, life_certificates.next_id(society_id), pensioner_id,
            before.certificate_due_on, outcome.result, outcome.pramaan_id, outcome.made_on,
            outcome.next_due_on, outcome.reason, visit_id, doer.at, doer.person_id,
            doer.on_behalf_of,
        )  # fmt: skip
        life_certificates.insert(made)
        _tell(doer, before, made)
        return Done(f"/pensioners/{pensioner_id}?done={made.id}")

    return exactly_once(doer, slip, deed)


def _visit(doer: Doer, before: Pensioner, visit_id: int | None, fee: Fee | None) -> int | None:
    """Put the fee into the visit, or begin one with it; return the visit."""
    if fee is None:
        return None
    caller = Caller(visit_id, before.name_hi, before.mobile, whom_of(before))
    found = visits.visit_for(doer, before.society_id, caller)
    stored_visits.insert_fee(before.society_id, found.id, fee)
    if fee.service_id:
        catalogue.note_use(doer, before.society_id, fee.service_id)
    return found.id


def _require_own_number(society_id: int, pramaan_id: str, own_id: int) -> None:
    if not pramaan_id:
        return
    known = life_certificates.by_pramaan_id(society_id, pramaan_id)
    if known is not None and known.id != own_id:
        raise PramaanIdIsTaken(name=pensioner(society_id, known.pensioner_id).name_hi)


def _tell(doer: Doer, before: Pensioner, made: Certificate) -> None:
    """Write into the history what came of a certificate; accepted, it moves the due date on."""
    after = before
    if made.result == ACCEPTED and made.next_due_on > before.certificate_due_on:
        after = replace(before, certificate_due_on=made.next_due_on)
    save(doer, before, after, f"certificate_{made.result}", said=made.reason)


def settle(doer: Doer, slip: Slip, society_id: int, certificate_id: int, outcome: Outcome) -> Done:
    """Say what came of a certificate that waited for its answer: accepted or rejected.

    Its day stays. Raises CertificateIsUnknown, CertificateIsSettled, PramaanIdIsTaken and what
    ``checked_answer`` raises.
    """

    def deed() -> Done:
        waits = certificate(society_id, certificate_id)
        before = held(society_id, waits.pensioner_id)
        waits = certificate(society_id, certificate_id)
        if waits.result != WAITING:
            raise CertificateIsSettled
        found = checked_answer(before, waits, outcome)
        _require_own_number(society_id, found.pramaan_id, certificate_id)
        after = replace(
            waits, result=found.result, reason=found.reason, pramaan_id=found.pramaan_id,
            next_due_on=found.next_due_on, settled_at=doer.at, settled_by=doer.person_id,
        )  # fmt: skip
        life_certificates.settle(after)
        _tell(doer, before, after)
        return Done(f"/pensioners/{before.id}?done={certificate_id}")

    return exactly_once(doer, slip, deed)
