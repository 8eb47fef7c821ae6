"""P1, P6: two people catching up at the same moment, and a sheet sent from two places."""

from __future__ import annotations

import pytest

from portal.actions import backlog, paper_slips
from portal.actions.exactly_once import Done
from portal.actions.proof import prove_society
from portal.domain.backlog import CountIsThere, DayIsNotPast
from portal.domain.daybook import CashWouldGoNegative, NoDayIsOpen
from portal.domain.paper_slips import SheetHasFaults, SlipLine
from portal.storage import days, engine
from portal.storage.reference import task_book
from tests.crowd import at_once
from tests.world import World, voucher_count

HANDS = 4


@pytest.fixture
def late(world: World) -> World:
    """Books that are done up to the 17th; today is the 24th."""
    world.starts_books(as_on="2026-11-17")
    return world


def split(found: list[object]) -> tuple[int, set[str]]:
    done = [one for one in found if isinstance(one, Done)]
    return len(done), {type(one).__name__ for one in found if not isinstance(one, Done)}


def test_of_several_who_catch_up_at_once_one_does_it(late: World) -> None:
    """Each day stands once, with one act; the others are told."""
    said = {"2026-11-18": "idle", "2026-11-19": "holiday", "2026-11-20": "work"}
    slips = [late.slip() for _ in range(HANDS)]
    found = at_once([
        lambda slip=slip: backlog.catch_up(late.doer(), slip, late.society_id, said)  # type: ignore[misc]
        for slip in slips
    ])  # fmt: skip
    assert split(found) == (1, {"DayIsAlreadyOpen"})
    acts = engine.rows("SELECT day_on, kind FROM act WHERE day_on > '2026-11-17' ORDER BY id")
    assert [tuple(one) for one in acts] == [
        ("2026-11-18", "idle"), ("2026-11-19", "holiday"), ("2026-11-20", "opened"),
    ]  # fmt: skip


def test_of_several_who_write_idle_days_at_once_one_does_it(late: World) -> None:
    said = {"2026-11-18": "idle", "2026-11-19": "idle"}
    slips = [late.slip() for _ in range(HANDS)]
    found = at_once([
        lambda slip=slip: backlog.catch_up(late.doer(), slip, late.society_id, said)  # type: ignore[misc]
        for slip in slips
    ])  # fmt: skip
    assert split(found) == (1, {"BacklogHasMoved"})


def test_of_several_who_close_without_a_count_one_does_it(late: World) -> None:
    late.opens_day("2026-11-18")
    slips = [late.slip() for _ in range(HANDS)]
    found = at_once([
        lambda slip=slip: backlog.close_uncounted(  # type: ignore[misc]
            late.doer(), slip, late.society_id, "2026-11-18", late.keys
        )
        for slip in slips
    ])  # fmt: skip
    assert split(found) == (1, {"NoDayIsOpen"})
    assert engine.value("SELECT COUNT(*) FROM seal WHERE day_on = '2026-11-18'") == 1
    assert prove_society("KHR001", late.keys).findings == ()


def test_a_count_begun_is_no_count_and_a_count_saved_is(late: World) -> None:
    late.opens_day("2026-11-18")
    late.counts(26_386)
    with pytest.raises(CountIsThere):
        closes(late)
    from portal.actions.day import back_to_entry, begin_count

    back_to_entry(late.doer(), late.slip(), late.society_id, "एक पर्ची छूटी")
    begin_count(late.doer(), late.slip(), late.society_id)
    closes(late)
    day = days.day(late.society_id, "2026-11-18")
    assert day is not None
    assert day.is_uncounted


def closes(world: World, on: str = "2026-11-18") -> Done:
    return backlog.close_uncounted(world.doer(), world.slip(), world.society_id, on, world.keys)


def test_today_must_be_counted(late: World) -> None:
    late.opens_day(skipped={f"2026-11-{on}": "idle" for on in range(18, 24)})
    with pytest.raises(DayIsNotPast):
        closes(late, "2026-11-24")


def test_the_first_count_covers_all_days_before_it_that_have_none(late: World) -> None:
    for on in ("2026-11-18", "2026-11-19"):
        late.opens_day(on)
        closes(late, on)
    with pytest.raises(NoDayIsOpen):
        closes(late, "2026-11-20")
    late.opens_day("2026-11-20")
    assert days.uncounted_before(late.society_id, "2026-11-20") == ["2026-11-18", "2026-11-19"]
    late.counts(26_386)
    late.closes_day()
    late.opens_day("2026-11-21")
    closes(late, "2026-11-21")
    assert days.uncounted_before(late.society_id, "2026-11-22") == ["2026-11-21"]
    assert days.counted_after(late.society_id, "2026-11-18") == "2026-11-20"
    assert days.counted_after(late.society_id, "2026-11-21") is None
    assert prove_society("KHR001", late.keys).findings == ()


def lines(world: World, *slips: tuple[str, str, int]) -> list[SlipLine]:
    return [
        SlipLine(at, time, task_book()[task], world.drafts(task, rupees))
        for at, (time, task, rupees) in enumerate(slips, start=1)
    ]


def test_one_sheet_sent_from_several_places_at_once_is_saved_once(late: World) -> None:
    late.opens_day("2026-11-18")
    typed = lines(late, ("09:00", "csc_service_fee", 50), ("10:00", "tea_expense", 20))
    slip = late.slip()
    found = at_once([
        lambda: paper_slips.save_sheet(
            late.doer(), slip, late.society_id, "2026-11-18", typed, 0, late.keys
        )
    ] * HANDS)  # fmt: skip
    assert split(found) == (HANDS, set())
    assert voucher_count() == 3


def test_the_books_own_order_holds_too(late: World) -> None:
    """P5: what was entered before may leave too little, though the slips were right."""
    late.opens_day("2026-11-18")
    evening = lines(late, ("17:00", "tea_expense", 26_386))
    saves(late, evening)
    before = voucher_count()
    morning = lines(late, ("09:00", "tea_expense", 5), ("10:00", "csc_service_fee", 5))
    with pytest.raises(SheetHasFaults) as refused:
        saves(late, morning)
    fault = refused.value.faults[0]
    assert (fault.line, type(fault.refusal)) == (1, CashWouldGoNegative)
    assert voucher_count() == before


def saves(world: World, typed: list[SlipLine]) -> Done:
    slip = world.slip()
    return paper_slips.save_sheet(
        world.doer(), slip, world.society_id, "2026-11-18", typed, 0, world.keys
    )
