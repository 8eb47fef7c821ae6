"""Access at the door: other sites, other societies, other methods; closed by default (P9)."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from flask import Flask

from portal import create_app
from portal.web.access import deed_of
from tests.browser_client import Browser
from tests.world import World, traces

PATH = "/vouchers/new/csc_service_fee"
ENTRY = {"amount": "50", "confirm": "1"}
AT_SOCIETY = (
    "/day", "/day/open", "/day/count", "/day/close", "/day/running", "/vouchers/new", PATH,
    "/vouchers/1", "/cashbook/2026-11-23", "/daybook/2026-11-23", "/day/sheet/2026-11-22",
)  # fmt: skip


def test_a_view_without_a_deed_serves_nobody(app: Flask, world: World) -> None:
    """A forgotten decorator means no access."""
    own = create_app(app.extensions["rokad"].settings, world.clock)
    own.add_url_rule("/forgotten", "forgotten", lambda: "secret")
    assert deed_of(own.view_functions["forgotten"]) is None
    admin, nobody = Browser(own, world.clock), Browser(own, world.clock)
    admin.signs_in("admin")
    assert admin.get("/forgotten", 403).refusal == "DeedIsNotAllowed"
    assert "secret" not in nobody.get("/forgotten", 403).html


@pytest.mark.parametrize(
    "headers",
    [
        {"Sec-Fetch-Site": "cross-site"},
        {"Sec-Fetch-Site": "same-site"},
        {"Sec-Fetch-Site": "cross-site", "Origin": "http://localhost"},
        {"Sec-Fetch-Site": "", "Origin": "https://evil.example"},
        {"Sec-Fetch-Site": "", "Origin": "http://localhost.evil.example"},
        {"Sec-Fetch-Site": "", "Origin": "http://localhost:8080"},
    ],
)
def test_forms_of_other_sites_do_nothing(
    open_world: World, browser: Callable[..., Browser], headers: dict[str, str]
) -> None:
    """Beside the token: a form that another site sends is refused before anything is read."""
    operator = browser("operator")
    data = {**operator.get(PATH).form().fields, **ENTRY}
    before = traces()
    page = operator.open("POST", PATH, data, headers)
    assert page.status == 403
    assert page.refusal == "RequestIsForeign"
    assert traces() == before
    login = {"username": "operator", "password": "rokad-demo"}
    assert browser().open("POST", "/login", login, headers).status == 403


@pytest.mark.parametrize(
    "headers",
    [
        {"Sec-Fetch-Site": "same-origin"},
        {"Sec-Fetch-Site": "none"},
        {"Sec-Fetch-Site": "", "Origin": "http://localhost"},
        {"Sec-Fetch-Site": "", "Origin": "null"},
        {"Sec-Fetch-Site": ""},
    ],
)
def test_forms_of_our_own_pass_in_old_browsers_too(
    open_world: World, browser: Callable[..., Browser], headers: dict[str, str]
) -> None:
    """Chromium 49 sends neither header reliably; the token alone decides then."""
    operator = browser("operator")
    data = {**operator.get(PATH).form().fields, **ENTRY}
    assert operator.open("POST", PATH, data, headers).status == 303


@pytest.mark.parametrize("path", ["/", "/day", PATH, "/login", "/help", "/vouchers/1"])
@pytest.mark.parametrize("method", ["PUT", "PATCH", "DELETE", "TRACE"])
def test_other_methods_do_nothing(
    open_world: World, browser: Callable[..., Browser], path: str, method: str
) -> None:
    operator = browser("operator")
    before = traces()
    page = operator.open(method, path, ENTRY)
    assert page.status == 405
    assert page.refusal == "PageIsUnknown"
    assert traces() == before


def test_a_method_written_into_a_form_or_a_header_is_not_obeyed(
    open_world: World, browser: Callable[..., Browser]
) -> None:
    operator = browser("operator")
    before = traces()
    headers = {"X-HTTP-Method-Override": "POST"}
    assert operator.open("GET", PATH + "?amount=50&confirm=1", headers=headers).status == 200
    assert operator.open("POST", "/day", {"_method": "DELETE"}).status == 405
    assert traces() == before


@pytest.mark.parametrize("path", ["/", "/login", "/day", PATH, "/help", "/health"])
def test_head_and_options_are_answered_and_change_nothing(
    open_world: World, browser: Callable[..., Browser], path: str
) -> None:
    operator = browser("operator")
    before = traces()
    head = operator.open("HEAD", path)
    assert head.status == 200
    assert head.body == b""
    options = operator.open("OPTIONS", path)
    assert options.status in (200, 405)
    assert traces() == before


@pytest.mark.parametrize("path", AT_SOCIETY)
def test_another_society_does_not_exist_in_any_address(
    lived_in: World, browser: Callable[..., Browser], path: str
) -> None:
    """P9: 404, and not a word of it."""
    for username in ("operator2", "operator9"):
        page = browser(username).get(f"{path}?society=KHR001", 404)
        assert page.refusal == "SocietyIsUnknown"
        assert "भीकनगाँव" not in page.html
    for code in ("ALM001", "NOSUCH", "KHR001'", "%25", "क"):
        page = browser("assistant").get(f"{path}?society={code}", 404)
        assert page.refusal == "SocietyIsUnknown", (path, code)


@pytest.mark.parametrize(
    "path", ["/day/open", "/day/count", "/day/close", PATH, "/opening-balances"]
)
def test_another_society_takes_no_form(
    open_world: World, browser: Callable[..., Browser], path: str
) -> None:
    """P9: a form of one's own, sent to another society's address."""
    open_world.starts_books(code="KHR002")
    manager = browser("manager")
    token = manager.get(PATH).form().token
    before = traces()
    page = manager.post(f"{path}?society=KHR002", {"form_token": token, **ENTRY}, 404)
    assert page.refusal == "SocietyIsUnknown"
    assert traces() == before


def test_wider_roles_name_the_society_and_links_keep_it(
    open_world: World, browser: Callable[..., Browser]
) -> None:
    open_world.works_on_behalf()
    assistant = browser("assistant")
    for path in ("/vouchers/new", "/day", PATH, "/day/running"):
        page = assistant.get(f"{path}?society=KHR001")
        society = [one for one in page.links if one.startswith(("/vouchers", "/day", "/cashbook"))]
        assert society, path
        assert all("society=KHR001" in one for one in society), (path, society)
        for form in page.forms:
            assert "society=KHR001" in form.action or form.fields.get("society") == "KHR001"


def test_a_role_is_asked_for_at_each_request(
    open_world: World, browser: Callable[..., Browser]
) -> None:
    """Someone who becomes a looker-on can do nothing more, without signing in anew."""
    operator = browser("operator")
    data = {**operator.get(PATH).form().fields, **ENTRY}
    person = open_world.person("operator")
    person.role = "committee"
    person.save()
    before = traces()
    assert operator.post(PATH, data, 403).refusal == "DeedIsNotAllowed"
    assert traces() == before


@pytest.mark.parametrize("cookie", ["x", "", "क".encode().decode("latin-1"), "A" * 4000, "'; --"])
def test_a_made_up_session_is_nobody(
    world: World, browser: Callable[..., Browser], cookie: str
) -> None:
    stranger = browser()
    stranger.site.set_cookie("s", cookie)
    assert stranger.get("/", 303).location.startswith("/login")
    assert stranger.get("/help")
