"""Starting a society's books through their page."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from flask import Flask

from portal.storage import daybook, days
from tests.actions.test_imports import register
from tests.browser_client import Browser
from tests.views.test_imports import sends, works
from tests.world import World, traces

PAGE = "/opening-balances"


@pytest.fixture
def manager(world: World, browser: Callable[..., Browser]) -> Browser:
    """The manager of a society whose books are not started."""
    return browser("manager")


def test_the_books_start_with_balances_that_were_read_back(manager: Browser, world: World) -> None:
    before = traces()
    form = manager.get(PAGE).form()
    read = manager.send(form, "", 200, h2101="26,386", h2201="1.5 लाख", h1101="1,76,386")
    assert traces() == before, "a read-back stores nothing"
    manager.send(read.form(), "confirm")
    assert daybook.balances(world.society_id) == {
        2101: 26_386_00, 2201: 1_50_000_00, 1101: -1_76_386_00,
    }  # fmt: skip
    opening = days.last_closed(world.society_id)
    assert opening is not None
    assert (opening.kind, opening.day_on) == ("opening", "2026-03-31")


def test_an_unexplained_difference_stands_apart_and_on_the_home_page(
    manager: Browser, world: World
) -> None:
    form = manager.get(PAGE).form()
    read = manager.send(form, "", 200, h2101="1000", h1101="600")
    manager.send(read.form(), "confirm")
    assert daybook.balance(world.society_id, 1702) == -400_00
    assert "400" in manager.get("/").text


def test_accumulated_loss_stands_on_the_debit_side(manager: Browser, world: World) -> None:
    form = manager.get(PAGE).form()
    read = manager.send(form, "", 200, h2101="500", o1801="100", h1101="600")
    manager.send(read.form(), "confirm")
    assert daybook.balance(world.society_id, 1801) == 100_00


@pytest.mark.parametrize(
    ("fields", "field"),
    [({"h2101": "12,34"}, "h2101"), ({"as_on": "31-02-2026"}, "as_on"), ({"as_on": ""}, "as_on")],
)
def test_a_wrong_balance_is_said_at_its_field_and_kept(
    manager: Browser, fields: dict[str, str], field: str
) -> None:
    before = traces()
    answer = manager.send(manager.get(PAGE).form(), "", 422, **fields)
    assert field in answer.errors
    assert answer.form().fields.get(field, "") == fields[field]
    assert traces() == before


def test_a_date_that_has_not_come_is_refused(manager: Browser) -> None:
    form = manager.get(PAGE).form()
    read = manager.send(form, "", 200, as_on="25-11-2026", h2101="100", h1101="100")
    assert manager.send(read.form(), "confirm", 422).refusal == "DayIsInTheFuture"


def test_books_are_started_once(manager: Browser) -> None:
    """P1 and more: a second, different start is refused, a repeat gets the first answer."""
    form = manager.get(PAGE).form()
    other = manager.get(PAGE).form()
    read = manager.send(form, "", 200, h2101="100", h1101="100")
    first = manager.send(read.form(), "confirm")
    assert manager.send(read.form(), "confirm").location == first.location
    read = manager.send(other, "", 200, h2101="200", h1101="200")
    assert manager.send(read.form(), "confirm", 409).refusal == "BooksAreStarted"
    assert manager.get(PAGE, 409).refusal == "BooksAreStarted"


def test_what_registers_hold_stands_in_the_form_and_a_paisa_shows(
    app: Flask, world: World, browser: Callable[..., Browser]
) -> None:
    """P2: members came before the books; each head gets what its register holds."""
    manager = browser("manager")
    page = manager.follow(sends(manager, register(2)))
    manager.send(page.form(button="take"), "take")
    works(app, world)
    form = manager.get("/opening-balances").form("/opening-balances")
    assert form.fields["h1101"] == "1000"
    page = manager.send(form, "", 200, h1101="1000.01", h2201="1000.01")
    assert page.one("tr", data_differs="1101")
    manager.send(page.form(button="confirm"), "confirm")
    assert daybook.sub_balances(world.society_id, 1101) == {1: -500_00, 2: -500_00}
    assert daybook.balances(world.society_id) == {1101: -1_000_00, 2201: 1_000_01, 1702: -1}
