"""A mistake found after closing: reopened, mended, closed, read by the officer, verified."""

from __future__ import annotations

from collections.abc import Callable

from portal.actions import proof
from portal.storage import days
from tests.browser_client import Browser, Page
from tests.world import TODAY, World, voucher_count

FEE = "csc_service_fee"
NEXT = "2026-11-25"


def state_of(page: Page) -> str | None:
    """Return how the page says that a request stands."""
    return page.one("p", data_state=True).get("data-state")


def test_a_mistake_found_after_closing(world: World, browser: Callable[..., Browser]) -> None:
    """D9, P3, P7: five people, each at a browser of their own."""
    world.starts_books()
    wrong = _closed_with_a_mistake(browser("operator"))
    world.clock.move(days=1)
    operator, manager = browser("operator"), browser("manager")
    officer, district = browser("officer"), browser("district")
    operator.opens_day(NEXT)

    # the next morning: राम लाल paid 5, not 500; nothing was entered today so far
    form = manager.get("/reopenings/new").form("/reopenings/new")
    done = manager.send(form, "", 303, **{f"t_{FEE}": "1", "remark": "5 की जगह 500 लिखा गया"})
    place = done.location
    assert state_of(manager.follow(done)) == "asked"
    officers = f"{place}?society=KHR001"
    assert officers in officer.get("/officer").links
    assert "/reopenings" in district.get("/places").links
    assert officers in district.get("/reopenings").links
    _granted(district, officers)
    assert days.day(world.society_id, NEXT) is None

    # the day before is open again, for fees alone
    assert "फिर खुला" in operator.get("/").text
    operator.get("/vouchers/new/tea_expense", 422)
    page = operator.get(f"/vouchers/{wrong}/correct")
    assert page.status == 200
    operator.enters(FEE, 5, party="राम लाल")
    mend(operator, wrong)
    assert voucher_count() == 1 + 2 + 2
    sheet = operator.follow(_closes(operator, 26_386 + 55))
    assert sheet.status == 200

    _read_and_verified(officer, officers)
    assert proof.prove_society("KHR001", world.keys).findings == ()
    assert "सत्यापित" in manager.get("/reopenings/new").text

    # and the next day begins with the true cash
    operator.opens_day(NEXT)
    opened = days.day(world.society_id, NEXT)
    assert opened is not None
    assert opened.opening_paise == 26_441_00


def mend(operator: Browser, wrong: int) -> None:
    """Take the wrong entry back."""
    form = operator.get(f"/vouchers/{wrong}/correct?reason=twice").form()
    back = operator.send(form, "", 200, remark="5 की जगह 500")
    operator.send(back.form(button="confirm"), "confirm", 303)


def _closes(operator: Browser, rupees: int) -> Page:
    operator.counts_rupees(rupees)
    return operator.closes()


def _read_and_verified(officer: Browser, officers: str) -> None:
    """Read what changed; the day is verified by another than who granted it."""
    page = officer.get(officers)
    assert state_of(page) == "ended"
    closing = "".join(page.one("tr", data_part="closing").itertext())
    assert "26,936" in closing
    assert "26,441" in closing
    for code in [one for one in page.links if one.startswith("/seals?code=")]:
        assert officer.get(code).one("div", data_matches=True).get("data-matches") == "yes"
    day = officer.get(f"/officer/KHR001/{TODAY}")
    officer.send(day.form(button="outcome=verified"), "outcome=verified")


def _granted(district: Browser, officers: str) -> None:
    """Read why, and reopen the day."""
    page = district.get(officers)
    assert "5 की जगह 500 लिखा गया" in page.text
    granted = district.send(page.form(button="outcome=grant"), "outcome=grant", 303)
    assert state_of(district.follow(granted)) == "granted"


def _closed_with_a_mistake(operator: Browser) -> int:
    """Do a day on which 500 was written for 5, and return that voucher."""
    operator.opens_day()
    operator.enters(FEE, 50, party="सुशीला देवी")
    wrong = operator.enters(FEE, 500, party="राम लाल").voucher_id
    operator.counts_rupees(26_386 + 550)
    operator.closes()
    return wrong
