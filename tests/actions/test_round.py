"""The round, the check of a day and the places, read from a store."""

from __future__ import annotations

import pytest

from portal.actions import round, verification
from portal.actions.corrections import correct_voucher
from portal.actions.round import Round
from portal.domain.corrections import Correction
from portal.domain.day import DayIsUnknown
from portal.domain.round import PlaceIsOutOfReach, RoundLine
from portal.storage import engine, places
from portal.storage.engine import run
from portal.storage.places import Place
from tests.rounds import adds_societies, does_day
from tests.world import TODAY, YESTERDAY, World

WEDNESDAY = "2026-11-25"


def place(code: str) -> Place:
    found = places.place(code)
    assert found is not None
    return found


def the_round(world: World) -> Round:
    block = place("KHR-BKG")
    return round.round_of("block", block.id, world.clock.now_ms())


def line(world: World, code: str = "KHR001") -> RoundLine:
    return next(one for one in the_round(world).lines if one.standing.code == code)


def kinds(world: World, code: str = "KHR001") -> list[str]:
    return [one.kind for one in line(world, code).causes]


def remarks(world: World, review: str, on: str) -> None:
    verification.remark_on_day(
        world.doer("officer"), world.slip("officer"), world.society_id, on, review, "पर्ची", "/"
    )


@pytest.fixture
def wednesday(world: World) -> World:
    """Give KHR001 with a clean Tuesday (a holiday on which it worked) on Wednesday at ten."""
    world.starts_books()
    does_day(world, world.society())
    world.clock.move(days=1)
    return world


def test_a_society_without_books_is_on_the_round(world: World) -> None:
    assert kinds(world) == ["not_started"]
    assert [one.standing.code for one in the_round(world).lines] == ["KHR002", "KHR001"]


def test_a_clean_day_can_be_verified_by_one_tap(wednesday: World) -> None:
    found = line(wednesday)
    assert (found.level, found.is_clean, found.see_on) == ("fine", True, TODAY)
    assert the_round(wednesday).waiting == 1


def test_not_opened_turns_red_at_half_past_ten(wednesday: World) -> None:
    wednesday.clock.move(minutes=29)
    assert kinds(wednesday) == []
    wednesday.clock.move(minutes=1)
    assert kinds(wednesday) == ["not_opened"]
    wednesday.opens_day()
    assert kinds(wednesday) == []


def test_nobody_has_to_open_on_a_holiday(world: World) -> None:
    world.starts_books()
    world.clock.move(minutes=120)
    assert kinds(world) == []
    assert the_round(world).holiday == ("गुरु नानक जयंती", "Guru Nanak Jayanti")


def test_nobody_has_to_open_on_the_weekly_day_off(wednesday: World) -> None:
    run("UPDATE society SET weekly_off = 2 WHERE code = 'KHR001'")
    wednesday.clock.move(minutes=120)
    assert kinds(wednesday) == []


def test_days_that_were_not_closed_are_counted(wednesday: World) -> None:
    wednesday.opens_day()
    wednesday.clock.move(days=3)  # Saturday: Wednesday to Friday are missing
    found = line(wednesday)
    assert [(one.kind, one.params) for one in found.causes] == [("behind", {"number": 3})]
    assert (found.standing.running_on, found.standing.last_on) == (WEDNESDAY, TODAY)


def test_a_shortage_is_red_and_offers_no_tap(wednesday: World) -> None:
    does_day(wednesday, wednesday.society(), short_rupees=150)
    found = line(wednesday)
    assert [(one.kind, one.params) for one in found.causes] == [("short", {"amount": 150_00})]
    assert (found.level, found.bad_on, found.is_clean) == ("red", WEDNESDAY, True)


def test_cash_above_the_limit_is_told_after_the_days_allowed(wednesday: World) -> None:
    run("UPDATE society SET cash_limit_paise = 2000000 WHERE id = ?", wednesday.society_id)
    does_day(wednesday, wednesday.society())
    assert kinds(wednesday) == []
    wednesday.clock.move(days=1)
    does_day(wednesday, wednesday.society())
    found = line(wednesday)
    assert [(one.kind, one.params) for one in found.causes] == [("above_limit", {"number": 3})]


@pytest.mark.parametrize("review", ["sent_back", "spot_check"])
def test_what_was_sent_back_waits_for_its_answer(wednesday: World, review: str) -> None:
    remarks(wednesday, review, TODAY)
    assert kinds(wednesday) == [review]
    remarks(wednesday, "replied", TODAY)
    assert kinds(wednesday) == ["replied"]
    assert not line(wednesday).is_clean


def test_a_verified_society_is_done(wednesday: World) -> None:
    verification.verify_day(
        wednesday.doer("officer"), wednesday.slip("officer"), wednesday.society_id, TODAY, "/"
    )
    found = line(wednesday)
    assert (found.level, found.day, found.see_on) == ("verified", None, TODAY)


def test_a_day_closed_late_and_in_a_rush_at_night_says_so(world: World) -> None:
    world.clock.move(days=-1)
    world.starts_books()
    world.opens_day()
    world.clock.move(days=1, minutes=12 * 60)
    for _ in range(6):
        world.enters()
    world.counts(26_386 + 300)
    world.closes_day()
    assert kinds(world) == ["late_days", "out_of_hours", "rushed"]


def test_corrections_and_missing_slips_are_counted(world: World) -> None:
    world.starts_books()
    world.opens_day()
    twice = world.enters()
    world.enters("bank_deposit", 5_000)
    run_correction = Correction("twice", "दो बार लिखा")
    correct_voucher(world.doer(), world.slip(), world.society_id, twice, run_correction)
    world.clock.move(minutes=60)
    world.counts(26_386 - 5_000)
    world.closes_day()
    assert kinds(world) == ["reversals", "without_slip"]
    check = round.day_check(world.society(), TODAY)
    listed = {one.code: one.vouchers for one in check.checks if one.vouchers}
    assert [one.id for one in listed["V4"]] == [4, twice]
    assert [one.id for one in listed["V8"]] == [3]


def test_an_unexplained_opening_difference_leaves_the_day_clean(world: World) -> None:
    world.starts_books(balances={2101: 1_000_00})
    does_day(world, world.society())
    found = line(world)
    assert [(one.kind, one.params) for one in found.causes] == [("suspense", {"amount": 1_000_00})]
    assert found.is_clean
    (check,) = [one for one in round.day_check(world.society(), TODAY).checks if one.code == "V11"]
    assert check.params == {"head": 1702, "amount": 1_000_00, "on": YESTERDAY}


@pytest.mark.parametrize(
    "tampering",
    [
        "UPDATE day SET opening_paise = opening_paise + 1, closing_paise = closing_paise + 1",
        "UPDATE day SET receipts_paise = receipts_paise + 1, closing_paise = closing_paise + 1",
        "UPDATE head_total SET credit_paise = credit_paise + 1",
    ],
)
def test_figures_that_were_changed_are_red(wednesday: World, tampering: str) -> None:
    head = " AND head = 2101" if "head_total" in tampering else ""
    run(f"{tampering} WHERE day_on = ?{head}", TODAY)
    assert kinds(wednesday) == ["figures"]
    view = round.view_of(round.place_within(place("KHR"), ""), wednesday.clock.now_ms())
    assert view.total.red == 1


def test_a_round_of_twenty_societies_takes_a_handful_of_statements(wednesday: World) -> None:
    for at, society in enumerate(adds_societies(wednesday, 18)):
        does_day(wednesday, society, short_rupees=at % 3, entries=2)
    before = engine.statements_run()
    found = the_round(wednesday)
    assert engine.statements_run() - before <= 5
    assert len(found.lines) == 20
    assert found.counts == {"red": 12, "attention": 1, "fine": 7}


def test_no_society_of_another_block_is_on_the_round(wednesday: World) -> None:
    assert {one.standing.code for one in the_round(wednesday).lines} == {"KHR001", "KHR002"}


def test_an_unknown_day_has_no_check(wednesday: World) -> None:
    with pytest.raises(DayIsUnknown):
        round.day_check(wednesday.society(), "2020-01-01")


@pytest.mark.parametrize("on", [YESTERDAY, WEDNESDAY])
def test_only_a_closed_working_day_is_checked(wednesday: World, on: str) -> None:
    wednesday.opens_day()
    check = round.day_check(wednesday.society(), on)
    assert (check.checks, check.is_to_review) == ([], False)


def test_the_check_of_a_day_names_everybody(wednesday: World) -> None:
    remarks(wednesday, "sent_back", TODAY)
    check = round.day_check(wednesday.society(), TODAY)
    officer, operator = wednesday.person("officer").id, wednesday.person("operator").id
    assert check.people() == {officer, operator}
    assert check.hands == {operator}
    assert [(act.kind, round.remark_of(act)) for act in check.history] == [("sent_back", "पर्ची")]
    assert check.is_to_review


def test_the_days_next_to_a_day_are_working_days(wednesday: World) -> None:
    does_day(wednesday, wednesday.society())
    assert round.day_check(wednesday.society(), TODAY).after_on == WEDNESDAY
    check = round.day_check(wednesday.society(), WEDNESDAY)
    assert (check.before_on, check.after_on) == (TODAY, None)


@pytest.mark.parametrize(
    ("own", "wanted", "way"),
    [
        ("KHR", "", ["KHR"]),
        ("KHR", "KHR-BKG", ["KHR", "KHR-BKG"]),
        ("IN", "KHR-BKG", ["IN", "MP", "MP-IND", "KHR", "KHR-BKG"]),
        ("DCCB-KHR", "DCCB-KHR-02", ["DCCB-KHR", "DCCB-KHR-02"]),
        ("MP", "DCCB-KHR", ["MP", "DCCB-KHR"]),
    ],
)
def test_places_below_ones_own_are_within_reach(
    world: World, own: str, wanted: str, way: list[str]
) -> None:
    assert [one.code for one in round.place_within(place(own), wanted)] == way


@pytest.mark.parametrize(
    ("own", "wanted"),
    [
        ("KHR", "ALM"), ("KHR", "MP"), ("KHR", "none"), ("KHR-BKG", "KHR"),
        ("KHR", "DCCB-KHR"), ("DCCB-KHR", "DCCB-REW"), ("DCCB-KHR", "KHR"), ("MP", "UK"),
    ],
)  # fmt: skip
def test_other_places_are_out_of_reach(world: World, own: str, wanted: str) -> None:
    """P9: also those above one's own."""
    with pytest.raises(PlaceIsOutOfReach):
        round.place_within(place(own), wanted)


def test_places_count_the_societies_as_the_round_judges_them(wednesday: World) -> None:
    for society in adds_societies(wednesday, 3, "KHR-SEG"):
        does_day(wednesday, society, short_rupees=1)
    wednesday.clock.move(minutes=60)
    view = round.view_of(round.place_within(place("IN"), "KHR"), wednesday.clock.now_ms())
    tallies = {one.place.code: one.tally for one in view.children}
    assert view.children[0].place.code == "KHR-SEG"
    assert (tallies["KHR-SEG"].red, tallies["KHR-SEG"].waiting) == (3, 3)
    block = tallies["KHR-BKG"]
    assert (block.societies, block.not_started, block.up_to_date, block.red) == (2, 1, 1, 1)
    assert block.red == the_round(wednesday).counts["red"]
    assert (view.total.societies, view.total.red, view.total.waiting) == (5, 4, 4)


def test_banks_are_counted_beside_divisions_not_on_top(wednesday: World) -> None:
    run("UPDATE society SET bank_id = ? WHERE code = 'KHR001'", place("DCCB-KHR").id)
    view = round.view_of(round.place_within(place("MP"), ""), wednesday.clock.now_ms())
    tallies = {one.place.code: one.tally.societies for one in view.children}
    assert (tallies["MP-IND"], tallies["DCCB-KHR"], view.total.societies) == (2, 1, 2)
    assert [one.place.level for one in view.children] == ["division", "division", "bank", "bank"]
