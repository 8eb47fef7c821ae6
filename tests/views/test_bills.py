"""The form of a biller: made from its parameters, checked softly or hard, filled from last time."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from portal.actions.biller_reading import read_billers
from portal.domain.bill_orders import OrderState as S
from portal.domain.text import with_check_digit
from portal.storage import catalogue
from portal.storage.served import CUSTOMERS, MEMBERS
from tests.bills_world import Counter
from tests.browser_client import Browser, Page
from tests.members_world import a_member
from tests.sandboxes.running import DISH, LOAN, MOBILE, POWER
from tests.views.bills_counter import Clerk, bill_form, clerk, counter, line
from tests.world import World

__all__ = ["clerk", "counter", "line"]

N = "ABCDEFGHIJ"
GAS = "INDI00000NATT5"
FORM = f"/bills/{POWER}"


@pytest.fixture
def confirmed(clerk: Clerk) -> Clerk:
    """The counter after the unit's master was read."""
    assert not read_billers(clerk.counter.unit, clerk.counter.world.clock).problem
    return clerk


def sends(clerk: Clerk, path: str, status: int = 422, /, **fields: object) -> Page:
    form = bill_form(clerk.get(path))
    return clerk.browser.send(form, "", status, **fields)


def labels(page: Page) -> str:
    return " ".join("".join(one.itertext()) for one in page.all("label"))


def test_the_form_asks_what_the_biller_asks_in_hindi(clerk: Clerk) -> None:
    page = clerk.get(FORM)
    assert page.title == "उत्तराखंड पावर कॉर्पोरेशन"
    assert "सर्विस कनेक्शन नंबर" in labels(page)
    assert "13 अक्षर" in labels(page)
    assert [one.get("inputmode") for one in page.all("input", name="p1")] == ["text"]
    page = clerk.get(f"/bills/{DISH}")
    assert [one.get("inputmode") for one in page.all("input", name="p1")] == ["numeric"]
    assert "आगे: राशि" in page.text
    assert clerk.get("/bills/NOBODY00000000", 404).refusal == "BillerIsUnknown"


def test_of_a_group_one_number_is_enough(clerk: Clerk) -> None:
    page = clerk.get(f"/bills/{GAS}")
    assert "इनमें से एक लिखें" in page.text
    page = sends(clerk, f"/bills/{GAS}", mobile=MOBILE)
    assert page.refusal == "OneDetailIsNeeded"
    assert "p1" in page.errors
    form = bill_form(page)
    done = clerk.browser.send(form, "", 303, p1="", p2="9876543210", mobile=MOBILE)
    order = clerk.counter.order(int(done.location.rsplit("/", 1)[1]))
    assert order.params == (("Registered Mobile Number", "9876543210"),)


def test_a_choice_is_a_list(confirmed: Clerk) -> None:
    form = bill_form(confirmed.get(f"/bills/{LOAN}"))
    assert {"p1", "p2", "mobile", "name"} <= set(form.fields)


def test_digits_of_both_scripts_are_taken(clerk: Clerk) -> None:
    order_id = clerk.asks("१२३४५६७१००", DISH, mobile="+91 ९८७६५ ४३२१०")
    order = clerk.counter.order(order_id)
    assert (order.params[0][1], order.mobile, order.state) == ("1234567100", MOBILE, S.DRAFT)


def test_a_believed_biller_doubts_once(clerk: Clerk) -> None:
    page = sends(clerk, FORM, p1="ABC", mobile=MOBILE, name="राम")
    assert page.refusal == "BillDetailIsTooShort"
    assert "p1" in page.errors
    assert "यही सही है, बिल देखें" in page.text
    form = bill_form(page)
    assert (form.fields["p1"], form.fields["name"]) == ("ABC", "राम")
    page = clerk.browser.send(form, "sure", 422, p1="ABCD")  # not what was looked at again
    assert page.refusal == "BillDetailIsTooShort"
    done = clerk.browser.send(bill_form(page), "sure")
    order = clerk.counter.order(int(done.location.rsplit("/", 1)[1]))
    assert order.params == (("Service Connection Number", "ABCD"),)


def test_a_confirmed_biller_refuses_at_the_field(confirmed: Clerk) -> None:
    page = sends(confirmed, FORM, p1="ABC", mobile="12")
    assert page.refusal == "BillDetailIsTooShort"
    assert set(page.errors) == {"p1", "mobile"}
    assert "यही सही है" not in page.text
    assert bill_form(page).fields["p1"] == "ABC"
    page = confirmed.browser.send(bill_form(page), "", 422, p1="", mobile=MOBILE)
    assert page.refusal == "BillDetailIsMissing"


def test_an_aadhaar_number_is_no_consumer_number(clerk: Clerk) -> None:
    """P12."""
    aadhaar = with_check_digit("23456789012")
    page = sends(clerk, FORM, p1=aadhaar, mobile=MOBILE)
    assert page.refusal == "AadhaarIsNotStored"
    page = sends(clerk, FORM, p1=f"{N}100", mobile=aadhaar)
    assert "mobile" in page.errors
    assert aadhaar not in page.html


def test_ten_clicks_ask_once(clerk: Clerk) -> None:
    """P1."""
    form = bill_form(clerk.get(FORM))
    data = {"p1": f"{N}100", "mobile": MOBILE}
    places = {clerk.browser.send(form, "", 303, **data).location for _ in range(10)}
    assert places == {"/orders/1"}
    page = clerk.browser.send(form, "", 409, p1=f"{N}101", mobile=MOBILE)
    assert page.refusal == "FormWasUsedForOther"


def test_a_service_is_noted_as_used(clerk: Clerk) -> None:
    clerk.asks(f"{N}100", query="?service=bill-006")
    assert clerk.counter.order(1).service_id == "bill-006"
    assert catalogue.last_used(clerk.counter.society_id, 5) == ["bill-006"]
    assert clerk.counter.order(clerk.asks(f"{N}100", query="?service=nothing")).service_id == ""


def test_a_second_bill_joins_the_visit(clerk: Clerk) -> None:
    first = clerk.asks(f"{N}100", name="राम प्रसाद")
    visit_id = clerk.counter.order(first).visit_id
    page = clerk.get(f"{FORM}?visit={visit_id}")
    assert bill_form(page).fields["mobile"] == MOBILE
    assert bill_form(page).fields["name"] == "राम प्रसाद"
    second = clerk.asks(f"{N}102", query=f"?visit={visit_id}")
    assert clerk.counter.order(second).visit_id == visit_id
    clerk.get(f"{FORM}?visit=99", 404)


def test_a_paid_visit_is_not_added_to(clerk: Clerk) -> None:
    order_id = clerk.takes(f"{N}100")
    visit_id = clerk.counter.order(order_id).visit_id
    other = clerk.asks(f"{N}102", query=f"?visit={visit_id}")
    assert clerk.counter.order(other).visit_id != visit_id


def test_a_members_numbers_are_offered_and_forgotten(clerk: Clerk) -> None:
    member = a_member(clerk.counter.world, mobile="9826012345")
    query = f"?member_no={member.member_no}"
    page = clerk.get(FORM + query)
    assert member.name_hi in page.text
    assert bill_form(page).fields["mobile"] == "9826012345"
    order_id = clerk.asks(f"{N}100", query=query)
    order = clerk.counter.order(order_id)
    assert (order.register, order.record_id) == (MEMBERS, member.id)
    clerk.waits()
    clerk.counter.pays(clerk.chooses(order_id))
    page = clerk.get(FORM + query)
    assert "पिछली बार" in page.text
    again = next(one for one in page.links if "connection=" in one)
    assert bill_form(clerk.get(again)).fields["p1"] == f"{N}100"
    forget = clerk.get(f"{FORM}/forget{query}").form(f"{FORM}/forget")
    page = clerk.browser.follow(clerk.browser.send(forget, f"key={forget.buttons[0][1]}"))
    assert "पिछली बार" not in page.text
    assert member.name_hi in page.text


def test_other_billers_of_the_household_are_offered_too(clerk: Clerk) -> None:
    member = a_member(clerk.counter.world, mobile="9826012345")
    order_id = clerk.asks(f"{N}100", query=f"?member_no={member.member_no}")
    clerk.waits()
    clerk.counter.pays(clerk.chooses(order_id))
    page = clerk.get(f"/bills/{DISH}?member_no={member.member_no}")
    assert any(one.startswith(f"{FORM}?connection=") for one in page.links)


def test_a_member_is_named_by_number_or_by_name(clerk: Clerk) -> None:
    member = a_member(clerk.counter.world)
    search = f"/members?for=bill%3A{POWER}"
    assert search in clerk.get(FORM).links
    found = clerk.get(f"{search}&q={member.member_no}")
    assert f"{FORM}?member_no={member.member_no}" in found.links
    opened = clerk.get(f"{search}&q={member.member_no}&go=1", 303)
    assert opened.location == f"{FORM}?member_no={member.member_no}"
    page = clerk.get(f"{FORM}?member_no=99999")
    assert page.warnings
    page = sends(clerk, f"{FORM}?member_no=99999", 303, p1=f"{N}100", mobile=MOBILE)
    assert clerk.counter.order(1).register is None


def test_a_walk_in_is_named(clerk: Clerk, line: Counter) -> None:
    form = clerk.get("/customers/new").form("/customers/new")
    clerk.browser.send(form, name_hi="राम लाल", mobile="9876500001")
    page = clerk.get(f"{FORM}?customer=1")
    assert bill_form(page).fields["mobile"] == "9876500001"
    order = line.order(clerk.asks(f"{N}100", query="?customer=1", mobile="9876500001"))
    assert (order.register, order.record_id) == (CUSTOMERS, 1)
    assert "/bills?customer=1" in clerk.get("/customers/1").links
    assert "राम लाल" in clerk.get("/bills?customer=1").text


def test_without_a_unit_the_page_says_what_to_do(operator: Browser) -> None:
    page = operator.get(FORM)
    assert "इस पोर्टल से अभी बिल नहीं भरे जा सकते" in page.text
    assert not [one for one in page.forms if one.method == "post"]


def test_a_biller_that_takes_nothing_says_so(confirmed: Clerk) -> None:
    page = confirmed.get("/bills/UJJI00000NATAW")
    assert "काउंटर पर भुगतान नहीं लेता" in page.text
    assert not [one for one in page.forms if one.method == "post"]


def test_a_bill_may_be_looked_at_on_a_closed_day(clerk: Clerk) -> None:
    counter = clerk.counter
    counter.world.counts(counter.balance(2101) // 100)
    counter.world.closes_day()
    assert "दिन खुला नहीं है" in clerk.get(FORM).text
    _order_id, page = clerk.sees(f"{N}100")
    assert "पैसे दिन खुलने पर ही" in page.text


def test_other_societies_and_roles_see_nothing(
    clerk: Clerk, world: World, browser: Callable[..., Browser]
) -> None:
    """P9."""
    order_id = clerk.asks(f"{N}100")
    officer = browser("officer")
    officer.get(f"{FORM}?society=KHR001", 403)
    assert officer.get(f"/orders/{order_id}?society=KHR001").status == 200


def test_the_menu_offers_a_households_numbers(clerk: Clerk) -> None:
    member = a_member(clerk.counter.world, mobile="9826012345")
    query = f"?member_no={member.member_no}"
    page = clerk.get("/bills" + query)
    assert member.name_hi in page.text
    assert "पिछली बार" not in page.text
    order_id = clerk.asks(f"{N}100", query=query)
    clerk.waits()
    clerk.counter.pays(clerk.chooses(order_id))
    assert f"/bills{query}" in clerk.get(f"/members/{member.member_no}").links
    again = next(one for one in clerk.get("/bills" + query).links if "connection=" in one)
    assert bill_form(clerk.get(again)).fields["p1"] == f"{N}100"
    assert "पिछली बार" not in clerk.get("/bills?member_no=99999").text
    assert "पिछली बार" not in clerk.get("/bills?visit=99").text
