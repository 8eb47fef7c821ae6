"""Days behind: in strict order, those without entries together, past days without a count."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from portal.storage import days, seals
from tests.browser_client import Browser
from tests.world import TODAY, YESTERDAY, World, traces


@pytest.fixture
def late(world: World) -> World:
    """Books that are done up to Tuesday the 17th; today is Tuesday the 24th."""
    world.starts_books(as_on="2026-11-17")
    return world


@pytest.fixture
def clerk(late: World, browser: Callable[..., Browser]) -> Browser:
    """Someone who catches up."""
    return browser("operator")


def statuses(world: World) -> dict[str, tuple[str, str]]:
    return {
        one.day_on[8:]: (one.kind, one.status)
        for one in days.days_between(world.society_id, "2026-11-18", TODAY)
    }


def test_days_without_entries_are_done_together_and_the_first_with_paper_is_opened(
    clerk: Browser, late: World
) -> None:
    """D2, D8."""
    page = clerk.get("/day/backlog")
    selects = [one.get("name") for one in page.all("select")]
    assert selects == [f"d2026-11-{on}" for on in range(18, 24)]
    assert [one.get("data-delay") for one in page.all("span", data_delay=True)] == list("654321")
    said = {"d2026-11-18": "idle", "d2026-11-19": "holiday", "d2026-11-20": "work",
            "d2026-11-21": "idle"}  # fmt: skip
    page = clerk.follow(clerk.send(page.form("/day/backlog"), **said))
    assert statuses(late) == {
        "18": ("idle", "closed"), "19": ("holiday", "closed"), "20": ("working", "open"),
    }  # fmt: skip
    assert {"/day/grid", "/day/count", "/day/uncounted"} <= set(page.links)
    assert "विलंब 4 दिन" in page.all_text.replace("४", "4")


def test_all_days_may_be_days_without_entries(clerk: Browser, late: World) -> None:
    form = clerk.get("/day/backlog").form("/day/backlog")
    said = dict.fromkeys(form.choices, "idle")
    page = clerk.follow(clerk.send(form, **said))
    assert days.last_closed(late.society_id).day_on == YESTERDAY  # type: ignore[union-attr]
    assert "/day/open" in page.links


def test_the_first_day_must_be_said_and_later_ones_may_wait(clerk: Browser, late: World) -> None:
    before = traces()
    form = clerk.get("/day/backlog").form("/day/backlog")
    page = clerk.send(form, "", 422, **{"d2026-11-18": "", "d2026-11-19": "work"})
    assert page.refusal == "NothingIsSaid"
    assert traces() == before
    form = page.form("/day/backlog")
    assert form.fields["d2026-11-19"] == "work"
    clerk.send(form, **{"d2026-11-18": "idle", "d2026-11-19": "", "d2026-11-20": "work"})
    assert statuses(late) == {"18": ("idle", "closed")}


def test_two_people_catching_up_at_once_double_nothing(
    clerk: Browser, late: World, browser: Callable[..., Browser]
) -> None:
    """The second is told that someone has gone on."""
    other = browser("manager")
    mine = clerk.get("/day/backlog").form("/day/backlog")
    theirs = other.get("/day/backlog").form("/day/backlog")
    clerk.send(mine, **{"d2026-11-18": "idle", "d2026-11-19": "idle"})
    before = traces()
    page = other.send(theirs, "", 409, **{"d2026-11-18": "idle", "d2026-11-19": "work"})
    assert page.refusal == "BacklogHasMoved"
    assert traces() == before
    again = clerk.send(mine, **{"d2026-11-18": "idle", "d2026-11-19": "idle"})
    assert again.location == "/day/backlog?done=2"
    form = other.get("/day/backlog").form("/day/backlog")
    other.send(form, **{"d2026-11-20": "work"})
    page = clerk.post("/day/backlog", {**form.fields, "d2026-11-20": "idle"}, 400)
    assert page.refusal == "FormIsForeign"
    assert other.get("/day/backlog").all("select") == []


@pytest.mark.parametrize(
    "said",
    [
        {"d2026-11-17": "idle"}, {"d2026-11-24": "work"}, {"d2026-11-25": "holiday"},
        {"dxxxxxxxxxx": "idle"}, {"d2026-11-18": "opening"}, {"d2026-11-19": "work"},
    ],
)  # fmt: skip
def test_no_day_is_jumped_over_made_up_or_done_before_its_time(
    clerk: Browser, late: World, said: dict[str, str]
) -> None:
    """D2: neither done days nor today nor days to come."""
    form = clerk.get("/day/backlog").form("/day/backlog")
    before = traces()
    page = clerk.post("/day/backlog", {"form_token": form.token, **said}, 422 if (
        "d2026-11-17" not in said) else 409)  # fmt: skip
    assert page.refusal in ("NothingIsSaid", "BacklogHasMoved")
    assert traces() == before


def test_a_past_day_is_closed_without_a_count_and_says_so(
    clerk: Browser, late: World, browser: Callable[..., Browser]
) -> None:
    """D5, D6: no invented notes; the sheet and the officer say it, and the next count covers it."""
    form = clerk.get("/day/backlog").form("/day/backlog")
    clerk.send(form, **{"d2026-11-18": "work"})
    late.enters(rupees=40)
    page = clerk.get("/day/uncounted")
    sheet = clerk.follow(clerk.send(page.form("/day/uncounted"), "confirm"))
    assert "रोकड़ की गिनती नहीं हुई" in sheet.text
    assert "विलंब 6 दिन" in sheet.text
    day = days.day(late.society_id, "2026-11-18")
    assert day is not None
    assert (day.is_uncounted, day.difference_paise, day.accepted_take) == (True, 0, None)
    assert day.closing_paise == 26_426_00
    assert '"cash_count":[]' in seals.seal_of_day(late.society_id, "2026-11-18").body  # type: ignore[union-attr]
    officer = browser("officer")
    assert "बिना गिनती के दिन: 1" in officer.get("/officer").text
    assert "विलंब 6 दिन" in officer.get("/officer").text
    page = officer.get("/officer/KHR001/2026-11-18")
    assert "गिनती नहीं हुई" in page.text
    assert "अभी नहीं हुई" in page.text

    rest = {f"d2026-11-{on}": "idle" for on in range(19, 24)}
    clerk.send(clerk.get("/day/backlog").form("/day/backlog"), **rest)
    late.opens_day(TODAY)
    clerk.counts_rupees(26_426)
    assert "18-11-2026" in clerk.get("/day/close").text
    sheet = clerk.follow(clerk.closes())
    assert "18-11-2026" in sheet.text
    assert "24-11-2026" in clerk.get("/day/sheet/2026-11-18").text
    assert "24-11-2026 की गिनती" in officer.get("/officer/KHR001/2026-11-18").text
    assert "18-11-2026" in officer.get(f"/officer/KHR001/{TODAY}").text


def test_today_is_never_closed_without_a_count(
    open_world: World, browser: Callable[..., Browser]
) -> None:
    operator = browser("operator")
    before = traces()
    assert operator.open("GET", "/day/uncounted").refusal == "DayIsNotPast"
    open_world.clock.move(days=1)
    form = browser("operator").get("/day/uncounted").form("/day/uncounted")
    open_world.clock.move(days=-1)
    page = operator.post("/day/uncounted", {**form.fields, "confirm": "1"}, 409)
    assert page.refusal in ("DayIsNotPast", "FormIsForeign")
    assert traces() == before


def test_a_day_that_was_counted_is_closed_with_its_count(clerk: Browser, late: World) -> None:
    clerk.send(clerk.get("/day/backlog").form("/day/backlog"), **{"d2026-11-18": "work"})
    form = clerk.get("/day/uncounted").form("/day/uncounted")
    late.counts(26_386)
    assert clerk.send(form, "confirm", 409).refusal == "CountIsThere"
    assert clerk.open("GET", "/day/uncounted").refusal == "CountIsThere"


def test_another_day_is_not_closed_by_an_old_form(clerk: Browser, late: World) -> None:
    """Two people close at once: the second's form names a day that is done."""
    clerk.send(clerk.get("/day/backlog").form("/day/backlog"), **{"d2026-11-18": "work"})
    first = clerk.get("/day/uncounted").form("/day/uncounted")
    second = clerk.get("/day/uncounted").form("/day/uncounted")
    clerk.send(first, "confirm")
    assert clerk.send(second, "confirm", 409).refusal == "NoDayIsOpen"
    clerk.send(clerk.get("/day/backlog").form("/day/backlog"), **{"d2026-11-19": "work"})
    assert clerk.send(second, "confirm", 409).refusal == "BacklogHasMoved"
    assert clerk.send(first, "confirm").location == "/day/sheet/2026-11-18"


def test_delay_stands_wherever_the_day_is_shown(clerk: Browser, late: World) -> None:
    """D7: home, the strip above each page, all days, cash book and day book."""
    assert "/day/backlog" in clerk.get("/").links
    clerk.send(clerk.get("/day/backlog").form("/day/backlog"), **{"d2026-11-18": "work"})
    late.enters(rupees=40)
    for path in ("/", "/day", "/daybook/2026-11-18", "/cashbook/2026-11-18", "/vouchers/new"):
        page = clerk.get(path)
        assert page.all("span", data_delay="6"), path


def test_many_days_come_in_portions(world: World, browser: Callable[..., Browser]) -> None:
    world.starts_books(as_on="2026-09-01")
    operator = browser("operator")
    page = operator.get("/day/backlog")
    assert len(page.all("select")) == 14
    form = page.form("/day/backlog")
    operator.send(form, **dict.fromkeys(form.choices, "idle"))
    assert days.last_closed(world.society_id).day_on == "2026-09-15"  # type: ignore[union-attr]
