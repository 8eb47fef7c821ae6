"""Writing into the book, inside a deed's transaction: vouchers, and acts that aren't vouchers."""

from __future__ import annotations

import json
import os
from typing import Any

from portal.actions import sub_ledgers
from portal.actions.till_choice import in_its_place
from portal.actions.year_lock import require_its_year
from portal.domain import chain
from portal.domain.dates import financial_year, ist_time, show_on
from portal.domain.daybook import (
    CashWouldGoNegative,
    CountIsGoingOn,
    Draft,
    Line,
    NoDayIsOpen,
    check,
)
from portal.domain.people import Doer
from portal.domain.reopenings import ReopeningIsOver, TaskIsNotGranted
from portal.storage import daybook, days, reopenings, served
from portal.storage.days import Day
from portal.storage.engine import in_transaction
from portal.storage.reference import chart, task_book

COUNT_TASKS = ("cash_excess", "cash_short")


def open_day_of(society_id: int) -> Day:
    """Return the society's open day, its book held; raise NoDayIsOpen or CountIsGoingOn."""
    assert in_transaction()
    daybook.lock_book(society_id)
    return taking_entries(days.running_day(society_id))


def taking_entries(day: Day | None) -> Day:
    """Return the running day if it takes entries; raise NoDayIsOpen or CountIsGoingOn."""
    if day is None:
        raise NoDayIsOpen
    if day.status == "counting" and not day.is_box_closed:
        raise CountIsGoingOn
    return day


def post(
    doer: Doer, day: Day, draft: Draft, form_token: str, *, any_leaf: bool = False,
    is_part: bool = False, of_task: str | None = None, into_box: bool = False,
) -> tuple[int, int]:  # fmt: skip
    """Write a checked draft on a day and return (voucher id, printed number).

    Cash moves in the till of the draft's task while that is open (``till_for``); what comes
    ``into_box`` from a till may come after the box is closed.

    Takes the next id and number, chains the voucher, moves the balances, and notes whose it is.
    ``of_task`` is the task of the voucher that a part of a correction puts right. An adjustment is
    posted on the 31 March of its open edge, nothing in a year that is locked. Raises
    CashWouldGoNegative when a cash head would fall below zero (P5), TaskIsNotGranted and
    ReopeningIsOver on a reopened day, TillTimeIsOver, BoxIsClosed, and what ``require_its_year``
    and ``sub_ledgers`` refuse. The book must be held. Whoever posts a voucher that ``is_part`` of
    several calls ``sub_ledgers.require_held_now`` after the last one.
    """
    assert in_transaction()
    stays = any_leaf or of_task is not None
    draft = in_its_place(day, draft, doer.at, stays=stays, into_box=into_box)
    check(draft, chart(), any_leaf=any_leaf)
    _require_its_time(doer, day, draft, draft.task if of_task is None else of_task)
    society_id = day.society_id
    book = daybook.book(society_id)
    moved = daybook.move_balances(society_id, day.day_on, draft.lines)
    _require_cash(draft.lines, moved.heads)
    whose: frozenset[int] = frozenset()
    if moved.subs and not any_leaf:
        whose = sub_ledgers.require_known(society_id, draft)
        if not is_part:
            sub_ledgers.require_held(draft.lines, moved.subs)
            sub_ledgers.require_spared(society_id, draft.lines, moved.subs)
    fy = financial_year(day.day_on)
    no = daybook.next_no(society_id, fy, draft.kind)
    voucher_id = book.last_voucher_id + 1
    fields = (
        society_id, voucher_id, fy, draft.kind, no, day.day_on, doer.at, doer.person_id,
        doer.on_behalf_of, draft.approved_by or doer.approved_by, draft.task, draft.mode,
        draft.reference, draft.reference_on, draft.paper_no, draft.till, draft.total_paise,
        draft.given_paise, draft.reverses_id, form_token,
    )  # fmt: skip
    salt = os.urandom(16)
    commitment = chain.commitment(salt, draft.party, draft.narration)
    lines = [(line.head, line.paise, line.sub_id) for line in draft.lines]
    leaf = chain.voucher_leaf(fields, commitment, lines)
    link = chain.link(book.chain_hash, leaf)
    daybook.insert_voucher(fields, commitment, leaf, link, chain.HASH_VERSION)
    daybook.insert_text(society_id, voucher_id, salt, draft.party, draft.narration)
    daybook.insert_lines(society_id, voucher_id, day.day_on, draft.lines)
    served.note_for(society_id, voucher_id, (served.Whom(served.MEMBERS, one) for one in whose))
    daybook.set_chain(society_id, voucher_id, link)
    return voucher_id, no


def _require_its_time(doer: Doer, day: Day, draft: Draft, task: str) -> None:
    require_its_year(doer, day, draft)
    if day.is_reopened:
        require_granted(day, task, doer.at)


def require_granted(day: Day, task: str, at: int) -> None:
    """Let a reopened day take entries of the tasks it was reopened for, while its time runs (D9).

    What a count finds may always be entered. Raises TaskIsNotGranted, ReopeningIsOver.
    """
    granted = reopenings.open_one(day.society_id)
    if task in COUNT_TASKS and day.status == "counting":
        return
    if granted is None or granted.day_on != day.day_on or granted.is_over(at):
        ended_at = granted.until_at if granted else day.closed_at or 0
        raise ReopeningIsOver(on=show_on(day.day_on), time=ist_time(ended_at))
    if not granted.takes(task):
        raise TaskIsNotGranted(on=show_on(day.day_on), tasks=_names_of(granted.tasks))


def _names_of(tasks: tuple[str, ...]) -> str:
    book = task_book()
    return ", ".join(book[one].name_hi if book.named(one) else "जर्नल" for one in tasks)


def _require_cash(lines: tuple[Line, ...], moved: dict[int, int]) -> None:
    cash = chart().cash
    for line in lines:
        if line.paise < 0 and line.head in cash and moved[line.head] < 0:
            raise CashWouldGoNegative


def note_act(doer: Doer, society_id: int, kind: str, day_on: str, **detail: Any) -> int:
    """Write an act that isn't a voucher into the society's chain of acts and return its id."""
    assert in_transaction()
    book = daybook.lock_book(society_id)
    act_id = book.last_act_id + 1
    text = json.dumps(detail, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
    fields = (
        society_id, act_id, kind, day_on, doer.at, doer.person_id, doer.on_behalf_of, text,
    )  # fmt: skip
    leaf = chain.act_leaf(fields)
    days.insert_act(fields, leaf, chain.link(book.act_hash, leaf), chain.HASH_VERSION)
    return act_id
