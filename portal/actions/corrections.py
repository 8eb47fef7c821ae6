"""Correcting a voucher on the open day: looking at what it will be, and doing it (P3)."""

from __future__ import annotations

from dataclasses import replace

from portal.actions import accounts, sub_ledgers
from portal.actions.daybook import voucher as voucher_of
from portal.actions.exactly_once import Done, exactly_once
from portal.actions.opening_balances import TASK as OPENING_TASK
from portal.actions.posting import COUNT_TASKS, note_act, open_day_of, post, taking_entries
from portal.actions.second_persons import members_of, persons_correcting, propose
from portal.actions.year_lock import require_not_in_open_edge
from portal.domain import heads
from portal.domain.aeps import TASKS, MovesWithItsRecord, Record
from portal.domain.corrections import (
    REPLACEMENT,
    REVERSAL,
    Correction,
    CountDifferenceStays,
    Difference,
    OpeningBalancesStay,
    PartOfACorrection,
    Setting,
    VoucherIsReversed,
    merged,
    plan_correction,
)
from portal.domain.dates import financial_year
from portal.domain.day import ReasonIsMissing
from portal.domain.daybook import Draft, Line, MovesWithItsOrder, Voucher, check
from portal.domain.people import Doer, Slip
from portal.domain.proposals import Wish
from portal.domain.remittances import MovesWithItsApplication
from portal.domain.wallet_payments import TASK as WALLET_TASK
from portal.domain.wallet_payments import MovesWithItsPayment
from portal.storage import aeps, corrections, daybook, days, remittances, served
from portal.storage.days import Day
from portal.storage.engine import snapshot
from portal.storage.reference import chart


def plan(society_id: int, voucher_id: int, correction: Correction) -> list[tuple[str, Draft]]:
    """Return the vouchers that a correction would post today, as (part, draft), storing nothing.

    Parts are 'reversal', 'replacement' and 'clearing'. Raises what ``correct_voucher`` raises,
    except CashWouldGoNegative.
    """
    with snapshot():
        day = taking_entries(days.running_day(society_id))
        require_by_itself(society_id, voucher_id)
        return planned(day, voucher_id, correction)


def correct_voucher(
    doer: Doer, slip: Slip, society_id: int, voucher_id: int, correction: Correction
) -> Done:
    """Correct a voucher with vouchers on the open day, tied to it both ways, all or none.

    Where one of them is above the limit of its task, the correction waits for second persons.
    Raises NoDayIsOpen, CountIsGoingOn, VoucherIsUnknown, VoucherIsReversed, PartOfACorrection,
    CountDifferenceStays, OpeningBalancesStay, MovesWithItsOrder, MovesWithItsRecord,
    MovesWithItsPayment, MovesWithItsApplication, AdjustmentIsOfItsYear,
    ReasonIsMissing, CashWouldGoNegative, AccountHoldsLess, LoanOwesLess and what
    ``plan_correction`` and ``check`` raise. A closed account on which it puts money is open again.
    """

    def deed() -> Done:
        day = open_day_of(society_id)
        require_by_itself(society_id, voucher_id)
        waits = _waiting(doer, day, voucher_id, correction)
        if waits is not None:
            return waits
        parts = post_correction(doer, day, voucher_id, correction, slip.token)
        shown = dict(parts).get(REVERSAL, parts[0][1])
        return Done(f"/vouchers/{shown}?new=1", shown)

    return exactly_once(doer, slip, deed)


def _waiting(doer: Doer, day: Day, voucher_id: int, correction: Correction) -> Done | None:
    """Let a correction wait that needs second persons, or return None."""
    society_id, original = day.society_id, voucher_of(day.society_id, voucher_id)
    parts = planned(day, voucher_id, correction)
    persons = persons_correcting(day, original, parts)
    if not persons:
        return None
    drafts = [draft for _, draft in parts]
    shown = max(drafts, key=lambda one: (one.total_paise, one.reverses_id is None))
    members = {key for one in drafts for key in members_of(society_id, one)}
    wish = Wish(shown, None, tuple(sorted(members)), voucher_id, correction)
    return propose(doer, day, wish, original.task, persons)


def post_correction(
    doer: Doer, day: Day, voucher_id: int, correction: Correction, form_token: str,
    approved_by: int | None = None,
) -> list[tuple[str, int]]:  # fmt: skip
    """Post a correction inside a deed's transaction and return its (part, voucher id).

    The book must be held. Raises what ``correct_voucher`` raises of the voucher itself.
    """
    society_id, parts = day.society_id, []
    of_task = voucher_of(society_id, voucher_id).task
    wanted = planned(day, voucher_id, correction)
    accounts.reopen_touched(doer, day, (draft for _, draft in wanted))
    for part, one in wanted:
        draft = replace(one, approved_by=approved_by)
        part_id, _no = post(doer, day, draft, form_token, is_part=True, of_task=of_task)
        corrections.insert(
            society_id, part_id, voucher_id, part, correction.reason, correction.remark.strip()
        )
        if part == REPLACEMENT:
            _note_whose(society_id, voucher_id, part_id)
        parts.append((part, part_id))
    sub_ledgers.require_held_now(society_id, [draft for _, draft in wanted])
    note_act(
        doer, society_id, "corrected", day.day_on, original=voucher_id,
        reason=correction.reason, parts=parts,
    )  # fmt: skip
    return parts


def _note_whose(society_id: int, before_id: int, after_id: int) -> None:
    """What replaces a voucher is for whom that was, where its lines don't say so already."""
    known = set(served.of_voucher(society_id, after_id))
    served.note_for(society_id, after_id, set(served.of_voucher(society_id, before_id)) - known)


def require_by_itself(society_id: int, voucher_id: int) -> None:
    """Refuse a voucher that moves with an Aadhaar transaction."""
    if record_behind(voucher_of(society_id, voucher_id)) is not None:
        raise MovesWithItsRecord


def record_behind(original: Voucher) -> Record | None:
    """Return the Aadhaar transaction that a voucher moves with, or None."""
    if original.task not in TASKS.values():
        return None
    found = aeps.record_by_rrn(original.society_id, original.reference)
    return found if found is not None and found.voucher_id == original.id else None


def planned(day: Day, voucher_id: int, correction: Correction) -> list[tuple[str, Draft]]:
    """Return the vouchers of a correction as (part, draft); raises as ``correct_voucher``."""
    correction = replace(correction, remark=correction.remark.strip())
    if not correction.remark:
        raise ReasonIsMissing
    original = voucher_of(day.society_id, voucher_id)
    _require_correctable(original)
    setting = Setting(
        original=original,
        lines=_standing_lines(original),
        differences=_open_differences(day.society_id, original.day_on),
        is_open_day=original.day_on == day.day_on,
        is_locked_year=original.fy < financial_year(day.day_on),
    )
    parts = plan_correction(setting, correction, chart())
    for _, draft in parts:
        check(draft, chart())
    return parts


def _require_correctable(original: Voucher) -> None:
    if original.task == OPENING_TASK or original.kind == "opening":
        raise OpeningBalancesStay
    if original.task in COUNT_TASKS:
        raise CountDifferenceStays
    require_not_in_open_edge(original.society_id, original.kind, original.fy)
    _require_unbound(original)
    reversal = daybook.reversal_of(original.society_id, original.id)
    if reversal is not None:
        raise VoucherIsReversed(id=reversal[0])
    tie = corrections.original_of(original.society_id, original.id)
    if tie is not None and tie.part != REPLACEMENT:
        raise PartOfACorrection(id=tie.original_id)
    if original.reverses_id is not None:
        raise PartOfACorrection(id=original.reverses_id)


def _require_unbound(original: Voucher) -> None:
    """Refuse what belongs to something of the counter that moves its money by its own deeds."""
    if any(line.sub_id for line in original.lines if line.head in heads.PASS_THROUGH):
        raise MovesWithItsOrder
    if original.task == WALLET_TASK:
        raise MovesWithItsPayment
    if remittances.is_bound(original.society_id, original.id):
        raise MovesWithItsApplication


def _standing_lines(original: Voucher) -> tuple[Line, ...]:
    """Return the lines of a voucher that isn't reversed, with its head corrections."""
    lines = list(original.lines)
    for tie in corrections.parts_of(original.society_id, original.id):
        lines += voucher_of(original.society_id, tie.voucher_id).lines
    return merged(lines)


def _open_differences(society_id: int, day_on: str) -> tuple[Difference, ...]:
    """Return what the count of a day found and is neither cleared, recovered nor written off."""
    found = []
    for one in corrections.differences_of(society_id, day_on, COUNT_TASKS):
        if one.head == heads.CASH_SHORTAGE:
            owed = daybook.sub_balances(society_id, one.head).get(one.sub_id or 0, 0)
            paise = min(one.paise, owed)
        else:
            paise = max(one.paise, daybook.balance(society_id, one.head))
        if paise * one.paise > 0:
            found.append(one._replace(paise=paise))
    return tuple(found)
