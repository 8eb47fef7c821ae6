"""Days and acts as they are read back."""

from __future__ import annotations

from portal.actions.day import Acceptance
from portal.storage import cash_count, days, engine, seals
from tests.world import TODAY, YESTERDAY, World


def test_the_running_day_and_the_last_closed_one(open_world: World) -> None:
    here = open_world.society_id
    running, last = days.running_day(here), days.last_closed(here)
    assert running is not None
    assert last is not None
    assert (running.day_on, running.status, running.is_working) == (TODAY, "open", True)
    assert (last.day_on, last.kind, last.is_working) == (YESTERDAY, "opening", False)
    assert days.running_day(open_world.society("KHR002").id) is None
    assert days.last_closed(open_world.society("KHR002").id) is None
    assert days.day(here, "2020-01-01") is None


def test_days_are_listed_latest_first(open_world: World) -> None:
    here = open_world.society_id
    assert [one.day_on for one in days.days_between(here, YESTERDAY, TODAY)] == [TODAY, YESTERDAY]
    assert [one.day_on for one in days.latest_days(here, 1)] == [TODAY]


def test_a_days_status_changes_only_from_what_it_was(open_world: World) -> None:
    here = open_world.society_id
    assert not days.set_status(here, TODAY, "counting", "open")
    assert days.set_counting(here, TODAY, 5, 1, 0)
    assert not days.set_counting(here, TODAY, 6, 1, 0)
    assert days.set_status(here, TODAY, "counting", "open")


def test_a_day_that_was_sent_back_waits_for_an_answer(open_world: World) -> None:
    here = open_world.society_id
    open_world.counts(26_386)
    open_world.closes_day()
    engine.write_transaction(lambda: days.set_review(here, TODAY, "sent_back", 9))
    assert [one.day_on for one in days.days_to_answer(here)] == [TODAY]
    engine.write_transaction(lambda: days.set_review(here, TODAY, "verified", 9))
    assert days.days_to_answer(here) == []


def test_the_acts_of_a_day_tell_its_story(open_world: World) -> None:
    open_world.counts(26_286)
    open_world.closes_day(Acceptance(open_world.person("operator").id, "गलती"))
    acts = days.acts_on(open_world.society_id, TODAY)
    kinds = ["opened", "count_begun", "counted", "difference_accepted", "closed"]
    assert [act.kind for act in acts] == kinds
    assert [act.id for act in acts] == [2, 3, 4, 5, 6]


def test_who_had_a_hand_in_the_entries_of_a_day(open_world: World) -> None:
    open_world.enters()
    open_world.enters(username="manager")
    people = {open_world.person(name).id for name in ("operator", "manager")}
    assert days.enterers(open_world.society_id, TODAY) == people
    assert days.voucher_span(open_world.society_id, TODAY) == (2, 3, 2)
    assert days.voucher_span(open_world.society_id, "2020-01-01") == (None, None, 0)


def test_a_take_is_read_back_large_notes_first(open_world: World) -> None:
    here = open_world.society_id
    assert cash_count.last_take(here, TODAY) == 0
    assert cash_count.take_lines(here, TODAY, 1) == []
    open_world.counts(1_007)
    lines = cash_count.take_lines(here, TODAY, 1)
    assert lines[0] == (2101, "note", 500, 2)
    assert lines[-1] == (2101, "coin", 1, 7)
    assert [kind for _, kind, _, _ in lines] == ["note"] * 6 + ["coin"] * 5
    assert cash_count.take_paise(lines) == 1_007_00
    assert cash_count.last_take(here, TODAY) == 1
    assert cash_count.last_take(here, TODAY, "morning") == 0


def test_seals_are_found_by_day_by_number_and_by_code(open_world: World) -> None:
    here = open_world.society_id
    (first,) = seals.seals_of(here)
    assert seals.seal_of_day(here, YESTERDAY) == first
    assert seals.seal_of_day(here, TODAY) is None
    assert seals.seals_with_code(first.code) == [first]
    assert seals.seals_with_code("0" * 16) == []
    assert seals.seals_of(here, after_no=1) == []
