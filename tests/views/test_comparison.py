"""Pages of the comparison: a manager sees what is wrong and what to do, an officer sees all."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path

import pytest
from flask import Flask

from portal import worker
from portal.actions import comparing
from portal.actions.bill_settling import Line
from portal.domain.bill_orders import OrderState
from portal.domain.bill_payments import UnitIsSilent
from portal.domain.comparison import Class
from portal.storage import comparison as stored
from portal.storage import duties
from portal.storage.engine import write_transaction
from tests.bills_world import Counter
from tests.browser_client import Browser, Page
from tests.page_checks import words_of
from tests.sandboxes.running import RunningSandbox
from tests.world import TODAY, YESTERDAY, World

DAY = 86_400


class Silent:
    """A unit that does not answer."""

    def transactions(self, day_on: str) -> None:
        raise UnitIsSilent


@pytest.fixture
def counter(world: World, tmp_path: Path) -> Iterator[Counter]:
    sandbox = RunningSandbox(tmp_path / "sandbox")
    yield Counter(world, sandbox)
    sandbox.stop()


@pytest.fixture
def has_unit(app: Flask, counter: Counter) -> None:
    """Let the portal itself know the unit."""
    app.extensions["rokad"] = replace(app.extensions["rokad"], bill_payments=counter.unit)


@pytest.fixture
def troubled(counter: Counter) -> Counter:
    """A day on which most of what can go wrong has."""
    ids = [counter.takes_for(one) for one in ("100", "200", "035", "039", "049", "051")]
    counter.settles()
    counter.passes(DAY)
    comparing.compare_day(counter.line, TODAY)
    assert ids
    return counter


def days(page: Page) -> dict[str, str]:
    return {one.get("data-day", ""): words_of(one) for one in page.all("li", data_day=True)}


def test_a_quiet_society_sees_fourteen_days(
    counter: Counter, browser: Callable[..., Browser]
) -> None:
    counter.takes_for("100")
    counter.settles()
    comparing.compare_day(counter.line, TODAY)
    comparing.compare_day(Line(Silent(), counter.line.now_ms), YESTERDAY)  # type: ignore[arg-type]
    comparing.compare_day(counter.line, "2026-11-22")
    page = browser("manager").get("/comparison")
    found = days(page)
    assert len(found) == 14
    assert found[TODAY] == (
        "आज सब 1 भुगतान मिले मिले 1 · केवल हमारे यहाँ 0 · केवल उनके यहाँ 0 · राशि अलग 0 · "
        "स्थिति अलग 0 · वापसी दर्ज 0"
    )
    assert found[YESTERDAY] == "23-11-2026 उनकी सूची नहीं मिली। फिर कोशिश होगी।"
    assert found["2026-11-22"] == "22-11-2026 कोई भुगतान नहीं"
    assert found["2026-11-21"] == "21-11-2026 अभी मिलाया नहीं"
    assert page.all(role="alert") == []


def test_a_day_says_what_to_do_about_each_difference(
    troubled: Counter, browser: Callable[..., Browser]
) -> None:
    manager = browser("manager")
    page = manager.get("/comparison")
    assert "7 में से 5 भुगतान देखें" not in days(page)[TODAY]
    assert "7 में से 4 भुगतान देखें" in days(page)[TODAY]
    assert sorted(one.get("data-alarm", "") for one in page.all("li", data_alarm=True)) == [
        "lost_there", "paid_there", "theirs_only",
    ]  # fmt: skip
    page = manager.get(f"/comparison/{TODAY}")
    counts = {
        one.get("data-class"): words_of(one).split()[-1] for one in page.all("tr", data_class=True)
    }
    assert counts == {
        "matched": "3", "ours_only": "0", "theirs_only": "1", "amount_differs": "0",
        "state_differs": "2", "adjusted": "1",
    }  # fmt: skip
    boxes = [one.get("data-class") for one in page.all("div", data_class=True)]
    assert (len(boxes), boxes[-1]) == (4, "adjusted")
    for said in ("रुपये न लौटाएँ: उनके यहाँ बिल भर गया है", "ग्राहक की रसीद में बिल भरा है",
                 "यह भुगतान यहाँ से नहीं हुआ", "फिर भुगतान के पन्ने पर निर्णय करें"):  # fmt: skip
        assert said in page.text
    assert {f"/orders/{no}" for no in (3, 5, 6)} <= set(page.links)


def test_what_was_done_since_is_said(troubled: Counter, browser: Callable[..., Browser]) -> None:
    troubled.gives_back(6, in_spite_of_list=True)
    troubled.decides(3, is_paid=True)
    page = browser("manager").get(f"/comparison/{TODAY}")
    assert "अब: नहीं भरा, रुपये लौटाए" in page.text
    assert "ग्राहक से रुपये वापस लेने हैं" in page.text
    assert "यहाँ निर्णय हो चुका है" in page.text


def test_a_broken_line_says_that_what_is_shown_is_older(
    troubled: Counter, browser: Callable[..., Browser]
) -> None:
    troubled.passes(60)
    comparing.compare_day(Line(Silent(), troubled.line.now_ms), TODAY)  # type: ignore[arg-type]
    page = browser("manager").get(f"/comparison/{TODAY}")
    assert "जो दिख रहा है वह पहले का है" in page.text
    assert len(page.all("tr", data_class=True)) == len(Class)


@pytest.mark.usefixtures("has_unit")
def test_today_can_be_compared_at_once(counter: Counter, browser: Callable[..., Browser]) -> None:
    manager = browser("manager")
    now = counter.world.clock.at_ms
    write_transaction(lambda: duties.claim(stored.TODAY_DUTY, now, 7_200_000))
    form = manager.get("/comparison").form("/comparison")
    page = manager.send(form, "", 409)
    assert page.refusal == "ComparedJustNow"
    counter.passes(300)
    page = manager.get("/comparison")
    assert "24-11-2026 10:0" in page.text
    page = manager.follow(manager.send(page.form("/comparison")))
    assert "मिलान हो रहा है" in page.text
    assert page.all("form") == []


@pytest.mark.usefixtures("has_unit")
def test_an_officer_sees_all_societies_trouble_first(
    troubled: Counter, browser: Callable[..., Browser]
) -> None:
    officer = browser("officer")
    page = officer.get("/comparison")
    codes = [one.get("data-society") for one in page.all("li", data_society=True)]
    assert codes == ["KHR001", "KHR002"]
    assert "रुपये और स्थिति मेल नहीं खाते: 3 बार" in page.text
    assert "/comparison?society=KHR001" in page.links
    assert f"/comparison/{TODAY}?society=KHR001" in officer.get("/comparison?society=KHR001").links
    assert "क्या करें" in officer.get(f"/comparison/{TODAY}?society=KHR001").text
    assert officer.get(f"/comparison/{TODAY}?society=KHR002").all("div", data_class=True) == []
    before = troubled.world.clock.at_ms - 600_000
    write_transaction(lambda: duties.claim(stored.TODAY_DUTY, before, 7_200_000))
    form = officer.get("/comparison").form("/comparison")
    assert officer.send(form).location == "/comparison"


def test_what_is_of_no_society_is_told_to_the_state(
    counter: Counter, browser: Callable[..., Browser], monkeypatch: pytest.MonkeyPatch
) -> None:
    counter.takes_for("100")
    counter.settles()
    monkeypatch.setattr("portal.domain.comparison.code_of", lambda ref: "XXX999")
    monkeypatch.setattr(comparing, "code_of", lambda ref: "XXX999")
    monkeypatch.setattr(stored, "sent_between", lambda first, end: [])
    comparing.compare_day(counter.line, TODAY)
    assert "किसी समिति के नहीं" in browser("state").get("/comparison").text
    assert "किसी समिति के नहीं" not in browser("district").get("/comparison").text


def test_who_may_not_see_it(troubled: Counter, browser: Callable[..., Browser]) -> None:
    browser("operator").get("/comparison", 403)
    officer = browser("officer")
    officer.get("/comparison?society=ALM001", 404)
    officer.get(f"/comparison/{TODAY}", 404)
    browser("manager").get("/comparison/gestern", 422)


def test_the_pages_speak_english_too(troubled: Counter, browser: Callable[..., Browser]) -> None:
    english = browser("manager", language="en")
    assert "Money and state disagree" in english.get("/comparison").text
    assert "Do NOT give the money back" in english.get(f"/comparison/{TODAY}").text


def test_the_worker_has_its_duties(counter: Counter, app: Flask) -> None:
    counter.takes_for("100")
    counter.settles()
    counter.passes(DAY)
    house = app.extensions["rokad"]
    duties_of_ours = [worker.DUTIES[name][1] for name in ("comparison", stored.TODAY_DUTY)]
    for duty in duties_of_ours:
        duty(replace(house, bill_payments=None))
    assert stored.last_good(TODAY) is None
    for duty in [*duties_of_ours, worker.DUTIES["complaints"][1]]:
        duty(replace(house, bill_payments=counter.unit))
    assert stored.last_good(TODAY) is not None
    assert stored.last_good("2026-11-25") is not None


@pytest.mark.usefixtures("has_unit")
def test_home_leads_to_payments_complaints_and_comparison(
    counter: Counter, browser: Callable[..., Browser]
) -> None:
    assert {"/orders", "/complaints", "/comparison"} <= set(browser("manager").get("/").links)
    links = browser("operator").get("/").links
    assert "/complaints" in links
    assert "/comparison" not in links


def test_the_alarm_stands_on_the_first_page_of_who_answers_for_it(
    troubled: Counter, browser: Callable[..., Browser]
) -> None:
    page = browser("manager").get("/")
    assert "भुगतान की स्थिति मेल नहीं खाते: 3" in page.text
    assert "/comparison" in page.links
    assert "/comparison" not in browser("operator").get("/").links
    page = browser("officer").get("/officer")
    assert "भुगतान की स्थिति मेल नहीं खाते: 3" in page.text
    assert "/comparison" in page.links


def test_without_an_alarm_nothing_is_said(
    counter: Counter, browser: Callable[..., Browser]
) -> None:
    assert "/comparison" not in browser("manager").get("/").links
    assert "/comparison" not in browser("officer").get("/officer").links


def test_no_operator_gives_money_back_for_what_is_paid_there(
    counter: Counter, browser: Callable[..., Browser]
) -> None:
    order_id = counter.takes_for("051")
    fine = counter.takes_for("034")
    counter.settles()
    path = f"/orders/{order_id}/back"
    operator = browser("operator")
    form = operator.get(f"/orders/{order_id}").form(path)
    comparing.compare_day(counter.line, TODAY)
    page = operator.get(f"/orders/{order_id}")
    assert "रुपये न लौटाएँ; प्रबंधक से पूछें" in page.warnings
    assert all(one.action.split("?")[0] != path for one in page.forms)
    assert operator.send(form, "", 409).refusal == "BillIsPaidThere"
    assert counter.state(order_id) is OrderState.REFUND_DUE
    operator.send(operator.get(f"/orders/{fine}").form(f"/orders/{fine}/back"))
    manager = browser("manager")
    page = manager.get(f"/orders/{order_id}")
    assert "रुपये न लौटाएँ" in page.warnings
    manager.send(page.form(path))
    assert counter.state(order_id) is OrderState.REFUNDED
    assert "रुपये न लौटाएँ" not in manager.get(f"/orders/{order_id}").warnings


def test_the_manager_says_that_the_bill_was_paid_after_all(
    counter: Counter, browser: Callable[..., Browser]
) -> None:
    order_id = counter.takes_for("051")
    counter.settles()
    comparing.compare_day(counter.line, TODAY)
    manager, path = browser("manager"), f"/orders/{order_id}/decide"
    assert path in manager.get(f"/orders/{order_id}").links
    form = manager.get(path).form(path)
    assert form.choices["ended"] == ["paid"], "the money is owed back already"
    manager.send(form, ended="paid", remark="वॉलेट की सूची में कटा है")
    assert counter.state(order_id) is OrderState.SUCCESS
    assert counter.balance(1602) == 0
