"""The pages of reopening a day, as browsers without scripts meet them."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from portal.actions import reopenings
from portal.storage import days
from portal.storage.daybook import balance
from tests.browser_client import Browser
from tests.world import TODAY, World, traces

Browsers = Callable[..., Browser]
FEE = "csc_service_fee"


@pytest.fixture
def closed(open_world: World) -> World:
    """Give the world with today closed: two fees, counted right."""
    open_world.enters(rupees=50)
    open_world.enters(rupees=500)
    open_world.counts(balance(open_world.society_id, 2101) // 100)
    open_world.closes_day()
    open_world.clock.move(minutes=20)
    return open_world


def asks(world: World, username: str = "manager", hours: int = 2) -> int:
    wish = reopenings.Wish(TODAY, (FEE,), hours, "एक शुल्क दो बार लिखा गया")
    done = reopenings.ask(world.doer(username), world.slip(username), world.society_id, wish)
    return int(done.location.rsplit("/", 1)[1])


def grants(world: World, request_id: int) -> None:
    officer, slip = world.doer("officer"), world.slip("officer")
    reopenings.grant(officer, slip, world.society_id, request_id, 2, "")


def test_a_request_names_its_tasks_and_its_reason(closed: World, browser: Browsers) -> None:
    manager = browser("manager")
    page = manager.get("/reopenings/new")
    form = page.form("/reopenings/new")
    before = traces()
    told = manager.send(form, "", 422, remark="भूल")
    assert told.refusal == "TasksAreNotNamed"
    assert "भूल" in told.text
    told = manager.send(told.form("/reopenings/new"), "", 422, **{f"t_{FEE}": "1", "remark": ""})
    assert told.refusal == "ReasonIsMissing"
    assert told.all("input", name=f"t_{FEE}", checked=True)
    assert traces() == before
    done = manager.send(
        told.form("/reopenings/new"), "", 303, **{f"t_{FEE}": "1", "remark": "दो बार लिखा"}
    )
    page = manager.follow(done)
    assert "अधिकारी का निर्णय बाकी" in page.text
    assert "waits" not in page.text
    assert "24-11-2026 फिर खोलने का अनुरोध" in manager.get("/").text
    assert manager.get("/reopenings/new").status == 200


def test_another_kind_is_sought_and_what_is_ticked_stays(closed: World, browser: Browsers) -> None:
    manager = browser("manager")
    form = manager.get("/reopenings/new").form("/reopenings/new")
    before = traces()
    fields = {f"t_{FEE}": "1", "other": "khad", "remark": "खाद की बिक्री छूटी"}
    page = manager.send(form, "find", 200, **fields)
    assert page.all("input", name="t_fert_sale_cash")
    assert page.all("input", name=f"t_{FEE}", checked=True)
    assert "खाद की बिक्री छूटी" in page.text
    assert traces() == before


def test_without_a_day_to_reopen_the_page_says_why(open_world: World, browser: Browsers) -> None:
    manager = browser("manager")
    assert "कोई बंद दिन नहीं" in manager.get("/reopenings/new").text
    assert "कोई बंद दिन नहीं" in manager.get("/reopenings").text


def test_the_officer_sees_who_asks_and_grants(closed: World, browser: Browsers) -> None:
    request_id = asks(closed)
    officer = browser("officer")
    assert f"/reopenings/{request_id}?society=KHR001" in officer.get("/officer").links
    page = officer.get(f"/reopenings/{request_id}?society=KHR001")
    form = page.form(button="outcome=grant")
    told = officer.send(form, "outcome=refuse", 422)
    assert told.refusal == "ReasonIsMissing"
    done = officer.send(form, "outcome=grant", 303, hours="1")
    page = officer.follow(done)
    assert page.one("p", data_state=True).get("data-state") == "granted"
    day = days.day(closed.society_id, TODAY)
    assert day is not None
    assert day.is_reopened
    assert "इस वर्ष फिर खोले गए: 1" in officer.get("/officer").text
    assert officer.get(f"/officer/KHR001/{TODAY}").status == 200
    assert f"/reopenings/{request_id}?society=KHR001" in officer.get("/reopenings").links
    assert officer.get("/reopenings?society=KHR001").status == 200


def test_the_asker_and_the_society_can_not_grant(closed: World, browser: Browsers) -> None:
    """Over HTTP: a forged form of the society is not of their role."""
    request_id = asks(closed)
    manager = browser("manager")
    page = manager.get(f"/reopenings/{request_id}")
    fields = page.form(f"/reopenings/{request_id}/withdraw").fields
    before = traces()
    told = manager.post(f"/reopenings/{request_id}", {**fields, "outcome": "grant"}, 403)
    assert told.refusal == "DeedIsNotAllowed"
    assert traces() == before


def test_an_officer_of_another_block_is_told_of_no_such_society(
    closed: World, browser: Browsers
) -> None:
    request_id = asks(closed)
    browser("operator2").get(f"/reopenings/{request_id}", 404)
    browser("operator2").get(f"/reopenings/{request_id}?society=KHR001", 404)


def test_on_a_reopened_day_only_the_named_tasks_are_offered(
    closed: World, browser: Browsers
) -> None:
    grants(closed, asks(closed))
    operator = browser("operator")
    assert "तक फिर खुला है" in operator.get("/").text
    page = operator.get("/vouchers/new?all=1")
    links = [one for one in page.links if one.startswith("/vouchers/new/")]
    assert links == [f"/vouchers/new/{FEE}"]
    assert operator.get("/vouchers/new/tea_expense", 422).refusal == "TaskIsNotGranted"


def test_time_that_runs_out_in_a_form_keeps_what_was_typed(
    closed: World, browser: Browsers
) -> None:
    grants(closed, asks(closed))
    operator = browser("operator")
    page = operator.get(f"/vouchers/new/{FEE}")
    form = page.form(f"/vouchers/new/{FEE}")
    back = operator.send(form, "", 200, amount="75", party="सुशीला देवी", narration="फोटो के लिए")
    closed.clock.move(minutes=121)
    before = traces()
    told = operator.send(back.form(button="confirm"), "confirm", 422)
    assert told.refusal == "ReopeningIsOver"
    kept = told.form(f"/vouchers/new/{FEE}").fields
    assert (kept["amount"], kept["party"]) == ("75", "सुशीला देवी")
    assert "गिनें और दिन बंद करें" in told.text
    assert traces() == before


def test_what_changed_is_shown_before_and_after(closed: World, browser: Browsers) -> None:
    request_id = asks(closed)
    grants(closed, request_id)
    closed.enters(rupees=75, party="सुशीला देवी")
    manager = browser("manager")
    page = manager.get(f"/reopenings/{request_id}")
    assert "सुशीला देवी" in page.text
    closed.counts(balance(closed.society_id, 2101) // 100)
    closed.closes_day()
    page = browser("officer").get(f"/reopenings/{request_id}?society=KHR001")
    row = page.one("tr", data_part="receipts")
    assert "550" in "".join(row.itertext())
    assert "625" in "".join(row.itertext())
    assert page.one("tr", data_piece="coin-1")
    codes = [one for one in page.links if one.startswith("/seals?code=")]
    assert len(codes) == 2
    for one in codes:
        checked = browser("officer").get(one).one("div", data_matches=True)
        assert checked.get("data-matches") == "yes"


def test_while_the_cash_is_counted_no_closing_is_shown(closed: World, browser: Browsers) -> None:
    first = asks(closed)
    grants(closed, first)
    closed.counts(26_936)
    closed.closes_day()
    second = asks(closed)
    grants(closed, second)
    operator = browser("operator")
    operator.send(operator.get("/day/count").form("/day/count"), "", 303)
    assert "26,936" not in operator.get(f"/reopenings/{first}").text


def test_whoever_asked_takes_it_back(closed: World, browser: Browsers) -> None:
    request_id = asks(closed)
    manager = browser("manager")
    form = manager.get(f"/reopenings/{request_id}").form(f"/reopenings/{request_id}/withdraw")
    page = manager.follow(manager.send(form, "", 303))
    assert page.one("p", data_state=True).get("data-state") == "withdrawn"


def test_the_list_leads_to_each_and_to_no_other(closed: World, browser: Browsers) -> None:
    request_id = asks(closed)
    grants(closed, request_id)
    closed.counts(26_936)
    closed.closes_day()
    manager = browser("manager")
    assert manager.get("/reopenings").status == 200
    assert manager.get(f"/reopenings/{request_id}").status == 200
    assert manager.get("/reopenings/99", 404).refusal == "RequestIsUnknown"
