"""The pages of a year's edge: state, opening and closing, adjustments, taking one back, sheet."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

import pytest
from flask import Flask

from portal.domain.year_edge import ADJUSTMENT
from portal.settings import YearEdgeSettings
from portal.storage import daybook
from portal.storage import year_edge as stored
from tests.browser_client import Browser, Page
from tests.world import World, traces
from tests.year_edge_world import (
    FY,
    INTEREST,
    OWED,
    adjusts,
    april,
    closes_april,
    closes_edge,
    edged,
    findings,
    needs_second_person,
    opens_edge,
    turns_to,
)

__all__ = ["april", "edged"]
PATH = "/year-edge"
NEW = f"{PATH}/new"


def presses(browser: Browser, deed: str) -> Page:
    """Press a button of the state page, up to what is read back."""
    page = browser.get(PATH)
    form = next(one for one in page.forms if one.fields.get("deed") == deed)
    return browser.send(form, "", 200)


def confirms(browser: Browser, deed: str, status: int = 303, **fields: object) -> Page:
    return browser.send(presses(browser, deed).form(PATH), "confirm", status, **fields)


def writes(browser: Browser, status: int, **fields: str) -> Page:
    return browser.send(browser.get(NEW).form(NEW), "", status, **fields)


GOOD = {
    "head1": str(INTEREST), "debit1": "1,200", "head2": str(OWED), "credit2": "१२००",
    "narration": "बचत पर मार्च तक का ब्याज",
}  # fmt: skip


def state_of(page: Page) -> str | None:
    return page.one("p", data_state=True).get("data-state")


def test_opening_is_read_back_and_done_once(april: World, browser: Callable[..., Browser]) -> None:
    manager = browser("manager")
    assert state_of(manager.get(PATH)) == "none"
    before = traces()
    page = presses(manager, "open")
    assert "30-06-2027" in page.text
    assert traces() == before
    form = page.form(PATH)
    first = manager.send(form, "confirm", 303)
    assert state_of(manager.follow(first)) == "open"
    assert manager.send(form, "confirm", 303).location == first.location
    again = manager.post(PATH, {**form.fields, "confirm": "1", "deed": "close"}, 409)
    assert again.refusal == "FormWasUsedForOther"
    assert stored.open_edge(april.society_id) is not None


def test_it_says_which_days_are_missing(world: World, browser: Callable[..., Browser]) -> None:
    turns_to(world, "2027-03-30")
    world.starts_books()
    turns_to(world, "2027-04-05")
    page = browser("manager").get(PATH)
    assert "30-03-2027" in page.text
    assert "31-03-2027" in page.text
    assert page.forms == []
    sent = {"deed": "open", "fy": str(FY), "confirm": "1"}
    manager = browser("manager")
    turns_to(world, "2027-04-05")
    token = manager.post(PATH, {"deed": "open", "fy": FY, "form_token": "x"}, 200).form(PATH).token
    refused = manager.post(PATH, {**sent, "form_token": token}, 409)
    assert refused.refusal == "DaysOfYearAreOpen"


def test_an_adjustment_is_read_back_and_entered(
    april: World, browser: Callable[..., Browser]
) -> None:
    opens_edge(april)
    accountant = browser("accountant")
    before = traces()
    page = writes(accountant, 200, **GOOD)
    assert traces() == before
    done = accountant.send(page.form(button="confirm"), "confirm")
    voucher = accountant.follow(done)
    assert voucher.voucher_no == "adjustment-1"
    assert f"{PATH}?fy={FY}" in voucher.links
    listed = accountant.get(PATH)
    assert [one.get("data-voucher-no") for one in listed.all("tr", data_voucher_no=True)] == [
        "adjustment-1"
    ]
    paid = {one.get("data-paise") for one in listed.all("td", data_paise=True)}
    assert paid == {"120000"}
    assert findings(april) == []


@pytest.mark.parametrize(
    ("changed", "field"),
    [
        ({"head2": "2101"}, "head2"),
        ({"head2": "2201"}, "head2"),
        ({"head2": "2204"}, "head2"),
        ({"head1": "2205", "debit1": "1,200"}, "head1"),
        ({"head2": "1301"}, "head2"),
        ({"head2": "9999"}, "head2"),
        ({"head2": "2100"}, "head2"),
        ({"head2": "कुछ भी"}, "head2"),
        ({"debit1": "1e400"}, "debit1"),
        ({"debit1": "-5"}, "debit1"),
        ({"debit1": "NaN"}, "debit1"),
        ({"credit2": "1200.555"}, "credit2"),
        ({"credit1": "5"}, "head1"),
        ({"head2": ""}, "head2"),
        ({"narration": ""}, "narration"),
        ({"narration": "अ" * 301}, "narration"),
        ({"narration": "2345 6789 0124"}, "narration"),
        ({"party": "अ" * 81}, "party"),
    ],
)
def test_each_field_answers_what_is_wrong(
    april: World, browser: Callable[..., Browser], changed: dict[str, str], field: str
) -> None:
    opens_edge(april)
    accountant = browser("accountant")
    before = traces()
    page = writes(accountant, 422, **{**GOOD, **changed})
    assert field in page.errors, page.errors
    assert traces() == before
    kept = page.form(NEW).fields
    assert kept["debit1"] == {**GOOD, **changed}["debit1"]


def test_what_does_not_balance_is_said_above(april: World, browser: Callable[..., Browser]) -> None:
    opens_edge(april)
    page = writes(browser("accountant"), 422, **{**GOOD, "credit2": "1100"})
    assert page.refusal == "VoucherIsUnbalanced"


def test_one_is_taken_back(edged: World, browser: Callable[..., Browser]) -> None:
    manager = browser("manager")
    path = f"{PATH}/6/take-back"
    assert path in manager.get("/vouchers/6").links
    refused = manager.send(manager.get(path).form(path), "", 422, reason="twice", remark=" ")
    assert "remark" in refused.errors
    refused = manager.post(path, {**manager.get(path).form(path).fields, "reason": "x",
                                  "remark": "दो बार"}, 422)  # fmt: skip
    assert refused.refusal == "ReasonIsUnknown"
    back = manager.send(manager.get(path).form(path), "", 200, reason="twice", remark="दो बार")
    done = manager.follow(manager.send(back.form(button="confirm"), "confirm"))
    assert done.voucher_no == "adjustment-2"
    assert daybook.balance(edged.society_id, OWED) == 0
    assert manager.get(path, 409).refusal == "VoucherIsReversed"
    assert manager.get(f"{PATH}/2/take-back", 404).refusal == "NotAnAdjustment"
    assert manager.get(f"{PATH}/99/take-back", 404).refusal == "VoucherIsUnknown"


def test_taking_back_says_beforehand_that_it_waits(
    edged: World, browser: Callable[..., Browser]
) -> None:
    needs_second_person(edged, 1000)
    manager, path = browser("manager"), f"{PATH}/6/take-back"
    back = manager.send(manager.get(path).form(path), "", 200, reason="twice", remark="दो बार")
    assert "मंज़ूरी तक रुकेगी" in back.text
    done = manager.follow(manager.send(back.form(button="confirm"), "confirm"))
    assert done.path.startswith("/proposals/")


def test_locking_shows_the_seal_and_prints(edged: World, browser: Callable[..., Browser]) -> None:
    manager, officer = browser("manager"), browser("officer")
    assert "₹ 1,200" in presses(manager, "close").text
    page = manager.follow(confirms(manager, "close"))
    assert state_of(page) == "closed"
    code = next(one for one in page.links if one.startswith("/seals?code="))
    assert officer.get(code).one("div", data_matches=True).get("data-matches") == "yes"
    sheet = manager.get(f"{PATH}/print?fy={FY}")
    assert "समा-1" in sheet.text
    assert manager.get(f"{NEW}", 409).refusal == "EdgeIsNotOpen"
    assert manager.get("/vouchers/6/correct").status == 200
    assert page.forms == []
    links = manager.get("/vouchers/6").links
    assert "/vouchers/6/correct" in links
    assert f"{PATH}/6/take-back" not in links
    sent = {"deed": "close", "fy": FY, "confirm": "1"}
    token = manager.post(PATH, {"deed": "open", "fy": FY, "form_token": "x"}, 200).form(PATH).token
    assert manager.post(PATH, {**sent, "form_token": token}, 409).refusal == "YearIsLocked"


def test_what_waits_is_named_before_locking(edged: World, browser: Callable[..., Browser]) -> None:
    needs_second_person(edged, 1000)
    accountant, manager = browser("accountant"), browser("manager")
    page = writes(accountant, 200, **GOOD)
    done = accountant.send(page.form(button="confirm"), "confirm")
    assert accountant.follow(done).status == 200
    assert done.location.split("?")[0] in manager.get(PATH).links
    assert confirms(manager, "close", 409).refusal == "ProposalsAreWaiting"
    agrees = manager.get(done.location)
    manager.send(agrees.form(button="approve"), "approve")
    assert stored.sums(edged.society_id, FY) == (2, 2400_00)
    confirms(manager, "close")
    assert findings(edged) == []


def test_books_and_home_name_it(edged: World, browser: Callable[..., Browser]) -> None:
    manager, operator, officer = browser("manager"), browser("operator"), browser("officer")
    assert PATH in manager.get("/").links
    assert PATH not in operator.get("/").links
    page = manager.get("/daybook/2027-03-31")
    assert "वर्ष के समायोजन" in page.text
    assert [one.get("data-voucher-no") for one in page.all("tr", data_voucher_no=True)] == [
        "cash_receipt-2",
        "cash_receipt-3",
        "adjustment-1",
    ]
    cash = manager.get("/cashbook/2027-03-31")
    assert "समा-1" not in cash.text
    plain = manager.get("/trial-balance?on=2027-03-31&plain=1")
    assert str(OWED) not in plain.text
    assert str(OWED) in manager.get("/trial-balance?on=2027-03-31").text
    manager.get("/daybook/2027-03-31?print=1")
    assert f"{PATH}?society=KHR001" in officer.get("/officer").links
    seen = officer.get(f"{PATH}?society=KHR001")
    assert state_of(seen) == "open"
    assert seen.forms == []


def test_after_its_time_home_warns_and_only_locking_is_left(
    edged: World, browser: Callable[..., Browser]
) -> None:
    closes_april(edged)
    turns_to(edged, "2027-07-02")
    manager = browser("manager")
    assert "ताला" in manager.get("/").text
    page = manager.get(PATH)
    assert NEW not in page.links
    assert manager.get(NEW, 409).refusal == "EdgeIsOver"
    voucher = daybook.vouchers_of_kind(edged.society_id, FY, ADJUSTMENT, 1, 0)[0]
    back = f"{PATH}/{voucher.id}/take-back"
    assert manager.get(back, 409).refusal == "EdgeIsOver"
    made = {"reason": "twice", "remark": "दो बार", "form_token": "x"}
    assert manager.post(back, made, 409).refusal == "EdgeIsOver"
    confirms(manager, "close")
    assert findings(edged) == []


def test_nobody_outside_sees_or_moves_it(edged: World, browser: Callable[..., Browser]) -> None:
    """P9: another society, another office, and roles that don't keep the edge."""
    for who in ("operator", "chairman", "officer", "auditor", "district"):
        one = browser(who)
        asked = "" if who in ("operator", "chairman") else "?society=KHR001"
        assert one.get(f"{NEW}{asked}", 403)
        one.post(f"{PATH}{asked}", {"deed": "close", "fy": FY, "form_token": "x"}, 403)
    stranger = browser("operator2")
    assert state_of(stranger.get(PATH)) == "none"
    stranger.get(f"{PATH}?society=KHR001", 404)
    assert stored.open_edge(edged.society_id) is not None


@pytest.mark.parametrize("fy", ["20x6", "99999", "-1", "२०२६", "0"])
def test_a_year_that_is_none_is_no_page(
    april: World, browser: Callable[..., Browser], fy: str
) -> None:
    browser("manager").get(f"{PATH}?fy={fy}", 404)


def test_many_adjustments_are_read_page_by_page(
    april: World, browser: Callable[..., Browser]
) -> None:
    opens_edge(april)
    for rupees in range(1, 26):
        adjusts(april, rupees)
    manager = browser("manager")
    first = manager.get(PATH)
    assert len(first.all("tr", data_voucher_no=True)) == 10
    second = manager.get(f"{PATH}?page=3")
    assert len(second.all("tr", data_voucher_no=True)) == 5
    manager.get(f"{PATH}?page=4", 404)
    manager.get(f"{PATH}/print")
    closes_edge(april)


def test_the_day_book_of_an_idle_31_march_shows_its_adjustments(
    world: World, browser: Callable[..., Browser]
) -> None:
    turns_to(world, "2027-03-30")
    world.starts_books()
    turns_to(world, "2027-04-01")
    world.opens_day(skipped={"2027-03-30": "idle", "2027-03-31": "idle"})
    manager = browser("manager")
    assert manager.get("/daybook/2027-03-31").all("tr", data_voucher_no=True) == []
    opens_edge(world)
    adjusts(world, 70)
    page = manager.get("/daybook/2027-03-31")
    assert page.all("tr", data_voucher_no="adjustment-1")
    assert manager.get("/cashbook/2027-03-31").all("tr", data_voucher_no=True) == []
    plain = manager.get("/trial-balance?on=2027-03-31&plain=1")
    assert [one for one in plain.links if "print=1" in one and "plain=1" in one]
    manager.get("/trial-balance?on=2027-03-31&plain=1&print=1")
    assert "1501" not in manager.get("/trial-balance?on=2027-03-31&plain=1&format=csv").html


def test_a_state_gives_more_time(app: Flask, edged: World, browser: Callable[..., Browser]) -> None:
    """What the state allows later is taken over by an edge that is open, with one press."""
    closes_april(edged)
    turns_to(edged, "2027-07-02")
    manager = browser("manager")
    assert all(one.fields["deed"] == "close" for one in manager.get(PATH).forms)
    house = app.extensions["rokad"]
    given = YearEdgeSettings("06-30", {"MP": "09-30"})
    app.extensions["rokad"] = replace(house, settings=replace(house.settings, year_edge=given))
    confirms(manager, "open")
    page = manager.get(PATH)
    assert "30-09-2027" in page.text
    assert NEW in page.links
    back = writes(manager, 200, **GOOD)
    manager.send(back.form(button="confirm"), "confirm")
    assert findings(edged) == []
