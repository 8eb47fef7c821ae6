"""The CSC till of the demo's home society: kept with its float, and today's turns at midday.

The operator opened it, counted and handed it to the manager, who brought its cash back to the box.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from random import Random

from portal.actions.tills import Settling, count_till, open_till, set_till, settle
from portal.demo.cash_box import pieces_of
from portal.demo.counter import Asked
from portal.demo.desk import Desk
from portal.demo.dice import dice
from portal.demo.hours import MINUTE, Hours
from portal.domain.tills import CSC_TILL, Till
from portal.storage import tills as stored
from portal.storage.daybook import balance
from portal.storage.people import Person

_FLOAT_PAISE = 500_00
_STEPS = 10  # between opening the till and its cash coming back


def keep_a_till(desk: Desk, at: int) -> None:
    """Keep a CSC till that may run on until eight in the evening."""
    manager = desk.people["manager"]
    wish = Till(CSC_TILL, 1, _FLOAT_PAISE, "20:00")
    set_till(desk.doer(manager, at), desk.slip(manager), desk.society.id, wish)


def serve_around_a_turn(
    desk: Desk, person: Person, hours: Hours, source: Random, asked: Sequence[Asked]
) -> None:
    """Serve half of those who came today, let the till have its turns, and serve the rest."""
    half = len(asked) // 2
    noon = (hours.first_at + hours.last_at) // 2
    morning = replace(hours, last_at=noon)
    desk.serve(person, morning, source, asked[:half], keep=None)
    begin = max(noon, desk.free_at)
    step = max(min((hours.last_at - begin) // (2 * _STEPS), 4 * MINUTE), 0)
    ended = _turns(desk, hours, source, begin, step)
    rest = replace(hours, first_at=ended, last_at=max(hours.last_at, ended))
    desk.serve(person, rest, source, asked[half:], keep=None)


def _turns(desk: Desk, hours: Hours, source: Random, at: int, step: int) -> int:
    """Open the till, take a fee, hand it over, take another, bring the cash back; say when."""
    operator, manager = desk.people["operator"], desk.people["manager"]
    society_id = desk.society.id
    keep_a_till(desk, at)
    doer, slip = desk.doer(operator, at), desk.slip(operator)
    open_till(doer, slip, society_id, CSC_TILL, operator.id)
    desk.counter.source = dice(0, desk.society.code, "till")
    for holder, to in ((operator, manager.id), (manager, None)):
        at += 3 * step
        fee = desk.counter.ask("csc_service_fee")
        assert fee is not None
        desk.serve(holder, replace(hours, first_at=at, last_at=at), source, [fee], keep=None)
        at = max(at, desk.free_at) + step
        _count(desk, source, holder, at)
        turn = stored.open_turn(society_id, CSC_TILL)
        assert turn is not None
        assert turn.take is not None
        at += step
        doer, slip = desk.doer(holder, at), desk.slip(holder)
        settle(doer, slip, society_id, CSC_TILL, Settling(turn.take, to))
    return at


def _count(desk: Desk, source: Random, holder: Person, at: int) -> None:
    rupees = balance(desk.society.id, CSC_TILL) // 100
    pieces = {field: number for field, number in pieces_of(source, rupees).items() if number}
    doer, slip = desk.doer(holder, at), desk.slip(holder)
    count_till(doer, slip, desk.society.id, CSC_TILL, pieces)
