"""Taking the money of an application: it is put into a visit, and moves on when that is paid."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from portal.actions import applications as engine
from portal.actions import catalogue
from portal.actions.exactly_once import Done, exactly_once
from portal.actions.visits import Caller, visit_for
from portal.domain.application_forms import Form, Money, Step
from portal.domain.application_money import (
    AmountOfApplicationChanged,
    ApplicationHasEnded,
    check_mode,
    fee_of,
    require_first,
)
from portal.domain.applications import AnswersAreMissing, Application, ApplicationHasChanged
from portal.domain.catalogue import Fee as ListedFee
from portal.domain.catalogue import ServiceIsUnknown
from portal.domain.people import Doer, Slip
from portal.domain.remittances import Item
from portal.domain.visits import Fee, checked_fee
from portal.storage import applications, daybook, remittances, visits
from portal.storage.application_forms import application_forms
from portal.storage.catalogue import catalogue as services
from portal.storage.places import Society
from portal.storage.served import Whom


@dataclass(frozen=True, slots=True)
class Asked:
    """What the money page of an application shows.

    ``listed`` is what the menu's list says of the fee, None where it says nothing;
    ``passed_paise`` what the application itself says, None where it doesn't. ``items`` is the
    money that was put into visits for it, paid or not.
    """

    application: Application
    form: Form
    listed: ListedFee | None
    passed_paise: int | None
    items: Sequence[Item]

    @property
    def money(self) -> Money:
        """What kind of money it is."""
        return self.form.money


@dataclass(frozen=True, slots=True)
class Amounts:
    """What is to be taken, in paise: our charge, and what goes on."""

    own_paise: int
    passed_paise: int


def asked(society: Society, application_id: int, on: str) -> Asked:
    """Return what the money page of an application shows; raise ApplicationIsUnknown."""
    found = engine.application(society.id, application_id)
    form = engine.form_for(found.service_id)
    try:
        offer = catalogue.offer_of(catalogue.of_society(society), found.service_id, on)
        listed = offer.fee
    except ServiceIsUnknown:
        listed = None
    return Asked(
        found, form, listed, passed_said(form, found),
        remittances.items_of_application(society.id, application_id),
    )  # fmt: skip


def passed_said(form: Form, one: Application) -> int | None:
    """Return what an application itself says is to be passed on, in paise."""
    said = one.answers.get(form.amount_field, "") if form.amount_field else ""
    return int(said) if said.isascii() and said.isdigit() else None


def add_item(
    doer: Doer, slip: Slip, society_id: int, application_id: int, version: int, amounts: Amounts,
    visit_id: int | None = None,
) -> Done:  # fmt: skip
    """Put an application's money into a visit: the one named, its own while open, or a new one.

    What the application itself says goes on, whatever the form sent. Raises ApplicationIsUnknown,
    ApplicationHasChanged, ApplicationHasEnded, AnswersAreMissing, MoneyIsTakenAlready,
    VisitIsUnknown, VisitIsPaid and what ``fee_of`` and ``checked_fee`` raise.
    """

    def deed() -> Done:
        daybook.lock_book(society_id)
        before = engine.application(society_id, application_id)
        if before.version != version:
            raise ApplicationHasChanged
        form = engine.form_for(before.service_id)
        _require_open(before)
        if _money_step(before) and engine.left_to_fill(form, before.answers):
            raise AnswersAreMissing
        fee = checked_fee(_fee(form, before, amounts))
        require_first(remittances.items_of_application(society_id, application_id), fee)
        found = visit_for(doer, society_id, _caller(society_id, before, visit_id))
        visits.insert_fee(society_id, found.id, fee)
        return Done(f"/visits/{found.id}")

    return exactly_once(doer, slip, deed)


def _fee(form: Form, one: Application, amounts: Amounts) -> Fee:
    said = passed_said(form, one)
    passed_paise = amounts.passed_paise if said is None else said
    of = (one.service_id, one.id)
    return fee_of(
        form.money, what_for(one), amounts.own_paise, passed_paise, of
    )  # fmt: skip


def what_for(one: Application) -> str:
    """Name what an application is for, as the counter calls it; its code where it left the list."""
    try:
        return services()[one.service_id].short_hi
    except ServiceIsUnknown:
        return one.service_id


def _caller(society_id: int, one: Application, visit_id: int | None) -> Caller:
    """Say into which visit it goes; without one it is the applicant's own."""
    if visit_id is None and one.visit_id is not None:
        begun = visits.visit(society_id, one.visit_id)
        if begun is not None and not begun.is_paid:
            visit_id = begun.id
    if visit_id is not None:
        return Caller(visit_id)
    is_known = one.register is not None and one.record_id is not None
    whom = Whom(one.register or 0, one.record_id or 0) if is_known else None
    return Caller(payer_name=one.name, mobile=one.mobile, whom=whom)


def _require_open(one: Application) -> None:
    if not one.is_open:
        raise ApplicationHasEnded(name=one.name)


def _money_step(one: Application) -> Step | None:
    """Return the step that money being taken makes, where the application stands before it."""
    return next((
        step for step in application_forms().steps(one.chain, one.state)
        if step.is_by_money and not step.ends and one.is_draft
    ), None)  # fmt: skip


def check_items(society_id: int, fees: Sequence[Fee], mode: str) -> list[Application]:
    """Check the money of applications that a visit is about to pay, and return those applications.

    The book must be held. Raises ApplicationHasEnded, AmountOfApplicationChanged,
    CashToSendIsTooMuch.
    """
    found = []
    for fee in fees:
        if fee.application_id is None:
            continue
        one = engine.application(society_id, fee.application_id)
        _require_open(one)
        form = engine.form_for(one.service_id)
        said = passed_said(form, one)
        if fee.passed_paise and said is not None and said != fee.passed_paise:
            raise AmountOfApplicationChanged(name=one.name)
        check_mode(form.money, fee, mode)
        if one not in found:
            found.append(one)
    return found


def move_on(doer: Doer, found: Sequence[Application]) -> None:
    """Let applications whose money was taken take the step that waits for it.

    Within the transaction that takes it. Others keep in their history that money was taken.
    """
    for one in found:
        step = _money_step(one)
        if step is not None:
            engine.step(doer, one, step.to_state)
        else:
            engine.note(doer, one, "money_taken")


def of_items(society_id: int, fees: Sequence[Fee]) -> dict[int, Application]:
    """Return the applications of a visit's fees, by their key."""
    return applications.by_ids(society_id, {one.application_id or 0 for one in fees} - {0})
