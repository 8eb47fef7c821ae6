"""The menu of billers, and the services that lead to it, where the portal pays bills."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from typing import Any

import pytest
from flask import Flask

from portal.actions import catalogue
from portal.domain.billers import BillerPage
from portal.sandboxes.bharat_connect import master
from portal.storage import billers as stored
from portal.storage import engine, places
from tests.browser_client import Browser, Page
from tests.world import World

Browsers = Callable[..., Browser]


@pytest.fixture
def paying(app: Flask) -> Flask:
    """The portal with a line to an operating unit, which no page here uses."""
    unit: Any = object()
    app.extensions["rokad"] = replace(app.extensions["rokad"], bill_payments=unit)
    return app


@pytest.fixture
def operator(paying: Flask, open_world: World, browser: Browsers) -> Browser:
    return browser("operator")


def billers(page: Page) -> list[str]:
    """Return the billers that a page leads to, in order."""
    links = (one.split("?")[0] for one in page.links)
    return [one.removeprefix("/bills/") for one in links if one.startswith("/bills/")]


def test_any_biller_is_three_taps_from_home(operator: Browser) -> None:
    """F16."""
    assert "/bills" in operator.get("/").links
    menu = operator.get("/bills")
    assert "/bills?category=Electricity" in menu.links
    page = operator.get("/bills?category=Electricity")
    assert page.title.startswith("बिजली बिल")
    assert "MPCZ00000MAP02" in billers(page)
    assert "NBPDCL000BHI01" not in billers(page)


def test_every_biller_of_the_state_stands_in_its_category(operator: Browser) -> None:
    wanted = {one.id for one in stored.believed().values() if not one.states or "MP" in one.states}
    seen: set[str] = set()
    for link in operator.get("/bills").links:
        for number in range(1, 9) if "category=" in link else ():
            page = operator.get(f"{link}&page={number}")
            seen |= {*billers(page)}
            if "अगला पृष्ठ" not in page.text:
                break
    assert seen == wanted


@pytest.mark.parametrize("words", ["बत्ती का बिल", "bijli bill", "लाइट", "mp gramin bijli"])
def test_everyday_words_find_the_biller(operator: Browser, words: str) -> None:
    page = operator.get(f"/bills?q={words}")
    assert "MPCZ00000MAP02" in billers(page)[:5]
    assert billers(operator.piece(f"/bills?q={words}", "_found")) == billers(page)


def test_a_guess_says_that_it_is_one(operator: Browser) -> None:
    assert "ठीक यही नाम नहीं मिला" in operator.get("/bills?q=bijlee indoor").text
    page = operator.get("/bills?q=qqqqxxxx")
    assert "ऐसा बिल नहीं मिला" in page.text
    assert billers(page) == []


def test_another_state_and_all_states_are_a_tap_away_and_stay_chosen(operator: Browser) -> None:
    page = operator.get("/bills?state=BR")
    assert "/bills?category=Electricity&state=BR" in page.links
    page = operator.get("/bills?category=Electricity&state=BR")
    assert {"NBPDCL000BHI01", "SBPDCL000BHI01"} <= {*billers(page)[:2]}
    assert "/bills?state=all&category=Electricity" in page.links
    everywhere = operator.get("/bills?state=all&category=Electricity")
    assert len(billers(everywhere)) == 20
    last = operator.get("/bills?page=2&category=Electricity&state=all")
    assert len(billers(last)) > 3
    assert billers(operator.get("/bills?q=bihar bijli&state=BR"))
    assert operator.get("/bills?state=XX").links == operator.get("/bills").links


def test_for_whom_the_bill_is_goes_along(operator: Browser) -> None:
    page = operator.get("/bills?visit=7&member=3")
    assert "/bills?category=Electricity&visit=7&member=3" in page.links
    page = operator.get("/bills?category=Electricity&visit=7&member=3")
    assert "/bills/MPCZ00000MAP02?visit=7&member=3" in page.links
    form = operator.get("/bills?visit=7").form("/bills")
    assert (form.method, form.fields["visit"]) == ("get", "7")
    assert "visit" not in operator.get("/bills?visit=x%22").html
    page = operator.get("/bills?category=Electricity&member_no=क-7/2")
    assert all("member_no=" in one for one in page.links if one.startswith("/bills/"))
    assert operator.get("/bills?member_no=234567890124", 422).refusal == "AadhaarIsNotStored"


def test_odd_addresses_are_answered(operator: Browser) -> None:
    for path in ("/bills?category=Nothing", "/bills?category=Electricity&page=9",
                 "/bills?category=Electricity&page=0", "/bills?category="):  # fmt: skip
        assert operator.get(path, 404).refusal == "BillerIsUnknown"
    for path in ("/bills?q=%00", "/bills?q=" + "क" * 3000, "/bills?category=Electricity&page=x",
                 "/bills?q=%22%3E%3Cscript%3E"):  # fmt: skip
        page = operator.open("GET", path)
        assert page.status in (200, 400, 404)
        assert "<script>" not in page.text
    page = operator.get("/bills?q=2345 6789 0124", 422)
    assert page.refusal == "AadhaarIsNotStored"
    assert "0124" not in page.text


def test_an_assistant_pays_for_a_society_of_the_block(
    paying: Flask, open_world: World, browser: Browsers
) -> None:
    open_world.works_on_behalf()
    assistant = browser("assistant")
    page = assistant.get("/bills?society=KHR001")
    assert "/bills?category=Electricity&society=KHR001" in page.links
    assert page.form("/bills").fields["society"] == "KHR001"
    assert browser("officer").get("/bills?society=KHR001", 403).refusal == "BehalfIsNeeded"


def test_a_list_of_thousands_stays_within_the_budget(
    paying: Flask, open_world: World, operator: Browser
) -> None:
    """P11: the real master has some twenty thousand."""
    one = master.dress(stored.believed().values())[0]
    many = [
        replace(one, id=f"MANY{place:06d}NAT01", name=f"Cooperative Finance and Loans No {place}",
                category="Loan Repayment", states=())
        for place in range(3_000)
    ]  # fmt: skip

    def work() -> None:
        reading = stored.begin_reading(1)
        stored.store(BillerPage(tuple(many), len(many), "").billers, 1)
        stored.note_reading(reading._replace(ended_at=2))

    engine.write_transaction(work)
    engine.disconnect()
    page = operator.get("/bills?category=Loan Repayment&page=60")
    assert len(billers(page)) == 20
    assert len(billers(operator.get("/bills?q=finance"))) == 15


def test_without_a_unit_the_menu_says_so(open_world: World, browser: Browsers) -> None:
    operator = browser("operator")
    assert "/bills" not in operator.get("/").links
    page = operator.get("/bills")
    assert "भारत कनेक्ट से जुड़ा नहीं" in page.text
    assert billers(page) == []


def test_a_bill_service_leads_to_its_biller(operator: Browser) -> None:
    page = operator.get("/services/item/bill-006")
    assert "/bills/MPCZ00000MAP02?service=bill-006" in page.links
    assert "बिल देखें" in page.text
    assert [one for one in page.forms if one.method == "post"] == []
    answer = operator.post("/services/item/bill-006", {}, 404)
    assert answer.refusal == "ServiceIsUnknown"


def test_a_service_of_several_billers_has_a_button_for_each(operator: Browser) -> None:
    page = operator.get("/services/item/bill-056")
    assert [one for one in page.links if "service=bill-056" in one] != []
    assert len(billers(page)) >= 2


def test_a_biller_that_takes_nothing_leaves_the_hand_kept_task(
    paying: Flask, open_world: World, operator: Browser
) -> None:
    known = master.dress(stored.believed().values())

    def work() -> None:
        reading = stored.begin_reading(1)
        stored.store([replace(one, is_active=one.id != "MPCZ00000MAP02") for one in known], 1)
        stored.note_reading(reading._replace(ended_at=2))

    engine.write_transaction(work)
    engine.disconnect()
    page = operator.get("/services/item/bill-006")
    assert billers(page) == []
    assert len([one for one in page.forms if one.method == "post"]) == 1
    assert billers(operator.get("/services/item/bill-005")) == ["MPCZ00000MAP01"]


def test_a_biller_whose_service_the_district_switched_off_says_why(
    paying: Flask, open_world: World, operator: Browser
) -> None:
    place = places.place("KHR")
    assert place is not None
    catalogue.switch_service(
        open_world.doer("district"), open_world.slip("district", 0), place, "bill-006", False,
        "दफ्तर से मना",
    )  # fmt: skip
    engine.disconnect()
    page = operator.get("/bills?category=Electricity")
    assert "MPCZ00000MAP02" not in billers(page)
    assert "MPCZ00000MAP01" in billers(page)
    assert "दफ्तर से मना" in page.text
    assert billers(operator.get("/services/item/bill-006")) == []
    form = operator.get("/bills/MPCZ00000MAP02").form("/bills/MPCZ00000MAP02", "")
    typed = {"p1": "N1234567890", "mobile": "9876543210"}
    answer = operator.send(form, "", 409, **typed)
    assert answer.refusal == "BillerIsOff"
    assert "दफ्तर से मना" in answer.text


def test_other_services_are_as_they_were(operator: Browser) -> None:
    page = operator.get("/services/item/cert-020")
    assert "/applications/new?service=cert-020" in page.links


def test_before_the_day_is_open_a_bill_waits(
    paying: Flask, world: World, browser: Browsers
) -> None:
    world.starts_books()
    page = browser("operator").get("/services/item/bill-006")
    assert "पहले दिन खोलें; फिर यहाँ बिल" in page.text
    assert billers(page) == []


def test_strangers_see_no_way_to_pay(paying: Flask, open_world: World, browser: Browsers) -> None:
    assert billers(browser().get("/services/item/bill-006?state=MP")) == []


def test_the_menu_speaks_english_too(paying: Flask, open_world: World, browser: Browsers) -> None:
    operator = browser("operator", language="en")
    assert operator.get("/bills").title == "Whose bill is to be paid?"
    assert operator.get("/bills?category=LPG Gas").title.startswith("LPG cylinder")
