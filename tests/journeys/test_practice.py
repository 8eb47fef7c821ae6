"""A new operator practises a whole day; the real society stands as it stood, to the row."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from flask import Flask, g

from portal.actions.bill_settling import Line, follow_orders
from portal.actions.proof import prove_all
from portal.domain.bill_orders import OrderState
from portal.storage import bill_orders, daybook, days, engine, places, receipts
from portal.storage.people import Person
from portal.web.once import mint
from tests.bills_world import Counter
from tests.browser_client import Browser, Page
from tests.sandboxes.running import MOBILE, POWER, RunningSandbox
from tests.views.bills_counter import bill_form
from tests.views.test_practice import CODE, INSIDE, STRIP, begins, the
from tests.world import TODAY, World

Maker = Callable[..., Browser]
HERE = f"society={CODE}"


@pytest.fixture
def counter(world: World, app: Flask, tmp_path: Path) -> Iterator[Counter]:
    """A real society at work, and a portal whose bills go to a sandbox."""
    sandbox = RunningSandbox(tmp_path / "sandbox")
    found = Counter(world, sandbox)
    parts = app.extensions["rokad"]
    unit = replace(parts.settings.bharat_connect, address="http://127.0.0.1:1")
    app.extensions["rokad"] = replace(
        parts, bill_payments=found.unit, settings=replace(parts.settings, bharat_connect=unit)
    )
    yield found
    sandbox.stop()


def of_real(society_id: int) -> dict[str, list[Any]]:
    """Return every row of every table that is the society's."""
    tables = engine.rows(
        "SELECT name FROM sqlite_master WHERE type = 'table'"
        if not engine.is_postgres()
        else "SELECT table_name FROM information_schema.tables WHERE table_schema = 'public'"
    )
    found = {}
    for (name,) in sorted(tables):
        columns = engine.database.get_columns(name)
        if any(one.name == "society_id" for one in columns) and name != "person":
            sql = f"SELECT * FROM {name} WHERE society_id = ?"  # noqa: S608
            found[name] = sorted(map(str, engine.rows(sql, society_id)))
    assert len(found) > 50
    return found


def opens_and_enters(operator: Browser) -> None:
    """Open the day and enter what a member pays."""
    operator.send(operator.get(f"/day/open?{HERE}").form("/day/open"))
    form = operator.get(f"/vouchers/new/csc_service_fee?{HERE}").form()
    page = operator.send(form, "", 200, amount="120", party="सुशीला देवी नमूना")
    assert STRIP in page.all_text
    page = operator.follow(operator.send(page.form(button="confirm"), "confirm"))
    assert HERE in page.path
    assert STRIP in operator.get(f"/vouchers/{page.voucher_id}/print?{HERE}").all_text


def pays_a_bill(counter: Counter, operator: Browser) -> int:
    """Ask for a bill, choose it, take the cash; the sandbox pays it."""
    here, now_ms = the().id, counter.world.clock.now_ms
    work = Line(counter.unit, now_ms, is_sandbox=True)
    form = bill_form(operator.get(f"/bills/{POWER}?{HERE}"))
    location = operator.send(form, p1="ABCDEFGHIJ100", mobile=MOBILE).location
    order_id = int(location.split("/")[-1].split("?")[0])
    for _times in range(3):
        follow_orders(work)
        counter.passes(3)
    page = operator.get(f"/orders/{order_id}?{HERE}")
    visit = operator.follow(operator.send(page.form(f"/orders/{order_id}")))
    assert visit.path.endswith(HERE)
    form = next(one for one in visit.forms if "version" in one.fields and one.method == "post")
    operator.send(form)
    for _times in range(6):
        follow_orders(work)
        counter.passes(30)
    assert bill_orders.order(here, order_id).state is OrderState.SUCCESS
    return int(visit.path.split("/")[2].split("?")[0])


def prints_and_checks(operator: Browser, anybody: Browser, visit_id: int) -> None:
    """The receipt says it on paper of every size, and to whoever looks its code up."""
    for size in ("58", "80", "a5"):
        page = operator.get(f"/visits/{visit_id}/receipt?size={size}&{HERE}")
        words = " ".join("".join(one.itertext()) for one in page.all("p", class_="x"))
        assert words.count(STRIP) == 2, page
    assert operator.get(f"/visits/{visit_id}/share?{HERE}", 409).refusal == "PracticeCallsNobody"
    code = receipts.code_of(the().id, "visit", visit_id)
    found = anybody.get(f"/r/{code}")
    assert found.title == STRIP
    assert "इस कागज़ का कोई मूल्य नहीं" in found.warnings


def counts_and_closes(operator: Browser) -> Page:
    """Count what is there and close; the sheet and the seal say what they are."""
    rupees = daybook.balance(the().id, 2101) // 100
    page = operator.get(f"/day/count?{HERE}")
    page = operator.follow(operator.send(page.form(button="begin"), "begin"))
    form = next(one for one in page.forms if "d500" in one.fields)
    page = operator.follow(operator.send(form, d500=rupees // 500, c1=rupees % 500))
    sheet = operator.follow(operator.send(page.form(button="confirm"), "confirm"))
    assert STRIP in sheet.html
    assert "अभ्यास समिति" in sheet.text
    return sheet


def seal_code() -> str:
    """Return the code of the practised day's seal."""
    return str(engine.value(
        "SELECT code FROM seal WHERE society_id = ? ORDER BY seal_no DESC LIMIT 1", the().id
    ))  # fmt: skip


def test_a_day_is_practised_and_begun_anew(counter: Counter, browser: Maker) -> None:
    world = counter.world
    real = world.society_id
    before, orders = of_real(real), engine.value("SELECT COUNT(*) FROM bill_order")
    operator = browser("operator")
    page = begins(operator)
    assert page.path == INSIDE
    opens_and_enters(operator)
    visit_id = pays_a_bill(counter, operator)
    prints_and_checks(operator, browser(), visit_id)
    counts_and_closes(operator)
    day = days.day(the().id, TODAY)
    assert day is not None
    assert day.status == "closed"
    told = operator.get(f"/seals?code={seal_code()}&{HERE}")
    assert STRIP in told.all_text
    assert "इस मुहर का कोई मूल्य नहीं" in told.text

    page = operator.get("/practice/reset")
    done = operator.send(page.form("/practice/reset"))
    fresh = operator.follow(done)
    assert fresh.path == f"{INSIDE}-2"
    assert daybook.balance(the(f"{CODE}-2").id, 2101) == 10_000_00
    assert operator.get(INSIDE, 410).refusal == "PracticeIsOver"

    assert of_real(real) == before
    assert engine.value("SELECT COUNT(*) FROM bill_order") == orders + 1
    assert STRIP not in operator.get("/").all_text
    assert [one.code for one in places.all_societies()] == ["ALM001", "KHR001", "KHR002"]
    assert {one.society_code for one in prove_all(world.keys) if one.is_whole} >= {
        "KHR001", CODE, f"{CODE}-2",
    }  # fmt: skip


def minted(app: Flask, operator: Browser, path: str) -> str:
    """Make a right token for a form that the page no longer shows."""
    with app.test_request_context(f"{path}?{HERE}"):
        g.person = Person.get(Person.username == "operator")
        g.society = the()
        return mint(path)


def test_without_a_sandbox_practice_pays_no_bill(
    world: World, counter: Counter, app: Flask, browser: Maker
) -> None:
    """A live unit is never asked: the form answers in a plain sentence and keeps what was typed."""
    parts = app.extensions["rokad"]
    unit = replace(parts.settings.bharat_connect, address="https://unit.example")
    app.extensions["rokad"] = replace(parts, settings=replace(parts.settings, bharat_connect=unit))
    operator = browser("operator")
    begins(operator)
    operator.send(operator.get(f"/day/open?{HERE}").form("/day/open"))
    before = engine.value("SELECT COUNT(*) FROM bill_order")
    page = operator.get(f"/bills/{POWER}?{HERE}")
    assert "यह अभ्यास है: यहाँ से न पैसा जाता है" in page.text
    assert page.all("input", name="p1") == []
    token = minted(app, operator, f"/bills/{POWER}")
    sent = {"form_token": token, "p1": "ABCDEFGHIJ100", "mobile": MOBILE}
    page = operator.post(f"/bills/{POWER}?{HERE}", sent, 409)
    assert page.refusal == "BillsAreNotPaidHere"
    assert engine.value("SELECT COUNT(*) FROM bill_order") == before
