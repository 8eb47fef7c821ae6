"""How the items of a paid visit end: on its page, on the first page, and at closing."""

from __future__ import annotations

from portal.domain.bill_orders import OrderState as S
from portal.storage.engine import disconnect
from tests.bills_world import Counter
from tests.browser_client import Browser
from tests.views.visits_counter import (
    Browsers,
    basket,
    bill,
    counter,
    operator,
    pay_form,
)

__all__ = ["counter", "operator"]

# After the money.


def test_a_paid_visit_says_how_each_item_ended(counter: Counter, operator: Browser) -> None:
    visit_id, orders = basket(counter, operator)
    page = operator.follow(operator.send(pay_form(operator.get(f"/visits/{visit_id}"))))
    assert "सबूत नहीं" in page.text
    assert page.all("meta", http_equiv="refresh")
    piece = operator.piece(f"/visits/{visit_id}/state")
    assert len(piece.body) < 500
    assert f"/visits/{visit_id}" in piece.links
    counter.settles()
    disconnect()
    page = operator.get(f"/visits/{visit_id}")
    assert page.text.count("✓") == 4
    assert "✗ नहीं हुआ – पैसा लौटाना है" in page.text
    assert f"/orders/{orders[2]}" in page.links
    assert "सबूत नहीं" not in page.text
    assert not page.all("meta", http_equiv="refresh")
    for size in ("58", "80", "a5"):
        assert f"/visits/{visit_id}/receipt?size={size}" in page.links
    assert "/services" in page.links
    counter.gives_back(orders[2])
    assert "↩" in operator.get(f"/visits/{visit_id}").text


def test_what_ends_after_closing_waits_for_the_next_day_and_the_page_says_so(
    counter: Counter, operator: Browser
) -> None:
    """D12: the closing lists it, and is confirmed; it settles into the next open day by rule."""
    order_id, visit_id = bill(counter, "030")
    operator.send(pay_form(operator.get(f"/visits/{visit_id}")))
    assert "भुगतान चल रहा है" in operator.get("/day/count").text
    page = operator.counts_rupees(counter.balance(2101) // 100)
    assert "काउंटर पर अभी खुले काम" in page.text
    assert "अगले खुले दिन में अपने आप निपटेंगे" in page.text
    assert f"/orders/{order_id}" in page.links
    assert "सुशीला देवी" in page.text
    form = page.form(button="confirm")
    refused = operator.send(form, "confirm", 422)
    assert refused.refusal == "OpenMoneyIsUnseen"
    assert refused.errors["seen"]
    operator.send(refused.form(button="confirm"), "confirm", seen="1")
    counter.passes(60)
    for _ in range(9):
        counter.follows()
        counter.passes(5)
    order = counter.order(order_id)
    assert (order.state, order.outcome_voucher_id) == (S.SUCCESS, None)
    assert "दिन खुलने पर" in operator.get(f"/visits/{visit_id}").text
    counter.passes(86_400)
    disconnect()
    tomorrow = Browser(operator.app, counter.world.clock)
    tomorrow.signs_in("operator")
    tomorrow.opens_day("2026-11-25")
    counter.follows()
    assert counter.order(order_id).settled_on == "2026-11-25"
    assert counter.balance(1601) == 0
    assert "दिन खुलने पर" not in tomorrow.get(f"/visits/{visit_id}").text


# Home.


def test_home_says_what_is_open_at_the_counter(
    counter: Counter, operator: Browser, browser: Browsers
) -> None:
    assert "सेवा काउंटर" not in operator.get("/").text
    failed, first = bill(counter, "034")
    counter.pays(first)
    counter.settles()
    running = bill(counter, "030")[1]
    counter.pays(running)
    bill(counter)
    disconnect()
    page = operator.get("/")
    assert "सेवा काउंटर" in page.text
    assert f"/orders/{failed}" in page.links
    assert f"/visits/{running}" in page.links
    assert "पैसा लेना बाकी: 1 काम" in page.text
    assert "सेवा काउंटर" not in browser("chairman").get("/").text
