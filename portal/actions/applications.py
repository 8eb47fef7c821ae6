"""Applications of every kind: begun as a draft, filled in, sent out, followed until they end.

Nothing here moves money; an application's money is taken in a visit.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import asdict, dataclass, field
from typing import Any

from portal.actions import queue
from portal.actions.application_chains import is_given_up
from portal.actions.application_rules import papers_for, rule_for, scheme_of
from portal.actions.catalogue import note_use, of_society, offer_of
from portal.actions.exactly_once import Done, exactly_once
from portal.actions.visits import open_visit, whom_of
from portal.domain.application_answers import read_answer
from portal.domain.application_forms import Form, Step
from portal.domain.applications import (
    DRAFT,
    AnswersAreMissing,
    Application,
    ApplicationHasChanged,
    ApplicationIsSent,
    ApplicationIsUnknown,
    DepartmentNumberIsTaken,
    KeeperIsWrong,
    NothingIsSaid,
    PaperIsMissing,
    Person,
    Said,
    StepIsNotPossible,
    application_number,
    check_needed,
    read_person,
    read_reminder,
    read_said,
    read_words,
    ticked,
)
from portal.domain.catalogue import Service, ServiceIsUnknown
from portal.domain.daybook import MemberIsMissing
from portal.domain.people import Doer, Policy, Slip
from portal.domain.text import clean
from portal.storage import applications, daybook, people, places, served
from portal.storage.application_forms import application_forms
from portal.storage.applications import Event
from portal.storage.catalogue import catalogue
from portal.storage.engine import in_transaction
from portal.storage.served import Whom

KEEPING = "keep_applications"  # the deed of config/access.csv


@dataclass(frozen=True, slots=True)
class NewApplication:
    """What the form of an application says; ``answers`` as they were typed, by the field's code.

    ``papers`` are those that are there. ``rule_from_on`` is the date of the rule that the
    questions were answered under ('' where nobody knows since when), None today's rule.
    """

    person: Person
    answers: Mapping[str, str] = field(default_factory=dict)
    papers: Iterable[str] = ()
    whom: Whom | None = None
    visit_id: int | None = None
    rule_scheme: str = ""
    rule_from_on: str | None = None


def application(society_id: int, application_id: int) -> Application:
    """Return an application of the society; raise ApplicationIsUnknown."""
    found = applications.application(society_id, application_id)
    if found is None:
        raise ApplicationIsUnknown
    return found


def form_for(service_id: str) -> Form:
    """Return what a service's application asks; raise ServiceIsUnknown where it has none."""
    found = application_forms().form_of(service_id)
    if found is None:
        raise ServiceIsUnknown
    return found


def steps_of(one: Application) -> list[Step]:
    """List the steps from where an application stands."""
    return list(application_forms().steps(one.chain, one.state))


def read_typed(form: Form, typed: Mapping[str, str], today_on: str) -> dict[str, str]:
    """Read what is filled in of a form; what is empty may be filled in later.

    Raises the AnswerIsRefused of the first wrong field.
    """
    filled = [one for one in form.fields if clean(typed.get(one.code, ""))]
    return {one.code: read_answer(one, typed[one.code], today_on) for one in filled}


def left_to_fill(form: Form, answers: Mapping[str, str]) -> list[str]:
    """List the codes of what must be filled in before the application goes out."""
    return [one.code for one in form.fields if one.is_required and not answers.get(one.code)]


def begin(
    doer: Doer, slip: Slip, society_id: int, service_id: str, new: NewApplication
) -> Done:  # fmt: skip
    """Begin an application: it is stored at once as a draft, however much is filled in.

    Raises ServiceIsUnknown (also where it is off), ApplicantHasNoName, AnswerIsRefused,
    AadhaarIsNotStored, MemberIsMissing, VisitIsUnknown, VisitIsPaid, RuleIsUnknown.
    """
    form = form_for(service_id)
    person = read_person(new.person)
    answers = read_typed(form, new.answers, doer.today_on)

    def deed() -> Done:
        daybook.lock_book(society_id)
        society = places.society_by_id(society_id)
        assert society is not None
        offer = offer_of(of_society(society), service_id, doer.today_on)
        if offer.off is not None:
            raise ServiceIsUnknown
        whom = _whom(society_id, new)
        rule = rule_for(
            offer.service, offer.where.state, new.rule_scheme, new.rule_from_on, doer.today_on
        )
        papers = papers_for(offer.service, scheme_of(rule.scheme_id))
        begun = Application(
            society_id=society_id, id=applications.next_id(society_id), version=1,
            service_id=service_id, chain=form.chain, state=DRAFT, name=person.name,
            guardian=person.guardian, village=person.village, mobile=person.mobile,
            answers=answers, papers=ticked(papers, new.papers),
            register=whom.register if whom else None, record_id=whom.record_id if whom else None,
            rule_scheme=rule.scheme_id, rule_from_on=rule.from_on, rule_note=rule.note,
            keeper=doer.person_id, visit_id=new.visit_id, began_on=doer.today_on,
            began_at=doer.at, began_by=doer.person_id, on_behalf_of=doer.on_behalf_of,
            state_on=doer.today_on, state_at=doer.at,
        )  # fmt: skip
        applications.insert(begun)
        _keep(doer, begun, "begun", "")
        queue.join(doer, society_id, whom, application_id=begun.id)
        note_use(doer, society_id, service_id)
        return Done(f"/applications/{begun.id}")

    return exactly_once(doer, slip, deed)


def _whom(society_id: int, new: NewApplication) -> Whom | None:
    """Return whose it is: the visit's member or customer, or who was named."""
    if new.visit_id is not None:
        found = whom_of(open_visit(society_id, new.visit_id))
        if found is not None:
            return found
    if new.whom is not None and not served.exists(society_id, new.whom):
        raise MemberIsMissing
    return new.whom


@dataclass(frozen=True, slots=True)
class Filled:
    """What is filled in further in a draft; None stays as it is. ``answers`` are as typed."""

    person: Person | None = None
    answers: Mapping[str, str] | None = None
    papers: Iterable[str] | None = None


def change(
    doer: Doer, slip: Slip, society_id: int, application_id: int, version: int, filled: Filled
) -> Done:  # fmt: skip
    """Change what stands in a draft: for whom, what the form asks, which papers are there.

    Raises ApplicationIsUnknown, ApplicationHasChanged, ApplicationIsSent and what ``begin`` raises
    for what is typed.
    """
    person = read_person(filled.person) if filled.person is not None else None

    def deed() -> Done:
        daybook.lock_book(society_id)
        before = _as_shown(society_id, application_id, version)
        if not before.is_draft:
            raise ApplicationIsSent
        changed: dict[str, Any] = asdict(person) if person is not None else {}
        if filled.answers is not None:
            form = form_for(before.service_id)
            changed["answers"] = read_typed(form, filled.answers, doer.today_on)
        if filled.papers is not None:
            changed["papers"] = ticked(before.papers, filled.papers)
        note(doer, before, "changed", **changed)
        return Done(f"/applications/{application_id}")

    return exactly_once(doer, slip, deed)


def move(
    doer: Doer, slip: Slip, society_id: int, application_id: int, version: int, to_state: str,
    said: Said,
) -> Done:  # fmt: skip
    """Move an application on by hand, with what the step asks.

    Raises ApplicationIsUnknown, ApplicationHasChanged, StepIsNotPossible, AnswersAreMissing,
    PaperIsMissing, DepartmentNumberIsTaken and what ``read_said`` and ``check_needed`` raise.
    """
    said = read_said(said, doer.today_on)

    def deed() -> Done:
        daybook.lock_book(society_id)
        before = _as_shown(society_id, application_id, version)
        found = _step(before, to_state)
        if found.is_by_money:
            raise StepIsNotPossible
        check_needed(found.needs, said)
        if before.is_draft and not is_given_up(found):
            _check_complete(before, is_sure=said.is_sure or found.ends)
        changed: dict[str, str] = {
            name: getattr(said, name) for name in ("department_no", "result_no")
            if name in found.asks and getattr(said, name)
        }  # fmt: skip
        if "remind_on" in found.asks:
            changed["remind_on"] = said.remind_on
        step(doer, before, to_state, said.words, **changed)
        return Done(f"/applications/{application_id}")

    return exactly_once(doer, slip, deed)


def step(
    doer: Doer, before: Application, to_state: str, said: str = "", **changed: Any
) -> Application:
    """Move an application on within a transaction that holds the society's book.

    The chain must have the step; whoever calls this may also make those that go by money. An end
    takes the reminder away. Raises StepIsNotPossible, DepartmentNumberIsTaken.
    """
    assert in_transaction()
    found = _step(before, to_state)
    if changed.get("department_no"):
        _check_number_is_free(before, changed["department_no"])
    if found.ends:
        changed["remind_on"] = ""
    after = applications.change(
        before, state=to_state, state_on=doer.today_on, state_at=doer.at, said=said,
        ended_on=doer.today_on if found.ends else "", **changed,
    )  # fmt: skip
    _keep(doer, after, "moved", said)
    return after


def note(
    doer: Doer, before: Application, what: str, said: str = "", **changed: Any
) -> Application:  # fmt: skip
    """Change an application without moving it, within a transaction that holds the book.

    ``what`` names it in the history.
    """
    assert in_transaction()
    after = applications.change(before, **changed)
    _keep(doer, after, what, said)
    return after


def remind(
    doer: Doer, slip: Slip, society_id: int, application_id: int, version: int, remind_on: str,
    said: str,
) -> Done:  # fmt: skip
    """Write down what was heard of an application, and when to ask again ('' is never).

    Raises ApplicationIsUnknown, ApplicationHasChanged, StepIsNotPossible where it has ended,
    NothingIsSaid, ReminderIsWrong, AadhaarIsNotStored, TextIsTooLong.
    """
    words = read_words(said, "said")
    remind_on = read_reminder(remind_on, doer.today_on)

    def deed() -> Done:
        daybook.lock_book(society_id)
        before = _as_shown(society_id, application_id, version)
        if not before.is_open:
            raise StepIsNotPossible
        if not words and remind_on == before.remind_on:
            raise NothingIsSaid
        note(doer, before, "noted", words, remind_on=remind_on)
        return Done(f"/applications/{application_id}")

    return exactly_once(doer, slip, deed)


def keepers(society_id: int, policy: Policy) -> list[people.Person]:
    """List who of a society may keep applications."""
    return [one for one in people.colleagues(society_id) if policy.may(one.role, KEEPING)]


def hand_over(
    doer: Doer, slip: Slip, society_id: int, application_id: int, version: int, keeper: int,
    said: str, policy: Policy,
) -> Done:  # fmt: skip
    """Give an application to a colleague, with words on what is to be done.

    Raises ApplicationIsUnknown, ApplicationHasChanged, StepIsNotPossible where it has ended,
    KeeperIsWrong, NothingIsSaid, AadhaarIsNotStored, TextIsTooLong.
    """
    words = read_words(said, "said")

    def deed() -> Done:
        daybook.lock_book(society_id)
        before = _as_shown(society_id, application_id, version)
        if not before.is_open:
            raise StepIsNotPossible
        is_one = keeper in {one.id for one in keepers(society_id, policy)}
        if not is_one or keeper == before.keeper:
            raise KeeperIsWrong
        if not words:
            raise NothingIsSaid
        note(doer, before, "handed_over", words, keeper=keeper)
        return Done(f"/applications/{application_id}")

    return exactly_once(doer, slip, deed)


def _as_shown(society_id: int, application_id: int, version: int) -> Application:
    """Return an application as its form showed it; raise ApplicationHasChanged."""
    found = application(society_id, application_id)
    if found.version != version:
        raise ApplicationHasChanged
    return found


def _step(before: Application, to_state: str) -> Step:
    found = application_forms().step(before.chain, before.state, to_state)
    if found is None:
        raise StepIsNotPossible
    return found


def _check_complete(before: Application, *, is_sure: bool) -> None:
    form = form_for(before.service_id)
    if left_to_fill(form, before.answers):
        raise AnswersAreMissing
    if before.missing_papers and not is_sure:
        raise PaperIsMissing


def _check_number_is_free(before: Application, department_no: str) -> None:
    other = applications.with_department_no(before.society_id, before.service_id, department_no)
    if other is not None and other != before.id:
        raise DepartmentNumberIsTaken(number=other)


def _keep(doer: Doer, one: Application, what: str, said: str) -> None:
    event = Event(
        one.version, what, one.state, said, doer.today_on, doer.at, doer.person_id,
        doer.on_behalf_of,
    )  # fmt: skip
    applications.insert_event(one, event)


def service_of(one: Application) -> Service | None:
    """Return what an application is for, or None where the service left the list."""
    try:
        return catalogue()[one.service_id]
    except ServiceIsUnknown:
        return None


def number_of(one: Application) -> str:
    """Return an application's number as it is printed."""
    society = places.society_by_id(one.society_id)
    assert society is not None
    return application_number(society.code, one.id)
