"""A closure: declared once by an officer, it is a free day of all societies of the place."""

from __future__ import annotations

from collections.abc import Callable

from portal.actions import legacy_days
from portal.storage import calendar, engine
from tests.browser_client import Browser, Page
from tests.world import TODAY, YESTERDAY, World, traces

Maker = Callable[..., Browser]


def declares(officer: Browser, first_on: str, last_on: str = "", **more: str) -> Page:
    form = officer.get("/closures").form("/closures")
    said = {"first_on": first_on, "last_on": last_on, "name_hi": "पंचायत चुनाव", **more}
    return officer.follow(officer.send(form, **said))


def test_an_election_of_two_days_is_free_for_the_block_and_not_for_others(
    world: World, browser: Maker
) -> None:
    """D2: the gap page, the list of days behind, older books and the round all know it."""
    world.starts_books(as_on="2026-11-18")
    officer = browser("officer")
    red = officer.get("/officer").text
    assert "4 कार्य-दिवस से बंद नहीं" in red
    page = declares(officer, "19-11-2026", "20-11-2026", name_en="Panchayat election")
    assert page.title == "पंचायत चुनाव"
    round_page = officer.get("/officer").text
    assert "2 कार्य-दिवस से बंद नहीं" in round_page

    operator = browser("operator")
    gap = operator.get("/day/open").form("/day/open")
    assert gap.fields["gap_2026-11-19"] == gap.fields["gap_2026-11-20"] == "holiday"
    assert "gap_2026-11-21" not in gap.fields
    assert "पंचायत चुनाव" in operator.get("/day/backlog").text
    assert "Panchayat election" in browser("operator", language="en").get("/day/open").text
    kinds = legacy_days.gap_kinds(world.society_id, "2026-11-18", "2026-11-22")
    assert kinds == {"2026-11-19": "holiday", "2026-11-20": "holiday", "2026-11-21": "idle"}
    other = calendar.days_off(world.society("ALM001"), "2026-11-19", "2026-11-20")
    assert other == {}


def test_a_closure_on_a_day_with_vouchers_names_the_societies_and_hides_nothing(
    open_world: World, browser: Maker
) -> None:
    """Declared at noon: who has worked is told, and goes on as always."""
    open_world.enters(rupees=40)
    before = traces()[1:]
    page = declares(browser("officer"), "24-11-2026")
    assert "पैक्स भीकनगाँव" in page.text
    assert "पैक्स बमनाला" not in page.text
    assert traces()[1:] == before
    operator = browser("operator")
    operator.counts_rupees(26_426)
    operator.closes()
    assert "3307 40" in operator.get(f"/daybook/{TODAY}").text


def test_it_is_withdrawn_until_a_society_wrote_the_day_down(world: World, browser: Maker) -> None:
    world.starts_books(as_on="2026-11-22")
    officer = browser("officer")
    first = declares(officer, "25-11-2026")
    page = officer.follow(officer.send(first.form("/closures/1"), "withdraw"))
    assert "वापस" in page.text
    assert calendar.days_off(world.society(), "2026-11-25", "2026-11-25") == {}

    used = declares(officer, "23-11-2026")
    form = used.form("/closures/2")
    world.opens_day(TODAY, {YESTERDAY: "holiday"})
    refused = officer.send(form, "withdraw", 409)
    assert refused.refusal == "ClosureIsUsed"
    assert "पैक्स भीकनगाँव" in refused.text
    assert officer.get("/closures/2").all("button", name="withdraw") == []


def test_a_closure_is_of_ones_own_place_only(world: World, browser: Maker) -> None:
    """P9: another block's officer, a society's people, a forged place, a replay."""
    officer, state = browser("officer"), browser("state")
    form = officer.get("/closures").form("/closures")
    good = {"first_on": "25-11-2026", "last_on": "", "name_hi": "बाढ़"}
    place = {**form.fields, **good}
    assert officer.post("/closures", {**place, "place": "KHR"}, 404).refusal == "PlaceIsOutOfReach"
    assert officer.post("/closures", {**place, "place": "ALM"}, 404).refusal == "PlaceIsOutOfReach"
    assert officer.post("/closures", {**place, "place": "NONE"}, 404)
    assert engine.value("SELECT COUNT(*) FROM closure") == 0
    officer.send(form, **good)
    assert officer.send(form, **good).location == "/closures/1"
    assert officer.send(form, "", 409, **{**good, "name_hi": "चुनाव"})
    assert engine.value("SELECT COUNT(*) FROM closure") == 1
    assert browser("operator").open("GET", "/closures").refusal == "DeedIsNotAllowed"
    assert browser("assistant").open("GET", "/closures/1").refusal == "DeedIsNotAllowed"

    wide = state.get("/closures").form("/closures")
    state.send(wide, **good)
    above = officer.get("/closures/2")
    assert above.all("button", name="withdraw") == []
    form = officer.get("/closures/1").form("/closures/1")
    stolen = {"form_token": form.token, "withdraw": "1"}
    assert state.post("/closures/1", stolen, 400).refusal == "FormIsForeign"
    assert officer.post("/closures/2", {**stolen}, 400).refusal == "FormIsForeign"


def test_dates_and_reason_are_checked(world: World, browser: Maker) -> None:
    officer = browser("officer")
    form = officer.get("/closures").form("/closures")
    for said, refusal in (
        (("25-11-2026", "24-11-2026", "चुनाव"), "ClosureEndsTooEarly"),
        (("25-11-2026", "31-12-2026", "चुनाव"), "ClosureIsTooLong"),
        (("25-11-2031", "", "चुनाव"), "ClosureIsOutOfTime"),
        (("25-11-2025", "", "चुनाव"), "ClosureIsOutOfTime"),
        (("25-11-2026", "", ""), "ClosureNeedsReason"),
    ):
        named = dict(zip(("first_on", "last_on", "name_hi"), said, strict=True))
        assert officer.send(form, "", 422, **named).refusal == refusal
    assert officer.send(form, "", 422, first_on="kal").errors
    declares(officer, "25-11-2026", "27-11-2026")
    again = officer.get("/closures").form("/closures")
    page = officer.send(again, "", 422, first_on="27-11-2026", last_on="", name_hi="बाढ़")
    assert page.refusal == "ClosureIsThere"
