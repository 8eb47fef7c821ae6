"""An order's page after the money was taken, its deeds, and the lists of orders; no scripts run."""

from __future__ import annotations

from collections.abc import Callable
from urllib.parse import quote

import pytest

from portal.actions.bill_settling import follow_orders, note_adjusted
from portal.domain.bill_orders import OrderState as S
from portal.storage import bill_orders as stored
from tests.browser_client import Browser, Page
from tests.views.bills_counter import Clerk, clerk, counter, line

__all__ = ["clerk", "counter", "line"]

N = "ABCDEFGHIJ"


def of(clerk: Clerk, order_id: int) -> Page:
    return clerk.get(f"/orders/{order_id}")


def test_what_goes_on_is_said_in_one_sentence(clerk: Clerk) -> None:
    order_id = clerk.takes(f"{N}030")
    page = of(clerk, order_id)
    assert "भुगतान अभी भेजा जाएगा" in page.text
    assert "दोबारा पैसे न लें" in page.text
    clerk.counter.follows()
    assert "पक्का होना बाकी" in of(clerk, order_id).text
    poll = of(clerk, order_id).one("a", id="_order_state").get("data-hx-get") or ""
    clerk.counter.settles()
    assert clerk.browser.piece(poll).headers["HX-Refresh"] == "true"
    page = of(clerk, order_id)
    order = clerk.counter.order(order_id)
    assert order.transaction_id in page.text
    assert order.approval_no in page.text
    assert f"/visits/{order.visit_id}" in page.links
    assert f"/orders/{order_id}/complain" in page.links
    page = clerk.get(f"/orders/{order_id}/history")
    assert "भारत कनेक्ट को भुगतान मिला" in page.text


def test_a_broken_line_is_no_reason_to_pay_again(clerk: Clerk) -> None:
    order_id = clerk.takes(f"{N}032")
    clerk.counter.follows()
    assert clerk.counter.state(order_id) is S.UNKNOWN
    page = of(clerk, order_id)
    assert "लाइन टूट गई" in page.text
    assert "/stop" not in page.html


def test_a_failed_payment_is_given_back(clerk: Clerk) -> None:
    order_id = clerk.takes(f"{N}034")
    clerk.counter.settles()
    page = of(clerk, order_id)
    cash = clerk.counter.order(order_id).cash_paise
    assert "बिलर अभी भुगतान नहीं ले रहा" in page.text
    assert f"₹ {cash // 100} लौटाएँ" in page.text
    page = clerk.presses(order_id, "back")
    order = clerk.counter.order(order_id)
    assert order.state is S.REFUNDED
    assert f"/vouchers/{order.refund_voucher_id}/print" in page.links
    assert clerk.counter.balance(1602) == 0
    voucher = clerk.get(f"/vouchers/{order.refund_voucher_id}")
    assert f"/orders/{order_id}" in voucher.links
    assert not [one for one in voucher.links if "/correct" in one or "like=" in one]


def test_a_payment_that_never_left_is_stopped(clerk: Clerk) -> None:
    order_id = clerk.takes(f"{N}100")
    clerk.counter.sandbox.stop()
    follow_orders(clerk.counter.line)
    clerk.counter.sandbox.start()
    page = of(clerk, order_id)
    assert "लाइन अभी नहीं मिल रही" in page.text
    page = clerk.presses(order_id, "stop")
    assert "लौटाएँ" in page.text
    assert clerk.counter.state(order_id) is S.REFUND_DUE


def test_a_deed_that_comes_too_late_changes_nothing(clerk: Clerk) -> None:
    order_id = clerk.takes(f"{N}100")
    form = of(clerk, order_id).form(f"/orders/{order_id}/stop")
    clerk.counter.settles()
    assert clerk.browser.send(form, "", 409).refusal == "OrderHasMovedOn"
    assert clerk.counter.state(order_id) is S.SUCCESS


def test_an_outcome_after_closing_waits_for_the_next_day(clerk: Clerk) -> None:
    """D12."""
    order_id = clerk.takes(f"{N}034")
    counter = clerk.counter
    counter.world.counts(counter.balance(2101) // 100)
    counter.world.closes_day()
    counter.settles()
    page = of(clerk, order_id)
    assert counter.state(order_id) is S.FAILED
    assert "दिन खुलने पर लौटाया जा सकेगा" in page.text
    assert "/back" not in page.html


def test_an_adjustment_is_decided_with_a_reason(
    clerk: Clerk, browser: Callable[..., Browser]
) -> None:
    order_id = clerk.takes(f"{N}035")
    clerk.counter.settles()
    note_adjusted(clerk.counter.order(order_id), clerk.counter.world.clock.now_ms())
    page = of(clerk, order_id)
    assert "तय करना है" in page.text
    path = f"/orders/{order_id}/decide"
    assert path not in page.links
    clerk.get(path, 403)
    manager = browser("manager")
    form = manager.get(path).form(path)
    page = manager.send(form, "", 422)
    assert set(page.errors) >= {"ended"}
    page = manager.send(page.form(path), "", 422, ended="back")
    assert set(page.errors) == {"remark"}
    done = manager.send(page.form(path), "", 303, ended="back", remark="विवरण पंक्ति 12")
    assert done.location == f"/orders/{order_id}"
    assert clerk.counter.state(order_id) is S.REFUND_DUE
    assert manager.get(path, 303).location == f"/orders/{order_id}"
    assert "विवरण पंक्ति 12" in clerk.get(f"/orders/{order_id}/history").text


def test_earlier_payments_are_found(clerk: Clerk) -> None:
    order_id = clerk.takes(f"{N}100")
    order = clerk.counter.order(order_id)
    here = f"/orders/{order_id}"
    page = clerk.get("/orders")
    assert "पैसे लिए, काम बाकी" in page.text
    assert here in page.links
    for wish in (order.payment_ref_id, order.payment_ref_id.lower(), order.mobile[-4:], "J100"):
        assert here in clerk.get(f"/orders?q={quote(wish)}").links, wish
    for wish in ("J999", "%%%%", "12", "१२३४"):
        assert "कुछ नहीं मिला" in clerk.get(f"/orders?q={quote(wish)}").text, wish
    assert "कोई बिल नहीं" in clerk.get("/orders?on=01-11-2026").text


def test_a_long_day_is_paged(clerk: Clerk) -> None:
    for number in range(21):
        clerk.counter.asks(f"{number:03d}")
    page = clerk.get("/orders")
    assert len([one for one in page.links if one.startswith("/orders/")]) == 20
    page = clerk.get("/orders?page=2")
    assert [one for one in page.links if one.startswith("/orders/")] == ["/orders/1"]


def test_only_its_own_society_sees_an_order(clerk: Clerk, browser: Callable[..., Browser]) -> None:
    """P9."""
    order_id = clerk.asks(f"{N}100")
    clerk.get("/orders/99", 404)
    officer = browser("officer")
    page = officer.get(f"/orders/{order_id}?society=KHR001")
    assert [one for one in page.forms if one.method == "post"] == []
    officer.get(f"/orders/{order_id}?society=KHR099", 404)


@pytest.mark.parametrize("language", ["hi", "en"])
def test_every_state_has_its_page_in_both_languages(
    language: str, clerk: Clerk, browser: Callable[..., Browser]
) -> None:
    reader = browser("operator", language=language)
    for digits in ("100", "001", "030", "031", "032", "034", "040", "041"):
        order_id, _page = clerk.sees(f"{N}{digits}")
        reader.get(f"/orders/{order_id}")
        if clerk.counter.state(order_id) is S.FETCHED:
            clerk.counter.takes(order_id)
            reader.get(f"/orders/{order_id}")
            clerk.counter.follows()
            reader.get(f"/orders/{order_id}")
    clerk.counter.passes(25 * 3_600)
    reader.signs_in("operator")
    for order in stored.open_orders(clerk.counter.society_id):
        assert reader.get(f"/orders/{order.id}").status == 200
    assert reader.get("/orders").status == 200
