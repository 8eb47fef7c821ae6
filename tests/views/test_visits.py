"""The basket of a visit, and the list of visits."""

from __future__ import annotations

import pytest

from portal.domain.bill_orders import OrderState as S
from portal.domain.visits import Fee, Visit
from portal.storage import visits
from portal.storage.engine import disconnect, run
from tests.bills_world import Counter
from tests.browser_client import Browser
from tests.page_checks import words_of
from tests.views.visits_counter import (
    Browsers,
    adds_fee,
    basket,
    bill,
    counter,
    is_payable,
    operator,
    pay_form,
    sets_upi,
)
from tests.world import TODAY, traces

__all__ = ["counter", "operator"]

# The basket.


def test_a_basket_shows_each_item_and_the_sum_in_figures_and_words(
    counter: Counter, operator: Browser
) -> None:
    visit_id, orders = basket(counter, operator)
    page = operator.get(f"/visits/{visit_id}")
    total = sum(counter.order(one).through_paise for one in orders) + 36_00
    assert page.one("p", data_paise=True).get("data-paise") == str(total)
    assert "दो हज़ार आठ सौ सत्रह रुपये मात्र" in page.text
    for words in ("…J100", "…J102", "…J034", "फोटोकॉपी", "आय प्रमाण पत्र", "सुशीला देवी"):
        assert words in page.text
    assert "हमारा शुल्क ₹ 20 + आगे देने का ₹ 10" in page.text
    assert f"/bills?visit={visit_id}" in page.links
    assert f"/visits/{visit_id}/fee" in page.links
    assert len(page.body) <= 2_650


def test_an_application_is_begun_for_the_villager_of_a_visit(
    counter: Counter, operator: Browser
) -> None:
    visit_id, _orders = basket(counter, operator)
    assert f"/services?visit={visit_id}" in operator.get(f"/visits/{visit_id}").links
    menu = operator.get(f"/services?visit={visit_id}")
    assert menu.one("input", name="visit").get("value") == str(visit_id)
    found = operator.get(f"/services?q=jati&visit={visit_id}")
    into = next(one for one in found.links if one.startswith("/services/item/cert-"))
    assert into.endswith(f"?visit={visit_id}")
    begin = next(one for one in operator.get(into).links if one.startswith("/applications/new"))
    fields = operator.get(begin).form("/applications/new").fields
    assert (fields["visit"], fields["name"]) == (str(visit_id), "सुशीला देवी")


def test_bills_that_are_not_ready_say_so_and_lead_to_their_page(
    counter: Counter, operator: Browser
) -> None:
    ready, visit_id = bill(counter)
    coming = counter.asks("010", visit_id=visit_id)
    missing = counter.fetched("001", visit_id=visit_id)
    unchosen = counter.fetched("103", visit_id=visit_id)
    page = operator.get(f"/visits/{visit_id}")
    said = {one.get("href"): words_of(one) for one in page.all("a")}
    assert said[f"/orders/{coming}"] == "बिल आ रहा है"
    assert said[f"/orders/{missing}"] == "बिल नहीं आया"
    assert said[f"/orders/{unchosen}"] == "राशि चुनें"
    assert f"/orders/{ready}" not in said
    operator.send(pay_form(page))
    assert counter.state(unchosen) is S.FETCHED
    assert "इसका पैसा नहीं लिया" in operator.get(f"/visits/{visit_id}").text


def test_items_are_left_out_by_a_press(counter: Counter, operator: Browser) -> None:
    visit_id, orders = basket(counter, operator)
    path = f"/visits/{visit_id}/items"
    before = operator.get(f"/visits/{visit_id}").form(path)
    operator.send(before, f"leave={orders[1]}")
    page = operator.get(f"/visits/{visit_id}")
    operator.send(page.form(path), "drop=1")
    page = operator.get(f"/visits/{visit_id}")
    assert "फोटोकॉपी हटाएँ" not in page.text
    assert "राशि चुनें" in page.text
    again = operator.send(page.form(path), "drop=2")
    assert again.location == f"/visits/{visit_id}"
    page = operator.post(path, {**before.fields, "drop": 2}, 409)
    assert page.refusal == "FormWasUsedForOther"
    page = operator.get(f"/visits/{visit_id}")
    page = operator.post(path, {**page.form(path).fields, "drop": "2"}, 409)
    assert page.refusal == "VisitHasChanged"
    assert is_payable(page)


def test_nothing_to_pay_is_said(counter: Counter, operator: Browser) -> None:
    page = adds_fee(operator)
    visit_id = int(page.path.rsplit("/", 1)[1])
    operator.send(page.form(f"/visits/{visit_id}/items"), "drop=1")
    page = operator.get(f"/visits/{visit_id}")
    assert "अभी कुछ चुकाना नहीं है" in page.text
    assert not is_payable(page)
    assert operator.get(f"/visits/{visit_id}?how=upi").title.startswith("टोकन")


@pytest.mark.parametrize("how", ["", "?how=upi"])
def test_what_hinders_is_said_before_the_money_is_taken(
    how: str, counter: Counter, operator: Browser
) -> None:
    """A picture to pay by is not shown either."""
    sets_upi()
    order_id, visit_id = bill(counter)
    path = f"/visits/{visit_id}{how}"
    page = operator.get(path)
    assert is_payable(page)
    assert ("<svg" in page.html) is bool(how)
    run("UPDATE head_balance SET paise = 10000 WHERE head = 2204")
    page = operator.get(path)
    assert "वॉलेट में ₹ 100 बचे हैं" in page.text
    assert "/wallet" in page.links
    assert not is_payable(page)
    assert "<svg" not in page.html
    assert operator.get(f"/visits/{visit_id}/upi", 303).location == f"/visits/{visit_id}"
    run("UPDATE head_balance SET paise = -1 WHERE head = 2204")
    assert "वॉलेट में ₹ 0 बचे हैं" in operator.get(path).text
    run("UPDATE head_balance SET paise = 80000000 WHERE head = 2204")
    counter.passes(16 * 60)
    page = operator.get(path)
    assert f"/orders/{order_id}" in page.links
    assert not is_payable(page)


def test_the_same_number_twice_in_a_basket_is_marked(counter: Counter, operator: Browser) -> None:
    _first, visit_id = bill(counter)
    bill(counter, "100", visit_id)
    page = operator.get(f"/visits/{visit_id}")
    assert "दो बार" in page.text
    assert not is_payable(page)


def test_a_bill_above_the_cash_limit_is_taken_by_upi(counter: Counter, operator: Browser) -> None:
    _order, visit_id = bill(counter, "100")
    run("UPDATE bill_order SET amount_paise = 5000000")
    page = operator.get(f"/visits/{visit_id}")
    assert not is_payable(page)
    assert f"/visits/{visit_id}?how=upi" in page.links
    assert is_payable(operator.get(f"/visits/{visit_id}?how=upi"))


def test_without_an_open_day_no_money_is_asked_for(
    counter: Counter, operator: Browser, browser: Browsers
) -> None:
    _order, visit_id = bill(counter)
    form = pay_form(operator.get(f"/visits/{visit_id}"))
    operator.begins_count()
    page = operator.get(f"/visits/{visit_id}")
    assert "अभी पैसा नहीं लिया जा सकता" in page.text
    assert not is_payable(page)
    before = traces()
    page = operator.send(form, "", 409)
    assert page.refusal == "CountIsGoingOn"
    assert "…J100" in page.text
    assert traces() == before
    assert not is_payable(browser("chairman").get(f"/visits/{visit_id}"))


def test_a_visit_of_nobody_or_of_another_society_is_not_there(
    counter: Counter, browser: Browsers
) -> None:
    """P9."""
    _order, visit_id = bill(counter)
    for path in (f"/visits/{visit_id}", f"/visits/{visit_id}/state", f"/visits/{visit_id}/upi"):
        assert browser("operator2").get(path, 404).refusal == "VisitIsUnknown"
    counter.world.works_on_behalf()
    who = browser("assistant")
    page = who.get(f"/visits/{visit_id}?society=KHR001")
    assert pay_form(page).action.endswith("society=KHR001")
    assert not is_payable(browser("auditor").get(f"/visits/{visit_id}?society=KHR001"))


# The list.


def test_the_days_visits_are_listed_open_ones_first_and_found(
    counter: Counter, operator: Browser
) -> None:
    _order, first = bill(counter, "034")
    counter.pays(first)
    counter.settles()
    disconnect()
    done = int(adds_fee(operator).path.rsplit("/", 1)[1])
    operator.send(pay_form(operator.get(f"/visits/{done}")))
    unpaid = int(adds_fee(operator, name="मीना", mobile="9876501234").path.rsplit("/", 1)[1])
    running = bill(counter, "030")[1]
    counter.pays(running)
    disconnect()
    page = operator.get("/visits")
    links = [one for one in page.links if one.startswith("/visits/")]
    assert links == [f"/visits/{one}" for one in (unpaid, running, done, first)]
    for words in ("पैसा नहीं लिया", "✗ पैसा लौटाना है", "✓ सब हो गया", "… प्रक्रिया में"):
        assert words in page.text
    for wish in ("1234", "१२३४", str(unpaid)):
        page = operator.get(f"/visits?q={wish}")
        assert [one for one in page.links if one.startswith("/visits/")] == [f"/visits/{unpaid}"]
    assert "ऐसा टोकन या मोबाइल नहीं मिला" in operator.get("/visits?q=कख%25").text
    page = operator.get("/visits?on=23-11-2026")
    assert "इस दिन कोई काम नहीं हुआ" in page.text
    assert "/visits?on=2026-11-24" in page.links
    operator.get("/visits?on=x", 422)
    page = operator.get(f"/visits?on=23-11-2026&q={first}")
    assert f"/visits/{first}" in page.links


def test_a_long_day_is_listed_page_by_page(counter: Counter, operator: Browser) -> None:
    for number in range(17):
        visits.insert(
            Visit(society_id=1, id=number + 1, version=1, began_on=TODAY, began_at=0, began_by=1)
        )
        visits.insert_fee(1, number + 1, Fee("फोटोकॉपी", 5_00))
    disconnect()
    page = operator.get("/visits")
    assert len([one for one in page.links if one.startswith("/visits/")]) == 15
    (more,) = [one for one in page.links if "skip=15" in one]
    page = operator.get(more)
    assert [one for one in page.links if one.startswith("/visits/")] == ["/visits/2", "/visits/1"]
    assert not [one for one in page.links if "skip=" in one]
