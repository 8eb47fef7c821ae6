"""What the commonest pages weigh, as the design promises it (P11)."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from flask import Flask

from tests.browser_client import Browser
from tests.house import budgets
from tests.world import TODAY, World

COMMON = ("/", "/vouchers/new", "/vouchers/new?direction=in", "/vouchers/new?direction=out")
SERVICES = ("/services", "/services?q=gas", "/services/bill", "/services/item/cert-019")
FORMS = ("csc_service_fee", "fert_sale_cash", "pds_sale", "tea_expense", "stationery_paid")
BOOK = 4_500


def test_home_and_the_task_list_are_light(lived_in: World, browser: Callable[..., Browser]) -> None:
    operator = browser("operator")
    weights = {path: len(operator.get(path).body) for path in COMMON}
    assert {path: weight for path, weight in weights.items() if weight > budgets.PAGE} == {}


@pytest.mark.parametrize("task", FORMS)
def test_the_forms_of_common_tasks_are_light(
    task: str, lived_in: World, browser: Callable[..., Browser]
) -> None:
    assert len(browser("operator").get(f"/vouchers/new/{task}").body) <= budgets.PAGE


def test_the_menu_of_services_is_light(lived_in: World, browser: Callable[..., Browser]) -> None:
    for who in (browser(), browser("operator"), browser("district")):
        weights = {path: len(who.get(path).body) for path in SERVICES}
        assert {path: weight for path, weight in weights.items() if weight > budgets.PAGE} == {}


def test_the_answer_to_a_posted_entry_is_short(
    lived_in: World, browser: Callable[..., Browser]
) -> None:
    operator = browser("operator")
    form = operator.get("/vouchers/new/csc_service_fee").form()
    data = {**form.fields, "amount": "50", "party": "सुशीला देवी", "confirm": "1"}
    page = operator.post(form.action, data, 200, HX_Request="true")
    assert len(page.body) <= budgets.SAVED


@pytest.mark.parametrize("book", ["cashbook", "daybook"])
def test_a_book_with_fifty_rows_is_light(
    book: str, open_world: World, browser: Callable[..., Browser]
) -> None:
    names = ("सुशीला देवी", "राम लाल", "गणेश पाटीदार", "मीना राठौर", "कैलाश यादव")
    for number in range(50):
        task = ("csc_service_fee", "tea_expense", "fert_sale_cash")[number % 3]
        open_world.enters(task, 11 + number * 7, party=names[number % 5])
    page = browser("operator").get(f"/{book}/{TODAY}")
    assert len(page.all("tr")) >= 25
    assert len(page.body) <= BOOK


def test_signing_in_weighs_no_more_than_its_budget(
    app: Flask, browser: Callable[..., Browser]
) -> None:
    """The page and the script it needs; the rest comes when the page stands."""
    page = browser().get("/login")
    scripts = [one.get("src", "") for one in page.all("script")]
    assert scripts
    site = app.test_client()
    weight = len(page.body)
    for path in scripts:
        weight += len(site.get(path, headers={"Accept-Encoding": "br"}).data)
    assert weight <= budgets.SIGN_IN_WITH_EVERYTHING
