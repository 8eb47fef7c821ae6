"""Reading the whole master of billers from the operating unit, page by page.

No call is made inside a transaction, and each page is stored by itself: a reading that breaks off
leaves newer words of some billers and takes nobody away. The next one begins anew.
"""

from __future__ import annotations

import logging
from collections.abc import Callable, Iterator
from dataclasses import replace
from functools import partial
from typing import Protocol

from portal.domain.billers import Biller, BillerPage, HindiWords, states_of
from portal.domain.dates import ist_on
from portal.domain.refusals import Refusal
from portal.gateways.ports import BillPayments
from portal.storage import billers as stored
from portal.storage import places
from portal.storage.billers import Reading
from portal.storage.engine import write_transaction

log = logging.getLogger(__name__)

MINUTE, HOUR = 60_000, 3_600_000
READ_AT = 2 * HOUR
"""After midnight in India; from then on the day's reading is due."""
NATION = "IN"
_MOST_PAGES = 1_000


class Clock(Protocol):
    """Tells the instant; a reading takes long enough to ask twice."""

    def now_ms(self) -> int:
        """Return this instant."""


class MasterDoesNotEnd(Exception):
    """The unit's pages lead round in a circle, or there are more of them than can be."""


class MasterIsEmpty(Exception):
    """The unit lists no biller at all, which is no master."""


def is_due(now: int) -> bool:
    """Say whether the master is to be read now.

    Once a day from two at night on, at once where it was never read, and an hour after a reading
    that broke off; a minute after it, where no reading ever came to its end.
    """
    last, whole = stored.last_reading(), stored.last_reading(is_whole=True)
    wait = MINUTE if whole is None else HOUR
    if last is not None and not last.is_whole and 0 <= now - last.began_at < wait:
        return False
    return whole is None or ist_on(whole.began_at - READ_AT) < ist_on(now - READ_AT)


def read_billers(
    unit: BillPayments, clock: Clock, between: Callable[[], object] = lambda: None
) -> Reading:
    """Read the whole master and return how it went; ``between`` is done after each page.

    A whole reading takes out of use what the master lacks, unless the unit itself says that more
    belongs to it than came. One that broke off says why.
    """
    reading = write_transaction(lambda: stored.begin_reading(clock.now_ms()))
    try:
        return _read(unit, clock, between, reading)
    except (Refusal, MasterDoesNotEnd, MasterIsEmpty) as fault:
        problem = fault.name if isinstance(fault, Refusal) else type(fault).__name__
        broken = reading._replace(problem=problem)
        write_transaction(partial(stored.note_reading, broken))
        log.warning("the master of billers was not read to its end: %s", problem)
        return broken


def _read(
    unit: BillPayments, clock: Clock, between: Callable[[], object], reading: Reading
) -> Reading:
    hindi, codes = _hindi(), _state_codes()
    seen: set[str] = set()
    total = 0
    for page in _pages(unit):
        dressed = [_dressed(one, hindi, codes) for one in page.billers]
        news = write_transaction(partial(stored.store, dressed, reading.began_at))
        reading = reading._replace(
            added=reading.added + news.added, changed=reading.changed + news.changed
        )
        seen |= {one.id for one in dressed} | {*page.unread}
        total = max(total, page.total)
        between()
    if not seen:
        raise MasterIsEmpty
    ended = reading._replace(ended_at=clock.now_ms(), seen=len(seen))
    if len(seen) < total:
        ended = ended._replace(problem=f"{len(seen)} of {total} came")
    return write_transaction(partial(_end, ended, seen))


def _end(ended: Reading, seen: set[str]) -> Reading:
    gone = stored.active_ids() - seen if not ended.problem else set()
    stored.mark_gone(gone)
    ended = ended._replace(gone=len(gone))
    stored.note_reading(ended)
    return ended


def _pages(unit: BillPayments) -> Iterator[BillerPage]:
    after, known = "", {""}
    for _ in range(_MOST_PAGES):
        page = unit.billers(after=after)
        yield page
        after = page.after
        if not after:
            return
        if after in known:
            break
        known.add(after)
    raise MasterDoesNotEnd


def _hindi() -> HindiWords:
    words = HindiWords.of(stored.believed().values())
    named = {one.name: one.name_hi for one in stored.categories()}
    return replace(words, categories={**words.categories, **named})


def _state_codes() -> frozenset[str]:
    nation = places.place(NATION)
    return frozenset(one.code for one in places.places_under(nation.id)) if nation else frozenset()


def _dressed(one: Biller, hindi: HindiWords, codes: frozenset[str]) -> Biller:
    """Give a biller its Hindi and its states, and confirm it."""
    own = hindi.billers.get(one.id)
    states = own.states if own else states_of(one, codes)
    return replace(hindi.added_to(one), states=states, is_confirmed=True)
