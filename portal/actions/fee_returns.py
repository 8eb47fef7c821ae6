"""Cancelling what money was taken for: it is owed back at once, or asked back, and handed back."""

from __future__ import annotations

from dataclasses import dataclass

from portal.actions import applications as engine
from portal.actions.exactly_once import Done, exactly_once
from portal.actions.posting import open_day_of, post
from portal.actions.remittances import about_item
from portal.actions.second_persons import require_none_waits, waits
from portal.actions.sub_ledgers import require_held_now
from portal.domain.application_forms import Step
from portal.domain.applications import Application, ApplicationHasChanged, read_words
from portal.domain.daybook import Draft
from portal.domain.fee_returns import (
    BACK_TO,
    FeeReturn,
    NothingToReturn,
    ReturnHasMovedOn,
    ReturnIsTooMuch,
    ReturnIsUnknown,
    ReturnNeedsAReason,
    ReturnState,
    came_back_draft,
    given_draft,
    owed_draft,
)
from portal.domain.money import rupees
from portal.domain.people import Doer, Slip
from portal.domain.proposals import Asked
from portal.domain.remittances import (
    LONGEST_REFERENCE,
    Item,
    WhereFromIsMissing,
)
from portal.domain.text import TextIsTooLong, clean
from portal.storage import daybook, fee_returns, remittances
from portal.storage.application_forms import application_forms
from portal.storage.days import Day

LONGEST_REASON = 120


@dataclass(frozen=True, slots=True)
class Cancelling:
    """Why something is cancelled, and whether our own charge goes back too.

    ``expected_paise`` is what is asked back where the money was sent on already.
    """

    reason: str
    is_own_back: bool = False
    expected_paise: int = 0


@dataclass(frozen=True, slots=True)
class CameBack:
    """What came back, onto which head and under which number; nothing came is 0 paise."""

    paise: int
    back_to: int
    reference: str = ""
    is_own_back: bool = False


def to_return(society_id: int, application_id: int) -> Item | None:
    """Return the money of an application that may go back: what went on or is held first."""
    items = remittances.items_of_application(society_id, application_id)
    live = [one for one in items if one.is_paid and one.stands]
    return next((one for one in live if one.fee.passed_paise), live[0] if live else None)


def fee_return(society_id: int, visit_id: int, fee_no: int) -> tuple[FeeReturn, Item]:
    """Return a return and its item; raise ReturnIsUnknown."""
    found = fee_returns.fee_return(society_id, visit_id, fee_no)
    item = remittances.item(society_id, visit_id, fee_no)
    if found is None or item is None:
        raise ReturnIsUnknown
    return found, item


def cancel(
    doer: Doer, slip: Slip, society_id: int, application_id: int, version: int, said: Cancelling
) -> Done:  # fmt: skip
    """Cancel what an application's money was taken for.

    Before it was sent on it is owed back at once, which needs an open day; afterwards it is asked
    back. The application moves to where its chain ends by money, where it has such a step. Raises
    ApplicationIsUnknown, ApplicationHasChanged, NothingToReturn, ReturnNeedsAReason,
    ReturnIsTooMuch, AadhaarIsNotStored, TextIsTooLong, NoDayIsOpen, CountIsGoingOn,
    RecordIsWaiting.
    """
    reason = read_words(said.reason, "reason", LONGEST_REASON)
    if not reason:
        raise ReturnNeedsAReason

    def deed() -> Done:
        daybook.lock_book(society_id)
        before = engine.application(society_id, application_id)
        if before.version != version:
            raise ApplicationHasChanged
        item = to_return(society_id, application_id)
        own_paise = item.fee.own_paise if item and said.is_own_back else 0
        if item is None or not (item.fee.passed_paise or own_paise):
            raise NothingToReturn
        require_none_waits(society_id, [about_item(*item.key)])
        if item.is_sent:
            made = _ask(doer, society_id, item, reason, said.expected_paise)
        else:
            made = _owe(doer, slip, society_id, item, reason, own_paise)
        _end(doer, before, reason)
        return Done(_page(made), made.due_voucher_id)

    return exactly_once(doer, slip, deed)


def _ask(doer: Doer, society_id: int, item: Item, reason: str, expected_paise: int) -> FeeReturn:
    if not 0 <= expected_paise <= item.fee.passed_paise:
        raise ReturnIsTooMuch(amount=rupees(item.fee.passed_paise), field="expected")
    made = FeeReturn(
        society_id, item.visit_id, item.fee.no, 1, ReturnState.ASKED, 1, expected_paise,
        doer.today_on, doer.at, doer.person_id, said=reason,
    )  # fmt: skip
    fee_returns.insert(made)
    return made


def _owe(
    doer: Doer, slip: Slip, society_id: int, item: Item, reason: str, own_paise: int
) -> FeeReturn:
    day = open_day_of(society_id)
    draft = owed_draft(item, own_paise)
    voucher_id = _post(doer, day, slip, draft)
    made = FeeReturn(
        society_id, item.visit_id, item.fee.no, 1, ReturnState.DUE, 0, 0, day.day_on, doer.at,
        doer.person_id, due_paise=item.fee.passed_paise + own_paise, said=reason,
        due_voucher_id=voucher_id,
    )  # fmt: skip
    fee_returns.insert(made)
    require_held_now(society_id, [draft])
    return made


def _post(doer: Doer, day: Day, slip: Slip, draft: Draft) -> int:
    """Post a draft; whoever calls this holds it to the registers when the return is stored."""
    voucher_id, _no = post(doer, day, draft, slip.token, is_part=True)
    daybook.count_task_use(day.society_id, draft.task, voucher_id)
    return voucher_id


def end_of(one: Application) -> Step | None:
    """Return the step with which money that goes back ends an application, or None."""
    return next((
        step for step in application_forms().steps(one.chain, one.state)
        if step.is_by_money and step.ends
    ), None)  # fmt: skip


def _end(doer: Doer, before: Application, reason: str) -> None:
    step = end_of(before)
    if step is not None:
        engine.step(doer, before, step.to_state, reason)
    else:
        engine.note(doer, before, "money_returned", reason)


def came_back(
    doer: Doer, slip: Slip, society_id: int, key: tuple[int, int], version: int, said: CameBack
) -> Done:  # fmt: skip
    """Enter what came back of money that was sent on; from now on it is owed to the customer.

    Where nothing came and our charge stays ours, the return is lost and nothing is posted. Raises
    ReturnIsUnknown, ReturnHasMovedOn, ReturnIsTooMuch, WhereFromIsMissing, TextIsTooLong,
    NoDayIsOpen, CountIsGoingOn.
    """
    reference = clean(said.reference)
    if len(reference) > LONGEST_REFERENCE:
        raise TextIsTooLong(most=LONGEST_REFERENCE, field="reference")
    if said.paise and said.back_to not in BACK_TO:
        raise WhereFromIsMissing(field="back_to")

    def deed() -> Done:
        daybook.lock_book(society_id)
        before, item = _as_shown(society_id, key, version, ReturnState.ASKED)
        if not 0 <= said.paise <= item.fee.passed_paise:
            raise ReturnIsTooMuch(amount=rupees(item.fee.passed_paise))
        own_paise = item.fee.own_paise if said.is_own_back else 0
        kept_paise, due_paise = item.fee.passed_paise - said.paise, said.paise + own_paise
        if not due_paise:
            fee_returns.change(before, state=ReturnState.LOST, kept_paise=kept_paise)
            return Done(_page(before))
        day = open_day_of(society_id)
        draft = came_back_draft(item, said.back_to, said.paise, own_paise, reference)
        voucher_id = _post(doer, day, slip, draft)
        fee_returns.change(
            before, state=ReturnState.DUE, due_paise=due_paise, kept_paise=kept_paise,
            due_voucher_id=voucher_id,
        )  # fmt: skip
        require_held_now(society_id, [draft])
        return Done(_page(before), voucher_id)

    return exactly_once(doer, slip, deed)


def give_back(
    doer: Doer, slip: Slip, society_id: int, key: tuple[int, int], version: int
) -> Done:  # fmt: skip
    """Hand the money back in cash, against a signature; above its limit it waits.

    Raises ReturnIsUnknown, ReturnHasMovedOn, NoDayIsOpen, CountIsGoingOn, CashWouldGoNegative,
    RecordIsWaiting.
    """
    return exactly_once(doer, slip, lambda: give_back_now(doer, slip, society_id, key, version))


def give_back_now(
    doer: Doer, slip: Slip, society_id: int, key: tuple[int, int], version: int
) -> Done:
    """Hand the money back inside a deed's transaction; raises as ``give_back``."""
    day = open_day_of(society_id)
    before, item = _as_shown(society_id, key, version, ReturnState.DUE)
    draft = given_draft(item, before)
    given = {"key": key, "version": version}
    waiting = waits(doer, day, [draft], Asked("give_back_fee", given, (about_item(*key),)))
    if waiting is not None:
        return waiting
    voucher_id = _post(doer, day, slip, draft)
    fee_returns.change(
        before, state=ReturnState.GIVEN, given_voucher_id=voucher_id, given_at=doer.at,
        given_by=doer.person_id,
    )  # fmt: skip
    require_held_now(society_id, [draft])
    return Done(_page(before), voucher_id)


def _as_shown(
    society_id: int, key: tuple[int, int], version: int, state: ReturnState
) -> tuple[FeeReturn, Item]:
    found, item = fee_return(society_id, *key)
    if found.version != version or found.state is not state:
        raise ReturnHasMovedOn
    return found, item


def _page(one: FeeReturn) -> str:
    return f"/returns/{one.visit_id}/{one.fee_no}"
