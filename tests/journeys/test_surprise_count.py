"""A surprise count: an officer or a chairman counts blind, somebody of the society stands by."""

from __future__ import annotations

import json
from collections.abc import Callable

from portal.actions.surprise_counts import Counted, count_by_surprise
from portal.domain.surprise_counts import NobodyStoodBy
from portal.storage import days, engine
from tests.browser_client import Browser, Page
from tests.world import TODAY, World, traces

Maker = Callable[..., Browser]
HERE = "?society=KHR001"


def counts(who: Browser, world: World, rupees: int, query: str = HERE) -> Page:
    form = who.get(f"/surprise-counts/new{query}").form("/surprise-counts/new")
    stood_by = world.person("operator").id
    said = {"stood_by": stood_by, "d500": rupees // 500, "c1": rupees % 500}
    return who.follow(who.send(form, **said))


def total() -> int:
    return int(engine.value("SELECT COUNT(*) FROM surprise_count"))


def test_an_officer_counts_blind_and_the_sheet_says_what_is_missing(
    open_world: World, browser: Maker
) -> None:
    """Book as of the saving; nothing is posted, and entries go on."""
    open_world.enters(rupees=40)
    officer = browser("officer")
    blind = officer.get(f"/surprise-counts/new{HERE}")
    assert blind.all(data_paise=True) == []
    assert "26,426" not in blind.all_text
    before = traces()[2]
    page = counts(officer, open_world, 26_400)
    paise = [one.get("data-paise") for one in page.all("td", data_paise=True)]
    assert paise == ["2642600", "2640000", "-2600"]
    assert traces()[2] == before
    act = next(
        one for one in days.acts_on(open_world.society_id, TODAY) if one.kind == "surprise_count"
    )
    told = json.loads(act.detail)
    assert (told["book"], told["counted"], told["take"]) == (2642600, 2640000, 1)
    open_world.enters(rupees=10)
    page = officer.get(f"/surprise-counts/1{HERE}")
    assert page.all("td", data_paise="2642600")

    form = page.form("/surprise-counts/1")
    said = officer.follow(officer.send(form, remark="छुट्टे बाद में मिले"))
    assert "छुट्टे बाद में मिले" in said.text
    assert [one for one in said.forms if one.method == "post"] == []
    assert officer.get("/surprise-counts").all("a", href="/surprise-counts/1?society=KHR001")
    listed = browser("operator").get("/surprise-counts")
    assert "26 कम" in listed.text
    assert "छुट्टे" in browser("operator").get("/surprise-counts/1").text

    operator = browser("operator")
    operator.counts_rupees(26_436)
    assert operator.closes().location == f"/day/sheet/{TODAY}"


def test_a_chairman_and_an_auditor_count_too_also_with_no_day_open(
    world: World, browser: Maker
) -> None:
    world.starts_books()
    page = counts(browser("chairman"), world, 26_386, "")
    assert "मिलान" in browser("manager").get("/surprise-counts").text
    assert page.all("td", data_paise="0")
    counts(browser("auditor"), world, 26_386)
    counts(browser("district"), world, 26_386)
    assert total() == 3


def test_nobody_else_counts_and_nobody_stands_by_himself(open_world: World, browser: Maker) -> None:
    """P9: another block, one's own name, a stranger's, a cashier; a replay counts once."""
    world = open_world
    officer = browser("officer")
    form = officer.get(f"/surprise-counts/new{HERE}").form("/surprise-counts/new")
    for name in ("officer", "chairman", "operator2", "district"):
        page = officer.post(
            form.action, {**form.fields, "d500": "2", "stood_by": world.person(name).id}, 422
        )
        assert page.refusal == "NobodyStoodBy"
    assert officer.send(form, "", 422, d500="2").refusal == "NobodyStoodBy"
    named = {"stood_by": world.person("operator").id}
    assert officer.send(form, "", 422, **named).refusal == "CountIsEmpty"
    odd = {**form.fields, **named, "d500": "2", "till": "2201"}
    assert officer.post(form.action, odd, 422).refusal == "TillIsNotHere"
    assert total() == 0
    first = officer.send(form, d500="2", **named)
    assert officer.send(form, d500="2", **named).location == first.location
    assert officer.send(form, "", 409, d500="3", **named).refusal == "FormWasUsedForOther"
    assert total() == 1

    assert officer.open("GET", "/surprise-counts/new?society=ALM001").status == 404
    assert officer.open("GET", "/surprise-counts/1?society=KHR002").status == 404
    for name in ("operator", "manager", "accountant"):
        assert browser(name).open("GET", "/surprise-counts/new").refusal == "DeedIsNotAllowed"
    district = browser("district")
    page = district.get(f"/surprise-counts/1{HERE}")
    assert [one for one in page.forms if one.method == "post"] == []
    try:
        count_by_surprise(
            world.doer("officer"), world.slip("officer"), world.society_id,
            Counted(2101, world.person("officer").id, {"d500": 1}),
        )  # fmt: skip
    except NobodyStoodBy:
        assert total() == 1
    else:
        raise AssertionError("who counts stood by himself")


def test_while_the_closing_count_is_blind_no_figure_is_told(
    open_world: World, browser: Maker
) -> None:
    counts(browser("officer"), open_world, 26_386)
    operator = browser("operator")
    operator.post("/day/count", {"form_token": operator.get("/day/count").form().token})
    assert "26,386" not in operator.get("/surprise-counts").text
    assert operator.open("GET", "/surprise-counts/1").refusal == "CountIsGoingOn"
    assert browser("chairman").open("GET", "/surprise-counts/new").refusal == "CountIsGoingOn"
    assert "26,386" in browser("officer").get(f"/surprise-counts/1{HERE}").text
