"""The register of pensioners: written down, changed, found, and moved along the chain of a pension.

Each deed writes what it did into the pensioner's history; nothing of that is changed later.
"""

from __future__ import annotations

from dataclasses import dataclass, replace

from portal.actions.exactly_once import Done, exactly_once
from portal.actions.register import business_date
from portal.domain.daybook import MemberIsMissing
from portal.domain.life_certificates import REJECTED, WAITING, Certificate
from portal.domain.pension_complaints import Complaint
from portal.domain.pension_rules import Benefit, Kind
from portal.domain.pensioner_search import find as find_among
from portal.domain.pensioners import (
    OTHER,
    PARTICULARS,
    PAYING,
    SANCTIONED,
    ApplicationIsInRegister,
    BenefitNumberIsTaken,
    Particulars,
    Pensioner,
    PensionerIsUnknown,
    PensionerWasChanged,
    Step,
    StepIsNotPossible,
    checked,
    stepped,
)
from portal.domain.people import Doer, Slip
from portal.storage import (
    life_certificates,
    pension_complaints,
    pension_payments,
    pensioners,
    served,
)
from portal.storage.daybook import lock_book
from portal.storage.engine import in_transaction, snapshot
from portal.storage.pension_payments import Standing
from portal.storage.pension_rules import rule_book
from portal.storage.pensioners import Event, Wish
from portal.storage.served import Whom

STAYING = ("register", "record_id", "application_id", "sex")
MOST_KNOWN = 20_000
MOST_EVENTS = 20
MOST_PAYMENTS = 12


def pension_schemes(state: str) -> list[str]:
    """List the schemes that somebody of a state may draw every month, the state's own first.

    Ways of saving are left out: the first of them pays from 2035 on.
    """
    return [
        one.id for one in rule_book().in_state(state)
        if one.kind in (Kind.SUPPORT, Kind.SERVICE) and one.benefit is not Benefit.NONE
    ]  # fmt: skip


def pensioner(society_id: int, pensioner_id: int) -> Pensioner:
    """Return a pensioner of the society; raise PensionerIsUnknown."""
    found = pensioners.pensioner(society_id, pensioner_id)
    if found is None:
        raise PensionerIsUnknown
    return found


def scheme_name_hi(one: Pensioner) -> str:
    """Name a pension shortly in Hindi: by its scheme, or by who pays it."""
    return one.authority if one.scheme_id == OTHER else rule_book()[one.scheme_id].short_hi


@dataclass(frozen=True, slots=True)
class File:
    """A pensioner with all that belongs to the page."""

    pensioner: Pensioner
    certificates: list[Certificate]
    payments: list[Standing]
    complaint: Complaint | None
    history: list[Event]

    def people(self) -> set[int]:
        """List everyone the page names."""
        return {one.done_by for one in self.history}

    @property
    def waiting(self) -> Certificate | None:
        """The certificate whose answer is awaited, if there is one."""
        return next((one for one in self.certificates if one.result == WAITING), None)

    @property
    def after_death(self) -> bool:
        """Whether a certificate or a payment is younger than the death: somebody must look."""
        died_on = self.pensioner.died_on
        if not died_on:
            return False
        made = any(one.made_on >= died_on and one.result != REJECTED for one in self.certificates)
        paid = any(one.payment.month > died_on[:7] for one in self.payments if one.stands)
        return made or paid


def file_of(society_id: int, pensioner_id: int) -> File:
    """Return all about a pensioner; raise PensionerIsUnknown."""
    with snapshot():
        found = pensioner(society_id, pensioner_id)
        paid = pension_payments.of_pensioner(society_id, pensioner_id, MOST_PAYMENTS)
        return File(
            found, life_certificates.of_pensioner(society_id, pensioner_id),
            pension_payments.standing(society_id, paid),
            pension_complaints.open_of(society_id, pensioner_id),
            pensioners.events(society_id, pensioner_id, MOST_EVENTS),
        )  # fmt: skip


def find(society_id: int, typed: str, most: int) -> list[Pensioner]:
    """List whom the words mean; raise AadhaarIsNotSearched."""
    ids = find_among(pensioners.known(society_id, MOST_KNOWN), typed, most)
    found = pensioners.by_ids(society_id, ids)
    return [found[one] for one in ids if one in found]


def listed(society_id: int, wish: Wish, most: int, skipped: int = 0) -> list[Pensioner]:
    """List pensioners as wished."""
    return pensioners.listed(society_id, wish, most, skipped)


def add(
    doer: Doer, slip: Slip, society_id: int, record: Particulars, state: str,
    status: str = SANCTIONED,
) -> Done:  # fmt: skip
    """Write a pensioner down, sanctioned or already paid; ``state`` says which schemes there are.

    Raises what ``checked`` raises, BenefitNumberIsTaken, MemberIsMissing, ApplicationIsInRegister,
    StepIsNotPossible.
    """

    def deed() -> Done:
        lock_book(society_id)
        return Done(f"/pensioners/{_added(doer, society_id, record, state, status).id}?new=1")

    return exactly_once(doer, slip, deed)


def _added(doer: Doer, society_id: int, record: Particulars, state: str, status: str) -> Pensioner:
    assert in_transaction()
    if status not in (SANCTIONED, PAYING):
        raise StepIsNotPossible
    kept = checked(record, pension_schemes(state), doer.today_on)
    _require_new(society_id, kept, 0)
    one = Pensioner(
        **{name: getattr(kept, name) for name in PARTICULARS}, society_id=society_id,
        id=pensioners.next_id(society_id), version=1, status=status, added_at=doer.at,
        added_by=doer.person_id, changed_at=doer.at,
    )  # fmt: skip
    pensioners.insert(one, event(doer, one, "added"))
    return one


def _require_new(society_id: int, record: Particulars, own_id: int) -> None:
    twin = pensioners.by_number(society_id, record.scheme_id, record.benefit_no)
    if twin is not None and twin.id != own_id:
        raise BenefitNumberIsTaken(name=twin.name_hi, pensioner_id=twin.id)
    whom = whom_of(record)
    if whom is not None and not served.exists(society_id, whom):
        raise MemberIsMissing
    if record.application_id is not None:
        known = pensioners.of_application(society_id, record.application_id)
        if known not in (None, own_id):
            raise ApplicationIsInRegister


def whom_of(record: Particulars) -> Whom | None:
    """Return the member or customer a pensioner is, where that is known."""
    if record.register is None or record.record_id is None:
        return None
    return Whom(record.register, record.record_id)


def edit(
    doer: Doer, slip: Slip, society_id: int, pensioner_id: int, version: int, record: Particulars,
    state: str,
) -> Done:  # fmt: skip
    """Change what is written of a pensioner, as it was seen at ``version``.

    Whose it is, the sex and which application it came from stay. Raises PensionerIsUnknown,
    PensionerWasChanged, BenefitNumberIsTaken and what ``checked`` raises.
    """

    def deed() -> Done:
        before = held(society_id, pensioner_id, version)
        same = {name: getattr(before, name) for name in STAYING}
        schemes = [*pension_schemes(state), before.scheme_id]
        kept = checked(replace(record, **same), schemes, doer.today_on)
        _require_new(society_id, kept, before.id)
        changed = {
            name: getattr(kept, name) for name in PARTICULARS
            if getattr(kept, name) != getattr(before, name)
        }  # fmt: skip
        if changed:
            save(doer, before, replace(before, **changed), "edited", said=_told(before, changed))
        return Done(f"/pensioners/{pensioner_id}")

    return exactly_once(doer, slip, deed)


def _told(before: Pensioner, changed: dict[str, object]) -> str:
    """Say in the history which parts were changed; a due date or an amount also as it was."""
    was = {
        name: f":{getattr(before, name) or ''}"
        for name in ("certificate_due_on", "monthly_paise")
    }  # fmt: skip
    return ";".join(name + was.get(name, "") for name in changed)


def take_step(
    doer: Doer, slip: Slip, society_id: int, pensioner_id: int, version: int, step: Step
) -> Done:
    """Move a pension along its chain: paid, stopped and why, ended by death or moving away.

    Raises PensionerIsUnknown, PensionerWasChanged and what ``stepped`` raises.
    """

    def deed() -> Done:
        before = held(society_id, pensioner_id, version)
        after = stepped(before, step, doer.today_on)
        save(doer, before, after, after.stop_reason or after.status, said=after.stop_note)
        return Done(f"/pensioners/{pensioner_id}")

    return exactly_once(doer, slip, deed)


def held(society_id: int, pensioner_id: int, version: int | None = None) -> Pensioner:
    """Hold the book and return a pensioner, as it was seen at ``version`` where that is given.

    Raises PensionerIsUnknown, PensionerWasChanged.
    """
    assert in_transaction()
    lock_book(society_id)
    found = pensioner(society_id, pensioner_id)
    if version is not None and found.version != version:
        raise PensionerWasChanged
    return found


def save(doer: Doer, before: Pensioner, after: Pensioner, what: str, said: str = "") -> Pensioner:
    """Store a held pensioner's next version with its line of history."""
    assert in_transaction()
    next_one = replace(after, version=before.version + 1, changed_at=doer.at)
    pensioners.change(next_one, before, event(doer, next_one, what, said))
    return next_one


def event(doer: Doer, one: Pensioner, what: str, said: str = "") -> Event:
    """Say in the history what was done now."""
    return Event(
        one.version, what, one.status, said, business_date(doer, one.society_id), doer.at,
        doer.person_id, doer.on_behalf_of,
    )  # fmt: skip
