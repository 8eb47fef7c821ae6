"""Visits for the tests of pages: bills fetched and chosen, fees added, the form that pays."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from portal.storage.engine import run
from tests.bills_world import Counter
from tests.browser_client import Browser, Form, Page
from tests.views.bills_counter import counter

__all__ = ["counter"]

Browsers = Callable[..., Browser]


@pytest.fixture
def operator(counter: Counter, browser: Browsers) -> Browser:
    """Someone at this counter."""
    return browser("operator")


def bill(
    counter: Counter, digits: str = "100", visit_id: int | None = None, **other: object
) -> tuple[int, int]:
    """Fetch and choose a bill; return its order and its visit."""
    order_id = counter.fetched(digits, visit_id=visit_id, payer_name="सुशीला देवी")
    counter.chooses(order_id, **other)
    found = counter.order(order_id).visit_id
    assert found is not None
    return order_id, found


def adds_fee(operator: Browser, visit_id: int | None = None, **fields: object) -> Page:
    """Fill in the form of a fee and follow to the visit."""
    path = "/visits/fee" if visit_id is None else f"/visits/{visit_id}/fee"
    known: dict[str, object] = {"usual": "फोटोकॉपी", "own": 6}
    return operator.follow(operator.send(operator.get(path).form(path), **known | fields))


def basket(counter: Counter, operator: Browser) -> tuple[int, list[int]]:
    """Three bills, of which the last one fails, a photocopy and a certificate."""
    first, visit_id = bill(counter)
    others = [bill(counter, digits, visit_id)[0] for digits in ("102", "034")]
    adds_fee(operator, visit_id)
    adds_fee(operator, visit_id, usual="", what="आय प्रमाण पत्र", own=20, passed=10)
    return visit_id, [first, *others]


def pay_form(page: Page) -> Form:
    (found,) = [one for one in page.forms if "version" in one.fields]
    return found


def is_payable(page: Page) -> bool:
    return any("version" in one.fields for one in page.forms)


def sets_upi(address: str = "pacsbhikangaon@sbi") -> None:
    run(
        "INSERT INTO counter (society_id, upi_address, upi_name, set_at, set_by) "
        "VALUES (1, ?, 'PACS BHIKANGAON', 0, 1)", address,
    )  # fmt: skip
