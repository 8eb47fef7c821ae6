"""What waits for a second person stands on the page of its record, and is decided on its own."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

import pytest
from flask import Flask

from tests.actions.test_proposals import state
from tests.actions.test_waiting_deeds import Case, case, counter, waiting_key
from tests.browser_client import Browser
from tests.sandboxes.running_csc import RunningCsc

__all__ = ["case", "counter"]
People = Callable[..., Browser]

# Of each work its records' pages, and where its form is sent that is not offered meanwhile.
PAGES = {
    "cash_withdraw_savings": (["/accounts/1/close", "/members/101"], "/accounts/1/close"),
    "pension_pay": (["/pensioners/1/pay", "/pensioners/1"], "/pensioners/1/pay"),
    "insurance_remit": (["/remittances", "/applications/1"], ""),
    "csc_refund": (["/returns/1/1"], "/returns/1/1/give"),
    "aeps_withdraw": (["/aeps/1"], ""),
    "csc_wallet_pay": (["/wallet/payments"], ""),
    "share_transfer": (
        ["/members/101/transfer", "/members/101/record", "/members/101", "/members/102"],
        "/members/101/transfer",
    ),
    "share_admit": (["/applicants/1/admit", "/applicants/1"], "/applicants/1/admit"),
}  # fmt: skip


@pytest.fixture
def pages(case: Case, app: Flask, csc: RunningCsc) -> tuple[list[str], str]:
    """Give the pages of the record that waits."""
    app.extensions["rokad"] = replace(app.extensions["rokad"], wallet_gateway=csc.gateway)
    if case.is_bill:
        return ["/orders/1"], "/orders/1/back"
    return PAGES[case.task]


def test_the_pages_of_its_record_lead_to_what_waits(
    case: Case, pages: tuple[list[str], str], browser: People
) -> None:
    waiting_key(case.ask())
    one = browser(case.maker)
    for address in pages[0]:
        page = one.get(address)
        assert "/proposals/1" in page.links, address
        assert "दूसरे व्यक्ति की मंज़ूरी बाकी" in page.text
        assert pages[1] not in [form.action for form in page.forms]


@pytest.mark.parametrize("language", ["hi", "en"])
def test_the_chairman_judges_and_agrees_on_its_page(
    language: str, case: Case, browser: People
) -> None:
    waiting_key(case.ask())
    chairman = browser("chairman", language=language)
    assert "/proposals/1" in chairman.get("/").links
    page = chairman.get("/proposals/1")
    assert page.one("p", class_="big").get("data-paise") == str(case.paise)
    done = chairman.follow(chairman.send(page.form("/proposals/1"), "approve"))
    assert done.one("div", data_proposal_id="1").get("data-state") == "approved"
    assert case.is_done()


def test_it_is_refused_on_its_page_and_its_record_is_free_again(
    case: Case, pages: tuple[list[str], str], browser: People
) -> None:
    waiting_key(case.ask())
    manager = browser("chairman")
    page = manager.get("/proposals/1")
    manager.follow(manager.send(page.form("/proposals/1"), "refuse", remark="कागज़ नहीं है"))
    assert state(case.world, 1) == "refused"
    page = browser(case.maker).get(pages[0][0])
    assert "/proposals/1" not in page.links
    assert not pages[1] or pages[1] in [form.action for form in page.forms]
    assert not case.is_done()
