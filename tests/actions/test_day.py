"""The day: rules D1–D8 at the level of deeds."""

from __future__ import annotations

import json

import pytest

from portal.actions import day as day_actions
from portal.actions.day import Acceptance
from portal.domain.dates import days_between, ist_on
from portal.domain.day import (
    BooksAreNotStarted,
    ClockIsBehind,
    CountIsMissing,
    DayIsAlreadyOpen,
    DayIsInTheFuture,
    DayIsPast,
    DifferenceIsOpen,
    GapIsUnexplained,
    PersonIsMissing,
    ProposalsAreWaiting,
    ReasonIsMissing,
    TillIsNotReturned,
)
from portal.domain.daybook import Draft, Line, NoDayIsOpen
from portal.storage import daybook, days, engine, seals
from tests.world import TODAY, YESTERDAY, World

BOX = 26_386


def _day(world: World, on: str = TODAY) -> days.Day:
    found = days.day(world.society_id, on)
    assert found is not None
    return found


def _moves(world: World, *lines: tuple[int, int]) -> None:
    from portal.actions import daybook as daybook_actions

    draft = Draft("contra", "", tuple(Line(head, rupees * 100) for head, rupees in lines))
    daybook_actions.enter_voucher(world.doer(), world.slip(), world.society_id, draft)


def test_a_second_open_day_is_refused(open_world: World) -> None:
    with pytest.raises(DayIsAlreadyOpen) as refused:
        open_world.opens_day()
    assert refused.value.params == {"on": "24-11-2026"}


def test_a_day_that_is_being_counted_is_still_the_one_open_day(open_world: World) -> None:
    open_world.counts(BOX)
    with pytest.raises(DayIsAlreadyOpen):
        open_world.opens_day()


def test_each_society_has_a_day_of_its_own(open_world: World) -> None:
    open_world.starts_books("KHR002")
    open_world.opens_day(code="KHR002")
    running = days.running_day(open_world.society("KHR002").id)
    assert running is not None
    assert running.day_on == TODAY


def test_no_day_is_opened_before_the_books_are_started(world: World) -> None:
    with pytest.raises(BooksAreNotStarted):
        world.opens_day()


def test_a_gap_is_explained_before_a_day_is_opened(world: World) -> None:
    world.starts_books(as_on="2026-11-20")
    with pytest.raises(GapIsUnexplained) as refused:
        world.opens_day(skipped={"2026-11-21": "idle", "2026-11-22": "holiday"})
    assert refused.value.params == {"days": "23-11-2026"}
    assert days.latest_days(world.society_id, 5)[0].day_on == "2026-11-20"


def test_the_days_of_a_gap_are_kept_closed_with_the_same_cash(world: World) -> None:
    world.starts_books(as_on="2026-11-21")
    world.opens_day(skipped={"2026-11-22": "holiday", "2026-11-23": "idle"})
    for on, kind in (("2026-11-22", "holiday"), ("2026-11-23", "idle")):
        skipped = _day(world, on)
        assert (skipped.kind, skipped.status) == (kind, "closed")
        assert skipped.opening_paise == skipped.closing_paise == BOX * 100
        assert [act.kind for act in days.acts_on(world.society_id, on)] == [kind]
    world.counts(BOX)
    world.closes_day()
    seal = seals.seal_of_day(world.society_id, TODAY)
    assert seal is not None
    assert json.loads(seal.body)["skipped"] == [["2026-11-22", "holiday"], ["2026-11-23", "idle"]]


def test_a_day_opens_with_what_the_last_one_closed_with(open_world: World) -> None:
    open_world.enters(rupees=120)
    open_world.enters("bank_deposit", rupees=5_000)
    open_world.counts(BOX + 120 - 5_000)
    open_world.closes_day()
    closed_bank = daybook.balance(open_world.society_id, 2201)
    open_world.clock.move(days=1)
    open_world.opens_day()
    opened = _day(open_world, "2026-11-25")
    assert opened.opening_paise == _day(open_world).closing_paise == (BOX + 120 - 5_000) * 100
    before = daybook.balances_before(open_world.society_id, "2026-11-25")
    assert (before[2101], before[2201]) == (opened.opening_paise, closed_bank)


def test_no_day_is_opened_in_the_future_or_in_the_past(world: World) -> None:
    world.starts_books()
    with pytest.raises(DayIsInTheFuture):
        world.opens_day("2026-11-25")
    with pytest.raises(DayIsPast):
        world.opens_day(YESTERDAY)


def test_a_clock_set_back_behind_the_books_stops_the_opening(open_world: World) -> None:
    open_world.counts(BOX)
    open_world.closes_day()
    open_world.clock.move(days=-3)
    with pytest.raises(ClockIsBehind):
        open_world.opens_day(TODAY)
    open_world.clock.move(days=4)
    open_world.opens_day()


def test_a_clock_set_back_within_the_day_changes_no_order(open_world: World) -> None:
    first = open_world.enters()
    open_world.clock.move(minutes=-600)
    second = open_world.enters()
    found = daybook.vouchers_on(open_world.society_id, TODAY, TODAY, 9, 0)
    assert [one.id for one in found] == [first, second]
    assert found[1].posted_at < found[0].posted_at
    assert [one.no for one in found] == [1, 2]


def test_a_closed_day_refuses_vouchers(open_world: World) -> None:
    open_world.counts(BOX)
    open_world.closes_day()
    with pytest.raises(NoDayIsOpen):
        open_world.enters()
    assert days.voucher_span(open_world.society_id, TODAY)[2] == 0


def test_nothing_is_counted_or_closed_without_an_open_day(world: World) -> None:
    world.starts_books()
    for deed in (
        lambda: world.counts(BOX), world.closes_day, world.enters,
        lambda: day_actions.begin_count(world.doer(), world.slip(), world.society_id),
        lambda: day_actions.back_to_entry(world.doer(), world.slip(), world.society_id, ""),
        lambda: day_actions.standing(world.society_id),
    ):  # fmt: skip
        with pytest.raises(NoDayIsOpen):
            deed()


def test_a_day_does_not_close_uncounted(open_world: World) -> None:
    with pytest.raises(CountIsMissing):
        open_world.closes_day()
    day_actions.begin_count(open_world.doer(), open_world.slip(), open_world.society_id)
    with pytest.raises(CountIsMissing):
        open_world.closes_day()


def test_a_day_does_not_close_while_entries_wait_for_approval(open_world: World) -> None:
    engine.run(
        "INSERT INTO proposal (society_id, id, day_on, task, body, total_paise, proposed_at, "
        "proposed_by, state) VALUES (?, 1, ?, 'tea_expense', '{}', 100, 1, 1, 'waiting')",
        open_world.society_id, TODAY,
    )  # fmt: skip
    open_world.counts(BOX)
    assert day_actions.standing(open_world.society_id).waiting == 1
    with pytest.raises(ProposalsAreWaiting) as refused:
        open_world.closes_day()
    assert refused.value.params == {"count": 1}
    engine.run("UPDATE proposal SET state = 'refused'")
    open_world.closes_day()


def test_a_day_does_not_close_while_a_till_holds_cash(open_world: World) -> None:
    _moves(open_world, (2102, 500), (2101, -500))
    open_world.counts(BOX - 500)
    with pytest.raises(TillIsNotReturned) as refused:
        open_world.closes_day()
    assert "काउंटर" in str(refused.value.params["heads"])
    day_actions.back_to_entry(open_world.doer(), open_world.slip(), open_world.society_id, "भूल")
    _moves(open_world, (2101, 500), (2102, -500))
    open_world.counts(BOX)
    open_world.closes_day()


def test_cash_on_its_way_to_the_bank_does_not_hold_up_the_closing(open_world: World) -> None:
    open_world.enters("bank_transit", rupees=10_000)
    open_world.counts(BOX - 10_000)
    open_world.closes_day()
    assert _day(open_world).closing_paise == (BOX - 10_000) * 100


def test_a_difference_needs_a_person_of_the_society_and_a_reason(open_world: World) -> None:
    open_world.counts(BOX - 100)
    operator = open_world.person("operator").id
    stranger = open_world.person("operator2").id
    for acceptance, refusal in (
        (None, DifferenceIsOpen),
        (Acceptance(), PersonIsMissing),
        (Acceptance(stranger, "गलती"), PersonIsMissing),
        (Acceptance(operator, "  "), ReasonIsMissing),
    ):
        with pytest.raises(refusal):
            open_world.closes_day(acceptance)
    assert _day(open_world).status == "counting"
    assert daybook.balance(open_world.society_id, 2101) == BOX * 100


def test_counted_cash_equals_the_book_after_a_shortage_is_accepted(open_world: World) -> None:
    open_world.enters(rupees=50)
    open_world.counts(BOX + 50 - 150)
    person = open_world.person("operator").id
    open_world.closes_day(Acceptance(person, "छुट्टे में गलती"))
    day = _day(open_world)
    assert day.closing_paise == (BOX + 50 - 150) * 100
    assert day.difference_paise == -150_00
    assert daybook.sub_balances(open_world.society_id, 2805) == {person: 150_00}
    voucher = daybook.last_vouchers(open_world.society_id, TODAY, 1)[0]
    assert (voucher.kind, voucher.task) == ("cash_payment", "cash_short")
    assert voucher.lines == (Line(2805, 150_00, person), Line(2101, -150_00))


def test_an_excess_is_owed_until_it_is_explained(open_world: World) -> None:
    open_world.counts(BOX + 80)
    open_world.closes_day(Acceptance(open_world.person("manager").id, "पहले का छुट्टा"))
    assert _day(open_world).closing_paise == (BOX + 80) * 100
    assert daybook.balance(open_world.society_id, 1703) == -80_00
    voucher = daybook.last_vouchers(open_world.society_id, TODAY, 1)[0]
    assert (voucher.kind, voucher.task) == ("cash_receipt", "cash_excess")
    assert (voucher.party, voucher.narration) == ("गणेश पाटीदार", "पहले का छुट्टा")


def test_an_acceptance_without_a_difference_posts_nothing(open_world: World) -> None:
    open_world.counts(BOX)
    open_world.closes_day(Acceptance(open_world.person("operator").id, "कुछ नहीं"))
    assert days.voucher_span(open_world.society_id, TODAY)[2] == 0


def test_business_date_and_entry_time_are_both_kept(world: World) -> None:
    world.starts_books(as_on="2026-11-11")
    world.opens_day("2026-11-12")
    world.clock.move(days=1)
    world.enters(rupees=50)
    world.counts(BOX + 50)
    world.closes_day()
    day, voucher = _day(world, "2026-11-12"), daybook.voucher(world.society_id, 2)
    assert day.closed_at is not None
    assert voucher is not None
    assert days_between(day.day_on, ist_on(day.closed_at)) == 13
    assert (voucher.day_on, voucher.posted_at) == ("2026-11-12", day.closed_at)


def test_a_backlog_is_closed_day_by_day_in_order(world: World) -> None:
    world.starts_books(as_on="2026-11-20")
    for on in ("2026-11-21", "2026-11-22", "2026-11-23", "2026-11-24"):
        world.opens_day(on)
        world.enters(rupees=10)
        world.counts(daybook.balance(world.society_id, 2101) // 100)
        world.closes_day()
    found = days.latest_days(world.society_id, 9)[::-1]
    assert [one.closing_paise for one in found[:-1]] == [one.opening_paise for one in found[1:]]
    assert [seal.seal_no for seal in seals.seals_of(world.society_id)] == [1, 2, 3, 4, 5]


def test_a_day_without_a_voucher_is_closed_and_sealed(open_world: World) -> None:
    open_world.counts(BOX)
    open_world.closes_day()
    day = _day(open_world)
    assert (day.first_voucher_id, day.last_voucher_id) == (None, None)
    assert (day.receipts_paise, day.payments_paise, day.difference_paise) == (0, 0, 0)
    assert seals.seal_of_day(open_world.society_id, TODAY) is not None


def test_who_acts_on_anothers_behalf_is_kept_with_them(world: World) -> None:
    world.starts_books()
    assistant, operator = world.person("assistant"), world.person("operator")
    doer = world.works_on_behalf("assistant", "operator")
    here = world.society_id
    day_actions.open_day(doer, world.slip("assistant"), here, TODAY, {})
    day_actions.save_take(doer, world.slip("assistant"), here, {"d500": 52, "c1": 386})
    day_actions.close_day(doer, world.slip("assistant"), here, world.keys)
    day = _day(world)
    assert (day.opened_by, day.opened_on_behalf_of) == (assistant.id, operator.id)
    assert (day.closed_by, day.closed_on_behalf_of) == (assistant.id, operator.id)
    assert {act.on_behalf_of for act in days.acts_on(here, TODAY)} == {operator.id}
