"""Days of older books as a file has them: rows made into vouchers, held against the books."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from portal.actions.legacy_days import require_place
from portal.actions.posting import COUNT_TASKS
from portal.domain import heads
from portal.domain.dates import show_on
from portal.domain.daybook import Draft, Line, check, kind_of
from portal.domain.imports import Ready
from portal.domain.legacy_days import (
    OldCashIsNegative,
    OldDay,
    OldDayIsOutOfPlace,
    OldVoucher,
    by_day,
    first_cash_hole,
    misplaced,
)
from portal.domain.refusals import Refusal
from portal.domain.register_findings import FAULT, Fault
from portal.domain.register_rows import DayRow
from portal.domain.tasks import Filled, draft_of
from portal.storage import daybook, imports
from portal.storage.reference import chart, task_book


def old_days(
    society_id: int, rows: Sequence[object], today_on: str
) -> tuple[tuple[Ready, ...], list[Fault]]:
    """Make the days of a file's rows, and tell what can't be posted and where cash is short."""
    faults: list[Fault] = []
    dated = []
    found = [one for one in rows if isinstance(one, DayRow)]
    members = imports.member_ids(society_id, [one.member_no for one in found if one.member_no])
    for row in found:
        try:
            draft = _draft(row, members.get(row.member_no, heads.NOT_ALLOTTED))
            check(draft, chart(), any_leaf=True)
            dated.append((row.day_on, OldVoucher(row.row, draft)))
        except Refusal as refusal:
            faults.append(_fault(row.row, refusal.field or "", refusal))
    days = by_day(dated)
    faults += _place_faults(society_id, days, today_on)
    return tuple(Ready(one.vouchers[0].row, one) for one in days), faults


def _place_faults(society_id: int, days: Sequence[OldDay], today_on: str) -> list[Fault]:
    try:
        last = require_place(society_id)
    except Refusal as refusal:
        return [_fault(0, "", refusal)]
    faults = [
        _fault(one.vouchers[0].row, "day", OldDayIsOutOfPlace(
            on=show_on(one.day_on), last=show_on(last.day_on)
        ))
        for one in misplaced(days, last.day_on, today_on)
    ]  # fmt: skip
    hole = first_cash_hole(days, daybook.balances(society_id), chart())
    if hole is not None:
        faults.append(_fault(hole.voucher.row, "amount", OldCashIsNegative(
            on=show_on(hole.day_on), paper_no=hole.voucher.draft.paper_no or "–"
        )))  # fmt: skip
    return faults


def _fault(row: int, column: str, refusal: Refusal) -> Fault:
    return Fault(row, column, FAULT, refusal.name, refusal.message, refusal.params, "", None)


def _draft(row: DayRow, member_id: int) -> Draft:
    draft = _by_task(row, member_id) if row.task else _by_heads(row, member_id)
    return replace(draft, paper_no=row.slip_no, party=row.party, narration=row.narration)


def _by_task(row: DayRow, member_id: int) -> Draft:
    """Make the voucher of a task; its whole amount goes to the first line.

    An accepted difference of a count is no count made here, so its task is not named.
    """
    task = task_book()[row.task]
    touched = [code for line in task.lines for code in line.heads]
    amounts = (row.amount_paise, *[0] * (len(task.amount_lines) - 1))
    mode = row.mode if row.mode in task.modes or not task.modes else task.modes[0]
    draft = draft_of(task, Filled(
        amounts, mode=mode, sub_id=heads.SHORTAGE_FROM_BEFORE,
        subs={code: sub for code in touched if (sub := _sub(code, member_id)) is not None},
        reference=row.slip_no or "–",
    ))  # fmt: skip
    is_count = row.task in COUNT_TASKS
    return replace(
        draft, task="" if is_count else draft.task,
        reference=row.slip_no if draft.mode not in ("none", "cash") else "",
    )  # fmt: skip


def _by_heads(row: DayRow, member_id: int) -> Draft:
    assert row.debit_head is not None
    assert row.credit_head is not None
    lines = (
        Line(row.debit_head, row.amount_paise, _sub(row.debit_head, member_id)),
        Line(row.credit_head, -row.amount_paise, _sub(row.credit_head, member_id)),
    )
    cash = next((line.head for line in lines if chart()[line.head].is_cash), None)
    has_bank = any(chart()[line.head].is_bank for line in lines)
    mode = "cash" if cash is not None else row.mode if has_bank and row.mode != "cash" else "none"
    return Draft(
        kind=kind_of(lines, chart()), task="", lines=lines, mode=mode, till=cash,
        reference=row.slip_no if mode not in ("none", "cash") else "",
    )  # fmt: skip


def _sub(code: int, member_id: int) -> int | None:
    """Say whose a line is: the member's, or allotted to nobody; None where the head asks nobody."""
    head = chart()[code]
    if head.sub_ledger in heads.BY_MEMBER:
        return member_id
    return heads.NOT_ALLOTTED if head.has_register else None
