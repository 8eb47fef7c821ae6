"""Who waits at a demo society's counter just now, and who was asked to come back with papers."""

from __future__ import annotations

from random import Random

from portal.actions.come_back import Wanted, ask_back
from portal.actions.queue import Comer, call_next, give_number, hand_over
from portal.demo.desk import Desk
from portal.demo.folk import make_mobile
from portal.demo.hours import MINUTE, instant
from portal.domain.catalogue import Kind, Service
from portal.domain.dates import next_on
from portal.storage.catalogue import catalogue

_COMERS = 6
_EVERY = 7 * MINUTE
_WANTED = (Kind.APPLICATION, Kind.PENSION)
_WHY = "हस्ताक्षर चाहिए"
_SAID = "मूल कागज भी लाएँ"


def fill_queue(desk: Desk, source: Random, today_on: str, now: int) -> None:
    """Let a few people take numbers up to now: two are served, one is called, others wait.

    The oldest that waits is kept for the manager. Two people come back with papers.
    """
    society_id, number = desk.society.id, _COMERS - source.randint(0, 1)
    operator, manager = desk.people["operator"], desk.people["manager"]
    first_at = max(now - number * _EVERY, instant(today_on, 0))
    ats = [min(first_at + place * _EVERY, now) for place in range(number)]
    for place, at in enumerate(ats):
        doer = desk.doer(operator, at)
        give_number(doer, desk.slip(operator), society_id, _comer(desk, source, place))
        if 0 < place < 4:
            done_no = place - 1 if place > 1 else None
            call_next(doer, desk.slip(operator), society_id, done_no)
    doer = desk.doer(operator, now)
    hand_over(doer, desk.slip(operator), society_id, today_on, 4, 1, manager.id, _WHY)
    come_on = next_on(next_on(today_on))
    for day_on in (today_on, come_on):
        wanted = _wanted(desk, source, day_on)
        ask_back(doer, desk.slip(operator), society_id, wanted)


def _comer(desk: Desk, source: Random, place: int) -> Comer:
    """Say what somebody tells when they come: all, a name, or nothing."""
    who = desk.counter.cast.villager(source)
    service = _service(desk, source).id if place % 2 else ""
    if place % 3 == 2:
        return Comer(service_id=service)
    mobile = make_mobile(source)[-4:] if place % 3 else ""
    return Comer(who.name_hi, mobile, service, who.whom)


def _wanted(desk: Desk, source: Random, day_on: str) -> Wanted:
    service, who = _service(desk, source), desk.counter.cast.villager(source)
    mobile = make_mobile(source)
    return Wanted(
        service.id, service.papers[1:3], name=who.name_hi, mobile=mobile, said=_SAID,
        come_on=day_on,
    )  # fmt: skip


def _service(desk: Desk, source: Random) -> Service:
    """Choose an office's paper that is usual in the society's state."""
    state = desk.society.state_code
    return source.choice([
        one for one in catalogue()
        if one.kind in _WANTED and one.is_usual and one.is_in(state) and len(one.papers) > 2
    ])  # fmt: skip
