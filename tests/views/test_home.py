"""The first page of each role, in each state of the day."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from portal.storage.daybook import balance
from tests.browser_client import Browser
from tests.world import TODAY, World


@pytest.mark.parametrize(
    ("username", "goal"),
    [("officer", "/officer"), ("assistant", "/officer"), ("district", "/officer"),
     ("state", "/places"), ("auditor", "/places"), ("admin", "/places")],
)  # fmt: skip
def test_wider_roles_are_led_to_their_own_first_page(
    world: World, browser: Callable[..., Browser], username: str, goal: str
) -> None:
    who = browser(username)
    page = who.get("/", 303)
    assert page.location == goal
    assert who.follow(page).status == 200


def test_without_books_the_manager_is_asked_for_them_and_the_operator_told(
    world: World, browser: Callable[..., Browser]
) -> None:
    assert "/opening-balances" in browser("manager").get("/").links
    page = browser("operator").get("/")
    assert "/opening-balances" not in page.links
    assert "/day/open" not in page.links


def test_before_opening_there_is_one_thing_to_do(
    world: World, browser: Callable[..., Browser]
) -> None:
    world.starts_books()
    page = browser("operator").get("/")
    assert "/day/open" in page.links
    assert "23-11-2026" in page.text
    assert "/vouchers/new" not in page.links
    assert "/day/open" not in browser("chairman").get("/").links


def test_on_an_open_day_money_in_and_out_come_first(
    open_world: World, browser: Callable[..., Browser]
) -> None:
    operator = browser("operator")
    page = operator.get("/")
    main = [link for link in page.links if link.startswith(("/vouchers", "/day/"))]
    assert main[0] == "/vouchers/new?direction=in"
    assert main[1] == "/vouchers/new?direction=out"
    assert "/day/count" in page.links
    assert f"/cashbook/{TODAY}" in page.links


def test_the_latest_five_entries_are_shown(
    open_world: World, browser: Callable[..., Browser]
) -> None:
    for rupees in range(1, 8):
        open_world.enters(rupees=rupees)
    page = browser("operator").get("/")
    rows = page.all("li", data_voucher_no=True)
    numbers = [row.get("data-voucher-no") for row in rows]
    assert numbers == [f"cash_receipt-{no}" for no in (7, 6, 5, 4, 3)]
    assert "/vouchers/new/csc_service_fee?like=8" in page.links


def test_the_chairman_looks_on(open_world: World, browser: Callable[..., Browser]) -> None:
    links = browser("chairman").get("/").links
    assert f"/cashbook/{TODAY}" in links
    assert not any(link.startswith(("/vouchers/new", "/day/count", "/day/open")) for link in links)


def test_while_counting_the_way_on_is_the_count(
    open_world: World, browser: Callable[..., Browser]
) -> None:
    operator = browser("operator")
    operator.begins_count()
    assert "/day/count" in operator.get("/").links
    assert "/vouchers/new" not in operator.page.links
    operator.counts_rupees(26_386)
    assert "/day/close" in operator.get("/").links


def test_after_closing_the_sheet_is_offered(world: World, browser: Callable[..., Browser]) -> None:
    world.starts_books()
    world.does_a_day()
    page = browser("operator").get("/")
    assert f"/day/sheet/{TODAY}" in page.links
    assert "/day/open" not in page.links


def test_a_day_sent_back_is_shown_until_it_is_answered(
    lived_in: World, browser: Callable[..., Browser]
) -> None:
    assert "/day/review/2026-11-22" in browser("operator").get("/").links


def test_in_the_morning_what_waits_stands_before_the_way_to_open_the_day(
    lived_in: World, browser: Callable[..., Browser]
) -> None:
    operator = browser("operator")
    page = operator.get("/")
    assert page.links.index("/day/review/2026-11-22") > page.links.index("/day/count")
    lived_in.counts(balance(lived_in.society_id, 2101) // 100)
    lived_in.closes_day()
    lived_in.clock.move(days=3)
    page = browser("operator").get("/")
    assert page.text.count("पहले यह देखें") == 1
    assert page.text.count("पीछे के दिन") == 1
    assert page.links.index("/day/review/2026-11-22") < page.links.index("/day/backlog")
    assert page.links.count("/day/review/2026-11-22") == 1


def test_a_morning_on_which_nothing_waits_says_nothing(
    world: World, browser: Callable[..., Browser]
) -> None:
    world.starts_books()
    assert "पहले यह देखें" not in browser("operator").get("/").text


def test_an_opening_difference_is_shown_until_it_is_explained(
    world: World, browser: Callable[..., Browser]
) -> None:
    world.starts_books(balances={2101: 1_000_00, 1101: -900_00})
    assert "100" in browser("manager").get("/").text


def test_an_unknown_page_says_so_to_strangers_and_to_people(
    world: World, browser: Callable[..., Browser]
) -> None:
    for who in (browser(), browser("operator")):
        for path in (
            "/nosuch",
            "/vouchers/",
            "/vouchers/abc",
            "/day/",
            "/static/../app.py",
        ):
            page = who.get(path, 404)
            assert page.refusal == "PageIsUnknown", path
            assert "/" in page.links
