"""Reports on the screen, on paper and as a file, each within one's reach."""

from __future__ import annotations

import csv
import io
from collections.abc import Callable

import pytest

from portal.actions import visits
from portal.actions.billers import biller
from portal.actions.visit_payment import Paying, pay
from portal.actions.visits import Caller
from portal.domain.visits import Fee
from portal.storage import engine
from tests.actions.test_aeps import records
from tests.actions.test_service_reports import an_application
from tests.browser_client import Browser
from tests.world import TODAY, World

Browsers = Callable[..., Browser]
REPORTS = ("services", "people", "pending")
READERS = ("manager", "chairman", "officer", "assistant", "district", "state", "auditor", "admin")


@pytest.fixture
def busy(open_world: World) -> World:
    """A day with a fee, a withdrawal and applications."""
    world = open_world
    done = visits.add_fee(
        world.doer(), world.slip(), world.society_id, Caller(None, "सुशीला देवी"),
        Fee("जाति प्रमाण पत्र", 20_00, 30_00, "cert-019"),
    )  # fmt: skip
    visit_id = int(done.location.rsplit("/", 1)[1])
    paying = Paying(version=visits.visit(world.society_id, visit_id).version)
    pay(world.doer(), world.slip(), world.society_id, visit_id, paying, biller)
    records(world)
    an_application(world, 1, state_on="2026-10-01", village="खेड़ी")
    an_application(world, 2, state="wanted", remind_on=TODAY)
    engine.disconnect()
    return world


@pytest.mark.parametrize("reader", READERS)
def test_every_reader_sees_each_report_on_every_medium(
    busy: World, browser: Browsers, reader: str
) -> None:
    """P9, P10, P11: in both languages."""
    for language in ("hi", "en"):
        who = browser(reader, language=language)
        for report in REPORTS:
            page = who.get(f"/reports/{report}")
            assert f"/reports/{report}" not in page.links
            for link in page.links:
                if link.startswith("/reports/"):
                    who.get(link)


def test_services_are_shown_by_kind_by_service_and_by_how_money_moved(
    busy: World, browser: Browsers
) -> None:
    page = browser("manager").get("/reports/services")
    for words in ("01-11-2026 – 30-11-2026", "आवेदन", "बैंक का काम", "बिना नकद: हर 100 में 95"):
        assert words in page.text, words
    assert {cell.get("data-paise") for cell in page.all("td") if cell.get("data-paise")} >= {
        "2000", "3000", "5000", "100000",
    }  # fmt: skip
    assert "/reports/services?month=2026-10" in page.links
    assert "/reports/services?month=2026-12" not in page.links
    day = browser("manager").get("/reports/services?month=24-11-2026")
    assert "/reports/services?month=2026-11-23" in day.links
    assert "इसमें कुछ नहीं है" in browser("manager").get("/reports/services?month=2020-01").text


def test_a_file_has_every_line_and_calculates_nothing(busy: World, browser: Browsers) -> None:
    an_application(busy, 3, name="=HYPERLINK(1)")
    engine.disconnect()
    manager = browser("manager")
    rows = list(csv.reader(io.StringIO(manager.get("/reports/services?format=csv").html)))
    assert [one[1:] for one in rows if one and one[0] == "कुल"] == [["5", "20.00", "30.00"]] * 2
    page = manager.get("/reports/pending?format=csv")
    assert "attachment" in page.headers["Content-Disposition"]
    assert "KHR001-2026-11-24.csv" in page.headers["Content-Disposition"]
    assert "01-10-2026" in page.html
    assert not any(cell.startswith("=") for row in csv.reader(io.StringIO(page.html))
                   for cell in row)  # fmt: skip


def test_what_is_pending_leads_to_each_and_shows_names_to_few(
    busy: World, browser: Browsers
) -> None:
    """P9."""
    page = browser("manager").get("/reports/pending")
    for words in ("आवेदक", "01-10-2026", "कमला बाई", "तारीख आ गई: 1"):
        assert words in page.text, words
    assert {"/reports/pending?at=office", "/applications?due=1"} <= set(page.links)
    for link in page.links:
        if link.startswith("/applications"):
            browser("manager").get(link)
    office = browser("manager").get("/reports/pending?at=office")
    assert office.text.count("कमला बाई") == 1
    assert "कमला बाई" not in browser("chairman").get("/reports/pending").text
    assert "कमला बाई" not in browser("state").get("/reports/pending").text
    assert "कमला बाई" in browser("officer").get("/reports/pending").text


def test_a_place_leads_down_to_its_societies_and_no_further_than_ones_own(
    busy: World, browser: Browsers
) -> None:
    """P9."""
    state = browser("state")
    page = state.get("/reports/services")
    assert "/reports/services?place=MP-IND&month=2026-11" in page.links
    page = state.get("/reports/services?place=KHR-BKG")
    assert "/reports/services?society=KHR001&month=2026-11" in page.links
    assert "/reports/services?place=KHR&month=2026-11" in page.links
    page = state.get("/reports/services?society=KHR001")
    assert "/reports/services?month=2026-10&society=KHR001" in page.links
    officer = browser("officer")
    officer.get("/reports/services?place=KHR", 404)
    officer.get("/reports/people?society=ALM001", 404)
    officer.get("/reports/pending?place=none", 404)
    browser("manager").get("/reports/services?society=ALM001", 404)
    browser("operator").get("/reports/services", 403)
    assert browser().get("/reports/services", 303).location.startswith("/login")


@pytest.mark.parametrize("month", ["x", "2026-13", "31-02-2026", "%27", "9" * 40, "\u202e2026"])
def test_a_wrong_period_is_said(busy: World, browser: Browsers, month: str) -> None:
    page = browser("manager").get(f"/reports/services?month={month}", 422)
    assert page.refusal == "PeriodIsWrong"


def test_strange_addresses_show_the_first_page(busy: World, browser: Browsers) -> None:
    manager = browser("manager")
    for query in ("page=-1", "page=0", "page=x", "page=99999999", "at=<b>", "at=x"):
        manager.get(f"/reports/pending?{query}")


def test_while_the_count_is_blind_the_open_day_is_left_out(busy: World, browser: Browsers) -> None:
    manager = browser("manager")
    manager.begins_count()
    for query in ("", "?month=24-11-2026", "?print=1"):
        page = manager.get(f"/reports/services{query}")
        assert "₹" not in page.text
        assert "खुला दिन इसमें नहीं है" in page.text
        assert not [one for one in page.all("td") if one.get("data-paise")]
    assert "50.00" not in manager.get("/reports/services?format=csv").html
    assert "बिना नकद" in browser("officer").get("/reports/services").text


@pytest.mark.parametrize("code", ["IN", "MP", "MP-IND", "KHR", "KHR-BKG", "DCCB-KHR", "BR"])
def test_a_place_of_any_level_has_its_reports(busy: World, browser: Browsers, code: str) -> None:
    """Banks and their branches too, and a state where nobody is yet."""
    admin = browser("admin")
    for report in REPORTS:
        page = admin.get(f"/reports/{report}?place={code}")
        assert all(link.startswith(("/", "?")) for link in page.links)
        admin.get(f"/reports/{report}?place={code}&print=1")
        assert admin.get(f"/reports/{report}?place={code}&format=csv").html
