"""The edge of a year: opened after 31 March, adjusted without cash while April runs, closed with a
seal of its own, which locks the year."""

from __future__ import annotations

from dataclasses import dataclass, replace

from portal.actions.daybook import voucher as voucher_of
from portal.actions.exactly_once import Done, exactly_once
from portal.actions.posting import note_act, post
from portal.actions.seals import seal_edge, witness_or_wait
from portal.actions.second_persons import lapse_waiting, persons_for, persons_today, propose
from portal.actions.year_lock import require_open_edge
from portal.domain.corrections import (
    REASONS,
    REVERSAL,
    Correction,
    PartOfACorrection,
    ReasonIsUnknown,
    VoucherIsReversed,
)
from portal.domain.dates import fy_label, show_on
from portal.domain.day import BooksAreNotStarted, ProposalsAreWaiting, ReasonIsMissing
from portal.domain.daybook import Draft, Voucher, check, mirrored
from portal.domain.people import Doer, Slip
from portal.domain.proposals import Wish
from portal.domain.year_edge import (
    ADJUSTMENT,
    CLOSED_ACT,
    OPEN,
    OPENED_ACT,
    PROLONGED_ACT,
    AnotherEdgeIsOpen,
    DaysOfYearAreOpen,
    EdgeIsNotOpen,
    EdgeIsOpenAlready,
    EdgeIsOver,
    NotAnAdjustment,
    YearEdge,
    YearHasNotEnded,
    YearIsLocked,
    YearWasKeptElsewhere,
    check_adjustment,
    days_missing,
    edge_on,
    ended_year,
    named_days,
)
from portal.gateways.ports import Sealer
from portal.storage import corrections, daybook, days, year_edge
from portal.storage.days import Day
from portal.storage.reference import chart

PAGE = "/year-edge"


def days_to_close(society_id: int, fy: int) -> list[str]:
    """List the days of a year that have to be closed before it is adjusted, the oldest first.

    Raises BooksAreNotStarted, YearWasKeptElsewhere.
    """
    last = days.last_closed(society_id)
    if last is None:
        raise BooksAreNotStarted
    running = days.running_day(society_id)
    missing = days_missing(fy, last.day_on, running.day_on if running else None)
    end = days.day(society_id, edge_on(fy))
    if not missing and (end is None or end.kind == "opening"):
        raise YearWasKeptElsewhere(year=fy_label(fy))
    return missing


def _require_days(society_id: int, fy: int) -> None:
    missing = days_to_close(society_id, fy)
    if missing:
        raise DaysOfYearAreOpen(year=fy_label(fy), days=named_days(missing))


def open_edge(doer: Doer, slip: Slip, society_id: int, fy: int, until_on: str) -> Done:
    """Open the adjustments of the year that ended last; ``until_on`` is their last date.

    An edge that is open already takes over a later last date. Raises YearHasNotEnded,
    YearIsLocked, EdgeIsOpenAlready, EdgeIsOver, AnotherEdgeIsOpen, DaysOfYearAreOpen,
    BooksAreNotStarted, YearWasKeptElsewhere.
    """

    def deed() -> Done:
        daybook.lock_book(society_id)
        found = year_edge.edge(society_id, fy)
        if found is not None and found.is_open:
            _prolong(doer, found, until_on)
            return Done(PAGE)
        _require_new(doer, society_id, fy, found)
        if doer.today_on > until_on:
            raise EdgeIsOver(year=fy_label(fy), on=show_on(until_on))
        _open(doer, society_id, fy, until_on)
        return Done(PAGE)

    return exactly_once(doer, slip, deed)


def _prolong(doer: Doer, found: YearEdge, until_on: str) -> None:
    if until_on <= found.until_on:
        raise EdgeIsOpenAlready(year=fy_label(found.fy))
    year_edge.prolong(found.society_id, found.fy, until_on)
    note_act(doer, found.society_id, PROLONGED_ACT, found.day_on, fy=found.fy, until=until_on)


def _require_new(doer: Doer, society_id: int, fy: int, found: YearEdge | None) -> None:
    if found is not None:
        raise YearIsLocked(year=fy_label(fy))
    if fy != ended_year(doer.today_on):
        raise YearHasNotEnded(year=fy_label(ended_year(doer.today_on)))
    other = year_edge.open_edge(society_id)
    if other is not None:
        raise AnotherEdgeIsOpen(year=fy_label(other.fy))
    _require_days(society_id, fy)


def _open(doer: Doer, society_id: int, fy: int, until_on: str) -> YearEdge:
    one = YearEdge(
        society_id, fy, edge_on(fy), until_on, OPEN, doer.at, doer.person_id, None, None, None
    )
    year_edge.insert(one)
    note_act(doer, society_id, OPENED_ACT, one.day_on, fy=fy, until=until_on)
    return one


def day_of(society_id: int, today_on: str) -> Day:
    """Return the 31 March of the open edge, its book held by the caller.

    Raises EdgeIsNotOpen, EdgeIsOver.
    """
    found = year_edge.open_edge(society_id)
    if found is None:
        raise EdgeIsNotOpen
    require_open_edge(society_id, found.day_on, today_on)
    day = days.day(society_id, found.day_on)
    assert day is not None
    return day


def check_draft(draft: Draft) -> None:
    """Check an adjustment without storing anything; raises what ``adjust`` raises of it."""
    check_adjustment(draft, chart())
    check(draft, chart())


def adjust(doer: Doer, slip: Slip, society_id: int, draft: Draft) -> Done:
    """Enter an adjustment, dated 31 March, once for this slip; it moves neither cash nor bank.

    Above the limit of free vouchers it waits for second persons, with what was adjusted for the
    same name counted in. Raises EdgeIsNotOpen, EdgeIsOver, EdgeMovesNoMoney, EdgeNeedsAReason,
    and what ``daybook.check`` and ``Chart.free`` raise.
    """

    def deed() -> Done:
        daybook.lock_book(society_id)
        day = day_of(society_id, doer.today_on)
        persons = persons_today(society_id, day.day_on, draft)
        if persons:
            return propose(doer, day, Wish(draft), draft.task, persons)
        voucher_id, _no = post(doer, day, draft, slip.token)
        return Done(f"/vouchers/{voucher_id}?new=1", voucher_id)

    check_draft(draft)
    return exactly_once(doer, slip, deed)


def to_take_back(society_id: int, voucher_id: int) -> Voucher:
    """Return an adjustment of the open edge that stands.

    Raises VoucherIsUnknown, EdgeIsNotOpen, NotAnAdjustment, VoucherIsReversed, PartOfACorrection.
    """
    original = voucher_of(society_id, voucher_id)
    found = year_edge.open_edge(society_id)
    if found is None:
        raise EdgeIsNotOpen
    if original.kind != ADJUSTMENT or original.fy != found.fy:
        raise NotAnAdjustment
    if original.reverses_id is not None:
        raise PartOfACorrection(id=original.reverses_id)
    reversal = daybook.reversal_of(society_id, voucher_id)
    if reversal is not None:
        raise VoucherIsReversed(id=reversal[0])
    return original


def reversal_draft(original: Voucher, correction: Correction) -> Draft:
    """Return the adjustment that takes another back; raise ReasonIsUnknown, ReasonIsMissing."""
    if correction.reason not in REASONS:
        raise ReasonIsUnknown
    if not correction.remark.strip():
        raise ReasonIsMissing
    return Draft(
        kind=ADJUSTMENT, task="", lines=mirrored(original.lines), party=original.party or "",
        narration=correction.remark.strip(), reverses_id=original.id,
    )  # fmt: skip


def take_back(
    doer: Doer, slip: Slip, society_id: int, voucher_id: int, correction: Correction
) -> Done:
    """Take an adjustment back by its mirror in the same edge; both stay and show each other.

    Raises what ``to_take_back``, ``reversal_draft`` and ``adjust`` raise.
    """

    def deed() -> Done:
        daybook.lock_book(society_id)
        day = day_of(society_id, doer.today_on)
        draft = reversal_draft(to_take_back(society_id, voucher_id), correction)
        persons = persons_for(society_id, [draft], draft.task)
        if persons:
            wish = Wish(draft, corrects=voucher_id, correction=correction)
            return propose(doer, day, wish, draft.task, persons)
        shown = _write_back(doer, day, draft, correction, slip.token)
        return Done(f"/vouchers/{shown}?new=1", shown)

    return exactly_once(doer, slip, deed)


def _write_back(doer: Doer, day: Day, draft: Draft, correction: Correction, form_token: str) -> int:
    original_id = draft.reverses_id
    assert original_id is not None
    voucher_id, _no = post(doer, day, draft, form_token)
    remark = correction.remark.strip()
    corrections.insert(day.society_id, voucher_id, original_id, REVERSAL, correction.reason, remark)
    note_act(
        doer, day.society_id, "corrected", day.day_on, original=original_id,
        reason=correction.reason, parts=[(REVERSAL, voucher_id)],
    )  # fmt: skip
    return voucher_id


def is_adjustment(wish: Wish) -> bool:
    """Say whether what waits belongs to the edge of a year and not to the open day."""
    return wish.draft.kind == ADJUSTMENT


def post_agreed(maker: Doer, society_id: int, wish: Wish, form_token: str, approved_by: int) -> int:
    """Post an adjustment to which the last second person agreed; its book is held.

    Raises what ``adjust`` and ``take_back`` raise.
    """
    day = day_of(society_id, maker.today_on)
    draft = replace(wish.draft, approved_by=approved_by)
    if wish.corrects is None or wish.correction is None:
        return post(maker, day, draft, form_token)[0]
    to_take_back(society_id, wish.corrects)
    return _write_back(maker, day, draft, wish.correction, form_token)


@dataclass(frozen=True, slots=True)
class Closing:
    """How a year is closed: until when it took adjustments, and whether what waits lapses."""

    until_on: str
    lapses: bool = False


def close_edge(
    doer: Doer, slip: Slip, society_id: int, fy: int, closing: Closing, sealer: Sealer
) -> Done:
    """Close the edge of a year with a seal over exactly its adjustments: the year is locked.

    One that was never opened in time is closed without adjustments. Raises EdgeIsNotOpen,
    YearIsLocked, ProposalsAreWaiting and, where it was never opened, what ``open_edge`` raises.
    """

    def deed() -> Done:
        daybook.lock_book(society_id)
        found = year_edge.edge(society_id, fy)
        if found is None:
            if doer.today_on <= closing.until_on:
                raise EdgeIsNotOpen
            _require_new(doer, society_id, fy, None)
            found = _open(doer, society_id, fy, closing.until_on)
        if not found.is_open:
            raise YearIsLocked(year=fy_label(fy))
        day = days.day(society_id, found.day_on)
        assert day is not None
        if closing.lapses:
            lapse_waiting(doer, day)
        waiting = days.waiting_proposals(society_id, day.day_on)
        if waiting:
            raise ProposalsAreWaiting(count=waiting)
        number, paise = year_edge.sums(society_id, fy)
        note_act(doer, society_id, CLOSED_ACT, day.day_on, fy=fy, adjustments=number, paise=paise)
        seal = seal_edge(doer, found, sealer)
        year_edge.close(society_id, fy, doer.at, doer.person_id, seal.seal_no)
        return Done(f"{PAGE}?fy={fy}")

    done = exactly_once(doer, slip, deed)
    witness_or_wait(society_id, sealer)
    return done
