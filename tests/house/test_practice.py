"""Practice stands in no list, search, report or figure, and none of its pages can be mistaken."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from urllib.parse import parse_qs, urlsplit

import pytest
from flask import Flask

from portal.actions import applications
from portal.actions import day as day_actions
from portal.actions import practice as deeds
from portal.actions.applications import NewApplication
from portal.settings import ROOT
from portal.storage import places
from portal.web.practice import LEADS_OUT
from tests.browser_client import Browser, Page
from tests.page_checks import WAYS_OUT
from tests.services_world import Person as Applicant
from tests.views.test_practice import CODE, STRIP, begins, lives, paper, the
from tests.world import TODAY, World

Maker = Callable[..., Browser]
_NAMED = re.compile(r"\b(?:FROM|JOIN)\s+society\b")
_ADDRESS = re.compile(r'\b(?:formaction|action|href|data-hx-get|data-hx-post)="([/?][^"]*)"')
#: Statements over ``society`` itself: where, how many, and why they need not leave practice out.
READS = {
    "storage/places.py": (6, "by code or key, and the conditions that leave practice out"),
    "storage/delegations.py": (1, "names the society of one delegation"),
    "storage/people_reached.py": (1, "names the society; the scope says whose rows"),
}
MANY = 260


def test_whoever_reads_societies_reads_the_real_ones() -> None:
    """A new query takes REAL_SOCIETIES of storage/places, or says here why not."""
    found = {}
    for path in sorted((ROOT / "portal").rglob("*.py")):
        times = len(_NAMED.findall(path.read_text(encoding="utf-8")))
        if times:
            found[str(path.relative_to(ROOT / "portal"))] = times
    assert found == {name: times for name, (times, _why) in READS.items()}


def practises(browser: Browser, start: str) -> Iterator[Page]:
    """Follow every link of practice as far as it is practice."""
    seen: set[str] = set()
    shapes: dict[str, int] = {}
    waiting = [start]
    while waiting and len(seen) < MANY:
        path = waiting.pop(0)
        shape = re.sub(r"\d+", "9", path)
        shapes[shape] = shapes.get(shape, 0) + 1
        if path in seen or shapes[shape] > 2:
            continue
        seen.add(path)
        page = browser.open("GET", path)
        yield page
        waiting += [page.location] if page.location else addresses(page)


def addresses(page: Page) -> list[str]:
    """List where a page's links lead that stay in practice."""
    found = (one for one in page.links if not one.startswith((*WAYS_OUT, "sms:", "?", "#")))
    return [one for one in found if one != "/" and not LEADS_OUT.match(one)]


def must_be_practice(page: Page) -> None:
    """It says what it is, and no address of it leads into the real society unseen."""
    if page.location:
        assert f"society={CODE}" in page.location, page
        return
    if not page.is_html:
        return
    assert STRIP in page.html, page
    assert re.search(r"<title>(अभ्यास|Practice): ", page.html), page
    for address in _ADDRESS.findall(page.html):
        if LEADS_OUT.match(address) or address == "/":
            continue
        query = parse_qs(urlsplit(address.replace("&amp;", "&")).query)
        assert query.get("society") == [CODE], f"{page.path} leads to {address}"
    for form in page.forms:
        if form.method == "get":
            assert form.fields["society"] == CODE, f"{page.path}: {form.action}"


@pytest.mark.parametrize(("username", "language"), [("operator", "hi"), ("manager", "en")])
def test_no_page_of_practice_leads_out_unseen(
    username: str, language: str, open_world: World, browser: Maker
) -> None:
    """Every page, print, list and piece that links lead to, in both languages."""
    begins(browser("manager"))
    lives(open_world, CODE)
    someone = browser(username, language=language)
    if language == "en":
        global_strip(someone)
    pages = 0
    for page in practises(someone, f"/?society={CODE}"):
        assert page.status < 400 or page.refusal == "PracticeCallsNobody", page
        must_be_practice(page) if language == "hi" else must_be_english(page)
        pages += 1
    assert pages > 60


def must_be_english(page: Page) -> None:
    """The same in English."""
    if page.is_html:
        assert "PRACTICE – NOT REAL" in page.html, page
        assert "<title>Practice: " in page.html, page


def global_strip(someone: Browser) -> None:
    """The way in is open in English too."""
    assert "Go on practising" in someone.get("/practice").text


WHO = ("manager", "officer", "assistant", "district", "state", "auditor", "admin", "chairman")
MORE = (
    "/members?q=रामदीन", "/members?q=101", "/members/list", "/pensioners?q=कमला",
    "/services?q=bijli",
    "/reports/services?format=csv", "/reports/pending?format=csv", "/reports/people?format=csv",
    "/places?place=KHR", "/places?place=KHR-BKG", "/places?place=MP", "/reports/services?place=KHR",
    f"/cashbook/{TODAY}", f"/daybook/{TODAY}", "/ledger/2101", "/orders?q=मोहन",
)  # fmt: skip
_CHANGING = re.compile(r'value="[\w-]{28}"|/static/[^"]*')


def shown(app: Flask, browser: Maker) -> dict[tuple[str, str], str]:
    """Return what every role is shown of the real world, by all addresses that need nothing."""
    plain = {str(one) for one in app.url_map.iter_rules() if not one.arguments and one.methods}
    paths = sorted(one for one in plain if not one.startswith(("/practice", "/login", "/health")))
    found = {}
    for username in WHO:
        site = browser(username).site
        for path in (*paths, *MORE):
            answer = site.get(path)
            found[username, path] = f"{answer.status_code} " + _CHANGING.sub("", answer.text)
    assert sum(text.startswith("200") for text in found.values()) > 200
    return found


def closes(world: World) -> None:
    """Begin an application in practice, count, and close the day."""
    here = the().id
    asked = NewApplication(Applicant("मोहन नमूना", mobile="9876543210"))
    applications.begin(world.doer(), paper(world, "application", here), here, "cert-019", asked)
    pieces = {"d500": 20, "c1": 150}
    day_actions.save_take(world.doer(), paper(world, "count", here), here, pieces)
    day_actions.close_day(world.doer(), paper(world, "close", here), here, world.keys, None)


def test_no_list_search_report_or_figure_knows_of_practice(
    lived_in: World, app: Flask, browser: Maker
) -> None:
    """P9: a practice with a closed day, members, pensioners and an application changes no word."""
    before = shown(app, browser)
    manager = browser("manager")
    begins(manager)
    lives(lived_in, CODE)
    closes(lived_in)
    after = shown(app, browser)
    different = [key for key in before if before[key] != after[key]]
    assert different == []


def test_a_retired_practice_is_in_no_list_either(
    lived_in: World, app: Flask, browser: Maker
) -> None:
    begins(browser("manager"))
    real = lived_in.society()
    first = places.society(CODE)
    assert first is not None
    done = deeds.begin_anew(
        lived_in.doer("manager"), lived_in.slip("manager", 0), real.id, CODE, lived_in.keys
    )
    assert done.location == f"/?society={CODE}-2"
    codes = {one.code for one in places.societies_in("nation", 0)}
    assert codes == {one.code for one in places.all_societies()} == {"KHR001", "KHR002", "ALM001"}
    assert deeds.current(real.id).code == f"{CODE}-2"
    assert [key for key, text in shown(app, browser).items() if CODE in text] == []
