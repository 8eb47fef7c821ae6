"""Who presses what at the counter, from where and when: tokens, roles, sessions, the count."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator

import pytest
from flask import Flask

from portal.domain.money import rupees
from portal.domain.text import with_check_digit
from portal.storage import engine
from tests.browser_client import Browser, Form, Page
from tests.house.test_access import SAMPLES
from tests.views.bills_counter import Clerk, clerk, counter, line
from tests.views.visits_counter import adds_fee, pay_form
from tests.world import OPENING, TODAY, traces

__all__ = ["clerk", "counter", "line"]

Browsers = Callable[..., Browser]
FAMILIES = (
    "bills.", "orders.", "visits.", "visit_fees.", "aeps.", "counter.", "complaints.",
    "comparison.", "receipt_share.", "statements.", "wallet.", "wallet_matching.",
)  # fmt: skip
FILLED = {
    "mobile": "9876543210", "p1": "1234567890109", "amount": "1622", "ended": "paid",
    "remark": "x", "kind": "wrong-amount", "said": "x", "settled_as": "returned", "note": "x",
    "reason": "not_ours", "own": "5", "usual": "प्रिंट", "version": "2", "confirm": "1",
    "head": "2204", "net": "95", "work": "bill", "period": "x", "explain": "1", "leave": "2",
    "rrn": "632812345699", "last_four": "4321", "bank": "SBI", "name": "क", "outcome": "done",
    "key": "a",
}  # fmt: skip
DOES_NOTHING = {"bills.forget"}  # nobody is named, so there is nothing to forget


def posts(app: Flask) -> Iterator[tuple[str, str]]:
    """Yield every address of the counter that takes a form."""
    known = SAMPLES | {"head": "2204"}
    for rule in app.url_map.iter_rules():
        if "POST" in (rule.methods or ()) and rule.endpoint.startswith(FAMILIES):
            path = re.sub(r"<(?:[^<>]*:)?(\w+)>", lambda one: known[one[1]], rule.rule)
            yield rule.endpoint, path


def all_traces() -> tuple[object, ...]:
    tables = ("bill_order", "order_event", "visit", "visit_fee", "aeps_record", "bill_complaint",
              "statement", "counter")  # fmt: skip
    counts = [engine.value(f"SELECT count(*) FROM {one}") for one in tables]  # noqa: S608
    states = engine.rows("SELECT state, version FROM bill_order ORDER BY society_id, id")
    return traces(), counts, states


@pytest.fixture
def busy(clerk: Clerk) -> Clerk:
    """A bill to be given back (order 1), one that is chosen (2, in visit 2)."""
    clerk.takes("1234567890034")
    clerk.chooses(clerk.sees("1234567890102")[0])
    clerk.counter.settles()
    return clerk


def test_no_form_works_without_its_own_token(busy: Clerk, browser: Browsers, app: Flask) -> None:
    manager, before = browser("manager"), all_traces()
    foreign = manager.get("/visits/fee").form("/visits/fee").token
    tried = 0
    for endpoint, path in posts(app):
        for token in (None, "", foreign[:-1] + "!", "x" * 28, "क" * 9, foreign):
            if token == foreign and path == "/visits/fee":
                continue
            sent = FILLED | ({} if token is None else {"form_token": token})
            page = manager.open("POST", path, sent)
            good = {400, 404} | ({303} if endpoint in DOES_NOTHING else set())
            assert page.status in good, (endpoint, token, page)
            tried += 1
    assert tried > 90
    assert all_traces() == before


@pytest.mark.parametrize("headers", [
    {"Sec-Fetch-Site": "cross-site"}, {"Sec-Fetch-Site": "same-site"},
    {"Sec-Fetch-Site": "", "Origin": "https://evil.example"},
    {"Sec-Fetch-Site": "", "Origin": "http://localhost.evil.example"},
])  # fmt: skip
def test_no_other_site_presses_a_button(
    busy: Clerk, browser: Browsers, app: Flask, headers: dict[str, str]
) -> None:
    manager, before = browser("manager"), all_traces()
    for endpoint, path in posts(app):
        page = manager.open("POST", path, FILLED, headers=headers)
        assert page.status == 403, (endpoint, page)
    assert all_traces() == before


@pytest.mark.parametrize("username", ["", "chairman", "auditor", "state", "admin", "officer"])
def test_who_only_looks_presses_nothing(
    busy: Clerk, browser: Browsers, app: Flask, username: str
) -> None:
    person, before = browser(username), all_traces()
    allowed = {"comparison.ask", "counter.change"}  # an administrator sets, an officer compares
    for endpoint, path in posts(app):
        if endpoint not in allowed or not username:
            page = person.open("POST", path + "?society=KHR001", FILLED)
            assert page.status == (403 if username else 401), (endpoint, page)
    assert all_traces() == before


# A session that ends while a form is open.

FORMS: dict[str, tuple[str, dict[str, str], str]] = {
    "bill": (
        "/bills/UTTA00000UTT7M", {"p1": "1234567890109", "mobile": "9876543210", "name": "कमला"},
        "SELECT count(*) FROM bill_order",
    ),
    "choice": (
        "/orders/2", {"amount": "1700", "own_fee": "7"},
        "SELECT sum(own_fee_paise) / 700 FROM bill_order",
    ),
    "money": (
        "/visits/2", {"given": "2000"}, "SELECT count(*) FROM voucher WHERE task = 'csc_bill_cash'",
    ),
    "fee": ("/visits/2/fee", {"what": "राशन कार्ड", "own": "35"}, "SELECT count(*) FROM visit_fee"),
    "refund": (
        "/orders/1/back", {}, "SELECT count(*) FROM voucher WHERE task = 'csc_refund'",
    ),
}  # fmt: skip


def form_of(person: Browser, path: str) -> Form:
    found = person.get(path.removesuffix("/back")).forms
    return next(one for one in found if one.method == "post" and one.action == path)


@pytest.mark.parametrize("name", FORMS)
def test_what_was_typed_outlives_the_session_and_is_done_once(busy: Clerk, name: str) -> None:
    path, typed, counted = FORMS[name]
    person = busy.browser
    form = form_of(person, path)
    before = engine.value(counted)
    engine.run("DELETE FROM session")
    page = person.open("POST", form.action, {**form.fields, **typed})
    assert page.status == 401
    login = page.form("/login")
    page = person.send(login, "", 200, username="operator", password="rokad-demo")
    assert engine.value(counted) == before, "signing in alone does nothing"
    for words in typed.values():
        assert words in page.html
    kept = next(one for one in page.forms if one.action.split("?")[0] == path)
    assert kept.token == form.token
    done = [person.open("POST", kept.action, kept.fields) for _ in range(2)]
    assert [one.status for one in done] == [303, 303], done
    assert engine.value(counted) == before + 1
    busy.counter.must_agree()


def test_an_aadhaar_number_is_not_read_out_after_signing_in(busy: Clerk) -> None:
    number = with_check_digit("23456789012")
    person = busy.browser
    form = form_of(person, "/visits/2/fee")
    engine.run("DELETE FROM session")
    page = person.open("POST", form.action, {**form.fields, "what": f"आधार {number}", "own": "5"})
    page = person.send(page.form("/login"), "", 200, username="operator", password="rokad-demo")
    assert number not in page.text
    kept = next(one for one in page.forms if one.action == form.action)
    page = person.open("POST", kept.action, kept.fields)
    assert page.status == 422
    assert number not in page.html


def test_another_person_does_not_inherit_the_form(busy: Clerk) -> None:
    person = busy.browser
    form = form_of(person, "/visits/2")
    engine.run("DELETE FROM session")
    page = person.open("POST", form.action, {**form.fields, "given": "2000"})
    before = all_traces()
    page = person.send(page.form("/login"), "", 303, username="manager", password="rokad-demo")
    assert page.location == "/"
    page = person.open("POST", form.action, {**form.fields, "given": "2000"})
    assert page.status == 400
    assert all_traces() == before


# While the box is being counted, nobody reads from the counter what must be in it.

PAGES = [
    "/", "/visits", "/orders", "/aeps", "/wallet", "/wallet/compare", "/wallet/statements",
    "/counter/register", f"/counter/register/{TODAY}?print=1",
    f"/counter/register/{TODAY}?format=csv", "/day/close", "/day/count", "/complaints",
    "/comparison", f"/comparison/{TODAY}",
    "/visits/1", "/visits/2", "/visits/3", "/orders/1", "/orders/3", "/visits/3/receipt",
]  # fmt: skip


def shown(page: Page, paise: int) -> bool:
    shapes = {rupees(paise), str(paise), str(paise // 100), f"{paise // 100}.00"}
    return any(re.search(rf"(?<![\d,]){re.escape(one)}(?![\d,])", page.html) for one in shapes)


@pytest.mark.parametrize("username", ["operator", "manager", "accountant", "chairman"])
def test_nothing_tells_what_is_in_the_box(busy: Clerk, browser: Browsers, username: str) -> None:
    busy.takes("1234567890104")
    adds_fee(busy.browser, 2)
    busy.browser.send(pay_form(busy.get("/visits/2")))
    box = busy.counter.balance(2101)
    took = box - OPENING[2101]
    busy.browser.begins_count()
    person = browser(username)
    for path in PAGES:
        page = person.follow(person.open("GET", path))
        for secret in (box, OPENING[2101], took):
            assert not shown(page, secret), (path, secret)
    form = busy.browser.open("GET", "/visits/fee").form("/visits/fee")
    page = busy.browser.open("POST", form.action, {**form.fields, "usual": "प्रिंट", "own": "9"})
    page = busy.browser.follow(page)
    assert "version" not in {key for one in page.forms for key in one.fields}
