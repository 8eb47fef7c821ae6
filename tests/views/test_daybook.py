"""A voucher's own page, and today's running list."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from portal.storage import people
from tests.browser_client import Browser
from tests.world import World

TASK = "csc_service_fee"


def test_a_voucher_shows_its_lines_and_who_entered_it(operator: Browser) -> None:
    page = operator.enters(TASK, 1250, party="सुशीला देवी", narration="दो फार्म")
    cells = [one.get("data-paise") for one in page.all("td", data_paise=True)]
    assert sorted(cells) == ["125000", "125000"]
    assert "रेखा मंडलोई" in page.text
    assert "24-11-2026" in page.text
    assert "10:00" in page.text
    assert "दो फार्म" in page.text


def test_what_people_wrote_is_shown_as_text_never_as_markup(operator: Browser) -> None:
    """Names and remarks are data: escaped, and no word that a translation would touch."""
    page = operator.enters(TASK, 50, party='<b onclick="x()">&amp;', narration="</p><script>1")
    assert '<b onclick="x()">&amp;' in page.text
    assert "<b onclick" not in page.html
    assert "<script>1" not in page.html
    assert operator.get("/day/running")
    assert operator.get("/")


def test_change_to_give_back_is_said_with_the_saved_entry(operator: Browser) -> None:
    page = operator.enters(TASK, 35, given=100)
    assert "65" in page.text


@pytest.mark.parametrize("number", ["0", "99", "2147483647", "2147483648", "9" * 30, "-1", "२"])
def test_vouchers_that_do_not_exist_are_unknown(operator: Browser, number: str) -> None:
    page = operator.get(f"/vouchers/{number}", 404)
    assert page.refusal in ("VoucherIsUnknown", "PageIsUnknown")


def test_vouchers_of_another_society_do_not_exist(
    operator: Browser, browser: Callable[..., Browser], open_world: World
) -> None:
    """P9: not forbidden, unknown; whichever way it is asked for."""
    operator.enters(TASK, 50, party="सुशीला देवी")
    open_world.starts_books(code="KHR002")
    other = browser("operator2")
    assert other.get("/vouchers/2", 404).refusal == "VoucherIsUnknown"
    page = other.get("/vouchers/2?society=KHR001", 404)
    assert page.refusal == "SocietyIsUnknown"
    assert "सुशीला" not in page.html
    assert operator.get("/vouchers/2?society=KHR001"), "one's own may be named"


def test_wider_roles_see_vouchers_of_their_area_alone(
    operator: Browser, browser: Callable[..., Browser]
) -> None:
    """P9."""
    operator.enters(TASK, 50)
    officer = browser("officer")
    assert officer.get("/vouchers/2?society=KHR001").voucher_id == 2
    for query in ("?society=ALM001", "?society=NOSUCH", "", "?society=", "?society=khr001'--"):
        assert officer.get(f"/vouchers/2{query}", 404).refusal == "SocietyIsUnknown", query


def test_whoever_looks_on_is_offered_nothing_to_do(
    operator: Browser, browser: Callable[..., Browser]
) -> None:
    operator.enters(TASK, 50)
    for username in ("chairman", "auditor", "district"):
        query = "" if username == "chairman" else "?society=KHR001"
        links = browser(username).get(f"/vouchers/2{query}").links
        assert not any("correct" in link or "/new" in link for link in links), username


def test_an_entry_made_for_the_society_names_both(
    open_world: World, browser: Callable[..., Browser]
) -> None:
    """The executive assistant enters on the manager's behalf."""
    open_world.works_on_behalf()
    assistant = browser("assistant")
    form = assistant.get(f"/vouchers/new/{TASK}?society=KHR001").form()
    data = {**form.fields, "amount": "50", "confirm": "1"}
    page = assistant.follow(assistant.post(f"/vouchers/new/{TASK}?society=KHR001", data))
    assert "मीना राठौर" in page.text
    assert "गणेश पाटीदार" in page.text
    assert people.person(open_world.person("assistant").id) is not None


def test_the_running_list_is_a_page_and_a_piece(operator: Browser) -> None:
    for rupees in (10, 20):
        operator.enters(TASK, rupees)
    piece = operator.piece("/day/running", "_list")
    assert piece.one("ul", id="_list") is not None
    assert len(piece.all("li", data_voucher_no=True)) == 2
    assert operator.piece("/day/running").all("main")
    assert operator.get("/day/running").title


def test_the_running_list_is_empty_without_a_day(
    world: World, browser: Callable[..., Browser]
) -> None:
    assert not browser("operator").get("/day/running").all("li", data_voucher_no=True)
