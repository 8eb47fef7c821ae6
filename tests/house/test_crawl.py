"""Every person follows every link there is, in every state of the day; nothing breaks anywhere."""

from __future__ import annotations

from collections import deque
from collections.abc import Callable
from urllib.parse import urlencode, urljoin, urlsplit

import pytest

from tests import world as worlds
from tests.browser_client import Browser
from tests.page_checks import WAYS_OUT

MOST = 120
PERSONAS = [row[0] for row in worlds.PEOPLE]


def crawl(browser: Browser, start: str = "/", most: int = MOST) -> dict[str, str]:
    """Follow every link from a page on; return each address seen and what it answered.

    Addresses that differ only in the value of a query or in a number are seen three times at most.
    """
    seen: dict[str, str] = {}
    shapes: dict[str, int] = {}
    waiting = deque([(start, "")])
    while waiting and len(seen) < most:
        path, came_from = waiting.popleft()
        if path in seen or not _is_new(path, shapes):
            continue
        page = browser.open("GET", path)
        seen[path] = page.html
        assert page.status < 400, f"{came_from} leads to {path}: {page!r}"
        found = [page.location] if page.location else page.links
        found += [
            f"{form.action.split('?')[0]}?{urlencode({k: v for k, v in form.fields.items() if v})}"
            for form in page.forms
            if form.method == "get"
        ]
        for link in found:
            if link.startswith((*WAYS_OUT, "sms:")):
                continue
            target = urlsplit(urljoin(path, link))
            assert not target.netloc, f"{path} leads outside: {link}"
            query = f"?{target.query}" if target.query else ""
            if target.path != "/logout" and "lang=" not in query:
                waiting.append((target.path + query, path))
    return seen


def _is_new(path: str, shapes: dict[str, int]) -> bool:
    parts = urlsplit(path)
    names = "&".join(sorted(one.split("=")[0] for one in parts.query.split("&")))
    shape = "".join("9" if sign.isdigit() else sign for sign in parts.path) + "?" + names
    shapes[shape] = shapes.get(shape, 0) + 1
    return shapes[shape] <= 3


@pytest.mark.parametrize("username", PERSONAS)
def test_every_link_of_every_person_leads_somewhere(
    username: str, lived_in: worlds.World, browser: Callable[..., Browser]
) -> None:
    """P9, P10, P11: every page found is within its budget, in Hindi, and one may see it."""
    assert len(crawl(browser(username))) >= 4


@pytest.mark.parametrize("username", ["manager", "officer"])
def test_every_link_works_in_english(
    username: str, lived_in: worlds.World, browser: Callable[..., Browser]
) -> None:
    assert len(crawl(browser(username, language="en"))) >= 4


@pytest.mark.parametrize("username", ["operator", "manager", "chairman"])
@pytest.mark.parametrize("state", ["no books", "not open", "counting", "counted", "closed"])
def test_every_link_works_in_every_state_of_the_day(
    state: str, username: str, world: worlds.World, browser: Callable[..., Browser]
) -> None:
    if state != "no books":
        world.starts_books()
    if state in ("counting", "counted"):
        world.opens_day()
        world.enters(rupees=50)
        operator = browser("operator")
        operator.begins_count()
        if state == "counted":
            operator.counts_rupees(26_436)
    if state == "closed":
        world.does_a_day()
    assert len(crawl(browser(username))) >= 4


def test_a_stranger_finds_only_help_services_receipts_and_sign_in(
    lived_in: worlds.World, browser: Callable[..., Browser]
) -> None:
    paths = {urlsplit(path).path for path in crawl(browser(), "/help")}
    assert {path for path in paths if not path.startswith(("/services", "/schemes"))} == {
        "/help", "/", "/login", "/r", "/status",
    }  # fmt: skip
    assert "/services/settings" not in paths
