"""Taking the money of a visit in cash or by UPI."""

from __future__ import annotations

from portal.domain.bill_orders import OrderState as S
from portal.storage.engine import run
from tests.bills_world import Counter
from tests.browser_client import Browser
from tests.page_checks import words_of
from tests.views.visits_counter import (
    Browsers,
    adds_fee,
    basket,
    bill,
    counter,
    operator,
    pay_form,
    sets_upi,
)
from tests.world import traces

__all__ = ["counter", "operator"]

# Taking the money.


def test_the_whole_visit_is_paid_by_one_press(counter: Counter, operator: Browser) -> None:
    """P1: with what was given, or without; sent again it is the same."""
    visit_id, orders = basket(counter, operator)
    form = pay_form(operator.get(f"/visits/{visit_id}"))
    assert operator.send(form, given="१०,०००").location == f"/visits/{visit_id}"
    assert operator.send(form, given="१०,०००").location == f"/visits/{visit_id}"
    page = operator.get(f"/visits/{visit_id}")
    assert "₹ 7,183 लौटाएँ" in words_of(page.one("p", class_="big"))
    assert [counter.state(one) for one in orders] == [S.CASH_TAKEN] * 3
    page = adds_fee(operator)
    page = operator.follow(operator.send(pay_form(page)))
    assert words_of(page.one("p", class_="big")) == "₹ 6"


def test_too_little_given_is_said_at_its_field(counter: Counter, operator: Browser) -> None:
    _order, visit_id = bill(counter)
    form = pay_form(operator.get(f"/visits/{visit_id}"))
    before = traces()
    page = operator.send(form, "", 422, given="12")
    assert page.refusal == "GivenIsTooLittle"
    assert page.errors["given"]
    assert pay_form(page).fields["given"] == "12"
    assert pay_form(page).token == form.token
    for typed in ("abc", "-5", "1e400", "NaN"):
        page = operator.send(pay_form(page), "", 422, given=typed)
        assert page.errors["given"]
    assert traces() == before


def test_what_changed_meanwhile_is_shown_again(
    counter: Counter, operator: Browser, browser: Browsers
) -> None:
    _order, visit_id = bill(counter)
    form, other = (pay_form(operator.get(f"/visits/{visit_id}")) for _ in range(2))
    adds_fee(browser("manager"), visit_id)
    page = operator.send(form, "", 409)
    assert page.refusal == "VisitHasChanged"
    assert "फोटोकॉपी" in page.text
    page = operator.follow(operator.send(pay_form(page)))
    page = operator.send(form, "", 409, given="5000")
    assert page.refusal == "FormWasUsedForOther"
    assert "रसीद छापें" in page.text
    page = operator.send(other, "", 409)
    assert page.refusal == "VisitIsPaid"
    assert "रसीद छापें" in page.text


def test_a_bill_that_grew_old_under_the_form_is_named(counter: Counter, operator: Browser) -> None:
    order_id, visit_id = bill(counter)
    form = pay_form(operator.get(f"/visits/{visit_id}"))
    counter.passes(16 * 60)
    page = operator.send(form, "", 409)
    assert page.refusal == "BillIsTooOld"
    assert f"/orders/{order_id}" in page.links
    assert f"leave={order_id}" in [
        f"{name}={value}" for one in page.forms for name, value in one.buttons
    ]


def test_a_bill_that_another_one_pays_leads_to_its_page(
    counter: Counter, operator: Browser
) -> None:
    first, visit_id = bill(counter)
    second, other_id = bill(counter)
    form = pay_form(operator.get(f"/visits/{other_id}"))
    counter.pays(visit_id)
    page = operator.send(form, "", 409)
    assert page.refusal == "BillIsBeingPaid"
    assert counter.order(first).payment_ref_id in page.text
    assert f"/orders/{second}" in page.links
    counter.chooses(second, reason="ग्राहक ने कहा")
    operator.send(pay_form(operator.get(f"/visits/{other_id}")))
    counter.settles()


def test_a_wallet_that_became_too_small_takes_nothing(counter: Counter, operator: Browser) -> None:
    _order, visit_id = bill(counter)
    form = pay_form(operator.get(f"/visits/{visit_id}"))
    run("UPDATE head_balance SET paise = 10000 WHERE head = 2204")
    before = traces()
    page = operator.send(form, "", 409)
    assert page.refusal == "WalletIsTooSmall"
    assert "पहले वॉलेट भरें" in page.text
    assert traces() == before


def test_odd_forms_are_answered(counter: Counter, operator: Browser) -> None:
    _order, visit_id = bill(counter)
    form = pay_form(operator.get(f"/visits/{visit_id}"))
    before = traces()
    for changed in ({"version": "x"}, {"version": "9" * 40}, {"mode": "card", "version": ""}):
        page = operator.post(form.action, {**form.fields, **changed}, 409)
        assert page.refusal == "VisitHasChanged"
    operator.post(form.action, {**form.fields, "form_token": "x"}, 400)
    operator.post(f"/visits/{visit_id}/items", form.fields, 400)
    operator.get("/visits/99999999999999", 404)
    operator.get("/visits/0", 404)
    assert traces() == before


# UPI.


def test_upi_shows_the_exact_sum_as_a_picture_and_in_words(
    counter: Counter, operator: Browser
) -> None:
    order_id, visit_id = bill(counter, "047")
    assert counter.order(order_id).amount_paise % 100 == 37
    page = operator.get(f"/visits/{visit_id}")
    assert "UPI से ठीक ₹" in page.text
    page = operator.get(f"/visits/{visit_id}?how=upi")
    assert "UPI पता अभी नहीं लिखा है" in page.text
    assert "<svg" not in page.html
    sets_upi()
    page = operator.get(f"/visits/{visit_id}?how=upi")
    assert "<svg" in page.html
    assert "pacsbhikangaon@sbi" in page.text
    assert "सैंतीस पैसे" in page.text
    assert "ग्राहक की स्क्रीन सबूत नहीं" in page.text
    slip = operator.get(f"/visits/{visit_id}/upi?size=80")
    assert "<svg" in slip.html
    assert "416.37" in slip.text
    operator.get(f"/visits/{visit_id}/upi?size=x")


def test_a_upi_payment_needs_its_utr_and_pays_once(counter: Counter, operator: Browser) -> None:
    sets_upi()
    order_id, visit_id = bill(counter, "047")
    path = f"/visits/{visit_id}?how=upi"
    page = operator.send(pay_form(operator.get(path)), "", 422, reference="123")
    assert page.refusal == "UtrIsWrong"
    assert page.errors["reference"]
    assert pay_form(page).fields["reference"] == "123"
    page = operator.send(pay_form(page), "", 422, reference="432100000017", payer_address="राम")
    assert page.errors["payer_address"]
    form = pay_form(page)
    done = operator.send(form, reference="४३२१ ०००० ००१७", payer_address="ramesh@okbank")
    page = operator.follow(done)
    assert "432100000017" in page.text
    assert counter.order(order_id).pay_account == "ramesh@okbank"
    assert operator.get(f"/visits/{visit_id}/upi", 303).location == f"/visits/{visit_id}"
    other = adds_fee(operator)
    other_id = int(other.path.rsplit("/", 1)[1])
    page = operator.get(f"/visits/{other_id}?how=upi")
    page = operator.send(pay_form(page), "", 422, reference="432100000017")
    assert page.refusal == "UtrWasUsed"
    assert f"/visits/{visit_id}" in page.links
