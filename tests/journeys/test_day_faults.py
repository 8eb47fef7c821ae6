"""Forms of the day that come too late or from the wrong hand, over HTTP: nothing moves."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from flask import Flask, g

from portal.storage import engine
from portal.storage import reopenings as stored_reopenings
from portal.storage import tills as stored
from portal.web.once import mint
from tests.browser_client import Browser
from tests.reopening_world import asks, closed
from tests.views.test_tills import counts, opens, uses
from tests.world import TODAY, World, traces

__all__ = ["closed"]
Maker = Callable[..., Browser]


def token_of(app: Flask, world: World, username: str, path: str) -> str:
    """Make the token that a page with this form would hold, had it been open before."""
    with app.test_request_context(path):
        g.person, g.society = world.person(username), world.society()
        return mint(path)


def test_a_count_that_comes_after_the_close_changes_nothing(
    open_world: World, browser: Maker
) -> None:
    """D5: the form was open on another screen while the day was closed on this one."""
    operator, manager = browser("operator"), browser("manager")
    operator.begins_count()
    forms = manager.get("/day/count").forms
    late = next(one for one in forms if "d500" in one.fields)
    operator.counts_rupees(26_386)
    assert operator.closes().location == f"/day/sheet/{TODAY}"
    before = traces()
    page = manager.post("/day/count", {**late.fields, "d100": "1"}, 409)
    assert page.refusal == "NoDayIsOpen"
    assert traces() == before


@pytest.mark.parametrize(
    ("path", "fields", "refusal"),
    [
        ("/day/backlog", {f"d{TODAY}": "holiday"}, "DayIsAlreadyOpen"),
        ("/day/open", {"on": "25-11-2026", f"gap_{TODAY}": "holiday"}, "DayIsAlreadyOpen"),
    ],
)
def test_a_day_with_vouchers_is_not_declared_a_holiday(
    path: str, fields: dict[str, str], refusal: str, open_world: World, browser: Maker, app: Flask
) -> None:
    """D2: what was worked stays worked, by whatever form somebody says otherwise."""
    open_world.enters(rupees=50)
    open_world.clock.move(days=1)
    operator = browser("operator")
    before = traces()
    sent = {"form_token": token_of(app, open_world, "operator", path), **fields}
    assert operator.post(path, sent, 409).refusal == refusal
    assert traces() == before


def test_a_till_is_closed_once_over_http(open_world: World, browser: Maker) -> None:
    """P1: the same form gets the first answer; another person's form and a late count are told."""
    world = open_world
    operator, manager = browser("operator"), browser("manager")
    uses(manager)
    opens(operator, world.person("operator").id)
    blank = manager.get("/tills/2102/count").form("/tills/2102/count")
    mine = counts(operator, 500).form("/tills/2102/settle")
    theirs = manager.get("/tills/2102/settle").form("/tills/2102/settle")
    first = operator.send(mine, "back")
    before = traces()
    assert operator.send(mine, "back").location == first.location
    data = {**theirs.fields, "back": "1"}
    assert manager.post("/tills/2102/settle", data, 409).refusal == "TillIsNotOpen"
    late = manager.post("/tills/2102/count", {**blank.fields, "d100": "5"}, 409)
    assert late.refusal == "TillIsNotOpen"
    assert traces() == before
    assert [one.status for one in stored.turns_on(world.society_id, TODAY)] == ["closed"]


def test_who_asked_grants_nothing_though_they_became_the_officer(
    closed: World, browser: Maker, app: Flask
) -> None:
    """D9: a manager who asked and was made block officer since is still the one who asked."""
    request_id = asks(closed)
    engine.run(
        "UPDATE person SET role = 'block_officer', society_id = NULL, place_id = "
        "(SELECT place_id FROM person WHERE username = 'officer') WHERE username = 'manager'"
    )
    asker, path = browser("manager"), f"/reopenings/{request_id}"
    own = asker.get(f"{path}?society=KHR001")
    assert own.all("button", value="grant") == []
    before = traces()
    fields = {"form_token": token_of(app, closed, "manager", path), "outcome": "grant"}
    sent = {**fields, "hours": "1", "remark": ""}
    told = asker.post(f"{path}?society=KHR001", sent, 403)
    assert told.refusal == "RequestIsYourOwn"
    assert traces() == before
    waits = stored_reopenings.open_one(closed.society_id)
    assert waits is not None
    assert waits.state == "asked"
