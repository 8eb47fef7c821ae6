"""Writing down what the bank's device did by Aadhaar, what became of it, and taking it back."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Any

from portal.actions.corrections import planned, post_correction
from portal.actions.daybook import count_served
from portal.actions.exactly_once import Done, exactly_once
from portal.actions.posting import note_act, open_day_of, post
from portal.actions.second_persons import waits
from portal.domain.aeps import (
    LONGEST_NOTE,
    MOVES_CASH,
    STAYS_OPEN,
    TASKS,
    VOID,
    WORKING_DAYS,
    Record,
    RecordIsUnknown,
    RecordIsVoid,
    RrnIsTaken,
    check,
    check_settlement,
    draft_for,
    holds_twelve_digits,
    working_day_after,
)
from portal.domain.aeps_proof import PUT_RIGHT, RECORDED, SETTLED, TAKEN_BACK
from portal.domain.aeps_words import KIND_NAMES, said_of
from portal.domain.corrections import REPLACEMENT, Correction, ReasonIsUnknown
from portal.domain.dates import show_on
from portal.domain.day import ReasonIsMissing
from portal.domain.daybook import MemberIsMissing
from portal.domain.money import rupees
from portal.domain.people import Doer, Slip
from portal.domain.proposals import Asked
from portal.domain.text import AadhaarIsNotStored, clean
from portal.storage import aeps as stored
from portal.storage import daybook, places, receipts, served
from portal.storage.calendar import bank_holidays
from portal.storage.days import Day
from portal.storage.reference import task_book
from portal.storage.served import Whom


@dataclass(frozen=True, slots=True)
class Slipped:
    """What the device's slip says, and whose it is; the amount in paise."""

    kind: str
    outcome: str
    amount_paise: int
    rrn: str
    last_four: str
    bank: str
    name: str
    mobile: str = ""
    whom: Whom | None = None


def drafted(doer: Doer, society_id: int, day_on: str, slipped: Slipped, key: int = 0) -> Record:
    """Make the record of a slip without storing it (for the read-back).

    Raises what ``aeps.check`` raises, RrnIsTaken, MemberIsMissing.
    """
    whom = slipped.whom
    record = Record(
        society_id=society_id, id=key, version=1, kind=slipped.kind, outcome=slipped.outcome,
        amount_paise=slipped.amount_paise, rrn=slipped.rrn, last_four=slipped.last_four,
        bank=clean(slipped.bank), name=clean(slipped.name), mobile=slipped.mobile,
        register=whom.register if whom else None, record_id=whom.record_id if whom else None,
        day_on=day_on, recorded_at=doer.at, recorded_by=doer.person_id,
        on_behalf_of=doer.on_behalf_of,
    )  # fmt: skip
    check(record)
    first = stored.record_by_rrn(society_id, record.rrn)
    if first is not None:
        raise RrnIsTaken(first.id)
    if whom is not None and not served.exists(society_id, whom):
        raise MemberIsMissing
    return record


def record_slip(doer: Doer, slip: Slip, society_id: int, slipped: Slipped) -> Done:
    """Write down what the device printed; only what was done for sure moves cash, in one voucher.

    Raises NoDayIsOpen, CountIsGoingOn, CashWouldGoNegative and what ``drafted`` raises.
    """

    def deed() -> Done:
        day = open_day_of(society_id)
        record = drafted(doer, society_id, day.day_on, slipped, stored.next_id(society_id))
        voucher_id = _post(doer, day, record, slip.token) if record.moves_cash else None
        if voucher_id is None and slipped.whom is not None:
            served.count(society_id, slipped.whom, doer.at)
        stored.insert(replace(record, voucher_id=voucher_id))
        receipts.make(society_id, "aeps", record.id, doer.at)
        note_act(
            doer, society_id, RECORDED, day.day_on, record=record.id, rrn=record.rrn,
            what=record.kind, outcome=record.outcome, paise=record.amount_paise,
            last_four=record.last_four, voucher=voucher_id,
        )  # fmt: skip
        return Done(f"/aeps/{record.id}?new=1", voucher_id)

    return exactly_once(doer, slip, deed)


def _post(doer: Doer, day: Day, record: Record, form_token: str) -> int:
    draft = draft_for(record, task_book())
    voucher_id, _no = post(doer, day, draft, form_token)
    daybook.count_task_use(record.society_id, draft.task, voucher_id)
    if record.register is not None and record.record_id is not None:
        whom = Whom(record.register, record.record_id)
        others = count_served(doer, record.society_id, draft, whom)
        served.note_for(record.society_id, voucher_id, others)
    return voucher_id


def record_of(society_id: int, record_id: int) -> Record:
    """Return a record of the society; raise RecordIsUnknown."""
    found = stored.record(society_id, record_id)
    if found is None:
        raise RecordIsUnknown
    return found


def settle(
    doer: Doer, slip: Slip, society_id: int, record_id: int, settled_as: str, note: str
) -> Done:
    """Say what became of an uncertain transaction; where cash moves because of it, post it today.

    Raises RecordIsUnknown, RecordIsVoid, RecordIsSettled, SettlementIsNotAChoice, ReasonIsMissing,
    AadhaarIsNotStored, NoDayIsOpen, CountIsGoingOn, CashWouldGoNegative.
    """
    said = _said(note, "note")

    def deed() -> Done:
        day = open_day_of(society_id)
        record = record_of(society_id, record_id)
        check_settlement(record, settled_as)
        voucher_id = None
        if settled_as in MOVES_CASH:
            voucher_id = _post(doer, day, record, slip.token)
        is_end = settled_as not in STAYS_OPEN
        _change(
            record, settled_as=settled_as, settled_note=_joined(record, said),
            settled_by=doer.person_id, settled_at=doer.at if is_end else None,
            voucher_id=voucher_id,
        )  # fmt: skip
        note_act(
            doer, society_id, SETTLED, day.day_on, record=record.id, settled=settled_as,
            voucher=voucher_id,
        )  # fmt: skip
        return Done(f"/aeps/{record.id}?new=1", voucher_id)

    return exactly_once(doer, slip, deed)


def _said(note: str, field: str) -> str:
    said = clean(note)[:LONGEST_NOTE]
    if not said:
        raise ReasonIsMissing(field=field)
    if holds_twelve_digits(said):
        raise AadhaarIsNotStored(field=field)
    return said


def _joined(record: Record, said: str) -> str:
    return f"{record.settled_note} · {said}" if record.settled_note else said


def _change(record: Record, **fields: Any) -> None:
    found = stored.change(record, **fields)
    assert found is not None  # the book is held


def take_back(
    doer: Doer, slip: Slip, society_id: int, record_id: int, correction: Correction
) -> Done:
    """Put right a record that was written wrongly.

    ``wrong_amount`` corrects the voucher as any other and the record's amount with it. Anything
    else takes the voucher back and voids the record; its RRN is then free to be written down
    rightly, and both stay to be seen. Above its limit it waits, as any correction. Raises
    RecordIsUnknown, RecordIsVoid, ReasonIsMissing, AadhaarIsNotStored, ReasonIsUnknown (a new
    amount where no cash moved), RecordIsWaiting and what ``corrections.correct_voucher`` and
    ``aeps.check`` raise.
    """
    return exactly_once(
        doer, slip, lambda: take_back_now(doer, slip, society_id, record_id, correction)
    )


def take_back_now(
    doer: Doer, slip: Slip, society_id: int, record_id: int, correction: Correction
) -> Done:
    """Put a record right inside a deed's transaction; raises as ``take_back``."""
    said = _said(correction.remark, "remark")
    day = open_day_of(society_id)
    record = record_of(society_id, record_id)
    if record.is_void:
        raise RecordIsVoid
    parts: list[tuple[str, int]] = []
    if record.voucher_id is not None:
        waiting = _waiting(doer, day, record, correction)
        if waiting is not None:
            return waiting
        parts = post_correction(doer, day, record.voucher_id, correction, slip.token)
    if correction.reason == "wrong_amount":
        right = _put_right(record, correction, dict(parts))
        note_act(doer, society_id, PUT_RIGHT, day.day_on, record=record.id, **right)
    else:
        _change(
            record, rrn=record.void_rrn, settled_as=VOID, settled_at=doer.at,
            settled_by=doer.person_id, settled_note=_joined(record, said),
        )  # fmt: skip
        note_act(doer, society_id, TAKEN_BACK, day.day_on, record=record.id)
    return Done(f"/aeps/{record.id}", parts[0][1] if parts else None)


def _waiting(doer: Doer, day: Day, record: Record, correction: Correction) -> Done | None:
    assert record.voucher_id is not None
    if correction.reason == "wrong_amount":
        check(replace(record, amount_paise=correction.right_amount_paise or 0))
    drafts = [draft for _, draft in planned(day, record.voucher_id, correction)]
    given = {"record_id": record.id, "correction": correction}
    asked = Asked("take_back_aeps", given, (f"aeps:{record.id}",))
    return waits(doer, day, drafts, asked, correcting=TASKS[record.kind])


def _put_right(record: Record, correction: Correction, parts: dict[str, int]) -> dict[str, Any]:
    if record.voucher_id is None:
        raise ReasonIsUnknown
    amount, voucher_id = correction.right_amount_paise or 0, parts[REPLACEMENT]
    check(replace(record, amount_paise=amount))
    _change(record, amount_paise=amount, voucher_id=voucher_id)
    return {"paise": amount, "voucher": voucher_id}


def uncertain(society_id: int) -> list[Record]:
    """List the records whose money question is open, the oldest first (shown at closing)."""
    return stored.uncertain(society_id)


def back_by_on(record: Record) -> str:
    """The fifth working day of banks after the transaction: then the customer asks the bank.

    The Reserve Bank gives the banks five days (T+5, 20-09-2019), then ₹ 100 a day are due.
    """
    society = places.society_by_id(record.society_id)
    state = society.state_code if society else ""
    last_on = f"{int(record.day_on[:4]) + 1}-12-31"
    free = bank_holidays(state, record.day_on, last_on)
    return working_day_after(record.day_on, WORKING_DAYS, free)


@dataclass(frozen=True, slots=True)
class SlipFacts:
    """What the customer's slip of a record says. ``what``, ``said``, ``advice`` are messages.

    ``params`` fill the places of all three; ``asks_on`` is empty unless the bank must be asked.
    """

    what: str
    said: str
    advice: tuple[str, ...]
    params: dict[str, str]
    amount_paise: int
    rrn: str
    last_four: str
    bank: str
    name: str
    mobile_last_four: str
    no: int
    day_on: str
    recorded_at: int
    asks_on: str


def slip_facts(record: Record) -> SlipFacts:
    """Return what is printed for the customer, whatever the outcome was."""
    asks_on = back_by_on(record) if record.is_open else ""
    said, advice = said_of(record)
    return SlipFacts(
        what=KIND_NAMES[record.kind], said=said, advice=advice,
        params={"amount": rupees(record.amount_paise), "on": show_on(asks_on) if asks_on else ""},
        amount_paise=record.amount_paise, rrn=record.printed_rrn, last_four=record.last_four,
        bank=record.bank, name=record.name, mobile_last_four=record.mobile[-4:], no=record.id,
        day_on=record.day_on, recorded_at=record.recorded_at, asks_on=asks_on,
    )  # fmt: skip
