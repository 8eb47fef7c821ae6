"""Opening the day through its page, and the list of days; counting has a file of its own."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from portal.storage import days, engine, places
from tests.browser_client import Browser
from tests.world import TODAY, YESTERDAY, World, traces

PIECES = ("d500", "d200", "d100", "d50", "d20", "d10", "c20", "c10", "c5", "c2", "c1")


def society_id() -> int:
    society = places.society("KHR001")
    assert society is not None
    return int(society.id)


def day_today() -> days.Day:
    found = days.day(society_id(), TODAY)
    assert found is not None
    return found


# Opening.


def test_opening_offers_today_and_opens_it(world: World, browser: Callable[..., Browser]) -> None:
    world.starts_books()
    operator = browser("operator")
    form = operator.get("/day/open").form("/day/open")
    assert form.fields["on"] == "24-11-2026"
    assert operator.send(form).location == "/"
    assert day_today().status == "open"
    assert day_today().opening_paise == 26_386_00


@pytest.mark.parametrize(
    ("on", "wanted"),
    [("25-11-2026", "DayIsInTheFuture"), ("31-02-2026", None), ("23-11-2026", "DayIsPast"),
     ("01-01-1999", "DayIsPast"), ("", None), ("abc", None), ("24/13/2026", None),
     ("9" * 400, None), ("24-11-20261", None)],
)  # fmt: skip
def test_a_wrong_date_is_said_at_its_field_and_kept(
    world: World, browser: Callable[..., Browser], on: str, wanted: str | None
) -> None:
    """P6."""
    world.starts_books()
    operator = browser("operator")
    before = traces()
    page = operator.send(operator.get("/day/open").form("/day/open"), "", 422, on=on)
    assert page.errors["on"]
    assert page.form("/day/open").fields["on"] == on
    assert wanted is None or page.refusal == wanted
    assert traces() == before


@pytest.mark.parametrize(
    "on", ["abc", "31-02-2026", "2026-13-45", "2026-11-2", "9" * 60, "२०२६-११-२४", "0"]
)
def test_a_strange_date_in_the_address_breaks_nothing(
    world: World, browser: Callable[..., Browser], on: str
) -> None:
    world.starts_books()
    page = browser("operator").open("GET", f"/day/open?on={on}")
    assert page.status in (200, 404, 422)


@pytest.mark.parametrize("on", ["२४-११-२०२६", "24/11/2026", "24.11.2026"])
def test_dates_are_read_as_people_write_them(
    world: World, browser: Callable[..., Browser], on: str
) -> None:
    world.starts_books()
    operator = browser("operator")
    operator.send(operator.get("/day/open").form("/day/open"), on=on)
    assert day_today().status == "open"


def test_days_between_must_be_named(world: World, browser: Callable[..., Browser]) -> None:
    """P6 (D2): a holiday or a day without transactions; nothing is skipped silently."""
    world.starts_books(as_on="2026-11-20")
    operator = browser("operator")
    form = operator.get("/day/open").form("/day/open")
    assert set(form.choices) == {"gap_2026-11-21", "gap_2026-11-22", "gap_2026-11-23"}
    assert form.fields.get("gap_2026-11-22") == "holiday", "Sunday is known"
    page = operator.send(form, "", 422)
    assert page.refusal == "GapIsUnexplained"
    assert engine.value("SELECT count(*) FROM day") == 1
    chosen = dict.fromkeys(form.choices, "idle")
    operator.send(operator.page.form("/day/open"), "", 303, **chosen)
    assert day_today().status == "open"
    assert engine.value("SELECT count(*) FROM day WHERE kind = 'idle'") == 3


def test_a_gap_with_a_made_up_answer_is_refused(
    world: World, browser: Callable[..., Browser]
) -> None:
    world.starts_books(as_on="2026-11-22")
    operator = browser("operator")
    form = operator.get("/day/open").form("/day/open")
    before = traces()
    for answer in ("closed", "", "holiday;", "क"):
        data = {**form.fields, "gap_2026-11-23": answer}
        assert operator.post("/day/open", data, 422).refusal == "GapIsUnexplained"
    assert traces() == before
    strange = {**form.fields, "gap_2026-11-23": "idle", "gap_2020-01-01": "idle", "gap_x": "idle"}
    assert operator.open("POST", "/day/open", strange).status in (303, 422)
    assert engine.value("SELECT count(*) FROM day WHERE day_on < '2026-11-22'") == 0


def test_a_second_opening_is_refused(operator: Browser, open_world: World) -> None:
    """P6 (D1): the form of a page that stood open on another computer."""
    before = traces()
    page = operator.get("/day/open")
    assert not page.all("form", method="post")
    token = operator.get("/day/count").forms[0].token
    assert operator.post("/day/open", {"form_token": token, "on": "24-11-2026"}, 400).refusal
    assert traces() == before


def test_two_openings_at_once_open_one_day(world: World, browser: Callable[..., Browser]) -> None:
    """P6: both forms were fetched before; one opens, the other hears why not."""
    world.starts_books()
    one, other = browser("operator"), browser("manager")
    forms = [window.get("/day/open").form("/day/open") for window in (one, other)]
    one.send(forms[0])
    page = other.send(forms[1], "", 409)
    assert page.refusal == "DayIsAlreadyOpen"
    assert engine.value("SELECT count(*) FROM day WHERE status = 'open'") == 1


def test_without_books_there_is_nothing_to_open(
    world: World, browser: Callable[..., Browser]
) -> None:
    page = browser("operator").get("/day/open")
    assert not page.all("form", method="post")


def test_a_clock_set_back_opens_nothing(world: World, browser: Callable[..., Browser]) -> None:
    """P6: the server's clock stands before the last closed day."""
    world.starts_books()
    world.does_a_day()
    world.clock.move(days=-3)
    operator = browser("operator")
    before = traces()
    form = operator.get("/day/open").form("/day/open")
    for on in (form.fields["on"], "25-11-2026", "22-11-2026"):
        page = operator.post("/day/open", {**form.fields, "on": on}, 409)
        assert page.refusal == "ClockIsBehind"
    assert traces() == before


def test_all_days_are_listed_with_their_state(operator: Browser) -> None:
    text = operator.get("/day").text
    assert "24-11-2026" in text
    assert "23-11-2026" in text
    assert f"/cashbook/{TODAY}" in operator.page.links
    assert f"/daybook/{YESTERDAY}" in operator.page.links


def test_a_long_gap_is_named_at_once_by_the_calendar(
    world: World, browser: Callable[..., Browser]
) -> None:
    """P6 (D2): a society that stood still for months opens today without naming each day."""
    world.starts_books(as_on="2026-03-31")
    operator = browser("operator")
    form = operator.get("/day/open").form("/day/open")
    refused = operator.send(form, "", 422)
    assert refused.refusal == "GapIsUnexplained"
    operator.send(form, gap_all="1")
    assert operator.send(form, gap_all="1").location == "/", "a repeat gets the first answer"
    kinds = {
        day.day_on: day.kind for day in days.days_between(world.society_id, "2026-04-01", TODAY)
    }
    assert len(kinds) == 238
    assert (kinds["2026-08-15"], kinds["2026-08-14"], kinds[TODAY]) == (
        "holiday", "idle", "working",
    )  # fmt: skip
