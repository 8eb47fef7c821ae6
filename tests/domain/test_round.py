"""The officer's round without a store: what is red, what is clean, what comes first."""

from __future__ import annotations

from dataclasses import replace

import pytest

from portal.domain.round import (
    ATTENTION,
    FINE,
    RED,
    TEXTS,
    VERIFIED,
    Alike,
    Cause,
    DayFacts,
    Standing,
    Tally,
    Today,
    causes_of_day,
    causes_of_society,
    days_behind,
    exceptions_first,
    is_unopened,
    judge,
    today_at,
)

WEDNESDAY = "2026-11-25"
CLOSED_AT = 1_795_519_800_000  # Tuesday, 24-11-2026, 17:00
HOLIDAYS = {"IN": {"2026-11-24": ("गुरु नानक जयंती", "Guru Nanak Jayanti")}}
LATE = Today(WEDNESDAY, True, HOLIDAYS)
EARLY = replace(LATE, is_past_opening=False)
CLEAN = DayFacts(
    society_id=1, day_on="2026-11-24", closed_at=CLOSED_AT, review="none", difference_paise=0,
    agrees=1, limit_days=2, waiting=1, days_above=0, vouchers=12, reversals=0, out_of_hours=0,
    without_slip=0, round_sums=0, rushed=0,
)  # fmt: skip
STANDING = Standing(
    id=1, code="KHR001", name_hi="पैक्स भीकनगाँव", name_en="", calendar="MP", weekly_off=6,
    last_on="2026-11-24", last_closed_at=CLOSED_AT, running_on=WEDNESDAY, running_status="open",
    running_opened_at=CLOSED_AT, suspense_paise=0,
)  # fmt: skip


def kinds(causes: list[Cause]) -> list[str]:
    return [one.kind for one in causes]


@pytest.mark.parametrize(("minutes", "is_past"), [(-1, False), (0, True), (60, True)])
def test_a_day_must_be_open_from_half_past_ten_in_india(minutes: int, is_past: bool) -> None:
    today = today_at(1_795_582_800_000 + minutes * 60_000)
    assert (today.on, today.is_past_opening) == (WEDNESDAY, is_past)


@pytest.mark.parametrize(
    ("on", "is_working"),
    [("2026-11-22", False), ("2026-11-23", True), ("2026-11-24", False), (WEDNESDAY, True)],
)
def test_sundays_and_holidays_are_no_working_days(on: str, is_working: bool) -> None:
    assert LATE.is_working(on, "MP", 6) is is_working


def test_a_holiday_of_another_state_is_a_working_day() -> None:
    today = Today("2026-11-16", True, {"BR": {"2026-11-16": ("छठ पूजा", "Chhath Puja")}})
    assert today.is_working("2026-11-16", "MP", 6)
    assert not today.is_working("2026-11-16", "BR", 6)


@pytest.mark.parametrize(
    ("last_on", "behind"),
    [("2026-11-24", 0), ("2026-11-23", 0), ("2026-11-21", 1), ("2026-11-18", 4), (WEDNESDAY, 0)],
)
def test_only_working_days_before_today_are_missed(last_on: str, behind: int) -> None:
    assert days_behind(last_on, "MP", 6, LATE) == behind


def test_not_opened_is_red_only_after_half_past_ten_on_a_working_day() -> None:
    assert is_unopened(False, "MP", 6, LATE)
    assert not is_unopened(True, "MP", 6, LATE)
    assert not is_unopened(False, "MP", 6, EARLY)
    assert not is_unopened(False, "MP", 2, LATE)  # its weekly day off
    assert not is_unopened(False, "MP", 6, replace(LATE, on="2026-11-24"))


def test_a_clean_day_has_nothing_wrong_with_it() -> None:
    assert causes_of_day(CLEAN) == []


@pytest.mark.parametrize(
    ("changed", "found"),
    [
        ({"agrees": 0}, [Cause("figures")]),
        ({"difference_paise": -15000}, [Cause("short", {"amount": 15000})]),
        ({"difference_paise": 500}, [Cause("excess", {"amount": 500})]),
        ({"days_above": 2}, []),
        ({"days_above": 3}, [Cause("above_limit", {"number": 3})]),
        ({"review": "sent_back"}, [Cause("sent_back")]),
        ({"review": "replied"}, [Cause("replied")]),
        ({"review": "spot_check"}, [Cause("spot_check")]),
        ({"closed_at": CLOSED_AT + 86_400_000}, [Cause("late_days", {"number": 1})]),
        ({"reversals": 2}, [Cause("reversals", {"number": 2})]),
        ({"without_slip": 1}, [Cause("without_slip", {"number": 1})]),
        ({"out_of_hours": 1}, [Cause("out_of_hours", {"number": 1})]),
        ({"round_sums": 2}, []),
        ({"round_sums": 3}, [Cause("round_sums", {"number": 3})]),
        ({"rushed": 5}, []),
        ({"rushed": 6}, [Cause("rushed", {"number": 6})]),
        ({"rushed": 4, "vouchers": 4}, []),
    ],
)
def test_what_is_wrong_with_a_day_is_named(changed: dict[str, int], found: list[Cause]) -> None:
    assert causes_of_day(CLEAN._replace(**changed)) == found


def test_a_society_behind_is_not_told_apart_as_not_opened() -> None:
    behind = STANDING._replace(last_on="2026-11-20", running_on=None)
    assert causes_of_society(behind, LATE) == [Cause("behind", {"number": 2})]
    assert kinds(causes_of_society(STANDING._replace(running_on=None), LATE)) == ["not_opened"]
    assert causes_of_society(STANDING._replace(running_on=None), EARLY) == []


def test_a_day_already_closed_today_was_opened_today() -> None:
    assert causes_of_society(STANDING._replace(last_on=WEDNESDAY, running_on=None), LATE) == []


def test_a_society_without_books_is_only_that() -> None:
    line = judge(STANDING._replace(last_on=None, running_on=None), [], LATE)
    assert (line.level, kinds(list(line.causes)), line.see_on) == (ATTENTION, ["not_started"], None)


@pytest.mark.parametrize("kind", list(TEXTS))
def test_every_cause_has_its_level_and_its_words(kind: str) -> None:
    assert Cause(kind).level in (RED, ATTENTION)
    assert Cause(kind).text


def test_one_tap_is_offered_for_a_clean_oldest_day() -> None:
    line = judge(STANDING, [CLEAN], LATE)
    assert (line.level, line.is_clean, line.see_on) == (FINE, True, CLEAN.day_on)


def test_nothing_is_offered_where_nothing_waits() -> None:
    line = judge(STANDING, [], LATE)
    assert (line.level, line.is_clean, line.see_on) == (VERIFIED, False, STANDING.last_on)


def test_a_bad_day_is_to_be_seen_before_it_is_verified() -> None:
    line = judge(STANDING, [CLEAN._replace(difference_paise=-100)], LATE)
    assert (line.level, line.is_clean, line.see_on) == (RED, False, CLEAN.day_on)


def test_a_clean_day_before_a_bad_one_keeps_its_tap_and_the_bad_one_is_pointed_at() -> None:
    bad = CLEAN._replace(review="replied")
    line = judge(STANDING, [CLEAN._replace(day_on="2026-11-23"), bad], LATE)
    assert line.day is not None
    assert (line.is_clean, line.day.day_on) == (False, "2026-11-23")  # it was closed a day late
    first = CLEAN._replace(day_on="2026-11-23", closed_at=CLOSED_AT - 86_400_000)
    line = judge(STANDING, [first, bad], LATE)
    assert (line.is_clean, line.bad_on, line.see_on) == (True, bad.day_on, bad.day_on)


def test_the_same_of_several_days_is_said_once() -> None:
    days = [
        CLEAN._replace(difference_paise=-100, reversals=1, days_above=3),
        CLEAN._replace(difference_paise=-250, reversals=2, days_above=4),
    ]
    assert judge(STANDING, days, LATE).causes == (
        Cause("short", {"amount": 350}),
        Cause("above_limit", {"number": 4}),
        Cause("reversals", {"number": 3}),
    )


def test_exceptions_come_first_and_the_worst_of_them_first() -> None:
    def line(code: str, *days: DayFacts, **changed: object) -> object:
        return judge(STANDING._replace(code=code, **changed), list(days), LATE)

    lines = [
        line("verified"),
        line("fine", CLEAN),
        line("attention", CLEAN._replace(reversals=1)),
        line("unopened", running_on=None),
        line("short", CLEAN._replace(difference_paise=-1)),
        line("behind 1", last_on="2026-11-21"),
        line("behind 4", last_on="2026-11-18"),
    ]
    ordered = [one.standing.code for one in exceptions_first(lines)]  # type: ignore[arg-type]
    assert ordered == ["behind 4", "behind 1", "short", "unopened", "attention", "fine", "verified"]


def test_a_tally_counts_societies_that_stand_alike() -> None:
    tally = Tally()
    for last_on, has_today, has_red_day, societies, waiting in (
        ("2026-11-24", 1, 0, 10, 12),
        ("2026-11-24", 0, 0, 3, 3),
        ("2026-11-24", 1, 1, 1, 2),
        ("2026-11-18", 0, 0, 2, 0),
        (None, 0, 0, 4, 0),
    ):
        alike = Alike(7, "MP", 6, last_on, has_today, has_red_day, societies, waiting)
        tally.take(alike, LATE)
    assert tally == Tally(20, up_to_date=14, late=2, red=6, not_started=4, waiting=17)
    assert tally + Tally(1, 1) == Tally(21, 15, 2, 6, 4, 17)
