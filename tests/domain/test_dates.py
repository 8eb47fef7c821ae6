"""Business dates, financial years and Indian time."""

import unicodedata
from contextlib import suppress
from datetime import UTC, date, datetime, timedelta, timezone

import pytest
from hypothesis import given
from hypothesis import strategies as st

from portal.domain import dates
from portal.domain.refusals import Refusal
from portal.domain.text import deva_digits

days = st.dates(date(1900, 1, 1), date(2099, 12, 31)).map(date.isoformat)
instants = st.integers(-2_000_000_000_000, 4_000_000_000_000)
IST = timezone(timedelta(hours=5, minutes=30))


@pytest.mark.parametrize(
    "typed",
    [
        "22-11-2026",
        "22/11/2026",
        "22.11.2026",
        " 22-11-2026 ",
        "2026-11-22",
        "२२-११-२०२६",
        "२०२६-११-२२",
    ],
)
def test_a_date_is_read_as_people_write_it(typed):
    assert dates.parse_on(typed) == "2026-11-22"


def test_day_and_month_may_have_one_digit():
    assert dates.parse_on("5-4-2026") == "2026-04-05"


@pytest.mark.parametrize("typed", ["", "  "])
def test_no_date_is_refused(typed):
    with pytest.raises(dates.DateIsEmpty) as caught:
        dates.parse_on(typed)
    assert caught.value.status == 422


@pytest.mark.parametrize(
    "typed",
    [
        "31-02-2026",
        "29-02-2025",
        "00-01-2026",
        "01-13-2026",
        "5-4-26",
        "22-11/2026",
        "22 11 2026",
        "22112026",
        "2026-4-5",
        "2026/04/05",
        "01-01-0026",
        "31-12-1899",
        "01-01-2100",
        "२२-११-٢٠٢٦",
        "आज",
    ],
)
def test_what_is_no_date_is_refused(typed):
    with pytest.raises(dates.DateIsNotADate) as caught:
        dates.parse_on(typed)
    assert caught.value.status == 422


@given(days)
def test_what_is_shown_is_read_again(on):
    for shown in (on, dates.show_on(on), deva_digits(dates.show_on(on))):
        assert dates.parse_on(shown) == on


@given(st.text() | st.text("0123456789०१-/. ", max_size=11))
def test_any_text_is_a_date_or_refused(typed):
    on = "1970-01-01"
    with suppress(Refusal):
        on = dates.parse_on(typed)
    assert date.fromisoformat(on).isoformat() == on


@pytest.mark.parametrize(
    ("on", "fy"),
    [("2026-04-01", 2026), ("2026-11-22", 2026), ("2027-03-31", 2026), ("2027-04-01", 2027)],
)
def test_the_financial_year_begins_in_april(on, fy):
    assert dates.financial_year(on) == fy


def test_a_financial_year_is_written_with_both_years():
    assert dates.fy_label(2026) == "2026-27"
    assert dates.fy_label(2099) == "2099-00"


@given(days)
def test_a_date_lies_in_its_financial_year_alone(on):
    fy = dates.financial_year(on)
    first_on, last_on = dates.fy_range(fy)
    assert first_on <= on <= last_on
    assert dates.next_on(last_on) == dates.fy_range(fy + 1)[0]


def test_weekdays_are_counted_from_monday():
    assert dates.weekday("2026-11-22") == 6
    assert dates.WEEKDAYS_HI[dates.weekday("2026-11-22")] == "रविवार"
    assert dates.WEEKDAYS_EN[dates.weekday("2026-11-23")] == "Monday"


def test_names_of_days_and_months_are_whole_and_nfc():
    for hindi, english, number in (
        (dates.WEEKDAYS_HI, dates.WEEKDAYS_EN, 7),
        (dates.MONTHS_HI, dates.MONTHS_EN, 12),
    ):
        assert len(set(hindi)) == len(set(english)) == number
        assert all(unicodedata.normalize("NFC", name) == name for name in hindi)
    assert (dates.MONTHS_HI[10], dates.MONTHS_EN[10]) == ("नवंबर", "November")


def test_days_are_counted_over_leap_days():
    assert dates.days_between("2028-02-28", "2028-03-01") == 2
    assert dates.days_between("2026-04-02", "2026-04-01") == -1
    assert dates.next_on("2026-12-31") == "2027-01-01"
    assert dates.previous_on("2028-03-01") == "2028-02-29"


def test_a_range_of_dates_has_both_ends():
    assert dates.dates_from("2026-03-30", "2026-04-01") == [
        "2026-03-30",
        "2026-03-31",
        "2026-04-01",
    ]
    assert dates.dates_from("2026-04-01", "2026-04-01") == ["2026-04-01"]
    assert dates.dates_from("2026-04-02", "2026-04-01") == []


@given(st.dates(date(1900, 1, 2), date(2099, 12, 30)).map(date.isoformat))
def test_the_day_before_the_next_is_the_day_itself(on):
    assert dates.previous_on(dates.next_on(on)) == on
    assert dates.days_between(on, dates.next_on(on)) == 1


def test_the_indian_day_begins_at_half_past_six_in_the_evening_utc():
    midnight = int(datetime(2026, 11, 21, 18, 30, tzinfo=UTC).timestamp()) * 1000
    assert dates.ist_moment(midnight) == "22-11-2026 00:00"
    assert dates.ist_moment(midnight - 1) == "21-11-2026 23:59"
    assert dates.ist_on(midnight - 1) == "2026-11-21"


@given(instants)
def test_indian_time_agrees_with_the_calendar_library(at_ms):
    local = datetime(1970, 1, 1, tzinfo=UTC).astimezone(IST) + timedelta(milliseconds=at_ms)
    assert dates.ist_on(at_ms) == local.date().isoformat()
    assert dates.ist_time(at_ms) == local.strftime("%H:%M")
    assert dates.ist_moment(at_ms) == local.strftime("%d-%m-%Y %H:%M")
