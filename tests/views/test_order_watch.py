"""The officer's watch: what of the bill payments of an area waits for a person."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

from portal.actions import bill_choice, bill_orders, daybook, visit_payment
from portal.actions.bill_choice import Taking
from portal.actions.bill_orders import NewOrder
from portal.actions.visit_payment import Paying
from portal.domain.bill_orders import OrderState as S
from portal.domain.daybook import Draft, Line
from portal.storage import engine, order_watch, visits
from tests.bills_world import WALLET, WITH_WALLET, Counter
from tests.browser_client import Browser, Page
from tests.conftest import IS_POSTGRES
from tests.sandboxes.running import MOBILE, RunningSandbox, number
from tests.world import World

Browsers = Callable[..., Browser]
DAY_S = 86_400


@pytest.fixture
def counter(world: World, tmp_path: Path) -> Iterator[Counter]:
    sandbox = RunningSandbox(tmp_path / "sandbox")
    yield Counter(world, sandbox)
    sandbox.stop()


def watches(browser: Browsers, username: str = "officer") -> Page:
    engine.disconnect()
    found = browser(username).get("/orders/watch")
    engine.disconnect()
    return found


def reference(counter: Counter, order_id: int) -> str:
    return counter.order(order_id).payment_ref_id


def asks_elsewhere(counter: Counter, code: str, digits: str) -> None:
    """Let another society have the bill of a number on its screen."""
    world, other = counter.world, counter.world.society(code)
    world.starts_books(code, balances=WITH_WALLET)
    world.opens_day(code=code)
    new = NewOrder(counter.biller(), number(digits), MOBILE)
    bill_orders.ask_bill(world.doer(), world.slip(society_id=other.id), other.id, new)
    counter.settles()


def pays_elsewhere(counter: Counter, code: str, reason: str = "") -> str:
    """Let it pay, and return the reference."""
    world, other = counter.world, counter.world.society(code)
    order = bill_orders.order(other.id, 1)
    assert order.fetched is not None
    assert order.visit_id is not None
    taking = Taking(counter.biller(), order.fetched.bills[0].amount_paise, reason=reason)
    bill_choice.choose(world.doer(), world.slip(society_id=other.id), other.id, 1, taking)
    visit = visits.visit(other.id, order.visit_id)
    assert visit is not None
    visit_payment.pay(
        world.doer(), world.slip(society_id=other.id), other.id, visit.id,
        Paying(version=visit.version), counter.biller,
    )  # fmt: skip
    return order.payment_ref_id


def test_where_nothing_waits_the_page_says_so(
    app: Any, open_world: World, browser: Browsers
) -> None:
    officer = browser("officer")
    assert "/orders/watch" in officer.get("/officer").links
    assert "/orders/watch" in browser("district").get("/places").links
    assert "/orders/watch" not in browser("state").get("/places").links
    page = officer.get("/orders/watch")
    assert "कुछ भी बाकी नहीं है" in page.text
    assert "/comparison" in page.links


def test_an_order_open_for_more_than_a_day_waits_for_a_call(
    app: Any, counter: Counter, browser: Browsers
) -> None:
    order_id = counter.takes_for("031")
    counter.follows()
    counter.passes(DAY_S - 3_600)
    assert reference(counter, order_id) not in watches(browser).text
    counter.passes(3_700)
    page = watches(browser)
    assert "एक दिन से ज़्यादा समय से अटके" in page.text
    assert reference(counter, order_id) in page.text
    assert "पैक्स भीकनगाँव" in page.text
    assert f"/orders/{order_id}?society=KHR001" in page.links
    assert reference(counter, order_id) in watches(browser, "district").text
    assert "/places" in watches(browser, "district").links


def test_a_payment_that_was_adjusted_waits_for_a_decision(
    app: Any, counter: Counter, browser: Browsers
) -> None:
    order_id = counter.takes_for("035")
    counter.settles()
    counter.passes(DAY_S + 60)
    engine.write_transaction(lambda: engine.run(
        "UPDATE bill_order SET state = 'credit_adjustment', version = version + 1 "
        "WHERE id = ?", order_id,
    ))  # fmt: skip
    page = watches(browser)
    assert "फैसला बाकी" in page.text
    assert reference(counter, order_id) in page.text
    counter.decides(order_id, is_paid=True)
    assert reference(counter, order_id) not in watches(browser).text


def test_cash_that_nobody_gave_back_for_a_week_is_seen(
    app: Any, counter: Counter, browser: Browsers
) -> None:
    order_id = counter.takes_for("034")
    counter.settles()
    assert counter.state(order_id) is S.REFUND_DUE
    assert reference(counter, order_id) not in watches(browser).text
    counter.passes(7 * DAY_S + 60)
    page = watches(browser)
    assert "एक हफ्ते से नकद वापस नहीं दिया" in page.text
    assert reference(counter, order_id) in page.text


def test_a_wallet_below_zero_is_seen_with_the_payment_that_did_it(
    app: Any, counter: Counter, browser: Browsers
) -> None:
    order_id = counter.takes_for("100")
    spend = Draft("journal", "", (Line(3304, WALLET), Line(2204, -WALLET)))
    daybook.enter_voucher(counter.world.doer(), counter.world.slip(), counter.society_id, spend)
    counter.settles()
    page = watches(browser)
    assert "वॉलेट शून्य से नीचे" in page.text
    assert "/wallet?society=KHR001" in page.links
    assert f"/orders/{order_id}?society=KHR001" in page.links


def test_bills_paid_in_spite_of_another_payment_say_why_and_against_which(
    app: Any, counter: Counter, browser: Browsers
) -> None:
    first, second = counter.fetched("100"), counter.fetched("100")
    counter.takes(first)
    counter.chooses(second, reason="दूसरे माह का बिल है")
    assert "दूसरे माह का बिल है" not in watches(browser).text, "it is chosen, not paid"
    counter.pays(counter.order(second).visit_id)
    page = watches(browser)
    assert "दूसरे माह का बिल है" in page.text
    assert reference(counter, first) in page.text
    assert reference(counter, second) in page.text
    assert "रेखा मंडलोई" in page.text
    counter.passes(32 * DAY_S)
    assert "दूसरे माह का बिल है" not in watches(browser).text


@pytest.mark.parametrize(("code", "is_inside"), [("KHR002", True), ("ALM001", False)])
def test_of_a_payment_outside_the_area_only_the_society_is_named(
    app: Any, counter: Counter, browser: Browsers, code: str, is_inside: bool
) -> None:
    """P9: the one who paid first sits in another block; nothing of its order is given away."""
    order_id = counter.fetched("100")
    asks_elsewhere(counter, code, "100")
    theirs = pays_elsewhere(counter, code)
    counter.takes(order_id, reason="ग्राहक ने दोबारा कहा")
    page = watches(browser)
    assert "ग्राहक ने दोबारा कहा" in page.text
    assert counter.world.society(code).name_hi in page.text
    assert (theirs in page.text) is is_inside
    assert (f"/orders/1?society={code}" in page.links) is is_inside


def test_what_another_area_paid_in_spite_is_not_ones_own(
    app: Any, counter: Counter, browser: Browsers
) -> None:
    order_id = counter.fetched("100")
    asks_elsewhere(counter, "ALM001", "100")
    counter.takes(order_id)
    pays_elsewhere(counter, "ALM001", "उत्तराखण्ड का कारण")
    assert "उत्तराखण्ड का कारण" not in watches(browser).text
    engine.disconnect()
    place = counter.world.society("ALM001").block_id
    (found,) = order_watch.overrides("block", place, 0)
    assert (found.other_code, found.other_id, found.other_ref_id) == ("", None, "")
    (found,) = order_watch.overrides("nation", 0, 0)
    assert (found.other_code, found.other_id) == ("KHR001", 1)


def test_who_has_no_round_has_no_watch(open_world: World, browser: Browsers) -> None:
    for username in ("operator", "manager", "auditor"):
        assert browser(username).get("/orders/watch", 403).refusal == "DeedIsNotAllowed"
    assert browser("assistant").get("/orders/watch").status == 200
    assert browser("officer", language="en").get("/orders/watch").title == (
        "Bill payments to look into"
    )


def test_a_bad_day_of_a_whole_district_stays_within_the_budget(
    app: Any, open_world: World, browser: Browsers, monkeypatch: pytest.MonkeyPatch
) -> None:
    """P11."""
    orders = [
        order_watch.WatchedOrder(
            f"KHR{place:03}", f"पैक्स गाँव {place}", "", place * 7, f"PKHR{place:03}261124{place:06}1",
            "म.प्र. मध्य क्षेत्र विद्युत वितरण - ग्रामीण", "unknown", place * 31_100,
            open_world.clock.now_ms() - place * 5_000_000, open_world.clock.now_ms(),
        )
        for place in range(1, order_watch.MOST + 1)
    ]  # fmt: skip
    overrides = [
        order_watch.WatchedOverride(
            one.society_code, one.name_hi, "", one.id, one.payment_ref_id, "ALM001", "पैक्स हवालबाग",
            "", 3, f"PALM00126112400{one.id:04}1", f"ग्राहक ने कहा, माह {one.id}", one.ordered_at,
            "रेखा मंडलोई", "",
        )
        for one in orders
    ]  # fmt: skip
    wallets = [
        order_watch.ShortWallet(one.society_code, one.name_hi, "", -one.cash_paise, one.id)
        for one in orders
    ]
    for name in ("overdue", "to_decide", "not_given_back"):
        monkeypatch.setattr(order_watch, name, lambda *_where: orders)
    monkeypatch.setattr(order_watch, "overrides", lambda *_where: overrides)
    monkeypatch.setattr(order_watch, "short_wallets", lambda *_where: wallets)
    page = browser("district").get("/orders/watch")
    assert "इनके निपटने पर बाकी दिखेंगे" in page.text


@pytest.mark.skipif(IS_POSTGRES, reason="its plan depends on how many rows there are")
def test_no_settled_order_is_read(world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    plans: list[str] = []

    def explained(sql: str, *params: object) -> list[tuple[Any, ...]]:
        plans.append(str(engine.rows(f"EXPLAIN QUERY PLAN {sql}", *params)))
        return engine.rows(sql, *params)

    monkeypatch.setattr(order_watch, "rows", explained)
    where = ("block", world.society().block_id)
    order_watch.overdue(*where, 1)
    order_watch.to_decide(*where)
    order_watch.not_given_back(*where, 1)
    assert all("bill_order_open" in one for one in plans), plans
