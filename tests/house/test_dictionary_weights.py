"""What the main pages weigh for a browser that holds the dictionary (P11)."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from flask import Flask

from portal.web.dictionary import Dictionaries
from tests.bills_world import Counter
from tests.browser_client import Browser
from tests.house import budgets
from tests.sandboxes.running import POWER
from tests.views.bills_counter import Clerk, clerk, counter, line
from tests.world import TODAY, World

__all__ = ["clerk", "counter", "line"]

MAIN = (
    "/", "/vouchers/new?direction=in", "/vouchers/new?direction=out", "/day/running", "/day/count",
    "/members", "/services", "/services?q=gas", "/vouchers/new/csc_service_fee",
    "/vouchers/new/fert_sale_cash", "/vouchers/new/pds_sale", "/vouchers/new/tea_expense",
)  # fmt: skip


@pytest.fixture
def weigh(app: Flask) -> Callable[..., int]:
    """Give the bytes of an answer as a browser gets it that holds the Hindi dictionary."""
    dictionaries: Dictionaries = app.extensions["rokad_dictionaries"]
    held = dictionaries.named("hi").available

    def weighed(browser: Browser, path: str, method: str = "GET", **sent: Any) -> int:
        headers = {
            "Accept-Encoding": "br, dcz", "Available-Dictionary": held, **sent.pop("headers", {})
        }  # fmt: skip
        answer = browser.site.open(path, method=method, headers=headers, **sent)
        assert answer.status_code == 200
        assert answer.headers["Content-Encoding"] == "dcz"
        return len(answer.data)

    return weighed


def test_the_main_pages_are_next_to_nothing(
    lived_in: World, browser: Callable[..., Browser], weigh: Callable[..., int]
) -> None:
    operator = browser("operator")
    weights = {path: weigh(operator, path) for path in MAIN}
    most = budgets.WITH_DICTIONARY
    assert {path: weight for path, weight in weights.items() if weight > most} == {}


def test_reading_back_and_saving_too(
    lived_in: World, browser: Callable[..., Browser], weigh: Callable[..., int]
) -> None:
    operator = browser("operator")
    form = operator.get("/vouchers/new/csc_service_fee").form()
    data = {**form.fields, "amount": "50", "party": "सुशीला देवी"}
    assert weigh(operator, form.action, "POST", data=data) <= budgets.WITH_DICTIONARY
    saved = weigh(
        operator, form.action, "POST", data={**data, "confirm": "1"}, headers={"HX-Request": "true"}
    )
    assert saved <= budgets.SAVED_WITH_DICTIONARY


@pytest.mark.parametrize("book", ["cashbook", "daybook"])
def test_a_book_with_fifty_rows(
    book: str, open_world: World, browser: Callable[..., Browser], weigh: Callable[..., int]
) -> None:
    names = ("सुशीला देवी", "राम लाल", "गणेश पाटीदार", "मीना राठौर", "कैलाश यादव")
    for number in range(50):
        task = ("csc_service_fee", "tea_expense", "fert_sale_cash")[number % 3]
        open_world.enters(task, 11 + number * 7, party=names[number % 5])
    assert weigh(browser("operator"), f"/{book}/{TODAY}") <= budgets.BOOK_WITH_DICTIONARY


def test_a_bill_from_its_form_to_its_money(
    clerk: Clerk, counter: Counter, weigh: Callable[..., int]
) -> None:
    found = {"form": weigh(clerk.browser, f"/bills/{POWER}")}
    assert found["form"] <= budgets.WITH_DICTIONARY
    order_id, _page = clerk.sees("AB99999991100")
    found["bill"] = weigh(clerk.browser, f"/orders/{order_id}")
    visit_id = clerk.chooses(order_id)
    found["visit"] = weigh(clerk.browser, f"/visits/{visit_id}")
    counter.pays(visit_id)
    found["paid"] = weigh(clerk.browser, f"/visits/{visit_id}")
    assert {
        one: weight for one, weight in found.items() if weight > budgets.BILL_WITH_DICTIONARY
    } == {}
