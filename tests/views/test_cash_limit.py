"""The cash limit: set with a reason, days above it listed, the bank offered at midday."""

from __future__ import annotations

import json
from collections.abc import Callable

from portal.storage import days, engine
from tests.browser_client import Browser
from tests.world import TODAY, World

Maker = Callable[..., Browser]


def test_a_manager_sets_it_and_home_and_officer_say_when_cash_is_above(
    open_world: World, browser: Maker
) -> None:
    manager = browser("manager")
    assert "/vouchers/new/bank_transit" not in manager.get("/").links
    form = manager.get("/cash-limit").form("/cash-limit")
    said = {"limit": "20000", "days": "0", "remark": "प्रबंधकारिणी की बैठक"}
    page = manager.follow(manager.send(form, **said))
    assert "सीमा से ₹ 6,386 ज़्यादा" in page.text
    act = next(
        one for one in days.acts_on(open_world.society_id, TODAY) if one.kind == "cash_limit_set"
    )
    told = json.loads(act.detail)
    assert told == {"paise": 20_000_00, "days": 0, "reason": "प्रबंधकारिणी की बैठक"}
    home = browser("operator").get("/")
    assert "6,386" in home.text
    assert "/vouchers/new/bank_transit" in home.links
    assert "बैंक हेतु नकद रवाना" in browser("operator").get("/vouchers/new/bank_transit").title

    operator = browser("operator")
    operator.counts_rupees(26_386)
    operator.closes()
    assert operator.get("/cash-limit").one("td", data_paise="2638600") is not None
    officer = browser("officer")
    assert officer.get("/cash-limit").all("a", href="/cash-limit?society=KHR001")
    assert "सीमा से ऊपर" in officer.get("/officer").text

    open_world.clock.move(days=1)
    open_world.opens_day()
    open_world.enters("bank_transit", 7_000, narration="गणेश, 12 बजे")
    assert "/vouchers/new/bank_transit" not in browser("operator").get("/").links


def test_while_the_count_is_blind_nothing_is_told(open_world: World, browser: Maker) -> None:
    engine.run("UPDATE society SET cash_limit_paise = 100000")
    operator = browser("operator")
    operator.post("/day/count", {"form_token": operator.get("/day/count").form().token})
    assert "25,386" not in operator.get("/").text
    assert "25,386" not in operator.get("/cash-limit").text


def test_only_manager_and_officer_of_the_society_set_it(open_world: World, browser: Maker) -> None:
    """P9: an operator, a chairman, another block's society, a forged or replayed form."""
    officer = browser("officer")
    path = "/cash-limit?society=KHR001"
    form = officer.get(path).form("/cash-limit")
    good = {"limit": "15000", "days": "2", "remark": "निबंधक का आदेश"}
    for name in ("operator", "chairman", "auditor", "assistant"):
        query = "" if name in ("operator", "chairman") else "?society=KHR001"
        page = browser(name).post(f"/cash-limit{query}", {**form.fields, **good}, 403)
        assert page.refusal == "DeedIsNotAllowed"
    assert officer.open("GET", "/cash-limit?society=ALM001").status == 404
    other = {**form.fields, **good}
    assert officer.post("/cash-limit?society=KHR002", other, 400).refusal == "FormIsForeign"
    for wrong, refusal in (
        ({"limit": "0"}, "LimitIsMissing"), ({"days": "99"}, "DaysAreWrong"),
        ({"remark": ""}, "ReasonIsMissing"),
    ):  # fmt: skip
        sent = {**form.fields, **good, **wrong}
        assert officer.post(path, sent, 422).refusal == refusal
    assert open_world.society().cash_limit_paise is None
    officer.send(form, **good)
    officer.send(form, **good)
    assert officer.send(form, "", 409, **{**good, "limit": "90000"})
    assert open_world.society().cash_limit_paise == 15_000_00
    changes = "SELECT COUNT(*) FROM act WHERE kind = 'cash_limit_set'"
    assert engine.value(changes) == 1
