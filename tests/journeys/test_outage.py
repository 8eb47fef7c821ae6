"""An afternoon without power: slips drawn before, written by hand, each entered once or settled."""

from __future__ import annotations

from collections.abc import Callable

from portal.actions.proof import prove_society
from portal.domain.outage_slips import number_of
from portal.storage import engine
from tests.browser_client import Browser
from tests.world import World, voucher_count


def test_an_outage_is_caught_up_from_numbered_slips(
    world: World, browser: Callable[..., Browser]
) -> None:
    """P1, P2, P7: five slips were used, one was spoilt, one forged, the rest wait for next time."""
    world.clock.move(days=-1)
    world.starts_books(as_on="2026-11-22")
    world.opens_day("2026-11-23")
    manager = browser("manager")
    page = manager.follow(manager.send(manager.get("/slips").form("/slips"), count="10"))
    page = manager.follow(manager.send(page.form("/slips/1")))
    made = [str(one.get("data-slip")) for one in page.all("p", data_slip=True)]
    assert len(made) == 10

    world.clock.move(days=1)
    operator, manager = browser("operator"), browser("manager")
    types_the_afternoon(operator, manager, made)
    closes_the_day(operator)
    states = engine.rows("SELECT state FROM outage_slip ORDER BY no")
    assert [one for (one,) in states] == ["entered"] * 2 + ["void"] + ["entered"] * 2 + ["free"] * 5
    assert "खाली: 5" in manager.get("/slips").text
    assert prove_society("KHR001", world.keys).findings == ()


def types_the_afternoon(operator: Browser, manager: Browser, made: list[str]) -> None:
    """The power is back: a forged slip is named at its line, a slip typed twice is refused."""
    cells = {
        "t1": "230", "k1": "11", "p1": "सुशीला देवी", "a1": "50", "n1": made[0],
        "t2": "245", "k2": "12", "p2": "राम लाल", "a2": "1350", "n2": made[1],
        "t3": "310", "k3": "11", "p3": "कमला बाई", "a3": "20", "n3": made[3],
        "t4": "4", "k4": "52", "p4": "होटल", "a4": "120", "n4": "00109-00000",
    }  # fmt: skip
    page = operator.send(operator.get("/day/grid").form("/day/grid"), "", 422, **cells)
    assert [one.get("name") for one in page.all("input", aria_invalid="true")] == ["n4"]
    page = operator.send(page.form("/day/grid"), "", 200, n4=made[4])
    operator.send(page.form(button="confirm"), "confirm")
    assert voucher_count() == 5
    again = {"t1": "230", "k1": "11", "p1": "सुशीला", "a1": "55", "n1": made[0]}
    page = manager.send(manager.get("/day/grid").form("/day/grid"), "", 422, **again)
    assert page.refusal == "SheetHasFaults"


def closes_the_day(operator: Browser) -> None:
    """The third slip was spoilt: until somebody says so the day stays open."""
    page = operator.get("/day/uncounted")
    assert page.one("div", data_missing=True).get("data-missing") == "1"
    refused = operator.send(page.form("/day/uncounted"), "confirm", 409)
    assert refused.refusal == "SlipsAreMissing"
    assert number_of(3) in refused.text
    form = operator.get("/slips/settle").form("/slips/settle")
    operator.send(form, first=number_of(3), what="void", remark="भीग गई")
    operator.send(operator.get("/day/uncounted").form("/day/uncounted"), "confirm")
