"""Where the cash of a piece of work moves: the one place that decides between box and tills."""

from __future__ import annotations

from dataclasses import replace

from portal.domain.daybook import Draft
from portal.domain.heads import CASH_BOX, COUNTER_TILLS
from portal.domain.tills import BoxIsClosed, TillTimeIsOver, till_of
from portal.storage import tills
from portal.storage.days import Day


def till_for(day: Day, task: str, at: int) -> int:
    """Return the head whose cash a task moves on a day: its till while that is open, else the box.

    Raises TillTimeIsOver where the till should be closed by now.
    """
    head = till_of(task)
    turn = tills.open_turn(day.society_id, head) if head != CASH_BOX else None
    if turn is None or turn.day_on != day.day_on:
        return CASH_BOX
    if turn.is_over(at):
        raise TillTimeIsOver(time=turn.open_until)
    return head


def in_its_place(day: Day, draft: Draft, at: int, *, stays: bool, into_box: bool) -> Draft:
    """Return a draft with its cash in the till of its task; one that ``stays`` is left as it is.

    A box that is closed for the day takes only what comes ``into_box`` from a till. Raises
    BoxIsClosed and what ``till_for`` raises.
    """
    if stays:
        draft = _out_of_closed(day, draft)
    if all(line.head != CASH_BOX for line in draft.lines):
        return draft
    head = CASH_BOX if stays else till_for(day, draft.task, at)
    if head == CASH_BOX:
        if day.is_box_closed and not into_box:
            raise BoxIsClosed
        return draft
    return _moved(draft, CASH_BOX, head)


def _moved(draft: Draft, before: int, after: int) -> Draft:
    lines = (replace(one, head=after) if one.head == before else one for one in draft.lines)
    till = after if draft.till == before else draft.till
    return replace(draft, lines=tuple(lines), till=till)


def _out_of_closed(day: Day, draft: Draft) -> Draft:
    """What corrects an entry of a till that was closed since moves the cash in the box."""
    for head in {line.head for line in draft.lines} & set(COUNTER_TILLS):
        turns = [one for one in tills.turns_on(day.society_id, day.day_on) if one.head == head]
        if turns and turns[-1].status == "closed":
            draft = _moved(draft, head, CASH_BOX)
    return draft
