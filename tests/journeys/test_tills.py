"""Midday at the CSC counter: it changes hands with a count, and closes after the box."""

from __future__ import annotations

from collections.abc import Callable

from portal.actions.proof import prove_society
from portal.storage import daybook, days
from portal.storage import tills as stored
from tests.browser_client import Browser
from tests.views.test_tills import counts, opens, uses
from tests.world import TODAY, World

Maker = Callable[..., Browser]


def hands_over(world: World, operator: Browser) -> None:
    """Ten rupees are missing at midday; the operator answers for them, the manager goes on."""
    page = counts(operator, 550)
    assert page.all("td", data_paise="-1000")
    form = page.form("/tills/2102/settle")
    oneself = {"person": world.person("operator").id, "remark": "दस कम"}
    odd = operator.post(form.action, {**form.fields, **oneself, "hand": "1"}, 422)
    assert odd.refusal == "HandsToOneself"
    to = world.person("manager").id
    assert operator.send(form, "hand", 422, person=to).refusal == "ReasonIsMissing"
    page = operator.follow(operator.send(form, "hand", person=to, remark="छुट्टे में दस कम"))
    assert "गणेश पाटीदार" in page.text
    assert "10 कम" in page.text
    owes = daybook.sub_balances(world.society_id, 2805)
    assert owes == {world.person("operator").id: 10_00}


def closes_the_box(operator: Browser) -> None:
    """The day can't be closed yet; the box can."""
    operator.counts_rupees(25_886)
    page = operator.get("/day/close")
    assert page.all("button", name="confirm") == []
    assert operator.send(page.form("/day/close", "box"), "box").location == "/tills"
    assert "तिजोरी बंद" in operator.get("/").all_text


def test_the_till_changes_hands_at_midday_and_closes_after_the_box(
    open_world: World, browser: Maker
) -> None:
    """Float, work, hand-over, box closed at five, till at seven."""
    world, here = open_world, open_world.society_id
    operator, manager = browser("operator"), browser("manager")
    uses(manager)
    page = opens(operator, world.person("operator").id)
    assert "रेखा मंडलोई" in page.text
    world.enters(rupees=60)
    assert (daybook.balance(here, 2101), daybook.balance(here, 2102)) == (25_886_00, 560_00)
    world.clock.move(minutes=180)
    hands_over(world, operator)
    world.clock.move(minutes=240)
    closes_the_box(operator)
    world.enters(rupees=90)

    world.clock.move(minutes=120)
    manager.signs_in("manager")
    done = manager.send(counts(manager, 640).form("/tills/2102/settle"), "back")
    assert done.location == "/day/close"
    assert manager.closes().location == f"/day/sheet/{TODAY}"
    day = days.day(here, TODAY)
    assert day is not None
    assert (day.closing_paise, day.difference_paise) == (26_526_00, 0)
    assert [one.status for one in stored.turns_on(here, TODAY)] == ["closed", "closed"]
    assert daybook.balance(here, 2102) == 0
    assert prove_society("KHR001", world.keys).is_whole
