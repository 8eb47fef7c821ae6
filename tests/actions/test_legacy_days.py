"""Days of older books: sealed, marked, proved, and left out of the officer's round."""

from __future__ import annotations

import pytest

from portal.actions import proof, round, verification
from portal.actions.legacy_days import take_over_day
from portal.actions.seals import witness_or_wait
from portal.domain.dates import dates_from
from portal.domain.day import BooksAreNotStarted, DayIsAlreadyOpen, DayIsFromOlderBooks
from portal.domain.daybook import Draft, Line
from portal.domain.legacy_days import (
    DaysAreKeptHere,
    OldCashIsNegative,
    OldDay,
    OldDayIsOutOfPlace,
    OldVoucher,
    by_day,
    first_cash_hole,
    misplaced,
)
from portal.storage import days, engine, seals
from portal.storage.engine import write_transaction
from portal.storage.reference import chart
from tests.world import OPENING, TODAY, YESTERDAY, World, traces

STARTED = "2026-11-10"


def old(on: str, *rupees: int) -> OldDay:
    """A day on which a fee came in (> 0) or tea was paid (< 0) for each amount."""
    vouchers = []
    for row, amount in enumerate(rupees, start=2):
        other = 3307 if amount > 0 else 4317
        lines = (Line(2101, amount * 100), Line(other, -amount * 100))
        kind = "cash_receipt" if amount > 0 else "cash_payment"
        vouchers.append(OldVoucher(row, Draft(
            kind=kind, task="", lines=lines, mode="cash", till=2101, paper_no=f"पु-{row}",
            party="राम लाल", narration="पुरानी पर्ची",
        )))  # fmt: skip
    return OldDay(on, tuple(vouchers))


def takes_over(world: World, day: OldDay) -> None:
    write_transaction(
        lambda: take_over_day(world.doer("manager"), world.society_id, day, "older-1", world.keys)
    )
    witness_or_wait(world.society_id, world.keys)


def findings(world: World) -> list[str]:
    return [str(one) for one in proof.prove_society("KHR001", world.keys).findings]


def test_past_days_become_sealed_days_that_the_proof_accepts(world: World) -> None:
    """P6, P7: sealed in order, gaps named by the calendar, marked in seal and acts."""
    world.starts_books(as_on=STARTED)
    takes_over(world, old("2026-11-12", 100, -40))
    takes_over(world, old("2026-11-17", 50))
    kinds = {
        one.day_on: (one.kind, one.is_legacy, one.sealed_kind)
        for one in days.latest_days(world.society_id, 20)
    }
    assert kinds["2026-11-12"] == ("working", 1, "legacy")
    assert kinds["2026-11-11"] == ("idle", 1, "idle")
    assert kinds["2026-11-15"] == ("holiday", 1, "holiday"), "a Sunday"
    day = days.day(world.society_id, "2026-11-12")
    assert day is not None
    assert (day.accepted_take, day.closing_paise) == (None, OPENING[2101] + 60_00)
    seal = seals.seal_of_day(world.society_id, "2026-11-12")
    assert seal is not None
    assert '"kind":"legacy"' in seal.body
    assert findings(world) == []
    gap = dates_from("2026-11-18", YESTERDAY)
    world.opens_day(skipped=dict.fromkeys(gap, "idle"))
    world.enters(rupees=50)
    assert findings(world) == []


@pytest.mark.parametrize("flag", [0, 1])
def test_the_mark_of_a_past_day_can_neither_be_taken_off_nor_put_on(
    flag: int, world: World
) -> None:
    """P7: a worked day never passes for a day of older books, nor the other way round."""
    world.starts_books(as_on="2026-11-22")
    if flag:
        world.clock.move(days=-1)
        world.does_a_day()
        world.clock.move(days=1)
    else:
        takes_over(world, old("2026-11-23", 100))
    assert findings(world) == []
    engine.run("UPDATE day SET is_legacy = ? WHERE day_on = '2026-11-23'", flag)
    kinds = {one.kind for one in proof.prove_society("KHR001", world.keys).findings if one.is_bad}
    assert kinds == {"DayFiguresDisagree", "DayHandsDisagree"}


def test_a_past_day_is_not_verified_and_does_not_wait(world: World) -> None:
    """It is read; the round neither counts it late nor waiting."""
    world.starts_books(as_on="2026-11-20")
    takes_over(world, old("2026-11-23", 100))
    officer = world.doer("officer")
    for deed in (
        lambda: verification.verify_day(
            officer, world.slip("officer"), world.society_id, "2026-11-23", "/officer"
        ),
        lambda: verification.remark_on_day(
            officer, world.slip("officer"), world.society_id, "2026-11-23", "sent_back", "क्यों",
            "/officer",
        ),
    ):  # fmt: skip
        with pytest.raises(DayIsFromOlderBooks):
            deed()
    place = world.society().block_id
    line = next(
        one for one in round.round_of("block", place, world.clock.now_ms()).lines
        if one.standing.code == "KHR001"
    )  # fmt: skip
    assert line.day is None
    assert not line.has("late_days", "out_of_hours", "behind")
    assert round.day_check(world.society(), "2026-11-23").checks == []


def test_past_days_have_their_place(world: World) -> None:
    """D2: after the last closed day, before today, and only before the first day worked here."""
    with pytest.raises(BooksAreNotStarted):
        takes_over(world, old("2026-11-12", 100))
    world.starts_books(as_on="2026-11-20")
    before = traces()
    for on in ("2026-11-20", "2026-11-19", TODAY, "2026-11-25"):
        with pytest.raises(OldDayIsOutOfPlace):
            takes_over(world, old(on, 100))
    assert traces() == before
    world.opens_day(skipped=dict.fromkeys(("2026-11-21", "2026-11-22", "2026-11-23"), "idle"))
    with pytest.raises(DayIsAlreadyOpen):
        takes_over(world, old("2026-11-23", 100))
    world.counts(OPENING[2101] // 100)
    world.closes_day()
    world.clock.move(days=2)
    with pytest.raises(DaysAreKeptHere):
        takes_over(world, old("2026-11-25", 100))


def test_cash_of_older_books_never_falls_below_zero(world: World) -> None:
    """P5: in the order of the file; the whole day is refused and nothing of it stays."""
    world.starts_books(as_on="2026-11-20")
    before = traces()
    with pytest.raises(OldCashIsNegative):
        takes_over(world, old("2026-11-21", 100, -26_487, 50))
    assert traces() == before
    hole = first_cash_hole([old("2026-11-21", 100, -26_487, 50)], OPENING, chart())
    assert hole is not None
    assert (hole.day_on, hole.voucher.row, hole.head, hole.paise) == ("2026-11-21", 3, 2101, 100)
    assert first_cash_hole([old("2026-11-21", 100, -26_486)], OPENING, chart()) is None


def test_dated_vouchers_are_gathered_into_days() -> None:
    one, two = old("2026-11-21", 5, 6).vouchers
    found = by_day([("2026-11-21", one), ("2026-11-20", two), ("2026-11-21", two)])
    assert found == [OldDay("2026-11-20", (two,)), OldDay("2026-11-21", (one, two))]
    assert misplaced(found, "2026-11-20", TODAY) == [found[0]]
